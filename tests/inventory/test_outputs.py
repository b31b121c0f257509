"""The answers as a page, a workbook, tables and skeletons of procedures."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree

from bprkit import check, language, open_procedure
from bprkit.errors import InputError
from bprkit.inventory.answers import Answers, answer_inventory
from bprkit.inventory.drawings import heat_map, matrix, treemap
from bprkit.inventory.html import inventory_html
from bprkit.inventory.page import page
from bprkit.inventory.skeleton import find_task, skeleton
from bprkit.inventory.workbook import write_inventory_tables, write_inventory_workbook
from bprkit.language import Language
from inventories import inventory, task

MONTHS = dict.fromkeys(range(1, 13), 10.0) | {4: 90.0}


def answers() -> Answers:
    return answer_inventory(
        inventory(
            task(
                "<b>許可</b>の審査",
                "環境課",
                300,
                cases=900,
                minutes=20,
                medium="paper",
                web="no",
                months=MONTHS,
            ),
            task("旅費の精算", "環境課", 80, digital="not_yet"),
            task("旅費の精算", "税務課", 5, digital="done", system="=旅費"),
            環境課=(5, 1),
        )
    )


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_page_holds_the_drawings_and_loads_nothing(lang: Language) -> None:
    with language.speaking(lang):
        page = inventory_html(answers())
    assert page.count("<svg xmlns") == 3
    assert "<b>許可" not in page
    assert re.findall(r'(?:src|href)="(?!#)[^"]*"', page) == []
    assert " style=" not in page


@pytest.mark.parametrize("draw", [treemap, matrix, heat_map])
def test_drawings_are_well_formed_and_stay_inside_their_frame(draw: Any) -> None:
    drawing = etree.fromstring(draw(answers()))
    _, _, wide, tall = map(float, drawing.get("viewBox").split())
    for box in drawing.iter("{*}rect"):
        assert 0 <= float(box.get("x")) <= float(box.get("x")) + float(box.get("width")) <= wide + 0.2
        assert 0 <= float(box.get("y")) <= float(box.get("y")) + float(box.get("height")) <= tall + 0.2


def test_without_months_there_is_no_heat_map() -> None:
    assert heat_map(answer_inventory(inventory(task("受付", hours=5)))) == ""


def test_the_workbook_has_every_task_and_no_formula(tmp_path: Path) -> None:
    path = write_inventory_workbook(answers(), tmp_path / "answers.xlsx")
    book = openpyxl.load_workbook(path)
    assert len(set(book.sheetnames)) == len(book.sheetnames)
    everything = book["All tasks"]
    assert [row[4] for row in everything.iter_rows(min_row=2, values_only=True)] == [
        each.name for each in answers().inventory.tasks
    ]
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_the_pairs_can_be_answered_in_the_workbook(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_inventory_workbook(answers(), tmp_path / "answers.xlsx"))
    (offered,) = book["Similar tasks, to be confirmed"].data_validations.dataValidation
    assert offered.formula1 == '"yes,no"'


def test_the_same_answers_are_the_same_bytes(tmp_path: Path) -> None:
    one, two = (write_inventory_workbook(answers(), tmp_path / name) for name in ("1.xlsx", "2.xlsx"))
    assert one.read_bytes() == two.read_bytes()


def test_the_tables_have_all_rows_and_nothing_that_runs(tmp_path: Path) -> None:
    files = write_inventory_tables(answers(), tmp_path / "tables")
    by_name = {path.stem: list(csv.reader(path.open(encoding="utf-8-sig", newline=""))) for path in files}
    assert len(by_name["tasks"]) == 4
    assert not any(cell.startswith("=") for rows in by_name.values() for row in rows for cell in row)


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("approval", ["needed", "delegated", "informed", "not_needed", None])
@pytest.mark.parametrize("name", ["旅費の精算", "A: #1 - 'x' {y}", "no", "12/3*4?"])
def test_every_task_becomes_a_procedure_without_errors(
    tmp_path: Path, lang: Language, approval: str | None, name: str
) -> None:
    found = task(
        name,
        hours=100,
        cases=1234,
        minutes=4.86,
        approval=approval,
        medium="mixed",
        system="A, B: [c]",
        law="条例: 第1条",
        issue="改行\nあり: #",
    )
    path = tmp_path / "skeleton.yaml"
    with language.speaking(lang):
        path.write_text(skeleton(found), encoding="utf-8")
    procedure = open_procedure(path)
    assert check(procedure) == ()
    assert procedure.volume is not None and procedure.volume.per_year == 1234
    assert str(procedure.title) == name
    work = next(step for step in procedure.tasks if step.id == "work")
    assert work.touch is not None and work.touch.mean == pytest.approx(4.86)
    assert work.estimate


def test_minutes_that_nobody_told_come_from_hours_and_cases(tmp_path: Path) -> None:
    assert "touch: 6 min" in skeleton(task("受付", hours=100, cases=1000))


def test_the_months_of_the_inventory_are_those_of_the_procedure(tmp_path: Path) -> None:
    path = tmp_path / "skeleton.yaml"
    path.write_text(skeleton(task("受付", hours=200, cases=1200, months=MONTHS)), encoding="utf-8")
    volume = open_procedure(path).volume
    assert volume is not None
    assert volume.monthly == (90.0, *[10.0] * 11)


def test_a_task_is_found_by_name_and_section() -> None:
    found = answers().inventory
    assert find_task(found, "旅費の精算", "税務課").section == "税務課"
    with pytest.raises(InputError, match="環境課, 税務課"):
        find_task(found, "旅費の精算")
    with pytest.raises(InputError, match="旅費の精算"):
        find_task(found, "旅費精算")


@pytest.mark.parametrize("spoken", ["ja", "en"])
def test_a_section_with_nothing_in_it_says_so(spoken: Language) -> None:
    with language.speaking(spoken):
        sections = {
            each.id: each for each in page(answer_inventory(inventory(task("受付", hours=1)))).sections
        }
        for name in ("sprouts", "pairs", "website", "months"):
            assert sections[name].table is None
            assert ("ありません" if spoken == "ja" else "No ") in sections[name].note
