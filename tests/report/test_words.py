"""Every code that a result can hold has words in both languages."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import bprkit
from bprkit import language
from bprkit.log.opening import _XES_WORDS
from bprkit.report.words import word

SOURCES = Path(bprkit.__file__).parent


def checks_in_the_code() -> set[str]:
    """Return the names that findings are made with, wherever in the log's half of the sources they stand."""
    found = set(_XES_WORDS)
    for path in SOURCES.joinpath("log").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
                continue
            if node.func.id in ("Finding", "_finding") and isinstance(node.args[0], ast.Constant):
                found.add(str(node.args[0].value))
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "CHECK":
                found.add(str(ast.literal_eval(node.value)))
            elif isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation).startswith(
                "dict[str, tuple[Action"
            ):
                assert isinstance(node.value, ast.Dict)
                found |= {str(ast.literal_eval(key)) for key in node.value.keys if key is not None}
    return found | {"missing_case", "missing_activity"}


def test_the_code_is_searched_well() -> None:
    assert checks_in_the_code() >= {
        "tie",
        "title_rows",
        "blank_rows",
        "mixed_types",
        "renamed_column",
        "repeated_case",
        "long_names",
        "empty_trace",
        "after_today",
    }


@pytest.mark.parametrize("check", sorted(checks_in_the_code()))
def test_a_check_has_words_in_both_languages(check: str) -> None:
    unknown = "no words"
    language.use("ja")
    japanese = word("check", check, otherwise=unknown)
    language.use("en")
    english = word("check", check, otherwise=unknown)
    language.use(None)
    assert unknown not in (japanese, english)
    assert not japanese.isascii() and english.isascii()
