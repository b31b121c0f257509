"""A flow sheet that somebody filled in by hand reads as it is meant, and every cell that cannot be read is named at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from bprkit.errors import InputError
from bprkit.procedure.conditions import Condition
from bprkit.procedure.distributions import Constant, Triangular
from bprkit.procedure.excel import is_flow_sheet, read_flow_sheet, write_flow_sheet
from bprkit.procedure.model import (
    End,
    Gateway,
    Mandate,
    Procedure,
    Role,
    Start,
    SubProcess,
    Task,
    Title,
    Volume,
    Wait,
)
from bprkit.procedure.problems import ProcedureError

openpyxl = pytest.importorskip("openpyxl")
Rows = Sequence[Sequence[Any]]
Workbook = Callable[..., Path]


@pytest.fixture
def workbook(tmp_path: Path) -> Workbook:
    """Save rows as sheets, under the names of the keywords."""

    def save(name: str = "決裁文書の回議.xlsx", merged: str = "", **sheets: Rows) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
            if merged:
                sheet.merge_cells(merged)
        path = tmp_path / name
        book.save(path)
        return path

    return save


def problems_of(path: Path) -> dict[str, str]:
    """The codes of the problems by their cells."""
    with pytest.raises(ProcedureError) as caught:
        read_flow_sheet(path)
    assert all(problem.severity == "error" and problem.file == str(path) for problem in caught.value.problems)
    return {str(problem.path): problem.code for problem in caught.value.problems}


def test_steps_and_roles_alone_are_a_sequence_with_a_start_and_an_end(workbook: Workbook) -> None:
    path = workbook(業務フロー=[["工程", "担当"], ["起案", "担当者"], ["確認", "係長"], ["決裁", "課長"]])
    procedure = read_flow_sheet(path)
    assert [type(node) for node in procedure.nodes] == [Start, Task, Task, Task, End]
    assert [(flow.source, flow.target) for flow in procedure.flows] == [
        ("start", "起案"),
        ("起案", "確認"),
        ("確認", "決裁"),
        ("決裁", "end"),
    ]
    assert [role.title.ja for role in procedure.roles] == ["担当者", "係長", "課長"]
    assert procedure.id == "決裁文書の回議"


def test_cells_as_clerks_write_them(workbook: Workbook) -> None:
    path = workbook(
        業務フロー=[
            ["決裁文書の回議　業務フロー（現状）"],
            [],
            ["Ｎｏ．", "作業内容", "担当課", "処理時間（分）", "待ち時間", "年間件数", "媒体", "帳票／枚数", "システム",
             "根拠", "備考"],
            ["１", "起案", "総務課", "３０", None, "25,000件", "紙、システム", "起案用紙 ２枚", "文書管理、財務会計", None, None],
            ["２", "確認", "係長", "3分", "0.5日", "25,000件", "紙・押印", None, None, None, "不在が多い"],
            ["３", "審査", "会計課", "20〜40、多くは30", "１営業日", 10000, "書面", 4, None, "地方自治法232条の4", None],
            ["合計", None, None, 63],
        ]
    )  # fmt: skip
    procedure = read_flow_sheet(path)
    draft, check, audit = procedure.tasks
    assert (draft.touch, draft.medium, draft.systems) == (
        Constant(30),
        ("paper", "system"),
        ("文書管理", "財務会計"),
    )
    assert draft.materials.sheets == 2
    assert draft.note == "帳票／枚数：起案用紙 ２枚"  # the name of the form is not lost
    assert (check.touch, check.wait) == (Constant(3), Wait(Constant(0.5), "working_days"))
    assert (check.medium, check.note) == (("paper", "seal"), "不在が多い")
    assert (audit.touch, audit.wait) == (Triangular(20, 30, 40), Wait(Constant(1), "working_days"))
    assert audit.mandatory == Mandate("地方自治法232条の4")
    assert audit.note == "年間件数：10000"  # fewer cases come here: kept for whoever models the branch
    assert procedure.volume == Volume(25_000)


@pytest.mark.parametrize(
    ("touch", "wait"),
    [
        ("約10分", "2日"),
        ("１０分　程度", "2開庁日"),
        ("およそ10分", "2営業日"),
        ("10分くらい", "2執務日"),
        ("about 10 min", "2 working days"),
        ("~10 min", "2 days"),
        ("10程度", None),
        (10, "約2日"),
        ("10分", "２日前後"),
        (10, "about 2 days"),
    ],
)
def test_a_rough_time_counts_and_is_marked_as_an_estimate(
    touch: Any, wait: Any, workbook: Workbook, tmp_path: Path
) -> None:
    header = ["工程", "担当", "処理時間(分)", "待ち", "推計"]
    procedure = read_flow_sheet(workbook(業務フロー=[header, ["審査", "主事", touch, wait, None]]))
    (task,) = procedure.tasks
    assert (task.touch, task.estimate) == (Constant(10), True)
    assert task.wait == (Wait(Constant(2), "working_days") if wait else None)
    write_flow_sheet(procedure, tmp_path / "again.xlsx")
    assert read_flow_sheet(tmp_path / "again.xlsx") == procedure


def test_exact_times_are_no_estimates(workbook: Workbook) -> None:
    rows = [["工程", "担当", "処理時間(分)", "待ち"], ["審査", "主事", "20〜40分、多くは30分", "2開庁日"]]
    assert [task.estimate for task in read_flow_sheet(workbook(業務フロー=rows)).tasks] == [False]


@pytest.mark.parametrize("touch", ["〜10分", "~10分", "10分以内", "約"])
def test_a_limit_is_no_time(touch: str, workbook: Workbook) -> None:
    path = workbook(業務フロー=[["工程", "担当", "処理時間(分)"], ["審査", "主事", touch]])
    assert problems_of(path) == {"業務フロー!C2": "unreadable_cell"}


@pytest.mark.parametrize(
    ("cell", "sheets", "note"),
    [
        ("申請書", 0, "帳票：申請書"),
        ("道路占用許可申請書、位置図", 0, "帳票：道路占用許可申請書、位置図"),
        ("様式第3号", 0, "帳票：様式第3号"),
        ("様式 3", 0, "帳票：様式 3"),
        ("申請書2枚、図面１枚", 3, "帳票：申請書2枚、図面１枚"),
        ("申請書 2", 2, "帳票：申請書 2"),
        ("３枚", 3, None),
        (2, 2, None),
        ("なし", 0, None),
        ("－", 0, None),
    ],
)
def test_forms_are_named_or_counted_and_neither_is_lost(
    cell: Any, sheets: float, note: str | None, workbook: Workbook, tmp_path: Path
) -> None:
    procedure = read_flow_sheet(workbook(業務フロー=[["工程", "担当", "帳票"], ["受付", "担当者", cell]]))
    (task,) = procedure.tasks
    assert (task.materials.sheets, task.note) == (sheets, note)
    write_flow_sheet(procedure, tmp_path / "again.xlsx")
    assert read_flow_sheet(tmp_path / "again.xlsx") == procedure


def test_names_of_forms_may_stand_beside_their_number(workbook: Workbook) -> None:
    rows = [["工程", "担当", "帳票名", "枚数", "備考"], ["受付", "担当者", "申請書", 2, "窓口"]]
    (task,) = read_flow_sheet(workbook(業務フロー=rows)).tasks
    assert task.materials.sheets == 2
    assert task.note == "窓口\n帳票名：申請書"


@pytest.mark.parametrize(
    ("header", "cell", "minutes"),
    [
        ("処理時間", "1時間30分", 90),
        ("処理時間(時間)", 0.5, 30),
        ("処理時間（ｈ）", "1.5", 90),
        ("Touch (min)", "2 h", 120),
        ("処理時間(分)", "１，２００", 1200),
    ],
)
def test_a_number_is_in_the_unit_of_its_header_unless_it_says_otherwise(
    header: str, cell: Any, minutes: float, workbook: Workbook
) -> None:
    (task,) = read_flow_sheet(workbook(Flow=[["Step", "Role", header], ["起案", "主事", cell]])).tasks
    assert task.touch == Constant(minutes)


def test_next_steps_by_number_or_by_name_and_branches_with_shares(workbook: Workbook) -> None:
    path = workbook(
        業務フロー=[
            ["項番", "工程", "種別", "担当", "次工程"],
            [1, "起案", "", "担当者", ""],
            [2, "合議は必要か", "分岐", "", "合議、5"],
            [3, "合議", "", "財政課", "決裁"],
            [4, "廃案", "終了", "", ""],
            [5, "決裁", "", "部長", ""],
            [6, "よいか", "分岐", "", ""],
            [7, "施行", "", "担当者", "なし"],
        ],
        分岐=[
            ["分岐元", "分岐先", "割合", "条件", "その他の場合", "差戻し"],
            ["2", "合議", "４０％", "", "", ""],
            ["合議は必要か", "決裁", "", "", "○", ""],
            [6, 7, "", "金額 < 50万円", "", ""],
            [6, 1, 0.12, "", "", "○"],
            [6, 4, "", "", "○", ""],
        ],
    )
    procedure = read_flow_sheet(path)
    flows = {(flow.source, flow.target): flow for flow in procedure.flows}
    assert flows["合議は必要か", "合議"].share == 0.4
    assert flows["合議は必要か", "決裁"].otherwise
    assert flows["よいか", "施行"].condition == Condition.parse("金額 < 500,000")
    assert (flows["よいか", "起案"].share, flows["よいか", "起案"].rework) == (0.12, True)
    assert ("合議", "廃案") not in flows
    assert ("廃案", "決裁") not in flows  # an end leads nowhere, though a row follows
    assert isinstance(procedure.node_of["よいか"], Gateway)


def test_every_cell_that_cannot_be_read_is_named_at_once(workbook: Workbook) -> None:
    path = workbook(
        業務フロー=[
            ["項番", "工程", "種別", "担当", "処理時間(分)", "待ち", "媒体", "次工程", "部数"],
            [1, "起案", "作業", "担当者", "すぐ", "5暦日", "石板", "9", "二部"],
            [2, "判断", "どれか", "課長", "", "", "", "", ""],
            [3, "分かれ目", "分岐", "課長", "3分", "", "", "", ""],
            [3, "", "", "係長", "", "", "", "", ""],
        ],
        担当=[["担当", "区分", "人数"], ["担当者", "職員", "たくさん"], ["課長", "神様", 1]],
        分岐=[["分岐元", "分岐先", "割合"], [1, 2, "120%"], [1, "どこか", ""]],
    )
    assert problems_of(path) == {
        "業務フロー!E2": "unreadable_cell",
        "業務フロー!F2": "unreadable_cell",
        "業務フロー!G2": "unreadable_cell",
        "業務フロー!H2": "unknown_step",
        "業務フロー!I2": "unreadable_cell",
        "業務フロー!C3": "unknown_kind",
        "業務フロー!E4": "misplaced_cell",
        "業務フロー!A5": "duplicate_number",
        "業務フロー!B5": "no_title",
        "業務フロー!D5": "unknown_role",
        "担当!C2": "unreadable_cell",
        "担当!B3": "unreadable_cell",
        "分岐!C2": "unreadable_cell",
        "分岐!B3": "unknown_step",
    }


@pytest.mark.usefixtures("english")
def test_the_message_says_where_what_and_what_to_do(workbook: Workbook) -> None:
    path = workbook(業務フロー=[["工程", "担当", "処理時間(分)"], ["起案", "担当者", "すぐ"]])
    with pytest.raises(ProcedureError) as caught:
        read_flow_sheet(path)
    (problem,) = caught.value.problems
    assert problem.value == "すぐ"
    assert str(problem).startswith(f"{path}, 業務フロー!C2: 'すぐ' is not a time of work. Write 3 min")


def test_two_next_steps_of_a_step_are_not_guessed_at(workbook: Workbook) -> None:
    rows = [
        ["項番", "工程", "担当", "次工程"],
        [1, "起案", "a", "2、3"],
        [2, "合議", "b", ""],
        [3, "決裁", "c", ""],
    ]
    assert problems_of(workbook(業務フロー=rows)) == {"業務フロー!D2": "unclear_split"}
    shares = [["分岐元", "分岐先", "割合"], [1, 2, "40%"]]
    assert len(read_flow_sheet(workbook(業務フロー=rows, 分岐=shares)).tasks) == 3


def test_two_steps_of_one_name_have_to_be_called_by_number(workbook: Workbook) -> None:
    rows = [
        ["項番", "工程", "担当", "次工程"],
        [1, "起案", "a", "確認"],
        [2, "確認", "b", ""],
        [3, "確認", "c", ""],
    ]
    assert problems_of(workbook(業務フロー=rows)) == {"業務フロー!D2": "ambiguous_step"}
    procedure = read_flow_sheet(workbook(業務フロー=[rows[0], [1, "起案", "a", 3], *rows[2:]]))
    assert [task.id for task in procedure.tasks] == ["起案", "確認", "確認-2"]


def test_a_role_merged_over_several_rows_is_that_of_all(workbook: Workbook) -> None:
    rows = [["工程", "担当"], ["起案", "担当者"], ["印刷", None], ["決裁", "課長"]]
    procedure = read_flow_sheet(workbook(業務フロー=rows, merged="B2:B3"))
    assert [task.role for task in procedure.tasks] == ["担当者", "担当者", "課長"]


def test_applicants_are_told_from_staff_for_their_hours_are_never_added(workbook: Workbook) -> None:
    rows = [["工程", "担当"], ["申請書の記入", "申請者"], ["受付", "窓口担当"], ["印字", "住基システム"]]
    assert [role.kind for role in read_flow_sheet(workbook(業務フロー=rows)).roles] == [
        "applicant",
        "staff",
        "system",
    ]


def test_columns_that_nobody_knows_are_kept_as_notes(workbook: Workbook) -> None:
    rows = [["工程", "担当", "課題"], ["起案", "主事", "様式が古い"]]
    assert read_flow_sheet(workbook(業務フロー=rows)).tasks[0].note == "課題：様式が古い"


def test_the_sheet_of_the_procedure_gives_its_own_fields(workbook: Workbook) -> None:
    path = workbook(
        業務フロー=[["工程", "担当", "件数"], ["起案", "主事", 100]],
        手続=[["項目", "内容"], ["手続名", "支出命令"], ["状態", "将来像"], ["所管", "会計課"],
             ["根拠法令", "地方自治法、財務規則"], ["件数/年", "月2,000件"], ["課の数", 40]],
    )  # fmt: skip
    procedure: Procedure = read_flow_sheet(path)
    assert (procedure.title, procedure.state, procedure.owner) == (Title("支出命令"), "to_be", "会計課")
    assert (procedure.legal_basis, procedure.volume, procedure.sections) == (
        ("地方自治法", "財務規則"),
        Volume(24_000),
        40,
    )
    assert problems_of(
        workbook(業務フロー=[["工程", "担当"], ["起案", "主事"]], 手続=[["状態", "理想"], ["天気", "晴"]])
    ) == {
        "手続!B1": "unreadable_cell",
        "手続!A2": "unknown_item",
    }


@pytest.mark.parametrize(
    "rows",
    [
        [["文書番号", "処理日時", "処理内容", "処理者"], ["1", "2024-04-01", "起案", "山田"]],
        [["工程", "担当", "日時"], ["起案", "山田", "2024-04-01"]],
        [["案件番号", "工程", "担当", "種別", "完了日時"], ["1", "起案", "山田", "物品", "2024-04-01"]],
        [["事務", "担当", "件数"], ["起案", "山田", 3]],
    ],
)
def test_a_log_is_no_flow_sheet(rows: Rows, workbook: Workbook) -> None:
    path = workbook(台帳=rows)
    assert not is_flow_sheet(path)
    with pytest.raises(InputError, match="業務フロー"):
        read_flow_sheet(path)


def test_a_flow_sheet_under_another_name_is_one_by_its_headers(workbook: Workbook) -> None:
    path = workbook(住民票=[["工程", "担当", "処理時間"], ["受付", "窓口", 3]])
    assert is_flow_sheet(path)
    assert len(read_flow_sheet(path).tasks) == 1


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_told_plainly(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "flow.xlsx"
    path.write_bytes(content)
    assert not is_flow_sheet(path)
    with pytest.raises(InputError, match=r"flow\.xlsx"):
        read_flow_sheet(path)
    with pytest.raises(InputError, match="nowhere"):
        read_flow_sheet(tmp_path / "nowhere.xlsx")


def test_rows_numbered_under_a_box_are_in_it(workbook: Workbook) -> None:
    rows = [["項番", "工程", "種別", "担当"], [1, "受付", "", "a"], [2, "審査", "まとまり", "a"], ["2-1", "確認", "", "a"],
            ["2-2", "照合", "", "b"], [3, "交付", "", "a"]]  # fmt: skip
    procedure = read_flow_sheet(workbook(業務フロー=rows))
    box = procedure.node_of["審査"]
    assert isinstance(box, SubProcess)
    assert [node.id for node in box.nodes] == ["確認", "照合"]
    assert [(flow.source, flow.target) for flow in box.flows] == [("確認", "照合")]
    assert ("審査", "交付") in {(flow.source, flow.target) for flow in procedure.flows}


def test_a_row_that_was_copied_with_its_id_is_told(workbook: Workbook) -> None:
    rows = [["工程", "担当", "待ち", "ID"], ["起案", "a", "", "draft"], ["起案", "a", "", "draft"]]
    assert problems_of(workbook(業務フロー=rows)) == {"業務フロー!D3": "duplicate_id"}


def test_a_written_sheet_can_be_filled_in(tmp_path: Path) -> None:
    """Headers stand still, words can be chosen, and the sheet for programs is out of the way."""
    write_flow_sheet(Procedure(id="p", roles=(Role(id="a", title=Title("主事")),)), tmp_path / "flow.xlsx")
    book = openpyxl.load_workbook(tmp_path / "flow.xlsx")
    assert book.sheetnames == ["業務フロー", "担当", "分岐", "手続", "その他"]
    assert book["その他"].sheet_state == "hidden"
    sheet = book["業務フロー"]
    assert sheet.freeze_panes == "C2"
    header = [cell.value for cell in sheet[1]]
    assert header[:8] == ["項番", "工程", "工程(英)", "種別", "担当", "処理時間(分)", "待ち", "件数/年"]
    offered = {str(each.sqref).split(":")[0]: each.formula1 for each in sheet.data_validations.dataValidation}
    assert offered["E2"] == "'担当'!$A$2:$A$200"
    assert "分岐" in offered["D2"]
    assert '"紙,押印,システム,電話,窓口"' in offered.values()


def test_media_in_brackets_and_a_range_without_its_usual_value(workbook: Workbook) -> None:
    rows = [
        ["工程", "担当", "処理時間", "媒体"],
        ["決裁", "課長", 3, "紙（押印）"],
        ["審査", "主事", "10〜40", "紙"],
    ]
    with pytest.raises(ProcedureError) as caught:
        read_flow_sheet(workbook(業務フロー=rows))
    (problem,) = caught.value.problems
    assert problem.path == "業務フロー!C3"
    assert "「10〜40" in problem.ja  # as it stands in the cell
    (task,) = read_flow_sheet(workbook(業務フロー=rows[:2])).tasks
    assert task.medium == ("paper", "seal")


@pytest.mark.parametrize("written", [-3, "-3", "－３枚", "−1通"])
def test_a_cell_with_less_than_no_paper_or_post_is_refused(
    workbook: Workbook, written: Any, english: None
) -> None:
    path = workbook(
        業務フロー=[
            ["工程", "担当", "帳票/枚数", "郵送(通)"],
            ["受付", "職員", written, 1],
            ["発送", "職員", 1, written],
        ]
    )
    with pytest.raises(ProcedureError) as caught:
        read_flow_sheet(path)
    told = {problem.path: problem.message for problem in caught.value.problems}
    assert set(told) == {"業務フロー!C2", "業務フロー!D3"}
    assert all("less than nothing. Write 0 or more." in message for message in told.values())
