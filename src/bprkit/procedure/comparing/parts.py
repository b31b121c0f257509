"""Steps that became one, and one that became several, told by titles that hold one another and by place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from bprkit.procedure.comparing.course import Course, Step
from bprkit.procedure.comparing.titles import all_signs, composed, coverage, telling_signs

_HELD = 0.75  # of a title, to be found in the other


@dataclass(frozen=True)
class Parts:
    """Ids of steps before and after, one side of which is a single step, and how much of its title they cover."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    covered: float


def put_together(before: Course, after: Course, pairs: Mapping[str, str]) -> list[Parts]:
    """Return the merged and the split steps; `pairs` are the steps matched one to one."""
    merged = _gathered(before, after, pairs)
    split = _gathered(after, before, {later: earlier for earlier, later in pairs.items()})
    gone_in = {key for _, many, _ in merged for key in many}
    wholes = {whole for whole, _, _ in merged}
    return [
        *(Parts(many, (whole,), covered) for whole, many, covered in merged),
        *(
            Parts((whole,), many, covered)
            for whole, many, covered in split
            if whole not in gone_in and not wholes & set(many)
        ),
    ]


def _gathered(
    many: Course, one: Course, pairs: Mapping[str, str]
) -> list[tuple[str, tuple[str, ...], float]]:
    """Return steps of `one` with the steps of `many` that went into each, at least two, in the order of the flow."""
    holder = {later: earlier for earlier, later in pairs.items()}
    free = [step for step in many.steps if step.id not in pairs]
    held = _held(free, one)
    gone: set[str] = set()
    found = []
    for whole in one.steps:
        inside = [step for step in held.get(whole.id, ()) if step.id not in gone]
        if whole.id in holder:
            match = many.step_of[holder[whole.id]]
            inside = [match, *(step for step in inside if coverage(step.title, match.title) < _HELD)]
        group = _connected(inside, many)
        if len(group) < 2:
            continue
        gone |= {step.id for step in group}
        covered = composed(whole.title, [step.title for step in group])
        found.append(
            (whole.id, tuple(sorted((step.id for step in group), key=many.turn.__getitem__)), covered)
        )
    return found


def _held(parts: Sequence[Step], course: Course) -> dict[str, list[Step]]:
    """Return for the steps of a course those whose title is found in theirs, in their order.

    Of a title that is found, all signs but a few are there: one at least of its rarest, one more than may be missing.
    """
    if not parts:
        return {}
    holders: dict[tuple[str, ...], list[Step]] = {}
    for whole in course.steps:
        for sign in all_signs(whole.title):
            holders.setdefault(sign, []).append(whole)
    found: dict[str, list[Step]] = {}
    for part in parts:
        likely: dict[str, Step] = {}
        for signs in telling_signs(part.title):
            may_miss = len(signs) - ceil(_HELD * len(signs))
            for sign in sorted(signs, key=lambda sign: len(holders.get(sign, ())))[: may_miss + 1]:
                likely |= {whole.id: whole for whole in holders.get(sign, ())}
        for whole in likely.values():
            if coverage(part.title, whole.title) >= _HELD:
                found.setdefault(whole.id, []).append(part)
    return found


def _connected(group: list[Step], course: Course) -> list[Step]:
    """Return those that stand next to one another, beginning with the first."""
    kept, rest = group[:1], group[1:]
    while near := [step for step in rest if any(_neighbours(step.id, other.id, course) for other in kept)]:
        kept += near
        joined = {step.id for step in near}
        rest = [step for step in rest if step.id not in joined]
    return kept


def _neighbours(one: str, other: str, course: Course) -> bool:
    return other in course.ahead[one] or one in course.ahead[other] or course.beside.holds(one, other)
