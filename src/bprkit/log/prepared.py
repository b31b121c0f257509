"""The log made ready once: names coded as integers, cases put in order, waits computed.

Every question of `bprkit.mining` is then a cheap scan of one of three tables:

instances  a row an activity instance, in completion order within its case
cases      a row a case: its first and last moment, and a fingerprint of its sequence
variants   a row a distinct sequence: how many cases have it, and one case that shows it
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bprkit.log.engine import Engine
from bprkit.log.extent import Extent
from bprkit.log.instances import instances_of
from bprkit.log.zones import ZoneClock, zone_clock

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np

    from bprkit.calendar import OfficeCalendar


@dataclass(frozen=True)
class Prepared:
    """The three tables, and the names behind their codes.

    Times are microseconds: `end` and `start` as instants since 1970, `clock` and `work` as the
    waiting time (or, where no start was recorded, the sojourn) in clock and in working time,
    `service_clock` and `service_work` from start to completion. `codes_for_people` holds what is shown
    instead of the names of a key whose values are persons.
    """

    engine: Engine
    instances: ir.Table
    cases: ir.Table
    names: Mapping[str, np.ndarray[Any, Any]]
    extent: Extent
    zone_clock: ZoneClock
    codes_for_people: Mapping[str, np.ndarray[Any, Any]] = field(default_factory=dict)

    @property
    def activities(self) -> np.ndarray[Any, Any]:
        """The names of the activities as they may be shown: P1, P2, … where they are persons."""
        return self.codes_for_people.get("activity", self.names["activity"])

    def with_codes_for(self, keys: Iterable[str]) -> Prepared:
        """Return the same tables, the persons of these keys shown as P1, P2, … in all parts of the log."""
        return replace(self, codes_for_people={key: self.numbered_people(key) for key in keys})

    def numbered_people(self, key: str) -> np.ndarray[Any, Any]:
        """Return P1, P2, … by code, in the order of first appearance: it says nothing about how much anyone did."""
        import numpy as np

        instances = self.instances
        seen = instances.filter(instances[key].notnull()).group_by(key).aggregate(seen=instances.end.min())
        order = seen.order_by(["seen", key])[key].to_pyarrow().to_numpy(zero_copy_only=False)
        codes = np.empty(len(self.names[key]), dtype=object)
        codes[order] = [f"P{number}" for number in range(1, len(order) + 1)]
        return codes

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
    instances = instances_of(engine, events, extent, dictionaries, calendar, clock, aware=aware)
    office_hours = "end_work" in instances.columns
    instances = _as_clock(instances)
    names = {key: _names(table) for key, table in dictionaries.items()}
    after = [code for code, name in enumerate(names["activity"]) if name in set(after_end)]
    cases = _cases(engine, instances, after, office_hours=office_hours)
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
