"""Ids for what a person named without one: from the title, numbered where it is taken."""

from __future__ import annotations

from bprkit.procedure.excel.fields import text_of
from bprkit.procedure.excel.reports import Report
from bprkit.procedure.excel.workbook import Row, Sheet
from bprkit.procedure.model import Title
from bprkit.procedure.yaml.names import slug


class Ids:
    """The ids that are taken so far."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def claim(self, sheet: Sheet, row: Row, report: Report) -> None:
        """Take the ID of a row; report it where another row has it, too."""
        key = text_of(row.cells.get("id"))
        if key and key in self._taken:
            report.add(
                sheet.problem(
                    "duplicate_id",
                    row,
                    "id",
                    en=f"Another row has the ID {key}, too. Clear the cell of a row that was copied.",
                    ja=f"ID {key} は別の行にもあります。コピーした行のIDは空欄にしてください。",
                    where=key,
                )
            )
        self._taken.add(key)

    def of(self, title: Title, usual: str) -> str:
        """Return an id that is free, made from the title as in a YAML file, or the usual one for no title.

        >>> ids = Ids()
        >>> ids.of(Title("係長 確認"), "step"), ids.of(Title("係長 確認"), "step")
        ('係長_確認', '係長_確認-2')
        """
        wanted = slug(title) or usual
        key, turn = wanted, 1
        while key in self._taken:
            turn += 1
            key = f"{wanted}-{turn}"
        self._taken.add(key)
        return key
