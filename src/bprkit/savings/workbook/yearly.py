"""The sheet of years: every line in every year and in full effect, by formulas from the inputs."""

from __future__ import annotations

from functools import partial

from bprkit.language import tell
from bprkit.savings.answers import Savings
from bprkit.savings.uses import THINGS
from bprkit.savings.workbook.entries import Entries
from bprkit.savings.workbook.expressions import Expr, total
from bprkit.savings.workbook.rows import Column, Rows, Yearly
from bprkit.savings.workbook.sheets import Book
from bprkit.savings.workbook.yearly_conversions import write_conversions
from bprkit.savings.workbook.yearly_results import write_results


def write_years(book: Book, savings: Savings, entries: Entries) -> Yearly:
    """Write the sheet and return its cells."""
    return _Writer(book, savings, entries).write()


class _Writer(Rows):
    def write(self) -> Yearly:
        """Write all rows, from hours to cash."""
        note = tell(en="Classes are never added together.", ja="4つの区分は合算しません。")
        self.sheet.headline(tell(en="Year by year", ja="年度ごと"), note)
        self.sheet.heads(
            "",
            tell(en="full effect", ja="全面実施時"),
            *(tell(en=f"year {year}", ja=f"{year}年目") for year in self.years[1:]),
        )
        first = self.entries.settings["start_year"]
        self.row(
            "fy", tell(en="fiscal year", ja="年度"), lambda y: first + ((y or 0) - 1), "whole", self.years[1:]
        )
        self.sheet.made.freeze_panes(self.sheet.row, 1)
        self.sheet.made.repeat_rows(0, self.sheet.row - 1)
        self._hours()
        self._lines()
        write_conversions(self)
        write_results(self)
        return self.cells

    def _hours(self) -> None:
        self.sheet.label(tell(en="Hours saved", ja="時間の削減"), strong=True)
        self.sheet.row += 1
        for role, own in self.plan.roles.items():
            if own.kind != "system":
                apart = "" if own.kind == "staff" else tell(en=" (not staff)", ja="（職員以外）")
                label = f"{own.title or role}{apart}"
                self.row(f"hours/{role}", label, partial(self.saved, role), "hours", self.running)
        self.row(
            "hours",
            tell(en="hours of staff", ja="職員の時間"),
            lambda y: total(self.cells.at(f"hours/{role}", y) for role in self.plan.staff),
            "hours",
            self.running,
        )

    def _lines(self) -> None:
        self.sheet.label(tell(en="Yen, line by line", ja="金額の内訳"), strong=True)
        self.sheet.row += 1
        for key in THINGS:
            price = self.plan.costs.prices[key]
            self.line(key, price.benefit, str(price.title), partial(self._thing, key))
        for place, charge in enumerate(self.plan.charges):
            self.line(f"charge/{place}", charge.benefit, str(charge.title), partial(self._charge, place))
        for place, benefit in enumerate(self.plan.benefits):
            self.line(f"benefit/{place}", benefit.benefit, str(benefit.title), partial(self._benefit, place))

    def _thing(self, key: str, year: Column) -> Expr:
        used = self.entries.things[key]
        return self.reached(used["as_is"] - used["to_be"], year) * self.entries.prices[key]

    def _charge(self, place: int, year: Column) -> Expr:
        times = self.entries.charge_times[place]
        paid = self.plan.charges[place].benefit == "cash_out"
        gain = times["as_is"] - times["to_be"] if paid else times["to_be"] - times["as_is"]
        return self.reached(gain, year) * self.entries.charges[place]

    def _benefit(self, place: int, year: Column) -> Expr:
        amount, start = self.entries.benefits[place]
        return amount * self.force(start, year)
