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

from bprkit.calendar.clocks import time_zone
from bprkit.calendar.files import japanese_city_hall, load_calendar
from bprkit.calendar.hours_text import weekly_hours
from bprkit.calendar.office import OfficeCalendar, always_open

__all__ = [
    "OfficeCalendar",
    "always_open",
    "japanese_city_hall",
    "load_calendar",
    "time_zone",
    "weekly_hours",
]
