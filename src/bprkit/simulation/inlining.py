"""Sub-processes unfolded into the graph around them: what is left has one level."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bprkit.errors import InputError
from bprkit.procedure.model import End, Flow, Gateway, Node, Procedure, Start, SubProcess


@dataclass(frozen=True)
class Flat:
    """The nodes and flows of one level, and the one start."""

    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    start: str


def flattened(procedure: Procedure) -> Flat:
    """Unfold every sub-process; raise InputError where a level has no start, or several."""
    nodes, flows, start = _level(procedure.nodes, procedure.flows, procedure.id)
    return Flat(tuple(nodes), tuple(flows), start)


def _level(
    nodes: tuple[Node, ...], flows: tuple[Flow, ...], where: str
) -> tuple[list[Node], list[Flow], str]:
    starts = [node.id for node in nodes if isinstance(node, Start)]
    if len(starts) != 1:
        raise InputError(
            en=f"{where} has {len(starts)} start events; to be run it needs one. Lead them into one.",
            ja=f"{where} には開始イベントが{len(starts)}個あります。実行するには1個にまとめてください。",
        )
    flat: list[Node] = []
    ways = list(flows)
    for node in nodes:
        if not isinstance(node, SubProcess):
            flat.append(node)
            continue
        if not node.nodes:
            flat.append(Gateway(id=node.id, role=node.role))
            continue
        inner_nodes, inner_flows, inner_start = _level(node.nodes, node.flows, str(node.title) or node.id)
        way_out = f"{node.id}/out"
        ends = {inner.id for inner in inner_nodes if isinstance(inner, End)}
        flat.append(Gateway(id=node.id, role=node.role))
        flat += [Gateway(id=inner.id) if inner.id in ends else inner for inner in inner_nodes]
        flat.append(Gateway(id=way_out, role=node.role))
        ways = [replace(flow, source=way_out) if flow.source == node.id else flow for flow in ways]
        ways += inner_flows
        ways.append(Flow(source=node.id, target=inner_start))
        ways += [Flow(source=end, target=way_out) for end in sorted(ends)]
    return flat, ways, starts[0]
