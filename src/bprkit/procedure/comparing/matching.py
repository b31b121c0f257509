"""Which step of one state is which of another: by id where ids can be trusted, by title, role and place in the flow.

A tool that draws flows anew gives everything new ids, and may give one step the id that another had: ids count only
where titles and roles bear them out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any, Literal

from bprkit.procedure.comparing.course import Course, Step
from bprkit.procedure.comparing.parts import Parts, put_together
from bprkit.procedure.comparing.roles import Counterparts
from bprkit.procedure.comparing.titles import similarity
from bprkit.procedure.model import Task

By = Literal["id", "title", "place"]
_TITLE, _ROLE, _PLACE, _AROUND, _NATURE = 0.5, 0.15, 0.1, 0.15, 0.1
_LEAST = 0.45
_UNLIKE = 0.2  # titles less alike than this need more than a role and a place
_TITLED = 0.5
_ROUNDS = 3
_SURE_OF_ID = 0.75
_OTHER_KIND = 0.6
_OTHER_APPROVER = 0.5
_OF_A_ROLE = ("review", "concur", "inform", "review_after")
"""Acts that are what they are through who does them: the 課長's look is not the 部長's."""
_NATURE_OF = ("act", "type", "touch", "wait", "medium", "systems", "materials", "mandatory", "recorded_as")
_BLANK = Task(id="")
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Match:
    """Steps of one state that are steps of another: one and one, several and one, or one and several.

    confidence: from 0 to 1; steps that agree in everything have 1. by: what the match rests on.
    """

    before: tuple[Step, ...]
    after: tuple[Step, ...]
    confidence: float
    by: By


@dataclass(frozen=True)
class Pair:
    """A step and its counterpart."""

    before: str
    after: str
    score: float
    by: By


def match_steps(before: Course, after: Course, roles: Counterparts) -> tuple[Match, ...]:
    """Return the matches in the order of the earlier state; steps in none were removed or added.

    >>> from bprkit.procedure.comparing.course import course_of
    >>> from bprkit.procedure.comparing.roles import counterparts
    >>> from bprkit.procedure.model import Procedure, Title
    >>> paper = Procedure(id="p", nodes=(Task(id="a", title=Title("受付け")), Task(id="b", title=Title("印刷"))))
    >>> online = Procedure(id="p", nodes=(Task(id="x", title=Title("受け付け")),))
    >>> matches = match_steps(course_of(paper), course_of(online), counterparts(paper, online))
    >>> [(match.before[0].id, match.after[0].id, match.by) for match in matches]
    [('a', 'x', 'title')]
    """
    pairs = _pairs(before, after, roles)
    left, right = before.step_of, after.step_of
    parts = put_together(before, after, {pair.before: pair.after for pair in pairs})
    score_of = {pair.before: pair for pair in pairs}
    found = [_of_parts(part, score_of, left, right) for part in parts]
    used = {step.id for match in found for step in match.before}
    used_after = {step.id for match in found for step in match.after}
    found += [
        Match((left[pair.before],), (right[pair.after],), _rounded(pair.score), pair.by)
        for pair in pairs
        if pair.before not in used and pair.after not in used_after
    ]
    turn = {step.id: number for number, step in enumerate(before.steps)}
    return tuple(sorted(found, key=lambda match: turn[match.before[0].id]))


def _of_parts(
    parts: Parts, score_of: Mapping[str, Pair], left: Mapping[str, Step], right: Mapping[str, Step]
) -> Match:
    pair = next((score_of[key] for key in parts.before if key in score_of), None)
    score = fmean((parts.covered, pair.score)) if pair is not None else parts.covered
    return Match(
        tuple(left[key] for key in parts.before),
        tuple(right[key] for key in parts.after),
        _rounded(score),
        "title",
    )


def _rounded(score: float) -> float:
    return round(min(max(score, 0.0), 1.0), 2)


def _pairs(before: Course, after: Course, roles: Counterparts) -> list[Pair]:
    """Return the pairs of the best assignment; what stands around a step is known from the second round on."""
    if not before.steps or not after.steps:
        return []
    trusted = _ids_can_be_trusted(before, after, roles)
    known_of = {step.id: _facts(step) for step in after.steps}
    plain = [
        [_likeness(one, other, before, after, roles, facts, known_of[other.id]) for other in after.steps]
        for one, facts in ((one, _facts(one)) for one in before.steps)
    ]
    known: dict[str, str] = {}
    chosen: list[Pair] = []
    for number in range(_ROUNDS):
        chosen = _assigned(before, after, plain, known if number else None, trusted)
        found = {pair.before: pair.after for pair in chosen}
        if number and found == known:
            break
        known = found
    return chosen


@dataclass(frozen=True)
class _Likeness:
    title: float
    score: float
    factor: float
    telling: bool


def _likeness(
    one: Step,
    other: Step,
    before: Course,
    after: Course,
    roles: Counterparts,
    facts: Facts,
    facts_after: Facts,
) -> _Likeness:
    alike = similarity(one.title, other.title)
    same_role = roles.same(one.role, other.role)
    role = 1.0 if same_role else 0.5 if one.role is None or other.role is None else 0.0
    place = 1 - abs(before.place[one.id] - after.place[other.id])
    nature, told = _nature(one, other, facts, facts_after)
    factor = 1.0 if one.kind == other.kind else _OTHER_KIND
    acts = [step.task.act for step in (one, other) if step.task is not None]
    if not same_role and len(acts) == 2 and all(act in _OF_A_ROLE for act in acts):
        factor *= _OTHER_APPROVER
    score = _TITLE * alike + _ROLE * role + _PLACE * place + _NATURE * nature
    same_act = len(acts) == 2 and acts[0] is not None and acts[0] == acts[1]
    telling = alike >= _UNLIKE or same_act or _recorded_alike(one, other) or (nature >= 0.8 and told >= 3)
    return _Likeness(alike, score, factor, telling)


def _nature(one: Step, other: Step, left: Facts, right: Facts) -> tuple[float, int]:
    """Return how much of what is known of both agrees, and how much there was to compare."""
    if one.task is None or other.task is None:
        return (1.0, 0) if one.kind == other.kind else (0.0, 0)
    known = left.keys() | right.keys()
    same = sum(name in left and name in right and left[name] == right[name] for name in known)
    return (same / len(known) if known else 1.0), len(known)


def _facts(step: Step) -> Facts:
    """Return what is known of a task, by the names of its fields."""
    if step.task is None:
        return {}
    own = {name: getattr(step.task, name) for name in _NATURE_OF}
    return {name: value for name, value in own.items() if value != getattr(_BLANK, name)}


def _recorded_alike(one: Step, other: Step) -> bool:
    return (
        one.task is not None
        and other.task is not None
        and bool(set(one.task.recorded_as) & set(other.task.recorded_as))
    )


def _assigned(
    before: Course,
    after: Course,
    plain: Sequence[Sequence[_Likeness]],
    known: Mapping[str, str] | None,
    trusted: bool,
) -> list[Pair]:
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    scores: Any = np.zeros((len(before.steps), len(after.steps)))
    for row, one in enumerate(before.steps):
        for column, other in enumerate(after.steps):
            scores[row, column] = _score(
                plain[row][column], one, other, _around(one.id, other.id, before, after, known), trusted
            )
    rows, columns = linear_sum_assignment(scores, maximize=True)
    chosen = []
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        score = float(scores[row, column])
        if score >= _LEAST:
            one, other = before.steps[row], after.steps[column]
            chosen.append(Pair(one.id, other.id, score, _rests_on(one, other, plain[row][column], trusted)))
    return chosen


def _score(likeness: _Likeness, one: Step, other: Step, around: float | None, trusted: bool) -> float:
    score = likeness.score / (1 - _AROUND) if around is None else likeness.score + _AROUND * around
    if trusted and one.id == other.id:
        return _SURE_OF_ID + (1 - _SURE_OF_ID) * score
    return score * likeness.factor if likeness.telling else 0.0


def _rests_on(one: Step, other: Step, likeness: _Likeness, trusted: bool) -> By:
    if trusted and one.id == other.id:
        return "id"
    return "title" if likeness.title >= _TITLED else "place"


def _around(
    one: str, other: str, before: Course, after: Course, known: Mapping[str, str] | None
) -> float | None:
    if known is None:
        return None
    ahead = _shared(before.ahead[one], after.ahead[other], known)
    behind = _shared(before.behind[one], after.behind[other], known)
    return (ahead + behind) / 2


def _shared(left: Iterable[str], right: frozenset[str], known: Mapping[str, str]) -> float:
    own = list(left)
    if not own and not right:
        return 1.0
    return 2 * sum(known.get(key) in right for key in own) / (len(own) + len(right))


def _ids_can_be_trusted(before: Course, after: Course, roles: Counterparts) -> bool:
    """Tell whether most of the ids that both have belong to steps that are alike."""
    right = after.step_of
    shared = [(step, right[step.id]) for step in before.steps if step.id in right]
    agree = sum(
        similarity(one.title, other.title) >= _TITLED and roles.same(one.role, other.role)
        for one, other in shared
    )
    return bool(shared) and 2 * agree >= len(shared)
