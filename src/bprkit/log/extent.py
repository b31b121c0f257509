"""What one scan of the events tells before they are made ready."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bprkit.log.zones import DAY, SECOND

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bprkit.log.engine import Engine


@dataclass(frozen=True)
class Extent:
    """What one scan of the events tells: how many there are, the span of their stamps, and what is wrong with them."""

    rows: int
    last_row: int
    usable: int
    first: int
    last: int
    has_starts: bool
    whole_seconds: bool
    missing_case: int
    missing_activity: int
    missing_time: int
    before_1970: int
    after_today: int
    ending_before_start: int


def tomorrow() -> int:
    """Return a moment, in microseconds since 1970, that is after today in every zone."""
    return int(time.time() // 86_400 + 2) * DAY


def survey(engine: Engine, events: ir.Table) -> Extent:
    """Scan the events once for what the preparation and the quality report have to know."""
    usable = events.case.notnull() & events.activity.notnull() & events.time.notnull()
    asked = {
        "rows": events.count(),
        "usable": usable.sum(),
        "missing_case": events.case.isnull().sum(),
        "missing_activity": events.activity.isnull().sum(),
        "missing_time": events.time.isnull().sum(),
        "before_1970": (events.time < 0).sum(),
        "after_today": (events.time >= tomorrow()).sum(),
        "first": events.time.min(),
        "last": events.time.max(),
        "finest": (events.time % SECOND).max(),
    }
    if "row" in events.columns:  # numbered before some were set aside, so beyond the number of rows
        asked["last_row"] = events.row.max()
    if "start" in events.columns:
        asked |= {
            "starts": (usable & (events.start <= events.time)).sum(),
            "first_start": events.start.min(),
            "ending_before_start": (events.start > events.time).sum(),
        }
    found = events.aggregate(**asked).to_pyarrow().to_pylist()[0]
    firsts = [f for f in (found["first"], found.get("first_start")) if f is not None]
    counts = ("usable", "missing_case", "missing_activity", "missing_time", "before_1970", "after_today")
    return Extent(
        rows=found["rows"],
        last_row=found.get("last_row") or found["rows"],
        first=min(firsts, default=0),
        last=found["last"] or 0,
        has_starts=bool(found.get("starts")),
        whole_seconds=not found["finest"],
        ending_before_start=found.get("ending_before_start") or 0,
        **{name: found[name] or 0 for name in counts},
    )
