"""Round values for axes: of counts, shares, durations and dates, in the language in use."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from bprkit.drawing.charts.plot import Tick
from bprkit.drawing.figures import HOUR, MINUTE, Clock, amount, count, percent
from bprkit.language import tell

_STEPS = (1, 2, 5, 10)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY_STEPS = (1, 2, 7, 14, 28)
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)


def step_for(high: float, most: int, least: float = 0.0) -> float:
    """Return a step of 1, 2 or 5 times a power of ten that reaches a value in `most` steps at most.

    >>> step_for(87, 5), step_for(0.9, 5), step_for(3, 5, least=1)
    (20.0, 0.2, 1.0)
    """
    if high <= 0:
        return max(least, 1.0)
    raw = high / most
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(part * power for part in _STEPS if part * power >= raw * (1 - 1e-9))
    return round(max(step, least), 12)


def _up_to(high: float, step: float) -> list[float]:
    return [place * step for place in range(math.ceil(high / step - 1e-9) + 1)]


def counts(high: float, most: int = 5) -> list[Tick]:
    """Return ticks from zero to a whole number not below a count.

    >>> [text for _, text in counts(4321)]
    ['0', '1,000', '2,000', '3,000', '4,000', '5,000']
    """
    return [(value, count(value)) for value in _up_to(max(high, 1.0), step_for(high, most, 1.0))]


def shares(high: float, most: int = 5) -> list[Tick]:
    """Return ticks from zero to a share not below one."""
    values = _up_to(max(high, 0.01), step_for(max(high, 0.01), most, 0.01))
    return [(value, percent(value)) for value in values if value <= 1 + 1e-9]


def unit_of(high: float, clock: Clock) -> tuple[float, str]:
    """Return the unit that durations up to one are told in: its seconds, and its word."""
    if clock.day and high >= 2 * clock.day:
        return clock.day, clock.day_word
    if high >= 2 * HOUR:
        return HOUR, tell(en=" h", ja="時間")
    if high >= 2 * MINUTE:
        return MINUTE, tell(en=" min", ja="分")
    return 1.0, tell(en=" s", ja="秒")


def durations(high: float, clock: Clock, most: int = 6) -> list[Tick]:
    """Return ticks from zero to a round duration not below one.

    >>> from bprkit.language import use
    >>> use("en")
    >>> [text for _, text in durations(4 * 86_400, Clock())]
    ['0', '1 d', '2 d', '3 d', '4 d']
    >>> use(None)
    """
    unit, word = unit_of(high, clock)
    values = _up_to(max(high, 1e-9) / unit, step_for(high / unit, most))
    return [(value * unit, amount(value) + word if value else "0") for value in values]


def months(first: date, last: date, most: int = 14) -> list[tuple[date, str]]:
    """Return the first days of months between two dates, `most` at most; the year stands below where it begins.

    >>> from bprkit.language import use
    >>> use("ja")
    >>> months(date(2024, 11, 4), date(2025, 2, 3))
    [(datetime.date(2024, 12, 1), '12月\\n2024年'), (datetime.date(2025, 1, 1), '1月\\n2025年'),
     (datetime.date(2025, 2, 1), '2月\\n')]
    >>> use(None)
    """
    begin = first.year * 12 + first.month - 1 + (first.day > 1)
    end = last.year * 12 + last.month - 1
    step = next((step for step in _MONTH_STEPS if (end - begin) // step + 1 <= most), _MONTH_STEPS[-1])
    found: list[tuple[date, str]] = []
    said = None
    for number in range(begin, end + 1):
        year, month = divmod(number, 12)
        if month % min(step, 12) or (step > 12 and year % (step // 12)):
            continue
        name = tell(en=_MONTHS[month], ja=f"{month + 1}月")
        below = tell(en=f"{year}", ja=f"{year}年") if year != said else ""
        said = year
        found.append((date(year, month + 1, 1), f"{name}\n{below}"))
    return found


def moments(first: date, last: date, most: int = 14) -> list[Tick]:
    """Return ticks at the first days of months, or, where there are few of these, at days; values are ordinals of dates.

    >>> from bprkit.language import use
    >>> use("en")
    >>> [text for _, text in moments(date(2024, 4, 1), date(2024, 4, 21))]
    ['Apr 1', 'Apr 8', 'Apr 15']
    >>> use(None)
    """
    found = months(first, last, most)
    if len(found) >= 4:
        return [(float(day.toordinal()), text) for day, text in found]
    span = max((last - first).days, 1)
    step = next((step for step in _DAY_STEPS if span // step + 1 <= most // 2 + 1), _DAY_STEPS[-1])
    days = (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1, step))
    return [
        (float(day.toordinal()), tell(en=f"{_MONTHS[day.month - 1]} {day.day}", ja=f"{day.month}/{day.day}"))
        for day in days
    ]


def day(text: str) -> date:
    """Return the day of an ISO moment."""
    return date.fromisoformat(text[:10])


def top_of(ticks: Sequence[Tick]) -> float:
    """Return the highest value of ticks."""
    return max(value for value, _ in ticks)
