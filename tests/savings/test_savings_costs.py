"""A price list: what every figure has to say, and how a wrong file is refused, all errors at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bprkit.errors import InputError
from bprkit.procedure.model import Role
from bprkit.savings import (
    CostsError,
    Ramp,
    estimate_savings,
    load_costs,
)
from savings.filled_costs import filled
from savings.simple_changes import procedure

DEFAULT = Path(__file__).parents[2] / "src/bprkit/data/costs/default.yaml"


def test_usual_prices_are_those_of_the_domain() -> None:
    prices = load_costs().prices
    likely = {key: price.likely for key, price in prices.items()}
    assert (likely["regular"], likely["fiscal_year"], likely["sheet"]) == (4_100, 1_700, 4)
    assert (likely["letter"], likely["card"]) == (110, 85)
    assert (prices["overtime"].low, prices["overtime"].high) == (2_400, 2_900)
    assert prices["regular"].basis_hours == load_costs().hours_per_post == 1_860


def test_every_price_says_its_unit_its_year_its_source_and_every_hour_its_basis() -> None:
    for key, price in load_costs().prices.items():
        assert price.unit and price.year and price.source and price.title, key
        assert (price.basis_hours is not None) == (price.kind == "hour"), key
        assert price.estimate or price.low == price.high, key
        assert price.kind == "applicant" or price.budget_line, key


def test_every_text_of_the_usual_prices_is_in_both_languages() -> None:
    costs = load_costs()
    titles = [costs.title, costs.discount_source, *(item.title for item in costs.changes)]
    for item in (*costs.prices.values(), *costs.changes, *costs.charges):
        titles += [item.title, *([item.budget_line] if item.budget_line else [])]
        titles += [item.source] if item.source else []
    assert all(title.ja and title.en for title in titles)


def test_no_overtime_post_or_contract_is_assumed_and_every_cost_of_the_change_is_marked_an_estimate() -> None:
    costs = load_costs()
    assert not costs.conversions and costs.benefits == ()
    assert costs.changes and all(item.estimate for item in costs.changes)


def spoilt(folder: Path, *changes: tuple[str, str]) -> Path:
    text = DEFAULT.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "city.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_all_errors_are_told_at_once_with_their_lines(tmp_path: Path, english: None) -> None:
    path = spoilt(
        tmp_path,
        ("low: 2,796", "low: 9,999"),
        ("discount_rate: 4%", "discount_rate: four"),
        ("kind: running", "kind: runing"),
        ("budget_line: {ja: 委託料", "budgetline: {ja: 委託料"),
        ("overtime: []", "overtime: [{worked_hours: 5, cut_hours: 3, start: soon}]"),
    )
    with pytest.raises(CostsError) as caught:
        load_costs(path)
    told = {problem.path: (problem.line, problem.message) for problem in caught.value.problems}
    lines = path.read_text(encoding="utf-8").splitlines()
    assert set(told) == {
        "discount_rate",
        "prices.regular.low",
        "overtime[0].start",
        "changes[0].budgetline",
        "changes[1].kind",
    }
    assert lines[(told["discount_rate"][0] or 0) - 1].startswith("discount_rate: four")
    assert "running" in told["changes[1].kind"][1] and "2027-04-01" in told["overtime[0].start"][1]
    assert all(str(path) in str(problem) for problem in caught.value.problems)


@pytest.mark.parametrize("others", [(), (("likely: 110", "likely: -110"), ("kind: running", "kind: runing"))])
def test_figures_of_the_whole_list_are_told_with_all_other_errors(
    tmp_path: Path, english: None, others: tuple[tuple[str, str], ...]
) -> None:
    whole = {"discount_rate": ("4%", "4"), "tax": ("10%", "-10%"), "hours_per_post": ("1,860", "0")}
    changes = [(f"{name}: {good}", f"{name}: {bad}") for name, (good, bad) in whole.items()]
    path = spoilt(tmp_path, *changes, *others)
    with pytest.raises(CostsError) as caught:
        load_costs(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(caught.value.problems) == len(whole) + len(others)
    told = {problem.path: problem for problem in caught.value.problems}
    for name, (_, bad) in whole.items():
        assert lines[(told[name].line or 0) - 1].startswith(f"{name}: {bad}")
        assert f"'{name}'" in told[name].en and f"「{name}」" in told[name].ja


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("  sheet:\n", "  paper:\n", "sheet"),
        ("posts: []", "posts: [{posts: 1, start: 2027-04-01, rate: chief}]", "chief"),
        ("basis_hours: 1,860\n    year", "year", "basis_hours"),
        ("likely: 110", "likely: -110", "-110"),
        ("tax: 10%", "tax: 10", "tax"),
        ("phase_in: [50%, 100%]", "phase_in: [50, 100]", "phase_in"),
        ("learning: [20%, 5%]", "learning: [-20%]", "learning"),
        ("likely: 117", "likely: .nan", "117|number|数"),
        ("hours_per_post: 1,860", "hours_per_post: 0", "hours_per_post"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_to_do(
    tmp_path: Path, english: None, old: str, new: str, word: str
) -> None:
    with pytest.raises(CostsError, match=word):
        load_costs(spoilt(tmp_path, (old, new)))


@pytest.mark.parametrize("content", ["", "# nothing\n", "just a text", "[1, 2]", "prices: {", "\t- x: 1"])
def test_what_is_no_price_list_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "city.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="city"):
        load_costs(path)


@pytest.mark.parametrize("name", ["nowhere.yaml", "nowhere.xlsx", "nowhere"])
def test_a_price_list_that_there_is_not_is_named(name: str) -> None:
    with pytest.raises(InputError, match="nowhere"):
        load_costs(name)


@pytest.mark.parametrize("kind", ["yaml", "xlsx"])
def test_a_role_that_the_procedure_has_not_is_told_with_its_place(
    tmp_path: Path, english: None, kind: str
) -> None:
    if kind == "yaml":
        row = "overtime: [{role: typist, worked_hours: 5, cut_hours: 3, start: 2027-04-01}]"
        path = spoilt(tmp_path, ("overtime: []", row))
        place = next(
            f"line {number}" for number, line in enumerate(path.read_text().splitlines(), 1) if line == row
        )
    else:
        cells = (("A3", "はい"), ("C3", "typist"), ("D3", 5), ("E3", 3), ("F3", "2027-04-01"))
        path, place = filled(tmp_path, "ja", "overtime", *cells), "時間外勤務!C3"
    with pytest.raises(CostsError, match="typist") as caught:
        estimate_savings(procedure(3), procedure(2), path, samples=100)
    (problem,) = caught.value.problems
    assert str(path) in str(problem) and place in str(problem) and "procedure" in problem.message


def test_a_conversion_of_another_procedure_is_left_alone(tmp_path: Path) -> None:
    """One price list serves every procedure of the city."""
    row = "{role: typist, section: 税務課, procedure: tax, worked_hours: 5, cut_hours: 3, start: 2027-04-01}"
    own = "{procedure: slips, worked_hours: 5, cut_hours: 3, start: 2027-04-01}"
    path = spoilt(tmp_path, ("overtime: []", f"overtime: [{row}, {own}]"))
    found = estimate_savings(procedure(60), procedure(0), path, samples=100)
    assert [line.hours for line in found.cash_out] == [pytest.approx(3)]


def test_an_hour_costs_what_the_rank_is_paid_only_where_the_list_says_so() -> None:
    roles = (Role(id="staff", rank="主事", rate="regular"), Role(id="chief", rank="部長"))
    roles += (Role(id="clerk", rank="主事", rate="fiscal_year"), Role(id="guard", rank="守衛"))
    hour = dict.fromkeys((role.id for role in roles), 60.0)
    states = procedure(hour, roles=roles), procedure(dict.fromkeys(hour, 0.0), roles=roles, state="to_be")

    def paid(by_rank: bool) -> float:
        listed = replace(load_costs(), by_rank=by_rank, ramp=Ramp())
        found = estimate_savings(*states, listed, samples=100)
        return found.capacity.yen_equivalent / 1_000

    prices = load_costs().prices
    average, clerk = prices["regular"].likely, prices["fiscal_year"].likely
    assert paid(False) == pytest.approx(3 * average + clerk)
    ranked = prices["officer"].likely + prices["director"].likely
    assert paid(True) == pytest.approx(ranked + clerk + average)


def test_pay_by_rank_rises_with_the_rank_around_the_average() -> None:
    prices = load_costs().prices
    steps = ("officer", "senior", "unit_chief", "deputy_manager", "manager", "director", "executive")
    likely = [prices[key].likely for key in steps]
    assert likely == sorted(likely) and likely[0] < prices["regular"].likely < likely[-1]
    assert all(prices[key].ranks and prices[key].estimate for key in steps)
