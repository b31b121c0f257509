"""Durations, numbers and dates as people read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bprkit.language import use
from bprkit.report import units

DAY = 27_900.0


@pytest.mark.parametrize(
    ("seconds", "english", "japanese"),
    [
        (0.0, "0 min", "0分"),
        (0.2, "0 min", "0分"),
        (45.0, "45 s", "45秒"),
        (59.7, "1 min", "1分"),
        (3_600.0, "1 h 00 min", "1時間"),
        (14_700.0, "4 h 05 min", "4時間5分"),
        (27_869.0, "7 h 44 min", "7時間44分"),
        (27_871.0, "1.0 wd", "1.0日(開庁)"),  # 7 h 45 min when rounded: already a working day
        (3.2 * DAY, "3.2 wd", "3.2日(開庁)"),
        (99.96 * DAY, "100 wd", "100日(開庁)"),
        (12_345.0 * DAY, "12,345 wd", "12,345日(開庁)"),
        (-2 * DAY, "-2.0 wd", "-2.0日(開庁)"),
        (None, "–", "–"),
        (float("nan"), "–", "–"),
    ],
)
def test_working_time_is_counted_in_working_days_of_the_office(
    seconds: float | None, english: str, japanese: str
) -> None:
    use("en")
    assert units.working(seconds, DAY) == english
    use("ja")
    assert units.working(seconds, DAY) == japanese
    use(None)


def test_a_day_of_24_hours_and_a_working_day_never_read_alike(spoken: str) -> None:
    assert units.clock(86_400) != units.working(DAY, DAY)
    assert units.working(86_400, DAY) == {"en": "3.1 wd", "ja": "3.1日(開庁)"}[spoken]
    assert units.clock(86_400) == {"en": "1.0 d", "ja": "1.0日"}[spoken]


def test_clock_time_just_below_a_day_rounds_to_a_day_not_to_24_hours(english: None) -> None:
    assert units.clock(86_399) == "1.0 d"
    assert units.clock(86_369) == "23 h 59 min"


def test_hours_of_working_time_say_so_in_a_sentence(spoken: str) -> None:
    shown = units.working(7_500, DAY, labelled=True)
    assert shown == {"en": "2 h 05 min working", "ja": "2時間5分(開庁)"}[spoken]


def test_shares_never_round_to_nothing_or_to_everything() -> None:
    assert [units.share(part) for part in (0, 0.0004, 0.0005, 0.9994, 0.9996, 1)] == [
        "0%",
        "<0.1%",
        "0.1%",
        "99.9%",
        ">99.9%",
        "100%",
    ]


def test_january_to_march_belong_to_the_fiscal_year_named_by_its_april(japanese: None) -> None:
    assert units.fiscal_year(2019) == "令和元年度(2019)"
    assert units.fiscal_year(1988) == "1988年度"


def test_a_moment_keeps_the_local_time_that_the_log_says(spoken: str) -> None:
    assert units.moment("2024-04-01T08:45:00+09:00").endswith("08:45")
    assert units.moment("no date at all") == "no date at all"
    assert units.moment(None) == "–"


@given(st.floats(min_value=0.5, max_value=1e12))
def test_a_longer_duration_never_reads_as_a_shorter_unit(seconds: float) -> None:
    use("en")
    order = ["s", "min", "d"]
    assert order.index(units.clock(seconds).split()[-1]) <= order.index(
        units.clock(seconds * 2 + 1).split()[-1]
    )
    use(None)
