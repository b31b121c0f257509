"""`bprkit compare -o --costs`: yen a case, hours at their pay apart from cash, as `bprkit savings` counts them."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from bprkit.cli.compare_yen import STAFF_TIME, yen_cards
from bprkit.drawing import Figure, draw_comparison
from bprkit.errors import InputError
from bprkit.language import Language, use
from bprkit.procedure.comparing import compare
from bprkit.procedure.files import open_procedure
from bprkit.procedure.model import End, Flow, Procedure, Start, Task
from bprkit.procedure.yaml import loads_procedure
from bprkit.savings import Charge, Costs, Ramp, estimate_savings, load_costs
from cli_runs import Run, saved

PAIR = ("environment-notification/as_is", "environment-notification/to_be")
CLERK = """
id: form
title: 申請
volume: 1,000 / year
roles:
  - {id: 住民, kind: applicant}
  - {id: 職員, rank: 課長}
  - {id: 補助, rate: fiscal_year}
steps:
  - {task: 記入, id: fill, role: 住民, touch: 60 min}
  - {task: 審査, id: check, role: 職員, touch: 30 min, materials: {sheets: 2, copies: 1, seals: 1}}
  - {task: 発送, id: post, role: 補助, touch: 6 min, materials: {letters: 1}}
"""


@pytest.fixture(scope="module")
def costs() -> Costs:
    return load_costs("default")


@pytest.fixture
def form() -> Procedure:
    return loads_procedure(CLERK)


def cards(costs: Costs, *states: Procedure) -> dict[str, Figure]:
    return {card.title: card for card in yen_cards(compare(*states), costs)}


def test_staff_minutes_are_told_at_the_pay_of_their_role_and_the_applicants_are_not(
    form: Procedure, costs: Costs
) -> None:
    pay, _ = cards(costs, form, form).values()
    assert pay.title == "Staff time at pay (budget unchanged)"
    assert pay.values == pytest.approx([4_100 / 2 + 1_700 / 10] * 2)


def test_a_list_that_tells_pay_by_rank_is_obeyed(form: Procedure, costs: Costs) -> None:
    by_rank = cards(replace(costs, by_rank=True), form, form)[str(STAFF_TIME)]
    assert by_rank.values[0] == pytest.approx(5_600 / 2 + 1_700 / 10)
    assert "section manager: 5,600 yen/hour (estimate)" in by_rank.source


def test_cash_is_materials_whose_budget_line_falls_and_not_what_is_only_avoided(
    form: Procedure, costs: Costs
) -> None:
    assert costs.prices["storage"].benefit == "cost_avoidance"
    cash = cards(costs, form, form)["Cash paid (paper, postage, seals)"]
    assert cash.values[0] == pytest.approx(4 * 4 + 110 + 0.2)
    assert "storage" not in cash.source and "Keeping a sheet" not in cash.source


def test_a_fee_of_a_step_is_cash_as_often_as_the_step_is_done(costs: Costs) -> None:
    states = [open_procedure(f"resident-record/{state}") for state in ("as_is", "to_be")]
    cash = next(card for title, card in cards(costs, *states).items() if title.startswith("Cash paid"))
    kiosk = 0.5 * 117
    assert "fees" in cash.title
    assert cash.values[1] - cash.values[0] > kiosk - 10


def test_what_is_received_is_a_card_of_its_own_and_more_of_it_is_better(
    form: Procedure, costs: Costs
) -> None:
    fee = Charge(procedure="form", step="post", benefit="revenue", likely=300)
    with_fee = replace(costs, charges=(fee,))
    titles = cards(with_fee, form, form)
    received = titles["Cash received (fees)"]
    assert received.values == (300, 300)
    assert not received.less_is_better
    assert titles["Cash paid (paper, postage, seals)"].values[0] == pytest.approx(126.2)


@pytest.mark.parametrize("name", ["grant-award", "resident-record", "leave-request", "payment-order"])
def test_times_the_cases_of_a_year_it_is_what_savings_tell(name: str, costs: Costs) -> None:
    """A card shows the states as they are written; savings, once all of the effect is reached."""
    before, after = (open_procedure(f"{name}/{state}") for state in ("as_is", "to_be"))
    found = estimate_savings(before, after, replace(costs, changes=(), ramp=Ramp()), samples=100)
    assert before.volume is not None and after.volume is not None
    cases = before.volume.per_year
    assert after.volume.per_year == cases
    shown = cards(costs, before, after)

    def saved_a_year(title: str) -> float:
        return math.fsum(
            (card.before - card.after) * cases for key, card in shown.items() if key.startswith(title)
        )

    assert saved_a_year(str(STAFF_TIME)) == pytest.approx(found.capacity.yen_equivalent)
    assert saved_a_year("Cash paid") == pytest.approx(math.fsum(line.yen for line in found.cash_out), abs=1.0)


@pytest.mark.parametrize(
    ("language", "label", "other"),
    [
        ("ja", "人件費換算（予算は減りません）", "現金の支出（用紙・郵送・押印）"),
        ("en", "Staff time at pay (budget unchanged)", "Cash paid (paper, postage, seals)"),
    ],
)
def test_pay_and_cash_are_two_cards_and_their_sum_is_nowhere(
    bprkit: Run, tmp_path: Path, language: Language, label: str, other: str
) -> None:
    use(language)
    target = tmp_path / "x.svg"
    pair = ("grant-award/as_is", "grant-award/to_be")
    assert bprkit("compare", *pair, "-o", target, "--costs", "default").code == 0
    text = target.read_text(encoding="utf-8")
    assert text.count(f">{label}</text>") == text.count(f">{other}</text>") == 1
    shown = yen_cards(compare(*map(open_procedure, pair)), load_costs())
    assert len(shown) == 2
    before = [card.before for card in shown]
    assert all(f">{value:,.0f} → " in text for value in before)
    assert f"{sum(before):,.0f}" not in text


@pytest.mark.parametrize(("language", "word"), [("ja", "円"), ("en", " yen")])
def test_without_a_price_list_no_yen_appears(
    bprkit: Run, tmp_path: Path, language: Language, word: str
) -> None:
    use(language)
    target = tmp_path / "x.svg"
    assert bprkit("compare", *PAIR, "-o", target).code == 0
    assert word not in target.read_text(encoding="utf-8")


def test_three_states_have_three_amounts(bprkit: Run, tmp_path: Path) -> None:
    target = tmp_path / "x.svg"
    states = [f"room-booking/{state}" for state in ("as_is", "can_be", "to_be")]
    assert bprkit("compare", *states, "-o", target, "--costs", "default").code == 0
    assert ">495 → 125 → 68.3 yen</text>" in target.read_text(encoding="utf-8")


def own_list(tmp_path: Path, **replaced: str) -> Path:
    from importlib import resources

    text = resources.files("bprkit").joinpath("data", "costs", "default.yaml").read_text(encoding="utf-8")
    for old, new in replaced.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    return saved(tmp_path / "市の単価.yaml", text)


def test_a_citys_own_list_is_used_and_named(bprkit: Run, tmp_path: Path) -> None:
    costs = own_list(
        tmp_path, **{"title: {ja: 標準単価（目安）, en: Usual prices (estimates)}": "title: 架空市の単価"}
    )
    target = tmp_path / "x.svg"
    assert bprkit("compare", *PAIR, "-o", target, "--costs", costs).code == 0
    assert "架空市の単価" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--costs", "default"), "name its file with -o"),
        (("-o", "{}/x.svg", "--costs", "no_such_list"), "no_such_list"),
        (("-o", "{}/x.svg", "--costs", "gone.yaml"), "gone.yaml"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_in_a_sentence(
    bprkit: Run, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    told = bprkit("compare", *PAIR, *(argument.format(tmp_path) for argument in arguments))
    assert (told.code, told.out) == (2, "")
    assert said in told.err
    assert len(told.err.splitlines()) == 1
    assert not (tmp_path / "x.svg").exists()


def test_a_charge_for_a_step_that_no_state_has_is_refused(bprkit: Run, tmp_path: Path) -> None:
    costs = own_list(tmp_path, **{"step: kiosk_issues": "step: kiosk_isues"})
    target = tmp_path / "x.svg"
    told = bprkit("compare", "resident-record/as_is", "resident-record/to_be", "-o", target, "--costs", costs)
    assert told.code == 2
    assert "kiosk_isues" in told.err and costs.name in told.err
    assert not target.exists()


def test_a_rate_that_the_list_does_not_have_is_refused(bprkit: Run, tmp_path: Path) -> None:
    source = saved(tmp_path / "p.yaml", CLERK.replace("rate: fiscal_year", "rate: dispatched"))
    told = bprkit("compare", source, source, "-o", tmp_path / "x.svg", "--costs", "default")
    assert told.code == 2
    assert "dispatched" in told.err and "補助" in told.err


def test_a_state_without_an_average_case_has_no_yen_and_says_why(costs: Costs) -> None:
    ways = (("start", "a"), ("a", "b"), ("b", "a"))
    endless = Procedure(
        id="endless",
        nodes=(Start(id="start"), Task(id="a"), Task(id="b"), End(id="end")),
        flows=tuple(Flow(source=source, target=target) for source, target in ways),
    )
    comparison = compare(endless, endless)
    assert draw_comparison(endless, endless, comparison=comparison).sheet.cards
    with pytest.raises(InputError) as refused:
        yen_cards(comparison, costs)
    assert refused.value is comparison.totals[0].case.why_not


def test_the_price_list_is_not_overwritten(bprkit: Run, tmp_path: Path) -> None:
    costs = tmp_path / "costs.xlsx"
    assert bprkit("savings", "--template", costs).code == 0
    before = costs.read_bytes()
    told = bprkit("compare", *PAIR, "-o", costs, "--costs", costs)
    assert told.code == 2
    assert costs.read_bytes() == before
