"""Cut the Japanese font down to what city halls can type, and write its widths as a table.

    python scripts/fonts.py            # needs fonttools and the packages noto-cjk-sans-jp-regular and -bold

Kept: ASCII, Latin-1, Latin Extended-A and some signs; JIS X 0208; CP932's NEC and IBM extensions; half-width kana. Kerning and
other features are dropped, so that the width of a text is the sum of the widths of its characters everywhere.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parents[1] / "src/bprkit/data/fonts"
SOURCES = {
    "Regular": ("noto_cjk_sans_jp_regular", "NotoSansCJKjp-Regular.otf"),
    "Bold": ("noto_cjk_sans_jp_bold", "NotoSansCJKjp-Bold.otf"),
}
FAMILY = "Noto Sans JP"
LOST = {0x2252: "cid00858"}
"""Glyphs (≒) that are in the package's fonts, but not in their table of characters."""
SIGNS = "–—―‘’“”„†‡•…‰‹›€™←↑→↓↔⇒⇔−≈≠≤≥≦≧≪≫∞∥✓✔✗①②③④⑤⑥⑦⑧⑨⑩〜～㊞㍻㋿"


def typeable() -> set[int]:
    """Return the code points to keep."""
    kept = set(range(0x20, 0x7F)) | set(range(0xA0, 0x180)) | {ord(sign) for sign in SIGNS}
    for lead in [*range(0x81, 0xA0), *range(0xE0, 0xFD)]:
        for trail in range(0x40, 0xFD):
            try:
                kept.add(ord(bytes((lead, trail)).decode("cp932")))
            except (UnicodeDecodeError, TypeError):
                continue
    kept |= {ord(bytes((single,)).decode("cp932")) for single in range(0xA1, 0xE0)}
    return {point for point in kept if not 0xE000 <= point <= 0xF8FF}


def cut(weight: str) -> TTFont:
    """Return the subset of one weight under the family's name."""
    package, file = SOURCES[weight]
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise SystemExit(f"pip install {package.replace('_', '-')} first")
    font = TTFont(Path(found.submodule_search_locations[0]) / file, recalcTimestamp=False)
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format in (4, 12):
            for point, glyph in LOST.items():
                table.cmap.setdefault(point, glyph)
    options = subset.Options(
        layout_features=[], hinting=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], notdef_outline=True
    )
    options.drop_tables += ["GPOS", "GSUB", "vhea", "vmtx", "VORG", "BASE"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=typeable())
    cutter.subset(font)
    names = {1: FAMILY, 2: weight, 4: f"{FAMILY} {weight}", 6: f"NotoSansJP-{weight}"}
    for record in list(font["name"].names):
        if record.nameID in names:
            record.string = names[record.nameID]
        elif record.nameID in (16, 17, 3):
            font["name"].removeNames(nameID=record.nameID)
    return font


def widths(font: TTFont) -> dict[str, str]:
    """Return, for each width in thousandths of the size, the characters that have it."""
    by_width: dict[int, list[str]] = {}
    advance = font["hmtx"]
    scale = 1000 / font["head"].unitsPerEm
    for point, glyph in sorted(font.getBestCmap().items()):
        by_width.setdefault(round(advance[glyph][0] * scale), []).append(chr(point))
    return {str(width): "".join(letters) for width, letters in sorted(by_width.items())}


def main() -> None:
    """Write both weights and the table."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    table = {}
    for weight in SOURCES:
        font = cut(weight)
        path = FOLDER / f"NotoSansJP-{weight}.otf"
        font.save(path)
        table[weight.lower()] = widths(font)
        print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB, {len(font.getBestCmap())} characters")
    licence = importlib.metadata.files(SOURCES["Regular"][0].replace("_", "-")) or []
    text = next(file for file in licence if file.name == "LICENSE").read_text()
    (FOLDER / "OFL.txt").write_text(text, encoding="utf-8")
    text = json.dumps(table, ensure_ascii=False, indent=1)
    (FOLDER / "widths.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
