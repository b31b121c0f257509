"""The one grammar of all questions: what plays the part of the activity, which statistics, which units.

A duration column of the engine holds microseconds; a statistic of the answer holds seconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

    from bprkit.log.eventlog import EventLog

MICROSECONDS = 1_000_000
MEASURES = {"clock_seconds": "clock", "working_seconds": "work"}
QUANTILES = {"median": 0.5, "p90": 0.9, "p95": 0.95}


def key_of(log: EventLog, by: str) -> str:
    """Return the part or column that `by` names; raise InputError listing what there is otherwise."""
    return log.key(by)


def summarise(
    table: ir.Table,
    by: Sequence[str],
    statistics: Sequence[str] = ("total", "mean", "median", "p95"),
    *,
    measures: Mapping[str, str] = MEASURES,
    **further: Any,
) -> pd.DataFrame:
    """Group a table and describe its duration columns.

    Returns a row a group with the columns `by`, `count`, those of `further`, and for each measure
    `<measure>_<statistic>` in seconds. Quantiles are exact (interpolated between neighbours); totals are
    summed as integers, so they do not depend on the order in which an engine adds.
    """
    quantiles = {name: QUANTILES[name] for name in statistics if name in QUANTILES}
    asked: dict[str, Any] = {"count": table.count(), **further}
    for measure, column in measures.items():
        value = table[column]
        asked[f"{measure}_known"] = value.count()
        asked |= _total(value, measure)
        if quantiles:
            asked[f"{measure}_quantiles"] = value.quantile(list(quantiles.values()))
    grouped = table.group_by(list(by)).aggregate(**asked) if by else table.aggregate(**asked)
    frame = grouped.to_pyarrow().to_pandas()
    for measure in measures:
        _finish(frame, measure, statistics, list(quantiles))
    return frame


def _total(value: ir.IntegerValue, measure: str) -> dict[str, Any]:
    """Sum microseconds in two halves: 10 million long waits overflow 64 bits."""
    return {f"{measure}_high": (value >> 20).sum(), f"{measure}_low": (value & 0xFFFFF).sum()}


def _finish(frame: pd.DataFrame, measure: str, statistics: Sequence[str], quantiles: Sequence[str]) -> None:
    """Replace the raw sums and quantiles by the statistics asked for, in seconds."""
    import numpy as np

    known = frame.pop(f"{measure}_known").to_numpy()
    high = frame.pop(f"{measure}_high").fillna(0).to_numpy().astype(object)
    low = frame.pop(f"{measure}_low").fillna(0).to_numpy().astype(object)
    total = np.array([(int(h) * (1 << 20) + int(n)) / MICROSECONDS for h, n in zip(high, low, strict=True)])
    total = np.where(known > 0, total, np.nan) if len(total) else total.astype(float)
    if "total" in statistics:
        frame[f"{measure}_total"] = total
    if "mean" in statistics:
        frame[f"{measure}_mean"] = total / np.maximum(known, 1)
    if quantiles:
        lists = frame.pop(f"{measure}_quantiles")
        empty = [np.nan] * len(quantiles)
        values = np.array([empty if v is None else list(v) for v in lists], dtype=float).reshape(
            len(lists), len(quantiles)
        )
        for place, name in enumerate(quantiles):
            frame[f"{measure}_{name}"] = values[:, place] / MICROSECONDS


def statistic_columns(statistics: Sequence[str], measures: Mapping[str, str] = MEASURES) -> list[str]:
    """Return the names of the columns that `summarise` makes for these statistics."""
    return [f"{measure}_{name}" for measure in measures for name in statistics]
