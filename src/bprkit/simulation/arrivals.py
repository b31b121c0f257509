"""When cases come: a Poisson stream whose rate follows the months and the hours of the day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from bprkit.errors import InputError
from bprkit.procedure.model import Procedure, Volume
from bprkit.simulation.hours import DAY
from bprkit.simulation.program import STREAM_SPELL

if TYPE_CHECKING:
    from bprkit.calendar import OfficeCalendar

_APRIL = 4
_HOUR = 3600.0
_HOURS = 24
_ANY = -1
"""The hour of a spell, where the hours of the day make no difference."""
Spell = tuple[int, float, float]
"""An hour of the day, and from when to when in it cases come, in seconds."""


def stream_spells(procedure: Procedure, calendar: OfficeCalendar, first: date, days: int) -> Any:
    """Return when cases of a procedure come and how many a second, for so many days from the first.

    The volume of a year is spread over its fiscal months by the monthly weights, and within a month over the hours of the
    day by the hourly ones; without either, over the open hours of the fiscal year or of the month. Within an hour cases
    come while the office is open. Those of an hour in which it never opens come all through it, on days on which the
    office is open at all. Raises InputError for a procedure without a volume, and for weights that are none.
    """
    _refuse(procedure)
    assert procedure.volume is not None
    hourly = procedure.volume.hourly
    rows: list[tuple[float, float, float]] = []
    today, last = first, first + timedelta(days=days)
    while today < last:
        following = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        rates = _rates(procedure.volume, calendar, today)
        offset = (today - first).days * DAY
        if any(rates.values()):
            rows += [
                (offset + opens, offset + closes, rates[hour])
                for hour, opens, closes in _spells_between(calendar, today, min(last, following), hourly)
                if hour in rates
            ]
        today = following
    return np.array(rows, dtype=STREAM_SPELL)


def hours_never_open(volume: Volume, calendar: OfficeCalendar, day: date) -> Mapping[int, float]:
    """Return the hours of the day in which cases come and the office never opens that year, with their shares of cases."""
    never = _never_open(calendar, _fiscal_year(day), volume.hourly)
    return {hour: volume.hourly[hour] / sum(volume.hourly) for hour in never}


def _rates(volume: Volume, calendar: OfficeCalendar, day: date) -> Mapping[int, float]:
    """Return how many cases come in a second of each hour of the day, in the month of a day."""
    month = day.replace(day=1)
    if volume.monthly:
        cases = volume.per_year * volume.monthly[(day.month - _APRIL) % 12] / sum(volume.monthly)
        following = (month + timedelta(days=32)).replace(day=1)
        spells = _spells_between(calendar, month, following, volume.hourly)
    else:
        cases, spells = volume.per_year, _spells_of_year(calendar, _fiscal_year(day), volume.hourly)
    seconds: dict[int, float] = defaultdict(float)
    for hour, opens, closes in spells:
        seconds[hour] += closes - opens
    shares = dict(enumerate(volume.hourly)) or {_ANY: 1.0}
    total = sum(shares[hour] for hour in seconds)
    return {hour: cases * shares[hour] / total / length for hour, length in seconds.items()}


def _fiscal_year(day: date) -> int:
    return day.year if day.month >= _APRIL else day.year - 1


@lru_cache(maxsize=64)
def _spells_of_year(calendar: OfficeCalendar, year: int, hourly: tuple[float, ...]) -> list[Spell]:
    return _spells_between(calendar, date(year, _APRIL, 1), date(year + 1, _APRIL, 1), hourly)


def _refuse(procedure: Procedure) -> None:
    name = procedure.title or procedure.id
    if procedure.volume is None or not procedure.volume.per_year > 0:
        raise InputError(
            en=f"{name} has no volume: say how many cases come a year, as in volume: 25,000 / year.",
            ja=f"{name} の件数がありません。volume: 25,000 / year のように年間件数を入れてください。",
        )
    monthly, hourly = procedure.volume.monthly, procedure.volume.hourly
    if monthly and (len(monthly) != 12 or min(monthly) < 0 or sum(monthly) <= 0):
        raise InputError(
            en=f"The monthly weights of {name} have to be 12 numbers of 0 or more, from April, and not all 0.",
            ja=f"{name} の月別の重み（monthly）は、4月から12個、0以上で、すべて0ではいけません。",
        )
    if hourly and (len(hourly) != _HOURS or min(hourly) < 0 or sum(hourly) <= 0):
        raise InputError(
            en=f"The hourly weights of {name} have to be 24 numbers of 0 or more, from midnight, and not all 0.",
            ja=f"{name} の時間帯別の重み（hourly）は、0時台から24個、0以上で、すべて0ではいけません。",
        )


def _spells_between(
    calendar: OfficeCalendar, first: date, last: date, hourly: tuple[float, ...]
) -> list[Spell]:
    """Return the spells in which cases come, by hour of the day where that makes a difference, in order."""
    opened = [(_ANY, opens, closes) for opens, closes in _open_between(calendar, first, last)]
    if not hourly:
        return opened
    found = [piece for _, opens, closes in opened for piece in _by_hour(opens, closes) if hourly[piece[0]]]
    days = sorted({opens // DAY for _, opens, _ in opened})
    for hour in _never_open(calendar, _fiscal_year(first), hourly):
        found += [(hour, day * DAY + hour * _HOUR, day * DAY + (hour + 1) * _HOUR) for day in days]
    return sorted(found, key=lambda spell: spell[1])


def _by_hour(opens: float, closes: float) -> Iterator[Spell]:
    while opens < closes:
        hour = opens // _HOUR
        ends = min(closes, (hour + 1) * _HOUR)
        yield int(hour) % _HOURS, opens, ends
        opens = ends


@lru_cache(maxsize=64)
def _never_open(calendar: OfficeCalendar, year: int, hourly: tuple[float, ...]) -> tuple[int, ...]:
    spells = _open_between(calendar, date(year, _APRIL, 1), date(year + 1, _APRIL, 1))
    known = {hour for opens, closes in spells for hour, _, _ in _by_hour(opens, closes)}
    return tuple(hour for hour, weight in enumerate(hourly) if weight and hour not in known)


def _open_between(calendar: OfficeCalendar, first: date, last: date) -> list[tuple[float, float]]:
    columns = list(calendar.day_table(first, last - timedelta(days=1)).values())[2:]
    found = []
    for day in range((last - first).days):
        for opens, closes in zip(columns[::2], columns[1::2], strict=True):
            if closes[day] > opens[day]:
                found.append((day * DAY + opens[day] / 1e6, day * DAY + closes[day] / 1e6))
    return found
