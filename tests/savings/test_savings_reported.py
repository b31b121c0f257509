"""What cities have reported must come out as reported, and beside it what that is in cash."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from bprkit.procedure.model import Role, Title
from bprkit.savings import ChangeCosts, Charge, Conversions, OvertimeCut, Savings, estimate_savings
from savings.simple_changes import costs, procedure


def oyama() -> Savings:
    """小山市: 70,000 slips a minute shorter, ¥0.12M of paper, ¥5M to pay; 2,796 yen an hour, as its report implies."""
    as_is = procedure(3, volume=70_000, sheets=30_000 / 70_000)
    to_be = procedure(2, volume=70_000, state="to_be")
    prices = costs()
    free = {key: price for key, price in prices.prices.items() if key != "storage"}
    free["storage"] = replace(prices.prices["storage"], likely=0)
    return estimate_savings(as_is, to_be, replace(prices, prices=free), changes=ChangeCosts.once(5_000_000))


def test_oyama_saves_1166_hours_and_120_000_yen_of_paper() -> None:
    found = oyama()
    assert found.hours_saved == pytest.approx(70_000 / 60)
    assert [(line.key, round(line.yen)) for line in found.cash_out] == [("sheet", 120_000)]
    assert found.capacity.yen_equivalent == pytest.approx(3_260_000, rel=0.001)


def test_oyama_pays_back_in_one_and_a_half_years_as_reported_and_in_42_in_cash() -> None:
    payback = oyama().payback
    assert payback is not None
    assert payback.usual_yen_a_year == pytest.approx(3_380_000, rel=0.001)
    assert round(payback.as_usually_reported, 1) == 1.5
    assert round(payback.cash) == 42


def test_oyama_does_not_pay_back_in_cash_within_ten_years_whatever_is_drawn() -> None:
    payback = oyama().payback
    assert payback is not None and payback.chances[10] == 0


def test_kuji_works_longer_and_that_is_shown_as_a_loss() -> None:
    """久慈市: 1.6 hours of a task became 16.2 with AI-OCR and RPA."""
    found = estimate_savings(
        procedure(1.6 * 60, volume=1), procedure(16.2 * 60, volume=1, state="to_be"), costs()
    )
    assert found.hours_saved == pytest.approx(1.6 - 16.2)
    assert found.capacity.hours == pytest.approx(-14.6)
    assert found.capacity.yen_equivalent < 0
    assert any("more a year" in (note.en or "") for note in found.warnings)


def test_kuji_cannot_turn_lost_hours_into_money() -> None:
    cut = OvertimeCut(worked_hours=100, cut_hours=100, start=dt.date(2027, 4, 1))
    found = estimate_savings(
        procedure(1.6 * 60, volume=1),
        procedure(16.2 * 60, volume=1, state="to_be"),
        costs(),
        conversions=Conversions(overtime=(cut,)),
    )
    assert [(line.key, line.yen, line.hours) for line in found.cash_out] == [("overtime/0", 0, 0)]
    assert found.capacity.hours == pytest.approx(-14.6)


def test_imizu_saves_919_hours_and_no_post_goes() -> None:
    """射水市: 1,095 hours became 176; half a post is no post."""
    found = estimate_savings(
        procedure(1_095 * 60, volume=1), procedure(176 * 60, volume=1, state="to_be"), costs()
    )
    assert found.hours_saved == pytest.approx(919)
    assert found.capacity.full_time_equivalents == pytest.approx(919 / 1_860)
    assert found.cash_out == ()


def test_kumamoto_turns_overtime_really_cut_into_cash() -> None:
    """熊本市: overtime fell by 32%; what was really worked is the cap, not what the model frees."""
    worked = 1_000
    cut = OvertimeCut(worked_hours=worked, cut_hours=0.32 * worked, start=dt.date(2027, 4, 1))
    found = estimate_savings(
        procedure(10, volume=6_000),
        procedure(1, volume=6_000, state="to_be"),
        costs(),
        conversions=Conversions(overtime=(cut,)),
    )
    (line,) = found.cash_out
    assert (line.hours, line.yen) == (pytest.approx(320), pytest.approx(320 * 2_650))
    assert found.capacity.hours == pytest.approx(900 - 320)


def test_the_hours_of_applicants_stay_apart_from_those_of_staff() -> None:
    roles = (Role(id="staff", rate="regular"), Role(id="resident", title=Title("住民"), kind="applicant"))
    found = estimate_savings(
        procedure({"staff": 10, "resident": 60}, roles=roles),
        procedure({"staff": 10, "resident": 6}, roles=roles, state="to_be"),
        costs(),
    )
    assert found.hours_saved == 0 and found.capacity.hours == 0
    assert sum(own.saved for own in found.applicant_hours) == pytest.approx(900)
    assert found.applicant_yen == pytest.approx(900 * 2_000)
    assert found.cash_out == found.revenue == found.cost_avoidance == ()


def test_lost_revenue_counts_against_the_cash_and_gained_revenue_does_not_add_to_it() -> None:
    fee: dict[str, Any] = {"procedure": "slips", "step": "staff_works", "benefit": "revenue", "likely": 300}
    fewer = estimate_savings(
        procedure(1), procedure(1, volume=400, state="to_be"), costs(charges=(Charge(**fee),))
    )
    more = estimate_savings(
        procedure(1, volume=400), procedure(1, state="to_be"), costs(charges=(Charge(**fee),))
    )
    assert [line.yen for line in fewer.revenue] == [pytest.approx(-180_000)]
    assert fewer.by_year[1].net_cash == pytest.approx(-180_000)
    assert [line.yen for line in more.revenue] == [pytest.approx(180_000)]
    assert more.by_year[1].net_cash == 0
