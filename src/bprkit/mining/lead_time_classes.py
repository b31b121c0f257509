"""How many cases take how long?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from bprkit.errors import InputError
from bprkit.mining.lead_times import counted_cases

if TYPE_CHECKING:
    import pandas as pd

    from bprkit.log.eventlog import EventLog

CLASSES = 40
"""At least half as many classes, and not many more, up to the longest but five of a hundred lead times."""
_MICROSECONDS = 1_000_000
_ROUND = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400)
_ROUND_DAYS = (0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


def lead_time_classes(log: EventLog, time: Literal["clock", "working"] = "clock") -> pd.DataFrame:
    """Count the cases by classes of their lead time, all of the same round width.

    A row a class without gaps: `from_seconds`, `to_seconds`, `cases`. The last class has no upper end (missing): it holds
    what is longer than one and a half times the 95% point. Widths are round in seconds, minutes, hours or days (of the
    office, in working time). Only complete cases count where end activities were declared.

    Raises InputError for another `time`.
    """
    import pandas as pd

    if time not in ("clock", "working"):
        raise InputError(
            en=f"time is clock or working, not {time}.", ja=f"time は clock か working です（指定：{time}）。"
        )
    cases = counted_cases(log)
    length = cases.clock if time == "clock" else cases.work
    found = cases.aggregate(high=length.quantile(0.95), longest=length.max()).to_pyarrow().to_pylist()[0]
    if found["longest"] is None:
        return pd.DataFrame({"from_seconds": [], "to_seconds": [], "cases": []})
    day = 86_400.0 if time == "clock" else float(log.calendar.working_day_seconds)
    width = _width(float(found["high"]) / _MICROSECONDS * 1.5 / CLASSES, day)
    number = max(math.ceil(float(found["high"]) / _MICROSECONDS * 1.5 / width), 1)
    place = (length // round(width * _MICROSECONDS)).cast("int64")
    counted = cases.mutate(place=(place < number).ifelse(place, number)).group_by("place")
    frame = counted.aggregate(lambda table: table.count().name("cases")).to_pyarrow().to_pandas()
    counts = frame.set_index("place").cases.reindex(range(number + 1), fill_value=0).astype("int64")
    return pd.DataFrame(
        {
            "from_seconds": [place * width for place in range(number + 1)],
            "to_seconds": [*((place + 1) * width for place in range(number)), math.nan],
            "cases": counts.to_numpy(),
        }
    )


def _width(least: float, day: float) -> float:
    """Return the first round width not below one, in seconds."""
    widths = sorted(
        {*map(float, _ROUND), *(part * day for part in _ROUND_DAYS if part * day > _ROUND[-1] / 2)}
    )
    return next((width for width in widths if width >= least), math.ceil(least / day) * day)
