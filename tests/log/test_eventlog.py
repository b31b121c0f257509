"""An event log as a value: what it has, its table, its parts."""

from __future__ import annotations

import pandas as pd
import pytest

import bprkit
from bprkit import InputError, read_log
from tables import log_of

pytestmark = pytest.mark.usefixtures("english")
COLUMNS = "case activity time resource role 文書種別 件名"
TEXT = """
    2 起案 2024-04-02_09:00 x 担当 支出 りんご
    1 起案 2024-04-01_09:00 x 担当 契約 みかん
    1 決裁 2024-04-03_09:00 y 課長 契約 みかん
    2 決裁 2024-04-03_09:00 y 課長 支出 りんご
"""


def test_the_table_has_the_rows_in_the_order_of_the_file_under_plain_names() -> None:
    frame = log_of(TEXT, COLUMNS).to_pandas()
    assert list(frame)[:3] == ["case", "activity", "time"]
    assert list(zip(frame.case, frame.activity, strict=True)) == [
        ("2", "起案"),
        ("1", "起案"),
        ("1", "決裁"),
        ("2", "決裁"),
    ]
    assert frame.time.iloc[0] == pd.Timestamp("2024-04-02 09:00")
    assert {"resource", "role", "文書種別"} <= set(frame)


def test_the_order_survives_a_filter_and_the_joining_of_starts() -> None:
    case_of = {f"c{number}": f"{(number * 7919) % 9973}" for number in range(3000)}
    times = pd.date_range("2024-04-01", periods=9000, freq="min")
    frame = pd.DataFrame(
        {"case": [case_of[f"c{number % 3000}"] for number in range(9000)], "activity": "A", "time": times}
    )
    frame["section"] = ["税務課" if int(case) % 3 else "総務課" for case in frame.case]
    part = read_log(frame, section="section", calendar="none").filter(where="section=税務課").to_pandas()
    assert len(part) == (frame.section == "税務課").sum() and part.time.is_monotonic_increasing

    rows = pd.concat(
        [
            frame.assign(transition="start", time=frame.time - pd.Timedelta("30s")),
            frame.assign(transition="complete"),
        ]
    )
    rows = rows.sort_values("time", kind="stable", ignore_index=True)
    joined = read_log(rows, lifecycle="transition", calendar="none").to_pandas()
    assert len(joined) == 9000 and joined.time.is_monotonic_increasing


def test_stamps_of_the_table_are_of_the_log_s_wall_clock() -> None:
    log = log_of("1 A 2024-04-01T00:00:00Z\n1 B 2024-04-01T12:00:00+02:00")
    assert log.to_pandas().time.dt.strftime("%m-%d %H:%M").tolist() == ["04-01 09:00", "04-01 19:00"]


def test_a_breakdown_goes_by_part_or_by_header() -> None:
    frame = pd.DataFrame(
        {
            "文書番号": ["1", "1"],
            "処理内容": ["起案", "決裁"],
            "処理日時": ["2024-04-01", "2024-04-02"],
            "所属": ["税務課", "税務課"],
        }
    )
    log = read_log(frame, calendar="none")
    assert log.key("section") == log.key("所属") == "section"
    assert log.key("activity") == "activity"
    assert log.has("section") and not log.has("role")
    with pytest.raises(InputError, match=r"no column for 'role'.*所属"):
        log.key("role")


def test_filters_are_told_in_the_order_in_which_they_were_set() -> None:
    log = log_of(TEXT, COLUMNS)
    part = log.filter(started_from="2024-04-02").filter(where="文書種別=支出", variant_share=0.5)
    assert [str(condition) for condition in part.filters] == [
        "cases that started from 2024-04-02 to …",
        "文書種別 = 支出",
        "the most frequent variants, 50% of the cases",
    ]
    assert log.filters == () and log.case_count() == 2


def test_a_filter_leaves_the_whole_log_as_it_was() -> None:
    log = log_of(TEXT, COLUMNS)
    before = bprkit.overview(log)
    log.filter(where="文書種別=支出")
    assert bprkit.overview(log) == before


def test_rows_of_a_part_are_counted_as_recorded() -> None:
    log = log_of(
        "1 A start 2024-04-01\n1 A complete 2024-04-02\n2 A complete 2024-04-03\n2 B schedule 2024-04-04\n2 B complete 2024-04-05",  # noqa: E501
        "case activity lifecycle time",
        lifecycle="lifecycle",
    )
    assert bprkit.overview(log)["events"] == 5
    part = log.filter(activity="B")
    assert (part.row_count(), bprkit.overview(part)["activity_instances"]) == (3, 2)


def test_cases_are_listed_by_start_with_their_numbers() -> None:
    found = bprkit.case_durations(log_of(TEXT, COLUMNS))
    assert found.case.tolist() == ["1", "2"]
    assert found.clock_seconds.tolist() == [2 * 86_400, 86_400]
    assert found.events.tolist() == [2, 2]


def test_a_moment_is_told_with_its_offset_and_a_date_as_a_date() -> None:
    log = log_of(TEXT, COLUMNS)
    first = log.prepared().extent.first
    assert log.moment(log.zone_clock.instant_of(first)) == "2024-04-01T09:00:00+09:00"
    assert log.moment(None) is None
    dates = log_of("1 A 2024-04-01")
    assert dates.moment(dates.zone_clock.instant_of(dates.prepared().extent.first)) == "2024-04-01"


def test_an_end_activity_that_does_not_occur_is_refused_with_a_suggestion() -> None:
    with pytest.raises(InputError, match=r"no activity '決済'.*決裁"):
        log_of(TEXT, COLUMNS, end="決済")
