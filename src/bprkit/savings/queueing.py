"""What a simulation adds: how long cases take with people busy and the office closed, and how far chance moves that."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bprkit.errors import InputError

if TYPE_CHECKING:
    from bprkit.simulation.simulated import Simulated


@dataclass(frozen=True)
class Queued:
    """What a simulation found of one state; errors are standard errors of the mean.

    lead_time_days: working days. touch_error: of the hours a case, as a share of them. saved_error: of the working days that
    the to-be takes less, smaller than that of each state where both had the same cases.
    """

    lead_time_days: float
    touch_error: float = 0.0
    saved_error: float = 0.0


def queued(as_is: Simulated, to_be: Simulated) -> tuple[Queued, Queued]:
    """Return what simulations of both states found; raises InputError where it is not a procedure each, played twice or more."""
    for found in (as_is, to_be):
        if len(found.procedures) != 1 or found.replications < 2:
            raise InputError(
                en=f"A simulation of {', '.join(found.procedures)} with {found.replications} replications says nothing of "
                "savings. Simulate each state alone, at least twice.",
                ja=f"{'、'.join(found.procedures)} のシミュレーション（{found.replications}回）は使えません。"
                "状態ごとに1つの手続を2回以上シミュレーションしてください。",
            )
    before, after = _days(as_is), _days(to_be)
    if as_is.seed == to_be.seed and len(before) == len(after):
        error = _error(before - after)
    else:
        error = math.hypot(_error(before), _error(after))
    return (
        Queued(float(before.mean()), _touch_error(as_is), error),
        Queued(float(after.mean()), _touch_error(to_be), error),
    )


def _days(found: Simulated) -> Any:
    return found.replicates["lead_working"].to_numpy() / found.day_seconds


def _touch_error(found: Simulated) -> float:
    """Return the standard error of the hours of work a case, as a share of them."""
    frame = found.replicates
    hours = frame[[name for name in frame.columns if name.startswith("touch_hours:")]].sum(axis=1)
    each = (hours / frame["cases"]).to_numpy()
    return _error(each) / float(each.mean()) if each.mean() > 0 else 0.0


def _error(values: Any) -> float:
    return float(values.std(ddof=1)) / math.sqrt(len(values))
