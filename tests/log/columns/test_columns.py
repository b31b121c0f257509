"""Which column plays which part: what city halls export opens without options; what is unclear is asked."""

from __future__ import annotations

import gzip
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import real_logs
from bprkit import language
from bprkit.errors import InputError
from bprkit.log.columns.content import as_number
from bprkit.log.columns.headers import PARTS, header_key, header_words, vocabulary
from bprkit.log.columns.pseudo import is_pseudo, pseudo_candidates, pseudo_side
from bprkit.log.columns.recognition import (
    CHOOSABLE,
    Recognised,
    attribute_kind,
    is_lifecycle,
    recognise,
)

REAL = real_logs.folder()
needs_real_data = pytest.mark.skipif(not REAL.is_dir(), reason=f"no real logs in {REAL} (BPRKIT_REAL_DATA)")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    language.use("en")
    yield
    language.use(None)


def parts(found: Recognised) -> dict[str, str]:
    return {part: header for part in PARTS if (header := getattr(found, part)) is not None}


def row_of(found: Recognised, header: str) -> dict[str, Any]:
    (row,) = [row for row in found.taken if row["column"] == header]
    return row


def history(cases: int = 20) -> pd.DataFrame:
    """The history of a 文書管理 system: three steps a document."""
    steps = (("起案", "山田", "主事"), ("回議", "佐藤", "係長"), ("決裁", "鈴木", "課長"))
    rows = [
        (f"R6総-{case}", f"2020/08/{20 + place} {9 + case % 8}:00", step, person, "総務課", post)
        for case in range(cases)
        for place, (step, person, post) in enumerate(steps)
    ]
    return pd.DataFrame(rows, columns=["番号", "処理日時", "処理内容", "処理者", "所属", "役職"])


def register(cases: int = 30) -> pd.DataFrame:
    """The register of a 文書管理 system: a row a document, one date."""
    rows = [
        (
            f"総第{n}号",
            f"市道{n}号線の修繕について（伺い）",
            "決裁済",
            f"R6.4.{n % 28 + 1}",
            "山田",
            "土木課",
            "電子",
        )
        for n in range(cases)
    ]
    return pd.DataFrame(rows, columns=["文書番号", "件名", "状態", "起案日", "担当", "起案課", "決裁方式"])


def accounts(cases: int = 40) -> pd.DataFrame:
    """Slips of a 財務会計 system, whose numbers begin anew each fiscal year."""
    rows = [
        (
            str(2023 + (n >= 20)),
            f"{n % 20 + 1:05d}",
            "R060401",
            "R060403",
            "R060405",
            "R060410",
            f"{n * 12345:,}",
        )
        for n in range(cases)
    ]
    return pd.DataFrame(rows, columns=["年度", "伝票番号", "起票日", "決裁日", "審査日", "支払日", "金額"])


# What city halls export


def test_a_document_history_opens_with_every_part():
    found = recognise(history())
    assert found.shape == "long"
    assert parts(found) == {
        "case": "番号",
        "activity": "処理内容",
        "time": "処理日時",
        "resource": "処理者",
        "role": "役職",
        "section": "所属",
    }
    assert {row["why"] for row in found.taken} == {"header"}
    assert [row["column"] for row in found.taken] == list(history().columns)


def test_a_history_needs_few_rows():
    assert parts(recognise(history(1)))["activity"] == "処理内容"


def test_a_register_with_one_date_is_told_what_is_missing():
    with pytest.raises(InputError) as error:
        recognise(register(), name="起案簿.csv")
    for text in (error.value.en, error.value.ja):
        assert "起案簿.csv" in text and "文書番号" in text and "起案日" in text and "--activity" in text
    assert "second date" in error.value.en and "履歴" in error.value.ja


def test_a_register_whose_rows_are_steps_opens_when_the_step_is_named():
    found = recognise(register(), chosen={"activity": "状態"})
    assert (found.shape, found.case, found.activity, found.time) == ("long", "文書番号", "状態", "起案日")
    assert row_of(found, "状態")["why"] == "chosen"


def test_drafted_decided_enforced_is_wide_and_milestones_keep_the_order_of_the_headers():
    table = register().assign(決裁日="R6.5.1", 施行日=["R6.5.2"] * 10 + ["－"] * 20)
    found = recognise(table)
    assert (found.shape, found.case, found.activity, found.time) == ("wide", "文書番号", None, None)
    assert found.milestones == ("起案日", "決裁日", "施行日")
    assert {row_of(found, header)["taken_as"] for header in found.milestones} == {"time"}


def test_who_is_in_charge_of_a_case_did_not_take_each_of_its_steps():
    found = recognise(register().assign(決裁日="R6.5.1"))
    assert found.resource is None and found.section is None
    assert found.persons == ("担当",)
    assert found.attributes == ("状態", "起案課", "決裁方式")


def test_a_milestone_that_no_case_has_reached_is_still_one():
    found = recognise(register().assign(決裁日="R6.5.1", 完了日=None))
    assert found.milestones == ("起案日", "決裁日", "完了日")
    assert "empty" in row_of(found, "完了日")["note"]


def test_a_deadline_is_no_milestone():
    found = recognise(register().assign(決裁日="R6.5.1", 回答期限="R6.6.1", 施行予定日="R6.5.20"))
    assert found.milestones == ("起案日", "決裁日")
    assert {"回答期限", "施行予定日"} <= set(found.attributes)


def test_a_subject_line_is_free_text_by_its_header():
    found = recognise(register().assign(決裁日="R6.5.1"))
    assert found.free_text == ("件名",)
    assert row_of(found, "件名")["taken_as"] == "ignored"


def test_slip_numbers_that_begin_anew_each_year_name_a_case_with_the_year():
    found = recognise(accounts())
    assert found.milestones == ("起票日", "決裁日", "審査日", "支払日")
    assert (found.case, found.case_parts) == ("伝票番号", ("年度", "伝票番号"))
    assert "年度" in row_of(found, "伝票番号")["note"]
    assert found.attributes == ("年度", "金額")


def test_slip_numbers_of_one_year_stand_alone():
    found = recognise(accounts(20))
    assert (found.case, found.case_parts) == ("伝票番号", ())


def test_a_history_in_which_numbers_occur_in_two_years_is_noted():
    table = history().assign(年度=["2023", "2023", "2024"] * 20)
    found = recognise(table)
    assert found.case_parts == ()
    assert "年度" in row_of(found, "番号")["note"]


def test_online_applications_are_wide_though_they_have_a_status():
    rows = [
        (
            f"202406{n:04d}",
            "所得証明" if n % 3 else "住民票の写し",
            f"2024-06-{n % 28 + 1:02d} 10:{n % 60:02d}",
            "処理完了" if n % 4 else "審査中",
            f"2024-07-{n % 28 + 1:02d} 11:00" if n % 4 else None,
        )
        for n in range(60)
    ]
    found = recognise(pd.DataFrame(rows, columns=["受付番号", "手続名", "申請日時", "処理状況", "完了日時"]))
    assert (found.shape, found.case) == ("wide", "受付番号")
    assert found.milestones == ("申請日時", "完了日時")
    assert found.attributes == ("手続名", "処理状況")


def groupware() -> pd.DataFrame:
    steps = (("申請", "APPROVE", "u1"), ("承認", "SENT_BACK", "u2"), ("決裁", "APPROVE", "u3"))
    rows = [
        (
            str(n // 3),
            "旅費精算",
            *steps[n % 3][:2],
            f"2017/9/{n % 28 + 1} 11:41",
            steps[n % 3][2],
            f"確認 {n}",
        )
        for n in range(60)
    ]
    headers = ["申請番号", "申請フォーム名", "ステップ名", "処理結果", "処理日時", "処理者", "コメント"]
    return pd.DataFrame(rows, columns=headers)


def test_groupware_steps_are_the_activity_and_their_results_an_attribute():
    found = recognise(groupware())
    assert (found.activity, found.time) == ("ステップ名", "処理日時")
    assert found.attributes == ("申請フォーム名", "処理結果")
    assert found.free_text == ("コメント",)


def test_groupware_results_are_the_activity_where_steps_are_not_named():
    assert recognise(groupware().drop(columns="ステップ名")).activity == "処理結果"


def test_a_status_history_is_long_and_a_status_snapshot_is_wide():
    headers = ["レコード番号", "作成日時", "ステータス", "更新日時", "作業者"]
    snapshot = [
        (str(n), f"2017-09-{n % 28 + 1:02d}T02:41:00Z", "完了", f"2017-10-{n % 28 + 1:02d}T02:41:00Z", "鈴木")
        for n in range(40)
    ]
    found = recognise(pd.DataFrame(snapshot, columns=headers))
    assert (found.shape, found.milestones) == ("wide", ("作成日時", "更新日時"))
    changes = [
        (
            str(n // 2),
            "2017-09-01T02:41:00Z",
            ("申請", "完了")[n % 2],
            f"2017-10-{n % 28 + 1:02d}T02:41:00Z",
            "鈴木",
        )
        for n in range(40)
    ]
    found = recognise(pd.DataFrame(changes, columns=headers))
    assert (found.shape, found.activity, found.time) == ("long", "ステータス", "更新日時")


def test_starts_and_completions_in_two_columns():
    table = history().rename(columns={"処理日時": "完了日時"}).assign(着手日時="2020/08/19 9:00")
    table.loc[::2, "着手日時"] = "2020/08/18 9:00"
    found = recognise(table)
    assert (found.start, found.time) == ("着手日時", "完了日時")


def test_the_day_a_case_was_drafted_is_not_when_its_steps_ended():
    found = recognise(history().rename(columns={"処理日時": "完了日時"}).assign(処理日="2020/08/19"))
    assert found.time == "完了日時"
    found = recognise(history().rename(columns={"処理日時": "更新日時"}).assign(決裁日時="2020/08/23 9:00"))
    assert found.time == "更新日時"


def test_only_starts_serve_as_the_time():
    found = recognise(history().rename(columns={"処理日時": "開始日時"}))
    assert (found.time, found.start) == ("開始日時", None)


def test_starts_that_copy_the_completions_are_no_starts():
    table = history()
    found = recognise(table.assign(開始日時=table["処理日時"]))
    assert found.start is None
    assert found.same_as == (("処理日時", "開始日時"),)
    assert row_of(found, "開始日時")["why"] == "same_as:処理日時"


# What is unclear is asked


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_two_likely_activities_are_asked_about_with_a_value_of_each(lang):
    language.use(lang)
    table = history().rename(columns={"処理内容": "Activity"})
    table["Task name"] = [f"T{n % 4}" for n in range(len(table))]
    with pytest.raises(InputError) as error:
        recognise(table)
    assert all(word in str(error.value) for word in ("Activity", "Task name", "起案", "T0", "--activity"))
    assert recognise(table, chosen={"activity": "task NAME"}).activity == "Task name"


def test_two_stamps_of_equal_rank_are_asked_about():
    table = history()
    table["更新日時"] = table["処理日時"].str.replace("2020", "2021")
    with pytest.raises(InputError, match=r"処理日時.*更新日時.*--time"):
        recognise(table)
    found = recognise(table, chosen={"time": "処理日時"})
    assert found.time == "処理日時" and "更新日時" in found.attributes


def test_two_case_numbers_that_divide_the_rows_alike_need_no_question():
    table = history()
    table = table.rename(columns={"番号": "文書番号"}).assign(受付番号=["U" + text for text in table["番号"]])
    assert recognise(table).case == "文書番号"
    grouped = table.assign(受付番号=[f"U{n // 9}" for n in range(len(table))])
    with pytest.raises(InputError, match=r"文書番号.*受付番号.*--case"):
        recognise(grouped)


def test_two_columns_of_equal_content_are_one_and_it_is_said():
    table = history()
    found = recognise(table.assign(アクティビティ=table["処理内容"]))
    assert found.activity == "アクティビティ"
    assert found.same_as == (("アクティビティ", "処理内容"),)
    assert "処理内容" not in found.attributes


def test_a_repeated_header_is_one_column_or_a_question():
    table = history()
    twice = pd.concat([table, table[["処理内容"]]], axis=1)
    assert recognise(twice).same_as == (("処理内容", "処理内容_2"),)
    other = table[["処理内容"]].assign(処理内容=[f"工程{n % 5}" for n in range(len(table))])
    with pytest.raises(InputError, match=r"処理内容.*処理内容_2"):
        recognise(pd.concat([table, other], axis=1))


def test_a_person_is_not_named_in_a_question():
    table = history()
    other = table[["処理者"]].assign(処理者=["田中", "高橋"] * 30)
    with pytest.raises(InputError) as error:
        recognise(
            pd.concat([table, other], axis=1).set_axis([*table.columns, "処理 者"], axis=1),
            chosen={"resource": "処理＿者"},
        )
    assert "山田" not in error.value.en + error.value.ja and "田中" not in error.value.en + error.value.ja


@pytest.mark.parametrize(
    ("left_out", "english", "japanese"),
    [
        ("処理日時", "--time", "日時を表す列が見つかりません"),
        ("番号", "--case", "どの案件の行かを表す列が見つかりません"),
        ("処理内容", "--activity", "何をしたか"),
    ],
)
def test_a_missing_part_is_named_with_the_columns_that_were_seen(left_out, english, japanese):
    with pytest.raises(InputError) as error:
        recognise(history().drop(columns=left_out), name="履歴.csv")
    assert english in error.value.en and japanese in error.value.ja
    assert all("履歴.csv" in text and "役職" in text for text in (error.value.en, error.value.ja))


def test_a_time_column_without_dates_is_shown_with_its_value():
    with pytest.raises(InputError, match="処理日時' holds '45,123'"):
        recognise(history().assign(処理日時="45,123"))
    with pytest.raises(InputError, match=r"'処理者' .--time. holds no dates"):
        recognise(history(), chosen={"time": "処理者"})


def test_one_column_hints_at_the_separator():
    with pytest.raises(InputError, match=r"one column only.*';'"):
        recognise(pd.DataFrame({"番号;処理日時;処理内容": ["1;2020/08/20;起案"]}))


def test_headers_without_rows():
    with pytest.raises(InputError, match="no rows"):
        recognise(history(0))


def test_an_unknown_header_is_refused_with_the_closest():
    with pytest.raises(InputError, match=r"no column '処理時'.*Did you mean '処理日時'.*役職"):
        recognise(history(), chosen={"time": "処理時"})


def test_a_column_cannot_play_two_parts():
    with pytest.raises(InputError, match="--case and --activity"):
        recognise(history(), chosen={"case": "番号", "activity": "番号"})


def test_an_unknown_part_is_refused():
    with pytest.raises(InputError, match="case, activity, time"):
        recognise(history(), chosen={"colour": "番号"})


def test_a_wide_table_has_no_activity_column_and_two_dates():
    with pytest.raises(InputError, match="--activity"):
        recognise(accounts(), chosen={"activity": "金額"}, shape="wide")
    with pytest.raises(InputError, match="two columns of dates"):
        recognise(register(), shape="wide")


def test_a_shape_can_be_chosen():
    table = register().assign(決裁日="R6.5.1")
    assert recognise(table, shape="wide").shape == "wide"
    found = recognise(history(), shape="long")
    assert found.shape == "long"


# Content decides where headers do not


def test_without_known_headers_three_clear_columns_are_enough():
    table = history()[["番号", "処理日時", "処理内容"]].set_axis(["c1", "c2", "c3"], axis=1)
    found = recognise(table)
    assert (found.case, found.time, found.activity) == ("c1", "c2", "c3")
    assert {row["why"] for row in found.taken} == {"content"}


def test_without_known_headers_several_labels_are_asked_about():
    with pytest.raises(InputError, match=r"'c3'.*'c4'.*'c6'.*--activity"):
        recognise(history().set_axis(["c1", "c2", "c3", "c4", "c5", "c6"], axis=1))


def test_of_two_unknown_stamps_the_one_that_never_follows_is_the_start():
    table = history()[["番号", "処理内容", "処理日時"]].set_axis(["番号", "処理内容", "bis"], axis=1)
    table["von"] = table["bis"].str.replace(":00", "", regex=False) + ":00"
    table.loc[::2, "von"] = "2020/08/19 8:30"
    found = recognise(table)
    assert (found.start, found.time) == ("von", "bis")


def test_a_row_number_is_no_case():
    table = history().rename(columns={"番号": "受付番号"})
    table.insert(0, "No", [str(n) for n in range(len(table))])
    assert recognise(table).case == "受付番号"
    table.insert(0, "", range(len(table)))
    assert "column_1" in recognise(table).ignored


def test_case_numbers_that_do_not_repeat_in_the_first_rows_are_still_cases():
    table = history(60).iloc[::3].reset_index(drop=True)
    found = recognise(table)
    assert (found.shape, found.case) == ("long", "番号")
    assert "every row" in row_of(found, "番号")["note"]


def test_a_case_may_be_called_NA():
    table = history()
    table["番号"] = ["NA"] * 3 + list(table["番号"][3:])
    assert recognise(table).case == "番号"


def test_typed_columns_of_a_spreadsheet():
    table = history()
    table["処理日時"] = [datetime(2024, 4, 1, 9, n % 60) for n in range(len(table))]
    table["番号"] = [float(n // 3) for n in range(len(table))]
    table["金額"] = [n * 1.5 for n in range(len(table))]
    found = recognise(table)
    assert (found.case, found.time, found.attributes) == ("番号", "処理日時", ("金額",))


def test_numbers_that_look_like_dates_are_not_stamps():
    table = history()
    table["整理コード"] = [f"202404{n % 28 + 1:02d}" for n in range(len(table))]
    found = recognise(table)
    assert found.time == "処理日時" and "整理コード" not in found.milestones


def test_other_people_in_the_table_are_kept_apart_from_attributes():
    table = history().assign(起案者="山田", 担当者=["山田", "佐藤", "鈴木"] * 20, 申請者氏名="市民")
    found = recognise(table)
    assert found.resource == "処理者"
    assert set(found.persons) == {"起案者"} and found.free_text == ("申請者氏名",)
    assert found.same_as == (("処理者", "担当者"),)


def test_a_time_of_day_apart_from_its_date_is_told():
    table = history()
    table["処理時刻"] = table["処理日時"].str.split(" ").str[1]
    table["処理日"] = table["処理日時"].str.split(" ").str[0]
    found = recognise(table.drop(columns="処理日時"))
    assert found.time == "処理日"
    assert "one column" in row_of(found, "処理時刻")["note"]


def test_numbers_of_other_things_are_identifiers_not_attributes():
    table = history()
    table["契約管理コード"] = [f"K-{n // 3:04d}" for n in range(len(table))]
    assert recognise(table).identifiers == ("契約管理コード",)


def test_kinds_are_judged_once_a_case():
    table = history().assign(金額=[f"{n // 3},000" for n in range(60)], 期限="2024-01-01", 決裁区分="乙")
    assert recognise(table).kinds == {"金額": "number", "期限": "date", "決裁区分": "category"}


def test_thousands_of_columns_are_looked_at_in_fewer_rows():
    table = pd.concat([history(), pd.DataFrame({f"x{n}": ["a", "b"] * 30 for n in range(3000)})], axis=1)
    table = pd.concat([table] * 20, ignore_index=True)
    found = recognise(table)
    assert parts(found)["case"] == "番号" and len(found.taken) == 3006


def test_every_column_is_in_one_place_and_has_a_row():
    table = history().assign(
        備考="", 金額=[f"{n},000" for n in range(60)], 件名="伺い", 起案者="x", 期限="2024-01-01"
    )
    found = recognise(table)
    placed = [
        *parts(found).values(),
        *found.milestones,
        *found.attributes,
        *found.free_text,
        *found.ignored,
        *found.persons,
        *found.identifiers,
        *(twin for _, twin in found.same_as),
    ]
    assert sorted(placed) == sorted(table.columns)
    assert [row["column"] for row in found.taken] == list(table.columns)
    allowed = {*CHOOSABLE, "attribute", "ignored"}
    assert {row["taken_as"] for row in found.taken} <= allowed


# Lifecycle, pseudo-events, kinds


def test_a_lifecycle_has_completions_and_statuses_are_none():
    assert is_lifecycle(["SCHEDULE", "START", "COMPLETE", None])
    assert not is_lifecycle(["In Progress", "Assigned", "Closed"])
    assert not is_lifecycle(["start", "start"])
    table = history().assign(**{"lifecycle:transition": ["In Progress", "Wait", "Closed"] * 20})
    found = recognise(table)
    assert found.lifecycle is None and "lifecycle:transition" in found.attributes
    assert "In Progress" in row_of(found, "lifecycle:transition")["note"]
    with pytest.raises(InputError, match="start and complete"):
        recognise(table, chosen={"lifecycle": "lifecycle:transition"})


def test_a_lifecycle_is_known_by_its_content_too():
    found = recognise(history().assign(phase_of_step=["start", "complete", "complete"] * 20))
    assert found.lifecycle == "phase_of_step"


def test_starts_come_from_one_place():
    table = history().assign(開始日時=["2020/08/19 9:00", "2020/08/20 8:00", "2020/08/21 8:00"] * 20)
    found = recognise(table.assign(lifecycle="complete"))
    assert (found.start, found.lifecycle) == ("開始日時", None)
    found = recognise(table.assign(lifecycle=["start", "complete"] * 30))
    assert (found.start, found.lifecycle) == (None, "lifecycle")


def test_pseudo_events_are_known_by_name_place_and_nobody():
    names = ["Start", "受付", "END", "開始", "▶", "開始届の受理", "決裁"]
    assert pseudo_candidates(names) == ("Start", "END", "開始", "▶")
    assert [pseudo_side(name) for name in ("Start", "END", "決裁")] == ["start", "end", None]
    made = {"instances": 100, "cases": 100, "at_edge": 100, "all_cases": 100}
    assert is_pseudo("Start", **made, unattended=100)
    assert is_pseudo("■", **made, at_neighbour=100)
    assert not is_pseudo("決裁", **made, unattended=100)
    assert not is_pseudo("開始", **made, unattended=3)
    assert not is_pseudo("開始", **made)
    assert not is_pseudo("Start", **{**made, "instances": 120}, unattended=120)
    assert not is_pseudo("Start", **{**made, "at_edge": 60}, unattended=100)
    assert not is_pseudo("End", **{**made, "instances": 40, "cases": 40, "at_edge": 40}, unattended=40)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("number", ["1,234,000", "¥1,234", "１２３", "△5円"]),
        ("number", [str(n * n) for n in range(50)]),
        ("number", [1.5, 2.25, None, 8.0]),
        ("category", ["1", "2", "3"] * 20),
        ("category", ["01", "02", "10"] * 5),
        ("category", ["紙", "電子", "紙", None]),
        ("category", [True, False, True]),
        ("category", []),
        ("date", ["R060629", "令和6年7月1日", "2024/7/2"]),
        ("date", [datetime(2024, 4, 1), None]),
        ("identifier", [f"総務第{n}号" for n in range(40)]),
        ("identifier", [f"{10_000_000 + n * 37}" for n in range(40)]),
        ("identifier", [f"{n:05d}" for n in range(40)]),
        ("identifier", [f"declaration {n * 7}" for n in range(40)]),
        ("text", [f"市道{'東西南北'[n % 4]}{n}号線の{'補修' * (n % 5)}について（伺い）" for n in range(40)]),
        (
            "text",
            [f"{'Asked' if n % 2 else 'Called'} about the {n * 'very '}late reply" for n in range(12)] * 2,
        ),
        ("category", ["The applicant asked for more time", "Called back, nobody was there"] * 6),
    ],
)
def test_the_kind_of_an_attribute(kind, values):
    assert attribute_kind(values) == kind


@given(st.integers(-(10**12), 10**12), st.sampled_from(["{:,}", "{}", "¥{:,}", "{:,}円"]), st.booleans())
def test_amounts_read_back_however_they_are_written(number, form, wide):
    text = form.format(abs(number))
    text = ("△" if number < 0 else "") + text
    if wide:
        text = text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789,"})
    assert as_number(text) == number


# Headers

SPELLED = st.sampled_from(
    sorted(
        {name for names in vocabulary().parts.values() for name in names} | {"caseid", "completetimestamp"}
    )
)


@given(SPELLED, st.data())
def test_width_case_spaces_and_underscores_do_not_matter(name, data):
    spelled = ""
    for letter in name:
        choice = data.draw(st.integers(0, 4))
        wide = chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" and letter not in "()" else letter
        spelled += (letter, letter.upper(), wide, letter + " ", letter + "_")[choice]
    assert header_key(spelled) == name
    for part, names in vocabulary().parts.items():
        if name in names:
            assert vocabulary().known(part, spelled) == names[name]


@given(st.text(max_size=30))
def test_a_header_key_is_settled(text):
    key = header_key(text)
    assert header_key(key) == key
    assert header_key(unicodedata.normalize("NFKC", text)) == key


def test_a_latin_ending_is_a_whole_word():
    known = vocabulary().known
    assert known("case", "Contract_Ref_ID") and known("case", "permitNumber")
    assert known("case", "amountPaid") is None
    assert header_words("dateFinished") == ("date", "finished")


def test_a_case_attribute_is_no_part_of_an_event():
    known = vocabulary().known
    assert known("activity", "(case)_Activity") is None
    assert known("section", "case:department") is None
    assert known("case", "(case) concept:name").tier == "xes"


def test_a_remark_in_brackets_does_not_hide_a_header():
    assert vocabulary().known("time", "処理日時（JST）").tier == "stamp"


def test_numbers_of_something_else_are_no_case():
    for header in ("電話番号", "郵便番号", "職員番号", "明細番号", "Event ID"):
        assert vocabulary().known("case", header) is None, header


def test_no_header_is_promised_to_two_parts():
    seen: dict[str, str] = {}
    for part, names in vocabulary().parts.items():
        for name in names:
            assert seen.setdefault(name, part) == part, name
    for group in ("free_text", "attributes", "never_case", "tool"):
        assert not set(seen) & vocabulary().groups[group], group


# Real logs


def csv_rows(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False, nrows=3000)


def xes_rows(path: Path, limit: int = 2000) -> pd.DataFrame:
    rows: list[dict[str, str]] = []
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as stream:
        for _, trace in etree.iterparse(stream, tag="{*}trace", huge_tree=True):
            case = {f"case:{child.get('key')}": child.get("value") for child in trace if child.get("key")}
            events = (
                {child.get("key"): child.get("value") for child in e} for e in trace.iterfind("{*}event")
            )
            rows.extend({**case, **event} for event in events)
            trace.clear()
            if len(rows) > limit:
                break
    return pd.DataFrame(rows)


def real_rows(name: str) -> pd.DataFrame:
    path = REAL / name
    if not path.exists():
        pytest.skip(f"{path} is not there")
    if path.suffix == ".parquet":
        return pd.read_parquet(path).head(5000)
    return csv_rows(path) if path.suffix == ".csv" else xes_rows(path)


XES = {"case": "case:concept:name", "activity": "concept:name", "time": "time:timestamp"}
WHO = XES | {"resource": "org:resource"}
LIFE = WHO | {"lifecycle": "lifecycle:transition"}
STARTED = WHO | {"start": "start_timestamp"}
PLAIN = {
    "case": "case_id",
    "activity": "Activity",
    "time": "end_time",
    "start": "start_time",
    "resource": "Resource",
}

REAL_LOGS = {
    "receipt_wabo/receipt.csv": LIFE | {"section": "org:group", "instance": "concept:instance"},
    "receipt_wabo/receipt.xes.gz": LIFE | {"section": "org:group", "instance": "concept:instance"},
    "helpdesk_italian/finale.csv": {
        "case": "Case ID",
        "activity": "Activity",
        "time": "Complete Timestamp",
        "resource": "Resource",
        "section": "workgroup",
    },
    "academic_credentials/ConsultaDataMining201618.csv": STARTED,
    "academic_credentials/ConsultaDataMining201618.xes.gz": LIFE,
    "production/Production.csv": {
        "case": "Case ID",
        "activity": "concept:name",
        "time": "Complete Timestamp",
        "start": "Start Timestamp",
        "resource": "org:resource",
    },
    "simod_bpi12w/PurchasingExample.csv": STARTED,
    "simod_bpi12w/BPI_Challenge_2012_W_Two_TS.xes.gz": LIFE,
    "prosimos_fixtures/and_example/out/AND_join_log.csv": {
        "case": "case_id",
        "activity": "activity",
        "time": "end_time",
        "start": "start_time",
        "resource": "resource",
    },
    "waiting_time_fixtures/column_mapping.csv": {
        "case": "Contract_ID",
        "activity": "Activity_name",
        "time": "Finish_time",
        "start": "Start_time",
        "resource": "Employee",
    },
    "waiting_time_fixtures/BIMP_example.csv": STARTED,
    "waiting_time_fixtures/ProductionCase44.csv": STARTED,
    "waiting_time_fixtures/bimp-example_case_409_enabled.csv": STARTED,
    "waiting_time_fixtures/prioritization.csv": STARTED,
    "waiting_time_fixtures/icpm/handoff-logs/manual_log_1.csv": PLAIN,
    "waiting_time_fixtures/non_processing_intervals.xes": LIFE,
    "bpic2012/BPI_Challenge_2012.xes.gz": LIFE,
    "bpic2013/BPI_Challenge_2013_incidents.xes.gz": WHO | {"role": "org:role", "section": "org:group"},
    "bpic2013/BPI_Challenge_2013_open_problems.xes.gz": WHO | {"role": "org:role", "section": "org:group"},
    "bpic2015/BPIC15_1.xes.gz": LIFE,
    "bpic2015/BPIC15_2.xes.gz": LIFE,
    "bpic2020/DomesticDeclarations.xes.gz": LIFE | {"role": "org:role"},
    "bpic2020/InternationalDeclarations.xes.gz": LIFE | {"role": "org:role", "resource": "Resource"},
    "bpic2020/PermitLog.xes.gz": LIFE | {"role": "org:role"},
    "bpic2020/PrepaidTravelCost.xes.gz": LIFE | {"role": "org:role"},
    "road_traffic_fines/Road_Traffic_Fine_Management_Process.xes.gz": LIFE,
    "hospital_billing/hospital_billing.parquet": {
        "case": "case",
        "activity": "activity",
        "time": "timestamp",
        "resource": "resource",
        "lifecycle": "lifecycle:transition",
        "instance": "activity_instance_id",
    },
}


@needs_real_data
@pytest.mark.parametrize("name", REAL_LOGS)
def test_a_real_log_opens_without_options(name):
    found = recognise(real_rows(name), name=name)
    assert found.shape == "long"
    assert parts(found) == REAL_LOGS[name]


@needs_real_data
@pytest.mark.parametrize(
    "path",
    sorted(REAL.glob("**/*.csv")),
    ids=lambda path: str(path.relative_to(REAL)) if REAL.is_dir() else "",
)
def test_every_csv_is_a_log_or_refused_for_its_lack_of_dates(path):
    if path.name.endswith("_stats.csv"):
        pytest.skip("a simulator's statistics: no table")
    table = csv_rows(path)
    results = ("_expected.csv", "_handoffs.csv", *(f"_handoff_{n}.csv" for n in range(1, 7)))
    if path.name.endswith(results):
        with pytest.raises(InputError, match="no column holds dates"):
            recognise(table)
    else:
        assert recognise(table).shape == "long"


@needs_real_data
def test_what_tools_add_is_ignored_and_twins_are_told():
    found = recognise(real_rows("academic_credentials/ConsultaDataMining201618.csv"))
    assert found.same_as == (("concept:name", "Activity"), ("org:resource", "Resource"))
    assert len(found.ignored) == 8 and found.attributes == ()
    found = recognise(real_rows("helpdesk_italian/finale.csv"))
    assert found.ignored == ("Variant", "Variant index", "Variant.1")


@needs_real_data
def test_statuses_in_a_lifecycle_column_are_an_attribute():
    found = recognise(real_rows("bpic2013/BPI_Challenge_2013_incidents.xes.gz"))
    assert "lifecycle:transition" in found.attributes


@needs_real_data
def test_people_of_a_permit_log_are_no_attributes():
    found = recognise(real_rows("bpic2015/BPIC15_1.xes.gz"))
    assert found.persons == ("case:Responsible_actor", "monitoringResource")
    assert {"planned", "dueDate", "dateFinished", "activityNameEN"} <= set(found.attributes)
    assert found.same_as == (("concept:name", "action_code"),)


@needs_real_data
@pytest.mark.parametrize(("name", "start"), [("academic_credentials/ConsultaDataMining201618.csv", 954)])
def test_start_and_end_of_a_real_log_are_pseudo_events(name, start):
    table = pd.read_csv(REAL / name, dtype=str, keep_default_na=False)
    table["time"] = pd.to_datetime(table["time:timestamp"], utc=True)
    groups = table.groupby("case:concept:name")["time"]
    table["first"], table["last"] = groups.transform("min"), groups.transform("max")
    found = {}
    for name_of_step in pseudo_candidates(table["concept:name"].unique()):
        rows = table[table["concept:name"] == name_of_step]
        edge = rows["first"] if pseudo_side(name_of_step) == "start" else rows["last"]
        found[name_of_step] = is_pseudo(
            name_of_step,
            instances=len(rows),
            cases=rows["case:concept:name"].nunique(),
            at_edge=int((rows["time"] == edge).sum()),
            all_cases=start,
            unattended=int((rows["org:resource"] == rows["concept:name"]).sum()),
        )
    assert found == {"Start": True, "End": True}
