"""`bprkit convert` tells a flow sheet from a log by its headers, and `--as` settles it where they do not."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from bprkit.cli.app import run
from bprkit.procedure.converting import convert_procedure
from bprkit.procedure.files import open_procedure

LOG = [["案件番号", "処理内容", "処理日時"], [1, "受付", "2024-04-01 09:00"], [1, "通知", "2024-04-02 09:00"]]
EITHER = [
    ["番号", "工程", "担当", "完了"],
    [1, "受付", "窓口", "2024-04-01 09:00"],
    [2, "通知", "窓口", "2024-04-02 09:00"],
]


def workbook(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_flow_sheet_becomes_a_procedure_without_being_asked(tmp_path: Path) -> None:
    convert_procedure("leave-request/as_is", tmp_path / "flow.xlsx")
    assert run(["convert", str(tmp_path / "flow.xlsx"), str(tmp_path / "again.xlsx")]) == 0
    assert open_procedure(tmp_path / "again.xlsx") == open_procedure("leave-request/as_is")


def test_a_log_in_excel_becomes_a_log_without_being_asked(tmp_path: Path) -> None:
    file = workbook(tmp_path / "log.xlsx", LOG)
    assert run(["convert", str(file), str(tmp_path / "log.csv")]) == 0
    assert "受付" in (tmp_path / "log.csv").read_text(encoding="utf-8-sig")


def test_a_table_that_may_be_either_is_what_it_is_said_to_be(tmp_path: Path) -> None:
    file = workbook(tmp_path / "either.xlsx", EITHER)
    csv, flow = tmp_path / "log.csv", tmp_path / "flow.xlsx"
    assert run(["convert", "--as", "log", str(file), str(csv)]) == 0
    assert "受付" in csv.read_text(encoding="utf-8-sig")
    assert run(["convert", "--as", "procedure", str(file), str(flow)]) == 0
    assert [task.title.ja for task in open_procedure(flow).tasks] == ["受付", "通知"]


def test_what_no_converter_writes_is_refused_with_what_they_write(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["convert", "leave-request/as_is", str(tmp_path / "x.docx")]) == 2
    assert ".bpmn" in capsys.readouterr().err
    assert not list(tmp_path.glob("x*"))
