"""Rows that show what was found in a log, named as a spreadsheet names them; names of people stay home."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bprkit.log.findings import EXAMPLES

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bprkit.log.eventlog import EventLog


def example_rows(log: EventLog, condition: Callable[[ir.Table], Any]) -> tuple[dict[str, Any], ...]:
    """Return the first events that meet a condition, as examples."""
    events = log.events
    table = events.engine.numbered(events.with_columns(()))
    found = table.filter(condition(table))
    names = [name for name in ("row", "case", "activity") if name in found.columns]
    moments = {name: events.engine.stamp(found[name]) for name in ("start", "time") if name in found.columns}
    found = found.order_by("row") if "row" in names else found.order_by("case", "activity")
    rows = found.select(*names, **moments).limit(EXAMPLES).to_pyarrow().to_pylist()
    if (
        events.recognised.shape == "wide" and "row" in names
    ):  # an event's number there is of its row and its column
        rows = [row | {"row": row["row"] // len(events.recognised.milestones)} for row in rows]
    return placed(log, rows)


def placed(log: EventLog, rows: Sequence[Mapping[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Name rows as a spreadsheet does, and write moments as text of the log's zone."""
    places: list[dict[str, Any]] = [{} for _ in rows]
    if rows and "row" in rows[0]:
        places = log.events.source.places([int(row["row"]) for row in rows])
    codes = _codes_for_people(log) if any("activity" in row for row in rows) else None
    if codes is not None:
        rows = [
            {**row, "activity": codes.get(row["activity"], "P?")} if row.get("activity") else row
            for row in rows
        ]
    return tuple(
        place | {name: _shown(log, value) for name, value in row.items() if name != "row"}
        for place, row in zip(places, rows, strict=True)
    )


def _codes_for_people(log: EventLog) -> Mapping[str, str] | None:
    """Return what is shown for each activity where activities are persons whose names stay home; else None."""
    prepared = log.prepared()
    if "activity" not in prepared.codes_for_people:
        return None
    codes = zip(prepared.names["activity"], prepared.activities, strict=True)
    return {str(name): str(code) for name, code in codes if code is not None}


def _shown(log: EventLog, value: Any) -> Any:
    if not isinstance(value, datetime):
        return value
    if log.events.aware:
        value = value.replace(tzinfo=UTC).astimezone(ZoneInfo(log.zone)).replace(tzinfo=None)
    return value.date().isoformat() if log.events.dates_only else value.isoformat(sep=" ")
