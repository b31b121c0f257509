"""What stands in the columns of a written log, and under which headers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from bprkit.errors import InputError
from bprkit.language import counted
from bprkit.log.columns.recognition import CHOOSABLE, recognise
from bprkit.log.engine import ROW
from bprkit.log.events import as_text
from bprkit.log.findings import EXAMPLES, Finding
from bprkit.log.sources import SAMPLE_ROWS, reading_error
from bprkit.log.writing.rows import PARTS, Rows, raw, standard_headers
from bprkit.log.zones import SECOND

if TYPE_CHECKING:
    import ibis.expr.types as ir

Values = Callable[[Rows], Mapping[str, Any]]

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NO_FORMULA = r"^[-+－＋]?([0-9０-９][0-9０-９,，]*([.．][0-9０-９]*)?([eE][-+]?[0-9]+)?[%％]?|[-+－＋]*)$"
"""Numbers, and signs without an operand: "-5", "－１，２３４", "--"."""


def named(rows: Rows, values: Values, headers: Mapping[str, str]) -> ir.Table:
    """Return the values of the columns under their headers, and the order of the rows where it has to be told."""
    found = values(rows)
    order = {ROW: rows.table[ROW]} if ROW in rows.table.columns else {}
    return rows.table.select(**{header: found[column] for column, header in headers.items()}, **order)


def typed(rows: Rows) -> dict[str, Any]:
    """Return the columns with their types: dates, stamps, stamps with a zone."""
    return {
        column: _stamp(rows, column) if column in rows.moments else rows.table[column]
        for column in rows.columns()
    }


def _stamp(rows: Rows, part: str) -> Any:
    if rows.days:
        return rows.engine.stamp(rows.local(part)).cast("date")
    stamp = rows.engine.stamp(rows.table[part])
    return stamp.cast("timestamp('UTC')") if rows.aware else stamp


def texts(rows: Rows, formulas: Mapping[str, int]) -> dict[str, Any]:
    """Return the columns as a CSV shows them; in those with formulas, an apostrophe before each."""
    found = {}
    for column in rows.columns():
        value = rows.table[column]
        if column in rows.moments:
            value = _iso(rows, column)
        elif value.type().is_floating():
            value = as_text(value)
        elif column in formulas:
            value = _is_formula(value).fill_null(False).ifelse("'" + value, value)
        found[column] = value
    return found


def _iso(rows: Rows, part: str) -> Any:
    """Return a moment as ISO text, with its offset if recorded with one; what cannot be read, as it stands."""
    stamp = rows.engine.stamp(rows.local(part))
    if rows.days:
        text = stamp.cast("date").cast("string")
    else:
        text = stamp.cast("string")
        if rows.aware:
            text = text + _offset(rows, part)
    return text.fill_null(rows.table[raw(part)]) if raw(part) in rows.table.columns else text


def _offset(rows: Rows, part: str) -> Any:
    import ibis

    instant = rows.table[part]
    text: Any = ibis.literal(_offset_text(rows.clock.base))
    for step in rows.clock.steps:
        text = (instant >= step.instant).ifelse(_offset_text(step.after), text)
    return text


def _offset_text(offset: int) -> str:
    """Write an offset from UTC, given in microseconds.

    >>> _offset_text(9 * 3600 * SECOND), _offset_text(-12_600 * SECOND)
    ('+09:00', '-03:30')
    """
    minutes = abs(offset) // (60 * SECOND)
    return f"{'-' if offset < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"


# What a spreadsheet would take for a formula


def _is_formula(text: Any) -> Any:
    return text.substr(0, 1).isin(_FORMULA).ifelse(~text.re_search(_NO_FORMULA), False)


def harmless(header: str) -> str:
    """Return a header that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("-5"), harmless("金額")
    ("'=1+1", '-5', '金額')
    """
    return f"'{header}" if header.startswith(_FORMULA) and not re.search(_NO_FORMULA, header) else header


def formulas_in(rows: Rows) -> dict[str, int]:
    """Count, by column, the texts that a spreadsheet would take for formulas."""
    columns = [c for c in rows.columns() if c not in rows.moments and rows.table[c].type().is_string()]
    asked = {f"n{place}": _is_formula(rows.table[column]).sum() for place, column in enumerate(columns)}
    try:
        found = rows.table.aggregate(**asked).to_pyarrow().to_pylist()[0]
    except rows.engine.errors as error:
        raise reading_error(error, rows.source) from error
    counts = {column: int(found[f"n{place}"] or 0) for place, column in enumerate(columns)}
    return {column: count for column, count in counts.items() if count}


def neutralised(rows: Rows, formulas: Mapping[str, int]) -> Iterator[Finding]:
    """Tell which texts got an apostrophe in front."""
    if not formulas:
        return
    headers = rows.columns()
    count = sum(formulas.values())
    listed = ", ".join(f"{headers[column]} {number:,}" for column, number in formulas.items())
    examples = [
        {"column": headers[column], "value": value}
        for column in formulas
        for value in _some(rows, column, lambda value: _is_formula(value))
    ]
    yield Finding(
        "formula",
        count,
        "repaired",
        en=f"{counted(count, 'text')} that a spreadsheet would take for a formula got an apostrophe in front ({listed}). "
        "Write Parquet or XES to keep all texts as they are.",
        ja=f"表計算ソフトが数式とみなす値が{count:,}件あり、先頭に ' を付けました（{listed}）。"
        "元のまま残すには Parquet か XES で書き出してください。",
        examples=tuple(examples[:EXAMPLES]),
    )


def unreadable(rows: Rows) -> Iterator[Finding]:
    """Tell of the dates that could not be read, where the file has no place for their text."""
    parts = [part for part in rows.moments if raw(part) in rows.table.columns]
    if not parts:
        return
    asked = {part: rows.table[raw(part)].count() for part in parts}
    count = sum(rows.table.aggregate(**asked).to_pyarrow().to_pylist()[0].values())
    if not count:
        return
    examples = [
        {"column": rows.headers[part], "value": value}
        for part in parts
        for value in _some(rows, raw(part), lambda value: value.notnull())
    ]
    yield Finding(
        "unparsable_date",
        count,
        "removed",
        en=f"{counted(count, 'date')} that cannot be read could not be written; a CSV would keep the text.",
        ja=f"日付として読めない値{count:,}件は書き出せませんでした。CSV なら文字のまま残ります。",
        examples=tuple(examples[:EXAMPLES]),
    )


def _some(rows: Rows, column: str, condition: Callable[[Any], Any]) -> list[str]:
    value = rows.table[column]
    found = rows.table.filter(condition(value)).select(value=value).distinct().order_by("value")
    shown: list[str] = found.limit(EXAMPLES).to_pyarrow()["value"].to_pylist()
    return shown


# Headers by which the file is understood as the log was


def chosen_headers(rows: Rows, values: Values) -> tuple[dict[str, str], list[Finding]]:
    """Return the header of each column: as recorded if the file is then understood the same, else the standard's."""
    recorded = rows.columns()
    distinct = len({header.casefold() for header in recorded.values()}) == len(recorded)
    plain = (
        re.search(r'[",\t\r\n]', next(iter(recorded.values()))) is None
    )  # in quotes it would hide the mark
    if distinct and plain and _understood(rows, values, recorded):
        return recorded, [_told_renamed(rows.renamed)] if rows.renamed else []
    standard, renamed = standard_headers(rows)
    changed = {header: standard[part] for part, header in rows.headers.items() if header != standard[part]}
    told = [_told_renamed({**changed, **rows.renamed, **renamed})]
    if not _understood(rows, values, standard):
        chosen = {part: standard[part] for part in CHOOSABLE if part in standard}
        options = " ".join(f"--{part} {header}" for part, header in chosen.items())
        told.append(
            Finding(
                "reading_back",
                1,
                "told",
                en=f"To read this file again, say: --shape long {options}.",
                ja=f"このファイルを読み込むときは --shape long {options} を付けてください。",
                examples=tuple({"option": part, "column": header} for part, header in chosen.items()),
            )
        )
    return standard, told


def _understood(rows: Rows, values: Values, headers: Mapping[str, str]) -> bool:
    """Tell whether a table with these headers is taken for what it is."""
    table = named(rows, values, headers)
    table = table.order_by(ROW) if ROW in table.columns else table
    sample = table.limit(SAMPLE_ROWS).to_pyarrow().to_pandas().drop(columns=ROW, errors="ignore")
    try:
        found = recognise(sample)
    except InputError:
        return False
    same = all(getattr(found, part) == headers.get(part) for part in PARTS)
    return same and found.shape == "long" and not found.case_parts


def _told_renamed(renamed: Mapping[str, str]) -> Finding:
    listed = ", ".join(f"{header} → {name}" for header, name in renamed.items())
    return Finding(
        "renamed_column",
        len(renamed),
        "told",
        en=f"Columns were renamed so that the file is understood as the log was: {listed}.",
        ja=f"書き出したファイルが同じ意味で読めるように、列名を変えました：{listed}",
    )
