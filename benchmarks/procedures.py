"""How the cost of a procedure grows with its steps: `python benchmarks/procedures.py [--sizes 100 1000 10000]`.

Each size is a procedure of sequences, choices, parallel parts and returns in turn, written as YAML and BPMN, read, checked,
and compared with one in which every hundredth step changed; prints a section of markdown, ready for RESULTS.md.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import measure

from bprkit.procedure.bpmn import read_bpmn, write_bpmn
from bprkit.procedure.checks import check
from bprkit.procedure.comparing import compare
from bprkit.procedure.distributions import Constant
from bprkit.procedure.model import End, Flow, Gateway, Node, Procedure, Role, Start, Task, Title
from bprkit.procedure.yaml import load_procedure, save_procedure

SIZES = (100, 300, 1000, 3000, 10_000)
ROLES = tuple(Role(id=name, title=Title(name), headcount=4) for name in ("担当", "係長", "課長", "部長"))


def procedure(steps: int) -> Procedure:
    """Return a sound procedure of about so many nodes."""
    nodes: list[Node] = [Start(id="start", trigger="application", role="担当")]
    flows: list[Flow] = []
    last = "start"

    def follow(node: Node) -> None:
        nonlocal last
        nodes.append(node)
        flows.append(Flow(source=last, target=node.id))
        last = node.id

    block = 0
    while len(nodes) < steps - 1:
        block += 1
        follow(_task(f"a{block}", block))
        logic = ("exclusive", "parallel")[block % 2]
        split, join = (
            Gateway(id=f"s{block}", role="係長", logic=logic),
            Gateway(id=f"j{block}", role="係長", logic=logic),
        )
        follow(split)
        nodes.append(join)
        for branch in range(2):
            node = _task(f"b{block}-{branch}", block + branch)
            nodes.append(node)
            share = 0.5 if logic == "exclusive" else None
            flows += [
                Flow(source=split.id, target=node.id, share=share),
                Flow(source=node.id, target=join.id),
            ]
        last = join.id
        back = Gateway(id=f"r{block}", role="課長", title=Title("差戻し？"))
        follow(back)
        flows.append(Flow(source=back.id, target=f"a{block}", share=0.1, rework=True))
    follow(End(id="end", role="担当"))
    return Procedure(
        id="large", title=Title("大きな手続"), roles=ROLES, nodes=tuple(nodes), flows=tuple(flows)
    )


def _task(name: str, number: int) -> Task:
    role = ROLES[number % len(ROLES)].id
    return Task(
        id=name, title=Title(f"工程 {name}"), role=role, touch=Constant(3.0 + number % 7), medium=("paper",)
    )


def changed(before: Procedure) -> Procedure:
    """Return the procedure with every hundredth step quicker and by another medium."""
    nodes = [
        replace(node, touch=Constant(1.0), medium=("system",))
        if isinstance(node, Task) and place % 100 == 0
        else node
        for place, node in enumerate(before.nodes)
    ]
    return replace(before, state="to_be", nodes=tuple(nodes))


def timed(action: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    result = action()
    return time.perf_counter() - begun, result


def row(steps: int, folder: Path) -> list[str]:
    whole = procedure(steps)
    yaml, bpmn = folder / f"{steps}.yaml", folder / f"{steps}.bpmn"
    seconds = {}
    seconds["save"], _ = timed(lambda: save_procedure(whole, yaml))
    seconds["load"], loaded = timed(lambda: load_procedure(yaml))
    assert loaded == whole
    seconds["write BPMN"], _ = timed(lambda: write_bpmn(whole, bpmn))
    seconds["read BPMN"], read = timed(lambda: read_bpmn(bpmn))
    assert read.procedures[0] == whole
    seconds["check"], problems = timed(lambda: check(whole))
    assert not [problem for problem in problems if problem.severity == "error"], problems[:3]
    seconds["compare"], _ = timed(lambda: compare(whole, changed(whole)))
    return [f"{len(whole.nodes):,}", *(f"{value:.2f}" for value in seconds.values())]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    options = parser.parse_args(arguments)
    header = ["nodes", "save YAML", "load YAML", "write BPMN", "read BPMN", "check", "compare"]
    with tempfile.TemporaryDirectory() as folder:
        rows = [row(size, Path(folder)) for size in options.sizes]
    print(
        f"## Procedures: cost by size\n\n{measure.machine()}\nSeconds, one process.\n\n{measure.table(header, rows)}"
    )


if __name__ == "__main__":
    main()
