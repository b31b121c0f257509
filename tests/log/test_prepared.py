"""The log made ready: right order, exact identity, honest times, whatever the file looks like."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

import bprkit
from bprkit import EventLog, load_calendar, read_log
from tables import log_of

NIGHT_SHIFT = "timezone: Europe/Rome\nhours:\n  mon-sun: 0:00-6:00\n"
MORNING = datetime(2024, 4, 1, 9)


def sequences(log: EventLog) -> dict[str, int]:
    found = bprkit.variants(log)
    return {"".join(sequence): cases for sequence, cases in zip(found.activities, found.cases, strict=True)}


# Order


def test_a_wide_row_keeps_its_columns_order_on_a_day_of_several_milestones() -> None:
    """Of a hundred documents with three dates each, place in the file exceeds the number of filled-in dates."""
    rows = [(f"R6-{number}", "2024-04-01", None, None) for number in range(100)]
    rows.append(("R6-100", "2024-04-01", "2024-04-02", "2024-04-02"))
    frame = pd.DataFrame(rows, columns=["文書番号", "起案日", "決裁日", "施行日"])
    log = read_log(frame, calendar="none", shape="wide")
    assert {tuple(sequence) for sequence in bprkit.variants(log).activities} == {
        ("起案",),
        ("起案", "決裁", "施行"),
    }


def test_pseudo_events_set_aside_do_not_disturb_the_order() -> None:
    rows = []
    for case in range(30):
        at = [MORNING + timedelta(days=case, seconds=second) for second in (0, 0, 1, 1)]
        rows += [
            (case, activity, time) for activity, time in zip(("Start", "B", "A", "End"), at, strict=True)
        ]
    frame = pd.DataFrame(rows[::-1], columns=["case", "activity", "time"]).sort_values("time", kind="stable")
    frame = frame.astype({"case": "string"})
    order = {"Start": 0, "B": 1, "A": 2, "End": 3}
    frame = frame.sort_values(["time", "activity"], key=lambda c: c.map(order) if c.name == "activity" else c)
    log = read_log(frame.reset_index(drop=True), calendar="none")
    assert log.events.pseudo == ("End", "Start")
    assert sequences(log) == {"BA": 30}


def test_a_log_over_two_centuries_in_microseconds_is_in_order_too() -> None:
    """Time and place in the file together need more than 63 bits here: they are sorted by separately."""
    rows = [("first", "A", datetime(1901, 1, 1)), ("last", "A", datetime(2148, 1, 1, 0, 0, 0, 1))]
    rows += [(f"c{number}", "B", MORNING) for number in range(1100)]
    rows += [("tie", "Z", MORNING), ("tie", "Y", MORNING), ("tie", "X", MORNING - timedelta(microseconds=1))]
    log = read_log(pd.DataFrame(rows, columns=["case", "activity", "time"]), calendar="none")
    assert sequences(log)["XZY"] == 1


@pytest.mark.parametrize("step", [timedelta(seconds=1), timedelta(microseconds=1)])
def test_moments_next_to_each_other_are_told_apart(step: timedelta) -> None:
    rows = [("1", name, MORNING + number * step) for number, name in enumerate("ABCDEFGH")]
    random.Random(7).shuffle(rows)
    assert sequences(read_log(pd.DataFrame(rows, columns=["case", "activity", "time"]), calendar="none")) == {
        "ABCDEFGH": 1
    }


def test_stamps_with_offsets_are_ordered_as_instants() -> None:
    log = log_of("1 B 2024-04-01T10:00:00+09:00\n1 A 2024-04-01T00:30:00Z\n1 C 2024-04-01T03:01:00+02:00")
    assert sequences(log) == {"ABC": 1}


# Identity


@pytest.mark.parametrize("cases", [("001", "1"), ("Ａ", "A"), ("a", "A"), ("NA", "N"), ("1.0", "1")])
def test_case_numbers_are_what_they_are_to_the_letter(cases: tuple[str, str]) -> None:
    log = log_of(f"{cases[0]} A 2024-04-01\n{cases[1]} B 2024-04-02\n{cases[0]} C 2024-04-03")
    assert sequences(log) == {"AC": 1, "B": 1}
    assert set(bprkit.case_durations(log).case) == set(cases)


def test_thousands_of_sequences_are_all_told_apart() -> None:
    dice = random.Random(1)
    rows = [
        (f"c{case}", dice.choice("ABCD"), MORNING + timedelta(hours=hour))
        for case in range(4000)
        for hour in range(7)
    ]
    frame = pd.DataFrame(rows, columns=["case", "activity", "time"])
    expected = frame.groupby("case").activity.agg("".join).value_counts().to_dict()
    assert sequences(read_log(frame, calendar="none")) == expected


def test_what_is_asked_for_later_gives_the_same_log() -> None:
    text = "\n".join(f"{case} {name} 2024-04-0{case} x 課長" for case in (1, 2) for name in "ABBA")
    log = log_of(text, "case activity time resource role")
    before = bprkit.transitions(log)
    log.prepared("resource", "role")
    pd.testing.assert_frame_equal(bprkit.transitions(log), before)


# Times


def test_a_start_after_its_completion_is_not_used_and_told() -> None:
    log = log_of(
        "1 A 2024-04-01_09:00 2024-04-01_10:00\n1 B 2024-04-01_12:00 2024-04-01_11:00",
        "case activity start time",
    )
    found = bprkit.activities(log).set_index("activity")
    assert found.measure.to_dict() == {"A": "service", "B": "sojourn"}
    (finding,) = [finding for finding in bprkit.quality(log) if finding.check == "negative_duration"]
    assert (finding.count, finding.action) == (1, "repaired")


def test_a_start_in_the_hour_that_summer_time_skips_makes_no_negative_service() -> None:
    """On 31 March 2024 there is no 2:30 in Rome; taken as 3:30 it is after the completion at 3:00."""
    log = log_of(
        "1 A 2024-03-31_01:00 2024-03-31_01:30\n1 B 2024-03-31_02:30 2024-03-31_03:00",
        "case activity start time",
        timezone="Europe/Rome",
    )
    found = bprkit.activities(log).set_index("activity")
    assert found.measure.to_dict() == {"A": "service", "B": "sojourn"}
    assert found.clock_seconds_total.to_dict() == {"A": 1800, "B": 1800}


def test_the_hour_that_comes_twice_counts_once_and_never_backwards(tmp_path: Path) -> None:
    """From 2:50 of summer time to 2:10 of winter time are 20 minutes, of which the calendar has 10."""
    calendar = tmp_path / "night.yaml"
    calendar.write_text(NIGHT_SHIFT, encoding="utf-8")
    log = log_of(
        """
        1 A 2024-10-27T02:50:00+02:00
        1 B 2024-10-27T02:10:00+01:00
        1 C 2024-10-27T03:10:00+01:00
        """,
        calendar=calendar,
    )
    found = bprkit.transitions(log).set_index("target")
    assert found.clock_seconds_total.to_dict() == {"B": 1200, "C": 3600}
    assert found.working_seconds_total.to_dict() == {"B": 600, "C": 600}


def test_office_hours_are_those_of_the_wall_clock_of_the_log() -> None:
    office = load_calendar("jp", "Europe/Rome")
    in_rome = log_of("1 A 2024-04-02T06:30:00Z\n1 B 2024-04-02T15:15:00Z", calendar=office)
    assert bprkit.lead_times(in_rome).working_seconds_mean.tolist() == [7.75 * 3600]


def test_working_time_agrees_with_the_calendar_over_a_year() -> None:
    office = load_calendar("jp")
    dice = random.Random(3)
    begin = datetime(2024, 1, 1)
    spans = [
        sorted(begin + timedelta(seconds=dice.randrange(400 * 86_400)) for _ in range(2)) for _ in range(300)
    ]
    rows = [
        (str(case), name, moment)
        for case, span in enumerate(spans)
        for name, moment in zip("AB", span, strict=True)
    ]
    log = read_log(pd.DataFrame(rows, columns=["case", "activity", "time"]), calendar=office)
    found = bprkit.case_durations(log).set_index("case").working_seconds
    assert found.to_dict() == {str(case): office.working_seconds(*span) for case, span in enumerate(spans)}


def test_ten_thousand_waits_of_a_century_do_not_overflow() -> None:
    """Microseconds of 10 million long waits exceed 64 bits; sums are exact all the same."""
    rows = [
        (str(case), name, moment)
        for case in range(10_000)
        for name, moment in (("A", datetime(1930, 1, 1)), ("B", datetime(2120, 1, 1)))
    ]
    log = read_log(pd.DataFrame(rows, columns=["case", "activity", "time"]), calendar="none")
    span = (datetime(2120, 1, 1) - datetime(1930, 1, 1)).total_seconds()
    found = bprkit.transitions(log)
    assert found.clock_seconds_total.tolist() == [10_000 * span]
    assert log.case_spans().clock_seconds == 10_000 * span


# Parts


def test_a_part_of_the_log_is_as_the_same_cases_alone() -> None:
    lines = [
        f"{case} {name} 2024-04-{day:02}"
        for case in range(1, 9)
        for day, name in enumerate("ABCA"[: case % 4 + 1], 1)
    ]
    part = log_of("\n".join(lines)).filter(activity="B")
    alone = log_of("\n".join(line for line in lines if int(line[0]) % 4))
    for question in (bprkit.transitions, bprkit.variants, bprkit.rework, bprkit.bottlenecks, bprkit.backlog):
        pd.testing.assert_frame_equal(question(part), question(alone))
    assert replace(part, _made={}).case_count() == part.case_count() == 6
