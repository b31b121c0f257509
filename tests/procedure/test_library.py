"""The procedures that come along are found by name, and shown on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bprkit import language
from bprkit.cli.compare_page import comparison_page
from bprkit.cli.procedures import command
from bprkit.errors import InputError
from bprkit.language import Language
from bprkit.procedure.comparing import compare
from bprkit.procedure.files import open_procedure
from bprkit.procedure.library import find_procedure, procedures
from bprkit.procedure.yaml import load_procedure, loads_procedure
from bprkit.report.cells import width
from procedure_files import EVERY_FORM

BUNDLED = [(bundled.name, state) for bundled in procedures() for state in bundled.states]
WIDTH = 100


def run(*arguments: str) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(command(), list(arguments), catch_exceptions=False)


def test_the_procedures_of_a_city_hall_come_along() -> None:
    names = [bundled.name for bundled in procedures()]
    assert names == sorted(names)
    assert {"approval-circulation", "payment-order", "resident-record", "care-certification"} <= set(names)


def test_states_stand_in_the_order_of_the_work() -> None:
    for bundled in procedures():
        assert bundled.states[0] == "as_is"
        assert [state for state in ("as_is", "can_be", "to_be") if state in bundled.states] == list(
            bundled.states
        )


@pytest.mark.parametrize(("name", "state"), BUNDLED)
def test_every_bundled_file_says_what_its_name_says(name: str, state: str) -> None:
    procedure = open_procedure(f"{name}/{state}")
    assert (procedure.id, procedure.state) == (name, state)


def test_a_name_alone_is_the_procedure_as_it_is() -> None:
    assert find_procedure("payment-order") == find_procedure("payment-order/as_is")
    assert find_procedure("payment-order/to-be") == find_procedure("payment-order/to_be")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("paymnt-order", "Did you mean 'payment-order'?"),
        ("payment-order/tobe", "Did you mean 'to_be'?"),
        ("nothing-like-it", "Those that come along are approval-circulation"),
    ],
)
def test_an_unknown_name_gets_a_suggestion(name: str, hint: str, english: None) -> None:
    with pytest.raises(InputError) as error:
        find_procedure(name)
    assert hint in str(error.value)


def test_a_file_is_opened_by_its_ending(tmp_path: Path) -> None:
    file = tmp_path / "mine.yml"
    file.write_text(EVERY_FORM, encoding="utf-8")
    assert open_procedure(file) == loads_procedure(EVERY_FORM)
    folder = tmp_path / "leave"
    folder.mkdir()
    (folder / "as_is.yaml").write_text("steps: [{task: 申請}]", encoding="utf-8")
    assert open_procedure(folder).id == "leave"


@pytest.mark.parametrize("name", ["log.csv", "missing.yaml", "missing.bpmn", "missing.xlsx", "missing", "."])
def test_what_is_no_procedure_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, english: None
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as error:
        open_procedure(name)
    assert name in str(error.value)


@pytest.mark.parametrize("spoken", ["ja", "en"])
def test_the_list_has_every_procedure_and_fits_a_terminal(spoken: Any) -> None:
    from rich.cells import cell_len

    language.use(spoken)
    try:
        told = run()
    finally:
        language.use(None)
    assert told.exit_code == 0
    for bundled in procedures():
        procedure = load_procedure(bundled.path)
        row = next(line for line in told.output.splitlines() if line.startswith(f"{bundled.name} "))
        assert str(len(procedure.tasks)) in row.split()
        assert procedure.volume is not None and f"{procedure.volume.per_year:,.0f}" in row
    assert max(cell_len(line) for line in told.output.splitlines()) <= WIDTH


def test_the_list_as_json_holds_nothing_else(english: None) -> None:
    found = json.loads(run("--json", "-").output)
    (order,) = (entry for entry in found if entry["name"] == "payment-order")
    assert order["title"]["ja"] == "支出命令"
    assert order["cases_per_year"] == 55_000
    assert order["steps"] == len(open_procedure("payment-order").tasks)


def test_show_prints_role_touch_wait_and_medium_of_each_step(tmp_path: Path, english: None) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        "title: {ja: 届出, en: Notice}\nvolume: 600 / year\nroles: [{id: clerk, title: {ja: 窓口, en: Counter}}]\n"
        "steps:\n  - start: application\n  - {task: {ja: 受付, en: Receipt}, role: clerk, touch: 10 min, medium: [paper, seal]}\n"
        "  - {task: {ja: 審査, en: Check}, role: clerk, touch: 30 min, wait: 2 working days, mandatory: 法1条}\n  - end: done\n",
        encoding="utf-8",
    )
    lines = run("show", str(file)).output.splitlines()
    assert lines[0].startswith("Notice")
    assert next(line for line in lines if "Receipt" in line).split() == [
        "Receipt",
        "Counter",
        "10",
        "min",
        "paper,",
        "seal",
    ]
    check = next(line for line in lines if "Check" in line)
    assert check.split() == ["Check", "(mandatory)", "Counter", "30", "min", "2", "wd"]
    assert "40 min of staff work" in " ".join(lines)
    assert "400 hours of staff" in " ".join(lines)


def test_show_as_json_is_the_file_as_data(english: None) -> None:
    data = json.loads(run("show", "payment-order/to_be", "--json", "-").output)
    assert data["state"] == "to_be"
    ids = [step["id"] for step in data["steps"]]
    assert ids == [node.id for node in open_procedure("payment-order/to_be").nodes]


def test_show_writes_json_to_a_file(tmp_path: Path, english: None) -> None:
    target = tmp_path / "out.json"
    told = run("show", "leave-request", "--json", str(target))
    assert told.stdout == ""
    assert json.loads(target.read_text(encoding="utf-8"))["id"] == "leave-request"


def test_show_tells_why_there_are_no_totals(tmp_path: Path, english: None) -> None:
    file = tmp_path / "loop.yaml"
    file.write_text("steps: [{start: none}, {task: a, touch: 1 min, next: a}, {end: done}]", encoding="utf-8")
    assert "No totals" in run("show", str(file)).output


@pytest.mark.parametrize(("spoken", "said"), [("en", "(of 7 h 45 min)"), ("ja", "1日は7時間45分")])
def test_days_say_how_long_a_day_is(spoken: Language, said: str) -> None:
    with language.speaking(spoken):
        assert said in run("show", "leave-request/as_is").output
        states = map(open_procedure, ("leave-request/as_is", "leave-request/to_be"))
        notes = [str(each.note) for each in comparison_page(compare(*states)).sections]
        assert any(("is 7 h 45 min" if spoken == "en" else "1開庁日は7時間45分") in note for note in notes)


def test_no_line_begins_with_a_mark_that_belongs_to_the_line_before() -> None:
    with language.speaking("ja"):
        for name in ("environment-notification/to_be", "care-certification/as_is", "tendering/as_is"):
            lines = run("show", name).output.splitlines()
            assert not [line for line in lines if line.strip()[:1] in tuple("）。、」")]
            assert max(map(width, lines)) <= WIDTH
