"""Random procedures, played by the compiled loop and by SimPy, each with its own luck: the figures have to be the same."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import ttest_ind

from bprkit.procedure.distributions import Constant, LogNormal, Triangular
from bprkit.procedure.model import Batch, Flow, Gateway, Node, Procedure, Role, Task, Volume, Wait
from bprkit.simulation.cases import BINS_A_LOG, SHORTEST
from bprkit.simulation.running import Outcome
from simulated_offices import lead, of_node, office, played, prepared, task

pytest.importorskip("simpy")
REPLICATIONS = 14
DAYS = 73
PER_YEAR = 4000.0
HOURLY = tuple(
    {8: 20.0, 9: 30.0, 10: 15.0, 12: 5.0, 14: 20.0, 17: 5.0, 21: 5.0}.get(h, 0.0) for h in range(24)
)
"""A morning's rush, with some cases at noon and in the evening, when the office is closed."""
UNLIKELY = 2e-4
"""Below this a difference is no chance: some hundred figures are compared."""


class Drawing:
    """A random procedure of nested blocks."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.nodes: list[Node] = []
        self.flows: list[Flow] = []

    def drawn(self) -> Procedure:
        last = self.block("start", 3)
        self.flows.append(Flow(source=last, target="end"))
        roles = tuple(
            Role(id=name, headcount=1, pooled=self.chance.random() < 0.5)
            for name in ("clerk", "chief", "head")
        )
        drawn = office(
            *self.nodes, flows=self.flows, calendar="jp", volume=Volume(PER_YEAR), roles=roles, sections=2
        )
        return replace(
            drawn, roles=tuple(replace(role, headcount=self.enough(drawn, role)) for role in roles)
        )

    def enough(self, procedure: Procedure, role: Role) -> int:
        """So many people that they are busy seven tenths of the time at most."""
        from bprkit.procedure.expecting import expected

        visits = expected(procedure).visits
        minutes = sum(
            visits[task.id] * task.touch.mean
            for task in procedure.tasks
            if isinstance(task, Task) and task.role == role.id and task.touch is not None
        )
        load = minutes * PER_YEAR / (241 * 7.75 * 60) / (1 if role.pooled else 2)
        return max(1, int(np.ceil(load / 0.7)))

    def name(self, kind: str) -> str:
        return f"{kind}{len(self.nodes)}"

    def leads(self, source: str, target: str, **more: object) -> None:
        self.flows.append(Flow(source=source, target=target, **more))  # type: ignore[arg-type]

    def block(self, before: str, depth: int, **way: object) -> str:
        """Put a random block behind a node, and return its last node."""
        kind = self.chance.choice(("task", "row", "xor", "and", "or", "loop")) if depth else "task"
        if kind == "task":
            return self.task(before, **way)
        if kind == "row":
            return self.block(self.block(before, depth - 1, **way), depth - 1)
        name = self.name(kind)
        join = f"{name}_join"
        logic = {"and": "parallel", "or": "inclusive"}.get(kind, "exclusive")
        if kind == "loop":
            self.nodes += [Gateway(id=name), Gateway(id=join)]
            self.leads(before, name, **way)
            self.leads(self.block(name, depth - 1), join)
            out = self.name("after")
            self.nodes.append(Gateway(id=out))
            self.leads(join, out, share=0.75)
            self.leads(join, name, share=0.25, rework=True)
            return out
        self.nodes += [Gateway(id=name, logic=logic), Gateway(id=join, logic=logic)]  # type: ignore[arg-type]
        self.leads(before, name, **way)
        for share in (0.3, 0.7):
            given = {} if kind == "and" else {"share": share}
            self.leads(self.block(name, depth - 1, **given), join)
        return join

    def task(self, before: str, **way: object) -> str:
        name, chance = self.name("t"), self.chance
        touch = chance.choice((Constant(12.0), Triangular(5.0, 10.0, 30.0), LogNormal(20.0, 15.0)))
        wait = chance.choice((None, None, Wait(LogNormal(0.4, 0.3)), Wait(Triangular(10, 30, 90), "minutes")))
        batch = Batch(size=3) if chance.random() < 0.15 else None
        self.nodes.append(
            task(name, touch, chance.choice(("clerk", "chief", "head")), wait=wait, batch=batch)
        )
        self.leads(before, name, **way)
        return name


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_simpy_and_the_loop_tell_the_same(seed: int) -> None:
    from simpy_office import Office

    procedure, order = Drawing(seed).drawn(), seed % 2
    if seed >= 16:
        procedure = replace(procedure, volume=Volume(PER_YEAR, hourly=HOURLY))
    setting = prepared(procedure, years=DAYS / 365, warm_up_days=0, order=order)
    ours = played(setting, REPLICATIONS)
    theirs = [
        Office(procedure, 1000 * seed + turn, DAYS, oldest_first=bool(order)) for turn in range(REPLICATIONS)
    ]
    for each in theirs:
        each.run()
    _alike("cases", [each.tally.cases["cases"][0] for each in ours], [len(each.leads) for each in theirs])
    _alike("lead time", lead(ours), [np.mean(each.leads) for each in theirs])
    for step in procedure.tasks:
        count = [len(each.waits[step.id]) / len(each.leads) for each in theirs]
        _alike(f"{step.id} a case", of_node(ours, setting, step.id, "count"), count)
        queues = [np.mean(each.waits[step.id]) for each in theirs]
        _alike(f"queue of {step.id}", of_node(ours, setting, step.id, "queue"), queues)
    _alike_in_distribution(ours, [each.leads for each in theirs])


def _alike(what: str, ours: object, theirs: object) -> None:
    one, other = np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float)
    if np.allclose(one, one[0]) and np.allclose(other, one[0]):
        return
    found = ttest_ind(one, other, equal_var=False)
    assert found.pvalue > UNLIKELY, (
        f"{what}: {one.mean():.6g} here, {other.mean():.6g} in SimPy (p = {found.pvalue:.2g})"
    )


def _alike_in_distribution(ours: Sequence[Outcome], theirs: Sequence[Sequence[float]]) -> None:
    """The share of cases that end within a time, at edges of the histogram between the shortest and the longest."""
    counts = np.stack([outcome.tally.lead_clock[0] for outcome in ours])
    for share in (0.1, 0.25, 0.5, 0.75, 0.9, 0.97):
        edge = max(1, int(np.searchsorted(np.cumsum(counts.sum(axis=0)), share * counts.sum())))
        seconds = SHORTEST * np.exp(edge / BINS_A_LOG)
        within = [np.mean(np.asarray(leads) < seconds) for leads in theirs]
        _alike(f"done within {seconds:.0f} s", counts[:, :edge].sum(axis=1) / counts.sum(axis=1), within)
