"""The form that sections fill in: what it offers, and that what was filled in comes back as it was."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from bprkit.inventory.columns import COLUMNS
from bprkit.inventory.folder import read_inventory
from bprkit.inventory.form import write_form
from bprkit.inventory.layout import SHEETS
from bprkit.inventory.model import MONTHS, Place, Staff, Task
from bprkit.language import Language

FILLED = Task(
    Place(""),
    department="福祉部",
    section="保育課",
    unit="入所係",
    name="保育所の利用調整",
    law="児童福祉法24条",
    routine="non_routine",
    core="core",
    cases=900,
    minutes=20,
    told_hours=310.5,
    posts={"chief": 60.5, "staff": 250.0},
    months=dict.fromkeys(MONTHS, 10.0),
    medium="mixed",
    system="子育て支援システム",
    handovers=4,
    approval="delegated",
    digital="partly",
    web="yes",
    phone="no",
    online="partly",
    issue="=1+1 と書かれた紙",
    effort="large",
)
PLAIN = Task(Place(""), "福祉部", "保育課", "入所係", "現況届の受付", cases=100, minutes=6)
STAFF = Staff("保育課", "", Place(""), regular=9, fiscal=3)


def content(task: Task) -> Task:
    return replace(task, place=Place(""))


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_written_filled_read_and_written_again_is_the_same(tmp_path: Path, lang: Language) -> None:
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    write_form(first, lang=lang, tasks=[FILLED, PLAIN], staff=STAFF)
    read = read_inventory(first)
    assert [content(task) for task in read.tasks] == [FILLED, PLAIN]
    assert [repair.code for repair in read.repairs] == ["example_row"]
    write_form(second, lang=lang, tasks=read.tasks, staff=read.staff[0])
    assert second.read_bytes() == first.read_bytes()


def test_a_clerk_fills_the_blank_form_in_excel(tmp_path: Path) -> None:
    blank, filled = tmp_path / "blank.xlsx", tmp_path / "filled.xlsx"
    write_form(blank, lang="ja")
    book = openpyxl.load_workbook(blank)
    book[SHEETS["about"][0]]["B2"] = "市民課"
    book[SHEETS["about"][0]]["B4"] = 8
    sheet = book[SHEETS["tasks"][0]]
    headers = [cell.value for cell in sheet[4]]
    for header, value in {
        "業務名": "住民票の交付",
        "年間件数(件)": 38000,
        "1件あたり時間(分)": 9,
        "媒体": "紙",
    }.items():
        sheet.cell(6, headers.index(header) + 1).value = value
    book.save(filled)
    read = read_inventory(filled)
    (task,) = read.tasks
    assert (task.section, task.name, task.hours, task.medium) == ("市民課", "住民票の交付", 5700.0, "paper")
    assert read.staff[0].regular == 8


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_column_with_choices_offers_them(tmp_path: Path, lang: Language) -> None:
    write_form(tmp_path / "form.xlsx", lang=lang)
    sheet = openpyxl.load_workbook(tmp_path / "form.xlsx")[SHEETS["tasks"][lang == "en"]]
    headers = [cell.value for cell in sheet[4]]
    assert headers == [column.header(lang) for column in COLUMNS]
    offered = {
        headers[next(iter(each.cells.ranges)).min_col - 1]: each.formula1.strip('"').split(",")
        for each in sheet.data_validations.dataValidation
        if each.type == "list"
    }
    assert offered == {
        column.header(lang): list(column.words(lang).values()) for column in COLUMNS if column.choices
    }


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_example_is_not_counted(tmp_path: Path, lang: Language) -> None:
    write_form(tmp_path / "form.xlsx", lang=lang)
    read = read_inventory(tmp_path / "form.xlsx")
    assert read.tasks == ()
    assert [repair.code for repair in read.repairs] == ["empty_form"]


def test_numbers_have_their_unit_in_the_header() -> None:
    for column in COLUMNS:
        if column.kind not in ("text", "choice"):
            assert "(" in column.ja, column.key


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_libreoffice_opens_and_saves_it_unharmed(tmp_path: Path, lang: Language) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    write_form(tmp_path / "form.xlsx", lang=lang, tasks=[FILLED, PLAIN], staff=STAFF)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    saved = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", "saved", "form.xlsx"]
    subprocess.run(saved, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    read = read_inventory(tmp_path / "saved" / "form.xlsx")
    assert [content(task) for task in read.tasks] == [FILLED, PLAIN]
    assert [repair.code for repair in read.repairs] == ["example_row"]
