"""How many documents are enough for a wanted precision, by the formulas of the textbooks, with N documents in all."""

from __future__ import annotations

import math
from dataclasses import dataclass

from bprkit.errors import InputError
from bprkit.mining.sampling.intervals import CONFIDENCE, LEAST

SPREAD = 1.0
"""Standard deviation ÷ mean of lead times where nothing is known: an estimate, large on purpose. As of long waits."""


@dataclass(frozen=True)
class Enough:
    """How many documents are enough: for a mean and a median within ± precision of themselves, and for a share within
    ± precision in points; `population` of all there are.
    """

    precision: float
    population: int | None
    confidence: float
    spread: float
    mean: int
    median: int
    share: int


def enough_documents(
    precision: float,
    population: int | None = None,
    *,
    spread: float = SPREAD,
    confidence: float = CONFIDENCE,
) -> Enough:
    """Return how many documents have to be drawn so that intervals are no wider than ± precision.

    precision: 0.2 is ± 20 %. population: how many documents there are; None: very many. spread: standard deviation ÷
    mean, from a first sample where there is one.

    For a mean n₀ = (z·spread ÷ precision)² (Cochran 1977, section 4.6), for a share n₀ = z² ÷ 4 precision² (section 4.4,
    at the worst share of one half), for a median of lognormal times n₀ = (π/2)(z·σ ÷ ln(1 + precision))², σ² = ln(1 +
    spread²) (the large-sample variance 1 ÷ 4nf² of a median, David and Nagaraja 2003, chapter 10); each then with the
    finite-population correction n = n₀ ÷ (1 + (n₀ − 1) ÷ N), rounded up. Raises InputError for numbers out of range.

    >>> enough_documents(0.2, 1200).mean, enough_documents(0.1, 1200).share
    (89, 89)
    """
    from scipy import stats

    if not 0 < precision < 1:
        raise InputError(
            en=f"A precision of {precision:g} cannot be meant. Give one between 0 and 1, as 0.2 for ±20 %.",
            ja=f"精度 {precision:g} は使えません。±20% なら 0.2 のように、0と1の間で指定してください。",
        )
    if not 0.5 <= confidence < 1 or spread <= 0 or (population is not None and population < 1):
        raise InputError(
            en="Confidence lies between 0.5 and 1, the spread is above 0, and there is at least 1 document.",
            ja="信頼度は0.5以上1未満、ばらつきは0より大きく、文書の総数は1以上にしてください。",
        )
    z = float(stats.norm.ppf((1 + confidence) / 2))
    log_sd = math.sqrt(math.log1p(spread**2))
    wanted = {
        "mean": (z * spread / precision) ** 2,
        "median": math.pi / 2 * (z * log_sd / math.log1p(precision)) ** 2,
        "share": z**2 / (4 * precision**2),
    }
    counts = {name: _corrected(count, population) for name, count in wanted.items()}
    return Enough(precision, population, confidence, spread, **counts)


def _corrected(count: float, population: int | None) -> int:
    """Return a whole number of documents, fewer where there are not so many."""
    needed = count if population is None else count / (1 + (count - 1) / population)
    enough = max(math.ceil(round(needed, 9)), LEAST)
    return enough if population is None else min(enough, population)
