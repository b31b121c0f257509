"""When a change has earned back what it cost, and what it is worth today."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bprkit.savings.evaluating import Outcome


def net_present_value(flows: Sequence[Any], rate: float) -> Any:
    """Return what yearly flows are worth in the first year, each at its year's end; `rate` is the discount rate.

    >>> round(net_present_value([-100, 104], 0.04), 6)
    0.0
    """
    return sum((flow / (1 + rate) ** year for year, flow in enumerate(flows)), 0.0)


def cash_payback(flows: Sequence[Any]) -> Any:
    """Return after how many years of running the sum of flows is back to zero and stays there; infinity for never.

    The first flow is that of building, before the first year of running; within a year money comes in evenly, and if it
    is not back by the last year, every later year is like that one.

    >>> float(cash_payback([-5_000_000, 120_000, 120_000])[0])
    41.666666666666664
    >>> float(cash_payback([0, -10, -10])[0])
    inf
    """
    import numpy as np

    arrays = np.broadcast_arrays(*(np.atleast_1d(np.asarray(flow, dtype=np.float64)) for flow in flows))
    held = arrays[0]
    found = np.where(held >= 0, 0.0, np.inf)
    for year, flow in enumerate(arrays[1:]):
        after = held + flow
        back = np.where(np.isinf(found), year + _part(-held, flow), found)
        found = np.where(after >= 0, back, np.inf)
        held = after
    if len(arrays) == 1:
        return found
    last = arrays[-1]
    return np.where(np.isinf(found) & (last > 0), len(arrays) - 1 + _part(-held, last), found)


def usual_payback(outcome: Outcome) -> Any:
    """Return the payback that is usually reported: all classes added, those of hours too, against what is paid at once."""
    import numpy as np

    gain = np.atleast_1d(np.asarray(usual_gain(outcome), dtype=np.float64))
    cost = np.broadcast_to(np.asarray(usual_cost(outcome), dtype=np.float64), gain.shape)
    return np.where(
        cost <= 0, np.where(gain >= 0, 0.0, np.inf), np.where(gain > 0, _part(cost, gain), np.inf)
    )


def usual_gain(outcome: Outcome) -> Any:
    """Return the yen of a year of full effect, all classes added, less the running costs.

    The one place where the classes are added: it is what reports usually say, and is labelled so.
    """
    full = outcome.full
    money = sum((yen for _, yen in full.lines.values()), 0.0)
    return money + full.capacity_yen - full.costs


def usual_cost(outcome: Outcome) -> Any:
    """Return the yen that are paid once: all costs but those that run on."""
    running = set(outcome.full.change_yen)
    return sum(
        (yen for year in outcome.years for key, yen in year.change_yen.items() if key not in running), 0.0
    )


def _part(cost: Any, gain: Any) -> Any:
    import numpy as np

    cost, gain = np.broadcast_arrays(np.asarray(cost, dtype=np.float64), np.asarray(gain, dtype=np.float64))
    return np.divide(cost, gain, out=np.full(gain.shape, np.inf), where=gain > 0)
