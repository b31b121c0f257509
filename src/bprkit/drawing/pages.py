"""Rows put on pages of paper: as many as fit, the rows of a number together, each page with a title and its legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bprkit.drawing.cards import Figure, figures
from bprkit.drawing.geometry import Card, Drawing, Panel, Point, Sheet
from bprkit.drawing.lanegrid.cutting import Row, stretched
from bprkit.drawing.legend import legend
from bprkit.drawing.sheets import (
    HEADING,
    TITLE,
    cards_in_rows,
    comparison_notes,
    comparison_title,
    heading_at,
    name_of,
    notes_at,
    paragraph_at,
    single_notes,
    single_title,
    state_heading,
    subtitle_text,
    totals_of,
)
from bprkit.drawing.theme import Theme
from bprkit.language import tell
from bprkit.procedure.model import Procedure

if TYPE_CHECKING:
    from bprkit.procedure.comparing import Comparison

_BELOW_PANEL = 16.0
_ROW_HEADING = 13.0


@dataclass(frozen=True)
class Around:
    """What is written around drawings. headings: of each state, empty where there is one; names: of its panels."""

    title: str
    subtitle: str
    figures: tuple[Sequence[Figure], ...]
    notes: tuple[str, ...]
    headings: tuple[str, ...]
    names: tuple[str, ...]


def around_procedure(procedure: Procedure, more: Sequence[str] = ()) -> Around:
    """Return what is written around one state; more: sentences to be written below."""
    notes = tuple(single_notes(procedure, more))
    name = procedure.state.replace("_", "-")
    return Around(single_title(procedure), subtitle_text(procedure), (), notes, (), (name,))


def around_states(states: Sequence[Procedure], comparison: Comparison, more: Sequence[Figure] = ()) -> Around:
    """Return what is written around several states; more: further totals."""
    title = name_of(states[0])
    names = [state.state.replace("_", "-") for state in states]
    return Around(
        comparison_title(states),
        "",
        (figures(totals_of(comparison, states)), more),
        tuple(comparison_notes(states, comparison, more)),
        tuple(state_heading(state, title) for state in states),
        tuple(
            name if name not in names[:number] else f"{name}-{number + 1}"
            for number, name in enumerate(names)
        ),
    )


@dataclass(frozen=True)
class Part:
    """The row of a state; row: its number, from 0."""

    state: int
    row: int
    drawing: Drawing


@dataclass(frozen=True)
class Canvas:
    """What a page holds, in pixels of the picture, and by how much its titles, cards and legend are larger."""

    width: float
    height: float
    scale: float


Group = tuple[Part, ...]
"""Rows that stand on the same page if they can."""


def groups_of(rows: Sequence[Row]) -> list[Group]:
    """Return the drawings of each row, state by state."""
    return [
        tuple(Part(state, number, drawing) for state, drawing in enumerate(row) if drawing is not None)
        for number, row in enumerate(rows)
    ]


def sheets_of(groups: Sequence[Group], around: Around, canvas: Canvas, theme: Theme) -> list[Sheet]:
    """Return the pages: as tall as what is on them, which is more than the canvas where one row alone is too tall."""
    rows = 1 + max((part.row for group in groups for part in group), default=0)

    def page(parts: Sequence[Part], number: int, count: int, last: bool) -> Sheet:
        return _sheet(parts, number, count, last, rows, around, canvas, theme)

    def fits(parts: Sequence[Part], number: int, last: bool = False) -> bool:
        return page(parts, number, 99, last).height <= canvas.height

    pages: list[list[Part]] = [[]]
    for place, group in enumerate(groups):
        last = place == len(groups) - 1
        if pages[-1] and not fits([*pages[-1], *group], len(pages) - 1, last):
            pages.append([])
        if fits(group, len(pages) - 1, last):
            pages[-1] += group
            continue
        for part in group:
            if pages[-1] and not fits([*pages[-1], part], len(pages) - 1, last and part is group[-1]):
                pages.append([])
            pages[-1].append(part)
    return [page(parts, number, len(pages), number == len(pages) - 1) for number, parts in enumerate(pages)]


def _sheet(
    parts: Sequence[Part],
    number: int,
    count: int,
    last: bool,
    rows: int,
    around: Around,
    canvas: Canvas,
    theme: Theme,
) -> Sheet:
    margin, scale = theme.margin, canvas.scale
    room = canvas.width - 2 * margin
    of_pages = tell(en=f" (page {number + 1} of {count})", ja=f"（{number + 1}/{count}ページ）")
    title = heading_at(
        around.title + (of_pages if count > 1 else ""), margin, margin - 4, room, TITLE * scale
    )
    y = title.box.bottom + 4
    subtitle = None
    cards: list[Card] = []
    if number == 0:
        if around.subtitle:
            subtitle = paragraph_at(around.subtitle, margin, y, room, scale, 3)
            y = subtitle.box.bottom
        cards, y = cards_in_rows(around.figures, margin, y + 8 * scale, room, scale)
    y += 10 * scale
    panels = []
    for part in parts:
        drawing = stretched(part.drawing, round(room, 2))
        told = _heading(part, rows, around)
        heading = None
        if told:
            size = HEADING if around.headings else _ROW_HEADING
            heading = heading_at(told, margin, y, room, size * scale)
            y = heading.box.bottom + 4 * scale
        name = around.names[part.state] + (f"-row-{part.row + 1}" if part.row else "")
        panels.append(Panel(name, Point(margin, round(y, 2)), drawing, heading))
        y += drawing.height + _BELOW_PANEL * scale
    entries, tall = legend([part.drawing for part in parts], margin, y, room, scale)
    y += tall
    notes, y = notes_at(around.notes if last else (), margin, y, room, scale)
    return Sheet(
        round(canvas.width, 2),
        round(y + margin - 6, 2),
        title,
        subtitle,
        tuple(cards),
        tuple(panels),
        tuple(entries),
        tuple(notes),
    )


def _heading(part: Part, rows: int, around: Around) -> str:
    """Return what stands above a row: its state where there are several, its number where there are several."""
    row = tell(en=f"row {part.row + 1} of {rows}", ja=f"{part.row + 1}段目（全{rows}段）")
    if not around.headings:
        return row[:1].upper() + row[1:] if rows > 1 else ""
    state = around.headings[part.state]
    return tell(en=f"{state}, {row}", ja=f"{state} {row}") if rows > 1 else state
