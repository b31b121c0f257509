"""What was said of a column of dates by its first rows is made sure of for all of them.

Stamps of a log are all of one kind: of the wall clock, or with offsets from UTC. Which way to read a column is
decided by a sample; a spelling that comes only later is read, too, and an offset that comes only later is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bprkit.errors import InputError
from bprkit.log.dates.columns import RAW, DateColumn
from bprkit.log.dates.formats import DateFormat
from bprkit.log.engine import ROW
from bprkit.log.events import Events
from bprkit.log.zones import DAY

if TYPE_CHECKING:
    import ibis.expr.types as ir

_TEXTS = 2000


def in_agreement(events: Events, zone: str, naive: str) -> Events:
    """Return the events with every column of dates read as all its rows need it.

    `naive`: "zone" takes stamps without offset among such with one as of the zone; "refuse" raises InputError.
    """
    dates = dict(events.dates)
    for header, column in events.dates.items():
        if column.format is None or column.how == "typed":
            continue
        mixed = column.format.offsets == "mixed"
        if not mixed and _lacking(events, header):
            texts = list(_unread(events, column))
            mixed = any(aware != column.aware for aware in texts)
            if texts and not mixed:
                dates[header] = column.by_parts()
        if mixed:
            if naive != "zone":
                raise _mixed_error(events, column, zone)
            dates[header] = column.by_parts(naive_zone=zone)
    agreed = _of_one_kind(events, dates, zone, naive)
    if any(agreed[header] is not column for header, column in events.dates.items()):
        events = replace(events, dates=agreed, _made={}, _dictionaries={})
    return _with_times_of_day(events)


def _lacking(events: Events, header: str) -> bool:
    """Tell whether some event has no time of this column."""
    if events.recognised.lifecycle:
        return True  # a start that was not read is not among the events
    if header != events.recognised.start:
        return events.extent.missing_time > 0
    started = events.with_columns(()).start
    return bool(started.isnull().any().to_pyarrow().as_py())


def _unread(events: Events, column: DateColumn) -> Iterator[bool]:
    """Yield, for texts of a column that were not read but could be, whether they carry an offset."""
    assert column.format is not None
    unread = column.unreadable(events.source.table)
    texts = unread.select(RAW).distinct().limit(_TEXTS).to_pyarrow()[RAW].to_pylist()
    for text in sorted(texts):
        if (aware := _aware(column.format, text)) is not None:
            yield aware


def _aware(how: DateFormat, text: str) -> bool | None:
    stamp = how.parse(text)
    return None if stamp is None else stamp.offset is not None


def _of_one_kind(
    events: Events, dates: Mapping[str, DateColumn], zone: str, naive: str
) -> Mapping[str, DateColumn]:
    aware = [header for header, column in dates.items() if column.aware]
    if len(aware) in (0, len(dates)):
        return dates
    if naive != "zone":
        raise InputError(
            en=f"{events.name}: {', '.join(aware)} has offsets from UTC, other date columns have none. "
            f"Say --naive zone to take those as {zone}.",
            ja=f"{events.name}：{', '.join(aware)} には時差の表記があり、他の日時の列にはありません。"
            f"表記のないものを {zone} の時刻とみなすには --naive zone を付けてください。",
        )
    return {
        header: column if column.aware else column.by_parts(naive_zone=zone)
        for header, column in dates.items()
    }


def _mixed_error(events: Events, column: DateColumn, zone: str) -> InputError:
    """Return the refusal of a column of both kinds, with the first example of each."""
    assert column.format is not None
    source = events.engine.in_order(events.source.table)
    both: dict[bool, str] = {}
    for part in (source.limit(_TEXTS), column.unreadable(source)):
        for text, row in _texts(part, column.header):
            aware = _aware(column.format, text)
            if aware is not None and aware not in both:
                place = "" if row is None else events.source.places([row])[0]["row"]
                both[aware] = f"{text} ({place})" if place else text
    shown = ", ".join(both[aware] for aware in (True, False) if aware in both)
    return InputError(
        en=f"{events.name}: column {column.header} mixes times with and without an offset from UTC, for example (with "
        f"the row): {shown}. Say --naive zone to take those without as {zone}, or mend the export.",
        ja=f"{events.name} の列「{column.header}」に、時差の表記がある日時とない日時が混ざっています（例と行番号：{shown}）。"
        f"表記のないものを {zone} の時刻とみなすには --naive zone を付けてください。",
    )


def _texts(table: ir.Table, header: str) -> Iterator[tuple[str, int | None]]:
    columns: dict[str, Any] = {"text": table[header].cast("string")}
    if ROW in table.columns:
        columns["row"] = table[ROW]
        table = table.order_by(ROW)
    for found in table.select(**columns).limit(_TEXTS).to_pyarrow().to_pylist():
        if found["text"]:
            yield found["text"], found.get("row")


def _with_times_of_day(events: Events) -> Events:
    """Take back that a log has dates only if a later row has a time of day."""
    if not events.dates_only or events.aware:
        return events
    table = events.with_columns(())
    moments = [table[name] for name in ("time", "start") if name in table.columns]
    timed = table.aggregate(
        **{f"timed_{place}": (moment % DAY != 0).any() for place, moment in enumerate(moments)}
    )
    if not any(timed.to_pyarrow().to_pylist()[0].values()):
        return events
    dates = {header: replace(column, dates_only=False) for header, column in events.dates.items()}
    return replace(events, dates=dates)
