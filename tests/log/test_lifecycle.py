"""Rows of start and completion become activity instances, first started first completed."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import bprkit
import naive
from bprkit import EventLog, load_calendar, read_log

MORNING = datetime(2024, 4, 1, 9)
TRANSITIONS = ("start", "complete", "START", "Complete", "COMPLETE", "schedule", "Withdraw", "ate_abort")
Row = tuple[str, str, str, int]
rows = st.lists(
    st.tuples(
        st.sampled_from([f"R6-{case}" for case in range(6)]),
        st.sampled_from("AB"),
        st.sampled_from(TRANSITIONS),
        st.integers(0, 12),
    ),
    min_size=8,
    max_size=160,
)


def read(rows: list[Row], **more: Any) -> EventLog:
    frame = pd.DataFrame(rows, columns=["case", "activity", "lifecycle", "time"])
    frame["time"] = [MORNING + timedelta(minutes=minutes) for minutes in frame["time"]]
    return read_log(frame, lifecycle="lifecycle", calendar="none", **more)


def instances(log: EventLog) -> list[tuple[str, str, datetime | None, datetime]]:
    """Return the instances in the order of the log's table; a log without any start has no such column."""
    frame = log.to_pandas()
    starts = frame.get("start", pd.Series([None] * len(frame)))
    starts = [None if pd.isna(start) else start.to_pydatetime() for start in starts]
    ends = [end.to_pydatetime() for end in frame["time"]]
    return list(zip(frame.case, frame.activity, starts, ends, strict=True))


def expected(rows: list[Row]) -> list[naive.Event]:
    return naive.completed(
        (case, activity, transition, MORNING + timedelta(minutes=minutes), row)
        for row, (case, activity, transition, minutes) in enumerate(rows)
    )


@given(rows.filter(lambda rows: {"start", "complete"} <= {row[2].lower() for row in rows}))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_completion_closes_the_earliest_open_start_of_its_activity(rows: list[Row]) -> None:
    log = read(rows)
    by_row = sorted(expected(rows), key=lambda event: event.row)
    assert instances(log) == [(event.case, event.activity, event.start, event.end) for event in by_row]

    zone = log.zone_clock.zone
    aware = [naive.in_zone(event, zone) for event in by_row]
    oracle = naive.Log(tuple(aware), load_calendar("none"), zone, starts=any(event.start for event in aware))
    variants = bprkit.variants(log)
    assert dict(zip(map(tuple, variants.activities), variants.cases, strict=True)) == {
        sequence: row["cases"] for sequence, row in naive.variants(oracle).items()
    }
    waits = bprkit.transitions(log).set_index(["source", "target"]).clock_seconds_total
    assert waits.to_dict() == pytest.approx(
        {pair: sum(clock for clock, _ in row["times"]) for pair, row in naive.transitions(oracle).items()}
    )

    aside = {finding.check: finding for finding in bprkit.quality(log)}.get("lifecycle_set_aside")
    used = len(by_row) + sum(event.start is not None for event in by_row)
    assert (aside.count if aside else 0) == len(rows) - used


def test_rows_of_one_moment_are_taken_in_the_order_of_the_file() -> None:
    log = read(
        [("1", "A", "complete", 0), ("1", "A", "start", 0), ("1", "A", "complete", 5), ("2", "A", "start", 1)]
    )
    assert instances(log) == [
        ("1", "A", None, MORNING),
        ("1", "A", MORNING, MORNING + timedelta(minutes=5)),
    ]


def test_instances_are_kept_apart_by_their_number_where_it_is_recorded() -> None:
    frame = pd.DataFrame(
        {
            "case:concept:name": ["1"] * 4,
            "concept:name": ["A"] * 4,
            "lifecycle:transition": ["start", "start", "complete", "complete"],
            "concept:instance": ["x", "y", "y", "x"],
            "time:timestamp": [MORNING + timedelta(minutes=minutes) for minutes in (0, 10, 20, 40)],
        }
    )
    served = [(end - start).seconds // 60 for _, _, start, end in instances(read_log(frame, calendar="none"))]
    assert served == [
        10,
        40,
    ]  # without numbers, the first start would go with the first completion: 20 and 30


def test_what_is_neither_start_nor_completion_is_told_with_its_count() -> None:
    log = read(
        [
            ("1", "A", "SCHEDULE", 0),
            ("1", "A", "START", 1),
            ("1", "A", "COMPLETE", 2),
            ("1", "B", "Schedule", 3),
            ("1", "B", "withdraw", 4),
            ("1", "C", "start", 5),
        ]
    )
    (aside,) = [finding for finding in bprkit.quality(log) if finding.check == "lifecycle_set_aside"]
    assert (aside.count, aside.action) == (4, "told")
    assert aside.examples == (
        {"lifecycle": "schedule", "rows": 2},
        {"lifecycle": "start", "rows": 1},
        {"lifecycle": "withdraw", "rows": 1},
    )
    overview = bprkit.overview(log)
    assert (overview["events"], overview["activity_instances"], overview["activities"]) == (6, 1, 1)


def test_the_last_event_of_the_file_is_no_later_than_its_stamp_says() -> None:
    """Rows are numbered before most are set aside: a number may exceed the count of instances by far."""
    scheduled: list[Row] = [(f"R6-{number % 5}", "S", "schedule", 0) for number in range(100)]
    late_row = [*scheduled, ("1", "B", "complete", 1), ("2", "B", "complete", 1)]
    log = read([("1", "C", "complete", 2), *late_row, ("1", "A", "complete", 0)])
    assert [tuple(sequence) for sequence in bprkit.variants(log).activities] == [("A", "B", "C"), ("B",)]


def test_pm4py_makes_the_same_instances_where_every_start_is_closed() -> None:
    pm4py = pytest.importorskip("pm4py")
    from pm4py.objects.log.util.interval_lifecycle import to_interval

    rows = [
        (f"R6-{case}", activity, transition, 3 * case + minutes)
        for case in range(5)
        for activity, transition, minutes in (
            ("A", "start", 0),
            ("B", "start", 2),
            ("A", "start", 3),
            ("A", "complete", 5),
            ("B", "complete", 6),
            ("A", "complete", 9),
        )
    ]
    frame = pd.DataFrame(
        rows, columns=["case:concept:name", "concept:name", "lifecycle:transition", "time:timestamp"]
    )
    frame["time:timestamp"] = pd.to_datetime(
        [MORNING + timedelta(minutes=minutes) for minutes in frame["time:timestamp"]], utc=True
    )
    theirs = pm4py.convert_to_dataframe(to_interval(pm4py.convert_to_event_log(frame)))
    moments = [theirs[name].dt.tz_localize(None) for name in ("start_timestamp", "time:timestamp")]
    made = Counter(zip(theirs["case:concept:name"], theirs["concept:name"], *moments, strict=True))
    assert Counter(instances(read(rows))) == made
