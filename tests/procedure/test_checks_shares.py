"""Shares sum to one, conditions send every case somewhere, and loops are left some time."""

from __future__ import annotations

from typing import Any

import pytest

from bprkit.procedure.distributions import AnyDistribution, Constant, Empirical, LogNormal, Triangular
from bprkit.procedure.model import Categories, Flow, Procedure
from drawn_procedures import drawn, errors, flow, found, places, task

AMOUNTS = LogNormal(600_000, 900_000)
CODES = ("shares-sum", "shares-open", "share-out-of-range", "share-nothing-left", "shares-missing")


def choice(first: dict[str, Any], second: dict[str, Any], gateway: str = "x1", **said: Any) -> Procedure:
    """Return a procedure in which a case goes one of two ways."""
    flows = [Flow(source=gateway, target="a", **first), Flow(source=gateway, target="b", **second)]
    join = "x2" if gateway[0] in "xe" else f"{gateway[0]}2"
    return drawn(f"s > {gateway}", f"a > {join} > e", f"b > {join}", flows=flows, **said)


def when(*conditions: str | None, attribute: AnyDistribution | Categories = AMOUNTS) -> Procedure:
    """Return a procedure with a gateway that asks for the amount; None is the way that is taken otherwise."""
    flows = [
        flow("x1", f"to{n}", condition, otherwise=condition is None) for n, condition in enumerate(conditions)
    ]
    ways = [f"to{n} > x2" for n in range(len(conditions))]
    return drawn("s > x1", "x2 > e", *ways, flows=flows, attributes={"amount": attribute})


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        (0.4, 0.5, "shares-sum"),
        (0.7, 0.4, "shares-sum"),
        (1.2, None, "share-out-of-range"),
        (-0.1, None, "share-out-of-range"),
        (float("nan"), None, "share-out-of-range"),
        (1.0, None, "share-nothing-left"),
        (None, None, "shares-missing"),
    ],
)
def test_shares_that_do_not_tell_where_cases_go(first: float | None, second: float | None, code: str) -> None:
    assert code in [problem.code for problem in found(choice({"share": first}, {"share": second}))]


@pytest.mark.parametrize(("first", "second"), [(0.4, 0.6), (0.4, None), (1 / 3, 2 / 3)])
def test_shares_that_sum_to_one_or_leave_a_rest(first: float, second: float | None) -> None:
    assert not found(choice({"share": first}, {"share": second}), *CODES)


def test_only_one_way_can_take_the_rest() -> None:
    flows = [Flow(source="x1", target="a", share=0.2)]
    ways = ("s > x1", "x1 > b > x2", "x1 > c > x2", "a > x2 > e")
    assert places(drawn(*ways, flows=flows), "shares-open") == ["x1"]


def test_a_share_on_the_only_way_out_has_to_be_all() -> None:
    assert errors(drawn("s > a", "b > e", flows=[Flow(source="a", target="b", share=0.9)])) == ["shares-sum"]
    assert not errors(drawn("s > a", "b > e", flows=[Flow(source="a", target="b", share=1)]))


def test_parallel_ways_have_no_shares() -> None:
    assert "share-on-parallel" in errors(choice({"share": 0.4}, {}, "p1"))
    assert not errors(choice({}, {}, "p1"))


def test_inclusive_shares_stand_each_on_its_own() -> None:
    assert places(choice({"share": 0.4}, {"share": 0.9}, "o1"), "inclusive-none") == ["o1"]
    assert not found(choice({"share": 0.4}, {"share": 1}, "o1"), "inclusive-none", *CODES)
    assert not found(choice({"share": 0.4}, {"otherwise": True}, "o1"), "inclusive-none")


def test_shares_and_conditions_do_not_mix() -> None:
    mixed = drawn(
        *("s > x1", "a > x2 > e", "b > x2"),
        flows=[flow("x1", "a", "amount < 5"), flow("x1", "b", share=0.5)],
        attributes={"amount": AMOUNTS},
    )
    assert "shares-and-conditions" in errors(mixed)
    assert "way-without-condition" in errors(
        drawn(
            *("s > x1", "a > x2 > e", "b > x2"),
            flows=[flow("x1", "a", "amount < 5"), flow("x1", "b")],
            attributes={"amount": AMOUNTS},
        )
    )
    assert "otherwise-twice" in errors(when("amount < 5", None, None))
    assert not errors(when("amount < 5", None))


def test_a_return_of_every_case_never_ends() -> None:
    def returning(share: float) -> Procedure:
        back = [
            Flow(source="x1", target="a", share=share, rework=True),
            Flow(source="x1", target="e", share=1 - share),
        ]
        return drawn("s > a > x1 > e", flows=back)

    assert places(returning(1), "loop-without-exit") == ["a"]
    assert not found(returning(0.12), "loop-without-exit")


def test_a_loop_that_is_taken_by_a_condition_is_taken_for_ever() -> None:
    flows = [flow("x1", "a", "amount >= 500,000"), flow("x1", "e", otherwise=True)]
    (problem,) = found(drawn("s > a > x1", flows=flows, attributes={"amount": AMOUNTS}), "loop-without-exit")
    assert "500,000" in problem.en
    assert "amount" in problem.en


def test_a_gap_between_conditions_is_named() -> None:
    (problem,) = found(when("amount < 500,000", "amount > 500,000"), "conditions-gap")
    assert problem.value == "amount = 500,000"
    (problem,) = found(when("amount < 500,000", "amount >= 3,000,000"), "conditions-gap")
    assert "500,000" in problem.en
    assert not found(when("amount < 500,000", "amount >= 500,000"), "conditions-gap", "conditions-overlap")
    assert not found(when("amount < 500,000", None), "conditions-gap")


def test_an_overlap_is_told_unless_the_rest_is_taken_otherwise() -> None:
    (problem,) = found(when("amount <= 500,000", "amount >= 500,000"), "conditions-overlap")
    assert problem.value == "amount = 500,000"
    assert not found(when("amount < 500,000", "amount < 3,000,000", None), "conditions-overlap")


@pytest.mark.parametrize(
    "attribute", [Constant(5.0), Empirical((5.0, 20.0)), Triangular(1, 2, 9), LogNormal(5, 1)]
)
def test_a_gap_counts_only_where_there_are_cases(attribute: AnyDistribution) -> None:
    has_gap = {Constant: False, Empirical: True, Triangular: False, LogNormal: True}[type(attribute)]
    assert bool(found(when("amount < 10", "amount >= 30", attribute=attribute), "conditions-gap")) is has_gap


def test_words_are_told_apart_one_by_one() -> None:
    words = Categories({"物品": 0.6, "委託": 0.3, "工事": 0.1})
    (problem,) = found(when("amount = 物品", "amount = 委託", attribute=words), "conditions-gap")
    assert problem.value == "amount = 工事"
    assert places(when("amount = 役務", None, attribute=words), "condition-no-case")[0] == "x1"
    assert places(when("amount < 5", None, attribute=words), "condition-kind") == ["x1"]
    assert not found(when("amount = 物品", "amount != 物品", attribute=words))


def test_a_condition_asks_for_what_cases_have() -> None:
    (problem,) = found(when("price < 500,000", None), "attribute-unknown")
    assert problem.value == "price"
    assert "Known: amount" in problem.en


def test_a_condition_that_never_holds_is_told() -> None:
    assert found(when("amount < 0", None), "condition-no-case")
    assert found(when("amount < 500,000", "amount < 400,000", None), "condition-no-case")


def test_the_shares_of_words_and_sections_sum_to_one() -> None:
    plain = {"nodes": [task("a")]}
    assert errors(
        drawn("s > a > e", attributes={"kind": Categories({"物品": 0.5, "委託": 0.4})}, **plain)
    ) == ["shares-sum"]
    assert errors(drawn("s > a > e", sections={"税務課": 0.2, "総務課": 0.7})) == ["shares-sum"]
    assert errors(drawn("s > a > e", sections=0)) == ["sections-none"]
    assert not errors(drawn("s > a > e", sections={"税務課": 0.2, "総務課": 0.8}))
