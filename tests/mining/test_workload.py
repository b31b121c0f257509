"""Who completed how much, and how much lay waiting, week by week."""

from __future__ import annotations

import pytest

import bprkit
from tables import log_of

pytestmark = pytest.mark.usefixtures("english")
WITH_ROLES = "case activity time role"


def rows(frame: object) -> list[tuple[object, ...]]:
    return list(frame.itertuples(index=False, name=None))


def test_work_is_listed_by_name_not_by_amount() -> None:
    lines = [
        f"{case} A 2024-04-{case:02} {role}"
        for case in range(1, 17)
        for role in (["課長"] if case < 6 else ["係長"])
    ]
    found = bprkit.workload(log_of("\n".join(lines), WITH_ROLES), "role")
    assert found[["by", "name", "instances", "cases"]].values.tolist() == [
        ["role", "係長", 11, 11],
        ["role", "課長", 5, 5],
    ]
    assert found.share.tolist() == pytest.approx([11 / 16, 5 / 16])


def test_first_and_last_completion_are_of_the_zone() -> None:
    lines = "\n".join(f"{case} A 2024-04-0{case}T15:00:00Z 課長" for case in range(1, 6))
    found = bprkit.workload(log_of(lines, WITH_ROLES), "role").iloc[0]
    assert (found["first"].isoformat(), found["last"].isoformat()) == (
        "2024-04-02T00:00:00+09:00",
        "2024-04-06T00:00:00+09:00",
    )


@pytest.mark.parametrize("names", [("P2", "P10"), ("第1係", "第2係"), ("係②", "係③"), ("１係", "２係")])
def test_numbers_in_names_sort_as_numbers_where_they_end_a_name_and_disturb_nowhere(
    names: tuple[str, str],
) -> None:
    lines = "\n".join(
        f"{case}{name} A 2024-04-0{case} {name}" for name in reversed(names) for case in range(1, 6)
    )
    assert tuple(bprkit.workload(log_of(lines, WITH_ROLES), "role").name) == names


def test_cases_are_in_progress_from_their_first_to_their_last_week() -> None:
    """2024-04-01 is a Monday."""
    log = log_of("""
        1 A 2024-04-01
        1 B 2024-04-23
        2 A 2024-04-07_23:59
        2 B 2024-04-08_00:00
    """)
    assert rows(bprkit.backlog(log)) == [
        ("2024-04-01", 2, 0, 2),
        ("2024-04-08", 0, 1, 1),
        ("2024-04-15", 0, 0, 1),
        ("2024-04-22", 0, 1, 0),
    ]


def test_a_week_begins_on_monday_of_the_zone() -> None:
    """15:00 in UTC on a Sunday is Monday in Tokyo."""
    log = log_of("1 A 2024-04-07T15:00:00Z")
    assert rows(bprkit.backlog(log)) == [("2024-04-08", 1, 1, 0)]


def test_open_cases_stay_in_progress_where_ends_are_declared() -> None:
    log = log_of("1 起案 2024-04-01\n1 決裁 2024-04-02\n2 起案 2024-04-01\n2 確認 2024-04-09", end="決裁")
    assert rows(bprkit.backlog(log)) == [("2024-04-01", 2, 1, 1)]


def test_of_an_activity_what_is_ready_and_not_done_lies_waiting() -> None:
    log = log_of("""
        1 起案 2024-04-01
        1 決裁 2024-04-09
        2 起案 2024-04-02
        2 決裁 2024-04-03
    """)
    assert rows(bprkit.backlog_by_activity(log)) == [
        ("2024-04-01", "決裁", 2, 1, 1),
        ("2024-04-01", "起案", 2, 2, 0),
        ("2024-04-08", "決裁", 0, 1, 0),
        ("2024-04-08", "起案", 0, 0, 0),
    ]
