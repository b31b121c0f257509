"""The sheets of a workbook as tables: where the header stands, what each row holds, and the address of every cell."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bprkit.errors import InputError
from bprkit.procedure.excel.fields import Cell
from bprkit.procedure.excel.layout import (
    FLOW,
    PROCEDURE,
    SHEETS,
    Column,
    Layout,
    SheetKey,
    column_of,
    sheet_of,
)
from bprkit.procedure.excel.opening import no_workbook, open_book
from bprkit.procedure.problems import Problem

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_SEEN = 30  # rows among which a header is looked for
_TELLING = {"kind", "touch", "wait", "medium", "next", "sheets", "act"}
"""Columns that a list of steps has, and hardly a log of events."""
_OF_A_LOG = re.compile(
    r"日時|日付|年月日|timestamp|date|案件|文書番号|受付番号|伝票番号|case ?(?:id|no)", re.IGNORECASE
)


@dataclass(frozen=True)
class Row:
    """A row of a table: its number on the sheet from 1, and its cells by the key of their column.

    others: cells of other columns by header; more: cells to the right of the last header, in order.
    """

    number: int
    cells: dict[str, Cell]
    others: dict[str, Cell]
    more: tuple[Cell, ...] = ()

    def get(self, *keys: str) -> tuple[Cell, ...]:
        """Return cells by the keys of their columns; None for columns that are not there."""
        return tuple(self.cells.get(key) for key in keys)


@dataclass(frozen=True)
class Sheet:
    """A table on a sheet.

    places: the number of a column, from 0, by key; units: what its header says in parentheses;
    headers: the header itself; unknown: those of other columns.
    """

    file: str
    name: str
    places: dict[str, int]
    units: dict[str, str]
    rows: tuple[Row, ...]
    headers: dict[str, str]
    unknown: tuple[str, ...] = ()

    @property
    def lists_steps(self) -> bool:
        """Tell whether the header is that of steps, and not of events that happened."""
        return bool(_TELLING & set(self.places)) and not self.lists_events

    @property
    def says_steps(self) -> bool:
        """Tell whether the header has the very words 工程 and 担当: enough for somebody who says that it is one."""
        words = {key: {FLOW.column(key).ja, FLOW.column(key).en} for key in ("title", "role")}
        return not self.lists_events and all(self.headers.get(key) in words[key] for key in words)

    @property
    def lists_events(self) -> bool:
        """Tell whether a header names what events have, and steps have not."""
        return any(map(_OF_A_LOG.search, self.unknown))

    def address(self, row: int, column: str) -> str:
        """Return a place as Excel writes it: 業務フロー!E7."""
        return f"{self.name}!{letters(self.places.get(column, 0))}{row}"

    def problem(
        self, code: str, row: Row, column: str, *, en: str, ja: str, where: str | None = None
    ) -> Problem:
        """Return an error about a cell."""
        value = row.cells.get(column)
        path = self.address(row.number, column)
        shown = None if value is None else str(value)
        return Problem(code, "error", en, ja, where, self.file, None, path, shown)


def letters(place: int) -> str:
    """Return the name of a column of a sheet; places count from 0.

    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def open_sheets(path: Path) -> dict[SheetKey, Sheet]:
    """Return the tables of a flow sheet; raise InputError where the file is none.

    A sheet under another name is taken for the flow if only its header is one.
    """
    from python_calamine import CalamineError

    try:
        book = open_book(path)
        found: dict[SheetKey, Sheet] = {}
        for layout in SHEETS.values():
            for name in book.sheet_names:
                if layout.key not in found and sheet_of(name, layout):
                    sheet = _sheet(path, book, name, layout)
                    if sheet is not None:
                        found[layout.key] = sheet
        if FLOW.key not in found:
            found |= _other_flow(path, book)
    except CalamineError as error:
        raise no_workbook(path) from error
    if FLOW.key not in found:
        raise InputError(
            en=f"{path} has no flow sheet: a sheet 業務フロー (or Flow) whose header has 工程 (Step) and 担当 (Role). "
            "A log of events goes to bprkit mine.",
            ja=f"{path} に業務フローのシートがありません。見出しに「工程」と「担当」のあるシート「業務フロー」を作ってください。"
            "処理履歴（ログ）なら bprkit mine を使ってください。",
        )
    return found


def _other_flow(path: Path, book: CalamineWorkbook) -> dict[SheetKey, Sheet]:
    named = {name for name in book.sheet_names if any(sheet_of(name, layout) for layout in SHEETS.values())}
    sheets = [_sheet(path, book, name, FLOW) for name in book.sheet_names if name not in named]
    found = [sheet for sheet in sheets if sheet is not None and (sheet.lists_steps or sheet.says_steps)]
    found.sort(key=lambda sheet: not sheet.lists_steps)  # surer ones first, else in the order of the book
    return {FLOW.key: found[0]} if found else {}


def _sheet(path: Path, book: CalamineWorkbook, name: str, layout: Layout) -> Sheet | None:
    sheet = book.get_sheet_by_name(name)
    rows = [[_cell(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    _fill_merged(sheet, rows)
    found = _header(rows, layout)
    if found is None:
        return None
    at, places, units = found
    headers = rows[at]
    taken = set(places.values())
    table = []
    for number, row in enumerate(rows[at + 1 :], at + 2):
        cells = {key: row[place] for key, place in places.items() if place < len(row)}
        others: dict[str, Cell] = {
            str(headers[place]): cell
            for place, cell in enumerate(row)
            if cell is not None and place not in taken and place < len(headers) and headers[place] is not None
        }
        if any(cell is not None for cell in cells.values()):
            table.append(Row(number, cells, others, tuple(row[max(taken) + 1 :])))
    unknown = (
        str(header) for place, header in enumerate(headers) if header is not None and place not in taken
    )
    named = {key: str(headers[place]) for key, place in places.items()} if at >= 0 else {}
    return Sheet(str(path), name, places, units, tuple(table), named, tuple(unknown))


def _header(
    rows: Sequence[Sequence[Cell]], layout: Layout
) -> tuple[int, dict[str, int], dict[str, str]] | None:
    needed = {column.key for column in layout.columns[:2]} if layout is not FLOW else {"title", "role"}
    needed = {"title"} if layout.key == "roles" else needed
    if layout is PROCEDURE:
        return _of_procedure(rows)
    for at, row in enumerate(rows[:_SEEN]):
        places: dict[str, int] = {}
        units: dict[str, str] = {}
        for place, cell in enumerate(row):
            found: tuple[Column, str] | None = (
                column_of(cell, layout.columns) if isinstance(cell, str) else None
            )
            if found is not None and found[0].key not in places:
                places[found[0].key], units[found[0].key] = place, found[1]
        if needed <= set(places):
            if "forms" in places and "sheets" not in places:  # then it counts, too: 申請書 2枚
                places["sheets"], units["sheets"] = places.pop("forms"), units.pop("forms")
            return at, places, units
    return None


def _of_procedure(rows: Sequence[Sequence[Cell]]) -> tuple[int, dict[str, int], dict[str, str]] | None:
    """A sheet of names and values; its own header may be missing."""
    return (-1, {"item": 0, "value": 1}, {}) if rows else None


def _cell(value: Any) -> Cell:
    match value:
        case bool():
            return "○" if value else None
        case str():
            return value.strip() or None
        case dt.timedelta():
            return f"{value.total_seconds() / 60:g} min"
        case dt.time():
            return f"{value.hour * 60 + value.minute + value.second / 60:g} min"
        case dt.datetime() | dt.date():
            return value.isoformat()
        case float() if value.is_integer():
            return int(value)
    return value


def _fill_merged(sheet: CalamineSheet, rows: list[list[Cell]]) -> None:
    """Give every row of a cell merged downwards what stands in it."""
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if left == right and bottom < len(rows) and left < len(rows[top]):
            for row in range(top + 1, bottom + 1):
                rows[row][left] = rows[top][left]


def is_flow_sheet(path: str | Path) -> bool:
    """Tell a flow sheet from a log of events, and from what is no workbook at all, by its headers.

    >>> is_flow_sheet("log.csv")
    False
    """
    try:
        flow = open_sheets(Path(path))["flow"]
    except InputError:
        return False
    return flow.lists_steps or sheet_of(flow.name, FLOW)
