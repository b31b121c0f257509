"""Nodes and flows as they are drawn: sub-processes as one box, or opened into the flow around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bprkit.procedure.model import End, Flow, Node, Procedure, Start, SubProcess


def unfolded(procedure: Procedure, unfold: Sequence[str] | bool) -> tuple[list[Node], list[Flow]]:
    """Return nodes and flows with these sub-processes (all of them for True) replaced by what is in them.

    Their own starts and ends go; flows to nodes that are not there are left out.
    """
    return _opened(procedure.nodes, procedure.flows, None, unfold)


def _opened(
    nodes: Sequence[Node], flows: Sequence[Flow], role: str | None, unfold: Sequence[str] | bool
) -> tuple[list[Node], list[Flow]]:
    shown: list[Node] = []
    inner_flows: list[Flow] = []
    entries: dict[str, list[str]] = {}
    exits: dict[str, list[str]] = {}
    for node in nodes:
        if not (
            isinstance(node, SubProcess) and node.nodes and (unfold is True or node.id in _names(unfold))
        ):
            shown.append(node if node.role is not None or role is None else replace(node, role=role))
            continue
        inside, between = _opened(node.nodes, node.flows, node.role or role, unfold)
        rims = {each.id for each in inside if isinstance(each, Start | End)}
        entered = {flow.target for flow in between}
        left = {flow.source for flow in between}
        starts = [each.id for each in inside if isinstance(each, Start)]
        ends = [each.id for each in inside if isinstance(each, End)]
        entries[node.id] = [flow.target for flow in between if flow.source in starts] or [
            each.id for each in inside if each.id not in entered and each.id not in rims
        ]
        exits[node.id] = [flow.source for flow in between if flow.target in ends] or [
            each.id for each in inside if each.id not in left and each.id not in rims
        ]
        shown += [each for each in inside if each.id not in rims]
        inner_flows += [flow for flow in between if flow.source not in rims and flow.target not in rims]
    known = {node.id for node in shown} | set(entries)
    outer = [
        replace(flow, source=source, target=target)
        for flow in flows
        if flow.source in known and flow.target in known
        for source in dict.fromkeys(exits.get(flow.source, [flow.source]))
        for target in dict.fromkeys(entries.get(flow.target, [flow.target]))
    ]
    return shown, [*outer, *inner_flows]


def _names(unfold: Sequence[str] | bool) -> Sequence[str]:
    return () if isinstance(unfold, bool) else unfold
