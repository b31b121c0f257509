"""Several files, such as an export a month, as one log: each row once, and known by its file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import ibis

from bprkit.language import counted
from bprkit.log.engine import ROW, Engine
from bprkit.log.findings import EXAMPLES, Finding
from bprkit.log.sources import FILE, Origin, Source, reading_error

if TYPE_CHECKING:
    import ibis.expr.types as ir


def one_log(engine: Engine, sources: Sequence[Source]) -> Source:
    """Put several files together as one log; a column that one lacks is missing there."""
    names = list(dict.fromkeys(name for s in sources for name in s.table.columns if name != ROW))
    kinds = {
        name: {str(s.table.schema()[name]) for s in sources if name in s.table.columns} for name in names
    }
    parts = []
    findings = [finding for source in sources for finding in source.findings]
    for number, source in enumerate(sources):
        rows = engine.in_order(source.table)
        columns = {}
        for name in names:
            if name not in source.table.columns:
                columns[name] = ibis.null("string" if len(kinds[name]) > 1 else next(iter(kinds[name])))
            else:
                columns[name] = rows[name] if len(kinds[name]) == 1 else rows[name].cast("string")
        parts.append(rows.select(**columns, **{ROW: rows[ROW], FILE: ibis.literal(number, type="int32")}))
        lacking = [name for name in names if name not in source.table.columns]
        if lacking:
            findings.append(
                Finding(
                    "columns_differ",
                    len(lacking),
                    "told",
                    en=f"{source.name} lacks columns that other files have: {', '.join(lacking)}.",
                    ja=f"{source.name} には他のファイルにある列がありません：{', '.join(lacking)}",
                )
            )
    together = Source(
        ibis.union(*parts),
        f"{sources[0].name} … {sources[-1].name} ({len(sources)})",
        tuple(file for source in sources for file in source.files),
        header_rows=None,
        findings=tuple(findings),
        text=tuple(text for source in sources for text in source.text),
    )
    try:
        kept = engine.keep(together.table, "files")
    except engine.errors as error:
        raise reading_error(error, together) from error
    return _once_across_files(engine, _in_one_row(kept, together, sources), names)


def _in_one_row(kept: ir.Table, together: Source, sources: Sequence[Source]) -> Source:
    """Number the rows of several files on, so that a number says which file and which row of it."""
    lasts = kept.group_by(FILE).aggregate(last=kept[ROW].max()).to_pyarrow().to_pylist()
    last = {row[FILE]: row["last"] for row in lasts}
    origins, first = [], 0
    for number, source in enumerate(sources):
        text = source.text[0] if source.text else None
        origins.append(Origin(source.name, first, source.header_rows or 0, text))
        first += last.get(number, -1) + 1
    offset = ibis.cases(*[(kept[FILE] == number, origin.first) for number, origin in enumerate(origins)])
    return replace(together, table=kept.mutate(**{ROW: kept[ROW] + offset}), origins=tuple(origins))


def _once_across_files(engine: Engine, together: Source, names: Sequence[str]) -> Source:
    """Leave out the rows that an earlier file has, too: exports that overlap by a few days.

    A row that stands twice in one file stays twice: only what another file repeats is left out. Rows are compared in
    full, but only those whose codes stand in several files.
    """
    table = together.table
    text = ibis.literal("")
    for name in names:
        text = text + table[name].cast("string").fill_null("\ufdd0") + "\ufdd1"
    coded = table.mutate(_code=engine.hash_text(text))
    codes = coded.group_by("_code").aggregate(low=coded[FILE].min(), high=coded[FILE].max())
    suspects = coded.semi_join(codes.filter(codes.low < codes.high), "_code").drop("_code")
    suspects = engine.keep(suspects, "suspects")
    earliest = suspects[FILE].min().over(ibis.window(group_by=list(names)))
    repeated = suspects.mutate(_earliest=earliest).filter(lambda t: t[FILE] > t["_earliest"]).select(ROW)
    rows = repeated.order_by(ROW).limit(EXAMPLES)[ROW].to_pyarrow().to_pylist()
    if not rows:
        return replace(together, table=table.drop(FILE))
    count = int(repeated.count().to_pyarrow().as_py())
    once = engine.keep(table.anti_join(engine.keep(repeated, "repeated"), ROW).drop(FILE), "once")
    finding = Finding(
        "overlap",
        count,
        "removed",
        en=f"{counted(count, 'row stands', 'rows stand')} in an earlier file, too; taken once.",
        ja=f"複数のファイルに重複して含まれる行が{count:,}行あり、1回だけ数えました。",
        examples=tuple(together.places(rows)),
    )
    return replace(together, table=once, findings=(*together.findings, finding))
