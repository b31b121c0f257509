"""The header of a table: which row it is, and names that are unique.

>>> names, renamed = unique_names(["Case ID", "Variant", "", "variant"])
>>> names
('Case ID', 'Variant', 'column_3', 'variant_2')
>>> [(change.column, change.why) for change in renamed]
[(3, 'blank'), (4, 'repeated')]
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median_low
from typing import Literal

from bprkit.errors import InputError
from bprkit.language import tell
from bprkit.log.dates.stamps import parse_stamp
from bprkit.log.text.records import Record

_INVISIBLE = " \t\r\n\u00a0\u3000\ufeff\u200b"
_BREAK_IN_NAME = re.compile(r"[ \t]*[\r\n]+[ \t]*")
_NUMBER = re.compile(r"[-+]?[0-9][0-9,]*(?:\.[0-9]+)?")
_ROWS_BELOW = 50


@dataclass(frozen=True)
class Renamed:
    """A column (from 1) whose header, blank or seen before, was given another name."""

    column: int
    header: str
    name: str

    @property
    def why(self) -> Literal["blank", "repeated"]:
        """`blank` or `repeated`."""
        return "repeated" if self.header else "blank"

    @property
    def note(self) -> str:
        """What to tell the user."""
        if self.why == "blank":
            return tell(
                en=f"Column {self.column} has no header; it is called {self.name}.",
                ja=f"{self.column} 列目は見出しが空のため、{self.name} と呼びます。",
            )
        return tell(
            en=f"Column {self.column} is another {self.header}; it is called {self.name}.",
            ja=f"{self.column} 列目の見出し {self.header} は他の列と重なるため、{self.name} と呼びます。",
        )


def unique_names(
    header: Sequence[object], *, exact: bool = False
) -> tuple[tuple[str, ...], tuple[Renamed, ...]]:
    """Return a name for each header cell, unique whatever the case of letters, and what was renamed.

    Surrounding white space is dropped and a line break inside becomes a space (nothing, beside Japanese). The
    first of several keeps its name; a name that the file itself uses is never given to another column. exact: for a
    table that has its columns already: names that differ in whatever way stay as they are.

    >>> unique_names(["Variant", "variant", " note", None, "Variant"], exact=True)[0]
    ('Variant', 'variant', ' note', 'column_4', 'Variant_2')
    """
    texts = ["" if cell is None or cell != cell else str(cell) for cell in header]
    wanted = [text if exact and text.strip(_INVISIBLE) else _one_line(text) for text in texts]
    folded = str if exact else str.casefold
    taken = {folded(name) for name in wanted}
    used: set[str] = set()
    names: list[str] = []
    renamed: list[Renamed] = []
    for column, name in enumerate(wanted, start=1):
        if name and folded(name) not in used:
            chosen = name
        else:
            chosen = _free_name(name or f"column_{column}", taken, folded, blank=not name)
            renamed.append(Renamed(column, name, chosen))
        used.add(folded(chosen))
        taken.add(folded(chosen))
        names.append(chosen)
    return tuple(names), tuple(renamed)


def find_header(path: Path, records: Sequence[Record], width: int, *, more: bool) -> int:
    """Return the place of the header among the records of a table `width` cells wide.

    It is the first row that fills nearly as many cells as the usual row, with text where the rows below hold
    dates or numbers. Title rows, blank rows and rows with a few dates above it are passed over. Raises
    InputError where the first full row is data already, and where no row follows (`more`: the file goes on
    after these records).
    """
    usual = median_low([row.filled for row in records if row.filled > 1])
    for place, record in enumerate(records):
        if len(record.cells) < width - 1 or record.filled < max(2, 0.6 * usual):
            continue
        below = [row for row in records[place + 1 : place + 1 + _ROWS_BELOW] if row.filled]
        datum = _first_datum(record, below)
        if datum is None:
            if not below and not more:
                raise InputError(
                    en=f"{path} has a header (line {record.line}) but no rows below it. "
                    "Export it with its rows.",
                    ja=f"{path} は見出し({record.line} 行目)だけで、データの行がありません。"
                    "データを含めて出力してください。",
                )
            return place
        if record.filled >= usual or not below:
            raise InputError(
                en=f"{path}, line {record.line} looks like data ({datum}), not like a header. "
                "Add a row with the names of the columns.",
                ja=f"{path} の {record.line} 行目は見出しではなくデータのようです({datum})。"
                "列名の行を先頭に加えてください。",
            )
    raise InputError(
        en=f"{path}: no header was found. Put one row with the name of every column above the data.",
        ja=f"{path} に見出しの行が見つかりません。データの上に、全ての列名を書いた行を1行置いてください。",
    )


def _first_datum(record: Record, below: Sequence[Record]) -> str | None:
    for place, cell in enumerate(record.cells):
        values = [row.cells[place] for row in below if len(row.cells) > place and row.cells[place].strip()]
        if _is_stamp(cell) and 2 * sum(map(_is_stamp, values)) >= len(values):
            return cell
        if _is_number(cell) and 5 * sum(map(_is_number, values)) >= 4 * len(values):
            return cell
    return None


def _is_stamp(cell: str) -> bool:
    return any(parse_stamp(cell, day_first=order) is not None for order in (True, False))


def _is_number(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(unicodedata.normalize("NFKC", cell).strip()))


def _one_line(cell: str) -> str:
    name = cell.strip(_INVISIBLE)
    return _BREAK_IN_NAME.sub(
        lambda found: " " if name[found.start() - 1].isascii() and name[found.end()].isascii() else "", name
    )


def _free_name(name: str, taken: set[str], folded: Callable[[str], str], *, blank: bool) -> str:
    if blank and folded(name) not in taken:
        return name
    number = 2
    while folded(f"{name}_{number}") in taken:
        number += 1
    return f"{name}_{number}"
