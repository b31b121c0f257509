"""How far a figure of a sample may lie from that of all documents: intervals that hold at the stated rate.

n documents are drawn from N by chance without replacement. N unknown is taken as endless, which is on the safe side.

Of a part of the documents (a section, a month, a step: a domain) it is not known how many there are in all. Given how many
were drawn of them, they are a random sample of their kind, so that the same intervals hold, with the estimated size N · n_k ÷ n
in place of N (W. G. Cochran, Sampling Techniques, 3rd ed., 1977, sections 2.12 and 2.13, where 1 - n/N stands for the
unknown 1 - n_k/N_k). In simulation that covers as often as for the whole, from six in ten drawn down to one in forty.
Totals of a part are those of all documents with zeros for the others (section 2.13): how many they are is uncertain, too.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy.typing as npt

Values: TypeAlias = "Sequence[float] | npt.NDArray[Any]"

CONFIDENCE = 0.95
LEAST = 5
"""Below so few values no interval of a mean is told: it would rest on their shape alone."""


@dataclass(frozen=True)
class Interval:
    """Between low and high lies the true figure, in the stated share of samples. n: values that it rests on."""

    low: float
    high: float
    n: int


def mean_interval(
    values: Values, population: int | None = None, confidence: float = CONFIDENCE
) -> Interval | None:
    """Return the interval of a mean; None for fewer than five values.

    The wider, at each end, of Student's interval and of Hall's, which corrects for the skewness that lead times have (P.
    Hall, On the removal of skewness by transformation, J. R. Statist. Soc. B 54 (1992) 221-228; here with quantiles of
    t); both with the finite-population correction sqrt(1 - n/N) (W. G. Cochran, Sampling Techniques, 3rd ed., 1977,
    section 2.6). Of 30 times with a standard deviation as large as the mean it covers the truth in 94 to 95 of 100
    samples; of times with still longer tails in about 90. The interval of the median has no such weakness.

    >>> found = mean_interval([2.0, 3.0, 3.0, 4.0, 5.0, 13.0])
    >>> found is not None and (round(found.low, 1), round(found.high, 1))
    (0.8, 17.1)
    """
    import numpy as np

    n = len(values)
    if n < LEAST:
        return None
    data = np.asarray(values, dtype=float)
    mean, sd = float(data.mean()), float(data.std(ddof=1))
    if sd == 0 or (population is not None and n >= population):
        return Interval(mean, mean, n)
    error = sd * math.sqrt(max(1 - n / population, 0.0) if population else 1.0)
    skew = _skewness(data)
    reach = _student(n, confidence) / math.sqrt(n)
    low = mean - error * max(reach, _straightened(reach, skew, n))
    high = mean - error * min(-reach, _straightened(-reach, skew, n))
    return Interval(low, high, n)


@lru_cache(maxsize=4096)
def _student(n: int, confidence: float) -> float:
    from scipy import stats

    return float(stats.t.ppf((1 + confidence) / 2, n - 1))


def _skewness(data: Any) -> float:
    """Return the skewness of at least three values that are not all alike, corrected for their number."""
    n, deviations = len(data), data - data.mean()
    moments = float((deviations**3).mean()) / float((deviations**2).mean()) ** 1.5
    return math.sqrt(n * (n - 1)) / (n - 2) * moments


def _straightened(x: float, skew: float, n: int) -> float:
    """Return the inverse of Hall's transformation g(s) = s + c s²/3 + c² s³/27 + c/6n, c the skewness."""
    if abs(skew) < 1e-8:
        return x
    return 3 / skew * (cube_root(1 + skew * (x - skew / (6 * n))) - 1)


def ratio_interval(
    parts: Values,
    wholes: Values,
    population: int | None = None,
    confidence: float = CONFIDENCE,
) -> Interval | None:
    """Return the interval of a ratio of two totals, such as the share of a wait in all lead times; None for few parts.

    A value a document in both, neither below zero. The interval of the mean of part - ratio * whole, in units of the mean
    whole (Cochran 1977, section 6.4), by `mean_interval`; of 30 documents it covers the truth in 94 to 96 of 100 samples
    where times are as spread out as their mean. n counts the parts above zero; below five of them there is no interval.

    >>> found = ratio_interval([1.0, 2.0, 2.0, 3.0, 1.0, 4.0], [4.0, 5.0, 6.0, 5.0, 4.0, 8.0])
    >>> found is not None and (round(found.low, 2), round(found.high, 2))
    (0.27, 0.61)
    """
    import numpy as np

    part, whole = np.asarray(parts, dtype=float), np.asarray(wholes, dtype=float)
    n = int((part > 0).sum())
    if n < LEAST or whole.sum() <= 0:
        return None
    ratio = float(part.sum() / whole.sum())
    left = mean_interval(part - ratio * whole, population, confidence)
    if left is None:
        return None
    mean = float(whole.mean())
    return Interval(max(ratio + left.low / mean, 0.0), ratio + left.high / mean, n)


def cube_root(value: float) -> float:
    """Return the real cube root.

    >>> cube_root(-8.0)
    -2.0
    """
    return math.copysign(math.cbrt(abs(value)), value)


def quantile_interval(
    values: Values,
    share: float = 0.5,
    population: int | None = None,
    confidence: float = CONFIDENCE,
) -> Interval | None:
    """Return the interval of a quantile from the values at two ranks; None where the sample is too small for it.

    Exact and free of any shape: how many of the drawn lie below the quantile is hypergeometric, or binomial where N is
    not known (H. A. David, H. N. Nagaraja, Order Statistics, 3rd ed., 2003, section 7.1).

    >>> quantile_interval([float(value) for value in range(1, 31)])
    Interval(low=10.0, high=21.0, n=30)
    """
    n = len(values)
    if n == 0:
        return None
    ordered = sorted(map(float, values))
    if population is not None and n >= population:
        value = ordered[max(math.ceil(share * n) - 1, 0)]
        return Interval(value, value, n)
    ranks = _ranks(n, share, population, confidence)
    return None if ranks is None else Interval(ordered[ranks[0]], ordered[ranks[1]], n)


@lru_cache(maxsize=4096)
def _ranks(n: int, share: float, population: int | None, confidence: float) -> tuple[int, int] | None:
    """Return the two ranks, from 0, between which the quantile lies; each side errs with at most half the risk."""
    from scipy import stats

    risk = (1 - confidence) / 2
    if population is None:
        at_or_below: Any = stats.binom(n, share)
        below = at_or_below
    else:
        rank = max(math.ceil(share * population), 1)
        at_or_below = stats.hypergeom(population, rank, n)
        below = stats.hypergeom(population, rank - 1, n)
    lower = -1
    while lower + 1 < n and at_or_below.cdf(lower + 1) <= risk:  # P(fewer than lower + 2 lie at or below it)
        lower += 1
    upper = n
    while upper > 0 and below.sf(upper - 1) <= risk:  # P(at least `upper` lie below it)
        upper -= 1
    return None if lower < 0 or upper == n else (lower, upper)


def share_interval(
    count: int, n: int, population: int | None = None, confidence: float = CONFIDENCE
) -> Interval | None:
    """Return the interval of a share, exact: by Clopper and Pearson, or by their way with the hypergeometric for N.

    C. J. Clopper, E. S. Pearson, Biometrika 26 (1934) 404-413; for finite populations Cochran, section 3.6.

    >>> found = share_interval(3, 30)
    >>> found is not None and (round(found.low, 3), round(found.high, 3))
    (0.021, 0.265)
    """
    from scipy import stats

    if n == 0:
        return None
    risk = (1 - confidence) / 2
    if population is None:
        low = 0.0 if count == 0 else float(stats.beta.ppf(risk, count, n - count + 1))
        high = 1.0 if count == n else float(stats.beta.ppf(1 - risk, count + 1, n - count))
        return Interval(low, high, n)
    least, most = count, population - (n - count)
    low_k = _first(least, most, lambda k: float(stats.hypergeom.sf(count - 1, population, k, n)) > risk)
    high_k = most - _first(
        0, most - least, lambda k: float(stats.hypergeom.cdf(count, population, most - k, n)) > risk
    )
    return Interval(low_k / population, high_k / population, n)


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """Return the first whole number at which something holds that holds from there on, by halving."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low
