"""The PNG painter: the SVG drawn by resvg with the font that travels with bprkit; characters it lacks are told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bprkit.drawing.glyphs import warn_of_blanks
from bprkit.drawing.text import FAMILY, font_files


def png_bytes(svg: str, texts: str, *, zoom: float = 1.0, fonts: Sequence[Path] = ()) -> bytes:
    """Return an SVG as PNG.

    texts: what is written on it; a character that the font lacks is told by a `MissingGlyphs` warning, unless other fonts
    are given, which then stand in. zoom: pixels to each 1/96 inch.
    """
    import resvg_py

    warn_of_blanks(texts, fonts)
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
