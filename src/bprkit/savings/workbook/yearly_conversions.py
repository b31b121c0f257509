"""The rows in which hours become money: what is free, what each conversion takes, and what is left."""

from __future__ import annotations

from functools import partial

from bprkit.language import tell
from bprkit.savings.conversions import ContractCut, OvertimeCut, PostCut
from bprkit.savings.planning import Conversion, Pool
from bprkit.savings.prices import BenefitClass
from bprkit.savings.workbook.expressions import Expr, least, most, quotient, total, whole
from bprkit.savings.workbook.rows import Column, Rows


def write_conversions(rows: Rows) -> None:
    """Write the rows, conversion by conversion."""
    _Conversions(rows).write()


class _Conversions:
    def __init__(self, rows: Rows) -> None:
        self.sheet, self.plan, self.entries, self.cells = rows.sheet, rows.plan, rows.entries, rows.cells
        self.titles, self.running = rows.titles, rows.running
        self.row, self.line, self.saved, self.force = rows.row, rows.line, rows.saved, rows.force

    def write(self) -> None:
        """Write what is free of each role and section, and then what becomes of it."""
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
        self.line(key, benefit, title, yen)
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
