"""The drawing in a BPMN file (BPMNDiagram): kept while it fits, else from a layout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bprkit.procedure.bpmn import findings
from bprkit.procedure.bpmn.digests import DRAWN, drawing_sum, structure_sum
from bprkit.procedure.bpmn.layout import Bounds, Layout, Point
from bprkit.procedure.bpmn.markup import elements
from bprkit.procedure.bpmn.names import BOUNDS, DIAGRAM, LINES, free, mtag
from bprkit.procedure.bpmn.placing import corners, place
from bprkit.procedure.bpmn.reading_context import context_of
from bprkit.procedure.bpmn.reading_process import read_process
from bprkit.procedure.bpmn.references import ids_of
from bprkit.procedure.bpmn.writing_context import Out, out_of
from bprkit.procedure.model import Procedure, SubProcess, walk
from bprkit.procedure.problems import Problem

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DIAGRAM = f"{{{DIAGRAM}}}BPMNDiagram"
_ARTIFACTS = {
    "dataObjectReference": (36.0, 50.0),
    "dataStoreReference": (50.0, 50.0),
    "textAnnotation": (140.0, 50.0),
}
_GAP = 60.0


def draw(
    root: Element,
    procedures: Sequence[Procedure],
    outs: Sequence[Out],
    layout: Layout | None,
    taken: set[str],
) -> tuple[Problem, ...]:
    """Add the drawing, unless the one that was kept still shows all that there is; tell where it had to go."""
    from lxml import etree

    kept = root.findall(_DIAGRAM)
    if kept and layout is None and all(_is_shown(procedure) for procedure in procedures):
        return ()
    for drawing in kept:
        root.remove(drawing)
    diagram = etree.Element(_DIAGRAM, {"id": free("diagram", taken)})
    plane = etree.SubElement(diagram, f"{{{DIAGRAM}}}BPMNPlane", {"id": free("plane", taken)})
    plane.set("bpmnElement", _whole(root))
    shown: dict[str, Bounds] = {}
    top = 80.0
    for procedure, out in (*zip(procedures, outs, strict=True), *_kept_processes(root, outs)):
        here = layout or place(procedure, top=top)
        _draw_procedure(plane, root, procedure, out, here, shown, taken)
        top = max((box.y + box.height for box in shown.values()), default=top) + _GAP
    _draw_rest(plane, root, shown, top, taken)
    plane.set(DRAWN, drawing_sum(diagram))
    relationship = root.find(mtag("relationship"))
    root.insert(len(root) if relationship is None else root.index(relationship), diagram)
    return (_drawn_anew(procedures[0].id),) if kept and layout is None else ()


def _kept_processes(root: Element, outs: Sequence[Out]) -> Iterator[tuple[Procedure, Out]]:
    """Yield the other processes of the file, which are kept word for word, as far as all in them has an id."""
    written, known = {out.process for out in outs}, frozenset(ids_of(root))
    for process in root.findall(mtag("process")):
        if process.get("id") not in written:
            procedure = read_process(process, context_of(process, known, [])).procedure
            out = out_of(procedure, set(), None, [])
            if {*out.nodes.values(), *out.roles.values(), *out.keys.values()} <= known:
                yield procedure, out


def _is_shown(procedure: Procedure) -> bool:
    foreign = procedure.foreign
    return foreign is not None and foreign.attributes.get(DRAWN) == structure_sum(procedure)


def _whole(root: Element) -> str:
    """Return the id of what the drawing shows: the collaboration, or the only process."""
    for tag in ("collaboration", "process"):
        found = root.find(mtag(tag))
        if found is not None and found.get("id"):
            return str(found.get("id"))
    return ""


def _draw_procedure(
    plane: Element,
    root: Element,
    procedure: Procedure,
    out: Out,
    layout: Layout,
    shown: dict[str, Bounds],
    taken: set[str],
) -> None:
    pool = _pool_of(root, out.process)
    if pool is not None:
        around = layout.pool or _around(layout)
        shown[pool] = around
        _shape(plane, pool, around, taken, isHorizontal="true")
    for role in procedure.roles:
        if role.id in layout.lanes:
            _shape(plane, out.roles[role.id], layout.lanes[role.id], taken, isHorizontal="true")
    for node in walk(procedure.nodes):
        if node.id not in layout.shapes:
            continue
        name = out.nodes[node.id]
        shown[name] = layout.shapes[node.id]
        more = {"isExpanded": "true"} if isinstance(node, SubProcess) else {}
        if getattr(node, "logic", None) == "exclusive":
            more["isMarkerVisible"] = "true"
        _shape(plane, name, shown[name], taken, layout.labels.get(node.id), **more)
    for key, name in out.keys.items():
        if len(layout.edges.get(key, ())) > 1:
            _edge(plane, name, layout.edges[key], taken, layout.labels.get(key))


def _pool_of(root: Element, process: str) -> str | None:
    for pool in root.iterfind(f"{mtag('collaboration')}/{mtag('participant')}"):
        if (pool.get("processRef") or "").rpartition(":")[2] == process:
            return pool.get("id")
    return None


def _around(layout: Layout) -> Bounds:
    boxes = (*layout.shapes.values(), *layout.lanes.values())
    left, top = min((box.x for box in boxes), default=160), min((box.y for box in boxes), default=80)
    right = max((box.x + box.width for box in boxes), default=left + 600)
    bottom = max((box.y + box.height for box in boxes), default=top + 120)
    return Bounds(left - 50, top - 20, right - left + 70, bottom - top + 40)


def _draw_rest(plane: Element, root: Element, shown: dict[str, Bounds], top: float, taken: set[str]) -> None:
    """Draw what bprkit keeps but does not place: data, notes and bare pools in rows below, and the lines to them."""
    x, rest = 160.0, top
    for element in list(elements(root)):
        size = _ARTIFACTS.get(str(element.tag).rpartition("}")[2])
        if size is not None and element.get("id"):
            shown[str(element.get("id"))] = Bounds(x, top, *size)
            _shape(plane, str(element.get("id")), Bounds(x, top, *size), taken)
            x, rest = x + size[0] + _GAP, top + 50 + _GAP
    for pool in root.iterfind(f"{mtag('collaboration')}/{mtag('participant')}"):
        name = pool.get("id")
        if name and name not in shown:
            shown[name] = Bounds(160, rest, 600, 60)
            _shape(plane, name, shown[name], taken, isHorizontal="true")
            rest += 60 + _GAP
    for element in list(elements(root)):
        ends = _ends(element)
        if ends is not None and element.get("id") and all(end in shown for end in ends):
            _edge(plane, str(element.get("id")), corners(shown[ends[0]], shown[ends[1]]), taken)


def _ends(element: Element) -> tuple[str, str] | None:
    """Return what an association, a message flow or a way of data joins."""
    tag = str(element.tag).rpartition("}")[2]
    if tag in ("association", "messageFlow"):
        return element.get("sourceRef", ""), element.get("targetRef", "")
    if tag not in ("dataInputAssociation", "dataOutputAssociation"):
        return None
    parent = element.getparent()
    step = "" if parent is None else str(parent.get("id"))
    end = element.findtext(mtag("sourceRef" if tag == "dataInputAssociation" else "targetRef")) or ""
    return (end, step) if tag == "dataInputAssociation" else (step, end)


def _shape(
    plane: Element, name: str, box: Bounds, taken: set[str], label: Bounds | None = None, **more: str
) -> None:
    from lxml import etree

    attributes = {"id": free(f"{name}_di", taken), "bpmnElement": name, **more}
    shape = etree.SubElement(plane, f"{{{DIAGRAM}}}BPMNShape", attributes)
    _bounds(shape, box)
    _label(shape, label)


def _edge(
    plane: Element, name: str, way: Sequence[Point], taken: set[str], label: Bounds | None = None
) -> None:
    from lxml import etree

    edge = etree.SubElement(
        plane, f"{{{DIAGRAM}}}BPMNEdge", {"id": free(f"{name}_di", taken), "bpmnElement": name}
    )
    for point in way:
        etree.SubElement(edge, f"{{{LINES}}}waypoint", _numbers(x=point.x, y=point.y))
    _label(edge, label)


def _label(element: Element, box: Bounds | None) -> None:
    from lxml import etree

    if box is not None:
        _bounds(etree.SubElement(element, f"{{{DIAGRAM}}}BPMNLabel"), box)


def _bounds(element: Element, box: Bounds) -> None:
    from lxml import etree

    etree.SubElement(
        element, f"{{{BOUNDS}}}Bounds", _numbers(x=box.x, y=box.y, width=box.width, height=box.height)
    )


def _numbers(**values: float) -> dict[str, str]:
    return {name: f"{value:.2f}".rstrip("0").rstrip(".") for name, value in values.items()}


def _drawn_anew(where: str) -> Problem:
    return findings.lost(
        where,
        f"{where}: steps, flows or roles are not those of the drawing any more, so everything is drawn anew.",
        f"{where}: 工程・フロー・担当が元の図と異なるため、図を描き直しました。",
    )
