"""Distributions as rows of numbers, and the numbers that random draws belong to."""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from bprkit.errors import InputError
from bprkit.procedure.distributions import AnyDistribution, Constant, Empirical, LogNormal, Triangular, scaled
from bprkit.simulation.randomness import CATEGORIES, CONSTANT, EMPIRICAL, LOGNORMAL, TRIANGULAR

Row = tuple[int, float, float, float]
NONE: Row = (-1, 0.0, 0.0, 0.0)


def key_of(*names: str) -> np.uint64:
    """Return the number that the random numbers of a step belong to: that of its name, the same in every procedure.

    >>> key_of("draft") == key_of("draft"), key_of("draft") == key_of("decide")
    (True, False)
    """
    text = "\0".join(names).encode()
    return np.uint64(zlib.crc32(text) | zlib.crc32(text[::-1] + b"\1") << 32)


def row_of(distribution: AnyDistribution, values: list[float], factor: float = 1.0) -> Row:
    """Return kind and parameters of a distribution; what was measured is added to `values`.

    >>> row_of(Constant(3.0), [], 60.0)
    (0, 180.0, 0.0, 0.0)
    """
    given = scaled(distribution, factor)
    if isinstance(given, Constant):
        return CONSTANT, given.value, 0.0, 0.0
    if isinstance(given, Triangular):
        return TRIANGULAR, given.low, given.likely, given.high
    if isinstance(given, LogNormal):
        if given.sd == 0:
            return CONSTANT, given.mean, 0.0, 0.0
        return LOGNORMAL, *given.of_logarithm, 0.0
    first = len(values)
    values += given.values
    return EMPIRICAL, float(first), float(len(given.values)), 0.0


def time_row(distribution: AnyDistribution, values: list[float], factor: float, where: str) -> Row:
    """Return the row of a time; raises InputError where it can be negative or is no number."""
    lowest = {
        Constant: lambda given: given.value,
        Triangular: lambda given: given.low,
        LogNormal: lambda given: given.mean,
        Empirical: lambda given: given.values[0],
    }[type(distribution)](distribution)
    if not (math.isfinite(lowest) and lowest >= 0):
        raise InputError(
            en=f"'{where}' takes less than no time ({lowest:g}). Correct its touch or its wait.",
            ja=f"「{where}」の時間が負です（{lowest:g}）。touch か wait を直してください。",
        )
    return row_of(distribution, values, factor)


def categories_row(shares: Sequence[float], values: list[float], where: str) -> Row:
    """Return the row of an attribute that is a word, told by its number; raises InputError for shares that are none."""
    if not shares or min(shares) < 0 or sum(shares) <= 0:
        raise InputError(
            en=f"The shares of '{where}' have to be 0 or more, and not all 0: {', '.join(f'{s:g}' for s in shares)}.",
            ja=f"「{where}」の割合は0以上で、合計が0より大きくなければなりません：{', '.join(f'{s:g}' for s in shares)}",
        )
    first = len(values)
    values += [part / sum(shares) for part in accumulate(shares)]
    return CATEGORIES, float(first), float(len(shares)), 0.0
