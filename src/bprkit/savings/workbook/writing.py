"""Write the workbook: results first, then the years, then every input."""

from __future__ import annotations

import os

from bprkit.language import tell
from bprkit.savings.answers import Savings
from bprkit.savings.words import CLASSES, worth
from bprkit.savings.workbook.certainty import write_certainty
from bprkit.savings.workbook.entries import Entries, write_entries
from bprkit.savings.workbook.expressions import Expr, if_, number, quotient, total, words
from bprkit.savings.workbook.rows import Yearly
from bprkit.savings.workbook.sheets import Book, Look, Sheet
from bprkit.savings.workbook.yearly import write_years


def write_savings_workbook(savings: Savings, path: str | os.PathLike[str]) -> None:
    """Write a workbook in the language in use: change a yellow cell, and all that follows from it changes.

    It computes with the likely values; the spread of the results is that of the estimate when it was written. Raises
    OutputError where it cannot be written.
    """
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    from bprkit.files import write_beside

    with write_beside(path) as unfinished:
        options = {"strings_to_formulas": False, "strings_to_urls": False}
        with Workbook(str(unfinished), options) as raw:
            book = Book(raw)
            results = book.sheet(tell(en="Results", ja="結果"), (50, 20, 18, 18, 18))
            write_certainty(book, savings)
            entries = write_entries(book, savings)
            yearly = write_years(book, savings, entries)
            _Results(results, savings, entries, yearly).write()


class _Results:
    def __init__(self, sheet: Sheet, savings: Savings, entries: Entries, yearly: Yearly) -> None:
        self.sheet, self.savings, self.entries, self.at = sheet, savings, entries, yearly.at

    def write(self) -> None:
        """Write the results, and below them what has to be known."""
        self.sheet.headline(
            tell(en=f"What the change saves: {self.savings.title}", ja=f"見直しの効果：{self.savings.title}"),
            tell(
                en="A year of full effect. The four classes are never added together.",
                ja="全面実施時の1年分。4つの区分は合算しません。",
            ),
        )
        self._line(
            tell(en="hours of staff saved (h)", ja="職員時間の削減（時間）"), self.at("hours", None), "hours"
        )
        for benefit in ("cash_out", "revenue", "cost_avoidance"):
            label = f"{CLASSES[benefit]} ({tell(en='yen', ja='円')})"
            self._line(label, self.at(benefit, None), "yen")
        free = self.at("capacity", None)
        self._line(f"{CLASSES['capacity']} ({tell(en='hours', ja='時間')})", free, "hours")
        posts = free / self.entries.settings["hours_per_post"]
        self._line(tell(en="that is, posts' worth", ja="人数換算"), posts, "tenths")
        self._line(
            tell(en="running costs (yen a year)", ja="運用経費（円/年）"), self.at("costs", None), "yen"
        )
        once = self._line(tell(en="paid once (yen)", ja="一時経費（円）"), self._once(), "yen")
        self.sheet.gap()
        self._paybacks(once)
        self._notes()

    def _line(self, label: str, formula: Expr, look: Look, note: str = "") -> Expr:
        self.sheet.label(label)
        found = self.sheet.found(1, formula, look)
        if note:
            self.sheet.across(note, 2)
        self.sheet.row += 1
        return found

    def _once(self) -> Expr:
        plan, nothing = self.savings.plan, number(0)
        parts = []
        for place, item in enumerate(plan.changes.items):
            paid = total(self.at(f"change/{place}", year) for year in range(plan.years + 1))
            if item.kind == "running":  # what still runs at the end is no one-off cost
                last = self.entries.changes[place]["last"]
                paid = if_(last, ">=", plan.years, nothing, paid)
            parts.append(paid)
        return total(parts)

    def _paybacks(self, once: Expr) -> None:
        at, years = self.at, self.savings.plan.years
        never = words(tell(en="never", ja="回収できない"))
        if self.savings.payback is None:
            self._worth()
            return
        gain = self._line(
            tell(en="yen a year as usually reported", ja="通常報告される年間効果額（円）"),
            at("cash_out", None)
            + at("revenue", None)
            + at("cost_avoidance", None)
            + at("capacity_yen", None)
            - at("costs", None),
            "yen",
            tell(
                en="the one place where classes are added: staff hours at their pay, less running costs",
                ja="区分を合算する唯一の箇所。人件費換算を含み、運用経費を引く",
            ),
        )
        positive = if_(gain, ">", 0, quotient(once, gain), never)
        usual = if_(once, "<=", 0, if_(gain, ">=", 0, number(0), never), positive)
        label = tell(en="payback as usually reported (years)", ja="通常報告される回収年数（年）")
        self._line(label, usual, "tenths")
        net, left = at("net", years), at("sum", years)
        later = if_(net, ">", 0, number(years) - quotient(left, net), never)
        cash = if_(at("back", years), ">=", 0, at("back", years), later)
        self._line(tell(en="cash payback (years)", ja="現金ベースの回収年数（年）"), cash, "tenths")
        self._worth()

    def _worth(self) -> None:
        years = self.savings.plan.years
        self._line(
            f"{worth(has_costs=self.savings.payback is not None)} ({tell(en='yen', ja='円')})",
            total(self.at("today", year) for year in range(years + 1)),
            "yen",
            f"{self.savings.costs.discount_source}",
        )
        self.sheet.gap()

    def _notes(self) -> None:
        self.sheet.headline(tell(en="What has to be known", ja="留意点"))
        for text in (*self.savings.notes, *(str(one) for one in self.savings.assumptions)):
            self.sheet.across(text)
            self.sheet.row += 1
