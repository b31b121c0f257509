"""Content decides where headers do not."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import pytest

from bprkit.errors import InputError
from bprkit.log.columns.recognition import CHOOSABLE, recognise
from exported_tables import history, parts, row_of

pytestmark = pytest.mark.usefixtures("english")


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
