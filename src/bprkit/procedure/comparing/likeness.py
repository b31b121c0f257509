"""How alike two steps are: by title, role, place in the flow, what is known of them, and what stands around them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bprkit.procedure.comparing.course import Course, Step
from bprkit.procedure.comparing.roles import Counterparts
from bprkit.procedure.comparing.titles import similarity, speak_alike
from bprkit.procedure.model import Task

By = Literal["id", "title", "place"]
TITLED = 0.5
_TITLE, _ROLE, _PLACE, _AROUND, _NATURE = 0.5, 0.15, 0.1, 0.15, 0.1
_UNLIKE = 0.2  # titles less alike than this need more than a role and a place
_SURE_OF_ID = 0.75
_OTHER_KIND = 0.6
_OTHER_APPROVER = 0.5
_OF_A_ROLE = ("review", "concur", "inform", "review_after")
"""Acts that are what they are through who does them: the 課長's look is not the 部長's."""
_NATURE_OF = ("act", "type", "touch", "wait", "medium", "systems", "materials", "mandatory", "recorded_as")
_BLANK = Task(id="")
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Likeness:
    """title: how alike the titles are. score: of all but what stands around, times `factor` unless the id decides.

    telling: whether there is enough to take one for the other.
    """

    title: float
    score: float
    factor: float
    telling: bool


@dataclass(frozen=True)
class Sides:
    """The two states that are compared. trusted: whether their ids tell which step is which."""

    before: Course
    after: Course
    roles: Counterparts
    trusted: bool


def sides(before: Course, after: Course, roles: Counterparts) -> Sides:
    """Return the two states; ids are trusted where most of those that both have belong to steps that are alike."""
    right = after.step_of
    shared = [(step, right[step.id]) for step in before.steps if step.id in right]
    agree = sum(
        (similarity(one.title, other.title) >= TITLED or _titled_in_two_languages(one, other))
        and roles.same(one.role, other.role)
        for one, other in shared
    )
    return Sides(before, after, roles, bool(shared) and 2 * agree >= len(shared))


def _titled_in_two_languages(one: Step, other: Step) -> bool:
    return bool(one.title and other.title) and not speak_alike(one.title, other.title)


def likeness(one: Step, other: Step, between: Sides, facts: Facts, facts_after: Facts) -> Likeness:
    """Return how alike two steps are, whatever stands around them."""
    alike = similarity(one.title, other.title)
    same_role = between.roles.same(one.role, other.role)
    role = 1.0 if same_role else 0.5 if one.role is None or other.role is None else 0.0
    place = 1 - abs(between.before.place[one.id] - between.after.place[other.id])
    nature, told = _nature(one, other, facts, facts_after)
    factor = 1.0 if one.kind == other.kind else _OTHER_KIND
    acts = [step.task.act for step in (one, other) if step.task is not None]
    if not same_role and len(acts) == 2 and all(act in _OF_A_ROLE for act in acts):
        factor *= _OTHER_APPROVER
    score = _TITLE * alike + _ROLE * role + _PLACE * place + _NATURE * nature
    same_act = len(acts) == 2 and acts[0] is not None and acts[0] == acts[1]
    telling = alike >= _UNLIKE or same_act or _recorded_alike(one, other) or (nature >= 0.8 and told >= 3)
    return Likeness(alike, score, factor, telling)


def _nature(one: Step, other: Step, left: Facts, right: Facts) -> tuple[float, int]:
    """Return how much of what is known of both agrees, and how much there was to compare."""
    if one.task is None or other.task is None:
        return (1.0, 0) if one.kind == other.kind else (0.0, 0)
    known = left.keys() | right.keys()
    same = sum(name in left and name in right and left[name] == right[name] for name in known)
    return (same / len(known) if known else 1.0), len(known)


def facts_of(step: Step) -> Facts:
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


def score_of(alike: Likeness, one: str, other: str, between: Sides, known: Mapping[str, str] | None) -> float:
    """Return how surely two steps are one; `known`: the counterparts of the steps around, once there are any."""
    score = alike.score / (1 - _AROUND)
    if known is not None:
        score = alike.score + _AROUND * _around(one, other, between, known)
    if between.trusted and one == other:
        return _SURE_OF_ID + (1 - _SURE_OF_ID) * score
    return score * alike.factor if alike.telling else 0.0


def rests_on(alike: Likeness, one: str, other: str, between: Sides) -> By:
    """Return what tells that two steps are one."""
    if between.trusted and one == other:
        return "id"
    return "title" if alike.title >= TITLED else "place"


def _around(one: str, other: str, between: Sides, known: Mapping[str, str]) -> float:
    before, after = between.before, between.after
    ahead = _shared(before.ahead[one], after.ahead[other], known)
    behind = _shared(before.behind[one], after.behind[other], known)
    return (ahead + behind) / 2


def _shared(left: Iterable[str], right: frozenset[str], known: Mapping[str, str]) -> float:
    own = list(left)
    if not own and not right:
        return 1.0
    return 2 * sum(known.get(key) in right for key in own) / (len(own) + len(right))
