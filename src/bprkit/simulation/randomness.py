"""Random numbers that belong to what they are for: the same case draws the same at the same step in as-is and to-be.

A number is a hash of the seed, the case, the step and the visit (splitmix64 by Steele, Lea and Flood, 2014), so that it
depends on nothing else that happened: differences between two procedures are then differences of the procedures.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from bprkit.simulation.machine import inlined, machine_code

CONSTANT, TRIANGULAR, LOGNORMAL, EMPIRICAL, EXPONENTIAL, CATEGORIES = range(6)
_STEP = np.uint64(0x9E3779B97F4A7C15)
_ONE = np.uint64(0xBF58476D1CE4E5B9)
_TWO = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_TO_UNIT = 1.0 / 9007199254740992.0


@inlined
def mixed(value: np.uint64) -> np.uint64:
    """Return the hash of a 64-bit number."""
    value = (value ^ (value >> _S30)) * _ONE
    value = (value ^ (value >> _S27)) * _TWO
    return value ^ (value >> _S31)


@inlined
def luck_of(seed: np.uint64, case: int) -> np.uint64:
    """Return the number that all random numbers of a case come from."""
    return mixed(seed + _STEP * np.uint64(case + 1))


@inlined
def uniform(luck: np.uint64, key: np.uint64, visit: int) -> float:
    """Return a number above 0 and below 1."""
    value = mixed(luck ^ key ^ (_STEP * np.uint64(visit)))
    return (float(value >> _S11) + 0.5) * _TO_UNIT


@machine_code
def normal_quantile(share: float) -> float:
    """Return the quantile of the standard normal distribution (P. J. Acklam's rational approximation, error below 1.2e-9)."""
    if share < 0.02425:
        q = math.sqrt(-2.0 * math.log(share))
        top = ((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838e00) * q
                - 2.549732539343734e00) * q + 4.374664141464968e00) * q + 2.938163982698783e00  # fmt: skip
        bottom = (((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996e00) * q
                  + 3.754408661907416e00) * q + 1.0  # fmt: skip
        return top / bottom
    if share > 1.0 - 0.02425:
        return -normal_quantile(1.0 - share)
    q = share - 0.5
    r = q * q
    top = (((((-3.969683028665376e01 * r + 2.209460984245205e02) * r - 2.759285104469687e02) * r
             + 1.383577518672690e02) * r - 3.066479806614716e01) * r + 2.506628277459239e00) * q  # fmt: skip
    bottom = ((((-5.447609879822406e01 * r + 1.615858368580409e02) * r - 1.556989798598866e02) * r
               + 6.680131188771972e01) * r - 1.328068155288572e01) * r + 1.0  # fmt: skip
    return top / bottom


@machine_code
def drawn(kind: int, a: float, b: float, c: float, values: NDArray[np.float64], share: float) -> float:
    """Return the quantile of a distribution: inverse transform, so that equal shares stay equal."""
    if kind == CONSTANT:
        return a
    if kind == TRIANGULAR:
        width = c - a
        if width <= 0.0:
            return a
        if share < (b - a) / width:
            return a + math.sqrt(share * width * (b - a))
        return c - math.sqrt((1.0 - share) * width * (c - b))
    if kind == LOGNORMAL:
        return math.exp(a + b * normal_quantile(share))
    if kind == EXPONENTIAL:
        return -a * math.log(share)
    first, count = int(a), int(b)
    if kind == CATEGORIES:
        word = 0
        while word < count - 1 and share >= values[first + word]:
            word += 1
        return float(word)
    return values[first + min(int(share * count), count - 1)]
