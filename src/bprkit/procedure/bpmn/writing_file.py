"""The file around the processes: as it was kept from another tool, or new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bprkit.procedure.bpmn.digests import DRAWN
from bprkit.procedure.bpmn.kept import children_kept
from bprkit.procedure.bpmn.markup import elements
from bprkit.procedure.bpmn.names import ANY_IDS, DIAGRAM, MODEL, OWN, PREFIXES, all_flows, free, mtag
from bprkit.procedure.bpmn.reading_file import EXPORTER, PROCESS
from bprkit.procedure.bpmn.writing_context import about, name_and_words
from bprkit.procedure.model import Flow, Node, Procedure, Role, walk

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DIAGRAM = f"{{{DIAGRAM}}}BPMNDiagram"
_NOT_WRITTEN = (ANY_IDS, DRAWN, PROCESS)


def frame_for(procedures: Sequence[Procedure]) -> tuple[Element, list[Element]]:
    """Return the root with all that was kept around the processes, and for each procedure its process to fill."""
    from lxml import etree

    kept = next((one.foreign for one in procedures if skeleton_of(one) is not None), None)
    attributes = {} if kept is None else dict(kept.attributes)
    with about(procedures[0].id):
        root = etree.Element(mtag("definitions"), nsmap=_spaces(attributes))
        own = (
            {"id": "definitions", "targetNamespace": OWN, "exporter": EXPORTER}
            if kept is None
            else attributes
        )
        for name, value in own.items():
            if not name.startswith("xmlns") and name not in _NOT_WRITTEN:
                root.set(name, value)
        root.extend(children_kept(kept, procedures[0].id))
    return root, [_place(root, procedure) for procedure in procedures]


def _spaces(attributes: Mapping[str, str]) -> Any:
    """Return the prefixes of the file that was read, and those that bprkit needs besides."""
    spaces: dict[str | None, str] = {
        name.partition(":")[2] or None: uri for name, uri in attributes.items() if name.startswith("xmlns")
    }
    for prefix, uri in PREFIXES.items():
        bound = [known for known, space in spaces.items() if space == uri]
        if not bound or (bound == [None] and uri != MODEL):
            spaces[free(prefix, {known for known in spaces if known})] = uri
    return spaces


def _place(root: Element, procedure: Procedure) -> Element:
    """Put the process of a procedure where that process stood in the file, else before the drawings."""
    from lxml import etree

    process = skeleton_of(procedure)
    if process is None:
        process = etree.Element(mtag("process"))
    else:
        for standing in root.findall(mtag("process")):
            if standing.get("id") == process.get("id"):
                root.replace(standing, process)
                return process
    drawing = root.find(_DIAGRAM)
    root.insert(len(root) if drawing is None else root.index(drawing), process)
    return process


def skeleton_of(procedure: Procedure) -> Element | None:
    """Return the process that a procedure was read from, without all that the procedure says; None if it was not."""
    if procedure.foreign is None or procedure.foreign.tag != "definitions":
        return None
    wanted = procedure.foreign.attributes.get(PROCESS)
    for child in children_kept(procedure.foreign, procedure.id):
        if child.tag == mtag("process") and child.get("id") == wanted:
            return child
    return None


def ids_kept(root: Element, own: Sequence[Element], procedures: Sequence[Procedure]) -> set[str]:
    """Return every id that kept parts of the file have, so that no other gets it; `own` processes get theirs anew."""
    found = {str(element.get("id")) for element in elements(root) if element.get("id") and element not in own}
    for procedure in procedures:
        things: tuple[Node | Role | Flow, ...] = (
            *walk(procedure.nodes),
            *procedure.roles,
            *all_flows(procedure),
        )
        for thing in things:
            for child in children_kept(thing.foreign, thing.id or procedure.id):
                found |= {str(element.get("id")) for element in elements(child) if element.get("id")}
    return found


def name_process(process: Element, root: Element, name: str, procedure: Procedure) -> dict[str, object]:
    """Give a process its id and its name, or its pool the name where only that had one."""
    old, is_new = process.get("id"), process.get("id") is None
    shown, words = name_and_words(procedure.title)
    process.set("id", name)
    pool = None if old is None else _pool(root, old)
    if pool is not None and old != name:
        pool.set("processRef", name)
    if pool is not None and not process.get("name") and not is_new:
        _rename(pool, shown)
    else:
        _rename(process, shown)
    if is_new:
        process.set("isExecutable", "false")
    return words


def _rename(element: Element, name: str | None) -> None:
    if name:
        element.set("name", name)
    elif element.get("name"):
        del element.attrib["name"]


def _pool(root: Element, process: str) -> Element | None:
    for pool in root.iterfind(f"{mtag('collaboration')}/{mtag('participant')}"):
        if (pool.get("processRef") or "").rpartition(":")[2] == process:
            return pool
    return None


def add_pools(
    root: Element, processes: Sequence[Element], procedures: Sequence[Procedure], taken: set[str]
) -> None:
    """Put a pool around every process that has lanes or stands beside another, where it has none yet."""
    from lxml import etree

    wanted = [
        process
        for process, procedure in zip(processes, procedures, strict=True)
        if (procedure.roles or len(procedures) > 1) and _pool(root, process.get("id", "")) is None
    ]
    if not wanted:
        return
    collaboration = root.find(mtag("collaboration"))
    if collaboration is None:
        collaboration = etree.Element(
            mtag("collaboration"), {"id": free(f"{wanted[0].get('id')}-collaboration", taken)}
        )
        root.insert(root.index(wanted[0]), collaboration)
    before = (mtag("documentation"), mtag("extensionElements"), mtag("participant"))
    last = sum(1 for child in collaboration if child.tag in before)
    for process in wanted:
        pool = etree.Element(mtag("participant"), {"id": free(f"{process.get('id')}-pool", taken)})
        _rename(pool, process.get("name"))
        pool.set("processRef", process.get("id", ""))
        collaboration.insert(last, pool)
        last += 1
