"""Where texts beside shapes and routes stand: the first of several places where they touch nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from bprkit.drawing.geometry import Box, Point

_AWAY = 3.0
"""Between a text and the line that it belongs to."""
_FROM_SHAPE = 5.0


class Obstacles:
    """What texts must not touch, as rows of left, top, right, bottom."""

    def __init__(
        self, boxes: Sequence[Box], paths: Sequence[Sequence[Point]], bounds: Box, room: int
    ) -> None:
        import numpy as np

        solid = [(box.x - 1, box.y - 1, box.right + 1, box.bottom + 1) for box in boxes]
        lines = [
            (min(a.x, b.x) - 1.5, min(a.y, b.y) - 1.5, max(a.x, b.x) + 1.5, max(a.y, b.y) + 1.5)
            for path in paths
            for a, b in pairwise(path)
        ]
        heads = [(path[-1].x - 6, path[-1].y - 6, path[-1].x + 6, path[-1].y + 6) for path in paths]
        known = [*solid, *lines, *heads]
        self.rows: Any = np.zeros((len(known) + room, 4))
        if known:
            self.rows[: len(known)] = known
        self.count = len(known)
        self.bounds = bounds

    def touched(self, box: Box) -> int:
        """Return how many things a box touches; leaving the picture counts ten times."""
        rows = self.rows[: self.count]
        hits = (
            (rows[:, 0] < box.right) & (rows[:, 2] > box.x) & (rows[:, 1] < box.bottom) & (rows[:, 3] > box.y)
        )
        inside = (
            box.x >= self.bounds.x
            and box.y >= self.bounds.y
            and box.right <= self.bounds.right
            and box.bottom <= self.bounds.bottom
        )
        return int(hits.sum()) + (0 if inside else 10)

    def add(self, box: Box) -> None:
        """Add a text that has found its place."""
        self.rows[self.count] = (box.x - 1, box.y - 1, box.right + 1, box.bottom + 1)
        self.count += 1


def best(candidates: Iterator[Box], obstacles: Obstacles, borders: Sequence[Box]) -> tuple[Box, bool]:
    """Return the first box that touches nothing, not even the border of a lane; else the best, and that it touches."""
    chosen: tuple[float, bool, Box] | None = None
    for box in candidates:
        hits = obstacles.touched(box)
        on_border = any(box.overlaps(border) for border in borders)
        cost = hits + (0.5 if on_border else 0.0)
        if chosen is None or cost < chosen[0]:
            chosen = (cost, cost > 0, box)
        if not cost:
            break
    assert chosen is not None, "there is at least one candidate"
    obstacles.add(chosen[2])
    return chosen[2], chosen[1]


def beside_route(points: Sequence[Point], width: float, height: float) -> Iterator[Box]:
    """Yield places for a label beside a route, those near its beginning first."""
    for number, (one, other) in enumerate(pairwise(points)):
        shares = (0.0, 0.5, 1.0) if number < 4 else (0.5,)
        for share in shares:
            yield from _beside(one, other, share, width, height)


def _beside(one: Point, other: Point, share: float, width: float, height: float) -> Iterator[Box]:
    if abs(one.y - other.y) < 0.01:
        room = abs(other.x - one.x) - 2 * _FROM_SHAPE - width
        start = _FROM_SHAPE + max(room, 0.0) * share
        x = one.x + start if other.x > one.x else one.x - start - width
        yield Box(x, one.y - _AWAY - height, width, height)
        yield Box(x, one.y + _AWAY, width, height)
    else:
        room = abs(other.y - one.y) - 2 * _FROM_SHAPE - height
        start = _FROM_SHAPE - 1 + max(room, 0.0) * share
        y = one.y + start if other.y > one.y else one.y - start - height
        yield Box(one.x + _AWAY + 1, y, width, height)
        yield Box(one.x - _AWAY - 1 - width, y, width, height)


def beside_shape(box: Box, width: float, height: float) -> Iterator[Box]:
    """Yield places for the text of an event or gateway: below, above, at its sides, in the corners, farther off."""
    x = box.middle.x - width / 2
    y = box.middle.y - height / 2
    for far in (4.0, 16.0, 30.0):
        yield Box(x, box.bottom + far, width, height)
        yield Box(x, box.y - far - height, width, height)
        yield Box(box.right + far, y, width, height)
        yield Box(box.x - far - width, y, width, height)
        yield Box(box.middle.x + 8, box.bottom + far - 2, width, height)
        yield Box(box.middle.x + 8, box.y - far + 2 - height, width, height)
        yield Box(box.middle.x - 8 - width, box.bottom + far - 2, width, height)
        yield Box(box.middle.x - 8 - width, box.y - far + 2 - height, width, height)
