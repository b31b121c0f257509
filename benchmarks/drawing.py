"""How well, and how fast, procedures are laid out: `python benchmarks/drawing.py`; prints a section of markdown.

Measured with `bprkit.drawing.measure`, the function that the tests call: every bundled procedure, the models of others (in
BPRKIT_REAL_DATA, left out where absent) and generated graphs with eight lanes. Beside it Graphviz's dot with lanes as
clusters and ways at right angles (splines=ortho), from its WebAssembly wheel, and the plain places that `bprkit convert`
gives a BPMN file. Neither knows of captions, so only boxes and ways are compared. Times are the best of three.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bprkit.drawing import Drawing, Measures, layout, measure
from bprkit.drawing.geometry import Box, Point, Route, Shape
from bprkit.drawing.pptx.connectors import straightened
from bprkit.procedure.bpmn import keyed_flows, place, read_bpmn
from bprkit.procedure.exports import to_dot
from bprkit.procedure.files import open_procedure
from bprkit.procedure.library import procedures
from bprkit.procedure.model import End, Flow, Gateway, Node, Procedure, Role, Start, Task, Title

SIZES = (10, 30, 100, 200, 300)
SEEDS = range(1, 6)
TARGETS = {30: 10.0, 200: 100.0}
LANES = 8
DATA = Path(os.environ.get("BPRKIT_REAL_DATA") or Path(__file__).parents[2] / "shared" / "data")
LARGEST_OF_DOT = 300
"""Nodes up to which dot is asked: with splines=ortho it takes minutes beyond."""

Tool = Callable[[Procedure], Drawing]


def generated(size: int, seed: int) -> Procedure:
    """Return a procedure of so many nodes: sequences, choices, parallel parts and returns, over eight lanes."""
    rng = random.Random(seed)
    nodes: list[Node] = []
    flows: list[Flow] = []
    role = 0

    def add(node: Node, *before: str) -> str:
        nonlocal role
        role = role if rng.random() < 0.6 else max(0, min(LANES - 1, role + rng.choice((-2, -1, 1, 2))))
        nodes.append(replace(node, id=f"n{len(nodes)}", role=f"r{role}"))
        flows.extend(Flow(source=one, target=nodes[-1].id) for one in before)
        return nodes[-1].id

    last = add(Start(id="", title=Title("申請")))
    while len(nodes) < size - 1:
        left = size - 1 - len(nodes)
        if left >= 5 and rng.random() < 0.3:
            split = add(Gateway(id="", logic=rng.choice(("exclusive", "parallel"))), last)
            ends = [
                add(Task(id="", title=Title("審査")), split) for _ in range(min(left - 2, rng.choice((2, 3))))
            ]
            last = add(Gateway(id="", logic="exclusive"), *ends)
        else:
            last = add(Task(id="", title=Title("確認と回議")), last)
            if rng.random() < 0.08:
                back = rng.choice(nodes[max(0, len(nodes) - 8) : -1] or nodes[:1])
                if isinstance(back, Task):
                    flows.append(Flow(source=last, target=back.id, rework=True, share=0.1))
    add(End(id="", title=Title("完了")), last)
    roles = tuple(Role(id=f"r{number}", title=Title(f"担当{number}")) for number in range(LANES))
    return Procedure(id="p", roles=roles, nodes=tuple(nodes), flows=tuple(flows))


def bundled() -> list[Procedure]:
    """Return every state of every bundled procedure."""
    return [open_procedure(f"{one.name}/{state}") for one in procedures() for state in one.states]


def of_others() -> list[Procedure]:
    """Return the models of others, as far as they are there."""
    return [found for path in sorted(DATA.rglob("*.bpmn")) for found in read_bpmn(path).procedures]


def by_dot(procedure: Procedure) -> Drawing:
    """Return what dot makes of a procedure, as a drawing that can be measured."""
    from bprkit.drawing.process_map.rendering import laid_out

    text = to_dot(procedure).replace("rankdir=LR", "rankdir=LR, splines=ortho", 1)
    text = re.sub(r", shape=\w+", "", text)  # boxes, so that ways end at what is measured
    found = laid_out(text)
    boxes: dict[int, Box] = {}
    names: dict[int, str] = {}
    for each in found["objects"]:
        if "pos" in each and "width" in each:
            x, y = map(float, each["pos"].split(","))
            wide, tall = float(each["width"]) * 72, float(each["height"]) * 72
            boxes[each["_gvid"]] = Box(x - wide / 2, y - tall / 2, wide, tall)
            names[each["_gvid"]] = each["name"]
    routes = []
    for number, edge in enumerate(found.get("edges", ())):
        if "pos" in edge:
            ends = names[edge["tail"]], names[edge["head"]]
            points = tuple(straightened(list(_corners(edge["pos"]))))
            routes.append(Route(str(number), *ends, points))
    return _drawing([(names[key], box) for key, box in boxes.items()], routes)


def _corners(told: str) -> Iterator[Point]:
    """Yield the corners of a way as dot tells it: an arrow's tip, then a point and three more for each piece."""
    tips = [part for part in told.split() if part.startswith("e,")]
    points = [part for part in told.split() if part[0] not in "se"][::3]
    for part in (*points, *(tip[2:] for tip in tips)):
        x, y = map(float, part.split(","))
        yield Point(x, y)


def by_plain_places(procedure: Procedure) -> Drawing:
    """Return where `bprkit convert` puts everything in a BPMN file that has no drawing."""
    found = place(procedure)
    shapes = [(key, Box(box.x, box.y, box.width, box.height)) for key, box in found.shapes.items()]
    routes = [
        Route(
            key,
            flow.source,
            flow.target,
            tuple(straightened([Point(point.x, point.y) for point in found.edges[key]])),
        )
        for key, flow in keyed_flows(procedure)
        if key in found.edges
    ]
    return _drawing(shapes, routes)


def _drawing(boxes: Iterable[tuple[str, Box]], routes: Sequence[Route]) -> Drawing:
    shapes = tuple(Shape(key, "task", box, "", "", "nobody") for key, box in boxes)
    return Drawing(0, 0, False, "", (), shapes, tuple(routes))


@dataclass(frozen=True)
class Result:
    """What a tool made of several procedures: their measures, and the milliseconds that each took."""

    found: tuple[Measures, ...]
    took: tuple[float, ...]

    def total(self, *names: str) -> int:
        """Return the sum of measures over all procedures."""
        return sum(getattr(each, name) for each in self.found for name in names)


def result(tool: Tool, asked: Sequence[Procedure], rounds: int = 3) -> Result:
    """Lay procedures out and measure; a first one, not counted, loads what is needed."""
    tool(asked[0])
    found, took = [], []
    for procedure in asked:
        best = float("inf")
        for _ in range(rounds):
            gc.collect()
            start = time.perf_counter()
            drawing = tool(procedure)
            best = min(best, (time.perf_counter() - start) * 1000)
        found.append(measure(drawing))
        took.append(best)
    return Result(tuple(found), tuple(took))


def table(largest: int, rounds: int) -> Iterator[str]:
    """Yield the lines of the section."""
    yield "| procedures | nodes | tool | ways through steps | ways on each other | crossings | bends | ms, median | ms, most |"
    yield "|---|---:|---|---:|---:|---:|---:|---:|---:|"
    groups = [("bundled", bundled()), ("models of others", of_others())]
    groups += [
        (f"generated, {size} nodes", [generated(size, seed) for seed in SEEDS])
        for size in SIZES
        if size <= largest
    ]
    for name, asked in groups:
        if not asked:
            yield f"| {name} | | | not there | | | | | |"
            continue
        most = max(len(procedure.nodes) for procedure in asked)
        tools: list[tuple[str, Tool]] = [("bprkit draw", layout), ("bprkit convert", by_plain_places)]
        if most <= LARGEST_OF_DOT:
            tools.append(("dot, clusters, ortho", by_dot))
        for label, tool in tools:
            yield _row(name, most, label, tool, asked, rounds)
    yield ""
    for size, target in TARGETS.items():
        if size <= largest:
            took = sorted(result(layout, [generated(size, seed) for seed in SEEDS], rounds).took)
            said = "met" if took[-1] <= target else "missed"
            yield f"Target for {size} nodes: {target:.0f} ms; took {took[0]:.1f} to {took[-1]:.1f} ms: {said}."


def _row(name: str, most: int, label: str, tool: Tool, asked: Sequence[Procedure], rounds: int) -> str:
    head = f"| {len(asked)} {name} | up to {most} | {label} |"
    try:
        made = result(tool, asked, rounds)
    except Exception as error:  # a tool that fails is part of the result
        return f"{head} failed: {type(error).__name__} | | | | | |"
    took = sorted(made.took)
    counts = " | ".join(str(made.total(key)) for key in ("through", "overlaps", "crossings", "bends"))
    return f"{head} {counts} | {took[len(took) // 2]:.1f} | {took[-1]:.1f} |"


def main() -> None:
    """Print the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="nodes of the largest generated graph")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    for line in table(given.largest, given.rounds):
        print(line, flush=True)


if __name__ == "__main__":
    main()
