"""Distributions hold together at their edges: next to nothing of spread, ends that meet, very large and very small."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bprkit.procedure.distributions import AnyDistribution, Constant, LogNormal, Triangular

TINIEST = 5e-324
near_nothing = st.one_of(
    st.sampled_from((0.0, TINIEST, 1e-300, 1e-170, 1e-160, 1e-20, 1e-9, 1e-8)), st.floats(0, 60)
)


@pytest.mark.parametrize("sd", [1e-150, 1e-20, 1e-9, 1e-7, 0.1])
def test_the_spread_of_the_logarithm_does_not_vanish_before_it_must(sd: float) -> None:
    """For small sd it is sd ÷ mean."""
    assert LogNormal(30, sd).of_logarithm[1] == pytest.approx(sd / 30, rel=1e-4)


@pytest.mark.parametrize("sd", [0, TINIEST, 1e-300, 1e-170, 1e-20, 1e-9])
def test_next_to_no_spread_is_a_constant(sd: float) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        shares = LogNormal(30, sd).cdf([0, 29.99, 30.01, 1e300])
        middle = float(LogNormal(30, sd).quantile(0.5))
    assert shares.tolist() == Constant(30).cdf([0, 29.99, 30.01, 1e300]).tolist() == [0, 0, 1, 1]
    assert middle == pytest.approx(30)


@given(
    st.one_of(
        st.builds(LogNormal, st.floats(1e-3, 1e6), near_nothing),
        st.lists(near_nothing, min_size=3, max_size=3).map(lambda three: Triangular(*sorted(three))),
    ),
    st.lists(st.floats(0, 1e7), min_size=2, max_size=20).map(sorted),
)
def test_a_share_of_cases_is_between_none_and_all_and_never_falls(
    distribution: AnyDistribution, places: list[float]
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        shares = distribution.cdf(np.array(places))
    assert np.all((shares >= 0) & (shares <= 1))
    assert np.all(np.diff(shares) >= -1e-12)


@given(
    st.lists(st.floats(0, 1e6), min_size=3, max_size=3).map(lambda three: Triangular(*sorted(three))),
    st.floats(0, 1),
)
def test_a_quantile_is_where_that_share_has_come(distribution: Triangular, share: float) -> None:
    at = float(distribution.quantile(share))
    assert distribution.low - 1e-9 <= at <= distribution.high + 1e-9
    if distribution.high - distribution.low > 1:
        assert float(distribution.cdf(at)) == pytest.approx(share, abs=1e-6)
