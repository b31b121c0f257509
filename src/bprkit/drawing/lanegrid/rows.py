"""Which row of its lane each place stands in: that of the place before it where it is free, so that ways run straight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count

from bprkit.drawing.lanegrid.plan import Link, Plan


def rows(plan: Plan, column: Sequence[int]) -> tuple[list[int], list[tuple[int, int]]]:
    """Return the row of each place, counted over all lanes, and the first and last row of each lane."""
    before: dict[int, list[Link]] = defaultdict(list)
    for link in plan.links:
        if not link.back:
            before[link.target].append(link)
    local = [0] * len(plan.places)
    taken: set[tuple[int, int, int]] = set()  # (lane, column, row)
    order = sorted(
        range(len(plan.places)), key=lambda place: (column[place], _wish(place, before, local, plan), place)
    )
    for place in order:
        lane, col = plan.places[place].lane, column[place]
        wish = _wish(place, before, local, plan)
        row = next(row for row in _near(wish) if (lane, col, row) not in taken)
        local[place] = row
        taken.add((lane, col, row))
    spans, first = [], 0
    for lane in range(len(plan.strips)):
        most = max(
            (local[place] for place in range(len(local)) if plan.places[place].lane == lane), default=0
        )
        spans.append((first, first + most))
        first += most + 1
    return [spans[plan.places[place].lane][0] + local[place] for place in range(len(local))], spans


def _wish(place: int, before: dict[int, list[Link]], local: Sequence[int], plan: Plan) -> int:
    lane = plan.places[place].lane
    same = [local[link.source] for link in before[place] if plan.places[link.source].lane == lane]
    return min(same) if same else 0


def _near(wish: int) -> Iterator[int]:
    """Yield rows from the wished one outwards, downwards first."""
    yield wish
    for step in count(1):
        yield wish + step
        if step <= wish:
            yield wish - step
