"""What people who work with approvals, payments, travel and leave (procedures 1–4) would check first."""

from __future__ import annotations

import networkx as nx
import pytest

from bprkit.procedure.delegation import load_delegation, may_decide
from bprkit.procedure.model import Timer
from first_processes import as_is, days, done_by, loaded, minutes, share, task, visits

# 1 決裁文書の回議


def test_four_of_a_hundred_documents_reach_the_mayor() -> None:
    file = "approval-circulation/as_is"
    found = {
        role: done_by(file, role)
        for role in ("manager", "concurring", "director", "vice_mayor", "mayor", "seal_keeper")
    }
    assert found == pytest.approx(
        {
            "manager": 1,
            "concurring": 0.4,
            "director": 0.35,
            "vice_mayor": 0.08,
            "mayor": 0.04,
            "seal_keeper": 0.4,
        }
    )


def test_twelve_of_a_hundred_documents_come_back_to_the_drafter() -> None:
    assert share(loaded("approval-circulation/as_is"), "returned", "draft") == 0.12
    assert visits("approval-circulation/as_is")["draft"] == pytest.approx(1 / 0.88)


@pytest.mark.parametrize("state", ["as_is", "can_be", "to_be"])
def test_concurrence_is_complete_before_any_decision(state: str) -> None:
    graph = loaded(f"approval-circulation/{state}").graph
    for step in loaded(f"approval-circulation/{state}").tasks:
        if step.act == "decide":
            assert "concur" in nx.ancestors(graph, step.id) and "concur" not in nx.descendants(graph, step.id)


LINE = ("chief_reviews", "deputy_reviews", "manager", "concur", "director", "vice_mayor", "mayor")


@pytest.mark.parametrize(
    ("state", "rank", "low", "high"),
    [
        *[("as_is", "manager", 2, 3), ("as_is", "director", 4, 6), ("as_is", "mayor", 8, 12)],
        *[("to_be", "manager", 0.5, 1), ("to_be", "director", 1, 2), ("to_be", "mayor", 3, 5)],
    ],
)
def test_days_from_draft_to_decision(state: str, rank: str, low: float, high: float) -> None:
    """Cumulative, on paper with a 合議 between the section and the department; electronic, where that runs alongside."""
    wait = days(loaded(f"approval-circulation/{state}"))
    below = [f"{step}_reviews" if f"{step}_reviews" in wait else step for step in LINE[: LINE.index(rank)]]
    ahead = [wait[step] for step in below if step in wait and (state, step) != ("to_be", "concur")]
    assert low <= sum(ahead) + wait[f"{rank}_decides"] <= high


def test_the_redesign_takes_away_what_paper_asks_for() -> None:
    gone = set(as_is("approval-circulation").node_of) - set(loaded("approval-circulation/to_be").node_of)
    assert {"deputy_reviews", "print", "seal", "file"} <= gone


def test_concurrence_runs_beside_the_chief_in_the_redesign() -> None:
    def after_chief(file: str) -> set[str]:
        forward = [(flow.source, flow.target) for flow in loaded(file).flows if not flow.rework]
        found: set[str] = nx.descendants(nx.DiGraph(forward), "chief_reviews")
        return found

    assert "concur" in after_chief("approval-circulation/as_is")
    assert "concur" not in after_chief("approval-circulation/to_be")


# 2 支出命令


def test_a_section_manager_may_order_any_payment() -> None:
    decision = task(as_is("payment-order"), "manager_orders")
    assert decision.delegated and decision.role
    rank = as_is("payment-order").role_of[decision.role].rank
    assert rank and may_decide(load_delegation("default"), rank, *decision.delegated, 10**9)


def test_one_invoice_in_seventeen_is_sent_back() -> None:
    assert share(as_is("payment-order"), "sent_back", "correct") == 0.06
    assert visits("payment-order/as_is")["audit"] == pytest.approx(1 / 0.94)


def test_electronic_invoices_save_eight_minutes_as_in_iwaki() -> None:
    before, after = minutes(as_is("payment-order")), minutes(loaded("payment-order/to_be"))
    of_invoice = ("receive_invoice", "voucher", "attach")
    assert sum(before[id_] - after.get(id_, 0) for id_ in of_invoice) == 8


@pytest.mark.parametrize("state", ["as_is", "can_be", "to_be"])
def test_a_payment_is_due_in_thirty_calendar_days(state: str) -> None:
    timer = loaded(f"payment-order/{state}").node_of["due"]
    assert isinstance(timer, Timer) and timer.deadline and timer.period
    assert (timer.period.amount, timer.period.unit, timer.period.first_day_counts) == (
        30,
        "calendar_days",
        False,
    )
    assert timer.period.citation.startswith("政府契約の支払遅延防止等に関する法律6条1項")


# 3 旅費精算


def test_a_journey_takes_six_minutes_one_and_one_in_the_redesign() -> None:
    file = "travel-expenses/to_be"
    spent = {id_: visits(file)[id_] * at for id_, at in minutes(loaded(file)).items() if id_ != "audit"}
    assert spent == pytest.approx({"order": 6, "manager_orders": 1, "check": 1})


# 4 休暇申請


def test_leave_takes_a_minute_and_a_glance_in_the_redesign() -> None:
    assert minutes(loaded("leave-request/to_be")) == {"apply": 1, "manager_approves": 0.3}
