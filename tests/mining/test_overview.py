"""How large a log is and with what its cases begin and end."""

from __future__ import annotations

import bprkit
from tables import log_of

TEXT = """
    1 起案 2024-04-01_09:00 x 担当
    1 決裁 2024-04-02_09:00 y 課長
    2 起案 2024-04-03_09:00 x 担当
    2 決裁 2024-04-04_09:00 y 課長
    2 後閲 2024-04-05_09:00 - 部長
    3 起案 2024-04-06_09:00 x 担当
"""
COLUMNS = "case activity time resource role"


def test_counts_and_span_are_told_in_the_zone_of_the_log() -> None:
    found = bprkit.overview(log_of(TEXT, COLUMNS))
    assert found == {
        "rows": 6,
        "events": 6,
        "activity_instances": 6,
        "cases": 3,
        "activities": 3,
        "variants": 3,
        "resources": 2,
        "roles": 3,
        "first": "2024-04-01T09:00:00+09:00",
        "last": "2024-04-06T09:00:00+09:00",
        "has_starts": False,
        "dates_only": False,
        "complete_cases": None,
        "open_cases": None,
        "status": "unknown",
    }


def test_dates_stay_dates_and_what_was_not_recorded_is_missing() -> None:
    found = bprkit.overview(log_of("1 起案 2024-04-01\n1 決裁 2024-04-02"))
    assert (found["first"], found["last"], found["dates_only"]) == ("2024-04-01", "2024-04-02", True)
    assert (found["resources"], found["roles"]) == (None, None)


def test_a_part_of_a_log_is_counted_by_itself() -> None:
    part = log_of(TEXT, COLUMNS).filter(without_activity="後閲")
    found = bprkit.overview(part)
    assert (found["events"], found["cases"], found["activities"], found["roles"]) == (3, 2, 2, 2)


def test_what_comes_after_the_end_is_passed_over_where_a_case_ends() -> None:
    log = log_of(TEXT, COLUMNS, end="決裁", after_end="後閲")
    found = bprkit.end_activities(log)
    assert dict(zip(found.activity, found["count"], strict=True)) == {"決裁": 2, "起案": 1}
    overview = bprkit.overview(log)
    assert (overview["status"], overview["complete_cases"], overview["open_cases"]) == ("declared", 2, 1)
