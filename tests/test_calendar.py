"""Facts about office hours, each checked against the law's dates or a naive count of open time."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path

import holidays
import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bprkit.calendar import (
    OfficeCalendar,
    always_open,
    japanese_city_hall,
    load_calendar,
    time_zone,
    weekly_hours,
)
from bprkit.errors import InputError
from bprkit.language import use

JP = japanese_city_hall()
DAY = 86_400
DAY_US = DAY * 1_000_000
unhurried = settings(deadline=None)  # the first look at a country or a decade takes longer than the rest
CSV_HEADER = "国民の祝日・休日月日,国民の祝日・休日名称"


def us(*times: str | datetime) -> np.ndarray:
    return np.array(times, dtype="datetime64[us]")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


# --- The Japanese city hall -------------------------------------------------------------------------------


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


# --- Other calendars --------------------------------------------------------------------------------------


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


# --- Against a naive count --------------------------------------------------------------------------------

edges = st.lists(st.integers(0, DAY), max_size=6, unique=True).map(sorted)
spans = edges.map(lambda times: tuple(zip(times[::2], times[1::2], strict=False)))
month_days = st.dates(date(2000, 1, 1), date(2000, 12, 31)).map(lambda day: (day.month, day.day))
near_days = st.dates(date(2023, 12, 1), date(2024, 6, 30))
moments = st.one_of(
    st.datetimes(datetime(2023, 12, 20), datetime(2024, 6, 30)),
    st.datetimes(datetime(1949, 1, 1), datetime(2099, 12, 31)),
)


@st.composite
def calendars(draw):
    weekly = tuple(draw(spans) for _ in range(7))
    assume(any(weekly))
    opened = draw(st.dictionaries(near_days, spans, max_size=4))
    calendar = OfficeCalendar(
        "drawn",
        weekly,
        country=draw(st.sampled_from([None, "JP"])),
        yearly_closures=tuple(draw(st.lists(st.tuples(month_days, month_days), max_size=2))),
        extra_closed=tuple(draw(st.sets(near_days, max_size=4)) - opened.keys()),
        extra_open=tuple(opened.items()),
    )
    assume(calendar.office_days(date(1990, 1, 1), date(2018, 12, 31)))
    return calendar


def naive_hours(calendar, day):
    if day in dict(calendar.extra_open):
        return dict(calendar.extra_open)[day]
    within = [
        first <= (day.month, day.day) <= last if first <= last else not last < (day.month, day.day) < first
        for first, last in calendar.yearly_closures
    ]
    holiday = calendar.country is not None and day in holidays.country_holidays(calendar.country)
    return () if any(within) or holiday or day in calendar.extra_closed else calendar.weekly[day.weekday()]


def naive_seconds(calendar, start, end):
    if end < start:
        return -naive_seconds(calendar, end, start)
    total, day = timedelta(), start.date()
    while day <= end.date():
        midnight = datetime.combine(day, time())
        for open_, close in naive_hours(calendar, day):
            since, until = (
                max(start, midnight + timedelta(seconds=open_)),
                min(end, midnight + timedelta(seconds=close)),
            )
            total += max(until - since, timedelta())
        day += timedelta(days=1)
    return total / timedelta(seconds=1)


@unhurried
@given(
    calendars(),
    st.datetimes(datetime(2023, 12, 20), datetime(2024, 6, 30)),
    st.timedeltas(timedelta(days=-40), timedelta(days=40)),
)
@example(JP, datetime(2024, 4, 26, 17), timedelta(days=11))
@example(JP, datetime(2023, 12, 28, 9), timedelta(days=8))
def test_working_time_agrees_with_a_naive_count_of_days(calendar, start, length):
    assert calendar.working_seconds(start, start + length) == naive_seconds(calendar, start, start + length)


@unhurried
@given(st.datetimes(datetime(2024, 4, 26), datetime(2024, 5, 8)), st.integers(0, 4000))
def test_working_time_agrees_with_a_count_of_minutes(start, minutes):
    start = start.replace(second=0, microsecond=0)
    clocks = [start + timedelta(minutes=n) for n in range(minutes)]
    golden_week = {date(2024, 4, 29), date(2024, 5, 3), date(2024, 5, 6)}
    worked = [
        moment
        for moment in clocks
        if moment.weekday() < 5
        and moment.date() not in golden_week
        and (time(8, 30) <= moment.time() < time(12) or time(13) <= moment.time() < time(17, 15))
    ]
    assert JP.working_seconds(start, start + timedelta(minutes=minutes)) == 60 * len(worked)


@unhurried
@given(calendars(), moments, moments, moments)
def test_working_times_add_up(calendar, a, b, c):
    first, second, whole = (np.diff(calendar.cumulative(us(*pair)))[0] for pair in ((a, b), (b, c), (a, c)))
    assert first + second == whole


@unhurried
@given(calendars(), st.lists(moments, min_size=2, max_size=20))
def test_w_never_falls_and_never_outruns_the_clock(calendar, times):
    ordered = np.sort(us(*times))
    steps = np.diff(calendar.cumulative(ordered))
    assert (steps >= 0).all()
    assert (steps <= np.diff(ordered).astype(np.int64)).all()


@unhurried
@given(calendars(), moments, moments, st.data())
def test_the_inverse_is_a_time_with_that_much_work(calendar, one, other, data):
    work = data.draw(st.integers(*sorted(calendar.cumulative(us(one, other)).tolist())))
    ends = np.array([calendar.inverse([work], side)[0] for side in ("left", "right")])
    assert calendar.cumulative(ends).tolist() == [work, work]
    step = np.timedelta64(1, "us")
    outside = calendar.cumulative(np.array([ends[0] - step, ends[1] + step]))
    assert outside[0] < work < outside[1]


@unhurried
@given(calendars(), moments)
def test_a_time_lies_between_the_two_inverses_of_its_work(calendar, moment):
    work = calendar.cumulative(us(moment))
    assert calendar.inverse(work, "left") <= us(moment) <= calendar.inverse(work, "right")


@unhurried
@given(calendars(), near_days, st.integers(0, 60), st.data())
def test_the_day_table_computes_w(calendar, first, length, data):
    table = calendar.day_table(first, first + timedelta(days=length))
    assert np.diff(table["day"]).tolist() == [1] * length
    row = data.draw(st.integers(0, length))
    tod = data.draw(st.integers(0, DAY_US - 1))
    work = int(table["before"][row])
    for number in range(1, (len(table) - 2) // 2 + 1):
        open_, close = int(table[f"open{number}"][row]), int(table[f"close{number}"][row])
        work += min(max(tod, open_), close) - open_
    moment = us(datetime.combine(first, time())) + np.timedelta64(row, "D") + np.timedelta64(tod, "us")
    assert calendar.cumulative(moment).tolist() == [work]
    assert all(column.dtype == np.int64 for column in table.values())


def test_the_day_table_joins_in_an_engine():
    import duckdb
    import pandas as pd

    generator = np.random.default_rng(2)
    stamps = us("2019-04-01") + generator.integers(0, 2000 * DAY_US, 5000).astype("timedelta64[us]")
    events = pd.DataFrame({"row": np.arange(len(stamps)), "us": stamps.astype(np.int64)})
    days = pd.DataFrame(JP.day_table(date(2019, 4, 1), date(2024, 12, 31)))
    terms = " + ".join(f"least(greatest(us % {DAY_US}, open{n}), close{n}) - open{n}" for n in (1, 2))
    query = f"SELECT before + {terms} AS work FROM events JOIN days ON us // {DAY_US} = day ORDER BY row"
    engine = duckdb.connect()
    engine.register("events", events)
    engine.register("days", days)
    assert (engine.sql(query).df()["work"].to_numpy() == JP.cumulative(stamps)).all()


# --- YAML files -------------------------------------------------------------------------------------------


def write(folder: Path, text: str, name: str = "counter.yaml", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def refusal(path: Path | str, **more) -> InputError:
    with pytest.raises(InputError) as caught:
        load_calendar(path, **more)
    return caught.value


def test_names_give_the_calendars_that_come_along():
    assert load_calendar("jp") == JP
    assert load_calendar("none") == always_open()
    assert load_calendar("jp", timezone="Europe/Paris").timezone == "Europe/Paris"
    assert (JP.name, JP.timezone, always_open().name) == ("jp", "Asia/Tokyo", "none")


def test_a_counter_that_also_opens_on_saturday_is_based_on_the_city_hall(tmp_path):
    path = write(
        tmp_path,
        """
based_on: jp
title: {en: Counter, ja: 窓口}
hours:
  sat: 9:00-12:00
closed: [2026-05-01, 8-13..8-15, 2026/11/02..2026/11/04]
open: {2026-03-29: 9:00-12:00, 2026-05-03: '9:00-12:00, 13:00-15:00', 2026-05-04: [9:00-10:00, 11:00-12:00]}
""",
    )
    calendar = load_calendar(path)
    assert calendar.name == "counter"
    assert calendar.timezone == "Asia/Tokyo"
    assert calendar.fiscal_year(date(2026, 3, 31)) == 2025
    assert calendar.hours_on(date(2026, 5, 7)) == JP.hours_on(date(2026, 5, 7))
    assert calendar.hours_on(date(2026, 3, 28)) == ((32_400, 43_200),)  # a Saturday
    assert calendar.hours_on(date(2026, 3, 29)) == ((32_400, 43_200),)  # a Sunday
    assert len(calendar.hours_on(date(2026, 5, 3))) == len(calendar.hours_on(date(2026, 5, 4))) == 2
    closed = [
        "2026-01-03",
        "2026-05-01",
        "2027-08-13",
        "2026-11-02",
        "2026-11-04",
        "2026-12-29",
        "2026-05-05",
    ]
    assert not any(calendar.is_open(date.fromisoformat(day)) for day in closed)
    assert calendar.is_open(date(2026, 11, 5))
    use("ja")
    try:
        assert calendar.title == "窓口"
    finally:
        use(None)


def test_a_dutch_town_stands_on_its_own(tmp_path):
    path = write(
        tmp_path,
        "timezone: Europe/Amsterdam\nname: town\nhours: {mon-fri: 9:00-17:00, sun: closed}\n"
        "holidays: NL\nclosed: 12-24\n",
    )
    calendar = load_calendar(str(path))
    assert (calendar.name, calendar.timezone, calendar.country) == ("town", "Europe/Amsterdam", "NL")
    assert calendar.is_open(date(2024, 5, 6))  # 振替休日 is no Dutch matter
    assert not calendar.is_open(date(2024, 5, 9))  # Ascension
    assert not calendar.is_open(date(2024, 12, 24))
    assert calendar.fiscal_year(date(2024, 3, 1)) == 2024
    assert calendar.working_seconds(at("2024-07-01T07:00Z"), at("2024-07-01T15:00Z")) == 8 * 3600
    assert load_calendar(path, timezone="Asia/Tokyo").timezone == "Asia/Tokyo"


def test_holidays_may_be_those_of_a_part_of_a_country_or_none(tmp_path):
    bavaria = load_calendar(write(tmp_path, "based_on: jp\nholidays: DE-BY\n"))
    assert not bavaria.is_open(date(2025, 1, 6))  # Epiphany
    assert load_calendar(write(tmp_path, "based_on: jp\nholidays: none\n")).is_open(date(2024, 5, 6))


def test_a_file_from_a_japanese_pc_is_read_in_cp932(tmp_path):
    calendar = load_calendar(
        write(tmp_path, "based_on: jp\ntitle: 髙﨑支所①\nhours:\n  土: 休\n", encoding="cp932")
    )
    assert calendar.title_en == calendar.title_ja == "髙﨑支所①"
    assert load_calendar(write(tmp_path, "based_on: jp\n", encoding="utf-8-sig")).weekly == JP.weekly


def test_a_night_shift_in_a_file_crosses_the_week(tmp_path):
    calendar = load_calendar(
        write(tmp_path, "timezone: Asia/Tokyo\nhours:\n  sun: 17:15-8:30\n  mon: 8:30-12:00\n")
    )
    assert calendar.weekly[6] == ((62_100, DAY),)
    assert calendar.weekly[0] == ((0, 43_200),)


@pytest.mark.parametrize(
    ("text", "line", "value"),
    [
        ("hour:\n  mon: 8:30-12:00", 2, "'hour' (did you mean 'hours'?)"),
        ("based_on: us", 1, "'us'"),
        ("name: none", 2, "'none'"),
        ("name: [a]", 2, "One value"),
        ("title: {fr: Guichet}", 2, "'fr'"),
        ("title:", 2, "One value"),
        ("timezone: Asia/Tokio", 2, "'Asia/Tokio' (did you mean 'Asia/Tokyo'?)"),
        ("hours: 8:30-17:15", 2, "name: value"),
        ("hours:\n  mno: 8:30-12:00", 3, "'mno' is no weekday (did you mean 'mon'?)"),
        ("hours:\n  mon-tue-wed: 8:30-12:00", 3, "'mon-tue-wed'"),
        ("hours:\n  mon: 8:30-25:00", 3, "'8:30-25:00'"),
        ("hours:\n  mon: 8:60-12:00", 3, "'8:60-12:00'"),
        ("hours:\n  mon: 24:00-24:00", 3, "'24:00-24:00'"),
        ("hours:\n  mon: 0:00-0:00", 3, "'0:00-0:00' closes before it opens"),
        ("hours:\n  mon: 12:00-8:30", 3, "'12:00-8:30' closes before it opens"),
        ("hours:\n  mon: 8:30-12:00, 17:15-13:00", 3, "'17:15-13:00' closes before it opens"),
        ("hours:\n  mon: 8:30-12:00, 11:00-13:00", 3, "8:30-12:00 and 11:00-13:00 overlap"),
        ("hours:\n  mon: 8:30-12:00\n  sun: 22:00-9:00", 3, "0:00-9:00 and 8:30-12:00 overlap"),
        ("hours:\n  sun: 22:00-9:00", 3, "0:00-9:00 and 8:30-12:00 overlap"),
        ("hours:\n  mon: morning", 3, "'morning'"),
        ("hours:\n  mon: 8:30-12:00,", 3, "''"),
        ("hours:\n  mon:", 3, "'mon' has no hours"),
        ("hours:\n  mon: {a: b}", 3, "One value"),
        ("hours: {mon: 8:30-12:00, 13:00-17:15}", 2, "'9:00-12:00, 13:00-17:15'"),
        ("hours:\n  mon-fri: 8:30-12:00\n  wed: 8:30-11:00", 4, "'wed' gives hours for wed a second time"),
        ("hours:\n  mon: closed\n  mon: closed", 4, "'mon' stands in line 3 already"),
        ("holidays: japan", 2, "'japan'"),
        ("holidays: no", 2, "'no' names no country"),  # Norway is NO
        ("holidays: XX", 2, "'XX'"),
        ("holidays: JP-XX", 2, "'JP-XX'"),
        ("holidays: missing.csv", 2, "missing.csv cannot be read"),
        ("closed:\n  - 2026-02-30", 3, "'2026-02-30'"),
        ("closed:\n  - 12-32", 3, "'12-32'"),
        ("closed: [Christmas]", 2, "'Christmas'"),
        ("closed: [12-29..2026-01-03]", 2, "'2026-01-03'"),
        ("closed: [2026-01-03..2025-12-29]", 2, "'2026-01-03..2025-12-29' is not a range"),
        ("closed: [2026-01-03..2062-01-05]", 2, "'2026-01-03..2062-01-05' is not a range"),
        ("closed: {a: b}", 2, "One value"),
        ("open: [2026-03-29]", 2, "name: value"),
        ("open:\n  03-29: 9:00-12:00", 3, "'03-29'"),
        ("open:\n  2026-03-29: closed", 3, "'closed' does not open"),
        ("open:\n  2026-03-29: 22:00-6:00", 3, "'22:00-6:00' does not open within that date"),
        ("closed: [2026-03-29]\nopen: {2026-03-29: 9:00-12:00}", 3, "'2026-03-29' is given a second time"),
        ("open:\n  2026-03-29: 9:00-12:00\n  2026/3/29: 9:00-12:00", 4, "'2026/3/29' is given a second time"),
        ("fiscal_year_starts: April", 2, "'April'"),
        ("fiscal_year_starts: 13", 2, "'13'"),
        ("holidays: JP\nholidays: JP", 3, "'holidays' stands in line 2 already"),
    ],
)
def test_each_mistake_in_a_file_is_told_with_its_line_and_value(tmp_path, text, line, value):
    path = write(tmp_path, text if text.startswith("based_on") else f"based_on: jp\n{text}\n")
    error = refusal(path)
    assert error.en.startswith(f"{path}, line {line}: ")
    assert error.ja.startswith(f"{path}、{line}行目：")
    assert value in error.en
    shown = value.split("'")[1] if value.startswith("'") else ""
    assert shown in error.ja


def test_all_mistakes_of_a_file_come_in_one_message_in_the_order_of_its_lines(tmp_path):
    text = "hours:\n  mnday: 8:30-12:00\n  tue: 8:30-25:00\nclosed: [2026-13-01, 1-1]\nholiday: JP\n"
    path = write(tmp_path, text)
    error = refusal(path)
    english = [
        f"{path} cannot be used as an office calendar (5 problems):",
        "  'timezone' is missing. Add it (such as Asia/Tokyo), or ",
        "  line 2: 'mnday' is no weekday (did you mean 'monday'?). Write mon, tue, ",
        "  line 3: '8:30-25:00' leaves the day: hours run from 0:00 to 24:00, minutes to 59. ",
        "  line 4: '2026-13-01' is no date here. Write 2026-05-01 or ",
        "  line 5: There is no key 'holiday' (did you mean 'holidays'?). Keys: based_on, name, ",
    ]
    japanese = [
        f"{path} は開庁カレンダーとして使えません（誤り5件）。",
        "  「timezone」がありません。追加するか（例：Asia/Tokyo）、",
        "  2行目：「mnday」は曜日として読めません（「monday」でしょうか）。mon、tue、",
        "  3行目：「8:30-25:00」は一日の範囲を超えています。",
        "  4行目：「2026-13-01」は日付として読めません。2026-05-01 や ",
        "  5行目：「holiday」という項目はありません（「holidays」でしょうか）。",
    ]
    for told, expected in ((error.en, english), (error.ja, japanese)):
        assert len(told.splitlines()) == len(expected)
        for line, beginning in zip(told.splitlines(), expected, strict=True):
            assert line.startswith(beginning)
    for language, message in (("en", error.en), ("ja", error.ja)):
        use(language)
        assert str(error) == message
    use(None)


def test_a_long_list_of_mistakes_is_cut_and_counted(tmp_path):
    error = refusal(
        write(tmp_path, "based_on: jp\nclosed:\n" + "".join(f"  - 2026-02-{day}\n" for day in range(30, 60)))
    )
    assert "(30 problems)" in error.en
    assert error.en.endswith("\n  and 10 more")
    assert error.ja.endswith("\n  ほか10件")


@pytest.mark.parametrize(
    ("content", "en", "ja"),
    [
        (b"", "holds no calendar", "内容がありません"),
        (b"# only a remark\n", "holds no calendar", "内容がありません"),
        (b"- 1\n", "holds no calendar", "内容がありません"),
        (b"hours: [1\n", "line 2, column 1: this is not YAML", "2行目1文字目"),
        (b"hours:\n\tmon: 1\n", "line 2, column 1: this is not YAML", "2行目1文字目"),
        (b"a: 1\n---\nb: 2\n", "this is not YAML", "YAMLとして読めません"),
        (b"a: \x00\n", "this is not YAML", "YAMLとして読めません"),
        (b"\xff\xfe\x00\x80\x81", "neither UTF-8 nor CP932", "CP932"),
        (b"#" * 1_000_001, "too large", "大きすぎ"),
        (b"timezone: Asia/Tokyo\n", "'hours' is missing", "「hours」がありません"),
        (b"hours: {mon: 9:00-12:00}\n", "'timezone' is missing", "「timezone」がありません"),
        (
            b"timezone: Asia/Tokyo\nhours: {mon: closed}\n",
            "the office never opens",
            "開庁日が一日もありません",
        ),
        (b"based_on: jp\nclosed: 01-04..12-28\n", "the office never opens", "開庁日が一日もありません"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused_in_one_message(tmp_path, content, en, ja):
    path = tmp_path / "空の 暦.yaml"
    path.write_bytes(content)
    error = refusal(path)
    assert str(path) in error.en
    assert str(path) in error.ja
    assert en in error.en
    assert ja in error.ja


def test_a_missing_file_a_folder_and_an_unknown_name_are_refused(tmp_path):
    folder, missing = ("it is a folder", "フォルダーです"), ("there is no such file", "ファイルがありません")
    for spec, (en, ja) in ((tmp_path / "missing.yaml", missing), (tmp_path, folder), ("us", missing)):
        error = refusal(spec)
        assert en in error.en
        assert ja in error.ja
        assert error.en.startswith(f"{spec} cannot be read")
        assert "jp, none, a YAML file" in error.en
        assert error.ja.startswith(f"{spec} を開庁カレンダーとして読めません")
    assert "did you mean 'Asia/Tokyo'" in refusal("jp", timezone="Asia/Tokio").en


def test_a_file_named_like_a_calendar_is_not_taken_for_it(tmp_path):
    assert (
        load_calendar(write(tmp_path, "based_on: jp\nhours: {sat: 9:00-12:00}\n", "jp.yaml")).name
        == "jp.yaml"
    )


# --- The Cabinet Office's CSV -----------------------------------------------------------------------------


def official(years=(2024,), without=(), extra=()) -> str:
    days = [day for day in sorted(holidays.country_holidays("JP", years=years)) if day not in without]
    rows = [f"{day.year}/{day.month}/{day.day},休日" for day in sorted([*days, *extra])]
    return "\r\n".join([CSV_HEADER, *rows, ""])


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig"])
def test_the_official_csv_rules_the_years_it_covers(tmp_path, encoding):
    text = official((2023, 2024), without={date(2024, 5, 6)}, extra=[date(2024, 4, 1)])
    calendar = load_calendar(write(tmp_path, text, "syukujitsu.csv", encoding))
    assert calendar.is_open(date(2024, 5, 6))
    assert not calendar.is_open(date(2024, 4, 1))
    assert not calendar.is_open(date(2024, 12, 30))
    assert not calendar.is_open(date(2022, 5, 3))  # years outside: the package
    assert not calendar.is_open(date(2025, 5, 6))
    assert calendar.name == "syukujitsu"
    assert "2023-2024" in calendar.title_en
    assert "2023-2024年" in calendar.title_ja


def test_the_official_csv_gives_the_same_office_days_as_the_package(tmp_path):
    calendar = load_calendar(write(tmp_path, official(range(1955, 2028)), "syukujitsu.csv", "cp932"))
    for year in range(1955, 2028):
        assert calendar.office_days(date(year, 1, 1), date(year, 12, 31)) == JP.office_days(
            date(year, 1, 1), date(year, 12, 31)
        )


def test_a_yaml_file_may_take_its_holidays_from_a_csv_beside_it(tmp_path):
    write(tmp_path, official(extra=[date(2024, 4, 1)]), "syukujitsu.csv", "cp932")
    calendar = load_calendar(
        write(tmp_path, "based_on: jp\nhours: {sat: 9:00-12:00}\nholidays: syukujitsu.csv\n")
    )
    assert not calendar.is_open(date(2024, 4, 1))
    assert calendar.is_open(date(2024, 4, 6))
    assert not calendar.is_open(date(2025, 5, 6))


@pytest.mark.parametrize(
    ("text", "en", "ja"),
    [
        ("", "does not begin with 国民の祝日", "内閣府の祝日CSVではありません"),
        ("Case ID,Activity\n1,a\n", "does not begin with 国民の祝日", "内閣府の祝日CSVではありません"),
        (CSV_HEADER + "\n", "There are no dates", "日付がありません"),
        (
            official().replace("2024/5/3,", "2024/5/33,"),
            ", line 9: '2024/5/33' is no date",
            "、9行目：「2024/5/33」",
        ),
        (official(without={date(2024, 1, 1)}), "The year 2024 is not whole", "2024年がそろっていません"),
        (official(without={date(2024, 11, 23)}), "The year 2024 is not whole", "2024年がそろっていません"),
    ],
)
def test_a_csv_that_is_not_the_official_one_is_refused(tmp_path, text, en, ja):
    path = write(tmp_path, text, "syukujitsu.csv", "cp932")
    error = refusal(path)
    assert str(path) in error.en
    assert en in error.en
    assert ja in error.ja


def test_utc_is_a_zone_like_any_other():
    calendar = OfficeCalendar("utc", weekly_hours({"mon": "0:00-1:00"}), "UTC")
    assert calendar.working_seconds(datetime(2024, 4, 1, tzinfo=UTC), at("2024-04-01T10:00+09:00")) == 3600
