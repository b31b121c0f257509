"""How far the result may be off, and which figure to go and measure: draws over all inputs, and one input at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bprkit.savings.evaluating import Outcome, evaluate
from bprkit.savings.inputs import Input, Z, likely
from bprkit.savings.paybacks import cash_payback, net_present_value
from bprkit.savings.planning import Plan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Many = NDArray[np.float64]


@dataclass(frozen=True)
class Spread:
    """A result: with every input as is likely, and what 10, 50 and 90 in 100 draws stay below."""

    likely: float
    p10: float
    p50: float
    p90: float


@dataclass(frozen=True)
class Swing:
    """What one input does to a result alone: the result where it is low and where it is high, all others likely."""

    input: Input
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        """How far apart the two results are."""
        return abs(self.at_high - self.at_low)


def measures(outcome: Outcome, rate: float, *, has_costs: bool = True) -> Mapping[str, Many]:
    """Return the results that are told with their spread, an array each.

    Hours of staff saved, budget lines that fall and free hours in a year of full effect; worth today; years until the cash is
    back, where there are costs.
    """
    import numpy as np

    flows = [year.net_cash for year in outcome.years]
    found: dict[str, Any] = {
        "hours": sum(outcome.full.hours.values(), 0.0),
        "cash_out": outcome.full.of_class("cash_out"),
        "capacity_hours": outcome.full.capacity_hours,
        "net_present_value": net_present_value(flows, rate),
    }
    if has_costs:
        found["cash_payback"] = cash_payback(flows)
    return {name: np.atleast_1d(np.asarray(value, dtype=np.float64)) for name, value in found.items()}


def drawn(inputs: Sequence[Input], samples: int, seed: int) -> Mapping[str, Any]:
    """Return draws of all inputs by Latin hypercube; inputs that are exact stay one number."""
    from scipy.special import ndtri
    from scipy.stats import qmc

    from bprkit.procedure.distributions import Triangular

    open_ones = [one for one in inputs if not one.is_exact]
    values: dict[str, Any] = {one.key: one.likely for one in inputs}
    if not open_ones:
        return values
    table = qmc.LatinHypercube(d=len(open_ones), rng=seed).random(samples)
    for place, one in enumerate(open_ones):
        if one.spread == "normal":
            error = (one.high - one.likely) / Z
            values[one.key] = (one.likely + error * ndtri(table[:, place])).clip(0.0)
        else:
            values[one.key] = Triangular(one.low, one.likely, one.high).quantile(table[:, place])
    return values


def spreads(
    plan: Plan, inputs: Sequence[Input], exact: Mapping[str, Many], samples: int, seed: int
) -> tuple[Mapping[str, Spread], Mapping[int, float]]:
    """Return the spread of each result, and the chance that the cash is back within each number of years."""
    import numpy as np

    outcome = evaluate(plan, drawn(inputs, samples, seed))
    found = measures(outcome, plan.discount_rate, has_costs="cash_payback" in exact)
    result = {}
    for name, values in found.items():
        low, mid, high = np.quantile(values, (0.1, 0.5, 0.9), method="inverted_cdf")
        result[name] = Spread(float(exact[name][0]), float(low), float(mid), float(high))
    chances = {}
    if "cash_payback" in found:
        chances = {year: float(np.mean(found["cash_payback"] <= year)) for year in _told_years(plan.years)}
    return result, chances


def noise(mean: float, error: float) -> Spread:
    """Return the spread of a mean that is known up to a standard error.

    >>> noise(3.0, 0.0)
    Spread(likely=3.0, p10=3.0, p50=3.0, p90=3.0)
    """
    from scipy.special import ndtri

    off = float(ndtri(0.9)) * error
    return Spread(mean, mean - off, mean, mean + off)


def _told_years(years: int) -> tuple[int, ...]:
    return tuple(sorted({1, 3, 5, 10, years}))


def tornado(plan: Plan, inputs: Sequence[Input], measure: str) -> tuple[Swing, ...]:
    """Return the inputs that move a result, the most telling first, each from low to high with all others likely."""
    import numpy as np

    open_ones = [one for one in inputs if not one.is_exact]
    if not open_ones:
        return ()
    values: dict[str, Any] = dict(likely(tuple(inputs)))
    for place, one in enumerate(open_ones):
        column = np.full(2 * len(open_ones), one.likely)
        column[2 * place], column[2 * place + 1] = one.low, one.high
        values[one.key] = column
    found = measures(evaluate(plan, values), plan.discount_rate)[measure]
    wide = np.broadcast_to(found, (2 * len(open_ones),))
    swings = [
        Swing(one, float(wide[2 * place]), float(wide[2 * place + 1])) for place, one in enumerate(open_ones)
    ]
    return tuple(sorted((swing for swing in swings if swing.width > 1e-9), key=lambda swing: -swing.width))
