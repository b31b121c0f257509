"""Durations as probabilities on a grid of equal steps, with their exact moments where those are known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bprkit.procedure.distributions import AnyDistribution, Constant, Empirical, LogNormal, Triangular, scaled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Values = NDArray[np.float64]

_SHORT = 64
_AT_LEAST = 2000  # numbers that could be multiplied in the time that the smallest operation takes
_NEGLIGIBLE = 1e-15
_NOISE = 2e-12  # what is left of zero after differences of long times


@dataclass(frozen=True, eq=False)
class Grid:
    """Steps of so many minutes, up to so many of them; what lies beyond is cut off."""

    step: float
    points: int


class TooMuchError(Exception):
    """More work than an answer is worth."""


@dataclass
class Allowance:
    """How much work may still be done, in numbers that are added or multiplied."""

    left: float = 5e8

    def spend(self, *timings: Timing) -> None:
        """Note work on times; raises TooMuchError when there is nothing left for it."""
        self.left -= _AT_LEAST + sum(len(timing.mass) for timing in timings)
        if self.left < 0:
            raise TooMuchError


@dataclass(frozen=True, eq=False)
class Timing:
    """The probability of k steps, for each k. mean, variance: in minutes, exact unless a join was computed on the grid."""

    mass: Values
    mean: float
    variance: float


def at_once() -> Timing:
    """Return no time at all."""
    import numpy as np

    return Timing(np.ones(1), 0.0, 0.0)


def on_grid(distribution: AnyDistribution, grid: Grid) -> Timing:
    """Return a distribution of minutes on the grid, so that the mean stays what it is."""
    import numpy as np

    points = min(grid.points, _reach(distribution, grid.step))
    edges = np.arange(points + 1, dtype=np.float64)  # in steps: whole numbers leave no rounding behind
    below = limited_mean(scaled(distribution, 1 / grid.step), edges)
    mass = np.empty(points)
    mass[0] = 1 - below[1]
    mass[1:] = 2 * below[1:-1] - below[:-2] - below[2:]
    return Timing(_trimmed(mass, grid.points, _NOISE), distribution.mean, distribution.variance)


def _reach(distribution: AnyDistribution, step: float) -> int:
    """Return how many points of a grid hold all that is not too unlikely to count."""
    if isinstance(distribution, LogNormal) and not distribution.of_logarithm[1]:
        return math.ceil(distribution.mean / step) + 2
    return math.ceil(float(distribution.quantile(1 - _NOISE / 100)) / step) + 2


def limited_mean(distribution: AnyDistribution, limits: Values) -> Values:
    """Return E[min(X, t)] for each limit t: what one waits on average if one goes away after t."""
    import numpy as np

    if isinstance(distribution, Constant):
        return np.minimum(distribution.value, limits)
    if isinstance(distribution, Empirical):
        values = np.asarray(distribution.values)
        sums = np.concatenate([[0.0], np.cumsum(values)])
        rank = np.searchsorted(values, limits, "right")
        found: Values = (sums[rank] + (len(values) - rank) * limits) / len(values)
        return found
    if isinstance(distribution, Triangular):
        return _triangular(distribution, limits)
    return _log_normal(distribution, limits)


def _triangular(distribution: Triangular, limits: Values) -> Values:
    import numpy as np

    low, likely, high = distribution.low, distribution.likely, distribution.high
    if high - low <= _NOISE:  # also where the width is so small that its square is none
        return np.minimum(distribution.mean, limits)
    inside = np.clip(limits, low, high)
    rising = np.minimum(inside, likely) - low
    falling = high - np.maximum(inside, likely)
    width = high - low
    short = np.zeros_like(limits)
    if likely > low:
        short += rising**3 / (3 * width * (likely - low))
    past = np.maximum(inside - likely, 0.0)
    if high > likely:
        short += past - ((high - likely) ** 3 - falling**3) / (3 * width * (high - likely))
    found: Values = np.where(
        limits <= low, limits, inside - short
    )  # short: the integral of the cdf up to the limit
    return found


def _log_normal(distribution: LogNormal, limits: Values) -> Values:
    import numpy as np
    from scipy.special import ndtr

    middle, spread = distribution.of_logarithm
    if spread == 0:  # also where the deviation is too small to show in the logarithm
        return np.minimum(distribution.mean, limits)
    score = (np.log(np.maximum(limits, 1e-300)) - middle) / spread
    found: Values = distribution.mean * ndtr(score - spread) + limits * ndtr(-score)
    return np.where(limits > 0, found, 0.0)


def after(one: Timing, other: Timing, grid: Grid) -> Timing:
    """Return the time of one and then the other, independent of each other."""
    return Timing(
        _convolved(one.mass, other.mass, grid.points), one.mean + other.mean, one.variance + other.variance
    )


def mixed(parts: Sequence[tuple[float, Timing]]) -> Timing:
    """Return the time of one of several, by their probabilities."""
    import numpy as np

    if len(parts) == 1:
        return parts[0][1]
    mass = np.zeros(max(len(timing.mass) for _, timing in parts))
    for share, timing in parts:
        mass[: len(timing.mass)] += share * timing.mass
    mean = sum(share * timing.mean for share, timing in parts)
    second = sum(share * (timing.variance + timing.mean**2) for share, timing in parts)
    return Timing(mass, mean, max(second - mean**2, 0.0))


def repeated(again: float, timing: Timing, grid: Grid) -> Timing:
    """Return the time of going round a loop 0, 1, 2 … times, going round once more with this probability each time."""
    import numpy as np

    mean_rounds, variance_rounds = again / (1 - again), again / (1 - again) ** 2
    mean = mean_rounds * timing.mean
    variance = mean_rounds * timing.variance + variance_rounds * timing.mean**2
    total, power = np.ones(1), again * timing.mass
    while power.sum() > _NEGLIGIBLE:  # 1 + x + x² + … = (1 + x)(1 + x²)(1 + x⁴)…
        one_more = power.copy()
        one_more[0] += 1
        total = _convolved(total, one_more, grid.points)
        power = _convolved(power, power, grid.points)
    return Timing((1 - again) * total, mean, variance)


def latest(active: Sequence[tuple[float, Timing]], otherwise: Timing | None, grid: Grid) -> Timing:
    """Return when the last of several is done that run side by side, each only with its probability.

    otherwise: what runs if none of them does.
    """
    import numpy as np

    if len(active) == 1 and active[0][0] == 1:
        return active[0][1]
    points = max(
        len(timing.mass)
        for timing in (*(timing for _, timing in active), *([otherwise] if otherwise else []))
    )
    done = np.ones(points)
    none = 1.0
    for share, timing in active:
        done *= (1 - share) + share * _cumulative(timing.mass, points)
        none *= 1 - share
    if otherwise is not None:
        done += none * (_cumulative(otherwise.mass, points) - 1)
    mass = np.diff(done, prepend=0.0)
    if all(timing.variance == 0 for _, timing in active) and all(share == 1 for share, _ in active):
        return max((timing for _, timing in active), key=lambda timing: timing.mean)
    steps = np.arange(points)
    beyond = max(1 - float(mass.sum()), 0.0)
    mean = float(mass @ steps + beyond * points) * grid.step
    second = float(mass @ steps**2 + beyond * points**2) * grid.step**2
    return Timing(_trimmed(mass, grid.points), mean, max(second - mean**2, 0.0))


def _cumulative(mass: Values, points: int) -> Values:
    import numpy as np

    found = np.cumsum(mass)
    return np.concatenate([found, np.full(points - len(found), found[-1])])


def _convolved(one: Values, other: Values, points: int) -> Values:
    import numpy as np
    from scipy.fft import irfft, next_fast_len, rfft

    if min(len(one), len(other)) <= _SHORT:
        return np.convolve(one, other)[:points]
    size = len(one) + len(other) - 1
    fast = next_fast_len(size, real=True)
    product = irfft(rfft(one, fast) * rfft(other, fast), fast)[: min(size, points)]
    return _trimmed(np.maximum(product, 0.0), points)


def _trimmed(mass: Values, points: int, least: float = 1e-18) -> Values:
    """Return the mass without what the arithmetic left below zero, and without zeros at its end."""
    import numpy as np

    clean = np.where(mass > least, mass, 0.0)[:points]
    used = np.flatnonzero(clean)
    return clean[: used[-1] + 1] if len(used) else clean[:1]
