"""`bprkit savings`: a page within 100 columns in both languages, JSON alone on stdout, and refusals in words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bprkit import language
from bprkit.cli.savings import command
from bprkit.errors import InputError
from bprkit.procedure.library import procedures
from bprkit.report.cells import width
from bprkit.savings import write_costs_template

STATES = ("approval-circulation/as_is", "approval-circulation/to_be")


@pytest.fixture(params=["ja", "en"])
def spoken(request: pytest.FixtureRequest) -> Iterator[str]:
    language.use(request.param)
    yield request.param
    language.use(None)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command(), [*arguments, "--samples", "200"], catch_exceptions=False)


def test_the_page_is_within_100_columns_and_answers_for_applicant_roles_and_budget(spoken: str) -> None:
    told = run(*STATES)
    assert told.exit_code == 0
    assert max(width(line) for line in told.output.splitlines()) <= 100
    wanted = {
        "ja": (
            "申請者にとって",
            "担当ごと",
            "合算しません",
            "人事課",
            "現金ベースの回収年数",
            "前提",
            "工程を失う人",
        ),
        "en": (
            "For the applicant",
            "For each role",
            "never added",
            "人事課",
            "Cash payback",
            "assumed",
            "loses a step",
        ),
    }
    places = [told.output.index(word) for word in wanted[spoken]]
    assert places[0] < places[1] and places[-2] < places[-1]


def test_the_summary_tells_both_paybacks_side_by_side(english: None) -> None:
    (sentence,) = re.findall(r"\* Payback as usually reported:[^*]*", run(*STATES).output)
    assert re.search(r"0\.\d years .*Cash\s+payback: never", " ".join(sentence.split()))


def test_english_pages_speak_english(english: None) -> None:
    kept = {
        "人事課",
        "財政課",
        "時間外勤務実績",
        "総務課",
        "債務負担行為",
        "長期継続契約",
        "小山市",
        "宇城市",
    }
    page = run(*STATES).output.split("What has to be there")[0]  # rules have their Japanese names
    page = page.replace("編集可能な推計（bprkit の初期値）", "")  # sources of a procedure are as it says
    assert set(re.findall(r"[぀-ヿ一-鿿]+", page)) <= kept


@pytest.mark.parametrize("name", sorted({one.name for one in procedures()}))
def test_every_bundled_procedure_has_a_page(name: str, english: None) -> None:
    told = run(f"{name}/as_is", f"{name}/to_be")
    assert told.exit_code == 0 and max(width(line) for line in told.output.splitlines()) <= 100


@pytest.mark.parametrize("name", sorted({one.name for one in procedures()}))
def test_no_bundled_page_says_something_absurd(name: str, spoken: str) -> None:
    told = run(f"{name}/as_is", f"{name}/to_be").output
    nonsense = (
        r"\bnan\b|\binf\b|\bNone\b|(?<!\d)0\.0%|\b0\.0 (→|working)|(?<!\d)0\.0開庁日|-0 h|fall by -|年-"
    )
    assert not re.findall(nonsense, told)


def test_a_budget_that_rises_is_said_to_rise(spoken: str) -> None:
    """コンビニ交付: commissions of 117 yen cost more than the paper that is saved."""
    told = " ".join(run("resident-record/as_is", "resident-record/to_be").output.split())
    assert {"ja": "予算の節は年216万円増えます", "en": "Budget lines RISE by ¥2.16M a year"}[spoken] in told
    assert {"ja": "役務費（手数料）", "en": "Commissions +¥2.22M"}[spoken] in told


def test_where_no_cost_is_known_the_page_says_so_and_tells_no_payback(english: None) -> None:
    told = " ".join(run("payment-order/as_is", "payment-order/to_be").output.split())
    assert "Its costs are not known yet" in told and "before any cost" in told
    assert "Cash payback" not in told and "as usually reported" not in told


def test_times_of_minutes_are_told_in_minutes(english: None) -> None:
    told = run("resident-record/as_is", "resident-record/to_be").output
    assert "From start to end: 13 min → 5 min" in told


def test_json_is_alone_on_stdout(spoken: str) -> None:
    told = run(*STATES, "--json", "-")
    found = json.loads(told.stdout)
    assert found["hours_computed"] == pytest.approx(11_856.4, abs=0.1)
    assert found["hours_saved"] == pytest.approx(0.85 * found["hours_computed"])
    assert found["payback"]["cash"] is None and found["capacity"]["hours"] > 0


def test_explain_prints_the_chain(english: None) -> None:
    told = run(*STATES, "--explain").output
    assert "[draft] Drafting: 25,000 × 1.136 × 30 min" in told


def test_a_workbook_and_a_template_are_written(tmp_path: Path, english: None) -> None:
    assert run(*STATES, "--xlsx", str(tmp_path / "s.xlsx")).exit_code == 0
    assert run("--template", str(tmp_path / "t.xlsx")).exit_code == 0
    assert (tmp_path / "s.xlsx").stat().st_size and (tmp_path / "t.xlsx").stat().st_size
    assert run(*STATES, "--costs", str(tmp_path / "t.xlsx")).exit_code == 0


def test_a_state_that_is_missing_is_asked_for(english: None) -> None:
    told = run(STATES[0])
    assert told.exit_code == 2 and "to_be" in told.output


@pytest.mark.parametrize("arguments", [("nowhere/as_is", STATES[1]), (*STATES, "--costs", "nowhere.yaml")])
def test_what_is_not_there_is_refused_in_words(arguments: Any) -> None:
    with pytest.raises(InputError, match="nowhere"):
        run(*arguments)


def test_a_city_with_overtime_budgets_sees_cash_from_hours(tmp_path: Path, english: None) -> None:
    import openpyxl

    path = tmp_path / "city.xlsx"
    write_costs_template(path)
    book = openpyxl.load_workbook(path)
    row = {"A": "yes", "D": 4_000, "E": 2_500, "F": "2027-04-01", "G": "overtime", "H": "人事課 実績"}
    for column, value in row.items():
        book["Overtime"][f"{column}3"] = value
    book.save(path)
    told = run(*STATES, "--costs", str(path)).output
    assert "Cash from hours is zero" not in told
    assert "Overtime cut, 2,500 h" in told and "2,500 h to be cut" in told
    assert re.search(r"of it\s+from\s+hours", told) and "¥6.62M" in told  # 2,500 h at 2,650 yen
    assert "Cash payback: never" not in told


def test_two_states_that_are_alike_save_nothing_and_that_is_said(english: None) -> None:
    told = run(STATES[0], STATES[0]).output
    assert "Staff hours stay as they are" in told and "No budget line changes." in told


def test_two_procedures_are_doubted(english: None) -> None:
    told = " ".join(run(STATES[0], "payment-order/to_be").output.split())
    assert "'Approval circulation' and 'Payment order': make sure" in told


def test_more_work_is_told_as_a_loss(spoken: str) -> None:
    """A change turned round: everything that was saved has to be worked."""
    told = " ".join(run("payment-order/to_be", "payment-order/as_is").output.split())
    assert {"ja": "年8,642時間増えます", "en": "Staff work 8,642 h MORE a year"}[spoken] in told
    assert {"ja": "今いる職員で賄う", "en": "no hours become free"}[spoken] in told


def test_a_rate_that_the_list_has_not_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        "title: x\nvolume: 100 / year\nroles: [{id: a, rate: chief}]\n"
        "steps: [{task: t, role: a, touch: 3 min}]",
        encoding="utf-8",
    )
    with pytest.raises(InputError, match="chief"):
        run(str(path), str(path))


@pytest.mark.slow
def test_simulated_days_stand_on_the_page(spoken: str) -> None:
    told = run(*STATES, "--simulate", "3").output
    assert {"ja": "シミュレーションによる", "en": "as simulated"}[spoken] in told
