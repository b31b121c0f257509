"""The PNG painter: the SVG drawn by resvg with the font that travels with bprkit; characters it lacks are told."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path

from bprkit.drawing.text import FAMILY, font_files, missing_glyphs
from bprkit.language import tell


class MissingGlyphs(UserWarning):
    """Characters that would stay blank in a picture, because the font lacks them."""


def png_bytes(svg: str, texts: str, *, zoom: float = 1.0, fonts: Sequence[Path] = ()) -> bytes:
    """Return an SVG as PNG.

    texts: what is written on it; a character that the font lacks is told by a `MissingGlyphs` warning, unless other fonts
    are given, which then stand in. zoom: pixels to each 1/96 inch.
    """
    import resvg_py

    lacking = missing_glyphs(texts)
    if lacking and not fonts:
        warnings.warn(missing_text(lacking), MissingGlyphs, stacklevel=3)
    files = [*font_files(), *fonts]
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            skip_system_fonts=True,
            font_files=[str(path) for path in files],
            font_family=FAMILY,
            sans_serif_family=FAMILY,
            dpi=96,
            zoom=zoom,
        )
    )


def missing_text(lacking: Sequence[str]) -> str:
    """Return what is told of characters that the font lacks."""
    shown = " ".join(f"{letter} (U+{ord(letter):04X})" for letter in lacking[:12])
    more = len(lacking) - 12
    return tell(
        en=f"The bundled font lacks {shown}"
        + (f" and {more} more" if more > 0 else "")
        + ": empty boxes stand "
        "for them in the picture. Give a font that has them (fonts=[…], or --font), or write them otherwise.",
        ja=f"同梱のフォントに次の文字がありません：{shown}" + (f" ほか{more}字" if more > 0 else "") + "。"
        "図では空の四角になります。その文字を持つフォントを fonts=[…]（--font）で指定するか、別の表記にしてください。",
    )
