"""Waits and handovers that others worked out by hand: the test logs of the waiting-time-analysis project."""

from __future__ import annotations

import pandas as pd
import pytest

import bprkit
from real_logs import path_of

MANUAL = tuple(f"manual_log_{number}" for number in range(1, 6))


def fixture(name: str) -> bprkit.EventLog:
    return bprkit.read_log(path_of(f"waiting_time_fixtures/{name}.csv"), calendar="none")


def expected(name: str) -> pd.DataFrame:
    return pd.read_csv(path_of(f"waiting_time_fixtures/icpm/handoff-logs/{name}_expected.csv"))


@pytest.mark.parametrize("name", MANUAL)
def test_waits_are_those_worked_out_by_hand(name: str) -> None:
    by_hand = expected(name).groupby(["source_activity", "target_activity"])
    found = bprkit.transitions(fixture(f"icpm/handoff-logs/{name}")).set_index(["source", "target"])
    assert found["count"].to_dict() == by_hand.frequency.sum().to_dict()
    assert found.clock_seconds_total.to_dict() == by_hand.wt_total_seconds.sum().to_dict()
    assert set(found.measure) == {"waiting"}


@pytest.mark.parametrize("name", MANUAL)
def test_handovers_are_those_counted_by_hand(name: str) -> None:
    by_hand = expected(name)
    found = bprkit.handover_totals(fixture(f"icpm/handoff-logs/{name}"), "resource")
    changes = by_hand[by_hand.source_resource != by_hand.target_resource]
    assert (found["transitions"], found["handovers"]) == (by_hand.frequency.sum(), changes.frequency.sum())


def test_after_a_parallel_split_only_the_last_branch_to_end_enables_the_join() -> None:
    """Of handoff-test.csv, B, C, D and E run in parallel after A and join in F.

    Its authors know the model and count A to each branch; we know the log only and follow completion order. What
    enables F is the same for both.
    """
    by_hand = expected("handoff-test").set_index(["source_activity", "target_activity"])
    found = bprkit.transitions(fixture("icpm/handoff-logs/handoff-test")).set_index(["source", "target"])
    into_f = found[found.index.get_level_values("target") == "F"]
    assert len(into_f) == 4
    for pair, row in into_f.iterrows():
        assert row["count"] == by_hand.frequency[pair]
        assert row.clock_seconds_total == by_hand.wt_total_seconds[pair]


def test_two_checks_that_the_same_application_enables_both_wait_for_themselves() -> None:
    """Received at 13:10:23; both checks start at 13:20:23: each waited ten minutes, though one ends after the other."""
    found = bprkit.transitions(fixture("bimp-example_case_409_enabled_2")).set_index("target")
    assert found.clock_seconds_total[["Check credit history", "Check income sources"]].tolist() == [600, 600]


@pytest.mark.parametrize(
    ("name", "ping_pongs"),
    [
        ("ping_pong_case", 2),  # Kim, Karel, Kim, Karel
        ("ping_pong_case_fake", 0),  # Kim, Kim, Karel, Karel
        ("double_ping_pong_case", 4),  # Kim, Karel, Kim, Karel, Kim, Karel
        ("two_ping_pongs_case", 4),  # twice as the first
    ],
)
def test_ping_pongs_are_counted_by_each_way_back(name: str, ping_pongs: int) -> None:
    assert bprkit.handover_totals(fixture(name), "resource")["ping_pongs"] == ping_pongs


@pytest.mark.parametrize(
    ("name", "wait"),
    [
        ("non_processing_intervals", 0),
        ("non_processing_intervals_2", 900),
        ("prioritization_and_contention", 0),
    ],
)
def test_between_two_steps_of_a_case_is_the_wait(name: str, wait: int) -> None:
    """What enabled the first step of a case no log tells: their enabled_timestamp is not used."""
    assert bprkit.transitions(fixture(name)).clock_seconds_total.tolist() == [wait]
