"""When an office is open, and W: the table of days from which it is computed, and its inverse."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Literal, overload

import numpy as np
import numpy.typing as npt

from bprkit.calendar.clocks import Stamps, time_zone, wall_clocks
from bprkit.calendar.dates_text import MonthDay
from bprkit.calendar.public_holidays import public_holidays
from bprkit.errors import InputError
from bprkit.language import tell

Hours = tuple[tuple[int, int], ...]
"""Opening and closing times of one day, in seconds since midnight, in order and apart from one another."""
Integers = npt.NDArray[np.int64]

DAY = 86_400
_DAY_US = DAY * 1_000_000
ALL_DAY: Hours = ((0, DAY),)
CLOSED_ALL_WEEK: tuple[Hours, ...] = ((),) * 7
_NAT = int(np.iinfo(np.int64).min)
_FIRST_YEAR, _LAST_YEAR = 1, 9999


@dataclass(frozen=True)
class OfficeCalendar:
    """When an office is open: weekly hours, less its closures, in one time zone.

    Hours are those of `weekly`, unless the day is closed by a public holiday, `yearly_closures` or
    `extra_closed`; `extra_open` beats them all. A closed day is closed from midnight to midnight, also for
    the part of a night shift that reaches into it.

    Attributes
    ----------
    name: short name, as shown in settings.
    weekly: the hours of Monday, Tuesday ... Sunday; `weekly_hours` reads them from text.
    timezone: IANA name of the zone of the wall clock.
    title_en, title_ja: what a report calls the calendar.
    country: ISO 3166 code whose public holidays close the office ("JP", "DE-BY"), or None.
    official_holidays: dates that stand for the public holidays in all years from their first to their last.
    yearly_closures: closed every year from (month, day) to (month, day), both included; may cross New Year.
    extra_closed, extra_open: dates closed besides, and dates with hours of their own.
    fiscal_year_start: month in which the fiscal year begins.

    Raises ValueError for hours that overlap, touch or leave the day, for a date given twice, and for a
    calendar that never opens; InputError for an unknown time zone.
    """

    name: str
    weekly: tuple[Hours, ...]
    timezone: str = "Asia/Tokyo"
    title_en: str = ""
    title_ja: str = ""
    country: str | None = None
    official_holidays: tuple[date, ...] = ()
    yearly_closures: tuple[tuple[MonthDay, MonthDay], ...] = ()
    extra_closed: tuple[date, ...] = ()
    extra_open: tuple[tuple[date, Hours], ...] = ()
    fiscal_year_start: int = 1

    def __post_init__(self) -> None:
        if len(self.weekly) != 7:
            raise ValueError(f"weekly needs the hours of 7 days, not of {len(self.weekly)}")
        for hours in self._all_hours:
            edges = [edge for span in hours for edge in span]
            if edges != sorted(set(edges)) or not all(0 <= edge <= DAY for edge in edges):
                raise ValueError(f"hours must be in order, apart and within {DAY} seconds: {hours}")
        if not any(self._all_hours):
            raise ValueError(f"the calendar {self.name!r} never opens")
        dates = [*self.extra_closed, *(day for day, _ in self.extra_open)]
        if len(dates) != len(set(dates)):
            raise ValueError("a date may be in extra_closed or in extra_open, and only once")
        if not 1 <= self.fiscal_year_start <= 12:
            raise ValueError(f"fiscal_year_start is a month from 1 to 12, not {self.fiscal_year_start}")
        time_zone(self.timezone)

    @property
    def title(self) -> str:
        """What a report calls the calendar, in the language in use."""
        return tell(en=self.title_en or self.name, ja=self.title_ja or self.name)

    @property
    def never_closes(self) -> bool:
        """Whether working time is clock time: open around the clock on every day."""
        closures = (self.country, self.official_holidays, self.yearly_closures, self.extra_closed)
        return all(hours == ALL_DAY for hours in self._all_hours) and not any(closures)

    @property
    def working_day_seconds(self) -> int:
        """Seconds of work of the most usual open day of the week (of several, the longest).

        >>> from bprkit.calendar import japanese_city_hall
        >>> japanese_city_hall().working_day_seconds / 3600
        7.75
        """
        usual = [hours for hours in self.weekly if hours] or [hours for _, hours in self.extra_open if hours]
        lengths = Counter(sum(close - open_ for open_, close in hours) for hours in usual)
        return max(lengths, key=lambda seconds: (lengths[seconds], seconds))

    def hours_on(self, day: date) -> Hours:
        """Return the opening and closing times of a day, in seconds since midnight; () if it is closed.

        >>> from bprkit.calendar import japanese_city_hall
        >>> japanese_city_hall().hours_on(date(2024, 4, 1))
        ((30600, 43200), (46800, 62100))
        """
        edges = [int(column[0]) // 1_000_000 for column in list(self.day_table(day, day).values())[2:]]
        return tuple((o, c) for o, c in zip(edges[::2], edges[1::2], strict=True) if c > o)

    def is_open(self, day: date) -> bool:
        """Return whether the office opens at all on that day."""
        return bool(self.hours_on(day))

    def office_days(self, first: date, last: date) -> int:
        """Count the days on which the office opens, first and last included; 0 if last is before first.

        >>> from bprkit.calendar import japanese_city_hall
        >>> japanese_city_hall().office_days(date(2024, 4, 1), date(2025, 3, 31))
        243
        """
        closes = list(self.day_table(first, last).values())[3::2]
        return int(np.count_nonzero(np.max(closes, axis=0)))

    def fiscal_year(self, day: date) -> int:
        """Return the calendar year in which the fiscal year of that day began.

        >>> from bprkit.calendar import japanese_city_hall
        >>> japanese_city_hall().fiscal_year(date(2025, 3, 31))
        2024
        """
        return day.year if day.month >= self.fiscal_year_start else day.year - 1

    @overload
    def working_seconds(self, start: datetime, end: datetime) -> float: ...
    @overload
    def working_seconds(self, start: npt.ArrayLike, end: npt.ArrayLike) -> npt.NDArray[np.float64]: ...
    def working_seconds(
        self, start: datetime | npt.ArrayLike, end: datetime | npt.ArrayLike
    ) -> float | npt.NDArray[np.float64]:
        """Return the working time from start to end in seconds, negative if end is before start.

        Takes datetimes or arrays of them (datetime64 or objects). Naive ones are local, aware ones are
        converted to the calendar's time zone. Exact to the microsecond up to 285 years of work; NaT gives
        nan. Raises InputError outside the years 1-9999.

        >>> from bprkit.calendar import japanese_city_hall
        >>> japanese_city_hall().working_seconds(datetime(2024, 4, 1, 8, 0), datetime(2024, 4, 1, 18, 0))
        27900.0
        """
        since, until = (self.cumulative(wall_clocks(times, self.timezone)) for times in (start, end))
        missing = (since == _NAT) | (until == _NAT)
        seconds = np.where(missing, np.nan, (np.where(missing, 0, until) - np.where(missing, 0, since)) / 1e6)
        return float(seconds) if seconds.ndim == 0 else seconds

    def cumulative(self, times: Stamps) -> Integers:
        """Return W: microseconds of office hours from midnight of 1970-01-01 to each local wall-clock time.

        Takes datetime64 of any unit (read as microseconds); NaT gives the smallest int64, NaT's own number.
        W of a time is the same whatever else is in the array. It never falls, nor rises faster than time.
        Raises InputError outside the years 1-9999, unless the calendar never closes.

        >>> from bprkit.calendar import japanese_city_hall
        >>> times = np.array(["2024-04-01T08:30", "2024-04-01T12:30"], dtype="datetime64[us]")
        >>> print(np.diff(japanese_city_hall().cumulative(times)) / 3_600_000_000)
        [3.5]
        """
        clock = np.asarray(times).astype("datetime64[us]").astype(np.int64)
        if self.never_closes or clock.size == 0:
            return clock
        missing = clock == _NAT
        if some_missing := bool(missing.any()):
            clock = np.where(missing, 0, clock)
        table = _table_between(self, int(clock.min()), int(clock.max()))
        day = clock // _DAY_US
        time_of_day = clock - day * _DAY_US
        day -= table.first
        work: Integers = table.before[day]
        for opens, closes in zip(table.opens, table.closes, strict=True):
            open_ = opens[day]
            work += np.clip(time_of_day, open_, closes[day]) - open_
        return np.where(missing, _NAT, work) if some_missing else work

    def inverse(self, work: npt.ArrayLike, side: Literal["left", "right"] = "left") -> Stamps:
        """Return local wall-clock times t with W(t) = work (microseconds since the origin).

        Inside office hours there is one such time. Over a closure W stands still: side="left" gives the
        earliest time, when the office closed (work is done by then), "right" the latest, when it opens again
        (work goes on from there). Raises ValueError for work that the calendar does not reach in the years
        1-9999.

        >>> from bprkit.calendar import japanese_city_hall
        >>> office = japanese_city_hall()
        >>> friday = office.cumulative(np.array(["2024-05-10T17:00"], dtype="datetime64[us]"))
        >>> print(office.inverse(friday + 900_000_000), office.inverse(friday + 900_000_000, "right"))
        ['2024-05-10T17:15:00.000000'] ['2024-05-13T08:30:00.000000']
        """
        target = np.asarray(work, dtype=np.int64)
        missing = target == _NAT
        if self.never_closes or missing.all():
            return target.astype("datetime64[us]")
        target = np.where(missing, target[~missing].min(), target)
        opening, done, _ = _table_reaching(self, int(target.min()), int(target.max())).openings
        span = np.searchsorted(done, target, side=side) - 1
        return np.where(missing, _NAT, opening[span] + target - done[span]).astype("datetime64[us]")

    def day_table(self, first: date, last: date) -> dict[str, Integers]:
        """Return a table with a row for every day from first to last, from which an engine computes W.

        Columns, all int64: `day` (days since 1970-01-01), `before` (W at local midnight, microseconds), then
        `open1`, `close1`, `open2`, `close2` ... (microseconds since midnight; 0, 0 where a day has fewer
        spans). Then W(t) = before + sum(clip(time of day, open_i, close_i) - open_i). The number of spans
        depends on the calendar, never on the range. No rows if last is before first.

        >>> from bprkit.calendar import japanese_city_hall
        >>> table = japanese_city_hall().day_table(date(2024, 4, 5), date(2024, 4, 8))
        >>> print(list(table), np.diff(table["before"]) // 27_900_000_000)
        ['day', 'before', 'open1', 'close1', 'open2', 'close2'] [1 0 0]
        """
        low = _day_number(first)
        end = max(low, _day_number(last) + 1)
        table = _table_between(self, low * _DAY_US, max(low, end - 1) * _DAY_US)
        rows = slice(low - table.first, end - table.first)
        columns: dict[str, Integers] = {"day": np.arange(low, end), "before": table.before[rows].copy()}
        for number, (opens, closes) in enumerate(zip(table.opens, table.closes, strict=True), start=1):
            columns |= {f"open{number}": opens[rows].copy(), f"close{number}": closes[rows].copy()}
        return columns

    @property
    def _all_hours(self) -> list[Hours]:
        return [*self.weekly, *(hours for _, hours in self.extra_open)]


def always_open(timezone: str = "Asia/Tokyo") -> OfficeCalendar:
    """Return the calendar "none": open around the clock, so that W is the clock itself.

    >>> always_open().working_seconds(datetime(2024, 1, 1), datetime(2024, 1, 2))
    86400.0
    """
    title_en, title_ja = "Clock time (no office hours)", "時計の時間（開庁時間を考えない）"
    return OfficeCalendar("none", (ALL_DAY,) * 7, timezone, title_en, title_ja)


# --- The table behind W -----------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Table:
    """Every day of whole years around 1970: W at midnight, and its spans of office hours, in microseconds."""

    first: int
    before: Integers
    opens: tuple[Integers, ...]
    closes: tuple[Integers, ...]

    @cached_property
    def openings(self) -> tuple[Integers, Integers, int]:
        """When each span opens on the clock, W at that moment, and W at the end of the table."""
        opens = np.stack(self.opens, axis=1)
        length = np.stack(self.closes, axis=1) - opens
        clock = (self.first + np.arange(len(opens)))[:, None] * _DAY_US + opens
        done = self.before[:, None] + np.cumsum(length, axis=1) - length
        return clock[length > 0], done[length > 0], int(self.before[-1] + length[-1].sum())


def _table_between(calendar: OfficeCalendar, first_us: int, last_us: int) -> _Table:
    stamps = np.array([first_us, last_us], dtype="datetime64[us]").astype("datetime64[Y]")
    first, last = (int(year) + 1970 for year in stamps.astype(np.int64))
    if first < _FIRST_YEAR or last > _LAST_YEAR:
        year = first if first < _FIRST_YEAR else last
        raise InputError(
            en=f"A time lies in the year {year}; office hours are known for {_FIRST_YEAR}-{_LAST_YEAR}. "
            "Correct it or leave it out.",
            ja=f"{year}年の日時があります。開庁時間を計算できるのは{_FIRST_YEAR}年から{_LAST_YEAR}年までです。"
            "日時を直すか、除いてください。",
        )
    first, last = first // 10 * 10, last // 10 * 10 + 9  # decades: logs of much the same years share a table
    return _table(calendar, max(_FIRST_YEAR, min(1970, first)), min(_LAST_YEAR, max(1979, last)))


def _table_reaching(calendar: OfficeCalendar, least: int, most: int) -> _Table:
    """Return a table that opens first with W below `least` and ends with W above `most`."""
    first, last = 1970, 2029
    while True:
        table = _table(calendar, first, last)
        _, done, end = table.openings
        early, late = len(done) > 0 and done[0] < least, most < end
        if early and late:
            return table
        earlier = first if early else max(_FIRST_YEAR, 1970 - max(10, 2 * (1970 - first)))
        later = last if late else min(_LAST_YEAR, 1969 + 2 * (last - 1969))
        if (earlier, later) == (first, last):
            raise ValueError(
                f"{calendar.name!r} never reaches {most if early else least} microseconds of work"
            )
        first, last = earlier, later


@lru_cache(maxsize=16)
def _table(calendar: OfficeCalendar, first_year: int, last_year: int) -> _Table:
    first = _day_number(date(first_year, 1, 1))
    days = np.arange(first, _day_number(date(last_year, 12, 31)) + 1)
    width = max(len(hours) for hours in calendar._all_hours)
    weekly = np.array([_padded(hours, width) for hours in calendar.weekly], dtype=np.int64)
    spans = weekly[(days + 3) % 7]  # day 0, 1970-01-01, was a Thursday; weekly begins with Monday
    spans[_closed(calendar, days, first_year, last_year)] = 0
    for day, hours in calendar.extra_open:
        if first_year <= day.year <= last_year:
            spans[_day_number(day) - first] = _padded(hours, width)
    spans *= 1_000_000
    each_day = (spans[:, :, 1] - spans[:, :, 0]).sum(axis=1)
    before = np.cumsum(each_day) - each_day
    before -= before[-first]  # W is 0 on day 0, whatever the years of the table
    opens, closes = (tuple(np.ascontiguousarray(column) for column in spans[:, :, edge].T) for edge in (0, 1))
    return _Table(first, before, opens, closes)


def _closed(calendar: OfficeCalendar, days: Integers, first: int, last: int) -> npt.NDArray[np.bool_]:
    official = calendar.official_holidays
    years = range(min(official).year, max(official).year + 1) if official else range(0)
    public = public_holidays(calendar.country, first, last) if calendar.country else ()
    dates = (*calendar.extra_closed, *official, *(day for day in public if day.year not in years))
    closed: npt.NDArray[np.bool_] = np.isin(days, [_day_number(day) for day in dates])
    months = days.astype("datetime64[D]").astype("datetime64[M]")
    day_of_month = days - months.astype("datetime64[D]").astype(np.int64) + 1
    month_day = (months.astype(np.int64) % 12 + 1) * 100 + day_of_month
    for start, end in calendar.yearly_closures:
        since, until = month_day >= start[0] * 100 + start[1], month_day <= end[0] * 100 + end[1]
        closed |= (since & until) if start <= end else (since | until)
    return closed


def _padded(hours: Hours, width: int) -> list[tuple[int, int]]:
    return [*hours, *[(0, 0)] * (width - len(hours))]


def _day_number(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()
