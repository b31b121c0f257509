"""What was done while the calendar says closed is warned of, of dates as of times."""

from __future__ import annotations

import pytest

import bprkit
from tables import log_of

pytestmark = pytest.mark.usefixtures("english")


def dates(*days: str) -> bprkit.EventLog:
    lines = [
        f"{case} {activity} {day}"
        for case, pair in enumerate(zip(days, days, strict=True))
        for activity, day in zip("AB", pair, strict=True)
    ]
    return log_of("\n".join(lines), calendar="jp")


def test_dates_of_weekends_and_holidays_are_warned_of() -> None:
    # a Saturday, a Sunday, 昭和の日 and 憲法記念日
    (warning,) = bprkit.mine(dates("2024-05-11", "2024-05-12", "2024-04-29", "2024-05-03"))["warnings"]
    assert warning.startswith("100% of what was done happened while the calendar")


def test_dates_of_working_days_are_not() -> None:
    assert bprkit.mine(dates("2024-05-07", "2024-05-08", "2024-05-09", "2024-05-10"))["warnings"] == []


@pytest.mark.parametrize(("closed", "warned"), [(2, False), (3, True)])
def test_from_three_in_ten_on(closed: int, warned: bool) -> None:
    days = ["2024-05-11"] * closed + ["2024-05-13"] * (10 - closed)
    assert bool(bprkit.mine(dates(*days))["warnings"]) is warned


def test_clock_time_knows_no_closure() -> None:
    assert bprkit.mine(log_of("1 A 2024-05-11\n1 B 2024-05-12", calendar="none"))["warnings"] == []
