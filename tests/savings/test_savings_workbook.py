"""The workbook computes what the estimate says, from inputs that may be changed."""

from __future__ import annotations

import datetime as dt
import math
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bprkit.language import Language, speaking
from bprkit.procedure.files import open_procedure
from bprkit.procedure.model import Role, Title
from bprkit.savings import (
    Benefit,
    ChangeCosts,
    ChangeItem,
    Charge,
    ContractCut,
    OvertimeCut,
    PostCut,
    Ramp,
    Ranged,
    Savings,
    estimate_savings,
)
from savings.simple_changes import costs, procedure
from savings.spreadsheet import Spreadsheet

ROLES = (
    Role(id="staff", title=Title("職員", "Staff"), rate="regular"),
    Role(id="chief", title=Title("係長", "Chief")),
    Role(id="typist", title=Title("入力業者", "Typist"), kind="outside"),
    Role(id="resident", title=Title("住民", "Resident"), kind="applicant"),
)


def everything(**changes: Any) -> Savings:
    """Return a change that uses all there is: every conversion, charge, benefit and cost, phase-in, losses and gains."""
    given: dict[str, Any] = {
        "volume": 60_000.0,
        "discount_rate": 0.04,
        "price": 2_796.0,
        "cut": 900.0,
        "minutes": 12.0,
        **changes,
    }
    prices = costs(regular=given["price"])
    april = dt.date(2027, 4, 1)
    all_costs = replace(
        prices,
        ramp=Ramp(phase_in=(0.5, 0.8, 1.0), learning=(0.2, 0.1), uptake=Ranged(likely=0.9)),
        charges=(
            Charge(procedure="slips", step="staff_works", likely=3, title=Title("手数料", "Fee paid")),
            Charge(
                procedure="slips",
                step="chief_works",
                likely=20,
                benefit="revenue",
                title=Title("歳入", "Fee"),
            ),
        ),
        benefits=(
            Benefit(benefit="cash_out", likely=240_000, title=Title("賃借"), start=dt.date(2028, 10, 15)),
            Benefit(benefit="cost_avoidance", likely=90_000, title=Title("更新")),
        ),
        contracts=(
            ContractCut(
                title=Title("入力"),
                role="typist",
                yen_per_hour=2_500,
                yen_per_year=2e6,
                renewal=dt.date(2028, 4, 1),
            ),
        ),
        posts=(
            PostCut(posts=2, start=april, section="税務課"),
            PostCut(posts=1, start=april, yen_per_post=4e6),
        ),
        overtime=(
            OvertimeCut(
                worked_hours=1_200, cut_hours=given["cut"], start=dt.date(2027, 7, 1), section="総務課"
            ),
            OvertimeCut(worked_hours=500, cut_hours=9_000, start=april, section="税務課", role="staff"),
        ),
    )
    items = (
        ChangeItem(kind="initial", likely=8e6, title=Title("初期", "Setup")),
        ChangeItem(kind="running", likely=1e6, title=Title("運用", "Run"), tax_included=True),
        ChangeItem(kind="running", likely=2e5, title=Title("臨時", "Some years"), first_year=2, last_year=3),
        ChangeItem(kind="parallel", hours=300, title=Title("並行", "Beside")),
    )
    sections = {"税務課": 0.7, "総務課": 0.2, "市民課": 0.1}
    shared = {"roles": ROLES, "sections": sections, "volume": given["volume"]}
    return estimate_savings(
        procedure({"staff": given["minutes"], "chief": 2, "typist": 3, "resident": 9}, sheets=4, **shared),
        procedure({"staff": 4, "chief": 2.5, "typist": 1, "resident": 9}, letters=1, state="to_be", **shared),
        all_costs,
        changes=ChangeCosts(items),
        discount_rate=given["discount_rate"],
        samples=100,
    )


def simple() -> Savings:
    return estimate_savings(
        open_procedure("approval-circulation/as_is"),
        open_procedure("approval-circulation/to_be"),
        samples=100,
    )


def written(found: Savings, folder: Path) -> Spreadsheet:
    found.write_workbook(folder / "savings.xlsx")
    return Spreadsheet(folder / "savings.xlsx")


def agrees(book: Spreadsheet, found: Savings) -> None:
    """Compare every result and every year with the estimate."""

    def at(label: str, column: str = "B", sheet: str = "Results") -> Any:
        return book.value(book.find(sheet, label, column))

    assert at("hours of staff saved") == pytest.approx(found.hours_saved)
    assert at("Cash out: a budget line falls") == pytest.approx(sum(line.yen for line in found.cash_out))
    assert at("Revenue") == pytest.approx(sum(line.yen for line in found.revenue))
    assert at("Cost avoidance") == pytest.approx(sum(line.yen for line in found.cost_avoidance))
    assert at("Capacity: hours, no money") == pytest.approx(found.capacity.hours)
    assert at("Net present value of the cash") == pytest.approx(found.net_present_value)
    assert found.payback is not None
    assert at("yen a year as usually reported") == pytest.approx(found.payback.usual_yen_a_year)
    assert at("paid once") == pytest.approx(found.payback.paid_once)
    for label, years in (
        ("payback as usually reported", found.payback.as_usually_reported),
        ("cash payback", found.payback.cash),
    ):
        assert at(label) == ("never" if math.isinf(years) else pytest.approx(years))
    for year in found.by_year:
        column = chr(ord("C") + year.year)
        assert at("net cash", column, "Years") == pytest.approx(year.net_cash)
        assert at("Capacity", column, "Years") == pytest.approx(year.capacity.hours)
        assert at("what these hours are paid (no money", column, "Years") == pytest.approx(
            year.capacity.yen_equivalent
        )


@pytest.mark.parametrize("made", [simple, everything])
def test_formulas_compute_what_the_estimate_says(made: Any, tmp_path: Path, english: None) -> None:
    found = made()
    agrees(written(found, tmp_path), found)


@pytest.mark.parametrize("made", [simple, everything])
def test_the_values_that_are_stored_are_those_of_the_formulas(
    made: Any, tmp_path: Path, english: None
) -> None:
    book = written(made(), tmp_path)
    assert len(book.formulas) > 200
    for place in book.formulas:
        value = book.value(place)
        stored = book.stored[place]
        assert stored == (value if isinstance(value, str) else pytest.approx(value, rel=1e-9, abs=1e-6)), (
            place
        )


def test_a_changed_input_changes_all_that_follows_from_it(tmp_path: Path, english: None) -> None:
    book = written(everything(), tmp_path)
    book.change(book.find("Inputs", "cases a year, as-is"), 45_000)
    book.change(book.find("Inputs", "cases a year, to-be"), 45_000)
    book.change(book.find("Inputs", "discount rate"), 0.01)
    book.change(book.find("Prices", "[regular]", "C"), 3_285)
    book.change(book.find("Hours to cash", "overtime/0", "D"), 100)
    first_step = next(
        place for place, value in book.cells.items() if place[0] == "Steps" and "[staff_works]" in str(value)
    )
    book.change(("Steps", "E" + first_step[1][1:]), 9)
    agrees(book, everything(volume=45_000.0, discount_rate=0.01, price=3_285.0, cut=100.0, minutes=9.0))


def test_results_are_formulas_and_only_inputs_are_numbers(tmp_path: Path, english: None) -> None:
    book = written(everything(), tmp_path)
    for (sheet, place), value in book.cells.items():
        if sheet in ("Results", "Years"):
            assert isinstance(value, str), (sheet, place, value)


def test_the_workbook_speaks_japanese_too(tmp_path: Path) -> None:
    with speaking("ja"):
        book = written(simple(), tmp_path)
    assert {place[0] for place in book.cells} == {
        "結果",
        "確からしさ",
        "入力",
        "単価",
        "工程",
        "経費と効果",
        "換金",
        "年次",
    }
    assert book.value(book.find("結果", "現金ベースの回収年数")) == "回収できない"


def test_a_sheet_says_how_sure_it_is_and_draws_what_to_measure(tmp_path: Path, english: None) -> None:
    import openpyxl

    found = simple()
    book = written(found, tmp_path)
    spread = found.spreads["hours"]
    told = [book.value(book.find("How sure", "Staff hours saved", column)) for column in "BCDE"]
    assert told == pytest.approx([spread.likely, spread.p10, spread.p50, spread.p90])
    charts = openpyxl.load_workbook(tmp_path / "savings.xlsx")["How sure"]._charts
    assert [len(chart.series) for chart in charts] == [2, 2]
    widest = found.tornado["hours"][0]
    assert book.value(book.find("How sure", str(widest.input), "D")) == pytest.approx(widest.at_low)


@pytest.mark.parametrize(
    ("lang", "sheet", "said"),
    [
        (
            "en",
            "How sure",
            "does not follow when you change an input: run bprkit savings with the new figures",
        ),
        ("ja", "確からしさ", "再計算されません。新しい数値で bprkit savings を実行し直してください"),
    ],
)
def test_the_sheet_that_is_not_live_says_so(tmp_path: Path, lang: Language, sheet: str, said: str) -> None:
    import openpyxl

    with speaking(lang):
        written(simple(), tmp_path)
    cells = openpyxl.load_workbook(tmp_path / "savings.xlsx")[sheet]
    texts = [str(cell.value) for (cell,) in cells.iter_rows(max_col=1) if cell.value is not None]
    assert any(said in text for text in texts[:3])
    snapshot = {"en": "A snapshot", "ja": "作成時の値で"}[lang]
    charts = len(cells._charts)  # type: ignore[attr-defined]
    assert sum(snapshot in text for text in texts) == charts > 0, "not every picture says it"
    assert not any(text.startswith("=") for row in cells.iter_rows() for text in [str(row[0].value)])


def test_hours_that_do_not_change_are_zero_and_not_a_little_less(tmp_path: Path, english: None) -> None:
    book = written(simple(), tmp_path)
    place = book.find("Years", "Section manager")
    assert book.value(place) == 0 and math.copysign(1, book.stored[place]) == 1


def test_a_workbook_without_costs_shows_no_payback(tmp_path: Path, english: None) -> None:
    found = estimate_savings(procedure(3), procedure(2, state="to_be"), costs(), samples=100)
    book = written(found, tmp_path)
    labels = {str(value) for (sheet, _), value in book.cells.items() if sheet == "Results"}
    assert not any("reported" in label or "cash payback" in label for label in labels)
    assert "Present value of the cash, before any cost (yen)" in labels


@pytest.mark.slow
def test_libreoffice_computes_the_same(tmp_path: Path, english: None) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    found = everything()
    found.write_workbook(tmp_path / "savings.xlsx")
    out = tmp_path / "again"
    subprocess.run(
        [
            office,
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            out,
            tmp_path / "savings.xlsx",
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    book, again = Spreadsheet(tmp_path / "savings.xlsx"), Spreadsheet(out / "savings.xlsx")
    for place in book.formulas:
        value = book.value(place)
        assert again.stored[place] == (value if isinstance(value, str) else pytest.approx(value, abs=1e-6)), (
            place
        )
