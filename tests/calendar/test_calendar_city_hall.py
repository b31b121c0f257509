"""Facts about the Japanese city hall, each checked against the law's dates."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime, timedelta, timezone

import numpy as np
import pytest

from bprkit.calendar import always_open
from bprkit.errors import InputError
from office_hours import JP, at, us


@pytest.mark.parametrize(("year", "days"), [(2024, 243), (2025, 242), (2026, 241), (2027, 243)])
def test_fiscal_years_have_the_office_days_that_city_halls_count(year, days):
    assert JP.office_days(date(year, 4, 1), date(year + 1, 3, 31)) == days


@pytest.mark.parametrize(
    "substitute",
    [
        *("1973-04-30", "2008-05-06", "2013-05-06", "2019-05-06", "2020-02-24", "2021-08-09", "2024-02-12"),
        *("2024-05-06", "2024-08-12", "2024-09-23", "2024-11-04", "2025-02-24", "2025-05-06", "2025-11-24"),
        *("2026-05-06", "2027-03-22"),
    ],
)
def test_substitute_holidays_are_closed(substitute):
    day = date.fromisoformat(substitute)
    assert day.weekday() < 5
    assert not JP.is_open(day)


@pytest.mark.parametrize(
    "between", ["1988-05-04", "2009-09-22", "2015-09-22", "2019-04-30", "2019-05-02", "2026-09-22"]
)
def test_a_weekday_between_two_holidays_is_closed(between):
    day = date.fromisoformat(between)
    assert day.weekday() < 5
    assert not JP.is_open(day)


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        ("2019-05-01", False),  # accession
        ("2019-10-22", False),  # enthronement
        ("2020-07-24", False),  # sports day, moved for the Olympics
        ("2020-10-12", True),  # where it would have been
        ("2018-12-24", False),  # substitute for the former emperor's birthday
        ("2019-12-23", True),  # no longer a holiday
        ("2024-12-27", True),
        ("2024-12-28", False),  # a Saturday
        ("2025-12-29", False),
        ("2025-12-31", False),
        ("2026-01-02", False),
        ("2027-01-04", True),
    ],
)
def test_moved_holidays_and_new_year(day, is_open):
    assert JP.is_open(date.fromisoformat(day)) is is_open


def test_a_day_in_tokyo_is_seven_hours_and_three_quarters():
    assert JP.working_day_seconds == 27_900
    assert JP.hours_on(date(2024, 4, 1)) == ((30_600, 43_200), (46_800, 62_100))
    assert JP.working_seconds(at("2024-04-01T00:00"), at("2024-04-02T00:00")) == 7.75 * 3600
    assert JP.working_seconds(at("2024-04-01T09:00"), at("2024-04-01T17:00")) == 7 * 3600


def test_lunch_is_no_working_time():
    assert JP.working_seconds(at("2024-04-01T12:00"), at("2024-04-01T13:00")) == 0
    assert JP.working_seconds(at("2024-04-01T11:45"), at("2024-04-01T13:15")) == 1800


@pytest.mark.parametrize("monday", ["2024-04-01", "1969-12-01", "1955-08-01"])
def test_weekdays_are_not_shifted(monday):
    first = date.fromisoformat(monday)
    assert first.weekday() == 0
    assert [JP.is_open(first + timedelta(days=n)) for n in range(7)] == [True] * 5 + [False] * 2
    assert (
        JP.working_seconds(at(f"{first + timedelta(days=5)}T00:00"), at(f"{first + timedelta(days=7)}T00:00"))
        == 0
    )


def test_working_time_is_negative_backwards_and_exact_to_the_microsecond():
    start, end = at("2024-04-01T09:00:00.000001"), at("2024-04-01T09:00:00.000004")
    assert JP.working_seconds(start, end) == 0.000003
    assert JP.working_seconds(end, start) == -0.000003


def test_w_is_zero_at_the_origin_and_negative_before():
    assert JP.cumulative(us("1970-01-01")) == [0]
    # In the last week of 1969 the office was open on 22-26 December, then closed from Sunday to 3 January.
    assert JP.cumulative(us("1969-12-27", "1969-12-26", "1969-12-22")).tolist() == [
        0,
        -27_900_000_000,
        -5 * 27_900_000_000,
    ]


def test_w_of_a_time_does_not_depend_on_the_other_times():
    moment = "2024-04-03T10:00"
    alone = JP.cumulative(us(moment))[0]
    for other in ("0001-01-01", "1931-05-05", "1999-12-31", "2099-11-24", "9999-12-31T23:59:59"):
        assert JP.cumulative(us(other, moment))[1] == alone


def test_the_fiscal_year_begins_in_april_in_japan_and_in_january_without_a_calendar():
    assert [JP.fiscal_year(date(2025, month, 1)) for month in (1, 3, 4, 12)] == [2024, 2024, 2025, 2025]
    assert [always_open().fiscal_year(date(2025, month, 1)) for month in (1, 3, 4, 12)] == [2025] * 4


def test_aware_times_are_converted_to_the_calendars_zone():
    tokyo = JP.working_seconds(at("2024-04-01T09:00"), at("2024-04-01T17:00"))
    assert JP.working_seconds(at("2024-04-01T00:00Z"), at("2024-04-01T08:00Z")) == tokyo == 7 * 3600
    assert JP.working_seconds(at("2024-04-01T09:00"), at("2024-04-01T03:00-05:00")) == tokyo
    plus_nine = timezone(timedelta(hours=9))
    many = JP.working_seconds(
        [at("2024-04-01T00:00Z"), at("2024-04-01T09:00")], [datetime(2024, 4, 1, 17, tzinfo=plus_nine)] * 2
    )
    assert many.tolist() == [tokyo, tokyo]


def test_pandas_times_are_understood_and_missing_ones_stay_missing():
    import pandas as pd

    stamps = pd.Series(pd.to_datetime(["2024-04-01 08:30+09:00", None]))
    seconds = JP.working_seconds(stamps, pd.Timestamp("2024-04-01 01:30Z"))
    assert seconds[0] == 7200
    assert np.isnan(seconds[1])
    assert np.isnan(JP.working_seconds(np.datetime64("NaT"), np.datetime64("2024-04-01")))
    assert np.isnat(
        JP.inverse(JP.cumulative(np.array(["NaT", "2024-04-01"], "datetime64[us]")))
    ).tolist() == [True, False]


@pytest.mark.parametrize("wrong", [5, "2024-04-01", date(2024, 4, 1), [1.5]])
def test_what_is_no_datetime_is_refused(wrong):
    with pytest.raises(TypeError, match="datetime"):
        JP.working_seconds(wrong, wrong)


def test_years_that_no_calendar_knows_are_refused_in_both_languages():
    with pytest.raises(InputError) as caught:
        JP.cumulative(us("20240-01-01"))
    assert "year 20240" in caught.value.en
    assert "20240年" in caught.value.ja


def test_no_days_between_a_day_and_the_day_before():
    assert JP.office_days(date(2024, 4, 2), date(2024, 4, 1)) == 0
    assert all(len(column) == 0 for column in JP.day_table(date(2024, 4, 2), date(2024, 4, 1)).values())


def test_importing_the_calendar_loads_neither_holidays_nor_yaml():
    program = (
        "import sys, bprkit.calendar; "
        "print([name for name in ('holidays', 'ruamel.yaml', 'pandas') if name in sys.modules])"
    )
    assert (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
        == "[]\n"
    )
