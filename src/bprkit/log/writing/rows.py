"""The rows of a log as they were recorded, a row an event, with every column: what is written out again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bprkit.log.columns.headers import BY_ENDING, header_key, vocabulary
from bprkit.log.engine import ROW, DuckDB, Engine
from bprkit.log.events import OTHER_PARTS, activity_of_milestone, as_text
from bprkit.log.ordering import whole_number
from bprkit.log.sources import FILE, Source
from bprkit.log.zones import DAY, ZoneClock, zone_clock

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bprkit.log.eventlog import EventLog
    from bprkit.log.events import Events

PARTS = ("case", "activity", "start", "time", "resource", "role", "section", "lifecycle", "instance")
MOMENTS = ("start", "time")
STANDARD = {
    "case": "case:concept:name",
    "activity": "concept:name",
    "start": "start_timestamp",
    "time": "time:timestamp",
    "resource": "org:resource",
    "role": "org:role",
    "section": "org:group",
    "lifecycle": "lifecycle:transition",
    "instance": "concept:instance",
}
"""The headers of the XES standard (of pm4py, for starts): no header is surer to be recognised."""
_TURN = "_turn"


@dataclass(frozen=True)
class Rows:
    """Rows to be written, and what their columns are.

    Attributes
    ----------
    source: what they were read from. engine: where they live.
    table: the columns by the name of their part ("case", "time" …), then all others as `other:` and their header;
        moments in microseconds since 1970, of the wall clock or, if `aware`, as instants; `raw:start` and `raw:time`
        are their texts where these cannot be read; `_bprkit_row` is the order, where the table does not keep it.
    headers: for each part, the header it was recorded under; the parts come first.
    others: the headers of the other columns. renamed: those among them that were recorded under another name.
    aware: whether the moments are instants. days: whether all of them are dates without a time of day.
    clock: the offsets of the log's zone over its span.
    """

    source: Source
    engine: Engine
    table: ir.Table
    headers: Mapping[str, str]
    others: tuple[str, ...]
    aware: bool
    days: bool
    clock: ZoneClock
    renamed: Mapping[str, str] = field(default_factory=dict)

    @property
    def moments(self) -> tuple[str, ...]:
        """The parts that are moments: start, time."""
        return tuple(part for part in MOMENTS if part in self.headers)

    def local(self, part: str) -> Any:
        """Return a moment as microseconds of the wall clock."""
        column = self.table[part]
        return self.clock.to_local(column) if self.aware else column

    def columns(self) -> dict[str, str]:
        """Return the columns of the table to be written, in order, and the header of each."""
        return dict(self.headers) | {other(header): header for header in self.others}


def other(header: str) -> str:
    """Return the column of `Rows.table` for a header that plays no part."""
    return f"other:{header}"


def raw(part: str) -> str:
    """Return the column of `Rows.table` for the text of a moment that cannot be read."""
    return f"raw:{part}"


def recorded_rows(log: EventLog) -> Rows:
    """Return the rows of a log, of its cases only if it is a part of another.

    Rows that mining sets aside (without a case, steps that a tool added, other transitions of a lifecycle) are
    there, too. A row a case becomes a row a milestone.
    """
    events = log.events
    taken = events.recognised
    renamed = {} if taken.shape == "long" else _of_cases(log)
    table = _long(log) if taken.shape == "long" else _wide(log, renamed)
    headers = _headers(events)
    clock = zone_clock(log.zone, events.extent.first, events.extent.last)
    others = tuple(column.removeprefix("other:") for column in table.columns if column.startswith("other:"))
    if log.base is not None:
        kept = log.prepared().cases.select(_code="case")
        coded = table.mutate(_code=events.engine.hash_text(table.case))
        table = coded.semi_join(kept, "_code").select(*table.columns)
    table = _numbered(events, table)
    rows = Rows(events.source, events.engine, table, headers, others, events.aware, False, clock, renamed)
    return replace(rows, days=events.dates_only and _all_midnight(rows))


def _numbered(events: Events, table: ir.Table) -> ir.Table:
    """Number the rows so that, written in that order, ties go as they do in mining.

    That is by the column that numbers the events, else as the rows stood, else (where no engine knows) by activity.
    """
    import ibis

    turn = [_TURN] if _TURN in table.columns else []
    if ROW in table.columns:
        if events.order is None:
            return table.drop(*turn)
        order = [*turn, ROW]
    elif isinstance(events.engine, DuckDB):
        return table.drop(*turn)
    else:
        order = ["case", "time", *turn, "activity"]
    numbers = ibis.row_number().over(order_by=[table[name] for name in order])
    return table.mutate(**{ROW: numbers}).drop(*turn)


def _all_midnight(rows: Rows) -> bool:
    """Tell whether really every moment is a midnight: what was said of the first rows is made sure of."""
    timed = {part: (rows.local(part) % DAY != 0).any() for part in rows.moments}
    found = rows.table.aggregate(**timed).to_pyarrow().to_pylist()[0]
    return not any(found.values())


def _headers(events: Events) -> dict[str, str]:
    """Return the header of each part; those that a wide table does not have are made up."""
    taken = events.recognised
    found = {part: getattr(taken, part) for part in PARTS}
    if taken.shape == "wide":
        found |= {"activity": "activity", "time": "time"}
    if taken.case_parts:
        found["case"] = "case"
    return {part: header for part, header in found.items() if header is not None}


def _ordered(log: EventLog) -> ir.Table:
    """Return the source, its rows numbered if something on the way to the file may forget their order."""
    events = log.events
    by_parts = any(column.how == "parts" for column in events.dates.values())
    forgetful = log.base is not None or events.order is not None or by_parts
    return events.engine.in_order(events.source.table) if forgetful else events.source.table


def _long(log: EventLog) -> ir.Table:
    events = log.events
    taken = events.recognised
    source = _ordered(log)
    columns: dict[str, Any] = {}
    for part in MOMENTS:
        header = getattr(taken, part)
        if header is not None:
            source, value = events.dates[header].read(source)
            columns[part] = value
            columns[raw(part)] = value.isnull().ifelse(as_text(source[header]), None)
    parts = {part: getattr(taken, part) for part in PARTS if part not in (*MOMENTS, "case")}
    columns["case"] = events.case_of(source)
    columns |= {part: as_text(source[header]) for part, header in parts.items() if header is not None}
    played = {*parts.values(), taken.time, taken.start} | (set() if taken.case_parts else {taken.case})
    columns |= {other(header): source[header] for header in _rest(log, played)}
    if events.order is not None:
        columns[_TURN] = whole_number(source[events.order])
    if ROW in source.columns:
        columns[ROW] = source[ROW]
    return source.select(**columns)


def _of_cases(log: EventLog) -> dict[str, str]:
    """Return new names for the columns that, a row an event, would be taken for who took each step."""
    found = {}
    for header in _rest(log, _played_in_wide(log)):
        known = [vocabulary().known(part, header) for part in OTHER_PARTS]
        if any(name is not None and name.order != BY_ENDING for name in known):
            found[header] = f"case:{header}"
    return found


def _played_in_wide(log: EventLog) -> set[str]:
    taken = log.events.recognised
    return set(taken.milestones) | (set() if taken.case_parts else {taken.case})


def _wide(log: EventLog, renamed: Mapping[str, str]) -> ir.Table:
    import ibis

    events = log.events
    taken = events.recognised
    rest = _rest(log, _played_in_wide(log))
    shares = []
    for place, milestone in enumerate(taken.milestones):
        source, value = events.dates[milestone].read(events.source.table)
        text = as_text(source[milestone])
        share = source.select(
            case=events.case_of(source),
            activity=ibis.literal(activity_of_milestone(milestone)),
            time=value,
            **{raw("time"): value.isnull().ifelse(text, None)},
            **{other(renamed.get(header, header)): source[header] for header in rest},
            **({ROW: source[ROW] * len(taken.milestones) + place} if ROW in source.columns else {}),
            **{_TURN: ibis.literal(place, "int64"), "_text": text},
        )
        shares.append(share.filter(share["_text"].notnull()).drop("_text"))
    return ibis.union(*shares)


def _rest(log: EventLog, played: Iterable[str | None]) -> list[str]:
    apart = {ROW, FILE, *played}
    return [header for header in log.events.source.table.columns if header not in apart]


def batches(engine: Engine, table: ir.Table, size: int = 50_000) -> Iterator[Any]:
    """Yield a table as Arrow batches, in its order, without holding all of it in Python."""
    if isinstance(engine, DuckDB):  # Ibis 12 asks for a method that DuckDB 2.0 no longer has
        yield from engine.connection.con.sql(engine.connection.compile(table)).to_arrow_reader(size)
    else:
        yield from table.to_pyarrow_batches(chunk_size=size)


def standard_headers(rows: Rows) -> tuple[dict[str, str], dict[str, str]]:
    """Return each column's header by the XES standard, and the headers that had to give way with their new names."""
    headers = {part: STANDARD[part] for part in rows.headers}
    taken = {header_key(header) for header in (*STANDARD.values(), *rows.others)}
    renamed = {}
    for header in rows.others:
        name = header
        if header_key(header) in {header_key(standard) for standard in STANDARD.values()}:
            name = free_name(f"{header} recorded", taken)
            renamed[header] = name
        headers[other(header)] = name
    return headers, renamed


def free_name(name: str, taken: set[str]) -> str:
    """Return a header that no other has in any spelling, and take it.

    >>> taken = {"title"}
    >>> free_name("Title", taken), free_name("Title", taken), free_name("Note", taken)
    ('Title_2', 'Title_3', 'Note')
    """
    unique, number = name, 2
    while header_key(unique) in taken:
        unique, number = f"{name}_{number}", number + 1
    taken.add(header_key(unique))
    return unique
