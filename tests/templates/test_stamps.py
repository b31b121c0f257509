"""Stamp dates copied from files: written, filled in, read, written again; and every error at once by its cell."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bprkit import language
from bprkit.errors import InputError
from bprkit.templates.form import FormError
from bprkit.templates.stamps import is_stamps, read_stamps, save_stamps, write_stamps
from bprkit.templates.stamps_form import MILESTONES
from bprkit.templates.stamps_log import stamps_log
from filled_forms import answer, fill

ROWS: list[dict[str, Any]] = [
    {
        "文書番号": "福第1号",
        "決裁区分": "課長専決",
        "差戻し（回）": "１回",
        "起案（日付）": "R8.4.7",
        "係長（日付）": dt.datetime(2026, 4, 8),
        "課長（日付）": "2026/4/10 10:30",
    },
    {"文書番号": 12, "起案（日付）": "令和8年4月6日", "課長（日付）": "２０２６／４／１３", "備考": "急ぎ"},
]


@pytest.fixture(params=["ja", "en"])
def spoken(request: pytest.FixtureRequest) -> Any:
    language.use(request.param)
    yield request.param
    language.use(None)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "stamps.xlsx"
    write_stamps(path, lang="ja", population=120)
    fill(path, "押印日", ROWS)
    return answer(
        path, "標本の取り方", {"抜き出し方": "等間隔（何件ごと）", "対象期間の初日（日付）": "R7.4.1"}
    )


def test_eras_widths_and_units_are_read_and_the_example_is_not(form: Path) -> None:
    stamps = read_stamps(form)
    assert [document.number for document in stamps.documents] == ["福第1号", "12"]
    first, second = stamps.documents
    assert first.stamps == {
        "起案": dt.date(2026, 4, 7),
        "係長": dt.date(2026, 4, 8),
        "課長": dt.datetime(2026, 4, 10, 10, 30),
    }
    assert first.attributes == {"decider": "manager", "returns": 1}
    assert second.stamps["起案"] == dt.date(2026, 4, 6)
    assert second.note == "急ぎ"
    assert (stamps.sample.drawn, stamps.sample.population) == ("every_nth", 120)
    assert stamps.sample.period_from == dt.date(2025, 4, 1)


def test_written_filled_read_and_written_again_says_the_same(form: Path, tmp_path: Path) -> None:
    first = read_stamps(form)
    save_stamps(first, tmp_path / "again.xlsx", lang="ja")
    again = read_stamps(tmp_path / "again.xlsx")
    assert (again.sample, again.milestones) == (first.sample, first.milestones)
    assert again.documents == first.documents
    save_stamps(again, tmp_path / "third.xlsx", lang="ja")
    assert (tmp_path / "third.xlsx").read_bytes() == (tmp_path / "again.xlsx").read_bytes()


def test_an_english_form_is_read_whatever_language_is_spoken(tmp_path: Path, spoken: str) -> None:
    path = tmp_path / "stamps.xlsx"
    write_stamps(path, lang="en")
    fill(
        path, "Stamps", [{"Document number": "A1", "Drafted (date)": "2026/4/1", "Issued (date)": "2026/4/3"}]
    )
    answer(path, "Sampling", {"How they were drawn": "at random"})
    assert len(read_stamps(path).documents) == 1


def test_a_column_that_people_add_is_a_stamp_of_that_name(form: Path) -> None:
    book = openpyxl.load_workbook(form)
    page = book["押印日"]
    page.cell(1, page.max_column + 1, "会計管理者（日付）")
    page.cell(3, page.max_column, dt.datetime(2026, 4, 15))
    book.save(form)
    assert read_stamps(form).documents[0].stamps["会計管理者"] == dt.date(2026, 4, 15)


def test_all_errors_are_told_at_once_each_with_its_cell(form: Path) -> None:
    fill(
        form,
        "押印日",
        [
            {"文書番号": "福第1号", "起案（日付）": "4月31日", "課長（日付）": "2026/4/10"},
            {"文書番号": "福第9号", "起案（日付）": "2062/4/1", "課長（日付）": "2026/4/10"},
            {"文書番号": "福第8号", "起案（日付）": "2026/4/1"},
            {"起案（日付）": "2026/4/1", "課長（日付）": "2026/4/2", "決裁区分": "町長"},
        ],
        first=5,
    )
    answer(form, "標本の取り方", {"簿冊にある文書の総数（件）": 3, "抜き出し方": "てきとう"})
    with pytest.raises(FormError) as caught:
        read_stamps(form)
    found = {problem.path for problem in caught.value.problems}
    assert found == {
        "押印日!G5",
        "押印日!B5",
        "押印日!G6",
        "押印日!B7",
        "押印日!B8",
        "押印日!D8",
        "標本の取り方!B5",
        "標本の取り方!B6",
    }
    assert all(problem.file == str(form) and problem.en and problem.ja for problem in caught.value.problems)


def test_how_the_documents_were_drawn_has_to_be_said(tmp_path: Path) -> None:
    path = tmp_path / "stamps.xlsx"
    write_stamps(path, lang="ja")
    fill(path, "押印日", ROWS)
    with pytest.raises(FormError) as caught:
        read_stamps(path)
    assert [problem.path for problem in caught.value.problems] == ["標本の取り方!B6"]


@pytest.mark.parametrize(
    ("word", "drawn"),
    [
        ("無作為", "random"),
        ("くじ", "random"),
        ("無作為(乱数・くじ)", "random"),
        ("等間隔", "every_nth"),
        ("Every Nth", "every_nth"),
        ("全数", "all"),
    ],
)
def test_the_plain_words_that_the_message_recommends_are_understood(
    form: Path, word: str, drawn: str
) -> None:
    answer(form, "標本の取り方", {"抜き出し方": word})
    assert read_stamps(form).sample.drawn == drawn


def test_an_error_in_row_15_does_not_hide_that_of_row_5(form: Path) -> None:
    rows = [{"文書番号": f"福第{number}号", "起案（日付）": "2026/4/1"} for number in (3, 4)]
    fill(form, "押印日", rows[:1], first=5)
    fill(form, "押印日", [{**rows[1], "課長（日付）": "4月31日"}], first=15)
    with pytest.raises(FormError) as caught:
        read_stamps(form)
    assert [problem.path for problem in caught.value.problems] == ["押印日!J15", "押印日!B5"]


def test_a_blank_form_is_told_to_be_blank(tmp_path: Path) -> None:
    path = tmp_path / "stamps.xlsx"
    write_stamps(path, lang="ja")
    answer(path, "標本の取り方", {"抜き出し方": "全数"})
    with pytest.raises(FormError, match=r"no document yet|1件も"):
        read_stamps(path)


def test_other_workbooks_are_no_form(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(path)
    assert not is_stamps(path)
    assert not is_stamps(tmp_path / "missing.xlsx")
    with pytest.raises(InputError, match="bprkit template stamps"):
        read_stamps(path)


def test_the_log_has_a_case_a_document_and_an_activity_a_stamp(form: Path) -> None:
    log = stamps_log(read_stamps(form))
    events = log.to_pandas()
    assert log.case_count() == 2
    assert len(events) == 5
    assert log.events.name == "stamps.xlsx"
    log.events.engine.close()


def test_every_cell_of_the_form_has_words_in_both_languages() -> None:
    assert all(column.head.ja and column.head.en for column in MILESTONES)
