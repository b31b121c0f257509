"""Four classes of benefit that are never added, losses that are shown, claims that are doubted, and chains to every yen."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bprkit.errors import InputError
from bprkit.procedure.expecting import expected
from bprkit.procedure.model import Role, Title
from bprkit.savings import (
    Benefit,
    ChangeCosts,
    ChangeItem,
    Conversions,
    OvertimeCut,
    Ramp,
    Ranged,
    Savings,
    estimate_savings,
    load_costs,
)
from bprkit.savings.prices import City
from bprkit.savings.uses import things_a_case
from savings.simple_changes import change, costs, procedure

ROLES = tuple(Role(id=name, title=Title(name)) for name in ("staff", "chief", "manager"))
APRIL = dt.date(2027, 4, 1)


def all_names(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {str(key) for key in value} | {name for inner in value.values() for name in all_names(inner)}
    return {name for inner in value for name in all_names(inner)} if isinstance(value, list) else set()


def test_no_field_of_the_result_adds_the_classes() -> None:
    found = change()
    names = {field.name for field in dataclasses.fields(Savings)} | all_names(found.to_dict())
    assert not {name for name in names if "total" in name or "benefit_sum" in name}


def test_each_class_is_itself_alone() -> None:
    """Change what is in one class, and the other three stay as they were."""
    plain = change()
    for benefit in ("cash_out", "revenue", "cost_avoidance"):
        extra = Benefit(benefit=benefit, likely=777_000, title=Title("x"))
        other = change(costs=costs(benefits=(extra,)))
        for name in ("cash_out", "revenue", "cost_avoidance"):
            gap = sum(line.yen for line in getattr(other, name)) - sum(
                line.yen for line in getattr(plain, name)
            )
            assert gap == pytest.approx(777_000 if name == benefit else 0)
        assert other.capacity == plain.capacity


def test_only_the_payback_as_usually_reported_adds_them_and_says_so() -> None:
    found = change(
        costs=costs(benefits=(Benefit(benefit="cost_avoidance", likely=50_000, title=Title("x")),)),
        changes=ChangeCosts.once(1_000_000, running=10_000),
    )
    assert found.payback is not None
    parts = [line.yen for line in (*found.cash_out, *found.revenue, *found.cost_avoidance)]
    added = math.fsum([*parts, found.capacity.yen_equivalent]) - 10_000
    assert found.payback.usual_yen_a_year == pytest.approx(added)
    assert found.payback.as_usually_reported == pytest.approx(1_000_000 / added)
    assert "added together" in found.to_dict()["payback_note"]


def test_cost_avoidance_and_capacity_are_in_no_cash_flow() -> None:
    extra = Benefit(benefit="cost_avoidance", likely=9_000_000, title=Title("x"))
    poor, rich = (change(costs=costs(benefits=given_benefits)) for given_benefits in ((), (extra,)))
    assert [year.net_cash for year in poor.by_year] == [year.net_cash for year in rich.by_year]
    assert poor.net_present_value == rich.net_present_value


def test_net_present_value_is_that_of_the_flows_at_the_rate_that_is_named(english: None) -> None:
    found = change(changes=ChangeCosts.once(20_000, running=1_000), discount_rate=0.02)
    flows = [year.net_cash for year in found.by_year]
    assert found.net_present_value == pytest.approx(sum(flow / 1.02**year for year, flow in enumerate(flows)))
    assert any("2.0%" in str(one) for one in found.assumptions)


def test_costs_are_taxed_unless_tax_is_in_them() -> None:
    items = [
        ChangeItem(kind="initial", likely=1_000_000, tax_included=included) for included in (False, True)
    ]
    found = change(changes=ChangeCosts(tuple(items)))
    assert [cost.yen for cost in found.change_costs] == [pytest.approx(1_100_000), 1_000_000]


def test_the_hours_that_the_change_takes_are_less_capacity_in_that_year_and_no_cash() -> None:
    found = change(changes=ChangeCosts((ChangeItem(kind="training", hours=30),)))
    assert found.by_year[0].capacity.hours == -30 and found.by_year[0].net_cash == 0
    assert found.by_year[1].capacity.hours == pytest.approx(50)


def test_phase_in_and_learning_delay_and_uptake_lowers_gains_but_not_losses() -> None:
    ramp = Ramp(phase_in=(0.5, 1.0), learning=(0.2,), uptake=Ranged(likely=0.8))
    gain, loss = change(6, 3, ramp=ramp), change(3, 6, ramp=ramp)
    assert gain.by_year[1].hours_saved == pytest.approx(0.5 * 0.8 * (100 - 60))
    assert gain.by_year[2].hours_saved == pytest.approx(0.8 * 50)
    assert loss.by_year[1].hours_saved == pytest.approx(0.5 * (50 - 120))
    assert loss.by_year[2].hours_saved == pytest.approx(-50)


def test_who_claims_more_than_five_percent_of_a_citys_hours_is_warned() -> None:
    small, large = (
        change(costs=dataclasses.replace(costs(), city=City(regular=people))) for people in (100, 0.5)
    )
    assert small.city_share == pytest.approx(50 / 186_000)
    assert not [note for note in small.warnings if "東海村" in note.ja]
    assert [note for note in large.warnings if "東海村" in note.ja]


def test_without_costs_no_payback_is_told_and_quotations_are_asked_for() -> None:
    found = change()
    assert found.payback is None and any("quotations" in (note.en or "") for note in found.warnings)


def test_break_even_is_where_the_present_value_is_nothing() -> None:
    found = change(changes=ChangeCosts.once(30_000))
    at_it = change(changes=ChangeCosts.once(found.break_even.paid_once))
    assert at_it.net_present_value == pytest.approx(0, abs=1e-6)
    dear = change(changes=ChangeCosts.once(200_000))
    hours = dear.break_even.overtime_hours
    assert hours is not None and hours < dear.break_even.hours_available
    cut = Conversions(overtime=(OvertimeCut(worked_hours=hours, cut_hours=hours, start=APRIL),))
    mended = change(changes=ChangeCosts.once(200_000), conversions=cut)
    assert mended.net_present_value == pytest.approx(0, abs=1e-6)
    assert mended.payback is not None and mended.payback.cash < 5


def test_explain_leads_from_the_step_to_the_yen(english: None) -> None:
    chain = change().explain("sheet")
    for part in ("staff_works", "1,000 × 1 × 4 = 4,000", "(4,000 − 1,000 = 3,000) × 4", "¥12,000 a year"):
        assert part in chain
    hours = change().explain("capacity")
    assert "1,000 × 1 × 6 min ÷ 60 = 100.0 h" in hours and "on 1,860 h" in hours


def test_explain_leads_to_the_worth_of_the_cash_and_to_both_paybacks(english: None) -> None:
    found = change(changes=ChangeCosts.once(20_000, running=1_000))
    assert found.payback is not None
    years = found.explain("net_present_value").splitlines()
    assert "4.0%" in years[0] and len(years) == 1 + 6
    assert "cash out ¥12,000 − costs ¥1,000 = ¥11,000; ÷ 1.04^1 = ¥10,577; so far -¥9,000" in years[2]
    told = found.explain("payback")
    assert f"¥20,000 ÷ ¥{found.payback.usual_yen_a_year:,.0f} a year" in told
    assert "one place where classes are added" in told and "running ¥1,000" in told


def test_explain_tells_the_hours_of_applicants_step_by_step(english: None) -> None:
    roles = (Role(id="staff", rate="regular"), Role(id="resident", title=Title("住民"), kind="applicant"))
    before, after = (
        procedure({"staff": 5, "resident": minutes}, roles=roles, state=state)
        for minutes, state in ((60, "as_is"), (6, "to_be"))
    )
    told = estimate_savings(before, after, costs(), samples=100).explain("applicant")
    assert "900 h × 2,000 yen/hour = ¥1,800,000" in told
    assert "[resident_works] Work of resident: 1,000 × 1 × 60 min ÷ 60 = 1,000.0 h" in told


def test_a_share_that_is_not_reached_stands_in_the_chain(english: None) -> None:
    told = change(ramp=Ramp(uptake=Ranged(likely=0.8))).explain("capacity")
    assert "= 50.0 h × 80% = 40.0 h" in told and told.startswith("Capacity: hours, no money: 40 h")


def test_explain_tells_every_line_and_refuses_one_that_there_is_not() -> None:
    found = change(changes=ChangeCosts.once(1))
    text = found.explain()
    for line in (*found.cash_out, *found.cost_avoidance):
        assert str(line.title) in text
    with pytest.raises(InputError, match="sheet"):
        found.explain("paper")


def test_json_has_null_for_never_and_every_input_with_its_range() -> None:
    found = change(changes=ChangeCosts.once(10**12)).to_dict()
    told = json.loads(json.dumps(found, allow_nan=False))
    assert told["payback"]["cash"] is not None  # ¥12,000 a year pay back in the end
    never = change(3, 3, changes=ChangeCosts.once(0, running=10**9)).to_dict()
    assert never["payback"]["cash"] is None
    assert {"volume", "price/sheet", "uptake"} <= {one["key"] for one in told["inputs"]}


@pytest.mark.parametrize("volume", [None, 0.0])
def test_a_procedure_without_cases_is_refused(volume: float | None) -> None:
    with pytest.raises(InputError, match="volume"):
        estimate_savings(procedure(3, volume=volume), procedure(2, state="to_be"), costs())


def test_a_rate_that_the_price_list_has_not_is_refused_by_name() -> None:
    roles = (Role(id="staff", rate="doctor"),)
    with pytest.raises(InputError, match="doctor"):
        estimate_savings(procedure(3, roles=roles), procedure(2, roles=roles, state="to_be"), costs())


@pytest.mark.parametrize("options", [{"years": 0}, {"years": 51}, {"samples": 1}, {"discount_rate": 4.0}])
def test_options_that_cannot_be_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        change(**options)


minutes = st.dictionaries(
    st.sampled_from(["staff", "chief", "manager"]), st.just(0.0) | st.floats(0.01, 90), min_size=1
)


@settings(max_examples=25)
@given(minutes, minutes, st.floats(1, 1e5), st.sampled_from([1, 40, {"税務課": 0.7, "総務課": 0.3}]))
def test_hours_of_roles_and_sections_sum_to_those_of_the_procedures(
    before: dict[str, float], after: dict[str, float], volume: float, sections: object
) -> None:
    options = {"volume": volume, "sections": sections, "roles": ROLES}
    found = estimate_savings(
        procedure(before, **options), procedure(after, state="to_be", **options), costs(), samples=100
    )
    whole = volume * (sum(before.values()) - sum(after.values())) / 60
    assert math.fsum(own.saved for own in found.hours) == pytest.approx(whole, abs=1e-6)
    assert found.by_year[-1].capacity.hours == pytest.approx(whole, abs=1e-6)


@settings(max_examples=15)
@given(minutes, st.floats(1, 1e5), st.integers(0, 50))
def test_no_change_saves_nothing_in_any_draw_however_uncertain(
    each: dict[str, float], volume: float, sheets: int
) -> None:
    as_is, to_be = (
        procedure(each, volume=volume, sheets=sheets, roles=ROLES, estimate=True, state=state)
        for state in ("as_is", "to_be")
    )
    found = estimate_savings(as_is, to_be, load_costs(), samples=100)
    for spread in found.spreads.values():
        assert (spread.likely, spread.p10, spread.p50, spread.p90) == pytest.approx((0, 0, 0, 0), abs=1e-6)
    assert found.cash_out == found.cost_avoidance == found.revenue == ()


@settings(max_examples=15)
@given(st.floats(10, 1e5), st.floats(1.01, 10), st.floats(0, 2_000), st.integers(0, 5))
def test_more_cases_never_save_less(volume: float, factor: float, worked: float, posts: int) -> None:
    from bprkit.savings import PostCut

    conversions = Conversions(
        posts=(PostCut(posts=posts, start=APRIL),),
        overtime=(OvertimeCut(worked_hours=worked, cut_hours=worked, start=APRIL),),
    )
    few, many = (
        estimate_savings(
            procedure(9, volume=cases, sheets=4),
            procedure(3, volume=cases, sheets=1, state="to_be"),
            costs(),
            conversions=conversions,
            samples=100,
        )
        for cases in (volume, volume * factor)
    )
    assert many.hours_saved >= few.hours_saved
    assert many.net_present_value >= few.net_present_value - 1e-6
    assert [at.hours_saved for at in few.at_volumes] == sorted(at.hours_saved for at in few.at_volumes)


@pytest.mark.parametrize("kind", ["applicant", "outside"])
def test_paper_of_others_costs_the_city_nothing_but_shelves(kind: Any) -> None:
    """Whoever hands in a form has paid for the sheet and the stamp on the letter; the city keeps what it gets."""

    def used(kind: Any) -> dict[str, float]:
        role = (Role(id="staff", title=Title("届出人"), kind=kind),)
        step = procedure(5, sheets=2, letters=1, roles=role)
        return things_a_case(step, expected(step))

    assert used(kind) == {"sheet": 0, "letter": 0, "seal": 0, "storage": 2}
    assert used("staff") == {"sheet": 2, "letter": 1, "seal": 0, "storage": 2}


@pytest.mark.parametrize("sheets", [0, 2])
def test_storage_is_told_to_be_at_its_most_where_there_is_paper(sheets: int, english: None) -> None:
    """A certificate goes out with the resident, and no field of a step says so."""
    found = estimate_savings(procedure(5, sheets=sheets), procedure(4, state="to_be"), costs(), samples=100)
    assert any("told at its most" in str(one) for one in found.assumptions) == (sheets > 0)


@pytest.mark.parametrize("after", [500, 2_000])
def test_another_number_of_cases_is_told_first_and_is_no_effect_of_the_redesign(
    after: int, english: None
) -> None:
    """1,000 slips of 6 min become so many of 3 min: the redesign saves 50 h of 100 h, the rest is the other cases."""
    as_is, to_be = procedure(6, sheets=4), procedure(3, sheets=1, state="to_be", volume=after)
    found = estimate_savings(as_is, to_be, costs(), samples=100)
    assert found.hours_saved == pytest.approx(100 - after * 3 / 60)
    assert found.at_equal_volume is not None
    assert found.at_equal_volume.hours_saved == pytest.approx(50)
    assert found.at_equal_volume.cash_out == pytest.approx(3 * 1_000 * costs().prices["sheet"].likely)
    assert found.notes[0].startswith(f"The cases a year differ, 1,000 → {after:,}")
    assert (
        f"the redesign brings 50 h (at 1,000 cases in both states), and other cases {50 - after * 3 / 60:,.0f} h"
        in (found.notes[0])
    )
    assert found.to_dict()["at_equal_volume"]["hours_saved"] == pytest.approx(50)


def test_equal_numbers_of_cases_are_not_split() -> None:
    found = change()
    assert found.at_equal_volume is None and not any("件数の増減" in note.ja for note in found.warnings)
