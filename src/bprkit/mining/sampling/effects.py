"""How far the strength of an association in a sample may lie from that in all documents."""

from __future__ import annotations

import math
from statistics import NormalDist

from bprkit.mining.sampling.intervals import CONFIDENCE, LEAST, Interval, Values


def spearman_interval(correlation: float, n: int, confidence: float = CONFIDENCE) -> Interval | None:
    """Return the interval of Spearman's rank correlation of n pairs; None for fewer than five.

    By Fisher's transformation with the variance (1 + r²/2) ÷ (n - 3) (D. G. Bonett, T. A. Wright, Sample size
    requirements for estimating Pearson, Kendall and Spearman correlations, Psychometrika 65 (2000) 23-28). Without a
    finite-population correction: on the safe side.

    >>> found = spearman_interval(0.5, 40)
    >>> found is not None and (round(found.low, 2), round(found.high, 2))
    (0.2, 0.71)
    """
    if n < LEAST:
        return None
    if abs(correlation) >= 1:
        return Interval(correlation, correlation, n)
    reach = _normal(confidence) * math.sqrt((1 + correlation**2 / 2) / (n - 3))
    middle = math.atanh(correlation)
    return Interval(math.tanh(middle - reach), math.tanh(middle + reach), n)


def cliffs_delta_interval(group: Values, others: Values, confidence: float = CONFIDENCE) -> Interval | None:
    """Return the interval of Cliff's delta, how much likelier one of the group is larger than one of the others.

    The asymmetric interval from the variance of dominances (N. Cliff, Ordinal Methods for Behavioral Data Analysis, 1996,
    chapter 5; D. Feng, N. Cliff, Monte Carlo evaluation of ordinal d with improved confidence interval, J. Mod. Appl. Stat.
    Methods 3 (2004) 322-332), with their bound where all of one side are larger. None where either side has fewer than
    five; n is that of the group. Without a finite-population correction: on the safe side.

    >>> found = cliffs_delta_interval([3.0, 5.0, 6.0, 8.0, 9.0], [1.0, 2.0, 4.0, 5.0, 7.0, 2.0])
    >>> found is not None and (round(found.low, 2), round(found.high, 2))
    (0.01, 0.9)
    """
    import numpy as np

    ours, theirs = np.asarray(group, dtype=float), np.asarray(others, dtype=float)
    n, m = len(ours), len(theirs)
    if min(n, m) < LEAST:
        return None
    z = _normal(confidence)
    dominance = np.sign(ours[:, None] - theirs[None, :])
    delta = float(dominance.mean())
    if abs(delta) == 1:
        bound = (min(n, m) - z**2) / (min(n, m) + z**2)
        return Interval(min(delta, delta * bound), max(delta, delta * bound), n)
    rows = float(((dominance.mean(axis=1) - delta) ** 2).sum())
    columns = float(((dominance.mean(axis=0) - delta) ** 2).sum())
    both = float(((dominance - delta) ** 2).sum())
    variance = (m**2 * rows + n**2 * columns - both) / (n * m * (n - 1) * (m - 1))
    variance = max(variance, (1 - delta**2) / (n * m - 1))
    reach = z * math.sqrt(variance) * math.sqrt((1 - delta**2) ** 2 + z**2 * variance)
    middle, scale = delta - delta**3, 1 - delta**2 + z**2 * variance
    return Interval((middle - reach) / scale, (middle + reach) / scale, n)


def _normal(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)
