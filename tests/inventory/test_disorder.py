"""Single disorders that the forty forms do not have: what is taken for what, and what is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bprkit.errors import InputError
from bprkit.inventory.answers import answer_inventory
from bprkit.inventory.folder import read_inventory
from bprkit.inventory.model import Inventory
from bprkit.inventory.workbook import write_inventory_tables, write_inventory_workbook

HEADER = ("課", "業務名", "年間件数(件)", "1件あたり時間(分)")
Row = Sequence[Any]


def book(path: Path, **sheets: Sequence[Row]) -> Path:
    """Save a workbook of sheets of rows."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def codes(found: Inventory) -> set[str]:
    usual = {"moved_header", "missing_column", "renamed_sheet"}
    return {repair.code for repair in found.repairs} - usual


def test_units_in_a_row_of_their_own_below_the_header(tmp_path: Path) -> None:
    rows = (
        ("課", "業務名", "年間件数", "1件あたり時間"),
        (None, None, "(千件)", "時間"),
        ("市民課", "受付", 2, 0.5),
    )
    (task,) = read_inventory(book(tmp_path / "a.xlsx", 調査=rows)).tasks
    assert (task.cases, task.minutes) == (2000, 30)


def test_words_of_headers_in_the_data_are_data(tmp_path: Path) -> None:
    header = (*HEADER, "処理方法", "連絡先")
    rows = (
        header,
        ("市民課", "受付", "10", "6", "システム", "課題"),
        ("市民課", "審査", "20", "6", "窓口", "電話"),
    )
    assert [task.name for task in read_inventory(book(tmp_path / "a.xlsx", 調査=rows)).tasks] == [
        "受付",
        "審査",
    ]


def test_a_visible_sheet_of_examples_is_not_counted(tmp_path: Path) -> None:
    rows = (HEADER, ("市民課", "受付", 10, 6))
    found = read_inventory(book(tmp_path / "a.xlsx", 記入例=rows, 調査票=(HEADER, ("税務課", "証明", 20, 6))))
    assert [task.name for task in found.tasks] == ["証明"]
    assert "example_sheet" in codes(found)


def test_the_headcount_of_a_file_with_a_sheet_a_unit_counts_once(tmp_path: Path) -> None:
    about = (("課", "市民課"), ("正規職員数(人)", 10))
    sheets = {
        "基本情報": about,
        "窓口係": (HEADER, (None, "受付", 10, 6)),
        "庶務係": (HEADER, (None, "庶務", 10, 6)),
    }
    found = read_inventory(book(tmp_path / "a.xlsx", **sheets))
    assert [task.section for task in found.tasks] == ["市民課", "市民課"]
    assert [staff.regular for staff in found.staff] == [10]


def test_two_spellings_of_a_section_are_one(tmp_path: Path) -> None:
    rows = (HEADER, ("DX推進課", "a", 1, 60), ("DX推進課", "b", 1, 60), ("ＤＸ推進課", "c", 1, 60))
    found = read_inventory(book(tmp_path / "a.xlsx", 調査=rows))
    assert {task.section for task in found.tasks} == {"DX推進課"}
    assert "section_spelling" in codes(found)


def test_a_result_that_lies_among_the_forms_is_not_counted_again(tmp_path: Path) -> None:
    book(tmp_path / "a.xlsx", 調査=(HEADER, ("市民課", "受付", 10, 6)))
    answers = answer_inventory(read_inventory(tmp_path))
    write_inventory_workbook(answers, tmp_path / "まとめ.xlsx")
    write_inventory_tables(answers, tmp_path / "表")
    again = read_inventory(tmp_path)
    assert again.hours == 1
    assert codes(again) == {"own_output"}


def test_numbers_without_a_name_that_are_the_sum_are_a_total(tmp_path: Path) -> None:
    rows = (("課", "業務名", "年間時間(時間)"), ("市民課", "a", 30), ("市民課", "b", 12), (None, None, 42))
    found = read_inventory(book(tmp_path / "a.xlsx", 調査=rows))
    assert found.hours == 42
    assert codes(found) == {"total_row"}


def test_errors_of_formulas_and_dates_are_no_numbers(tmp_path: Path) -> None:
    rows = (HEADER, ("市民課", "a", "#REF!", 6), ("市民課", "b", dt.datetime(2026, 12, 3), 6))
    found = read_inventory(book(tmp_path / "a.xlsx", 調査=rows))
    assert [task.cases for task in found.tasks] == [None, None]
    places = [repair.place.cell for repair in found.repairs if repair.code == "unreadable_number"]
    assert places == ["C2", "C3"]


def test_a_range_may_have_two_units(tmp_path: Path) -> None:
    rows = (HEADER, ("市民課", "a", 1, "30分〜1時間30分"), ("市民課", "b", 1, "30分～1時間"))
    assert [task.minutes for task in read_inventory(book(tmp_path / "a.xlsx", 調査=rows)).tasks] == [None, 45]


def test_rows_numbered_in_advance_are_blank(tmp_path: Path) -> None:
    rows = (
        ("No.", *HEADER),
        (1, "市民課", "a", 1, 60),
        *((number, None, None, None, None) for number in range(2, 30)),
    )
    found = read_inventory(book(tmp_path / "a.xlsx", 調査=rows))
    assert len(found.tasks) == 1
    assert codes(found) == set()


def test_two_answers_of_a_section_that_differ_are_both_counted_and_told(tmp_path: Path) -> None:
    book(tmp_path / "市民課.xlsx", 調査=(HEADER, ("市民課", "a", 60, 60), ("市民課", "b", 60, 60)))
    book(tmp_path / "市民課 (修正).xlsx", 調査=(HEADER, ("市民課", "a", 60, 60), ("市民課", "b", 90, 60)))
    found = read_inventory(tmp_path)
    assert found.hours == 270
    assert "two_answers" in codes(found)


def test_a_file_that_says_nowhere_whose_it_is(tmp_path: Path) -> None:
    found = read_inventory(book(tmp_path / "提出用.xlsx", 調査=(HEADER, (None, "a", 60, 60))))
    assert found.tasks[0].section == "提出用"
    assert "section_unknown" in codes(found)


def test_text_that_breaks_off_in_the_middle_of_a_letter_is_told(tmp_path: Path) -> None:
    good = book(tmp_path / "a.xlsx", 調査=(HEADER, ("市民課", "a", 60, 60)))
    (tmp_path / "b.csv").write_bytes("課,業務名\n市民課,受付\n".encode() + b"\x00\xff")
    found = read_inventory(tmp_path)
    assert found.files == (good.name,)
    assert "unreadable_file" in codes(found)


def test_an_empty_file_and_a_folder_without_forms(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="name of the task"):
        read_inventory(tmp_path)
    (tmp_path / "a.xlsx").write_bytes(b"")
    with pytest.raises(InputError, match=r"a\.xlsx: It is damaged"):
        read_inventory(tmp_path)


def test_ditto_marks_stand_for_the_row_above(tmp_path: Path) -> None:
    header = (*HEADER, "媒体")
    rows = (header, ("市民課", "a", 1, 60, "紙"), ("〃", "b", 1, 60, "同上"), ("〃", "c", 1, 60, "〃"))
    found = read_inventory(book(tmp_path / "a.xlsx", 調査=rows))
    assert [(task.section, task.medium) for task in found.tasks] == [("市民課", "paper")] * 3
    assert [repair.place.cell for repair in found.repairs if repair.code == "ditto"] == [
        "A3",
        "E3",
        "A4",
        "E4",
    ]
