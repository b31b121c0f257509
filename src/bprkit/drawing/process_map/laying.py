"""The map as DOT with sizes of our own, and Graphviz's answer as a `MapLayout`.

Each label is a node on its way: Graphviz leads no line over it, and its own line stops before it and goes on behind it.
Ways that go back are given to Graphviz turned round, so that it need not guess what goes back.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from bprkit.drawing.figures import Clock
from bprkit.drawing.geometry import Box, Point
from bprkit.drawing.process_map.detail import Shown
from bprkit.drawing.process_map.geometry import Curve, Line, MapLayout, Node, Words
from bprkit.drawing.process_map.order import going_back, main_path
from bprkit.drawing.process_map.rendering import Renderer, laid_out
from bprkit.drawing.process_map.sizes import LOOP, MARK, Cell, Tag, cell, loop_width, tag
from bprkit.drawing.process_map.tables import END, START, Tables, Way

_INCH = 72.0
_ARROW = 10.0
_MARGIN = 4.0


def lay_out(
    tables: Tables,
    shown: Shown,
    clock: Clock,
    *,
    vertical: bool = False,
    renderers: tuple[Renderer, ...] | None = None,
) -> MapLayout:
    """Return where everything stands, in the order of time from left to right, or downwards if vertical."""
    ways = [way for way in shown.ways if way.source != way.target]
    main = main_path(ways)
    back = going_back(ways, main)
    cells = {number: cell(number, tables, shown, clock) for number in shown.activities}
    tags = {way.ends: tag(way, clock) for way in ways}
    on_main = frozenset(itertools.pairwise(main))
    dot = to_dot(ways, cells, tags, back, on_main, vertical)
    return _read(laid_out(dot, renderers), cells, tags, back, on_main)


def to_dot(
    ways: Sequence[Way],
    cells: Mapping[int, Cell],
    tags: Mapping[tuple[int, int], Tag],
    back: frozenset[tuple[int, int]],
    main: frozenset[tuple[int, int]],
    vertical: bool,
) -> str:
    """Return the graph as DOT; names and texts are left out, only sizes matter."""
    import graphviz

    graph = graphviz.Digraph("map")
    graph.attr(
        rankdir="TB" if vertical else "LR",
        splines="true",
        nodesep="0.16",
        ranksep="0.24",
        pad="0",
        nslimit="20",
        nslimit1="20",
    )
    graph.attr("node", shape="box", fixedsize="true", label="", margin="0")
    graph.attr("edge", arrowsize=str(_ARROW / 10), headclip="true", tailclip="true")
    on_path = {end for step in main for end in step}
    for number, room in cells.items():
        graph.node(
            _name(number),
            **_size(room.width, room.height),
            **({"group": "main"} if number in on_path else {}),
        )
    for mark in (START, END):
        graph.node(_name(mark), shape="circle", **_size(MARK, MARK), group="main")
    largest = max((way.count for way in ways), default=1)
    before, behind = ("n", "s") if vertical else ("w", "e")
    for number, way in enumerate(ways):
        size = tags[way.ends]
        middle = f"t{number}"
        straight = way.ends in main
        graph.node(middle, **_size(size.width, size.height), **({"group": "main"} if straight else {}))
        weight = str(1000 if straight else 1 + round(20 * way.count / largest))
        one, other = (way.target, way.source) if way.ends in back else way.ends
        arrow_first, arrow_last = ("back", "none") if way.ends in back else ("none", "forward")
        graph.edge(
            _name(one),
            middle,
            id=f"{number}:0",
            headport=before,
            dir=arrow_first,
            weight=weight,
        )
        graph.edge(
            middle,
            _name(other),
            id=f"{number}:1",
            tailport=behind,
            dir=arrow_last,
            weight=weight,
        )
    return str(graph.source)


def _name(number: int) -> str:
    return {START: "start", END: "end"}.get(number, f"a{number}")


def _size(width: float, height: float) -> dict[str, str]:
    return {"width": f"{width / _INCH:.4f}", "height": f"{height / _INCH:.4f}"}


def _read(
    answer: Mapping[str, Any],
    cells: Mapping[int, Cell],
    tags: Mapping[tuple[int, int], Tag],
    back: frozenset[tuple[int, int]],
    main: frozenset[tuple[int, int]],
) -> MapLayout:
    left, low, right, high = (float(part) for part in answer["bb"].split(","))

    def point(text: str) -> Point:
        x, y = text.split(",")[-2:]
        return Point(round(float(x) - left + _MARGIN, 2), round(high - float(y) + _MARGIN, 2))

    centres = {each["name"]: point(each["pos"]) for each in answer["objects"]}
    nodes = tuple(_node(room, centres[_name(number)]) for number, room in cells.items())
    halves = {each["id"]: _half(each["pos"], point) for each in answer.get("edges", ())}
    lines = []
    for number, (ends, size) in enumerate(tags.items()):
        (first, first_tip), (last, last_tip) = halves[f"{number}:0"], halves[f"{number}:1"]
        label = Words(_around(centres[f"t{number}"], size.width, size.height), size.lines)
        if ends in back:
            curves, tip = (*_turned(last), *_turned(first)), first_tip
        else:
            curves, tip = (*first, *last), last_tip
        lines.append(Line(ends, curves, tip or curves[-1][3], label, ends in back, ends in main))
    start, end = (_around(centres[_name(mark)], MARK, MARK) for mark in (START, END))
    return MapLayout(
        round(right - left + 2 * _MARGIN, 2),
        round(high - low + 2 * _MARGIN, 2),
        nodes,
        tuple(lines),
        start,
        end,
    )


def _node(room: Cell, centre: Point) -> Node:
    box = _around(centre, room.width, room.height)
    loop = None
    if room.loop:
        wide = loop_width(room.loop[0])
        at = box.bottom - 6 - LOOP
        loop = Words(Box(round(centre.x - wide / 2, 2), round(at, 2), round(wide, 2), LOOP), room.loop)
    return Node(room.number, box, room.lines, room.under, loop)


def _around(centre: Point, width: float, height: float) -> Box:
    return Box(round(centre.x - width / 2, 2), round(centre.y - height / 2, 2), width, height)


def _half(text: str, point: Any) -> tuple[tuple[Curve, ...], Point | None]:
    """Return half a way as curves, and the tip of its arrow where it has one."""
    tip, places = None, []
    for part in text.split():
        if part[0] in "es":
            tip = point(part)
        else:
            places.append(point(part))
    curves = tuple(
        (places[at], places[at + 1], places[at + 2], places[at + 3]) for at in range(0, len(places) - 3, 3)
    )
    return curves, tip


def _turned(curves: tuple[Curve, ...]) -> tuple[Curve, ...]:
    return tuple((d, c, b, a) for a, b, c, d in reversed(curves))
