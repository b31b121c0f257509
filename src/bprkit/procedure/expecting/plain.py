"""The procedure as places and ways between them: sub-processes unfolded, one entry, one exit, each split of one kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bprkit.errors import InputError
from bprkit.procedure.model import Flow, Gateway, Node, Procedure, Start, SubProcess

Split = Literal["one", "all", "some"]
Join = Literal["each", "all", "some"]
ENTRY, EXIT = "\0entry", "\0exit"


@dataclass(frozen=True)
class Place:
    """Where tokens pass. split: on which ways one goes on. join: for which it waits before it goes on.

    node: what it is in the procedure; none for what was added here.
    """

    id: str
    split: Split = "one"
    join: Join = "each"
    node: Node | None = None


@dataclass(frozen=True)
class Way:
    """From place to place; `share` where no flow of the procedure says how often."""

    source: str
    target: str
    flow: Flow | None = None
    share: float = 1.0


@dataclass
class Plain:
    """All places and ways. scopes: the exit of each sub-process, and its entry. assumed: (en, ja) of what was assumed."""

    places: dict[str, Place] = field(default_factory=dict)
    ways: list[Way] = field(default_factory=list)
    scopes: dict[str, str] = field(default_factory=dict)
    assumed: list[tuple[str, str]] = field(default_factory=list)

    def ways_from(self) -> Mapping[str, list[int]]:
        """Return the numbers of the ways that leave each place, in their order."""
        found: dict[str, list[int]] = {place: [] for place in self.places}
        for number, way in enumerate(self.ways):
            found[way.source].append(number)
        return found


def plain(procedure: Procedure) -> Plain:
    """Return the procedure unfolded; raises InputError where nothing begins, or a flow leads nowhere."""
    drawn = Plain()
    _open_scope(drawn, ENTRY, EXIT)
    _unfold(drawn, procedure.nodes, procedure.flows, ENTRY, EXIT)
    return drawn


def name_of(place: Place | None, place_id: str) -> str:
    """Return what people call a place."""
    node = place.node if place else None
    title = str(node.title) if node is not None and node.title else ""
    return title or place_id.partition("\0")[0]


def _open_scope(drawn: Plain, entry: str, leave: str, node: Node | None = None) -> None:
    drawn.places[entry] = Place(entry, node=node)
    drawn.places[leave] = Place(leave, join="some")
    drawn.scopes[leave] = entry


def _unfold(drawn: Plain, nodes: tuple[Node, ...], flows: tuple[Flow, ...], entry: str, leave: str) -> None:
    ids = {node.id for node in nodes}
    for flow in flows:
        for end in (flow.source, flow.target):
            if end not in ids:
                raise InputError(
                    en=f"The flow from {flow.source} to {flow.target}: there is no step '{end}' on its level. Correct the flow.",
                    ja=f"{flow.source} から {flow.target} への流れ：同じ階層に「{end}」がありません。流れを直してください。",
                )
    going_in = Counter(flow.target for flow in flows)
    outgoing: dict[str, list[Flow]] = {node.id: [] for node in nodes}
    for flow in flows:
        outgoing[flow.source].append(flow)
    for node in nodes:
        out = _place(drawn, node, going_in[node.id], outgoing[node.id])
        drawn.ways += [Way(out, flow.target, flow) for flow in outgoing[node.id]] or [Way(out, leave)]
    starts: list[Node] = [node for node in nodes if isinstance(node, Start)] or [
        node for node in nodes if not going_in[node.id]
    ]
    if nodes and not starts:
        raise InputError(
            en=f"Nothing begins: every step, such as {nodes[0].id}, comes after another. Add a start.",
            ja=f"始まりがありません（{nodes[0].id} など、どの工程にも前の工程があります）。start を加えてください。",
        )
    if len(starts) > 1:
        listed = [node.id for node in starts]
        drawn.assumed.append(
            (
                f"Cases begin equally often at each of {', '.join(listed)}.",
                f"{'、'.join(listed)} のそれぞれから同じ割合で始まるとしました。",
            )
        )
    drawn.ways += [Way(entry, node.id, share=1 / len(starts)) for node in starts] or [Way(entry, leave)]


def _place(drawn: Plain, node: Node, going_in: int, outgoing: list[Flow]) -> str:
    """Add a node, and return the place from which its flows leave."""
    if isinstance(node, SubProcess):
        leave = f"{node.id}\0exit"
        _open_scope(drawn, node.id, leave, node)
        _unfold(drawn, node.nodes, node.flows, node.id, leave)
        return _splitting(drawn, leave, outgoing)
    if not isinstance(node, Gateway):
        drawn.places[node.id] = Place(node.id, node=node)
        return _splitting(drawn, node.id, outgoing)
    splits: Mapping[str, Split] = {"parallel": "all", "inclusive": "some"}
    joins: Mapping[str, Join] = {"parallel": "all", "inclusive": "some"}
    drawn.places[node.id] = Place(
        node.id,
        split=splits.get(node.logic, "one") if len(outgoing) > 1 else "one",
        join=joins.get(node.logic, "each") if going_in > 1 else "each",
        node=node,
    )
    return node.id


def _splitting(drawn: Plain, out: str, outgoing: list[Flow]) -> str:
    """Add a parallel split after a step with several flows that say nothing of when they are taken."""
    told = any(flow.share is not None or flow.condition or flow.otherwise for flow in outgoing)
    if len(outgoing) < 2 or told:
        return out
    split = f"{out}\0split"
    drawn.places[split] = Place(split, split="all")
    drawn.ways.append(Way(out, split))
    return split
