"""What pm4py gets counts there as it counts here, and comes back as it went."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings

import bprkit
import generated
import real_logs
from bprkit.errors import InputError
from bprkit.log.pm4py_bridge import from_pm4py, to_pm4py
from bprkit.log.writing.logs import write_log
from figures import figures, same

pm4py = pytest.importorskip("pm4py")

CASE, ACTIVITY, TIME, START = "case:concept:name", "concept:name", "time:timestamp", "start_timestamp"
HISTORY = pd.DataFrame(
    {
        "文書番号": ["007", "NA", "007", "NA", "007", None],
        "処理内容": ["起案", "起案", "決裁", "決裁", "施行", "施行"],
        "開始日時": [
            "2024-06-28 15:00",
            None,
            "2024-07-01 9:00",
            "2024-07-01 12:00",
            "2024-07-01 9:30",
            None,
        ],
        "完了日時": ["2024-06-28 16:00", "2024-06-28 16:00", *["2024-07-01 9:30"] * 4],
        "処理者": ["山田", "佐藤", "鈴木", "鈴木", "山田", "山田"],
        "役職": ["主事", "主事", "課長", "課長", "主事", "主事"],
        "所属": ["税務課"] * 6,
        "種別": ["物品", "委託", "物品", "委託", "物品", "物品"],
        "件名": ["机", "清掃", "机", "清掃", "机", "机"],
    }
)


def transition_counts(log: bprkit.EventLog) -> dict[tuple[str, str], int]:
    table = bprkit.transitions(log)
    return {
        (row.source, row.target): row.count
        for row in table[["source", "target", "count"]].itertuples(index=False)
    }


def test_the_frame_has_the_columns_of_pm4py_and_times_in_utc() -> None:
    frame = bprkit.read_log(HISTORY).to_pm4py()
    assert list(frame) == [CASE, ACTIVITY, TIME, START, "org:resource", "org:role", "org:group", "種別"]
    assert frame[CASE].tolist() == ["007", "007", "007", "NA", "NA"]  # the row without a case is set aside
    assert frame[ACTIVITY].tolist() == ["起案", "決裁", "施行", "起案", "決裁"]
    assert str(frame[TIME].dtype) == str(frame[START].dtype) == "datetime64[us, UTC]"
    assert frame[TIME].iloc[0] == pd.Timestamp("2024-06-28 16:00", tz="Asia/Tokyo")


def test_a_missing_start_and_one_after_its_completion_are_the_completion() -> None:
    frame = bprkit.read_log(HISTORY).to_pm4py()
    assert (frame[START] == frame[TIME]).tolist() == [False, False, True, True, True]


def test_a_header_of_the_standard_that_plays_no_part_gives_way() -> None:
    log = bprkit.read_log(HISTORY.rename(columns={"種別": "concept:name"}), activity="処理内容")
    frame = to_pm4py(log)
    assert frame[ACTIVITY].tolist() == ["起案", "決裁", "施行", "起案", "決裁"]
    assert frame["concept:name_2"].tolist() == ["物品", "物品", "物品", "委託", "委託"]


def test_only_the_cases_of_a_filtered_log_go_over() -> None:
    log = bprkit.read_log(HISTORY).filter(activity="施行")
    assert set(to_pm4py(log)[CASE]) == {"007"}


@pytest.mark.parametrize("source", ["receipt_wabo/receipt.csv", "bpic2020/DomesticDeclarations.xes.gz"])
def test_pm4py_counts_the_transitions_of_real_logs_as_bprkit_does(source: str) -> None:
    log = bprkit.read_log(real_logs.path_of(source), timezone="Europe/Amsterdam")
    dfg, starts, ends = pm4py.discover_dfg(to_pm4py(log))
    assert {pair: int(count) for pair, count in dfg.items()} == transition_counts(log)
    assert starts == dict(bprkit.start_activities(log).itertuples(index=False))
    assert ends == dict(bprkit.end_activities(log).itertuples(index=False))


@settings(max_examples=6, deadline=None)
@given(generated.logs(starts=False))
def test_pm4py_counts_the_transitions_of_any_log_as_bprkit_does(drawn: generated.Drawn) -> None:
    """Interleaved cases, ties and summer time included."""
    log = drawn.read()
    dfg, _, _ = pm4py.discover_dfg(to_pm4py(log))
    assert {pair: int(count) for pair, count in dfg.items()} == transition_counts(log)


@settings(max_examples=6, deadline=None)
@given(generated.logs())
def test_a_log_comes_back_as_it_went(drawn: generated.Drawn) -> None:
    log = drawn.read()
    settings = {key: drawn.options[key] for key in ("calendar", "timezone", "end", "after_end")}
    back = from_pm4py(to_pm4py(log), shape="long", **settings)
    found, expected = figures(back), figures(log)
    expected["overview"]["events"] = len(drawn.naive.events)  # rows that mining sets aside stay behind
    for part in ("resources", "roles"):  # a column of nobody is not recognised again
        expected["overview"][part] = expected["overview"][part] or None
        found["overview"][part] = found["overview"][part] or None
    for counts in (found, expected):  # an instance of no length may have had no start at all
        for key in ("dates_only", "first", "last", "has_starts"):
            counts["overview"].pop(key)
        for row in counts["transitions"]:
            row.pop("measure")
    assert found["sequences"] == expected["sequences"]
    assert same(found["overview"], expected["overview"])
    counted = [[row["source"], row["target"], row["count"]] for row in found["transitions"]]
    assert sorted(counted) == sorted([r["source"], r["target"], r["count"]] for r in expected["transitions"])


def test_an_event_log_object_of_pm4py_is_read_with_its_lifecycle(tmp_path: Path) -> None:
    log = bprkit.read_log(HISTORY)
    write_log(log, tmp_path / "log.xes")
    legacy = pm4py.read_xes(str(tmp_path / "log.xes"), return_legacy_log_object=True)
    assert type(legacy).__module__.startswith("pm4py.")
    back = from_pm4py(legacy)
    assert figures(back)["sequences"] == figures(log)["sequences"]
    assert transition_counts(back) == transition_counts(log)


def test_without_pm4py_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, english: None) -> None:
    legacy = pm4py.objects.log.obj.EventLog()
    monkeypatch.setitem(sys.modules, "pm4py", None)
    with pytest.raises(InputError, match=r"pip install 'bprkit\[pm4py\]'"):
        from_pm4py(legacy)


def test_a_frame_needs_no_pm4py(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pm4py", None)
    log = bprkit.read_log(HISTORY)
    assert figures(from_pm4py(to_pm4py(log)))["sequences"] == figures(log)["sequences"]


def test_what_is_no_log_is_refused(english: None) -> None:
    with pytest.raises(InputError, match="A log is a file"):
        from_pm4py(42)
