"""`bprkit check` goes through every file, and its exit code says whether there is an error."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from bprkit import language
from bprkit.cli.check import command
from bprkit.errors import InputError
from bprkit.procedure.model import Procedure, Role
from bprkit.procedure.problems import Problem, ProcedureError
from drawn_procedures import drawn

LONG = (
    "「決裁文書の回議（起案から施行まで）」の後に、「財政課」と「会計課」への合議が終わらないうちに"
    "決裁される経路があります。合議を決裁の前に移してください。"
)
FILES = {
    "sound.yaml": drawn("s > a > e"),
    "idle.yaml": drawn("s > a > e", roles=[Role(id="clerk"), Role(id="idle")]),
    "broken.yaml": drawn("s > x1 > a > e", "x1 > b"),
}


@pytest.fixture(autouse=True)
def _files(monkeypatch: pytest.MonkeyPatch, english: None) -> None:
    def open_procedure(name: str) -> Procedure:
        if name == "bad.yaml":
            line = Problem(
                "role", "error", "No role 'x'.", "役割「x」がありません。", file="bad.yaml", line=3
            )
            raise ProcedureError([line, line])
        if name == "long.yaml":
            told = [LONG[:place] + " YAML と" + LONG[place:] for place in (5, 30, 46, 47, 48, 49)]
            raise ProcedureError([Problem("x", "error", "Long.", text) for text in told])
        if name not in FILES:
            raise InputError(en=f"There is no {name}.", ja=f"{name} はありません。")
        return FILES[name]

    module = ModuleType("bprkit.procedure.files")
    module.open_procedure = open_procedure  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "bprkit.procedure.files", module)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command(), list(arguments))


@pytest.mark.parametrize(
    ("files", "code"),
    [(["sound.yaml"], 0), (["idle.yaml"], 0), (["broken.yaml"], 1), (["gone.yaml", "sound.yaml"], 1)],
)
def test_the_exit_code_is_one_for_errors_only(files: list[str], code: int) -> None:
    assert run(*files).exit_code == code


def test_problems_stand_under_their_file_and_all_files_are_checked() -> None:
    shown = run("gone.yaml", "bad.yaml", "broken.yaml", "sound.yaml").output
    lines = shown.splitlines()
    assert lines[0] == "gone.yaml: 1 error, 0 warnings (not a procedure yet)"
    assert "bad.yaml: 2 errors, 0 warnings (not a procedure yet)" in lines
    assert any("line 3: No role 'x'." in line for line in lines)
    assert "broken.yaml: 1 error, 1 warning" in lines
    assert lines[-1] == "sound.yaml: no problems"
    assert max(map(len, lines)) <= 100


def test_japanese_lines_fill_the_width_and_begin_with_no_mark_that_belongs_to_the_line_before() -> None:
    language.use("ja")
    lines = run("long.yaml").output.splitlines()[1:]
    assert len(lines) >= 4
    assert all(line.startswith(("エラー  ", "        ")) for line in lines)
    assert max(map(cell_len, lines)) <= 100
    assert not [line for line in lines if line.strip()[0] in "。、」）"]
    broken = [line for line in lines if line.startswith("エラー") and cell_len(line) < 90]
    assert not broken, "a line does not end early at a space within a sentence"


def test_json_holds_both_languages_and_nothing_else_is_printed(tmp_path: Path) -> None:
    file = tmp_path / "problems.json"
    result = run("broken.yaml", "bad.yaml", "--json", str(file))
    assert (result.exit_code, result.stdout) == (1, "")
    told = json.loads(file.read_text(encoding="utf-8"))
    assert (told["errors"], told["warnings"]) == (3, 1)
    assert [each["loaded"] for each in told["files"]] == [True, False]
    problem = told["files"][0]["problems"][0]
    assert (problem["code"], problem["where"], problem["severity"]) == ("dead-end", "b", "error")
    assert problem["en"] and problem["ja"] and problem["message"] == problem["en"]


def test_problems_are_told_in_japanese_too() -> None:
    language.use("ja")
    assert "broken.yaml：エラー1件、警告1件" in run("broken.yaml").output
