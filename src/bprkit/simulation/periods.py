"""Periods of days and set times, worked out beforehand for every day of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from bprkit.procedure.model import Node, Procedure, Timer
from bprkit.simulation.hours import DAY

if TYPE_CHECKING:
    from bprkit.calendar import OfficeCalendar
    from bprkit.procedure.model import Batch, Period

_SLACK_DAYS = 800


def days_after(period: Period, calendar: OfficeCalendar, first: date, days: int) -> Any:
    """Return for each day, from 0, the day on which a period that begins on it ends.

    >>> from bprkit.calendar import japanese_city_hall
    >>> from bprkit.procedure.model import Period
    >>> week = Period(7, "calendar_days", False, "next_open", "")
    >>> int(days_after(week, japanese_city_hall(), date(2024, 4, 22), 3)[0])  # 29 April is a holiday
    8
    """
    span = days + _SLACK_DAYS
    open_days = _open_days(calendar, first, span)
    if period.unit == "working_days":
        ends = _after_working_days(period, open_days, days)
    elif period.unit == "calendar_months":
        ends = np.asarray([_after_months(first, day, period) for day in range(days)])
    else:
        ends = np.arange(days) + round(period.amount) - (1 if period.first_day_counts else 0)
    return _off_closed_days(ends, open_days, period.on_closed_day)


def _open_days(calendar: OfficeCalendar, first: date, days: int) -> Any:
    closes = list(calendar.day_table(first, first + timedelta(days=days - 1)).values())[3::2]
    return np.max(closes, axis=0) > 0


def _after_working_days(period: Period, open_days: Any, days: int) -> Any:
    places = np.flatnonzero(open_days)
    begins = np.arange(days)
    following = np.searchsorted(places, begins, "right")  # the first open day after
    counted = open_days[:days] & period.first_day_counts
    ends = following + round(period.amount) - 1 - counted
    return places[np.clip(ends, 0, len(places) - 1)]


def _after_months(first: date, day: int, period: Period) -> int:
    begin = first + timedelta(days=day)
    month = begin.month - 1 + round(period.amount)
    year, month = begin.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    end = date(year, month, min(begin.day, last)) - timedelta(days=1 if period.first_day_counts else 0)
    return (end - first).days


def _off_closed_days(ends: Any, open_days: Any, rule: str) -> Any:
    if rule == "as_it_is":
        return ends
    ends = np.clip(ends, 0, len(open_days) - 1)
    places = np.flatnonzero(open_days)
    found = (
        np.searchsorted(places, ends, "left")
        if rule == "next_open"
        else np.searchsorted(places, ends, "right") - 1
    )
    return places[np.clip(found, 0, len(places) - 1)]


def batch_moments(batch: Batch, calendar: OfficeCalendar, first: date, days: int) -> list[float]:
    """Return the moments, in seconds, at which a batch is taken up: on open days of the week that it names."""
    moments = []
    for day in range(days):
        today = first + timedelta(days=day)
        hours = calendar.hours_on(today)
        if not hours or (batch.days and today.weekday() not in batch.days):
            continue
        if not batch.times_of_day:
            moments.append(day * DAY + hours[0][0])
        for time in sorted(batch.times_of_day):
            moments.append(day * DAY + time.hour * 3600 + time.minute * 60 + time.second)
    return moments


def is_hours(node: Timer) -> bool:
    """Tell whether a period is one of hours, which is a wait like any other."""
    return node.period is not None and node.period.unit == "working_hours" and not node.deadline


class Timers:
    """The periods of the procedures as tables of days."""

    def __init__(
        self,
        procedures: Sequence[Procedure],
        calendars: Mapping[str, OfficeCalendar],
        first: date,
        days: int,
    ) -> None:
        self.procedures, self.calendars, self.first, self.days = procedures, calendars, first, days
        self.waits: list[Any] = []
        self.dues: list[Any] = []
        self.due_names: list[str] = []

    def wait(self, number: int, node: Node) -> int:
        """Return the row of a timer that is waited for; −1 for other nodes."""
        if not isinstance(node, Timer) or node.deadline or node.period is None or is_hours(node):
            return -1
        self.waits.append(days_after(node.period, self._calendar(number), self.first, self.days))
        return len(self.waits) - 1

    def deadline(self, number: int, node: Node) -> int:
        """Return the number of the deadline that begins at a node; −1 for other nodes."""
        if not isinstance(node, Timer) or not node.deadline or node.period is None:
            return -1
        self.dues.append(days_after(node.period, self._calendar(number), self.first, self.days))
        self.due_names.append(str(node.title) or node.id)
        return len(self.dues) - 1

    def _calendar(self, number: int) -> OfficeCalendar:
        return self.calendars[self.procedures[number].calendar]

    def table(self, rows: Sequence[Any]) -> Any:
        """Return rows as one array."""
        return np.stack(rows).astype(np.int64) if rows else np.zeros((0, self.days), dtype=np.int64)
