"""Flow nodes and sequence flows of BPMN as nodes and flows of the model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bprkit.procedure.bpmn import events, findings
from bprkit.procedure.bpmn.expressions import condition_of, expression
from bprkit.procedure.bpmn.kept import foreign_of, names_of, note_of
from bprkit.procedure.bpmn.markup import children_of, line_of, local
from bprkit.procedure.bpmn.names import flow_name, mtag
from bprkit.procedure.bpmn.reading_context import (
    GATEWAYS,
    INTERMEDIATE,
    NAMED,
    NODES,
    SUB_PROCESSES,
    TASKS,
    Context,
    own_id,
    same,
    same_all,
    title_of,
    told,
)
from bprkit.procedure.model import (
    End,
    Event,
    Flow,
    Foreign,
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

_TIED = frozenset({"incoming", "outgoing"})
_TREATED = {
    "complexGateway": ("an inclusive gateway", "包含ゲートウェイ"),
    "boundaryEvent": ("a step without a way in", "入る流れのない工程"),
    "transaction": ("a sub-process", "サブプロセス"),
    "adHocSubProcess": ("a sub-process", "サブプロセス"),
}


@dataclass(frozen=True)
class Level:
    """What stands in a process or sub-process; `rest` is what the model has no word for."""

    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    rest: tuple[Element, ...]


def read_level(container: Element, context: Context) -> Level:
    """Read what stands right in a process or sub-process, and all that is in its sub-processes."""
    nodes, flows, rest = [], [], []
    for child in children_of(container):
        tag = local(child)
        if tag in NODES:
            nodes.append(read_node(child, context))
        elif tag != "sequenceFlow":
            rest.append(child)
        elif child.get("sourceRef") in context.nodes and child.get("targetRef") in context.nodes:
            flows.append(read_flow(child, context))
        elif _keep_flow(child, context):
            rest.append(child)
    return Level(tuple(nodes), tuple(flows), tuple(rest))


def _keep_flow(flow: Element, context: Context) -> bool:
    """Tell whether a flow that joins no two nodes can be kept at all: its ends are in the file, as something else."""
    where = flow.get("id") or "sequenceFlow"
    for name in ("sourceRef", "targetRef"):
        end = flow.get(name) or ""
        if end not in context.known:
            context.problems.append(
                findings.dangling(where, name, end, line_of(flow), left_out="<sequenceFlow>")
            )
            return False
    context.problems.append(findings.kept(where, ["<sequenceFlow>"], line_of(flow)))
    return True


def read_node(element: Element, context: Context) -> Node:
    """Read one node; what it says beyond the model goes into its `foreign`."""
    tag, name = local(element), context.nodes[element.get("id", "")]
    children = [child for child in children_of(element) if local(child) not in _TIED]
    definitions = [child for child in children if tag.endswith("Event") and events.is_definition(child)]
    common: dict[str, Any] = {"id": name, "note": note_of(element)}
    node, rest = _bare(element, tag, events.kind_of(definitions), common, context)
    data = told(element, type(node), name, context.problems, role=str)
    data.pop("id", None)
    noted = data.pop("foreign", None)
    if "note" in data and node.note:
        del data["note"]
    title = title_of(element.get("name"), data, name)
    role = context.roles.get(element.get("id", ""), data.pop("role", None))
    data.pop("role", None)
    node = _agreeing(replace(node, title=title, role=role, **data), node, definitions)
    kept = [child for child in children if child not in definitions] if rest is None else list(rest)
    if not same_all(definitions, events.definitions_for(node, context.prefix)):
        kept += definitions
    own_tag = tag if tag in _TREATED else ""
    foreign = foreign_of(element, {*NAMED, "default"}, kept, node.note, own_tag)
    _tell_kept(name, tag, foreign, definitions, node, line_of(element), context)
    return replace(node, foreign=foreign or noted)


def _bare(
    element: Element, tag: str, kind: str, common: dict[str, Any], context: Context
) -> tuple[Node, Sequence[Element] | None]:
    if tag in SUB_PROCESSES:
        level = read_level(element, context)
        rest = tuple(child for child in level.rest if local(child) not in _TIED)
        return SubProcess(nodes=level.nodes, flows=level.flows, **common), rest
    if tag in INTERMEDIATE:
        node = events.intermediate(tag, kind, common)
        return (
            replace(node, deadline=True) if isinstance(node, Timer) and tag == "boundaryEvent" else node
        ), None
    if tag in TASKS:
        return Task(type=TASKS[tag], **common), None
    if tag in GATEWAYS:
        return Gateway(logic=GATEWAYS[tag], **common), None  # type: ignore[arg-type]  # values are those of Logic
    return (Start(**common) if tag == "startEvent" else End(**common)), None


def _agreeing(node: Node, drawn: Node, definitions: Sequence[Element]) -> Node:
    """Let the drawing decide where it does not agree with what bprkit wrote once: somebody drew it anew since."""
    kind = events.kind_of(definitions)
    if isinstance(node, Start):
        return replace(node, trigger=events.trigger_of(kind, node.trigger))
    if isinstance(node, End):
        return replace(node, outcome=events.outcome_of(kind, node.outcome))
    if isinstance(node, Timer):
        return replace(node, period=events.agreed_period(node.period, definitions))
    if isinstance(node, Task | Gateway | Message | Event | SubProcess):
        drawn_only = {
            "type": Task,
            "logic": Gateway,
            "direction": Message,
            "throws": Event,
            "nodes": SubProcess,
            "flows": SubProcess,
        }
        changes = {
            name: getattr(drawn, name) for name, type_ in drawn_only.items() if isinstance(node, type_)
        }
        return replace(node, **changes)
    return node


def _tell_kept(
    where: str,
    tag: str,
    foreign: Foreign | None,
    definitions: Sequence[Element],
    node: Node,
    line: int | None,
    context: Context,
) -> None:
    if foreign is None:
        return
    if tag in _TREATED:
        context.problems.append(findings.read_as(where, tag, *_TREATED[tag], line))
    plain = {
        f"<{local(one)}>"
        for one in definitions
        if events.says_nothing_more(one) and not isinstance(node, Event) and _is_understood(one)
    }
    names = [name for name in names_of(foreign) if name not in plain]
    if names:
        context.problems.append(findings.kept(where, names, line))


def _is_understood(definition: Element) -> bool:
    kind = events.kind_of([definition])
    return kind in ("message", "timer", "conditional", "terminate", "error")


def read_flow(element: Element, context: Context) -> Flow:
    """Read one sequence flow between nodes."""
    name = element.get("id") or ""
    source, target = element.get("sourceRef", ""), element.get("targetRef", "")
    where = own_id(element) or f"{source}→{target}"
    data = told(element, Flow, where, context.problems)
    noted_id = data.pop("id", None)
    id_: str | None = None if is_made(name, source, target) or not name else name
    if noted_id is not None and own_id(element) == noted_id:
        id_ = noted_id
    title = title_of(element.get("name"), data)
    if context.defaults.get(source) == name:
        data["otherwise"] = True
    children = children_of(element)
    asked = element.find(mtag("conditionExpression"))
    noted, noted_foreign = data.pop("condition", None), data.pop("foreign", None)
    if asked is not None:
        told_so = noted is not None and str(noted) == asked.text
        data["condition"] = noted if told_so else condition_of(asked)
        if data["condition"] is not None and same(
            asked, expression("conditionExpression", str(data["condition"]), context.prefix)
        ):
            children.remove(asked)
    foreign = foreign_of(element, {*NAMED, "sourceRef", "targetRef"}, children, None)
    if foreign is not None:
        context.problems.append(findings.kept(where, names_of(foreign), line_of(element)))
    return Flow(
        source=context.nodes[source],
        target=context.nodes[target],
        id=id_,
        title=title,
        foreign=foreign or noted_foreign,
        **data,
    )


def is_made(name: str, source: str, target: str) -> bool:
    """Tell whether an id is one that bprkit makes for a flow without id.

    >>> is_made("flow-a-b-2", "a", "b"), is_made("flow-a-bc", "a", "b")
    (True, False)
    """
    made = flow_name(source, target, 1)
    return name.startswith(made) and bool(re.fullmatch(r"(-\d+)?", name.removeprefix(made)))
