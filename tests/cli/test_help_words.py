"""Help pages fit the 100 columns that they are made for, kanji counted as two."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from bprkit import language
from bprkit.cli.app import COMMANDS
from bprkit.language import Language
from cli_runs import Run


@pytest.mark.parametrize("spoken", ["ja", "en"])
@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)], ids=" ".join)
def test_no_line_of_help_is_wider_than_the_page(
    bprkit: Run, command: tuple[str, ...], spoken: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    language.use(spoken)
    for columns in (100, 70):
        monkeypatch.setenv("COLUMNS", str(columns))
        told = bprkit(*command, "--help")
        assert told.code == 0
        assert ("使い方" in told.out) == (spoken == "ja")
        lines = told.out.splitlines()
        assert [line for line in lines if cell_len(line) > columns] == []
        assert not any(line.strip()[:1] in ("、", "。", "」", "）") for line in lines)


def test_options_and_their_words_stand_in_two_columns(bprkit: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    language.use("ja")
    lines = bprkit("inventory", "--help").out.splitlines()
    options = lines[lines.index("オプション:") + 1 :]
    (start,) = {cell_len(line) - cell_len(line.lstrip()) for line in options if not line.startswith("  -")}
    assert all(line[start - 1] == " " and line[start] != " " for line in options if line.startswith("  --"))
