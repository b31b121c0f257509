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


def test_no_form_that_was_read_is_written_over(bprkit: Run, forms: Path) -> None:
    (forms / "hours.csv").write_text("課,業務名,件数/年,分/件\n総務課,文書の収受,60,1\n", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in forms.iterdir()}
    for more in (
        ("--json", forms / "hours.csv"),
        ("--html", forms / "hours.csv"),
        ("--xlsx", forms / "市民課.xlsx"),
        ("--csv", forms),
        ("--skeleton", "文書の収受", "--force", "-o", forms / "hours.csv"),
    ):
        told = bprkit("inventory", forms, *more)
        assert (told.code, told.err.count("\n")) == (2, 0)
        assert "is one of the files that were read" in told.err
    one = bprkit("inventory", forms / "hours.csv", "--json", forms / "hours.csv")
    assert one.code == 2
    assert {path.name: path.read_bytes() for path in forms.iterdir()} == before


def test_tables_among_the_forms_are_told_and_the_forms_still_read(bprkit: Run, forms: Path) -> None:
    (forms / "総務課.csv").write_text("課,業務名,件数/年,分/件\n総務課,文書の収受,60,1\n", encoding="utf-8")
    assert bprkit("inventory", forms, "--csv", forms).code == 0
    again = bprkit("inventory", forms, "--json", "-").json
    assert again["files"] == ["市民課.xlsx", "税務課.xlsx", "総務課.csv"]
    assert again["hours"] == 500 + 720 + 40 + 40 + 1
    own = {repair["file"] for repair in again["repairs"] if repair["code"] == "own_output"}
    assert own == {path.name for path in forms.glob("*.csv")} - {"総務課.csv"}
    assert bprkit("inventory", forms, "--csv", forms).code == 0  # its own tables may be replaced


def test_all_tables_that_are_written_are_known_as_own(bprkit: Run, forms: Path, tmp_path: Path) -> None:
    from bprkit.inventory.layout import OUTPUT_TABLES
    from bprkit.inventory.model import Staff
    from inventories import task

    months = dict.fromkeys(range(1, 13), 10.0)
    many = [
        task(
            "給付の申請",
            "福祉課",
            cases=60,
            minutes=10,
            digital="done",
            web="no",
            online="yes",
            months=months,
        ),
        task("給付の申請書", "福祉課", cases=60, minutes=10, medium="paper", posts={"staff": 10.0}),
    ]
    write_form(forms / "福祉課.xlsx", lang="ja", tasks=many, staff=Staff("福祉課", "", many[0].place, 50, 1))
    other = [task("給付の申請", "保険課", cases=60, minutes=10, medium="paper")]
    write_form(forms / "保険課.xlsx", lang="ja", tasks=other)
    first, second = tmp_path / "first", tmp_path / "second"
    assert bprkit("inventory", forms, "--csv", first).code == 0
    pairs = (first / "pairs.csv").read_text(encoding="utf-8-sig").splitlines()
    gone = pairs[1].replace("課", "課分室")
    answered = "\n".join([pairs[0], *(f"{line}yes" for line in (*pairs[1:], gone))])
    (tmp_path / "answers.csv").write_text(answered, encoding="utf-8")
    assert bprkit("inventory", forms, "--pairs", tmp_path / "answers.csv", "--csv", second).code == 0
    assert {path.stem for place in (first, second) for path in place.iterdir()} == set(OUTPUT_TABLES)


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
    forgotten = bprkit("inventory", forms, "--xlsx", place)
    assert (forgotten.code, place.read_bytes()) == (2, before)
    assert "--pairs" in forgotten.err


def test_answers_in_the_table_of_pairs_are_not_written_over(bprkit: Run, forms: Path, tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    assert bprkit("inventory", forms, "--csv", tables).code == 0
    assert bprkit("inventory", forms, "--csv", tables).code == 0
    pairs = tables / "pairs.csv"
    pairs.write_bytes(pairs.read_bytes().rstrip() + b"yes\r\n")
    before = pairs.read_bytes()
    assert bprkit("inventory", forms, "--csv", tables).code == 2
    assert bprkit("inventory", forms, "--csv", tables, "--pairs", pairs).code == 2
    assert pairs.read_bytes() == before
