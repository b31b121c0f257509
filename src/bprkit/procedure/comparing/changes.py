"""What changed between two states, step by step: one frozen `Change` a finding, with the steps on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from bprkit.procedure.comparing.course import Course, Guard, Return, Step
from bprkit.procedure.comparing.matching import Match
from bprkit.procedure.comparing.order import changed_order
from bprkit.procedure.comparing.roles import Counterparts
from bprkit.procedure.comparing.titles import same_title
from bprkit.procedure.model import Message, Task, Timer

ChangeKind = Literal[
    "removed",
    "added",
    "merged",
    "split",
    "moved",
    "parallel",
    "serial",
    "reordered",
    "for_information",
    "retimed",
    "remediumed",
    "reconditioned",
    "retitled",
    "altered",
]
Aspect = Literal[
    "role",
    "order",
    "touch",
    "wait",
    "medium",
    "reached",
    "return",
    "title",
    "act",
    "type",
    "materials",
    "systems",
    "batch",
    "mandatory",
    "demanded_order",
    "delegated",
    "period",
    "deadline",
    "partner",
    "direction",
]


@dataclass(frozen=True)
class Change:
    """One change: what kind, of which steps, and for a change of something, what it was and what it becomes.

    before: steps of the earlier state, none for one that was added; after: of the later, none for one that was removed.
    was, becomes: a value of the model for `aspect` (a distribution, a `Wait`, a role, a set of guards …). confidence:
    of the match that it rests on; 1 where a step stands alone.
    """

    kind: ChangeKind
    before: tuple[Step, ...] = ()
    after: tuple[Step, ...] = ()
    aspect: Aspect | None = None
    was: Any = None
    becomes: Any = None
    confidence: float = 1.0


ORDER: tuple[ChangeKind, ...] = (
    "removed",
    "added",
    "merged",
    "split",
    "moved",
    "for_information",
    "parallel",
    "serial",
    "reordered",
    "reconditioned",
    "retimed",
    "remediumed",
    "retitled",
    "altered",
)
_TASK_ASPECTS: tuple[Aspect, ...] = ("act", "type", "materials", "systems", "batch", "mandatory", "delegated")


def changes_between(
    before: Course, after: Course, matches: tuple[Match, ...], roles: Counterparts
) -> tuple[Change, ...]:
    """Return all changes, kind by kind, each in the order of the flow."""
    single = [match for match in matches if len(match.before) == len(match.after) == 1]
    found = [
        *_come_and_gone(before, after, matches),
        *(change for match in matches for change in _of_steps(match, roles)),
        *_ordered(before, after, single),
        *_reached(before, after, single),
        *_returned(before, after, matches),
        *_demanded(before, after, matches),
    ]
    return tuple(
        sorted(found, key=lambda change: ORDER.index(change.kind))
    )  # stable: the flow's order is kept


def _come_and_gone(before: Course, after: Course, matches: Iterable[Match]) -> Iterator[Change]:
    left = {step.id for match in matches for step in match.before}
    right = {step.id for match in matches for step in match.after}
    for step in before.steps:
        if step.id not in left:
            yield Change("removed", before=(step,))
    for step in after.steps:
        if step.id not in right:
            yield Change("added", after=(step,))


def _of_steps(match: Match, roles: Counterparts) -> Iterator[Change]:
    if len(match.before) > 1 or len(match.after) > 1:
        kind: ChangeKind = "merged" if len(match.before) > 1 else "split"
        was, becomes = (_minutes(steps) for steps in (match.before, match.after))
        aspect: Aspect | None = None if was == becomes else "touch"
        yield Change(kind, match.before, match.after, aspect, was, becomes, match.confidence)
        return
    one, other = match.before[0], match.after[0]
    for kind, aspect, was, becomes in _differences(one, other, roles):
        yield Change(kind, match.before, match.after, aspect, was, becomes, match.confidence)


def _minutes(steps: Iterable[Step]) -> float | None:
    known = [step.task.touch.mean for step in steps if step.task is not None and step.task.touch is not None]
    return sum(known) if known else None


Difference = tuple[ChangeKind, Aspect, Any, Any]


def _differences(one: Step, other: Step, roles: Counterparts) -> Iterator[Difference]:
    if not roles.same(one.role, other.role):
        yield "moved", "role", one.role, other.role
    if not same_title(one.title, other.title):
        yield "retitled", "title", one.title, other.title
    wait, wait_after = (getattr(step.node, "wait", None) for step in (one, other))
    if wait != wait_after:
        yield "retimed", "wait", wait, wait_after
    if one.task is not None and other.task is not None:
        yield from _of_tasks(one.task, other.task)
    elif one.kind != other.kind:
        yield "altered", "type", one.kind, other.kind
    for kind, aspects in ((Timer, ("period", "deadline")), (Message, ("partner", "direction"))):
        if isinstance(one.node, kind) and isinstance(other.node, kind):
            for aspect in aspects:
                was, becomes = getattr(one.node, aspect), getattr(other.node, aspect)
                if was != becomes:
                    yield "altered", aspect, was, becomes  # type: ignore[misc]


def _of_tasks(one: Task, other: Task) -> Iterator[Difference]:
    if one.touch != other.touch:
        yield "retimed", "touch", one.touch, other.touch
    if set(one.medium) != set(other.medium):
        yield "remediumed", "medium", one.medium, other.medium
    for aspect in _TASK_ASPECTS:
        was, becomes = getattr(one, aspect), getattr(other, aspect)
        if aspect == "act" and (was, becomes) == ("concur", "inform"):
            yield "for_information", aspect, was, becomes
        elif was != becomes:
            yield "altered", aspect, was, becomes


def _ordered(before: Course, after: Course, single: list[Match]) -> Iterator[Change]:
    pairs = [(match.before[0].id, match.after[0].id) for match in single]
    sure = {match.before[0].id: match.confidence for match in single}
    for kind, group in changed_order(before, after, pairs):
        left = tuple(before.step_of[one] for one, _ in group)
        right = tuple(after.step_of[other] for _, other in group)
        yield Change(kind, left, right, "order", confidence=min(sure[step.id] for step in left))


def _reached(before: Course, after: Course, single: list[Match]) -> Iterator[Change]:
    """Yield one change for all steps whose conditions changed in the same way."""
    groups: dict[tuple[frozenset[Guard], frozenset[Guard]], list[Match]] = {}
    for match in single:
        old, new = before.guards[match.before[0].id], after.guards[match.after[0].id]
        if old != new:
            groups.setdefault((old - new, new - old), []).append(match)
    for (lost, gained), group in groups.items():
        yield Change(
            "reconditioned",
            tuple(match.before[0] for match in group),
            tuple(match.after[0] for match in group),
            "reached",
            tuple(sorted(lost, key=str)),
            tuple(sorted(gained, key=str)),
            min(match.confidence for match in group),
        )


def _returned(before: Course, after: Course, matches: tuple[Match, ...]) -> Iterator[Change]:
    """Yield the ways back that have another share, that came, or that went though the steps at both ends stayed."""
    later = {one.id: {other.id for other in match.after} for match in matches for one in match.before}
    earlier = {other.id: {one.id for one in match.before} for match in matches for other in match.after}
    sure = {step.id: match.confidence for match in matches for step in match.before}
    new = dict(enumerate(after.returns))
    leading_to: dict[str, list[int]] = {}
    for number, way in new.items():
        for step in way.target:
            leading_to.setdefault(step, []).append(number)
    for way in before.returns:
        source, target = _carried(way.source, later), _carried(way.target, later)
        near = sorted({number for step in target for number in leading_to.get(step, ()) if number in new})
        same = [number for number in near if new[number].source & source or not source]
        shared = [len(new[number].source & source) for number in same]
        found = new.pop(same[shared.index(max(shared))]) if same else None
        if found is None and not (source and target):
            continue  # that a step is gone says enough
        if found is None or found.guards != way.guards:
            steps = _some(after, source if found is None else found.source)
            confidence = min((sure[key] for key in way.source if key in sure), default=1.0)
            yield _return(_some(before, way.source), steps, way, found, confidence)
    for way in new.values():
        source = _carried(way.source, earlier)
        if source and _carried(way.target, earlier):
            confidence = min(sure[key] for key in source)
            yield _return(_some(before, source), _some(after, way.source), None, way, confidence)


def _return(
    before: tuple[Step, ...],
    after: tuple[Step, ...],
    was: Return | None,
    becomes: Return | None,
    confidence: float,
) -> Change:
    old, new = (() if way is None else tuple(sorted(way.guards, key=str)) for way in (was, becomes))
    return Change("reconditioned", before, after, "return", old, new, confidence)


def _demanded(before: Course, after: Course, matches: tuple[Match, ...]) -> Iterator[Change]:
    """Yield the demanded orders that do not hold any more though the steps on both sides stayed."""
    later = {one.id: {other.id for other in match.after} for match in matches for one in match.before}
    for demand in before.demands:
        source, target = _carried(demand.source, later), _carried(demand.target, later)
        broken = [
            step
            for step in target
            if step not in source and not any(after.earlier.holds(step, other) for other in source)
        ]
        if source and broken:
            steps = _some(before, demand.source) + _some(before, demand.target)
            yield Change("altered", steps, _some(after, source | target), "demanded_order", demand.citation)


def _carried(keys: frozenset[str], counterparts: dict[str, set[str]]) -> frozenset[str]:
    return frozenset(other for key in keys for other in counterparts.get(key, ()))


def _some(course: Course, keys: frozenset[str]) -> tuple[Step, ...]:
    """Return the steps of these ids in the order of the flow."""
    return tuple(
        course.step_of[key] for key in sorted(keys & course.turn.keys(), key=course.turn.__getitem__)
    )
