"""Which attributes go with slow cases? An association, with its size; never a cause."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from bprkit.errors import InputError
from bprkit.language import tell
from bprkit.log.filters import numeric
from bprkit.mining.grammar import summarise
from bprkit.mining.lead_times import CASE_MEASURES, counted_cases
from bprkit.mining.naming import MINIMUM_CASES, labels_of, names_people, others, prepared_for

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    import pandas as pd

    from bprkit.log.engine import Engine
    from bprkit.log.eventlog import EventLog

MOST_VALUES = 50
BANDS = 5
# Conventional bounds of small, medium and large: Cohen (1988) for explained variance and for correlation.
BOUNDS = {"epsilon_squared": (0.01, 0.06, 0.14), "spearman": (0.1, 0.3, 0.5)}
STRENGTHS = ("negligible", "small", "medium", "large")
COLUMNS = [
    *("attribute", "kind", "cases_compared", "effect", "effect_size", "strength", "value", "cases"),
    *(
        "clock_seconds_mean",
        "clock_seconds_median",
        "working_seconds_mean",
        "working_seconds_median",
        "cliffs_delta",
    ),
]


def attributes(log: EventLog, names: Sequence[str] | None = None) -> pd.DataFrame:
    """Compare the lead times of the cases by each attribute, the strongest association first.

    A row a value (of a number: a band of values) of an attribute: `attribute`, `kind` (category or number),
    `cases_compared`, `effect`, `effect_size`, `strength`, `value`, `cases`, the mean and median lead time in clock
    and working seconds, and `cliffs_delta`: how much likelier a case of this value is to be slower than one of another
    than to be faster (-1 to 1). The effect size is epsilon squared of the Kruskal-Wallis test (Tomczak and Tomczak
    2014) for categories, Spearman's rank correlation for numbers. Values with fewer than 5 cases are merged.
    By default all columns that are neither free text nor identifiers are compared.

    Raises InputError for a column that the log does not have, and for one that names persons: they are not compared.
    """
    import pandas as pd

    chosen = [(name, log.key(name)) for name in (names or log.events.comparable)]
    for name, key in chosen:
        if names_people(key) or key in log.events.recognised.of_people:
            raise InputError(
                en=f"{name} names persons, and cases are not compared by person. Use a role or a section.",
                ja=f"「{name}」は個人を示す列です。個人ごとの比較はできません。役職や所属を指定してください。",
            )
    if not chosen:
        return pd.DataFrame(columns=COLUMNS)
    values = log.case_attributes([key for _, key in chosen])
    engine = log.events.engine
    cases = engine.keep(_ranked(counted_cases(log).join(values, "case"), "work"), "case_attributes")
    ties = _ties(cases)
    found = []
    for place, (name, key) in enumerate(chosen):
        column = cases[f"attribute_{place}"]
        if log.events.recognised.kinds.get(name) == "number":
            frame = _numbers(engine, cases.select("clock", "work", value=numeric(column)))
        else:
            frame = _categories(cases.mutate(value=column), ties, unshown=_small_groups(log, key))
        if frame is not None:
            frame.insert(0, "attribute", name)
            found.append(frame)
    engine.forget(cases)
    if not found:
        return pd.DataFrame(columns=COLUMNS)
    found.sort(key=lambda frame: (-abs(frame.effect_size.iloc[0]), frame.attribute.iloc[0]))
    return pd.concat(found, ignore_index=True)[COLUMNS]


def _small_groups(log: EventLog, key: str) -> list[str]:
    """Return the posts or sections too small to be shown; of other attributes, only the number of cases counts."""
    if key not in ("role", "section"):
        return []
    prepared = prepared_for(log, key)
    return [str(prepared.names[key][code]) for code in labels_of(prepared, key, persons=False).merged]


def grouped_cases(log: EventLog, names: Sequence[str]) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield each of these attributes with a row a case: its `value` as `attributes` shows it, `clock`, `work` (µs)."""
    keys = [log.key(name) for name in names]
    cases = counted_cases(log).join(log.case_attributes(keys), "case")
    for place, (name, key) in enumerate(zip(names, keys, strict=True)):
        column = cases[f"attribute_{place}"]
        if log.events.recognised.kinds.get(name) == "number":
            table = cases.select("clock", "work", value=numeric(column))
            table = table.filter(table.value.notnull())
            edges = _edges(table) or []
            labels = _band_labels(edges)
            frame = _banded(table, edges).to_pyarrow().to_pandas()
            frame["value"] = [labels[int(band)] for band in frame.value]
        else:
            table = cases.select("clock", "work", value=column)
            grouped, _ = _grouped(table, _small_groups(log, key))
            frame = grouped.to_pyarrow().to_pandas()
        yield name, frame


def _categories(table: ir.Table, ties: int, unshown: Sequence[str] = ()) -> pd.DataFrame | None:
    grouped, order = _grouped(table, unshown)
    return None if len(order) < 4 else _compared(grouped, "category", order=order, ties=ties)


def _grouped(table: ir.Table, unshown: Sequence[str]) -> tuple[ir.Table, list[str]]:
    """Merge the values of few cases; return the values in order, the last two those for others and for none."""
    sizes = table.group_by("value").aggregate(cases=table.count()).to_pyarrow().to_pandas()
    known = sizes[sizes.value.notna()].sort_values(["cases", "value"], ascending=[False, True])
    known = known[~known.value.isin(list(unshown))]
    shown = known[known.cases >= MINIMUM_CASES].value.head(MOST_VALUES).tolist()
    missing = tell(en="(not recorded)", ja="（記録なし）")
    group = table.value.isin(shown).ifelse(table.value, others()) if shown else others()
    grouped = table.mutate(value=table.value.isnull().ifelse(missing, group))
    return grouped, [*shown, others(), missing]


def _numbers(engine: Engine, table: ir.Table) -> pd.DataFrame | None:
    table = table.filter(table.value.notnull())
    ranked = engine.keep(_ranked(_ranked(table, "work"), "value", as_="value_rank"), "numbers")
    frame = _bands(ranked)
    engine.forget(ranked)
    return frame


def _bands(table: ir.Table) -> pd.DataFrame | None:
    """Compare bands of a ranked table's `value`: fifths of the cases, at round edges."""
    edges = _edges(table)
    correlation = None if edges is None else _spearman(table)
    if edges is None or correlation is None:
        return None
    labels = _band_labels(edges)
    banded = _banded(table, edges)
    frame = _compared(banded, "number", order=list(range(len(labels))), correlation=correlation)
    if frame is not None:
        frame["value"] = [labels[int(place)] for place in frame.value]
    return frame


def _edges(table: ir.Table) -> list[float] | None:
    """Return the edges between the bands of a table's `value`; None where all values are alike."""
    bounds = table.aggregate(
        low=table.value.min(),
        high=table.value.max(),
        inner=table.value.quantile([n / BANDS for n in range(1, BANDS)]),
    )
    found = bounds.to_pyarrow().to_pylist()[0]
    if found["low"] == found["high"]:
        return None
    edges = sorted({_rounded(edge) for edge in found["inner"]})
    return _with_enough_between(table, [edge for edge in edges if found["low"] < edge <= found["high"]])


def _banded(table: ir.Table, edges: Sequence[float]) -> ir.Table:
    """Return a table with the number of its band in place of each `value`."""
    band: Any = table.value.isnull().ifelse(-1, 0)
    for edge in edges:
        band = band + (table.value >= edge).ifelse(1, 0)
    return table.mutate(value=band)


def _with_enough_between(table: ir.Table, edges: Sequence[float]) -> list[float]:
    """Leave out edges so that no band has fewer than 5 cases."""
    if not edges:
        return []
    asked = {str(place): (table.value >= edge).sum() for place, edge in enumerate(edges)}
    above = table.aggregate(total=table.count(), **asked).to_pyarrow().to_pylist()[0]
    kept, rest = [], above["total"]
    for place, edge in enumerate(edges):
        if rest - above[str(place)] >= MINIMUM_CASES and above[str(place)] >= MINIMUM_CASES:
            kept.append(edge)
            rest = above[str(place)]
    return kept


def _rounded(edge: float) -> float:
    """Round an edge to two significant digits: people read 1,200,000, not 1,187,431."""
    return float(f"{edge:.2g}")


def _band_labels(edges: Sequence[float]) -> list[str]:
    written = [f"{edge:,.0f}" if edge == int(edge) else f"{edge:,g}" for edge in edges]
    if not written:
        return [tell(en="all", ja="全体")]
    low = tell(en=f"under {written[0]}", ja=f"{written[0]}未満")
    high = tell(en=f"{written[-1]} and over", ja=f"{written[-1]}以上")
    between = [tell(en=f"{a} to under {b}", ja=f"{a}以上{b}未満") for a, b in pairwise(written)]
    return [low, *between, high]


def _ranked(table: ir.Table, column: str, as_: str = "rank") -> ir.Table:
    """Add twice the rank of a column from 1 up, equal values sharing the mean of their ranks: so it is an integer."""
    import ibis

    lower = ibis.rank().over(order_by=table[column])
    alike = table.count().over(ibis.window(group_by=column))
    return table.mutate(**{as_: 2 * lower + alike + 1})


def _ties(ranked: ir.Table) -> int:
    """Return the sum of t**3 - t over the groups of t cases with the same working time."""
    sizes = ranked.group_by("work").aggregate(alike=ranked.count())
    found = sizes.group_by("alike").aggregate(groups=sizes.count()).to_pyarrow().to_pylist()
    return sum(int(row["groups"]) * (int(row["alike"]) ** 3 - int(row["alike"])) for row in found)


def _compared(
    ranked: ir.Table,
    kind: Literal["category", "number"],
    order: list[Any],
    *,
    ties: int = 0,
    correlation: float | None = None,
) -> pd.DataFrame | None:
    """Describe the groups of a ranked table and the size of the effect."""
    import numpy as np

    groups = summarise(
        ranked, ["value"], ("mean", "median"), measures=CASE_MEASURES, rank_sum=ranked.rank.sum()
    ).rename(columns={"count": "cases"})
    total = int(groups.cases.sum())
    if len(groups) < 2 or total < 2 * MINIMUM_CASES:
        return None
    rank_sum, size = groups.rank_sum.to_numpy(dtype=float) / 2, groups.cases.to_numpy(dtype=float)
    effect = "spearman" if kind == "number" else "epsilon_squared"
    if correlation is None:
        correlation = _epsilon_squared(rank_sum, size, total, ties)
    wins = rank_sum - size * (size + 1) / 2  # Mann-Whitney's U against all other groups
    groups["cliffs_delta"] = 2 * wins / np.maximum(size * (total - size), 1) - 1
    level = sum(abs(correlation) >= bound for bound in BOUNDS[effect])
    groups = groups.assign(
        kind=kind, cases_compared=total, effect=effect, effect_size=correlation, strength=STRENGTHS[level]
    )
    place = {value: number for number, value in enumerate(order)}
    return groups.sort_values("value", key=lambda values: values.map(place), ignore_index=True)


def _spearman(ranked: ir.Table) -> float | None:
    """Return the correlation of two ranks, from sums of integers: the same whatever order an engine adds in."""
    pairs = {
        "xy": ranked.rank * ranked.value_rank,
        "xx": ranked.rank * ranked.rank,
        "yy": ranked.value_rank * ranked.value_rank,
    }
    asked: dict[str, Any] = {"count": ranked.count()}
    for name, product in pairs.items():
        asked |= {f"{name}_high": (product >> 20).sum(), f"{name}_low": (product & 0xFFFFF).sum()}
    found = {
        name: int(value or 0) for name, value in ranked.aggregate(**asked).to_pyarrow().to_pylist()[0].items()
    }
    centre = found["count"] * (found["count"] + 1) ** 2  # ranks are doubled: their mean is count + 1
    xy, xx, yy = (found[f"{name}_high"] * (1 << 20) + found[f"{name}_low"] - centre for name in pairs)
    return xy / math.sqrt(xx * yy) if xx and yy else None


def _epsilon_squared(
    rank_sum: np.ndarray[Any, Any], size: np.ndarray[Any, Any], total: int, ties: int
) -> float:
    correction = 1 - ties / (total**3 - total)
    if correction <= 0:
        return 0.0
    h = (12 / (total * (total + 1)) * float((rank_sum**2 / size).sum()) - 3 * (total + 1)) / correction
    return max(0.0, h / (total - 1))
