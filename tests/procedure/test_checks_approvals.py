"""One 決裁 for each 起案, every 合議 before it, 後閲 and 供覧 after it, and by a rank that may."""

from __future__ import annotations

from typing import Any

import pytest

from bprkit.procedure.circulation import expand_circulation
from bprkit.procedure.distributions import AnyDistribution, Empirical, LogNormal, Triangular
from bprkit.procedure.model import End, Flow, Procedure, Role, Start, Task
from drawn_procedures import drawn, errors, flow, found, places, task

AMOUNTS = {"amount": LogNormal(600_000, 900_000)}
DRAFT, DECIDE = task("draft", act="draft"), task("decide", act="decide")
REVIEW, CONCUR, INFORM = (
    task("review", act="review"),
    task("concur", act="concur"),
    task("inform", act="inform"),
)
ACTS = [DRAFT, DECIDE, REVIEW, CONCUR, INFORM, task("again", act="decide"), task("issue", act="issue")]
ACTS += [task("acting", act="act_for"), task("later", act="review_after"), task("draft2", act="draft")]
APPROVAL = (
    *("decided-twice", "draft-not-decided", "concurrence-after-decision", "concurrence-open-at-decision"),
    *("inform-before-decision", "review-after-before-decision", "issue-before-decision"),
    "acting-without-later-review",
)


def approval(*ways: str, **said: Any) -> Procedure:
    """Return a procedure of the acts above."""
    nodes = [act for act in ACTS if any(act.id in way.split(" > ") for way in ways)]
    return drawn(*ways, nodes=[*nodes, *said.pop("nodes", ())], **said)


def codes(procedure: Procedure) -> list[str]:
    return [problem.code for problem in found(procedure, *APPROVAL)]


def test_an_ordinary_circulation_has_no_problem() -> None:
    assert codes(approval("s > draft > review > concur > decide > issue > inform > e")) == []


def test_a_draft_has_one_decision_on_a_way() -> None:
    (problem,) = found(approval("s > draft > decide > again > e"), "decided-twice")
    assert problem.where == "again"
    assert "'decide'" in problem.en
    assert codes(approval("s > draft > x1 > decide > x2 > e", "x1 > again > x2")) == []


def test_a_decision_on_two_parallel_ways_is_two() -> None:
    assert codes(approval("s > draft > p1 > decide > p2 > e", "p1 > again > p2")) == ["decided-twice"]


def test_two_drafts_have_a_decision_each() -> None:
    assert codes(approval("s > draft > decide > draft2 > again > e")) == []
    assert codes(approval("s > draft > draft2 > decide > e")) == ["draft-not-decided"]


def test_a_step_may_name_the_draft_that_it_belongs_to() -> None:
    grant, settle = task("grant", act="draft"), task("settle", act="draft")
    first, second = task("first", act="decide", draft="grant"), task("second", act="decide", draft="settle")
    nodes = [grant, settle, first, second]
    assert codes(drawn("s > grant > settle > first > second > e", nodes=nodes)) == []
    wrong = [grant, settle, first, task("second", act="decide", draft="grant")]
    assert codes(drawn("s > grant > settle > first > second > e", nodes=wrong)) == [
        "decided-twice",
        "draft-not-decided",
    ]
    unknown = [grant, task("first", act="decide", draft="gone")]
    assert "draft-unknown" in errors(drawn("s > grant > first > e", nodes=unknown))


def test_a_return_before_the_decision_needs_no_second_one() -> None:
    back = [Flow(source="x1", target="draft", share=0.12, rework=True), Flow(source="x1", target="decide")]
    assert codes(approval("s > draft > review > x1", "decide > e", flows=back)) == []


def test_what_is_returned_after_the_decision_is_decided_anew() -> None:
    def returned(rework: bool) -> Procedure:
        back = [Flow(source="x1", target="review", share=0.06, rework=rework), Flow(source="x1", target="e")]
        return approval("s > draft > review > decide > audit > x1", flows=back)

    assert codes(returned(True)) == []
    assert codes(returned(False)) == ["decided-twice"]


def test_a_draft_that_ends_as_done_was_decided() -> None:
    skipping = approval("s > draft > x1 > decide > x2 > e", "x1 > x2")
    assert places(skipping, "draft-not-decided") == ["draft"]
    withdrawn = approval("s > draft > x1 > decide > e", "x1 > e2", nodes=[End(id="e2", outcome="withdrawn")])
    assert codes(withdrawn) == []
    assert codes(approval("s > draft > p1 > decide > p2 > e", "p1 > prepare > p2")) == []


def test_a_decision_inside_a_sub_process_counts() -> None:
    from bprkit.procedure.model import SubProcess

    inside = drawn("s9 > decide > e9", nodes=[DECIDE])
    box = SubProcess(id="box", nodes=inside.nodes, flows=inside.flows)
    assert codes(approval("s > draft > box > e", nodes=[box])) == []
    assert codes(approval("s > draft > box > again > e", nodes=[box])) == ["decided-twice"]


def test_a_concurrence_is_over_before_the_decision() -> None:
    assert codes(approval("s > draft > decide > concur > e")) == ["concurrence-after-decision"]
    assert codes(approval("s > draft > p1 > decide > p2 > e", "p1 > concur > p2")) == [
        "concurrence-open-at-decision"
    ]
    assert codes(approval("s > draft > p1 > review > p2 > decide > e", "p1 > concur > p2")) == []


def test_information_and_later_review_come_after_the_decision() -> None:
    (problem,) = found(approval("s > draft > inform > decide > e"), "inform-before-decision")
    assert problem.severity == "warning"
    (problem,) = found(approval("s > draft > later > decide > e"), "review-after-before-decision")
    assert problem.severity == "error"
    assert codes(approval("s > draft > issue > decide > e")) == ["issue-before-decision"]
    assert codes(approval("s > inform > draft > decide > later > e")) == []


def test_an_acting_decision_is_reviewed_later() -> None:
    (problem,) = found(approval("s > draft > acting > e"), "acting-without-later-review")
    assert problem.severity == "warning"
    assert codes(approval("s > draft > x1 > acting > later > x2 > e", "x1 > decide > x2")) == []
    assert codes(approval("s > draft > acting > p1 > later > p2 > e", "p1 > issue > p2")) == []
    skipped = approval("s > draft > acting > x1 > later > x2 > e", "x1 > x2")
    assert codes(skipped) == ["acting-without-later-review"]


def test_conditions_at_different_places_are_about_the_same_case() -> None:
    """課長 decides below ¥500,000, and what is above goes on to the 部長: two gateways, one decision."""

    def twice(limit: str) -> Procedure:
        flows = [flow("x1", "decide", "amount < 500,000"), flow("x1", "review", otherwise=True)]
        flows += [flow("x3", "again", f"amount >= {limit}"), flow("x3", "x4", otherwise=True)]
        ways = ("s > draft > x1", "decide > x2", "review > x2 > x3", "again > x4 > e")
        return approval(*ways, flows=flows, attributes=AMOUNTS)

    assert codes(twice("500,000")) == []
    (problem,) = found(twice("300,000"), "decided-twice")
    assert "300,000 <= amount < 500,000" in problem.en
    assert places(twice("600,000"), "draft-not-decided") == ["draft"]


@pytest.mark.parametrize(
    "route",
    [
        "担当 → 係長 → 課長 決裁",
        "担当 → 係長 → 課長 → 合議(財政課 ∥ 総務課) → 部長 決裁",
    ],
)
def test_circulations_that_bprkit_expands_are_in_order(route: str) -> None:
    roles = ["担当", "係長", "課長", "部長", "財政課", "総務課"]
    nodes, flows, first, last = expand_circulation(route, roles=roles, taken=[])
    ends = (Flow(source="s", target=first), Flow(source=last, target="e"))
    whole = Procedure(
        id="p",
        nodes=(Start(id="s"), *nodes, End(id="e")),
        flows=(*flows, *ends),
        roles=tuple(Role(id=role) for role in roles),
    )
    assert errors(whole) == []


def decided_by(
    rank: str | None,
    *,
    limit: str | None = None,
    amounts: AnyDistribution | None = AMOUNTS["amount"],
    **said: Any,
) -> Procedure:
    """Return a procedure in which a rank decides what is below a limit, and the mayor the rest."""
    chief, mayor = Role(id="chief", rank=rank), Role(id="mayor", rank="市長")
    delegated = said.pop("delegated", ("goods", "decision"))
    nodes: list[Task] = [
        DRAFT,
        task("decide", act="decide", role="chief", delegated=delegated),
        task("again", act="decide", role="mayor", delegated=delegated),
    ]
    first = flow("x1", "decide", f"amount <= {limit}") if limit else flow("x1", "decide")
    ways = ["s > draft > x1", "decide > e"]
    flows = [first]
    if limit:
        flows.append(flow("x1", "again", otherwise=True))
        ways.append("again > e")
    attributes = {"amount": amounts} if amounts else {}
    roles = [Role(id="clerk"), chief, mayor]
    said = {"delegation": "default", "attributes": attributes, **said}
    return drawn(*ways, nodes=nodes[: 3 if limit else 2], flows=flows, roles=roles, **said)


@pytest.mark.parametrize(
    ("rank", "limit", "entitled"),
    [
        ("課長", "500,000", True),
        ("課長", "500,001", False),
        ("部長", "3,000,000", True),
        ("副市長", "10,000,001", False),
        ("市長", None, True),
        ("課長", None, False),
    ],
)
def test_a_decision_is_taken_by_a_rank_that_may(rank: str, limit: str | None, entitled: bool) -> None:
    assert ("not-entitled" not in errors(decided_by(rank, limit=limit))) is entitled


def test_the_needed_rank_is_named() -> None:
    (problem,) = found(decided_by("課長", limit="2,000,000"), "not-entitled")
    assert "部長" in problem.en
    assert "2,000,000" in problem.ja


def test_amounts_that_no_case_has_need_no_rank() -> None:
    assert not found(decided_by("課長", amounts=Empirical((100_000, 500_000))), "not-entitled")
    assert found(decided_by("課長", amounts=Empirical((100_000, 500_001))), "not-entitled")
    assert not found(decided_by("部長", amounts=Triangular(0, 1, 3_000_000)), "not-entitled")


def test_a_kind_without_limit_needs_no_amount() -> None:
    assert not errors(decided_by("課長", delegated=("payroll", "decision"), amounts=None))
    assert places(decided_by("課長", amounts=None), "amount-unknown") == ["decide"]


def test_what_the_table_does_not_know_is_told() -> None:
    assert places(decided_by("班長"), "rank-unknown") == ["decide"]
    assert places(decided_by("課長", delegated=("grants", "decision")), "kind-unknown") == ["decide"]
    assert places(decided_by(None), "rank-missing") == ["decide"]
    assert places(decided_by("課長", delegation=None), "delegation-missing") == ["decide"]
    assert found(decided_by("課長", delegation="ours"), "delegation-unreadable")
