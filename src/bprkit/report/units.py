"""Numbers and durations as people read them, in the language in use.

Working time is counted in working days of the office (7 h 45 min in a Japanese city hall) and always says so;
clock time is counted in days of 24 h. A number that is not there is a dash.

>>> from bprkit.language import use
>>> use("en")
>>> working(3.2 * 27_900, 27_900), clock(3.2 * 86_400), clock(4 * 3600 + 300)
('3.2 wd', '3.2 d', '4 h 05 min')
>>> use("ja")
>>> working(3.2 * 27_900, 27_900), clock(3.2 * 86_400), clock(4 * 3600 + 300)
('3.2日(開庁)', '3.2日', '4時間5分')
>>> use(None)
"""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import TypeGuard

from bprkit.language import tell

DASH = "–"
DAY = 86_400.0


def clock(seconds: float | None) -> str:
    """Return a duration in clock time: days of 24 h, else hours and minutes.

    `seconds` are seconds; None and NaN give a dash.

    >>> clock(None)
    '–'
    """
    if not _is_number(seconds):
        return DASH
    minutes = round(abs(seconds) / 60)
    sign = "-" if seconds < 0 and abs(seconds) >= 0.5 else ""
    if minutes >= 24 * 60:
        days = _scaled(abs(seconds) / DAY)
        return sign + tell(en=f"{days} d", ja=f"{days}日")
    return sign + _hours_and_minutes(abs(seconds))


def working(seconds: float | None, working_day: float | None, *, labelled: bool = False) -> str:
    """Return a duration in working time: working days, else hours and minutes of office time.

    `seconds` are working seconds, `working_day` the working seconds of one working day. Days always say
    that they are working days; hours and minutes say so when `labelled` (a table says it in the column's
    heading instead).

    >>> from bprkit.language import use
    >>> use("en")
    >>> working(27_900, 27_900), working(3600, 27_900), working(3600, 27_900, labelled=True)
    ('1.0 wd', '1 h 00 min', '1 h 00 min working')
    >>> use(None)
    """
    if not _is_number(seconds):
        return DASH
    minutes = round(abs(seconds) / 60)
    sign = "-" if seconds < 0 and abs(seconds) >= 0.5 else ""
    if working_day and minutes >= round(working_day / 60):
        days = _scaled(abs(seconds) / working_day)
        return sign + tell(en=f"{days} wd", ja=f"{days}日(開庁)")
    label = tell(en=" working", ja="(開庁)") if labelled else ""
    return sign + _hours_and_minutes(abs(seconds)) + label


def length_of_day(working_day: float) -> str:
    """Return how long a working day is, in hours and minutes; `working_day` in seconds.

    >>> from bprkit.language import use
    >>> use("ja")
    >>> length_of_day(27_900)
    '7時間45分'
    >>> use(None)
    """
    return _hours_and_minutes(working_day)


def days(low: float, high: float, day: float) -> str:
    """Return two durations in days without a unit, as fine as the longer one is told; `day` in seconds.

    >>> days(7_200, 55_800, 27_900), days(1_060_200, 5_580_000, 27_900)
    ('0.3–2.0', '38–200')
    """
    places = 1 if round(high / day, 1) < 100 else 0
    return f"{low / day:,.{places}f}–{high / day:,.{places}f}"


def count(number: float | None) -> str:
    """Return a whole number with separators of thousands.

    >>> count(1234567), count(None)
    ('1,234,567', '–')
    """
    return f"{round(number):,}" if _is_number(number) else DASH


def share(part: float | None) -> str:
    """Return a share from 0 to 1 as a percentage; what is not zero never reads as zero, nor a part as all.

    >>> share(0.1234), share(1), share(0.0001), share(0.99999)
    ('12.3%', '100%', '<0.1%', '>99.9%')
    """
    if not _is_number(part):
        return DASH
    if part in (0, 1):
        return f"{part:.0%}"
    if 0 < part < 0.0005:
        return "<0.1%"
    if 0.9995 <= part < 1:
        return ">99.9%"
    return f"{part:.1%}"


def number(value: float | None) -> str:
    """Return a number without a unit, such as an effect size, with two decimals.

    >>> number(0.4567), number(-0.001)
    ('0.46', '0.00')
    """
    return f"{value:z,.2f}" if _is_number(value) else DASH


def moment(text: str | None) -> str:
    """Return a moment written in ISO 8601 as local date and time, or as the date alone where it has no time.

    >>> from bprkit.language import use
    >>> use("ja")
    >>> moment("2024-04-01T08:45:00+09:00"), moment("2024-04-01")
    ('2024/04/01 08:45', '2024/04/01')
    >>> use(None)
    """
    if not text:
        return DASH
    try:
        stamp = datetime.fromisoformat(text)
    except ValueError:
        return text
    shown = day(stamp.date())
    return shown if len(text) <= len("2024-04-01") else f"{shown} {stamp:%H:%M}"


def day(value: date) -> str:
    """Return a date.

    >>> from bprkit.language import use
    >>> use("en")
    >>> day(date(2024, 4, 1))
    '2024-04-01'
    >>> use(None)
    """
    return tell(en=value.isoformat(), ja=f"{value.year:04}/{value.month:02}/{value.day:02}")


def month(text: str) -> str:
    """Return a month given as YYYY-MM.

    >>> from bprkit.language import use
    >>> use("ja")
    >>> month("2024-04")
    '2024年4月'
    >>> use(None)
    """
    year, _, number_of_month = text.partition("-")
    return tell(en=text, ja=f"{year}年{int(number_of_month)}月" if number_of_month.isdigit() else text)


def fiscal_year(year: int) -> str:
    """Return a Japanese fiscal year (April to March), with its era in Japanese.

    >>> from bprkit.language import use
    >>> use("ja")
    >>> fiscal_year(2024), fiscal_year(2019), fiscal_year(2018)
    ('令和6年度(2024)', '令和元年度(2019)', '平成30年度(2018)')
    >>> use("en")
    >>> fiscal_year(2024)
    'FY2024'
    >>> use(None)
    """
    for era, first in (("令和", 2019), ("平成", 1989)):
        if year >= first:
            of_era = "元" if year == first else str(year - first + 1)
            return tell(en=f"FY{year}", ja=f"{era}{of_era}年度({year})")
    return tell(en=f"FY{year}", ja=f"{year}年度")


def _is_number(value: float | None) -> TypeGuard[float]:
    return value is not None and not math.isnan(value)


def _scaled(days: float) -> str:
    return f"{days:.1f}" if round(days, 1) < 100 else f"{days:,.0f}"


def _hours_and_minutes(seconds: float) -> str:
    if 0.5 <= seconds < 59.5:
        return tell(en=f"{seconds:.0f} s", ja=f"{seconds:.0f}秒")
    hours, minutes = divmod(round(seconds / 60), 60)
    if not hours:
        return tell(en=f"{minutes} min", ja=f"{minutes}分")
    return tell(en=f"{hours} h {minutes:02} min", ja=f"{hours}時間{minutes}分" if minutes else f"{hours}時間")
