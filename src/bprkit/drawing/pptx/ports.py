"""Where connectors are glued: PowerPoint's own sites in the middle of each side, and our own where ways end elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bprkit.drawing.geometry import Box, Drawing, Point, Shape

_NEAR = 0.75


@dataclass(frozen=True)
class Ports:
    """The sites of a shape in the order of their indices; own: some are not those of PowerPoint's shape."""

    sites: tuple[Point, ...]
    own: bool
    round: bool

    def index(self, at: Point) -> int:
        """Return the index of the site where a way ends; that of the nearest one."""
        place = min(range(len(self.sites)), key=lambda number: _apart(self.sites[number], at))
        return (
            place * 2 if self.round and not self.own else place
        )  # an ellipse has sites on the diagonals too


def ports_of(drawing: Drawing) -> Mapping[str, Ports]:
    """Return the ports of each shape by its id."""
    ends: dict[str, list[Point]] = {}
    for route in drawing.routes:
        ends.setdefault(route.source, []).append(route.points[0])
        ends.setdefault(route.target, []).append(route.points[-1])
    return {shape.id: _ports(shape, ends.get(shape.id, [])) for shape in drawing.shapes}


def _ports(shape: Shape, ends: list[Point]) -> Ports:
    usual = _middles(shape.box)
    sites = list(usual)
    for end in ends:
        if all(_apart(site, end) > _NEAR for site in sites):
            sites.append(end)
    is_round = shape.kind not in ("task", "subprocess", "gateway")
    return Ports(tuple(sites), len(sites) > len(usual), is_round)


def _middles(box: Box) -> tuple[Point, ...]:
    """Return the middles of the sides in PowerPoint's order: top, left, bottom, right."""
    middle = box.middle
    return (
        Point(middle.x, box.y),
        Point(box.x, middle.y),
        Point(middle.x, box.bottom),
        Point(box.right, middle.y),
    )


def _apart(one: Point, other: Point) -> float:
    return max(abs(one.x - other.x), abs(one.y - other.y))
