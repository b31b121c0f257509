"""The example from a log to savings says what a count by hand says, and keeps the classes apart."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections import Counter
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
import savings_example


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with savings_example.LOG.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("savings")


@pytest.fixture(scope="module")
def said(folder: Path) -> str:
    from bprkit.language import speaking

    with contextlib.redirect_stdout(io.StringIO()) as printed, speaking("en"):
        savings_example.main(folder)
    return printed.getvalue()


def test_documents_a_year_and_returns_are_those_of_the_log(said: str, rows: list[dict[str, str]]) -> None:
    times = [datetime.strptime(row["timestamp"], "%Y-%m-%d %H:%M") for row in rows]
    documents = len({row["document_no"] for row in rows})
    a_year = documents / ((max(times) - min(times)).days / 365.25)
    returns = Counter(row["activity"] for row in rows)["Return"]
    assert said.startswith(f"{a_year:,.0f} documents a year; returned {returns / (documents + returns):.1%}")


def test_the_cash_is_that_of_the_overtime_that_is_cut_and_of_things(said: str) -> None:
    (cash,) = re.findall(r"cash_out: ¥([\d,]+) a year", said)
    (chain,) = re.findall(r"Overtime cut: ¥([\d,]+) a year", said)
    assert "400 h × 2650" in said and chain == "1,060,000"
    assert int(cash.replace(",", "")) > 1_060_000


def test_the_cash_payback_is_longer_than_the_one_that_is_usually_reported(said: str) -> None:
    usual, cash = (
        float(found)
        for found in re.findall(r"(?:payback as usually reported|cash payback): ([\d.]+) years", said)
    )
    assert 0 < usual < cash


def test_the_picture_shows_both_states_with_what_was_measured(said: str, folder: Path) -> None:
    """The official seal is a step of the old way only; the share of returns is that of the log."""
    shown = re.findall(r">([^<]+)<", (folder / "change.svg").read_text(encoding="utf-8"))
    (returned,) = re.findall(r"returned ([\d.]+)%", said)
    assert shown.count(f"Returned {returned}%") == 1
    before, after = shown.index("Before (as-is)"), shown.index("After (to-be)")
    assert before < shown.index("Official seal") < after
    assert "Official seal" not in shown[after:]


def test_the_workbook_draws_what_to_go_and_measure(said: str, folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "savings.xlsx")
    assert len(book["How sure"]._charts) == 2
