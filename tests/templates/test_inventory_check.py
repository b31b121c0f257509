"""`bprkit template inventory --check`: all errors of a form at once, each with its sheet and cell, as other kinds do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bprkit import language
from bprkit.errors import InputError
from bprkit.inventory.columns import COLUMNS
from bprkit.inventory.form import write_form
from bprkit.inventory.grids import letters
from bprkit.templates.form import FormError
from bprkit.templates.kinds import check_template

FIRST = 6  # below the header and the example


@pytest.fixture(autouse=True)
def japanese() -> Any:
    language.use("ja")
    yield
    language.use(None)


def filled(path: Path, *rows: dict[str, Any], section: str = "市民課", people: Any = 10) -> Path:
    """Write the form, and below its example rows of cells by the keys of their columns."""
    write_form(path, lang="ja")
    book = openpyxl.load_workbook(path)
    about, sheet = book["基本情報"], book["業務量調査票"]
    about["B2"], about["B4"] = section or None, people
    places = {column.key: place for place, column in enumerate(COLUMNS, 1)}
    for number, row in enumerate(rows, FIRST):
        for key, value in row.items():
            sheet.cell(number, places[key], value)
    book.save(path)
    return path


def problems(path: Path) -> dict[str, str]:
    with pytest.raises(FormError) as refused:
        check_template("inventory", path)
    assert all(problem.file == str(path) for problem in refused.value.problems)
    return {str(problem.path): problem.message for problem in refused.value.problems}


def test_a_form_filled_in_well_passes(tmp_path: Path) -> None:
    rows = (
        {"name": "受付", "cases": 600, "minutes": 10, "medium": "紙"},
        {"name": "審査", "cases": "約300", "minutes": "1時間30分"},
        {"name": "統計"},
    )
    assert "3業務（うち1業務は時間が空欄）" in check_template("inventory", filled(tmp_path / "a.xlsx", *rows))


def test_all_errors_are_told_at_once_by_sheet_and_cell(tmp_path: Path) -> None:
    rows = (
        {"name": "受付", "cases": "多数", "minutes": 10},
        {"name": "審査", "cases": "20/日", "minutes": -3},
        {"cases": 60, "minutes": 5},
        {"name": "交付", "cases": 60, "minutes": 60, "told_hours": 90, "medium": "黒板"},
        {"name": "合計", "told_hours": 500},
    )
    found = problems(filled(tmp_path / "a.xlsx", *rows, people="十人"))
    cells = {column.key: letters(place) for place, column in enumerate(COLUMNS)}
    assert set(found) == {
        "基本情報!B4",
        f"業務量調査票!{cells['cases']}6",
        f"業務量調査票!{cells['cases']}7",
        f"業務量調査票!{cells['minutes']}7",
        f"業務量調査票!{cells['cases']}8",
        f"業務量調査票!{cells['medium']}9",
        f"業務量調査票!{cells['name']}9",
        f"業務量調査票!{cells['told_hours']}10",
    }
    assert "「多数」" in found[f"業務量調査票!{cells['cases']}6"]
    assert "500.0時間" in found[f"業務量調査票!{cells['told_hours']}10"]
    assert "90時間" in found[f"業務量調査票!{cells['name']}9"]


def test_a_blank_form_and_one_that_says_no_section_are_refused(tmp_path: Path) -> None:
    assert any("一つも書かれていません" in each for each in problems(filled(tmp_path / "a.xlsx")).values())
    found = problems(filled(tmp_path / "b.xlsx", {"name": "受付", "cases": 1, "minutes": 1}, section=""))
    assert any("どの課" in each for each in found.values())


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("broken.xlsx", b"PK no workbook", "壊れているか"),
        ("empty.xlsx", b"", "壊れているか"),
        ("note.docx", b"PK", "業務量調査票ではありません"),
        ("other.csv", "見出し,値\n甲,1\n".encode(), "業務の一覧がありません"),
    ],
)
def test_a_file_that_is_no_form_is_told_for_what_it_is(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as refused:
        check_template("inventory", tmp_path / name)
    assert said in str(refused.value)
    assert str(tmp_path / name) in str(refused.value)
    assert "フォルダー" not in str(refused.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="ファイルがありません"):
        check_template("inventory", tmp_path / "none.xlsx")
