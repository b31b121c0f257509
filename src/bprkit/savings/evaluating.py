"""From figures to hours and yen, year by year; every figure may be one number or many draws of it at once."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bprkit.savings.conversions import ContractCut, OvertimeCut, PostCut
from bprkit.savings.planning import Conversion, Plan, Pool
from bprkit.savings.prices import BenefitClass
from bprkit.savings.uses import THINGS, StateName, StateUse

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Many = NDArray[np.float64]

Draw = Mapping[str, Any]


@dataclass(eq=False)
class YearValues:
    """A year: what is saved, by class and line, and what the change costs. Hours of staff; `applicant_hours` apart.

    year: 0 is that of building; None the full effect, once all is in force. taken: hours that each conversion made
    money of. capacity_yen: what the free hours are paid, which is nobody's to spend.
    """

    year: int | None
    hours: dict[str, Many] = field(default_factory=dict)
    applicant_hours: Any = 0.0
    lines: dict[str, tuple[BenefitClass, Many]] = field(default_factory=dict)
    taken: dict[str, Many] = field(default_factory=dict)
    capacity_hours: Any = 0.0
    capacity_yen: Any = 0.0
    change_yen: dict[str, Many] = field(default_factory=dict)
    change_hours: Any = 0.0

    def of_class(self, benefit: BenefitClass) -> Any:
        """Return the yen of one class."""
        return sum((yen for kind, yen in self.lines.values() if kind == benefit), 0.0)

    @property
    def costs(self) -> Any:
        """The yen that the change costs in the year."""
        return sum(self.change_yen.values(), 0.0)

    @property
    def net_cash(self) -> Any:
        """What the year leaves in the till: budget lines that fall, less the costs, less revenue that is lost.

        More revenue is not counted here: the classes of benefit are not added together.
        """
        import numpy as np

        return self.of_class("cash_out") + np.minimum(self.of_class("revenue"), 0.0) - self.costs


@dataclass(frozen=True, eq=False)
class Outcome:
    """The years of a plan, that of building first, and the year of full effect."""

    years: tuple[YearValues, ...]
    full: YearValues


def evaluate(plan: Plan, draw: Draw) -> Outcome:
    """Return hours and yen for values of all inputs."""
    work = _Work(plan, draw)
    years = [_building_year(plan, draw), *(work.year(year) for year in range(1, plan.years + 1))]
    return Outcome(tuple(years), work.year(None))


def _building_year(plan: Plan, draw: Draw) -> YearValues:
    values = YearValues(0)
    _add_costs(plan, draw, values, 0)
    values.capacity_hours = -values.change_hours
    values.capacity_yen = -_change_hours_yen(plan, draw, 0)
    return values


class _Work:
    """What a whole year takes in both states, before anything is phased in."""

    def __init__(self, plan: Plan, draw: Draw) -> None:
        self.plan, self.draw = plan, draw
        self.before, _ = self._hours(plan.as_is, "as_is")
        self.after, self.changed = self._hours(plan.to_be, "to_be")

    def _cases(self, state: StateUse) -> Any:
        return self.draw["volume"] * (state.volume / self.plan.as_is.volume)

    def _hours(self, state: StateUse, name: StateName) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the hours of each role in a year, and those of its steps that are not as they were."""
        cases = self._cases(state) * self.draw.get(f"noise/{name}", 1.0)
        hours: dict[str, Any] = dict.fromkeys(self.plan.roles, 0.0)
        changed: dict[str, Any] = dict.fromkeys(self.plan.roles, 0.0)
        for step in state.steps:
            if step.key in self.draw:
                own = step.visits * self.draw[step.key] * cases / 60
                hours[step.role] = hours[step.role] + own
                if not step.unchanged:
                    changed[step.role] = changed[step.role] + own
        return hours, changed

    def year(self, year: int | None) -> YearValues:
        """Return a year of running; None for the full effect."""
        plan, values = self.plan, YearValues(year)
        phase = 1.0 if year is None else plan.ramp.share(year)
        extra = 0.0 if year is None else plan.ramp.extra(year)
        saved = {
            role: self._reached(self.before[role] - self.after[role] - extra * self.changed[role], phase)
            for role in plan.roles
        }
        values.hours = {role: saved[role] for role in plan.staff}
        applicants = [role for role, found in plan.roles.items() if found.kind == "applicant"]
        values.applicant_hours = sum((saved[role] for role in applicants), 0.0)
        self._things(values, phase)
        self._charges(values, phase)
        self._benefits(values, year)
        _add_costs(plan, self.draw, values, year)
        yen_taken = self._convert(values, phase, extra, year)
        rates = {role: self.draw[f"price/{plan.rate_key(role)}"] for role in plan.staff}
        own = [key for key in values.taken if self._is_staff(key)]
        values.capacity_hours = (
            sum(values.hours.values(), 0.0)
            - sum((values.taken[key] for key in own), 0.0)
            - values.change_hours
        )
        worth = sum((values.hours[role] * rates[role] for role in plan.staff), 0.0)
        values.capacity_yen = worth - yen_taken - _change_hours_yen(plan, self.draw, year)
        return values

    def _reached(self, effect: Any, phase: float) -> Any:
        """Return what is reached of an effect: of a gain the share that is taken up, of a loss all."""
        import numpy as np

        return phase * np.where(np.asarray(effect) > 0, self.draw["uptake"] * effect, effect)

    def _things(self, values: YearValues, phase: float) -> None:
        plan = self.plan
        for key in THINGS:
            before, after = (
                sum(step.things[key] for step in state.steps) * self._cases(state)
                for state in (plan.as_is, plan.to_be)
            )
            saved = self._reached(before - after, phase)
            values.lines[key] = (plan.costs.prices[key].benefit, saved * self.draw[f"price/{key}"])

    def _charges(self, values: YearValues, phase: float) -> None:
        plan = self.plan
        for place, charge in enumerate(plan.charges):
            before, after = (
                sum(step.visits for step in state.steps if step.id == charge.step) * self._cases(state)
                for state in (plan.as_is, plan.to_be)
            )
            gain = before - after if charge.benefit == "cash_out" else after - before
            yen = self._reached(gain, phase) * self.draw[f"charge/{place}"]
            values.lines[f"charge/{place}"] = (charge.benefit, yen)

    def _benefits(self, values: YearValues, year: int | None) -> None:
        for place, benefit in enumerate(self.plan.benefits):
            force = 1.0 if year is None else self.plan.in_force(benefit.start, year)
            values.lines[f"benefit/{place}"] = (benefit.benefit, force * self.draw[f"benefit/{place}"])

    def _is_staff(self, key: str) -> bool:
        cut = dict(self.plan.in_order)[key]
        return not isinstance(cut, ContractCut) or self.plan.roles[cut.role].kind == "staff"

    def _convert(self, values: YearValues, phase: float, extra: float, year: int | None) -> Any:
        """Make money of hours as far as it is stated, and return what the taken hours were paid."""
        import numpy as np

        plan = self.plan
        paid: Any = 0.0
        pools = {pool: self._pool(pool, phase, extra) for pool in plan.pools} if plan.in_order else {}
        for key, cut in plan.in_order:
            scope = plan.in_scope(cut)
            start = cut.renewal if isinstance(cut, ContractCut) else cut.start
            force = 1.0 if year is None else plan.in_force(start, year)
            there = np.maximum(sum((pools[pool] for pool in scope), np.zeros(1)), 0.0)
            hours, yen = self._taken(cut, there, force)
            values.taken[key] = hours
            values.lines[key] = (_class_of(cut), yen)
            positive = {pool: np.maximum(pools[pool], 0.0) for pool in scope}
            whole = sum(positive.values(), np.zeros(1))
            part = np.divide(hours, whole, out=np.zeros(np.broadcast(hours, whole).shape), where=whole > 0)
            for pool, own in positive.items():
                pools[pool] = pools[pool] - own * part
                if pool[0] in plan.staff:
                    paid = paid + own * part * self.draw[f"price/{plan.rate_key(pool[0])}"]
        return paid

    def _pool(self, pool: Pool, phase: float, extra: float) -> Any:
        """Return the hours that are saved in one role and section."""
        role, (before, after) = pool[0], self.plan.pools[pool]
        then = self.after[role] + extra * self.changed[role]
        return self._reached(before * self.before[role] - after * then, phase)

    def _taken(self, cut: Conversion, there: Many, force: float) -> tuple[Any, Any]:
        """Return the hours that a conversion makes money of, of those there are, and the yen."""
        import numpy as np

        if isinstance(cut, OvertimeCut):
            hours = force * np.minimum(min(cut.cut_hours, cut.worked_hours), there)
            return hours, hours * self.draw[f"price/{cut.rate}"]
        if isinstance(cut, PostCut):
            of_post = self.plan.costs.hours_per_post
            posts = force * np.minimum(cut.posts, np.floor(there / of_post + 1e-9))
            of_one = cut.yen_per_post
            each = of_post * self.draw[f"price/{cut.rate}"] if of_one is None else of_one
            return posts * of_post, posts * each
        most = cut.yen_per_year / cut.yen_per_hour if cut.yen_per_hour else math.inf
        hours = force * np.minimum(there, most)
        return hours, hours * cut.yen_per_hour


def _class_of(cut: Conversion) -> BenefitClass:
    return "cost_avoidance" if isinstance(cut, PostCut) and cut.kind == "not_hired" else "cash_out"


def _change_hours_yen(plan: Plan, draw: Draw, year: int | None) -> Any:
    """Return what the hours are paid that the change takes of one's own staff."""
    due = [item for item in plan.changes.items if _is_due(plan, item.years(plan.years), year, item.kind)]
    return sum((item.hours * draw[f"price/{item.rate}"] for item in due if item.hours), 0.0)


def _add_costs(plan: Plan, draw: Draw, values: YearValues, year: int | None) -> None:
    for place, item in enumerate(plan.changes.items):
        if _is_due(plan, item.years(plan.years), year, item.kind):
            tax = 1.0 if item.tax_included else 1.0 + plan.costs.tax
            values.change_yen[f"change/{place}"] = draw[f"change/{place}"] * tax
            values.change_hours = values.change_hours + item.hours


def _is_due(plan: Plan, between: tuple[int, int], year: int | None, kind: str) -> bool:
    """Tell whether a cost falls due in a year; in that of full effect, those that are still running at the end."""
    if year is None:
        return kind == "running" and between[1] >= plan.years
    return between[0] <= year <= between[1]
