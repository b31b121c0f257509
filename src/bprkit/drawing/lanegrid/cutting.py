"""Procedures cut into rows: all states at the same columns, so that the rows of a number can be compared place by place.

A way that is cut ends in a circle with a letter, and begins again in a circle with the same letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bprkit.drawing.contents import Content
from bprkit.drawing.geometry import Drawing
from bprkit.drawing.lanegrid.laying import finish, skeleton
from bprkit.drawing.lanegrid.plan import Link, Place, Plan
from bprkit.drawing.lanegrid.sharing import shared_columns
from bprkit.drawing.text import width
from bprkit.drawing.theme import Theme
from bprkit.language import tell
from bprkit.procedure.model import Flow

_ROOM_FOR_ENDS = 150.0
"""What the circles of cut ways take at both ends of a row."""
_CUT = 1.0
_UNEVEN = 0.004
"""What it costs to cut a way, and to leave a pixel of the widest row's room empty in another row."""

Row = tuple[Drawing | None, ...]
"""A row of each state; None where a state has nothing to do there."""
Twins = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Whole:
    """States with the same lanes, laid out in one piece each; twins: places of each and the next that are one."""

    plans: tuple[Plan, ...]
    twins: tuple[Twins, ...]
    titles: tuple[str, ...]
    theme: Theme
    columns: tuple[tuple[int, ...], ...]
    drawings: tuple[Drawing, ...]

    @property
    def width(self) -> float:
        """How wide it is in one piece, in pixels."""
        return max(drawing.width for drawing in self.drawings)


def whole_of(plans: Sequence[Plan], twins: Sequence[Twins], titles: Sequence[str], theme: Theme) -> Whole:
    """Return plans laid out in one piece each, what matches in the same column."""
    columns = shared_columns(plans, twins)
    frames = [skeleton(each, theme, column=column) for each, column in zip(plans, columns, strict=True)]
    drawings = finish(frames, titles, theme)
    return Whole(
        tuple(plans), tuple(twins), tuple(titles), theme, tuple(map(tuple, columns)), tuple(drawings)
    )


def first_columns(whole: Whole, most: float) -> tuple[int, ...]:
    """Return the column that each row begins with, no row wider than `most` pixels where a cut can be made.

    Few ways are cut, and rows are about as wide as each other.
    """
    if whole.width <= most:
        return (0,)
    count = max(max(column, default=0) for column in whole.columns) + 1
    left, right = [whole.width] * count, [0.0] * count
    for column, drawing in zip(whole.columns, whole.drawings, strict=True):
        for place, shape in zip(column, drawing.shapes, strict=True):
            left[place] = min(left[place], shape.box.x)
            right[place] = max(right[place], shape.box.right)
    lanes = whole.drawings[0].lanes
    room = most - (lanes[0].header.width if lanes else 0.0) - _ROOM_FOR_ENDS
    crossing = [
        sum(
            (column[link.source] < cut) != (column[link.target] < cut)
            for plan, column in zip(whole.plans, whole.columns, strict=True)
            for link in plan.links
        )
        for cut in range(count)
    ]
    best = [(0.0, 0.0, 0)] * (count + 1)  # rows, cost, where the last row begins
    for end in range(1, count + 1):
        choices = []
        for start in range(end - 1, -1, -1):
            wide = right[end - 1] - left[start]
            if wide > room and start < end - 1:
                break
            rows, cost, _ = best[start]
            empty = (room - wide) ** 2 / room * _UNEVEN
            choices.append((rows + 1, cost + empty + _CUT * (crossing[start] if start else 0), start))
        best[end] = min(choices)
    starts, end = [], count
    while end:
        end = best[end][2]
        starts.append(end)
    return tuple(starts[::-1])


def rows_from(whole: Whole, first: Sequence[int]) -> tuple[Row, ...]:
    """Return the rows that begin with these columns, all as wide as the widest."""
    if len(first) == 1:
        return (whole.drawings,)
    states = range(len(whole.plans))
    bands = [[sum(place >= start for start in first) - 1 for place in column] for column in whole.columns]
    letters = _Letters()
    parts = [
        _parts(plan, band, len(first), whole.theme, letters)
        for plan, band in zip(whole.plans, bands, strict=True)
    ]
    rows = []
    for number in range(len(first)):
        here = [parts[state].plans[number] for state in states]
        lanes = sorted({place.lane for plan in here for place in plan.places})
        there = [state for state in states if here[state].places]
        plans = [_with_lanes(here[state], lanes) for state in there]
        twins = [_twins_in(whole, parts, one, other, number) for one, other in pairwise(there)]
        columns = shared_columns(plans, twins)
        frames = [
            skeleton(plan, whole.theme, column=column) for plan, column in zip(plans, columns, strict=True)
        ]
        drawn = dict(
            zip(there, finish(frames, [whole.titles[state] for state in there], whole.theme), strict=True)
        )
        rows.append(tuple(drawn.get(state) for state in states))
    wide = max(drawing.width for row in rows for drawing in row if drawing)
    return tuple(tuple(drawing and stretched(drawing, wide) for drawing in row) for row in rows)


def stretched(row: Drawing, wide: float) -> Drawing:
    """Return a row whose lanes are that long, if they are shorter."""
    if row.width >= wide:
        return row
    lanes = tuple(replace(lane, box=replace(lane.box, width=wide)) for lane in row.lanes)
    return replace(row, width=wide, lanes=lanes)


@dataclass
class _Letters:
    """Letters for cut ways, none of them twice in a picture."""

    given: int = 0

    def take(self) -> str:
        number, self.given = self.given, self.given + 1
        return chr(ord("A") + number % 26) * (1 + number // 26)


@dataclass(frozen=True)
class _Parts:
    """The rows of a plan; band, index: of each place of the whole, its row and its number there."""

    plans: tuple[Plan, ...]
    band: Sequence[int]
    index: Sequence[int]


def _parts(whole: Plan, band: Sequence[int], count: int, theme: Theme, letters: _Letters) -> _Parts:
    """Return a plan for each row, with circles where ways were cut."""
    places: list[list[Place]] = [[] for _ in range(count)]
    index = []
    for number, place in enumerate(whole.places):
        index.append(len(places[band[number]]))
        places[band[number]].append(place)
    links: list[list[Link]] = [[] for _ in range(count)]
    for link in whole.links:
        here, there = band[link.source], band[link.target]
        if here == there:
            links[here].append(replace(link, source=index[link.source], target=index[link.target]))
            continue
        letter = letters.take()
        source, target = whole.places[link.source], whole.places[link.target]
        leaves = _end(letter, source.lane, there, True, theme)
        enters = _end(letter, target.lane, here, False, theme)
        places[here].append(leaves)
        places[there].append(enters)
        out, into = len(places[here]) - 1, len(places[there]) - 1
        links[here].append(replace(link, source=index[link.source], target=out, back=False))
        silent = Flow(source=enters.id, target=target.id, rework=link.flow.rework)
        links[there].append(Link(into, index[link.target], silent, False, (), 0.0, 0.0))
    plans = tuple(
        Plan(whole.strips, tuple(own), tuple(ways), whole.vertical)
        for own, ways in zip(places, links, strict=True)
    )
    return _Parts(plans, band, index)


def _end(letter: str, lane: int, other: int, leaving: bool, theme: Theme) -> Place:
    text = (
        tell(en=f"to row {other + 1}", ja=f"{other + 1}段目へ")
        if leaving
        else tell(en=f"from row {other + 1}", ja=f"{other + 1}段目から")
    )
    size = theme.event
    shown = Content("event", f"{letter}: {text}", size, size, caption=(text,), mark=f"link:{letter}")
    key = f"continues {letter} {'out' if leaving else 'in'}"
    return Place(key, lane, shown, size, size, width(text, theme.caption), theme.caption_leading)


def _with_lanes(part: Plan, lanes: Sequence[int]) -> Plan:
    """Return the plan of a row with the lanes that some state uses there."""
    at = {lane: number for number, lane in enumerate(lanes)}
    return Plan(
        tuple(part.strips[lane] for lane in lanes),
        tuple(replace(place, lane=at[place.lane]) for place in part.places),
        part.links,
        part.vertical,
    )


def _twins_in(whole: Whole, parts: Sequence[_Parts], one: int, other: int, row: int) -> Twins:
    """Return the twins of two states that both stand in a row."""
    if other != one + 1:  # the state between has nothing there
        return ()
    before, after = parts[one], parts[other]
    return [
        (before.index[left], after.index[right])
        for left, right in whole.twins[one]
        if before.band[left] == row == after.band[right]
    ]
