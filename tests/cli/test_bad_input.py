"""Bad input ends in one clear message and exit code 2: no traceback, nothing half written, no temporary folder left."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from bprkit import language
from bprkit.cli.app import run

HEADER = "case,activity,time\n"
GOOD = HEADER + "1,起案,2024-06-03 09:00:00\n1,決裁,2024-06-04 10:00:00\n2,起案,2024-06-03 09:30:00\n"


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def an_excel_file(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["case", "activity", "time"])
    book.save(path)
    return path


BAD_FILES: dict[str, tuple[Callable[[Path], Path], str]] = {
    "missing": (lambda folder: folder / "nowhere.csv", "does not exist"),
    "folder": (lambda folder: folder, "folder"),
    "pattern": (lambda folder: folder / "*.parquet", "No file matches"),
    "empty": (lambda folder: written(folder / "a.csv", ""), "empty"),
    "header only": (lambda folder: written(folder / "a.csv", HEADER), "no rows"),
    "one column": (lambda folder: written(folder / "a.csv", "case\n1\n2\n"), "column"),
    "binary": (lambda folder: written(folder / "a.csv", bytes(range(256)) * 40), "a.csv"),
    "excel named csv": (
        lambda folder: an_excel_file(folder / "a.xlsx").rename(folder / "a.csv"),
        "Excel",
    ),
    "csv named excel": (lambda folder: written(folder / "a.xlsx", GOOD), "a.xlsx"),
    "excel without rows": (lambda folder: an_excel_file(folder / "a.xlsx"), "a.xlsx"),
    "damaged parquet": (lambda folder: written(folder / "a.parquet", "PAR1 nothing"), "Parquet"),
    "truncated gzip": (
        lambda folder: written(folder / "a.csv.gz", gzip.compress(GOOD.encode() * 99)[:-30]),
        "a.csv.gz",
    ),
    "page named xes": (lambda folder: written(folder / "a.xes", "<html><body>login</body></html>"), "a.xes"),
    "entity bomb": (
        lambda folder: written(folder / "a.xes", '<!DOCTYPE l [<!ENTITY a "aaaa">]><log>&a;</log>'),
        "a.xes",
    ),
    "truncated xes": (
        lambda folder: written(folder / "a.xes", '<log><trace><event><string key="a"'),
        "a.xes",
    ),
    "no readable date": (
        lambda folder: written(folder / "a.csv", HEADER + "1,起案,未定\n2,起案,未定\n" * 9),
        "time",
    ),
    "many columns": (
        lambda folder: written(
            folder / "a.csv", ",".join(f"c{n}" for n in range(10_000)) + "\n" + "1," * 9_999 + "1\n"
        ),
        "10,000",
    ),
    "open quote": (lambda folder: written(folder / "a.csv", GOOD + '3,"起案,' + "x" * 20_000_000), "quote"),
    "mixed offsets": (
        lambda folder: written(folder / "a.csv", GOOD + "2,決裁,2024-06-04 10:00:00+09:00\n"),
        "--naive zone",
    ),
    "ambiguous dates": (
        lambda folder: written(folder / "a.csv", HEADER + "1,a,03/04/2024\n1,b,05/04/2024\n2,a,03/05/2024\n"),
        "--day-first",
    ),
}


@pytest.mark.parametrize("name", BAD_FILES)
@pytest.mark.parametrize("spoken", ["en", "ja"])
def test_a_bad_file_is_told_in_one_message(
    name: str, spoken: language.Language, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, said = BAD_FILES[name]
    language.use(spoken)
    code = run(["mine", str(make(tmp_path)), "--json", str(tmp_path / "out.json")])
    told = capsys.readouterr()
    assert code == 2
    assert told.out == ""
    assert "Traceback" not in told.err
    assert len(told.err.strip().splitlines()) == 1
    if spoken == "en":
        assert said.lower() in told.err.lower()
    assert not (tmp_path / "out.json").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--case", "nummer"], "nummer"),
        (["--where", "section"], "--where"),
        (["--where", "section=1"], "section"),
        (["--where", "activity<x"], "activity"),
        (["--memory", "-4GB"], "-4GB"),
        (["--start", "time"], "time"),
        (["--resource", "nobody"], "nobody"),
        (["--shape", "wide"], "two columns of dates"),
        (["--encoding", "utf-16"], "utf-16"),
        (["--calendar", "."], "folder"),
        (["--after-end", "供覧"], "供覧"),
        (["--from", "2025-01-01", "--to", "2024-01-01"], "--from"),
        (["--from", "someday"], "--from"),
        (["--end-activity", "決済"], "決裁"),
        (["--with-activity", "决裁"], "決裁"),
        (["--complete"], "--end-activity"),
        (["--timezone", "Asia/Tokio"], "Asia/Tokyo"),
        (["--memory", "lots"], "--memory"),
        (["--calendar", "nowhere.yaml"], "nowhere.yaml"),
        (["--encoding", "klingon"], "klingon"),
        (["--variant-share", "7"], "7"),
        (["--where", "activity=nothing"], "activity"),
    ],
)
def test_a_bad_option_is_told_in_one_message(
    options: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = written(tmp_path / "log.csv", GOOD)
    assert run(["mine", str(log), *options]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err


def test_a_byte_that_does_not_decode_is_named_by_line_and_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = written(tmp_path / "log.csv", GOOD.encode("utf-8") * 3000 + b"9,\xff\xfe,2024-06-03 09:00:00\n")
    assert run(["mine", str(log)]) == 2
    assert "12001" in capsys.readouterr().err.replace(",", "")


def test_json_alone_stands_on_stdout(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    log = written(tmp_path / "ログ 令和6年.csv", GOOD.encode("cp932"))
    assert run(["mine", str(log), "--json", "-", "--lang", "ja"]) == 0
    told = capfdbinary.readouterr()
    mined = json.loads(told.out)
    assert mined["overview"]["cases"] == 2
    assert [row["activity"] for row in mined["start_activities"]] == ["起案"]


@pytest.mark.parametrize("where", ["--json", "--html"])
def test_a_full_disk_is_told(where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    assert run(["mine", str(written(tmp_path / "log.csv", GOOD)), where, "/dev/full"]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "nowhere" / "page.html"
    assert run(["mine", str(written(tmp_path / "log.csv", GOOD)), "--html", str(target)]) == 2
    assert "nowhere" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["row", "case", "time", "file", "count", "_bprkit_row", "position", "end"])
def test_columns_may_have_any_name(name: str, tmp_path: Path) -> None:
    log = written(
        tmp_path / "log.csv",
        f"番号,処理内容,処理日時,{name},{name.upper()}\n"
        + "".join(
            f"{n % 7},{'起案' if n < 7 else '決裁'},2024-06-0{3 + n // 7} 09:00:00,{n % 2},{n % 3}\n"
            for n in range(14)
        ),
    )
    options = ["--case", "番号", "--activity", "処理内容", "--time", "処理日時"]
    out = tmp_path / "out.json"
    assert run(["mine", str(log), *options, "--json", str(out)]) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["overview"]["activity_instances"] == 14


@pytest.mark.parametrize("encoding", ["cp932", "ascii", "utf-8"])
def test_any_console_and_a_pipe_print_without_crashing(encoding: str, tmp_path: Path) -> None:
    log = written(tmp_path / "log.csv", GOOD)
    environment = os.environ | {"PYTHONIOENCODING": encoding, "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "bprkit", "mine", str(log), "--lang", "ja"],
        capture_output=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr
