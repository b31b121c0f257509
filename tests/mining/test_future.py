"""One mistyped year must not take over the result: it is told first, and the weeks end today."""

from __future__ import annotations

from pathlib import Path

import pytest

import bprkit
from bprkit import language
from tables import log_of

pytestmark = pytest.mark.usefixtures("english")


def lines(mistyped: str) -> list[str]:
    """Return 20 cases of three days; the last date of the twelfth is as given."""
    days = [
        f"{case} {activity} 2024-0{1 + case % 3}-{8 + place:02}"
        for case in range(1, 21)
        for place, activity in enumerate(("起案", "審査", "決裁"))
    ]
    days[35] = f"12 施行 {mistyped}"
    return days


def read(tmp_path: Path, mistyped: str) -> bprkit.EventLog:
    file = tmp_path / "log.csv"
    text = "\n".join(line.replace(" ", ",") for line in ["番号 処理内容 処理日", *lines(mistyped)])
    file.write_text(text + "\n", encoding="utf-8")
    return bprkit.read_log(file, calendar="none")


def test_the_first_warning_names_the_row_what_it_bends_and_what_to_do(tmp_path: Path) -> None:
    log = read(tmp_path, "2095-01-10")
    (warning,) = bprkit.mine(log)["warnings"]
    assert warning.startswith("1 stamp lies after today (row 37).")
    assert all(told in warning for told in ("lead times", "bottlenecks", "--cases contained --to"))
    language.use("ja")
    (warning,) = bprkit.mine(log)["warnings"]
    assert warning.startswith("今日より後の日付が1件あります（37行目）。")


def test_what_the_warning_advises_takes_the_warning_away(tmp_path: Path) -> None:
    log = read(tmp_path, "2095-01-10").filter(period="contained", started_to="2026-01-01")
    mined = bprkit.mine(log)
    assert (mined["overview"]["cases"], mined["warnings"]) == (19, [])


def test_the_weeks_end_with_the_last_stamp_of_the_past(tmp_path: Path) -> None:
    right, wrong = (bprkit.backlog(read(tmp_path, day)) for day in ("2024-01-10", "2095-01-10"))
    assert list(wrong.week) == list(right.week)
    assert wrong.completions.sum() == right.completions.sum() - 1
    assert wrong.in_progress.iloc[-1] == right.in_progress.iloc[-1] + 1
    assert bprkit.backlog_by_activity(read(tmp_path, "2095-01-10")).week.max() <= right.week.max()


def test_a_log_that_lies_ahead_as_a_whole_is_counted_as_it_stands() -> None:
    log = log_of("1 A 2095-03-07\n1 B 2095-03-08\n2 A 2095-03-14\n2 B 2095-03-15")
    assert bprkit.backlog(log).completions.sum() == 2
    assert bprkit.mine(log)["warnings"][0].startswith("4 stamps lie after today")


def test_the_worst_bottleneck_of_one_case_says_so_and_gives_the_worst_of_more(tmp_path: Path) -> None:
    sentences = bprkit.mine(read(tmp_path, "2095-01-10"))["summary"]
    worst = next(place for place, text in enumerate(sentences) if text.startswith("Most time is lost"))
    assert "in 1 case." in sentences[worst]
    assert sentences[worst + 1].startswith("That is 1 case only")
    assert sentences[worst + 2].startswith("Of steps in more cases, most time is lost before")


def test_a_worst_bottleneck_of_many_cases_stands_alone(tmp_path: Path) -> None:
    sentences = bprkit.mine(read(tmp_path, "2024-01-10"))["summary"]
    assert sum("time is lost" in text for text in sentences) == 1
    assert not any(" only: " in text for text in sentences)
