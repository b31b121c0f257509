"""An event log: what was read, how it is to be understood, and the tables made ready for questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from bprkit.errors import InputError
from bprkit.log.events import Events
from bprkit.log.filters import CaseFilter, case_filters
from bprkit.log.prepared import Prepared, prepare
from bprkit.log.sampling import SampleDesign
from bprkit.log.zones import ZoneClock

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

    from bprkit.calendar import OfficeCalendar

PARTS = ("activity", "resource", "role", "section")
_PARTS_JA = {"activity": "処理", "resource": "担当者", "role": "役職", "section": "所属"}


def _first_recorded(numbered: ir.Table, name: str) -> Any:
    """Return the first value of a column by row; in a table without order, the least of the earliest."""
    import ibis

    recorded = numbered[name].notnull()
    if "row" in numbered.columns:
        return numbered[name].argmin(numbered.row, where=recorded)
    order = {place: numbered[place] for place in ("time", "turn") if place in numbered.columns}
    return ibis.struct(order | {"value": numbered[name]}).min(where=recorded)["value"]


class CaseSpans(NamedTuple):
    """The number of cases, and the sum of their lead times in clock and in working seconds."""

    cases: int
    clock_seconds: float
    working_seconds: float


@dataclass(frozen=True, eq=False)
class EventLog:
    """A log that questions can be asked of; `bprkit.read_log` makes one, `filter` another from it.

    Attributes
    ----------
    events: the rows as read, and what was found in them.
    calendar: the office hours that working time is counted in.
    zone: the one time zone of all stamps.
    end_activities: a case is complete if it ends with one of these; none declared: nobody knows.
    after_end: activities that come after the end of a case, such as 後閲 and 供覧, and do not prolong it.
    base, condition: the log that this one is a part of, and which part.
    sample: how the cases were drawn, where they are a sample; a part of the log keeps it.
    persons: let the names of people through where they play the activity, the role or the section.
    """

    events: Events
    calendar: OfficeCalendar
    zone: str
    end_activities: tuple[str, ...] = ()
    after_end: tuple[str, ...] = ()
    base: EventLog | None = None
    condition: CaseFilter | None = None
    sample: SampleDesign | None = None
    persons: bool = False
    _made: dict[tuple[str, ...], Prepared] = field(default_factory=dict, repr=False)

    # What there is

    def has(self, part: str) -> bool:
        """Tell whether a part (activity, resource, role, section) or a column of this name was recorded."""
        return part == "activity" or part in self.events.available

    def key(self, by: str) -> str:
        """Return the part or column that `by` names; raise InputError that lists what there is."""
        if by in ("activity", self.events.recognised.activity):
            return "activity"
        if by in self.events.available:
            return self.events.available[by]
        listed = dict.fromkeys(("activity", *self.events.available))
        known = ", ".join(listed)
        headers = [name for name in listed if name not in ("activity", *self.events.parts)]
        parts_ja = [f"{_PARTS_JA[name]}（{name}）" for name in listed if name in _PARTS_JA]
        known_ja = "、".join([*parts_ja, *headers])
        raise InputError(
            en=f"{self.events.name} has no column for {by!r}. It has: {known}.",
            ja=f"{self.events.name} に「{by}」に当たる列がありません。使えるのは {known_ja} です。",
        )

    @property
    def filters(self) -> tuple[CaseFilter, ...]:
        """The conditions that led to this log, the first one first."""
        if self.base is None or self.condition is None:
            return ()
        return (*self.base.filters, self.condition)

    def case_count(self) -> int:
        """Return the number of cases."""
        return self.prepared().case_count

    # The tables made ready

    def prepared(self, *keys: str) -> Prepared:
        """Return the tables for questions about the activity and these other parts or columns."""
        wanted = ("activity", *sorted(set(keys) - {"activity"}))
        for made, prepared in self._made.items():
            if set(wanted) <= set(made):
                return prepared
        if self.base is not None and self.condition is not None:
            whole = self.base.prepared(*wanted)
            prepared = whole.restricted(self.condition.kept(self.base))
        else:
            more = tuple(sorted(set(wanted).union(*self._made) - {"activity"}))
            wanted = ("activity", *more)
            prepared = prepare(
                self.events.engine,
                self.events.with_columns(more),
                self.events.extent,
                {key: self.events.dictionary(key) for key in wanted},
                self.calendar,
                self.zone,
                aware=self.events.aware,
                after_end=self.after_end,
            )
            self._check_identity(prepared)
            if not self.persons:
                prepared = prepared.with_codes_for(set(self.events.recognised.of_people) & set(wanted))
        self._made[wanted] = prepared
        return prepared

    def _check_identity(self, prepared: Prepared) -> None:
        """See to it that no two case numbers share a code: as many codes as there are numbers."""
        numbers = int(self.events.case_names.count().to_pyarrow().as_py())
        if numbers != prepared.case_count:
            raise InputError(
                en=f"{self.events.name}: {numbers - prepared.case_count} case numbers share a code with another; "
                "add a letter to all case numbers and read the log again.",
                ja=f"{self.events.name}：内部の符号が他と重なる案件番号が{numbers - prepared.case_count}件あります。"
                "すべての案件番号に1文字加えて読み直してください。",
            )

    def cases_with_status(self) -> ir.Table:
        """Return the cases with `complete`: whether they end in a declared end activity (none declared: unknown)."""
        import ibis

        prepared = self.prepared()
        if not self.end_activities:
            return prepared.cases.mutate(complete=ibis.null("boolean"))
        names = prepared.names["activity"]
        ends = [code for code, name in enumerate(names) if name in self.end_activities]
        after = [code for code, name in enumerate(names) if name in self.after_end]
        sequences = prepared.sequences
        counted = sequences.filter(~sequences.activity.isin(after)) if after else sequences
        finals = counted.group_by("variant").aggregate(final=counted.activity.argmax(counted.position))
        status = prepared.variants.join(finals, "variant")
        status = status.select("length", "low", "high", complete=status.final.isin(ends or [-1]))
        joined = prepared.cases.left_join(status, ["length", "low", "high"])
        return joined.select(*prepared.cases.columns, complete=joined.complete.fill_null(False))

    def case_spans(self) -> CaseSpans:
        """Return how many cases there are and the sum of their lead times."""
        cases = self.prepared().cases
        clock = cases["last"] - cases["first"]
        found = cases.aggregate(
            cases=cases.count(),
            clock_high=(clock >> 20).sum(),
            clock_low=(clock & 0xFFFFF).sum(),
            work_high=(cases.work >> 20).sum(),
            work_low=(cases.work & 0xFFFFF).sum(),
        )
        row = {name: int(value or 0) for name, value in found.to_pyarrow().to_pylist()[0].items()}
        return CaseSpans(
            row["cases"],
            (row["clock_high"] * (1 << 20) + row["clock_low"]) / 1_000_000,
            (row["work_high"] * (1 << 20) + row["work_low"]) / 1_000_000,
        )

    def case_attributes(self, names: Sequence[str]) -> ir.Table:
        """Return a row a case: its code `case`, and the first recorded value of each of these columns."""
        events = self.events.with_columns(names)  # as `key` gives them
        numbered = self.events.engine.numbered(events)
        first = {f"attribute_{place}": _first_recorded(numbered, name) for place, name in enumerate(names)}
        table = numbered.filter(numbered.case.notnull())
        coded = table.mutate(case=self.events.engine.hash_text(table.case))
        values = coded.group_by("case").aggregate(**first)
        return values.semi_join(self.prepared().cases, "case")

    # Moments in the log's zone

    @property
    def zone_clock(self) -> ZoneClock:
        """The offsets of the log's zone over its span."""
        return self.prepared().zone_clock

    def to_local(self, instant: ir.IntegerValue) -> ir.IntegerValue:
        """Return the wall clock's microseconds for an instant's."""
        return self.zone_clock.to_local(instant)

    def to_stamp(self, instant: ir.IntegerValue) -> ir.TimestampValue:
        """Return the wall clock's stamp for an instant in microseconds."""
        return self.events.engine.stamp(self.to_local(instant))

    def month(self, instant: ir.IntegerValue) -> ir.StringValue:
        """Return the month of an instant, like "2024-04"."""
        stamp = self.to_stamp(instant)
        return stamp.year().cast("string") + "-" + stamp.month().cast("string").lpad(2, "0")

    def fiscal_year(self, instant: ir.IntegerValue) -> ir.IntegerValue:
        """Return the fiscal year of an instant by the calendar's first month (年度: from April)."""
        stamp = self.to_stamp(instant)
        return stamp.year() - (stamp.month() < self.calendar.fiscal_year_start).ifelse(1, 0)

    def local_times(self, instants: pd.Series[Any]) -> pd.Series[Any]:
        """Return wall clock stamps for a column of instants in microseconds."""
        import pandas as pd

        utc = pd.to_datetime(instants, unit="us", utc=True)
        return utc.dt.tz_convert(self.zone)

    # Parts of the log

    def with_persons(self) -> EventLog:
        """Return the same log, the names of people let through where they play a part that is shown by name."""
        if not self.events.recognised.of_people or self.persons:
            return self
        base = None if self.base is None else self.base.with_persons()
        return replace(self, base=base, persons=True, _made={})

    def filter(
        self,
        *,
        started_from: str | None = None,
        started_to: str | None = None,
        period: str = "started",
        activity: str | Sequence[str] | None = None,
        without_activity: str | Sequence[str] | None = None,
        variant_share: float | None = None,
        complete: bool = False,
        where: str | Sequence[str] | Mapping[str, str] | None = None,
    ) -> EventLog:
        """Return the log with only the cases that meet all these conditions, applied in the order below.

        Cases are kept or left whole. `started_from`, `started_to`: dates of the log's zone, the second inclusive;
        `period` says of what: "started" (cases that started then), "contained" (that also ended then) or "touching".
        `activity`, `without_activity`: cases with, or without, any of these. `complete`: ends in a declared end
        activity. `where`: conditions such as "section=税務課" (=, !=, <, >, ~ for contains; of a case's values one
        has to meet it). `variant_share`: the most frequent variants that together cover this share of the cases.

        Raises InputError for an unknown activity or column, a date that cannot be read, and if no case is left.
        """
        log = self
        for condition in case_filters(
            self,
            started_from=started_from,
            started_to=started_to,
            period=period,
            activity=activity,
            without_activity=without_activity,
            variant_share=variant_share,
            complete=complete,
            where=where,
        ):
            log = replace(log, base=log, condition=condition, _made={})
        if log is not self and log.case_count() == 0:
            raise InputError(
                en=f"No case of {self.events.name} meets: {'; '.join(f.en for f in log.filters)}. Loosen the conditions.",
                ja=f"{self.events.name} に条件（{'、'.join(f.ja for f in log.filters)}）を満たす案件がありません。"
                "条件を緩めてください。",
            )
        return log

    @property
    def table(self) -> ir.Table:
        """The log as an Ibis expression: `case`, `activity`, `time`, `start`, `resource`, … in the log's zone.

        Rows are in the order of the file where the engine knows it.
        """
        columns = {part: part for part in self.events.parts}
        columns |= {header: self.events.available[header] for header in self.events.recognised.attributes}
        events = self.events.with_columns(columns.values())
        moments = {}
        for name in ("start", "time"):
            if name in events.columns:
                local = self.to_local(events[name]) if self.events.aware else events[name]
                moments[name] = self.events.engine.stamp(local)
        numbered = self.events.engine.numbered(events)
        in_order = "row" in events.columns or (self.base is not None and "row" in numbered.columns)
        if self.base is not None:
            coded = numbered.mutate(_code=self.events.engine.hash_text(numbered.case))
            numbered = coded.semi_join(self.prepared().cases.select(_code="case"), "_code")
        events = numbered.order_by("row") if in_order else numbered  # a join forgets the order of the file
        shown = {header: events[column] for header, column in columns.items()}
        return events.select(case=events.case, activity=events.activity, **moments, **shown)

    def row_count(self) -> int:
        """Return the number of recorded rows of these cases."""
        events = self.events
        recorded = events.recorded(())
        coded = recorded.select(case=events.engine.hash_text(recorded.case))
        return int(coded.semi_join(self.prepared().cases, "case").count().to_pyarrow().as_py())

    def source_row_count(self) -> int:
        """Return the number of rows of the source that these cases stand in; of a whole log, of all."""
        events = self.events
        if events.recognised.shape != "wide":
            return events.row_count if self.base is None else self.row_count()
        source = events.source.table
        if self.base is not None:
            coded = source.select(case=events.engine.hash_text(events.case_of(source)))
            source = coded.semi_join(self.prepared().cases, "case")
        return int(source.count().to_pyarrow().as_py())

    def case_table(self) -> ir.Table:
        """Return a row a case: `case`, `start`, `end`, `events`, `clock_seconds`, `working_seconds`, by start."""
        cases = self.prepared().cases
        named = cases.join(self.events.case_names, "case")
        table = named.select(
            case=named.name,
            start=self.to_stamp(named["first"]),
            end=self.to_stamp(named["last"]),
            events=named.length,
            clock_seconds=(named["last"] - named["first"]) / 1_000_000,
            working_seconds=named.work / 1_000_000,
        )
        return table.order_by("start", "case")

    def moment(self, instant: int | None) -> str | None:
        """Return an instant in microseconds as ISO text in the log's zone (of dates only: the date)."""
        if instant is None:
            return None
        if self.events.dates_only:
            return datetime.fromtimestamp(instant / 1_000_000, ZoneInfo(self.zone)).date().isoformat()
        whole, rest = divmod(instant, 1_000_000)
        stamp = datetime.fromtimestamp(whole, ZoneInfo(self.zone)).replace(microsecond=rest)
        return stamp.isoformat()

    def to_pandas(self) -> pd.DataFrame:
        """Return the log as a DataFrame: the columns of `table`, a row an event in the order of the file."""
        return self.table.to_pyarrow().to_pandas()

    def to_pm4py(self) -> pd.DataFrame:
        """Return the activity instances as pm4py's DataFrame, see `bprkit.log.pm4py_bridge.to_pm4py`."""
        from bprkit.log.pm4py_bridge import to_pm4py

        return to_pm4py(self)
