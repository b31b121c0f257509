"""Oracles for what a procedure takes: every course of a small graph written out, and tokens played by dice."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise, product
from typing import Any

import networkx as nx

from bprkit.procedure.distributions import AnyDistribution, Constant, Empirical, LogNormal, Triangular
from bprkit.procedure.model import End, Flow, Gateway, Node, Procedure, Start, Task

Course = tuple[float, float, frozenset[str]]
"""Its probability, how long it takes, and the nodes that it visits."""


def task(name: str, touch: float | tuple[float, ...] | AnyDistribution = 0.0, **fields: Any) -> Task:
    """Return a task; a number is a constant time, several are as likely as each other."""
    if isinstance(touch, tuple):
        touch = Empirical(touch)
    elif not isinstance(touch, Triangular | LogNormal | Empirical | Constant):
        touch = Constant(touch)
    return Task(id=name, touch=touch, **fields)


def ways(*texts: str, **of: Mapping[str, Any]) -> tuple[Flow, ...]:
    """Return flows: `ways("a b c")` leads from a to b to c; `b_c={"share": 0.5}` says more of one of them."""
    found = []
    for text in texts:
        names = text.split()
        for source, target in pairwise(names):
            found.append(Flow(source=source, target=target, **of.get(f"{source}_{target}", {})))
    return tuple(found)


def procedure(*nodes: Node, flows: tuple[Flow, ...], **fields: Any) -> Procedure:
    """Return a procedure with a start and an end of these names besides the nodes."""
    return Procedure(id="p", nodes=(Start(id="start"), *nodes, End(id="end")), flows=flows, **fields)


def every_course(given: Procedure) -> Iterator[Course]:
    """Yield every course of an acyclic graph with empirical times, whatever its splits and joins.

    All dice are thrown first: for each exclusive gateway which way, for each inclusive one which ways (if none, on to
    where they meet), for each task which time. Then the tokens can only go one way.
    """
    graph = nx.MultiDiGraph(given.graph)
    order = list(nx.topological_sort(graph))
    out = {node: [data["flow"] for _, _, data in graph.out_edges(node, data=True)] for node in order}
    dice: list[tuple[str, list[tuple[float, Any]]]] = []
    met = {
        node: _meeting(graph, order, [flow.target for flow in out[node]])
        for node in order
        if len(out[node]) > 1
    }
    for name in order:
        node = given.node_of[name]
        if isinstance(node, Task) and node.touch is not None and node.touch != Constant(0):
            values = node.touch.values if isinstance(node.touch, Empirical) else (node.touch.mean,)
            dice.append((f"time {name}", [(1 / len(values), value) for value in values]))
        if len(out[name]) > 1 and not (isinstance(node, Gateway) and node.logic == "parallel"):
            some = isinstance(node, Gateway) and node.logic == "inclusive"
            dice.append(
                (
                    name,
                    list(_subsets(out[name]))
                    if some
                    else [(flow.share or 0.0, {flow.target}) for flow in out[name]],
                )
            )
    for thrown in product(*(faces for _, faces in dice)):
        probability = 1.0
        for share, _ in thrown:
            probability *= share
        if probability > 0:
            face = {name: value for (name, _), (_, value) in zip(dice, thrown, strict=True)}
            yield (probability, *_run(order, out, face, met))


def _subsets(flows: list[Flow]) -> Iterator[tuple[float, set[str]]]:
    for taken in product((True, False), repeat=len(flows)):
        probability = 1.0
        for flow, yes in zip(flows, taken, strict=True):
            share = 1.0 if flow.share is None else flow.share
            probability *= share if yes else 1 - share
        yield probability, {flow.target for flow, yes in zip(flows, taken, strict=True) if yes}


def _meeting(graph: Any, order: list[str], targets: list[str]) -> str | None:
    after = set.intersection(*({target} | nx.descendants(graph, target) for target in targets))
    return next((name for name in order if name in after), None)


def _run(
    order: list[str], out: Mapping[str, list[Flow]], face: Mapping[str, Any], met: Mapping[str, str | None]
) -> tuple[float, frozenset[str]]:
    reached: dict[str, float] = {"start": 0.0}
    for name in order:
        if name not in reached:
            continue
        done = reached[name] + face.get(f"time {name}", 0.0)
        reached[name] = done
        targets = [flow.target for flow in out[name] if flow.target in face.get(name, {flow.target})]
        for target in targets or [met[name] for _ in out[name][:1]]:
            reached[str(target)] = max(reached.get(str(target), 0.0), done)
    return max(reached.values()), frozenset(reached)


def mean_and_cdf(courses: list[Course]) -> tuple[float, Callable[[float], float]]:
    """Return the mean time of courses, and the share that takes no longer than so much."""
    assert abs(sum(share for share, _, _ in courses) - 1) < 1e-9

    def cdf(time: float) -> float:
        return sum(share for share, taken, _ in courses if taken <= time + 1e-9)

    return sum(share * time for share, time, _ in courses), cdf


def by_dice(given: Procedure, cases: int, seed: int) -> tuple[list[float], Mapping[str, float]]:
    """Play tokens through exclusive and parallel gateways, loops too; return times and visits a case."""
    dice = random.Random(seed)
    out: dict[str, list[Flow]] = {}
    coming: dict[str, int] = {}
    for flow in given.flows:
        out.setdefault(flow.source, []).append(flow)
        coming[flow.target] = coming.get(flow.target, 0) + 1
    visits: dict[str, int] = {}
    times = []
    for _ in range(cases):
        tokens, waiting, last = [("start", 0.0)], {}, 0.0
        while tokens:
            name, now = tokens.pop()
            node = given.node_of[name]
            parallel = isinstance(node, Gateway) and node.logic == "parallel"
            if parallel and coming.get(name, 0) > 1:
                arrived = [*waiting.pop(name, []), now]
                if len(arrived) < coming[name]:
                    waiting[name] = arrived
                    continue
                now = max(arrived)
            visits[name] = visits.get(name, 0) + 1
            if isinstance(node, Task) and node.touch is not None:
                now += float(node.touch.quantile(dice.random()))
            last = max(last, now)
            following = out.get(name, [])
            if following and not parallel:
                following = dice.choices(
                    following, [1.0 if flow.share is None else flow.share for flow in following]
                )
            tokens += [(flow.target, now) for flow in following]
        assert not waiting
        times.append(last)
    return times, {name: count / cases for name, count in visits.items()}
