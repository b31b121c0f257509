"""The BPMN painter: our coordinates as BPMN diagram interchange, for every BPMN tool to show.

What a tool paints is up to it: boxes, ways, names and lanes are where we put them; pills, icons and change marks are not in
BPMN's pictures (what they say of a step is in the file all the same, as bprkit's own words).
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bprkit.drawing.geometry import Box, Drawing, Point
from bprkit.drawing.lanegrid import layout
from bprkit.language import speaking, tell
from bprkit.procedure.bpmn import bpmn_text
from bprkit.procedure.bpmn import layout as di
from bprkit.procedure.bpmn.names import keyed_flows
from bprkit.procedure.model import Procedure, SubProcess, walk

if TYPE_CHECKING:
    from bprkit.drawing.picture import Picture


class LeftOut(UserWarning):
    """What a form of file does not show of a picture."""


ORIGIN = Point(190.0, 80.0)
"""Where the left upper corner of a drawing is put, so that the pool's name fits before it and nothing is negative."""
_POOL_NAME = 30.0
"""How wide BPMN tools make the strip with a pool's name."""


def layout_of(drawing: Drawing, procedure: Procedure, origin: Point = ORIGIN) -> di.Layout:
    """Return a drawing of a procedure as BPMN files hold it, every coordinate moved by `origin`.

    Raises ValueError for a drawing with lanes that run downwards: files of bprkit have lanes that run across.

    >>> from bprkit.procedure.model import Flow, Task
    >>> pair = Procedure(id="p", nodes=(Task(id="a"), Task(id="b")), flows=(Flow(source="a", target="b"),))
    >>> drawing = layout(pair)
    >>> found = layout_of(drawing, pair, Point(0, 0))
    >>> found.shapes["a"].x == drawing.shapes[0].box.x, len(found.edges["a→b"]) == len(drawing.routes[0].points)
    (True, True)
    """

    if drawing.vertical:
        raise ValueError("a drawing with lanes that run across is needed")

    def bounds(box: Box) -> di.Bounds:
        return di.Bounds(box.x + origin.x, box.y + origin.y, box.width, box.height)

    known = procedure.node_of
    shapes = {shape.id: bounds(shape.box) for shape in drawing.shapes if shape.id in known}
    labels = {
        shape.id: bounds(shape.caption.box)
        for shape in drawing.shapes
        if shape.id in known and shape.caption is not None
    }
    ways = defaultdict(list)
    for route in drawing.routes:
        ways[route.source, route.target].append(route)
    edges: dict[str, tuple[di.Point, ...]] = {}
    for key, flow in keyed_flows(procedure):
        same = ways.get((flow.source, flow.target))
        if not same:
            continue  # inside a folded sub-process
        route = same.pop(0)  # drawings keep the order of the flows
        edges[key] = tuple(di.Point(point.x + origin.x, point.y + origin.y) for point in route.points)
        if route.label is not None:
            labels[key] = bounds(route.label.box)
    lanes = {lane.id: bounds(lane.box) for lane in drawing.lanes if lane.id in procedure.role_of}
    around = Box(-_POOL_NAME, 0, drawing.width + _POOL_NAME, drawing.height)
    pool = bounds(around) if lanes else None
    return di.Layout(shapes, edges, lanes, pool, labels)


def bpmn_bytes(picture: Picture) -> bytes:
    """Return the procedure of a picture as BPMN with the picture's coordinates.

    A flow that the picture cuts into rows is whole in the file. What tools do not show is told by `LeftOut` warnings.
    Raises as `bprkit.procedure.bpmn.write_bpmn`. The picture shows one state.
    """
    procedure = picture.procedures[0]
    drawing = picture.drawings[0]
    with speaking(picture.language):
        if len(picture.drawings) > 1 or drawing.vertical:
            drawing = layout(procedure, theme=picture.theme)
        found = layout_of(drawing, procedure)
        text = bpmn_text(procedure, found)
        for left_out in _undrawn(procedure, found):
            warnings.warn(left_out, LeftOut, stacklevel=4)
    return text.encode("utf-8")


def _undrawn(procedure: Procedure, found: di.Layout) -> Iterator[str]:
    """Yield which sub-processes are drawn folded, so that a tool shows the box, but not what is in it."""
    for node in walk(procedure.nodes):
        if isinstance(node, SubProcess) and node.nodes and node.id in found.shapes:
            name = node.title or node.id
            yield tell(
                en=f"{name}: drawn folded, so BPMN tools show this box without the steps in it (the file has them). For a "
                "drawing with them, use bprkit convert.",
                ja=f"{name}：畳んで描いたため、BPMNツールでは中の工程が表示されません（ファイルには入っています）。"
                "中も表示するには bprkit convert を使ってください。",
            )
