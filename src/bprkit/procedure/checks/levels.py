"""The levels of a procedure: its top, and the inside of each sub-process, each a graph of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bprkit.procedure.model import End, Flow, Gateway, Logic, Node, Procedure, Start, SubProcess


@dataclass(frozen=True)
class Level:
    """Nodes and the flows between them; `owner` is the sub-process around them, None at the top.

    Flows from or to nodes that are not there are left out (`structure` tells of them).
    """

    owner: SubProcess | None
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]

    @cached_property
    def node_of(self) -> Mapping[str, Node]:
        """The nodes by their ids."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def known_flows(self) -> tuple[Flow, ...]:
        """The flows whose both ends are there."""
        return tuple(f for f in self.flows if f.source in self.node_of and f.target in self.node_of)

    @cached_property
    def outgoing(self) -> Mapping[str, Sequence[Flow]]:
        """The flows that leave each node, in their order."""
        return _grouped(self.node_of, [(flow.source, flow) for flow in self.known_flows])

    @cached_property
    def incoming(self) -> Mapping[str, Sequence[Flow]]:
        """The flows that enter each node."""
        return _grouped(self.node_of, [(flow.target, flow) for flow in self.known_flows])

    @cached_property
    def on_border(self) -> Mapping[str, Sequence[Node]]:
        """The events of a BPMN file that sit on the border of a step, by the step."""
        hosts = [(host_of(node), node) for node in self.nodes]
        found: dict[str, list[Node]] = {
            host: [] for host, _ in hosts if host is not None and host in self.node_of
        }
        for host, node in hosts:
            if host is not None and host in found:
                found[host].append(node)
        return found

    @cached_property
    def ways_out(self) -> Mapping[str, Sequence[Flow]]:
        """The flows that leave each node, and its events on the border as if flows led to them."""
        return self._with_borders(self.outgoing, lambda flow: flow.source)

    @cached_property
    def ways_in(self) -> Mapping[str, Sequence[Flow]]:
        """The flows that enter each node; of an event on a border, one from what it sits on."""
        return self._with_borders(self.incoming, lambda flow: flow.target)

    def _with_borders(
        self, flows: Mapping[str, Sequence[Flow]], side: Callable[[Flow], str]
    ) -> Mapping[str, Sequence[Flow]]:
        if not self.on_border:
            return flows
        more = [
            Flow(source=host, target=event.id) for host, events in self.on_border.items() for event in events
        ]
        found = {id_: list(each) for id_, each in flows.items()}
        for flow in more:
            found[side(flow)].append(flow)
        return found

    @cached_property
    def starts(self) -> tuple[Start, ...]:
        """Where cases come in."""
        return tuple(node for node in self.nodes if isinstance(node, Start))

    @cached_property
    def ends(self) -> tuple[End, ...]:
        """Where cases end."""
        return tuple(node for node in self.nodes if isinstance(node, End))

    def split(self, node: Node) -> Logic:
        """Return how cases leave a node: steps part as BPMN says, by conditions if there are any, else all at "
        "once."""
        return splitting(node, self.outgoing[node.id])


def splitting(node: Node, flows: Sequence[Flow]) -> Logic:
    """Return how cases part at a node with these ways out; of a gateway, its own logic."""
    if isinstance(node, Gateway):
        return node.logic
    asked = any(flow.share is not None or flow.condition or flow.otherwise for flow in flows)
    return "exclusive" if asked or len(flows) < 2 else "parallel"


def levels(procedure: Procedure) -> Iterator[Level]:
    """Yield the top level and those of all sub-processes, outer ones first."""
    waiting = [Level(None, procedure.nodes, procedure.flows)]
    while waiting:
        level = waiting.pop(0)
        yield replace(level, nodes=tuple(node for node in level.nodes if not _begins_by_itself(node)))
        waiting += [Level(n, n.nodes, n.flows) for n in level.nodes if isinstance(n, SubProcess)]


def host_of(node: Node) -> str | None:
    """Return the step on whose border an event of a BPMN file sits."""
    if node.foreign is None or node.foreign.tag != "boundaryEvent":
        return None
    return node.foreign.attributes.get("attachedToRef")


def interrupts(event: Node) -> bool:
    """Tell whether an event on a border ends the step that it sits on."""
    return event.foreign is None or event.foreign.attributes.get("cancelActivity", "true") != "false"


def _begins_by_itself(node: Node) -> bool:
    """Tell whether it is an event sub-process of a BPMN file, to which no flow leads."""
    return (
        isinstance(node, SubProcess)
        and node.foreign is not None
        and node.foreign.attributes.get("triggeredByEvent") == "true"
    )


def reached(sources: Collection[str], ways: Mapping[str, Sequence[Flow]], *, back: bool = False) -> set[str]:
    """Return the ids that can be reached along flows, those to begin with included; `back` goes against them."""
    found = set(sources)
    waiting = list(found)
    while waiting:
        for flow in ways[waiting.pop()]:
            other = flow.source if back else flow.target
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def _grouped(ids: Collection[str], pairs: Sequence[tuple[str, Flow]]) -> dict[str, list[Flow]]:
    groups: dict[str, list[Flow]] = {id_: [] for id_ in ids}
    for id_, flow in pairs:
        groups[id_].append(flow)
    return groups
