"""The rows of the sheet 業務フロー as nodes, before flows join them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from bprkit.procedure.estimates import without_about
from bprkit.procedure.excel.fields import NO, NODE_FIELDS, Cell, Field, text_of
from bprkit.procedure.excel.ids import Ids
from bprkit.procedure.excel.kept import Kept, Own
from bprkit.procedure.excel.kinds import KINDS, TASK, Kind, kind_named
from bprkit.procedure.excel.layout import FLOW, plain
from bprkit.procedure.excel.names import RowNames
from bprkit.procedure.excel.people import Roles
from bprkit.procedure.excel.reports import Report
from bprkit.procedure.excel.workbook import Row, Sheet
from bprkit.procedure.model import Node, SubProcess, Title
from bprkit.procedure.quantities import folded

_TOTAL = re.compile(r"^(?:合計|総計|小計|計|total|sum)$", re.IGNORECASE)
_INSIDE = re.compile(r"^(.+)[.\-][^.\-]+$")
_ONLY_A_NUMBER = re.compile(r"^[\d.,]+\s*(?:枚|部|通|回|個|件|sheets?|copies|pages?)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Draft:
    """A row as a node. number: its own; parent: that of the sub-process that it is in; key: its ID."""

    row: Row
    number: str
    parent: str
    key: str
    node: Node


@dataclass
class Drafts:
    """All rows, and the names by which other cells call them."""

    rows: list[Draft] = field(default_factory=list)
    names: RowNames = field(default_factory=RowNames)

    def inside(self, parent: str) -> list[Draft]:
        """Return the rows of a sub-process; of the procedure itself for ""."""
        return [draft for draft in self.rows if draft.parent == parent]


def drafts_of(sheet: Sheet, roles: Roles, kept: Kept, report: Report) -> Drafts:
    """Read every row; a row of totals is passed over."""
    rows = [row for row in sheet.rows if not _is_total(row)]
    ids = Ids()
    for row in rows:
        ids.claim(sheet, row, report)
    drafts = Drafts()
    boxes: set[str] = set()
    for row, number in zip(rows, _numbers(sheet, rows, report), strict=True):
        kind = _kind(sheet, row, report)
        inside = _INSIDE.match(number)
        parent = inside[1] if inside and inside[1] in boxes else ""
        if kind.node is SubProcess:
            boxes.add(number)
        node = _node(sheet, row, kind, roles, kept, report, ids)
        draft = Draft(row, number, parent, text_of(row.cells.get("id")) or node.id, node)
        titles = map(text_of, row.get("title", "title_en"))
        drafts.names.add(len(drafts.rows), number, titles, draft.key)
        drafts.rows.append(draft)
    return drafts


def _numbers(sheet: Sheet, rows: Sequence[Row], report: Report) -> list[str]:
    """Return the number of each row; where none has one, its place, and a stand-in where only this one has none."""
    given = [_number(row) for row in rows]
    first: dict[str, Row] = {}
    for row, number in zip(rows, given, strict=True):
        if number and number in first:
            at = sheet.address(first[number].number, "number")
            report.add(
                sheet.problem(
                    "duplicate_number",
                    row,
                    "number",
                    en=f"The number {number} is that of {at}, too. Number each step once.",
                    ja=f"項番 {number} は {at} と重複しています。項番は一つずつ変えてください。",
                )
            )
        first.setdefault(number, row)
    if not any(given):
        return [str(place) for place in range(1, len(rows) + 1)]
    return [number or f"#{row.number}" for row, number in zip(rows, given, strict=True)]


def _is_total(row: Row) -> bool:
    told = next((text_of(cell) for cell in row.get("number", "title") if cell is not None), "")
    return _TOTAL.match("".join(told.split())) is not None and row.cells.get("id") is None


def _number(row: Row) -> str:
    return folded(text_of(row.cells.get("number"))[:50]).rstrip(".。)）").lstrip("(（")


def _kind(sheet: Sheet, row: Row, report: Report) -> Kind:
    text = text_of(row.cells.get("kind"))
    kind = kind_named(text) if text else TASK
    if kind is None:
        report.add(
            sheet.problem(
                "unknown_kind",
                row,
                "kind",
                en=f"'{text}' is no kind of row. Write one of: {', '.join(each.en for each in KINDS)}.",
                ja=f"「{text}」という種別はありません。{'、'.join(each.ja for each in KINDS)} のいずれかを書いてください。",
            )
        )
    return kind or TASK


def _node(sheet: Sheet, row: Row, kind: Kind, roles: Roles, kept: Kept, report: Report, ids: Ids) -> Node:
    key = text_of(row.cells.get("id"))
    own = kept.of("node", key) if key else Own({})
    names = {each.name for each in fields(kind.node)}
    values: dict[str, Any] = dict(kind.settled)
    title = text_of(row.cells.get("title"))
    for each in NODE_FIELDS:
        cells = list(row.get(*each.columns))
        if each.name in names:
            _add_value(values, sheet, row, each, cells, own, report)
        elif any(cell is not None for cell in cells):
            _report_misplaced(sheet, row, each, kind, report)
    if "estimate" in names and any(without_about(cell)[1] for cell in row.get("touch", "wait")):
        values["estimate"] = True
    values["role"] = _role(sheet, row, roles, own, report)
    found = values.get("title", Title())
    values["id"] = own.value("id", [key or None], lambda: key or ids.of(found, "step"))
    if not key and not found and kind is TASK:
        report.add(
            sheet.problem(
                "no_title",
                row,
                "title",
                en="This row has no step. Write what is done, or clear the row.",
                ja="工程が空欄です。何をするかを書くか、行を空にしてください。",
                where=str(values["id"]),
            )
        )
    node = kind.node(**(values | own.others(kind.node, {*values, "nodes", "flows"})))
    remarks = _remarks(sheet, row, own)
    return replace(node, note="\n".join(filter(None, (node.note, *remarks)))) if remarks and title else node


def _add_value(
    values: dict[str, Any],
    sheet: Sheet,
    row: Row,
    each: Field,
    cells: Sequence[Cell],
    own: Own,
    report: Report,
) -> None:
    given = [sheet.units.get(column, "") for column in each.columns]
    if own.has(each.name, cells) or len(each.columns) == 1 or each.name == "title":
        with report.about(sheet, row, each.columns[0], text_of(row.cells.get("id")) or None):
            values[each.name] = own.value(each.name, cells, lambda: each.read(cells, given))
        return
    before = len(report.problems)
    for place, column in enumerate(
        each.columns
    ):  # one cell after the other, so that the one that errs is named
        alone: list[Cell] = [cell if turn == place else None for turn, cell in enumerate(cells)]
        with report.about(sheet, row, column, text_of(row.cells.get("id")) or None):
            each.read(alone, given)
    if len(report.problems) == before:
        values[each.name] = each.read(cells, given)


def _report_misplaced(sheet: Sheet, row: Row, each: Field, kind: Kind, report: Report) -> None:
    column = next(name for name in each.columns if row.cells.get(name) is not None)
    header = FLOW.column(column)
    report.add(
        sheet.problem(
            "misplaced_cell",
            row,
            column,
            en=f"A row of the kind {kind.en} has no {header.en}. Clear the cell, or change the kind.",
            ja=f"種別「{kind.ja}」の行に「{header.ja}」は書けません。空欄にするか、種別を変えてください。",
        )
    )


def _role(sheet: Sheet, row: Row, roles: Roles, own: Own, report: Report) -> str | None:
    text = text_of(row.cells.get("role"))
    if own.has("role", [text or None]):
        return str(own.values["role"][1])
    if not text:
        return None
    found = roles.named(text)
    if len(found) != 1:
        ja_count, en_count = (
            (
                f"シート「{roles.sheet}」にありません。そこに行を加えるか、書き方をそろえてください",
                "is not on the sheet",
            )
            if not found
            else ("複数の担当に当たります。IDで書いてください", "may mean several roles of the sheet")
        )
        report.add(
            sheet.problem(
                "unknown_role" if not found else "ambiguous_role",
                row,
                "role",
                en=f"'{text}' {en_count} {roles.sheet}. Add a row there, or write its ID.",
                ja=f"担当「{text}」は{ja_count}。",
            )
        )
        return None
    return found[0].id


def _names_a_form(text: str, column: str) -> bool:
    counted = column == "sheets" and _ONLY_A_NUMBER.match(folded(text[:100]))
    return not counted and plain(text) not in NO


def _remarks(sheet: Sheet, row: Row, own: Own) -> list[str]:
    """Return what a person wrote that has no other place: cells of other columns, names of forms, numbers of cases."""
    told = [f"{header}：{text_of(cell)}" for header, cell in row.others.items()]
    for column in ("sheets", "forms"):
        form = text_of(row.cells.get(column))
        if _names_a_form(form, column) and "materials" not in own.values:
            told.insert(0, f"{sheet.headers[column]}：{form}")
    cases = row.cells.get("per_year")
    first = next((other for other in sheet.rows if other.cells.get("per_year") is not None), row)
    if cases is not None and text_of(cases) != text_of(first.cells["per_year"]):
        told.append(f"{sheet.headers['per_year']}：{text_of(cases)}")
    return told
