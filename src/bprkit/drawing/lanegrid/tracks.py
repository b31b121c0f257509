"""Which track of its channel each piece of a route takes, so that no two lie on each other and few cross.

Pieces on one grid line that share a stretch of it need tracks of their own. Their order is changed as long as crossings
fall; what a crossing is depends on the tracks of the pieces that they turn into, so lines are gone over more than once.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bprkit.drawing.lanegrid.plan import Plan
from bprkit.drawing.lanegrid.routing import Grid

_SWEEPS = 3
_LARGE = 40
"""Where more pieces than these share a stretch, their order is not changed any more: it would take too long."""


@dataclass(slots=True)
class Piece:
    """A straight part of a route on one grid line. along: it runs along time; from `start` to `end` on that axis.

    turns: for each end the piece it turns into and whether that goes towards larger coordinates, or the place that it
    touches. track: its number on the line; offset: where that is from the middle of the line.
    """

    link: int
    along: bool
    line: int
    start: int
    end: int
    before: Piece | None = None
    after: Piece | None = None
    source: int | None = None
    target: int | None = None
    track: int = 0
    offset: float = 0.0
    low: int = field(init=False)
    high: int = field(init=False)

    def __post_init__(self) -> None:
        self.low, self.high = min(self.start, self.end), max(self.start, self.end)

    def turns(self) -> list[tuple[float, float, bool]]:
        """Return grid position, track of the piece that it turns into, and whether that goes to larger coordinates."""
        found: list[tuple[float, float, bool]] = []
        if self.before is not None:
            found.append((self.start, self.before.offset, self.before.start > self.line))
        if self.after is not None:
            found.append((self.end, self.after.offset, self.after.end > self.line))
        return found

    def extent(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return both ends as grid position and offset there, the smaller first."""
        first = (self.start, self.before.offset if self.before is not None else 0.0)
        last = (self.end, self.after.offset if self.after is not None else 0.0)
        return (first, last) if self.start <= self.end else (last, first)


def pieces_of(plan: Plan, routes: Sequence[Sequence[Grid]]) -> list[list[Piece]]:
    """Return the pieces of each route, linked in order."""
    found = []
    for number, route in enumerate(routes):
        pieces: list[Piece] = []
        for (x0, y0), (x1, y1) in itertools.pairwise(route):
            flat = y0 == y1
            pieces.append(Piece(number, flat, y0 if flat else x0, x0 if flat else y0, x1 if flat else y1))
        for one, other in itertools.pairwise(pieces):
            one.after, other.before = other, one
        pieces[0].source = plan.links[number].source
        pieces[-1].target = plan.links[number].target
        found.append(pieces)
    return found


def assign_tracks(
    plan: Plan, pieces: Sequence[Sequence[Piece]], pitch: float
) -> dict[tuple[bool, int], float]:
    """Give every piece its offset; return the largest offset of each line (along or not, number)."""
    lines: dict[tuple[bool, int], list[Piece]] = defaultdict(list)
    for route in pieces:
        for piece in route:
            lines[piece.along, piece.line].append(piece)
    groups = {key: _groups(members) for key, members in lines.items()}
    for sweep in range(_SWEEPS):
        changed = False
        for key in sorted(groups):
            for group in groups[key]:
                was = [piece.offset for piece in group]
                _order(group, sweep)
                _offsets(plan, group, key[1] % 2 == 1, pitch)
                changed |= was != [piece.offset for piece in group]
        if not changed:
            break
    return {key: max((abs(piece.offset) for piece in members), default=0.0) for key, members in lines.items()}


def crossing_pairs(pieces: Sequence[Sequence[Piece]]) -> tuple[tuple[int, int], ...]:
    """Return the links of each two pieces that cross, as their tracks are."""
    flat = [(piece, piece.extent()) for route in pieces for piece in route if piece.along]
    steep = [(piece, piece.extent()) for route in pieces for piece in route if not piece.along]
    return tuple(
        (one.link, other.link)
        for one, reach in flat
        for other, other_reach in steep
        if one.link != other.link
        and _within(other.line, other.offset, reach)
        and _within(one.line, one.offset, other_reach)
    )


def _share(one: Piece, other: Piece) -> bool:
    """Tell whether two pieces of one line may share a stretch of it: ends that meet at a place do not."""
    if one.high < other.low or other.high < one.low:
        return False
    if one.high == other.low or other.high == one.low:
        first, second = (one, other) if one.high == other.low else (other, one)
        if first.low == second.low and first.high == second.high:
            return True
        return not (_touches(first, first.high) and _touches(second, first.high))
    return True


def _touches(piece: Piece, position: int) -> bool:
    return (piece.source is not None and piece.start == position) or (
        piece.target is not None and piece.end == position
    )


def _groups(members: Sequence[Piece]) -> list[list[Piece]]:
    """Return pieces that share stretches, directly or through others, together."""
    ordered = sorted(members, key=lambda piece: (piece.low, piece.high, piece.link))
    groups: list[list[Piece]] = []
    reach = -1
    for piece in ordered:
        if groups and (
            piece.low < reach or (piece.low == reach and any(_share(piece, other) for other in groups[-1]))
        ):
            groups[-1].append(piece)
            reach = max(reach, piece.high)
        else:
            groups.append([piece])
            reach = piece.high
    return groups


def _order(group: list[Piece], sweep: int) -> None:
    """Sort a group so that few of its turns cross others, and number its tracks."""
    count = len(group)
    if count == 1:
        group[0].track = 0
        return
    if sweep == 0:
        group.sort(
            key=lambda piece: (sum(1 if down else -1 for _, _, down in piece.turns()), piece.low, piece.link)
        )
    if count <= _LARGE:
        cost = _costs(group)
        order = list(range(count))
        for _ in range(count):
            swapped = False
            for place in range(1, count):
                moved = order[place]
                spot = place
                best, gain, total = place, 0.0, 0.0
                while spot:
                    other = order[spot - 1]
                    total += cost[moved][other] - cost[other][moved]
                    spot -= 1
                    if total < gain - 1e-9:
                        best, gain = spot, total
                if best != place:
                    order.insert(best, order.pop(place))
                    swapped = True
            if not swapped:
                break
        group[:] = [group[place] for place in order]
    for place, piece in enumerate(group):
        piece.track = max((other.track + 1 for other in group[:place] if _share(piece, other)), default=0)


def _costs(group: Sequence[Piece]) -> list[list[float]]:
    """Return for each pair what it costs to have the first nearer to the smaller coordinates."""
    turns = [piece.turns() for piece in group]
    extents = [piece.extent() for piece in group]
    return [
        [
            0.0
            if one == other
            else sum(down and _within(at, off, extents[other]) for at, off, down in turns[one])
            + sum((not down) and _within(at, off, extents[one]) for at, off, down in turns[other])
            for other in range(len(group))
        ]
        for one in range(len(group))
    ]


def _within(at: float, offset: float, extent: tuple[tuple[float, float], tuple[float, float]]) -> bool:
    return extent[0] < (at, offset) < extent[1]


def _offsets(plan: Plan, group: Sequence[Piece], on_places: bool, pitch: float) -> None:
    most = max(piece.track for piece in group)
    if not on_places:
        for piece in group:
            piece.offset = (piece.track - most / 2) * pitch
        return
    touching = [piece for piece in group if piece.source is not None or piece.target is not None]
    straight = [piece for piece in touching if piece.source is not None and piece.target is not None]
    base = most / 2
    if len(straight) == 1:
        base = straight[0].track
    elif touching:
        tracks = [piece.track for piece in touching]
        base = (min(tracks) + max(tracks)) / 2
    for piece in touching:
        far = abs(piece.track - base)
        for place in (piece.source, piece.target):
            if place is not None and far:
                pitch = min(pitch, _limit(plan, place, piece.along) / far)
    for piece in group:
        piece.offset = (piece.track - base) * pitch


def _limit(plan: Plan, place: int, along: bool) -> float:
    """Return how far from the middle of a side a route may touch it."""
    found = plan.places[place]
    if found.small:
        return min(found.along, found.across) * 0.3
    return (found.across if along else found.along) / 2 - 9
