"""Classes of lead times are round, without gaps, and hold every counted case once."""

from __future__ import annotations

import pandas as pd
import pytest

import bprkit
from bprkit.errors import InputError
from bprkit.mining.lead_time_classes import CLASSES, lead_time_classes
from bprkit.mining.lead_times import case_durations

HOURS = [1, 2, 2, 3, 5, 8, 30, 55, 80, 100, 2000]


@pytest.fixture(scope="module")
def log() -> bprkit.EventLog:
    rows = []
    for case, hours in enumerate(HOURS):
        begin = pd.Timestamp("2024-04-01 09:00") + pd.Timedelta(days=case)
        rows += [(f"c{case}", "起案", begin), (f"c{case}", "決裁", begin + pd.Timedelta(hours=hours))]
    return bprkit.read_log(pd.DataFrame(rows, columns=["案件番号", "処理", "日時"]), end=["決裁"])


@pytest.mark.parametrize("time", ["clock", "working"])
def test_every_case_is_in_the_class_of_its_lead_time(log: bprkit.EventLog, time: str) -> None:
    classes = lead_time_classes(log, time)  # type: ignore[arg-type]
    lengths = case_durations(log)[f"{time}_seconds"]
    for low, high, cases in classes.itertuples(index=False):
        assert cases == ((lengths >= low) & ((lengths < high) | pd.isna(high))).sum()
    assert classes.cases.sum() == len(HOURS)


def test_classes_follow_each_other_and_the_last_is_open(log: bprkit.EventLog) -> None:
    classes = lead_time_classes(log)
    assert list(classes.from_seconds[1:]) == list(classes.to_seconds[:-1])
    assert pd.isna(classes.to_seconds.iloc[-1])
    assert len(classes) <= CLASSES + 1


def test_classes_are_as_wide_as_something_that_people_say(log: bprkit.EventLog) -> None:
    day = 86_400
    wide = lead_time_classes(log).to_seconds.iloc[0]
    assert wide in (3600, 7200, 14_400, day / 4, day / 2, day, 2 * day)


def test_open_cases_do_not_count_where_the_end_was_declared(log: bprkit.EventLog) -> None:
    rows = [
        ("a", "起案", "2024-04-01 09:00"),
        ("a", "決裁", "2024-04-02 09:00"),
        ("b", "起案", "2024-04-01 09:00"),
    ]
    open_one = bprkit.read_log(pd.DataFrame(rows, columns=["案件番号", "処理", "日時"]), end=["決裁"])
    assert lead_time_classes(open_one).cases.sum() == 1


def test_another_time_is_refused(log: bprkit.EventLog) -> None:
    with pytest.raises(InputError):
        lead_time_classes(log, "wall")  # type: ignore[arg-type]
