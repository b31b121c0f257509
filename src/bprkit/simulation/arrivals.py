"""When cases come: a Poisson stream in office hours whose rate follows the months."""

from __future__ import annotations

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


def stream_spells(procedure: Procedure, calendar: OfficeCalendar, first: date, days: int) -> Any:
    """Return when cases of a procedure come and how many a second, for so many days from the first.

    The volume of a year is spread over its fiscal months by the monthly weights, and within a month over the open hours of
    the procedure's calendar; without weights, over those of the fiscal year. Raises InputError for a procedure without a volume, and for weights that are none.
    """
    _refuse(procedure)
    assert procedure.volume is not None
    rows: list[tuple[float, float, float]] = []
    today, last = first, first + timedelta(days=days)
    while today < last:
        following = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        rate = _rate(procedure.volume, calendar, today)
        offset = (today - first).days * DAY
        if rate > 0:
            rows += [
                (offset + opens, offset + closes, rate)
                for opens, closes in _spells_between(calendar, today, min(last, following))
            ]
        today = following
    return np.array(rows, dtype=STREAM_SPELL)


def _rate(volume: Volume, calendar: OfficeCalendar, day: date) -> float:
    """Return how many cases come in an open second of the month of a day."""
    month = day.replace(day=1)
    if volume.monthly:
        cases = volume.per_year * volume.monthly[(day.month - _APRIL) % 12] / sum(volume.monthly)
        spells = _spells_between(calendar, month, (month + timedelta(days=32)).replace(day=1))
    else:
        cases, year = volume.per_year, day.year if day.month >= _APRIL else day.year - 1
        spells = _spells_of_year(calendar, year)
    seconds = sum(closes - opens for opens, closes in spells)
    return cases / seconds if seconds else 0.0


@lru_cache(maxsize=64)
def _spells_of_year(calendar: OfficeCalendar, year: int) -> list[tuple[float, float]]:
    return _spells_between(calendar, date(year, _APRIL, 1), date(year + 1, _APRIL, 1))


def _refuse(procedure: Procedure) -> None:
    name = procedure.title or procedure.id
    if procedure.volume is None or not procedure.volume.per_year > 0:
        raise InputError(
            en=f"{name} has no volume: say how many cases come a year, as in volume: 25,000 / year.",
            ja=f"{name} の件数がありません。volume: 25,000 / year のように年間件数を入れてください。",
        )
    monthly = procedure.volume.monthly
    if monthly and (len(monthly) != 12 or min(monthly) < 0 or sum(monthly) <= 0):
        raise InputError(
            en=f"The monthly weights of {name} have to be 12 numbers of 0 or more, from April, and not all 0.",
            ja=f"{name} の月別の重み（monthly）は、4月から12個、0以上で、すべて0ではいけません。",
        )


def _spells_between(calendar: OfficeCalendar, first: date, last: date) -> list[tuple[float, float]]:
    columns = list(calendar.day_table(first, last - timedelta(days=1)).values())[2:]
    found = []
    for day in range((last - first).days):
        for opens, closes in zip(columns[::2], columns[1::2], strict=True):
            if closes[day] > opens[day]:
                found.append((day * DAY + opens[day] / 1e6, day * DAY + closes[day] / 1e6))
    return found
