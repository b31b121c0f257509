"""Ways as straight or bent connectors with exactly our bends, glued at both ends; longer ones as lines.

A bent connector of PowerPoint begins horizontally at the upper left corner of its box and ends at the lower right one; others
are made of it by turning and flipping. What lies between is told by adjustments in 1/100,000 of the box.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bprkit.drawing.geometry import Box, Point, Route
from bprkit.drawing.pptx.pieces import Stroke, outline, preset, shape
from bprkit.drawing.pptx.ports import Ports
from bprkit.drawing.pptx.xml import POINT, Frame, Page, Piece, line, tag
from bprkit.drawing.theme import Theme

MOST_SEGMENTS = 5
_DASH = "7 4"
_QUARTER = 5_400_000


@dataclass(frozen=True)
class Bends:
    """A connector's shape: its box before it is turned and flipped, and its adjustments."""

    kind: str
    frame: Frame
    turned: bool = False
    flip_across: bool = False
    flip_down: bool = False
    adjustments: tuple[int, ...] = ()


def connector(
    page: Page, route: Route, ids: Mapping[str, int], ports: Mapping[str, Ports], theme: Theme, name: str
) -> Piece:
    """Return a way; ids: of the shapes by those of the nodes."""
    colour = theme.rework if route.rework else theme.line
    look = line(
        colour,
        2.6 if route.mandatory else 1.6,
        page,
        dash=_DASH if route.rework else "",
        arrow=True,
        square=True,
    )
    points = straightened(route.points)
    if len(points) - 1 > MOST_SEGMENTS:
        return _freeform(page, points, name, look, route.title)
    bends = bends_of([page.point(point) for point in points])
    id, frame = next(page.ids), bends.frame
    ends = tuple(
        tag(f"a:{end}Cxn", id=ids[node], idx=ports[node].index(point))
        for end, node, point in (("st", route.source, points[0]), ("end", route.target, points[-1]))
    )
    place = tag(
        "a:xfrm",
        tag("a:off", x=frame.x, y=frame.y),
        tag("a:ext", cx=frame.width, cy=frame.height),
        rot=_QUARTER if bends.turned else None,
        flipH=1 if bends.flip_across else None,
        flipV=1 if bends.flip_down else None,
    )
    guides = {f"adj{number}": value for number, value in enumerate(bends.adjustments, 1)}
    xml = tag(
        "p:cxnSp",
        tag(
            "p:nvCxnSpPr",
            tag("p:cNvPr", id=id, name=name, descr=route.title or None),
            tag("p:cNvCxnSpPr", *ends),
            tag("p:nvPr"),
        ),
        tag("p:spPr", place, preset(bends.kind, **guides), look),
    )
    return Piece(xml, id, frame)


def bends_of(points: Sequence[tuple[int, int]]) -> Bends:
    """Return the connector that runs through two to six points at right angles.

    >>> bends_of([(0, 0), (50_000, 0), (50_000, 80_000), (200_000, 80_000)]).adjustments
    (25000,)
    """
    (x0, y0), (x1, y1) = points[0], points[-1]
    across, down = x1 - x0, y1 - y0
    segments = len(points) - 1
    if segments == 1:
        frame = Frame(min(x0, x1), min(y0, y1), abs(across), abs(down))
        return Bends("straightConnector1", frame, False, across < 0, down < 0)
    turned = abs(points[1][0] - x0) < abs(points[1][1] - y0)
    along, aside = (down, across) if turned else (across, down)
    if segments >= 3:
        along = _not_flat(along)
    if segments >= 4:
        aside = _not_flat(aside)
    middle = ((x0 + x1) / 2, (y0 + y1) / 2)
    ahead, over = (1, 0) if turned else (0, 1)
    adjustments = []
    for number, point in enumerate(points[1 : segments - 1]):
        axis, length = (ahead, along) if number % 2 == 0 else (over, aside)
        start = middle[axis] - length / 2
        adjustments.append(round((point[axis] - start) / length * 100_000))
    width, height = abs(along), abs(aside)
    frame = Frame(round(middle[0] - width / 2), round(middle[1] - height / 2), width, height)
    flip_down = aside > 0 if turned else aside < 0
    return Bends(f"bentConnector{segments}", frame, turned, along < 0, flip_down, tuple(adjustments))


def _not_flat(length: int) -> int:
    """Return a length of a point at least, as PowerPoint does: a box without extent would have no bends."""
    if abs(length) >= POINT:
        return length
    return -POINT if length < 0 else POINT


def straightened(points: Sequence[Point]) -> list[Point]:
    """Return a way without points that are no corners."""
    kept: list[Point] = []
    for point in points:
        if kept and abs(kept[-1].x - point.x) < 0.01 and abs(kept[-1].y - point.y) < 0.01:
            continue
        if len(kept) > 1 and _in_line(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept if len(kept) > 1 else [points[0], points[-1]]


def _in_line(one: Point, two: Point, three: Point) -> bool:
    return (abs(one.x - two.x) < 0.01 and abs(two.x - three.x) < 0.01) or (
        abs(one.y - two.y) < 0.01 and abs(two.y - three.y) < 0.01
    )


def _freeform(page: Page, points: Sequence[Point], name: str, look: str, told: str) -> Piece:
    left, top = min(point.x for point in points), min(point.y for point in points)
    width = max(point.x for point in points) - left or 0.1
    height = max(point.y for point in points) - top or 0.1
    d = "M " + " L ".join(f"{point.x - left} {point.y - top}" for point in points)
    geometry = outline((Stroke(d, filled=False),), width, height)
    return shape(page, Box(left, top, width, height), name, geometry=geometry, outlined=look, told=told)
