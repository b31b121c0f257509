"""Procedures for tests, drawn in a few lines, and graphs made at random."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Any

from bprkit.procedure.checks import check
from bprkit.procedure.checks.levels import Level
from bprkit.procedure.conditions import Condition
from bprkit.procedure.model import End, Flow, Gateway, Logic, Node, Procedure, Role, Start, Task, Title
from bprkit.procedure.problems import Problem

LOGICS: dict[str, Logic] = {"x": "exclusive", "p": "parallel", "o": "inclusive", "e": "event"}


def node(id_: str) -> Node:
    """Return what an id stands for: s… a start, e… an end, x… p… o… gateways, anything else a task."""
    kind, number = id_[:1], id_[1:]
    if number and not number.isdigit():
        return task(id_)
    if kind == "s":
        return Start(id=id_)
    if kind == "e":
        return End(id=id_)
    return Gateway(id=id_, logic=LOGICS[kind]) if kind in LOGICS else task(id_)


def task(id_: str, **said: Any) -> Task:
    return Task(id=id_, title=Title(id_), role=said.pop("role", "clerk"), **said)


def flow(source: str, target: str, when: str | None = None, **said: Any) -> Flow:
    return Flow(source=source, target=target, condition=Condition.parse(when) if when else None, **said)


def drawn(
    *ways: str,
    nodes: Iterable[Node] = (),
    flows: Iterable[Flow] = (),
    roles: Iterable[Role] = (),
    **said: Any,
) -> Procedure:
    """Return a procedure of ways such as "s > a > x1 > b > e"; nodes that are given replace those of the same id."""
    given = {each.id: each for each in nodes}
    ids: dict[str, None] = dict.fromkeys(given)
    links = list(flows)
    said_of = {(each.source, each.target) for each in links}
    for way in ways:
        steps = [step.strip() for step in way.split(">")]
        ids.update(dict.fromkeys(steps))
        links += [Flow(source=a, target=b) for a, b in pairwise(steps) if (a, b) not in said_of]
    for link in links:
        ids.update(dict.fromkeys((link.source, link.target)))
    whole = tuple(given.get(id_) or node(id_) for id_ in ids)
    return Procedure(
        id="p", nodes=whole, flows=tuple(links), roles=tuple(roles) or (Role(id="clerk"),), **said
    )


def found(procedure: Procedure, *codes: str) -> list[Problem]:
    """Return the problems of these codes, or all."""
    return [problem for problem in check(procedure) if not codes or problem.code in codes]


def places(procedure: Procedure, code: str) -> list[str | None]:
    """Return where the problems of a code are."""
    return [problem.where for problem in found(procedure, code)]


def errors(procedure: Procedure) -> list[str]:
    """Return the codes of all errors."""
    return [problem.code for problem in check(procedure) if problem.severity == "error"]


def top(procedure: Procedure) -> Level:
    return Level(None, procedure.nodes, procedure.flows)


def random_blocks(seed: int, size: int, logics: str = "xp") -> Procedure:
    """Return a sound graph of nested blocks and loops with about so many tasks."""
    rng = random.Random(seed)
    ids: list[str] = []
    links: list[tuple[str, str]] = []

    def fresh(kind: str) -> str:
        ids.append(f"{kind}{len(ids) + 1}")
        return ids[-1]

    def block(tasks: int) -> tuple[str, str]:
        if tasks <= 1:
            only = fresh("t")
            return only, only
        part, draw = rng.randint(1, tasks - 1), rng.random()
        if draw < 0.4:
            (first, middle), (onward, last) = block(part), block(tasks - part)
            links.append((middle, onward))
            return first, last
        kind = rng.choice(logics) if draw < 0.85 else "x"
        split, join = fresh(kind), fresh(kind)
        for tasks_of_branch in (part, tasks - part) if draw < 0.85 else (tasks - 1,):
            first, last = block(tasks_of_branch)
            links.extend([(split, first), (last, join)])
        if draw >= 0.85:  # a loop: back from the join to the split
            links.append((join, split))
        return split, join

    first, last = block(size)
    return drawn(f"s1 > {first}", f"{last} > e1", flows=[Flow(source=a, target=b) for a, b in links])


def spoilt(procedure: Procedure, seed: int) -> Procedure:
    """Return a graph in which one gateway asks for something else, or one more flow leads somewhere."""
    rng = random.Random(seed)
    nodes, flows = list(procedure.nodes), list(procedure.flows)
    gateways = [place for place, each in enumerate(nodes) if isinstance(each, Gateway)]
    inner = [each for each in nodes if isinstance(each, Gateway)]
    if gateways and rng.random() < 0.6:
        place = rng.choice(gateways)
        gateway = inner[gateways.index(place)]
        nodes[place] = replace(gateway, logic="parallel" if gateway.logic == "exclusive" else "exclusive")
    elif inner:
        flows.append(Flow(source=rng.choice(inner).id, target=rng.choice(inner).id))
    return replace(procedure, nodes=tuple(nodes), flows=tuple(flows))
