"""References within a BPMN file: which lead nowhere, and what of the kept parts has to go for that."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from bprkit.procedure.bpmn import findings
from bprkit.procedure.bpmn.markup import elements, line_of, local, parse_bytes
from bprkit.procedure.bpmn.names import DIAGRAM, MODEL
from bprkit.procedure.problems import Problem

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_IN_ATTRIBUTES = (
    "sourceRef targetRef default attachedToRef processRef dataObjectRef dataStoreRef categoryValueRef bpmnElement "
    "participantRef partitionElementRef messageRef signalRef errorRef escalationRef activityRef parameterRef "
    "operationRef sourceElement targetElement labelStyle choreographyActivityShape"
)
_IN_ELEMENTS = (
    "incoming outgoing flowNodeRef sourceRef targetRef dataInputRefs dataOutputRefs eventDefinitionRef "
    "categoryValueRef participantRef resourceRef innerParticipantRef outerParticipantRef inMessageRef outMessageRef "
    "messageFlowRef operationRef loopDataInputRef loopDataOutputRef source target"
)
_ATTRIBUTES, _ELEMENTS = frozenset(_IN_ATTRIBUTES.split()), frozenset(_IN_ELEMENTS.split())
_ENDS = frozenset({"sourceRef", "targetRef", "bpmnElement"})
_OF_LINK = frozenset({"source", "target"})

Reference = tuple["Element", str | None, str]
"""Where it stands, in which attribute (None: it is the element's text), and the id that it names."""


def dangling_references(text: str) -> tuple[Problem, ...]:
    """Return every reference in a BPMN file's text that leads to nothing there, and every id that is there twice.

    >>> task = '<task id="a"/><sequenceFlow id="f" sourceRef="a" targetRef="b"/>'
    >>> [problem.value for problem in dangling_references(
    ...     f'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">{task}</process></definitions>')]
    ['b']
    """
    root = parse_bytes(text.encode(), "BPMN")
    known = ids_of(root)
    found = [
        findings.dangling(owner_of(element), name or local(element), value, line_of(element))
        for element, name, value in references(root)
        if value not in known
    ]
    return (*duplicates(known), *found)


def ids_of(root: Element) -> Mapping[str, list[Element]]:
    """Return the elements that have each id, those of BPMN and of its drawings."""
    found: dict[str, list[Element]] = defaultdict(list)
    for element in elements(root):
        if _is_bpmn(element) and (id_ := element.get("id")):
            found[id_].append(element)
    return found


def duplicates(known: Mapping[str, list[Element]]) -> tuple[Problem, ...]:
    """Return a problem for every id that several elements have."""
    return tuple(
        findings.duplicate(id_, ", ".join(local(one) for one in owners), line_of(owners[1]))
        for id_, owners in known.items()
        if len(owners) > 1
    )


def references(root: Element) -> Iterator[Reference]:
    """Yield every reference to something in the same file."""
    spaces = {"": MODEL, **{prefix: uri for prefix, uri in root.nsmap.items() if prefix}}
    own = {prefix for prefix, uri in spaces.items() if uri == root.get("targetNamespace")} | {""}
    for element in elements(root):
        if not _is_bpmn(element):
            continue
        for name, value in element.attrib.items():
            if name in _ATTRIBUTES and (id_ := _inside(str(value), own)):
                yield element, str(name), id_
        is_reference = local(element) in _ELEMENTS and (
            local(element) not in _OF_LINK or _is_in_link(element)
        )
        if is_reference and (id_ := _inside(element.text or "", own)):
            yield element, None, id_


def _is_in_link(element: Element) -> bool:
    around = element.getparent()
    return around is not None and local(around) == "linkEventDefinition"


def _is_bpmn(element: Element) -> bool:
    return str(element.tag).startswith((f"{{{MODEL}}}", f"{{{DIAGRAM}}}"))


def _inside(value: str, own: set[str]) -> str | None:
    """Return the id that a reference names, None where it is to another file (imported, with a prefix of its own)."""
    prefix, _, name = value.strip().rpartition(":")
    return (name or None) if prefix in own else None


def owner_of(element: Element) -> str:
    """Return the id of the element or of the nearest around it that has one."""
    around: Element | None = element
    while around is not None:
        if id_ := around.get("id"):
            return str(id_)
        around = around.getparent()
    return local(element)


def mend(root: Element, renamed: Mapping[str, str]) -> tuple[Problem, ...]:
    """Lead kept references to ids that had to be written otherwise; take out what leads to nothing any more.

    What pointed to something that is taken out goes too.
    """
    owners = Counter({id_: len(found) for id_, found in ids_of(root).items()})
    pointing: dict[str, list[Reference]] = defaultdict(list)
    for reference in references(root):
        pointing[reference[2]].append(reference)
    broken = deque(reference for id_ in pointing if not owners[id_] for reference in pointing[id_])
    problems: list[Problem] = []
    removed: set[Element] = set()
    while broken:
        element, name, id_ = broken.popleft()
        if element in removed:
            continue
        if owners[renamed.get(id_, "")]:
            _lead(element, name, renamed[id_])
            continue
        gone, problem = _take_out(element, name, id_)
        problems += [] if problem is None else [problem]
        for part in () if gone is None else tuple(elements(gone)):
            removed.add(part)
            if lost := _is_bpmn(part) and part.get("id"):
                owners[str(lost)] -= 1
                broken.extend(() if owners[str(lost)] else pointing[str(lost)])
    return tuple(problems)


def _lead(element: Element, name: str | None, id_: str) -> None:
    if name is None:
        element.text = id_
    else:
        element.set(name, id_)


def _take_out(element: Element, name: str | None, id_: str) -> tuple[Element | None, Problem | None]:
    """Remove an attribute, an element that is nothing but the reference, or one that cannot be without it.

    Returns the element that went, if one did, and what to tell; nobody misses the drawing of what is gone.
    """
    gone, parent = element, element.getparent()
    if name is None and local(element) in ("sourceRef", "targetRef") and parent is not None:
        gone, parent = parent, parent.getparent()  # a data association has to have both
    if name is not None and (name not in _ENDS or parent is None):
        del element.attrib[name]
        return None, _told(element, name, id_, name)
    if parent is None:
        return None, None
    problem = None if name == "bpmnElement" else _told(gone, name or local(element), id_, f"<{local(gone)}>")
    parent.remove(gone)
    return gone, problem


def _told(element: Element, name: str, id_: str, what: str) -> Problem:
    return findings.dangling(owner_of(element), name, id_, None, left_out=what)
