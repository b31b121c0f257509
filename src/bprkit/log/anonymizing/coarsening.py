"""Values made coarser, so that fewer cases stand out: hours or days for times, bands for amounts, rare values merged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bprkit.errors import InputError
from bprkit.language import tell
from bprkit.log.dates.columns import DateColumn, date_column
from bprkit.log.engine import Engine
from bprkit.log.events import as_text
from bprkit.log.filters import numeric
from bprkit.log.sources import SAMPLE_ROWS
from bprkit.log.zones import DAY, ZoneClock

if TYPE_CHECKING:
    import ibis.expr.types as ir

MINIMUM_CASES = 5
BANDS = 5
HOUR = DAY // 24
STAMP_RULES = {"hour": HOUR, "day": DAY}
RULES: Mapping[str, tuple[str, ...]] = {
    "case": (),
    "step": (),
    "stamp": ("hour", "day"),
    "code": ("drop",),
    "date": ("day", "month", "drop"),
    "number": ("bands", "rare", "drop"),
    "category": ("rare", "drop"),
}
"""What can be done with a column, by what it holds."""


def check_rule(header: str, holds: str, rule: str) -> None:
    """Raise InputError for a rule that does not fit what a column holds."""
    fitting = ", ".join(RULES.get(holds, RULES["category"]))
    if rule in fitting.split(", "):
        return
    if not fitting:
        raise InputError(
            en=f"--coarsen {header}={rule}: this column has to stay as it is. Leave it out.",
            ja=f"--coarsen {header}={rule}：この列は粗くできません。この指定を外してください。",
        )
    raise InputError(
        en=f"--coarsen {header}={rule}: that does not fit this column. Use one of: {fitting}.",
        ja=f"--coarsen {header}={rule}：この列には使えません。使えるのは {fitting} です。",
    )


def coarser(
    engine: Engine, table: ir.Table, column: str, header: str, rule: str, clock: ZoneClock
) -> ir.Table:
    """Return the table with the values of an attribute coarsened; its column `case` tells the cases apart."""
    if rule == "bands":
        return _in_bands(table, column)
    if rule == "rare":
        return _rare_merged(table, column)
    return _dates(engine, table, column, header, rule, clock)


def _in_bands(table: ir.Table, column: str) -> ir.Table:
    """Replace numbers by bands of about as many rows each, with round edges: from the lower edge to below the upper."""
    number = numeric(as_text(table[column]))
    asked = {"low": number.min(), "high": number.max()}
    asked |= {f"q{place}": number.quantile(place / BANDS) for place in range(1, BANDS)}
    found = table.aggregate(**asked).to_pyarrow().to_pylist()[0]
    inner = [found[f"q{place}"] for place in range(1, BANDS)]
    edges = sorted({float(f"{edge:.2g}") for edge in inner if edge is not None})
    edges = [edge for edge in edges if found["low"] < edge <= found["high"]]
    written = [f"{edge:,.0f}" if edge == int(edge) else f"{edge:,g}" for edge in edges]
    labels = [f"{low}–{high}" for low, high in zip(["", *written], [*written, ""], strict=True)]
    band: Any = number.isnull().ifelse(None, labels[0])
    for edge, label in zip(edges, labels[1:], strict=True):
        band = (number >= edge).ifelse(label, band)
    return table.mutate(**{column: band})


def _rare_merged(table: ir.Table, column: str) -> ir.Table:
    """Replace the values that fewer than 5 cases have by one word."""
    value = as_text(table[column])
    sizes = table.mutate(_value=value).group_by("_value").aggregate(cases=table.case.nunique())
    rare = (
        sizes.filter(sizes.cases < MINIMUM_CASES, sizes["_value"].notnull())["_value"]
        .to_pyarrow()
        .to_pylist()
    )
    merged = tell(en="(others)", ja="（その他）")
    return table.mutate(**{column: value.isin(rare).ifelse(merged, value) if rare else value})


def _dates(
    engine: Engine, table: ir.Table, column: str, header: str, rule: str, clock: ZoneClock
) -> ir.Table:
    read = date_of(engine, table, column, header)
    with_date, value = read.read(table)
    local = clock.to_local(value) if read.aware else value
    day = engine.stamp(local).cast("date").cast("string")
    kept = [name for name in table.columns if name != column]
    return with_date.select(*kept, **{column: day.substr(0, 7) if rule == "month" else day})


def date_of(engine: Engine, table: ir.Table, column: str, header: str) -> DateColumn:
    """Return how to read an attribute that holds dates; raise InputError where that cannot be told."""
    sample = table.select(column).limit(SAMPLE_ROWS).to_pyarrow()[column].drop_null().to_pylist()
    try:
        return date_column(engine, column, table.schema()[column], sample)
    except InputError as error:
        raise InputError(
            en=f"--coarsen {header}: {error.en} Or drop the column: --coarsen {header}=drop.",
            ja=f"--coarsen {header}：{error.ja}列ごと除くには --coarsen {header}=drop とします。",
        ) from error
