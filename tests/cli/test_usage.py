"""A command line that cannot be understood is told in one sentence, in the language that was asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from bprkit import language
from bprkit.cli.app import COMMANDS
from cli_runs import Run

MISTAKES = {
    "unknown command": (["mien"], "mien", "mine"),
    "no file": (["mine"], "FILE", "FILE"),
    "misspelt option": (["mine", "a.csv", "--jsn", "x"], "--json", "--json"),
    "unknown option": (["--quiet"], "--quiet", "--quiet"),
    "option without value": (["mine", "a.csv", "--json"], "--json", "--json"),
    "flag with value": (["mine", "a.csv", "--strict=3"], "--strict", "--strict"),
    "no whole number": (["mine", "a.csv", "--top", "many"], "--top", "--top"),
    "number too small": (["mine", "a.csv", "--top", "0"], "at least 1", "1以上"),
    "no number": (["mine", "a.csv", "--variant-share", "most"], "--variant-share", "数"),
    "unknown choice": (
        ["mine", "a.csv", "--cases", "all"],
        "started, contained, touching",
        "started、contained",
    ),
    "unknown language": (["mine", "a.csv", "--lang", "both"], "ja, en", "ja、en"),
    "no target": (["convert", "a.csv"], "TARGET", "TARGET"),
    "argument too many": (["convert", "a.csv", "b.csv", "c.csv"], "c.csv", "余分"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("spoken", ["en", "ja"])
def test_a_mistake_is_told_in_one_sentence(mistake: str, spoken: language.Language, bprkit: Run) -> None:
    arguments, english, japanese = MISTAKES[mistake]
    language.use(spoken)
    told = bprkit(*arguments)
    assert told.code == 2
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert told.err.startswith("Error: " if spoken == "en" else "エラー：")
    assert (english if spoken == "en" else japanese) in told.err


def test_the_program_alone_shows_its_commands(bprkit: Run) -> None:
    told = bprkit()
    assert told.code == 2
    assert all(command in told.err for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("spoken", ["en", "ja"])
def test_each_command_explains_itself(command: str, spoken: language.Language, bprkit: Run) -> None:
    language.use(spoken)
    told = bprkit(command, "--help")
    assert told.code == 0
    assert "--lang" in told.out


def test_a_message_keeps_control_characters_from_the_terminal(tmp_path: Path, bprkit: Run) -> None:
    told = bprkit("mine", tmp_path / "\x1b[31mred\x07.csv")
    assert told.code == 2
    assert told.err.isprintable()
