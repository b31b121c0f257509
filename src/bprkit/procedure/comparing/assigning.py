"""The best counterparts for steps that are in doubt: all with all where they are few, else those with a title in common."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from bprkit.procedure.comparing.course import Step
from bprkit.procedure.comparing.likeness import Sides
from bprkit.procedure.comparing.titles import plain_text, title_pairs

FEW = 20_000
"""Pairs of steps that are all compared."""
_COMMON = 48
_NEAR_IN_PLACE = 8
_MOST_EACH = 16
_MOST_AT_ONCE = 1_000_000
Cell = tuple[int, int]


def candidates(
    left: Sequence[Step], right: Sequence[Step], between: Sides, settled: Mapping[str, str]
) -> Iterable[Cell]:
    """Return the places of the pairs that are worth a look."""
    if len(left) * len(right) <= FEW:
        return [(row, column) for row in range(len(left)) for column in range(len(right))]
    return list(_likely(left, right, between, settled))


def _likely(
    left: Sequence[Step], right: Sequence[Step], between: Sides, settled: Mapping[str, str]
) -> Iterator[Cell]:
    """Yield for each step those that share the rarest parts of the title, the id, or settled neighbours with it."""
    place = between.after.place
    holding: dict[Hashable, list[int]] = defaultdict(list)
    by_place = sorted(range(len(right)), key=lambda column: place[right[column].id])
    for column in by_place:
        for part in _parts(right[column]):
            holding[part].append(column)
    at = {part: [place[right[column].id] for column in columns] for part, columns in holding.items()}
    column_of = {step.id: column for column, step in enumerate(right)}
    for row, step in enumerate(left):
        weights: dict[int, float] = defaultdict(float)
        here = between.before.place[step.id]
        for part in _parts(step):
            columns = holding.get(part, [])
            if len(columns) > _COMMON:
                middle = bisect_left(at[part], here)
                columns = columns[max(middle - _NEAR_IN_PLACE, 0) : middle + _NEAR_IN_PLACE]
            for column in columns:
                weights[column] += 1 / len(holding[part])
        kept = set(sorted(weights, key=lambda column: (-weights[column], column))[:_MOST_EACH])
        near = _beside_settled(step.id, between, settled)
        kept |= {column_of[other] for other in (step.id, *near) if other in column_of}
        yield from ((row, column) for column in sorted(kept))


def _parts(step: Step) -> set[Hashable]:
    recorded = step.task.recorded_as if step.task is not None else ()
    title = step.title.ja or step.title.en or ""
    return {plain_text(title), *title_pairs(step.title), *(("recorded", name) for name in recorded)}


def _beside_settled(step: str, between: Sides, settled: Mapping[str, str]) -> Iterator[str]:
    before, after = between.before, between.after
    for other in before.behind[step]:
        if other in settled:
            yield from after.ahead[settled[other]]
    for other in before.ahead[step]:
        if other in settled:
            yield from after.behind[settled[other]]


def assigned(scores: Mapping[Cell, float], least: float) -> list[Cell]:
    """Return the pairs that together score most, each step in one of them; none that scores less than `least`."""
    found = [cell for part in _hanging_together(scores) for cell in _best(part, scores)]
    return sorted(cell for cell in found if scores.get(cell, 0.0) >= least)


def _best(cells: Sequence[Cell], scores: Mapping[Cell, float]) -> list[Cell]:
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    rows, columns = sorted({row for row, _ in cells}), sorted({column for _, column in cells})
    if len(rows) * len(columns) > _MOST_AT_ONCE:
        return _surest_first(cells, scores)
    row_of = {row: number for number, row in enumerate(rows)}
    column_of = {column: number for number, column in enumerate(columns)}
    matrix: Any = np.zeros((len(rows), len(columns)))
    for row, column in cells:
        matrix[row_of[row], column_of[column]] = scores[row, column]
    chosen = linear_sum_assignment(matrix, maximize=True)
    return [
        (rows[row], columns[column]) for row, column in zip(*(each.tolist() for each in chosen), strict=True)
    ]


def _surest_first(cells: Iterable[Cell], scores: Mapping[Cell, float]) -> list[Cell]:
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    for row, column in sorted(cells, key=lambda cell: (-scores[cell], cell)):
        if row not in chosen and column not in taken:
            chosen[row] = column
            taken.add(column)
    return list(chosen.items())


def _hanging_together(scores: Mapping[Cell, float]) -> list[list[Cell]]:
    """Return the pairs in groups that have no step in common."""
    columns_of: dict[int, list[int]] = defaultdict(list)
    rows_of: dict[int, list[int]] = defaultdict(list)
    for row, column in scores:
        columns_of[row].append(column)
        rows_of[column].append(row)
    groups: list[list[Cell]] = []
    seen: set[int] = set()
    seen_columns: set[int] = set()
    for first in sorted(columns_of):
        if first in seen:
            continue
        seen.add(first)
        waiting, group = [first], []
        while waiting:
            row = waiting.pop()
            for column in columns_of[row]:
                group.append((row, column))
                if column not in seen_columns:
                    seen_columns.add(column)
                    new = [other for other in rows_of[column] if other not in seen]
                    seen.update(new)
                    waiting += new
        groups.append(sorted(group))
    return groups
