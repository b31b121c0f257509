"""A column that numbers the events: which of two at the same moment comes first.

A file has an order of its own. A table in a database may have none, and then only such a column knows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bprkit.errors import InputError
from bprkit.language import tell
from bprkit.log.columns.headers import header_key
from bprkit.log.columns.recognition import Recognised

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bprkit.log.sources import Source


def order_column(source: Source, order: str) -> str:
    """Return the header of the column that is to number the events, as the table writes it.

    Raises InputError if there is none or if it does not number every row.
    """
    headers = [name for name in source.table.columns if not name.startswith("_bprkit_")]
    found = [name for name in headers if name == order]
    found = found or [name for name in headers if header_key(name) == header_key(order)]
    if len(found) != 1:
        raise InputError(
            en=f"{source.name} has no column {order!r} to order its events by. It has: {', '.join(headers)}.",
            ja=f"{source.name} に順番を示す列「{order}」がありません。列は {', '.join(headers)} です。",
        )
    column = found[0]
    gaps = source.table.filter(whole_number(source.table[column]).isnull())
    count = int(gaps.count().to_pyarrow().as_py())
    if count:
        value = gaps.select(value=gaps[column]).limit(1).to_pyarrow().to_pylist()[0]["value"]
        shown_en, shown_ja = ("blank", "空欄") if value in (None, "") else (f"{value}", f"「{value}」")
        raise InputError(
            en=f"{source.name}: {count:,} rows have no whole number in {column} (for example {shown_en}), so it cannot "
            "order the events. Choose another column for --order or leave it out.",
            ja=f"{source.name}：「{column}」が整数でない行が{count:,}行あり（例：{shown_ja}）、順番を決められません。"
            "--order に別の列を指定するか、外してください。",
        )
    return column


def set_aside(recognised: Recognised, column: str) -> Recognised:
    """Return what the columns were taken for, with the one that numbers the events no longer an attribute.

    Raises InputError for a table of one row a case: its events are in the order of the columns.
    """
    if recognised.shape == "wide":
        raise InputError(
            en=f"A table of one row a case orders its events by their columns; leave --order {column} out.",
            ja=f"1行が1案件の表では、同時刻の処理は列の順に並べます。--order {column} は外してください。",
        )
    note = tell(en="numbers the events: ties go by it", ja="同時刻の処理の順番に使用")
    left: dict[str, Any] = {
        place: tuple(name for name in getattr(recognised, place) if name != column)
        for place in ("attributes", "identifiers", "persons", "free_text")
    }
    aside = any(column in getattr(recognised, place) for place in left)
    return replace(
        recognised,
        **left,
        ignored=(*recognised.ignored, column) if aside else recognised.ignored,
        taken=tuple(
            dict(row, note=note, **({"taken_as": "ignored", "why": "chosen"} if aside else {}))
            if row["column"] == column
            else row
            for row in recognised.taken
        ),
    )


def whole_number(column: Any) -> ir.IntegerValue:
    """Return a column as integers; what is no whole number is missing."""
    from bprkit.log.events import as_text

    text = as_text(column)
    return text.re_search(r"^[ ]*[-+]?[0-9]{1,18}[ ]*$").ifelse(text.strip(), None).try_cast("int64")
