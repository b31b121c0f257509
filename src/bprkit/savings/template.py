"""The price list as an Excel template: Japanese headers with units, lists to choose from, one example a sheet."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from typing import Any

from bprkit.errors import InputError
from bprkit.savings.figures import Sourced
from bprkit.savings.loading import DEFAULT, load_costs
from bprkit.savings.prices import Costs
from bprkit.savings.template_layout import (
    MOST_YEARS,
    PRICES,
    SETTING_ROWS,
    SETTINGS,
    SHEETS,
    USE,
    Field,
    SheetLayout,
)

_SPARE = 100
_EMPTY = 8
"""Rows that invite to be filled in."""
_HEAD_HEIGHT = 32
_A4 = 9
_FONT = "Yu Gothic"
_INTRODUCTION = (
    "bprkit 単価表。黄色のセルに自市の数字を入れ、bprkit savings … --costs このファイル で使います。",
    "「使う」が「はい」の行だけが計算に入ります。「例」の行は書き方の見本で、読み込みません。",
    "見込みだけでも構いません。確かでない数字には下限と上限を入れてください。",
    "時間外勤務・定数・委託が空のままでは、時間の削減は現金になりません（0円）。",
    "　時間外勤務：人事課の「時間外勤務実績（所属別）」と、財政課の時間外勤務手当の予算（所属別）",
    "　定数：人事課の配置計画と、財政課の会計年度任用職員報酬の予算（所属別）",
    "金額は税込です（導入経費だけは「税」の欄で選べます）。",
)


def write_costs_template(path: str | os.PathLike[str], costs: Costs | None = None) -> None:
    """Write a workbook to be filled in with a city's prices and budgets; `load_costs` reads it.

    Filled with the usual prices, in yen, or with those of `costs`. Raises OutputError where it cannot be written.

    >>> import tempfile
    >>> from pathlib import Path
    >>> place = Path(tempfile.mkdtemp()) / "costs.xlsx"
    >>> write_costs_template(place)
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
    with write_beside(path) as unfinished:
        options = {"strings_to_formulas": False, "strings_to_urls": False}
        with Workbook(str(unfinished), options) as book:
            _Painter(book, given).paint()


class _Painter:
    """The workbook while it is written, and its formats."""

    def __init__(self, book: Any, costs: Costs) -> None:
        self.book, self.costs = book, costs
        plain = {"font_name": _FONT, "font_size": 10, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
        cell = {**plain, "bg_color": "#FFF9DB"}
        self.formats = {
            "text": book.add_format({**cell, "text_wrap": True}),
            "names": book.add_format({**cell, "text_wrap": True}),
            "amount": book.add_format({**cell, "num_format": "#,##0.##"}),
            "share": book.add_format({**cell, "num_format": "0%"}),
            "whole": book.add_format({**cell, "num_format": "0"}),
            "date": book.add_format({**cell, "num_format": "yyyy-mm-dd"}),
        }
        self.head = book.add_format({**plain, "bold": True, "text_wrap": True, "bg_color": "#DDEBF7"})
        self.words = book.add_format({"font_name": _FONT, "font_size": 10, "text_wrap": True})
        self.example = book.add_format({**plain, "italic": True, "font_color": "#808080"})

    def paint(self) -> None:
        sheet = self._sheet("説明")
        sheet.set_column(0, 0, 100)
        for row, text in enumerate(_INTRODUCTION):
            sheet.write_string(row, 0, text, self.words)
        self._settings()
        for layout in SHEETS:
            self._rows(layout)

    def _sheet(self, name: str) -> Any:
        made = self.book.add_worksheet(name)
        made.set_landscape()
        made.set_paper(_A4)
        made.fit_to_pages(1, 0)
        return made

    def _settings(self) -> None:
        sheet = self._sheet(SETTINGS)
        sheet.set_column(0, 0, 42)
        sheet.set_column(1, 1, 80)
        for place, header in enumerate(("項目（単位）", "値")):
            sheet.write_string(0, place, header, self.head)
        sheet.freeze_panes(1, 0)
        for row, field in enumerate(SETTING_ROWS, 1):
            sheet.write_string(row, 0, field.header, self.head)
            self._write(sheet, row, 1, field, _setting(self.costs, field.key))

    def _rows(self, layout: SheetLayout) -> None:
        sheet = self._sheet(layout.name)
        sheet.freeze_panes(1, 1)
        sheet.set_row(0, _HEAD_HEIGHT)
        for place, field in enumerate(layout.fields):
            sheet.set_column(place, place, field.width)
            sheet.write_string(0, place, field.header, self.head)
        turn = 1
        if layout.example:
            for place, value in enumerate(layout.example):
                sheet.write(turn, place, value, self.example)
            turn += 1
        for row in _given_rows(self.costs, layout):
            for place, field in enumerate(layout.fields):
                self._write(sheet, turn, place, field, row.get(field.key))
            turn += 1
        for empty in range(turn, turn + (0 if layout is PRICES else _EMPTY)):
            for place, field in enumerate(layout.fields):
                self._write(sheet, empty, place, field, None)
        for place, field in enumerate(layout.fields):
            source: Any = [word for _, word in field.words]
            if field.prices:
                source = f"='{PRICES.name}'!$A$2:$A${_SPARE}"
            if source:
                sheet.data_validation(1, place, turn + _SPARE, place, {"validate": "list", "source": source})

    def _write(self, sheet: Any, row: int, column: int, field: Field, value: Any) -> None:
        shape = self.formats[field.kind]
        if value is None or value == "" or value == ():
            sheet.write_blank(row, column, None, shape)
        elif isinstance(value, dt.date):
            sheet.write_datetime(row, column, dt.datetime(value.year, value.month, value.day), shape)
        elif field.words:
            code = str(value).lower() if isinstance(value, bool) else str(value)
            sheet.write_string(row, column, dict(field.words).get(code, code), shape)
        elif isinstance(value, tuple):
            sheet.write_string(row, column, "、".join(value), shape)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, shape)
        else:
            sheet.write_string(row, column, str(getattr(value, "ja", value)), shape)


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
