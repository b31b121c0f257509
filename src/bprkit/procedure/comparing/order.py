"""Which steps change places between two states, and which come to run side by side or one after the other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from bprkit.procedure.comparing.course import Course

OrderKind = Literal["parallel", "serial", "reordered"]
Group = tuple[tuple[str, str], ...]


def changed_order(
    before: Course, after: Course, pairs: Sequence[tuple[str, str]]
) -> Iterator[tuple[OrderKind, Group]]:
    """Yield groups of pairs (id before, id after) that were made parallel or serial, and single ones that moved."""
    yield from (("parallel", group) for group in _side_by_side(before, after, pairs))
    turned = [(other, one) for one, other in pairs]
    for group in _side_by_side(after, before, turned):
        yield "serial", tuple((one, other) for other, one in group)
    yield from (("reordered", (pair,)) for pair in _moved(before, after, pairs))


def _side_by_side(first: Course, second: Course, pairs: Sequence[tuple[str, str]]) -> list[Group]:
    """Return pairs one after the other in the first course and side by side in the second, those that hang together."""
    joined: dict[int, set[int]] = {}
    number_of = {other: number for number, (_, other) in enumerate(pairs)}
    for number, (one, other) in enumerate(pairs):
        for other_more in second.beside[other] & number_of.keys():
            more = number_of[other_more]
            one_more = pairs[more][0]
            if first.earlier.holds(one_more, one) or first.earlier.holds(one, one_more):
                joined.setdefault(number, set()).add(more)
    groups, seen = [], set[int]()
    for number in sorted(joined):
        if number not in seen:
            group = _hanging_together(number, joined)
            seen |= group
            groups.append(tuple(pairs[member] for member in sorted(group)))
    return groups


def _hanging_together(first: int, joined: Mapping[int, set[int]]) -> set[int]:
    group, waiting = {first}, [first]
    while waiting:
        new = joined[waiting.pop()] - group
        group |= new
        waiting += new
    return group


def _moved(before: Course, after: Course, pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the fewest pairs that have to move for the others to keep their order."""
    in_order = sorted(pairs, key=lambda pair: before.turn[pair[0]])
    kept = _longest_rising([after.turn[other] for _, other in in_order])
    staying = [pair for number, pair in enumerate(in_order) if number in kept]
    return [
        pair
        for number, pair in enumerate(in_order)
        if number not in kept and any(_turned(pair, other, before, after) for other in staying)
    ]


def _turned(pair: tuple[str, str], other: tuple[str, str], before: Course, after: Course) -> bool:
    """Tell whether two steps stand in the opposite order, and not merely side by side in one of the states."""
    (one, one_after), (two, two_after) = pair, other
    return (before.earlier.holds(two, one) and after.earlier.holds(one_after, two_after)) or (
        before.earlier.holds(one, two) and after.earlier.holds(two_after, one_after)
    )


def _longest_rising(numbers: Sequence[int]) -> frozenset[int]:
    """Return the places of a longest rising sequence."""
    ends: list[int] = []
    at: list[int] = []
    previous: list[int | None] = []
    for place, number in enumerate(numbers):
        length = bisect_left(ends, number)
        previous.append(at[length - 1] if length else None)
        ends[length : length + 1] = [number]
        at[length : length + 1] = [place]
    kept = set()
    place_kept = at[-1] if at else None
    while place_kept is not None:
        kept.add(place_kept)
        place_kept = previous[place_kept]
    return frozenset(kept)
