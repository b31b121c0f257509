"""A procedure given where a log is expected, and a log where a procedure is: each is told what to use instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from bprkit import language
from bprkit.cli.app import run
from bprkit.language import Language
from bprkit.procedure.converting import convert_procedure
from cli_runs import rows, saved, table


@pytest.mark.parametrize("name", ["travel.yaml", "travel.bpmn", "travel.xlsx"])
@pytest.mark.parametrize(("lang", "said"), [("en", "is a procedure, not a log"), ("ja", "手続です")])
def test_mining_a_procedure_names_the_commands_for_it(
    name: str, lang: Language, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / name
    convert_procedure("travel-expenses/as_is", file)
    language.use(lang)
    assert run(["mine", str(file)]) == 2
    told = capsys.readouterr().err
    assert said in told
    for command in ("procedures show", "check", "compare"):
        assert f"bprkit {command}" in told


def test_a_bundled_name_is_no_log(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mine", "travel-expenses/as_is", "--lang", "en"]) == 2
    assert "bprkit procedures show travel-expenses/as_is" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["check"], ["procedures", "show"], ["compare", "travel-expenses/as_is"]])
def test_a_log_given_as_a_procedure_goes_to_mine(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = saved(tmp_path / "log.csv", table(*rows()))
    assert run([*command, str(file), "--lang", "en"]) in (1, 2)
    shown = capsys.readouterr()
    assert "bprkit mine" in " ".join((shown.out + shown.err).split())
