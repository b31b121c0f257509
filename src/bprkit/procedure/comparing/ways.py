"""The flat graph of a procedure without its ways back: sub-processes opened, an order in which all can be walked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bprkit.procedure.model import End, Flow, Node, Procedure, Start, SubProcess

_OUT = "\0out"
"""Where a sub-process is left; no id of a file holds this character."""


@dataclass(frozen=True)
class Ways:
    """Places by key (the id of a node, or where a sub-process is left) and the ways between them.

    nodes: the node of a key, in the order of the procedure. order: every key, each after all that lead to it.
    leaving: target and flow; all_leaving: with the ways back. meets: where all ways from a place come together again.
    back: source, target and flow of the ways back.
    """

    nodes: Mapping[str, Node]
    order: tuple[str, ...]
    after: Mapping[str, tuple[str, ...]]
    before: Mapping[str, tuple[str, ...]]
    leaving: Mapping[str, tuple[tuple[str, Flow], ...]]
    all_leaving: Mapping[str, tuple[Flow, ...]]
    meets: Mapping[str, str]
    back: tuple[tuple[str, str, Flow], ...]


def ways_of(procedure: Procedure) -> Ways:
    """Return the ways of a procedure; flows from or to nodes that are not there are left out."""
    nodes, edges = _flat(procedure.nodes, procedure.flows)
    keys = dict.fromkeys([*nodes, *(end for source, target, _ in edges for end in (source, target))])
    back = _back(list(keys), edges)
    forward = [edge for number, edge in enumerate(edges) if number not in back]
    leaving: dict[str, list[tuple[str, Flow]]] = {key: [] for key in keys}
    entering: dict[str, dict[str, None]] = {key: {} for key in keys}
    for source, target, flow in forward:
        leaving[source].append((target, flow))
        entering[target][source] = None
    all_leaving: dict[str, list[Flow]] = {key: [] for key in keys}
    for source, _, flow in edges:
        all_leaving[source].append(flow)
    after = {key: tuple(dict.fromkeys(target for target, _ in leaving[key])) for key in keys}
    before = {key: tuple(sources) for key, sources in entering.items()}
    return Ways(
        nodes=nodes,
        order=_ordered(list(keys), before, after),
        after=after,
        before=before,
        leaving={key: tuple(found) for key, found in leaving.items()},
        all_leaving={key: tuple(found) for key, found in all_leaving.items()},
        meets=_meets(after),
        back=tuple(edge for number, edge in enumerate(edges) if number in back),
    )


Edge = tuple[str, str, Flow]


def _flat(nodes: tuple[Node, ...], flows: tuple[Flow, ...]) -> tuple[dict[str, Node], list[Edge]]:
    here = {node.id: node for node in nodes}
    opened = {key for key, node in here.items() if isinstance(node, SubProcess) and node.nodes}
    edges = [
        (flow.source + _OUT if flow.source in opened else flow.source, flow.target, flow)
        for flow in flows
        if flow.source in here and flow.target in here
    ]
    found: dict[str, Node] = {}
    for key, node in here.items():
        found[key] = node
        if key in opened and isinstance(node, SubProcess):
            inside = {inner.id: inner for inner in reversed(node.nodes)}
            inner, inner_edges = _flat(node.nodes, node.flows)
            found |= inner
            edges += inner_edges
            edges += [(key, first, Flow(source=key, target=first)) for first in _firsts(node)]
            edges += [
                (last, key + _OUT, Flow(source=last, target=key))
                for last in (_left(inside[last]) for last in _lasts(node))
            ]
    return found, edges


def _firsts(node: SubProcess) -> list[str]:
    entered = {flow.target for flow in node.flows}
    starts = [inner.id for inner in node.nodes if isinstance(inner, Start)]
    return starts or [inner.id for inner in node.nodes if inner.id not in entered] or [node.nodes[0].id]


def _lasts(node: SubProcess) -> list[str]:
    left = {flow.source for flow in node.flows}
    ends = [inner.id for inner in node.nodes if isinstance(inner, End)]
    return ends or [inner.id for inner in node.nodes if inner.id not in left] or [node.nodes[-1].id]


def _left(inner: Node) -> str:
    return inner.id + _OUT if isinstance(inner, SubProcess) and inner.nodes else inner.id


def _back(keys: list[str], edges: list[Edge]) -> frozenset[int]:
    """Return the numbers of the edges that lead back: those that say so, and those that close a circle."""
    said = {number for number, (_, _, flow) in enumerate(edges) if flow.rework}
    leaving: dict[str, list[tuple[int, str]]] = {key: [] for key in keys}
    entered = set()
    for number, (source, target, _) in enumerate(edges):
        if number not in said:
            leaving[source].append((number, target))
            entered.add(target)
    closed: set[int] = set()
    done: set[str] = set()
    for first in [*(key for key in keys if key not in entered), *keys]:
        closed |= set(_closing(first, leaving, done))
    return frozenset(said | closed)


def _closing(first: str, leaving: Mapping[str, list[tuple[int, str]]], done: set[str]) -> Iterator[int]:
    if first in done:
        return
    path = {first}
    stack = [(first, iter(leaving[first]))]
    while stack:
        key, rest = stack[-1]
        for number, target in rest:
            if target in path:
                yield number
            elif target not in done:
                path.add(target)
                stack.append((target, iter(leaving[target])))
                break
        else:
            done.add(key)
            path.discard(key)
            stack.pop()


def _ordered(
    keys: list[str], before: Mapping[str, tuple[str, ...]], after: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    missing = {key: len(before[key]) for key in keys}
    ready = [key for key in keys if not missing[key]]
    order = []
    for key in ready:  # grows while it is walked
        order.append(key)
        for target in after[key]:
            missing[target] -= 1
            if not missing[target]:
                ready.append(target)
    return tuple(order)


def _meets(after: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return, for each place, the nearest one that every way from it passes; none where that is only the end."""
    import networkx as nx

    leave = ""
    turned: nx.DiGraph[str] = nx.DiGraph()
    turned.add_node(leave)
    for key, targets in after.items():
        turned.add_edges_from((target, key) for target in targets or (leave,))
    found = nx.immediate_dominators(turned, leave)
    return {key: place for key, place in found.items() if place not in (None, leave) and key != leave}
