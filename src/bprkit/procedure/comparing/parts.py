"""Steps that became one, and one that became several, told by titles that hold one another and by place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bprkit.procedure.comparing.course import Course, Step
from bprkit.procedure.comparing.titles import composed, coverage

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
    turn = {step.id: number for number, step in enumerate(many.steps)}
    holder = {later: earlier for earlier, later in pairs.items()}
    free = [step for step in many.steps if step.id not in pairs]
    found = []
    for whole in one.steps:
        inside = [step for step in free if coverage(step.title, whole.title) >= _HELD]
        if whole.id in holder:
            match = many.step_of[holder[whole.id]]
            inside = [match, *(step for step in inside if coverage(step.title, match.title) < _HELD)]
        group = _connected(inside, many)
        if len(group) < 2:
            continue
        free = [step for step in free if step not in group]
        covered = composed(whole.title, [step.title for step in group])
        found.append((whole.id, tuple(sorted((step.id for step in group), key=turn.__getitem__)), covered))
    return found


def _connected(group: list[Step], course: Course) -> list[Step]:
    """Return those that stand next to one another, beginning with the first."""
    kept, rest = group[:1], group[1:]
    while near := [step for step in rest if any(_neighbours(step.id, other.id, course) for other in kept)]:
        kept += near
        rest = [step for step in rest if step not in near]
    return kept


def _neighbours(one: str, other: str, course: Course) -> bool:
    return other in course.ahead[one] or one in course.ahead[other] or other in course.beside[one]
