"""The workbook holds the picture, and every step as a row that Excel can compute with."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.drawing.spreadsheet_drawing import OneCellAnchor

from bprkit.drawing import Picture, draw, draw_comparison
from bprkit.drawing.xlsx import write_xlsx, xlsx_bytes
from bprkit.errors import OutputError
from bprkit.procedure.model import Procedure, Role, SubProcess, Task, Title
from bprkit.procedure.yaml import load_procedure

PROCESSES = Path(__file__).parents[2] / "processes"


def states(name: str) -> tuple[Procedure, ...]:
    return tuple(load_procedure(PROCESSES / name / f"{state}.yaml") for state in ("as_is", "to_be"))


def opened(picture: Picture) -> Any:
    return load_workbook(io.BytesIO(xlsx_bytes(picture)))


def column(sheet: Any, header: str) -> list[Any]:
    head = [cell.value for cell in sheet[1]]
    return [row[head.index(header)].value for row in sheet.iter_rows(min_row=2)]


def test_a_comparison_has_its_picture_totals_and_the_steps_of_each_state() -> None:
    before, after = states("payment-order")
    book = opened(draw_comparison(before, after, language="ja"))
    assert book.sheetnames == ["図", "集計", "工程表 現状（As-Is）", "工程表 改善後（To-Be）"]
    (image,) = book["図"]._images
    assert image.format == "png"
    for sheet, procedure in zip(book.worksheets[2:], (before, after), strict=True):
        titles = column(sheet, "工程")
        for node in procedure.nodes:
            if isinstance(node, Task):
                place = titles.index(node.title.ja)
                touch = column(sheet, "作業（分）")[place]
                assert touch == pytest.approx(node.touch.mean) if node.touch is not None else touch is None
    assert "廃止" in column(book.worksheets[2], "変更区分")


def test_totals_are_numbers_and_staff_and_applicants_stand_apart() -> None:
    sheet = opened(draw_comparison(*states("road-occupation"), language="ja"))["集計"]
    rows = {row[0].value: [cell.value for cell in row] for row in sheet.iter_rows(min_row=2)}
    assert {"職員の作業時間", "申請者の作業時間"} <= set(rows)
    _, before, after, unit, change, share, _ = rows["職員の作業時間"]
    assert unit == "分"
    assert change == pytest.approx(after - before, abs=0.001)
    assert share == pytest.approx((after - before) / before * 100, abs=0.1)


def test_ways_name_the_numbers_of_the_steps_that_follow() -> None:
    (procedure, _) = states("payment-order")
    sheet = opened(draw(procedure, language="ja")).worksheets[1]
    numbers, following = column(sheet, "項番"), column(sheet, "次の工程")
    for node, told in zip(procedure.nodes, following, strict=True):
        for flow in procedure.flows:
            if flow.source == node.id:
                target = next(place for place, each in enumerate(procedure.nodes) if each.id == flow.target)
                assert str(numbers[target]) in told


def test_steps_inside_a_sub_process_have_rows_of_their_own() -> None:
    inner = SubProcess(id="決裁", nodes=(Task(id="係長"), Task(id="課長")))
    sheet = opened(draw(Procedure(id="p", nodes=(inner,)), language="ja")).worksheets[1]
    assert column(sheet, "項番") == [1, "1-1", "1-2"]


def test_texts_are_in_the_language_of_the_picture() -> None:
    book = opened(draw_comparison(*states("room-booking"), language="en"))
    assert book.sheetnames[:2] == ["Picture", "Totals"]
    assert "Role" in [cell.value for cell in book.worksheets[2][1]]


@pytest.mark.parametrize(
    "title", ["=1+1", "@SUM(A1)", "<b>&", "長" * 300, "一\n二\x00", "http://example.jp/"]
)
def test_hostile_labels_stay_text(title: str) -> None:
    task = Task(id=title, title=Title(title), role=title, note=title)
    procedure = Procedure(id="p", title=Title(title), roles=(Role(id=title),), nodes=(task,))
    content = xlsx_bytes(draw(procedure, language="ja"))
    sheet = load_workbook(io.BytesIO(content)).worksheets[1]
    assert all(cell.data_type != "f" and cell.hyperlink is None for row in sheet.iter_rows() for cell in row)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert b"<f>" not in b"".join(map(file.read, file.namelist()))


def test_the_same_picture_gives_the_same_bytes_and_is_written_whole(tmp_path: Path) -> None:
    picture = draw(states("leave-request")[0], language="ja")
    assert write_xlsx(picture, tmp_path / "x.xlsx").read_bytes() == xlsx_bytes(picture)
    with pytest.raises(OutputError):
        write_xlsx(picture, tmp_path / "nowhere" / "x.xlsx")


def test_the_picture_keeps_its_proportions_whatever_the_cells_are() -> None:
    picture = draw_comparison(*states("payment-order"), language="ja")
    (image,) = opened(picture)["図"]._images
    assert isinstance(image.anchor, OneCellAnchor)
    shown = image.anchor.ext.width / image.anchor.ext.height
    assert shown == pytest.approx(picture.sheet.width / picture.sheet.height, rel=0.01)
