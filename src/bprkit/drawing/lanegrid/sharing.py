"""Columns that several states share, so that steps that are one another stand below one another."""

from __future__ import annotations

from collections.abc import Sequence

from bprkit.drawing.lanegrid.columns import Stand, Step, columns
from bprkit.drawing.lanegrid.plan import Plan


def shared_columns(plans: Sequence[Plan], twins: Sequence[Sequence[tuple[int, int]]]) -> list[list[int]]:
    """Return the columns of all plans, twins in the same one as long as no way has to run backwards for it."""
    first = [sum(len(planned.places) for planned in plans[:number]) for number in range(len(plans))]
    name = list(range(sum(len(planned.places) for planned in plans)))
    ways = [
        (start + link.source, start + link.target, number)
        for number, (start, planned) in enumerate(zip(first, plans, strict=True))
        for link in planned.links
        if not link.back
    ]
    for number, pairs in enumerate(twins):
        for left, right in pairs:
            later = first[number + 1] + right
            name[later] = name[first[number] + left]
            if _circular(name, ways):
                name[later] = later
    number_of = {key: number for number, key in enumerate(sorted(set(name)))}
    lanes: list[dict[int, int]] = [{} for _ in number_of]
    big = [True] * len(number_of)
    for diagram, (start, planned) in enumerate(zip(first, plans, strict=True)):
        for place, found in enumerate(planned.places):
            at = number_of[name[start + place]]
            lanes[at][diagram] = found.lane
            big[at] &= not found.small
    stands = [Stand(where, large) for where, large in zip(lanes, big, strict=True)]
    steps = [
        Step(number_of[name[source]], number_of[name[target]], diagram) for source, target, diagram in ways
    ]
    column = columns(stands, steps)
    return [
        [column[number_of[key]] for key in name[start : start + len(planned.places)]]
        for start, planned in zip(first, plans, strict=True)
    ]


def _circular(name: Sequence[int], ways: Sequence[tuple[int, int, int]]) -> bool:
    leaving: dict[int, set[int]] = {}
    missing: dict[int, int] = {}
    for source, target, _ in ways:
        one, other = name[source], name[target]
        if other not in leaving.setdefault(one, set()):
            leaving[one].add(other)
            missing[other] = missing.get(other, 0) + 1
    ready = [key for key in leaving if not missing.get(key)]
    seen = 0
    while ready:
        key = ready.pop()
        seen += 1
        for target in leaving.get(key, ()):
            missing[target] -= 1
            if not missing[target]:
                ready.append(target)
    return seen < len(set(leaving) | set(missing))
