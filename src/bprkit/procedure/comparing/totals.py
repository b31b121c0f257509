"""What a procedure asks for, counted over its steps, and what a case takes on average where that can be computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from bprkit.procedure.comparing.course import Course, Step
from bprkit.procedure.comparing.expectations import Average, average_case
from bprkit.procedure.model import Procedure, Role, Title

Party = Literal["staff", "applicant", "other"]
APPROVALS = ("review", "concur", "decide", "act_for")
"""Acts by which somebody agrees; 後閲 and 供覧 decide nothing."""


@dataclass(frozen=True)
class RoleTotals:
    """What one role does: its steps, those that approve, and their minutes, each step counted once."""

    role: Role
    steps: int
    approvals: int
    listed_minutes: float


@dataclass(frozen=True)
class Totals:
    """Each step counted once, whatever its share; `case` is the average of a case, steps as often as done.

    steps: tasks, and messages and timers too; tasks: work alone. listed_minutes_*: touch time of all steps, of staff and
    of applicants, never added together (of systems and other bodies: `other`). handovers: ways from a step to the next
    one that change the role. seals: as many as the materials say, one for a sealed step that does not say. sheets: originals and
    copies. people: in all staff roles that do something, over all sections. untimed: tasks of which no touch is known.
    """

    steps: int
    tasks: int
    listed_minutes_staff: float
    listed_minutes_applicant: float
    listed_minutes_other: float
    untimed: int
    handovers: int
    approvals: int
    seals: float
    sheets: float
    letters: float
    roles: int
    people: int
    per_role: tuple[RoleTotals, ...]
    case: Average


def totals_of(procedure: Procedure, course: Course) -> Totals:
    """Count a procedure; `course` is that of the procedure."""
    tasks = [step for step in course.steps if step.task is not None]
    minutes = {party: _minutes(step for step in tasks if _party(step) == party) for party in _PARTIES}
    return Totals(
        steps=len(course.steps),
        tasks=len(tasks),
        listed_minutes_staff=minutes["staff"],
        listed_minutes_applicant=minutes["applicant"],
        listed_minutes_other=minutes["other"],
        untimed=sum(step.task is not None and step.task.touch is None for step in tasks),
        handovers=_handovers(course),
        approvals=sum(map(is_approval, tasks)),
        seals=sum(_seals(step) for step in tasks),
        sheets=sum(_sheets(step) for step in tasks),
        letters=sum(step.task.materials.letters for step in tasks if step.task is not None),
        roles=len({step.role.id for step in tasks if step.role is not None}),
        people=_people(procedure, {step.role.id for step in tasks if step.role is not None}),
        per_role=_per_role(procedure, tasks),
        case=average_case(procedure),
    )


_PARTIES: tuple[Party, ...] = ("staff", "applicant", "other")


def is_approval(step: Step) -> bool:
    """Tell whether somebody agrees at this step."""
    return step.task is not None and step.task.act in APPROVALS


def _party(step: Step) -> Party:
    if step.role is None or step.role.kind == "staff":
        return "staff"
    return "applicant" if step.role.kind == "applicant" else "other"


def _minutes(steps: Iterable[Step]) -> float:
    return float(
        sum(step.task.touch.mean for step in steps if step.task is not None and step.task.touch is not None)
    )


def _seals(step: Step) -> float:
    if step.task is None:
        return 0
    return step.task.materials.seals or float("seal" in step.task.medium)


def _sheets(step: Step) -> float:
    return 0 if step.task is None else step.task.materials.sheets * (1 + step.task.materials.copies)


def _handovers(course: Course) -> int:
    step_of = course.step_of
    return sum(
        _changes_hands(step, step_of[other]) for step in course.steps for other in course.ahead[step.id]
    )


def _changes_hands(one: Step, other: Step) -> bool:
    return one.role is not None and other.role is not None and one.role.id != other.role.id


def _people(procedure: Procedure, working: set[str]) -> int:
    sections = procedure.sections if isinstance(procedure.sections, int) else len(procedure.sections)
    return sum(
        _headcount(role, sections) for role in procedure.roles if role.kind == "staff" and role.id in working
    )


def _headcount(role: Role, sections: int) -> int:
    if isinstance(role.headcount, Mapping):
        return sum(role.headcount.values())
    return role.headcount * (1 if role.pooled or role.section is not None else max(sections, 1))


def _per_role(procedure: Procedure, tasks: list[Step]) -> tuple[RoleTotals, ...]:
    nobody = Role(id="", title=Title("担当なし", "Nobody named"))
    roles = {role.id: role for role in procedure.roles}
    for step in tasks:
        role = step.role or nobody
        roles.setdefault(role.id, role)
    own = {key: [step for step in tasks if (step.role.id if step.role else "") == key] for key in roles}
    return tuple(
        RoleTotals(role, len(own[key]), sum(map(is_approval, own[key])), _minutes(own[key]))
        for key, role in roles.items()
        if own[key]
    )
