"""Rows of a log as XES: in order of case and time, start and completion as two events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from bprkit.language import counted
from bprkit.log.columns.headers import header_key
from bprkit.log.engine import ROW
from bprkit.log.findings import Finding
from bprkit.log.writing.columns import named, typed, unreadable
from bprkit.log.writing.rows import Rows, batches, free_name, other, standard_headers
from bprkit.log.xes.reading import XesWritten, write_xes

_OF_CASES = "case:"


def write_rows_as_xes(rows: Rows, path: Path) -> tuple[int, list[Finding]]:
    """Write rows as XES; return how many, and what was left out or named otherwise."""
    headers, given_way = standard_headers(rows)
    renamed = {**rows.renamed, **given_way}
    taken = {header_key(header) for header in headers.values()}
    for header in _varying_within_cases(rows):
        name = free_name(header.removeprefix(_OF_CASES), taken)
        headers[other(header)] = renamed[header] = name
    missing = int(rows.table.case.isnull().sum().to_pyarrow().as_py() or 0)
    count = 0

    def counted() -> Iterator[Any]:
        nonlocal count
        for batch in _by_case(rows, headers):
            count += batch.num_rows
            yield batch.select(list(headers.values()))

    written = write_xes(counted(), path, timezone=rows.clock.zone)
    findings = [_told_renamed(renamed)] if renamed else []
    return count, [*findings, *_left_out(missing, written), *unreadable(rows)]


def _by_case(rows: Rows, headers: dict[str, str]) -> Iterator[Any]:
    """Yield the rows with a case as Arrow batches: cases in the order in which they began in the file."""
    import ibis

    if ROW not in rows.table.columns:
        rows = replace(rows, table=rows.engine.in_order(rows.table))
    rows = replace(rows, table=rows.table.filter(rows.table.case.notnull()))
    table = named(rows, typed, headers)
    order = ["_moment"]
    table = table.mutate(_moment=table[headers["time"]])
    if ROW in table.columns:
        opening = table[ROW].min().over(ibis.window(group_by=headers["case"]))
        table = table.mutate(_opening=opening)
        order = ["_opening", "_moment", ROW]
    else:  # a table without order: ties go by the name of the activity, as in mining
        order = [headers["case"], "_moment", headers["activity"]]
    yield from batches(rows.engine, table.order_by(order))


def _varying_within_cases(rows: Rows) -> list[str]:
    """Return the headers that say they are of cases, but whose values differ within one."""
    headers = [header for header in rows.others if header.startswith(_OF_CASES)]
    if not headers:
        return []
    values = {f"v{place}": rows.table[other(header)] for place, header in enumerate(headers)}
    table = rows.table.select("case", **values).filter(rows.table.case.notnull())
    within = table.group_by("case").aggregate(
        **{name: (table[name].nunique() + table[name].isnull().any().cast("int64")) for name in values}
    )
    most = within.aggregate(**{name: within[name].max() for name in values}).to_pyarrow().to_pylist()[0]
    return [header for place, header in enumerate(headers) if (most[f"v{place}"] or 0) > 1]


def _told_renamed(renamed: dict[str, str]) -> Finding:
    listed = ", ".join(f"{header} → {name}" for header, name in renamed.items())
    return Finding(
        "renamed_column",
        len(renamed),
        "told",
        en=f"Columns whose names mean something else in XES were renamed: {listed}.",
        ja=f"XES では別の意味になる列名を変えました：{listed}",
    )


def _left_out(missing: int, written: XesWritten) -> Iterator[Finding]:
    if missing:
        yield Finding(
            "missing_case",
            missing,
            "set_aside",
            en=f"Left out: {counted(missing, 'row')} without a case, for which XES has no place.",
            ja=f"案件番号のない{missing:,}行は XES に書けないため除きました。",
        )
    if written.characters_removed:
        yield Finding(
            "characters_removed",
            written.characters_removed,
            "removed",
            en=f"Left out: {counted(written.characters_removed, 'control character')} that XES cannot hold.",
            ja=f"XES で使えない制御文字{written.characters_removed:,}個を除きました。",
        )
