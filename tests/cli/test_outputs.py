"""What `bprkit mine` and `bprkit convert` write: whole or not at all, and safe to open."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import jsonschema
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import bprkit as package
from bprkit import language
from cli_runs import Run, rows, saved, table

SCHEMA = json.loads(
    (Path(package.__file__).parent / "data" / "mined.schema.json").read_text(encoding="utf-8")
)


def as_excel(path: Path) -> Path:
    book = openpyxl.Workbook()
    for line in table(*rows()).splitlines():
        book.active.append(line.split(","))
    book.save(path)
    return path


def as_parquet(path: Path) -> Path:
    lines = [line.split(",") for line in rows()]
    columns = dict(zip(["case", "activity", "time", "resource"], zip(*lines, strict=True), strict=True))
    pq.write_table(pa.table({name: list(values) for name, values in columns.items()}), path)
    return path


def as_xes(path: Path) -> Path:
    traces = []
    for case in range(1, 6):
        events = "".join(
            f'<event><string key="concept:name" value="{activity}"/>'
            f'<date key="time:timestamp" value="2024-04-{case:02d}T{9 + place:02d}:00:00+09:00"/></event>'
            for place, activity in enumerate(("起案", "決裁"))
        )
        traces.append(f'<trace><string key="concept:name" value="{case}"/>{events}</trace>')
    return saved(path, f"<log>{''.join(traces)}</log>")


def wide(path: Path) -> Path:
    lines = [f"{case},総務課,2024-04-{case:02d},2024-04-{case + 3:02d}" for case in range(1, 6)]
    return saved(path, table(*lines, header="文書番号,起案課,起案日,決裁日"))


def with_defects(path: Path) -> Path:
    return saved(path, table(*rows(), ",起案,2024-04-09 9:00,X", "8,起案,未定,X", *rows(5, 5)))


FORMS = {
    "csv": lambda folder: saved(folder / "a.csv", table(*rows())),
    "cp932": lambda folder: saved(folder / "a.csv", table(*rows()), "cp932"),
    "tsv": lambda folder: saved(folder / "a.tsv", table(*rows()).replace(",", "\t")),
    "csv.gz": lambda folder: saved(folder / "a.csv.gz", gzip.compress(table(*rows()).encode())),
    "xlsx": lambda folder: as_excel(folder / "a.xlsx"),
    "parquet": lambda folder: as_parquet(folder / "a.parquet"),
    "xes": lambda folder: as_xes(folder / "a.xes"),
    "wide": lambda folder: wide(folder / "a.csv"),
    "defects": lambda folder: with_defects(folder / "a.csv"),
    "one row": lambda folder: saved(folder / "a.csv", table(rows()[0])),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_json_of_every_form_keeps_its_schema(form: str, tmp_path: Path, bprkit: Run) -> None:
    told = bprkit("mine", FORMS[form](tmp_path), "--json", "-")
    assert told.code == 0
    assert told.err == ""
    jsonschema.validate(told.json, SCHEMA)
    if form not in ("wide", "one row"):
        assert told.json["overview"]["cases"] == 5
        assert told.json["overview"]["events"] == (12 if form == "defects" else 10) or form == "defects"


def test_the_json_says_the_same_in_both_languages_but_for_the_words(log: Path, bprkit: Run) -> None:
    english = bprkit("mine", log, "--json", "-").json
    language.use("ja")
    japanese = bprkit("mine", log, "--json", "-").json
    differing = {key for key in english if english[key] != japanese[key]}
    assert differing <= {"settings", "columns", "quality", "warnings", "summary"}


def test_warnings_do_not_mix_with_the_json(tmp_path: Path, bprkit: Run) -> None:
    night = [line.replace(" 09:", " 21:").replace(" 10:", " 23:") for line in rows()]
    told = bprkit("mine", saved(tmp_path / "night.csv", table(*night)), "--json", "-")
    assert told.json["warnings"]
    assert "--calendar" in told.json["warnings"][0]


def test_a_csv_table_holds_no_formula(tmp_path: Path, bprkit: Run) -> None:
    evil = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"]
    lines = [
        f'{case},"{name}",2024-04-01 {hour:02d}:00,X'
        for case in range(1, 6)
        for hour, name in enumerate(evil, start=9)
    ]
    told = bprkit("mine", saved(tmp_path / "evil.csv", table(*lines)), "--csv", tmp_path / "tables")
    assert told.code == 0
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    for file in (tmp_path / "tables").iterdir():
        assert file.read_bytes().startswith(b"\xef\xbb\xbf")
        with file.open(encoding="utf-8-sig", newline="") as stream:
            for cell in (cell for row in csv.reader(stream) for cell in row):
                number = cell.lstrip("-").replace(".", "", 1).replace("e-", "", 1).isdigit()
                assert number or cell[:1] not in "=+-@\t\r" or cell == ""


def test_a_converted_csv_holds_no_formula_and_says_so(tmp_path: Path, bprkit: Run) -> None:
    lines = [line.replace("起案", "=HYPERLINK()") for line in rows()]
    told = bprkit("convert", saved(tmp_path / "evil.csv", table(*lines)), tmp_path / "out.csv")
    assert told.code == 0
    assert "'=HYPERLINK()" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert len(told.err.splitlines()) > 1


@pytest.mark.parametrize("option", ["--json", "--html"])
def test_a_log_is_not_overwritten_by_its_own_results(option: str, log: Path, bprkit: Run) -> None:
    before = log.read_bytes()
    told = bprkit("mine", log, option, log)
    assert told.code == 2
    assert log.read_bytes() == before


def test_a_log_is_not_overwritten_by_its_conversion(log: Path, bprkit: Run) -> None:
    before = log.read_bytes()
    assert bprkit("convert", log, log).code == 2
    assert log.read_bytes() == before


@pytest.mark.parametrize("option", ["--json", "--html", "--csv"])
@pytest.mark.parametrize("target", ["nowhere/deep/out", ""])
def test_a_target_that_cannot_be_written_is_refused(
    option: str, target: str, log: Path, tmp_path: Path, bprkit: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    if option == "--csv" and not target:
        return  # the folder one is in takes the tables
    told = bprkit("mine", log, option, target)
    assert told.code == 2
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("option", ["--json", "--html"])
def test_a_result_that_fails_leaves_the_one_before(
    option: str, tmp_path: Path, bprkit: Run, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = saved(tmp_path / "result", "of last month")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    told = bprkit("mine", log, option, target)
    assert told.code == 2
    assert "full" in told.err
    assert target.read_bytes() == b"of last month"
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["result", log.name]
