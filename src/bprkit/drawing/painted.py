"""A picture that is painted already: process maps and charts, shown and saved like any other `Picture`."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bprkit.drawing.png import png_bytes
from bprkit.drawing.text import missing_glyphs
from bprkit.errors import InputError
from bprkit.files import write_beside
from bprkit.language import Language, speaking


@dataclass(frozen=True)
class Painted:
    """An SVG with what is written on it; width and height in pixels of 1/96 inch.

    left_out: sentences that say what the picture does not show, as its caption does.

    >>> picture = Painted('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', 9, 9, "", "en")
    >>> picture.png()[:4]
    b'\\x89PNG'
    """

    svg: str
    width: float
    height: float
    texts: str
    language: Language
    left_out: tuple[str, ...] = ()
    fonts: tuple[Path, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Characters on it that the bundled font lacks."""
        return missing_glyphs(self.texts)

    def png(self, zoom: float = 2.0) -> bytes:
        """Return it as PNG, `zoom` pixels to each 1/96 inch; characters without a glyph are told by a warning."""
        with speaking(self.language):
            return png_bytes(self.svg, self.texts, zoom=zoom, fonts=self.fonts)

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write it as .svg or .png and return the path.

        Raises InputError for another extension, and OutputError where the file cannot be written.
        """
        wanted = Path(path)
        painter = painter_for(wanted)
        with write_beside(wanted) as unfinished:
            unfinished.write_bytes(painter(self))
        return wanted


def painter_for(path: Path) -> Callable[[Painted], bytes]:
    """Return what paints a file of this extension; raises InputError if nothing does."""
    painter = PAINTERS.get(path.suffix.lower())
    if painter is None:
        known = ", ".join(PAINTERS)
        raise InputError(
            en=f"{path}: maps and charts are not written as {path.suffix or 'a file without extension'}. Use {known}.",
            ja=f"{path}：マップとグラフは{path.suffix or '拡張子なし'}の形式では保存できません。{known} のいずれかにしてください。",
        )
    return painter


def _svg_bytes(picture: Painted) -> bytes:
    return picture.svg.encode("utf-8")


def _png_bytes(picture: Painted) -> bytes:
    return picture.png()


PAINTERS: Mapping[str, Callable[[Painted], bytes]] = {".svg": _svg_bytes, ".png": _png_bytes}
"""What paints a file of each extension."""
