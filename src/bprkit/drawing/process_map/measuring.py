"""What is wrong with a map, counted: labels that touch something, lines through boxes, a main path that is not straight."""

from __future__ import annotations

import math
from dataclasses import dataclass

from bprkit.drawing.geometry import Box, Point
from bprkit.drawing.process_map.geometry import Line, MapLayout
from bprkit.drawing.process_map.sizes import LABEL, NAME
from bprkit.drawing.text import width

_SHRUNK = 1.5
"""Lines may come as near as this, in pixels, to the box of a label (which is wider than its text)."""


@dataclass(frozen=True)
class MapMeasures:
    """Faults of a map; all are 0 in a good one, `widest_bend` (of the main path, in pixels across it) is small."""

    labels_on_lines: int
    labels_on_boxes: int
    labels_on_labels: int
    lines_through_boxes: int
    boxes_on_boxes: int
    overflowing_texts: int
    widest_bend: float


def measure_map(layout: MapLayout) -> MapMeasures:
    """Return what is wrong with a map."""
    labels = [line.label.box for line in layout.lines]
    boxes = [*(node.box for node in layout.nodes), layout.start, layout.end]
    inner = [_shrunk(box, _SHRUNK) for box in labels]
    pieces = [list(line.points()) for line in layout.lines]
    return MapMeasures(
        labels_on_lines=sum(any(_cuts(box, *piece) for line in pieces for piece in line) for box in inner),
        labels_on_boxes=sum(any(box.overlaps(other) for other in boxes) for box in inner),
        labels_on_labels=sum(one.overlaps(other) for at, one in enumerate(inner) for other in inner[:at]),
        lines_through_boxes=_through(layout, pieces),
        boxes_on_boxes=sum(one.overlaps(other) for at, one in enumerate(boxes) for other in boxes[:at]),
        overflowing_texts=_overflowing(layout),
        widest_bend=max((_bend(line) for line in layout.lines if line.main), default=0.0),
    )


def _shrunk(box: Box, by: float) -> Box:
    return Box(box.x + by, box.y + by, box.width - 2 * by, box.height - 2 * by)


def _through(layout: MapLayout, pieces: list[list[tuple[Point, Point]]]) -> int:
    """Count lines that cross a box, or one of the round marks of start and end."""
    boxes = [_shrunk(node.box, 2) for node in layout.nodes]
    marks = (layout.start, layout.end)
    crossed = sum(any(_cuts(box, *piece) for piece in line) for line in pieces for box in boxes)
    return crossed + sum(
        any(_distance(mark.middle, *piece) < mark.width / 2 - 2 for piece in line)
        for line in pieces
        for mark in marks
    )


def _distance(place: Point, one: Point, other: Point) -> float:
    """Return how far a place is from a straight piece."""
    across, down = other.x - one.x, other.y - one.y
    length = across**2 + down**2
    part = ((place.x - one.x) * across + (place.y - one.y) * down) / length if length else 0.0
    part = min(max(part, 0.0), 1.0)
    return math.hypot(one.x + part * across - place.x, one.y + part * down - place.y)


def _overflowing(layout: MapLayout) -> int:
    in_boxes = sum(
        width(line, NAME, bold=True) > node.box.width for node in layout.nodes for line in node.lines
    )
    in_boxes += sum(node.loop is not None and not _within(node.loop.box, node.box) for node in layout.nodes)
    return in_boxes + sum(
        width(text, LABEL) > line.label.box.width for line in layout.lines for text in line.label.lines
    )


def _within(inner: Box, outer: Box) -> bool:
    return (
        outer.x <= inner.x
        and inner.right <= outer.right
        and outer.y <= inner.y
        and inner.bottom <= outer.bottom
    )


def _bend(line: Line) -> float:
    places = [place for piece in line.points() for place in piece]
    across = [place.y for place in places], [place.x for place in places]
    return min(max(values) - min(values) for values in across)


def _cuts(box: Box, one: Point, other: Point) -> bool:
    """Tell whether a straight piece crosses a box (Liang and Barsky's clipping)."""
    begin, finish = 0.0, 1.0
    for step, low, high in (
        (other.x - one.x, box.x - one.x, box.right - one.x),
        (other.y - one.y, box.y - one.y, box.bottom - one.y),
    ):
        if step == 0:
            if low > 0 or high < 0:
                return False
            continue
        near, far = sorted((low / step, high / step))
        begin, finish = max(begin, near), min(finish, far)
        if begin > finish:
            return False
    return True
