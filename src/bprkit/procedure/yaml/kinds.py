"""Each kind of step as the node that it stands for."""

from __future__ import annotations

from typing import Any

from bprkit.procedure.model import (
    Batch,
    End,
    Event,
    Gateway,
    Materials,
    Message,
    Node,
    Period,
    Start,
    SubProcess,
    Task,
    Timer,
)
from bprkit.procedure.yaml import shapes
from bprkit.procedure.yaml.reading import Path
from bprkit.procedure.yaml.steps import Level, foreign, put_sequence


def node_of(step: shapes.StepShape, id_: str, level: Level, path: Path) -> Node:
    """Return the node of a step that is one; a sub-process with what is in it."""
    common: dict[str, Any] = {"id": id_, "role": step.role, "note": step.note, "foreign": foreign(step.bpmn)}
    if isinstance(step, shapes.StartShape):
        body = step.start
        return Start(**_with_body(common, step, body), trigger=body.trigger)
    if isinstance(step, shapes.EndShape):
        return End(**_with_body(common, step, step.end), outcome=step.end.outcome)
    if isinstance(step, shapes.TaskShape):
        return _task(step, common)
    if isinstance(step, shapes.GatewayShape):
        return Gateway(**common, title=step.gateway, logic=step.logic)
    if isinstance(step, shapes.TimerShape):
        return Timer(**common, title=step.timer, period=_period(step.period), deadline=step.deadline)
    if isinstance(step, shapes.SendShape):
        return Message(**common, title=step.send, direction="send", partner=step.partner, wait=step.wait)
    if isinstance(step, shapes.ReceiveShape):
        return Message(
            **common, title=step.receive, direction="receive", partner=step.partner, wait=step.wait
        )
    if isinstance(step, shapes.EventShape):
        return Event(**common, title=step.event, throws=step.throws)
    if isinstance(step, shapes.SubProcessShape):
        inner = level.inner()
        put_sequence(inner, [*step.steps], (*path, "steps"))
        flows = inner.finished([*step.flows], (*path, "flows"))
        return SubProcess(**common, title=step.subprocess, nodes=tuple(inner.nodes), flows=flows)
    raise TypeError(step)


def _with_body(
    common: dict[str, Any], step: shapes.StartShape | shapes.EndShape, body: shapes.StartBody | shapes.EndBody
) -> dict[str, Any]:
    role = step.role if step.role is not None else body.role
    note = step.note if step.note is not None else body.note
    return {**common, "title": step.title or body.title, "role": role, "note": note}


def _task(step: shapes.TaskShape, common: dict[str, Any]) -> Task:
    batch = step.batch
    amounts = step.materials
    return Task(
        **common,
        title=step.task,
        type=step.type,
        touch=step.touch,
        wait=step.wait,
        medium=tuple(step.medium),
        materials=Materials(amounts.sheets, amounts.copies, amounts.letters, amounts.seals),
        systems=tuple(step.systems),
        batch=None if batch is None else Batch(batch.size, tuple(batch.days), tuple(batch.at)),
        mandatory=step.mandatory,
        recorded_as=tuple(step.recorded_as),
        value=step.value,
        act=step.act,
        draft=step.draft,
        delegated=None if step.delegated is None else (step.delegated[0], step.delegated[1]),
        controls=tuple(step.controls),
        estimate=step.estimate,
        source=step.source,
    )


def _period(shape: shapes.PeriodShape | None) -> Period | None:
    if shape is None:
        return None
    amount, unit = shape.amount
    return Period(amount, unit, shape.first_day_counts, shape.on_closed_day, shape.citation)
