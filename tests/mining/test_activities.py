"""What is done, how often, by how many, how long."""

from __future__ import annotations

import pytest

import bprkit
from tables import log_of

WITH_STARTS = "case activity start time"


def test_service_is_told_only_where_every_instance_has_a_start() -> None:
    log = log_of(
        """
        1 A 2024-04-01_09:00 2024-04-01_10:00
        1 B -                2024-04-01_12:00
        2 A 2024-04-01_09:00 2024-04-01_11:00
        2 B 2024-04-01_12:00 2024-04-01_15:00
        """,
        WITH_STARTS,
    )
    found = bprkit.activities(log).set_index("activity")
    assert found.measure.to_dict() == {"A": "service", "B": "sojourn"}
    assert found.clock_seconds_total.to_dict() == {"A": 3 * 3600, "B": 2 * 3600 + 4 * 3600}


def test_the_first_step_of_a_log_of_completions_has_no_duration() -> None:
    found = bprkit.activities(log_of("1 A 2024-04-01\n1 B 2024-04-02")).set_index("activity")
    assert found.clock_seconds_total.isna().to_dict() == {"A": True, "B": False}


def test_cases_persons_and_the_ends_of_cases_are_counted() -> None:
    log = log_of(
        """
        1 A 2024-04-01 x
        1 A 2024-04-02 y
        1 B 2024-04-03 x
        2 A 2024-04-01 -
        """,
        "case activity time resource",
    )
    found = bprkit.activities(log).set_index("activity")
    assert found.loc["A", ["instances", "cases", "resources"]].tolist() == [3, 2, 2]
    assert found.first_share.to_dict() == {"A": 1.0, "B": 0.0}
    assert found.last_share.to_dict() == {"A": 0.5, "B": 0.5}


def test_working_time_of_a_service_is_within_office_hours() -> None:
    log = log_of("1 A 2024-04-01_11:30 2024-04-01_13:30", WITH_STARTS, calendar="jp")
    found = bprkit.activities(log).iloc[0]
    assert (found.clock_seconds_mean, found.working_seconds_mean) == (7200.0, 3600.0)  # lunch from 12 to 13


def test_without_persons_their_number_is_missing() -> None:
    assert bprkit.activities(log_of("1 A 2024-04-01")).resources.tolist() == [
        pytest.approx(None, nan_ok=True)
    ]
