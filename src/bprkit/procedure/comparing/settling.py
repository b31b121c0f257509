"""Steps of two states that cannot be in doubt, found without comparing all with all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Hashable, Iterable, Mapping

from bprkit.procedure.comparing.course import Course
from bprkit.procedure.comparing.likeness import Sides
from bprkit.procedure.comparing.titles import plain_text, similarity

_VERY_LIKE = 0.9
Keys = Mapping[str, Hashable]


def settled(between: Sides) -> dict[str, str]:
    """Return the counterparts, by id, of steps that are one beyond doubt.

    Where ids are trusted: those of one id, role and nearly one title. Else, and for what is left: those whose title and
    role no other step has, then those that no other has with the same around it, and what stands next to these.
    """
    found = _by_id(between) if between.trusted else {}
    shared = (
        between.before.step_of.keys() & between.after.step_of.keys() if between.trusted else frozenset[str]()
    )
    later = between.roles.of
    left = _keys(between.before, shared, lambda role: later.get(role, ("gone", role)))
    right = _keys(between.after, shared, lambda role: role)
    found |= _unique(_without(left, found), _without(right, found.values()))
    taken = set(found.values())
    left_around, right_around = _around(between.before, left), _around(between.after, right)
    found |= _unique(_without(left_around, found), _without(right_around, taken))
    return _spread(found, between, left_around, right_around)


def _by_id(between: Sides) -> dict[str, str]:
    right = between.after.step_of
    return {
        one.id: one.id
        for one in between.before.steps
        if (other := right.get(one.id)) is not None
        and one.kind == other.kind
        and between.roles.same(one.role, other.role)
        and similarity(one.title, other.title) >= _VERY_LIKE
    }


def _keys(course: Course, leave: Container[str], role_of: Callable[[str], Hashable]) -> dict[str, Hashable]:
    """Return what each step is known by: kind, title, and role, of the earlier state as that of the later one."""
    return {
        step.id: (
            step.kind,
            plain_text(step.title.ja or step.title.en or ""),
            None if step.role is None else role_of(step.role.id),
        )
        for step in course.steps
        if step.title and step.id not in leave
    }


def _around(course: Course, keys: Keys) -> dict[str, Hashable]:
    def of_all(ids: Iterable[str]) -> Hashable:
        return frozenset(Counter(keys.get(other) for other in ids).items())

    return {key: (own, of_all(course.behind[key]), of_all(course.ahead[key])) for key, own in keys.items()}


def _unique(left: Keys, right: Keys) -> dict[str, str]:
    """Return the pairs of the keys that stand once on each side."""
    lefts, rights = Counter(left.values()), Counter(right.values())
    owner = {key: step for step, key in right.items()}
    return {step: owner[key] for step, key in left.items() if lefts[key] == 1 and rights[key] == 1}


def _without(keys: Keys, steps: Iterable[str]) -> Keys:
    gone = set(steps)
    return {step: key for step, key in keys.items() if step not in gone}


def _spread(found: dict[str, str], between: Sides, left: Keys, right: Keys) -> dict[str, str]:
    """Add what alone is of its sort beside steps that are settled, from each to the next."""
    taken = set(found.values())
    waiting = list(found.items())
    for one, other in waiting:  # grows while it is walked
        for course, course_after in (
            (between.before.ahead, between.after.ahead),
            (between.before.behind, between.after.behind),
        ):
            near = {step: left[step] for step in course[one] if step in left and step not in found}
            near_after = {
                step: right[step] for step in course_after[other] if step in right and step not in taken
            }
            new = _unique(near, near_after)
            found |= new
            taken |= set(new.values())
            waiting += new.items()
    return found
