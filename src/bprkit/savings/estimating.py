"""From two procedures and a price list to what the change saves: `estimate_savings`."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bprkit.errors import InputError
from bprkit.procedure.model import Procedure
from bprkit.savings.answers import AtVolume, BreakEven, Payback, Savings
from bprkit.savings.changing import ChangeCosts, Ramp
from bprkit.savings.checking import mistakes_in, refuse_mistakes
from bprkit.savings.conversions import Conversions
from bprkit.savings.evaluating import Outcome, evaluate
from bprkit.savings.inputs import inputs_of, likely
from bprkit.savings.loading import DEFAULT, load_costs
from bprkit.savings.paybacks import cash_payback, net_present_value, usual_cost, usual_gain, usual_payback
from bprkit.savings.planning import Plan, plan_of
from bprkit.savings.prices import Costs
from bprkit.savings.queueing import queued
from bprkit.savings.remarks import assumptions_of, warnings_of
from bprkit.savings.tables import (
    capacity_of,
    costs_table,
    hours_tables,
    lines_of,
    one,
    quantities_of,
    years_of,
)
from bprkit.savings.uncertain import Spread, measures, noise, spreads, tornado
from bprkit.savings.uses import StateUse, uses
from bprkit.savings.validating import CostsError

if TYPE_CHECKING:
    from bprkit.simulation.simulated import Simulated

MOST_SAMPLES = 1_000_000
_VOLUMES = (0.5, 0.8, 1.0, 1.2, 1.5, 2.0)


def estimate_savings(
    as_is: Procedure,
    to_be: Procedure,
    costs: Costs | str | os.PathLike[str] = DEFAULT,
    *,
    years: int = 5,
    changes: ChangeCosts | None = None,
    conversions: Conversions | None = None,
    ramp: Ramp | None = None,
    discount_rate: float | None = None,
    simulated: tuple[Simulated, Simulated] | None = None,
    samples: int = 2000,
    seed: int = 1,
) -> Savings:
    """Return what a change saves: hours of staff by role and section, days, things, and yen in four classes never added.

    Hours become money only through `conversions`, each with its cap and its date; the rest is capacity. Losses are shown
    as such, and are never phased down by `ramp.uptake`.

    Parameters
    ----------
    costs: a price list, its name or its file; by default usual prices, all estimates.
    years: of running that are looked at, after one of building.
    changes, conversions, ramp, discount_rate: in place of those of the price list; the rate is a share, such as 0.04.
    simulated: what `bprkit.simulation.simulate` found of both states, for lead times with queues and their errors; without,
        none waits in a queue.
    samples, seed: draws of uncertain figures by Latin hypercube, and from which random numbers.

    Raises InputError for a procedure without cases a year or without an answer, a price that is missing, and a conversion
    for a role or a section that there is not.

    >>> from bprkit.procedure.yaml import loads_procedure
    >>> text = "title: 伝票\\nvolume: 70,000 / year\\nroles: [職員]\\nsteps: [{task: 確認, role: 職員, touch: %s}]"
    >>> found = estimate_savings(loads_procedure(text % "3 min"), loads_procedure(text % "2 min"))
    >>> round(found.hours_saved), [line.yen for line in found.cash_out if line.yen]
    (992, [])
    """
    if not 100 <= samples <= MOST_SAMPLES:
        raise InputError(
            en=f"{samples:,} samples are not possible. Take 100 to {MOST_SAMPLES:,}.",
            ja=f"標本数 {samples:,} は使えません。100〜{MOST_SAMPLES:,} にしてください。",
        )
    states = uses(as_is, to_be, None if simulated is None else queued(*simulated))
    plan = plan_of(
        states,
        costs if isinstance(costs, Costs) else _costs_of(costs, states),
        years=years,
        changes=changes,
        conversions=conversions,
        ramp=ramp,
        discount_rate=discount_rate,
    )
    refuse_mistakes(plan)
    return _answer(plan, samples, seed)


def _costs_of(name: str | os.PathLike[str], states: tuple[StateUse, StateUse]) -> Costs:
    """Return a price list; raises CostsError with what is wrong in it, and with what is no part of these states."""
    try:
        return load_costs(name)
    except CostsError as error:
        raise CostsError([*error.problems, *mistakes_in(error.named, states)]) from None


def _answer(plan: Plan, samples: int, seed: int) -> Savings:
    inputs = inputs_of(plan)
    draw = likely(inputs)
    outcome = evaluate(plan, draw)
    has_costs = any(item.likely or item.hours for item in plan.changes.items)
    exact = measures(outcome, plan.discount_rate, has_costs=has_costs)
    found, chances = spreads(plan, inputs, exact, samples, seed)
    found = {**found, **_lead_time(plan)}
    staff, applicants, others = hours_tables(plan, draw)
    lines = lines_of(plan, outcome, draw)
    payback = _payback(outcome, chances) if has_costs else None
    city = plan.costs.city
    saved = float(exact["hours"][0])
    share = saved / city.hours(plan.costs.hours_per_post) if city else None
    redesign = _at_equal_volume(plan, draw)
    return Savings(
        title=plan.as_is.procedure.title,
        states=(plan.as_is.procedure.state, plan.to_be.procedure.state),
        costs=plan.costs,
        start_year=plan.costs.start_year,
        discount_rate=plan.discount_rate,
        volumes=(plan.as_is.volume, plan.to_be.volume),
        hours=staff,
        applicant_hours=applicants,
        other_hours=others,
        applicant_yen=one(outcome.full.applicant_hours) * draw["price/applicant"],
        quantities=quantities_of(plan),
        lead_time_days=(plan.as_is.lead_time_days, plan.to_be.lead_time_days),
        lead_time_simulated=plan.as_is.queued is not None,
        cash_out=tuple(line for line in lines if line.benefit == "cash_out"),
        revenue=tuple(line for line in lines if line.benefit == "revenue"),
        cost_avoidance=tuple(line for line in lines if line.benefit == "cost_avoidance"),
        capacity=capacity_of(plan, outcome.full),
        change_costs=costs_table(plan, draw),
        by_year=years_of(plan, outcome),
        net_present_value=float(exact["net_present_value"][0]),
        payback=payback,
        break_even=_break_even(plan, outcome, draw),
        spreads=found,
        tornado={measure: tornado(plan, inputs, measure) for measure in ("net_present_value", "hours")},
        at_volumes=tuple(_at_volume(plan, draw, factor) for factor in _VOLUMES),
        at_equal_volume=redesign,
        city_share=share,
        warnings=warnings_of(plan, outcome, payback, share, found, redesign),
        assumptions=assumptions_of(plan),
        samples=samples,
        seed=seed,
        plan=plan,
    )


def _lead_time(plan: Plan) -> Mapping[str, Spread]:
    """Return the spread of the working days saved, where a simulation tells it."""
    before, after = plan.as_is, plan.to_be
    if after.queued is None:
        return {}
    return {"lead_time_days": noise(before.lead_time_days - after.lead_time_days, after.queued.saved_error)}


def _payback(outcome: Outcome, chances: Mapping[int, float]) -> Payback:
    return Payback(
        as_usually_reported=one(usual_payback(outcome)),
        usual_yen_a_year=one(usual_gain(outcome)),
        paid_once=one(usual_cost(outcome)),
        running=one(outcome.full.costs),
        cash=one(cash_payback([year.net_cash for year in outcome.years])),
        chances=chances,
    )


def _break_even(plan: Plan, outcome: Outcome, draw: Mapping[str, Any]) -> BreakEven:
    """Return what may be paid at once, in the year of building, and the overtime that would have to go."""
    rate = plan.discount_rate
    worth = one(net_present_value([year.net_cash for year in outcome.years], rate))
    once = one(usual_cost(outcome))
    price = draw.get("price/overtime", 0.0)
    in_force = sum(plan.ramp.share(year) / (1 + rate) ** year for year in range(1, plan.years + 1))
    hours = None
    if worth < 0:
        hours = -worth / (price * in_force) if price and in_force else math.inf
    could_go = sum((outcome.full.hours[role] for role in plan.paid_overtime), 0.0)
    free = one(could_go) - one(sum(outcome.full.taken.values(), 0.0))
    return BreakEven(max(worth + once, 0.0), hours, max(free, 0.0))


def _at_equal_volume(plan: Plan, draw: Mapping[str, Any]) -> AtVolume | None:
    """Return what the redesign alone brings, without the cases that are more or fewer; none where there are as many."""
    if math.isclose(plan.as_is.volume, plan.to_be.volume):
        return None
    return _at_volume(replace(plan, to_be=replace(plan.to_be, volume=plan.as_is.volume)), draw, 1.0)


def _at_volume(plan: Plan, draw: Mapping[str, Any], factor: float) -> AtVolume:
    outcome = evaluate(plan, {**draw, "volume": draw["volume"] * factor})
    flows: Sequence[Any] = [year.net_cash for year in outcome.years]
    return AtVolume(
        draw["volume"] * factor,
        one(sum(outcome.full.hours.values(), 0.0)),
        one(outcome.full.of_class("cash_out")),
        one(net_present_value(flows, plan.discount_rate)),
    )
