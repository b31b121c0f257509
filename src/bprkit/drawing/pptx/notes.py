"""What the speaker notes tell: the figures of a state or of all, and each step with its times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bprkit.drawing import words
from bprkit.drawing.cards import Figure, figures
from bprkit.drawing.geometry import Sheet
from bprkit.drawing.text import plain
from bprkit.language import tell
from bprkit.procedure.model import Procedure, Task, walk

if TYPE_CHECKING:
    from bprkit.procedure.comparing.totals import Totals


def comparison_notes(sheet: Sheet) -> str:
    """Return the totals before and after, and what changed in each drawing."""
    return "\n".join([*_titles(sheet), *_cards(sheet), *_changes(sheet), *_told(sheet)])


def state_notes(
    procedure: Procedure, sheet: Sheet, totals: Totals | None = None, more: Sequence[Figure] = ()
) -> str:
    """Return the totals of a procedure, and its steps; totals: counted if missing; more: further ones of this state."""
    found = [*figures([totals or _totals(procedure)]), *more]
    return "\n".join([*_titles(sheet), *_figures(found), *_steps(procedure), *_told(sheet)])


def further_notes(sheet: Sheet) -> str:
    """Return what belongs to a page after the first of a state."""
    return "\n".join([*_titles(sheet), *_told(sheet)])


def _titles(sheet: Sheet) -> Iterator[str]:
    yield "".join(sheet.title.lines)
    if sheet.subtitle is not None:
        yield "".join(sheet.subtitle.lines)


def _told(sheet: Sheet) -> Iterator[str]:
    if sheet.notes:
        yield ""
    yield from ("".join(note.lines) for note in sheet.notes)


def _cards(sheet: Sheet) -> Iterator[str]:
    if sheet.cards:
        yield ""
        yield tell(en="Totals, before → after", ja="合計（前→後）")
    for card in sheet.cards:
        change = tell(en=f" ({card.change})", ja=f"（{card.change}）") if card.change else ""
        about = tell(en=f"; {card.note}", ja=f"、{card.note}") if card.note else ""
        yield tell(en=f"- {card.title}: ", ja=f"・{card.title}：") + card.value + change + about


def _changes(sheet: Sheet) -> Iterator[str]:
    for panel in sheet.panels:
        found = [
            (badge.lines[0], shape.title)
            for shape in panel.drawing.shapes
            for badge in shape.badges
            if badge.kind == "change" and badge.lines
        ]
        if found:
            yield ""
            yield "".join(panel.heading.lines) if panel.heading is not None else panel.drawing.title
        for word, title in found:
            yield tell(en=f"- {word}: {title}", ja=f"・{word}：{title}")


def _figures(found: Sequence[Figure]) -> Iterator[str]:
    if found:
        yield ""
        yield tell(en="Figures", ja="数値")
    for figure in found:
        about = tell(en=f" ({figure.note})", ja=f"（{figure.note}）") if figure.note else ""
        yield tell(en=f"- {figure.title}: ", ja=f"・{figure.title}：") + figure_text(figure) + about


def figure_text(figure: Figure, place: int = 0) -> str:
    """Return the figure of a state with its unit."""
    value = figure.values[place]
    return words.minutes(value) if figure.minutes else words.number(value) + words.unit(value, figure.unit)


def _totals(procedure: Procedure) -> Totals:
    from bprkit.procedure.comparing.course import course_of
    from bprkit.procedure.comparing.totals import totals_of

    return totals_of(procedure, course_of(procedure))


def _steps(procedure: Procedure) -> Iterator[str]:
    roles = {role.id: plain(str(role.title)) or role.id for role in procedure.roles}
    tasks = [node for node in walk(procedure.nodes) if isinstance(node, Task)]
    if tasks:
        yield ""
        yield tell(en="Steps", ja="工程")
    for number, task in enumerate(tasks, 1):
        parts = [
            roles.get(task.role or "", plain(task.role or "")),
            words.touch(task),
            words.wait(task.wait, task.estimate),
            plain(task.mandatory.citation) if task.mandatory is not None else "",
        ]
        told = tell(en="; ", ja="、").join(part for part in parts if part)
        title = plain(str(task.title)) or task.id
        yield f"{number}. {title}" + (tell(en=f" ({told})", ja=f"（{told}）") if told else "")
