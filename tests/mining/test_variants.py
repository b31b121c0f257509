"""Distinct sequences of completed activities, in time order, ties in the order of the file."""

from __future__ import annotations

import pytest

import bprkit
from tables import log_of


def sequences(log: bprkit.EventLog) -> list[str]:
    return ["".join(sequence) for sequence in bprkit.variants(log).activities]


def test_cases_that_are_interleaved_keep_their_own_activities() -> None:
    """A log whose rows are not sorted by case gave AX and XB elsewhere."""
    log = log_of("""
        1 A 2024-04-01_09:00
        2 X 2024-04-01_09:01
        1 B 2024-04-01_09:02
        2 Y 2024-04-01_09:03
    """)
    assert sorted(sequences(log)) == ["AB", "XY"]


def test_rows_in_any_order_are_put_in_the_order_of_time() -> None:
    log = log_of("""
        1 C 2024-04-03
        1 A 2024-04-01
        1 B 2024-04-02
    """)
    assert sequences(log) == ["ABC"]


def test_what_happens_at_one_moment_stays_in_the_order_of_the_file() -> None:
    log = log_of("""
        1 B 2024-04-01_09:00
        1 A 2024-04-01_09:00
        2 A 2024-04-02_09:00
        2 B 2024-04-02_09:00
        1 C 2024-04-01_09:00
    """)
    assert sequences(log) == ["BAC", "AB"]


def test_the_most_frequent_come_first_then_the_one_seen_earlier() -> None:
    log = log_of("""
        1 A 2024-04-03
        2 B 2024-04-02
        3 C 2024-04-04
        4 C 2024-04-05
    """)
    found = bprkit.variants(log)
    assert sequences(log) == ["C", "B", "A"]
    assert found.variant.tolist() == [1, 2, 3]
    assert found.cases.tolist() == [2, 1, 1]
    assert found.share.tolist() == [0.5, 0.25, 0.25]
    assert found.cumulative_share.tolist() == [0.5, 0.75, 1.0]


def test_a_sequence_is_no_other_with_the_same_activities() -> None:
    log = log_of("""
        1 A 2024-04-01
        1 A 2024-04-02
        1 B 2024-04-03
        2 A 2024-04-01
        2 B 2024-04-02
        2 A 2024-04-03
        3 B 2024-04-01
        3 B 2024-04-02
        3 A 2024-04-03
    """)
    assert sorted(sequences(log)) == ["AAB", "ABA", "BBA"]


def test_each_has_the_lead_times_of_its_cases() -> None:
    log = log_of("""
        1 A 2024-04-01_09:00
        1 B 2024-04-01_10:00
        2 A 2024-04-01_09:00
        2 B 2024-04-01_12:00
        3 A 2024-04-01_09:00
    """)
    found = bprkit.variants(log)
    assert found.clock_seconds_mean.tolist() == [7200.0, 0.0]
    assert found.clock_seconds_median.tolist() == [7200.0, 0.0]
    assert found.clock_seconds_p95.tolist() == [pytest.approx(3600 + 0.95 * 7200), 0.0]
