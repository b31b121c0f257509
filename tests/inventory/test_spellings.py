"""Headers near those of the form: the hours that stand under them are counted, or their loss is told on top."""

from __future__ import annotations

from pathlib import Path

import pytest

from bprkit.inventory.answers import answer_inventory
from bprkit.inventory.folder import read_inventory
from bprkit.inventory.model import Task
from bprkit.inventory.page import page
from bprkit.language import speaking


def read(folder: Path, *lines: str) -> tuple[Task, ...]:
    (folder / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    return read_inventory(folder).tasks


@pytest.mark.parametrize(
    "header",
    ["件数/年", "件数／年", "件/年", "年間の処理件数", "件数（件/年）", "処理件数（年間）", "Cases per year"],
)
@pytest.mark.parametrize(
    "minutes",
    ["分/件", "分／件", "1件当たり分", "１件あたり所要時間（分）", "処理時間（分／件）", "平均処理分/件"],
)
def test_cases_and_minutes_are_known_in_near_spellings(tmp_path: Path, header: str, minutes: str) -> None:
    (task,) = read(tmp_path, f"課,業務名,{header},{minutes}", "税務課,所得証明,9000,10")
    assert (task.cases, task.minutes, task.hours) == (9000, 10, 1500)


@pytest.mark.parametrize(
    ("header", "hours"),
    [
        ("年間h", 120),
        ("年間ｈ", 120),
        ("年間所要時間（h）", 120),
        ("時間/年", 120),
        ("所要時間（時間／年）", 120),
        ("延べ時間", 120),
        ("分/年", 2),
        ("Hours per year", 120),
    ],
)
def test_hours_a_year_are_known_in_near_spellings_with_their_unit(
    tmp_path: Path, header: str, hours: float
) -> None:
    (task,) = read(tmp_path, f"課,業務名,{header}", "税務課,滞納整理,120")
    assert task.hours == pytest.approx(hours)


@pytest.mark.parametrize(
    ("header", "minutes"),
    [("1件当たりh", 30.0), ("時間/件", 30.0), ("1件当たり秒", 0.5 / 60), ("h/件", 30.0)],
)
def test_other_units_of_a_case_are_converted(tmp_path: Path, header: str, minutes: float) -> None:
    (task,) = read(tmp_path, f"課,業務名,件数/年,{header}", "税務課,証明,60,0.5")
    assert task.minutes == pytest.approx(minutes)


@pytest.mark.parametrize("header", ["月間件数", "件数/月", "件数（件／月）"])
def test_cases_a_month_are_made_cases_a_year(tmp_path: Path, header: str) -> None:
    (task,) = read(tmp_path, f"課,業務名,{header},分/件", "税務課,証明,60,1")
    assert task.cases == 720


@pytest.mark.parametrize(("cell", "cases"), [("60/月", 720), ("月60件", 720), ("60/年", 60), ("60件", 720)])
def test_a_month_that_the_header_and_the_cell_both_tell_counts_once(
    tmp_path: Path, cell: str, cases: float
) -> None:
    (task,) = read(tmp_path, "課,業務名,件数/月,分/件", f"税務課,証明,{cell},1")
    assert task.cases == cases


@pytest.mark.parametrize("header", ["部課係", "部・課・係", "部/課/係"])
def test_department_section_and_unit_in_one_cell_are_split(tmp_path: Path, header: str) -> None:
    tasks = read(
        tmp_path,
        f"{header},業務名,件数/年,分/件",
        "総務部総務課庶務係,旅費,60,1",
        ",文書,60,1",
        "税務課,証明,60,1",
        "東部支所 市民係,証明,60,1",
    )
    assert [(task.department, task.section, task.unit) for task in tasks] == [
        ("総務部", "総務課", "庶務係"),
        ("総務部", "総務課", "庶務係"),
        ("", "税務課", ""),
        ("", "東部支所", "市民係"),
    ]
    assert "joint_column" in {repair.code for repair in read_inventory(tmp_path).repairs}


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("処理量", "税務課,証明,9000,10"),
        ("件数（件/日）", "税務課,証明,36,10"),  # days a year are not told: no year is made of it
    ],
)
def test_numbers_that_were_not_read_are_told_on_top(tmp_path: Path, header: str, row: str) -> None:
    (task,) = read(tmp_path, f"課,業務名,{header},分/件", row)
    assert task.cases is None
    answers = answer_inventory(read_inventory(tmp_path))
    assert [
        (each.place.cell, each.before) for each in answers.inventory.repairs if each.code == "numbers_aside"
    ] == [("C1", header)]
    for language, words in (
        ("en", "columns of numbers that were not read"),
        ("ja", "読んでいない数値の列 1件"),
    ):
        with speaking(language):  # type: ignore[arg-type]
            assert words in page(answers).warnings[0]
            assert "a.csv C1" in page(answers).warnings[1]
            assert header in page(answers).warnings[1]


def test_a_second_column_that_has_what_the_first_lacks_is_told_on_top(tmp_path: Path) -> None:
    read(tmp_path, "課,業務名,件数/年,分/件,1件当たり分", "税務課,証明,60,1,", "税務課,督促,300,,5")
    assert "numbers_aside" in {repair.code for repair in read_inventory(tmp_path).repairs}


def test_further_numbers_beside_whole_tasks_are_no_alarm(tmp_path: Path) -> None:
    read(tmp_path, "課,業務名,件数/年,分/件,予算額", "税務課,証明,60,1,500000")
    assert page(answer_inventory(read_inventory(tmp_path))).warnings == ()
