"""The price list as a workbook: the same in Japanese and in English, whatever the language of who reads it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bprkit.errors import InputError
from bprkit.language import Language, speaking
from bprkit.procedure.model import Title
from bprkit.savings import Costs, CostsError, estimate_savings, load_costs, write_costs_template
from bprkit.savings.template_layout import SETTINGS, SheetLayout, folded, spellings
from bprkit.savings.template_sheets import SHEETS as LAYOUTS
from savings.filled_costs import SHEETS, changed, filled, full
from savings.simple_changes import procedure

LANGUAGES: tuple[Language, ...] = ("ja", "en")
EVERY_SHEET = (SETTINGS, *LAYOUTS)
ROW = {"section": "税務課", "worked": 1_200, "cut": 600, "start": "2027-10-01", "rate": "overtime"}


def read(path: Path) -> Costs:
    """Return what a workbook says, without the name of its file."""
    return replace(load_costs(path), file=None)


def other(lang: Language) -> Language:
    return "en" if lang == "ja" else "ja"


def problems(path: Path) -> dict[str | None, str]:
    """Return all that is wrong with a workbook, by its place."""
    with pytest.raises(CostsError) as caught:
        load_costs(path)
    assert all(str(path) in str(problem) for problem in caught.value.problems)
    return {problem.path: problem.message for problem in caught.value.problems}


@pytest.mark.parametrize("layout", EVERY_SHEET, ids=lambda layout: layout.key)
def test_every_text_is_there_in_both_languages_and_none_has_two_meanings(layout: SheetLayout) -> None:
    fields = layout.fields
    words = [word for field in fields for _, word in field.words]
    assert all(title.ja and title.en for title in (layout.name, layout.purpose, *words))
    assert all(field.header.ja and field.header.en for field in fields)
    assert len(layout.by_header) == sum(len({*map(folded, spellings(field.header))}) for field in fields)
    for field in fields:
        assert all(field.code(text) == code for code, word in field.words for text in spellings(word))
    assert all(title.en for title in layout.example if isinstance(title, Title))


def test_no_japanese_is_left_in_the_english_template_but_names_of_ranks_papers_and_cities(
    tmp_path: Path,
) -> None:
    write_costs_template(tmp_path / "costs.xlsx", lang="en")
    book = openpyxl.load_workbook(tmp_path / "costs.xlsx")
    kept = {("Prices", "N"), ("About", "A")}
    japanese = {
        (sheet.title, cell.column_letter): str(cell.value)
        for sheet in book
        for row in sheet
        for cell in row
        if any("\u3040" <= letter <= "\u9fff" for letter in str(cell.value))
    }
    assert set(japanese) - kept == {("Basics", "B"), ("Prices", "M")}
    assert "課長" in japanese["Basics", "B"] and "小山市" in japanese["Prices", "M"]


@pytest.mark.parametrize("reader", LANGUAGES)
@pytest.mark.parametrize("given", [load_costs, full])
def test_a_workbook_says_the_same_in_either_language_whatever_the_reader_speaks(
    tmp_path: Path, given: Any, reader: Language
) -> None:
    for lang in LANGUAGES:
        write_costs_template(tmp_path / f"{lang}.xlsx", given(), lang=lang)
    with speaking(reader):
        expected = replace(given(), file=None, source=None)  # the list's own source has no cell
        assert read(tmp_path / "ja.xlsx") == read(tmp_path / "en.xlsx") == expected


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_workbook_is_filled_in_read_and_written_again(tmp_path: Path, lang: Language) -> None:
    """Once more in its own language, and in the other one."""
    cells = zip(("B3", "D3", "E3", "F3", "G3"), ROW.values(), strict=True)
    path = filled(tmp_path, lang, "overtime", ("A3", {"ja": "はい", "en": "yes"}[lang]), *cells)
    costs = read(path)
    assert [cut.section for cut in costs.overtime] == ["税務課"]
    for again in (lang, other(lang)):
        write_costs_template(tmp_path / "again.xlsx", costs, lang=again)
        assert read(tmp_path / "again.xlsx") == costs


def test_it_is_written_in_the_language_in_use(tmp_path: Path) -> None:
    for lang in LANGUAGES:
        with speaking(lang):
            write_costs_template(tmp_path / "costs.xlsx")
        names = openpyxl.load_workbook(tmp_path / "costs.xlsx").sheetnames
        assert names == [{"ja": "説明", "en": "About"}[lang], *SHEETS[lang].values()]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_examples_show_how_and_are_not_read(tmp_path: Path, lang: Language) -> None:
    write_costs_template(tmp_path / "costs.xlsx", lang=lang)
    book = openpyxl.load_workbook(tmp_path / "costs.xlsx")
    for key in ("overtime", "posts", "contracts", "benefits", "charges", "changes"):
        assert book[SHEETS[lang][key]]["A2"].value == {"ja": "例", "en": "example"}[lang]
    assert not load_costs(tmp_path / "costs.xlsx").conversions


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_example_becomes_a_row_once_it_says_that_it_is_used(tmp_path: Path, lang: Language) -> None:
    path = filled(tmp_path, lang, "overtime")
    for key in ("overtime", "posts", "contracts", "benefits", "charges", "changes"):
        changed(path, SHEETS[lang][key], ("A2", {"ja": "はい", "en": "yes"}[lang]))
    costs, usual = load_costs(path), load_costs()
    assert (costs.overtime[0].cut_hours, costs.posts[0].kind, costs.posts[0].rate) == (
        600,
        "abolished",
        "fiscal_year",
    )
    assert costs.contracts[0].renewal == dt.date(2028, 4, 1)
    assert (costs.benefits[0].benefit, costs.benefits[0].likely) == ("cash_out", 240_000)
    assert len(costs.charges) == len(usual.charges) + 1
    assert replace(costs.changes[0], source=None, title=Title()) == replace(
        usual.changes[0], source=None, title=Title()
    )


@pytest.mark.parametrize(
    ("lang", "hours", "yen"),
    [
        (
            "ja",
            {"実績（時間/年）", "予算から削る時間（時間/年）"},
            {"下限（円）", "見込み（円）", "上限（円）"},
        ),
        ("en", {"Worked until now (h/year)", "Cut from the budget (h/year)"}, {"Low (yen)", "High (yen)"}),
    ],
)
def test_headers_have_units_and_words_can_be_chosen(
    tmp_path: Path, lang: Language, hours: set[str], yen: set[str]
) -> None:
    write_costs_template(tmp_path / "costs.xlsx", lang=lang)
    book = openpyxl.load_workbook(tmp_path / "costs.xlsx")
    assert hours <= {cell.value for cell in book[SHEETS[lang]["overtime"]][1]}
    assert yen <= {cell.value for cell in book[SHEETS[lang]["prices"]][1]}
    for key in ("settings", "prices", "overtime", "posts", "changes"):
        assert book[SHEETS[lang][key]].data_validations.dataValidation, key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_row_that_a_clerk_fills_in_is_read(tmp_path: Path, lang: Language) -> None:
    """Also in the words of the other language, and with a number that was typed as a text."""
    row = {**ROW, "worked": "1,200"}
    cells = list(zip(("B3", "D3", "E3", "F3", "G3"), row.values(), strict=True))
    for word in ("はい", "yes", "Yes "):
        (cut,) = load_costs(filled(tmp_path, lang, "overtime", ("A3", word), *cells)).overtime
        assert (cut.section, cut.worked_hours, cut.cut_hours, cut.start) == (
            "税務課",
            1_200,
            600,
            dt.date(2027, 10, 1),
        )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("sheet", "address", "value"),
    [
        ("prices", "F2", "高い"),
        ("prices", "A3", "regular"),
        ("settings", "B8", "4パーセント"),
        ("settings", "B6", "時給"),
        ("settings", "A6", "discount"),
        ("settings", "B3", None),
        ("overtime", "A2", "たぶん"),
        ("posts", "A2", None),
        ("changes", "E1", "下限"),
        ("changes", "C3", "初回"),
        ("changes", "H3", "net"),
    ],
)
def test_a_wrong_cell_is_told_by_its_address(
    tmp_path: Path, lang: Language, sheet: str, address: str, value: Any
) -> None:
    assert f"{SHEETS[lang][sheet]}!{address}" in problems(filled(tmp_path, lang, sheet, (address, value)))


def test_what_can_be_chosen_is_told_in_the_words_of_the_file(tmp_path: Path, english: None) -> None:
    path = filled(tmp_path, "ja", "changes", ("C3", "初回"), ("A4", "たぶん"))
    told = problems(path)
    assert "初期, 運用（毎年）, 研修, 並行運用" in told["導入経費!C3"] and "'区分'" in told["導入経費!C3"]
    assert "はい, いいえ or 例 under '使う'" in told["導入経費!A4"]
    path = filled(tmp_path, "en", "changes", ("C3", "first"), ("A4", "perhaps"))
    with speaking("ja"):
        told = problems(path)
    assert "initial、running (yearly)、training、parallel run" in told["Costs of the change!C3"]
    assert "「Use」の欄で yes・no・example" in told["Costs of the change!A4"]


@pytest.mark.parametrize("written", ["R9.4.1", "令和9年4月1日", "２０２７／４／１", "2027/4/1", "2027-04-01"])
def test_dates_are_read_as_in_the_other_forms(tmp_path: Path, written: str) -> None:
    row = (("A3", "はい"), ("D3", 900), ("E3", 600), ("F3", written))
    (cut,) = load_costs(filled(tmp_path, "ja", "overtime", *row)).overtime
    assert cut.start == dt.date(2027, 4, 1)


@pytest.mark.parametrize("written", ["9.4.1", "R9.4.31", "来年4月"])
def test_what_is_no_date_or_open_to_two_readings_is_refused_by_its_cell(
    tmp_path: Path, written: str, english: None
) -> None:
    row = (("A3", "はい"), ("D3", 900), ("E3", 600), ("F3", written))
    told = problems(filled(tmp_path, "ja", "overtime", *row))
    assert told["時間外勤務!F3"].startswith(f"'{written}' is no date")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_cell_that_has_to_be_filled_in_is_named_by_its_header(
    tmp_path: Path, lang: Language, english: None
) -> None:
    yes = {"ja": "はい", "en": "yes"}[lang]
    path = filled(tmp_path, lang, "overtime", ("A3", yes), ("E3", 600), ("F3", "2027-04-01"))
    header = {"ja": "実績（時間/年）", "en": "Worked until now (h/year)"}[lang]
    assert problems(path) == {f"{SHEETS[lang]['overtime']}!D3": f"'{header}' is missing. Add it."}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_price_that_is_needed_and_was_taken_away_is_missed_on_the_sheet_of_prices(
    tmp_path: Path, lang: Language
) -> None:
    path = filled(tmp_path, lang, "prices")
    book = openpyxl.load_workbook(path)
    prices = book[SHEETS[lang]["prices"]]
    row = next(cell.row for cell in prices["A"] if cell.value == "letter")
    prices.delete_rows(row)
    book.save(path)
    assert set(problems(path)) == {SHEETS[lang]["prices"]}


def test_wrong_cells_of_every_sheet_are_told_in_one_go(tmp_path: Path, english: None) -> None:
    path = filled(tmp_path, "ja", "prices", ("F2", "高い"))
    book = openpyxl.load_workbook(path)
    book["時間外勤務"]["A2"] = "たぶん"
    book["導入経費"]["C3"] = "初回"
    book["定数"]["A3"], book["定数"]["D3"], book["定数"]["E3"] = "はい", "一人", "2028-04-01"
    book["定数"]["G3"] = "chief"
    book["基本"]["B5"], book["基本"]["B8"], book["基本"]["B10"] = 0, 4, -0.1
    book.save(path)
    told = problems(path)
    cells = {"単価!F2", "時間外勤務!A2", "導入経費!C3", "定数!D3", "定数!G3"}
    assert set(told) == cells | {"基本!B5", "基本!B8", "基本!B10"}
    assert told["基本!B8"] == "'割引率（%）' is 4. Write a share such as 4%."


def test_years_that_are_left_blank_are_as_the_year_before_and_no_other_year_moves(tmp_path: Path) -> None:
    """Blank extra time is none."""
    path = filled(tmp_path, "en", "settings", ("B15", None), ("B16", 0.9), ("B20", None), ("B21", 0.1))
    ramp = load_costs(path).ramp
    assert (ramp.phase_in, ramp.learning) == ((0.5, 0.5, 0.9), (0.2, 0.0, 0.1))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_other_language_comes_back_where_the_template_was_left_as_it_was(
    tmp_path: Path, lang: Language
) -> None:
    prices = load_costs(filled(tmp_path, lang, "prices", ("B2", "正規職員（本市）"))).prices
    assert prices["sheet"].title == load_costs().prices["sheet"].title
    assert prices["regular"].title == Title("正規職員（本市）")


@pytest.mark.parametrize("named", ["単価", "Prices"])
def test_a_workbook_without_the_sheets_is_refused(tmp_path: Path, named: str) -> None:
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    with speaking("ja" if named == "単価" else "en"), pytest.raises(InputError, match=named):
        load_costs(tmp_path / "other.xlsx")
    (tmp_path / "broken.xlsx").write_bytes(b"no workbook")
    with pytest.raises(InputError, match="broken"):
        load_costs(tmp_path / "broken.xlsx")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_missing_sheet_is_named_as_the_others_of_the_file_are(tmp_path: Path, lang: Language) -> None:
    path = filled(tmp_path, lang, "prices")
    book = openpyxl.load_workbook(path)
    del book[SHEETS[lang]["prices"]]
    book.save(path)
    with speaking(other(lang)), pytest.raises(InputError, match=SHEETS[lang]["prices"]):
        load_costs(path)


def test_sheets_of_both_languages_may_stand_in_one_workbook_but_none_twice(
    tmp_path: Path, english: None
) -> None:
    japanese, path = filled(tmp_path, "ja", "prices"), tmp_path / "mixed.xlsx"
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(japanese)["時間外勤務"]]
    write_costs_template(path, lang="en")
    book = openpyxl.load_workbook(path)
    added = book.create_sheet("時間外勤務")
    for row in [*rows[:2], ["はい", "税務課", None, 1_200, 600, "2027-10-01"]]:
        added.append(row)
    book.save(path)
    with pytest.raises(InputError, match="'Overtime' and '時間外勤務'"):
        load_costs(path)
    del book["Overtime"]
    book.save(path)
    assert [cut.section for cut in load_costs(path).overtime] == ["税務課"]


def test_sheets_that_were_mixed_up_are_told(tmp_path: Path, english: None) -> None:
    path = filled(tmp_path, "en", "overtime")
    book = openpyxl.load_workbook(path)
    book["Overtime"].title, book["Posts"].title = "Swap", "Overtime"
    book["Swap"].title = "Posts"
    book.save(path)
    told = problems(path)
    assert {"Posts!D1", "Posts!E1", "Overtime!D1", "Overtime!F1"} <= set(told)
    assert "Worked until now (h/year)" in told["Posts!D1"]


def test_a_header_that_is_there_twice_is_told(tmp_path: Path, english: None) -> None:
    told = problems(filled(tmp_path, "en", "overtime", ("J1", "単価の記号")))
    assert set(told) == {"Overtime!J1"} and "twice" in told["Overtime!J1"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sheet_that_was_renamed_is_refused_as_soon_as_it_says_something(
    tmp_path: Path, lang: Language, english: None
) -> None:
    usual = SHEETS[lang]["overtime"]
    path = filled(tmp_path, lang, "overtime")
    book = openpyxl.load_workbook(path)
    book[usual].title = "2027"
    book.save(path)
    assert not load_costs(path).conversions
    with pytest.raises(InputError, match=f"'2027' looks like '{usual}'"):
        load_costs(changed(path, "2027", ("A2", {"ja": "はい", "en": "yes"}[lang])))


def test_everything_wrong_is_told_in_one_go_at_its_own_cell_with_what_the_procedure_lacks(
    tmp_path: Path,
) -> None:
    """A row with a wrong date still names a section that there is not, and hours that nobody worked."""
    path = filled(
        tmp_path,
        "ja",
        "overtime",
        *{"A3": "はい", "B3": "税務課", "D3": -300, "E3": 100, "F3": "来年", "G3": "overtime"}.items(),
        *{
            "A4": "はい",
            "B4": "本庁",
            "C4": "無い",
            "D4": 10,
            "E4": -5,
            "F4": "2027-04-01",
            "G4": "残業",
        }.items(),
    )
    changed(path, "導入経費", ("F3", -300_000), ("E4", 90_000_000))
    changed(path, "定数", *{"A3": "はい", "D3": 1.5, "E3": "2028-04-01", "F3": "regular"}.items())
    states = (
        procedure(made, sections={"本庁": 1.0}, state=state) for made, state in ((60, "as_is"), (0, "to_be"))
    )
    with speaking("ja"), pytest.raises(CostsError) as caught:
        estimate_savings(*states, path, samples=100)
    told = {problem.path: problem.ja for problem in caught.value.problems}
    wanted = {
        "時間外勤務!B3": "税務課",
        "時間外勤務!D3": "「実績（時間/年）」が負の数（-300）",
        "時間外勤務!F3": "来年",
        "時間外勤務!C4": "担当「無い」",
        "時間外勤務!E4": "「予算から削る時間（時間/年）」が負の数（-5）",
        "時間外勤務!G4": "シート「単価」に追加",
        "導入経費!F3": "「見込み（円）」が負の数（-300,000）",
        "導入経費!E4": "下限 90,000,000 が見込み 4,500,000 より大きい",
        "定数!D3": "1 のように",
    }
    assert {cell: words for cell, words in wanted.items() if words not in told.get(cell, "")} == {}
    assert not any(
        key in text for text in told.values() for key in ("worked_hours", "cut_hours", "likely", "e+0")
    )
