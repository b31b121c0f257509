"""The flow sheet of procedures, blank: with lists to choose from, an example on a sheet of its own, and what it is for."""

from __future__ import annotations

import os

from bprkit.language import Language, current, speaking, tell
from bprkit.procedure.excel.fields import Cell
from bprkit.procedure.excel.layout import BRANCHES, FLOW, PROCEDURE, PROCEDURE_ROWS, ROLES, Layout
from bprkit.procedure.model import Title
from bprkit.templates.painting import FONT, MADE, paint_about

TITLE = Title("業務フロー表（手続の流れを1行1工程で書く）", "Flow sheet: a procedure, a row a step")
_ABOUT = (
    Title(
        "「業務フロー」に、仕事を順番に1行ずつ書きます。必要なのは「工程」と「担当」の2つだけです。",
        "Write the steps on the sheet Flow, in order, a row each. Only Step and Role are needed.",
    ),
    Title(
        "「処理時間(分)」は1件に手を動かす分数、「待ち」は着手までに置かれる日数（0.5開庁日など）です。",
        "Touch (min) is the work on one case; Wait is how long it lies before, such as 0.5 working days.",
    ),
    Title(
        "順番どおりなら「次工程」は空欄。分かれるときは「3、5」のように項番を書き、割合や条件を「分岐」に書きます。",
        "Leave Next blank where steps follow one another; where ways part write 3, 5, and the shares under Branches.",
    ),
    Title(
        "法令で決まっている工程は「根拠」に条文を書きます。見直しても、なくなりません。",
        "What a law demands has its citation under Required by; no redesign takes it away.",
    ),
    Title(
        "推測の数字は「推計」に○を付けます。「記入例」のシートは見本で、読み込まれません。",
        "Mark guesses under Estimate with ○. The sheet Example shows how; it is not read.",
    ),
    Title(
        "書き終えたら： bprkit check flow.xlsx　次に bprkit convert flow.xlsx 手続.yaml",
        "Then: bprkit check flow.xlsx, and bprkit convert flow.xlsx procedure.yaml",
    ),
)
_EXAMPLE: tuple[dict[str, Title | float], ...] = (
    {
        "number": 1,
        "title": Title("受付・確認", "Acceptance"),
        "role": Title("窓口担当", "Counter clerk"),
        "touch": 10,
        "per_year": 600,
        "medium": Title("紙・窓口", "paper・counter"),
    },
    {
        "number": 2,
        "title": Title("審査", "Examination"),
        "role": Title("担当者", "Clerk"),
        "touch": Title("20〜40分、多くは30分", "20–40 min, mostly 30"),
        "wait": Title("2開庁日", "2 working days"),
        "mandatory": Title("○○条例5条", "Ordinance, art. 5"),
    },
    {
        "number": 3,
        "title": Title("起案", "Drafting"),
        "role": Title("担当者", "Clerk"),
        "touch": 20,
        "medium": Title("紙", "paper"),
    },
    {
        "number": 4,
        "title": Title("課長決裁", "Decision"),
        "role": Title("課長", "Section manager"),
        "touch": 3,
        "wait": Title("1開庁日", "1 working day"),
    },
    {
        "number": 5,
        "title": Title("通知", "Notice"),
        "role": Title("担当者", "Clerk"),
        "touch": 5,
        "medium": Title("紙", "paper"),
    },
)
_BLANK_ROWS = {FLOW.key: 60, ROLES.key: 15, BRANCHES.key: 30}


def write_flow_template(path: str | os.PathLike[str], *, lang: Language | None = None) -> None:
    """Write a blank flow sheet that `read_flow_sheet` reads once it is filled in; `lang` is its language.

    Raises OutputError where it cannot be written.
    """
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    from bprkit.files import write_beside
    from bprkit.procedure.excel.painting import paint_sheets

    language = lang or current()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with (
        write_beside(path) as unfinished,
        speaking(language),
        Workbook(str(unfinished), options) as book,
    ):
        book.set_properties({"title": str(TITLE), "created": MADE})
        paint_about(book, TITLE, _ABOUT, ())
        wanted = [
            [column.header(language), None]
            for column in PROCEDURE_ROWS
            if column.key not in ("id", "title_en")
        ]
        paint_sheets(book, ((FLOW, ()), (ROLES, ()), (BRANCHES, ()), (PROCEDURE, wanted)), language)
        for layout in (FLOW, ROLES, BRANCHES):
            _rule(book, book.get_worksheet_by_name(layout.name(language)), layout)
        _example(book, language)
        book.get_worksheet_by_name(FLOW.name(language)).set_first_sheet()


def _rule(book: object, sheet: object, layout: Layout) -> None:
    """Rule the rows to be filled in, so that they are seen."""
    cell = _format(book, bg_color="#FFF9DB")
    _fit(sheet, 8)
    for row in range(1, _BLANK_ROWS[layout.key] + 1):
        for place in range(len(layout.columns)):
            sheet.write_blank(row, place, None, cell)  # type: ignore[attr-defined]


def _fit(sheet: object, paper: int) -> None:
    sheet.set_landscape()  # type: ignore[attr-defined]
    sheet.set_paper(paper)  # type: ignore[attr-defined]
    sheet.fit_to_pages(1, 0)  # type: ignore[attr-defined]


def _format(book: object, **further: object) -> object:
    shape = {"font_name": FONT, "font_size": 10, "border": 1, "border_color": "#BFBFBF", "text_wrap": True}
    return book.add_format({**shape, "valign": "top", **further})  # type: ignore[attr-defined]


def _example(book: object, language: Language) -> None:
    sheet = book.add_worksheet(tell(en="Example", ja="記入例"))  # type: ignore[attr-defined]
    said = _format(book, italic=True, font_color="#7F7F7F", bg_color="#F2F2F2")
    head = _format(book, bold=True, bg_color="#DDEBF7")
    keys = ("number", "title", "role", "touch", "wait", "per_year", "medium", "mandatory")
    sheet.write_string(
        0, 0, tell(en="Example: this sheet is not read.", ja="記入例：このシートは読み込まれません。")
    )
    for place, key in enumerate(keys):
        column = FLOW.column(key)
        sheet.set_column(place, place, max(column.width, 22 if key == "touch" else 0))
        sheet.write_string(1, place, column.header(language), head)
        for row, step in enumerate(_EXAMPLE, 2):
            value = step.get(key)
            cell: Cell = str(value) if isinstance(value, Title) else value
            sheet.write(row, place, cell, said)
    _fit(sheet, 9)
