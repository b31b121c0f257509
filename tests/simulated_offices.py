"""Small offices to simulate, and ways to look at what the compiled loop did in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.special import stdtrit

from bprkit.calendar import load_calendar
from bprkit.procedure.distributions import AnyDistribution, Constant
from bprkit.procedure.model import End, Flow, Node, Procedure, Role, Start, Task, Volume
from bprkit.simulation.compiling import Compiled, compiled
from bprkit.simulation.hours import DAY, hours_of
from bprkit.simulation.randomness import EXPONENTIAL
from bprkit.simulation.running import Outcome, Setting, run_many, run_once

FIRST = dt.date(2026, 4, 1)
HOURS_A_YEAR = 365 * 24


def task(name: str, touch: float | AnyDistribution = 0.0, role: str | None = "clerk", **fields: Any) -> Task:
    """Return a task of a clerk; a number is its minutes in every case."""
    length = Constant(touch) if isinstance(touch, int | float) else touch
    return Task(id=name, touch=length, role=role, **fields)


def ways(*texts: str, **of: Mapping[str, Any]) -> tuple[Flow, ...]:
    """Return flows: `ways("a b c")` leads from a to b to c; `b_c={"share": 0.5}` says more of one of them."""
    return tuple(
        Flow(source=source, target=target, **of.get(f"{source}_{target}", {}))
        for text in texts
        for source, target in pairwise(text.split())
    )


def office(
    *nodes: Node,
    flows: Sequence[Flow] = (),
    per_hour: float = 6.0,
    people: int | Mapping[str, int] = 1,
    calendar: str = "none",
    **fields: Any,
) -> Procedure:
    """Return a procedure from start to end over these nodes, in their order if no flows are given.

    `people`: how many clerks, or by role. Cases come evenly, so many an hour that the office is open day and night.
    """
    whole = (Start(id="start"), *nodes, End(id="end"))
    heads = {"clerk": people} if isinstance(people, int) else people
    roles = tuple(Role(id=name, headcount=count, pooled=True) for name, count in heads.items())
    given = {
        "id": "office",
        "calendar": calendar,
        "roles": roles,
        "volume": Volume(per_hour * HOURS_A_YEAR),
        "flows": tuple(flows) or ways(" ".join(node.id for node in whole)),
    }
    return Procedure(nodes=whole, **{**given, **fields})


def prepared(
    *procedures: Procedure,
    years: float = 1.0,
    warm_up_days: int = 30,
    order: int = 0,
    seed: int = 1,
    most: int | None = None,
    exponential: bool = False,
    absences: Mapping[str, float] | None = None,
    deputies: Mapping[str, str] | None = None,
) -> Setting:
    """Return what `simulate` would run, without asking whether there is too much work.

    `exponential`: constant times of work become the means of exponential ones.
    """
    names = [procedure.calendar for procedure in procedures]
    names += [role.calendar for procedure in procedures for role in procedure.roles if role.calendar]
    calendars = {name: load_calendar(name) for name in dict.fromkeys([*names, "none"])}
    days = warm_up_days + round(years * 365)
    program = compiled(
        procedures, calendars, FIRST, days + 800, most=most, absences=absences or {}, deputies=deputies or {}
    )
    if exponential:
        rows = program.program.nodes.copy()
        rows["touch_kind"][rows["touch_kind"] >= 0] = EXPONENTIAL
        program = replace(program, program=program.program._replace(nodes=rows))
    hours = hours_of(list(calendars.values()), FIRST, days + 800)
    warm_up = warm_up_days * DAY
    return Setting(program, hours, seed, order, warm_up, days * DAY, days * DAY - warm_up)


def played(setting: Setting, replications: int = 12) -> list[Outcome]:
    """Run some replications."""
    return list(run_many(setting, range(replications)))


def logged(setting: Setting, replication: int = 0) -> tuple[Outcome, Any]:
    """Run one replication; return it with the rows of its log, moments as datetime64 in `ready`, `begun` and `done`."""
    outcome = run_once(setting, replication, log=True)
    return outcome, outcome.log


def at(setting: Setting, node: str) -> int:
    """Return the number of a node."""
    return [each.id for each in setting.compiled.nodes].index(node)


def of_node(outcomes: Sequence[Outcome], setting: Setting, node: str, figure: str) -> Any:
    """Return a figure of a node in each replication: of an instance, `count` of a case."""
    place = at(setting, node)
    rows = [outcome.tally.nodes[place] for outcome in outcomes]
    if figure == "count":
        cases = [outcome.tally.cases["cases"].sum() for outcome in outcomes]
        return np.array([row["count"] / count for row, count in zip(rows, cases, strict=True)])
    return np.array([row[figure] / row["count"] for row in rows])


def lead(outcomes: Sequence[Outcome], time: str = "clock", procedure: int = 0) -> Any:
    """Return the mean lead time in seconds of each replication."""
    cases = [outcome.tally.cases[procedure] for outcome in outcomes]
    return np.array([case[f"lead_{time}"] / case["cases"] for case in cases])


def within(values: Any, truth: float, width: float = 0.05, confidence: float = 0.99) -> bool:
    """Tell whether the interval of a mean holds the truth, and is no wider than a part of it to each side."""
    half = stdtrit(len(values) - 1, (1 + confidence) / 2) * np.std(values, ddof=1) / np.sqrt(len(values))
    assert half < width * truth, f"±{half:.4g} is too wide to say something of {truth:.4g}"
    mean = np.mean(values)
    assert abs(mean - truth) < half, f"{mean:.6g} ± {half:.3g} does not hold {truth:.6g}"
    return True


def stamps(seconds: Any) -> Any:
    """Return moments of a run as datetime64."""
    return np.datetime64(FIRST, "us") + np.rint(np.asarray(seconds) * 1e6).astype("timedelta64[us]")


__all__ = [
    "DAY",
    "FIRST",
    "Compiled",
    "at",
    "lead",
    "logged",
    "of_node",
    "office",
    "played",
    "prepared",
    "stamps",
    "task",
    "ways",
    "within",
]
