"""Counts, shares and durations as maps and charts write them, in the language in use.

Working time is told in working days of the office where the length of one is known; a picture says in its subtitle
which kind of time it shows, so that the figures can be short.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bprkit.language import tell

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
_ROUND_DAYS = (0.25, 0.5, 1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180, 365, 730)
_ROUND_SHORT = (1, 10, 60, 300, 900, 1800, 3600, 7200, 14_400)


@dataclass(frozen=True)
class Clock:
    """How durations are counted: in clock time (days of 24 h) or in working time.

    day: seconds of a day, None for working time of which the length of a day is not known.

    >>> from bprkit.language import use
    >>> use("en")
    >>> office = Clock(27_900.0, working=True)
    >>> office.say(1.5 * 27_900), office.say(2 * 3600), office.say(900)
    ('1.5 wd', '2 h', '15 min')
    >>> use("ja")
    >>> office.say(1.5 * 27_900), Clock(86_400.0).say(40 * 86_400)
    ('1.5日', '40日')
    >>> use(None)
    """

    day: float | None = DAY
    working: bool = False

    def say(self, seconds: float) -> str:
        """Return a duration in the unit that suits it."""
        if self.day and seconds >= self.day * 0.95:
            return amount(seconds / self.day) + self.day_word
        if seconds >= HOUR * 0.995:
            return amount(seconds / HOUR) + tell(en=" h", ja="時間")
        if seconds >= MINUTE:
            return f"{seconds / MINUTE:.0f}" + tell(en=" min", ja="分")
        return f"{seconds:.0f}" + tell(en=" s", ja="秒")

    @property
    def day_word(self) -> str:
        """The unit of days."""
        return tell(en=" wd" if self.working else " d", ja="日")

    @property
    def name(self) -> str:
        """Which kind of time this is, and how long a day of it."""
        if not self.working:
            return tell(en="clock time", ja="経過時間")
        if not self.day:
            return tell(en="working time", ja="開庁時間")
        hours, minutes = divmod(round(self.day / 60), 60)
        return tell(
            en=f"working time, 1 wd = {hours} h {minutes:02} min",
            ja=f"開庁時間、1日＝{hours}時間{minutes}分" if minutes else f"開庁時間、1日＝{hours}時間",
        )

    def round_lengths(self) -> list[float]:
        """Return durations that read well, in seconds, the shortest first."""
        days = [days * self.day for days in _ROUND_DAYS] if self.day else []
        return sorted({*map(float, _ROUND_SHORT), *(day for day in days if day > 4 * HOUR)})


def amount(value: float) -> str:
    """Return a number with one decimal below ten, none above, thousands separated.

    >>> amount(0.52), amount(9.96), amount(3.0), amount(1234.5)
    ('0.5', '10', '3', '1,234')
    """
    text = f"{value:.1f}" if round(value, 1) < 10 else f"{value:,.0f}"
    return text.removesuffix(".0")


def count(value: float) -> str:
    """Return a whole number, thousands separated.

    >>> count(12345)
    '12,345'
    """
    return f"{round(value):,}"


def counted(value: int, one: str, more: str = "") -> str:
    """Return a count with its English noun.

    >>> counted(1, "case"), counted(2000, "case"), counted(0, "activity", "activities")
    ('1 case', '2,000 cases', '0 activities')
    """
    return f"{count(value)} {one if value == 1 else more or one + 's'}"


def percent(share: float) -> str:
    """Return a share from 0 to 1 in percent; what is not zero never reads as zero, nor a part as all.

    >>> percent(0.123), percent(0.0004), percent(0.9999), percent(1)
    ('12%', '<1%', '>99%', '100%')
    """
    if 0 < share < 0.005:
        return "<1%"
    if 0.995 <= share < 1:
        return ">99%"
    return f"{share:.0%}"


def known(seconds: float | None) -> float | None:
    """Return a number, None where there is none."""
    return None if seconds is None or not math.isfinite(seconds) else float(seconds)


def classes(values: Sequence[float], clock: Clock, most: int = 5) -> tuple[float, ...]:
    """Return the bounds, round durations, that part values into about equal classes, `most` at most.

    >>> classes([600.0, 3000.0, 90_000.0, 200_000.0, 900_000.0], Clock(), 3)
    (43200.0, 172800.0)
    """
    if len(set(values)) < 2:
        return ()
    ordered, lengths = sorted(values), clock.round_lengths()
    bounds = []
    for part in range(1, most):
        place = part / most * (len(ordered) - 1)
        low = ordered[math.floor(place)]
        wanted = max(low + (ordered[math.ceil(place)] - low) * (place - math.floor(place)), 1.0)
        bounds.append(min(lengths, key=lambda length: abs(math.log(length / wanted))))
    return tuple(bound for bound in sorted(set(bounds)) if ordered[0] < bound <= ordered[-1])
