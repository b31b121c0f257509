"""All that an estimate is made from, put together and checked once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bprkit.errors import InputError
from bprkit.procedure.model import Role, Title
from bprkit.savings.changing import ChangeCosts, Ramp
from bprkit.savings.conversions import ContractCut, Conversions, OvertimeCut, PostCut
from bprkit.savings.prices import Benefit, Charge, Costs, Price
from bprkit.savings.uses import THINGS, StateUse

LONGEST = 50
Conversion = ContractCut | PostCut | OvertimeCut
Pool = tuple[str, str | None]
"""Hours of a role in a section; None: in all sections that no conversion names."""


def section_of(cut: Conversion) -> str | None:
    """Return the section that a conversion names."""
    return None if isinstance(cut, ContractCut) else cut.section


@dataclass(frozen=True, eq=False)
class Plan:
    """Both states, the prices, and what was decided of the change. years: of running; year 0 is that of building."""

    as_is: StateUse
    to_be: StateUse
    costs: Costs
    conversions: Conversions
    changes: ChangeCosts
    charges: tuple[Charge, ...]
    benefits: tuple[Benefit, ...]
    ramp: Ramp
    years: int
    discount_rate: float

    @cached_property
    def roles(self) -> Mapping[str, Role]:
        """The roles of both states, in the order of the lanes; "" for steps without one."""
        found = {**{role.id: role for role in self.to_be.procedure.roles}}
        order = [*self.as_is.procedure.roles, *(role for role in found.values())]
        roles = {role.id: role for role in reversed(order)}
        named = {role.id: roles[role.id] for role in order}
        if any(not step.role for state in (self.as_is, self.to_be) for step in state.steps):
            named[""] = Role(id="", title=Title("担当なし", "Nobody named"))
        return named

    @cached_property
    def staff(self) -> tuple[str, ...]:
        """The roles whose hours are those of the city's own staff."""
        return tuple(key for key, role in self.roles.items() if role.kind == "staff")

    @cached_property
    def paid_overtime(self) -> tuple[str, ...]:
        """The staff whose rank is paid overtime."""
        return tuple(role for role in self.staff if self.roles[role].rank not in self.costs.without_overtime)

    def rate_key(self, role: str) -> str:
        """Return the key of the price of a role's hour."""
        return self.costs.hour_of(self.roles[role].rate, self.roles[role].rank)

    def rate(self, role: str) -> Price:
        """Return the price of a role's hour; raises InputError where the list has none."""
        return self.costs.price(self.rate_key(role), str(self.roles[role].title or role))

    @cached_property
    def price_keys(self) -> tuple[str, ...]:
        """The keys of all prices that count here."""
        hours = [self.rate_key(role) for role in self.staff]
        hours += [cut.rate for cut in self.conversions.posts] + [
            cut.rate for cut in self.conversions.overtime
        ]
        hours += [item.rate for item in self.changes.items if item.hours]
        hours += ["overtime"] if "overtime" in self.costs.prices else []  # what it would take to break even
        return tuple(dict.fromkeys((*hours, "applicant", *THINGS)))

    @cached_property
    def in_order(self) -> tuple[tuple[str, Conversion], ...]:
        """The conversions by their keys, in the order in which they take hours."""
        found = self.conversions
        return (
            *((f"contract/{place}", cut) for place, cut in enumerate(found.contracts)),
            *((f"post/{place}", cut) for place, cut in enumerate(found.posts)),
            *((f"overtime/{place}", cut) for place, cut in enumerate(found.overtime)),
        )

    @cached_property
    def pools(self) -> Mapping[Pool, tuple[float, float]]:
        """The share of a role's hours in each section that a conversion names, and in all others, in both states."""
        named = dict.fromkeys(filter(None, (section_of(cut) for _, cut in self.in_order)))
        found: dict[Pool, tuple[float, float]] = {}
        for role in self.roles:
            shares = {
                place: (self.as_is.share(role, place), self.to_be.share(role, place)) for place in named
            }
            rest = [max(1.0 - sum(pair[state] for pair in shares.values()), 0.0) for state in (0, 1)]
            found |= {(role, place): pair for place, pair in shares.items()}
            found[role, None] = (rest[0], rest[1])
        return {pool: pair for pool, pair in found.items() if any(pair)}

    def in_scope(self, cut: Conversion) -> tuple[Pool, ...]:
        """Return the pools of hours that a conversion can take from."""
        candidates = tuple(self.roles) if isinstance(cut, ContractCut) else self.staff
        if isinstance(cut, OvertimeCut):
            candidates = self.paid_overtime
        section = section_of(cut)
        return tuple(
            (role, place)
            for role, place in self.pools
            if role in candidates and cut.role in (None, role) and section in (None, place)
        )

    def in_force(self, start: dt.date | None, year: int) -> float:
        """Return the share of a year of running (from 1) in which something that starts on a day is in force."""
        if start is None:
            return 1.0
        months = (start.year - (self.costs.start_year + year - 1)) * 12 + start.month - 4 + (start.day > 1)
        return min(max(12 - months, 0), 12) / 12

    def fiscal_year(self, year: int) -> int:
        """Return the fiscal year of a year of the plan."""
        return self.costs.start_year + year - 1


def plan_of(
    states: tuple[StateUse, StateUse],
    costs: Costs,
    *,
    years: int,
    changes: ChangeCosts | None,
    conversions: Conversions | None,
    ramp: Ramp | None,
    discount_rate: float | None,
) -> Plan:
    """Return the plan; what is not given is taken from the price list. Raises InputError for what cannot be."""
    if not 1 <= years <= LONGEST:
        raise InputError(
            en=f"{years} years cannot be estimated. Give 1 to {LONGEST}; five are usual.",
            ja=f"{years} 年は計算できません。1〜{LONGEST} 年にしてください（通常は5年）。",
        )
    rate = costs.discount_rate if discount_rate is None else discount_rate
    if not 0 <= rate < 1:
        raise InputError(
            en=f"The discount rate {rate:g} is no share. Give 0.04 for 4%.",
            ja=f"割引率 {rate:g} は割合ではありません。4%なら 0.04 としてください。",
        )
    as_is, to_be = states
    names = (as_is.procedure.id, to_be.procedure.id)
    plan = Plan(
        as_is,
        to_be,
        costs,
        (costs.conversions if conversions is None else conversions).of(names),
        costs_of(costs, names[0]) if changes is None else changes,
        tuple(charge for charge in costs.charges if charge.procedure in names),
        tuple(benefit for benefit in costs.benefits if benefit.procedure in (None, *names)),
        ramp or costs.ramp,
        years,
        rate,
    )
    for role in plan.staff:
        plan.rate(role)
    for key in plan.price_keys:
        costs.price(key)
    return plan


def costs_of(costs: Costs, procedure: str) -> ChangeCosts:
    """Return what a price list says the change of a procedure costs."""
    return ChangeCosts(costs.changes).of(procedure)
