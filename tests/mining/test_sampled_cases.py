"""A sample of cases is even, whole, the same each time, and names no case."""

from __future__ import annotations

import pandas as pd
import pytest

import bprkit
from bprkit.mining.sampled_cases import sampled_cases

CASES = 300


@pytest.fixture(scope="module")
def log() -> bprkit.EventLog:
    begin = pd.Timestamp("2024-04-01 09:00")
    rows = [
        (f"文書{case:04}", name, begin + pd.Timedelta(hours=case, minutes=10 * place))
        for case in range(CASES)
        for place, name in enumerate(("起案", "審査", "決裁")[: 2 + case % 2])
    ]
    return bprkit.read_log(pd.DataFrame(rows, columns=["案件番号", "処理", "日時"]))


def test_a_small_log_is_there_whole_in_the_order_of_starts(log: bprkit.EventLog) -> None:
    found = sampled_cases(log, CASES)
    assert len(found) == log.events.row_count
    assert found.case.nunique() == CASES and found.case.min() == 0 and found.case.max() == CASES - 1
    firsts = found.groupby("case").when.min()
    assert firsts.is_monotonic_increasing


def test_sampled_cases_are_whole(log: bprkit.EventLog) -> None:
    found = sampled_cases(log, 40)
    assert found.case.nunique() == 40
    assert set(found.groupby("case").activity.agg("→".join)) <= {"起案→審査", "起案→審査→決裁"}


def test_the_sample_is_the_same_each_time(log: bprkit.EventLog) -> None:
    pd.testing.assert_frame_equal(sampled_cases(log, 40), sampled_cases(log, 40))


def test_neither_time_nor_length_decides_who_is_sampled(log: bprkit.EventLog) -> None:
    found = sampled_cases(log, 100)
    middle = pd.Timestamp("2024-04-01 09:00") + pd.Timedelta(hours=CASES / 2)
    firsts = found.groupby("case").when.min()
    lengths = found.groupby("case").size()
    assert 30 <= (firsts < middle).sum() <= 70
    assert 30 <= (lengths == 3).sum() <= 70


def test_no_case_number_is_told(log: bprkit.EventLog) -> None:
    assert list(sampled_cases(log, 5).columns) == ["case", "activity", "when"]
    assert not sampled_cases(log, 5).astype(str).apply(lambda column: column.str.contains("文書")).any().any()
