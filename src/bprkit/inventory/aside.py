"""Columns of numbers that were not read in a table that lacks cases or hours: they are what it lacks, perhaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bprkit.inventory.columns import Kind
from bprkit.inventory.grids import Grid, address
from bprkit.inventory.headers import Header
from bprkit.inventory.model import Place, Repair, Task
from bprkit.inventory.numbers import Cell, read_number

_MOSTLY = 0.5
_KINDS: tuple[Kind, ...] = ("cases", "minutes", "hours")


def numbers_aside(grid: Grid, header: Header, tasks: Sequence[Task]) -> Iterator[Repair]:
    """Tell columns that hold mostly numbers and were not read, where a task has no cases or no hours.

    Such a column counts if it has a number in a row of a task that lacks something.
    """
    rows = [int(task.place.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - 1 for task in tasks]
    lacking = {row for row, task in zip(rows, tasks, strict=True) if task.cases is None or not task.hours}
    for place, text in header.others.items():
        cells = {row: cell for row in rows if (cell := grid.cell(row, place)) is not None}
        numbers = {row for row, cell in cells.items() if _is_number(cell)}
        if numbers & lacking and len(numbers) > _MOSTLY * len(cells):
            yield Repair("numbers_aside", Place(grid.file, grid.sheet, address(header.bottom, place)), text)


def _is_number(cell: Cell) -> bool:
    """Tell a number, with a unit of cases, minutes or hours or without."""
    return any(read_number(cell, kind).value is not None for kind in _KINDS)
