"""How long something takes, or how much it is about: a number that varies from case to case."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Values = NDArray[np.float64]


class Distribution(Protocol):
    """What all distributions answer. Their unit is that of their numbers: minutes, working days, yen."""

    @property
    def mean(self) -> float:
        """The mean."""

    @property
    def variance(self) -> float:
        """The variance, in the square of the unit."""

    def cdf(self, at: Any) -> Values:
        """Return the share of cases at or below each value."""

    def quantile(self, share: Any) -> Values:
        """Return the value that this share of cases does not exceed."""


@dataclass(frozen=True)
class Constant:
    """The same in every case.

    >>> Constant(3.0).mean, Constant(3.0).variance
    (3.0, 0.0)
    """

    value: float

    @property
    def mean(self) -> float:
        """The value."""
        return self.value

    @property
    def variance(self) -> float:
        """Nothing varies."""
        return 0.0

    def cdf(self, at: Any) -> Values:
        """Return 1 from the value on."""
        import numpy as np

        return np.where(np.asarray(at, dtype=np.float64) >= self.value, 1.0, 0.0)

    def quantile(self, share: Any) -> Values:
        """Return the value."""
        import numpy as np

        return np.full(np.shape(share), self.value, dtype=np.float64)


@dataclass(frozen=True)
class Triangular:
    """Between the lowest and the highest, most often near the likely: three guesses of who does the work.

    >>> Triangular(20, 30, 40).mean
    30.0
    """

    low: float
    likely: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.likely <= self.high:
            raise ValueError(f"{self.low} ≤ {self.likely} ≤ {self.high} does not hold")

    @property
    def mean(self) -> float:
        """(low + likely + high) ÷ 3."""
        return (self.low + self.likely + self.high) / 3

    @property
    def variance(self) -> float:
        """(a² + b² + c² − ab − ac − bc) ÷ 18."""
        low, likely, high = self.low, self.likely, self.high
        return (low**2 + likely**2 + high**2 - low * likely - low * high - likely * high) / 18

    def cdf(self, at: Any) -> Values:
        """Return the two halves of a parabola each."""
        import numpy as np

        value = np.clip(np.asarray(at, dtype=np.float64), self.low, self.high)
        width = self.high - self.low
        if width == 0:
            return np.where(np.asarray(at, dtype=np.float64) >= self.low, 1.0, 0.0)
        part, edge = (value - self.low) / width, (self.likely - self.low) / width
        low, high = np.minimum(part, edge), np.minimum(1 - part, 1 - edge)
        rising = low * (low / (edge or 1.0))
        falling = 1 - high * (high / ((1 - edge) or 1.0))
        return np.where(part < edge, rising, falling)

    def quantile(self, share: Any) -> Values:
        """Return the inverse of the two parabolas."""
        import numpy as np

        part = np.asarray(share, dtype=np.float64)
        width = self.high - self.low
        edge = (self.likely - self.low) / width if width else 0.0
        rising = self.low + width * np.sqrt(part * edge)
        falling = self.high - width * np.sqrt((1 - part) * (1 - edge))
        return np.where(part < edge, rising, falling)


@dataclass(frozen=True)
class LogNormal:
    """Many short and some very long, given by its own mean and standard deviation (not those of its logarithm).

    >>> round(float(LogNormal(30.0, 15.0).quantile(0.5)), 1)
    26.8
    """

    mean: float
    sd: float

    def __post_init__(self) -> None:
        if self.mean <= 0 or self.sd < 0:
            raise ValueError(
                f"mean {self.mean} has to be positive and standard deviation {self.sd} not negative"
            )

    @property
    def variance(self) -> float:
        """The square of the standard deviation."""
        return self.sd**2

    @property
    def of_logarithm(self) -> tuple[float, float]:
        """The mean and the standard deviation of the logarithm; that is 0 where no number is left for it."""
        variance = math.log1p((self.sd / self.mean) ** 2)
        return math.log(self.mean) - variance / 2, math.sqrt(variance)

    def cdf(self, at: Any) -> Values:
        """Return the normal distribution of the logarithm."""
        import numpy as np
        from scipy.special import ndtr

        value = np.asarray(at, dtype=np.float64)
        middle, spread = self.of_logarithm
        if spread == 0:
            return Constant(self.mean).cdf(at)
        with np.errstate(divide="ignore"):
            return np.where(value > 0, ndtr((np.log(np.maximum(value, 1e-300)) - middle) / spread), 0.0)

    def quantile(self, share: Any) -> Values:
        """Return the exponential of the normal quantile."""
        import numpy as np
        from scipy.special import ndtri

        middle, spread = self.of_logarithm
        found: Values = np.exp(middle + spread * ndtri(np.asarray(share, dtype=np.float64)))
        return found


@dataclass(frozen=True)
class Empirical:
    """What was measured, each value as often as it was seen.

    >>> Empirical((3.0, 4.0, 8.0)).mean
    5.0
    """

    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError("no value was measured")
        object.__setattr__(self, "values", tuple(sorted(float(value) for value in self.values)))

    @property
    def mean(self) -> float:
        """The mean of what was measured."""
        return math.fsum(self.values) / len(self.values)

    @cached_property
    def variance(self) -> float:
        """The variance of what was measured, taken as all there is."""
        return math.fsum((value - self.mean) ** 2 for value in self.values) / len(self.values)

    def cdf(self, at: Any) -> Values:
        """Return the share that was measured at or below."""
        import numpy as np

        found: Values = np.searchsorted(self.values, np.asarray(at, dtype=np.float64), "right") / len(
            self.values
        )
        return found

    def quantile(self, share: Any) -> Values:
        """Return the smallest measured value that this share does not exceed."""
        import numpy as np

        ranks = np.ceil(np.asarray(share, dtype=np.float64) * len(self.values) - 1e-12).astype(np.int64) - 1
        return np.asarray(self.values, dtype=np.float64)[np.clip(ranks, 0, len(self.values) - 1)]


AnyDistribution = Constant | Triangular | LogNormal | Empirical


def scaled(distribution: AnyDistribution, factor: float) -> AnyDistribution:
    """Return the distribution in another unit.

    >>> scaled(Triangular(1, 2, 3), 60)
    Triangular(low=60, likely=120, high=180)
    """
    if isinstance(distribution, Constant):
        return Constant(distribution.value * factor)
    if isinstance(distribution, Triangular):
        return Triangular(distribution.low * factor, distribution.likely * factor, distribution.high * factor)
    if isinstance(distribution, LogNormal):
        return LogNormal(distribution.mean * factor, distribution.sd * factor)
    return Empirical(tuple(value * factor for value in distribution.values))
