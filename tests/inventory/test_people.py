"""The inventory is of work: names of people, and free text in which they may stand, come out nowhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bprkit.inventory.answers import answer_inventory
from bprkit.inventory.folder import read_inventory
from bprkit.inventory.html import write_inventory_html
from bprkit.inventory.people import names_people
from bprkit.inventory.workbook import write_inventory_tables, write_inventory_workbook

HEADER = "課,業務名,年間件数(件),1件あたり時間(分)"


def told(folder: Path, out: Path) -> str:
    """Return everything that is written of a folder, as one text."""
    import zipfile

    answers = answer_inventory(read_inventory(folder))
    out.mkdir()
    write_inventory_workbook(answers, out / "all.xlsx")
    write_inventory_html(answers, out / "all.html")
    write_inventory_tables(answers, out / "tables")
    with zipfile.ZipFile(out / "all.xlsx") as parts:
        book = [parts.read(name).decode("utf-8") for name in parts.namelist()]
    texts = [path.read_text(encoding="utf-8") for path in (out / "all.html", *(out / "tables").iterdir())]
    return "\n".join([json.dumps(answers.to_dict(), ensure_ascii=False), *book, *texts])


@pytest.mark.parametrize(
    "header",
    [
        "担当者氏名",
        "主担当者名",
        "担当職員",
        "作成者",
        "担当",
        "担当者①",
        "副担当",
        "記入者名",
        "職員名",
        "職員番号",
        "担当（氏名）",
        "Name_of_staff",
        "Staff name",
        "Prepared by",
        "Person in charge",
    ],
)
def test_columns_of_people_are_known_by_their_headers(tmp_path: Path, header: str) -> None:
    (tmp_path / "a.csv").write_text(
        f"{HEADER},{header}\n福祉課,相談,100,30,山田花子\n,面接,5,30,\n", encoding="utf-8"
    )
    found = read_inventory(tmp_path)
    (column,) = [repair for repair in found.repairs if repair.code == "person_column"]
    assert (column.place.cell, column.done) == ("E1", "left_out")
    assert "山田" not in told(tmp_path, tmp_path.parent / f"{tmp_path.name}-out")
    assert {task.unit for task in found.tasks} == {""}


@pytest.mark.parametrize(
    ("header", "key"),
    [("担当課", "section"), ("担当部署", "section"), ("担当係", "unit"), ("担当グループ", "unit")],
)
def test_sections_in_charge_are_sections(tmp_path: Path, header: str, key: str) -> None:
    (tmp_path / "a.csv").write_text(
        f"{header},業務名,年間件数(件),1件あたり時間(分)\n福祉,相談,100,30\n", encoding="utf-8"
    )
    (task,) = read_inventory(tmp_path).tasks
    assert getattr(task, key) == "福祉"
    assert not names_people(header)


def test_free_text_comes_out_nowhere(tmp_path: Path) -> None:
    lines = (
        "記入者：山田花子,,,,",
        f"{HEADER},備考",
        "福祉課,相談,100,30,山田が担当",
        ",,,,山田に確認",
        "※山田が転記,,,,",
        "福祉課,面接,5,30,",
    )
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    repairs = read_inventory(tmp_path).repairs
    assert "山田" not in told(tmp_path, tmp_path.parent / f"{tmp_path.name}-out")
    places = {(repair.code, repair.place.cell) for repair in repairs}
    assert {("title_row", "A1"), ("unknown_column", "E2"), ("note_row", "E4"), ("note_row", "A5")} <= places


def test_what_is_not_read_is_said_not_to_be_read(tmp_path: Path) -> None:
    from bprkit.language import speaking

    (tmp_path / "a.csv").write_text(f"{HEADER},備考,業務,担当\n福祉課,相談,1,30,a,b,c\n", encoding="utf-8")
    repairs = {repair.code: repair for repair in read_inventory(tmp_path).repairs}
    for code in ("unknown_column", "twice_column", "person_column"):
        with speaking("ja"):
            assert "読んでいません" in repairs[code].message
        assert "not read" in repairs[code].message


def test_who_filled_it_in_is_no_section(tmp_path: Path) -> None:
    lines = ("記入者：市民課 山田花子,,,", "業務名,年間件数(件),1件あたり時間(分),媒体", "受付,10,6,紙")
    (tmp_path / "提出.csv").write_text("\n".join(lines), encoding="utf-8")
    assert [task.section for task in read_inventory(tmp_path).tasks] == ["市民課"]
