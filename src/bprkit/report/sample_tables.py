"""What a sample adds to the tables of a result: columns with the interval of each figure, and how it was drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
Table = tuple[str, list[str], list[Row]]
_ABOUT = (
    "documents",
    "cases",
    "population",
    "drawn",
    "by_chance",
    "complete",
    "register",
    "confidence",
    "spread",
)
_ENOUGH = ("precision", "population", "confidence", "spread", "mean", "median", "share")
_ENDS = ("n", "estimate", "low", "high")


def with_sample(tables: Iterator[Table], sample: Row | None) -> Iterator[Table]:
    """Yield tables, of a sampled log with `<figure>_n`, `_estimate`, `_low` and `_high` after each figure, and two of its own.

    The interval is of all documents, as is the estimate, which differs from the figure where that is a total.
    """
    if not sample:
        yield from tables
        return
    for name, columns, rows in tables:
        yield name, *_beside(columns, rows, [row for row in sample["figures"] if row["section"] == name])
    yield "sample", list(_ABOUT), [{name: sample[name] for name in _ABOUT}]
    yield "sample_enough", list(_ENOUGH), list(sample["enough"])


def _beside(
    columns: Sequence[str], rows: Sequence[Row], figures: Sequence[Row]
) -> tuple[list[str], list[Row]]:
    if not figures:
        return list(columns), list(rows)
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    names = list(figures[0]["key"])
    for figure in figures:
        ends = {f"{figure['figure']}_{end}": figure[end] for end in _ENDS}
        found.setdefault(tuple(figure["key"].values()), {}).update(ends)
    has = {figure["figure"] for figure in figures}
    listed = [
        each
        for column in columns
        for each in (column, *(f"{column}_{end}" for end in _ENDS if column in has))
    ]
    listed += [f"{name}_{end}" for name in sorted(has - set(columns)) for end in _ENDS]
    return listed, [{**row, **found.get(tuple(row[name] for name in names), {})} for row in rows]
