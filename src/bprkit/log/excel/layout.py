"""Where a table stands on a sheet: its header, in one row or two, and the rows that are data.

The cells of a sheet come as rows of Python values of equal length, None where blank; rows are counted from 0
here and from 1 in what is told.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median_low
from typing import NamedTuple

from bprkit.errors import InputError
from bprkit.log.dates.stamps import parse_stamp
from bprkit.log.findings import EXAMPLES, Action, Finding
from bprkit.log.text.headers import find_header
from bprkit.log.text.records import Record

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
    """A table found on a sheet: header_row and row_numbers count from 1; columns hold a value a row."""

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

    >>> head = [["決裁文書一覧", None, None], ["番号", "起案日", "金額"]]
    >>> rows = [*head, ["R6-17", dt.date(2024, 6, 29), 1200.0], ["合 計", None, 1200.0]]
    >>> table = lay_out(Path("log.xlsx"), rows)
    >>> table.header, table.header_row, table.columns, table.row_numbers
    (('番号', '起案日', '金額'), 2, (('R6-17',), (datetime.date(2024, 6, 29),), (1200.0,)), (3,))
    >>> [(finding.check, finding.count) for finding in table.findings]
    [('title_rows', 1), ('total_rows', 1)]
    """
    kept = [place for place, column in enumerate(zip(*rows, strict=True)) if filled(column)]
    if not has_table(rows):
        raise InputError(
            en=f"{name} has no table: a header and at least one row, of two columns or more.",
            ja=f"{name} に表がありません。見出しとデータの行があり、2列以上ある表が必要です。",
        )
    cells = [row if len(kept) == len(row) else [row[place] for place in kept] for row in rows]
    moved = [m for merge in merges if (m := _moved(merge, kept)) is not None]
    header = _find_header(name, cells, moved)
    filled_down = _fill_down(cells, header.last + 1, moved)
    data, left_out = _data_rows(cells, header)
    if not data:
        raise InputError(
            en=f"{name} has a header (row {header.last + 1}) but no rows below it. Export it with its rows.",
            ja=f"{name} は見出し（{header.last + 1}行目）だけで、データの行がありません。"
            "データを含めて出力してください。",
        )
    columns = list(zip(*(cells[row] for row in data), strict=True))
    named = [p for p, n in enumerate(header.names) if n is not None or filled(columns[p])]
    return Table(
        tuple("" if header.names[p] is None else as_text(header.names[p]) for p in named),
        header.last + 1,
        tuple(columns[p] for p in named),
        tuple(row + 1 for row in data),
        (*_about_header(name, cells, header), *_about_rows(name, filled_down, left_out)),
    )


def has_table(rows: Rows) -> bool:
    """Tell whether at least two rows fill at least two cells."""
    return len(list(islice((row for row in rows if filled(row) > 1), 2))) == 2


def filled(row: Sequence[Cell]) -> int:
    """How many cells of a row are not blank."""
    return len(row) - row.count(None)


def as_text(value: Cell) -> str:
    """Return a cell as text: a whole number without a point, dates in ISO 8601, durations as h:mm:ss.

    >>> [as_text(v) for v in (1234.0, 0.5, True, dt.date(2024, 6, 29), dt.timedelta(hours=30), "007")]
    ['1234', '0.5', 'TRUE', '2024-06-29', '30:00:00', '007']
    """
    match value:
        case bool():
            return str(value).upper()
        case float() if value.is_integer():
            return str(int(value))
        case dt.date() | dt.time():
            return value.isoformat()
        case dt.timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(value)


def _moved(merge: Merge, kept: Sequence[int]) -> Merge | None:
    """Return merged cells as they stand among the columns kept, if there are still several."""
    left, right = bisect_left(kept, merge.left), bisect_right(kept, merge.right) - 1
    several = left < right or (left == right and merge.top < merge.bottom)
    return merge._replace(left=left, right=right) if several else None


# The header


def _find_header(name: Path, cells: Rows, merges: Sequence[Merge]) -> _Header:
    seen = cells[:SEEN]
    records = [
        Record(tuple("" if c is None else as_text(c) for c in row), at + 1, 1, "\n")
        for at, row in enumerate(seen)
    ]
    trouble, place = None, len(seen)
    try:
        place = find_header(name, records, len(cells[0]), more=len(cells) > SEEN)
    except InputError as error:
        trouble = error
    usual = median_low([filled(row) for row in cells[:SEEN] if filled(row) > 1])
    spread = _spread(seen, merges)
    for row in range(min(place + 1, len(cells) - 2, SEEN - 2)):
        header = _merged_header(name, row, seen, spread, merges, usual)
        if header is not None:
            return header
    for row in (place - 1, place) if trouble is None else range(min(len(seen) - 2, 10)):
        if 0 <= row < len(seen) - 2 and (header := _unmerged_header(name, row, seen)) is not None:
            return header
    if trouble is not None:
        raise trouble
    return _Header(cells[place], place, place)


def _spread(cells: Rows, merges: Sequence[Merge]) -> Rows:
    """Return the rows with every merged cell holding the value shown in it."""
    spread = [list(row) for row in cells]
    for merge in merges:
        for row in range(merge.top, min(merge.bottom + 1, len(cells))):
            for column in range(merge.left, merge.right + 1):
                spread[row][column] = cells[merge.top][merge.left]
    return spread


def _merged_header(
    name: Path, row: int, cells: Rows, spread: Rows, merges: Sequence[Merge], usual: int
) -> _Header | None:
    """Return the header that begins in this row and goes on in the next, as merged cells tell."""
    width = range(len(cells[row]))
    groups = [m for m in merges if m.top == m.bottom == row and 1 < m.right - m.left + 1 < len(width)]
    down = {c: m.bottom for m in merges if m.top == row < m.bottom for c in range(m.left, m.right + 1)}
    above, below = spread[row], [None if c in down else spread[row + 1][c] for c in width]
    labels = [cell for cell in (*above, *below) if cell is not None]
    if not (groups or down) or not all(map(_is_label, labels)) or not filled(below):
        return None
    if any(below[c] is None for group in groups for c in range(group.left, group.right + 1)):
        return None
    only_above = [c for c in width if above[c] is not None and below[c] is None]
    repeated = len(set(below) - {None}) < filled(below)
    if not only_above and not (repeated and len(groups) > 1):
        return None
    names = [_joined(above[c], below[c]) for c in width]
    if filled(names) < usual:
        return None
    deeper = [m.bottom for m in merges if m.top == m.bottom == row + 1 and m.left < m.right]
    last = max([*down.values(), *(bottom + 1 for bottom in deeper)], default=row + 1)
    if last > row + 1:
        raise InputError(
            en=f"{name}: the header takes rows {row + 1} to {last + 1}. "
            "Write one row with the name of every column.",
            ja=f"{name} の見出しが{row + 1}～{last + 1}行目にわたっています。"
            "全ての列名を1行にまとめてください。",
        )
    return _Header(names, row, row + 1)


def _unmerged_header(name: Path, row: int, cells: Rows) -> _Header | None:
    """Return the header that begins in this row and fills its blanks in the next, without merged cells."""
    above, below = cells[row], cells[row + 1]
    width = range(len(above))
    only_above = [c for c in width if above[c] is not None and below[c] is None]
    only_below = [c for c in width if above[c] is None and below[c] is not None]
    if not only_above or not only_below:
        return None
    if not all(_is_label(cell) for cell in (*above, *below) if cell is not None):
        return None
    labelled = [c for c in width if below[c] is not None]
    if 2 * sum(_holds_data(cells[row + 2 :], c) for c in labelled) >= len(labelled):
        names: list[Cell] = []
        group: Cell = None
        for c in width:
            group = None if below[c] is None else above[c] if above[c] is not None else group
            names.append(_joined(above[c] if below[c] is None else group, below[c]))
        return _Header(names, row, row + 1)
    if len(only_below) > 1:
        raise InputError(
            en=f"{name}: rows {row + 1} and {row + 2} look like a header in two rows, or like a header with "
            "blank names. Write one row with the name of every column.",
            ja=f"{name} の{row + 1}行目と{row + 2}行目は、2行の見出しか、空欄のある見出しか判別できません。"
            "全ての列名を1行にまとめてください。",
        )
    return None


def _joined(above: Cell, below: Cell) -> Cell:
    if above is None or below is None or above == below:
        return below if above is None else above
    return f"{as_text(above).strip()}/{as_text(below).strip()}"


def _is_label(cell: Cell) -> bool:
    """Tell whether a cell may be part of a header: text that is neither a date nor a number."""
    if not isinstance(cell, str):
        return False
    if re.fullmatch(r"[-+]?[0-9][0-9,.]*", unicodedata.normalize("NFKC", cell).strip()):
        return False
    return all(parse_stamp(cell, day_first=order) is None for order in (True, False))


def _holds_data(rows: Rows, column: int) -> bool:
    values = [row[column] for row in rows[:50] if row[column] is not None]
    return bool(values) and 2 * sum(not _is_label(value) for value in values) >= len(values)


# The rows below it


def _fill_down(cells: Rows, first: int, merges: Sequence[Merge]) -> list[int]:
    """Give the rows of a merged cell its value; return the rows that got one."""
    rows = []
    for merge in merges:
        if merge.top >= first and merge.bottom > merge.top:
            for row in range(merge.top + 1, min(merge.bottom + 1, len(cells))):
                cells[row] = [*cells[row]]
                cells[row][merge.left] = cells[merge.top][merge.left]
                rows.append(row)
    return sorted(rows)


class _LeftOut(NamedTuple):
    blank: list[int]
    headers: list[int]
    totals: list[int]
    notes: list[int]


def _data_rows(cells: Rows, header: _Header) -> tuple[list[int], _LeftOut]:
    left_out = _LeftOut([], [], [], [])
    data: list[int] = []
    for at in range(header.last + 1, len(cells)):
        row = cells[at]
        if not filled(row):
            left_out.blank.append(at)
        elif row in (cells[header.first], cells[header.last]):
            left_out.headers.append(at)
        elif _is_total(row):
            left_out.totals.append(at)
        else:
            data.append(at)
    while data and _is_note(cells[data[-1]]):
        left_out.notes.append(data.pop())
    last = max(data, default=header.last)
    left_out.blank[:] = [at for at in left_out.blank if at < last]
    return data, left_out


def _is_total(row: Sequence[Cell]) -> bool:
    """Tell a row that sums up others: it says so, and holds nothing else but numbers."""
    if None not in row or not {type(cell) for cell in row} <= {str, int, float, type(None)}:
        return False
    texts = [cell for cell in row if isinstance(cell, str)]
    return bool(texts) and all(_TOTAL.fullmatch(_plain(text)) for text in texts)


def _is_note(row: Sequence[Cell]) -> bool:
    texts = [cell for cell in row if isinstance(cell, str)]
    return len(row) > 2 and filled(row) == 1 and len(texts) > 0 and _NOTE.match(texts[0]) is not None


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


# What to tell


def _about_header(name: Path, cells: Rows, header: _Header) -> Iterator[Finding]:
    titles = [row for row in range(header.first) if filled(cells[row])]
    if titles:
        yield _finding(
            "title_rows",
            "told",
            titles,
            en=f"{name.name}: rows above the header passed over: {len(titles)}.",
            ja=f"{name.name}：見出しより上の{len(titles)}行は読み飛ばしました。",
        )
    if header.last > header.first:
        two = f"{header.first + 1}, {header.last + 1}"
        joined = [str(label) for label in header.names if isinstance(label, str) and "/" in label][:3]
        yield _finding(
            "two_row_header",
            "repaired",
            [header.first, header.last],
            en=f"{name.name}: the header stands in rows {two}; their names were joined: {', '.join(joined)}.",
            ja=f"{name.name}：見出しが{two}行目の2行にわたるため、つないで列名にしました：{'、'.join(joined)}",
        )


def _about_rows(name: Path, filled_down: Sequence[int], left_out: _LeftOut) -> Iterator[Finding]:
    texts: dict[str, tuple[Action, Sequence[int], str, str]] = {
        "merged_cells": (
            "repaired",
            filled_down,
            "cells filled from the merged cell above",
            "縦に結合されたセルの値を下の行にも入れました（{count:,}セル）。",
        ),
        "blank_rows": (
            "told",
            left_out.blank,
            "blank rows passed over",
            "空の行を読み飛ばしました（{count:,}行）。",
        ),
        "repeated_header": (
            "set_aside",
            left_out.headers,
            "repeated headers set aside",
            "見出しの繰り返しを除きました（{count:,}行）。",
        ),
        "total_rows": (
            "set_aside",
            left_out.totals,
            "rows of totals set aside",
            "合計の行を除きました（{count:,}行）。",
        ),
        "note_rows": (
            "set_aside",
            left_out.notes,
            "notes below the table set aside",
            "表の下の注記を除きました（{count:,}行）。",
        ),
    }
    for check, (action, rows, en, ja) in texts.items():
        if rows:
            count = len(rows)
            yield _finding(
                check,
                action,
                rows,
                en=f"{name.name}: {en}: {count:,}.",
                ja=f"{name.name}：{ja.format(count=count)}",
            )


def _finding(check: str, action: Action, rows: Sequence[int], *, en: str, ja: str) -> Finding:
    return Finding(check, len(rows), action, en, ja, tuple({"row": row + 1} for row in rows[:EXAMPLES]))
