"""Ids that XML refuses come back; every file is drawn; a drawing that somebody made stays, one of ours is made anew."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bprkit.procedure.bpmn import (
    Bounds,
    Layout,
    Point,
    bpmn_text,
    dangling_references,
    keyed_flows,
    place,
    read_bpmn,
    write_bpmn,
)
from bprkit.procedure.bpmn.names import ncname
from bprkit.procedure.model import End, Flow, Procedure, Role, Start, SubProcess, Task, Title, walk
from procedures import procedures

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
ANY = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=6)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bpmn") / "p.bpmn"


def back(procedure: Procedure, path: Path) -> Procedure:
    write_bpmn(procedure, path)
    return read_bpmn(path).procedures[0]


@given(ANY)
def test_an_id_in_the_file_is_one_that_bpmn_js_takes(text: str) -> None:
    assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]*", ncname(text))


@given(ANY, ANY)
def test_two_ids_never_become_one(one: str, other: str) -> None:
    assert (ncname(one) == ncname(other)) is (one == other)


@settings(suppress_health_check=list(HealthCheck))
@given(st.lists(ANY, min_size=3, max_size=6, unique=True), st.data())
def test_any_ids_come_back_even_if_steps_roles_and_flows_share_them(
    path: Path, ids: list[str], data: st.DataObject
) -> None:
    roles = tuple(Role(id=id_) for id_ in ids[:-1])
    nodes = tuple(Task(id=id_, role=data.draw(st.sampled_from(ids))) for id_ in ids)
    names = st.none() | st.sampled_from([*ids, f"flow-{ncname(ids[0])}-{ncname(ids[1])}"])
    ends = st.sampled_from(ids)
    flows = tuple(Flow(source=data.draw(ends), target=data.draw(ends), id=data.draw(names)) for _ in range(4))
    procedure = Procedure(id=ids[0], roles=roles, nodes=nodes, flows=(*flows, flows[0]))
    assert back(procedure, path) == procedure
    assert dangling_references(path.read_text(encoding="utf-8")) == ()


@pytest.mark.parametrize(
    "parts, order",
    [
        ({"b": "a", "c": "b", "a": None}, "abc"),
        ({"b": "a", "c": "b", "a": None}, "cba"),
        ({"a": "b", "b": "a", "c": "a"}, "abc"),
        ({"a": "a", "b": "nobody", "c": None}, "abc"),
    ],
)
def test_parts_of_roles_come_back_in_any_order_even_in_circles(
    path: Path, parts: dict[str, str | None], order: str
) -> None:
    procedure = Procedure(
        id="p",
        roles=tuple(Role(id=id_, part_of=parts[id_]) for id_ in order),
        nodes=tuple(Task(id=f"t{id_}", role=id_) for id_ in order),
    )
    assert back(procedure, path) == procedure


def test_japanese_ids_of_a_file_stay_as_its_author_wrote_them(path: Path) -> None:
    path.write_text(
        """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="決裁">
        <task id="起案"/><task id="2"/><sequenceFlow id="流れ" sourceRef="起案" targetRef="2"/><textAnnotation id="注"/>
        <association id="線" sourceRef="注" targetRef="2"/></process></definitions>""",
        encoding="utf-8",
    )
    read = read_bpmn(path).procedures[0]
    text = bpmn_text(read)
    assert all(f'id="{id_}"' in text for id_ in ("決裁", "起案", "流れ", "注", "線", "2"))
    assert '<task id="2"' not in text  # no id in XML begins with a digit
    assert dangling_references(text) == ()
    assert back(read, path).nodes == read.nodes


def test_lanes_and_tasks_without_a_title_show_their_id(path: Path) -> None:
    procedure = Procedure(id="p", roles=(Role(id="係長"),), nodes=(Task(id="確認", role="係長"),))
    text = bpmn_text(procedure)
    assert re.search('<bpmn:lane id="[^"]*" name="係長">', text)
    assert re.search('<bpmn:task id="[^"]*" name="確認">', text)
    assert back(procedure, path) == procedure


def test_a_title_changed_in_another_tool_is_read(path: Path) -> None:
    procedure = Procedure(
        id="p",
        nodes=(
            Task(id="t", title=Title(en="Check")),
            Task(id="u"),
            Task(id="v", title=Title("起案", "Draft")),
        ),
    )
    text = bpmn_text(procedure)
    for old, new in (
        ('name="Check"', 'name="確認"'),
        ('name="u"', 'name="審査"'),
        ('name="起案"', 'name="起票"'),
    ):
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    assert [node.title.ja for node in read_bpmn(path).procedures[0].nodes] == ["確認", "審査", "起票"]


LEAVE = Procedure(
    id="leave",
    roles=(Role(id="clerk"), Role(id="chief")),
    nodes=(
        Start(id="s", role="clerk"),
        Task(id="ask", role="clerk"),
        SubProcess(
            id="sub", role="chief", nodes=(Start(id="i"), Task(id="j")), flows=(Flow(source="i", target="j"),)
        ),
        End(id="e", role="chief"),
    ),
    flows=(
        Flow(source="s", target="ask"),
        Flow(source="ask", target="sub"),
        Flow(source="sub", target="e"),
        Flow(source="sub", target="ask", rework=True),
    ),
)


def drawn(text: str) -> Counter[str]:
    root = ET.fromstring(text.encode())
    return Counter(
        str(one.get("bpmnElement")) for one in root.iter() if one.tag in (f"{DI}BPMNShape", f"{DI}BPMNEdge")
    )


def test_all_that_is_there_is_drawn_once() -> None:
    text = bpmn_text(LEAVE)
    root = ET.fromstring(text.encode())
    there = {one.get("id") for one in root.iter() if one.tag.startswith(MODEL) and one.get("id")}
    there -= {"definitions", "leave", "leave-collaboration"}
    assert drawn(text) == Counter(dict.fromkeys(there, 1))


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(procedures(foreign=False))
def test_nodes_are_placed_in_their_lanes_and_never_on_each_other(procedure: Procedure) -> None:
    layout = place(procedure)
    assert set(layout.shapes) == set(procedure.node_of)
    assert set(layout.edges) == {key for key, _ in keyed_flows(procedure)}
    for node in procedure.nodes:
        if node.role in layout.lanes:
            assert inside(layout.shapes[node.id], layout.lanes[node.role])
    for level in (
        procedure.nodes,
        *(node.nodes for node in walk(procedure.nodes) if isinstance(node, SubProcess)),
    ):
        boxes = [layout.shapes[node.id] for node in level]
        assert not any(overlap(one, other) for n, one in enumerate(boxes) for other in boxes[:n])
    for node in walk(procedure.nodes):
        for inner in node.nodes if isinstance(node, SubProcess) else ():
            assert inside(layout.shapes[inner.id], layout.shapes[node.id])


def inside(inner: Bounds, outer: Bounds) -> bool:
    across = outer.x <= inner.x and inner.x + inner.width <= outer.x + outer.width
    return across and outer.y <= inner.y and inner.y + inner.height <= outer.y + outer.height


def overlap(one: Bounds, other: Bounds) -> bool:
    beside = one.x + one.width <= other.x or other.x + other.width <= one.x
    return not (beside or one.y + one.height <= other.y or other.y + other.height <= one.y)


def test_a_layout_is_drawn_as_it_says() -> None:
    layout = Layout(
        {"s": Bounds(1, 2, 36, 36), "ask": Bounds(100.126, 2, 100, 80)},
        {"s→ask": (Point(37, 20), Point(100, 20))},
        {"clerk": Bounds(0, 0, 500, 100)},
        Bounds(-30, 0, 530, 100),
        {"s": Bounds(1, 40, 20, 10)},
    )
    text = bpmn_text(LEAVE, layout)
    assert drawn(text) == Counter(["s", "ask", "flow-s-ask", "clerk", "leave-pool"])
    assert '<dc:Bounds x="100.13" y="2" width="100" height="80"/>' in text
    assert '<di:waypoint x="37" y="20"/>' in text
    assert "BPMNLabel" in text


def test_a_drawing_of_ours_that_somebody_moved_is_kept(path: Path) -> None:
    text = bpmn_text(LEAVE)
    moved = re.sub(r'(bpmnElement="ask">\s*<dc:Bounds x=)"[\d.]+"', r'\1"777"', text)
    assert moved != text
    path.write_text(moved, encoding="utf-8")
    read = read_bpmn(path).procedures[0]
    assert replace(read, foreign=None) == LEAVE
    assert 'x="777"' in bpmn_text(read)
    assert bpmn_text(replace(read, foreign=None)) == text


def test_a_layout_takes_the_place_of_a_kept_drawing(path: Path) -> None:
    path.write_text(bpmn_text(LEAVE).replace("drawn=", "once="), encoding="utf-8")
    read = read_bpmn(path).procedures[0]
    assert read.foreign is not None
    text = bpmn_text(read, place(read))
    assert text.count("<bpmndi:BPMNDiagram") == 1
    assert "drawn=" in text


def test_several_procedures_become_pools_of_one_file_and_come_back(path: Path) -> None:
    other = replace(LEAVE, id="other", title=Title("別の手続"))
    write_bpmn([LEAVE, other], path)
    text = path.read_text(encoding="utf-8")
    assert read_bpmn(path).procedures == (LEAVE, other)
    assert text.count("<bpmn:participant") == 2
    assert max(drawn(text).values()) == 1
