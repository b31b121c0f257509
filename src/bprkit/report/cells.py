"""Text measured in terminal cells, where a kanji takes two: shortened, wrapped, made safe to print.

>>> width("決裁 ok")
7
>>> shorten("補助金交付申請書の受付及び形式審査", 15)
'補助金交付…審査'
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from rich.cells import cell_len

ELLIPSIS = "…"
_CHAIN = re.compile(r"(?<= → )|(?<= -> )|(?<= · )|(?<= / )")
_PIECE = re.compile(r"\S\s*")
_NOT_FIRST = frozenset(
    "、。，．,.」』）)】〉》］]｝}!?！？ー・:;：；％%々ゝヽぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ…‥〜～"
)
_NOT_LAST = frozenset("「『（(【〈《［[｛{")
_AFTER_DIGIT = frozenset("日時分秒件回月年人位割行列番")
_FOR_PLAIN = str.maketrans(
    {
        "…": "..",
        "→": "->",
        "–": "-",
        "—": "-",
        "−": "-",
        "·": "/",
        "≈": "~",
        "ε": "e",
        "≥": ">=",
        "≤": "<=",
        "“": '"',
        "”": '"',
        "〜": "～",
        "\xa0": " ",
    }
)


def width(text: str) -> int:
    """Return how many terminal cells a text takes."""
    return cell_len(text)


def shorten(text: str, room: int, ellipsis: str = ELLIPSIS) -> str:
    """Return a text of at most `room` cells, the middle left out where it is longer.

    Names in a log often share their beginning and differ at the end, so that both ends are kept.

    >>> shorten("short", 10), shorten("abcdefghij", 5), shorten("abc", 0)
    ('short', 'abcd…', '')
    """
    if width(text) <= room:
        return text
    if room < width(ellipsis):
        return ""
    left = room - width(ellipsis)
    tail = left // 3 if room >= 12 else 0
    end = _last_cells(text, tail)
    return _first_cells(text, left - width(end)).rstrip() + ellipsis + end


def wrap(text: str, room: int, lines: int = 0, ellipsis: str = ELLIPSIS) -> list[str]:
    """Return a text as lines of at most `room` cells, `lines` of them at most (0: as many as it takes).

    Breaks between words and between Japanese characters, no line beginning with 、 or ending with 「
    (kinsoku); a last line that is too long loses its middle.

    >>> wrap("決裁の後、すぐに施行する。", 10)
    ['決裁の後、', 'すぐに施行', 'する。']
    """
    room = max(room, 2)
    most = 2 * room * (lines + 1)
    if lines and len(text) > 2 * most:  # what lies between is left out anyway
        text = text[:most] + text[-most:]
    done: list[str] = []
    line = ""
    for token in _tokens(text, room):
        for piece in _no_wider_than(token, room):
            if line and width(line + piece.rstrip()) > room:
                done.append(line)
                line = piece.lstrip()
            else:
                line += piece
    done.append(line)
    if lines and len(done) > lines:
        done = [*done[: lines - 1], shorten("".join(done[lines - 1 :]), room, ellipsis)]
    return [line.rstrip() for line in done]


def printable(text: str, encoding: str, *, plain: bool) -> str:
    """Return a text that a terminal of this encoding shows without harm and without moving what follows.

    Control characters, which could command the terminal, become a question mark or a space; with `plain`,
    signs that are narrow here and wide in a Japanese console are written in ASCII; what the encoding lacks
    becomes its compatible form, else 〓 or ? of the same width.

    >>> printable("a\\x1b[31mb", "utf-8", plain=False)
    'a?[31mb'
    >>> printable("𠮷田 → ①", "cp932", plain=True)
    '〓田 -> ①'
    """
    text = "".join(map(_harmless, text))
    if plain:
        text = text.translate(_FOR_PLAIN)
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        text = "".join(_encodable(character, encoding) for character in text)
    return text


def _harmless(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cc":
        return " " if character in "\t\n\r" else "?"
    if category in ("Zl", "Zp"):
        return " "
    return "" if category == "Cf" else "?" if category == "Cs" else character


def _encodable(character: str, encoding: str) -> str:
    for form in (character, unicodedata.normalize("NFKC", character), ("", "?", "〓")[width(character)]):
        try:
            form.encode(encoding)
        except (UnicodeEncodeError, LookupError):
            continue
        return form
    return "?" * width(character)


def _first_cells(text: str, room: int) -> str:
    for end, character in enumerate(text):
        room -= width(character)
        if room < 0:
            return text[:end]
    return text


def _last_cells(text: str, room: int) -> str:
    return _first_cells(text[::-1], room)[::-1]


def _no_wider_than(token: str, room: int) -> Iterator[str]:
    if len(token) <= room and width(token.rstrip()) <= room:  # as nearly all are
        yield token
        return
    piece, cells = "", 0
    bare = len(token.rstrip())
    for character in token[:bare]:
        wide = width(character)
        if cells + wide > room:
            yield piece
            piece, cells = "", 0
        piece += character
        cells += wide
    yield piece + token[bare:]


def _tokens(text: str, room: int) -> Iterator[str]:
    """Yield the smallest pieces that stay on one line.

    A chain of names, a → b → c, breaks after its arrows; a name wider than the line, as other text does.
    """
    names = _CHAIN.split(text)
    for name in names:
        yield from [name] if len(names) > 1 and width(name.rstrip()) <= room else _words(name)


def _words(text: str) -> Iterator[str]:
    """Yield words, each with the spaces after it, and wide characters, each with the signs bound to it."""
    token: list[str] = []
    for piece in _PIECE.findall(text.lstrip()):
        character = piece[0]
        before = token[-1][0] if token else ""
        spaced = bool(token) and len(token[-1]) > 1
        one_word = width(character) < 2 and width(before) < 2
        bound = (
            character in _NOT_FIRST or before in _NOT_LAST or (before.isdigit() and character in _AFTER_DIGIT)
        )
        if token and (spaced or not (one_word or bound)):
            yield "".join(token)
            token = []
        token.append(piece)
    if token:
        yield "".join(token)
