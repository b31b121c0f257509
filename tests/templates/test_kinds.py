"""Every kind of template: written in both languages, with an example that is not read, and harmless to LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bprkit import language
from bprkit.errors import InputError
from bprkit.language import Language
from bprkit.procedure.excel import read_flow_sheet, write_flow_sheet
from bprkit.templates.form import Form, FormError
from bprkit.templates.kinds import KINDS, Wish, check_template, write_template
from bprkit.templates.log_request import read_log_request, write_log_request
from bprkit.templates.log_request_form import FORM as LOG_REQUEST
from bprkit.templates.reading import read_form
from bprkit.templates.stamps_form import FORM as STAMPS
from bprkit.templates.stopwatch_forms import SELF_REPORT, STOPWATCH
from filled_forms import answer, fill

FORMS = (LOG_REQUEST, STAMPS, STOPWATCH, SELF_REPORT)
LANGUAGES: tuple[Language, ...] = ("ja", "en")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_written_alike_twice_and_begins_with_what_it_is_for(
    kind: str, lang: Language, tmp_path: Path
) -> None:
    first, second = (write_template(kind, tmp_path / name, Wish(lang=lang)) for name in ("a.xlsx", "b.xlsx"))
    assert first.read_bytes() == second.read_bytes()
    book = openpyxl.load_workbook(first)
    japanese = any(ord(letter) > 0x3000 for name in book.sheetnames for letter in name)
    assert japanese == (lang == "ja")
    rules = sum(len(sheet.data_validations.dataValidation) for sheet in book)
    assert rules > 0


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.kind)
def test_every_text_of_a_form_is_there_in_both_languages(form: Form) -> None:
    texts = [form.title, *form.about, *form.letter, *(sheet.name for sheet in form.sheets)]
    for sheet in form.sheets:
        for column in sheet.columns:
            texts += [column.head, *(word for _, word in column.choices)]
            if column.help:
                texts.append(column.help)
    assert all(text.ja and text.en for text in texts)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", (STAMPS, STOPWATCH, SELF_REPORT), ids=lambda form: form.kind)
def test_a_blank_form_holds_no_row(form: Form, lang: Language, tmp_path: Path) -> None:
    filled = read_form(form, write_template(form.kind, tmp_path / "x.xlsx", Wish(lang=lang)))
    assert all(filled.rows(sheet.key) == () for sheet in form.sheets if not sheet.answers)
    with pytest.raises(FormError):
        check_template(form.kind, tmp_path / "x.xlsx")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_log_request_comes_back_as_the_way_to_read_the_export(lang: Language, tmp_path: Path) -> None:
    path = write_template("log-request", tmp_path / "x.xlsx", Wish(lang="ja"))
    given = ("DOC_NO", "SHORI", "SHORI_DT")
    rows = [{"出せるか（回答）": "出せる", "出力での列名（回答）": header} for header in given]
    fill(path, "項目一覧", [*rows, {"出せるか（回答）": "出せない"}])
    answer(
        path,
        "依頼",
        {"文字コード（回答）": "シフトJIS（CP932）", "費用（円、無償なら0）（回答）": "１２，０００"},
    )
    request = read_log_request(path)
    assert request.reading == {"case": "DOC_NO", "activity": "SHORI", "time": "SHORI_DT", "encoding": "cp932"}
    assert request.missing == ()
    assert request.letter["cost"] == 12000
    write_log_request(tmp_path / "again.xlsx", request, lang=lang)
    assert read_log_request(tmp_path / "again.xlsx") == request
    language.use("en")
    try:
        assert "--case DOC_NO" in check_template("log-request", path)
    finally:
        language.use(None)


def test_what_a_vendor_forgot_is_told_by_cell(tmp_path: Path) -> None:
    path = write_template("log-request", tmp_path / "x.xlsx", Wish(lang="ja"))
    fill(path, "項目一覧", [{"出せるか（回答）": "出せる"}, {"出せるか（回答）": "たぶん"}])
    with pytest.raises(FormError) as caught:
        read_log_request(path)
    assert {problem.path for problem in caught.value.problems} == {"項目一覧!G3", "項目一覧!F4"}


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("シフトJIS", "cp932"),
        ("シフトＪＩＳ", "cp932"),
        ("Shift_JIS", "cp932"),
        ("shift-jis", "cp932"),
        ("CP932", "cp932"),
        ("utf8", "utf-8"),
    ],
)
def test_encodings_are_understood_as_people_write_them(tmp_path: Path, word: str, code: str) -> None:
    path = write_template("log-request", tmp_path / "x.xlsx", Wish(lang="ja"))
    answer(path, "依頼", {"文字コード（回答）": word})
    assert read_log_request(path).letter["encoding"] == code


def test_a_cell_with_a_wrong_answer_has_one_error(tmp_path: Path) -> None:
    path = write_template("stamps", tmp_path / "x.xlsx", Wish(lang="ja"))
    answer(path, "標本の取り方", {"抜き出し方": "てきとう"})
    places = [problem.path for problem in read_form(STAMPS, path).problems]
    assert places == ["標本の取り方!B6"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_flow_sheet_is_filled_read_and_written_again(lang: Language, tmp_path: Path) -> None:
    path = write_template("flow", tmp_path / "flow.xlsx", Wish(lang=lang))
    words = {
        "ja": ("業務フロー", "工程", "担当", "処理時間(分)"),
        "en": ("Flow", "Step", "Role", "Touch (min)"),
    }
    sheet, step, role, touch = words[lang]
    rows = [
        {step: "受付", role: "窓口", touch: 10},
        {step: "審査", role: "担当者", touch: "20〜40、多くは30"},
    ]
    procedure = read_flow_sheet(fill(path, sheet, rows, first=2))
    assert [(str(task.title), task.touch.mean) for task in procedure.tasks if task.touch] == [
        ("受付", 10),
        ("審査", 30),
    ]
    write_flow_sheet(procedure, tmp_path / "again.xlsx", lang=lang)
    assert read_flow_sheet(tmp_path / "again.xlsx") == procedure


def test_the_steps_of_a_procedure_can_be_chosen(tmp_path: Path) -> None:
    from bprkit.procedure.files import open_procedure

    procedure = open_procedure("leave-request/as_is")
    path = write_template("stopwatch", tmp_path / "x.xlsx", Wish(lang="ja", procedure=procedure))
    listed = [
        row[0].value for row in openpyxl.load_workbook(path)["工程一覧"].iter_rows(min_row=2, max_row=5)
    ]
    assert listed == [str(task.title.ja) for task in procedure.tasks]


def test_a_header_that_is_not_asked_for_is_refused(tmp_path: Path) -> None:
    path = write_template("stopwatch", tmp_path / "x.xlsx", Wish(lang="ja"))
    book = openpyxl.load_workbook(path)
    book["計測"].cell(1, 12, "氏名")
    book.save(path)
    with pytest.raises(FormError, match="氏名"):
        check_template("stopwatch", path)


def test_only_workbooks_are_written_and_only_known_kinds(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="xlsx"):
        write_template("stamps", tmp_path / "x.csv")
    with pytest.raises(InputError, match="log-request"):
        write_template("stamp", tmp_path / "x.xlsx")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_libreoffice_opens_and_saves_every_kind_unharmed(lang: Language, tmp_path: Path) -> None:
    for kind in KINDS:
        write_template(kind, tmp_path / f"{kind}.xlsx", Wish(lang=lang))
    files = [str(tmp_path / f"{kind}.xlsx") for kind in KINDS]
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    out = tmp_path / "out"
    command = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(out),
        *files,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=280)
    for kind in KINDS:
        before, after = (openpyxl.load_workbook(place / f"{kind}.xlsx") for place in (tmp_path, out))
        assert before.sheetnames == after.sheetnames
        for name in before.sheetnames:
            assert _cells(after[name]) == _cells(before[name]), (kind, name)
            rules = [len(book[name].data_validations.dataValidation) for book in (before, after)]
            assert bool(rules[0]) == bool(rules[1]), (kind, name)


def _cells(sheet: Any) -> dict[str, Any]:
    return {cell.coordinate: cell.value for row in sheet for cell in row if cell.value not in (None, "")}
