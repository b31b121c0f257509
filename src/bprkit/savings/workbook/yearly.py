"""The sheet of years: every line in every year and in full effect, by formulas from the inputs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from bprkit.language import tell
from bprkit.savings.answers import Savings
from bprkit.savings.conversions import ContractCut, OvertimeCut, PostCut
from bprkit.savings.planning import Conversion, Pool
from bprkit.savings.prices import BenefitClass
from bprkit.savings.uses import THINGS
from bprkit.savings.words import CLASSES
from bprkit.savings.workbook.entries import Entries
from bprkit.savings.workbook.expressions import (
    Expr,
    if_,
    least,
    most,
    number,
    quotient,
    share_in_force,
    total,
    whole,
)
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


def write_years(book: Book, savings: Savings, entries: Entries) -> Yearly:
    """Write the sheet and return its cells."""
    return _Writer(book, savings, entries).write()


class _Writer:
    def __init__(self, book: Book, savings: Savings, entries: Entries) -> None:
        self.plan, self.entries = savings.plan, entries
        lines = (*savings.cash_out, *savings.revenue, *savings.cost_avoidance)
        self.titles = {line.key: str(line.title) for line in lines}
        self.years: list[Column] = [None, *range(self.plan.years + 1)]
        self.running: list[Column] = [None, *range(1, self.plan.years + 1)]
        self.sheet: Sheet = book.sheet(tell(en="Years", ja="年次"), (50, *([15] * len(self.years))))
        self.cells = Yearly()
        self.classes: dict[BenefitClass, list[str]] = {"cash_out": [], "revenue": [], "cost_avoidance": []}

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
        self._hours()
        self._lines()
        self._conversions()
        self._costs()
        self._results()
        return self.cells

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
        return self.reached(found["as_is"] * before - then * after, year)

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
            self._line(key, price.benefit, str(price.title), partial(self._thing, key))
        for place, charge in enumerate(self.plan.charges):
            self._line(f"charge/{place}", charge.benefit, str(charge.title), partial(self._charge, place))
        for place, benefit in enumerate(self.plan.benefits):
            self._line(f"benefit/{place}", benefit.benefit, str(benefit.title), partial(self._benefit, place))

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

    def _line(self, key: str, benefit: BenefitClass, title: str, formula: Callable[[Column], Expr]) -> None:
        self.classes[benefit].append(key)
        self.row(key, f"{title} [{CLASSES[benefit]}]", formula, "yen", self.running)

    def force(self, start: Expr | None, year: Column) -> Expr:
        """Return the share of a year in which something is in force."""
        return (
            number(1) if start is None or year is None else share_in_force(start, self.cells.at("fy", year))
        )

    def _conversions(self) -> None:
        if not self.plan.in_order:
            return
        self.sheet.label(tell(en="Hours to cash", ja="時間から現金へ"), strong=True)
        self.sheet.row += 1
        left: dict[Pool, str] = {}
        used = {pool for _, cut in self.plan.in_order for pool in self.plan.in_scope(cut)}
        for pool in self.plan.pools:
            if pool in used:
                left[pool] = f"pool/{pool[0]}/{pool[1] or ''}"
                self.row(
                    left[pool],
                    tell(en=f"free: {self._named(pool)}", ja=f"空く時間：{self._named(pool)}"),
                    partial(self._pool, pool),
                    "hours",
                    self.running,
                )
        for key, cut in self.plan.in_order:
            self._convert(key, cut, left)

    def _pool(self, pool: Pool, year: Column) -> Expr:
        return self.saved(pool[0], year, *self.plan.pools[pool])

    def _named(self, pool: Pool) -> str:
        role = self.plan.roles[pool[0]]
        return f"{role.title or role.id}{f' ({pool[1]})' if pool[1] else ''}"

    def _convert(self, key: str, cut: Conversion, left: dict[Pool, str]) -> None:
        given, scope = self.entries.conversions[key], self.plan.in_scope(cut)
        title = self.titles.get(key, key)
        for_post = self.entries.settings["hours_per_post"]

        def free(year: Column) -> Expr:
            return most(total(self.cells.at(left[pool], year) for pool in scope), 0)

        def hours(year: Column) -> Expr:
            force = self.force(given["start"], year)
            if isinstance(cut, OvertimeCut):
                return force * least(least(given["cut"], given["worked"]), free(year))
            if isinstance(cut, PostCut):
                posts = least(given["posts"], whole(free(year) / for_post + 1e-9))
                return force * posts * for_post
            return force * least(free(year), given["most_yen"] / given["price"])

        def yen(year: Column) -> Expr:
            taken = self.cells.at(f"taken/{key}", year)
            if isinstance(cut, PostCut) and "each" in given:
                return taken / for_post * given["each"]
            return taken * (given["price"] if isinstance(cut, ContractCut) else self.entries.prices[cut.rate])

        self.row(
            f"taken/{key}",
            tell(en=f"hours taken: {title}", ja=f"換金する時間：{title}"),
            hours,
            "hours",
            self.running,
        )
        benefit: BenefitClass = "cash_out"
        if isinstance(cut, PostCut) and cut.kind == "not_hired":
            benefit = "cost_avoidance"
        self._line(key, benefit, title, yen)
        before = {pool: left[pool] for pool in scope}

        def positive(year: Column) -> Expr:
            return total(most(self.cells.at(row, year), 0) for row in before.values())

        def rest(pool: Pool, year: Column) -> Expr:
            own = self.cells.at(before[pool], year)
            part = quotient(self.cells.at(f"taken/{key}", year), positive(year))
            return own - most(own, 0) * part

        for pool in scope:
            left[pool] = f"{before[pool]}|{key}"
            self.row(
                left[pool],
                tell(en=f"left: {self._named(pool)}", ja=f"残り：{self._named(pool)}"),
                partial(rest, pool),
                "hours",
                self.running,
            )
        self.row(
            f"paid/{key}",
            tell(en=f"what these hours are paid: {title}", ja=f"その時間の人件費：{title}"),
            lambda y: total(
                (self.cells.at(before[pool], y) - self.cells.at(left[pool], y))
                * self.entries.prices[self.plan.rate_key(pool[0])]
                for pool in scope
                if pool[0] in self.plan.staff
            ),
            "yen",
            self.running,
        )

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
