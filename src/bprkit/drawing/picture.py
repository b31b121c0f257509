"""`draw(procedure)` and `draw_comparison(as_is, to_be)`: a `Picture` that can be shown and saved."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bprkit.drawing.cards import Figure
from bprkit.drawing.forms import PRINTED, painter_for
from bprkit.drawing.geometry import Drawing, Sheet
from bprkit.drawing.heat import Heat
from bprkit.drawing.lanegrid import layout, layout_bands, layout_states
from bprkit.drawing.lanegrid.bands import whole_procedure, whole_states
from bprkit.drawing.pages import around_procedure, around_states
from bprkit.drawing.paging import Pages, best_pages, warn_if_small
from bprkit.drawing.papers import paper_of
from bprkit.drawing.png import png_bytes
from bprkit.drawing.sheets import comparison_sheet, single_sheet
from bprkit.drawing.svg import paint, paint_pages
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
    that it was given besides its own. pages: the same in rows on pages of that paper.
    """

    sheet: Sheet
    theme: Theme = LIGHT
    language: Language = "ja"
    procedures: tuple[Procedure, ...] = ()
    comparison: Comparison | None = None
    fonts: tuple[Path, ...] = ()
    paper: str | None = None
    cards: tuple[Figure, ...] = ()
    pages: Pages | None = None

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        """The drawings on it."""
        return tuple(panel.drawing for panel in self.sheet.panels)

    @cached_property
    def svg(self) -> str:
        """The picture as the text of an SVG file; pages of paper stand one below the other."""
        return paint_pages(self.printed, self.theme)

    @property
    def printed(self) -> tuple[Sheet, ...]:
        """The sheets that a printer prints: one, or the pages of a paper."""
        return (self.sheet,) if self.pages is None else self.pages.sheets

    @property
    def vertical(self) -> bool:
        """Whether its lanes run downwards."""
        return any(drawing.vertical for drawing in self.drawings)

    @property
    def missing(self) -> tuple[str, ...]:
        """Characters on it that the bundled font lacks."""
        return missing_glyphs(self.sheet.texts)

    def png(self, zoom: float = 2.0, *, page: int | None = None) -> bytes:
        """Return it as PNG, `zoom` pixels to each 1/96 inch; characters without a glyph are told by a warning.

        page: one of `printed`, counted from 0; without, all of them below one another.
        """
        svg = self.svg if page is None else paint(self.printed[page], self.theme)
        texts = self.sheet.texts if page is None else self.printed[page].texts
        with speaking(self.language):
            return png_bytes(svg, texts, zoom=zoom, fonts=self.fonts)

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write it in the form that the ending of the name tells, and return the path.

        The forms: .svg, .png, .pdf, .pptx, .xlsx, .html, and for a single state .bpmn, .mmd and .dot. What a form had to
        leave out, and characters that the bundled font lacks, are told by warnings. Raises InputError for another ending, and
        OutputError where the file cannot be written; then a file that was there stays. Titles of steps that are too small to
        be read on the paper are told by a `SmallType` warning.
        """
        wanted = Path(path)
        content = painter_for(wanted, several=len(self.procedures) > 1)(self)
        if self.paper is not None and wanted.suffix.lower() in PRINTED:
            with speaking(self.language):
                warn_if_small(self._scale_on(self.paper), self.theme, self.paper, vertical=self.vertical)
        with write_beside(wanted) as unfinished:
            unfinished.write_bytes(content)
        return wanted

    def _scale_on(self, name: str) -> float:
        if self.pages is not None:
            return self.pages.scale
        paper = paper_of(name)
        return max(each.scale(self.sheet.width, self.sheet.height) for each in (paper, paper.turned()))


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
    pixels of 1/96 inch; not if vertical) goes on in rows below, cut ways marked by letters. paper: "a4" or "a3": a long
    flow goes on in rows and on pages, so that the titles of steps have six points. heat: what a log says of the steps.
    language: of the texts, else that in use. fonts: files of further fonts. Raises InputError for another paper.

    >>> from bprkit.procedure.model import Flow, Procedure, Task, Title
    >>> picture = draw(Procedure(id="p", nodes=(Task(id="a", title=Title("起案")),)), language="ja")
    >>> picture.svg.count(">起案</text>")
    1
    """
    with speaking(language or current()):
        pages = None
        told = heat.explained if heat is not None else ()
        if paper is not None:
            paper_of(paper)
        if paper is not None and widest is None and not vertical:
            whole = whole_procedure(procedure, theme=theme, unfold=unfold, heat=heat)
            pages = best_pages(whole, paper, around_procedure(procedure, told), theme)
            drawings: tuple[Drawing, ...] = tuple(part for row in pages.rows for part in row if part)
        elif widest is None or vertical:
            drawings = (layout(procedure, vertical=vertical, theme=theme, unfold=unfold, heat=heat),)
        else:
            drawings = layout_bands(procedure, widest, theme=theme, unfold=unfold, heat=heat)
        sheet = single_sheet(procedure, drawings, theme, told)
        return Picture(
            sheet, theme, current(), (procedure,), None, tuple(map(Path, fonts)), paper, pages=pages
        )


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

    comparison: of the states, made if missing. aligned: matching steps stand in line. paper: "a4" or "a3": the states are
    cut at the same places, and each row stands below the same row of the state before.
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
        pages = None
        if paper is not None and not vertical and aligned:
            whole = whole_states(states, found, theme=theme, unfold=unfold)
            alone = tuple(around_procedure(state) for state in states)
            pages = best_pages(whole, paper, around_states(states, found, cards), theme, alone)
        fonts_too = tuple(map(Path, fonts))
        return Picture(sheet, theme, current(), states, found, fonts_too, paper, tuple(cards), pages)


def _refuse_other_numbers(cards: Sequence[Figure], states: int) -> None:
    for card in cards:
        if len(card.values) != states:
            raise InputError(
                en=f"The card '{card.title}' has {len(card.values)} values for {states} states. Give one for each state.",
                ja=f"カード「{card.title}」の値は{len(card.values)}個ですが、状態は{states}つです。状態ごとに1つずつ指定してください。",
            )
