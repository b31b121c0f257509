"""To pm4py (extra `bprkit[pm4py]`): a procedure as a Petri net, to check and replay, and as pm4py's own BPMN.

pm4py is AGPL-3.0 and slow to import: it is imported only when one of these functions is called.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bprkit.errors import InputError
from bprkit.procedure.model import (
    End,
    Event,
    Flow,
    Gateway,
    Message,
    Node,
    Procedure,
    Start,
    SubProcess,
    Task,
    Timer,
)
from bprkit.procedure.petri_net import label_of, net_of


def to_petri_net(procedure: Procedure) -> tuple[Any, Any, Any]:
    """Return a procedure as a pm4py Petri net with its initial and its final marking.

    Every task is a transition under the name that logs record it by (one each, if they know several), else its
    Japanese title; all else is silent, and shares, conditions and times are not there. An inclusive gateway takes any of
    its ways or none. Raises InputError where pm4py is not installed, and where the flows lead nowhere.

    >>> nodes = (Task(id="a", recorded_as=("起案",)), Task(id="b", recorded_as=("決裁", "専決")))
    >>> net, start, end = to_petri_net(Procedure(id="p", nodes=nodes, flows=(Flow(source="a", target="b"),)))
    >>> sorted(transition.label for transition in net.transitions if transition.label)
    ['専決', '決裁', '起案']
    """
    _pm4py()
    _refuse_loose_flows(procedure)
    from pm4py.objects.petri_net.obj import Marking, PetriNet
    from pm4py.objects.petri_net.utils.petri_utils import add_arc_from_to

    drawn = net_of(procedure)
    net = PetriNet(procedure.id)
    places = {name: PetriNet.Place(name) for name in drawn.places}
    net.places.update(places.values())
    for each in drawn.transitions:
        transition = PetriNet.Transition(each.name, each.label)
        net.transitions.add(transition)
        for name in each.sources:
            add_arc_from_to(places[name], transition, net)
        for name in each.targets:
            add_arc_from_to(transition, places[name], net)
    return net, Marking({places[drawn.source]: 1}), Marking({places[drawn.sink]: 1})


def to_pm4py_bpmn(procedure: Procedure) -> Any:
    """Return a procedure as the BPMN graph of pm4py, for its own functions on that.

    Sub-processes are opened, since pm4py does not look into them; lanes, shares, conditions and times are not there.
    Raises InputError where pm4py is not installed, and where the flows lead nowhere.

    >>> graph = to_pm4py_bpmn(Procedure(id="p", nodes=(Start(id="s"), End(id="e")), flows=(Flow(source="s", target="e"),)))
    >>> sorted(type(node).__name__ for node in graph.get_nodes())
    ['NormalEndEvent', 'NormalStartEvent']
    """
    _pm4py()
    _refuse_loose_flows(procedure)
    from pm4py.objects.bpmn.obj import BPMN

    graph = BPMN(process_id=procedure.id, name=str(procedure.title))
    opened = _opened(procedure.nodes, procedure.flows, top=True)
    nodes: dict[str, Any] = {}
    for node in opened.nodes:
        kind, inner = _bpmn_kind(BPMN, node), node.id in opened.passed
        nodes[node.id] = (BPMN.ExclusiveGateway if inner else kind)(
            id=node.id, name=label_of(node), process=procedure.id
        )
        graph.add_node(nodes[node.id])
    for turn, flow in enumerate(opened.flows):
        name = str(flow.title or flow.condition or "")
        graph.add_flow(
            BPMN.SequenceFlow(
                nodes[flow.source],
                nodes[flow.target],
                id=flow.id or f"flow-{turn}",
                name=name,
                process=procedure.id,
            )
        )
    return graph


def _pm4py() -> Any:
    try:
        import pm4py
    except ImportError as error:
        raise InputError(
            en="This needs pm4py: pip install 'bprkit[pm4py]'.",
            ja="pm4py が必要です。pip install 'bprkit[pm4py]' で追加してください。",
        ) from error
    return pm4py


def _refuse_loose_flows(procedure: Procedure) -> None:
    for nodes, flows in _levels(procedure.nodes, procedure.flows):
        here = {node.id for node in nodes}
        for flow in flows:
            if not {flow.source, flow.target} <= here:
                raise InputError(
                    en=f"The flow from {flow.source} to {flow.target} leads to a step that is not there. "
                    "Run bprkit check, and mend it first.",
                    ja=f"{flow.source} から {flow.target} への流れは、存在しない工程につながっています。"
                    "bprkit check で確かめ、先に直してください。",
                )


def _levels(
    nodes: tuple[Node, ...], flows: tuple[Flow, ...]
) -> Iterator[tuple[tuple[Node, ...], tuple[Flow, ...]]]:
    yield nodes, flows
    for node in nodes:
        if isinstance(node, SubProcess):
            yield from _levels(node.nodes, node.flows)


# BPMN


@dataclass
class _Opened:
    """A graph without sub-processes; `passed` are nodes that only bring ways together or part them."""

    nodes: list[Node] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    passed: set[str] = field(default_factory=set)


def _opened(nodes: tuple[Node, ...], flows: tuple[Flow, ...], *, top: bool) -> _Opened:
    found = _Opened()
    boxes = {node.id for node in nodes if isinstance(node, SubProcess) and node.nodes}
    for node in nodes:
        found.nodes.append(node)
        if not top and isinstance(node, Start | End):
            found.passed.add(node.id)
        if node.id in boxes and isinstance(node, SubProcess):
            found.passed.add(node.id)
            _add_box(found, node)
    found.flows += [
        Flow(
            source=f"{flow.source}-done" if flow.source in boxes else flow.source,
            target=flow.target,
            id=flow.id,
            title=flow.title,
            condition=flow.condition,
        )
        for flow in flows
    ]
    return found


def _add_box(found: _Opened, box: SubProcess) -> None:
    inner = _opened(box.nodes, box.flows, top=False)
    done = Gateway(id=f"{box.id}-done")
    found.nodes += [*inner.nodes, done]
    found.passed |= inner.passed | {done.id}
    found.flows += inner.flows
    entered, left = {flow.target for flow in box.flows}, {flow.source for flow in box.flows}
    starts = [node.id for node in box.nodes if isinstance(node, Start)]
    firsts = starts or [node.id for node in box.nodes if node.id not in entered] or [box.nodes[0].id]
    opened = {node.id for node in box.nodes if isinstance(node, SubProcess) and node.nodes}
    lasts = [f"{node.id}-done" if node.id in opened else node.id for node in box.nodes if node.id not in left]
    found.flows += [Flow(source=box.id, target=first) for first in firsts]
    found.flows += [Flow(source=last, target=done.id) for last in lasts]


def _bpmn_kind(bpmn: Any, node: Node) -> Any:
    match node:
        case Start():
            return bpmn.MessageStartEvent if node.trigger == "message" else bpmn.NormalStartEvent
        case End():
            kinds = {"terminated": bpmn.TerminateEndEvent, "error": bpmn.ErrorEndEvent}
            return kinds.get(node.outcome, bpmn.NormalEndEvent)
        case Gateway():
            return {
                "parallel": bpmn.ParallelGateway,
                "inclusive": bpmn.InclusiveGateway,
                "event": bpmn.EventBasedGateway,
            }.get(node.logic, bpmn.ExclusiveGateway)
        case Message():
            return (
                bpmn.MessageIntermediateThrowEvent
                if node.direction == "send"
                else bpmn.MessageIntermediateCatchEvent
            )
        case Timer() | Event():
            return bpmn.IntermediateCatchEvent
        case Task():
            return {"user": bpmn.UserTask, "send": bpmn.SendTask}.get(node.type, bpmn.Task)
    return bpmn.Task
