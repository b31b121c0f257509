"""Characters that the bundled font lacks, told by a warning: blank where it paints, another font where a viewer does."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path

from bprkit.drawing.text import missing_glyphs
from bprkit.language import tell


class MissingGlyphs(UserWarning):
    """Characters of a picture that the bundled font lacks."""


def warn_of_blanks(texts: str, fonts: Sequence[Path] = ()) -> None:
    """Warn of characters that stay blank in a picture painted here, unless further fonts are given, which then stand in."""
    lacking = missing_glyphs(texts)
    if lacking and not fonts:
        told = tell(
            en=f"{_lacking(lacking)}: empty boxes stand for them in the picture. Give a font that has them (fonts=[…], or "
            "--font), or write them otherwise.",
            ja=f"{_lacking(lacking)}。図では空の四角になります。その文字を持つフォントを fonts=[…]（--font）で指定するか、"
            "別の表記にしてください。",
        )
        warnings.warn(told, MissingGlyphs, stacklevel=3)


def warn_of_other_fonts(texts: str) -> None:
    """Warn of characters for which, in a form that holds no font, one of the viewer's machine stands in.

    Further fonts do not help: such a form only names them.
    """
    lacking = missing_glyphs(texts)
    if lacking:
        told = tell(
            en=f"{_lacking(lacking)}: the viewer's font stands in for them. Look at them where the file is opened, or save as "
            ".pdf or .png with a font that has them (fonts=[…], or --font).",
            ja=f"{_lacking(lacking)}。この形式では、開く端末のフォントで表示されます。開く端末で字形を確かめるか、その文字を持つ"
            "フォントを fonts=[…]（--font）で指定して .pdf か .png で保存してください。",
        )
        warnings.warn(told, MissingGlyphs, stacklevel=3)


def _lacking(lacking: Sequence[str]) -> str:
    shown = " ".join(f"{letter} (U+{ord(letter):04X})" for letter in lacking[:12])
    more = len(lacking) - 12
    return tell(
        en=f"The bundled font lacks {shown}" + (f" and {more} more" if more > 0 else ""),
        ja=f"同梱のフォントに次の文字がありません：{shown}" + (f" ほか{more}字" if more > 0 else ""),
    )
