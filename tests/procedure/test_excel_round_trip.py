"""A flow sheet holds all of a procedure: written and read again it is equal, in either language."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from approval_states import as_is, step, to_be, with_amounts
from bprkit.procedure.distributions import Constant, Empirical, LogNormal, Triangular
from bprkit.procedure.excel import is_flow_sheet, read_flow_sheet, write_flow_sheet
from bprkit.procedure.model import Flow, Gateway, Node, Procedure, Role, SubProcess, Task, Title, Wait
from procedures import procedures

many = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def there_and_back(procedure: Procedure, folder: Path, language: Any = "ja") -> Procedure:
    path = folder / "flow.xlsx"
    write_flow_sheet(procedure, path, lang=language)
    return read_flow_sheet(path)


@many
@given(procedure=procedures())
@pytest.mark.parametrize("language", ["ja", "en"])
def test_any_procedure_comes_back(
    procedure: Procedure, language: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert there_and_back(procedure, tmp_path_factory.mktemp("excel"), language) == procedure


HOSTILE = (
    "=1+1",
    "+81-3-1234-5678",
    "-1",
    "@SUM(A1)",
    " 前後に空白 ",
    "改行\nあり",
    "戻り\r\n改行",
    "タブ\tあり",
    "制御\x00\x1f文字",
    "_x0041_",
    "𠮷野家😀",
    "長" * 40_000,
    "",
    "30分",
    "なし",
    '<script>alert("x")</script>',
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_excel_would_change_comes_back_unchanged(text: str, tmp_path: Path) -> None:
    role = Role(id=text or "r", title=Title(text), section=text or None)
    one = Task(
        id=text or "a",
        title=Title(text, text),
        role=role.id,
        note=text,
        systems=(text, text),
        recorded_as=(text,),
        source=text,
    )
    other = replace(one, id=f"{text}2", controls=(one.id,))
    flow = Flow(source=one.id, target=other.id, title=Title(text), id=text or None)
    procedure = Procedure(
        id=text or "p", title=Title(text), owner=text, roles=(role,), nodes=(one, other), flows=(flow,)
    )
    assert there_and_back(procedure, tmp_path) == procedure


@pytest.mark.parametrize("text", HOSTILE[:4])
def test_no_cell_is_a_formula(text: str, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    there_and_back(Procedure(id="p", nodes=(Task(id="a", title=Title(text), note=text),)), tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "flow.xlsx")["業務フロー"]
    cell = sheet["B2"]
    assert (cell.value, cell.data_type) == (text, "s") or cell.data_type != "f"
    assert cell.quotePrefix  # so that it stays text when somebody edits it


@pytest.mark.parametrize("drawn", [as_is(), to_be(), with_amounts(as_is(), "500,000")])
def test_the_circulation_of_an_approval_comes_back(drawn: Procedure, tmp_path: Path) -> None:
    assert there_and_back(drawn, tmp_path) == drawn


@pytest.mark.parametrize(
    "touch", [Constant(0.1), Triangular(20, 25, 40), LogNormal(30, 15), Empirical((3, 4, 8.5))]
)
def test_times_can_be_read_by_people(touch: Any, tmp_path: Path) -> None:
    """What a cell shows is enough: without the sheet その他 it is read as the same."""
    openpyxl = pytest.importorskip("openpyxl")
    wait = Wait(touch, "working_days")
    procedure = Procedure(id="p", nodes=(Task(id="a", title=Title("起案"), touch=touch, wait=wait),))
    there_and_back(procedure, tmp_path)
    book = openpyxl.load_workbook(tmp_path / "flow.xlsx")
    del book["その他"]
    book.save(tmp_path / "flow.xlsx")
    task = read_flow_sheet(tmp_path / "flow.xlsx").tasks[0]
    assert (task.touch, task.wait) == (touch, wait)


@pytest.mark.parametrize("word", ["営業日", "執務日", "開庁日"])
def test_a_sheet_with_another_word_for_a_working_day_reads_the_same(word: str, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    waits = (Constant(0.5), Triangular(1, 2, 3), LogNormal(3, 1), Empirical((1, 2)))
    nodes = tuple(Task(id=f"a{n}", title=Title("確認"), wait=Wait(wait)) for n, wait in enumerate(waits))
    procedure = Procedure(id="p", nodes=nodes)
    there_and_back(procedure, tmp_path)
    book = openpyxl.load_workbook(tmp_path / "flow.xlsx")
    written = [cell for row in book["業務フロー"].iter_rows() for cell in row if "開庁日" in str(cell.value)]
    assert [cell.value for cell in written] == [
        "0.5開庁日",
        "1〜3開庁日、多くは2",
        "平均 3、標準偏差 1開庁日",
        "実測 1 2開庁日",
    ]
    for cell in written:
        cell.value = cell.value.replace("開庁日", word)
    book.save(tmp_path / "flow.xlsx")
    assert read_flow_sheet(tmp_path / "flow.xlsx") == procedure


def test_rows_of_a_box_stand_under_its_number(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    inner = SubProcess(id="inner", title=Title("内側"), nodes=(step("c", "照合", "head", 1),))
    box = SubProcess(id="box", title=Title("審査"), nodes=(step("b", "確認", "head", 3), inner))
    procedure = Procedure(id="p", roles=as_is().roles, nodes=(step("a", "受付", "head", 3), box))
    assert there_and_back(procedure, tmp_path) == procedure
    sheet = openpyxl.load_workbook(tmp_path / "flow.xlsx")["業務フロー"]
    assert [str(row[0].value) for row in sheet.iter_rows(min_row=2)] == ["1", "2", "2.1", "2.2", "2.2.1"]


def test_flows_that_lead_nowhere_are_kept_for_the_check_to_tell(tmp_path: Path) -> None:
    flows = (
        Flow(source="a", target="gone"),
        Flow(source="a", target="b"),
        Flow(source="a", target="b", rework=True),
    )
    nodes: tuple[Node, ...] = (Task(id="a", title=Title("あ")), Task(id="b", title=Title("あ")))
    procedure = Procedure(id="p", nodes=nodes, flows=flows)
    assert there_and_back(procedure, tmp_path) == procedure
    assert there_and_back(replace(procedure, nodes=()), tmp_path) == replace(procedure, nodes=())


def test_what_somebody_changes_in_excel_counts_and_the_rest_stays(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    before = to_be()
    there_and_back(before, tmp_path)
    book = openpyxl.load_workbook(tmp_path / "flow.xlsx")
    sheet = book["業務フロー"]
    header = {cell.value: cell.column for cell in sheet[1]}
    row = next(row for row in range(2, 20) if sheet.cell(row, header["ID"]).value == "draft")
    sheet.cell(row, header["処理時間(分)"]).value = "20〜40分、多くは25分"
    sheet.cell(row, header["工程"]).value = "起案(様式あり)"
    book.save(tmp_path / "flow.xlsx")
    after = read_flow_sheet(tmp_path / "flow.xlsx")
    changed = replace(before.node_of["draft"], touch=Triangular(20, 25, 40), title=Title("起案(様式あり)"))  # type: ignore[call-arg]
    nodes = tuple(changed if node.id == "draft" else node for node in before.nodes)
    assert after == replace(before, nodes=nodes)


def test_a_way_that_somebody_adds_joins_those_that_are_there(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    before = as_is()
    there_and_back(before, tmp_path)
    book = openpyxl.load_workbook(tmp_path / "flow.xlsx")
    sheet = book["分岐"]
    rows = sheet.max_row
    sheet.cell(rows + 1, 1).value, sheet.cell(rows + 1, 2).value = "ok", "print"
    sheet.cell(rows + 1, 5).value, sheet.cell(rows + 1, 8).value = "3％", "○"
    book.save(tmp_path / "flow.xlsx")
    after = read_flow_sheet(tmp_path / "flow.xlsx")
    assert set(after.flows) - set(before.flows) == {
        Flow(source="ok", target="print", share=0.03, rework=True)
    }
    assert set(before.flows) <= set(after.flows)


def test_a_flow_sheet_is_told_from_other_workbooks(tmp_path: Path) -> None:
    there_and_back(Procedure(id="p", nodes=(Gateway(id="g"),)), tmp_path, "en")
    assert is_flow_sheet(tmp_path / "flow.xlsx")
