"""The fields of nodes, roles, flows and procedures as cells, and cells as fields again.

A field takes one cell or several. What its cells cannot hold is written on the sheet その他, so writing never fails; what a
person wrote into them and cannot be read raises InputError.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bprkit.errors import InputError
from bprkit.procedure import units
from bprkit.procedure.code_words import ACTS, MEDIA, ROLE_KINDS, STATE_SYNONYMS, STATES, VALUES, Words
from bprkit.procedure.conditions import Condition
from bprkit.procedure.excel.layout import Language, plain
from bprkit.procedure.excel.times import read_touch, read_wait, write_touch, write_wait
from bprkit.procedure.model import Mandate, Materials, Title, Volume
from bprkit.procedure.quantities import folded

Cell = str | float | int | None
_BETWEEN = re.compile(r"[、,，・/／;；+＋\n()（）]")
_LISTED = re.compile(r"[、,，;；\n]")
_YES = {
    plain(word)
    for word in ("○", "◯", "〇", "有", "あり", "はい", "yes", "true", "x", "1", "✓", "レ", "はい。")
}
NO = {plain(word) for word in ("", "×", "-", "–", "無", "なし", "いいえ", "no", "false", "0")}


@dataclass(frozen=True)
class Field:
    """A field of a class of the model, and the columns that it takes.

    write: value and language to cells. read: cells and the units of their headers to a value.
    """

    name: str
    columns: tuple[str, ...]
    write: Callable[[Any, Language], Sequence[Cell]]
    read: Callable[[Sequence[Cell], Sequence[str]], Any]


def text_of(cell: Cell) -> str:
    """Return what stands in a cell as text; a whole number without a point.

    >>> text_of(3.0), text_of(None)
    ('3', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    return units.write_number(cell) if isinstance(cell, float | int) else cell.strip()


def _one(write: Callable[[Any, Language], Cell], read: Callable[[str, str], Any]) -> dict[str, Any]:
    return {
        "write": lambda value, language: (write(value, language),),
        "read": lambda cells, given: read(text_of(cells[0]), given[0]),
    }


def _text(name: str, column: str | None = None) -> Field:
    return Field(
        name, (column or name,), **_one(lambda value, _: value or None, lambda text, _: text or None)
    )


def _title() -> Field:
    return Field(
        "title",
        ("title", "title_en"),
        lambda title, _: (title.ja or None, title.en or None),
        lambda cells, _: Title(text_of(cells[0]), text_of(cells[1]) or None),
    )


def _mandate() -> Field:
    return Field(
        "mandatory",
        ("mandatory",),
        **_one(
            lambda value, _: None if value is None else value.citation,
            lambda text, _: Mandate(text) if text else None,
        ),
    )


def _mark(name: str) -> Field:
    return Field(name, (name,), **_one(lambda value, _: "○" if value else None, _read_mark))


def _read_mark(text: str, _: str) -> bool:
    if plain(text) in NO:
        return False
    if plain(text) in _YES:
        return True
    raise InputError(
        en=f"'{text}' is neither yes nor no. Write ○, or leave it blank.",
        ja=f"「{text}」は有無として読めません。○ を書くか、空欄にしてください。",
    )


def _coded(
    name: str,
    words: Mapping[str, Words],
    usual: str | None = None,
    more: Mapping[str, tuple[str, ...]] | None = None,
) -> Field:
    codes = {
        plain(each): code
        for code, pair in words.items()
        for each in (code, *pair, *(more or {}).get(code, ()))
    }

    def write(value: str | None, language: Language) -> Cell:
        return None if value is None else words[value][language == "ja"]

    def read(text: str, _: str) -> str | None:
        return codes_of([text], codes, words)[0] if text else usual

    return Field(name, (name,), **_one(write, read))


def codes_of(texts: Iterable[str], codes: Mapping[str, str], words: Mapping[str, Words]) -> list[str]:
    """Return the codes of words; raise InputError for one that is not known, with all that are."""
    found = []
    for text in texts:
        if plain(text) not in codes:
            known_ja = "、".join(pair[1] for pair in words.values())
            known_en = ", ".join(pair[0] for pair in words.values())
            raise InputError(
                en=f"'{text}' is not known here. Write one of: {known_en}.",
                ja=f"「{text}」はここでは使えません。{known_ja} のいずれかを書いてください。",
            )
        found.append(codes[plain(text)])
    return found


def _media() -> Field:
    also = {
        "紙": "paper",
        "書面": "paper",
        "印": "seal",
        "電子": "system",
        "メール": "system",
        "対面": "counter",
    }
    codes = {plain(each): code for code, pair in MEDIA.items() for each in (code, *pair)}
    codes |= {plain(name): code for name, code in also.items()}

    def write(value: tuple[str, ...], language: Language) -> Cell:
        return "・".join(MEDIA[each][language == "ja"] for each in value) or None

    def read(text: str, _: str) -> tuple[str, ...]:
        return tuple(codes_of([part.strip() for part in _BETWEEN.split(text) if part.strip()], codes, MEDIA))

    return Field("medium", ("medium",), **_one(write, read))


def _list(name: str) -> Field:
    return Field(
        name,
        (name,),
        **_one(
            lambda value, language: ("、" if language == "ja" else ", ").join(value) or None,
            lambda text, _: tuple(part.strip() for part in _LISTED.split(text) if part.strip()),
        ),
    )


_COUNTED = re.compile(
    r"([\d,]*\.?\d+)\s*(?:枚|部|通|葉|ページ|頁|sheets?\b|copies\b|pages?\b)", re.IGNORECASE
)
_ALONE = re.compile(r"^(?:.*(?<!様式)(?<!別紙)(?<!別表)[\s×:、])?([\d,]*\.?\d+)$")  # 様式 3 is a name
_LESS_THAN_NOTHING = re.compile(
    r"^([-−▲△]\s*\d[\d.,]*)\s*(?:枚|部|通|回|個|件|sheets?|copies|pages?)?$", re.IGNORECASE
)
_MATERIALS = ("sheets", "copies", "letters", "seals")


def _read_materials(cells: Sequence[Cell], _: Sequence[str]) -> Materials:
    sheets, *others = (text_of(cell) for cell in cells)
    for text in (sheets, *others):
        if less := _LESS_THAN_NOTHING.match(folded(text)):
            units.read_amount(less[1])
    return Materials(sheets_in(sheets), *map(_read_number, others))


def sheets_in(text: str) -> float:
    """Return how many sheets a cell counts; none where it only names forms.

    >>> sheets_in("4"), sheets_in("申請書２枚、図面 1枚"), sheets_in("申請書×2"), sheets_in("様式 3、案内図")
    (4.0, 3.0, 2.0, 0)
    """
    even = folded(text)
    if found := _COUNTED.findall(even):
        return sum(map(units.read_number, found))
    alone = _ALONE.match(even)
    return units.read_number(alone[1]) if alone else 0


def _read_number(text: str) -> float:
    """Return a number of things, whatever they are called: 申請書 2枚."""
    if not text:
        return 0
    found = re.search(
        r"([\d.,]+)\s*(?:枚|部|通|回|個|件|sheets?|copies|pages?)?$", folded(text), re.IGNORECASE
    )
    if not found:
        raise InputError(
            en=f"'{text}' holds no number. Write how many, such as 2.",
            ja=f"「{text}」に数がありません。2 のように数を書いてください。",
        )
    return units.read_number(found[1])


def _read_per_year(text: str, _: str) -> Volume | None:
    return Volume(units.read_per_year(text)) if text else None


def _read_share(text: str, _: str) -> float | None:
    return units.read_share(text) if text else None


def _read_condition(text: str, _: str) -> Condition | None:
    if not text:
        return None
    try:
        return Condition.parse(text)
    except ValueError as error:
        raise InputError(
            en=f"'{error}' is no condition. Write one such as amount < 500,000 or 種類 = 物品.",
            ja=f"「{error}」は条件として読めません。amount < 500,000 や 種類 = 物品 のように書いてください。",
        ) from error


def _read_headcount(text: str, _: str) -> int:
    return units.read_whole(text) if text else 1


def _number_cell(value: Any, _: Language) -> Cell:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


ESTIMATE, NOTE, SOURCE = _mark("estimate"), _text("note"), _text("source")
PER_YEAR = Field(
    "volume",
    ("per_year",),
    **_one(lambda value, _: None if value is None else value.per_year, _read_per_year),
)
NODE_FIELDS = (
    _title(),
    Field("touch", ("touch",), **_one(write_touch, read_touch)),
    Field("wait", ("wait",), **_one(write_wait, read_wait)),
    _media(),
    Field(
        "materials",
        _MATERIALS,
        lambda value, _: tuple(getattr(value, name) or None for name in _MATERIALS),
        _read_materials,
    ),
    _list("systems"),
    _mandate(),
    _coded("act", ACTS),
    _coded("value", VALUES),
    _list("recorded_as"),
    ESTIMATE,
    SOURCE,
    NOTE,
)
ROLE_FIELDS = (
    _title(),
    _coded("kind", ROLE_KINDS, "staff"),
    Field("headcount", ("headcount",), **_one(_number_cell, _read_headcount)),
    _mark("pooled"),
    _text("section"),
    _text("rate"),
    _text("rank"),
    _text("calendar"),
    _text("part_of"),
)
FLOW_FIELDS = (
    _title(),
    Field(
        "share",
        ("share",),
        **_one(lambda value, _: None if value is None else units.write_share(value), _read_share),
    ),
    Field(
        "condition",
        ("condition",),
        **_one(lambda value, _: None if value is None else str(value), _read_condition),
    ),
    _mark("otherwise"),
    _mark("rework"),
    _mandate(),
    ESTIMATE,
    _text("id"),
)
PROCEDURE_FIELDS = (
    _title(),
    _coded("state", STATES, "as_is", STATE_SYNONYMS),
    _text("owner"),
    _list("legal_basis"),
    Field("calendar", ("calendar",), **_one(lambda value, _: value or None, lambda text, _: text or "jp")),
    PER_YEAR,
    Field("sections", ("sections",), **_one(_number_cell, _read_headcount)),
    _text("delegation"),
    SOURCE,
    NOTE,
)
