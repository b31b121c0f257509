"""A log that is written and read again is the same log."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import bprkit
import generated
import real_logs
from bprkit.errors import InputError, OutputError
from bprkit.log.quality import quality
from bprkit.log.writing.logs import convert, write_log
from bprkit.log.writing.rows import STANDARD
from bprkit.log.xes.reading import read_xes
from figures import figures, rows, same

FORMS = ("log.csv", "ログ 写し.csv.gz", "log.tsv", "log.parquet", "log.xes", "log.xes.gz")
REAL = (
    ("receipt_wabo/receipt.csv", "log.csv"),
    ("receipt_wabo/receipt.xes.gz", "log.parquet"),
    ("receipt_wabo/receipt.csv", "log.xes"),
    ("helpdesk_italian/finale.csv", "log.csv.gz"),
    ("production/Production.csv", "log.xes"),
    pytest.param("production/Production.csv", "log.parquet", marks=pytest.mark.slow),
    pytest.param("bpic2012/BPI_Challenge_2012.xes.gz", "log.csv", marks=pytest.mark.slow),
)
EXAMPLE = real_logs.ROOT / "examples" / "approval_circulation_cp932.csv"


def lines(path: Path) -> list[list[str]]:
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    with io.StringIO(text.decode("utf-8"), newline="") as file:
        return list(csv.reader(file, delimiter="\t" if ".tsv" in path.name else ","))


def history(**columns: Any) -> pd.DataFrame:
    """A small approval history; columns may be replaced or added."""
    base = {
        "文書番号": ["007", "NA", "007", "NA", "007"],
        "処理内容": ["起案", "起案", "決裁", "決裁", "施行"],
        "処理日時": ["R6.6.28 16:00", "R6.6.28 16:00", "R6.7.1 9:30", "R6.7.1 9:00", "R6.7.1 9:30"],
        "処理者": ["山田", "佐藤", "鈴木", "鈴木", "山田"],
        "件名": ['机, "大"\nの購入', "＝見積", None, "委託", ""],
    }
    return pd.DataFrame(base | columns)


def check(written: Mapping[str, Any], log: bprkit.EventLog, path: Path) -> None:
    """A start and a completion are one row in a table and two events in XES, which has no event without a case."""
    expected = figures(log)
    overview = expected["overview"]
    if ".xes" in path.name:
        without_case = [finding.count for finding in quality(log) if finding.check == "missing_case"]
        overview["events"] -= sum(without_case)
        if log.events.recognised.start:
            overview["events"] = written["overview"]["events"]
        for part in ("resources", "roles"):  # nobody at all is not written
            overview[part] = overview[part] or None
            written["overview"][part] = written["overview"][part] or None
    assert same(written, expected)


@pytest.mark.parametrize("name", FORMS)
def test_a_small_log_reads_back_the_same_from_every_form(tmp_path: Path, name: str) -> None:
    log = bprkit.read_log(history())
    written = write_log(log, tmp_path / name)
    assert written.rows == 5
    check(figures(bprkit.read_log(written)), log, written.path)
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["log.csv", "log.parquet", "log.xes"])
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_any_log_reads_back_the_same(name: str, data: st.DataObject) -> None:
    drawn = data.draw(generated.logs())
    log = drawn.read()
    assume(
        name != "log.xes" or not log.events.extent.ending_before_start
    )  # such a start closes nothing there
    with TemporaryDirectory() as folder:
        written = write_log(log, Path(folder) / name)
        options = {key: drawn.options[key] for key in ("calendar", "timezone", "end", "after_end")}
        told = [
            one for finding in written.findings if finding.check == "reading_back" for one in finding.examples
        ]
        if told:  # so small or empty that its columns cannot be recognised
            options |= {"shape": "long"} | {one["option"]: one["column"] for one in told}
        elif name == "log.xes":
            options |= {part: STANDARD[part] for part in ("case", "activity", "time")}
        back = bprkit.read_log(written, **options)
        # a column of instants at 0:00 UTC is taken for one of dates, whatever the zone
        assume(back.events.dates_only == log.events.dates_only)
        check(figures(back), log, written.path)


@pytest.mark.parametrize(("source", "form"), REAL)
def test_real_logs_read_back_the_same(tmp_path: Path, source: str, form: str) -> None:
    log = bprkit.read_log(real_logs.path_of(source), timezone="Europe/Amsterdam")
    written = write_log(log, tmp_path / form)
    check(figures(bprkit.read_log(written, timezone="Europe/Amsterdam")), log, written.path)


def test_japanese_dates_become_iso_and_every_column_is_kept_in_the_order_of_the_file(tmp_path: Path) -> None:
    log = bprkit.read_log(history())
    header, *table = lines(write_log(log, tmp_path / "log.csv").path)
    assert header == ["\ufeff文書番号", "処理内容", "処理日時", "処理者", "件名"]
    assert [row[2] for row in table] == ["2024-06-28 16:00:00"] * 2 + [
        "2024-07-01 09:30:00", "2024-07-01 09:00:00", "2024-07-01 09:30:00"]  # fmt: skip
    assert [row[0] for row in table] == ["007", "NA", "007", "NA", "007"]
    assert [row[4] for row in table] == ['机, "大"\nの購入', "'＝見積", "", "委託", ""]


def test_a_big_table_stays_in_the_order_of_the_file(tmp_path: Path) -> None:
    log = bprkit.read_log(EXAMPLE)
    with EXAMPLE.open(encoding="cp932", newline="") as file:
        recorded = list(csv.DictReader(file))
    header, *table = lines(write_log(log, tmp_path / "log.tsv").path)
    header[0] = header[0].removeprefix("\ufeff")
    shared = [name for name in header if name != "処理日時"]
    found = [dict(zip(header, row, strict=True)) for row in table]
    assert sorted(header) == sorted(recorded[0])
    assert [[row[n] for n in shared] for row in found] == [[row[n] for n in shared] for row in recorded]


def test_a_table_of_a_row_a_case_becomes_a_row_a_milestone(tmp_path: Path, english: None) -> None:
    register = pd.DataFrame(
        {
            "番号": ["1", "2", "3"],
            "課": ["税務課", "市民課", "税務課"],
            "起案日": ["R6.6.28", "R6.7.1", "R6.7.2"],
            "決裁日": ["R6.6.28", "R6.7.2", None],
        }
    )
    log = bprkit.read_log(register)
    written = write_log(log, tmp_path / "log.csv")
    assert lines(written.path) == [
        ["\ufeff番号", "activity", "time", "case:課"],
        ["1", "起案", "2024-06-28", "税務課"],
        ["1", "決裁", "2024-06-28", "税務課"],
        ["2", "起案", "2024-07-01", "市民課"],
        ["2", "決裁", "2024-07-02", "市民課"],
        ["3", "起案", "2024-07-02", "税務課"],
    ]
    # 課 of a register says nothing of who did a step, so it must not come back as the section
    assert [finding.check for finding in written.findings] == ["renamed_column"]
    back = bprkit.read_log(written)
    assert not back.has("section")
    assert figures(back) == figures(log)


def test_stamps_with_offsets_stay_instants_in_the_zone_of_the_log(tmp_path: Path) -> None:
    utc = ["2024-10-26T12:00:00Z", "2024-10-26T13:00:00Z", "2024-10-27T00:30:00Z", "2024-10-27T01:30:00Z"]
    log = bprkit.read_log(history().head(4).assign(処理日時=utc), timezone="Europe/Rome", calendar="none")
    path = write_log(log, tmp_path / "log.csv").path
    # the hour that comes twice when summer time ends is told apart
    assert [row[2][11:] for row in lines(path)[1:]] == [
        "14:00:00+02:00", "15:00:00+02:00", "02:30:00+02:00", "02:30:00+01:00"]  # fmt: skip
    for name in ("log.csv", "log.parquet", "log.xes"):
        written = write_log(log, tmp_path / f"again {name}")
        back = bprkit.read_log(written, timezone="Europe/Rome", calendar="none")
        assert back.events.aware
        assert figures(back) == figures(log)


def test_dates_stay_dates_unless_a_later_row_has_a_time_of_day(tmp_path: Path) -> None:
    days = ["2024-06-28", "2024-06-28", "2024-07-01", "2024-07-01", "2024-07-01"]
    log = bprkit.read_log(history(処理日時=days))
    stamps = pq.read_schema(write_log(log, tmp_path / "log.parquet").path).field("処理日時").type
    assert str(stamps) == "date32[day]"
    many = pd.concat([history(処理日時=days)] * 4001, ignore_index=True)
    many.loc[len(many) - 1, "処理日時"] = "2024-07-01 17:00"
    path = write_log(bprkit.read_log(many), tmp_path / "log.csv").path
    assert lines(path)[-1][2] == "2024-07-01 17:00:00"


def test_texts_that_excel_takes_for_formulas_are_neutralised_and_told(tmp_path: Path, english: None) -> None:
    texts = ['=HYPERLINK("http://x")', "-5", "+81-3-1234", "@SUM(A1)", "-1,234.5"]
    log = bprkit.read_log(history(備考=texts, 件名=["\t=1", "−", "--", "５", "1+1"]))
    written = write_log(log, tmp_path / "log.csv")
    shown = [row[-2:] for row in lines(written.path)[1:]]
    assert [row[1] for row in shown] == ["'" + texts[0], "-5", "'+81-3-1234", "'@SUM(A1)", "-1,234.5"]
    assert [row[0] for row in shown] == ["'\t=1", "−", "--", "５", "1+1"]
    (finding,) = written.findings
    assert (finding.check, finding.count, finding.action) == ("formula", 4, "repaired")
    assert {"column": "備考", "value": "+81-3-1234"} in finding.examples
    kept = pq.read_table(write_log(log, tmp_path / "log.parquet").path)["備考"].to_pylist()
    assert kept == texts


def test_a_header_is_no_formula_either(tmp_path: Path) -> None:
    log = bprkit.read_log(history(**{"=cmd|x": ["a", "b", "a", "b", "a"]}))
    header = lines(write_log(log, tmp_path / "log.csv").path)[0]
    assert "'=cmd|x" in header


def test_columns_that_had_to_be_chosen_are_understood_without_options(tmp_path: Path, english: None) -> None:
    two = history(処理名=["a", "b", "c", "d", "e"] * 1)
    with pytest.raises(InputError):
        bprkit.read_log(two)
    log = bprkit.read_log(two, activity="処理内容")
    written = write_log(log, tmp_path / "log.csv")
    assert lines(written.path)[0] == [
        "\ufeffcase:concept:name", "concept:name", "time:timestamp", "org:resource", "件名", "処理名"]  # fmt: skip
    (told,) = [finding for finding in written.findings if finding.check == "renamed_column"]
    assert "処理内容 → concept:name" in told.en
    back = bprkit.read_log(written)
    assert figures(back) == figures(log)


def test_a_case_number_of_two_columns_gets_a_column_of_its_own(tmp_path: Path) -> None:
    count = 40
    ledger = pd.DataFrame(
        {
            "年度": [str(2023 + place % 2) for place in range(count)],
            "伝票番号": [str(place // 2 + 1) for place in range(count)],
            "起票日": ["2024-04-01"] * count,
            "支払日": ["2024-04-09"] * count,
        }
    )
    log = bprkit.read_log(ledger)
    assert log.events.recognised.case_parts == ("年度", "伝票番号")
    written = write_log(log, tmp_path / "log.parquet")
    assert pq.read_schema(written.path).names == ["case", "activity", "time", "年度", "伝票番号"]
    assert figures(bprkit.read_log(written)) == figures(log)


def test_only_the_cases_of_a_filtered_log_are_written(tmp_path: Path) -> None:
    log = bprkit.read_log(history()).filter(activity="施行")
    written = write_log(log, tmp_path / "log.csv")
    assert [row[0] for row in lines(written.path)[1:]] == ["007"] * 3
    assert [row[1] for row in lines(written.path)[1:]] == ["起案", "決裁", "施行"]


def test_rows_that_mining_sets_aside_are_written_too(tmp_path: Path, english: None) -> None:
    odd = history(処理日時=["R6.6.28 16:00", "R6.6.28 16:00", "後日", "R6.7.1 9:00", "R6.7.1 9:30"])
    odd.loc[4, "文書番号"] = None
    odd.loc[1, "件名"] = "見積"
    log = bprkit.read_log(odd)
    written = write_log(log, tmp_path / "log.csv")
    assert written.findings == ()
    assert lines(written.path)[3][2] == "後日"
    back = bprkit.read_log(written)
    found = [(finding.check, finding.count) for finding in quality(back) if finding.check != "encoding"]
    assert found == [(finding.check, finding.count) for finding in quality(log)]
    parquet = write_log(log, tmp_path / "log.parquet")
    (told,) = parquet.findings
    assert (told.check, told.count, told.examples) == (
        "unparsable_date",
        1,
        ({"column": "処理日時", "value": "後日"},),
    )
    assert pq.read_metadata(parquet.path).num_rows == 5
    xes = write_log(log, tmp_path / "log.xes")
    assert [(f.check, f.count) for f in xes.findings] == [("missing_case", 1), ("unparsable_date", 1)]
    assert xes.rows == 4


def test_parquet_keeps_the_types_of_the_columns(tmp_path: Path) -> None:
    typed = history(金額=[1, 2, 3, 4, 5], 率=[0.5, None, 2.0, 1.0, 1.0], 済=[True, False, True, True, False])
    schema = pq.read_schema(write_log(bprkit.read_log(typed), tmp_path / "log.parquet").path)
    assert [str(schema.field(name).type) for name in ("処理日時", "金額", "率", "済")] == [
        "timestamp[us]", "int64", "double", "bool"]  # fmt: skip


def test_in_xes_what_varies_within_a_case_is_no_attribute_of_the_case(tmp_path: Path, english: None) -> None:
    frame = history(**{"case:課": ["a", "b", "a", "b", "a"], "case:頁": ["1", "2", "3", "4", "5"]})
    written = write_log(bprkit.read_log(frame), tmp_path / "log.xes")
    (told,) = written.findings
    assert (told.check, told.count) == ("renamed_column", 1)
    assert {"case:課", "頁"} <= set(read_xes(written.path).columns)
    assert "case:頁" not in read_xes(written.path).columns


def test_starts_and_completions_are_both_kept(tmp_path: Path) -> None:
    starts = ["2024-06-28 15:30", None, "2024-07-01 9:00", "2024-07-01 8:40", "2024-07-01 9:30"]
    log = bprkit.read_log(history(開始日時=starts), start="開始日時")
    for name in ("log.csv", "log.parquet", "log.xes"):
        back = bprkit.read_log(write_log(log, tmp_path / name))
        assert rows(bprkit.activities(back)) == rows(bprkit.activities(log))


def test_ties_go_by_the_column_that_numbers_the_events(tmp_path: Path) -> None:
    numbered = history(番=[5, 4, 3, 2, 1])
    log = bprkit.read_log(numbered, order="番")
    written = write_log(log, tmp_path / "log.csv")
    assert [row[1] for row in lines(written.path)[1:]] == ["施行", "決裁", "決裁", "起案", "起案"]
    assert figures(bprkit.read_log(written))["sequences"] == figures(log)["sequences"]


def test_several_files_become_one(tmp_path: Path) -> None:
    for place, share in enumerate((history().head(3), history().tail(3))):  # the third row stands in both
        share.to_csv(tmp_path / f"2024-{place}.csv", index=False)
    written = convert(str(tmp_path / "2024-*.csv"), tmp_path / "year.parquet")
    assert written.rows == 5
    assert figures(bprkit.read_log(written)) == figures(bprkit.read_log(history()))


@pytest.mark.parametrize("name", ["log.xlsx", "log", "log.json", "csv"])
def test_an_unknown_ending_is_refused_with_the_known_ones(tmp_path: Path, english: None, name: str) -> None:
    with pytest.raises(InputError, match=r"\.csv, \.csv\.gz, \.tsv, .*\.parquet, .*\.xes"):
        convert(history(), tmp_path / name)


def test_a_log_is_not_written_over_itself(tmp_path: Path, english: None) -> None:
    history().to_csv(tmp_path / "log.csv", index=False)
    (tmp_path / "link.csv").symlink_to(tmp_path / "log.csv")
    before = (tmp_path / "log.csv").read_bytes()
    for name in ("log.csv", "link.csv"):
        with pytest.raises(InputError, match="is the log itself"):
            convert(tmp_path / "log.csv", tmp_path / name)
    assert (tmp_path / "log.csv").read_bytes() == before


@pytest.mark.parametrize("name", ["log.csv", "log.parquet", "log.xes"])
def test_a_folder_that_is_not_there_is_told_and_an_old_file_stays(
    tmp_path: Path, name: str, english: None
) -> None:
    with pytest.raises(OutputError):
        convert(history(), tmp_path / "なし" / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["log.csv", "log.parquet"])
def test_an_error_while_writing_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).write_text("old")
    log = bprkit.read_log(history())
    run = type(log.events.engine).sql

    def interrupted(self: Any, statement: str) -> Any:
        done = run(self, statement)
        if statement.startswith("COPY"):
            raise KeyboardInterrupt
        return done

    monkeypatch.setattr(type(log.events.engine), "sql", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_log(log, tmp_path / name)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(name, "old")]


def test_the_same_log_gives_the_same_bytes(tmp_path: Path) -> None:
    logs = [bprkit.read_log(EXAMPLE) for _ in range(2)]
    for name in ("log.csv.gz", "log.parquet", "log.xes.gz"):
        one, other = (write_log(log, tmp_path / f"{place} {name}").path for place, log in enumerate(logs))
        assert one.read_bytes() == other.read_bytes(), name
