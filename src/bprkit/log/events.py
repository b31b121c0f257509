"""The events of a log: rows of a source, told apart into case, activity, time and the rest.

A source of one row an event, of one row a case, or of start and completion rows: each becomes one table of
completed activities with the columns `case`, `activity`, `time`, `start` where recorded, and whatever else
a question needs. Times are microseconds since 1970: of the log's wall clock, or, if the stamps carry offsets,
as instants.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bprkit.log.columns.recognition import Recognised
from bprkit.log.dates.columns import DateColumn
from bprkit.log.engine import ROW, Engine
from bprkit.log.extent import Extent, survey
from bprkit.log.lifecycle import completed
from bprkit.log.ordering import whole_number
from bprkit.log.prepared import dictionary
from bprkit.log.sources import Source, reading_error

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bprkit.log.findings import Finding

CORE = ("case", "activity", "time", "start", "turn", "row")
OTHER_PARTS = ("resource", "role", "section")
ATTRIBUTE = "attribute:"
PERSON = "person:"


@dataclass(frozen=True, eq=False)
class Events:
    """What was read: the source, what its columns were taken for, and the tables made from it.

    Attributes
    ----------
    engine: where the tables live.
    source: the rows as recorded, each column under its header.
    recognised: what the columns were taken for.
    dates: for each column of dates, how it is read.
    pseudo: activities that a tool added (Start, End), set aside.
    order: the column that numbers the events, by which ties go; None: they go by the order of the file.
    """

    engine: Engine
    source: Source
    recognised: Recognised
    dates: Mapping[str, DateColumn]
    pseudo: tuple[str, ...] = ()
    order: str | None = None
    findings: tuple[Finding, ...] = ()
    _made: dict[tuple[str, ...], ir.Table] = field(default_factory=dict, repr=False)
    _dictionaries: dict[str, ir.Table] = field(default_factory=dict, repr=False)

    @property
    def name(self) -> str:
        """What messages call the log: its files."""
        return self.source.name

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts beside case, activity and time that were recorded: resource, role, section."""
        return tuple(part for part in OTHER_PARTS if getattr(self.recognised, part))

    @property
    def available(self) -> Mapping[str, str]:
        """What `by=` may name, parts and headers, and the column of the events behind each."""
        taken = self.recognised
        columns = {header: ATTRIBUTE + header for header in (*taken.attributes, *taken.identifiers)}
        columns |= {header: PERSON + header for header in taken.persons}
        columns |= {getattr(taken, part): part for part in self.parts}
        return columns | {part: part for part in self.parts}

    @property
    def comparable(self) -> tuple[str, ...]:
        """The columns that may explain slow cases: neither free text, nor identifiers, dates or persons."""
        good = ("category", "number")
        kinds = self.recognised.kinds
        attributes = [name for name in self.recognised.attributes if kinds.get(name) in good]
        sections = (
            ("section",) if "section" in self.parts and "section" not in self.recognised.of_people else ()
        )
        return tuple(dict.fromkeys((*sections, *attributes)))

    @property
    def aware(self) -> bool:
        """Whether the stamps carry offsets and so are instants."""
        return any(column.aware for column in self.dates.values())

    @property
    def dates_only(self) -> bool:
        """Whether no stamp has a time of day."""
        return all(column.dates_only for column in self.dates.values())

    @cached_property
    def extent(self) -> Extent:
        """What one scan of the events tells."""
        return survey(self.engine, self.with_columns(()))

    @cached_property
    def row_count(self) -> int:
        """The number of rows as recorded."""
        if self.recognised.lifecycle or self.pseudo or self.recognised.shape == "wide":
            return int(self.recorded(()).count().to_pyarrow().as_py())
        return self.extent.rows

    def with_columns(self, names: Iterable[str]) -> ir.Table:
        """Return the kept table of completed activities with at least these parts or columns."""
        wanted = set(names) - set(CORE)
        for made, table in self._made.items():
            if wanted <= set(made):
                return table
        every = tuple(sorted(wanted.union(*self._made)))
        table = self._completed(every)
        self._made[every] = table
        return table

    def _completed(self, names: Sequence[str]) -> ir.Table:
        events = self.recorded(names)
        if self.recognised.lifecycle:
            turn = ["turn"] if self.order is not None else []
            events = completed(self.engine, self.engine.keep(events, "recorded"), keep=[*turn, *names])
        if self.pseudo:
            if "row" not in events.columns:
                events = self.engine.numbered(self.engine.keep(events, "recorded"))
            events = events.filter(events.activity.isnull() | ~events.activity.isin(self.pseudo))
        try:
            return self.engine.keep(events, "events")
        except self.engine.errors as error:
            raise reading_error(error, self.source) from error

    def recorded(self, names: Sequence[str]) -> ir.Table:
        """Return the events as recorded, as an expression: nothing is kept yet."""
        return self._wide(names) if self.recognised.shape == "wide" else self._long(names)

    def _long(self, names: Sequence[str]) -> ir.Table:
        taken = self.recognised
        source = self.source.table
        assert taken.activity is not None and taken.time is not None
        columns: dict[str, Any] = {
            "case": self.case_of(source),
            "activity": as_text(source[taken.activity]),
        }
        source, time = self.dates[taken.time].read(source)
        columns["time"] = time
        if taken.start is not None:
            source, start = self.dates[taken.start].read(source)
            columns["start"] = start
        if taken.lifecycle is not None:
            columns["lifecycle"] = as_text(source[taken.lifecycle]).lower()
            if taken.instance is not None:
                columns["instance"] = as_text(source[taken.instance])
        return source.select(**columns, **self._others(source, names))

    def _wide(self, names: Sequence[str]) -> ir.Table:
        """Make an event of each milestone date that is filled in; in a row, milestones stand in column order."""
        import ibis

        source = self.source.table
        shares: list[ir.Table] = []
        count = len(self.recognised.milestones)
        for place, milestone in enumerate(self.recognised.milestones):
            read, time = self.dates[milestone].read(source)
            # without an order of rows, the milestones of one moment still stand in the order of their columns
            turn = (
                {"row": read[ROW] * count + place}
                if ROW in read.columns
                else {"turn": ibis.literal(place, "int64")}
            )
            part = read.select(
                case=self.case_of(read),
                activity=ibis.literal(activity_of_milestone(milestone)),
                time=time,
                raw=as_text(read[milestone]),
                **turn,
                **self._others(read, names),
            )
            shares.append(part.filter(part.raw.notnull()).drop("raw"))
        return ibis.union(*shares)

    def case_of(self, source: ir.Table) -> Any:
        """Return the case number of the rows of the source."""
        parts = self.recognised.case_parts or (self.recognised.case,)
        key = as_text(source[parts[0]])
        for part in parts[1:]:
            key = key + "-" + as_text(source[part])
        return key

    def _others(self, source: ir.Table, names: Sequence[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in names:
            header = getattr(self.recognised, name) if name in OTHER_PARTS else name.partition(":")[2]
            found[name] = as_text(source[header])
        if ROW in source.columns and self.recognised.shape == "long":
            found["row"] = source[ROW]
        if self.order is not None:
            found["turn"] = whole_number(source[self.order])
        return found

    def dictionary(self, key: str) -> ir.Table:
        """Return the distinct names of the activity, a part or a column, and the code of each."""
        if key not in self._dictionaries:
            self._dictionaries[key] = dictionary(self.engine, self.with_columns([key]), key)
        return self._dictionaries[key]

    @cached_property
    def case_names(self) -> ir.Table:
        """The code and the number of every case."""
        events = self.with_columns(())
        named = events.filter(events.case.notnull(), events.activity.notnull(), events.time.notnull())
        distinct = named.select(name=named.case).distinct()
        kept = self.engine.keep(distinct, "case_names")
        return kept.mutate(case=self.engine.hash_text(kept.name))

    def with_findings(self, findings: Iterable[Finding]) -> Events:
        """Return the same events with these findings added."""
        return replace(self, findings=(*self.findings, *findings))


def activity_of_milestone(header: str) -> str:
    """Return the activity that a date column records: 起案日 is when 起案 was done.

    >>> activity_of_milestone("起案日"), activity_of_milestone("決裁年月日"), activity_of_milestone("approved_at")
    ('起案', '決裁', 'approved')
    """
    for ending in (
        "年月日時分",
        "年月日",
        "日時",
        "日付",
        "日",
        "_datetime",
        "_date",
        "_at",
        " date",
        " Date",
        "Date",
    ):
        if header.endswith(ending) and len(header) > len(ending):
            return header.removesuffix(ending).rstrip(" _")
    return header


_BLANK = ("", "\u3000")


def as_text(column: Any) -> Any:
    """Return a column as text, with blank texts missing; whole numbers lose the `.0` that a table gave them."""
    kind = column.type()
    if kind.is_string():
        # what is below "!" begins with a space or is empty; few texts do, and to strip them all takes seconds
        rare = (column < "!") | (column == "\u3000")
        return rare.ifelse(column.strip().isin(_BLANK).ifelse(None, column), column)
    if kind.is_floating():
        whole = column == column.floor()
        return whole.ifelse(column.cast("int64").cast("string"), column.cast("string"))
    return column.cast("string")
