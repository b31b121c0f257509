"""How wide text is in the font that travels with bprkit, and where Japanese and Latin lines may break.

Widths are those of the font's own table, so that what fits here fits in the picture.
"""

from __future__ import annotations

import itertools
import json
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

FAMILY = "Noto Sans JP"
NOT_FIRST = frozenset(
    "、。，．,.:;・：；？！?!）)］]｝}〕〉》」』】々ー〜～…‥％%℃゛゜ヽヾゝゞ’”ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
)
"""Kinsoku: what may not begin a line."""
NOT_LAST = frozenset("（(［[｛{〔〈《「『【‘“￥¥＄$＃#第")
"""Kinsoku: what may not end a line."""
_ELLIPSIS = "…"
_UNKNOWN_WIDE, _UNKNOWN_NARROW = 1000, 600


def font_files() -> tuple[Path, Path]:
    """Return the paths of the regular and the bold font."""
    folder = Path(str(files("bprkit") / "data" / "fonts"))
    return folder / "NotoSansJP-Regular.otf", folder / "NotoSansJP-Bold.otf"


@cache
def _table(weight: str) -> Mapping[str, int]:
    text = (files("bprkit") / "data" / "fonts" / "widths.json").read_text("utf-8")
    return {
        letter: int(advance) for advance, letters in json.loads(text)[weight].items() for letter in letters
    }


def _advance(letter: str, table: Mapping[str, int]) -> int:
    found = table.get(letter)
    if found is not None:
        return found
    if unicodedata.combining(letter):
        return 0
    return _UNKNOWN_WIDE if unicodedata.east_asian_width(letter) in "WFA" else _UNKNOWN_NARROW


@lru_cache(maxsize=16_384)
def _thousandths(text: str, bold: bool) -> int:
    table = _table("bold" if bold else "regular")
    return sum(table[letter] if letter in table else _advance(letter, table) for letter in text)


def width(text: str, size: float, bold: bool = False) -> float:
    """Return how wide a line of text is, in the unit of `size`.

    >>> width("起案書", 12)
    36.0
    >>> width("iii", 10) < width("WWW", 10)
    True
    """
    return _thousandths(text, bold) * size / 1000


def missing_glyphs(text: str) -> tuple[str, ...]:
    """Return the characters that the font lacks, each once, in the order of the text.

    >>> missing_glyphs("髙﨑①㈱は出る、𠮷は出ない")
    ('𠮷',)
    """
    table = _table("regular")
    blank = (letter for letter in text if letter not in table and not letter.isspace())
    return tuple(dict.fromkeys(letter for letter in blank if unicodedata.category(letter)[0] != "C"))


def plain(text: str) -> str:
    """Return text as one line: white space runs become one blank, control characters go.

    >>> plain("一行目\\n二行目\\x00")
    '一行目 二行目'
    """
    kept = "".join(
        " " if letter.isspace() else letter for letter in text if letter.isspace() or _shown(letter)
    )
    return " ".join(kept.split())


def _shown(letter: str) -> bool:
    """Tell whether a letter may stand in XML and moves no other: controls and marks of direction do not."""
    return unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn") or letter == "\u200d"


@cache
def _parser() -> Any:
    import budoux

    return budoux.load_default_japanese_parser()


@lru_cache(maxsize=4096)
def pieces(text: str) -> tuple[str, ...]:
    """Return the parts between which a line may break: phrases of Japanese, words of Latin text.

    >>> pieces("申請書を記入し窓口へ提出")
    ('申請書を', '記入し窓口へ', '提出')
    """
    found: list[str] = []
    for word in _words(text):
        if all(ord(letter) < 0x250 for letter in word):
            found.append(word)
        else:
            found.extend(part for phrase in _parser().parse(word) for part in _at_signs(phrase))
    return tuple(_kept_together(found))


def _words(text: str) -> list[str]:
    words, start = [], 0
    for place, letter in enumerate(text):
        if letter == " ":
            words.append(text[start : place + 1])
            start = place + 1
    return [*words, text[start:]] if start < len(text) else words


def _at_signs(phrase: str) -> list[str]:
    """Cut a phrase after a middle dot or closing bracket and before an opening one."""
    parts, start = [], 0
    for place in range(1, len(phrase)):
        if phrase[place - 1] in "・／）」】＋→" or phrase[place] in "（「【":
            parts.append(phrase[start:place])
            start = place
    return [*parts, phrase[start:]]


def _kept_together(parts: list[str]) -> list[str]:
    joined: list[str] = []
    for part in parts:
        if joined and not _breakable(joined[-1][-1], part[0]):
            joined[-1] += part
        else:
            joined.append(part)
    return joined


@lru_cache(maxsize=8192)
def wrap(
    text: str, limit: float, size: float, bold: bool = False, most: int | None = None, even: bool = True
) -> tuple[str, ...]:
    """Break text into lines no wider than `limit`, as even as may be; at phrases and words where that is possible.

    most: how many lines at most; what does not fit ends in "…". even: of the same length, else filled one by one.

    >>> wrap("申請書を記入し窓口へ提出", 120, 12)
    ('申請書を', '記入し窓口へ提出')
    >>> wrap("Return to the drafter", 70, 12)
    ('Return to', 'the drafter')
    """
    line = plain(text)
    if not line:
        return ()
    if width(line, size, bold) <= limit:
        return (line,)
    parts = [cut for part in pieces(line) for cut in _cut(part, limit, size, bold)]
    lines = _filled(parts, limit, size, bold)
    narrower = width(line, size, bold) / len(lines)
    while even and narrower < limit:
        balanced = _filled(parts, narrower, size, bold)
        if len(balanced) == len(lines):
            if max(width(one, size, bold) for one in balanced) <= limit:
                lines = balanced
            break
        narrower += size / 2
    if most is not None and len(lines) > most:
        lines = [*lines[: most - 1], shortened(in_one(lines[most - 1 :]), limit, size, bold)]
    return tuple(lines)


def in_one(lines: Sequence[str]) -> str:
    """Return lines put together again, with a blank between Latin words.

    >>> in_one(("Return to", "the drafter")), in_one(("申請書を", "提出"))
    ('Return to the drafter', '申請書を提出')
    """
    return "".join(_spaced(list(lines)))


def _spaced(lines: list[str]) -> list[str]:
    latin = [one[-1:].isascii() and other[:1].isascii() for one, other in itertools.pairwise(lines)]
    return [line + " " * gap for line, gap in zip(lines, [*latin, False], strict=True)]


def _cut(part: str, limit: float, size: float, bold: bool) -> list[str]:
    """Cut a phrase that is wider than a line, heeding kinsoku."""
    if width(part.rstrip(), size, bold) <= limit:
        return [part]
    cuts = []
    while width(part.rstrip(), size, bold) > limit:
        place = _fitting(part, limit, size, bold)
        place = _seam(part, place)
        cuts.append(part[:place])
        part = part[place:]
    return [*cuts, part] if part else cuts


def _seam(text: str, most: int) -> int:
    """Return where to cut a phrase of which `most` characters fit: where the script changes, else where it may break."""
    allowed = [place for place in range(most, 0, -1) if _breakable(text[place - 1], text[place])]
    changing = (
        place for place in allowed if place > most * 0.4 and _script(text[place - 1]) != _script(text[place])
    )
    return next(changing, None) or next(iter(allowed), most)


def _script(letter: str) -> str:
    if "\u30a0" <= letter <= "\u30ff":
        return "katakana"
    return "hiragana" if "\u3040" <= letter <= "\u309f" else "latin" if letter.isascii() else "kanji"


def _breakable(before: str, after: str) -> bool:
    """Tell whether a line may end between two letters: kinsoku, and words, numbers and articles of laws stay whole."""
    if after in NOT_FIRST or before in NOT_LAST:
        return False
    if (after.isdigit() and before in "条の") or (before.isdigit() and after in "条項号年月日"):
        return False
    return not (before.isascii() and before.isalnum() and after.isascii() and after.isalnum())


def _fitting(text: str, limit: float, size: float, bold: bool) -> int:
    """Return how many characters fit, one at least, and never all."""
    table, room, used = _table("bold" if bold else "regular"), limit * 1000 / size, 0
    for place, letter in enumerate(text):
        used += _advance(letter, table)
        if used > room:
            return max(1, place)
    return max(1, len(text) - 1)


def _filled(parts: list[str], limit: float, size: float, bold: bool) -> list[str]:
    lines, current = [], ""
    for part in parts:
        if current and width((current + part).rstrip(), size, bold) > limit:
            lines.append(current.strip())
            current = part
        else:
            current += part
    return [*lines, current.strip()]


def shortened(text: str, limit: float, size: float, bold: bool = False) -> str:
    """Return text cut to a width, with "…" where something is left out.

    >>> shortened("地方自治法232条の4", 60, 10)
    '地方自治法…'
    """
    if width(text, size, bold) <= limit:
        return text
    room = limit - width(_ELLIPSIS, size, bold)
    if room <= 0:
        return _ELLIPSIS
    kept = text[: _fitting(text, room, size, bold)].rstrip()
    return (kept if width(kept, size, bold) <= room else "") + _ELLIPSIS
