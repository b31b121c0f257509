"""The price list as an Excel template, in Japanese or English: headers with units, lists to choose from, examples."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from typing import Any

from bprkit.errors import InputError
from bprkit.language import Language, current, speaking, tell
from bprkit.procedure.model import Title
from bprkit.savings.figures import Sourced
from bprkit.savings.loading import DEFAULT, load_costs
from bprkit.savings.prices import Costs
from bprkit.savings.template_layout import MOST_YEARS, SETTING_HEADS, SETTINGS, USE, Field, SheetLayout
from bprkit.savings.template_sheets import PRICES, SHEETS

_MADE = dt.datetime(2026, 4, 1)
"""Said of every workbook, so that the same prices give the same bytes."""
_SPARE = 100
_EMPTY = 8
"""Rows that invite to be filled in."""
_LINE_HEIGHT = 16
_A4 = 9
_FONT = "Yu Gothic"
_HEADING = Title("bprkit 単価表", "bprkit price list")
_INTRODUCTION = (
    Title(
        "黄色のセルに自市の数字を入れ、bprkit savings … --costs このファイル で使います。",
        "Put your city's figures into the yellow cells, and use them with: bprkit savings … --costs THIS_FILE",
    ),
    Title(
        "「使う」が「はい」の行だけが計算に入ります。「例」の行は書き方の見本で、読み込みません。",
        "Only rows with 'yes' under 'Use' count. Rows with 'example' show how to write, and are not read.",
    ),
    Title(
        "見込みだけでも構いません。確かでない数字には下限と上限を入れてください。",
        "A likely figure alone will do. Give a low and a high one where it is not sure.",
    ),
    Title(
        "時間外勤務・定数・委託が空のままでは、時間の削減は現金になりません（0円）。",
        "As long as Overtime, Posts and Contracts are blank, no hour that is saved becomes cash (0 yen).",
    ),
    Title(
        "　時間外勤務：人事課の「時間外勤務実績（所属別）」と、財政課の時間外勤務手当の予算（所属別）",
        "    Overtime: from the personnel section, overtime worked by section (時間外勤務実績); from the finance "
        "section, the budget for overtime pay by section (時間外勤務手当)",
    ),
    Title(
        "　定数：人事課の配置計画と、財政課の会計年度任用職員報酬の予算（所属別）",
        "    Posts: from the personnel section, the staffing plan (配置計画); from the finance section, the budget for "
        "fiscal-year staff by section (会計年度任用職員報酬)",
    ),
    Title(
        "金額は税込です（導入経費だけは「税」の欄で選べます）。",
        "Amounts include consumption tax (of the costs of the change, the column 'Tax' says it).",
    ),
)


def write_costs_template(
    path: str | os.PathLike[str], costs: Costs | None = None, lang: Language | None = None
) -> None:
    """Write a workbook to be filled in with a city's prices and budgets; `load_costs` reads it.

    Filled with the usual prices, in yen, or with those of `costs`; in a language, by default the one in use. What has a
    name in one language only keeps it. Raises InputError where a price list is too long for the template, and
    OutputError where it cannot be written.

    >>> import tempfile
    >>> from pathlib import Path
    >>> place = Path(tempfile.mkdtemp()) / "costs.xlsx"
    >>> write_costs_template(place, lang="en")
    >>> load_costs(place).prices["letter"].likely
    110.0
    """
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    from bprkit.files import write_beside

    given = costs or load_costs(DEFAULT)
    if max(len(given.ramp.phase_in), len(given.ramp.learning)) > MOST_YEARS:
        raise InputError(
            en=f"The template has room for {MOST_YEARS} years of phase-in and learning. Keep this price list as YAML.",
            ja=f"ひな形に書ける移行・習熟の年数は{MOST_YEARS}年までです。この単価表はYAMLのまま使ってください。",
        )
    with write_beside(path) as unfinished, speaking(lang or current()):
        options = {"strings_to_formulas": False, "strings_to_urls": False}
        with Workbook(str(unfinished), options) as book:
            book.set_properties({"title": str(_HEADING), "created": _MADE})
            _Painter(book, given).paint()


class _Painter:
    """The workbook while it is written, and its formats; in the language in use."""

    def __init__(self, book: Any, costs: Costs) -> None:
        self.book, self.costs = book, costs
        plain = {
            "font_name": _FONT,
            "font_size": 10,
            "valign": "vcenter",
            "border": 1,
            "border_color": "#BFBFBF",
        }
        cell = {**plain, "bg_color": "#FFF9DB"}
        number, text = {"align": "right"}, {"align": "left", "indent": 1, "text_wrap": True}
        forms: Mapping[str, Mapping[str, Any]] = {
            "text": text,
            "names": text,
            "amount": {"num_format": "[<100]General;#,##0", **number},
            "share": {"num_format": "0%", **number},
            "whole": {"num_format": "0", **number},
            "date": {"num_format": "yyyy-mm-dd", **number},
        }
        shown = {"italic": True, "font_color": "#808080"}
        self.formats = {kind: book.add_format({**cell, **form}) for kind, form in forms.items()}
        self.examples = {kind: book.add_format({**plain, **form, **shown}) for kind, form in forms.items()}
        left = {"align": "left", "indent": 1}
        self.settings = {kind: book.add_format({**cell, **form, **left}) for kind, form in forms.items()}
        self.head = book.add_format({**plain, "bold": True, "text_wrap": True, "bg_color": "#DDEBF7"})
        self.cell = book.add_format({**plain, "text_wrap": True})
        self.words = book.add_format(
            {"font_name": _FONT, "font_size": 10, "text_wrap": True, "valign": "top"}
        )
        self.title = book.add_format({"font_name": _FONT, "font_size": 15, "bold": True})

    def paint(self) -> None:
        self._about()
        self._settings()
        for layout in SHEETS:
            self._rows(layout)

    def _about(self) -> None:
        sheet = self._sheet(tell(en="About", ja="説明"))
        sheet.hide_gridlines(2)
        widths = (26, 84)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.write_string(0, 0, str(_HEADING), self.title)
        row = 2
        for text in map(str, _INTRODUCTION):
            sheet.merge_range(row, 0, row, 1, text, self.words)
            sheet.set_row(row, _LINE_HEIGHT * _lines(text, sum(widths)))
            row += 1
        heads = (tell(en="Sheet", ja="シート"), tell(en="What it is for", ja="書くこと"))
        listed = [(str(layout.name), str(layout.purpose)) for layout in (SETTINGS, *SHEETS)]
        for texts in (heads, *listed):
            row += 1
            for place, text in enumerate(texts):
                sheet.write_string(row, place, text, self.head if texts is heads else self.cell)

    def _sheet(self, name: str) -> Any:
        made = self.book.add_worksheet(name)
        made.set_landscape()
        made.set_paper(_A4)
        made.fit_to_pages(1, 0)
        return made

    def _settings(self) -> None:
        sheet = self._sheet(str(SETTINGS.name))
        sheet.set_column(0, 0, 50)
        sheet.set_column(1, 1, 72)
        for place, header in enumerate(SETTING_HEADS):
            sheet.write_string(0, place, str(header), self.head)
        sheet.freeze_panes(1, 0)
        for row, field in enumerate(SETTINGS.fields, 1):
            sheet.write_string(row, 0, str(field.header), self.head)
            self._write(sheet, row, 1, field, _setting(self.costs, field.key), self.settings)
            self._offer(sheet, row, row, 1, field)

    def _rows(self, layout: SheetLayout) -> None:
        sheet = self._sheet(str(layout.name))
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        tallest = 1
        for place, field in enumerate(layout.fields):
            header = str(field.header)
            sheet.set_column(place, place, field.width)
            sheet.write_string(0, place, header, self.head)
            tallest = max(tallest, _lines(header, field.width - 1))
        sheet.set_row(0, _LINE_HEIGHT * tallest + 2)
        turn = 1
        if layout.example:
            self._row(sheet, turn, layout, layout.example, self.examples)
            turn += 1
        for row in _given_rows(self.costs, layout):
            self._row(sheet, turn, layout, [row.get(field.key) for field in layout.fields], self.formats)
            turn += 1
        for empty in range(turn, turn + (0 if layout is PRICES else _EMPTY)):
            for place, field in enumerate(layout.fields):
                self._write(sheet, empty, place, field, None, self.formats)
        for place, field in enumerate(layout.fields):
            self._offer(sheet, 1, turn + _SPARE, place, field)

    def _row(self, sheet: Any, turn: int, layout: SheetLayout, values: Sequence[Any], formats: Any) -> None:
        tallest = 1
        for place, (field, value) in enumerate(zip(layout.fields, values, strict=True)):
            self._write(sheet, turn, place, field, value, formats)
            if isinstance(value, str | Title) and not field.words:
                tallest = max(tallest, _lines(str(value), field.width - 1))
        if tallest > 1:  # a height that is given is not fitted again while a cell is filled in
            sheet.set_row(turn, _LINE_HEIGHT * tallest)

    def _offer(self, sheet: Any, first: int, last: int, place: int, field: Field) -> None:
        """Let a word be chosen from a list."""
        source: Any = [str(word) for _, word in field.words]
        if field.prices:
            source = f"='{PRICES.name}'!$A$2:$A${_SPARE}"
        if source:
            sheet.data_validation(first, place, last, place, {"validate": "list", "source": source})

    def _write(self, sheet: Any, row: int, column: int, field: Field, value: Any, formats: Any) -> None:
        shape = formats[field.kind]
        if value is None or value == "" or value == ():
            sheet.write_blank(row, column, None, shape)
        elif isinstance(value, dt.date):
            sheet.write_datetime(row, column, dt.datetime(value.year, value.month, value.day), shape)
        elif field.words:
            code = str(value).lower() if isinstance(value, bool) else str(value)
            sheet.write_string(row, column, field.word(code), shape)
        elif isinstance(value, tuple):
            sheet.write_string(row, column, tell(en=", ", ja="、").join(value), shape)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, shape)
        else:
            sheet.write_string(row, column, str(value), shape)


def _lines(text: str, room: float) -> int:
    """Return how many lines a text needs; a Japanese character is as wide as two of ASCII."""
    width = sum(1 if letter.isascii() else 2 for letter in text)
    return max(1, int(-(-width // room)))


def _setting(costs: Costs, path: str) -> Any:
    value: Any = costs
    for part in path.split("."):
        if isinstance(value, tuple):
            value = value[int(part)] if int(part) < len(value) else None
        elif value is not None:
            value = getattr(value, part)
    return value


def _given_rows(costs: Costs, layout: SheetLayout) -> list[Mapping[str, Any]]:
    if layout is PRICES:
        return [{"key": key, **_values(price)} for key, price in costs.prices.items()]
    return [{USE.key: "yes", **_values(item)} for item in getattr(costs, layout.key)]


def _values(item: Any) -> Mapping[str, Any]:
    found = dict(vars(item))
    if isinstance(item, Sourced):
        found |= {"low": item.low, "high": item.high}
    return found
