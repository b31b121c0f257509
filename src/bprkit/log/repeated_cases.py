"""Registers of a row a case in which a number stands in several rows, as where numbering begins anew each year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bprkit.language import counted, tell
from bprkit.log.examples import placed
from bprkit.log.findings import EXAMPLES, Finding

if TYPE_CHECKING:
    from bprkit.log.eventlog import EventLog

CHECK = "repeated_case"


def repeated_cases(log: EventLog) -> Iterator[Finding]:
    """Count the numbers that stand in several rows of a table of a row a case: their dates were put together."""
    if log.events.recognised.shape != "wide":
        return
    from bprkit.log.engine import ROW

    events = log.events
    source = events.engine.in_order(events.source.table)
    place = {"row": source[ROW]} if ROW in source.columns else {}
    rows = source.select(case=events.case_of(source), **place)
    rows = rows.filter(rows.case.notnull())
    first = {"row": rows.row.min()} if place else {}
    grouped = rows.group_by("case").aggregate(rows=rows.count(), **first)
    grouped = grouped.filter(grouped.rows > 1)
    count = int(grouped.count().to_pyarrow().as_py())
    if not count:
        return
    shown = grouped.order_by(*(place or ["case"])).limit(EXAMPLES).to_pyarrow().to_pylist()
    yield Finding(
        CHECK,
        count,
        "merged",
        en=f"{counted(count, 'number stands', 'numbers stand')} in more than one row; the dates of these rows were put "
        "together as one case.",
        ja=f"同じ番号が複数の行にあるものが{count:,}件あり、それらの行の日付を1つの案件にまとめました。",
        examples=placed(log, shown),
    )


def repeated_cases_warning(log: EventLog, count: int) -> str:
    """Return what such numbers do to the figures and what to do about them."""
    header = log.events.recognised.case
    return tell(
        en=f"{counted(count, 'number', 'numbers')} in {header} stand{'s' if count == 1 else ''} in more than one row, and "
        "these rows count as one case: lead times and rework are not to be trusted if they are different cases. Where "
        "numbers begin anew each year, add a column 年度 (fiscal year) to the file: year and number then name a case "
        "together. Or name another column with --case.",
        ja=f"「{header}」の同じ番号が複数の行にあるものが{count:,}件あり、1つの案件として数えています。別の案件であれば、"
        "所要時間と手戻りは当てになりません。番号を年度ごとに振り直している場合は、ファイルに「年度」の列を加えると、"
        "年度と番号の組で案件を区別します。別の列が案件番号なら --case で指定してください。",
    )
