"""The form of the inventory (業務量調査票) as an Excel workbook: blank for the sections, or filled with tasks."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from typing import Any

from bprkit.files import write_beside
from bprkit.inventory.columns import COLUMNS, Column
from bprkit.inventory.explanation import EXAMPLE, explanation
from bprkit.inventory.headers import FORM_HEADER_ROW
from bprkit.inventory.layout import ABOUT, GROUPS, HINT, SHEETS, TITLE
from bprkit.inventory.model import Staff, Task
from bprkit.inventory.numbers import Cell
from bprkit.language import Language, current

_FONT = "Yu Gothic"
_BLANK_ROWS = 100
_A3, _A4 = 8, 9  # Excel's numbers of paper sizes; lists as wide as this are printed on A3
_COLORS = ("#E8EDF3", "#E3EFE6", "#F6EEDD", "#EDE7F3", "#E4F0F1", "#F7E6E0", "#EFEFEA")
_MADE = dt.datetime(2026, 4, 1)  # the same bytes for the same content
_LARGEST = 10_000_000_000


def write_form(
    path: str | os.PathLike[str],
    *,
    lang: Language | None = None,
    tasks: Sequence[Task] = (),
    staff: Staff | None = None,
) -> None:
    """Write the form, blank or with tasks in it, in a language (that in use by default); `read_inventory` reads it.

    Units stand in the headers: cases a year, minutes a case, hours a year. Raises OutputError where the file cannot be
    written.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from bprkit.inventory.folder import read_inventory
    >>> from bprkit.inventory.model import Place
    >>> place = Path(tempfile.mkdtemp()) / "form.xlsx"
    >>> write_form(place, tasks=[Task(Place(""), "", "市民課", "", "住民票の交付", cases=600, minutes=10)])
    >>> [(task.name, task.hours) for task in read_inventory(place).tasks]
    [('住民票の交付', 100.0)]
    """
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    language = lang or current()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with write_beside(path) as unfinished, Workbook(str(unfinished), options) as book:
        book.set_properties({"created": _MADE})
        formats = _Formats(book)
        _explain(book, formats, language)
        _ask_about(book, formats, language, staff)
        sheet = _ask_tasks(book, formats, language, tasks)
        sheet.activate()


class _Formats:
    """The looks of cells."""

    def __init__(self, book: Any) -> None:
        base = {"font_name": _FONT, "font_size": 10, "valign": "top"}
        lined = {**base, "border": 1, "border_color": "#B8C0C8"}
        self.title = book.add_format({**base, "bold": True, "font_size": 14})
        self.strong = book.add_format({**base, "bold": True, "valign": "bottom"})
        self.explained = book.add_format({**lined, "text_wrap": True, "valign": "vcenter"})
        self.text = book.add_format({**lined, "text_wrap": True, "num_format": "@"})
        self.cell = book.add_format({**lined, "text_wrap": True})
        self.number = book.add_format(lined)
        self.count = book.add_format({**lined, "num_format": "#,##0"})
        grey = {**lined, "italic": True, "font_color": "#6B7680", "bg_color": "#EEEEEE"}
        self.example = book.add_format({**grey, "text_wrap": True})
        self.groups = [
            book.add_format({**lined, "bold": True, "bg_color": color, "align": "left"}) for color in _COLORS
        ]
        self.heads = [
            book.add_format({**lined, "bold": True, "bg_color": color, "text_wrap": True})
            for color in _COLORS
        ]


def _explain(book: Any, formats: _Formats, language: Language) -> None:
    sheet = book.add_worksheet(SHEETS["explanation"][language == "en"])
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 92)
    for row, (left, right) in enumerate(explanation(language)):
        if right is None:
            sheet.write_string(row, 0, left, formats.title if row == 0 else formats.strong)
            sheet.set_row(row, 28)
            continue
        sheet.write_string(row, 0, left, formats.explained)
        sheet.write_string(row, 1, right, formats.explained)
        wide = sum(2 if ord(letter) > 0x2000 else 1 for letter in right)
        sheet.set_row(
            row, 16 * max(1, -(-wide // 96), -(-sum(2 if ord(c) > 0x2000 else 1 for c in left) // 28))
        )
    _print_setup(sheet, _A4)


def _ask_about(book: Any, formats: _Formats, language: Language, staff: Staff | None) -> None:
    sheet = book.add_worksheet(SHEETS["about"][language == "en"])
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 24)
    for row, (key, ja, en) in enumerate(ABOUT):
        sheet.write_string(row, 0, ja if language == "ja" else en, formats.heads[0])
        value = None if staff is None or key == "department" else getattr(staff, key)
        _write(sheet, row, 1, value or None, formats.number if key in ("regular", "fiscal") else formats.text)
    last = len(ABOUT) - 1
    sheet.data_validation(last - 1, 1, last, 1, _not_negative(language))


def _ask_tasks(book: Any, formats: _Formats, language: Language, tasks: Sequence[Task]) -> Any:
    sheet = book.add_worksheet(SHEETS["tasks"][language == "en"])
    sheet.write_string(0, 0, TITLE[language == "en"], formats.title)
    sheet.set_row(0, 24)
    sheet.write_string(1, 0, HINT[language == "en"])
    starts = [
        next(place for place, column in enumerate(COLUMNS) if column.key == key) for key, _, _ in GROUPS
    ]
    ends = [*(start - 1 for start in starts[1:]), len(COLUMNS) - 1]
    for turn, (start, end, (_, ja, en)) in enumerate(zip(starts, ends, GROUPS, strict=True)):
        sheet.merge_range(
            FORM_HEADER_ROW - 1,
            start,
            FORM_HEADER_ROW - 1,
            end,
            ja if language == "ja" else en,
            formats.groups[turn],
        )
        for place in range(start, end + 1):
            sheet.write_string(FORM_HEADER_ROW, place, COLUMNS[place].header(language), formats.heads[turn])
    sheet.set_row(FORM_HEADER_ROW, 48)
    first = FORM_HEADER_ROW + 1
    sheet.set_row(first, 30)
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width)
        _write(sheet, first, place, _example_cell(column, language), formats.example)
        for row, task in enumerate(tasks, first + 1):
            _write(sheet, row, place, cell_of(task, column, language, row - first), _look(formats, column))
        for row in range(first + 1 + len(tasks), first + 1 + len(tasks) + _BLANK_ROWS):
            sheet.write_blank(row, place, None, _look(formats, column))
        _offer(sheet, column, place, first + 1, first + len(tasks) + _BLANK_ROWS, language)
    sheet.freeze_panes(FORM_HEADER_ROW + 1, 5)
    _print_setup(sheet, _A3)
    sheet.repeat_rows(FORM_HEADER_ROW)
    return sheet


def _print_setup(sheet: Any, paper: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.fit_to_pages(1, 0)


def _look(formats: _Formats, column: Column) -> Any:
    if column.kind == "cases":
        return formats.count
    return formats.cell if column.kind in ("text", "choice") else formats.number


def _offer(sheet: Any, column: Column, place: int, first: int, last: int, language: Language) -> None:
    if column.choices:
        words = list(column.words(language).values())
        sheet.data_validation(
            first,
            place,
            last,
            place,
            {
                "validate": "list",
                "source": words,
                "error_title": "一覧から選択" if language == "ja" else "Choose from the list",
                "error_message": "一覧から選んでください。"
                if language == "ja"
                else "Choose one of the list.",
            },
        )
    elif column.kind != "text":
        sheet.data_validation(first, place, last, place, _not_negative(language))


def _not_negative(language: Language) -> dict[str, Any]:
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": 0,
        "maximum": _LARGEST,
        "error_title": "数だけを入力" if language == "ja" else "A number only",
        "error_message": "0以上の数だけを入れてください（単位は見出しにあります）。"
        if language == "ja"
        else "Write a number of at least 0 (the unit stands in the header).",
    }


def _write(sheet: Any, row: int, place: int, cell: Cell, look: Any) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, place, cell, look)
    elif isinstance(cell, int | float):
        sheet.write_number(row, place, cell, look)
    else:
        sheet.write_blank(row, place, None, look)


def cell_of(task: Task, column: Column, language: Language, number: int) -> Cell:
    """Return what a task has in a column of the form; `number` is that of its row."""
    group, _, part = column.key.partition(".")
    if column.key == "number":
        return number
    if group == "posts":
        return task.posts.get(part)
    if group == "months":
        return task.months.get(int(part))
    value = getattr(task, column.key)
    if column.choices and value is not None:
        return column.words(language)[value]
    return value if value != "" else None


def _example_cell(column: Column, language: Language) -> Cell:
    value = EXAMPLE.get(column.key)
    if isinstance(value, tuple):
        return value[language == "en"]
    if column.choices and isinstance(value, str):
        return column.words(language)[value]
    return value
