"""The workbook: the picture as PNG, then the tables; the same picture gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import math
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bprkit.drawing.text import plain, width
from bprkit.drawing.xlsx.anchoring import with_own_size
from bprkit.drawing.xlsx.tables import Table, Value, state_name, steps_table, totals_table
from bprkit.files import write_beside
from bprkit.language import speaking, tell

if TYPE_CHECKING:
    from bprkit.drawing.picture import Picture

_FONT = "Yu Gothic"
_WIDEST = 6000.0
"""Pixels of the PNG at most: large pictures are drawn less finely, so that Excel stays quick."""
_ON_SCREEN = 1800.0
"""Pixels that the picture takes on the sheet at most; it can be made larger there."""
_PAPERS = {"a3": 8, "a4": 9}
_A3 = _PAPERS["a3"]
"""As Excel numbers them."""
_TYPE, _CHARACTER, _CAUTION, _LINE_POINTS = 13.4, 7.0, 1.1, 14.0
"""Pixels of the cells' type and of a character of column width; words do not fill lines to the end; points of a line."""
_LONGEST_CELL = 32_767
_MOMENT = dt.datetime(2026, 1, 1)


def write_xlsx(picture: Picture, path: str | os.PathLike[str]) -> Path:
    """Write a picture and its steps as an Excel workbook; return the path.

    Raises OutputError where the file cannot be written.
    """
    content = xlsx_bytes(picture)
    with write_beside(path) as unfinished:
        unfinished.write_bytes(content)
    return Path(path)


def xlsx_bytes(picture: Picture) -> bytes:
    """Return a workbook: the picture, or each of its pages, the totals of a comparison, and the steps of each procedure.

    Characters that the picture's font lacks are told by a warning, as `Picture.png` does.

    >>> from bprkit.drawing import draw
    >>> from bprkit.procedure.model import Procedure, Task
    >>> xlsx_bytes(draw(Procedure(id="p", nodes=(Task(id="起案"),)), language="ja"))[:2]
    b'PK'
    """
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    made = io.BytesIO()
    with speaking(picture.language):
        settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with Workbook(made, settings) as book:
            title = "".join(picture.sheet.title.lines)
            book.set_properties({"title": title[:255], "author": "bprkit", "created": _MOMENT})
            for number in range(len(picture.printed)):
                _picture(book, picture, number, title)
            formats = _formats(book)
            for table in _tables(picture):
                _table(book, table, formats)
    return with_own_size(made.getvalue())


def _picture(book: Any, picture: Picture, number: int, title: str) -> None:
    """Write a page of the picture, fitted on a sheet of paper."""
    page = picture.printed[number]
    name = tell(en="Picture", ja="図")
    sheet = book.add_worksheet(f"{name} {number + 1}" if len(picture.printed) > 1 else name)
    wide, tall = page.width, page.height
    zoom = min(2.0, _WIDEST / max(wide, tall))
    shown = min(1.0, _ON_SCREEN / wide) / zoom
    sheet.hide_gridlines(2)
    sheet.insert_image(
        "A1",
        "picture.png",
        {
            "image_data": io.BytesIO(picture.png(zoom, page=number)),
            "x_scale": shown,
            "y_scale": shown,
            "object_position": 2,
            "description": plain(title)[:1000],
        },
    )
    sheet.set_paper(_A3 if picture.paper is None else _PAPERS[picture.paper.lower()])
    lying = wide > tall if picture.pages is None else picture.pages.paper.width > picture.pages.paper.height
    if lying:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 1)


def _tables(picture: Picture) -> Iterator[Table]:
    if picture.comparison is not None:
        yield totals_table(picture.procedures, picture.comparison, picture.cards)
    each_has_own = len(picture.procedures) == len(picture.drawings)
    names: list[str] = []
    for place, procedure in enumerate(picture.procedures):
        drawings = picture.drawings[place : place + 1] if each_has_own else picture.drawings
        name = tell(en="Steps ", ja="工程表 ") + state_name(procedure)
        names.append(name)
        yield steps_table(procedure, drawings, name if names.count(name) == 1 else f"{name} {place + 1}")


def _row_height(row: Sequence[Value], table: Table) -> float:
    """Return a height in points in which all lines of the row's texts can be read; Excel allows 409 at most."""
    lines = [
        math.ceil(width(value, _TYPE) * _CAUTION / (column.width * _CHARACTER))
        for value, column in zip(row, table.columns, strict=True)
        if isinstance(value, str)
    ]
    return min(409.0, 4.0 + _LINE_POINTS * max([1, *lines]))


def _formats(book: Any) -> dict[str, Any]:
    plainly = {"font_name": _FONT, "font_size": 10, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
    return {
        "text": book.add_format({**plainly, "text_wrap": True, "quote_prefix": True}),
        "number": book.add_format({**plainly, "num_format": "#,##0.##;-#,##0.##;0"}),
        "whole": book.add_format({**plainly, "num_format": "#,##0"}),
        "head": book.add_format({**plainly, "bold": True, "text_wrap": True, "bg_color": "#DDE7F0"}),
    }


def _table(book: Any, table: Table, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(table.name[:31])
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.header, formats["head"])
    for turn, row in enumerate(table.rows, 1):
        for place, value in enumerate(row):
            if value is None or value == "":
                sheet.write_blank(turn, place, None, formats["text"])
            elif isinstance(value, str):
                sheet.write_string(turn, place, value[:_LONGEST_CELL], formats["text"])
            else:
                sort = "whole" if value == int(value) else "number"
                sheet.write_number(turn, place, value, formats[sort])
        sheet.set_row(turn, _row_height(row, table))
    sheet.freeze_panes(1, 2)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(_A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
