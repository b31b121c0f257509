"""Write procedures as BPMN 2.0 that every tool opens, with all that bprkit knows besides in elements of its own."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bprkit.files import write_beside
from bprkit.procedure.bpmn.data import add_data
from bprkit.procedure.bpmn.diagram import draw
from bprkit.procedure.bpmn.fields import beyond_default, hints_of
from bprkit.procedure.bpmn.kept import write_note
from bprkit.procedure.bpmn.layout import Layout
from bprkit.procedure.bpmn.markup import indent, prefixes_in_values
from bprkit.procedure.bpmn.names import MODEL
from bprkit.procedure.bpmn.references import mend
from bprkit.procedure.bpmn.schema_order import put_in_order
from bprkit.procedure.bpmn.writing_context import Out, about, out_of
from bprkit.procedure.bpmn.writing_file import add_pools, frame_for, ids_kept, name_process
from bprkit.procedure.bpmn.writing_lanes import lane_order, lane_tree, write_lanes
from bprkit.procedure.bpmn.writing_nodes import write_level
from bprkit.procedure.model import Procedure
from bprkit.procedure.problems import Problem

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DRAWN = frozenset({"id", "title", "note", "roles", "nodes", "flows", "foreign"})


def write_bpmn(
    procedure: Procedure | Sequence[Procedure], path: str | os.PathLike[str], layout: Layout | None = None
) -> tuple[Problem, ...]:
    """Write a BPMN 2.0 file and return what had to be left out of it.

    Several procedures become the pools of one file. layout: where everything is drawn; without, the drawing of the file
    that the procedure came from if it still fits, else a plain one. Raises ProcedureError for ids that are there twice
    and flows to nowhere, InputError for texts that XML cannot hold, OutputError as `write_beside` does.

    >>> import pathlib, tempfile
    >>> from bprkit.procedure.model import Task, Title
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "draft.bpmn"
    >>> write_bpmn(Procedure(id="p", nodes=(Task(id="draft", title=Title("起案")),)), path)
    ()
    >>> '<bpmn:task id="draft" name="起案"/>' in path.read_text(encoding="utf-8")
    True
    """
    text, problems = _written(procedure, layout)
    with write_beside(path) as unfinished:
        unfinished.write_bytes(text.encode())
    return problems


def bpmn_text(procedure: Procedure | Sequence[Procedure], layout: Layout | None = None) -> str:
    """Return the text of the file that `write_bpmn` writes; raises as it does."""
    return _written(procedure, layout)[0]


def _written(
    procedure: Procedure | Sequence[Procedure], layout: Layout | None
) -> tuple[str, tuple[Problem, ...]]:
    procedures = (procedure,) if isinstance(procedure, Procedure) else tuple(procedure)
    if not procedures:
        raise ValueError("no procedure to write")
    problems: list[Problem] = []
    root, processes = frame_for(procedures)
    taken = ids_kept(root, processes, procedures)
    prefix = next((known for known, uri in root.nsmap.items() if uri == MODEL), None)
    outs = []
    renamed: dict[str, str] = {}
    for one, process in zip(procedures, processes, strict=True):
        out = out_of(one, taken, prefix, problems)
        if old := process.get("id"):
            renamed[old] = out.process
        _fill(process, root, one, out)
        renamed |= out.renamed
        outs.append(out)
    add_pools(root, processes, procedures, taken)
    put_in_order(root)
    problems += draw(root, procedures, outs, layout, taken)
    problems += mend(root, renamed)
    return _text(root, procedures), tuple(problems)


def _fill(process: Element, root: Element, procedure: Procedure, out: Out) -> None:
    with about(procedure.id):
        is_new = process.get("id") is None
        noted = name_process(process, root, out.process, procedure)
        noted |= beyond_default(procedure, _DRAWN)
        if procedure.note == "":
            noted["note"] = ""
        if procedure.foreign is not None and is_new:
            noted["foreign"] = procedure.foreign
        if procedure.id != out.process:
            noted["id"] = procedure.id
        order = [role.id for role in procedure.roles]
        if order != lane_order(lane_tree(procedure)):
            noted["order"] = tuple(order)
        write_note(process, procedure.note)
        add_data(process, noted, hints_of(Procedure))
    write_lanes(process, procedure, out)
    write_level(process, procedure.nodes, procedure.flows, None, out)
    put_in_order(process)


def _text(root: Element, procedures: Sequence[Procedure]) -> str:
    from lxml import etree

    kept = {name for one in procedures if one.foreign is not None for name in one.foreign.attributes}
    theirs = {name.removeprefix("xmlns:") for name in kept if name.startswith("xmlns:")}
    etree.cleanup_namespaces(root, keep_ns_prefixes=sorted(theirs | prefixes_in_values(root)))
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{etree.tostring(root, encoding="unicode")}\n'
