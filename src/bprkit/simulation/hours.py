"""Office hours for the compiled loop: when the office is open, and how far work gets from a moment on.

Times are seconds since the origin of the run, a midnight of the wall clock. The spells of all calendars of a run lie end to
end in one array.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from bprkit.simulation.machine import inlined
from bprkit.simulation.program import SPELL, Records

if TYPE_CHECKING:
    from bprkit.calendar import OfficeCalendar

DAY = 86_400.0
FOREVER = 1e18
_PER_DAY = 1.0 / DAY


class Hours(NamedTuple):
    """The opening hours of several calendars: spells of being open, and by day the first that ends after midnight."""

    spells: Records
    at_day: Records


def hours_of(calendars: Sequence[OfficeCalendar | None], first: date, days: int) -> Hours:
    """Return the hours of these calendars from a day on; None is open day and night.

    After the last day each calendar is open for ever, so that a run comes to its end whatever happens.
    """
    parts = [_spells(calendar, first, days) for calendar in calendars]
    at_day = np.zeros((len(calendars), days + 1), dtype=np.int64)
    begun = 0
    for number, (_, closes) in enumerate(parts):
        at_day[number] = begun + np.searchsorted(closes, np.arange(days + 1) * DAY, "right")
        begun += len(closes)
    spells = np.zeros(begun, dtype=SPELL)
    spells["opens"], spells["closes"] = (np.concatenate([part[place] for part in parts]) for place in (0, 1))
    spells["worked"] = np.concatenate(
        [np.concatenate(([0.0], np.cumsum(closes - opens)[:-1])) for opens, closes in parts]
    )
    return Hours(spells, at_day)


def _spells(calendar: OfficeCalendar | None, first: date, days: int) -> tuple[Any, Any]:
    """Return when each spell of being open begins and ends; the last never ends."""
    if calendar is None or calendar.never_closes:
        return np.array([0.0]), np.array([FOREVER])
    columns = list(calendar.day_table(first, first + timedelta(days=days - 1)).values())[2:]
    midnights = np.arange(days)[:, None] * DAY
    opens = (np.stack(columns[::2], axis=1) / 1e6 + midnights).ravel()
    closes = (np.stack(columns[1::2], axis=1) / 1e6 + midnights).ravel()
    some = closes > opens
    return np.append(opens[some], days * DAY), np.append(closes[some], FOREVER)


@inlined
def spell_at(spells: Records, at_day: Records, calendar: int, time: float) -> int:
    """Return the spell that time falls into, or the next."""
    place = at_day[calendar, min(int(time * _PER_DAY), at_day.shape[1] - 1)]
    while spells[place].closes <= time:
        place += 1
    return int(place)


@inlined
def work_until(spells: Records, at_day: Records, calendar: int, time: float) -> float:
    """Return W: the seconds open from the origin to a moment."""
    spell = spells[spell_at(spells, at_day, calendar, time)]
    return float(spell.worked + max(time - spell.opens, 0.0))


@inlined
def open_from(spells: Records, at_day: Records, calendar: int, time: float) -> float:
    """Return the moment itself, or the next opening if the office is closed."""
    return float(max(spells[spell_at(spells, at_day, calendar, time)].opens, time))


@inlined
def after_work(spells: Records, at_day: Records, calendar: int, time: float, seconds: float) -> float:
    """Return when so many seconds of open time will have gone by; closing interrupts, opening goes on."""
    place = spell_at(spells, at_day, calendar, time)
    at = max(spells[place].opens, time)
    left = spells[place].closes - at
    while seconds > left:
        seconds -= left
        place += 1
        at = spells[place].opens
        left = spells[place].closes - at
    return float(at + seconds)
