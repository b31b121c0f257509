"""What a BPMN file says around its processes: pools, message flows, root elements, the drawing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bprkit.procedure.bpmn import findings
from bprkit.procedure.bpmn.digests import DRAWN, drawing_sum, structure_sum
from bprkit.procedure.bpmn.markup import attributes_of, children_of, elements, line_of, local, text_of
from bprkit.procedure.bpmn.names import ANY_IDS, DIAGRAM, OWN, mtag
from bprkit.procedure.bpmn.reading_context import NODES
from bprkit.procedure.bpmn.reading_process import ProcessRead, pool_of
from bprkit.procedure.model import Foreign
from bprkit.procedure.problems import Problem

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

EXPORTER = "bprkit"
PROCESS = f"{{{OWN}}}process"
"""In the Foreign of a procedure: the id of the process that it fills again."""
_WITH_IDS = NODES | {"sequenceFlow", "lane", "process"}
_DIAGRAM = f"{{{DIAGRAM}}}BPMNDiagram"


@dataclass(frozen=True)
class FileRest:
    """A file whose processes were read."""

    root: Element
    read: tuple[ProcessRead, ...]

    @cached_property
    def texts(self) -> tuple[tuple[Element, str], ...]:
        """What stands right in the file, as text; drawings that bprkit made and nobody changed are made anew."""
        return tuple(
            (child, text_of(child)) for child in children_of(self.root) if not _is_own_drawing(child)
        )

    @cached_property
    def is_own(self) -> bool:
        """Tell whether bprkit would write all of it by itself."""
        if self.root.get("exporter") != EXPORTER or not all(read.is_own for read in self.read):
            return False
        rest = [child for child, _ in self.texts if child.tag != mtag("process")]
        own = set(self.root.attrib) <= {"id", "targetNamespace", "exporter"}
        return own and all(_is_own_collaboration(child) for child in rest) and len(rest) <= 1

    @cached_property
    def draws(self) -> bool:
        """Tell whether a drawing is kept."""
        return any(child.tag == _DIAGRAM for child, _ in self.texts)


def procedure_foreign(read: ProcessRead, rest: FileRest) -> tuple[Foreign | None, tuple[Problem, ...]]:
    """Return all that a file says besides one of its processes, with the other processes word for word."""
    if rest.is_own:
        return None, ()
    attributes = {
        f"xmlns:{prefix}" if prefix else "xmlns": str(uri) for prefix, uri in rest.root.nsmap.items()
    }
    attributes |= attributes_of(rest.root)
    attributes[PROCESS] = str(read.element.get("id"))
    if rest.draws:
        attributes[DRAWN] = structure_sum(read.procedure)
    if any(not str(one.get("id")).isascii() for one in elements(read.element) if local(one) in _WITH_IDS):
        attributes[ANY_IDS] = "any"
    children = [text_of(read.skeleton) if child is read.element else text for child, text in rest.texts]
    problems = read.problems if read is not rest.read[0] else (*read.problems, *_kept(read, rest))
    return Foreign("definitions", attributes, tuple(children)), problems


def _is_own_drawing(element: Element) -> bool:
    plane = element.find(f"{{{DIAGRAM}}}BPMNPlane") if element.tag == _DIAGRAM else None
    return plane is not None and plane.get(DRAWN) == drawing_sum(element)


def _is_own_collaboration(element: Element) -> bool:
    """Tell whether it is but a pool around each process, by the name of the process."""
    pools = children_of(element)
    if element.tag != mtag("collaboration") or set(element.attrib) != {"id"}:
        return False
    return all(_is_own_pool(pool) for pool in pools) and bool(pools)


def _is_own_pool(pool: Element) -> bool:
    if local(pool) != "participant" or set(pool.attrib) - {"name"} != {"id", "processRef"} or len(pool):
        return False
    processes = pool.getroottree().getroot().iterfind(mtag("process"))
    of = next((process for process in processes if process.get("id") == pool.get("processRef")), None)
    return of is not None and pool_of(of) is pool and of.get("name") == pool.get("name")


def _kept(read: ProcessRead, rest: FileRest) -> tuple[Problem, ...]:
    """Tell what is kept of the file around the processes, once."""
    counts: Counter[str] = Counter()
    for child, _ in rest.texts:
        if child.tag == mtag("collaboration"):
            counts.update(local(one).rpartition("}")[2] for one in children_of(child))
        elif child.tag != mtag("process"):
            counts[local(child).rpartition("}")[2]] += 1
    counts.subtract({"participant": len(rest.read)})
    names = [f"<{tag}>" + (f" × {count}" if count > 1 else "") for tag, count in counts.items() if count > 0]
    if not names:
        return ()
    return (findings.kept(read.procedure.id, names, line_of(rest.root)),)
