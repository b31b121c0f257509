"""Every command and option is told in both languages, and docs/cli.md says what the commands say."""

from __future__ import annotations

import re

import cli_reference
import click
import pytest

from bprkit.language import Language

JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")


def told(spoken: Language) -> dict[str, str]:
    """Return the help of every command and option by its name."""
    texts = {}
    for name, command in cli_reference.commands(spoken).items():
        texts[name] = command.help or ""
        options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
        texts |= {f"{name} {option.opts[0]}": option.help or "" for option in options}
    return texts


def test_every_command_and_option_has_help_in_english() -> None:
    lacking = [name for name, text in told("en").items() if not text.endswith(".")]
    assert lacking == []


def test_every_command_and_option_has_help_in_japanese() -> None:
    lacking = [
        name for name, text in told("ja").items() if not JAPANESE.search(text) or not text.endswith("。")
    ]
    assert lacking == []


def test_both_languages_have_the_same_commands_and_options() -> None:
    assert list(told("en")) == list(told("ja"))


@pytest.mark.parametrize("spoken", ["en", "ja"])
def test_the_written_reference_is_what_the_commands_say(spoken: Language) -> None:
    written = cli_reference.FILES[spoken].read_text(encoding="utf-8")
    assert written == cli_reference.reference(spoken), "stale: run python scripts/cli_reference.py"
