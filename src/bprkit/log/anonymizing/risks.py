"""What could still identify someone in an anonymised log: counted, never hidden."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bprkit.language import counted
from bprkit.log.anonymizing.coarsening import MINIMUM_CASES
from bprkit.log.events import as_text
from bprkit.log.findings import EXAMPLES, Finding
from bprkit.log.writing.rows import Rows, other
from bprkit.log.zones import DAY

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bprkit.log.eventlog import EventLog

MINIMUM_PERSONS = 3
_MOST_PAIRS = 50_000_000
_SHORTEST_NAME = 2


def risks(log: EventLog, before: Rows, after: Rows, people: Sequence[str]) -> Iterator[Finding]:
    """Yield what could identify a person or a case.

    `before` and `after` are the rows without and with codes, `people` the columns of `before` that name persons. A code
    is no value that anybody knows, so it makes no case stand out.
    """
    told = replace(after, others=tuple(header for header in after.others if other(header) not in people))
    cases = after.engine.keep(_cases(told), "anonymised_cases")
    total = int(cases.count().to_pyarrow().as_py())
    yield from _names_left(before, after, people, log.events.recognised.kinds)
    yield from _small_groups(after)
    yield from _few_persons(after)
    yield from _unique_cases(told, cases, total)
    yield from _rare_values(told)
    yield from _unique_moments(after, cases, total)
    yield from _unique_variants(log, total)
    after.engine.forget(cases)


def _attributes(rows: Rows) -> list[str]:
    return [
        *(part for part in ("section",) if part in rows.headers),
        *(other(header) for header in rows.others),
    ]


def _shown(rows: Rows, name: str) -> str:
    return rows.columns()[name]


def _cases(rows: Rows) -> ir.Table:
    """Return a row a case: the first value of each attribute, its first moment, and the day of that."""
    from bprkit.log.engine import ROW

    table = rows.table.filter(rows.table.case.notnull())
    order = table[ROW] if ROW in table.columns else table.time
    firsts = {
        f"a{place}": as_text(table[name]).argmin(order, where=table[name].notnull())
        for place, name in enumerate(_attributes(rows))
    }
    moments = [rows.local(part) for part in rows.moments]
    earliest = moments[0].min() if len(moments) == 1 else moments[0].fill_null(moments[1]).min()
    grouped = table.group_by("case").aggregate(first=earliest, **firsts)
    return grouped.mutate(day=grouped["first"] // DAY)


def _scalar(expression: Any) -> int:
    return int(expression.to_pyarrow().as_py() or 0)


def _alone(table: ir.Table, columns: Sequence[str]) -> tuple[int, int]:
    """Count the cases that no other equals in these columns, and those that fewer than 5 equal."""
    sizes = table.group_by(list(columns)).aggregate(cases=table.count())
    found = sizes.aggregate(
        one=(sizes.cases == 1).sum(), few=sizes.cases.sum(where=sizes.cases < MINIMUM_CASES)
    )
    row = found.to_pyarrow().to_pylist()[0]
    return int(row["one"] or 0), int(row["few"] or 0)


def _small_groups(rows: Rows) -> Iterator[Finding]:
    small: list[dict[str, Any]] = []
    for part in ("role", "section"):
        if part not in rows.headers:
            continue
        table = rows.table.filter(rows.table[part].notnull())
        asked = {"cases": table.case.nunique()}
        if "resource" in rows.headers:
            asked["persons"] = table.resource.nunique()
        sizes = table.group_by(value=table[part]).aggregate(**asked)
        few = sizes.cases < MINIMUM_CASES
        if "persons" in asked:
            few = few | sizes.persons.between(1, MINIMUM_PERSONS - 1)
        found = sizes.filter(few).order_by("cases", "value").to_pyarrow().to_pylist()
        small += [{"column": _shown(rows, part)} | row for row in found]
    if small:
        yield Finding(
            "small_groups",
            len(small),
            "told",
            en=f"{counted(len(small), 'role or section has', 'roles or sections have')} fewer than "
            f"{MINIMUM_PERSONS} persons or {MINIMUM_CASES} "
            "cases: who is behind it can be guessed.",
            ja=f"{MINIMUM_PERSONS}人未満または{MINIMUM_CASES}件未満の役職・所属が{len(small):,}あり、"
            "誰のことか推測できるおそれがあります。",
            examples=tuple(small[:EXAMPLES]),
        )


def _few_persons(rows: Rows) -> Iterator[Finding]:
    """Tell of steps that one or two persons do: their codes are as good as names."""
    if "resource" not in rows.headers:
        return
    table = rows.table.filter(rows.table.activity.notnull())
    sizes = table.group_by("activity").aggregate(persons=table.resource.nunique(), cases=table.case.nunique())
    few = sizes.filter(sizes.persons.between(1, MINIMUM_PERSONS - 1)).order_by("persons", "activity")
    found = few.to_pyarrow().to_pylist()
    if found:
        yield Finding(
            "few_persons",
            len(found),
            "told",
            en=f"{counted(len(found), 'activity is', 'activities are')} done by one or two persons only: to insiders their "
            "codes are as good as names.",
            ja=f"1人か2人しか行わない処理が{len(found):,}あります。内部の人には符号でも誰か分かります。",
            examples=tuple(found[:EXAMPLES]),
        )


def _unique_cases(rows: Rows, cases: ir.Table, total: int) -> Iterator[Finding]:
    names = _attributes(rows)
    alone, few = _alone(cases, [*(f"a{place}" for place in range(len(names))), "day"])
    if not few:
        return
    single = [
        (_alone(cases, [f"a{place}", "day"])[0], _shown(rows, name)) for place, name in enumerate(names)
    ]
    ranked = sorted(single, key=lambda one: (-one[0], one[1]))
    listed = ", ".join(_shown(rows, name) for name in names)
    yield Finding(
        "unique_cases",
        alone,
        "told",
        en=f"{alone:,} of {total:,} cases are the only one with their day of beginning"
        + (f" and values of {listed}" if listed else "")
        + f" ({few:,} share them with fewer than {MINIMUM_CASES - 1} others): who knows these finds the case.",
        ja=f"開始日{'と' + listed if listed else ''}の組合せが1件しかない案件が{total:,}件中{alone:,}件あります"
        f"（{MINIMUM_CASES}件未満の組合せでは{few:,}件）。それを知る人には、どの案件か分かります。",
        examples=tuple({"column": name, "cases": count} for count, name in ranked[:EXAMPLES] if count),
    )


def _rare_values(rows: Rows) -> Iterator[Finding]:
    rare: list[dict[str, Any]] = []
    for header in rows.others:
        value = as_text(rows.table[other(header)])
        table = rows.table.mutate(_value=value).filter(value.notnull())
        sizes = table.group_by("_value").aggregate(cases=table.case.nunique())
        few = sizes.filter(sizes.cases < MINIMUM_CASES)
        found = few.aggregate(values=few.count(), cases=few.cases.sum()).to_pyarrow().to_pylist()[0]
        if found["values"]:
            rare.append({"column": header, "values": int(found["values"]), "cases": int(found["cases"])})
    if rare:
        listed = ", ".join(f"{one['column']} {one['values']:,}" for one in rare)
        yield Finding(
            "rare_values",
            sum(one["values"] for one in rare),
            "told",
            en=f"Some values have fewer than {MINIMUM_CASES} cases ({listed}). "
            "Coarsen these columns (rare, bands, month) or drop them.",
            ja=f"{MINIMUM_CASES}件未満の案件にしかない値があります（{listed}）。"
            "これらの列は粗くする（rare・bands・month）か、除いてください。",
            examples=tuple(rare[:EXAMPLES]),
        )


def _unique_moments(rows: Rows, cases: ir.Table, total: int) -> Iterator[Finding]:
    alone, _ = _alone(cases, ["first"])
    if not alone:
        return
    moment = ("day", "日") if rows.days else ("exact time", "時刻")
    yield Finding(
        "exact_times",
        alone,
        "told",
        en=f"{alone:,} of {total:,} cases are the only one that began at their {moment[0]}: another system's record "
        "of that moment gives them away." + ("" if rows.days else " Coarsen the time to hour or day."),
        ja=f"開始の{moment[1]}が同じ案件がほかにない案件が{total:,}件中{alone:,}件あり、他のシステムの記録と照合できます。"
        + ("" if rows.days else "日時を hour（時）や day（日）に粗くできます。"),
    )


def _unique_variants(log: EventLog, total: int) -> Iterator[Finding]:
    variants = log.prepared().variants
    alone = _scalar((variants.cases == 1).sum())
    if alone:
        yield Finding(
            "unique_variants",
            alone,
            "told",
            en=f"{alone:,} of {total:,} cases are the only one with their sequence of activities.",
            ja=f"処理の順序が同じ案件がほかにない案件が{total:,}件中{alone:,}件あります。",
        )


def _names_left(
    before: Rows, after: Rows, people: Sequence[str], kinds: Mapping[str, str]
) -> Iterator[Finding]:
    """Look for the names of people in the columns that were kept: as the whole value, or within it.

    Amounts are passed over: some are equal to a staff number by chance.
    """
    import ibis

    if not people:
        return
    named = ibis.union(
        *(before.table.select(name=as_text(before.table[column]).strip()) for column in people)
    )
    names = before.engine.keep(named.filter(named.name.notnull(), named.name != "").distinct(), "people")
    person_count = _scalar(names.count())
    apart = (*after.moments, *people, "case", "instance")
    columns = after.columns().items()
    kept = [name for name, header in columns if name not in apart and kinds.get(header) != "number"]
    found: list[dict[str, Any]] = []
    for name in kept:
        text = as_text(after.table[name])
        values = after.table.filter(text.notnull()).select(value=text).distinct()
        values = after.engine.keep(values, "values")
        same = values.value.strip() == names.name
        if person_count * _scalar(values.count()) <= _MOST_PAIRS:
            whole_name = (names.name.length() >= _SHORTEST_NAME) & ~names.name.re_search(r"^\d+$")
            same = same | (whole_name & values.value.contains(names.name))
        hits = _scalar(values.join(names, same).value.nunique())
        after.engine.forget(values)
        if hits:
            found.append({"column": _shown(after, name), "values": hits})
    before.engine.forget(names)
    if found:
        listed = ", ".join(f"{one['column']} {one['values']:,}" for one in found)
        yield Finding(
            "names_left",
            sum(one["values"] for one in found),
            "told",
            en=f"Names or codes of people stand in columns that were kept ({listed} values): drop these columns.",
            ja=f"残した列に個人の名前や番号と一致する値があります（{listed}件の値）。その列は除いてください。",
            examples=tuple(found[:EXAMPLES]),
        )
