"""Office hours inside the engine: cumulative working time of every event by a join with a day table."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bprkit.log.engine import Engine
from bprkit.log.zones import DAY, ZoneClock

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bprkit.calendar import OfficeCalendar


def with_working_time(
    engine: Engine,
    table: ir.Table,
    calendar: OfficeCalendar,
    clock: ZoneClock,
    span: tuple[int, int],
) -> ir.Table:
    """Add `end_work` (and `start_work`): microseconds the office had been open by `end` (and `start`).

    `span` holds the first and the last stamp of the table in microseconds since 1970. Without office hours nothing is
    added where only completions are known: working time is clock time.
    """
    moments = [name for name in ("end", "start") if name in table.columns]
    if calendar.never_closes:
        return (
            table.mutate(**{f"{name}_work": table[name] for name in moments}) if "start" in moments else table
        )
    table_of_days = _day_table(calendar, span)
    days = engine.keep_arrow(table_of_days, table_of_days.column_names, "days")
    for name in moments:
        table = _with_cumulative(table, days, clock, name)
    return table


def _day_table(calendar: OfficeCalendar, span: tuple[int, int]) -> Any:
    import pyarrow as pa

    epoch = date(1970, 1, 1)
    first, last = (epoch + timedelta(days=moment // DAY) for moment in span)
    margin = timedelta(days=2)  # the zone may move a stamp over midnight
    return pa.table(calendar.day_table(first - margin, last + margin))


def _with_cumulative(table: ir.Table, days: ir.Table, clock: ZoneClock, name: str) -> ir.Table:
    columns = table.columns
    table = table.mutate(_local=clock.to_onward(table[name]))
    table = table.mutate(_day=table._local // DAY)
    opened = days.rename({f"_{column}": column for column in days.columns if column != "day"})
    joined = table.left_join(opened, table._day == opened.day)
    since_midnight = joined._local - joined._day * DAY
    work: Any = joined._before
    for number in range(1, len(days.columns) // 2):
        open_, close = joined[f"_open{number}"], joined[f"_close{number}"]
        work = work + since_midnight.clip(open_, close) - open_
    return joined.mutate(**{f"{name}_work": work}).select(*columns, f"{name}_work")
