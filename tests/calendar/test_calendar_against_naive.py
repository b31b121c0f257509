"""W and working time against a naive count of open time, for calendars of all sorts."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import holidays
import numpy as np
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bprkit.calendar import OfficeCalendar
from office_hours import DAY, DAY_US, JP, unhurried, us

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
