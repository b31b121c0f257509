"""Generated logs have the size, the order and the ties that were asked for, and the same bytes every time."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import generate
import pytest


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def stamps_by_case(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows(path):
        found[row["文書番号"]].append(row["処理日時"])
    return found


def test_exactly_the_events_asked_for_in_time_order(tmp_path: Path) -> None:
    for events in (1, 1_000, 20_000):
        log = tmp_path / f"{events}.csv"
        generate.write_log(log, events=events)
        stamps = [row["処理日時"] for row in rows(log)]
        assert len(stamps) == events
        assert stamps == sorted(stamps)


def test_the_same_options_give_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        generate.write_log(tmp_path / name, events=5_000, seed=seed, attributes=True)
    first, again, other = ((tmp_path / name).read_bytes() for name in "abc")
    assert first == again != other


def test_without_ties_no_case_has_two_equal_stamps(tmp_path: Path) -> None:
    generate.write_log(tmp_path / "log.csv", events=20_000)
    for stamps in stamps_by_case(tmp_path / "log.csv").values():
        assert stamps == sorted(set(stamps))


def test_the_share_of_ties_is_what_was_asked_for(tmp_path: Path) -> None:
    generate.write_log(tmp_path / "log.csv", events=20_000, ties=0.05)
    cases = stamps_by_case(tmp_path / "log.csv").values()
    ties = sum(len(stamps) - len(set(stamps)) for stamps in cases)
    assert ties / 20_000 == pytest.approx(0.05, abs=0.01)


def test_a_row_is_about_as_long_as_in_the_plan(tmp_path: Path) -> None:
    generate.write_log(tmp_path / "log.csv", events=50_000)
    assert 48 <= (tmp_path / "log.csv").stat().st_size / 50_000 <= 56


def test_the_english_log_is_the_japanese_one_with_other_names(tmp_path: Path) -> None:
    for lang in ("ja", "en"):
        generate.write_log(tmp_path / lang, events=2_000, lang=lang, attributes=True)
    japanese, english = rows(tmp_path / "ja"), rows(tmp_path / "en")
    assert list(japanese[0]) == list(generate.COLUMNS["ja"])
    assert list(english[0]) == list(generate.COLUMNS["en"])
    same = ((0, 0), (2, 2), (3, 3), (7, 7))
    for one, other in zip(japanese, english, strict=True):
        left, right = list(one.values()), list(other.values())
        assert [left[a] for a, _ in same] == [right[b] for _, b in same]
    assert {row["処理内容"] for row in japanese}.isdisjoint(row["activity"] for row in english)


def test_attributes_leave_the_events_as_they_are(tmp_path: Path) -> None:
    for name, attributes in (("plain", False), ("full", True)):
        generate.write_log(tmp_path / name, events=2_000, attributes=attributes)
    plain, full = rows(tmp_path / "plain"), rows(tmp_path / "full")
    assert [{key: row[key] for key in plain[0]} for row in full] == plain


def test_fiscal_years_are_named_by_their_era() -> None:
    assert [generate.era_year(year) for year in (2018, 2019, 2024)] == ["H30", "R1", "R6"]
    with pytest.raises(ValueError, match="平成"):
        generate.era_year(1988)


def test_the_command_writes_the_log(tmp_path: Path) -> None:
    log = tmp_path / "名 前.csv"
    command = [sys.executable, generate.__file__, "--events", "1e3", "--seed", "3", "-o", str(log)]
    subprocess.run(command, check=True)
    assert len(rows(log)) == 1_000
