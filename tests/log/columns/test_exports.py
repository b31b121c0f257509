"""What city halls export opens without options."""

from __future__ import annotations

import pandas as pd
import pytest

from bprkit.errors import InputError
from bprkit.log.columns.recognition import recognise
from exported_tables import accounts, groupware, history, parts, register, row_of

pytestmark = pytest.mark.usefixtures("english")


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
