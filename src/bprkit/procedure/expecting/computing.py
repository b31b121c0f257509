"""From a procedure to what it takes without queues: classes of cases, their visits and times, mixed by their shares."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from bprkit.procedure.expecting.answers import NO_BATCHES, CaseClass, Expected
from bprkit.procedure.expecting.attributes import classes
from bprkit.procedure.expecting.durations import after_decision, durations, office_time
from bprkit.procedure.expecting.lead_times import lead_times
from bprkit.procedure.expecting.plain import EXIT, Plain, plain
from bprkit.procedure.expecting.shares import conditions, weights
from bprkit.procedure.expecting.visits import Course, UnevenJoinError, handovers, visits
from bprkit.procedure.model import (
    Act,
    End,
    Message,
    Outcome,
    Procedure,
    RoleKind,
    SubProcess,
    Task,
    Timer,
    walk,
)

if TYPE_CHECKING:
    from bprkit.procedure.conditions import Value

Key = TypeVar("Key")
_APPROVALS: tuple[Act, ...] = ("decide", "act_for", "review", "concur")


@dataclass(frozen=True, eq=False)
class _Class:
    share: float
    holds: tuple[str, ...]
    course: Course
    counts: Mapping[str, float] | None


def expected(
    procedure: Procedure, *, step_minutes: float | None = None, cases: int = 20_000, seed: int = 0
) -> Expected:
    """Return what one case takes on average by the graph alone: visits, work, materials, and the lead time without queues.

    Cases fall into classes by the attributes that conditions ask for; attributes are independent of each other. Visits
    and work are exact. The lead time is computed as a distribution, in working minutes; a working day is one of the
    procedure's calendar. Where parallel branches do not meet as they parted, or the graph is so large and tangled that it
    would take more than some seconds, it is played instead (`lead_time.exact`).
    Batches and people that are busy are not waited for. A 後閲 or 供覧 after the 決裁 is work but no lead time.

    Parameters
    ----------
    step_minutes: of the grid; by default about 1/8000 of the longest lead time.
    cases, seed: how many cases are played where that is needed, and from which random numbers; fewer where they would
    take more than two million steps.

    Raises InputError for what has no answer: a loop without exit, a join that waits in vain, shares that do not sum to
    100%, a condition on an attribute that is not described, a calendar that there is not.

    >>> from bprkit.procedure.distributions import Constant
    >>> from bprkit.procedure.model import Flow, Start
    >>> nodes = (Start(id="start"), Task(id="draft", touch=Constant(30)), Task(id="review", touch=Constant(6)), End(id="end"))
    >>> ways = (("start", "draft"), ("draft", "review"), ("review", "end"))
    >>> back = Flow(source="review", target="draft", share=0.25, rework=True)
    >>> flows = (*(Flow(source=source, target=target) for source, target in ways), back)
    >>> found = expected(Procedure(id="approval", nodes=nodes, flows=flows))
    >>> round(found.touch_minutes, 6), round(found.lead_time.mean, 6)
    (48.0, 48.0)
    """
    drawn = plain(procedure)
    office = office_time(procedure.calendar)
    times = durations(drawn, office)
    found = _classes(drawn, procedure)
    answer = lead_times(
        [(one.share, one.course, one.counts) for one in found],
        times,
        day_minutes=office.minutes,
        step=step_minutes,
        cases=cases,
        seed=seed,
    )
    counted = [one.counts or played for one, played in zip(found, answer.visits, strict=True)]
    totals = {
        place: sum(one.share * counts.get(place, 0.0) for one, counts in zip(found, counted, strict=True))
        for place in drawn.places
    }
    tasks = [node for node in walk(procedure.nodes) if isinstance(node, Task)]
    touch = {task.id: totals[task.id] * task.touch.mean for task in tasks if task.touch is not None}
    by_role = _summed([(task.role or "", touch[task.id]) for task in tasks if task.id in touch])
    kind_of = {role.id: role.kind for role in procedure.roles}
    by_kind: Mapping[RoleKind, float] = _summed(
        [(kind_of.get(role, "staff"), minutes) for role, minutes in by_role.items()]
    )
    acts: Mapping[Act, float] = _summed(
        [(task.act, totals[task.id]) for task in tasks if task.act is not None]
    )
    working = {task.role for task in tasks if task.role}
    holder = {
        node.id: node.role
        for node in walk(procedure.nodes)
        if isinstance(node, Task | Message) and node.role in working and kind_of.get(node.role) != "system"
    }
    used = {task.id: (totals[task.id], task.materials) for task in tasks}
    return Expected(
        procedure=procedure.id,
        state=procedure.state,
        visits={node.id: totals[node.id] for node in walk(procedure.nodes)},
        touch_minutes=by_kind.get("staff", 0.0),
        touch_by_kind=by_kind,
        touch_by_role=by_role,
        touch_by_step=touch,
        sheets=sum(count * made.sheets * (1 + made.copies) for count, made in used.values()),
        copies=sum(count * made.sheets * made.copies for count, made in used.values()),
        letters=sum(count * made.letters for count, made in used.values()),
        seals=sum(totals[task.id] * (task.materials.seals or float("seal" in task.medium)) for task in tasks),
        acts=acts,
        approvals=sum(acts.get(act, 0.0) for act in _APPROVALS),
        handovers=sum(
            one.share * handovers(one.course, counts, holder)
            for one, counts in zip(found, counted, strict=True)
        ),
        outcomes=_outcomes(drawn, procedure, found, counted),
        lead_time=answer.whole,
        classes=tuple(
            CaseClass(one.share, one.holds, mean) for one, mean in zip(found, answer.means, strict=True)
        ),
        cases_per_year=None if procedure.volume is None else procedure.volume.per_year,
        exact=all(one.counts is not None for one in found),
        without_touch=tuple(task.id for task in tasks if task.touch is None),
        unreached=tuple(node.id for node in walk(procedure.nodes) if not totals[node.id]),
        assumed=(*drawn.assumed, *_assumed(procedure, after_decision(drawn)), *answer.assumed),
    )


def _classes(drawn: Plain, procedure: Procedure) -> list[_Class]:
    """Return the classes of cases that go different ways, the largest first."""
    asked = conditions(drawn)
    answers: dict[tuple[bool, ...], tuple[float, Mapping[str, Value]]] = {}
    for share, case in classes(procedure.attributes, asked):
        answer = tuple(condition.holds(case) for condition in asked)
        answers[answer] = (answers.get(answer, (0.0, case))[0] + share, case)
    merged: dict[tuple[float, ...], tuple[float, tuple[bool, ...]]] = {}
    for answer, (share, case) in answers.items():
        taken = weights(drawn, procedure.attributes, case)
        before, always = merged.get(taken, (0.0, answer))
        merged[taken] = (before + share, tuple(map(all, zip(always, answer, strict=True))))
    found = []
    for taken, (share, always) in merged.items():
        holds = dict.fromkeys(str(condition) for condition, yes in zip(asked, always, strict=True) if yes)
        course = Course(drawn, taken)
        found.append(_Class(share, tuple(holds), course, _counts(course)))
    return sorted(found, key=lambda one: -one.share)


def _counts(course: Course) -> Mapping[str, float] | None:
    try:
        return visits(course)
    except UnevenJoinError:
        nodes = (place.node for place in course.drawn.places.values())
        if any(isinstance(node, End) and node.outcome == "terminated" for node in nodes):
            return None  # such an end takes away what the join still waits for
        raise


def _outcomes(
    drawn: Plain, procedure: Procedure, found: Sequence[_Class], counted: Sequence[Mapping[str, float]]
) -> Mapping[Outcome, float]:
    top = {node.id: node for node in procedure.nodes}
    ends: list[tuple[Outcome, float]] = []
    for one, counts in zip(found, counted, strict=True):
        for number, way in enumerate(drawn.ways):
            if way.target == EXIT:
                node = top.get(way.source.partition("\0")[0])
                outcome: Outcome = node.outcome if isinstance(node, End) else "done"
                ends.append((outcome, one.share * counts.get(way.source, 0.0) * one.course.weights[number]))
    return {outcome: share for outcome, share in _summed(ends).items() if share > 0}


def _summed(parts: Sequence[tuple[Key, float]]) -> dict[Key, float]:
    found: dict[Key, float] = {}
    for key, amount in parts:
        found[key] = found.get(key, 0.0) + amount
    return found


def _assumed(procedure: Procedure, late: Collection[str]) -> list[tuple[str, str]]:
    nodes = list(walk(procedure.nodes))
    told = []
    if any(node.id in late for node in nodes):
        told.append(
            (
                "Reviews and copies for information after the decision are work, but the case does not wait for them.",
                "決裁後の後閲・供覧は作業時間に数え、所要時間には数えません。",
            )
        )
    if any(isinstance(node, Task) and node.batch for node in nodes):
        told.append(NO_BATCHES)
    timers = [node for node in nodes if isinstance(node, Timer) and not node.deadline]
    if any(timer.period and timer.period.unit in ("calendar_days", "calendar_months") for timer in timers):
        told.append(
            (
                "Calendar days are made into working time by the share of office days in the year.",
                "暦日の期間は、年間の開庁日の割合で執務時間に換算しました。",
            )
        )
    if any(timer.period is None for timer in timers):
        told.append(("Timers without a period take no time.", "期間のないタイマーは0分としました。"))
    if any(isinstance(node, SubProcess) and not node.nodes for node in nodes):
        told.append(
            ("Sub-processes with nothing in them take no time.", "中身のないサブプロセスは0分としました。")
        )
    return told
