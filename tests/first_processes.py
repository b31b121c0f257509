"""The bundled procedures 1–8 as tests look at them: each loaded once, its minutes, waits, shares and visits."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bprkit.procedure.expecting import expected
from bprkit.procedure.model import Procedure, Task
from bprkit.procedure.yaml import load_procedure

PROCESSES = Path(__file__).parents[1] / "processes"
VOLUMES = {
    "approval-circulation": 25_000,
    "payment-order": 55_000,
    "travel-expenses": 4_000,
    "leave-request": 19_000,
    "resident-record": 38_000,
    "moving-in": 2 * 2_800,
    "nursery-admission": 900,
    "grant-award": 600,
}
FILES = [f"{name}/{file.stem}" for name in VOLUMES for file in sorted((PROCESSES / name).glob("*.yaml"))]
REDESIGNS = [file for file in FILES if not file.endswith("as_is")]
TO_BES = [file for file in FILES if file.endswith("to_be")]


@cache
def loaded(file: str) -> Procedure:
    return load_procedure(PROCESSES / f"{file}.yaml")


def as_is(file: str) -> Procedure:
    return loaded(f"{file.split('/')[0]}/as_is")


def task(procedure: Procedure, id_: str) -> Task:
    found = procedure.node_of[id_]
    assert isinstance(found, Task)
    return found


def kind_of(procedure: Procedure, step: Task) -> str:
    assert step.role is not None, step.id
    return procedure.role_of[step.role].kind


def minutes(procedure: Procedure, kind: str = "staff") -> dict[str, float]:
    """Minutes of each step in which some time is spent."""
    return {
        step.id: step.touch.mean
        for step in procedure.tasks
        if step.touch and step.touch.mean and kind_of(procedure, step) == kind
    }


def days(procedure: Procedure) -> dict[str, float]:
    assert all(step.wait.unit == "working_days" for step in procedure.tasks if step.wait)
    return {step.id: step.wait.length.mean for step in procedure.tasks if step.wait}


def mandates(procedure: Procedure) -> dict[str, str]:
    return {step.id: step.mandatory.citation for step in procedure.tasks if step.mandatory}


def share(procedure: Procedure, source: str, target: str) -> float | None:
    return next(flow.share for flow in procedure.flows if (flow.source, flow.target) == (source, target))


@cache
def visits(file: str) -> dict[str, float]:
    """How often each step is done in a case, on average."""
    found = expected(loaded(file)).visits
    return {step.id: found[step.id] for step in loaded(file).tasks}


def done_by(file: str, role: str) -> float:
    """How often a case comes to somebody, on average."""
    return sum(times for id_, times in visits(file).items() if task(loaded(file), id_).role == role)
