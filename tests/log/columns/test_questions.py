"""What is unclear is asked, what is missing is named."""

from __future__ import annotations

import pandas as pd
import pytest

from bprkit import language
from bprkit.errors import InputError
from bprkit.log.columns.recognition import recognise
from exported_tables import accounts, history, register

pytestmark = pytest.mark.usefixtures("english")


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
    ("left_out", "in_english", "in_japanese"),
    [
        ("処理日時", "--time", "日時を表す列が見つかりません"),
        ("番号", "--case", "どの案件の行かを表す列が見つかりません"),
        ("処理内容", "--activity", "何をしたか"),
    ],
)
def test_a_missing_part_is_named_with_the_columns_that_were_seen(left_out, in_english, in_japanese):
    with pytest.raises(InputError) as error:
        recognise(history().drop(columns=left_out), name="履歴.csv")
    assert in_english in error.value.en and in_japanese in error.value.ja
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
