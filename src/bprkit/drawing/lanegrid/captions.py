"""On which side of an event or a gateway its text stands: where no way leaves or enters it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bprkit.drawing.lanegrid.plan import Place, Plan
from bprkit.drawing.lanegrid.tracks import Piece

Spot = Literal["after", "before", "corner_after", "corner_before"]
BESIDE = 4.0
"""Between a shape and its text."""
CORNER = 8.0
"""Between the line that leaves a shape across and a text in the corner beside it."""


@dataclass(frozen=True, slots=True)
class Spots:
    """The spot of each place's caption, and how far it reaches from the middle: along (both ways), across (both ways)."""

    of: dict[int, Spot]

    def reach(self, place: int, found: Place) -> tuple[float, float, float, float]:
        """Return how far shape and caption reach: before and after the middle along time, before and after it across."""
        along, across = found.along / 2, found.across / 2
        spot = self.of.get(place)
        if spot is None:
            return along, along, across, across
        text = BESIDE + found.caption_across + 2
        if spot == "after":
            return _wider(along, found), _wider(along, found), across, across + text
        if spot == "before":
            return _wider(along, found), _wider(along, found), across + text, across
        beyond = max(along, CORNER + found.caption_along + 4)
        if spot == "corner_after":
            return along, beyond, across, across + text
        return along, beyond, across + text, across


def _wider(along: float, found: Place) -> float:
    return max(along, found.caption_along / 2 + 3)


def spots_of(plan: Plan, pieces: Sequence[Sequence[Piece]]) -> Spots:
    """Choose the spots: after the shape across the lanes (below, or at its right), before it, else in a corner."""
    used: dict[int, set[str]] = {}
    for route in pieces:
        first, last = route[0], route[-1]
        link = plan.links[first.link]
        if not first.along:
            used.setdefault(link.source, set()).add("after" if first.end > first.start else "before")
        if not last.along:
            used.setdefault(link.target, set()).add("before" if last.end > last.start else "after")
    found: dict[int, Spot] = {}
    for number, place in enumerate(plan.places):
        if not place.content.caption:
            continue
        taken = used.get(number, set())
        found[number] = (
            "after" if "after" not in taken else "before" if "before" not in taken else "corner_after"
        )
    return Spots(found)
