"""Ways laid in another order: where ways of a small drawing cross, each of them is tried first, as long as that helps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bprkit.drawing.lanegrid.plan import Plan
from bprkit.drawing.lanegrid.routing import Router
from bprkit.drawing.lanegrid.tracks import Piece, assign_tracks, crossing_pairs, pieces_of

_FEW_WAYS = 30
"""From so many links on, an order is good enough: trying others would take longer than a drawing may."""
_VERY_FEW_WAYS = 10
"""Up to so many, a link is tried at every turn, else at the first and the last."""
_TRIES = 240
"""Links that are laid again at most."""


@dataclass(frozen=True)
class Laid:
    """The pieces of all ways with their tracks, how far those reach on each line, and what is wrong with them."""

    pieces: list[list[Piece]]
    reach: Mapping[tuple[bool, int], float]
    crossing: tuple[tuple[int, int], ...]

    @property
    def cost(self) -> tuple[int, int]:
        """Crossings, then bends."""
        return len(self.crossing), sum(map(len, self.pieces))


def lay_ways(planned: Plan, column: Sequence[int], row: Sequence[int], rows: int, pitch: float) -> Laid:
    """Return the ways of a plan, laid in the order in which few of them cross."""

    def laid(order: Sequence[int] | None) -> tuple[Laid, list[int]]:
        router = Router(planned, column, row, rows)
        pieces = pieces_of(planned, router.lay_all(order))
        reach = assign_tracks(planned, pieces, pitch)
        return Laid(pieces, reach, crossing_pairs(pieces)), router.order

    best, order = laid(None)
    count = len(planned.links)
    if count >= _FEW_WAYS:
        return best
    tries = _TRIES // max(count, 1)
    turns = range(count) if count <= _VERY_FEW_WAYS else (0, count - 1)
    tried: set[tuple[int, ...]] = {tuple(order)}
    better = True
    while better and best.crossing:
        better = False
        for number in dict.fromkeys(link for pair in best.crossing for link in pair):
            for place in turns:
                other = [link for link in order if link != number]
                other.insert(place, number)
                if tuple(other) in tried:
                    continue
                if not tries:
                    return best
                tries -= 1
                tried.add(tuple(other))
                found, _ = laid(other)
                if found.cost < best.cost:
                    best, order, better = found, other, True
                    break
            if better:
                break
    return best
