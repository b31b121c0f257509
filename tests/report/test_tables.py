"""The tables as CSV files for Excel."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bprkit.errors import OutputError
from bprkit.report.tables import harmless, write_csv_tables

Result = Callable[[str], dict[str, Any]]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_there_is_a_file_for_every_table_and_it_is_told(result: Result, tmp_path: Path) -> None:
    written = write_csv_tables(result("ja"), tmp_path / "表")
    assert sorted(written) == sorted((tmp_path / "表").iterdir())
    assert {"bottlenecks.csv", "transitions.csv", "lead_time_by_month.csv", "rework_returns.csv"} <= {
        path.name for path in written
    }


def test_nested_statistics_become_columns_with_their_unit(result: Result, tmp_path: Path) -> None:
    write_csv_tables(result("ja"), tmp_path)
    mined = result("ja")
    first = rows_of(tmp_path / "transitions.csv")[0]
    assert float(first["working_seconds_p95"]) == round(mined["transitions"][0]["working_seconds"]["p95"], 3)
    assert first["source"] == "合議(財政課)"
    assert len(rows_of(tmp_path / "transitions.csv")) == len(mined["transitions"])


def test_no_value_of_a_table_is_lost(result: Result, tmp_path: Path) -> None:
    write_csv_tables(result("ja"), tmp_path)
    mined = result("ja")
    assert sum(len(attribute["values"]) for attribute in mined["attributes"]) == len(
        rows_of(tmp_path / "attribute_values.csv")
    )
    assert len(rows_of(tmp_path / "backlog_by_activity.csv")) == len(mined["backlog"]["by_activity"])
    examples = rows_of(tmp_path / "quality_examples.csv")
    assert [row["value"] for row in examples if row["row"] == "1202"] == ["06総務第0123号", "2024/13/40 9:05"]


def test_excel_sees_utf8_and_lines_end_as_in_rfc_4180(result: Result, tmp_path: Path) -> None:
    write_csv_tables(result("ja"), tmp_path)
    raw = (tmp_path / "activities.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\n") == raw.count(b"\r\n") > 10


@pytest.mark.parametrize("name", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"])
def test_a_name_that_reads_as_a_formula_is_only_text(result: Result, tmp_path: Path, name: str) -> None:
    mined = result("ja")
    mined["activities"][0]["activity"] = name
    write_csv_tables(mined, tmp_path)
    assert rows_of(tmp_path / "activities.csv")[0]["activity"] == f"'{name}"


def test_a_negative_number_stays_a_number(result: Result, tmp_path: Path) -> None:
    assert harmless(-5.5) == -5.5
    write_csv_tables(result("ja"), tmp_path)
    deltas = [row["cliffs_delta"] for row in rows_of(tmp_path / "attribute_values.csv")]
    assert "-0.25" in deltas
    assert "" in deltas  # unknown is empty, not zero


def test_quotes_commas_and_line_feeds_survive(result: Result, tmp_path: Path) -> None:
    mined = result("ja")
    nasty = '決裁,"至急"\n(2行目)'
    mined["activities"][0]["activity"] = nasty
    write_csv_tables(mined, tmp_path)
    assert rows_of(tmp_path / "activities.csv")[0]["activity"] == nasty


def test_a_table_without_rows_keeps_its_header(result: Result, tmp_path: Path) -> None:
    mined = result("ja")
    mined["rework"]["returns"] = []
    mined["handovers"] = {"resource": None, "role": None, "pairs": []}
    write_csv_tables(mined, tmp_path)
    assert rows_of(tmp_path / "rework_returns.csv") == []
    header = (tmp_path / "rework_returns.csv").read_text("utf-8-sig").split(",")
    assert header[:4] == ["activity", "source", "count", "cases"]
    assert (tmp_path / "handovers.csv").read_text("utf-8-sig").startswith("by,transitions,handovers")


def test_headers_follow_the_data_also_without_working_time(result: Result, tmp_path: Path) -> None:
    mined = result("ja")
    for row in mined["transitions"]:
        row["working_seconds"] = None
    write_csv_tables(mined, tmp_path)
    first = rows_of(tmp_path / "transitions.csv")[0]
    assert first["working_seconds_mean"] == ""
    assert first["clock_seconds_mean"] != ""


def test_other_files_in_the_folder_stay_and_old_tables_are_replaced(result: Result, tmp_path: Path) -> None:
    (tmp_path / "memo.txt").write_text("mine")
    (tmp_path / "overview.csv").write_text("old")
    write_csv_tables(result("ja"), tmp_path)
    assert (tmp_path / "memo.txt").read_text() == "mine"
    assert rows_of(tmp_path / "overview.csv")[0]["cases"] == "5012"
    assert not [path for path in tmp_path.parent.iterdir() if "unfinished" in path.name]


def test_a_file_in_place_of_the_folder_is_told(result: Result, tmp_path: Path, spoken: str) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError, match={"en": "is a file", "ja": "はファイルです"}[spoken]):
        write_csv_tables(result("ja"), tmp_path / "out")


def test_an_error_half_way_leaves_nothing(result: Result, tmp_path: Path) -> None:
    mined = result("ja")
    del mined["backlog"]
    with pytest.raises(KeyError):
        write_csv_tables(mined, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
