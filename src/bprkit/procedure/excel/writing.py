"""Write a procedure as the flow sheet that city halls use: a row a step, and beside it what a row cannot hold."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bprkit.procedure.excel.fields import FLOW_FIELDS, NODE_FIELDS, PROCEDURE_FIELDS, ROLE_FIELDS, Cell
from bprkit.procedure.excel.holding import Rest, cells_of, holds, packed, pieces, shown, without_column
from bprkit.procedure.excel.json_values import as_json
from bprkit.procedure.excel.kinds import kind_of
from bprkit.procedure.excel.layout import (
    BRANCHES,
    FLOW,
    PROCEDURE,
    PROCEDURE_ROWS,
    REST,
    ROLES,
    Language,
    Layout,
    column_of,
)
from bprkit.procedure.excel.names import Names
from bprkit.procedure.excel.numbering import Container, Numbered, Way, containers_of, stand_in
from bprkit.procedure.model import Procedure, Role

if TYPE_CHECKING:
    from bprkit.procedure.excel.painting import Rows

VERSION = "bprkit flow sheet 1"
NONE: dict[Language, str] = {"ja": "なし", "en": "none"}


@dataclass
class _Sheets:
    """What is gathered for each sheet, cells by the keys of their columns."""

    language: Language
    flow: list[dict[str, Cell]] = field(default_factory=list)
    roles: list[dict[str, Cell]] = field(default_factory=list)
    branches: list[dict[str, Cell]] = field(default_factory=list)
    procedure: dict[str, Cell] = field(default_factory=dict)
    rest: list[Rest] = field(default_factory=list)

    def add_rest(self, of: str, key: str, found: Iterable[tuple[str, str, Any]]) -> None:
        self.rest += [Rest(of, key, name, seen, packed(value)) for name, seen, value in found]


def write_flow_sheet(procedure: Procedure, path: str | os.PathLike[str], *, lang: Language = "ja") -> None:
    """Write a procedure as an Excel workbook that `read_flow_sheet` reads as exactly the same procedure.

    `lang` is the language of headers and words; titles are written in both. Raises OutputError where the file cannot be
    written.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from bprkit.procedure.excel import read_flow_sheet
    >>> from bprkit.procedure.model import Task, Title
    >>> procedure = Procedure(id="p", nodes=(Task(id="draft", title=Title("起案")),))
    >>> place = Path(tempfile.mkdtemp()) / "flow.xlsx"
    >>> write_flow_sheet(procedure, place)
    >>> read_flow_sheet(place) == procedure
    True
    """
    from bprkit.files import write_beside
    from bprkit.procedure.excel.painting import paint

    sheets = _gathered(procedure, lang)
    with write_beside(path) as unfinished:
        paint(unfinished, _tables(sheets), lang)


def _gathered(procedure: Procedure, language: Language) -> _Sheets:
    sheets = _Sheets(language)
    role_names = _add_roles(sheets, procedure.roles)
    _add_procedure(sheets, procedure)
    containers = containers_of(procedure)
    rows = sorted((row for part in containers for row in part.rows), key=_in_order)
    ways = {row.key: [way for part in containers for way in part.ways if way.source is row] for row in rows}
    for row in rows:
        _add_row(sheets, row, ways[row.key], role_names)
    for part in containers:
        _add_branches(sheets, part)
    if sheets.flow:
        sheets.flow[0]["per_year"] = sheets.procedure.pop("per_year")
    return sheets


def _in_order(row: Numbered) -> tuple[int, ...]:
    return tuple(map(int, row.number.split(".")))


def _units(layout: Layout, language: Language) -> dict[str, str]:
    found = {}
    for column in layout.columns:
        named = column_of(column.header(language), layout.columns)
        found[column.key] = named[1] if named else ""
    return found


def _add_procedure(sheets: _Sheets, procedure: Procedure) -> None:
    cells, rest = cells_of(procedure, PROCEDURE_FIELDS, {}, sheets.language)
    key = procedure.id if holds(procedure.id) else None
    sheets.procedure = {"id": key, **cells}
    if key is None:
        rest.append(("id", shown([None]), procedure.id))
    known = [field.name for field in PROCEDURE_FIELDS]
    rest += without_column(procedure, [*known, "id", "roles", "nodes", "flows"])
    sheets.add_rest("procedure", "", rest)


def _add_roles(sheets: _Sheets, roles: tuple[Role, ...]) -> dict[str, str]:
    """Add the roles, and return by what name each is called in a row; a role that cannot be named is not there."""
    names = Names()
    keys = []
    for place, role in enumerate(roles):
        fit = holds(role.id) and not role.id.startswith("#") and role.id not in keys
        keys.append(role.id if fit else stand_in(str(place + 1)))
        titles = (role.title.ja, role.title.en)
        names.add(place, (keys[-1], *(title for title in titles if title and holds(title))))
    called: dict[str, str] = {}
    for place, (role, key) in enumerate(zip(roles, keys, strict=True)):
        ja, en = (title if title and holds(title) else None for title in (role.title.ja, role.title.en))
        name = names.sure((ja, en, key) if sheets.language == "ja" else (en, ja, key), place)
        if name is not None and role.id not in called:
            called[role.id] = name
        cells, rest = cells_of(role, ROLE_FIELDS, _units(ROLES, sheets.language), sheets.language)
        sheets.roles.append({**cells, "id": key})
        if key != role.id:
            rest.append(("id", shown([key]), role.id))
        rest += without_column(role, [*(field.name for field in ROLE_FIELDS), "id"])
        sheets.add_rest("role", key, rest)
    return called


def _add_row(sheets: _Sheets, row: Numbered, ways: list[Way], role_names: dict[str, str]) -> None:
    node, language = row.node, sheets.language
    kind = kind_of(node)
    cells, rest = cells_of(node, NODE_FIELDS, _units(FLOW, language), language)
    role = None if node.role is None else role_names.get(node.role)
    if role is None and node.role is not None:
        rest.append(("role", shown([None]), node.role))
    if row.key != node.id:
        rest.append(("id", shown([row.key]), node.id))
    numbers = [way.target.number for way in ways]
    listed: Cell = ("、" if language == "ja" else ", ").join(numbers) or NONE[language]
    known = {*kind.settled, *(field.name for field in NODE_FIELDS), "id", "role", "nodes", "flows"}
    rest += without_column(node, known)
    sheets.flow.append(
        {
            **cells,
            "number": _as_number(row.number),
            "kind": kind.word(language),
            "role": role,
            "next": _as_number(listed),
            "id": row.key,
        }
    )
    sheets.add_rest("node", row.key, rest)


def _as_number(text: Cell) -> Cell:
    return int(text) if isinstance(text, str) and text.isdecimal() else text


def _add_branches(sheets: _Sheets, part: Container) -> None:
    """Add the flows that are more than an arrow, and the order of all where rows do not tell it."""
    units = _units(BRANCHES, sheets.language)
    found = []
    for way in part.ways:
        cells, rest = cells_of(way.flow, FLOW_FIELDS, units, sheets.language)
        rest += without_column(way.flow, [*(field.name for field in FLOW_FIELDS), "source", "target"])
        found.append((way, cells, rest))
    told = {
        way.key[:2] for way, cells, rest in found if rest or any(cell is not None for cell in cells.values())
    }
    for way, cells, rest in found:
        if way.key[:2] in told:
            sheets.branches.append({**cells, "from": _called(way.source), "to": _called(way.target)})
        sheets.add_rest("flow", json.dumps(way.key, ensure_ascii=False), rest)
    if part.original != part.ways:
        order = tuple(way.key if isinstance(way, Way) else way for way in part.original)
        sheets.add_rest("flows", part.key, [("order", shown([]), order)])


def _called(row: Numbered) -> str:
    title = row.node.title.ja or row.node.title.en or ""
    named = f"{row.number}: {title}"
    return named if title and holds(named) and len(title) <= 60 else row.number


# Sheets as tables


def _tables(sheets: _Sheets) -> Iterator[tuple[Layout, Rows]]:
    language = sheets.language
    yield FLOW, [[row.get(column.key) for column in FLOW.written] for row in sheets.flow]
    yield ROLES, [[row.get(column.key) for column in ROLES.written] for row in sheets.roles]
    yield BRANCHES, [[row.get(column.key) for column in BRANCHES.written] for row in sheets.branches]
    yield (
        PROCEDURE,
        [
            [column.header(language), sheets.procedure[column.key]]
            for column in PROCEDURE_ROWS
            if column.key in sheets.procedure
        ],
    )
    rest = [Rest("format", "", "version", "", as_json(VERSION)), *sheets.rest]
    yield REST, [[one.of, one.key or None, one.field, one.seen or None, *pieces(one.value)] for one in rest]
