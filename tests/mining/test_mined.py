"""All questions at once: the JSON says what each question says alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

import bprkit
from bprkit.mining.mined import ORDER
from tables import log_of

pytestmark = pytest.mark.usefixtures("english")
COLUMNS = "case activity start time resource role section"
LINES = "\n".join(
    f"{case} 起案 2024-04-{case:02}_09:00 2024-04-{case:02}_10:00 {person} 主事 税務課\n"
    f"{case} 確認 2024-04-{case:02}_13:00 2024-04-{case:02}_14:00 {person}k 係長 税務課\n"
    + (f"{case} 差戻し - 2024-04-{case:02}_15:00 {person}k 係長 税務課\n" if case % 5 == 0 else "")
    + (
        f"{case} 確認 2024-04-{case:02}_15:30 2024-04-{case:02}_16:00 {person}k 係長 税務課\n"
        if case % 5 == 0
        else ""
    )
    + f"{case} 決裁 2024-04-{case + 1:02}_09:00 2024-04-{case + 1:02}_09:05 {person}c 課長 総務課"
    for case in range(1, 16)
    for person in ["xyz"[case % 3]]
)


@pytest.fixture(scope="module")
def log() -> bprkit.EventLog:
    return log_of(LINES, COLUMNS, calendar="jp")


@pytest.fixture(scope="module")
def mined(log: bprkit.EventLog) -> bprkit.Mined:
    return bprkit.mine(log)


def test_the_keys_are_those_that_others_rely_on(mined: bprkit.Mined) -> None:
    assert tuple(mined.answers) == ORDER
    assert set(ORDER) == {
        *(
            "bprkit",
            "format",
            "settings",
            "overview",
            "columns",
            "quality",
            "warnings",
            "summary",
            "lead_time",
        ),
        *(
            "activities",
            "transitions",
            "bottlenecks",
            "start_activities",
            "end_activities",
            "variants",
            "rework",
        ),
        *("handovers", "workload", "backlog", "attributes"),
    }


def test_it_is_json_without_nan(mined: bprkit.Mined) -> None:
    assert json.loads(json.dumps(mined.answers, allow_nan=False)) == dict(mined.answers)


def test_each_part_says_what_the_question_says_alone(mined: bprkit.Mined, log: bprkit.EventLog) -> None:
    for name in ("transitions", "bottlenecks", "activities", "variants"):
        alone = getattr(bprkit, name)(log)
        together = mined.frame(name)
        assert list(together) == list(alone)
        for column in alone:
            assert plain(together[column]) == plain(alone[column]), (name, column)
    assert mined["overview"] == bprkit.overview(log)
    totals = {by: bprkit.handover_totals(log, by) for by in ("resource", "role")}
    assert {by: mined["handovers"][by] for by in totals} == totals


def plain(column: Any) -> list[Any]:
    return [
        list(value) if hasattr(value, "__len__") and not isinstance(value, str) else value
        for value in column.tolist()
    ]


def test_lead_time_is_told_whole_by_year_and_by_month(mined: bprkit.Mined) -> None:
    lead = mined["lead_time"]
    assert (lead["cases"], lead["status"]) == (15, "unknown")
    assert set(lead["clock_seconds"]) == set(lead["working_seconds"]) == {"mean", "median", "p90", "p95"}
    assert [(row["fiscal_year"], row["cases"]) for row in lead["by_fiscal_year"]] == [(2024, 15)]
    assert [(row["month"], row["cases"]) for row in lead["by_month"]] == [("2024-04", 15)]
    assert lead["end_activity_candidates"] == [{"activity": "決裁", "count": 15, "share": 1.0}]


def test_rework_is_told_with_its_returns(mined: bprkit.Mined) -> None:
    rework = mined["rework"]
    assert (rework["cases"], rework["share_of_cases"]) == (3, 0.2)
    assert [(row["activity"], row["repetitions"]) for row in rework["activities"]] == [("確認", 3)]
    assert [(row["activity"], row["source"], row["resolved"]) for row in rework["returns"]] == [
        ("差戻し", "確認", 3)
    ]


def test_settings_say_how_it_was_counted(log: bprkit.EventLog) -> None:
    part = log.filter(activity="差戻し")
    settings = bprkit.mine(part)["settings"]
    assert settings["calendar"]["name"] == "jp" and settings["calendar"]["working_day_seconds"] == 27_900
    assert settings["timezone"] == "Asia/Tokyo"
    assert settings["filters"] == ["cases with 差戻し"]
    assert settings["persons"] is False
    assert settings["privacy"] == {"min_cases": 5, "min_persons": 3}


def test_each_part_is_announced_before_it_is_worked_on(log: bprkit.EventLog) -> None:
    announced: list[str] = []
    bprkit.mine(log, progress=announced.append)
    assert announced[0] == "overview" and set(announced) <= set(ORDER)


def test_the_worst_is_said_in_plain_words(mined: bprkit.Mined) -> None:
    worst = mined["bottlenecks"][0]
    (sentence,) = [text for text in mined["summary"] if text.startswith("Most time is lost")]
    assert worst["source"] in sentence and worst["target"] in sentence
    assert "waited half as long" in sentence


def test_a_log_of_completions_says_that_waiting_is_not_known() -> None:
    summary = bprkit.mine(log_of("1 A 2024-04-01_09:00\n1 B 2024-04-02_09:00"))["summary"]
    assert any("waiting and working cannot be told apart" in text for text in summary)


def test_a_night_shift_under_office_hours_is_warned_of() -> None:
    night = "\n".join(
        f"{case} A 2024-04-0{case}_23:00\n{case} B 2024-04-0{case}_23:30" for case in range(1, 6)
    )
    (warning,) = bprkit.mine(log_of(night, calendar="jp"))["warnings"]
    assert "100%" in warning and "--calendar" in warning
    assert bprkit.mine(log_of(night))["warnings"] == []


def test_a_log_of_one_event_can_be_mined() -> None:
    mined = bprkit.mine(log_of("1 A 2024-04-01"))
    assert mined["overview"]["cases"] == 1
    assert mined["transitions"] == mined["bottlenecks"] == mined["attributes"] == []
    assert mined["variants"][0]["activities"] == ["A"]
    json.dumps(mined.answers, allow_nan=False)
