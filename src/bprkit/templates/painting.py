"""Paint a form as a workbook: what it is for, headers with units, lists to choose from, one example that is not read."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from typing import Any

from bprkit.language import Language, current, speaking, tell
from bprkit.procedure.model import Title
from bprkit.templates.form import Answers, Column, Content, Form, Sheet, Value

FONT = "Yu Gothic"
MADE = dt.datetime(2026, 4, 1)
"""Said of every workbook, so that the same content gives the same bytes."""
_LINE = {"border": 1, "border_color": "#BFBFBF"}
_LONGEST_LIST = 255  # characters that Excel takes for a list within a rule
_FORMATS = {"date": "yyyy/mm/dd", "time": "h:mm", "number": "General", "whole": "0"}


def write_form(
    form: Form, path: str | os.PathLike[str], content: Content | None = None, *, lang: Language | None = None
) -> None:
    """Write a form as a workbook, blank or filled with `content`, in a language (the one in use by default).

    Raises OutputError where nothing can be written there.
    """
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    from bprkit.files import write_beside

    with write_beside(path) as unfinished, speaking(lang or current()):
        options = {"strings_to_formulas": False, "strings_to_urls": False}
        with Workbook(str(unfinished), options) as book:
            book.set_properties({"title": str(form.title), "created": MADE})
            book.set_size(2400, 1400)
            paint_about(book, form.title, form.about, [*form.sheets])
            if form.letter:
                _paint_letter(book, form)
            for sheet in form.sheets:
                _Painter(book, form, sheet).paint((content or {}).get(sheet.key))


def paint_about(book: Any, title: Title, about: Sequence[Title], sheets: Sequence[Sheet]) -> None:
    """Paint the sheet that explains: what the form is for, and what belongs into each column."""
    page = book.add_worksheet(tell(en="About", ja="説明"))
    plain = {"font_name": FONT, "font_size": 10.5, "text_wrap": True, "valign": "top"}
    head = book.add_format({**plain, **_LINE, "bold": True, "bg_color": "#DDEBF7"})
    cell = book.add_format({**plain, **_LINE})
    page.set_column(0, 0, 16)
    page.set_column(1, 1, 30)
    page.set_column(2, 2, 62)
    page.hide_gridlines(2)
    page.write_string(0, 0, str(title), book.add_format({"font_name": FONT, "font_size": 15, "bold": True}))
    row = 2
    for number, said_first in enumerate(about, 1):
        text = f"{number}. {said_first}"
        page.merge_range(row, 0, row, 2, text, book.add_format(plain))
        page.set_row(row, 17 * _lines(text, 112))
        row += 1
    headers = (
        tell(en="Sheet", ja="シート"),
        tell(en="Column", ja="欄"),
        tell(en="What belongs there", ja="書くこと"),
    )
    if sheets:
        row += 1
        for place, text in enumerate(headers):
            page.write_string(row, place, text, head)
        row += 1
    for sheet in sheets:
        for column in sheet.columns:
            mark = tell(en=" (required)", ja="（必須）") if column.required else ""
            said = f"{column.help}{mark}" if column.help or mark else ""
            for place, text in enumerate((str(sheet.name), str(column.head), said)):
                page.write_string(row, place, text, cell)
            page.set_row(row, 17 * max(_lines(said, 66), _lines(str(column.head), 28)))
            row += 1
    page.set_portrait()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _paint_letter(book: Any, form: Form) -> None:
    """Paint a letter that can be sent as it stands."""
    page = book.add_worksheet(tell(en="Letter", ja="依頼文"))
    shape = book.add_format({"font_name": FONT, "font_size": 11, "text_wrap": True, "valign": "top"})
    page.set_column(0, 1, 42)
    page.hide_gridlines(2)
    for row, text in enumerate(map(str, form.letter)):
        page.merge_range(row, 0, row, 1, text, shape)
        page.set_row(row, 19 * _lines(text, 82) + 5)
    page.set_portrait()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _lines(text: str, room: int) -> int:
    """Return how many lines a text needs; a Japanese character is as wide as two of ASCII."""
    width = sum(1 if letter.isascii() else 2 for letter in text)
    return max(1, -(-width // room))


class _Painter:
    """One sheet while it is painted."""

    def __init__(self, book: Any, form: Form, sheet: Sheet) -> None:
        self.book, self.form, self.sheet = book, form, sheet
        self.page = book.add_worksheet(str(sheet.name))
        plain = {"font_name": FONT, "font_size": 10, "valign": "vcenter", "text_wrap": True, **_LINE}
        self.head = book.add_format({**plain, "bold": True, "bg_color": "#DDEBF7", "align": "center"})
        self.must = book.add_format({**plain, "bold": True, "bg_color": "#FCE4D6", "align": "center"})
        self.preset = book.add_format({**plain, "align": "center", "font_color": "#595959"})
        self._plain = plain
        self._made: dict[tuple[str, bool], Any] = {}

    def paint(self, content: Any) -> None:
        if self.sheet.answers:
            self._answers(content or {})
        else:
            self._rows(content or ())

    def _format(self, column: Column, example: bool) -> Any:
        if (column.form, example) not in self._made:
            colours = (
                {"italic": True, "font_color": "#7F7F7F", "bg_color": "#F2F2F2"}
                if example
                else {"bg_color": "#FFF9DB"}
            )
            shape = {**self._plain, **colours}
            if column.form in _FORMATS:
                side = "left" if self.sheet.answers else "right"
                shape |= {"num_format": _FORMATS[column.form], "align": side}
            self._made[column.form, example] = self.book.add_format(shape)
        return self._made[column.form, example]

    def _answers(self, content: Answers) -> None:
        page, heads = self.page, (tell(en="Item", ja="項目"), tell(en="Answer", ja="記入"))
        example = tell(en="Example (not read)", ja="記入例（読み込みません）")
        for place, (text, width) in enumerate(zip((*heads, example), (34, 44, 40), strict=True)):
            page.set_column(place, place, width)
            page.write_string(0, place, text, self.head)
        page.freeze_panes(1, 0)
        for row, column in enumerate(self.sheet.columns, 1):
            page.write_string(row, 0, str(column.head), self.must if column.required else self.head)
            self._write(row, 1, column, content.get(column.key), False)
            self._write(row, 2, column, column.example, True)
            self._offer(row, row, 1, column)
            page.set_row(row, 18 * max(_lines(str(column.head), 32), _lines(str(column.example or ""), 36)))
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)

    def _rows(self, content: Sequence[Answers]) -> None:
        page, columns = self.page, self.sheet.columns
        tallest = 1
        for place, column in enumerate(columns):
            page.set_column(place, place, column.width)
            page.write_string(0, place, str(column.head), self.must if column.required else self.head)
            tallest = max(tallest, _lines(str(column.head), max(column.width - 1, 4)))
        page.set_row(0, 16 * tallest + 4)
        page.freeze_panes(1, 1)
        first = 1
        if any(column.example is not None for column in columns):
            for place, column in enumerate(columns):
                self._write(1, place, column, column.example, True)
            first = 2
        more = sorted({header for row in content for header in row} - {column.key for column in columns})
        for place, header in enumerate(more, len(columns)):
            page.set_column(place, place, 14)
            page.write_string(0, place, header, self.head)
        added = [Column(header, Title(header, header), self.sheet.free or "text") for header in more]
        for turn in range(max(len(content), self.sheet.blank)):
            row: Mapping[str, Any] = content[turn] if turn < len(content) else {}
            for place, column in enumerate((*columns, *added)):
                value = row.get(column.key, turn + 1 if column.preset else None)
                self._write(first + turn, place, column, value, False)
        last = first + max(len(content), self.sheet.blank) - 1
        for place, column in enumerate((*columns, *added)):
            self._offer(first, last, place, column)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)

    def _write(
        self, row: int, place: int, column: Column, value: Title | Value | None, example: bool
    ) -> None:
        shape = self.preset if column.preset and not example else self._format(column, example)
        if value is None:
            self.page.write_blank(row, place, None, shape)
        elif column.form == "choice" and isinstance(value, str):
            self.page.write_string(row, place, column.word(value), shape)
        elif isinstance(value, dt.datetime):
            self.page.write_datetime(row, place, value, self._moment(shape, example))
        elif isinstance(value, dt.date | dt.time):
            self.page.write_datetime(row, place, value, shape)
        elif isinstance(value, int | float):
            self.page.write_number(row, place, value, shape)
        else:
            self.page.write_string(row, place, str(value), shape)

    def _moment(self, shape: Any, example: bool) -> Any:
        key = ("moment", example)
        if key not in self._made:
            colour = "#F2F2F2" if example else "#FFF9DB"
            moment = {**self._plain, "bg_color": colour, "num_format": "yyyy/mm/dd h:mm", "align": "right"}
            self._made[key] = self.book.add_format(moment)
        return self._made[key]

    def _offer(self, first: int, last: int, place: int, column: Column) -> None:
        rule = self._rule(column)
        if rule is None:
            return
        if column.help and len(str(column.help)) <= _LONGEST_LIST:
            rule |= {"input_title": str(column.head)[:32], "input_message": str(column.help)}
        self.page.data_validation(first, place, last, place, rule)

    def _rule(self, column: Column) -> dict[str, Any] | None:
        if column.choices:
            return {"validate": "list", "source": [str(word) for _, word in column.choices]}
        if column.listed:
            sheet = self.form.sheet(column.listed)
            source = f"='{sheet.name}'!$A$2:$A${sheet.blank + 1}"
            return {"validate": "list", "source": source, "error_type": "warning"}
        if column.form in ("number", "whole") and not column.preset and column.low is not None:
            kind = "integer" if column.form == "whole" else "decimal"
            return {"validate": kind, "criteria": ">=", "value": column.low, "error_type": "warning"}
        return None
