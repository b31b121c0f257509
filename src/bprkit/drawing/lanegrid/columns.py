"""Which column each place stands in: the longest way to it, a hand-over straight to another lane staying in its column.

Two diagrams of a pair share their columns: then a place stands in one or both of them, in a lane of each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush


@dataclass(frozen=True, slots=True)
class Stand:
    """A place: its lane in each diagram that it is in. big: it can be entered and left from above and below."""

    lanes: Mapping[int, int]
    big: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A way forward between two places in one of the diagrams."""

    source: int
    target: int
    diagram: int = 0


def columns(stands: Sequence[Stand], steps: Sequence[Step], compact: bool = True) -> list[int]:
    """Return the column of each place; steps must not run in circles."""
    count = len(stands)
    entering: list[list[Step]] = [[] for _ in range(count)]
    leaving: list[list[Step]] = [[] for _ in range(count)]
    for step in steps:
        entering[step.target].append(step)
        leaving[step.source].append(step)
    found = [0] * count
    taken: dict[tuple[int, int, int], int] = defaultdict(int)  # (diagram, lane, column): places there
    crossed: set[tuple[int, int, int]] = set()
    for place in _ordered(count, entering, leaving):
        straight = []
        column = 0
        for step in entering[place]:
            level = compact and _may_drop(step, stands, entering, leaving)
            if level:
                straight.append(step)
            column = max(column, found[step.source] + (0 if level else 1))
        held = {
            (step.diagram, lane)
            for step in straight
            if found[step.source] == column
            for lane in _between(step, stands)
        }
        own = list(stands[place].lanes.items())
        dropped = bool(held) or any(found[step.source] == column for step in straight)
        while (dropped and _blocked(own, held, column, taken, crossed)) or any(
            (diagram, lane, column) in crossed for diagram, lane in own
        ):
            column += 1
            held, dropped = set(), False
        found[place] = column
        for diagram, lane in own:
            taken[diagram, lane, column] += 1
        crossed |= {(diagram, lane, column) for diagram, lane in held}
    return found


def _may_drop(
    step: Step, stands: Sequence[Stand], entering: Sequence[Sequence[Step]], leaving: Sequence[Sequence[Step]]
) -> bool:
    """Tell whether a hand-over can run straight across the lanes: one way out, one way in, another lane."""
    source, target = stands[step.source], stands[step.target]
    return (
        source.big
        and target.big
        and source.lanes[step.diagram] != target.lanes[step.diagram]
        and sum(other.diagram == step.diagram for other in leaving[step.source]) == 1
        and sum(other.diagram == step.diagram for other in entering[step.target]) == 1
    )


def _between(step: Step, stands: Sequence[Stand]) -> range:
    one, other = sorted((stands[step.source].lanes[step.diagram], stands[step.target].lanes[step.diagram]))
    return range(one + 1, other)


def _blocked(
    own: Sequence[tuple[int, int]],
    held: set[tuple[int, int]],
    column: int,
    taken: Mapping[tuple[int, int, int], int],
    crossed: set[tuple[int, int, int]],
) -> bool:
    return any(taken.get((diagram, lane, column)) for diagram, lane in own) or any(
        taken.get((diagram, lane, column)) or (diagram, lane, column) in crossed for diagram, lane in held
    )


def _ordered(count: int, entering: Sequence[Sequence[Step]], leaving: Sequence[Sequence[Step]]) -> list[int]:
    """Return places so that each comes after all that lead to it, else in their own order."""
    missing = [len(steps) for steps in entering]
    ready = [place for place in range(count) if not missing[place]]
    heapify(ready)
    order = []
    while ready:
        place = heappop(ready)
        order.append(place)
        for step in leaving[place]:
            missing[step.target] -= 1
            if not missing[step.target]:
                heappush(ready, step.target)
    return order
