"""What is done again in the same case, by whom, and what does a return cost?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bprkit.mining.grammar import statistic_columns, summarise

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

    from bprkit.log.eventlog import EventLog
    from bprkit.log.prepared import Prepared

STATISTICS = ("total", "mean", "median", "p95")
RETURN_WORDS = re.compile(
    r"差\s*し?\s*戻|返\s*戻|引\s*き?\s*戻|却下|不備|やり直|sent.?back|send.?back|return|reject|rework|withdr",
    re.IGNORECASE,
)


def rework(log: EventLog) -> pd.DataFrame:
    """Count, for each activity that comes back in a case, how it comes back and what time passed meanwhile.

    A row an activity: `activity`, `cases`, `self_loops` (again at once), `repetitions` (again later), `repeats`
    (by the same resource) and `redos` (by another; both missing where no resources are recorded), and
    `clock_seconds_total`, `working_seconds_total` from each completion to the next of the same activity.
    """
    prepared = log.prepared("activity", *(["resource"] if log.has("resource") else []))
    again = _again(prepared, with_resource=log.has("resource"))
    further: dict[str, Any] = {"cases": again.case.nunique(), "self_loops": again.at_once.sum()}
    if log.has("resource"):
        further["repeats"] = (again.resource == again.earlier_resource).sum()
        further["redos"] = (again.resource != again.earlier_resource).sum()
    frame = summarise(again, ["activity"], ("total",), **further)
    frame["repetitions"] = frame["count"] - frame.self_loops
    frame["activity"] = prepared.activities[frame.activity.to_numpy().astype("int64")]
    for column in ("repeats", "redos"):
        frame[column] = frame[column].fillna(0).astype("int64") if column in frame else None
    frame = frame[
        ["activity", "cases", "self_loops", "repetitions", "repeats", "redos", *statistic_columns(("total",))]
    ]
    return frame.sort_values(
        ["working_seconds_total", "clock_seconds_total", "activity"],
        ascending=[False, False, True],
        ignore_index=True,
    )


def reworked_cases(log: EventLog) -> int:
    """Return the number of cases in which some activity comes back."""
    sequences = log.prepared("activity").sequences
    counted = sequences.group_by(["variant", "activity"]).aggregate(
        times=sequences.count(), cases=sequences.cases.min()
    )
    repeated = counted.filter(counted.times > 1).select("variant", "cases").distinct()
    return int(repeated.cases.sum().to_pyarrow().as_py() or 0)


def returns(log: EventLog) -> pd.DataFrame:
    """Measure the loops that a return (差戻し, sent back, rejected …) opens.

    A row a return and the step it comes after: `activity`, `source`, `count`, `cases`, `resolved` (in how many the
    source was completed again) and, of those, `clock_seconds_*`, `working_seconds_*` (total, mean, median, p95) from
    the completion of the source before the return to its next one after it: the whole detour. Returns are known by
    their names.
    """
    prepared = log.prepared("activity")
    names = prepared.names["activity"]
    codes = [code for code, name in enumerate(names) if RETURN_WORDS.search(str(name))]
    detours = _detours(prepared, codes)
    frame = summarise(
        detours,
        ["activity", "source"],
        STATISTICS,
        cases=detours.case.nunique(),
        resolved=detours.clock.count(),
    )
    for column in ("activity", "source"):
        frame[column] = prepared.activities[frame[column].to_numpy().astype("int64")]
    frame = frame[["activity", "source", "count", "cases", "resolved", *statistic_columns(STATISTICS)]]
    return frame.sort_values(
        ["count", "activity", "source"], ascending=[False, True, True], ignore_index=True
    )


def _again(prepared: Prepared, *, with_resource: bool) -> ir.Table:
    """Return the instances whose activity was already done in the case, with what passed since."""
    import ibis

    sequences = prepared.sequences
    times = sequences.group_by(["variant", "activity"]).aggregate(times=sequences.count())
    repeating = times.filter(times.times > 1).select("variant").distinct()
    shapes = prepared.variants.semi_join(repeating, "variant")
    cases = prepared.cases.semi_join(shapes, ["length", "low", "high"])
    instances = prepared.instances.semi_join(cases, "case")
    window = ibis.window(group_by=["case", "activity"], order_by="position")
    columns = ["end", "end_work", *(["resource"] if with_resource else [])]
    instances = instances.mutate(
        **{f"earlier_{name}": instances[name].lag().over(window) for name in columns}
    )
    again = instances.filter(instances.earlier_end.notnull())
    return again.mutate(
        at_once=again.previous_activity == again.activity,
        clock=again.end - again.earlier_end,
        work=again.end_work - again.earlier_end_work,
    )


def _detours(prepared: Prepared, codes: list[int]) -> ir.Table:
    """Return each return with the time from the completion of its source before it to the next one after it."""

    instances = prepared.instances
    sent_back = instances.filter(instances.activity.isin(codes or [-1]), instances.position > 0).select(
        "case", "position", "activity", source="previous_activity"
    )
    sources = instances.select(
        source_case="case", place="position", source_activity="activity", at="end", at_work="end_work"
    )
    matched = sent_back.left_join(
        sources, [sent_back.case == sources.source_case, sent_back.source == sources.source_activity]
    )
    before, after = matched.place < matched.position, matched.place > matched.position
    loops = matched.group_by(["case", "position", "activity", "source"]).aggregate(
        left=matched.at.max(where=before),
        back=matched.at.min(where=after),
        left_work=matched.at_work.max(where=before),
        back_work=matched.at_work.min(where=after),
    )
    return loops.mutate(clock=loops.back - loops.left, work=loops.back_work - loops.left_work)
