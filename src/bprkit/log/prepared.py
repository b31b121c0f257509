"""The log made ready once: names coded as integers, cases put in order, waits computed.

Every question of `bprkit.mining` is then a cheap scan of one of three tables:

instances  a row an activity instance, in completion order within its case
cases      a row a case: its first and last moment, and a fingerprint of its sequence
variants   a row a distinct sequence: how many cases have it, and one case that shows it
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bprkit.log.engine import Engine
from bprkit.log.office_time import with_working_time
from bprkit.log.zones import DAY, SECOND, ZoneClock, zone_clock

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np

    from bprkit.calendar import OfficeCalendar


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


@dataclass(frozen=True)
class Prepared:
    """The three tables, and the names behind their codes.

    Times are microseconds: `end` and `start` as instants since 1970, `clock` and `work` as the
    waiting time (or, where no start was recorded, the sojourn) in clock and in working time,
    `service_clock` and `service_work` from start to completion.
    """

    engine: Engine
    instances: ir.Table
    cases: ir.Table
    names: Mapping[str, np.ndarray[Any, Any]]
    extent: Extent
    zone_clock: ZoneClock

    @cached_property
    def variants(self) -> ir.Table:
        """A row a distinct sequence of completed activities, the most frequent first."""
        return _variants(self.engine, self.cases)

    @cached_property
    def sequences(self) -> ir.Table:
        """The instances of one case of each variant, with the number of `cases` that share it.

        What depends on the order of activities alone is answered here, from far fewer rows. `unit` is what
        a row stands for: the variant.
        """
        variants = self.variants.select("variant", "cases", "length", "representative")
        joined = self.instances.join(variants, self.instances.case == variants.representative)
        columns = ["variant", "cases", "length", "position", "activity", "previous_activity"]
        return self.engine.keep(joined.select(*columns, unit=joined.variant), "sequences")

    @cached_property
    def case_count(self) -> int:
        """The number of cases."""
        return int(self.cases.count().to_pyarrow().as_py())

    def restricted(self, kept: ir.Table) -> Prepared:
        """Return the same log with only the cases whose codes are in `kept`."""
        return replace(
            self,
            instances=self.engine.keep(self.instances.semi_join(kept, "case"), "instances"),
            cases=self.engine.keep(self.cases.semi_join(kept, "case"), "cases"),
        )


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


def prepare(
    engine: Engine,
    events: ir.Table,
    extent: Extent,
    dictionaries: Mapping[str, ir.Table],
    calendar: OfficeCalendar,
    zone: str,
    *,
    aware: bool,
    after_end: Sequence[str] = (),
) -> Prepared:
    """Code, order and time the events of a log; `dictionaries` are of the columns to code, "activity" the first."""
    clock = zone_clock(zone, extent.first, extent.last)
    coded = _coded(engine, events, extent, dictionaries, clock, aware=aware)
    keys = list(dictionaries)
    timed = with_working_time(engine, coded, calendar, clock, (extent.first, extent.last))
    ordered = _with_predecessors(timed, keys)
    ordered = _with_waits(engine, ordered) if extent.has_starts else _with_sojourns(ordered)
    columns = [name for name in _columns_of_instances(keys, extent) if name in ordered.columns]
    instances = _as_clock(engine.keep(ordered.select(*columns), "instances"))
    names = {key: _names(table) for key, table in dictionaries.items()}
    after = [code for code, name in enumerate(names["activity"]) if name in set(after_end)]
    cases = _cases(engine, instances, after, office_hours="end_work" in columns)
    return Prepared(engine, instances, cases, names, extent, clock)


def _as_clock(instances: ir.Table) -> ir.Table:
    """Let working time be clock time where there are no office hours: the same columns, not kept twice."""
    pairs = {"end_work": "end", "work": "clock", "start_work": "start", "service_work": "service_clock"}
    copies = {
        work: instances[clock]
        for work, clock in pairs.items()
        if work not in instances.columns and clock in instances.columns
    }
    return instances.mutate(**copies) if copies else instances


def dictionary(engine: Engine, events: ir.Table, key: str) -> ir.Table:
    """Number the distinct names of a column in the order of their code points."""
    import ibis

    names = events.filter(events[key].notnull()).select(name=events[key]).distinct()
    numbered = names.mutate(code=ibis.row_number().over(order_by=names.name).cast("int32"))
    return engine.keep(numbered, f"names_of_{'activity' if key == 'activity' else 'key'}")


def _names(dictionary: ir.Table) -> np.ndarray[Any, Any]:
    return dictionary.order_by("code").name.to_pyarrow().to_numpy(zero_copy_only=False)


def _coded(
    engine: Engine,
    events: ir.Table,
    extent: Extent,
    dictionaries: Mapping[str, ir.Table],
    clock: ZoneClock,
    *,
    aware: bool,
) -> ir.Table:
    """Replace names by codes and stamps by instants, and give every row its place in the file."""
    table = engine.numbered(events)
    has_rows = "row" in table.columns
    joined = table.filter(table.case.notnull(), table.activity.notnull(), table.time.notnull())
    for key, dictionary in dictionaries.items():
        coding = dictionary.rename({f"{key}_name": "name", f"{key}_code": "code"})
        how = "inner" if key == "activity" else "left"
        joined = joined.join(coding, joined[key] == coding[f"{key}_name"], how=how)

    def instant(stamp: Any) -> Any:
        return stamp if aware else clock.to_instant(stamp)

    columns: dict[str, Any] = {"case": engine.hash_text(joined.case)}
    columns |= {key: joined[f"{key}_code"] for key in dictionaries}
    columns["end"] = instant(joined.time)
    if extent.has_starts:
        start = instant(joined.start)  # a start after its completion is no start
        columns["start"] = (start <= columns["end"]).ifelse(start, None)
    columns["row"] = joined.row if has_rows else joined.activity_code
    if "turn" in table.columns:
        columns["turn"] = joined.turn
    coded = joined.select(**columns)
    if has_rows and _packs(extent) and "turn" not in columns:
        return coded.mutate(order=_file_order(coded, extent))
    return coded


def _packs(extent: Extent) -> bool:
    return _bits_of_span(extent) + _bits_of_row(extent) < 63


def _bits_of_row(extent: Extent) -> int:
    return max(extent.last_row, 1).bit_length()


def _bits_of_span(extent: Extent) -> int:
    unit = SECOND if extent.whole_seconds else 1
    return ((extent.last - extent.first + 2 * DAY) // unit + 1).bit_length()


def _file_order(coded: ir.Table, extent: Extent) -> Any:
    """Return one integer that sorts by completion and, where that is equal, by place in the file.

    One narrow key sorts a quarter faster than two.
    """
    unit = SECOND if extent.whole_seconds else 1
    elapsed = coded.end - (extent.first - DAY)
    elapsed = elapsed // unit if unit > 1 else elapsed
    return elapsed * (1 << _bits_of_row(extent)) + coded.row


def _within_case(table: ir.Table, keys: Sequence[str]) -> Any:
    import ibis

    if "order" in table.columns:
        return ibis.window(group_by="case", order_by="order")
    # in a table without order of its own, all that is known settles what the activity leaves open
    known = [name for name in table.columns if name in (*keys, "start")]
    order = [name for name in ("end", "turn", "row") if name in table.columns]
    return ibis.window(group_by="case", order_by=[*order, *known])


def _with_predecessors(timed: ir.Table, keys: Sequence[str]) -> ir.Table:
    """Put each case in completion order and look back one instance."""
    import ibis

    window = _within_case(timed, keys)
    looked_at = [*keys, "end", *(["end_work"] if "end_work" in timed.columns else [])]
    before = {f"previous_{name}": timed[name].lag().over(window) for name in looked_at}
    return timed.mutate(position=ibis.row_number().over(window).cast("int32"), **before)


def _with_sojourns(ordered: ir.Table) -> ir.Table:
    """Without starts, what is known of a step is the time since the completion before it."""
    waits = {"clock": ordered.end - ordered.previous_end}
    if "end_work" in ordered.columns:
        waits["work"] = ordered.end_work - ordered.previous_end_work
    return ordered.mutate(**waits)


def _with_waits(engine: Engine, ordered: ir.Table) -> ir.Table:
    """Split what precedes a completion into waiting (enabled to start) and service (start to end).

    Enabled is the latest completion in the case at or before the start. In completion order that is
    the predecessor's, unless the two overlap; only cases with overlaps take the longer way.
    """
    import ibis

    ordered = engine.keep(ordered, "ordered")
    begin, begin_work = ordered.start.fill_null(ordered.end), ordered.start_work.fill_null(ordered.end_work)
    whole_case = ibis.window(group_by="case")
    table = ordered.mutate(
        begin=begin,
        begin_work=begin_work,
        opening=ibis.least(ordered.end, begin).min().over(whole_case),
        opening_work=ibis.least(ordered.end_work, begin_work).min().over(whole_case),
    )
    enabled = _enabled_despite_overlap(table).rename(
        overlap_case="case",
        overlap_position="position",
        overlap_enabled="enabled",
        overlap_work="enabled_work",
    )
    table = table.left_join(
        enabled, [table.case == enabled.overlap_case, table.position == enabled.overlap_position]
    )
    follows = table.begin >= table.previous_end
    at = ibis.coalesce(table.overlap_enabled, follows.ifelse(table.previous_end, None), table.opening)
    at_work = ibis.coalesce(
        table.overlap_work, follows.ifelse(table.previous_end_work, None), table.opening_work
    )
    return table.mutate(
        clock=table.begin - at,
        work=table.begin_work - at_work,
        service_clock=table.end - table.start,
        service_work=table.end_work - table.start_work,
    )


def _enabled_despite_overlap(table: ir.Table) -> ir.Table:
    """Find the latest completion at or before the start of each instance that overlaps its predecessor.

    Starts and completions become points on one line; at the same moment completions come first.
    """
    import ibis

    overlapping = table.filter(table.begin < table.previous_end)
    completions = table.semi_join(overlapping, "case")
    points = ibis.union(
        completions.select(
            "case",
            "position",
            at=completions.end,
            kind=0,
            ended=completions.end,
            ended_work=completions.end_work,
        ),
        overlapping.select(
            "case",
            "position",
            at=overlapping.begin,
            kind=1,
            ended=ibis.null("int64"),
            ended_work=ibis.null("int64"),
        ),
    )
    so_far = ibis.window(group_by="case", order_by=["at", "kind"], preceding=None, following=0)
    seen = points.mutate(
        enabled=points.ended.max().over(so_far), enabled_work=points.ended_work.max().over(so_far)
    )
    return seen.filter(seen.kind == 1).select("case", "position", "enabled", "enabled_work")


def _columns_of_instances(keys: Sequence[str], extent: Extent) -> list[str]:
    columns = [
        "case",
        "position",
        *keys,
        *(f"previous_{key}" for key in keys),
        "end",
        "end_work",
        "clock",
        "work",
    ]
    if extent.has_starts:
        columns += ["previous_end", "start", "start_work", "service_clock", "service_work"]
    return columns


def _cases(engine: Engine, instances: ir.Table, after_end: Sequence[int], *, office_hours: bool) -> ir.Table:
    """Gather the cases: span, length, and a fingerprint that no order of adding can change.

    Two sequences share a fingerprint with a chance of 2 to the -62, and only if they are equally long.
    """
    import ibis

    mask = 0x7FFF_FFFF
    code = engine.hash_number(instances.activity.cast("int64") * (1 << 32) + instances.position)
    begin, begin_work = instances.end, instances.end_work
    if "start" in instances.columns:
        begin = ibis.least(begin, instances.start.fill_null(begin))
        begin_work = ibis.least(begin_work, instances.start_work.fill_null(begin_work))
    table = instances.mutate(
        begin=begin,
        begin_work=begin_work,
        low=(code & mask).cast("int32"),
        high=((code >> 31) & mask).cast("int32"),
    )
    asked = {
        "first": table.begin.min(),
        "last": _last(table, "end", after_end),
        "length": table.count(),
        "low": table.low.sum(),
        "high": table.high.sum(),
    }
    if office_hours:
        asked["work"] = _last(table, "end_work", after_end) - table.begin_work.min()
    cases = engine.keep(table.group_by("case").aggregate(**asked), "cases")
    return cases if office_hours else cases.mutate(work=cases["last"] - cases["first"])


def _last(table: ir.Table, moment: str, after_end: Sequence[int]) -> Any:
    """Return the last moment of a case, passing over activities after its end unless it has no others."""
    if not after_end:
        return table[moment].max()
    return table[moment].max(where=~table.activity.isin(after_end)).fill_null(table[moment].max())


def _variants(engine: Engine, cases: ir.Table) -> ir.Table:
    import ibis

    grouped = cases.group_by(["length", "low", "high"]).aggregate(
        cases=cases.count(), representative=cases.case.min(), seen=cases["first"].min()
    )
    order = [grouped.cases.desc(), grouped.seen, grouped.length, grouped.low, grouped.high]
    return engine.keep(grouped.mutate(variant=ibis.row_number().over(order_by=order) + 1), "variants")
