"""Read a flow sheet: one that bprkit wrote, with nothing lost, or one that a person filled in, told of all errors at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bprkit.procedure.excel.drafts import Drafts, drafts_of
from bprkit.procedure.excel.fields import PROCEDURE_FIELDS, Cell, text_of
from bprkit.procedure.excel.joining import flows_of
from bprkit.procedure.excel.kept import Kept, kept_on
from bprkit.procedure.excel.layout import PROCEDURE_ROWS, SheetKey, column_of
from bprkit.procedure.excel.people import roles_of
from bprkit.procedure.excel.reports import Report
from bprkit.procedure.excel.workbook import Row, Sheet, open_sheets
from bprkit.procedure.model import End, Flow, Node, Procedure, Start, SubProcess, Title
from bprkit.procedure.problems import ProcedureError


def read_flow_sheet(path: str | os.PathLike[str]) -> Procedure:
    """Read a procedure from a flow sheet (.xlsx, .xls, .ods).

    The sheet 業務フロー needs the columns 工程 and 担当; steps follow one another where 次工程 is blank, and a sheet without
    rows of the kinds 開始 and 終了 gets a start and an end. Raises InputError where the file is no such workbook,
    ProcedureError with every cell that cannot be read.
    """
    file = Path(path)
    sheets = open_sheets(file)
    report = Report()
    kept = kept_on(sheets.get("rest"), report)
    roles = roles_of(sheets.get("roles"), sheets["flow"], kept, report)
    drafts = drafts_of(sheets["flow"], roles, kept, report)
    flows = flows_of(sheets["flow"], sheets.get("branches"), drafts, kept, report)
    values = _procedure_values(sheets, file, kept, report)
    if report.problems:
        raise ProcedureError(report.problems)
    nodes, ways = _built(drafts, flows, "")
    procedure = Procedure(**{"roles": roles.roles, "nodes": nodes, "flows": ways, **values})
    return procedure if kept.written_by_bprkit else _with_ends(procedure)


def _built(
    drafts: Drafts, flows: Mapping[str, tuple[Flow, ...]], parent: str
) -> tuple[tuple[Node, ...], tuple[Flow, ...]]:
    nodes = []
    for draft in drafts.inside(parent):
        node = draft.node
        if isinstance(node, SubProcess):
            inner, ways = _built(drafts, flows, draft.number)
            node = replace(node, nodes=inner, flows=ways)
        nodes.append(node)
    return tuple(nodes), flows.get(parent, ())


def _with_ends(procedure: Procedure) -> Procedure:
    """Add a start and an end to a sheet that has only steps."""
    nodes, flows = procedure.nodes, procedure.flows
    taken = set(procedure.node_of)
    if nodes and not any(isinstance(node, Start) for node in nodes):
        start = Start(id=_free("start", taken), title=Title("開始", "Start"), role=nodes[0].role)
        entered = {flow.target for flow in flows if not flow.rework}
        firsts = [node.id for node in nodes if node.id not in entered] or [nodes[0].id]
        nodes = (start, *nodes)
        flows = (*(Flow(source=start.id, target=first) for first in firsts), *flows)
    if nodes and not any(isinstance(node, End) for node in nodes):
        end = End(id=_free("end", taken), title=Title("終了", "End"))
        left = {flow.source for flow in flows}
        lasts = [node.id for node in nodes if node.id not in left]
        nodes = (*nodes, end)
        flows = (*flows, *(Flow(source=last, target=end.id) for last in lasts))
    return replace(procedure, nodes=nodes, flows=flows)


def _free(wanted: str, taken: set[str]) -> str:
    name, turn = wanted, 1
    while name in taken:
        turn += 1
        name = f"{wanted}-{turn}"
    taken.add(name)
    return name


# The procedure's own fields


@dataclass(frozen=True)
class _Said:
    """A value of the sheet 手続, or the number of cases of the first row: the cell, and where it stands."""

    cell: Cell
    sheet: Sheet
    row: Row
    column: str


def _procedure_values(
    sheets: Mapping[SheetKey, Sheet], file: Path, kept: Kept, report: Report
) -> dict[str, Any]:
    said = _said(sheets.get("procedure"), report)
    flow = sheets["flow"]
    if "per_year" not in said:
        first = next((row for row in flow.rows if row.cells.get("per_year") is not None), None)
        if first is not None:
            said["per_year"] = _Said(first.cells["per_year"], flow, first, "per_year")
    values: dict[str, Any] = {}
    own = kept.of("procedure", "")
    for field in PROCEDURE_FIELDS:
        cells = [said[column].cell if column in said else None for column in field.columns]
        place = next((said[column] for column in field.columns if column in said), None)

        def read(field: Any = field, cells: list[Cell] = cells) -> Any:
            return field.read(cells, [""] * len(cells))

        if place is None:
            values[field.name] = own.value(field.name, cells, read)
        else:
            with report.about(place.sheet, place.row, place.column):
                values[field.name] = own.value(field.name, cells, read)
    cell = said["id"].cell if "id" in said else None
    values["id"] = own.value("id", [cell], lambda: text_of(cell) or file.stem)
    known = {field.name for field in PROCEDURE_FIELDS} | {"id"}
    return values | own.others(Procedure, known)


def _said(sheet: Sheet | None, report: Report) -> dict[str, _Said]:
    said: dict[str, _Said] = {}
    for row in sheet.rows if sheet is not None else ():
        name, value = row.get("item", "value")
        found = column_of(name, PROCEDURE_ROWS) if name is not None else None
        if found is not None and sheet is not None:
            said.setdefault(found[0].key, _Said(value, sheet, row, "value"))
        elif value is not None and sheet is not None and str(name) not in ("項目", "Item"):
            report.add(
                sheet.problem(
                    "unknown_item",
                    row,
                    "item",
                    en=f"'{name}' is nothing that this sheet knows. Names are: "
                    + ", ".join(column.en for column in PROCEDURE_ROWS)
                    + ".",
                    ja=f"「{name}」は、このシートの項目にありません。使えるのは "
                    + "、".join(column.ja for column in PROCEDURE_ROWS)
                    + " です。",
                )
            )
    return said
