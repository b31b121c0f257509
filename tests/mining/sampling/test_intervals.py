"""Intervals of a sample cover the truth at the stated rate, and the documents told to be enough are enough."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from bprkit.errors import InputError
from bprkit.mining.sampling.intervals import mean_interval, quantile_interval, share_interval
from bprkit.mining.sampling.sample_size import enough_documents

POPULATION = 1200
ROUNDS = 1500
NOISE = 3 * math.sqrt(0.95 * 0.05 / ROUNDS)
"""Three standard errors of a rate of 95 % that is counted in so many rounds."""


@pytest.fixture(scope="module")
def days() -> Any:
    """Lead times of 1,200 documents, as spread out as their mean (lognormal)."""
    return np.random.default_rng(7).lognormal(1.0, math.sqrt(math.log(2)), POPULATION)


def samples(values: Any, n: int) -> Any:
    rng = np.random.default_rng(11)
    for _ in range(ROUNDS):
        yield rng.choice(values, n, replace=False)


@pytest.mark.parametrize("known", [POPULATION, None])
@pytest.mark.parametrize(("n", "share"), [(20, 0.5), (60, 0.5), (120, 0.9)])
def test_the_interval_of_a_quantile_covers_it_in_95_of_100_samples(
    days: Any, n: int, share: float, known: int | None
) -> None:
    truth = np.sort(days)[math.ceil(share * POPULATION) - 1]
    found = [quantile_interval(drawn, share, known) for drawn in samples(days, n)]
    covered = sum(each is not None and each.low <= truth <= each.high for each in found)
    assert covered / ROUNDS >= 0.95 - NOISE


def test_it_covers_whole_days_with_many_ties_too(days: Any) -> None:
    whole = np.round(days)
    truth = np.sort(whole)[POPULATION // 2 - 1]
    found = [quantile_interval(drawn, 0.5, POPULATION) for drawn in samples(whole, 30)]
    assert sum(each is not None and each.low <= truth <= each.high for each in found) / ROUNDS >= 0.95 - NOISE


@pytest.mark.parametrize("count", [12, 120, 600])
def test_the_interval_of_a_share_covers_it_in_95_of_100_samples(count: int) -> None:
    marks = np.arange(POPULATION) < count
    found = [share_interval(int(drawn.sum()), 40, POPULATION) for drawn in samples(marks, 40)]
    covered = sum(each is not None and each.low <= count / POPULATION <= each.high for each in found)
    assert covered / ROUNDS >= 0.95 - NOISE


@pytest.mark.parametrize("n", [30, 100])
def test_the_interval_of_a_mean_covers_it_nearly_as_often_for_skewed_times(days: Any, n: int) -> None:
    found = [mean_interval(drawn, POPULATION) for drawn in samples(days, n)]
    covered = sum(each is not None and each.low <= days.mean() <= each.high for each in found)
    assert covered / ROUNDS >= 0.93


def test_it_covers_as_stated_where_times_are_normal() -> None:
    times = np.random.default_rng(5).normal(10, 2, POPULATION)
    found = [mean_interval(drawn, POPULATION) for drawn in samples(times, 20)]
    covered = sum(each is not None and each.low <= times.mean() <= each.high for each in found)
    assert covered / ROUNDS >= 0.95 - NOISE


def test_enough_documents_are_enough_in_simulation(days: Any) -> None:
    """The mean, the median and a share of a sample of that size lie within ± 20 % (points) in 95 of 100 samples."""
    spread = float(days.std() / days.mean())
    enough = enough_documents(0.2, POPULATION, spread=spread)
    means = [drawn.mean() / days.mean() for drawn in samples(days, enough.mean)]
    assert np.mean([abs(each - 1) <= 0.2 for each in means]) >= 0.95 - NOISE
    middle = np.median(days)
    medians = [np.median(drawn) / middle for drawn in samples(days, enough.median)]
    assert np.mean([1 / 1.2 <= each <= 1.2 for each in medians]) >= 0.95 - NOISE
    marks = np.arange(POPULATION) < POPULATION / 2
    shares = [drawn.mean() for drawn in samples(marks, enough.share)]
    assert np.mean([abs(each - 0.5) <= 0.2 + 1e-9 for each in shares]) >= 0.95 - NOISE


def test_all_documents_leave_no_doubt() -> None:
    values = [1.0, 2.0, 3.0, 4.0, 9.0]
    found = mean_interval(values, 5)
    assert found is not None and found.low == found.high == 3.8
    middle = quantile_interval(values, 0.5, 5)
    assert middle is not None and middle.low == middle.high == 3.0
    share = share_interval(2, 5, 5)
    assert share is not None and share.low == share.high == 0.4


def test_fewer_documents_are_enough_where_there_are_fewer() -> None:
    few, many, endless = (enough_documents(0.1, number).mean for number in (50, 1_000, None))
    assert few <= 50 < many < endless
    assert enough_documents(0.1, 10).mean == 10


def test_too_few_values_have_no_interval() -> None:
    assert mean_interval([1.0, 2.0]) is None
    assert quantile_interval([1.0, 2.0, 3.0]) is None


@pytest.mark.parametrize("wrong", [{"precision": 0}, {"precision": 20}, {"precision": 0.1, "population": 0}])
def test_numbers_out_of_range_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        enough_documents(**wrong)
