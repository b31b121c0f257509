"""`bprkit inventory`: a folder of forms in, a page, a workbook, JSON, or a skeleton out."""

from __future__ import annotations

from pathlib import Path

import pytest

from bprkit.inventory.form import write_form
from bprkit.inventory.model import Staff
from cli_runs import Run
from inventories import task


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    folder = tmp_path / "forms"
    folder.mkdir()
    for section, minutes in (("市民課", 10.0), ("税務課", 12.0)):
        tasks = [
            task(
                "旅費の精算",
                section,
                cases=300 * minutes,
                minutes=minutes,
                medium="paper",
                approval="delegated",
            ),
            task(f"{section}の台帳の整備", section, hours=40),
        ]
        staff = Staff(section, "", tasks[0].place, 4, 1)
        write_form(folder / f"{section}.xlsx", lang="ja", tasks=tasks, staff=staff)
    return folder


def test_the_page_names_what_to_review_first(bprkit: Run, forms: Path) -> None:
    told = bprkit("inventory", forms)
    assert told.code == 0
    assert "Review first: 旅費の精算 (税務課), 720 h a year." in told.out
    assert max(map(len, told.out.splitlines())) <= 100


def test_json_alone_on_stdout(bprkit: Run, forms: Path) -> None:
    found = bprkit("inventory", forms, "--json", "-").json
    assert found["hours"] == 500 + 720 + 40 + 40
    assert {repair["code"] for repair in found["repairs"]} == {"example_row"}
    assert [score["task"] for score in found["scores"]][:2] == ["旅費の精算", "旅費の精算"]


def test_weights_change_the_score(bprkit: Run, forms: Path) -> None:
    usual, heavier = (
        bprkit("inventory", forms, "--json", "-", *more).json["scores"][0]["score"]
        for more in ((), ("--weight", "paper=2"))
    )
    assert heavier == pytest.approx(2 * usual)


def test_files_are_written(bprkit: Run, forms: Path, tmp_path: Path) -> None:
    told = bprkit(
        "inventory",
        forms,
        "--html",
        tmp_path / "p.html",
        "--xlsx",
        tmp_path / "p.xlsx",
        "--csv",
        tmp_path / "tables",
    )
    assert told.code == 0
    assert (tmp_path / "p.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert (tmp_path / "p.xlsx").stat().st_size > 5000
    assert (tmp_path / "tables" / "tasks.csv").exists()


def test_a_candidate_becomes_a_procedure_that_passes_check(bprkit: Run, forms: Path, tmp_path: Path) -> None:
    target = tmp_path / "travel.yaml"
    made = bprkit("inventory", forms, "--skeleton", "旅費の精算", "--section", "市民課", "-o", target)
    assert (made.code, made.out) == (0, "")
    assert bprkit("check", target).code == 0
    again = bprkit("inventory", forms, "--skeleton", "旅費の精算", "--section", "市民課", "-o", target)
    assert again.code == 2 and "--force" in again.err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--skeleton", "旅費の精算"), "--section"),
        (("--skeleton", "旅費精算"), "旅費の精算"),
        (("--weight", "paper"), "paper=2"),
        (("--weight", "ink=2"), "hours, repetition, paper, handovers"),
        (("--section", "市民課"), "--skeleton"),
        (("--alike", "5"), "--alike"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_message(
    bprkit: Run, forms: Path, more: tuple[str, ...], said: str
) -> None:
    told = bprkit("inventory", forms, *more)
    assert told.code == 2
    assert said in told.err
    assert told.err.count("\n") == 0


def test_a_folder_without_forms(bprkit: Run, tmp_path: Path) -> None:
    assert "bprkit template inventory" in bprkit("inventory", tmp_path).err
    assert bprkit("inventory", tmp_path / "none").code == 2


def test_answers_about_similar_tasks_are_read_back(bprkit: Run, forms: Path, tmp_path: Path) -> None:
    import openpyxl

    place = tmp_path / "answers.xlsx"
    bprkit("inventory", forms, "--xlsx", place)
    book = openpyxl.load_workbook(place)
    for row in book["Similar tasks, to be confirmed"].iter_rows(min_row=2):
        row[-1].value = "yes" if row[1].value == "旅費の精算" else "no"
    book.save(place)
    found = bprkit("inventory", forms, "--pairs", place, "--json", "-").json
    assert [pair["one"][0]["task"] for pair in found["shared_work"]] == ["旅費の精算"]
    assert found["pairs_to_confirm"] == []
    assert "Shared work, confirmed" in bprkit("inventory", forms, "--pairs", place).out
    before = place.read_bytes()
    told = bprkit("inventory", forms, "--pairs", place, "--xlsx", place)
    assert (told.code, place.read_bytes()) == (2, before)
