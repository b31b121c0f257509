"""Figures with the room that chance leaves them: means over replications with their confidence intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bprkit.simulation.cases import BINS, BINS_A_LOG, SHORTEST

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Estimate:
    """A mean over replications, and the interval that holds the true one with 95 % confidence (Student's t)."""

    mean: float
    low: float
    high: float

    @property
    def relative(self) -> float:
        """Half the interval as a share of the mean; infinity where there is none."""
        half = (self.high - self.low) / 2
        return half / abs(self.mean) if self.mean and not math.isnan(half) else math.inf

    def scaled(self, factor: float) -> Estimate:
        """Return the figure in another unit."""
        return Estimate(self.mean * factor, self.low * factor, self.high * factor)

    def to_dict(self) -> dict[str, float | None]:
        """Return plain data; what is not known is None."""
        return {name: None if math.isnan(value) else value for name, value in vars(self).items()}


def estimate(values: Sequence[float] | Any) -> Estimate:
    """Return the mean of what the replications gave, and its interval; replications without the figure are left out.

    >>> estimate([3.0, 4.0, 5.0])
    Estimate(mean=4.0, low=1.5158620..., high=6.4841377...)
    """
    given = np.asarray(values, dtype=np.float64)
    given = given[~np.isnan(given)]
    if not len(given):
        return Estimate(math.nan, math.nan, math.nan)
    mean = float(given.mean())
    if len(given) == 1:
        return Estimate(mean, math.nan, math.nan)
    from scipy.special import stdtrit

    half = float(stdtrit(len(given) - 1, (1 + CONFIDENCE) / 2) * given.std(ddof=1) / math.sqrt(len(given)))
    return Estimate(mean, mean - half, mean + half)


def quantile(counts: Any, share: float) -> float:
    """Return the seconds that this share of the cases of a histogram of lead times does not exceed, to 0.8 %."""
    total = int(counts.sum())
    if total == 0:
        return math.nan
    wanted = share * total
    place = int(np.searchsorted(np.cumsum(counts), wanted, "left"))
    before = float(counts[:place].sum())
    part = min(1.0, max(0.0, (wanted - before) / counts[place])) if counts[place] else 1.0
    if place == 0:
        return SHORTEST * part
    return float(SHORTEST * math.exp((min(place, BINS) + part) / BINS_A_LOG))
