"""Where a table stands on a sheet: its header, in one row or two, and the rows that are data.

The cells of a sheet come as rows of Python values, None where blank; rows are counted from 0 here and from 1 in
what is told.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median_low
from typing import NamedTuple

from bprkit.errors import InputError
from bprkit.log.findings import EXAMPLES, Action, Finding
from bprkit.log.headers import find_header
from bprkit.log.records import Record
from bprkit.log.stamps import parse_stamp

Cell = str | int | float | bool | dt.date | dt.time | dt.timedelta | None
Rows = list[list[Cell]]

SEEN = 200  # rows among which the header is looked for
_TOTAL = re.compile(r"(?:合計|総合計|総計|小計|累計|計|総数|(?:sub|grand)?total|sum)[:]?")
_NOTE = re.compile(r"\s*(?:※|[(（]?注|備考[::]|\*\s|note:)", re.IGNORECASE)


class Merge(NamedTuple):
    """Cells merged into one, both corners included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Table:
    """A table found on a sheet: header_row and row_numbers count from 1, columns hold a value for each row."""

    header: tuple[str, ...]
    header_row: int
    columns: tuple[tuple[Cell, ...], ...]
    row_numbers: tuple[int, ...]
    findings: tuple[Finding, ...]


class _Header(NamedTuple):
    names: list[Cell]
    first: int
    last: int


def lay_out(name: Path, rows: Rows, merges: Sequence[Merge] = ()) -> Table:
    """Find the table on a sheet; `name` is what messages call it.

    Raises InputError where no header can be made out, or it takes more than two rows.

    >>> rows = [["決裁文書一覧", None], ["番号", "起案日"], [17.0, dt.date(2024, 6, 29)], ["合計", 1.0]]
    >>> table = lay_out(Path("log.xlsx"), rows)
    >>> table.header, table.header_row, table.columns, table.row_numbers
    (('番号', '起案日'), 2, ((17.0,), (datetime.date(2024, 6, 29),)), (3,))
    >>> [(finding.check, finding.count) for finding in table.findings]
    [('title_rows', 1), ('total_rows', 1)]
    """
