"""Which step of one state is which of another: by id where ids can be trusted, by title, role and place in the flow.

A tool that draws flows anew gives everything new ids, and may give one step the id that another had: ids count only
where titles and roles bear them out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean

from bprkit.procedure.comparing.assigning import FEW, assigned, candidates
from bprkit.procedure.comparing.course import Course, Step
from bprkit.procedure.comparing.likeness import By, facts_of, likeness, rests_on, score_of, sides
from bprkit.procedure.comparing.parts import Parts, put_together
from bprkit.procedure.comparing.roles import Counterparts
from bprkit.procedure.comparing.settling import settled

_LEAST = 0.45
_ROUNDS = 3


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
    >>> from bprkit.procedure.model import Procedure, Task, Title
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
    between = sides(before, after, roles)
    sure = settled(between) if len(before.steps) * len(after.steps) > FEW else {}
    taken = set(sure.values())
    left = [step for step in before.steps if step.id not in sure]
    right = [step for step in after.steps if step.id not in taken]
    cells = candidates(left, right, between, sure)
    ids = {(row, column): (left[row].id, right[column].id) for row, column in cells}
    facts = {step.id: facts_of(step) for step in before.steps}
    facts_after = {step.id: facts_of(step) for step in after.steps}
    alike = {
        (one, other): likeness(
            before.step_of[one], after.step_of[other], between, facts[one], facts_after[other]
        )
        for one, other in [*sure.items(), *ids.values()]
    }
    known: dict[str, str] = {}
    chosen: list[Pair] = []
    for number in range(_ROUNDS):
        around = known if number else None
        scores = {cell: score_of(alike[pair], *pair, between, around) for cell, pair in ids.items()}
        best = [ids[cell] for cell in assigned(scores, _LEAST)]
        chosen = [
            Pair(*pair, score_of(alike[pair], *pair, between, around), rests_on(alike[pair], *pair, between))
            for pair in [*sure.items(), *best]
        ]
        found = {pair.before: pair.after for pair in chosen}
        if number and found == known:
            break
        known = found
    return chosen
