"""Forms filled in as people do: what a test puts into the cells of a template, by sheet and header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl


def fill(path: Path, sheet: str, rows: Sequence[Mapping[str, Any]], first: int = 3) -> Path:
    """Write rows below the example of a sheet, each cell under its header."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    places = {cell.value: cell.column for cell in page[1]}
    for number, row in enumerate(rows, first):
        for header, value in row.items():
            page.cell(number, places[header], value)
    book.save(path)
    return path


def answer(path: Path, sheet: str, answers: Mapping[str, Any]) -> Path:
    """Write answers beside their items."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    for row in page.iter_rows(min_row=2):
        if row[0].value in answers:
            page.cell(row[0].row, 2, answers[row[0].value])
    book.save(path)
    return path
