"""What is done again in a case, by whom, and what a return costs."""

from __future__ import annotations

import pytest

import bprkit
from tables import log_of

WITH_PERSONS = "case activity time resource"


def test_again_at_once_is_a_self_loop_and_again_later_a_repetition() -> None:
    log = log_of("""
        1 A 2024-04-01
        1 A 2024-04-02
        1 B 2024-04-03
        1 A 2024-04-05
        2 A 2024-04-01
        2 B 2024-04-02
    """)
    (row,) = bprkit.rework(log).to_dict("records")
    assert (row["activity"], row["cases"], row["self_loops"], row["repetitions"]) == ("A", 1, 1, 1)
    assert row["clock_seconds_total"] == 4 * 86_400  # from each completion to the next of the same activity
    assert row["repeats"] is None and row["redos"] is None


def test_by_the_same_person_is_a_repeat_by_another_a_redo_by_nobody_known_neither() -> None:
    log = log_of(
        """
        1 A 2024-04-01 x
        1 A 2024-04-02 x
        1 A 2024-04-03 y
        1 A 2024-04-04 -
        1 A 2024-04-05 y
        """,
        WITH_PERSONS,
    )
    (row,) = bprkit.rework(log).to_dict("records")
    assert (row["self_loops"], row["repeats"], row["redos"]) == (4, 1, 1)


def test_a_log_without_rework_has_no_rows() -> None:
    assert bprkit.rework(log_of("1 A 2024-04-01\n1 B 2024-04-02")).empty


def test_a_return_costs_the_time_until_its_source_is_done_again() -> None:
    log = log_of("""
        1 起案     2024-04-01
        1 課長確認 2024-04-03
        1 差戻し   2024-04-04
        1 起案     2024-04-07
        1 課長確認 2024-04-09
        1 決裁     2024-04-10
        2 起案     2024-04-01
        2 課長確認 2024-04-02
        2 差戻し   2024-04-05
    """)
    (row,) = bprkit.returns(log).to_dict("records")
    assert (row["activity"], row["source"], row["count"], row["cases"], row["resolved"]) == (
        "差戻し",
        "課長確認",
        2,
        2,
        1,
    )
    assert row["clock_seconds_total"] == 6 * 86_400  # from 3 to 9 April; case 2 is still with its drafter


@pytest.mark.parametrize(
    "name",
    [
        "差戻し",
        "差し戻し",
        "返戻",
        "引戻し",
        "却下",
        "SENT BACK",
        "Rejected by director",
        "return to applicant",
    ],
)
def test_returns_are_known_by_their_names(name: str) -> None:
    log = log_of(f"1 起案 2024-04-01\n1 {name.replace(' ', '_')} 2024-04-02\n1 起案 2024-04-03")
    assert bprkit.returns(log).activity.tolist() == [name]


@pytest.mark.parametrize("name", ["起案", "払戻金の支払", "Approve", "決裁"])
def test_other_activities_are_no_returns(name: str) -> None:
    log = log_of(f"1 受付 2024-04-01\n1 {name} 2024-04-02\n1 受付 2024-04-03")
    assert bprkit.returns(log).empty
