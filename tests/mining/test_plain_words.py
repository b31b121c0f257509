"""The findings in plain words: grammar, and no comparison where there is none to make."""

from __future__ import annotations

import re

import pytest

import bprkit
from bprkit import language
from tables import log_of

pytestmark = pytest.mark.usefixtures("english")


def summary(lengths: list[str], **options: str) -> list[str]:
    """Return the summary of cases that begin at nine and end at these moments."""
    lines = [f"{case} A 2024-05-07_09:00\n{case} B {last}" for case, last in enumerate(lengths)]
    return list(bprkit.mine(log_of("\n".join(lines), **options))["summary"])


def test_cases_of_one_length_are_said_to_be_about_the_same() -> None:
    assert "about the same time" in summary(["2024-05-09_09:00"] * 8)[1]
    assert "one in twenty" not in summary(["2024-05-09_09:00"] * 8)[1]
    language.use("ja")
    assert "ほぼ同じ" in summary(["2024-05-09_09:00"] * 8)[1]


def test_cases_of_many_lengths_are_compared() -> None:
    assert summary([f"2024-05-{day:02}_09:00" for day in range(8, 20)])[1].startswith(
        "Half of the cases take more than"
    )


def test_minutes_are_no_days_of_nothing() -> None:
    assert not any(re.search(r"\b0\.0\b", text) for text in summary(["2024-05-07_09:10"] * 8))


def test_no_time_at_all_is_said_so() -> None:
    assert "no time is to be seen" in summary(["2024-05-07_09:00"] * 8)[1]


def test_one_is_singular() -> None:
    text = " ".join(summary(["2024-05-09_09:00"]))
    assert text.startswith("1 case, 2 activity instances") and "in 1 case." in text
