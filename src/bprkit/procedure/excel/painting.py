"""Tables painted as a workbook: headers frozen, lists to choose from, and nothing that Excel takes for a formula."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bprkit.procedure.code_words import ACTS, MEDIA, ROLE_KINDS, VALUES, Words
from bprkit.procedure.excel.fields import Cell
from bprkit.procedure.excel.kinds import KINDS
from bprkit.procedure.excel.layout import FLOW, REST, ROLES, Language, Layout

Rows = Sequence[Sequence[Cell]]
_CHOICES: Mapping[str, Mapping[str, Mapping[str, Words]]] = {
    "flow": {"medium": MEDIA, "act": ACTS, "value": VALUES},
    "roles": {"kind": ROLE_KINDS},
}
_SPARE = 200  # rows below the last in which one can choose, too
_FONT = "Yu Gothic"


def paint(path: Path, tables: Iterable[tuple[Layout, Rows]], language: Language) -> None:
    """Write the tables, a sheet each; the last sheet is for programs and hidden."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    with Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        paint_sheets(book, tables, language)


def paint_sheets(book: Any, tables: Iterable[tuple[Layout, Rows]], language: Language) -> None:
    """Add the tables to a workbook, a sheet each."""
    plain = {"font_name": _FONT, "font_size": 10, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
    text = book.add_format({**plain, "text_wrap": True, "quote_prefix": True})
    number = book.add_format(plain)
    head = book.add_format({**plain, "bold": True, "text_wrap": True, "bg_color": "#DDEBF7"})
    for layout, rows in tables:
        sheet = book.add_worksheet(layout.name(language))
        for place, column in enumerate(layout.written):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, column.header(language), head)
        for turn, row in enumerate(rows, 1):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(turn, place, cell, text)
                elif cell is not None:
                    sheet.write_number(turn, place, cell, number)
        sheet.freeze_panes(1, 2 if layout is FLOW else 0)
        _offer(sheet, layout, len(rows) + _SPARE, language)
        if layout is FLOW:
            sheet.set_landscape()
            sheet.set_paper(8)  # A3, as flow sheets are printed
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(0)
        if layout is REST:
            sheet.hide()


def _offer(sheet: Any, layout: Layout, last: int, language: Language) -> None:
    """Offer what can be chosen; other words are allowed, for several media stand in one cell."""
    ja = language == "ja"
    choices = {
        key: [pair[ja] for pair in words.values()] for key, words in _CHOICES.get(layout.key, {}).items()
    }
    sources: dict[str, Any] = dict(choices)
    if layout is FLOW:
        sources["kind"] = [kind.word(language) for kind in KINDS[:14]]
        sources["role"] = f"='{ROLES.name(language)}'!$A$2:$A$200"
    for place, column in enumerate(layout.written):
        if column.key in sources:
            sheet.data_validation(
                1,
                place,
                last,
                place,
                {"validate": "list", "source": sources[column.key], "show_error": False},
            )
