"""Which texts a cell holds unchanged, and what has to be written on the sheet その他 because no cell holds it."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from typing import Any

from bprkit.errors import InputError
from bprkit.procedure.excel.fields import Cell, Field
from bprkit.procedure.excel.json_values import as_json
from bprkit.procedure.excel.layout import Language

LONGEST = 32_767
"""Characters that Excel keeps in a cell, in UTF-16."""
_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")
_SHOWN = 200


@dataclass(frozen=True)
class Rest:
    """What a row could not hold: of what, by which key, which field, what the cells showed, and the value as JSON."""

    of: str
    key: str
    field: str
    seen: str
    value: str


def holds(cell: Cell) -> bool:
    """Tell whether a cell gives back what is written into it.

    >>> holds("起案"), holds(" 起案"), holds("a\\x00b"), holds("_x0041_"), holds("")
    (True, False, False, False, False)
    """
    if not isinstance(cell, str):
        return True
    if not cell or cell != cell.strip() or _ESCAPE.search(cell):
        return False
    if len(cell) > LONGEST // 2 and len(cell.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST:
        return False
    return all(
        character == "\n"
        or (unicodedata.category(character) not in ("Cc", "Cs") and character not in "\ufffe\uffff")
        for character in cell
    )


def _as_held(cell: Cell) -> Cell:
    """Return what a cell gives back: numbers of 16 digits, no text that it would change."""
    if isinstance(cell, float):
        return float(f"{cell:.16G}")
    return cell if holds(cell) else None


def shown(cells: Sequence[Cell]) -> str:
    """Return what cells show in short, to see later whether somebody has changed them.

    >>> shown(["起案", None]), shown([])
    ('["起案", null]', '[]')
    """
    text = json.dumps(
        [float(cell) if isinstance(cell, int | float) else cell for cell in cells], ensure_ascii=False
    )
    if len(text) > _SHOWN or not holds(text):
        return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return text


def cells_of(
    thing: Any, own: Iterable[Field], units: Mapping[str, str], language: Language
) -> tuple[dict[str, Cell], list[tuple[str, str, Any]]]:
    """Return the cells of a thing, and (field, what its cells show, value) for all that they cannot hold."""
    cells: dict[str, Cell] = {}
    rest = []
    for field in own:
        if not hasattr(thing, field.name):
            continue
        value = getattr(thing, field.name)
        written = [_as_held(cell) for cell in _tried(field, value, language)]
        cells |= dict(zip(field.columns, written, strict=True))
        if not _reads_as(field, written, [units.get(column, "") for column in field.columns], value):
            rest.append((field.name, shown(written), value))
    return cells, rest


def _tried(field: Field, value: Any, language: Language) -> Sequence[Cell]:
    try:
        return field.write(value, language)
    except (
        ArithmeticError,
        InputError,
        KeyError,
        TypeError,
        ValueError,
    ):  # a value of a shape that is new to this sheet
        return (None,) * len(field.columns)


def _reads_as(field: Field, cells: Sequence[Cell], units: Sequence[str], value: Any) -> bool:
    try:
        return bool(field.read(cells, units) == value)
    except (InputError, ValueError):
        return False


def without_column(thing: Any, known: Iterable[str]) -> Iterator[tuple[str, str, Any]]:
    """Yield (field, "[]", value) for the fields that have no column and are not as usual."""
    skipped = set(known)
    for field in fields(thing):
        if field.name in skipped:
            continue
        value = getattr(thing, field.name)
        usual = field.default_factory() if field.default_factory is not MISSING else field.default
        if value != usual:
            yield field.name, shown([]), value


def packed(value: Any) -> str:
    """Return a value as JSON that a cell holds."""
    text = as_json(value)
    if holds(text) or (len(text) > LONGEST and all(map(holds, pieces(text)))):
        return text
    return json.dumps(json.loads(text), ensure_ascii=True).replace("_x", "\\u005fx")


def pieces(text: str) -> list[str]:
    """Return a text in parts that a cell takes; parts begin and end with no space.

    >>> pieces("short"), len(pieces("x" * 70_000))
    (['short'], 5)
    """
    step = LONGEST // 2
    found = []
    while text:
        end = min(step, len(text))
        while end < len(text) and end > 1 and (text[end - 1].isspace() or text[end].isspace()):
            end -= 1
        found.append(text[:end])
        text = text[end:]
    return found
