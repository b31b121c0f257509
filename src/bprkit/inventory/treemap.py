"""Rectangles whose areas are as the numbers: a squarified treemap.

The rule is that of Bruls, Huizing and van Wijk, "Squarified Treemaps" (2000): fill the shorter side with a row as long as
that makes its worst rectangle squarer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum


@dataclass(frozen=True)
class Box:
    """A rectangle: its left and upper edge, its width and height."""

    x: float
    y: float
    width: float
    height: float

    def inset(self, by: float) -> Box:
        """Return the rectangle without an edge of this width."""
        return Box(self.x + by, self.y + by, max(self.width - 2 * by, 0.0), max(self.height - 2 * by, 0.0))


def squarified(values: Sequence[float], room: Box) -> list[Box]:
    """Return a box for each value, in their order; values are above 0 and best fall.

    >>> squarified([3, 1], Box(0, 0, 40, 10))
    [Box(x=0.0, y=0.0, width=30.0, height=10.0), Box(x=30.0, y=0.0, width=10.0, height=10.0)]
    """
    total = fsum(values)
    if not total:
        return []
    areas = [value * room.width * room.height / total for value in values]
    boxes: list[Box] = []
    left = Box(float(room.x), float(room.y), float(room.width), float(room.height))
    while areas:
        side = min(left.width, left.height)
        taken = 1
        while taken < len(areas) and _worst(areas[: taken + 1], side) <= _worst(areas[:taken], side):
            taken += 1
        row, areas = areas[:taken], areas[taken:]
        placed, left = _placed(row, left)
        boxes += placed
    return boxes


def _worst(row: Sequence[float], side: float) -> float:
    total = fsum(row)
    if not side or not total:
        return float("inf")
    return max(side * side * max(row) / total**2, total**2 / (side * side * min(row)))


def _placed(row: Sequence[float], room: Box) -> tuple[list[Box], Box]:
    total = fsum(row)
    if room.width >= room.height:
        across = total / room.height if room.height else 0.0
        y, boxes = room.y, []
        for area in row:
            height = area / across if across else 0.0
            boxes.append(Box(room.x, y, across, height))
            y += height
        return boxes, Box(room.x + across, room.y, max(room.width - across, 0.0), room.height)
    down = total / room.width if room.width else 0.0
    x, boxes = room.x, []
    for area in row:
        width = area / down if down else 0.0
        boxes.append(Box(x, room.y, width, down))
        x += width
    return boxes, Box(room.x, room.y + down, room.width, max(room.height - down, 0.0))
