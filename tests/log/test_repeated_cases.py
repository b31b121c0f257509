"""A register whose numbers begin anew each year is not put together into wrong cases in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

import bprkit
from bprkit import InputError
from bprkit.log.quality import quality
from bprkit.report.page import page

pytestmark = pytest.mark.usefixtures("english")


def register(path: Path, *, with_year: bool = False, repeated: int = 30) -> Path:
    """Return a register of 30 documents a year over two years, of which the first ones have the numbers of last year."""
    lines = ["文書番号,起案日,決裁日,施行日" + (",年度" if with_year else "")]
    for year in (2023, 2024):
        for number in range(1, 31):
            name = f"総第{number if year == 2023 or number <= repeated else number + 100}号"
            day = 1 + number % 20
            fields = [name, *(f"{year}-06-{day + more:02}" for more in (0, 3, 4))]
            lines.append(",".join([*fields, *([f"令和{year - 2018}年度"] if with_year else [])]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_repeated_numbers_are_counted_with_their_rows(tmp_path: Path) -> None:
    log = bprkit.read_log(register(tmp_path / "log.csv", repeated=7))
    (found,) = (finding for finding in quality(log) if finding.check == "repeated_case")
    assert (found.count, found.action) == (7, "merged")
    assert found.examples[0] == {"row": 2, "case": "総第1号", "rows": 2}


def test_the_first_warning_says_what_to_do_and_doing_it_helps(tmp_path: Path) -> None:
    warned = bprkit.mine(bprkit.read_log(register(tmp_path / "log.csv")))
    assert warned["overview"]["cases"] == 30
    assert warned["warnings"][0].startswith("30 numbers in 文書番号 stand in more than one row")
    assert "年度" in warned["warnings"][0] and "--case" in warned["warnings"][0]
    helped = bprkit.mine(bprkit.read_log(register(tmp_path / "years.csv", with_year=True)))
    assert helped["overview"]["cases"] == 60
    assert not [row for row in helped["quality"] if row["check"] == "repeated_case"]
    assert not [text for text in helped["warnings"] if "more than one row" in text]


def test_strict_refuses_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="30 numbers stand in more than one row"):
        bprkit.read_log(register(tmp_path / "log.csv"), strict=True)
    assert bprkit.read_log(register(tmp_path / "years.csv", with_year=True), strict=True).case_count() == 60


def test_rows_are_rows_of_the_file_and_not_dates(tmp_path: Path) -> None:
    log = bprkit.read_log(register(tmp_path / "log.csv", repeated=0))
    mined = bprkit.mine(log)
    assert (mined["overview"]["rows"], mined["overview"]["events"]) == (60, 180)
    events = next(figure for figure in page(mined.answers).figures if figure.label == "Events")
    assert events.note == "of 60 rows"
    part = bprkit.overview(log.filter(started_from="2024-01-01"))
    assert (part["rows"], part["events"]) == (30, 90)
