"""What follows what, how often, and how long does it take?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bprkit.mining.grammar import statistic_columns, summarise
from bprkit.mining.naming import labels_of, prepared_for

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

    from bprkit.log.eventlog import EventLog
    from bprkit.log.prepared import Prepared

STATISTICS = ("total", "mean", "median", "p95")


def transitions(log: EventLog, by: str = "activity", *, persons: bool = False) -> pd.DataFrame:
    """Return every step from one activity (or role, section, …) to the next, in completion order.

    A row a pair: `source`, `target`, `measure`, `count`, `cases` (in how many it occurs), and
    `clock_seconds_*`, `working_seconds_*` (total, mean, median, p95). The measure is "waiting" (from the
    moment the target was enabled to its start) where starts were recorded for every instance of the target,
    and "sojourn" (to its completion) otherwise. `by` names what plays the part of the activity. People show
    as P1, P2, … unless `persons`; small groups are merged.

    Raises InputError if the log has no such column.
    """
    return described_steps(log, by, persons=persons)


def described_steps(log: EventLog, by: str, *, persons: bool, within_lead_time: bool = False) -> pd.DataFrame:
    """Return the transitions; `within_lead_time`: without the steps that come after the end of their case."""
    key = log.key(by)
    prepared = prepared_for(log, key)
    labels = labels_of(prepared, key, persons=persons)
    steps = stepping(prepared, key)
    if within_lead_time:
        spans = prepared.cases.select(of_case="case", until="last")
        steps = steps.join(spans, steps.case == spans.of_case).filter(lambda table: table.end <= table.until)
    steps = steps.mutate(source=labels.merge(steps.source), target=labels.merge(steps.target))
    further = {"timed": steps.start.notnull().all()} if prepared.extent.has_starts else {}
    by_variant = key == "activity" and not within_lead_time
    if not by_variant:
        further["cases"] = steps.case.nunique()
    frame = summarise(steps, ["source", "target"], STATISTICS, **further)
    if by_variant:
        frame = frame.merge(_cases_of_steps(prepared), on=["source", "target"], how="left")
    if "timed" in frame:
        frame["measure"] = frame.timed.astype(bool).map({True: "waiting", False: "sojourn"})
    else:
        frame["measure"] = "sojourn"
    frame = frame.assign(source=labels.read(frame.source), target=labels.read(frame.target))
    frame = frame[["source", "target", "measure", "count", "cases", *statistic_columns(STATISTICS)]]
    return frame.sort_values(
        ["count", "source", "target"], ascending=[False, True, True], ignore_index=True, kind="stable"
    )


def stepping(prepared: Prepared, key: str) -> ir.Table:
    """Return the instances that have a predecessor, with the codes `source` and `target`."""
    instances = prepared.instances
    steps = instances.filter(
        instances.position > 0, instances[f"previous_{key}"].notnull(), instances[key].notnull()
    )
    return steps.mutate(source=steps[f"previous_{key}"], target=steps[key])


def _cases_of_steps(prepared: Prepared) -> pd.DataFrame:
    """Count the cases of each step from the variants: far fewer rows, the same answer."""
    sequences = prepared.sequences
    steps = sequences.filter(sequences.position > 0)
    once = steps.group_by(
        source=steps.previous_activity, target=steps.activity, variant=steps.variant
    ).aggregate(cases=steps.cases.min())
    return once.group_by(["source", "target"]).aggregate(cases=once.cases.sum()).to_pyarrow().to_pandas()
