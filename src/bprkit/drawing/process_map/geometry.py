"""Where everything in a process map stands, in pixels: pure data that the painter paints and `measure_map` measures."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from bprkit.drawing.geometry import Box, Point

Curve = tuple[Point, Point, Point, Point]
"""A cubic Bézier curve: where it begins, two points that pull it, where it ends."""
_STEPS = 16


@dataclass(frozen=True)
class Words:
    """Lines of text in a box, beside or on a line."""

    box: Box
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Node:
    """An activity; lines: its name, under: what stands below it; loop: what is said of its being done again at once."""

    number: int
    box: Box
    lines: tuple[str, ...]
    under: tuple[str, ...]
    loop: Words | None = None


@dataclass(frozen=True)
class Line:
    """A way from one place to another: curves up to its label and on from there; tip: where its arrow points."""

    ends: tuple[int, int]
    curves: tuple[Curve, ...]
    tip: Point
    label: Words
    back: bool = False
    main: bool = False

    def points(self) -> Iterator[tuple[Point, Point]]:
        """Yield the line in short straight pieces, its arrow too."""
        for curve in self.curves:
            places = [on_curve(curve, step / _STEPS) for step in range(_STEPS + 1)]
            yield from itertools.pairwise(places)
        yield self.curves[-1][3], self.tip


@dataclass(frozen=True)
class MapLayout:
    """A map laid out; start and end are the marks where cases begin and end."""

    width: float
    height: float
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    start: Box
    end: Box


def on_curve(curve: Curve, part: float) -> Point:
    """Return the place on a curve at a part from 0 to 1.

    >>> on_curve((Point(0, 0), Point(0, 0), Point(8, 0), Point(8, 0)), 0.5)
    Point(x=4.0, y=0.0)
    """
    rest = 1 - part
    weights = (rest**3, 3 * rest**2 * part, 3 * rest * part**2, part**3)
    return Point(
        sum(weight * point.x for weight, point in zip(weights, curve, strict=True)),
        sum(weight * point.y for weight, point in zip(weights, curve, strict=True)),
    )
