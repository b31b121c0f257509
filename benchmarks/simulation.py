"""How fast procedures are simulated, beside Prosimos on the same model; prints sections of markdown.

    python benchmarks/simulation.py speed                       the approval circulation, 25,000 cases a year x 100
    python benchmarks/simulation.py growth                      over cases, steps, roles and replications
    python benchmarks/simulation.py prosimos --prosimos PYTHON  the same model in both, results and speed in one run

PYTHON is one that has `pip install prosimos`; by default the one in use. "A second of one core" is processor time: on a
machine that others use too, it says more than the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import measure

from bprkit.procedure.distributions import Constant, Triangular
from bprkit.procedure.files import open_procedure
from bprkit.procedure.model import End, Flow, Procedure, Role, Start, Task, Volume
from bprkit.simulation.simulated import Simulated
from bprkit.simulation.simulating import simulate

NAME = "approval-circulation/as_is"


@dataclass(frozen=True)
class Timed:
    """One simulation with what it took."""

    found: Simulated
    seconds: float
    processor_seconds: float

    @property
    def rate(self) -> float:
        return self.found.tasks / self.seconds / 1e6

    @property
    def rate_of_a_core(self) -> float:
        return self.found.tasks / self.processor_seconds / 1e6


def timed(procedure: Procedure, **options: Any) -> Timed:
    began, processor = time.perf_counter(), time.process_time()
    found = simulate(procedure, **options)
    return Timed(found, time.perf_counter() - began, time.process_time() - processor)


@contextmanager
def threads(count: int) -> Iterator[None]:
    """Let only so many cores be used."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, set(sorted(before)[:count]))
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def section(title: str, body: str) -> None:
    print(f"## {title}\n\n{measure.machine()}\n{body}", flush=True)


def made_ready() -> float:
    """Compile, or load what an earlier run compiled; return the seconds."""
    began = time.perf_counter()
    simulate(open_procedure(NAME), years=0.01, replications=1)
    return time.perf_counter() - began


def speed(options: argparse.Namespace) -> None:
    procedure = open_procedure(NAME)
    ready = made_ready()
    rows = []
    for count in (1, 2):
        with threads(count):
            run = timed(procedure, replications=options.replications)
        rows.append(
            [
                str(count),
                f"{run.found.tasks:,}",
                f"{run.seconds:.2f}",
                f"{run.rate:.2f}",
                f"{run.rate_of_a_core:.2f}",
            ]
        )
    header = ["threads", "task instances", "seconds", "M tasks/s", "M tasks a second of one core"]
    note = (
        f"{NAME} with calendars, a year of 25,000 cases × {options.replications} replications, 30 days of warm-up and the "
        f"trial for overload and all tables with it. Made ready in {ready:.1f} s (compiled code is kept: "
        "some 10 s of processor time once a machine, then 1 to 2 s with all imports).\n\n"
    )
    section("Simulation: speed", note + measure.table(header, rows))


def chain(steps: int, roles: int, per_year: float) -> Procedure:
    """A row of steps that roles do in turn, each role half busy."""
    touch = 30.0
    capacity = 243 * 7.75 * 60
    people = max(1, round(steps / roles * per_year * touch / capacity * 2))
    names = [f"role{number}" for number in range(roles)]
    tasks = tuple(
        Task(id=f"t{place}", role=names[place % roles], touch=Triangular(20.0, touch, 40.0))
        for place in range(steps)
    )
    nodes = (Start(id="start"), *tasks, End(id="end"))
    flows = tuple(Flow(source=a.id, target=b.id) for a, b in pairwise(nodes))
    return Procedure(
        id="chain",
        roles=tuple(Role(id=name, headcount=people, pooled=True) for name in names),
        volume=Volume(per_year),
        nodes=nodes,
        flows=flows,
    )


def grown(procedure: Procedure, cases: int) -> Procedure:
    """The same procedure in a city with so many cases, and people for them."""
    factor = max(1, round(cases / 25_000))
    roles = tuple(
        replace(role, headcount=role.headcount * factor)
        for role in procedure.roles
        if isinstance(role.headcount, int)
    )
    return replace(procedure, volume=Volume(cases), roles=roles)


def growth(options: argparse.Namespace) -> None:
    made_ready()
    whole = open_procedure(NAME)
    tables: dict[str, list[tuple[str, Callable[[], Timed]]]] = {
        "cases a year": [
            (f"{cases:,}", lambda cases=cases: timed(grown(whole, cases), replications=1))  # type: ignore[misc]
            for cases in (1_000, 10_000, 100_000, 1_000_000)
        ],
        "steps": [
            (f"{steps}", lambda steps=steps: timed(chain(steps, 5, 10_000), replications=4))  # type: ignore[misc]
            for steps in (5, 20, 80, 320)
        ],
        "roles": [
            (f"{roles}", lambda roles=roles: timed(chain(80, roles, 10_000), replications=4))  # type: ignore[misc]
            for roles in (1, 8, 40, 80)
        ],
        "replications": [
            (f"{count}", lambda count=count: timed(whole, replications=count))  # type: ignore[misc]
            for count in (1, 10, 100)
        ],
    }
    header = [
        "task instances",
        "seconds",
        "M tasks/s",
        "M tasks a second of one core",
        "peak MB of the process",
    ]
    for title, runs in tables.items():
        rows = []
        for name, run in runs:
            one = run()
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            rows.append(
                [
                    name,
                    f"{one.found.tasks:,}",
                    f"{one.seconds:.2f}",
                    f"{one.rate:.2f}",
                    f"{one.rate_of_a_core:.2f}",
                    f"{peak:.0f}",
                ]
            )
        section(f"Simulation: growth over {title}", measure.table([title, *header], rows))


def common_model(calendar: Path) -> Procedure:
    """The approval circulation with what both tools can say: shares instead of attributes, no waits outside, no sections."""
    whole = open_procedure(NAME)
    people = {"staff": 15}
    shares = {
        ("manager_alone", "concurrence"): 0.65,
        ("who_decides", "manager_decides"): 0.65,
        ("who_decides", "director_decides"): 0.27,
        ("vice_mayor_alone", "vice_mayor_decides"): 0.5,
    }

    def flow_of(flow: Flow) -> Flow:
        target = flow.target if (flow.source, flow.target) in shares else "concurrence"
        share = shares.get((flow.source, target)) if flow.condition else flow.share
        return replace(flow, condition=None, share=share)

    nodes = tuple(
        replace(node, wait=None, touch=Constant(node.touch.mean), act=None)
        if isinstance(node, Task) and node.touch is not None
        else node
        for node in whole.nodes
    )
    return replace(
        whole,
        calendar=str(calendar),
        volume=Volume(25_000),
        sections=1,
        attributes={},
        roles=tuple(
            replace(role, headcount=people.get(role.id, 1), pooled=True, section=None) for role in whole.roles
        ),
        nodes=nodes,
        flows=tuple(map(flow_of, whole.flows)),
    )


def prosimos(options: argparse.Namespace) -> None:
    from prosimos_model import write_model

    made_ready()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        calendar = folder / "week.yaml"
        calendar.write_text(
            "based_on: none\nname: week\ntimezone: Asia/Tokyo\nhours:\n  mon-fri: 8:30-12:00, 13:00-17:15\n  sat-sun: closed\n",
            encoding="utf-8",
        )
        procedure = common_model(calendar)
        model, parameters = write_model(procedure, folder)
        script = Path(__file__).with_name("peer_prosimos.py")
        command = [options.prosimos, str(script), str(model), str(parameters)]
        peer = json.loads(
            measure.run([*command, str(options.cases), str(folder / "log.csv")]).output.splitlines()[-1]
        )
        ours = timed(procedure, replications=options.replications)
    steps = ours.found.steps.set_index("step")
    rows = [
        ["task instances", f"{peer['tasks']:,}", f"{ours.found.tasks:,}"],
        ["seconds", f"{peer['seconds']:.1f}", f"{ours.seconds:.2f}"],
        [
            "tasks a second",
            f"{peer['tasks'] / peer['seconds']:,.0f}",
            f"{ours.found.tasks / ours.seconds:,.0f}",
        ],
        [
            "mean lead time, hours by the clock",
            f"{peer['lead'] / 3600:.2f}",
            f"{ours.found.lead_time() / 3600:.2f}",
        ],
    ]
    rows += [
        [
            f"mean wait before {step}, hours by the clock",
            f"{peer['waits'][step] / 3600:.2f}",
            f"{steps.loc[step, 'wait'] / 3600:.2f}",
        ]
        for step in steps.index
        if peer["per_case"].get(step, 0) > 0.3
    ]
    factor = (ours.found.tasks / ours.seconds) / (peer["tasks"] / peer["seconds"])
    note = (
        "The approval circulation as both can say it: shares instead of attributes, one pool a role (15 in charge, one of "
        "each other role), constant times of work, exponential gaps between cases, Monday to Friday 8:30–12:00 and "
        f"13:00–17:15, no outside waits. Prosimos: {options.cases:,} cases once, the first tenth left out, with its log; "
        f"bprkit: a year × {options.replications}. bprkit does **{factor:,.0f} times** as many tasks a second.\n\n"
    )
    section("Simulation: beside Prosimos", note + measure.table(["", "Prosimos", "bprkit"], rows))


BENCHMARKS = {"speed": speed, "growth": growth, "prosimos": prosimos}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Measure simulation and print sections of markdown.")
    parser.add_argument("benchmark", choices=[*BENCHMARKS, "all"], nargs="?", default="all")
    parser.add_argument("--replications", type=int, default=100)
    parser.add_argument("--cases", type=int, default=20_000, help="of Prosimos")
    parser.add_argument("--prosimos", default=sys.executable, help="a Python that has Prosimos")
    options = parser.parse_args(arguments)
    for name, run in BENCHMARKS.items():
        if options.benchmark in (name, "all"):
            run(options)


if __name__ == "__main__":
    main()
