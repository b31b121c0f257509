"""Names stay home: results speak of posts and sections, small groups are merged, people are P1, P2, …"""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pandas as pd
import pytest

import bprkit
from bprkit import EventLog, read_log
from tables import log_of

pytestmark = pytest.mark.usefixtures("english")
NAMES = ("山田太郎", "佐藤花子", "鈴木一郎", "高橋次郎", "田中三郎", "伊藤四郎", "小早川秀秋")
TITLE = "の固定資産税の減免について"
BREAKDOWNS = (bprkit.transitions, bprkit.activities, bprkit.bottlenecks, bprkit.handovers, bprkit.workload)


@pytest.fixture(scope="module")
def circulation() -> EventLog:
    """Return 40 documents with everything in them that must not come out, and with flaws that are shown as examples."""
    begin = datetime(2024, 4, 1, 9)
    rows = []
    for case in range(40):
        for step, (activity, role) in enumerate(
            (("起案", "主事"), ("確認", "係長"), ("決裁", "課長"), ("施行", "主事"))
        ):
            person = NAMES[6] if (case, step) == (3, 1) else NAMES[(case + step) % 6]
            end = begin + timedelta(hours=7 * case + 5 * step)
            section = ("税務課", "総務課")[case % 2]
            title, drafter = f"{NAMES[case % 6]}氏{TITLE}（第{case}号）", NAMES[(case + 1) % 6]
            kind = "契約" if case % 3 else "支出"
            rows.append(
                (
                    f"R6-{case}",
                    activity,
                    end - timedelta(hours=1),
                    end,
                    person,
                    role,
                    section,
                    title,
                    drafter,
                    kind,
                )
            )
    headers = [
        "文書番号",
        "処理内容",
        "開始日時",
        "処理日時",
        "処理者",
        "役職",
        "所属",
        "件名",
        "起案者",
        "文書種別",
    ]
    frame = pd.DataFrame(rows, columns=headers)
    flawed = [frame.iloc[[5]], frame.assign(文書番号=None).iloc[[7]], frame.assign(処理内容=None).iloc[[9]]]
    frame = pd.concat([frame, *flawed], ignore_index=True).astype({"処理日時": "string"})
    frame.loc[20, "処理日時"] = None
    frame.loc[50, "処理日時"] = "来週"
    frame.loc[30, "開始日時"] = datetime(2030, 1, 1)
    return read_log(frame)


def test_no_name_and_no_title_is_in_the_json(circulation: EventLog) -> None:
    checks = {finding.check for finding in bprkit.quality(circulation)}
    assert checks >= {
        "missing_case",
        "missing_activity",
        "unparsable_date",
        "negative_duration",
        "exact_duplicate",
        "tie",
    }
    text = json.dumps(bprkit.mine(circulation).answers, ensure_ascii=False)
    assert [name for name in NAMES if name in text] == []
    assert TITLE not in text and "税務課" in text and "課長" in text


@pytest.mark.parametrize("by", ["resource", "処理者", "起案者", "role", "section", "文書種別"])
def test_no_breakdown_shows_a_name_unless_asked_for(circulation: EventLog, by: str) -> None:
    for question in BREAKDOWNS:
        text = question(circulation, by).to_json(force_ascii=False, date_format="iso")
        assert [name for name in NAMES if name in text] == [], question.__name__


def test_no_other_table_shows_a_name(circulation: EventLog) -> None:
    others = (bprkit.variants, bprkit.lead_times, bprkit.case_durations, bprkit.rework, bprkit.returns)
    for question in (*others, bprkit.attributes, bprkit.backlog_by_activity, bprkit.end_activities):
        text = question(circulation).to_json(force_ascii=False, date_format="iso")
        assert [name for name in NAMES if name in text] == [], question.__name__


def test_asked_for_names_are_shown_but_of_nobody_with_fewer_than_five_cases(circulation: EventLog) -> None:
    """小早川秀秋 stood in once: a named chief with n = 1 ends the project."""
    shown = set(bprkit.workload(circulation, "resource", persons=True).name)
    assert shown == {*NAMES[:6], "(others)"}
    text = json.dumps(bprkit.mine(circulation, persons=True).answers, ensure_ascii=False)
    assert [name for name in NAMES if name in text] == list(NAMES[:6])
    assert TITLE not in text


def test_the_title_is_no_breakdown(circulation: EventLog) -> None:
    with pytest.raises(bprkit.InputError, match="no column for '件名'"):
        bprkit.transitions(circulation, "件名")


def test_in_a_log_of_nothing_but_persons_they_are_numbered_by_first_appearance() -> None:
    lines = "\n".join(
        f"{case} A 2024-04-0{case}_09:00 Zoe\n{case} B 2024-04-0{case}_10:00 Adam" for case in range(1, 7)
    )
    log = log_of(lines, "case activity time resource")
    assert bprkit.handovers(log, "resource")[["source", "target"]].values.tolist() == [["P1", "P2"]]
    mined = bprkit.mine(log)
    assert [row["name"] for row in mined["workload"]] == ["P1", "P2"]
    text = json.dumps(mined.answers)
    assert "Zoe" not in text and "Adam" not in text


def sized(groups: dict[str, tuple[int, int]]) -> EventLog:
    """Return a log with groups (sections) of so many cases and so many persons."""
    rows = [
        (f"{name}-{case}", step, datetime(2024, 4, 1 + case, 9 + hour), f"{name}{case % persons}", name)
        for name, (cases, persons) in groups.items()
        for case in range(cases)
        for hour, step in enumerate("AB")
    ]
    frame = pd.DataFrame(rows, columns=["case", "activity", "time", "resource", "section"])
    return read_log(frame, section="section", resource="resource", calendar="none")


@pytest.mark.parametrize(
    ("cases", "persons", "shown"),
    [(5, 3, True), (4, 3, False), (5, 2, False), (20, 1, False), (20, 20, True)],
)
def test_a_group_needs_five_cases_and_three_persons(cases: int, persons: int, shown: bool) -> None:
    log = sized({"税務課": (9, 3), "秘書室": (cases, persons)})
    for found in (bprkit.workload(log, "section").name, bprkit.transitions(log, "section").source):
        assert set(found) == {"税務課", "秘書室" if shown else "(others)"}


def test_what_is_shown_does_not_depend_on_what_was_asked_before() -> None:
    groups = {"税務課": (9, 3), "秘書室": (9, 1)}
    fresh, used = sized(groups), sized(groups)
    bprkit.mine(used)
    pd.testing.assert_frame_equal(bprkit.transitions(fresh, "section"), bprkit.transitions(used, "section"))


def test_merged_groups_keep_their_work() -> None:
    found = bprkit.workload(
        sized({"税務課": (9, 3), "秘書室": (3, 3), "会計課": (2, 2)}), "section"
    ).set_index("name")
    assert found.instances.to_dict() == {"税務課": 18, "(others)": 10}
    assert found.cases.to_dict() == {"税務課": 9, "(others)": 5}


def test_where_nobody_is_recorded_only_the_cases_of_a_group_count() -> None:
    log = sized({"税務課": (9, 3), "秘書室": (9, 1)})
    unnamed = log.to_pandas().drop(columns="resource")
    found = bprkit.workload(read_log(unnamed, section="section", calendar="none"), "section")
    assert set(found.name) == {"税務課", "秘書室"}


def test_activities_are_never_merged() -> None:
    assert set(bprkit.activities(sized({"税務課": (1, 1)})).activity) == {"A", "B"}
