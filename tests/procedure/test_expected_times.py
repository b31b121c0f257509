"""Durations on the grid: means stay, sums add, the longest is the product of distribution functions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from bprkit.procedure.distributions import AnyDistribution, Constant, Empirical, LogNormal, Triangular
from bprkit.procedure.expecting.times import (
    Grid,
    after,
    at_once,
    latest,
    limited_mean,
    mixed,
    on_grid,
    repeated,
)

GRID = Grid(0.5, 4000)
sizes = st.floats(0, 60)
distributions: st.SearchStrategy[AnyDistribution] = st.one_of(
    sizes.map(Constant),
    st.lists(sizes, min_size=3, max_size=3).map(lambda three: Triangular(*sorted(three))),
    st.lists(sizes, min_size=1, max_size=5).map(lambda some: Empirical(tuple(some))),
    st.builds(LogNormal, st.floats(10, 30), st.floats(0, 10)),
)


@given(distributions, st.floats(0, 80))
def test_waiting_up_to_a_limit_is_the_integral_of_what_is_left(
    distribution: AnyDistribution, limit: float
) -> None:
    places = np.linspace(0, limit, 20_001)
    middle = (places[1:] + places[:-1]) / 2
    by_hand = float(np.sum(1 - distribution.cdf(middle)) * limit / 20_000)
    assert float(limited_mean(distribution, np.array([limit]))[0]) == pytest.approx(by_hand, abs=0.005)


@given(distributions)
def test_the_grid_keeps_all_cases_and_the_mean(distribution: AnyDistribution) -> None:
    mass = on_grid(distribution, GRID).mass
    assert mass.min() >= 0
    assert mass.sum() == pytest.approx(1, abs=1e-6)
    assert mass @ np.arange(len(mass)) * GRID.step == pytest.approx(distribution.mean, abs=0.01)


@given(st.lists(distributions, min_size=1, max_size=5))
def test_means_and_variances_of_a_sequence_add_up(parts: list[AnyDistribution]) -> None:
    whole = at_once()
    for part in parts:
        whole = after(whole, on_grid(part, GRID), GRID)
    assert whole.mean == pytest.approx(sum(part.mean for part in parts))
    assert whole.variance == pytest.approx(sum(part.variance for part in parts))
    steps = np.arange(len(whole.mass)) * GRID.step
    assert whole.mass @ steps == pytest.approx(whole.mean, abs=0.05)
    on_the_grid = whole.mass @ steps**2 - (whole.mass @ steps) ** 2
    assert on_the_grid == pytest.approx(
        whole.variance, abs=len(parts) * GRID.step**2 / 4 + 0.01 * whole.variance
    )


def test_two_long_sums_are_normal_in_the_middle() -> None:
    one = on_grid(Triangular(0, 1, 10), Grid(0.01, 20_000))
    whole = at_once()
    for _ in range(16):
        whole = after(whole, one, Grid(0.01, 20_000))
    median = np.searchsorted(np.cumsum(whole.mass), 0.5) * 0.01
    skewness = 16**-0.5 * _skewness(0, 1, 10) / 6
    assert median == pytest.approx(whole.mean - skewness * whole.variance**0.5, abs=0.02)


def _skewness(low: float, likely: float, high: float) -> float:
    mean = (low + likely + high) / 3
    spread = Triangular(low, likely, high).variance ** 0.5
    third, _ = quad(lambda x: (x - mean) ** 3 * _density(x, low, likely, high), low, high)
    return third / spread**3


def _density(x: float, low: float, likely: float, high: float) -> float:
    side = (x - low) / (likely - low) if x < likely else (high - x) / (high - likely)
    return 2 * side / (high - low)


@given(st.integers(1, 95), st.integers(1, 20))
def test_a_loop_of_constant_rounds_is_geometric(percent: int, length: int) -> None:
    again = percent / 100
    grid = Grid(1.0, 4000)
    rounds = repeated(again, on_grid(Constant(float(length)), grid), grid)
    counts = np.arange((len(rounds.mass) - 1) // length + 1)
    assert rounds.mass[counts * length] == pytest.approx((1 - again) * again**counts, abs=1e-12)
    assert rounds.mean == pytest.approx(length * again / (1 - again))
    assert rounds.variance == pytest.approx(length**2 * again / (1 - again) ** 2)


def test_the_longer_of_two() -> None:
    grid = Grid(0.01, 5000)
    one, other = Triangular(0, 10, 20), LogNormal(9, 4)
    both = latest([(1.0, on_grid(one, grid)), (1.0, on_grid(other, grid))], None, grid)
    by_hand, _ = quad(lambda x: 1 - float(one.cdf(x)) * float(other.cdf(x)), 0, 200, limit=400)
    assert both.mean == pytest.approx(by_hand, abs=1e-3)


def test_branches_that_are_not_always_taken() -> None:
    grid = Grid(1.0, 100)
    ten, twenty, five = (on_grid(Constant(float(minutes)), grid) for minutes in (10, 20, 5))
    found = latest([(0.5, ten), (0.2, twenty)], five, grid)
    assert found.mass[[5, 10, 20]] == pytest.approx([0.5 * 0.8, 0.5 * 0.8, 0.2])
    without = latest([(0.5, ten), (0.2, twenty)], None, grid)
    assert without.mass[[0, 10, 20]] == pytest.approx([0.4, 0.4, 0.2])


def test_a_mixture_has_the_spread_between_its_parts_too() -> None:
    grid = Grid(1.0, 100)
    found = mixed([(0.25, on_grid(Constant(4.0), grid)), (0.75, on_grid(Constant(8.0), grid))])
    assert (found.mean, found.variance) == (7.0, 3.0)
