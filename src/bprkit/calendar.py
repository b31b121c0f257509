"""Office hours: ONE function W from clock time to cumulative working time, and its inverse.

W(t) is how long the office has been open since midnight of 1970-01-01, at the local wall clock t of the
calendar's time zone; before that it is negative. Working time between a and b is W(b) - W(a), wherever it is
computed: here in NumPy (`OfficeCalendar.cumulative`), or in an SQL engine by a join with
`OfficeCalendar.day_table`.

>>> from datetime import datetime
>>> office = japanese_city_hall()
>>> thursday, tuesday = datetime(2024, 5, 2, 17, 0), datetime(2024, 5, 7, 8, 45)  # four closed days between
>>> office.working_seconds(thursday, tuesday)
1800.0

Wall clocks only: where summer time begins, an office open all night counts the hour that the clock skips, and
where it ends, the repeated hour counts once. Public holidays come from the `holidays` package (Japan
1949-2099, other countries as the package says; other years have none), or from the Cabinet Office's CSV for
the years that it covers.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal, TypeVar, overload
from zoneinfo import ZoneInfo, available_timezones

import numpy as np
import numpy.typing as npt

from bprkit.errors import InputError
from bprkit.language import tell

Hours = tuple[tuple[int, int], ...]
"""Opening and closing times of one day, in seconds since midnight, in order and apart from one another."""
MonthDay = tuple[int, int]
Integers = npt.NDArray[np.int64]
Stamps = npt.NDArray[np.datetime64]

_DAY = 86_400
_DAY_US = _DAY * 1_000_000
_ALL_DAY: Hours = ((0, _DAY),)
_CLOSED_ALL_WEEK: tuple[Hours, ...] = ((),) * 7
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
            if edges != sorted(set(edges)) or not all(0 <= edge <= _DAY for edge in edges):
                raise ValueError(f"hours must be in order, apart and within {_DAY} seconds: {hours}")
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
        return all(hours == _ALL_DAY for hours in self._all_hours) and not any(closures)

    @property
    def working_day_seconds(self) -> int:
        """Seconds of work of the most usual open day of the week (of several, the longest).

        >>> japanese_city_hall().working_day_seconds / 3600
        7.75
        """
        usual = [hours for hours in self.weekly if hours] or [hours for _, hours in self.extra_open if hours]
        lengths = Counter(sum(close - open_ for open_, close in hours) for hours in usual)
        return max(lengths, key=lambda seconds: (lengths[seconds], seconds))

    def hours_on(self, day: date) -> Hours:
        """Return the opening and closing times of a day, in seconds since midnight; () if it is closed.

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

        >>> japanese_city_hall().office_days(date(2024, 4, 1), date(2025, 3, 31))
        243
        """
        closes = list(self.day_table(first, last).values())[3::2]
        return int(np.count_nonzero(np.max(closes, axis=0)))

    def fiscal_year(self, day: date) -> int:
        """Return the calendar year in which the fiscal year of that day began.

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

        >>> japanese_city_hall().working_seconds(datetime(2024, 4, 1, 8, 0), datetime(2024, 4, 1, 18, 0))
        27900.0
        """
        since, until = (self.cumulative(_wall_clocks(times, self.timezone)) for times in (start, end))
        missing = (since == _NAT) | (until == _NAT)
        seconds = np.where(missing, np.nan, (np.where(missing, 0, until) - np.where(missing, 0, since)) / 1e6)
        return float(seconds) if seconds.ndim == 0 else seconds

    def cumulative(self, times: Stamps) -> Integers:
        """Return W: microseconds of office hours from midnight of 1970-01-01 to each local wall-clock time.

        Takes datetime64 of any unit (read as microseconds); NaT gives the smallest int64, NaT's own number.
        W of a time is the same whatever else is in the array. It never falls, nor rises faster than time.
        Raises InputError outside the years 1-9999, unless the calendar never closes.

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
    return OfficeCalendar("none", (_ALL_DAY,) * 7, timezone, title_en, title_ja)


def time_zone(name: str) -> ZoneInfo:
    """Return the time zone of an IANA name; raises InputError if there is none.

    >>> time_zone("Asia/Tokyo").key
    'Asia/Tokyo'
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # OSError: "Asia" is a folder of zones
        en, ja = _suggestion(name, available_timezones())
        raise InputError(
            en=f"There is no time zone '{name}'{en}. Give an IANA name such as Asia/Tokyo.",
            ja=f"「{name}」というタイムゾーンはありません{ja}。Asia/Tokyo のような名前で指定してください。",
        ) from None


def _suggestion(word: str, known: Iterable[str]) -> tuple[str, str]:
    if near := get_close_matches(word, sorted(known), n=1):
        return f" (did you mean '{near[0]}'?)", f"（「{near[0]}」でしょうか）"
    return "", ""


def _wall_clocks(times: datetime | npt.ArrayLike, timezone: str) -> Stamps:
    array = np.asarray(times)
    if array.dtype.kind == "M":
        return array
    if array.dtype.kind != "O":
        raise TypeError(f"expected datetimes or datetime64, not {array.dtype}")
    zone = time_zone(timezone)
    local = [_wall_clock(moment, zone) for moment in array.ravel()]
    return np.array(local, dtype="datetime64[us]").reshape(array.shape)


def _wall_clock(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    if moment is None or moment != moment:  # pandas' NaT is a datetime that differs from itself
        return None
    if not isinstance(moment, datetime):
        raise TypeError(f"expected a datetime, not {moment!r}")
    return moment.astimezone(zone).replace(tzinfo=None) if moment.tzinfo else moment


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
    public = _public_holidays(calendar.country, first, last) if calendar.country else ()
    dates = (*calendar.extra_closed, *official, *(day for day in public if day.year not in years))
    closed: npt.NDArray[np.bool_] = np.isin(days, [_day_number(day) for day in dates])
    months = days.astype("datetime64[D]").astype("datetime64[M]")
    day_of_month = days - months.astype("datetime64[D]").astype(np.int64) + 1
    month_day = (months.astype(np.int64) % 12 + 1) * 100 + day_of_month
    for start, end in calendar.yearly_closures:
        since, until = month_day >= start[0] * 100 + start[1], month_day <= end[0] * 100 + end[1]
        closed |= (since & until) if start <= end else (since | until)
    return closed


@lru_cache(maxsize=16)
def _public_holidays(country: str, first_year: int, last_year: int) -> tuple[date, ...]:
    from holidays import country_holidays

    code, _, subdivision = country.partition("-")
    try:
        return tuple(country_holidays(code, subdivision or None, years=range(first_year, last_year + 1)))
    except NotImplementedError:
        raise InputError(
            en=f"No public holidays are known for '{country}'. Give an ISO 3166 code (JP, DE-BY) or none.",
            ja=f"「{country}」の祝日は分かりません。国コード（JP、NL、DE-BY など）か none と書いてください。",
        ) from None


def _padded(hours: Hours, width: int) -> list[tuple[int, int]]:
    return [*hours, *[(0, 0)] * (width - len(hours))]


def _day_number(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()


# --- Calendars by name and from files ---------------------------------------------------------------------


@lru_cache(maxsize=1)
def japanese_city_hall() -> OfficeCalendar:
    """Return the calendar "jp": Monday to Friday 8:30-12:00 and 13:00-17:15, without holidays and 12/29-1/3.

    Its rules are data: data/calendars/jp.yaml.

    >>> japanese_city_hall().is_open(date(2024, 5, 6))  # 振替休日
    False
    """
    file = resources.files("bprkit").joinpath("data", "calendars", "jp.yaml")
    return _from_yaml(file.read_text(encoding="utf-8"), Path("jp.yaml"), "jp")


def load_calendar(spec: str | Path, timezone: str | None = None) -> OfficeCalendar:
    """Return the calendar of a name, a YAML file or the Cabinet Office's holiday CSV.

    Parameters
    ----------
    spec: "jp", "none", or the path of a file (UTF-8 or CP932).
    timezone: IANA zone that replaces the calendar's own.

    The keys of a YAML file; `hours` and `timezone` are needed where it is not `based_on` another calendar:

        based_on: jp                 # or none: what the file does not say is taken from there
        name: counter                # else the name of the file
        title: {en: Counter, ja: 窓口}      # or one text for both languages
        timezone: Asia/Tokyo
        hours:                       # replaces the weekdays it names: mon-fri, mon, monday, 月-金, 月, 月曜日
          mon-fri: 8:30-12:00, 13:00-17:15
          sat: 22:00-6:00            # a night shift opens after noon and ends by noon of the next day
          sun: closed
        holidays: JP                 # or none, another ISO 3166 code (NL, DE-BY), or a CSV beside the file
        closed: [12-29..01-03, 2026-05-01, 2026-08-13..2026-08-15]      # besides those of the base
        open: {2026-03-29: 9:00-12:00}      # dates with hours of their own, whatever else would close them
        fiscal_year_starts: 4        # month; if absent that of the base, else 1

    The Cabinet Office's CSV (https://www8.cao.go.jp/chosei/shukujitsu/syukujitsu.csv; 国民の祝日・休日月日,
    国民の祝日・休日名称) gives the calendar "jp" with its dates as the public holidays of all years that it
    covers; other years keep those of the `holidays` package.

    Raises InputError, with all that is wrong in the file in one message.

    >>> load_calendar("none", timezone="Europe/Amsterdam").timezone
    'Europe/Amsterdam'
    """
    if spec == "jp":
        calendar = japanese_city_hall()
    elif spec == "none":
        calendar = always_open()
    else:
        path = Path(spec)
        text = _file_text(path)
        name = path.name if path.stem in ("jp", "none") else path.stem
        read = _from_official_csv if path.suffix.lower() == ".csv" else _from_yaml
        calendar = read(text, path, name)
    return calendar if timezone is None else replace(calendar, timezone=time_zone(timezone).key)


def weekly_hours(hours: Mapping[str, str]) -> tuple[Hours, ...]:
    """Return the hours of Monday to Sunday from text, as in a YAML file's `hours` (see `load_calendar`).

    Raises InputError for a weekday or hours that cannot be read, and for hours that overlap.

    >>> weekly_hours({"mon-thu": "9:00-17:00", "fri": "22:00-6:00"})[4:]
    (((79200, 86400),), ((0, 21600),), ())
    """
    problems: Problems = []
    weekly = _weekly([(None, day, text) for day, text in hours.items()], _CLOSED_ALL_WEEK, problems)
    _refuse(problems, None)
    return weekly


# --- Reading a file: all that is wrong is noted first, then told at once ----------------------------------

Problems = list[tuple[int | None, str, str]]
"""Line (None: the file as a whole), English text, Japanese text."""
T = TypeVar("T")
_MOST_SHOWN = 20
_LARGEST_FILE = 1_000_000
_KEYS = ("based_on", "name", "title", "timezone", "hours", "holidays", "closed", "open", "fiscal_year_starts")
_DAY_NAMES = (
    ("mon", "monday", "月", "月曜", "月曜日"),
    ("tue", "tuesday", "火", "火曜", "火曜日"),
    ("wed", "wednesday", "水", "水曜", "水曜日"),
    ("thu", "thursday", "木", "木曜", "木曜日"),
    ("fri", "friday", "金", "金曜", "金曜日"),
    ("sat", "saturday", "土", "土曜", "土曜日"),
    ("sun", "sunday", "日", "日曜", "日曜日"),
)
_WEEKDAYS = {name: weekday for weekday, names in enumerate(_DAY_NAMES) for name in names}
_MONTH_DAY = re.compile(r"([0-9]{1,2})-([0-9]{1,2})")
_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_SPAN = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*[-–~〜]\s*([0-9]{1,2}):([0-9]{2})")


@contextmanager
def _noting(problems: Problems, line: int | None) -> Iterator[None]:
    try:
        yield
    except InputError as error:
        problems.append((line, error.en, error.ja))


def _refuse(problems: Problems, path: Path | None) -> None:
    """Raise all that was noted, if anything, as one message."""
    told = sorted(dict.fromkeys(problems), key=lambda problem: problem[0] or 0)
    if not told:
        return
    lines_en = [f"line {line}: {en}" if line else en for line, en, _ in told]
    lines_ja = [f"{line}行目：{ja}" if line else ja for line, _, ja in told]
    if len(told) == 1:
        raise InputError(
            en=f"{path}, {lines_en[0]}" if path else lines_en[0],
            ja=f"{path}、{lines_ja[0]}" if path else lines_ja[0],
        )
    if (more := len(told) - _MOST_SHOWN) > 0:
        lines_en[_MOST_SHOWN:], lines_ja[_MOST_SHOWN:] = [f"and {more} more"], [f"ほか{more}件"]
    head_en = f"{path or 'The hours'} cannot be used as an office calendar ({len(told)} problems):"
    head_ja = f"{path or '開庁時間'} は開庁カレンダーとして使えません（誤り{len(told)}件）。"
    raise InputError(en="\n  ".join([head_en, *lines_en]), ja="\n  ".join([head_ja, *lines_ja]))


def _file_text(path: Path) -> str:
    try:
        data = path.read_bytes() if path.stat().st_size <= _LARGEST_FILE else None
    except OSError as error:
        why_en = why_ja = str(error.strerror or error)
        if isinstance(error, FileNotFoundError):
            why_en, why_ja = "there is no such file", "ファイルがありません"
        elif path.is_dir():
            why_en, why_ja = "it is a folder", "フォルダーです"
        raise InputError(
            en=f"{path} cannot be read as an office calendar ({why_en}). "
            "Give jp, none, a YAML file or the Cabinet Office's holiday CSV.",
            ja=f"{path} を開庁カレンダーとして読めません（{why_ja}）。"
            "jp、none、YAMLファイル、内閣府の祝日CSVのどれかを指定してください。",
        ) from None
    if data is None:
        raise InputError(
            en=f"{path} is too large for an office calendar. Give a YAML file or the Cabinet Office's CSV.",
            ja=f"{path} は大きすぎて読めません。YAMLファイルか内閣府の祝日CSVを指定してください。",
        )
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(
        en=f"{path} is neither UTF-8 nor CP932 text. Save it again as UTF-8.",
        ja=f"{path} はUTF-8でもCP932（シフトJIS）でもありません。UTF-8で保存し直してください。",
    )


def _from_yaml(text: str, path: Path, name: str) -> OfficeCalendar:
    problems: Problems = []
    found = {key: (line, node) for line, key, node in _entries(_root(text, path), problems, _KEYS)}

    def read(key: str, parse: Callable[[Any], T], otherwise: T) -> T:
        if key in found:
            line, node = found[key]
            with _noting(problems, line):
                return parse(node)
        return otherwise

    base = read("based_on", _base, None)
    if "based_on" not in found:
        problems += [_missing(key) for key in ("hours", "timezone") if key not in found]
    plain = base or OfficeCalendar(name, (_ALL_DAY,) * 7)
    usual = base.weekly if base else _CLOSED_ALL_WEEK
    shown = read("name", _name, name)
    title_en, title_ja = read("title", lambda node: _titles(node, problems), (shown, shown))
    zone = read("timezone", lambda node: time_zone(_scalar(node)).key, plain.timezone)
    weekly = read("hours", lambda node: _weekly(_day_texts(node, problems), usual, problems), usual)
    country = read("holidays", _country, plain.country)
    official = read("holidays", lambda node: _csv_beside(path, node), plain.official_holidays)
    yearly = plain.yearly_closures
    extra_closed: tuple[date, ...] = ()
    extra_open: tuple[tuple[date, Hours], ...] = ()
    yearly, extra_closed = read(
        "closed", lambda node: _closures(node, yearly, problems), (yearly, extra_closed)
    )
    extra_open = read("open", lambda node: _openings(node, extra_closed, problems), extra_open)
    month = read("fiscal_year_starts", _month, plain.fiscal_year_start)
    _refuse(problems, path)
    if any(weekly) or extra_open:
        closures = (country, official, yearly, extra_closed, extra_open)
        calendar = OfficeCalendar(shown, weekly, zone, title_en, title_ja, *closures, month)
        if extra_open or calendar.office_days(
            date(2000, 1, 1), date(2027, 12, 31)
        ):  # all weekdays of all dates
            return calendar
    raise InputError(
        en=f"{path}: the office never opens. Give hours under 'hours', and check the ranges under 'closed'.",
        ja=f"{path}：開庁日が一日もありません。「hours」に時間を書き、「closed」の期間を確かめてください。",
    )


def _missing(key: str) -> tuple[None, str, str]:
    example = "Asia/Tokyo" if key == "timezone" else "mon-fri: 8:30-17:15"
    return (
        None,
        f"'{key}' is missing. Add it (such as {example}), or base the calendar on another by 'based_on: jp'.",
        f"「{key}」がありません。追加するか（例：{example}）、「based_on: jp」と書いてください。",
    )


def _root(text: str, path: Path) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except YAMLError as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        why = (error.problem if isinstance(error, MarkedYAMLError) else "") or str(error).splitlines()[0]
        where_en = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        where_ja = f"、{mark.line + 1}行目{mark.column + 1}文字目" if mark else ""
        raise InputError(
            en=f"{path}{where_en}: this is not YAML ({why}). Correct the line; tabs may not indent.",
            ja=f"{path}{where_ja}：YAMLとして読めません（{why}）。書き方を直してください。字下げにタブは使えません。",
        ) from None
    if root is None or root.id != "mapping":
        raise InputError(
            en=f"{path} holds no calendar. Write lines such as 'based_on: jp'.",
            ja=f"{path} にカレンダーの内容がありません。「based_on: jp」のような行を書いてください。",
        )
    return root


def _entries(node: Any, problems: Problems, known: Iterable[str] = ()) -> list[tuple[int, str, Any]]:
    """Return (line, key, value) of a mapping; note keys written twice, and those not `known`, if given."""
    if node.id != "mapping":
        raise InputError(
            en="Lines of the form 'name: value' are needed here.",
            ja="ここには「名前: 値」の形の行が必要です。",
        )
    entries: dict[str, tuple[int, str, Any]] = {}
    for key_node, value in node.value:
        line = key_node.start_mark.line + 1
        with _noting(problems, line):
            key = _half_width(key_node)
            if known and key not in known:
                en, ja = _suggestion(key, known)
                raise InputError(
                    en=f"There is no key '{key}'{en}. Keys: {', '.join(known)}.",
                    ja=f"「{key}」という項目はありません{ja}。使える項目は {'、'.join(known)} です。",
                )
            if key in entries:
                raise InputError(
                    en=f"'{key}' stands in line {entries[key][0]} already. Keep one of them.",
                    ja=f"「{key}」は{entries[key][0]}行目にもあります。一つにしてください。",
                )
            entries[key] = (line, key, value)
    return list(entries.values())


def _scalar(node: Any) -> str:
    if node.id != "scalar" or not node.value.strip() or node.tag.endswith(":null"):
        raise InputError(en="One value is needed here.", ja="ここには値を一つ書いてください。")
    return str(node.value).strip()


def _half_width(node: Any) -> str:
    """Return a value to be understood rather than shown: full-width digits and marks as ASCII."""
    return unicodedata.normalize("NFKC", _scalar(node)).strip()


def _base(node: Any) -> OfficeCalendar:
    if (name := _half_width(node)) in ("jp", "none"):
        return japanese_city_hall() if name == "jp" else always_open()
    raise InputError(
        en=f"A calendar cannot be based on '{name}'. Write jp or none.",
        ja=f"「{name}」を基にすることはできません。jp か none と書いてください。",
    )


def _name(node: Any) -> str:
    if (name := _scalar(node)) not in ("jp", "none"):
        return name
    raise InputError(
        en=f"'{name}' is the name of a calendar that bprkit brings. Choose another name.",
        ja=f"「{name}」はbprkitに備わるカレンダーの名前です。別の名前にしてください。",
    )


def _titles(node: Any, problems: Problems) -> tuple[str, str]:
    if node.id == "scalar":
        return _scalar(node), _scalar(node)
    titles = {key: _scalar(value) for _, key, value in _entries(node, problems, ("en", "ja"))}
    either = next(iter(titles.values()), "")
    return titles.get("en", either), titles.get("ja", either)


def _month(node: Any) -> int:
    text = _half_width(node)
    if re.fullmatch("[0-9]{1,2}", text) and 1 <= int(text) <= 12:
        return int(text)
    raise InputError(
        en=f"'{text}' is no month. Write a number from 1 to 12.",
        ja=f"「{text}」は月ではありません。1から12の数字で書いてください。",
    )


def _day_texts(node: Any, problems: Problems) -> list[tuple[int | None, str, str]]:
    texts: list[tuple[int | None, str, str]] = []
    for line, key, value in _entries(node, problems):
        with _noting(problems, line):
            texts.append((line, key, _hours_text(key, value)))
    return texts


def _hours_text(key: str, value: Any) -> str:
    if _SPAN.fullmatch(key):
        raise InputError(
            en=f"'{key}' stands where a day is needed. Inside {{ }} quote the hours: '9:00-12:00, {key}'.",
            ja=f"日や曜日を書く所に「{key}」があります。{{ }} の中では '9:00-12:00, {key}' のように引用符で"
            "囲んでください。",
        )
    if value.id == "sequence":
        return ", ".join(_scalar(item) for item in value.value)
    if value.id == "scalar" and value.tag.endswith(":null"):
        raise InputError(
            en=f"'{key}' has no hours. Write closed, or hours such as 8:30-12:00, 13:00-17:15.",
            ja=f"「{key}」の時間がありません。8:30-12:00, 13:00-17:15 や closed のように書いてください。",
        )
    return _scalar(value)


def _weekly(
    texts: Iterable[tuple[int | None, str, str]], usual: tuple[Hours, ...], problems: Problems
) -> tuple[Hours, ...]:
    """Return `usual` with the weekdays of `texts` replaced; a night shift's morning joins the next day."""
    given: dict[int, tuple[int | None, list[tuple[int, int]]]] = {}
    for line, key, text in texts:
        with _noting(problems, line):
            weekdays = _weekdays(key)
            if twice := [_DAY_NAMES[weekday][0] for weekday in weekdays if weekday in given]:
                raise InputError(
                    en=f"'{key}' gives hours for {', '.join(twice)} a second time. Name each weekday once.",
                    ja=f"「{key}」のうち {'、'.join(twice)} は前にもあります。曜日は一度だけ書いてください。",
                )
            given |= dict.fromkeys(weekdays, (line, []))  # named, even if its hours cannot be read
            given |= dict.fromkeys(weekdays, (line, _spans(text)))
    days = [[] if weekday in given else list(hours) for weekday, hours in enumerate(usual)]
    lines = [given[weekday][0] if weekday in given else None for weekday in range(7)]
    for weekday, (line, spans) in given.items():
        for open_, close in spans:
            days[weekday].append((open_, min(close, _DAY)))
            if close > _DAY:
                morning = (weekday + 1) % 7
                days[morning].append((0, close - _DAY))
                lines[morning] = lines[morning] or line
    weekly = list(usual)
    for weekday, day in enumerate(days):
        with _noting(problems, lines[weekday]):
            weekly[weekday] = _joined(day)
    return tuple(weekly)


def _weekdays(key: str) -> list[int]:
    ends = [end.strip() for end in re.split("[-–~〜]", unicodedata.normalize("NFKC", key).casefold())]
    for end in ends:
        if end not in _WEEKDAYS or len(ends) > 2:
            en, ja = _suggestion(end, _WEEKDAYS) if end not in _WEEKDAYS else ("", "")
            raise InputError(
                en=f"'{key}' is no weekday{en}. Write mon, tue, wed, thu, fri, sat, sun, or mon-fri.",
                ja=f"「{key}」は曜日として読めません{ja}。mon、tue、wed、thu、fri、sat、sun か、月、月-金、"
                "mon-fri のように書いてください。",
            )
    first, last = _WEEKDAYS[ends[0]], _WEEKDAYS[ends[-1]]
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]


def _spans(text: str) -> list[tuple[int, int]]:
    """Read "8:30-12:00, 13:00-17:15" as seconds; a close beyond midnight counts on from the day's 86,400."""
    text = unicodedata.normalize("NFKC", text).strip()
    if text in ("closed", "閉庁", "休"):
        return []
    spans = [_span(part.strip()) for part in re.split("[,、]", text)]
    _joined(spans)
    return spans


def _span(text: str) -> tuple[int, int]:
    match = _SPAN.fullmatch(text)
    if match is None:
        raise InputError(
            en=f"'{text}' is no time of opening. Write hours such as 8:30-12:00, 13:00-17:15, or closed.",
            ja=f"「{text}」は時間として読めません。8:30-12:00, 13:00-17:15 か closed と書いてください。",
        )
    numbers = [int(number) for number in match.groups()]
    open_, close = numbers[0] * 3600 + numbers[1] * 60, numbers[2] * 3600 + numbers[3] * 60
    if max(numbers[1], numbers[3]) > 59 or close > _DAY or open_ >= _DAY:
        raise InputError(
            en=f"'{text}' leaves the day: hours run from 0:00 to 24:00, minutes to 59. "
            "Write a night shift as 22:00-6:00.",
            ja=f"「{text}」は一日の範囲を超えています。時刻は0:00から24:00まで、分は59までです。"
            "夜勤は 22:00-6:00 のように書いてください。",
        )
    if open_ < close:
        return open_, close
    if open_ > _DAY // 2 >= close:
        return open_, close + _DAY
    raise InputError(
        en=f"'{text}' closes before it opens. Swap the two times; the whole day is 0:00-24:00, "
        "and a night shift opens after noon and ends by noon.",
        ja=f"「{text}」は閉める時刻が開ける時刻より後になっていません。入れ替えてください。"
        "終日は 0:00-24:00、夜勤は正午より後に始まり翌日の正午までに終わるものとします。",
    )


def _joined(spans: list[tuple[int, int]]) -> Hours:
    """Return the spans in order, those that touch as one; refuse those that overlap."""
    joined: list[tuple[int, int]] = []
    for open_, close in sorted(span for span in spans if span[0] < span[1]):
        if joined and open_ < joined[-1][1]:
            one, other = _clock(*joined[-1]), _clock(open_, close)
            raise InputError(
                en=f"The hours {one} and {other} overlap. Correct one of them.",
                ja=f"{one} と {other} が重なっています。どちらかを直してください。",
            )
        since = joined.pop()[0] if joined and open_ == joined[-1][1] else open_
        joined.append((since, close))
    return tuple(joined)


def _clock(open_: int, close: int) -> str:
    return "-".join(f"{seconds // 3600}:{seconds // 60 % 60:02}" for seconds in (open_, close))


def _closures(
    node: Any, base: tuple[tuple[MonthDay, MonthDay], ...], problems: Problems
) -> tuple[tuple[tuple[MonthDay, MonthDay], ...], tuple[date, ...]]:
    """Return the closures of every year, those of the base first, and single dates."""
    yearly = list(base)
    dates: set[date] = set()
    for item in node.value if node.id == "sequence" else [node]:
        with _noting(problems, item.start_mark.line + 1):
            text = _half_width(item).replace("/", "-")
            first, _, last = (end.strip() for end in text.partition(".."))
            if _MONTH_DAY.fullmatch(first):
                yearly.append((_month_day(first), _month_day(last or first)))
            else:
                dates |= _date_range(_date(first), _date(last or first), text)
    return tuple(yearly), tuple(sorted(dates))


def _month_day(text: str) -> MonthDay:
    day = _date(
        f"2000-{text}" if _MONTH_DAY.fullmatch(text) else "", text
    )  # 2000: 02-29 is a day of some years
    return day.month, day.day


def _date_range(first: date, last: date, text: str) -> set[date]:
    days = (last - first).days + 1
    if 1 <= days <= 366:
        return {first + timedelta(days=step) for step in range(days)}
    raise InputError(
        en=f"'{text}' is not a range of 1 to 366 days. Write the earlier date first and check the years.",
        ja=f"「{text}」は1日から366日までの期間ではありません。早い日を先に書き、年を確かめてください。",
    )


def _read_date(text: str) -> date | None:
    if (match := _DATE.fullmatch(text)) is None:
        return None
    year, month, day = (int(number) for number in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _date(text: str, shown: str | None = None) -> date:
    if (day := _read_date(text)) is not None:
        return day
    shown = text if shown is None else shown
    raise InputError(
        en=f"'{shown}' is no date here. Write 2026-05-01 or 2026-08-13..2026-08-15; under 'closed' 12-29 or "
        "12-29..01-03 means every year.",
        ja=f"「{shown}」は日付として読めません。2026-05-01 や 2026-08-13..2026-08-15 のように、毎年の閉庁は "
        "12-29..01-03 のように書いてください。",
    )


def _openings(node: Any, closed: tuple[date, ...], problems: Problems) -> tuple[tuple[date, Hours], ...]:
    openings: dict[date, Hours] = {}
    for line, key, value in _entries(node, problems):
        with _noting(problems, line):
            text = _hours_text(key, value)
            day = _date(key.replace("/", "-"))
            if day in openings or day in closed:
                raise InputError(
                    en=f"'{key}' is given a second time under 'open' or 'closed'. Keep one of them.",
                    ja=f"「{key}」は「open」か「closed」にもう一つあります。一つにしてください。",
                )
            hours = _joined(_spans(text))
            if not hours or hours[-1][1] > _DAY:
                raise InputError(
                    en=f"'{text}' does not open within that date. Write hours up to 24:00 and the rest "
                    "under the next date; closed dates belong under 'closed'.",
                    ja=f"「{text}」はその日のうちの時間ではありません。24:00までを書き、残りは翌日の日付に、"
                    "休みの日は「closed」に書いてください。",
                )
            openings[day] = hours
    return tuple(sorted(openings.items()))


def _country(node: Any) -> str | None:
    text = _half_width(node)
    if text == "none":
        return None
    if text.lower().endswith(".csv"):
        return "JP"
    if re.fullmatch("[A-Z]{2}(-[A-Z0-9]+)?", text) is None:
        raise InputError(
            en=f"'{text}' names no country. Write an ISO 3166 code in capitals (JP, DE-BY), a CSV, or none.",
            ja=f"「{text}」は国コードではありません。大文字の国コード（JP、DE-BY など）、CSVのファイル名、"
            "none のどれかを書いてください。",
        )
    _public_holidays(text, 2020, 2029)
    return text


def _csv_beside(path: Path, node: Any) -> tuple[date, ...]:
    text = _scalar(node)
    if not text.lower().endswith(".csv"):
        return ()
    file = path.parent / text
    return _official_dates(_file_text(file), file)


def _from_official_csv(text: str, path: Path, name: str) -> OfficeCalendar:
    dates = _official_dates(text, path)
    years = f"{dates[0].year}-{dates[-1].year}"
    return replace(
        japanese_city_hall(),
        name=name,
        title_en=f"Japanese city hall, public holidays of {years} from {path.name}",
        title_ja=f"市役所の開庁時間（{years}年の祝日は {path.name} による）",
        official_holidays=dates,
    )


def _official_dates(text: str, path: Path) -> tuple[date, ...]:
    rows = list(csv.reader(text.splitlines()))
    if not rows or not rows[0] or not rows[0][0].startswith("国民の祝日"):
        raise InputError(
            en=f"{path} is not the Cabinet Office's holiday CSV: its first line does not begin with "
            "国民の祝日. Download syukujitsu.csv again, or give a YAML file.",
            ja=f"{path} は内閣府の祝日CSVではありません（1行目が「国民の祝日」で始まりません）。"
            "syukujitsu.csv を取得し直すか、YAMLファイルを指定してください。",
        )
    problems: Problems = []
    dates: set[date] = set()
    for line, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            with _noting(problems, line):
                dates.add(_official_date(row[0]))
    if not problems:
        problems += _unfinished_years(dates)
    _refuse(problems, path)
    return tuple(sorted(dates))


def _official_date(text: str) -> date:
    if (day := _read_date(text.strip().replace("/", "-"))) is not None:
        return day
    raise InputError(
        en=f"'{text}' is no date such as 2026/5/3. Correct it or download the file again.",
        ja=f"「{text}」は 2026/5/3 のような日付ではありません。直すか、ファイルを取得し直してください。",
    )


def _unfinished_years(dates: set[date]) -> Problems:
    """Note years that a cut file shows in part: taken for whole, they would count holidays as office days."""
    if not dates:
        return [(None, "There are no dates. Download it again.", "日付がありません。取得し直してください。")]
    return [
        (
            None,
            f"The year {year} is not whole (1/1 or 11/23 is missing). Use the Cabinet Office's file whole.",
            f"{year}年がそろっていません（1月1日か11月23日がありません）。内閣府のファイルをそのまま使ってください。",
        )
        for year in range(min(dates).year, max(dates).year + 1)
        if not {date(year, 1, 1), date(year, 11, 23)} <= dates
    ]
