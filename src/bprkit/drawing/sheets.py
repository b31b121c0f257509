"""Drawings put on a sheet: title, cards, headings, legend, notes; on a wide sheet all that is larger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bprkit.drawing.cards import BETWEEN_CARDS, Figure, cards, figures
from bprkit.drawing.geometry import Box, Card, Drawing, Label, Panel, Point, Sheet
from bprkit.drawing.legend import legend
from bprkit.drawing.text import plain, width, wrap
from bprkit.drawing.theme import Theme
from bprkit.language import tell
from bprkit.procedure.code_words import STATE_HEADINGS, word
from bprkit.procedure.model import Procedure, Task, walk
from bprkit.procedure.translating import spoken

if TYPE_CHECKING:
    from bprkit.procedure.comparing import Comparison
    from bprkit.procedure.comparing.totals import Totals

TITLE, HEADING, NOTE = 22.0, 17.0, 12.0
_LEAST, _LEAST_COMPARED = 760.0, 980.0
_AT_FULL_SIZE = 1700.0
"""The width from which on titles, cards and legend grow, so that they can be read when the sheet is made to fit."""
_BESIDE = 1500.0
"""Two drawings that are together no wider than this stand side by side."""
_BETWEEN = 40.0


def single_sheet(
    procedure: Procedure, drawings: Sequence[Drawing], theme: Theme, more: Sequence[str] = ()
) -> Sheet:
    """Return a procedure's drawing, or its rows one above the other, on a sheet with title and legend.

    more: sentences to be written below.
    """
    margin = theme.margin
    room = max(_LEAST, *(drawing.width for drawing in drawings))
    scale = _scale(room)
    title = heading_at(single_title(procedure), margin, margin - 4, room, TITLE * scale)
    y = title.box.bottom + 4
    about = subtitle_text(procedure)
    subtitle = paragraph_at(about, margin, y, room, scale, 3) if about else None
    y = (subtitle.box.bottom if subtitle else y) + 14
    panels = []
    for number, drawing in enumerate(drawings):
        state = procedure.state.replace("_", "-") + (f"-{number + 1}" if number else "")
        panels.append(Panel(state, Point(margin, round(y, 2)), drawing))
        y += drawing.height + 16
    entries, tall = legend(drawings, margin, y, room, scale)
    notes, y = notes_at(single_notes(procedure, more), margin, y + tall, room, scale)
    return Sheet(
        round(room + 2 * margin, 2),
        round(y + margin - 6, 2),
        title,
        subtitle,
        (),
        tuple(panels),
        tuple(entries),
        tuple(notes),
    )


def comparison_sheet(
    states: Sequence[Procedure],
    drawings: Sequence[Drawing],
    comparison: Comparison,
    theme: Theme,
    more: Sequence[Figure] = (),
) -> Sheet:
    """Return states one above the other, or side by side, with totals, legend, and what is needed first.

    more: further totals, on a row of their own below the others.
    """
    margin = theme.margin
    together = sum(drawing.width for drawing in drawings) + _BETWEEN * (len(drawings) - 1)
    beside = drawings[0].vertical or together <= _BESIDE
    room = max(together if beside else max(drawing.width for drawing in drawings), _LEAST_COMPARED)
    scale = _scale(room)
    name = name_of(states[0])
    title = heading_at(comparison_title(states), margin, margin - 4, room, TITLE * scale)
    y = title.box.bottom + 12 * scale
    placed, y = cards_in_rows((figures(totals_of(comparison, states)), more), margin, y, room, scale)
    panels, y = _panels(states, drawings, name, beside, y + 20 * scale, scale, theme)
    entries, tall = legend(drawings, margin, y, room, scale)
    told = comparison_notes(states, comparison, more)
    notes, y = notes_at(told, margin, y + tall + 4, room, scale)
    return Sheet(
        round(room + 2 * margin, 2),
        round(y + margin - 6, 2),
        title,
        None,
        tuple(placed),
        tuple(panels),
        tuple(entries),
        tuple(notes),
    )


def cards_in_rows(
    groups: Sequence[Sequence[Figure]], x: float, y: float, room: float, scale: float
) -> tuple[list[Card], float]:
    """Return the cards of each group in rows of their own, and where they end."""
    placed: list[Card] = []
    for group in groups:
        if group:
            made, tall = cards(group, x, y + (BETWEEN_CARDS * scale if placed else 0.0), room, scale)
            placed += made
            y = made[0].box.y + tall
    return placed, y


def _panels(
    states: Sequence[Procedure],
    drawings: Sequence[Drawing],
    name: str,
    beside: bool,
    y: float,
    scale: float,
    theme: Theme,
) -> tuple[list[Panel], float]:
    """Return the drawings with their headings, and where what follows begins."""
    panels: list[Panel] = []
    x = theme.margin
    for procedure, drawing in zip(states, drawings, strict=True):
        heading = heading_at(state_heading(procedure, name), x, y, drawing.width, HEADING * scale)
        top = heading.box.bottom + 8 * scale
        panels.append(
            Panel(procedure.state.replace("_", "-"), Point(round(x, 2), round(top, 2)), drawing, heading)
        )
        if beside:
            x += drawing.width + _BETWEEN
        else:
            y = top + drawing.height + 22 * scale
    if beside:
        y = max(panel.at.y + panel.drawing.height for panel in panels) + 22 * scale
    names = [panel.name for panel in panels]
    return [
        replace(panel, name=f"{panel.name}-{number + 1}") if panel.name in names[:number] else panel
        for number, panel in enumerate(panels)
    ], y


def single_title(procedure: Procedure) -> str:
    """Return the title of a picture of one state."""
    state = word(STATE_HEADINGS, procedure.state)
    return name_of(procedure) + tell(en=f" – {state}", ja=f" {state}")


def comparison_title(states: Sequence[Procedure]) -> str:
    """Return the title of a picture of several states."""
    return name_of(states[0]) + tell(en=": before and after", ja=" 業務改善 前後比較")


def single_notes(procedure: Procedure, more: Sequence[str] = ()) -> list[str]:
    """Return what stands below one state."""
    return [*more, *_estimates([procedure])]


def comparison_notes(
    states: Sequence[Procedure], comparison: Comparison, more: Sequence[Figure] = ()
) -> list[str]:
    """Return what stands below several states; more: the further cards."""
    return [*_how_marked(states), *_needs(comparison, states[-1]), *_sources(more), *_estimates(states)]


def totals_of(comparison: Comparison, states: Sequence[Procedure]) -> list[Totals]:
    """Return the totals of states in their order; of one that is not in the comparison, those of the state in its place."""
    place_of = {id(each): place for place, each in enumerate(comparison.procedures)}
    return [comparison.totals[place_of.get(id(state), number)] for number, state in enumerate(states)]


def _scale(room: float) -> float:
    return round(min(max(room / _AT_FULL_SIZE, 1.0), 2.4), 2)


def name_of(procedure: Procedure) -> str:
    """Return what a procedure is called."""
    return plain(str(procedure.title)) or procedure.id


def state_heading(procedure: Procedure, name: str) -> str:
    """Return the heading of a state; name: what the whole picture is called."""
    own = plain(str(procedure.title))
    extra = tell(en=f": {own}", ja=f"：{own}") if own and own != name else ""
    return word(STATE_HEADINGS, procedure.state) + extra


def heading_at(text: str, x: float, y: float, room: float, size: float) -> Label:
    """Return a heading with its corner there, in two lines at most."""
    lines = wrap(text, room, size, True, 2)
    wide = max((width(line, size, True) for line in lines), default=0.0)
    box = Box(x, round(y, 2), round(wide + 0.5, 2), round(len(lines) * size * 1.35, 2))
    return Label(box, lines, size, round(size * 1.35, 2), False, True)


def subtitle_text(procedure: Procedure) -> str:
    """Return whose procedure it is, how often it is done, and what it rests on; empty where nothing is known."""
    parts = []
    if procedure.owner:
        parts.append(tell(en="Owner: ", ja="所管：") + plain(procedure.owner))
    if procedure.volume is not None:
        about = tell(en="about ", ja="約") if procedure.volume.estimate else ""
        count = f"{procedure.volume.per_year:,.0f}"
        parts.append(tell(en=f"Volume: {about}{count} a year", ja=f"件数：年間{about}{count}件"))
    if procedure.legal_basis:
        basis = tell(en=", ", ja="、").join(map(plain, procedure.legal_basis))
        parts.append(tell(en="Basis: ", ja="根拠：") + basis)
    return " ｜ ".join(parts)


def paragraph_at(text: str, x: float, y: float, room: float, scale: float, most: int | None = None) -> Label:
    """Return small text with its corner there."""
    size, leading = NOTE * scale, 18.0 * scale
    lines = wrap(text, room, size, most=most, even=False)
    wide = max((width(line, size) for line in lines), default=0.0)
    box = Box(x, round(y, 2), round(wide + 0.5, 2), round(len(lines) * leading, 2))
    return Label(box, lines, size, leading)


def _how_marked(states: Sequence[Procedure]) -> list[str]:
    """Return against what each of more than two states is marked."""
    if len(states) < 3:
        return []
    return [
        tell(
            en="The first picture marks what becomes of its steps in the second; each other one what changed from the one "
            "before it. Percentages on the cards: last against first.",
            ja="最初の図の印は次の状態で変わる工程、ほかの図の印は直前の状態からの変更です。"
            "カードの増減率は最初と最後の比較です。",
        )
    ]


def _needs(comparison: Comparison, to_be: Procedure) -> list[str]:
    """Return what the later state needs first."""
    needs = to_be.needs or comparison.needs
    if not needs:
        return []
    named = [
        plain(str(need.title)) + (f"［{plain(spoken(need.network))}］" if need.network else "")
        for need in needs
    ]
    return [tell(en="Needed first: ", ja="前提として必要なもの：") + tell(en="; ", ja="／").join(named)]


def _sources(figures: Sequence[Figure]) -> list[str]:
    return list(dict.fromkeys(figure.source for figure in figures if figure.source))


def _estimates(procedures: Sequence[Procedure]) -> list[str]:
    """Return that figures are estimates, where they are, and where they come from."""
    tasks = [
        node
        for procedure in procedures
        for node in walk(procedure.nodes)
        if isinstance(node, Task) and node.estimate
    ]
    if not tasks:
        return []
    sources = list(dict.fromkeys(plain(spoken(task.source)) for task in tasks if task.source))
    said = tell(en="; ", ja="、").join(sources)
    return [
        tell(en="~ marks estimates", ja="「約」は推計です")
        + (tell(en=f" (source: {said}).", ja=f"（出典：{said}）。") if said else tell(en=".", ja="。"))
    ]


def notes_at(
    texts: Sequence[str], x: float, y: float, room: float, scale: float
) -> tuple[list[Label], float]:
    """Return paragraphs one below the other, and where they end."""
    notes = []
    for text in texts:
        note = paragraph_at(text, x, y, room, scale)
        notes.append(note)
        y = note.box.bottom + 4 * scale
    return notes, y
