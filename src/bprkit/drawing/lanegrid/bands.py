"""A long procedure in rows, one below the other, each no wider than a sheet; ways that go on elsewhere say where.

A way that is cut ends in a circle with a letter, and begins again in a circle with the same letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bprkit.drawing.contents import Content
from bprkit.drawing.geometry import Drawing
from bprkit.drawing.heat import Heat
from bprkit.drawing.lanegrid.laying import finish, skeleton
from bprkit.drawing.lanegrid.plan import Link, Place, Plan, plan
from bprkit.drawing.text import plain, width
from bprkit.drawing.theme import LIGHT, Theme
from bprkit.language import Language, current, speaking, tell
from bprkit.procedure.model import Flow, Procedure

_ROOM_FOR_ENDS = 150.0
"""What the circles of cut ways take at both ends of a row."""
_CUT = 1.0
_UNEVEN = 0.004
"""What it costs to cut a way, and to leave a pixel of the widest row's room empty in another row."""


def layout_bands(
    procedure: Procedure,
    most: float,
    *,
    theme: Theme = LIGHT,
    unfold: Sequence[str] | bool = False,
    heat: Heat | None = None,
    language: Language | None = None,
) -> tuple[Drawing, ...]:
    """Return a procedure in rows that are no wider than `most` pixels where a cut can be made; one row if it fits.

    >>> from bprkit.procedure.model import Flow, Procedure, Task
    >>> steps = tuple(Task(id=name) for name in "abcdef")
    >>> flows = tuple(Flow(source=one.id, target=two.id) for one, two in zip(steps, steps[1:]))
    >>> rows = layout_bands(Procedure(id="p", nodes=steps, flows=flows), 800)
    >>> [[shape.id for shape in row.shapes if shape.kind == "task"] for row in rows]
    [['a', 'b', 'c'], ['d', 'e', 'f']]
    """
    with speaking(language or current()):
        whole = plan(procedure, theme, vertical=False, unfold=unfold, heat=heat)
        title = plain(str(procedure.title)) or procedure.id
        frame = skeleton(whole, theme)
        drawing = finish([frame], [title], theme)[0]
        if drawing.width <= most:
            return (drawing,)
        first = _first_columns(drawing, frame.column, whole, most)
        band = [sum(column >= start for start in first) - 1 for column in frame.column]
        plans = _cut_plans(whole, band, len(first), theme)
        rows = [finish([skeleton(part, theme)], [title], theme)[0] for part in plans]
        return tuple(_stretched(row, max(each.width for each in rows)) for row in rows)


def _stretched(row: Drawing, wide: float) -> Drawing:
    """Return a row with lanes as long as those of the longest."""
    lanes = tuple(replace(lane, box=replace(lane.box, width=wide)) for lane in row.lanes)
    return replace(row, width=wide, lanes=lanes)


def _first_columns(drawing: Drawing, column: Sequence[int], whole: Plan, most: float) -> list[int]:
    """Return the column that each row begins with: few ways are cut, and rows are about as wide as each other."""
    count = max(column) + 1
    left = [drawing.width] * count
    right = [0.0] * count
    for place, shape in zip(column, drawing.shapes, strict=True):
        left[place] = min(left[place], shape.box.x)
        right[place] = max(right[place], shape.box.right)
    room = most - (drawing.lanes[0].header.width if drawing.lanes else 0.0) - _ROOM_FOR_ENDS
    crossing = [
        sum((column[link.source] < cut) != (column[link.target] < cut) for link in whole.links)
        for cut in range(count)
    ]
    best: list[tuple[float, float, int]] = [(0.0, 0.0, 0)] * (
        count + 1
    )  # rows, cost, where the last row begins
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
    return starts[::-1]


def _cut_plans(whole: Plan, band: Sequence[int], count: int, theme: Theme) -> list[Plan]:
    """Return a plan for each row, with circles where ways were cut."""
    places: list[list[Place]] = [[] for _ in range(count)]
    index = {}
    for number, place in enumerate(whole.places):
        index[number] = len(places[band[number]])
        places[band[number]].append(place)
    links: list[list[Link]] = [[] for _ in range(count)]
    cut = 0
    for link in whole.links:
        here, there = band[link.source], band[link.target]
        if here == there:
            links[here].append(replace(link, source=index[link.source], target=index[link.target]))
            continue
        letter = _letter(cut)
        cut += 1
        source, target = whole.places[link.source], whole.places[link.target]
        leaves = _end(letter, source.lane, there, True, theme)
        enters = _end(letter, target.lane, here, False, theme)
        places[here].append(leaves)
        places[there].append(enters)
        out, into = len(places[here]) - 1, len(places[there]) - 1
        links[here].append(replace(link, source=index[link.source], target=out, back=False))
        silent = Flow(source=enters.id, target=target.id, rework=link.flow.rework)
        links[there].append(Link(into, index[link.target], silent, False, (), 0.0, 0.0))
    return [_used(whole, own, ways) for own, ways in zip(places, links, strict=True)]


def _letter(number: int) -> str:
    return chr(ord("A") + number % 26) * (1 + number // 26)


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


def _used(whole: Plan, places: Sequence[Place], links: Sequence[Link]) -> Plan:
    """Return the plan of a row with the lanes that it uses."""
    lanes = sorted({place.lane for place in places})
    at = {lane: number for number, lane in enumerate(lanes)}
    return Plan(
        tuple(whole.strips[lane] for lane in lanes),
        tuple(replace(place, lane=at[place.lane]) for place in places),
        tuple(links),
        whole.vertical,
    )
