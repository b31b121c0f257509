"""What is done, how often, by how many, and how long does it take?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bprkit.mining.grammar import statistic_columns, summarise
from bprkit.mining.naming import Labels, labels_of

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

    from bprkit.log.eventlog import EventLog
    from bprkit.log.prepared import Prepared

STATISTICS = ("total", "mean", "median", "p95")
SOJOURN = {"clock_seconds": "sojourn_clock", "working_seconds": "sojourn_work"}
SERVICE = {"clock_seconds": "service_clock", "working_seconds": "service_work"}


def activities(log: EventLog, by: str = "activity", *, persons: bool = False) -> pd.DataFrame:
    """Describe each activity (or role, section, …): how often, in how many cases, how long.

    A row an activity, named in the column `by`: `instances`, `cases`, `resources` (distinct persons; none
    recorded: missing), `first_share` and `last_share` (of the cases, those that begin or end with it),
    `measure` and `clock_seconds_*`, `working_seconds_*` (total, mean, median, p95). The measure is "service"
    (start to completion) where every instance has a start, and "sojourn" (since it was enabled) otherwise; of
    a log without starts, the first instance of a case has no sojourn.
    """
    key = log.key(by)
    prepared = log.prepared(key, *(["resource"] if log.has("resource") else []))
    labels = labels_of(prepared, key, persons=persons)
    instances = _with_sojourn(prepared).filter(lambda table: table[key].notnull())
    instances = instances.mutate(shown=labels.merge(instances[key]))
    further: dict[str, Any] = {}
    if log.has("resource"):
        further["resources"] = instances.resource.nunique()
    if prepared.extent.has_starts:
        further["timed"] = instances.start.notnull().all()
    frame = summarise(instances, ["shown"], STATISTICS, measures=SOJOURN, **further)
    if prepared.extent.has_starts:
        service = summarise(instances, ["shown"], STATISTICS, measures=SERVICE)
        frame = _service_where_timed(frame, service)
    else:
        frame["measure"] = "sojourn"
    frame = frame.merge(_places(prepared, key, labels), on="shown", how="left")
    if "resources" not in frame:
        frame["resources"] = None
    frame = frame.assign(**{by: labels.read(frame.shown)}).rename(columns={"count": "instances"})
    columns = [by, "instances", "cases", "resources", "first_share", "last_share", "measure"]
    frame = frame[[*columns, *statistic_columns(STATISTICS)]]
    return frame.sort_values(["instances", by], ascending=[False, True], ignore_index=True)


def _with_sojourn(prepared: Prepared) -> ir.Table:
    instances = prepared.instances
    if not prepared.extent.has_starts:
        return instances.mutate(sojourn_clock=instances.clock, sojourn_work=instances.work)
    return instances.mutate(
        sojourn_clock=instances.clock + instances.service_clock.fill_null(0),
        sojourn_work=instances.work + instances.service_work.fill_null(0),
    )


def _service_where_timed(frame: pd.DataFrame, service: pd.DataFrame) -> pd.DataFrame:
    service = frame[["shown"]].merge(service, on="shown", how="left")
    timed = frame.pop("timed").astype(bool)
    columns = statistic_columns(STATISTICS)
    for column in columns:
        frame[column] = service[column].where(timed, frame[column])
    frame["measure"] = timed.map({True: "service", False: "sojourn"})
    return frame


def _places(prepared: Prepared, key: str, labels: Labels) -> pd.DataFrame:
    """Count, for each shown group, its cases and the shares of cases that begin and end with it."""
    table = prepared.sequences if key == "activity" else _whole_log(prepared, key)
    table = table.filter(table[key].notnull())
    table = table.mutate(shown=labels.merge(table[key]))
    once = table.group_by(["shown", "unit"]).aggregate(
        cases=table.cases.min(),
        first=(table.position == 0).any(),
        last=(table.position == table.length - 1).any(),
    )
    counted = once.group_by("shown").aggregate(
        cases=once.cases.sum(),
        firsts=once.cases.sum(where=once["first"]),
        lasts=once.cases.sum(where=once["last"]),
    )
    frame = counted.to_pyarrow().to_pandas().fillna({"firsts": 0, "lasts": 0})
    total = max(prepared.case_count, 1)
    return frame.assign(first_share=frame.pop("firsts") / total, last_share=frame.pop("lasts") / total)


def _whole_log(prepared: Prepared, key: str) -> ir.Table:
    lengths = prepared.cases.select("case", "length")
    table = prepared.instances.select("case", "position", key).join(lengths, "case")
    return table.mutate(unit=table.case, cases=1)
