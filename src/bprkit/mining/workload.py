"""Who has how much to do, and how much lies waiting, week by week?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bprkit.log.zones import DAY
from bprkit.mining.future import end_of_past
from bprkit.mining.naming import labels_of, prepared_for

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

    from bprkit.log.eventlog import EventLog

_MONDAY = 3  # 1970-01-01 was a Thursday


def workload(log: EventLog, by: str = "role", *, persons: bool = False) -> pd.DataFrame:
    """Count what each role (section, resource, …) completed.

    A row a group: `by`, `name`, `instances`, `cases`, `share` of all instances, `first` and `last` completion (in the
    log's zone). In the order of the names: this ranks nobody.
    """
    key = log.key(by)
    prepared = prepared_for(log, key)
    labels = labels_of(prepared, key, persons=persons)
    instances = prepared.instances.filter(prepared.instances[key].notnull())
    grouped = instances.group_by(shown=labels.merge(instances[key])).aggregate(
        instances=instances.count(),
        cases=instances.case.nunique(),
        first=instances.end.min(),
        last=instances.end.max(),
    )
    frame = grouped.to_pyarrow().to_pandas()
    frame["name"] = labels.read(frame.shown)
    frame["by"] = by
    frame["share"] = frame.instances / max(int(frame.instances.sum()), 1)
    for column in ("first", "last"):
        frame[column] = log.local_times(frame[column])
    frame = frame[["by", "name", "instances", "cases", "share", "first", "last"]]
    return frame.sort_values("name", ignore_index=True, key=lambda names: names.map(_natural))


def _natural(name: str) -> tuple[str, int, str]:
    """Sort P2 before P10."""
    before = name.rstrip("0123456789")
    return before, int(name[len(before) :] or 0), name


def backlog(log: EventLog) -> pd.DataFrame:
    """Count by week (from Monday) the cases that began, the cases that ended, and those in progress at its end.

    A row a week without gaps: `week`, `arrivals`, `completions`, `in_progress`. A case ends with its last
    recorded completion (of an activity that is not declared to come after the end). Stamps after today are left
    out, so that a mistyped year adds no thousand weeks; a case that ends then is in progress.
    """
    cases = log.cases_with_status()
    ended = cases.filter(cases.complete) if log.end_activities else cases
    return _flow(log, (cases, "first"), (ended, "last"), [])


def backlog_by_activity(log: EventLog) -> pd.DataFrame:
    """Count by week and activity what became ready to be done, what was done, and what lay waiting at its end.

    A row a week and activity: `week`, `activity`, `arrivals`, `completions`, `in_progress`. An instance is ready
    when it is enabled: at the completion before it in its case.
    """
    prepared = log.prepared("activity")
    instances = prepared.instances
    begin = instances.start.fill_null(instances.end) if prepared.extent.has_starts else instances.end
    instances = instances.mutate(ready=begin - instances.clock.fill_null(0))
    frame = _flow(log, (instances, "ready"), (instances, "end"), ["activity"])
    frame["activity"] = prepared.activities[frame.activity.to_numpy().astype("int64")]
    return frame.sort_values(["week", "activity"], ignore_index=True)[
        ["week", "activity", "arrivals", "completions", "in_progress"]
    ]


def _flow(
    log: EventLog, arrived: tuple[ir.Table, str], done: tuple[ir.Table, str], groups: list[str]
) -> pd.DataFrame:
    import pandas as pd

    arrivals = _by_week(log, *arrived, groups, "arrivals")
    completions = _by_week(log, *done, groups, "completions")
    both = arrivals.merge(completions, on=["week", *groups], how="outer")
    if both.empty:
        return pd.DataFrame(columns=["week", *groups, "arrivals", "completions", "in_progress"])
    weeks = pd.RangeIndex(int(both.week.min()), int(both.week.max()) + 1, name="week")
    grid: Any = weeks
    if groups:
        grid = pd.MultiIndex.from_product(
            [weeks, *(sorted(both[g].unique()) for g in groups)], names=["week", *groups]
        )
    filled = both.set_index(["week", *groups] if groups else "week").reindex(grid).fillna(0).astype("int64")
    filled = filled.reset_index()
    balance = filled.arrivals - filled.completions
    filled["in_progress"] = (
        balance.groupby([filled[g] for g in groups]).cumsum() if groups else balance.cumsum()
    )
    monday = date(1970, 1, 1) - timedelta(days=_MONDAY)
    filled["week"] = [(monday + timedelta(weeks=int(week))).isoformat() for week in filled.week]
    return filled


def _by_week(log: EventLog, table: ir.Table, moment: str, groups: list[str], what: str) -> pd.DataFrame:
    until = end_of_past(log)
    if until is not None:
        table = table.filter(table[moment] < until)
    week = (log.to_local(table[moment]) // DAY + _MONDAY) // 7
    counted = table.mutate(week=week).group_by(["week", *groups]).aggregate(lambda t: t.count().name(what))
    return counted.to_pyarrow().to_pandas()
