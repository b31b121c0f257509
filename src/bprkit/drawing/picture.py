"""`draw(procedure)` and `draw_comparison(as_is, to_be)`: a `Picture` that can be shown and saved."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bprkit.drawing.cards import Figure
from bprkit.drawing.forms import painter_for
from bprkit.drawing.geometry import Drawing, Sheet
from bprkit.drawing.heat import Heat
from bprkit.drawing.lanegrid import layout, layout_bands, layout_states
from bprkit.drawing.papers import paper_of, widest_for
from bprkit.drawing.png import png_bytes
from bprkit.drawing.sheets import comparison_sheet, single_sheet
from bprkit.drawing.svg import paint
from bprkit.drawing.text import missing_glyphs
from bprkit.drawing.theme import LIGHT, Theme
from bprkit.errors import InputError
from bprkit.files import write_beside
from bprkit.language import Language, current, speaking
from bprkit.procedure.model import Procedure

if TYPE_CHECKING:
    from bprkit.procedure.comparing import Comparison


@dataclass(frozen=True)
class Picture:
    """A sheet that every painter paints alike.

    procedures: what it shows, for painters that tell more than the sheet. fonts: further fonts, for characters that the
    bundled one lacks. paper: what a PDF is fitted on ("a4", "a3"), else its page is as large as the picture. cards: totals
    that it was given besides its own.
    """

    sheet: Sheet
    theme: Theme = LIGHT
    language: Language = "ja"
    procedures: tuple[Procedure, ...] = ()
    comparison: Comparison | None = None
    fonts: tuple[Path, ...] = ()
    paper: str | None = None
    cards: tuple[Figure, ...] = ()

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        """The drawings on it."""
        return tuple(panel.drawing for panel in self.sheet.panels)

    @cached_property
    def svg(self) -> str:
        """The picture as the text of an SVG file."""
        return paint(self.sheet, self.theme)

    @property
    def missing(self) -> tuple[str, ...]:
        """Characters on it that the bundled font lacks."""
        return missing_glyphs(self.sheet.texts)

    def png(self, zoom: float = 2.0) -> bytes:
        """Return it as PNG, `zoom` pixels to each 1/96 inch; characters without a glyph are told by a warning."""
        with speaking(self.language):
            return png_bytes(self.svg, self.sheet.texts, zoom=zoom, fonts=self.fonts)

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write it in the form that the ending of the name tells, and return the path.

        The forms: .svg, .png, .pdf, .pptx, .xlsx, .html, and for a single state .bpmn, .mmd and .dot. What a form had to
        leave out, and characters that the bundled font lacks, are told by warnings. Raises InputError for another ending, and
        OutputError where the file cannot be written; then a file that was there stays.
        """
        wanted = Path(path)
        content = painter_for(wanted, several=len(self.procedures) > 1)(self)
        with write_beside(wanted) as unfinished:
            unfinished.write_bytes(content)
        return wanted


def draw(
    procedure: Procedure,
    *,
    vertical: bool = False,
    theme: Theme = LIGHT,
    unfold: Sequence[str] | bool = False,
    widest: float | None = None,
    paper: str | None = None,
    heat: Heat | None = None,
    language: Language | None = None,
    fonts: Sequence[str | os.PathLike[str]] = (),
) -> Picture:
    """Draw a procedure in lanes.

    vertical: lanes run downwards. unfold: ids of sub-processes to open, True for all. widest: a flow that is longer (in
    pixels of 1/96 inch; not if vertical) goes on in rows below, cut ways marked by letters. paper: "a4" or "a3": rows
    are cut so that the drawing is largest on it, and a PDF is fitted on it. heat: what a log says of the steps.
    language: of the texts, else that in use. fonts: files of further fonts. Raises InputError for another paper.

    >>> from bprkit.procedure.model import Flow, Procedure, Task, Title
    >>> picture = draw(Procedure(id="p", nodes=(Task(id="a", title=Title("起案")),)), language="ja")
    >>> picture.svg.count(">起案</text>")
    1
    """
    with speaking(language or current()):
        if paper is not None and widest is None and not vertical:
            widest = widest_for(procedure, paper, theme=theme, unfold=unfold)
        if widest is None or vertical:
            drawings: tuple[Drawing, ...] = (
                layout(procedure, vertical=vertical, theme=theme, unfold=unfold, heat=heat),
            )
        else:
            drawings = layout_bands(procedure, widest, theme=theme, unfold=unfold, heat=heat)
        sheet = single_sheet(procedure, drawings, theme, heat.explained if heat is not None else ())
        return Picture(sheet, theme, current(), (procedure,), None, tuple(map(Path, fonts)), paper)


def draw_comparison(
    *states: Procedure,
    comparison: Comparison | None = None,
    vertical: bool = False,
    theme: Theme = LIGHT,
    unfold: Sequence[str] | bool = False,
    aligned: bool = True,
    paper: str | None = None,
    cards: Sequence[Figure] = (),
    language: Language | None = None,
    fonts: Sequence[str | os.PathLike[str]] = (),
) -> Picture:
    """Draw states of a procedure with the same lanes, the earliest first: one above the other, side by side if vertical.

    comparison: of the states, made if missing. aligned: matching steps stand in line. paper: what a PDF is fitted on.
    cards: further totals, such as yen a case, shown below those that a procedure tells itself; each with a value for every
    state. The rest as `draw` takes it. Raises InputError for fewer than two states, for a paper that is not known, and for
    a card with more or fewer values than states.

    >>> from bprkit.procedure.model import Flow, Procedure, Task
    >>> before = Procedure(id="p", nodes=(Task(id="起案"), Task(id="印刷")), flows=(Flow(source="起案", target="印刷"),))
    >>> after = Procedure(id="p", state="to_be", nodes=(Task(id="起案"),))
    >>> ">廃止</text>" in draw_comparison(before, after, language="ja").svg
    True
    >>> postage = Figure("郵送料", (220, 110), "円", "1件あたり")
    >>> ">220 → 110円</text>" in draw_comparison(before, after, cards=[postage], language="ja").svg
    True
    """
    from bprkit.procedure.comparing import compare

    with speaking(language or current()):
        if paper is not None:
            paper_of(paper)
        _refuse_other_numbers(cards, len(states))
        found = comparison or compare(*states)
        drawings = layout_states(
            states, found, vertical=vertical, theme=theme, unfold=unfold, aligned=aligned
        )
        sheet = comparison_sheet(states, drawings, found, theme, cards)
        return Picture(sheet, theme, current(), states, found, tuple(map(Path, fonts)), paper, tuple(cards))


def _refuse_other_numbers(cards: Sequence[Figure], states: int) -> None:
    for card in cards:
        if len(card.values) != states:
            raise InputError(
                en=f"The card '{card.title}' has {len(card.values)} values for {states} states. Give one for each state.",
                ja=f"カード「{card.title}」の値は{len(card.values)}個ですが、状態は{states}つです。状態ごとに1つずつ指定してください。",
            )
