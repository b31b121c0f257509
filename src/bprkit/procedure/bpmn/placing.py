"""A plain drawing: columns by the longest way from the start, rows by lanes. It opens everywhere; beauty comes later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from bprkit.procedure.bpmn.columns import columns_of
from bprkit.procedure.bpmn.layout import Bounds, Layout, Point
from bprkit.procedure.bpmn.names import keyed_flows
from bprkit.procedure.bpmn.writing_lanes import Tree, lane_tree
from bprkit.procedure.model import Flow, Gateway, Node, Procedure, SubProcess, Task

_GAP_X, _GAP_Y = 60.0, 40.0
_SKIPPED = 150.0  # a line that long passes other boxes
_HEADER = 30.0
_TASK, _GATEWAY, _EVENT = (100.0, 80.0), (50.0, 50.0), (36.0, 36.0)
Cells = Mapping[tuple[str | None, int], list[Node]]


@dataclass
class _Drawing:
    """Boxes as they are placed."""

    shapes: dict[str, Bounds] = field(default_factory=dict)
    lanes: dict[str, Bounds] = field(default_factory=dict)


def place(procedure: Procedure, left: float = 160, top: float = 80) -> Layout:
    """Return where everything is drawn, in pixels: a box for each node, corners for each flow, lanes and a pool.

    >>> from bprkit.procedure.model import End, Start
    >>> one = Procedure(id="p", nodes=(Start(id="a"), End(id="b")), flows=(Flow(source="a", target="b"),))
    >>> layout = place(one)
    >>> layout.shapes["a"].x < layout.shapes["b"].x, layout.edges["a→b"]
    (True, (Point(x=256.0, y=160.0), Point(x=316.0, y=160.0)))
    """
    drawing = _Drawing()
    tree = lane_tree(procedure)
    known = set(procedure.role_of)
    cells = _cells(procedure.nodes, procedure.flows, known)
    depth = _depth(tree)
    inner = left + _HEADER * (depth + 1)
    starts, right = _column_starts(cells, inner + _GAP_X / 2)
    bottom = _place_lanes(tree, None, cells, starts, drawing, left + _HEADER, top, right)
    bottom = _place_band(None, cells, starts, drawing, bottom, always=not procedure.roles)
    _place_boundaries(procedure.nodes, drawing)
    pool = Bounds(left, top, right - left, bottom - top) if procedure.roles else None
    return Layout(drawing.shapes, _edges(procedure, drawing.shapes), drawing.lanes, pool)


def _depth(tree: Tree, parent: str | None = None) -> int:
    return max((1 + _depth(tree, role.id) for role in tree.get(parent, ())), default=0)


def host_of(node: Node) -> str | None:
    """Return the node on whose border a boundary event sits."""
    if node.foreign is None or node.foreign.tag != "boundaryEvent":
        return None
    return node.foreign.attributes.get("attachedToRef")


def _cells(nodes: tuple[Node, ...], flows: tuple[Flow, ...], roles: set[str]) -> Cells:
    """Return the nodes by lane (None: in none) and column."""
    ids = {node.id for node in nodes}
    hosts = {node.id: host for node in nodes if (host := host_of(node)) in ids and host is not None}
    ways = [(hosts.get(flow.source, flow.source), flow.target) for flow in flows]
    columns = columns_of([node.id for node in nodes if node.id not in hosts], ways)
    cells: dict[tuple[str | None, int], list[Node]] = defaultdict(list)
    for node in nodes:
        if node.id in columns:
            lane = node.role if node.role in roles else None
            cells[lane, columns[node.id]].append(node)
    return cells


def _column_starts(cells: Cells, left: float) -> tuple[Mapping[int, tuple[float, float]], float]:
    """Return where each column begins and how wide it is, and where the last ends."""
    widths: dict[int, float] = defaultdict(float)
    for (_, column), nodes in cells.items():
        widths[column] = max(widths[column], *(size_of(node)[0] for node in nodes))
    starts = {}
    for column in sorted(widths):
        starts[column] = (left, widths[column])
        left += widths[column] + _GAP_X
    return starts, max(left, 600.0)


def size_of(node: Node) -> tuple[float, float]:
    """Return width and height of a node's box."""
    if isinstance(node, Task):
        return _TASK
    if isinstance(node, Gateway):
        return _GATEWAY
    if not isinstance(node, SubProcess):
        return _EVENT
    inside = _inside(node)
    return (
        max((box.x + box.width for box in inside.values()), default=_TASK[0] - _GAP_X / 2) + _GAP_X / 2,
        max((box.y + box.height for box in inside.values()), default=_TASK[1] - _GAP_Y) + _GAP_Y,
    )


def _inside(node: SubProcess) -> dict[str, Bounds]:
    """Return the boxes in a sub-process from its left upper corner on."""
    drawing = _Drawing()
    cells = _cells(node.nodes, node.flows, set())
    starts, _ = _column_starts(cells, _GAP_X / 2)
    _place_band(None, cells, starts, drawing, 0.0, always=False)
    _place_boundaries(node.nodes, drawing)
    return drawing.shapes


def _place_lanes(
    tree: Tree,
    parent: str | None,
    cells: Cells,
    starts: Mapping[int, tuple[float, float]],
    drawing: _Drawing,
    left: float,
    top: float,
    right: float,
) -> float:
    """Place the lanes that are part of `parent` below each other; return where the last ends."""
    for role in tree.get(parent, ()):
        bottom = _place_band(role.id, cells, starts, drawing, top, always=not tree.get(role.id))
        bottom = _place_lanes(tree, role.id, cells, starts, drawing, left + _HEADER, bottom, right)
        drawing.lanes[role.id] = Bounds(left, top, right - left, bottom - top)
        top = bottom
    return top


def _place_band(
    lane: str | None,
    cells: Cells,
    starts: Mapping[int, tuple[float, float]],
    drawing: _Drawing,
    top: float,
    always: bool,
) -> float:
    """Place the nodes of one lane, those of one column below each other; return where the lane ends."""
    here = [(column, cells[lane, column]) for column in starts if (lane, column) in cells]
    if not here and not always:
        return top
    heights: dict[int, float] = defaultdict(lambda: _TASK[1])
    for _, nodes in here:
        for row, node in enumerate(nodes):
            heights[row] = max(heights[row], size_of(node)[1])
    for column, nodes in here:
        left, width = starts[column]
        middle = top + _GAP_Y / 2
        for row, node in enumerate(nodes):
            size = size_of(node)
            box = Bounds(
                left + (width - size[0]) / 2, middle + (heights[row] - size[1]) / 2 + _GAP_Y / 2, *size
            )
            _put(node, box, drawing)
            middle += heights[row] + _GAP_Y
    rows = max((len(nodes) for _, nodes in here), default=1)
    return top + _GAP_Y + sum(heights[row] + _GAP_Y for row in range(rows))


def _put(node: Node, box: Bounds, drawing: _Drawing) -> None:
    drawing.shapes[node.id] = box
    if isinstance(node, SubProcess):
        for id_, inner in _inside(node).items():
            drawing.shapes[id_] = Bounds(box.x + inner.x, box.y + inner.y, inner.width, inner.height)


def _place_boundaries(nodes: tuple[Node, ...], drawing: _Drawing) -> None:
    """Put boundary events side by side on the lower border of what they belong to."""
    seen: dict[str, int] = defaultdict(int)
    for node in nodes:
        host = host_of(node)
        if host is None or host not in drawing.shapes or node.id in drawing.shapes:
            continue
        around, (width, height) = drawing.shapes[host], size_of(node)
        x = around.x + 10 + seen[host] * (width + 4)
        drawing.shapes[node.id] = Bounds(x, around.y + around.height - height / 2, width, height)
        seen[host] += 1


def _edges(procedure: Procedure, shapes: Mapping[str, Bounds]) -> dict[str, tuple[Point, ...]]:
    return {
        key: corners(shapes[flow.source], shapes[flow.target])
        for key, flow in keyed_flows(procedure)
        if flow.source in shapes and flow.target in shapes
    }


def corners(source: Bounds, target: Bounds) -> tuple[Point, ...]:
    """Return a way between two boxes: straight on, or bent once before the target, or underneath."""
    out, into = Point(source.x + source.width, source.center.y), Point(target.x, target.center.y)
    if into.x >= out.x + _GAP_X / 4:
        if out.y == into.y and into.x - out.x > _SKIPPED:
            below = max(source.y + source.height, target.y + target.height, out.y + _TASK[1] / 2) + _GAP_Y / 4
            return _underneath(source, target, below)
        if out.y == into.y:
            return out, into
        bend = into.x - _GAP_X / 4
        return out, Point(bend, out.y), Point(bend, into.y), into
    return _underneath(source, target, max(source.y + source.height, target.y + target.height) + _GAP_Y / 2)


def _underneath(source: Bounds, target: Bounds, below: float) -> tuple[Point, ...]:
    leave, arrive = source.center.x, target.center.x
    if source == target:
        leave += source.width / 4
    return (
        Point(leave, source.y + source.height),
        Point(leave, below),
        Point(arrive, below),
        Point(arrive, target.y + target.height),
    )
