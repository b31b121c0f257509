"""The roles of a flow sheet: those of the sheet 担当, or, without one, all that the rows name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bprkit.procedure.excel.fields import ROLE_FIELDS, Cell, text_of
from bprkit.procedure.excel.ids import Ids
from bprkit.procedure.excel.kept import Kept, Own
from bprkit.procedure.excel.layout import plain
from bprkit.procedure.excel.names import Names
from bprkit.procedure.excel.reports import Report
from bprkit.procedure.excel.workbook import Row, Sheet
from bprkit.procedure.model import Role, RoleKind, Title

_APPLICANTS = {plain(word) for word in (
    "申請者", "届出者", "住民", "市民", "区民", "町民", "村民", "来庁者", "利用者", "事業者", "保護者", "本人", "請求者",
    "applicant", "resident", "citizen", "customer",
)}  # fmt: skip
_SYSTEMS = {plain(word) for word in ("システム", "自動", "system")}


@dataclass(frozen=True)
class Roles:
    """The roles in order, and which of them a name in a row means."""

    roles: tuple[Role, ...]
    names: Names
    sheet: str | None

    def named(self, text: str) -> list[Role]:
        """Return the roles that a name may mean: none, one, or several of the same name."""
        return [self.roles[place] for place in sorted(self.names.find(text))]


def roles_of(sheet: Sheet | None, flow: Sheet, kept: Kept, report: Report) -> Roles:
    """Read the roles; whoever looks like an applicant or a system by name is taken for one where no sheet says."""
    names = Names()
    if sheet is None or (not sheet.rows and not kept.written_by_bprkit):  # as on a blank template
        found = dict.fromkeys(text_of(row.cells.get("role")) for row in flow.rows)
        ids = Ids()
        roles = tuple(
            Role(id=ids.of(Title(name), "role"), title=Title(name), kind=_kind(name))
            for name in found
            if name
        )
        for place, role in enumerate(roles):
            names.add(place, (role.title.ja, role.id))
        return Roles(roles, names, None)
    ids = Ids()
    for row in sheet.rows:
        ids.claim(sheet, row, report)
    roles = tuple(_role(sheet, row, kept, report, ids) for row in sheet.rows)
    for place, row in enumerate(sheet.rows):
        key = text_of(row.cells.get("id")) or roles[place].id
        names.add(place, (key, *map(text_of, row.get("title", "title_en"))))
    return Roles(roles if kept.written_by_bprkit else _with_parents(roles, names), names, sheet.name)


def _role(sheet: Sheet, row: Row, kept: Kept, report: Report, ids: Ids) -> Role:
    key = text_of(row.cells.get("id"))
    own = kept.of("role", key) if key else Own({})
    values: dict[str, Any] = {}
    for field in ROLE_FIELDS:
        cells: list[Cell] = list(row.get(*field.columns))

        def read(field: Any = field, cells: list[Cell] = cells) -> Any:
            return field.read(cells, [sheet.units.get(column, "") for column in field.columns])

        with report.about(sheet, row, field.columns[0]):
            values[field.name] = own.value(field.name, cells, read)
    title = values.get("title", Title())
    values["id"] = own.value("id", [key or None], lambda: key or ids.of(title, "role"))
    return Role(**(values | own.others(Role, set(values))))


def _with_parents(roles: tuple[Role, ...], names: Names) -> tuple[Role, ...]:
    """Turn the names of other roles in the column 上位 into their ids."""
    ids = {role.id for role in roles}

    def parent(role: Role) -> str | None:
        found = names.find(role.part_of or "")
        return roles[min(found)].id if role.part_of not in ids and len(found) == 1 else role.part_of

    return tuple(replace(role, part_of=parent(role)) for role in roles)


def _kind(name: str) -> RoleKind:
    if plain(name) in _APPLICANTS:
        return "applicant"
    return "system" if plain(name) in _SYSTEMS or plain(name).endswith("システム") else "staff"
