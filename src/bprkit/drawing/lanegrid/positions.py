"""From grid lines to pixels: boxes of shapes, points of routes, and the turning that makes lanes vertical."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from math import sqrt

from bprkit.drawing.geometry import Box, Point
from bprkit.drawing.lanegrid.plan import Place, Plan
from bprkit.drawing.lanegrid.tracks import Piece

Spot = tuple[float, float]


def boxes_of(
    plan: Plan, column: Sequence[int], row: Sequence[int], xs: Sequence[float], ys: Sequence[float]
) -> list[Box]:
    """Return the box of each place, on the axes of time and lanes."""
    return [
        Box(
            xs[2 * column[number] + 1] - place.along / 2,
            ys[2 * row[number] + 1] - place.across / 2,
            place.along,
            place.across,
        )
        for number, place in enumerate(plan.places)
    ]


def points_of(
    plan: Plan,
    pieces: Sequence[Piece],
    boxes: Sequence[Box],
    xs: Sequence[float],
    ys: Sequence[float],
) -> list[Spot]:
    """Return the points of a route, from rim to rim."""

    def at(piece: Piece) -> float:
        return (ys if piece.along else xs)[piece.line] + piece.offset

    link = plan.links[pieces[0].link]
    spots: list[Spot] = []
    first, last = pieces[0], pieces[-1]
    spots.append(
        _rim(plan.places[link.source], boxes[link.source], first.along, at(first), first.end > first.start)
    )
    for one, other in itertools.pairwise(pieces):
        spots.append((at(other), at(one)) if one.along else (at(one), at(other)))
    spots.append(
        _rim(plan.places[link.target], boxes[link.target], last.along, at(last), last.end < last.start)
    )
    return _without_steps(spots)


def _rim(place: Place, box: Box, along: bool, at: float, larger: bool) -> Spot:
    """Return where a line at `at` meets the rim of a shape, on the side of larger or smaller coordinates."""
    middle = box.middle
    half = (box.width if along else box.height) / 2
    off = abs(at - (middle.y if along else middle.x))
    if place.content.kind == "gateway":
        half -= off
    elif place.small:
        half = sqrt(max(0.0, half * half - off * off))
    reach = half if larger else -half
    return (middle.x + reach, at) if along else (at, middle.y + reach)


def _without_steps(spots: list[Spot]) -> list[Spot]:
    """Leave out points that lie on the line between their neighbours."""
    kept = [spots[0]]
    for before, here, after in zip(spots, spots[1:], spots[2:], strict=False):
        level = abs(before[1] - here[1]) < 0.01 and abs(here[1] - after[1]) < 0.01
        upright = abs(before[0] - here[0]) < 0.01 and abs(here[0] - after[0]) < 0.01
        if not (level or upright):
            kept.append(here)
    return [*kept, spots[-1]]


def point(spot: Spot, vertical: bool) -> Point:
    """Return a place in pixels, rounded to hundredths so that files stay small and the same everywhere."""
    x, y = (spot[1], spot[0]) if vertical else spot
    return Point(round(x, 2), round(y, 2))


def turned(box: Box, vertical: bool) -> Box:
    """Return a box in pixels."""
    if vertical:
        return Box(round(box.y, 2), round(box.x, 2), round(box.height, 2), round(box.width, 2))
    return Box(round(box.x, 2), round(box.y, 2), round(box.width, 2), round(box.height, 2))
