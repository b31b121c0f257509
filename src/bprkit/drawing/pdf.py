"""The PDF painter: the SVG set by typst, so that lines stay lines and text can be selected, searched and read aloud."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bprkit.drawing.glyphs import warn_of_blanks
from bprkit.drawing.painted import Painted
from bprkit.drawing.papers import POINTS, Paper, paper_of
from bprkit.drawing.svg import paint
from bprkit.drawing.text import font_files
from bprkit.files import write_beside
from bprkit.language import speaking

if TYPE_CHECKING:
    from bprkit.drawing.paging import Pages
    from bprkit.drawing.picture import Picture
    from bprkit.drawing.theme import Theme

_SOURCE = """
#set document(title: sys.inputs.title, date: none)
#set page({page})
#set text(lang: sys.inputs.language)
#align(center + horizon, image(
  bytes(sys.inputs.svg), format: "svg", alt: sys.inputs.title, width: {width}pt, height: {height}pt,
))
"""
_PAGES = """
#set document(title: sys.inputs.title, date: none)
#set page({page})
#set text(lang: sys.inputs.language)
"""
_PAGE = """#align(center + top, image(
  bytes(sys.inputs.svg{number}), format: "svg", alt: sys.inputs.title{number}, width: {width}pt, height: {height}pt,
))
"""


def write_pdf(picture: Picture, path: str | os.PathLike[str], paper: str | None = None) -> Path:
    """Write a picture as PDF and return its path.

    paper: "a4" or "a3", lying or standing as the picture fits better; a picture drawn for that paper takes as many pages as
    it has. Without, the page is as large as the picture. Characters without a glyph are told by a `MissingGlyphs` warning.
    Raises InputError for another paper, OutputError as `write_beside` does.

    >>> from bprkit.drawing import draw
    >>> from bprkit.procedure.model import Procedure, Task
    >>> path = write_pdf(draw(Procedure(id="p", nodes=(Task(id="起案"),))), Path(tempfile.mkdtemp()) / "x.pdf", "a4")
    >>> path.read_bytes()[:5]
    b'%PDF-'
    """
    data = pdf_bytes(picture, paper)
    with write_beside(path) as unfinished:
        unfinished.write_bytes(data)
    return Path(path)


def pdf_bytes(picture: Picture | Painted, paper: str | None = None) -> bytes:
    """Return what `write_pdf` writes: the same picture gives the same bytes."""
    import typst

    with speaking(picture.language):
        sheet = paper_of(paper) if paper is not None else None
        warn_of_blanks("".join(picture.missing), picture.fonts)
    title = " ".join(picture.sheet.title.lines)
    inputs = {"title": title, "language": picture.language}
    if not isinstance(picture, Painted) and picture.pages is not None and paper in (None, picture.pages.name):
        source, more = _paged(picture.pages, picture.theme)
        inputs |= more
    else:
        inputs["svg"] = picture.svg if isinstance(picture, Painted) else paint(picture.sheet, picture.theme)
        source = _source(picture.sheet.width, picture.sheet.height, sheet)
    with _folders(picture.fonts) as folders:
        search: Any = folders  # its types want folders to be bytes where the source is
        made = typst.compile(
            source.encode(),
            format="pdf",
            sys_inputs=inputs,
            font_paths=search,
            ignore_system_fonts=True,
            timestamp=0,
        )
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    return made


def _source(width: float, height: float, paper: Paper | None) -> str:
    """Return the typst document: one page with the picture on it."""
    if paper is None:
        page = f"width: {width * POINTS:.3f}pt, height: {height * POINTS:.3f}pt, margin: 0pt"
        return _SOURCE.format(
            page=page, width=f"{width * POINTS:.3f}", height=f"{height * POINTS:.3f}"
        ).strip()
    best = max((paper, paper.turned()), key=lambda each: each.scale(width, height))
    points = best.scale(width, height) * POINTS * 0.9999  # rounding must not start a second page
    page = f"width: {best.width}mm, height: {best.height}mm, margin: {best.margin}mm"
    return _SOURCE.format(page=page, width=f"{width * points:.3f}", height=f"{height * points:.3f}").strip()


def _paged(pages: Pages, theme: Theme) -> tuple[str, dict[str, str]]:
    """Return the typst document of the pages of a paper, and what it needs."""
    paper, points = pages.paper, pages.scale * POINTS * 0.9999
    page = f"width: {paper.width}mm, height: {paper.height}mm, margin: {paper.margin}mm"
    inputs, parts = {}, []
    for number, sheet in enumerate(pages.sheets, 1):
        inputs[f"svg{number}"] = paint(sheet, theme)
        inputs[f"title{number}"] = " ".join(sheet.title.lines)
        width, height = f"{sheet.width * points:.3f}", f"{sheet.height * points:.3f}"
        parts.append(_PAGE.format(number=number, width=width, height=height))
    return (_PAGES.format(page=page) + "#pagebreak()\n".join(parts)).strip(), inputs


@contextmanager
def _folders(fonts: Sequence[Path]) -> Iterator[list[str]]:
    """Give the folders with the fonts: typst takes folders, so further fonts are put into one."""
    own = str(font_files()[0].parent)
    if not fonts:
        yield [own]
        return
    with tempfile.TemporaryDirectory() as folder:
        for number, font in enumerate(fonts):
            shutil.copyfile(font, Path(folder) / f"{number}{font.suffix}")
        yield [own, folder]
