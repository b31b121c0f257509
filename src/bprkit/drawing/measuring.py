"""What is wrong with a drawing, in numbers: `measure(drawing)` is what tests and benchmarks call.

Only the geometry is looked at, as a reader would: nothing is believed that the layout says of itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from bprkit.drawing.geometry import Box, Drawing, Label, Shape
from bprkit.drawing.text import width

_TOUCH = 0.5


@dataclass(frozen=True)
class Measures:
    """Faults and virtues of a drawing.

    through: routes that run through a shape, or over its words. overlaps: pairs of routes that lie on each other for
    more than a pixel. crossings: pairs of pieces of different routes that cross. bends: corners of all routes. labels:
    pairs of a text beside a shape or route and something that it touches (shape, route, text, rim). overflow: texts
    that are wider or taller than what holds them. shapes: pairs of shapes that overlap. borders: texts that lie on the
    border of two lanes. length: of all routes, in pixels.
    """

    through: int
    overlaps: int
    crossings: int
    bends: int
    labels: int
    overflow: int
    shapes: int
    borders: int
    length: float

    @property
    def faults(self) -> int:
        """All that must not be: everything but crossings, bends and texts on borders."""
        return self.through + self.overlaps + self.labels + self.overflow + self.shapes


def measure(drawing: Drawing) -> Measures:
    """Return the measures of a drawing.

    >>> from bprkit.drawing.geometry import Drawing
    >>> measure(Drawing(100, 100, False, "", (), (), ())).faults
    0
    """
    import numpy as np

    rows = [
        (a.x, a.y, b.x, b.y, number)
        for number, route in enumerate(drawing.routes)
        for a, b in pairwise(route.points)
    ]
    lines = np.array(rows, dtype=float).reshape(-1, 5)
    overlaps, crossings = _pairs(lines)
    return Measures(
        through=_through(drawing, lines),
        overlaps=overlaps,
        crossings=crossings,
        bends=sum(max(0, len(route.points) - 2) for route in drawing.routes),
        labels=_labels(drawing, lines),
        overflow=sum(1 for _ in _overflowing(drawing)),
        shapes=_shapes(drawing),
        borders=_on_borders(drawing),
        length=float(np.abs(lines[:, 2] - lines[:, 0]).sum() + np.abs(lines[:, 3] - lines[:, 1]).sum()),
    )


def _pairs(lines: Any) -> tuple[int, int]:
    """Return overlapping pairs of routes and crossing pairs of pieces."""
    import numpy as np

    if not len(lines):
        return 0, 0
    left, right = np.minimum(lines[:, 0], lines[:, 2]), np.maximum(lines[:, 0], lines[:, 2])
    top, bottom = np.minimum(lines[:, 1], lines[:, 3]), np.maximum(lines[:, 1], lines[:, 3])
    route = lines[:, 4]
    flat = np.abs(lines[:, 1] - lines[:, 3]) < 0.01
    other_route = route[:, None] != route[None, :]
    together = (
        other_route
        & np.triu(np.ones((len(lines), len(lines)), dtype=bool), 1)
        & (flat[:, None] == flat[None, :])
        & np.where(
            flat[:, None],
            (np.abs(top[:, None] - top[None, :]) < 1)
            & (np.minimum(right[:, None], right[None, :]) - np.maximum(left[:, None], left[None, :]) > 1),
            (np.abs(left[:, None] - left[None, :]) < 1)
            & (np.minimum(bottom[:, None], bottom[None, :]) - np.maximum(top[:, None], top[None, :]) > 1),
        )
    )
    overlapping = {
        (int(min(route[a], route[b])), int(max(route[a], route[b]))) for a, b in np.argwhere(together)
    }
    level, upright = np.flatnonzero(flat), np.flatnonzero(~flat)
    cross = (
        (route[level][:, None] != route[upright][None, :])
        & (left[level][:, None] < left[upright][None, :] - 0.01)
        & (right[level][:, None] > left[upright][None, :] + 0.01)
        & (top[upright][None, :] < top[level][:, None] - 0.01)
        & (bottom[upright][None, :] > top[level][:, None] + 0.01)
    )
    return len(overlapping), int(cross.sum())


def _through(drawing: Drawing, lines: Any) -> int:
    """Count routes whose pieces reach into the inside of a shape or lie on a badge at its rim."""
    import numpy as np

    if not len(lines) or not drawing.shapes:
        return 0
    boxes = [_core(shape) for shape in drawing.shapes]
    boxes += [badge.box for shape in drawing.shapes for badge in shape.badges if badge.kind == "change"]
    held = np.array([(box.x, box.y, box.right, box.bottom) for box in boxes])
    hit = _hits(lines, held, -1.0)
    return len({int(route) for route in lines[hit.any(axis=1), 4]})


def _core(shape: Shape) -> Box:
    """Return what no route may enter: all of a box, the inner square of a circle or diamond."""
    if shape.kind in ("task", "subprocess"):
        return shape.box
    inset = shape.box.width * (0.26 if shape.kind == "gateway" else 0.15)
    box = shape.box
    return Box(box.x + inset, box.y + inset, box.width - 2 * inset, box.height - 2 * inset)


def _hits(lines: Any, boxes: Any, by: float) -> Any:
    """Return which pieces (rows) reach into which boxes (columns) grown by so much."""
    import numpy as np

    left, right = np.minimum(lines[:, 0], lines[:, 2]), np.maximum(lines[:, 0], lines[:, 2])
    top, bottom = np.minimum(lines[:, 1], lines[:, 3]), np.maximum(lines[:, 1], lines[:, 3])
    return (
        (left[:, None] < boxes[None, :, 2] + by)
        & (right[:, None] > boxes[None, :, 0] - by)
        & (top[:, None] < boxes[None, :, 3] + by)
        & (bottom[:, None] > boxes[None, :, 1] - by)
    )


def _labels(drawing: Drawing, lines: Any) -> int:
    import numpy as np

    labels = [label.box for label in (*drawing.captions, *drawing.route_labels)]
    if not labels:
        return 0
    texts = np.array([(box.x, box.y, box.right, box.bottom) for box in labels])
    solid = [shape.box for shape in drawing.shapes]
    solid += [badge.box for shape in drawing.shapes for badge in shape.badges if badge.kind == "change"]
    count = int(_hits(lines, texts, 0.0).sum()) if len(lines) else 0
    if solid:
        count += int(
            _overlap(texts, np.array([(box.x, box.y, box.right, box.bottom) for box in solid])).sum()
        )
    count += int(np.triu(_overlap(texts, texts), 1).sum())
    whole = Box(-0.5, -0.5, drawing.width + 1, drawing.height + 1)
    count += sum(not _inside(box, whole) for box in labels)
    heads = [lane.header for lane in drawing.lanes if lane.lines]
    return count + sum(box.overlaps(head) for box in labels for head in heads)


def _overlap(one: Any, other: Any) -> Any:
    return (
        (one[:, None, 0] < other[None, :, 2] - 0.01)
        & (one[:, None, 2] > other[None, :, 0] + 0.01)
        & (one[:, None, 1] < other[None, :, 3] - 0.01)
        & (one[:, None, 3] > other[None, :, 1] + 0.01)
    )


def _inside(box: Box, whole: Box) -> bool:
    return (
        box.x >= whole.x - _TOUCH
        and box.y >= whole.y - _TOUCH
        and box.right <= whole.right + _TOUCH
        and box.bottom <= whole.bottom + _TOUCH
    )


def _overflowing(drawing: Drawing) -> Iterator[str]:
    """Yield what is wider or taller than what holds it."""
    from bprkit.drawing.theme import LIGHT

    for shape in drawing.shapes:
        if shape.text is not None:
            widest = max((width(line, LIGHT.text) for line in shape.lines), default=0.0)
            if widest > shape.text.width + _TOUCH or not _inside(shape.text, shape.box):
                yield shape.id
        yield from (
            shape.id
            for badge in shape.badges
            if badge.kind != "change"
            and (
                (shape.kind in ("task", "subprocess") and not _inside(badge.box, shape.box))
                or _too_wide(badge.lines, badge.size, badge.box)
            )
        )
    labels: list[Label] = [*drawing.captions, *drawing.route_labels]
    yield from (label.lines[0] for label in labels if _too_wide(label.lines, label.size, label.box))
    for lane in drawing.lanes:
        tall = len(lane.lines) * LIGHT.leading + len(lane.note) * LIGHT.small_leading
        if lane.lines and (
            _too_wide(lane.lines, LIGHT.head, lane.header) or tall > lane.header.height + _TOUCH
        ):
            yield lane.id


def _too_wide(lines: tuple[str, ...], size: float, box: Box) -> bool:
    return any(width(line, size) > box.width + _TOUCH for line in lines)


def _shapes(drawing: Drawing) -> int:
    import numpy as np

    if not drawing.shapes:
        return 0
    boxes = np.array([(s.box.x, s.box.y, s.box.right, s.box.bottom) for s in drawing.shapes])
    return int(np.triu(_overlap(boxes, boxes), 1).sum())


def _on_borders(drawing: Drawing) -> int:
    labels = [label.box for label in (*drawing.captions, *drawing.route_labels)]
    edges = [
        Box(lane.box.x, lane.box.y, 0.1, lane.box.height)
        if drawing.vertical
        else Box(lane.box.x, lane.box.y, lane.box.width, 0.1)
        for lane in drawing.lanes[1:]
    ]
    return sum(any(box.overlaps(edge) for edge in edges) for box in labels)
