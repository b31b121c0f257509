"""The numbers that head the page: how many cases, how long, by how many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bprkit.language import tell
from bprkit.report import units
from bprkit.report.intervals import interval
from bprkit.report.model import Figure
from bprkit.report.parts import Facts


def figures(facts: Facts) -> Iterator[Figure]:
    """Yield the numbers of the overview."""
    overview, lead = facts.mined["overview"], facts.mined["lead_time"]
    rows = units.count(overview["rows"])
    yield Figure(tell(en="Cases", ja="案件"), units.count(overview["cases"]), _about_cases(facts))
    first = lead[facts.time_key] or {}
    beside = lead["clock_seconds"] if facts.working_day else None
    for name, label in (
        ("mean", tell(en="Mean lead time", ja="平均所要期間")),
        ("p95", tell(en="95% within", ja="95%の案件が以内")),
    ):
        note = tell(en="{} clock", ja="経過時間 {}").format(units.clock(beside[name])) if beside else ""
        found = interval(facts, "lead_time", f"{facts.time_key}_{name}", facts.time_kind)
        yield Figure(
            label, facts.duration(first.get(name)), tell(en=", ", ja="、").join(filter(None, (found, note)))
        )
    yield Figure(
        tell(en="Events", ja="処理の記録"),
        units.count(overview["activity_instances"]),
        tell(en=f"of {rows} {'row' if overview['rows'] == 1 else 'rows'}", ja=f"元の{rows}行から"),
    )
    kinds = units.count(overview["variants"])
    yield Figure(
        tell(en="Activities", ja="処理の種類"),
        units.count(overview["activities"]),
        tell(en=f"{kinds} {'variant' if overview['variants'] == 1 else 'variants'}", ja=f"流れは{kinds}通り"),
    )
    yield from _who(overview)


def _about_cases(facts: Facts) -> str:
    open_cases = facts.mined["overview"]["open_cases"]
    count = units.count(open_cases)
    told = [tell(en=f"{count} still open", ja=f"うち処理中 {count}件")] if open_cases is not None else []
    sample = facts.mined.get("sample")
    if sample and not sample["complete"]:
        everything = sample["population"] and units.count(sample["population"])
        part = sample["cases"] < sample["documents"]
        which = tell(en="part of a sample", ja="標本の一部") if part else tell(en="sample", ja="標本")
        of_all = tell(en=f" of {everything}", ja=f"（全{everything}件）") if everything else ""
        told.insert(0, which + of_all)
    return tell(en=", ", ja="、").join(told)


def _who(overview: Mapping[str, Any]) -> Iterator[Figure]:
    roles, resources = overview["roles"], overview["resources"]
    persons = units.count(resources)
    if roles is not None:
        named = "person" if resources == 1 else "persons"
        beside = tell(en=f"{persons} {named}", ja=f"担当者 {persons}人") if resources is not None else ""
        yield Figure(tell(en="Posts", ja="役職"), units.count(roles), beside)
    elif resources is not None:
        yield Figure(tell(en="Persons", ja="担当者"), persons)
