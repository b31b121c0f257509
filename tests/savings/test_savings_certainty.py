"""How sure a saving is: draws, spreads, the tornado, the chance of payback, and the noise of a simulation."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import pytest

from bprkit.errors import InputError
from bprkit.procedure.distributions import Empirical
from bprkit.procedure.expecting import expected
from bprkit.procedure.files import open_procedure
from bprkit.procedure.library import procedures
from bprkit.savings import (
    ChangeCosts,
    Ramp,
    Ranged,
    estimate_savings,
    load_costs,
)
from bprkit.savings.inputs import inputs_of
from bprkit.savings.uncertain import drawn
from bprkit.simulation.simulated import Simulated
from savings.simple_changes import change, costs, procedure


def played(*days: float, seed: int = 1, hours: float = 1.0) -> Simulated:
    """Return what a simulation of the slips says that took these working days, and an hour a case, the last one `hours`."""
    import pandas as pd

    nothing = pd.DataFrame()
    touched = [1.0] * (len(days) - 1) + [hours]
    runs = pd.DataFrame(
        {"lead_working": [own * 27_900 for own in days], "cases": 1, "touch_hours:staff": touched}
    )
    tables = dict.fromkeys(("lead_times", "steps", "roles", "sections", "deadlines", "outcomes"), nothing)
    tables |= dict.fromkeys(("in_progress", "in_progress_by_month", "per_case"), nothing)
    plain: dict[str, Any] = {"order": "first_come", "start": "2026-04-01", "years": 1.0, "warm_up_days": 30}
    return Simulated(
        procedures=("slips",),
        states=("as_is",),
        seed=seed,
        replications=len(days),
        cases=len(days),
        tasks=len(days),
        day_seconds=27_900.0,
        precision=0.01,
        replicates=runs,
        **plain,
        **tables,
    )


def test_lead_times_of_a_simulation_replace_those_without_queues(english: None) -> None:
    plain, simulated = change(), change(simulated=(played(9.0, 10.0), played(2.5, 3.5)))
    assert plain.lead_time_days[0] < 1 and simulated.lead_time_days == (9.5, 3.0)
    assert any("queues" in str(one) for one in plain.assumptions)
    assert any("simulation" in str(one) for one in simulated.assumptions)


def test_days_saved_are_sharper_where_both_states_had_the_same_cases() -> None:
    """The same seed: every replication saves 6.5 days, however far replications lie apart. Other seeds: that is not known."""
    same = change(simulated=(played(9.0, 10.0), played(2.5, 3.5)))
    other = change(simulated=(played(9.0, 10.0), played(2.5, 3.5, seed=2)))
    sharp, vague = (found.spreads["lead_time_days"] for found in (same, other))
    assert sharp.p10 == sharp.likely == sharp.p90 == pytest.approx(6.5)
    error = math.hypot(0.5, 0.5)  # a standard error of half a day each
    assert vague.p90 - vague.likely == pytest.approx(1.2816 * error, rel=1e-3)


def test_noise_of_touch_hours_widens_the_hours_saved() -> None:
    steady, noisy = (change(simulated=(played(1, 1, hours=hours), played(1, 1))) for hours in (1.0, 1.2))
    assert steady.spreads["hours"].p10 == pytest.approx(steady.hours_saved)
    assert noisy.spreads["hours"].p10 < noisy.hours_saved < noisy.spreads["hours"].p90


def test_a_simulation_of_one_run_or_of_two_procedures_together_is_refused() -> None:
    once = dataclasses.replace(played(1, 1), replications=1)
    both = dataclasses.replace(played(1, 1), procedures=("slips", "others"))
    for wrong in (once, both):
        with pytest.raises(InputError, match="alone"):
            change(simulated=(wrong, played(1, 1)))


@pytest.mark.slow
def test_a_real_simulation_agrees_with_what_is_expected_where_nobody_queues() -> None:
    from bprkit.simulation import simulate

    states = [procedure(6, state="as_is"), procedure(3, state="to_be")]
    found = estimate_savings(
        *states, costs(), simulated=tuple(simulate(one, replications=5) for one in states)
    )
    for state, days in zip(states, found.lead_time_days, strict=True):
        assert days == pytest.approx(expected(state).lead_time.mean_days, rel=0.05)


def test_results_of_draws_are_in_order_and_the_same_for_the_same_seed() -> None:
    as_is, to_be = (
        procedure(made, sheets=3, estimate=True, state=state) for made, state in ((6, "as_is"), (3, "to_be"))
    )
    one, again, other = (
        estimate_savings(as_is, to_be, load_costs(), seed=seed, samples=500) for seed in (1, 1, 2)
    )
    assert one.spreads == again.spreads and one.spreads != other.spreads
    for spread in one.spreads.values():
        assert spread.p10 <= spread.p50 <= spread.p90


def test_figures_that_are_known_exactly_have_no_spread() -> None:
    found = change(changes=ChangeCosts.once(30_000))
    for spread in found.spreads.values():
        assert spread.p10 == pytest.approx(spread.likely) and spread.p90 == pytest.approx(spread.likely)
    assert found.tornado["hours"] == ()


def test_minutes_that_were_measured_often_are_surer_than_those_measured_twice() -> None:
    def spread(values: tuple[float, ...]) -> float:
        found = estimate_savings(
            procedure(Empirical(values)), procedure(1, state="to_be"), costs(), samples=2_000
        ).spreads["hours"]
        return found.p90 - found.p10

    few, many = spread((4.0, 8.0)), spread((4.0, 8.0) * 50)
    assert many < few / 5
    error = 2 * math.sqrt(100 / 99) / math.sqrt(100) * 1_000 / 60
    assert many == pytest.approx(2 * 1.2816 * error, rel=0.02)


def test_the_tornado_puts_first_what_moves_the_result_most() -> None:
    prices = costs()
    wide = dataclasses.replace(prices.prices["sheet"], low=1, high=9)
    narrow = dataclasses.replace(prices.prices["seal"], low=0.1, high=0.3)
    found = change(costs=dataclasses.replace(prices, prices={**prices.prices, "sheet": wide, "seal": narrow}))
    (swing,) = found.tornado["net_present_value"]  # no seal is set, so its price moves nothing
    discounted = sum(1 / 1.04**year for year in range(1, 6))
    assert swing.input.key == "price/sheet"
    assert (swing.at_low, swing.at_high) == pytest.approx((3_000 * discounted, 27_000 * discounted))


def test_the_chance_of_payback_is_that_of_the_draws() -> None:
    prices = costs()
    sheet = dataclasses.replace(prices.prices["sheet"], low=0, likely=5, high=10)
    found = change(
        costs=dataclasses.replace(prices, prices={**prices.prices, "sheet": sheet}),
        changes=ChangeCosts.once(75_000),
        samples=2_000,
    )
    assert (
        found.payback is not None
    )  # back within 5 years where 5 × 3,000 × price ≥ 75,000: at 5 yen, the middle
    assert found.payback.chances[5] == pytest.approx(0.5, abs=0.01)
    chances = list(found.payback.chances.values())
    assert chances == sorted(chances)


def test_draws_are_a_latin_hypercube() -> None:
    """Of 200 draws of a figure, one falls into each two-hundredth of its distribution."""
    prices = costs()
    sheet = dataclasses.replace(prices.prices["sheet"], low=2, likely=4, high=9)
    found = change(costs=dataclasses.replace(prices, prices={**prices.prices, "sheet": sheet}))
    draws = drawn(inputs_of(found.plan), 200, seed=3)["price/sheet"]
    below = (draws - 2) ** 2 / (7 * 2)
    above = 1 - (9 - draws) ** 2 / (7 * 5)
    strata = [int(200 * share) for share in (below * (draws <= 4) + above * (draws > 4))]
    assert sorted(strata) == list(range(200))


def test_a_spread_of_one_triangular_figure_is_its_quantiles() -> None:
    prices = costs()
    sheet = dataclasses.replace(prices.prices["sheet"], low=0, likely=5, high=10)
    found = change(costs=dataclasses.replace(prices, prices={**prices.prices, "sheet": sheet}), samples=2_000)
    spread = found.spreads["cash_out"]
    tenth = 10 * math.sqrt(0.1 / 2)  # of a symmetric triangle from 0 to 10
    assert (spread.p10, spread.p50, spread.p90) == pytest.approx(
        (3_000 * tenth, 15_000, 3_000 * (10 - tenth)), rel=5e-3
    )


CHANGES = [(one.name, state) for one in procedures() for state in ("can_be", "to_be") if state in one.states]


@pytest.mark.parametrize(("name", "state"), CHANGES, ids=lambda part: part)
def test_what_is_told_of_a_bundled_procedure_lies_inside_its_own_interval(name: str, state: str) -> None:
    """Who requests a budget is told one figure: it must be one that the draws bear out, and not their upper end."""
    found = estimate_savings(open_procedure(f"{name}/as_is"), open_procedure(f"{name}/{state}"), samples=300)
    for measure, spread in found.spreads.items():
        assert spread.p10 <= spread.likely <= spread.p90, measure
    hours = found.spreads["hours"]
    assert abs(found.hours_saved - hours.p50) <= 0.1 * (hours.p90 - hours.p10)


@pytest.mark.parametrize("name", ["approval-circulation", "resident-record", "care-certification"])
def test_the_headline_is_the_sum_of_the_chain_and_of_the_years(name: str) -> None:
    """Headline, years and --explain count the same share of the effect: 85% of gains, losses in full."""
    found = estimate_savings(open_procedure(f"{name}/as_is"), open_procedure(f"{name}/to_be"), samples=100)
    whole: dict[str, float] = {}
    for own in found.hours:
        whole[own.role] = whole.get(own.role, 0.0) + own.saved
    assert found.reached == 0.85
    assert found.hours_saved == pytest.approx(sum(0.85 * one if one > 0 else one for one in whole.values()))
    assert found.by_year[-1].hours_saved == pytest.approx(found.hours_saved)
    assert found.capacity.hours == pytest.approx(found.hours_saved)


def test_what_counts_as_likely_outside_its_interval_is_warned_of(english: None) -> None:
    """Who writes 100% as likely and as the most at once claims what hardly any draw reaches."""
    hopeful = Ramp(uptake=Ranged(low=0.7, likely=1.0, high=1.0))
    assert any("outside its own range" in note for note in change(ramp=hopeful).notes)
    assert not any("outside its own range" in note for note in change().notes)
