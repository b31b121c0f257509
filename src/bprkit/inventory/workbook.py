"""The answers as a workbook, a sheet each, and the same tables as CSV files."""

from __future__ import annotations

import csv
import datetime as dt
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from bprkit.files import fill_beside, write_beside
from bprkit.inventory.answers import Answers
from bprkit.inventory.columns import COLUMNS
from bprkit.inventory.form import cell_of
from bprkit.inventory.numbers import Cell
from bprkit.inventory.page import page
from bprkit.inventory.page_pairs import answer_word, pair_table
from bprkit.language import current, tell
from bprkit.report.tables import harmless

_MADE = dt.datetime(2026, 4, 1)  # the same bytes for the same content
_FORMATS = {"count": "#,##0", "share": "0.0%", "number": "0.00", "text": "@"}
_WIDEST = 60


def write_inventory_workbook(answers: Answers, path: str | os.PathLike[str]) -> Path:
    """Write all tables of the answers, every task, and every repair as one workbook; return its path.

    The pairs have a column to answer in, which `read_judgements` reads; answers that were given stand in it. Raises
    OutputError where the file cannot be written.
    """
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with write_beside(path) as unfinished, Workbook(str(unfinished), options) as book:
        book.set_properties({"created": _MADE})
        plain = {"font_name": "Yu Gothic", "font_size": 10, "valign": "top"}
        top = {**plain, "bold": True, "bg_color": "#E8EDF3", "text_wrap": True, "bottom": 1}
        heads = {True: book.add_format({**top, "align": "right"}), False: book.add_format(top)}
        looks = {kind: book.add_format({**plain, "num_format": form}) for kind, form in _FORMATS.items()}
        looks["text"] = book.add_format({**plain, "text_wrap": True})
        for key, title, header, kinds, rows in tables(answers):
            sheet = book.add_worksheet(_sheet_name(title))
            for place, text in enumerate(header):
                sheet.write_string(0, place, text, heads[kinds[place] != "text"])
                longest = max([_cells(text), *(_cells(row[place]) for row in rows)])
                sheet.set_column(place, place, min(longest + 2, _WIDEST))
            for turn, row in enumerate(rows, 1):
                for place, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(turn, place, cell, looks["text"])
                    elif isinstance(cell, int | float):
                        sheet.write_number(turn, place, cell, looks[kinds[place]])
            sheet.freeze_panes(1, 0)
            sheet.set_landscape()
            sheet.set_paper(8 if key == "tasks" else 9)  # A3, A4
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(0)
            if rows:
                sheet.autofilter(0, 0, len(rows), len(header) - 1)
            if key == "pairs" and rows:
                words = [answer_word(same=True), answer_word(same=False)]
                last = len(header) - 1
                sheet.data_validation(1, last, len(rows), last, {"validate": "list", "source": words})
    return Path(path)


def write_inventory_tables(answers: Answers, folder: str | os.PathLike[str]) -> list[Path]:
    """Write the same tables as CSV files (UTF-8 with its mark) into a folder; return the files."""
    names = []
    with fill_beside(folder) as unfinished:
        for key, _, header, _, rows in tables(answers):
            names.append(f"{key}.csv")
            with (unfinished / names[-1]).open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file, lineterminator="\r\n")
                writer.writerow(header)
                writer.writerows([harmless(cell) for cell in row] for row in rows)
    return [Path(folder) / name for name in names]


def tables(answers: Answers) -> Iterator[tuple[str, str, list[str], list[str], list[list[Cell]]]]:
    """Yield key, title, header, kinds and rows of each table: those of the page, then all tasks as in the form."""
    for section in page(answers).sections:
        if section.id == "pairs":
            header, kinds, rows = pair_table(answers)
            if rows:
                yield section.id, section.title, header, kinds, rows
        elif section.table is not None:
            header = [each.title for each in section.table.columns]
            rows = [[cell.value for cell in row] for row in section.table.rows]
            yield section.id, section.title, header, [each.kind for each in section.table.columns], rows
    language = current()
    more = [
        tell(en="hours counted", ja="数えた時間"),
        tell(en="file", ja="ファイル"),
        tell(en="cell", ja="セル"),
    ]
    header = [*(column.header(language) for column in COLUMNS), *more]
    kinds_of = ["text" if column.kind in ("text", "choice") else "number" for column in COLUMNS]
    every: list[list[Cell]] = [
        [
            *(cell_of(task, column, language, number) for column in COLUMNS),
            task.hours,
            task.place.file,
            "!".join(part for part in (task.place.sheet, task.place.cell) if part),
        ]
        for number, task in enumerate(answers.inventory.tasks, 1)
    ]
    yield (
        "tasks",
        tell(en="All tasks", ja="すべての業務"),
        header,
        [*kinds_of, "number", "text", "text"],
        every,
    )


def _sheet_name(title: str) -> str:
    short = title.partition("：")[0].partition(":")[0].partition("（")[0]
    return "".join(letter for letter in short if letter not in "[]:*?/\\")[:31]


def _cells(cell: Cell) -> int:
    text = f"{cell:,.1f}" if isinstance(cell, float) else str(cell or "")
    lines: Sequence[str] = text.split("\n")
    return max(sum(2 if ord(letter) > 0x2000 else 1 for letter in line) for line in lines)
