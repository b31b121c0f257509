"""What a row of a table is: a task, an example, a total, a note, the header again, nothing, or numbers without a name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from bprkit.inventory.columns import BY_KEY, column_of, plain
from bprkit.inventory.headers import Header
from bprkit.inventory.numbers import Cell

RowKind = Literal["task", "example", "total", "note", "header", "blank", "unnamed"]

_TOTAL = re.compile(
    r"^[(【<]*(?:.{0,12}?(?:小計|合計|総計)|[課係部局室]?計|.{1,12}[課係部局室]計|total|subtotal|grandtotal|sum)[)】>]*[::]?$"
)
_NOTE = re.compile(r"^(?:[※*＊]|\(?注\d*[\s).::]|\(注|注\d*$|備考|note\b)", re.IGNORECASE)
_EXAMPLE = re.compile(r"^[(【\[<]*(?:記入例|記載例|例|example)(?:[)】\]>.::\d]|$)", re.IGNORECASE)
_IDENTITY = ("number", "department", "section", "unit", "name")


def kind_of_row(cells: Mapping[str, Cell], own: Mapping[str, Cell], header: Header) -> RowKind:
    """Return what a row is. `cells` are by column, `own` those that stand in this row and not in one above, merged."""
    told = {key: cell for key, cell in own.items() if cell is not None}
    if set(told) == {"number"} and re.fullmatch(r"\d+", plain(told["number"])):
        return "blank"  # rows that are numbered in advance
    if not told:
        return "blank"
    texts = [plain(cell) for key in _IDENTITY if isinstance(cell := told.get(key), str)]
    if any(_EXAMPLE.match(text) for text in texts[:1]) or _EXAMPLE.match(plain(told.get("name", ""))):
        return "example"
    if any(_TOTAL.match(text) for text in texts):
        return "total"
    if _repeats_header(told, header):
        return "header"
    numbers = [key for key in told if _is_number(key, told[key])]
    name = cells.get("name")
    if any(_NOTE.match(text) for text in texts) and not numbers:
        return "note"
    if name is None or not str(name).strip():
        return "unnamed" if numbers else "note"
    return "task"


def _is_number(key: str, cell: Cell) -> bool:
    column = BY_KEY.get(key)
    return column is not None and column.kind not in ("text", "choice") and bool(re.search(r"\d", str(cell)))


def _repeats_header(told: Mapping[str, Cell], header: Header) -> bool:
    same = 0
    for key, cell in told.items():
        found = column_of(cell) if isinstance(cell, str) else None
        same += found is not None and found.column.key == key
    return same >= 2 and same * 2 > len(told)
