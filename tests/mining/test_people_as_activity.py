"""Whoever chooses the column of people as the activity, the post or the section still sees no names unasked."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from rich.console import Console

import bprkit
from bprkit import EventLog, InputError, read_log
from bprkit.report.page import page
from bprkit.report.tables import write_csv_tables
from bprkit.report.terminal import print_page

pytestmark = pytest.mark.usefixtures("english")
NAMES = ("山田太郎", "佐藤花子", "鈴木一郎")


def people(header: str = "user") -> pd.DataFrame:
    """Return ten documents that three people hand round and back, with every flaw that is shown as an example."""
    rows = [
        (str(case), NAMES[(case + step) % 3], f"2024-05-{7 + step:02} {10 + case % 2}:00", "係員")
        for case in range(10)
        for step in range(4)
    ]
    rows += [
        rows[0],
        ("1", NAMES[0], "1969-01-01 10:00", "係員"),
        ("2", NAMES[1], "2199-01-01 10:00", "係員"),
    ]
    rows += [(None, NAMES[2], "2024-05-08 10:00", "係員"), ("3", NAMES[2], None, "係員")]
    return pd.DataFrame(rows, columns=["case", header, "time", "step"]).astype("string")


def everything_shown(log: EventLog, folder: Path) -> str:
    mined = bprkit.mine(log)
    terminal = StringIO()
    print_page(page(mined.answers), Console(file=terminal, width=140))
    tables = [path.read_text("utf-8-sig") for path in write_csv_tables(mined.answers, folder)]
    return "".join([json.dumps(mined.answers, ensure_ascii=False), terminal.getvalue(), *tables])


@pytest.mark.parametrize(
    "header", ["user", "担当者", "処理者名", "審査担当者", "起案者", "氏名", "Applicant Name"]
)
def test_people_as_the_activity_are_p1_and_p2(header: str, tmp_path: Path) -> None:
    log = read_log(people(header), activity=header)
    shown = everything_shown(log, tmp_path / "tables")
    assert not [name for name in NAMES if name in shown]
    assert set(bprkit.transitions(log).source) == {"P1", "P2", "P3"}


@pytest.mark.parametrize("part", ["role", "section"])
def test_people_as_the_post_or_the_section_are_p1_and_p2(part: str, tmp_path: Path) -> None:
    log = read_log(people(), activity="step", **{part: "user"})
    shown = everything_shown(log, tmp_path / "tables")
    assert not [name for name in NAMES if name in shown]
    assert set(bprkit.workload(log, part).name) <= {"P1", "P2", "P3", "(others)"}


def test_the_people_are_the_same_ones_in_a_part_of_the_log() -> None:
    log = read_log(people(), activity="user")
    part = log.filter(activity=NAMES[1], started_from="2024-05-07")
    whole, shown = log.prepared(), part.prepared()
    assert list(whole.names["activity"]) == list(shown.names["activity"])
    assert list(whole.activities) == list(shown.activities)


def test_who_asks_for_persons_sees_them() -> None:
    answers = bprkit.mine(read_log(people(), activity="user").filter(started_from="2024-01-01"), persons=True)
    assert {row["source"] for row in answers["transitions"]} <= set(NAMES)
    assert set(answers["variants"][0]["activities"]) <= set(NAMES)


def test_the_column_says_that_its_people_are_coded() -> None:
    columns = bprkit.mine(read_log(people(), activity="user"))["columns"]
    assert "--persons" in next(row["note"] for row in columns if row["column"] == "user")


def test_an_unknown_person_calls_up_no_names() -> None:
    with pytest.raises(InputError) as error:
        read_log(people(), activity="user", end="山田次郎")
    assert not [name for name in NAMES if name in error.value.en + error.value.ja]


def test_activities_of_other_columns_keep_their_names() -> None:
    log = read_log(people("処理内容").rename(columns={"step": "post"}))
    assert set(bprkit.activities(log).activity) == set(NAMES)
