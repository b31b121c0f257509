"""Similar tasks are shared work where somebody said so, gone where somebody said no, and never merged unasked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bprkit import language
from bprkit.errors import InputError
from bprkit.inventory.answers import Answers, answer_inventory
from bprkit.inventory.confirming import read_judgements
from bprkit.inventory.model import Inventory
from bprkit.inventory.page import page
from bprkit.inventory.workbook import write_inventory_tables, write_inventory_workbook
from inventories import inventory, task

SHEETS = {"en": "Similar tasks, to be confirmed", "ja": "似た業務"}


def tasks(*more: Any) -> Inventory:
    return inventory(
        task("旅費の精算", "税務課", 5, digital="done", system="旅費"),
        task("旅費の精算", "環境課", 80, digital="not_yet"),
        task("道路占用許可申請の審査", "道路管理課", 100, cases=30),
        task("道路占用の許可に関する事務", "建設課", 50, cases=30),
        task("受付", "市民課", 10, cases=7, minutes=5),
        task("受付", "福祉課", 10, cases=7, minutes=5),
        *more,
    )


def answered(path: Path, said: dict[str, str], lang: Any = "ja", found: Inventory | None = None) -> Path:
    """Write the workbook and fill in answers by the name of the task."""
    with language.speaking(lang):
        write_inventory_workbook(answer_inventory(found or tasks()), path)
    book = openpyxl.load_workbook(path)
    sheet = book[SHEETS[lang]]
    for row in sheet.iter_rows(min_row=2):
        if row[1].value in said:
            row[-1].value = said[row[1].value]
    book.save(path)
    return path


def after(path: Path, found: Inventory | None = None) -> Answers:
    return answer_inventory(found or tasks(), judgements=read_judgements([path]))


def names(pairs: Any) -> set[str]:
    return {pair.one[0].name for pair in pairs}


@pytest.mark.parametrize(
    ("lang", "yes", "no"), [("ja", "はい", "いいえ"), ("en", "yes", "no"), ("ja", "Yes ", "ＮＯ")]
)
def test_confirmed_pairs_are_shared_and_refused_ones_gone(
    tmp_path: Path, lang: str, yes: str, no: str
) -> None:
    assert names(answer_inventory(tasks()).pairs) == {"旅費の精算", "道路占用の許可に関する事務", "受付"}
    path = answered(tmp_path / "回答.xlsx", {"旅費の精算": yes, "受付": no}, lang)
    answers = after(path)
    assert names(answers.judged.shared) == {"旅費の精算"}
    assert names(answers.judged.refused) == {"受付"}
    assert names(answers.pairs) == {"道路占用の許可に関する事務"}
    assert answers.inventory.hours == tasks().hours
    assert len(answers.inventory.tasks) == len(tasks().tasks)
    shown = {section.id: section for section in page(answers).sections}
    assert shown["shared"].table is not None and shown["shared"].table.rows[0][0].text == "旅費の精算"
    assert "受付" not in {cell.text for row in shown["pairs"].table.rows for cell in row}  # type: ignore[union-attr]


def test_without_answers_nothing_is_shared() -> None:
    answers = answer_inventory(tasks())
    assert (answers.judged.shared, answers.judged.refused, answers.judged.unmet) == ((), (), ())
    assert "shared" not in {section.id for section in page(answers).sections}


def test_different_work_is_not_compared_nor_told_to_be_digital_elsewhere(tmp_path: Path) -> None:
    before = answer_inventory(tasks())
    assert any(doubt.code == "claimed_twice" and "受付" in doubt.ja for doubt in before.doubts)
    assert before.sprouts[0].others
    answers = after(answered(tmp_path / "回答.xlsx", {"旅費の精算": "いいえ", "受付": "いいえ"}))
    assert not any(doubt.code == "claimed_twice" and "受付" in doubt.ja for doubt in answers.doubts)
    assert not answers.sprouts[0].others


def test_answers_stand_in_the_next_workbook(tmp_path: Path) -> None:
    first = after(answered(tmp_path / "1.xlsx", {"旅費の精算": "はい", "受付": "いいえ"}))
    with language.speaking("en"):
        write_inventory_workbook(first, tmp_path / "2.xlsx")
        tables = write_inventory_tables(first, tmp_path / "tables")
    pairs = next(path for path in tables if path.stem == "pairs")
    for again in (tmp_path / "2.xlsx", pairs):
        found = after(again)
        assert (found.judged.shared, found.judged.refused) == (first.judged.shared, first.judged.refused)


def test_a_pair_with_a_new_section_is_asked_again_and_its_answer_told(tmp_path: Path) -> None:
    path = answered(tmp_path / "回答.xlsx", {"旅費の精算": "はい"})
    grown = tasks(task("旅費の精算", "水道課", 9))
    answers = after(path, grown)
    assert "旅費の精算" in names(answers.pairs)
    assert answers.judged.shared == ()
    (unmet,) = answers.judged.unmet
    assert (unmet.one[0], unmet.same, unmet.place.file) == ("旅費の精算", True, "回答.xlsx")
    told = next(section for section in page(answers).sections if section.id == "unmet")
    assert told.table is not None and len(told.table.rows) == 1
    write_inventory_workbook(answers, tmp_path / "次.xlsx")
    assert len(read_judgements([tmp_path / "次.xlsx"])) == 1


def test_every_answer_that_is_neither_is_told_with_its_cell(tmp_path: Path) -> None:
    path = answered(tmp_path / "回答.xlsx", {"旅費の精算": "たぶん", "受付": "？"})
    with pytest.raises(InputError) as refused:
        read_judgements([path])
    assert refused.value.ja.count("回答.xlsx 似た業務!G") == 2
    assert "たぶん" in refused.value.en and "？" in refused.value.en


def test_the_same_pair_with_two_answers_is_refused(tmp_path: Path) -> None:
    paths = [answered(tmp_path / f"{said}.xlsx", {"受付": said}) for said in ("はい", "いいえ")]
    with pytest.raises(InputError, match=r"yes and once with no|両方"):
        answer_inventory(tasks(), judgements=read_judgements(paths))


@pytest.mark.parametrize("name", ["ない.xlsx", "other.xlsx"])
def test_a_file_without_pairs_is_refused(tmp_path: Path, name: str) -> None:
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    with pytest.raises(InputError) as refused:
        read_judgements([tmp_path / name])
    assert name in refused.value.ja
