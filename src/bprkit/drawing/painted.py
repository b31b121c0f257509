"""A picture that is painted already: process maps and charts, shown and saved like any other `Picture`."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from pathlib import Path

from bprkit.drawing.geometry import Box, Label, Sheet
from bprkit.drawing.glyphs import warn_of_other_fonts
from bprkit.drawing.png import png_bytes
from bprkit.drawing.text import missing_glyphs
from bprkit.errors import InputError
from bprkit.files import write_beside
from bprkit.language import Language, speaking

_WRITTEN = re.compile(r"<text\b[^>]*>([^<]*)</text>")
_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'


@dataclass(frozen=True)
class Painted:
    """An SVG; width and height in pixels of 1/96 inch.

    paper: what a PDF of it is set on ("a4" or "a3"), None for a page of its own size.
    left_out: sentences that say what the picture does not show, as its caption does. forms: what gives the text of forms that
    not every picture has, by extension, such as ".dot".

    >>> picture = Painted('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', 9, 9, "Nothing", "en")
    >>> picture.png()[:4]
    b'\\x89PNG'
    """

    svg: str
    width: float
    height: float
    title: str
    language: Language
    left_out: tuple[str, ...] = ()
    fonts: tuple[Path, ...] = ()
    paper: str | None = None
    forms: Mapping[str, Callable[[], str]] = field(default_factory=dict)

    @property
    def texts(self) -> str:
        """What is written on it."""
        return _written(self.svg)

    @property
    def missing(self) -> tuple[str, ...]:
        """Characters on it that the bundled font lacks."""
        return missing_glyphs(self.texts)

    @property
    def sheet(self) -> Sheet:
        """Its size and title, as painters of other pictures ask for them."""
        return Sheet(self.width, self.height, Label(Box(0, 0, self.width, 0), (self.title,), 0, 0))

    @property
    def inline(self) -> str:
        """The SVG as it stands inside an HTML page, which knows the namespace by itself."""
        return self.svg.replace(_NAMESPACE, "", 1).strip()

    def png(self, zoom: float = 2.0) -> bytes:
        """Return it as PNG, `zoom` pixels to each 1/96 inch; characters without a glyph are told by a warning."""
        with speaking(self.language):
            return png_bytes(self.svg, self.texts, zoom=zoom, fonts=self.fonts)

    def pdf(self, paper: str | None = None) -> bytes:
        """Return it as PDF: lines stay lines, text can be selected.

        paper: "a4" or "a3", lying or standing; without, the page is as large as the picture.
        """
        from bprkit.drawing.pdf import pdf_bytes

        return pdf_bytes(self, paper or self.paper)

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write it in the form that the extension names; return the path.

        Raises InputError for an extension that it has no form for, and OutputError where the file cannot be written.
        Characters that the bundled font lacks are told by a `MissingGlyphs` warning.
        """
        wanted = Path(path)
        content = painter_for(wanted, self.forms)(self)
        with write_beside(wanted) as unfinished:
            unfinished.write_bytes(content)
        return wanted


def painter_for(path: Path, more: Collection[str] = ()) -> Callable[[Painted], bytes]:
    """Return what paints a file of this extension; raises InputError if nothing does.

    more: extensions of forms that this picture has besides those of every picture.
    """
    extension = path.suffix.lower()
    if extension in PAINTERS:
        return PAINTERS[extension]
    if extension in more:
        return partial(_further, extension)
    known = ", ".join([*PAINTERS, *more])
    raise InputError(
        en=f"{path}: this picture is not written as {path.suffix or 'a file without extension'}. Use {known}.",
        ja=f"{path}：この図は{path.suffix or '拡張子なし'}の形式では保存できません。{known} のいずれかにしてください。",
    )


def _written(text: str) -> str:
    return "".join(unescape(found) for found in _WRITTEN.findall(text))


def _further(extension: str, picture: Painted) -> bytes:
    with speaking(picture.language):
        text = picture.forms[extension]()
        warn_of_other_fonts(_written(text))
        return text.encode("utf-8")


def _svg_bytes(picture: Painted) -> bytes:
    with speaking(picture.language):
        warn_of_other_fonts(picture.texts)
    return picture.svg.encode("utf-8")


PAINTERS: Mapping[str, Callable[[Painted], bytes]] = {
    ".svg": _svg_bytes,
    ".png": Painted.png,
    ".pdf": Painted.pdf,
}
"""What paints a file of each extension."""
