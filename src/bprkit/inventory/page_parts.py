"""What the sections of the page are made of: columns, cells with their values, tables."""

from __future__ import annotations

from collections.abc import Sequence

from bprkit.inventory.model import Task
from bprkit.language import tell
from bprkit.report.model import Cell, Column, Kind, Table, Value
from bprkit.report.units import count, number, share

__all__ = ["cells_of", "column", "count", "hours", "number", "plain_table", "share", "table", "task_columns"]


def hours(value: float) -> str:
    """Return hours for a sentence."""
    return tell(en=f"{value:,.0f} h", ja=f"{value:,.0f}時間")


def column(key: str, en: str, ja: str, kind: Kind = "text", lines: int = 2, drop: int = 0) -> Column:
    """Return a column; a line feed in its title says where a narrow heading may break."""
    return Column(key, tuple(tell(en=en, ja=ja).split("\n")), kind, lines if kind == "text" else 1, drop)


def task_columns() -> tuple[Column, ...]:
    """Return the columns that say which task it is."""
    return (column("section", "section", "課"), column("task", "task", "業務"))


def cells_of(columns: Sequence[Column], values: Sequence[Value]) -> tuple[Cell, ...]:
    """Return values as cells, as the kinds of their columns show them."""
    shown = {"count": count, "share": share, "number": number}
    cells = []
    for each, value in zip(columns, values, strict=True):
        if each.kind == "text" or isinstance(value, str):
            cells.append(Cell("" if value is None else str(value), value))
        else:
            cells.append(Cell(shown[each.kind](value), value))
    return tuple(cells)


def table(
    columns: Sequence[Column], rows: Sequence[Sequence[Value]], top: int, *, bar: str | None = None
) -> Table | None:
    """Return all rows as a table that shows the first `top`; None where there are none."""
    cells = tuple(cells_of(columns, row) for row in rows)
    return Table(tuple(columns), cells, len(cells), top, bar) if cells else None


def plain_table(columns: Sequence[Column], rows: Sequence[Sequence[Value]]) -> Table | None:
    """Return all rows as a table that shows them all."""
    return table(columns, rows, len(rows))


def whose(task: Task) -> tuple[str, str]:
    """Return the values for `task_columns`."""
    return task.where, task.name
