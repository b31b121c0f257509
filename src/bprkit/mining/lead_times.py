"""How long do cases take, from their first moment to their last?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from bprkit.errors import InputError
from bprkit.mining.grammar import statistic_columns, summarise

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

    from bprkit.log.eventlog import EventLog

STATISTICS = ("mean", "median", "p90", "p95")
CASE_MEASURES = {"clock_seconds": "clock", "working_seconds": "work"}


def lead_times(log: EventLog, by: Literal["fiscal_year", "month"] | None = None) -> pd.DataFrame:
    """Describe the lead times of the cases, in clock and in working seconds.

    Returns one row, or a row a fiscal year or month in which cases started, with `cases` and
    `clock_seconds_*`, `working_seconds_*` (mean, median, p90, p95). If end activities were declared,
    only complete cases count; otherwise all do, and `status` says "unknown".

    Raises InputError for another `by`.
    """
    if by not in (None, "fiscal_year", "month"):
        raise InputError(
            en=f"Lead times are told by fiscal_year or month, not by {by}. By other columns, use attributes.",
            ja=f"所要時間の集計単位は fiscal_year か month です（指定：{by}）。他の列ごとの比較には attributes を使ってください。",  # noqa: E501
        )
    cases = counted_cases(log)
    groups: list[str] = []
    if by is not None:
        period = log.fiscal_year(cases["first"]) if by == "fiscal_year" else log.month(cases["first"])
        cases = cases.mutate(**{by: period})
        groups = [by]
    frame = summarise(cases, groups, STATISTICS, measures=CASE_MEASURES).rename(columns={"count": "cases"})
    frame.insert(len(groups), "status", "complete" if log.end_activities else "unknown")
    frame = frame[[*groups, "status", "cases", *statistic_columns(STATISTICS, CASE_MEASURES)]]
    return frame.sort_values(groups, ignore_index=True) if groups else frame


def case_durations(log: EventLog) -> pd.DataFrame:
    """Return a row a case: `case` (its number), `start`, `end`, `events`, `clock_seconds`, `working_seconds`.

    Times are of the log's zone. Cases are sorted by start, then by number.
    """
    return log.case_table().to_pyarrow().to_pandas()


def counted_cases(log: EventLog) -> ir.Table:
    """Return the cases whose lead time counts, with `clock` and `work` in microseconds."""
    cases = log.cases_with_status()
    if log.end_activities:
        cases = cases.filter(cases.complete)
    return cases.mutate(clock=cases["last"] - cases["first"])
