"""Our coordinates are what BPMN tools show: bpmn-js imports them without a warning and puts everything where we put it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bpmn_oracles import node_package, schema_errors
from bprkit.drawing import draw, layout
from bprkit.drawing.bpmn_di import ORIGIN, bpmn_bytes, layout_of
from bprkit.procedure.bpmn.names import keyed_flows
from bprkit.procedure.files import open_procedure
from bprkit.procedure.library import procedures
from browsers import chromium

NAMES = [f"{bundled.name}/{state}" for bundled in procedures() for state in bundled.states]
OPEN = """async text => {
  const viewer = new BpmnJS({container: '#canvas'});
  const {warnings} = await viewer.importXML(text);
  const all = viewer.get('elementRegistry').getAll();
  const shapes = {}, ways = [];
  for (const one of all) {
    if (one.labelTarget) continue;
    if (one.waypoints) ways.push(one.waypoints.map(({x, y}) => [x, y]));
    else if (one.width) shapes[one.id] = [one.x, one.y, one.width, one.height];
  }
  viewer.get('canvas').zoom('fit-viewport');
  window.viewer?.destroy(); window.viewer = viewer;
  return [warnings.map(one => one.message), shapes, ways];
}"""


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    """An empty page with bpmn-js in it."""
    script = node_package("bpmn-js") / "dist" / "bpmn-viewer.production.min.js"
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1600, "height": 900})
        page.set_content("<div id='canvas' style='width: 1600px; height: 900px'></div>")
        page.add_script_tag(path=str(script))
        yield page


@pytest.mark.parametrize("name", NAMES)
def test_bpmn_js_shows_everything_where_we_put_it(name: str, page: Any, tmp_path: Path) -> None:
    procedure = open_procedure(name)
    warnings, shapes, ways = page.evaluate(OPEN, bpmn_bytes(draw(procedure)).decode())
    assert warnings == []
    drawing = layout(procedure)
    boxes = sorted(tuple(box) for box in shapes.values())
    for shape in drawing.shapes:
        # bpmn-js rounds boxes to whole pixels
        box = (shape.box.x + ORIGIN.x, shape.box.y + ORIGIN.y, shape.box.width, shape.box.height)
        assert any(box == pytest.approx(other, abs=0.51) for other in boxes), shape.id
    assert len(ways) == len(drawing.routes)
    ours = sorted([[p.x + ORIGIN.x, p.y + ORIGIN.y] for p in route.points] for route in drawing.routes)
    for one, other in zip(ours, sorted(ways), strict=True):
        assert [value for point in one for value in point] == pytest.approx(
            [value for point in other for value in point], abs=0.01
        )
    shot = tmp_path / "bpmn-js.png"
    page.screenshot(path=shot)
    assert shot.stat().st_size > 5000


@pytest.mark.parametrize("name", NAMES[::5])
def test_files_with_our_coordinates_are_valid(name: str) -> None:
    assert schema_errors(bpmn_bytes(draw(open_procedure(name))).decode()) == []


def test_every_step_way_and_lane_has_its_place_and_nothing_is_negative() -> None:
    procedure = open_procedure("payment-order/as_is")
    found = layout_of(layout(procedure), procedure)
    assert set(found.shapes) == {node.id for node in procedure.nodes}
    assert set(found.edges) == {key for key, _ in keyed_flows(procedure)}
    assert set(found.lanes) == {
        role.id for role in procedure.roles if any(n.role == role.id for n in procedure.nodes)
    }
    assert found.pool is not None
    for bounds in (*found.shapes.values(), *found.lanes.values(), *found.labels.values(), found.pool):
        assert bounds.x > 0
        assert bounds.y > 0


@pytest.mark.parametrize("how", [{"vertical": True}, {"paper": "a4"}])
def test_a_picture_downwards_or_in_rows_becomes_one_drawing_across(how: dict[str, Any]) -> None:
    procedure = open_procedure("tendering/as_is")
    assert bpmn_bytes(draw(procedure, **how)) == bpmn_bytes(draw(procedure))


def test_only_drawings_across_can_be_told_to_bpmn() -> None:
    procedure = open_procedure("payment-order/as_is")
    with pytest.raises(ValueError, match="across"):
        layout_of(layout(procedure, vertical=True), procedure)
