"""Offices of other hours: around the clock, by night, in other zones; and hours written as text."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bprkit.calendar import OfficeCalendar, always_open, time_zone, weekly_hours
from bprkit.errors import InputError
from office_hours import DAY, DAY_US, JP, at, unhurried, us


@unhurried
@given(*[st.datetimes(datetime(1850, 1, 1), datetime(2130, 1, 1))] * 2)
def test_without_office_hours_w_is_the_clock_itself(start, end):
    calendar = always_open()
    assert calendar.cumulative(us(start)).tolist() == us(start).astype(np.int64).tolist()
    assert calendar.inverse(calendar.cumulative(us(start)))[0] == np.datetime64(start)
    assert calendar.working_seconds(start, end) == (end - start) / timedelta(seconds=1)


def test_open_around_the_clock_computes_the_clock_also_by_the_table():
    table = always_open().day_table(date(1969, 12, 31), date(1970, 1, 2))
    assert {name: column.tolist() for name, column in table.items()} == {
        "day": [-1, 0, 1],
        "before": [-DAY_US, 0, DAY_US],
        "open1": [0, 0, 0],
        "close1": [DAY_US] * 3,
    }
    assert always_open().working_day_seconds == DAY


def test_a_night_shift_belongs_to_both_days():
    night = OfficeCalendar("night", weekly_hours({"mon-fri": "22:00-6:00"}))
    assert night.hours_on(date(2024, 4, 1)) == ((79_200, 86_400),)
    assert night.hours_on(date(2024, 4, 2)) == ((0, 21_600), (79_200, 86_400))
    assert night.hours_on(date(2024, 4, 6)) == ((0, 21_600),)
    assert night.working_day_seconds == 8 * 3600
    assert night.working_seconds(at("2024-04-01T20:00"), at("2024-04-02T08:00")) == 8 * 3600
    assert night.inverse(night.cumulative(us("2024-04-02T06:00")), "right")[0] == np.datetime64(
        "2024-04-02T22:00"
    )


def test_hours_until_midnight_and_from_midnight_join():
    assert weekly_hours({"mon": "18:00-24:00", "tue": "0:00-6:00, 6:00-12:00"})[:2] == (
        ((64_800, DAY),),
        ((0, 43_200),),
    )
    assert weekly_hours({"sun": "20:00-0:00"})[6:] == (((72_000, DAY),),)
    assert weekly_hours({"sun": "20:00-2:00"})[0] == ((0, 7200),)


def test_weekdays_are_read_in_both_languages():
    japanese = weekly_hours({"月－水": "８：３０～１７：１５", "木曜日": "9:00〜12:00、13:00〜15:00"})
    english = weekly_hours({"mon-wed": "8:30-17:15", "Thursday": "9:00-12:00, 13:00-15:00"})
    assert japanese == english
    assert weekly_hours({"sat-mon": "9:00-12:00"})[1:5] == ((),) * 4


def test_wall_clocks_rule_where_summer_time_begins_and_ends():
    always, shop = (
        always_open("America/New_York"),
        OfficeCalendar("shop", weekly_hours({"sun": "1:00-5:00"}), "America/New_York"),
    )
    for day, following in (
        ("2024-03-10", "2024-03-11"),
        ("2024-11-03", "2024-11-04"),
    ):  # days of 23 and 25 hours
        assert always.working_seconds(at(day), at(following)) == DAY
        assert shop.working_seconds(at(day), at(following)) == 4 * 3600
    midnight, next_midnight = at("2024-03-10T05:00Z"), at("2024-03-11T04:00Z")  # 23 hours, a day on the wall
    assert always.working_seconds(midnight, next_midnight) == DAY
    once, again = at("2024-11-03T05:30Z"), at("2024-11-03T06:30Z")  # 1:30 twice
    assert always.working_seconds(once, again) == 0


def test_a_closed_day_that_is_opened_has_its_own_hours():
    calendar = OfficeCalendar(
        "city",
        JP.weekly,
        country="JP",
        yearly_closures=JP.yearly_closures,
        extra_open=((date(2024, 5, 6), ((32_400, 43_200),)),),
    )
    assert calendar.hours_on(date(2024, 5, 6)) == ((32_400, 43_200),)
    assert calendar.hours_on(date(2024, 5, 3)) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"weekly": ((),) * 7},
        {"weekly": (((0, 10),),) * 6},
        {"weekly": (((10, 5),),) * 7},
        {"weekly": (((0, 10), (10, 20)),) * 7},
        {"weekly": (((0, DAY + 1),),) * 7},
        {"weekly": JP.weekly, "fiscal_year_start": 13},
        {"weekly": JP.weekly, "extra_closed": (date(2024, 1, 1), date(2024, 1, 1))},
        {
            "weekly": JP.weekly,
            "extra_closed": (date(2024, 1, 1),),
            "extra_open": ((date(2024, 1, 1), ((0, 1),)),),
        },
    ],
)
def test_a_calendar_that_contradicts_itself_cannot_be_made(wrong):
    with pytest.raises(ValueError):
        OfficeCalendar("wrong", **wrong)


def test_an_unknown_time_zone_names_a_near_one():
    with pytest.raises(InputError) as caught:
        always_open("Asia/Tokio")
    assert "'Asia/Tokio' (did you mean 'Asia/Tokyo'?)" in caught.value.en
    assert "「Asia/Tokio」" in caught.value.ja
    for name in ("", "Asia", "../Tokyo"):
        with pytest.raises(InputError):
            time_zone(name)


def test_work_beyond_the_last_opening_is_refused():
    once = OfficeCalendar("once", ((),) * 7, extra_open=((date(2050, 1, 1), ((0, 3600),)),))
    assert once.inverse([1_800_000_000])[0] == np.datetime64("2050-01-01T00:30")
    for beyond in (3_600_000_000, 0, -1):
        with pytest.raises(ValueError, match="never reaches"):
            once.inverse([beyond], "right")


def test_utc_is_a_zone_like_any_other():
    calendar = OfficeCalendar("utc", weekly_hours({"mon": "0:00-1:00"}), "UTC")
    assert calendar.working_seconds(datetime(2024, 4, 1, tzinfo=UTC), at("2024-04-01T10:00+09:00")) == 3600
