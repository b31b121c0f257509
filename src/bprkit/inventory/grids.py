"""Files as grids of cells: every sheet of a workbook, or a text file as a single sheet.

>>> address(3, 27)
'AB4'
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bprkit.errors import InputError
from bprkit.inventory.formula_errors import formula_errors
from bprkit.inventory.numbers import Cell

BOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
TEXTS = (".csv", ".tsv", ".txt")


@dataclass(frozen=True)
class Span:
    """Merged cells: rows and columns from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Grid:
    """A sheet: its cells by row, from the first row and column of the sheet, and its merged cells."""

    file: str
    sheet: str
    rows: tuple[tuple[Cell, ...], ...]
    spans: Mapping[tuple[int, int], Span] = field(default_factory=dict)
    hidden: bool = False
    encoding: str = ""

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell; None outside of what is written."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else None


def address(row: int, column: int) -> str:
    """Return a place as Excel writes it; rows and columns count from 0."""
    return f"{letters(column)}{row + 1}"


def letters(column: int) -> str:
    """Return the name of a column, from 0.

    >>> letters(0), letters(26)
    ('A', 'AA')
    """
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def open_grids(path: Path, name: str) -> list[Grid]:
    """Return the sheets of a file; `name` is what it is called in messages.

    Raises InputError where the file cannot be read: damaged, behind a password, of another kind than it says.
    """
    return [_text_grid(path, name)] if path.suffix.lower() in TEXTS else _book_grids(path, name)


def _book_grids(path: Path, name: str) -> list[Grid]:
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        with path.open("rb") as stream:
            book = CalamineWorkbook.from_filelike(io.BytesIO(stream.read()))
        errors = formula_errors(path)
        found = []
        for about in book.sheets_metadata:
            if about.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            table = [[_cell(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
            for cell, error in errors.get(about.name, {}).items():
                _put(table, cell, error)
            rows = tuple(map(tuple, table))
            spans = {
                (row, column): Span(top, left, bottom, right)
                for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
                for row in range(top, min(bottom, len(rows)) + 1)
                for column in range(left, right + 1)
            }
            hidden = about.visible is not SheetVisibleEnum.Visible
            found.append(Grid(name, about.name, rows, spans, hidden))
    except PasswordError as error:
        raise InputError(
            en="It is protected by a password. Ask for a copy without it.",
            ja="パスワードで保護されています。パスワードのない写しを依頼してください。",
        ) from error
    except (CalamineError, OSError) as error:
        raise InputError(
            en=f"It is damaged, or no workbook ({error}). Ask for it again.",
            ja=f"壊れているか、Excelブックではありません（{error}）。もう一度送ってもらってください。",
        ) from error
    return found


def _put(table: list[list[Cell]], cell: str, error: str) -> None:
    """Put an error where it stands on the sheet; outside of what was read, it matters to nobody."""
    found = re.fullmatch(r"([A-Z]+)(\d+)", cell)
    if found is None:
        return
    row, column = int(found[2]) - 1, 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    if row < len(table) and column <= len(table[row]) and table[row][column - 1] is None:
        table[row][column - 1] = error


def _cell(value: Cell) -> Cell:
    if isinstance(value, str):
        return value if value.strip() else None
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _text_grid(path: Path, name: str) -> Grid:
    from bprkit.log.text.encodings import choose_encoding

    try:
        encoding = choose_encoding(path, None)
        text = path.read_bytes().decode(encoding.name).lstrip("\ufeff")
        head = "\n".join(text.splitlines()[:20])
        delimiter = max((",", "\t", ";"), key=head.count)
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except OSError as error:
        raise InputError(
            en=f"It cannot be read ({error.strerror}). Check whether it is open elsewhere.",
            ja=f"読み込めません（{error.strerror}）。ほかのソフトで開いていないか確かめてください。",
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            en=f"It is damaged, or no table ({error}). Save it again as .xlsx or as CSV in UTF-8.",
            ja=f"壊れているか、表ではありません（{error}）。.xlsx かUTF-8のCSVで保存し直してください。",
        ) from error
    rows = tuple(tuple(cell if cell.strip() else None for cell in record) for record in records)
    return Grid(name, "", rows, encoding="" if encoding.is_utf8 else encoding.name)
