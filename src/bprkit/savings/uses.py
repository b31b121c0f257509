"""What the cases of a year take at each step, as it is and as it is to be: where every yen of a saving comes from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bprkit.errors import InputError
from bprkit.procedure.distributions import AnyDistribution, Empirical
from bprkit.procedure.expecting import Expected, expected
from bprkit.procedure.model import Message, Procedure, RoleKind, Task, Title, walk
from bprkit.savings.queueing import Queued

StateName = Literal["as_is", "to_be"]
THINGS = ("sheet", "letter", "seal", "storage")
"""Materials by the keys of their prices; of storage, the original sheets, as if all of them stayed in the office."""


@dataclass(frozen=True)
class StepUse:
    """What one step takes. visits, and things: a case started. minutes: each time it is done.

    touch: how minutes are known; measured: how often they were, 0 if not. unchanged: the step stands in both states with
    the same minutes, so that what is not known of them is the same on both sides.
    """

    state: StateName
    id: str
    title: Title
    role: str
    kind: RoleKind
    visits: float
    minutes: float
    touch: AnyDistribution | None
    measured: int
    estimate: bool
    unchanged: bool
    things: Mapping[str, float]
    source: str | None

    @property
    def key(self) -> str:
        """The name of its minutes among the inputs."""
        return f"touch/{self.id}" if self.unchanged else f"touch/{self.state}/{self.id}"

    @property
    def relative_error(self) -> float:
        """The standard error of measured minutes, as a share of them."""
        if self.measured < 2 or self.touch is None or not self.minutes:
            return 0.0
        spread = self.touch.variance * self.measured / (self.measured - 1)
        return math.sqrt(spread / self.measured) / self.minutes


@dataclass(frozen=True, eq=False)
class StateUse:
    """One state of the procedure: its steps, its cases a year, and what a case takes on average."""

    procedure: Procedure
    case: Expected
    volume: float
    steps: tuple[StepUse, ...]
    outside: float
    queued: Queued | None = None

    @property
    def lead_time_days(self) -> float:
        """Working days from start to end: as simulated, or without queues."""
        return self.queued.lead_time_days if self.queued else self.case.lead_time.mean_days

    def share(self, role: str, section: str | None) -> float:
        """Return the share of a role's hours that falls in a section; all of them for no section.

        Where the procedure only says how many sections there are, each has an equal part.
        """
        if section is None:
            return 1.0
        found = self.procedure.role_of.get(role)
        if found is not None and found.section is not None:
            return float(found.section == section)
        sections = self.procedure.sections
        if isinstance(sections, Mapping):
            return float(sections.get(section, 0.0)) / (sum(sections.values()) or 1.0)
        return 1.0 / max(sections, 1)


def uses(
    as_is: Procedure, to_be: Procedure, queued: tuple[Queued, Queued] | None = None
) -> tuple[StateUse, StateUse]:
    """Return what both states take; raises InputError where cases a year are not known, or a state has no answer."""
    same = _unchanged(as_is, to_be)
    found = queued or (None, None)
    return _state(as_is, "as_is", same, found[0]), _state(to_be, "to_be", same, found[1])


def _unchanged(as_is: Procedure, to_be: Procedure) -> frozenset[str]:
    after = {task.id: task for task in to_be.tasks}
    return frozenset(
        task.id
        for task in as_is.tasks
        if task.id in after and (task.touch, task.role) == (after[task.id].touch, after[task.id].role)
    )


def things_a_case(procedure: Procedure, case: Expected) -> dict[str, float]:
    """Return what an average case takes of the city's things, by the keys of the price list.

    Paper, post and seals of applicants and of other bodies are theirs; what they hand in is kept by the city all the same.
    """
    kinds = {role.id: role.kind for role in procedure.roles}
    each = [
        _things(task, case.visits[task.id], kinds.get(task.role or "", "staff")) for task in procedure.tasks
    ]
    return {key: sum(things[key] for things in each) for key in THINGS}


def _things(task: Task, visits: float, kind: RoleKind) -> dict[str, float]:
    made = task.materials
    own = 0.0 if kind in ("applicant", "outside") else visits
    return {
        "sheet": own * made.sheets * (1 + made.copies),
        "letter": own * made.letters,
        "seal": own * (made.seals or float("seal" in task.medium)),
        "storage": visits * made.sheets,
    }


def _state(procedure: Procedure, state: StateName, same: frozenset[str], queued: Queued | None) -> StateUse:
    case = expected(procedure)
    volume = case.cases_per_year
    name = procedure.title or procedure.id
    if volume is None or not volume > 0 or math.isinf(volume):
        raise InputError(
            en=f"'{name}' ({state}) does not say how many cases begin in a year. Write it, as in 'volume: 25,000 / year'.",
            ja=f"「{name}」（{state}）の年間件数がありません。「volume: 25,000 / year」のように書いてください。",
        )
    kinds = {role.id: role.kind for role in procedure.roles}
    steps = tuple(
        _step(task, state, task.id in same, case.visits[task.id], kinds.get(task.role or "", "staff"))
        for task in procedure.tasks
    )
    outside = sum(
        case.visits[node.id]
        for node in walk(procedure.nodes)
        if isinstance(node, Message) or (isinstance(node, Task) and kinds.get(node.role or "") == "outside")
    )
    return StateUse(procedure, case, volume, steps, outside, queued)


def _step(task: Task, state: StateName, unchanged: bool, visits: float, kind: RoleKind) -> StepUse:
    return StepUse(
        state=state,
        id=task.id,
        title=task.title or Title(task.id),
        role=task.role or "",
        kind=kind,
        visits=visits,
        minutes=task.touch.mean if task.touch else 0.0,
        touch=task.touch,
        measured=len(task.touch.values) if isinstance(task.touch, Empirical) else 0,
        estimate=task.estimate,
        unchanged=unchanged,
        things=_things(task, visits, kind),
        source=task.source,
    )
