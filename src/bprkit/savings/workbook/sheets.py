"""Sheets that are filled from the top, cell by cell; every cell that is written can be referred to."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import Any, Literal
from unicodedata import east_asian_width

from bprkit.language import tell
from bprkit.savings.workbook.expressions import Expr, Scalar

Look = Literal["yen", "hours", "tenths", "number", "share", "whole", "date", "text"]
_FORMATS: dict[Look, str] = {
    "yen": "#,##0;[Red]-#,##0",
    "hours": "#,##0.0;[Red]-#,##0.0",
    "tenths": "#,##0.0;[Red]-#,##0.0",
    "number": "#,##0.####",
    "share": "0.0%",
    "whole": "0",
    "date": "yyyy-mm-dd",
    "text": "@",
}
_FONT = "Yu Gothic"
_A4 = 9


class Book:
    """A workbook while it is written, its formats made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        plain = {"font_name": _FONT, "font_size": 10, "valign": "top"}
        edge = {**plain, "border": 1, "border_color": "#D9D9D9"}
        self.title = book.add_format({**plain, "bold": True, "font_size": 13})
        self.head = book.add_format({**edge, "bold": True, "bg_color": "#DDEBF7", "text_wrap": True})
        self.text = book.add_format({**edge, "text_wrap": True})
        self.strong = book.add_format({**edge, "bold": True, "text_wrap": True})
        self.note = book.add_format({**plain, "font_color": "#595959"})
        self.given = {
            look: book.add_format({**edge, "bg_color": "#FFF2CC", "num_format": code})
            for look, code in _FORMATS.items()
        }
        self.found = {look: book.add_format({**edge, "num_format": code}) for look, code in _FORMATS.items()}

    def sheet(self, name: str, widths: Sequence[float]) -> Sheet:
        """Return a new sheet with columns of these widths."""
        made = self.book.add_worksheet(name)
        for place, width in enumerate(widths):
            made.set_column(place, place, width)
        made.set_landscape()
        made.set_paper(_A4)
        made.fit_to_pages(1, 0)
        made.set_footer("&L&F &A&R&P / &N")
        return Sheet(self, made, name, tuple(widths))


class Sheet:
    """A sheet; `row` is where the next cells go, from 0."""

    def __init__(self, book: Book, made: Any, name: str, widths: tuple[float, ...]) -> None:
        self.book, self.made, self.name, self.row = book, made, name, 0
        self.widths = widths

    def headline(self, text: str, *notes: str) -> None:
        """Write a title, and what has to be known below it, a line each."""
        self.made.write_string(self.row, 0, text, self.book.title)
        self.row += 1
        for note in filter(None, notes):
            self.made.write_string(self.row, 0, note, self.book.note)
            self.row += 1

    def heads(self, *texts: str) -> None:
        """Write a row of headers."""
        for column, text in enumerate(texts):
            self.made.write_string(self.row, column, text, self.book.head)
        self.row += 1

    def gap(self) -> None:
        """Leave a row."""
        self.row += 1

    def across(self, text: str, first: int = 0) -> None:
        """Write a text across the columns from one to the last, as high as it needs."""
        width = sum(self.widths[first:])
        lines = math.ceil(sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text) / width)
        self.made.merge_range(self.row, first, self.row, len(self.widths) - 1, text, self.book.text)
        if lines > 1:
            self.made.set_row(self.row, 15 * lines)

    def label(self, text: str, column: int = 0, *, strong: bool = False) -> None:
        """Write a text into the row."""
        self.made.write_string(self.row, column, text, self.book.strong if strong else self.book.text)

    def given(self, column: int, value: Scalar, look: Look = "number") -> Expr:
        """Write an input into the row and return it."""
        shape = self.book.given[look]
        if isinstance(value, dt.date):
            moment = dt.datetime(value.year, value.month, value.day)
            self.made.write_datetime(self.row, column, moment, shape)
        elif isinstance(value, str):
            self.made.write_string(self.row, column, value, shape)
        else:
            self.made.write_number(self.row, column, value, shape)
        return self._at(column, value)

    def told(self, column: int, value: Scalar, look: Look = "number") -> None:
        """Write a result that is not computed in the workbook."""
        if isinstance(value, float) and math.isinf(value):
            self.made.write_string(
                self.row, column, tell(en="never", ja="回収できない"), self.book.found[look]
            )
        else:
            self.made.write(self.row, column, value, self.book.found[look])

    def found(self, column: int, formula: Expr, look: Look = "number") -> Expr:
        """Write a formula into the row, with its value for programs that do not compute, and return it."""
        value = formula.value
        shown = "" if isinstance(value, float) and not math.isfinite(value) else value
        self.made.write_formula(self.row, column, "=" + formula.text, self.book.found[look], shown)
        return self._at(column, value)

    def _at(self, column: int, value: Scalar) -> Expr:
        from xlsxwriter.utility import xl_rowcol_to_cell  # type: ignore[import-untyped]

        return Expr(f"'{self.name}'!{xl_rowcol_to_cell(self.row, column, True, True)}", value)
