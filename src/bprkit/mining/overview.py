"""How large is the log, and what span does it cover?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from bprkit.log.eventlog import EventLog


def overview(log: EventLog) -> dict[str, Any]:
    """Return the counts and the span of the log.

    Keys: `rows` (of the file), `events` (rows as recorded; where a row is a case, its dates), `activity_instances`,
    `cases`, `activities`, `variants` (distinct sequences of completed activities in time order, ties in file order),
    `resources`, `roles` (missing where not recorded), `first` and `last` (ISO, in the log's zone), `has_starts`,
    `dates_only`, `complete_cases`, `open_cases` and `status` ("declared", or "unknown" where no end activity was).
    """
    parts = [part for part in ("resource", "role") if log.has(part)]
    prepared = log.prepared(*parts)
    instances = prepared.instances
    asked: dict[str, Any] = {"instances": instances.count(), "activities": instances.activity.nunique()}
    asked |= {part: instances[part].nunique() for part in parts}
    found = instances.aggregate(**asked).to_pyarrow().to_pylist()[0]
    cases = log.cases_with_status()
    spans = (
        cases.aggregate(
            cases=cases.count(),
            complete=cases.complete.sum(),
            first=cases["first"].min(),
            last=cases["last"].max(),
        )
        .to_pyarrow()
        .to_pylist()[0]
    )
    latest = instances.end.max().to_pyarrow().as_py()
    complete = int(spans["complete"] or 0) if log.end_activities else None
    return {
        "rows": log.source_row_count(),
        "events": log.events.row_count if log.base is None else log.row_count(),
        "activity_instances": found["instances"],
        "cases": spans["cases"],
        "activities": found["activities"],
        "variants": int(prepared.variants.count().to_pyarrow().as_py()),
        "resources": found.get("resource"),
        "roles": found.get("role"),
        "first": log.moment(spans["first"]),
        "last": log.moment(latest),
        "has_starts": prepared.extent.has_starts,
        "dates_only": log.events.dates_only,
        "complete_cases": complete,
        "open_cases": None if complete is None else spans["cases"] - complete,
        "status": "declared" if log.end_activities else "unknown",
    }


def ends(log: EventLog) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return how many cases begin and end with each activity: two tables of `activity` and `count`.

    Activities declared to come after the end of a case are passed over for the end.
    """
    prepared = log.prepared()
    names = prepared.names["activity"]
    sequences = prepared.sequences
    after = [code for code, name in enumerate(names) if name in log.after_end]
    counted = sequences.filter(~sequences.activity.isin(after)) if after else sequences
    both = []
    for table, place in ((sequences, "min"), (counted, "max")):
        at = table.group_by("variant").aggregate(
            activity=getattr(table.activity, f"arg{place}")(table.position), cases=table.cases.min()
        )
        grouped = at.group_by("activity").aggregate(count=at.cases.sum())
        frame = grouped.to_pyarrow().to_pandas()
        frame["activity"] = prepared.activities[frame.activity.to_numpy().astype("int64")]
        both.append(frame.sort_values(["count", "activity"], ascending=[False, True], ignore_index=True))
    return both[0], both[1]


def start_activities(log: EventLog) -> pd.DataFrame:
    """Return how many cases begin with each activity: `activity`, `count`, the most frequent first."""
    return ends(log)[0]


def end_activities(log: EventLog) -> pd.DataFrame:
    """Return how many cases end with each activity: `activity`, `count`, the most frequent first."""
    return ends(log)[1]
