"""What is wrong in a file is counted exactly and shown by the rows that a spreadsheet shows."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import bprkit
from bprkit.errors import InputError
from bprkit.log.findings import Finding
from bprkit.log.quality import quality

pytestmark = pytest.mark.usefixtures("english")
HEADER = "番号,処理内容,処理日時"
BEYOND_THE_SAMPLE = 21_000


def saved(path: Path, lines: Iterable[str], header: str = HEADER) -> Path:
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    return path


def regular(cases: int, first: int = 1) -> list[str]:
    """Two events a case: row 2 of the file is the first of them."""
    return [
        f"{case},{activity},2024-04-{1 + case % 28:02} {9 + place:02}:{case % 60:02}"
        for case in range(first, first + cases)
        for place, activity in enumerate(("起案", "決裁"))
    ]


def found(log: bprkit.EventLog) -> dict[str, Finding]:
    findings = quality(log)
    assert len({finding.check for finding in findings}) == len(findings)
    return {finding.check: finding for finding in findings}


def rows_of(finding: Finding) -> list[Any]:
    return [example["row"] for example in finding.examples]


def test_a_log_without_fault_has_nothing_to_tell(tmp_path: Path) -> None:
    log = bprkit.read_log(saved(tmp_path / "log.csv", regular(30)))
    assert set(found(log)) <= {"encoding"}


def test_missing_parts_are_counted_by_row(tmp_path: Path) -> None:
    lines = regular(30)
    lines[4] = ",起案,2024-04-02 9:00"  # row 6 of the file
    lines[10] = "7,,2024-04-02 9:00"  # row 12
    lines[11] = "7,決裁,"  # row 13
    lines[55] = "\u3000,決裁,2024-04-02 9:00"  # row 57: neither is a full-width one
    lines[59] = " ,決裁,2024-04-02 9:00"  # row 61: a space is no number
    findings = found(bprkit.read_log(saved(tmp_path / "log.csv", lines)))
    assert (findings["missing_case"].count, findings["missing_activity"].count) == (3, 1)
    assert rows_of(findings["missing_case"]) == [6, 57, 61]
    assert rows_of(findings["missing_activity"]) == [12]
    assert (findings["missing_time"].count, rows_of(findings["missing_time"])) == (1, [13])
    assert all(findings[f"missing_{part}"].action == "set_aside" for part in ("case", "activity", "time"))


def test_row_numbers_count_blank_lines_and_a_preamble_as_a_spreadsheet_does(tmp_path: Path) -> None:
    lines = regular(30)
    lines.insert(3, "")
    lines[20] = "9,起案,未定"
    path = saved(tmp_path / "log.csv", ["", HEADER, *lines], header="文書管理システム 出力,,")
    finding = found(bprkit.read_log(path))["unparsable_date"]
    written = path.read_text(encoding="utf-8").splitlines()
    assert finding.count == 1
    (example,) = finding.examples
    assert example["value"] == "未定"
    assert "未定" in written[example["row"] - 1]


def test_a_date_that_cannot_be_read_is_told_with_its_value_however_late(tmp_path: Path) -> None:
    lines = regular(BEYOND_THE_SAMPLE // 2 + 10)
    for place, value in (
        (5, "R6.13.1"),
        (BEYOND_THE_SAMPLE, "2024-02-30 9:00"),
        (BEYOND_THE_SAMPLE + 3, "1785-01-01"),
    ):
        case, activity, _ = lines[place].split(",")
        lines[place] = f"{case},{activity},{value}"
    finding = found(bprkit.read_log(saved(tmp_path / "log.csv", lines)))["unparsable_date"]
    assert (finding.count, finding.action) == (3, "set_aside")
    assert [(example["row"], example["value"]) for example in finding.examples] == [
        (7, "R6.13.1"),
        (BEYOND_THE_SAMPLE + 2, "2024-02-30 9:00"),
        (BEYOND_THE_SAMPLE + 5, "1785-01-01"),
    ]


def test_repeated_rows_and_ties_are_counted_and_kept(tmp_path: Path) -> None:
    lines = [*regular(30), regular(1)[1], regular(1)[1], "2,決裁,2024-04-03 09:02"]
    log = bprkit.read_log(saved(tmp_path / "log.csv", lines))
    findings = found(log)
    assert (findings["exact_duplicate"].count, findings["exact_duplicate"].action) == (2, "kept")
    assert findings["exact_duplicate"].examples[0]["times"] == 3
    assert findings["tie"].count == 3  # two repetitions, and 決裁 at the moment of 起案
    assert bprkit.overview(log)["events"] == 63


def test_ends_before_starts_lose_their_start_only(tmp_path: Path) -> None:
    lines = [
        f"{line},2024-04-30 12:00" if place in (2, 7) else f"{line},"
        for place, line in enumerate(regular(30))
    ]
    lines[0] += "2024-04-02 08:30"
    log = bprkit.read_log(saved(tmp_path / "log.csv", lines, f"{HEADER},開始日時"), start="開始日時")
    finding = found(log)["negative_duration"]
    assert (finding.count, finding.action, rows_of(finding)) == (2, "repaired", [4, 9])
    assert bprkit.overview(log)["activity_instances"] == 60


def test_years_that_cannot_be_meant_are_told_and_kept(tmp_path: Path) -> None:
    lines = [*regular(30), "90,起案,1924-04-01 9:00", "91,起案,2124-04-01 9:00"]
    findings = found(bprkit.read_log(saved(tmp_path / "log.csv", lines)))
    assert (findings["before_1970"].count, rows_of(findings["before_1970"])) == (1, [62])
    assert (findings["after_today"].count, rows_of(findings["after_today"])) == (1, [63])


def test_offsets_that_begin_late_are_refused_unless_told_how(tmp_path: Path) -> None:
    lines = regular(BEYOND_THE_SAMPLE // 2 + 10)
    lines[BEYOND_THE_SAMPLE] += ":00+09:00"
    path = saved(tmp_path / "log.csv", lines)
    with pytest.raises(InputError, match="--naive zone"):
        bprkit.read_log(path)
    converted = found(bprkit.read_log(path, naive="zone"))["offset_converted"]
    assert converted.count == 1
    assert f"{len(lines) - 1:,} others without one" in converted.en


def test_offsets_are_counted_and_converted_to_the_zone_of_the_log(tmp_path: Path) -> None:
    lines = [f"{line}:00{'+09:00' if place % 2 else 'Z'}" for place, line in enumerate(regular(30))]
    log = bprkit.read_log(saved(tmp_path / "log.csv", lines))
    assert found(log)["offset_converted"].count == 60
    assert bprkit.overview(log)["first"].endswith("+09:00")


def test_exports_that_overlap_are_one_log_and_a_row_that_one_file_repeats_stays(tmp_path: Path) -> None:
    june, july = regular(30), regular(30, first=28)  # cases 28 to 30 stand in both: 6 rows
    june.append(june[0])
    for name, lines in (("2024-06.csv", june), ("2024-07.csv", july)):
        saved(tmp_path / name, lines)
    log = bprkit.read_log(str(tmp_path / "2024-*.csv"))
    findings = found(log)
    assert (findings["overlap"].count, findings["overlap"].action) == (6, "removed")
    assert findings["overlap"].examples[0] == {"file": "2024-07.csv", "row": 2}
    assert findings["exact_duplicate"].count == 1
    assert bprkit.overview(log)["events"] == 61 + 60 - 6
    assert bprkit.overview(log)["cases"] == 57


def test_a_file_that_lacks_a_column_says_so(tmp_path: Path) -> None:
    saved(tmp_path / "1.csv", [f"{line},税務課" for line in regular(5)], f"{HEADER},所属")
    saved(tmp_path / "2.csv", regular(5, first=6))
    log = bprkit.read_log([tmp_path / "1.csv", tmp_path / "2.csv"])
    assert "所属" in found(log)["columns_differ"].en
    assert bprkit.overview(log)["cases"] == 10


def test_a_short_row_far_down_is_filled_and_counted(tmp_path: Path) -> None:
    lines = [f"{line},山田" for line in regular(BEYOND_THE_SAMPLE // 2 + 500)]
    lines[BEYOND_THE_SAMPLE] = lines[BEYOND_THE_SAMPLE].rpartition(",")[0]
    log = bprkit.read_log(saved(tmp_path / "log.csv", lines, f"{HEADER},処理者"))
    told = [finding for finding in quality(log) if finding.count == 1 and finding.examples]
    assert any({"row": BEYOND_THE_SAMPLE + 2}.items() <= dict(one.examples[0]).items() for one in told), told
    assert bprkit.overview(log)["events"] == len(lines)


def test_a_long_row_is_refused_with_its_line(tmp_path: Path) -> None:
    lines = regular(BEYOND_THE_SAMPLE // 2 + 500)
    lines[BEYOND_THE_SAMPLE] += ",余分,余分"
    with pytest.raises(InputError, match=f"line {BEYOND_THE_SAMPLE + 2:,}|line {BEYOND_THE_SAMPLE + 2}"):
        bprkit.overview(bprkit.read_log(saved(tmp_path / "log.csv", lines)))


def test_columns_that_were_equal_at_first_and_differ_later_are_told(tmp_path: Path) -> None:
    lines = [f"{line},{line.split(',')[0]}" for line in regular(BEYOND_THE_SAMPLE // 2 + 500)]
    lines[BEYOND_THE_SAMPLE] += "x"
    log = bprkit.read_log(saved(tmp_path / "log.csv", lines, f"{HEADER},文書番号"))
    assert found(log)["twin_differs"].count == 1


def test_dates_without_times_are_said_to_be_so(tmp_path: Path) -> None:
    log = bprkit.read_log(saved(tmp_path / "log.csv", [line.rpartition(" ")[0] for line in regular(30)]))
    assert found(log)["date_only"].action == "told"
    assert bprkit.overview(log)["first"] == "2024-04-01"


def test_cases_that_the_window_cuts_are_counted(tmp_path: Path) -> None:
    """Of 60 cases of two months one begins with its last step, and one ends with its first."""
    lines = [
        f"{case},{activity},2024-04-{1 + case % 28:02} {9 + 4 * place:02}:{case % 60:02}"
        for case in range(60)
        for place, activity in enumerate(("起案", "決裁"))
    ]
    lines += ["a,決裁,2024-04-01 09:30", "b,起案,2024-04-28 14:00"]
    log = bprkit.read_log(saved(tmp_path / "log.csv", lines), calendar="none")
    finding = found(log)["cut_by_window"]
    assert finding.count == 2
    assert "1 case seems to have begun" in finding.en


def test_strict_refuses_what_is_set_aside_and_not_what_is_only_told(tmp_path: Path) -> None:
    told = saved(tmp_path / "told.csv", [*regular(30), regular(1)[1]])
    assert bprkit.read_log(told, strict=True).case_count() == 30
    repaired = saved(tmp_path / "repaired.csv", [*regular(30), ",起案,2024-04-02 9:00"])
    with pytest.raises(InputError, match=r"--strict.*no case number"):
        bprkit.read_log(repaired, strict=True)


def test_a_compressed_file_and_a_frame_have_the_same_findings(tmp_path: Path) -> None:
    lines = [*regular(30), ",起案,2024-04-02 9:00", "90,起案,未定"]
    plain = saved(tmp_path / "log.csv", lines)
    packed = tmp_path / "log.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    frame = pd.DataFrame([line.split(",") for line in lines], columns=HEADER.split(","))
    counts = [
        {
            check: (one.count, one.action)
            for check, one in found(bprkit.read_log(source)).items()
            if check != "encoding"
        }
        for source in (plain, packed, frame)
    ]
    assert (
        counts[0]
        == counts[1]
        == counts[2]
        == {
            "missing_case": (1, "set_aside"),
            "unparsable_date": (1, "set_aside"),
        }
    )
