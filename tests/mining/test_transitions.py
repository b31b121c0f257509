"""What follows what, in completion order; waiting is called so only where starts were recorded."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

import bprkit
from bprkit import InputError
from generated import Drawn, logs
from tables import log_of

WITH_STARTS = "case activity start time"
WITH_ROLES = "case activity time resource role"


def seconds(log: bprkit.EventLog, measure: str = "clock") -> dict[tuple[str, str], float]:
    found = bprkit.transitions(log).set_index(["source", "target"])
    return found[f"{measure}_seconds_total"].to_dict()


def test_a_night_counts_only_the_office_hours_of_its_two_days() -> None:
    """From 17:00 to 9:00 are 16 hours of clock time, and 15 + 30 minutes of work."""
    log = log_of("1 起案 2024-04-01_17:00\n1 決裁 2024-04-02_09:00", calendar="jp")
    assert seconds(log, "clock") == {("起案", "決裁"): 16 * 3600}
    assert seconds(log, "working") == {("起案", "決裁"): 45 * 60}


def test_golden_week_is_closed_with_its_substitute_holiday() -> None:
    """2024-05-03 to 05-06 are closed: two holidays, a Sunday that is one, and 振替休日."""
    log = log_of("1 起案 2024-05-02_17:15\n1 決裁 2024-05-07_08:30", calendar="jp")
    assert seconds(log, "working") == {("起案", "決裁"): 0}


def test_an_office_day_written_in_utc_is_a_whole_day_in_tokyo() -> None:
    """Elsewhere office hours were applied to UTC, and a day in Tokyo counted one hour."""
    log = log_of("1 起案 2024-03-31T23:30:00Z\n1 決裁 2024-04-01T08:15:00Z", calendar="jp")
    assert seconds(log, "working") == {("起案", "決裁"): 7.75 * 3600}


def test_without_starts_nothing_is_called_waiting() -> None:
    log = log_of("1 A 2024-04-01\n1 B 2024-04-02")
    assert bprkit.transitions(log).measure.tolist() == ["sojourn"]


def test_a_pair_waits_only_if_every_start_of_its_target_is_known() -> None:
    log = log_of(
        """
        1 A 2024-04-01_09:00 2024-04-01_10:00
        1 B 2024-04-01_11:00 2024-04-01_12:00
        1 C 2024-04-01_15:00 2024-04-01_16:00
        2 A 2024-04-01_09:00 2024-04-01_10:00
        2 B -                2024-04-01_12:00
        2 C 2024-04-01_12:30 2024-04-01_13:00
        """,
        WITH_STARTS,
    )
    found = bprkit.transitions(log).set_index(["source", "target"])
    assert found.measure.to_dict() == {("A", "B"): "sojourn", ("B", "C"): "waiting"}
    assert found.clock_seconds_total.to_dict() == {("A", "B"): 3600 + 7200, ("B", "C"): 10800 + 1800}


def test_an_activity_that_overlaps_its_predecessor_waits_since_what_enabled_it() -> None:
    """B starts while A still runs: it was enabled by the intake, not by A. Elsewhere it waited -7,200 s."""
    log = log_of(
        """
        1 intake 2024-04-01_08:00 2024-04-01_08:30
        1 A      2024-04-01_09:00 2024-04-01_12:00
        1 B      2024-04-01_10:00 2024-04-01_13:00
        """,
        WITH_STARTS,
    )
    assert seconds(log) == {("intake", "A"): 1800, ("A", "B"): 5400}


def test_what_starts_before_anything_is_complete_waits_since_the_first_moment_of_the_case() -> None:
    log = log_of(
        """
        1 A 2024-04-01_09:00 2024-04-01_12:00
        1 B 2024-04-01_10:00 2024-04-01_13:00
        """,
        WITH_STARTS,
    )
    assert seconds(log) == {("A", "B"): 3600}


def test_what_starts_at_the_moment_of_a_completion_was_enabled_by_it() -> None:
    log = log_of(
        """
        1 A 2024-04-01_09:00 2024-04-01_10:00
        1 C 2024-04-01_09:30 2024-04-01_12:00
        1 B 2024-04-01_10:00 2024-04-01_13:00
        """,
        WITH_STARTS,
    )
    assert seconds(log) == {("A", "C"): 1800, ("C", "B"): 0}


@given(logs(starts=True))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_no_wait_is_negative_whatever_overlaps(drawn: Drawn) -> None:
    log = drawn.read()
    columns = [
        "clock",
        "work",
        *(["service_clock", "service_work"] if log.prepared().extent.has_starts else []),
    ]
    instances = log.prepared().instances.select(columns).to_pyarrow().to_pandas()
    assert not (instances < 0).any(axis=None)


def test_by_role_the_steps_are_from_role_to_role() -> None:
    lines = "\n".join(
        f"{case} 起案 2024-04-{case:02}_09:00 {person} 担当\n{case} 確認 2024-04-{case:02}_10:00 {person}b 係長"
        for case, person in zip(range(1, 7), "xyzxyz", strict=True)
    )
    found = bprkit.transitions(log_of(lines, WITH_ROLES), by="role")
    assert found[["source", "target", "count", "cases"]].values.tolist() == [["担当", "係長", 6, 6]]


def test_a_step_from_or_to_nobody_known_is_no_step_by_role() -> None:
    log = log_of(
        """
        1 A 2024-04-01 x 担当
        1 B 2024-04-02 - -
        1 C 2024-04-03 x 担当
        """,
        WITH_ROLES,
    )
    assert bprkit.transitions(log, by="role").empty
    assert len(bprkit.transitions(log)) == 2


def test_what_the_log_lacks_is_told_with_what_it_has(english: None) -> None:
    log = log_of("1 A 2024-04-01 x 担当", WITH_ROLES)
    with pytest.raises(InputError, match=r"no column for 'section'.*activity.*role"):
        bprkit.transitions(log, by="section")
