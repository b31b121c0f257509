"""The rows of the sheet of years: a line, a formula a year, and what is reached of an effect in each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bprkit.language import tell
from bprkit.savings.answers import Savings
from bprkit.savings.prices import BenefitClass
from bprkit.savings.words import CLASSES
from bprkit.savings.workbook.entries import Entries
from bprkit.savings.workbook.expressions import Expr, if_, number, rounded, share_in_force
from bprkit.savings.workbook.sheets import Book, Look, Sheet

Column = int | None
"""A year, 0 that of building; None the year of full effect."""


@dataclass
class Yearly:
    """The cells of a row by year."""

    rows: dict[str, dict[Column, Expr]] = field(default_factory=dict)

    def at(self, row: str, year: Column) -> Expr:
        """Return a cell; nothing where a row has none in that year."""
        return self.rows.get(row, {}).get(year, number(0))


_DUST = 9


class Rows:
    """The sheet while it is written; classes: the keys of the lines of each."""

    def __init__(self, book: Book, savings: Savings, entries: Entries) -> None:
        self.plan, self.entries = savings.plan, entries
        lines = (*savings.cash_out, *savings.revenue, *savings.cost_avoidance)
        self.titles = {line.key: str(line.title) for line in lines}
        self.years: list[Column] = [None, *range(self.plan.years + 1)]
        self.running: list[Column] = [None, *range(1, self.plan.years + 1)]
        self.sheet: Sheet = book.sheet(tell(en="Years", ja="年次"), (50, *([15] * len(self.years))))
        self.cells = Yearly()
        self.classes: dict[BenefitClass, list[str]] = {"cash_out": [], "revenue": [], "cost_avoidance": []}

    def row(
        self, key: str, label: str, formula: Callable[[Column], Expr], look: Look, years: list[Column]
    ) -> None:
        """Write a row, a formula a year."""
        self.sheet.label(label)
        self.cells.rows[key] = {
            year: self.sheet.found(1 + self.years.index(year), formula(year), look) for year in years
        }
        self.sheet.row += 1

    def reached(self, effect: Expr, year: Column) -> Expr:
        """Return what is reached of an effect in a year: of gains the uptake, of losses all."""
        uptake = self.entries.settings["uptake"]
        phase = number(1) if year is None else self.entries.phases[year - 1]
        return phase * if_(effect, ">", 0, uptake * effect, effect)

    def saved(self, role: str, year: Column, before: float = 1, after: float = 1) -> Expr:
        """Return the hours of a role that are saved in a year, where it has these shares of them."""
        found, changed = self.entries.hours[role], self.entries.changed[role]
        then = found["to_be"] if year is None else found["to_be"] + self.entries.extras[year - 1] * changed
        return self.reached(rounded(found["as_is"] * before - then * after, _DUST), year)

    def line(self, key: str, benefit: BenefitClass, title: str, formula: Callable[[Column], Expr]) -> None:
        """Write a row of yen of one class."""
        self.classes[benefit].append(key)
        self.row(key, f"{title} [{CLASSES[benefit]}]", formula, "yen", self.running)

    def force(self, start: Expr | None, year: Column) -> Expr:
        """Return the share of a year in which something is in force."""
        return (
            number(1) if start is None or year is None else share_in_force(start, self.cells.at("fy", year))
        )
