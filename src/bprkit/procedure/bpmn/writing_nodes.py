"""Nodes and flows of the model as elements of BPMN."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bprkit.procedure.bpmn import events, findings
from bprkit.procedure.bpmn.data import add_data
from bprkit.procedure.bpmn.expressions import condition_of, expression
from bprkit.procedure.bpmn.fields import beyond_default, hints_of
from bprkit.procedure.bpmn.kept import children_at_home, has_place, write_note
from bprkit.procedure.bpmn.markup import local
from bprkit.procedure.bpmn.names import mtag
from bprkit.procedure.bpmn.reading_context import GATEWAYS, TASKS
from bprkit.procedure.bpmn.reading_nodes import is_made
from bprkit.procedure.bpmn.schema_order import put_in_order
from bprkit.procedure.bpmn.writing_context import Out, about, head
from bprkit.procedure.conditions import Condition
from bprkit.procedure.model import (
    End,
    Event,
    Flow,
    Gateway,
    Message,
    Node,
    Start,
    SubProcess,
    Task,
    Timer,
)

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TASK_TAGS = {type_: tag for tag, type_ in TASKS.items()}
_GATEWAY_TAGS = {logic: tag for tag, logic in GATEWAYS.items() if tag != "complexGateway"}
_OWN_TAGS: dict[str, tuple[type, ...]] = {
    "boundaryEvent": (Timer, Message, Event),
    "transaction": (SubProcess,),
    "adHocSubProcess": (SubProcess,),
    "complexGateway": (Gateway,),
}
_DRAWN = frozenset(
    {"id", "title", "role", "note", "foreign", "nodes", "flows", "type", "logic", "direction", "throws"}
)
_DRAWN_OF_FLOW = frozenset({"id", "title", "foreign", "source", "target", "otherwise", "condition"})
_OF_BOUNDARY = frozenset({"attachedToRef", "cancelActivity"})


def write_level(
    parent: Element, nodes: tuple[Node, ...], flows: tuple[Flow, ...], inside: str | None, out: Out
) -> None:
    """Write nodes and flows into a process or into the sub-process that they are `inside` of."""
    for node in nodes:
        with about(node.id):
            parent.append(_node(node, inside is None, out))
    for number, flow in enumerate(flows):
        with about(flow.id or f"{flow.source}→{flow.target}"):
            parent.append(_flow(flow, out.flows[inside, number], out))


def _node(node: Node, laned: bool, out: Out) -> Element:
    """Write a node; `laned`: its role is told by a lane."""
    from lxml import etree

    tag = _tag(node, out)
    element = etree.Element(mtag(tag))
    name = out.nodes[node.id]
    shows_id = out.shows_ids and isinstance(node, Task | SubProcess)
    noted = head(element, name, node.title, node.id if shows_id else "")
    kept_here = node.foreign if has_place(node.foreign, _OWN_TAGS) else None
    if kept_here is not None:
        for key, value in kept_here.attributes.items():
            if tag == "boundaryEvent" or key not in _OF_BOUNDARY:
                element.set(key, _direction(node, value, out) if key == "gatewayDirection" else value)
    elif node.foreign is not None:
        noted["foreign"] = node.foreign
    if default := out.defaults.get(node.id):
        element.set("default", default)
    kept = children_at_home(kept_here, node.id, out.prefix)
    definitions = [child for child in kept if tag.endswith("Event") and events.is_definition(child)]
    element.extend(child for child in kept if child not in definitions)
    fit = bool(definitions) and events.fits(node, definitions)
    definitions = definitions if fit else events.definitions_for(node, out.prefix)
    element.extend(definitions)
    write_note(element, node.note)
    noted |= _noted(node, tag, events.kind_of(definitions))
    if name != node.id:
        noted["id"] = node.id
    if node.role is not None and not (laned and node.role in out.roles):
        noted["role"] = node.role
    add_data(element, noted, hints_of(type(node)))
    _tie(element, out.incoming.get(node.id, ()), "incoming")
    _tie(element, out.outgoing.get(node.id, ()), "outgoing")
    if isinstance(node, SubProcess):
        write_level(element, node.nodes, node.flows, node.id, out)
    put_in_order(element)
    return element


def _direction(gateway: Node, said: str, out: Out) -> str:
    """Return which way a gateway opens: as was kept, unless flows were added against it."""
    joins, splits = (len(ties.get(gateway.id, ())) > 1 for ties in (out.incoming, out.outgoing))
    wrong = (said == "Converging" and splits) or (said == "Diverging" and joins)
    return said if not wrong else "Mixed" if joins and splits else "Diverging" if splits else "Converging"


def _tie(element: Element, flows: Any, name: str) -> None:
    from lxml import etree

    for flow in flows:
        etree.SubElement(element, mtag(name)).text = flow


def _tag(node: Node, out: Out) -> str:
    own = node.foreign.tag if node.foreign is not None else ""
    if own and isinstance(node, _OWN_TAGS.get(own, ())) and _may_stay(node, own, out):
        return own
    if isinstance(node, Task):
        return _TASK_TAGS[node.type]
    if isinstance(node, Gateway):
        return _GATEWAY_TAGS[node.logic]
    if isinstance(node, SubProcess):
        return "subProcess"
    if isinstance(node, Start | End):
        return "startEvent" if isinstance(node, Start) else "endEvent"
    throws = (isinstance(node, Message) and node.direction == "send") or (
        isinstance(node, Event) and node.throws
    )
    return "intermediateThrowEvent" if throws else "intermediateCatchEvent"


def _may_stay(node: Node, tag: str, out: Out) -> bool:
    if tag == "complexGateway":
        return isinstance(node, Gateway) and node.logic == "inclusive"
    if tag != "boundaryEvent" or node.foreign is None:
        return True
    host = node.foreign.attributes.get("attachedToRef", "")
    there = host in out.nodes or host in out.nodes.values()
    if not there:
        out.problems.append(findings.dangling(node.id, "attachedToRef", host, None, left_out="attachedToRef"))
    return there


def _noted(node: Node, tag: str, kind: str) -> dict[str, object]:
    """Return the fields that BPMN has no word for, by name."""
    found = beyond_default(node, _DRAWN)
    found.pop("trigger", None)
    found.pop("outcome", None)
    if isinstance(node, Start) and events.trigger_of(kind, None) != node.trigger:
        found["trigger"] = node.trigger
    if isinstance(node, End) and events.outcome_of(kind, None) != node.outcome:
        found["outcome"] = node.outcome
    if isinstance(node, Timer):
        found.pop("deadline", None)
        if node.deadline != (tag == "boundaryEvent"):
            found["deadline"] = node.deadline
    if node.note == "":
        found["note"] = ""
    return found


def _flow(flow: Flow, name: str, out: Out) -> Element:
    from lxml import etree

    element = etree.Element(mtag("sequenceFlow"))
    source, target = out.nodes[flow.source], out.nodes[flow.target]
    noted = head(element, name, flow.title)
    element.set("sourceRef", source)
    element.set("targetRef", target)
    kept_here = flow.foreign if has_place(flow.foreign) else None
    if kept_here is not None:
        for key, value in kept_here.attributes.items():
            element.set(key, value)
    elif flow.foreign is not None:
        noted["foreign"] = flow.foreign
    kept = children_at_home(kept_here, flow.id or name, out.prefix)
    asked = [child for child in kept if local(child) == "conditionExpression"]
    element.extend(child for child in kept if child not in asked)
    noted |= beyond_default(flow, _DRAWN_OF_FLOW)
    if asked and condition_of(asked[0]) == flow.condition:
        element.append(asked[0])
    elif flow.condition is not None:
        element.append(expression("conditionExpression", str(flow.condition), out.prefix))
        if _reads_otherwise(flow.condition):
            noted["condition"] = flow.condition
    if flow.id is not None and (flow.id != name or is_made(name, source, target)):
        noted["id"] = flow.id
    if flow.otherwise and out.defaults.get(flow.source) != name:
        noted["otherwise"] = True
    add_data(element, noted, hints_of(Flow))
    put_in_order(element)
    return element


def _reads_otherwise(condition: Condition) -> bool:
    return condition_of(expression("conditionExpression", str(condition), None)) != condition
