"""How much room columns, rows and channels need, and where that puts them.

Two diagrams that are compared share the room along time: the larger need of both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bprkit.drawing.lanegrid.captions import Spots
from bprkit.drawing.lanegrid.plan import Place, Plan
from bprkit.drawing.lanegrid.tracks import Piece

_ALONG_PAD = 15.0
"""Room for an arrow's head and a rounded corner before and after the tracks of a channel between columns."""
_ACROSS_PAD = 10.0
_RIM = 8.0


@dataclass(frozen=True)
class Room:
    """The needs on one axis: each line of places reaches so far before and after its middle; each channel holds room

    for labels before and after its tracks (`near`, `far`), and for the tracks (`span`).
    """

    before: tuple[float, ...]
    after: tuple[float, ...]
    near: tuple[float, ...]
    far: tuple[float, ...]
    span: tuple[float, ...]

    def merged(self, other: Room) -> Room:
        """Return the larger need of both; lines that only one has are kept."""
        return Room(
            _larger(self.before, other.before),
            _larger(self.after, other.after),
            _larger(self.near, other.near),
            _larger(self.far, other.far),
            _larger(self.span, other.span),
        )

    def positions(self, start: float) -> tuple[list[float], float]:
        """Return the middle of every grid line, channels and places in turn, and where the last channel ends."""
        at, found = start, []
        for number, near in enumerate(self.near):
            found.append(at + near + self.span[number] / 2)
            at += near + self.span[number] + self.far[number]
            if number < len(self.before):
                found.append(at + self.before[number])
                at += self.before[number] + self.after[number]
        return found, at


def _larger(one: Sequence[float], other: Sequence[float]) -> tuple[float, ...]:
    longest = max(len(one), len(other))
    padded = [[*values, *([0.0] * (longest - len(values)))] for values in (one, other)]
    return tuple(map(max, *padded))


@dataclass(frozen=True)
class Rooms:
    """The needs along time and across the lanes."""

    along: Room
    across: Room


def rooms_of(
    plan: Plan,
    column: Sequence[int],
    row: Sequence[int],
    pieces: Sequence[Sequence[Piece]],
    reach: Mapping[tuple[bool, int], float],
    spots: Spots,
    spans: Sequence[tuple[int, int]],
    wider: Mapping[int, int],
) -> Rooms:
    """Return what everything needs.

    reach: the largest offset of a track on each line. spans: first and last row of each lane. wider: links whose label
    found no room, and how often: they get more.
    """
    rows = spans[-1][1] + 1
    borders = [first for first, _ in spans[1:]]
    columns = max(column, default=0) + 1
    along = _Needs(columns, {line: far for (flat, line), far in reach.items() if not flat})
    across = _Needs(rows, {line: far for (flat, line), far in reach.items() if flat})
    for number, place in enumerate(plan.places):
        before, after, above, below = spots.reach(number, place)
        beyond = _overhang(plan, place)
        before, above = max(before, beyond[0] + place.along / 2), max(above, beyond[1] + place.across / 2)
        along.place(column[number], before, after)
        across.place(row[number], above, below)
    for route in pieces:
        link = plan.links[route[0].link]
        if link.label:
            _of_label(plan, route[0], column, row, along, across, wider.get(route[0].link, 0))
    return Rooms(
        along.room(_ALONG_PAD, 13.0, ()),
        across.room(_ACROSS_PAD, 5.0, borders),
    )


def _overhang(plan: Plan, place: Place) -> tuple[float, float]:
    """Return how far badges stand out of a shape, before it along time and before it across the lanes."""
    left = max((-badge.box.x for badge in place.content.badges), default=0.0)
    over = max((-badge.box.y for badge in place.content.badges), default=0.0)
    return (max(over, 0.0), max(left, 0.0)) if plan.vertical else (max(left, 0.0), max(over, 0.0))


class _Needs:
    """Needs on one axis as they are gathered."""

    def __init__(self, count: int, reach: Mapping[int, float]) -> None:
        self.before = [reach.get(2 * number + 1, 0.0) + _RIM for number in range(count)]
        self.after = list(self.before)
        self.reach = reach
        self.count = count
        self.near = [0.0] * (count + 1)
        self.far = [0.0] * (count + 1)
        self.labels: list[tuple[int, bool, float, float]] = []

    def place(self, line: int, before: float, after: float) -> None:
        self.before[line] = max(self.before[line], before)
        self.after[line] = max(self.after[line], after)

    def label(self, line: int, forward: bool, half: float, need: float) -> None:
        """Note that a label beside a route that leaves a place of this half size needs room in the channel."""
        self.labels.append((line, forward, half, need))

    def room(self, pad: float, least: float, borders: Sequence[int]) -> Room:
        span = [2 * self.reach.get(2 * number, 0.0) for number in range(self.count + 1)]
        used = [2 * number in self.reach for number in range(self.count + 1)]
        near = [pad if use else least for use in used]
        far = list(near)
        for border in borders:
            far[border] += 9.0
        for line, forward, half, need in self.labels:
            if forward:
                near[line + 1] = max(near[line + 1], need + half - self.after[line])
            else:
                far[line] = max(far[line], need + half - self.before[line])
        if not used[0]:
            near[0] = far[0] = least / 2 + 3
        if not used[-1]:
            near[-1] = far[-1] = least / 2 + 3
        return Room(tuple(self.before), tuple(self.after), tuple(near), tuple(far), tuple(span))


def _of_label(
    plan: Plan,
    first: Piece,
    column: Sequence[int],
    row: Sequence[int],
    along: _Needs,
    across: _Needs,
    more: int,
) -> None:
    """Make room for a label beside the first piece of its route."""
    link = plan.links[first.link]
    source = plan.places[link.source]
    col, line = column[link.source], row[link.source]
    forward = first.end > first.start
    if first.along:
        along.label(col, forward, source.along / 2, link.label_along + 10 + more * 24)
        beside = link.label_across + 4 + abs(first.offset)
        across.place(line, beside, beside if more else 0.0)
        return
    across.label(line, forward, source.across / 2, link.label_across + 7 + more * 14)
    along.place(col, 0.0, link.label_along + 7 + abs(first.offset))
    if more:
        along.place(col, link.label_along + 7 + abs(first.offset), 0.0)


def widened(room: Room, line_starts: Sequence[tuple[int, int, float]]) -> Room:
    """Return the room with these ranges of lines (first, last) at least so large in all, the last line growing."""
    before, after = list(room.before), list(room.after)
    for first, last, least in line_starts:
        now = sum(before[first : last + 1]) + sum(after[first : last + 1])
        now += sum(room.near[n] + room.span[n] + room.far[n] for n in range(first + 1, last + 1))
        if now < least:
            before[first] += (least - now) / 2
            after[last] += (least - now) / 2
    return replace(room, before=tuple(before), after=tuple(after))
