"""A spreadsheet small enough to read, that computes the formulas of a workbook anew: the oracle of live formulas."""

from __future__ import annotations

import datetime as dt
import math
import re
from pathlib import Path
from typing import Any

TOKEN = re.compile(
    r"(?P<cell>'[^']+'!\$?[A-Z]+\$?\d+)|(?P<number>\d+\.?\d*(?:[eE][-+]?\d+)?)|(?P<text>\"(?:[^\"]|\"\")*\")"
    r"|(?P<name>[A-Z]+)|(?P<sign><=|>=|[-+*/^(),<>=])"
)


class Spreadsheet:
    """The cells of a workbook; inputs can be changed, formulas are computed whenever they are asked for."""

    def __init__(self, path: Path) -> None:
        import openpyxl

        self.cells: dict[tuple[str, str], Any] = {}
        self.stored: dict[tuple[str, str], Any] = {}
        for values_only, into in ((False, self.cells), (True, self.stored)):
            book = openpyxl.load_workbook(path, data_only=values_only)
            for sheet in book.worksheets:
                for row in sheet.iter_rows():
                    into |= {
                        (sheet.title, cell.coordinate): cell.value for cell in row if cell.value is not None
                    }
        self.known: dict[tuple[str, str], Any] = {}

    @property
    def formulas(self) -> list[tuple[str, str]]:
        return [
            place for place, value in self.cells.items() if isinstance(value, str) and value.startswith("=")
        ]

    def change(self, place: tuple[str, str], value: Any) -> None:
        assert not str(self.cells[place]).startswith("="), "only inputs are changed"
        self.cells[place] = value
        self.known = {}

    def find(self, sheet: str, label: str, column: str = "B") -> tuple[str, str]:
        """Return the cell beside the first label that holds a text."""
        rows = (
            place[1][1:]
            for place, value in self.cells.items()
            if place[0] == sheet and place[1][0] == "A" and label in str(value)
        )
        return sheet, column + next(rows)

    def value(self, place: tuple[str, str]) -> Any:
        if place not in self.known:
            found = self.cells.get(place, 0)
            is_formula = isinstance(found, str) and found.startswith("=")
            self.known[place] = _Formula(self, found[1:]).value() if is_formula else found
        return self.known[place]


class _Formula:
    """One pass over a formula; branches that are not taken are read and not computed."""

    def __init__(self, book: Spreadsheet, text: str) -> None:
        self.book = book
        self.tokens = [(str(found.lastgroup), found.group()) for found in TOKEN.finditer(text)]
        assert "".join(text for _, text in self.tokens) == text, text
        self.place = 0

    def value(self) -> Any:
        found = self._compared()()
        assert self.place == len(self.tokens)
        return found

    def _next(self) -> tuple[str, str]:
        self.place += 1
        return self.tokens[self.place - 1]

    def _sees(self, *signs: str) -> bool:
        return self.place < len(self.tokens) and self.tokens[self.place][1] in signs

    def _chain(self, inner: Any, signs: dict[str, Any]) -> Any:
        found = inner()
        while self._sees(*signs):
            do, one, other = signs[self._next()[1]], found, inner()
            found = lambda do=do, one=one, other=other: do(one(), other())  # noqa: E731
        return found

    def _compared(self) -> Any:
        return self._chain(
            self._summed,
            {
                "<": lambda a, b: a < b,
                ">": lambda a, b: a > b,
                "<=": lambda a, b: a <= b,
                ">=": lambda a, b: a >= b,
                "=": lambda a, b: a == b,
            },
        )

    def _summed(self) -> Any:
        return self._chain(self._multiplied, {"+": lambda a, b: a + b, "-": lambda a, b: a - b})

    def _multiplied(self) -> Any:
        return self._chain(self._raised, {"*": lambda a, b: a * b, "/": lambda a, b: a / b})

    def _raised(self) -> Any:
        return self._chain(self._single, {"^": lambda a, b: a**b})

    def _single(self) -> Any:
        kind, text = self._next()
        if text == "(":
            found = self._compared()
            assert self._next()[1] == ")"
            return found
        if text == "-":
            inner = self._single()
            return lambda: -inner()
        if kind == "number":
            return lambda: float(text)
        if kind == "text":
            return lambda: text[1:-1].replace('""', '"')
        if kind == "cell":
            sheet, _, cell = text.partition("!")
            return lambda: self.book.value((sheet[1:-1], cell.replace("$", "")))
        assert kind == "name", text
        return self._called(text)

    def _called(self, name: str) -> Any:
        assert self._next()[1] == "("
        given = [self._compared()]
        while self._next()[1] == ",":
            given.append(self._compared())
        if name == "IF":
            return lambda: given[1]() if given[0]() else given[2]()
        functions: dict[str, Any] = {
            "SUM": lambda *parts: math.fsum(parts),
            "MIN": min,
            "MAX": max,
            "INT": math.floor,
            "ROUND": lambda value, places: round(value, int(places)),
            "YEAR": lambda day: _day(day).year,
            "MONTH": lambda day: _day(day).month,
            "DAY": lambda day: _day(day).day,
        }
        return lambda: functions[name](*(part() for part in given))


def _day(value: Any) -> dt.date:
    assert isinstance(value, dt.date)
    return value
