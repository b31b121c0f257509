"""What the sheet その他 holds of fields that no cell can hold; it counts as long as nobody has changed the cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from bprkit.procedure.excel.fields import Cell, text_of
from bprkit.procedure.excel.holding import shown
from bprkit.procedure.excel.json_values import from_json
from bprkit.procedure.excel.reports import Report
from bprkit.procedure.excel.workbook import Sheet


@dataclass(frozen=True)
class Own:
    """What is kept of one thing: by field, what its cells showed and the value."""

    values: Mapping[str, tuple[str, Any]]

    def has(self, name: str, cells: Sequence[Cell]) -> bool:
        """Tell whether a field is kept, and its cells show what they showed."""
        return name in self.values and self.values[name][0] == shown(cells)

    def value(self, name: str, cells: Sequence[Cell], read: Callable[[], Any]) -> Any:
        """Return a field: as it was kept, or what its cells say."""
        return self.values[name][1] if self.has(name, cells) else read()

    def others(self, kind: type[Any], known: set[str]) -> dict[str, Any]:
        """Return the fields of a class that have no cells."""
        names = {field.name for field in fields(kind)} - known
        return {name: value for name, (_, value) in self.values.items() if name in names}


@dataclass(frozen=True)
class Kept:
    """All that the sheet holds, by what it is of and by its key."""

    things: Mapping[tuple[str, str], Own]
    written_by_bprkit: bool

    def of(self, what: str, key: str) -> Own:
        """Return what is kept of a thing."""
        return self.things.get((what, key), Own({}))


def kept_on(sheet: Sheet | None, report: Report) -> Kept:
    """Read the sheet その他; without it, a person has made the workbook."""
    found: dict[tuple[str, str], dict[str, tuple[str, Any]]] = {}
    written = False
    for row in sheet.rows if sheet is not None else ():
        of, key, name, seen = map(text_of, row.get("of", "key", "field", "seen"))
        text = text_of(row.cells.get("value")) + "".join(map(text_of, row.more))
        try:
            value = from_json(text)
        except ValueError:
            if sheet is not None:
                report.add(
                    sheet.problem(
                        "damaged_rest",
                        row,
                        "value",
                        en="This cell was changed and cannot be read. Delete the row: what it kept is lost then, "
                        "and the other sheets count alone.",
                        ja="このセルは書き換えられていて読めません。この行を削除してください"
                        "（ここに保存していた内容は失われ、ほかのシートの内容だけで読み込みます）。",
                    )
                )
            continue
        written = written or of == "format"
        found.setdefault((of, key), {})[name] = (seen, value)
    return Kept({place: Own(values) for place, values in found.items()}, written)
