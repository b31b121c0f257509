"""The rows of costs, of each class for itself, and of the cash."""

from __future__ import annotations

from functools import partial

from bprkit.language import tell
from bprkit.savings.conversions import ContractCut
from bprkit.savings.planning import Conversion
from bprkit.savings.words import CLASSES
from bprkit.savings.workbook.expressions import Expr, if_, least, number, quotient, total
from bprkit.savings.workbook.rows import Column, Rows


def write_results(rows: Rows) -> None:
    """Write the costs, the classes and the cash, its sum and when it is back."""
    _Results(rows).write()


class _Results:
    def __init__(self, rows: Rows) -> None:
        self.sheet, self.plan, self.entries, self.cells = rows.sheet, rows.plan, rows.entries, rows.cells
        self.years, self.running, self.classes, self.row = rows.years, rows.running, rows.classes, rows.row

    def write(self) -> None:
        """Write all rows."""
        self._costs()
        self._results()

    def _costs(self) -> None:
        self.sheet.label(tell(en="Costs of the change", ja="見直しの経費"), strong=True)
        self.sheet.row += 1
        for place, item in enumerate(self.plan.changes.items):
            self.row(f"change/{place}", str(item.title), partial(self._due, place, "yen"), "yen", self.years)
            label = tell(en=f"own hours: {item.title}", ja=f"職員時間：{item.title}")
            self.row(f"own/{place}", label, partial(self._due, place, "hours"), "hours", self.years)

    def _due(self, place: int, what: str, year: Column) -> Expr:
        given, nothing = self.entries.changes[place], number(0)
        amount = given[what]
        if year is None:
            ends = if_(given["last"], ">=", self.plan.years, amount, nothing)
            return ends if self.plan.changes.items[place].kind == "running" else nothing
        return if_(given["first"], "<=", year, if_(given["last"], ">=", year, amount, nothing), nothing)

    def _results(self) -> None:
        at, items = self.cells.at, range(len(self.plan.changes.items))
        self.sheet.label(tell(en="By class, never added together", ja="区分ごと（合算しない）"), strong=True)
        self.sheet.row += 1
        for benefit, keys in self.classes.items():
            self.row(
                benefit,
                str(CLASSES[benefit]),
                partial(self._sum, keys),
                "yen",
                self.running,
            )
        taken = [key for key, cut in self.plan.in_order if self._is_staff(cut)]
        self.row(
            "capacity",
            f"{CLASSES['capacity']} ({tell(en='hours', ja='時間')})",
            lambda y: (
                at("hours", y)
                - total(at(f"taken/{key}", y) for key in taken)
                - total(at(f"own/{place}", y) for place in items)
            ),
            "hours",
            self.years,
        )
        rate = {role: self.entries.prices[self.plan.rate_key(role)] for role in self.plan.staff}
        self.row(
            "capacity_yen",
            tell(en="what these hours are paid (no money to spend)", ja="その人件費換算（財源ではない）"),
            lambda y: (
                total(at(f"hours/{role}", y) * rate[role] for role in self.plan.staff)
                - total(at(f"paid/{key}", y) for key, _ in self.plan.in_order)
                - total(
                    at(f"own/{place}", y) * self.entries.prices[item.rate]
                    for place, item in enumerate(self.plan.changes.items)
                    if item.hours
                )
            ),
            "yen",
            self.years,
        )
        self.row(
            "costs",
            tell(en="costs", ja="経費"),
            partial(self._sum, [f"change/{place}" for place in items]),
            "yen",
            self.years,
        )
        self.row(
            "net",
            tell(en="net cash", ja="現金収支"),
            lambda y: at("cash_out", y) + least(at("revenue", y), 0) - at("costs", y),
            "yen",
            self.years,
        )
        self._cumulative()

    def _sum(self, keys: list[str], year: Column) -> Expr:
        return total(self.cells.at(key, year) for key in keys)

    def _is_staff(self, cut: Conversion) -> bool:
        return not isinstance(cut, ContractCut) or self.plan.roles[cut.role].kind == "staff"

    def _cumulative(self) -> None:
        at, rate = self.cells.at, self.entries.settings["discount_rate"]
        years = self.years[1:]
        self.row(
            "today",
            tell(en="worth today", ja="現在価値"),
            lambda y: at("net", y) / (rate + 1) ** (y or 0),
            "yen",
            years,
        )
        self.cells.rows["sum"] = {}
        self.sheet.label(tell(en="sum of net cash", ja="現金収支の累計"))
        for year in range(self.plan.years + 1):
            before = at("sum", year - 1)
            cell = self.sheet.found(2 + year, before + at("net", year), "yen")
            self.cells.rows["sum"][year] = cell
        self.sheet.row += 1
        self.sheet.label(
            tell(en="cash is back after years (-1: not yet)", ja="現金回収までの年数（-1：未回収）")
        )
        self.cells.rows["back"] = {}
        for year in range(self.plan.years + 1):
            self.cells.rows["back"][year] = self.sheet.found(2 + year, self._back(year), "number")
        self.sheet.row += 1

    def _back(self, year: int) -> Expr:
        at, none = self.cells.at, number(-1)
        if year == 0:
            return if_(at("sum", 0), ">=", 0, number(0), none)
        missing, net = number(0) - at("sum", year - 1), at("net", year)
        now = number(year - 1) + quotient(missing, net)
        return if_(
            at("sum", year), "<", 0, none, if_(at("back", year - 1), ">=", 0, at("back", year - 1), now)
        )
