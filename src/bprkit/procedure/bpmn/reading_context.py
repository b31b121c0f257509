"""What reading one file needs at every step: which ids are nodes, in whose lane they are, and what was found so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bprkit.procedure.bpmn.data import data_of
from bprkit.procedure.bpmn.fields import hints_of
from bprkit.procedure.bpmn.markup import attributes_of, children_of, local
from bprkit.procedure.bpmn.names import MODEL, OWN, mtag, ncname
from bprkit.procedure.model import Flow, TaskType, Title
from bprkit.procedure.problems import Problem

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

TASKS: Mapping[str, TaskType] = {
    "task": "task",
    "userTask": "user",
    "manualTask": "manual",
    "serviceTask": "service",
    "sendTask": "send",
    "receiveTask": "receive",
    "scriptTask": "script",
    "businessRuleTask": "business_rule",
    "callActivity": "call",
}
GATEWAYS = {
    "exclusiveGateway": "exclusive",
    "parallelGateway": "parallel",
    "inclusiveGateway": "inclusive",
    "eventBasedGateway": "event",
    "complexGateway": "inclusive",
}
INTERMEDIATE = frozenset({"intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
SUB_PROCESSES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
NODES = frozenset({"startEvent", "endEvent", *TASKS, *GATEWAYS, *INTERMEDIATE, *SUB_PROCESSES})
NAMED = frozenset({"id", "name"})
_DRAWN = frozenset({"title", "nodes", "flows", "roles"})


@dataclass(frozen=True)
class Context:
    """One process of a file while it is read.

    nodes: id in the model by id in the file. roles: role by id of the node in the file. defaults: the flow that a node
    takes otherwise. leaving: flows by the node that they leave. known: every id in the file. prefix: of BPMN in the file.
    """

    nodes: Mapping[str, str]
    defaults: Mapping[str, str]
    leaving: Mapping[str, set[str]]
    known: frozenset[str]
    prefix: str | None
    problems: list[Problem]
    roles: dict[str, str] = field(default_factory=dict)


def context_of(process: Element, known: frozenset[str], problems: list[Problem]) -> Context:
    """Look through a process once, so that everything in it may be referred to before it comes."""
    nodes, defaults = [], {}
    leaving: dict[str, set[str]] = defaultdict(set)
    for element in _flow_elements(process):
        if local(element) == "sequenceFlow":
            leaving[element.get("sourceRef", "")].add(element.get("id", ""))
            continue
        nodes.append(element)
        if default := element.get("default"):
            defaults[element.get("id", "")] = default
    prefix = next((prefix for prefix, uri in process.nsmap.items() if uri == MODEL), None)
    return Context(own_ids(nodes), defaults, leaving, known, prefix, problems)


def _flow_elements(container: Element) -> Iterator[Element]:
    """Yield the nodes and sequence flows of a process, those in sub-processes too."""
    for child in children_of(container):
        if local(child) in NODES or local(child) == "sequenceFlow":
            yield child
        if local(child) in SUB_PROCESSES:
            yield from _flow_elements(child)


def own_ids(elements: Sequence[Element]) -> Mapping[str, str]:
    """Return the ids in the model by those in the file; where two would be the same, the second is as in the file."""
    found: dict[str, str] = {}
    used: set[str] = set()
    for element in elements:
        name, noted = element.get("id", ""), own_id(element)
        found[name] = name if noted in used else noted
        used.add(found[name])
    return found


def own_id(element: Element) -> str:
    """Return the id in the model: as bprkit noted it where XML did not allow it, else that in the file.

    A step that was copied in another tool brings the noted id of its original with it: that is not its own.
    """
    data = element.find(f"{mtag('extensionElements')}/{{{OWN}}}data")
    noted, name = None if data is None else data.get("id"), element.get("id", "")
    if noted is None:
        return name
    made = ncname(noted)
    return noted if name in (made, noted) or name.startswith(f"{made}-") else name


def told(element: Element, kind: type, where: str, problems: list[Problem], **more: Any) -> dict[str, Any]:
    """Return bprkit's own data of an element; `more` names fields beyond those of the dataclass."""
    drawn = _DRAWN | {"source", "target"} if kind is Flow else _DRAWN
    hints = {name: hint for name, hint in hints_of(kind).items() if name not in drawn}
    return data_of(element, {**hints, "id": str, "ja": str, "en": str, **more}, where, problems)


def title_of(name: str | None, data: dict[str, Any], id_: str = "") -> Title:
    """Return the title from the name and bprkit's own data, from which it is taken out.

    >>> title_of("起案", {"en": "Drafting"}), title_of("係長", {"ja": ""}, "係長")
    (Title(ja='起案', en='Drafting'), Title(ja='', en=None))
    """
    japanese, english = data.pop("ja", None), data.pop("en", None)
    if japanese is not None and (name or "") == (english if english is not None else id_):
        return Title(japanese, english)
    return Title(name or "", english)


def same(one: Element, other: Element) -> bool:
    """Tell whether two elements say the same, whatever their prefixes and white space."""
    if one.tag != other.tag or attributes_of(one) != attributes_of(other):
        return False
    if (one.text or "").strip() != (other.text or "").strip():
        return False
    return same_all(children_of(one), children_of(other))


def same_all(ones: Sequence[Element], others: Sequence[Element]) -> bool:
    """Tell whether two lists of elements say the same."""
    return len(ones) == len(others) and all(same(one, other) for one, other in zip(ones, others, strict=True))
