"""What the bundled procedures 1–8 say: the minutes, waits and shares that a city hall would recognise, and the duties."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import networkx as nx
import pytest

from bprkit.procedure.checks import check
from bprkit.procedure.comparing import compare
from bprkit.procedure.delegation import load_delegation, may_decide
from bprkit.procedure.expecting import expected
from bprkit.procedure.model import End, Gateway, Message, Procedure, Start, Task, Timer, walk
from bprkit.procedure.yaml import dumps_procedure, load_procedure, loads_procedure

PROCESSES = Path(__file__).parents[2] / "processes"
VOLUMES = {
    "approval-circulation": 25_000,
    "payment-order": 55_000,
    "travel-expenses": 4_000,
    "leave-request": 19_000,
    "resident-record": 38_000,
    "moving-in": 2 * 2_800,
    "nursery-admission": 900,
    "grant-award": 600,
}
FILES = [f"{name}/{file.stem}" for name in VOLUMES for file in sorted((PROCESSES / name).glob("*.yaml"))]
REDESIGNS = [file for file in FILES if not file.endswith("as_is")]
TO_BES = [file for file in FILES if file.endswith("to_be")]

# Minutes of staff as it is, step by step; `OURS` are those on which the sources are silent.
MINUTES = {
    "approval-circulation": {
        **{"draft": 30, "print": 5, "chief_reviews": 3, "deputy_reviews": 2},
        **{
            "manager_reviews": 3,
            "manager_decides": 3,
            "concur": 3,
            "director_reviews": 3,
            "director_decides": 3,
        },
        **{
            "vice_mayor_reviews": 3,
            "vice_mayor_decides": 3,
            "mayor_decides": 3,
            "seal": 5,
            "issue": 8,
            "file": 5,
        },
    },
    "payment-order": {
        **{"receive_invoice": 2, "voucher": 8, "attach": 3, "chief_reviews": 1, "manager_orders": 1},
        **{"audit": 3, "correct": 10, "file": 1},
    },
    "travel-expenses": {
        "order": 8,
        "manager_orders": 1,
        "claim": 15,
        "manager_approves": 1,
        "report": 5,
        "check": 6,
    },
    "leave-request": {"apply": 3, "chief_reviews": 0.5, "manager_approves": 0.5, "tally": 1.5},
    "resident-record": {"receive": 3, "produce": 3, "verify": 1, "hand_over": 2},
    "moving-in": {
        **{"register": 20, "verify": 5, "insurance_change": 10, "childcare_change": 10, "care_change": 10},
    },
    "nursery-admission": {
        **{
            "receive": 20,
            "enter": 15,
            "score": 10,
            "score_again": 10,
            "allocate": 200 * 60 / 900,
            "notify": 5,
        },
    },
    "grant-award": {
        **{"consult": 15, "examine": 40, "award-draft": 20, "award-issue": 5},
        **{"examine_report": 40, "settle-draft": 20},
    },
}
OURS = {
    "travel-expenses": {"audit"},
    "nursery-admission": {"decide"},
    "grant-award": {
        f"{draft}-{rank}" for draft in ("award", "settle") for rank in ("chief", "manager", "director-decide")
    },
}

# Working days before each step as it is.
WAITS = {
    "approval-circulation": {
        **{
            "chief_reviews": 0.5,
            "deputy_reviews": 0.5,
            "manager_reviews": 1,
            "manager_decides": 1,
            "concur": 1.5,
        },
        **{
            "director_reviews": 1.5,
            "director_decides": 1.5,
            "vice_mayor_reviews": 2,
            "vice_mayor_decides": 2,
        },
        **{"mayor_decides": 2, "seal": 1},
    },
    "payment-order": {
        **{"receive_invoice": 1, "chief_reviews": 0.5, "manager_orders": 1, "carry": 0.5, "audit": 2},
        **{"correct": 2, "pay": 3},
    },
    "travel-expenses": {"manager_orders": 1, "manager_approves": 1, "check": 3, "pay": 5},
    "leave-request": {"manager_approves": 0.5},
    "resident-record": {},
    "moving-in": {},
    "nursery-admission": {"decide": 3},
    "grant-award": {
        **{"examine": 3, "award-chief": 0.5, "award-manager": 1, "award-director-decide": 1.5},
        **{"examine_report": 3, "settle-chief": 0.5, "settle-manager": 1, "settle-director-decide": 1.5},
    },
}
MANDATORY = {
    "approval-circulation": set[str](),
    "payment-order": {"manager_orders", "audit"},
    "travel-expenses": {"manager_orders", "audit"},
    "leave-request": {"manager_approves"},
    "resident-record": {"receive"},
    "moving-in": {"register"},
    "nursery-admission": {"allocate", "decide", "notify"},
    "grant-award": {
        *(
            "examine",
            "award-director-decide",
            "award-issue",
            "examine_report",
            "settle-director-decide",
            "pay",
        ),
    },
}
CITIES = ("いわき市", "岩見沢市", "港区", "草津市")


@cache
def loaded(file: str) -> Procedure:
    return load_procedure(PROCESSES / f"{file}.yaml")


def as_is(file: str) -> Procedure:
    return loaded(f"{file.split('/')[0]}/as_is")


def task(procedure: Procedure, id_: str) -> Task:
    found = procedure.node_of[id_]
    assert isinstance(found, Task)
    return found


def kind_of(procedure: Procedure, step: Task) -> str:
    assert step.role is not None, step.id
    return procedure.role_of[step.role].kind


def minutes(procedure: Procedure, kind: str = "staff") -> dict[str, float]:
    """Minutes of each step in which some time is spent."""
    return {
        step.id: step.touch.mean
        for step in procedure.tasks
        if step.touch and step.touch.mean and kind_of(procedure, step) == kind
    }


def days(procedure: Procedure) -> dict[str, float]:
    assert all(step.wait.unit == "working_days" for step in procedure.tasks if step.wait)
    return {step.id: step.wait.length.mean for step in procedure.tasks if step.wait}


def mandates(procedure: Procedure) -> dict[str, str]:
    return {step.id: step.mandatory.citation for step in procedure.tasks if step.mandatory}


def share(procedure: Procedure, source: str, target: str) -> float | None:
    return next(flow.share for flow in procedure.flows if (flow.source, flow.target) == (source, target))


@cache
def visits(file: str) -> dict[str, float]:
    """How often each step is done in a case, on average."""
    found = expected(loaded(file)).visits
    return {step.id: found[step.id] for step in loaded(file).tasks}


def done_by(file: str, role: str) -> float:
    """How often a case comes to somebody, on average."""
    return sum(times for id_, times in visits(file).items() if task(loaded(file), id_).role == role)


@pytest.mark.parametrize("file", FILES)
def test_nothing_is_wrong_with_it(file: str) -> None:
    assert [str(problem) for problem in check(loaded(file))] == []


@pytest.mark.parametrize("file", FILES)
def test_says_what_its_place_says(file: str) -> None:
    assert (loaded(file).id, loaded(file).state) == tuple(file.split("/"))
    assert {"as_is", "to_be"} <= {other.split("/")[1] for other in FILES if other.startswith(loaded(file).id)}


@pytest.mark.parametrize("file", FILES)
def test_is_the_same_when_saved_in_full(file: str) -> None:
    assert loads_procedure(dumps_procedure(loaded(file))) == loaded(file)


@pytest.mark.parametrize("file", FILES)
def test_as_many_cases_a_year_in_every_state(file: str) -> None:
    volume = loaded(file).volume
    assert volume is not None and volume.per_year == VOLUMES[loaded(file).id]
    assert volume.estimate and volume.source and len(volume.monthly) in (0, 12)


@pytest.mark.parametrize("name", VOLUMES)
def test_minutes_as_they_are(name: str) -> None:
    found = minutes(as_is(name))
    assert {id_: at for id_, at in found.items() if id_ not in OURS.get(name, set())} == pytest.approx(
        MINUTES[name]
    )
    assert OURS.get(name, set()) <= set(found)


@pytest.mark.parametrize("name", VOLUMES)
def test_waits_as_they_are(name: str) -> None:
    assert days(as_is(name)) == WAITS[name]


@pytest.mark.parametrize("file", FILES)
def test_every_number_is_an_estimate_with_its_source(file: str) -> None:
    for step in loaded(file).tasks:
        if (step.touch and step.touch.mean) or step.wait:
            assert step.estimate and step.source, step.id
            assert "bprkit の初期値" in step.source or any(city in step.source for city in CITIES), step.id
    assert all(flow.estimate for flow in loaded(file).flows if flow.share is not None)


@pytest.mark.parametrize("file", FILES)
def test_tells_everything_in_both_languages(file: str) -> None:
    procedure = loaded(file)
    steps = [node for node in walk(procedure.nodes) if isinstance(node, Start | End | Task | Timer | Message)]
    questions = [
        node
        for node in walk(procedure.nodes)
        if isinstance(node, Gateway) and len(ways_from(procedure, node.id)) > 1 and node.logic == "exclusive"
    ]
    for thing in (procedure, *procedure.roles, *steps, *questions):
        assert thing.title.ja and thing.title.en and thing.title.en.isascii(), thing.id
    for question in questions:
        assert question.title.ja.endswith("？")


def ways_from(procedure: Procedure, source: str) -> list[str]:
    return [flow.target for flow in procedure.flows if flow.source == source]


@pytest.mark.parametrize("file", REDESIGNS)
def test_lanes_keep_their_order(file: str) -> None:
    before, after = ([role.id for role in procedure.roles] for procedure in (as_is(file), loaded(file)))
    assert [id_ for id_ in before if id_ in after] == [id_ for id_ in after if id_ in before]


@pytest.mark.parametrize("name", VOLUMES)
def test_names_what_the_law_demands(name: str) -> None:
    assert set(mandates(as_is(name))) == MANDATORY[name]


@pytest.mark.parametrize("file", REDESIGNS)
def test_no_redesign_loses_what_the_law_demands(file: str) -> None:
    assert mandates(as_is(file)).items() <= mandates(loaded(file)).items()


@pytest.mark.parametrize(
    "file", [file for file in FILES if file.split("/")[0] in ("payment-order", "travel-expenses")]
)
def test_who_orders_a_payment_does_not_audit_it(file: str) -> None:
    procedure = loaded(file)
    audit = task(procedure, "audit")
    assert audit.mandatory and audit.mandatory.citation == "地方自治法232条の4 第2項"
    controlled = [task(procedure, id_) for id_ in audit.controls]
    assert "decide" in {step.act for step in controlled}
    assert audit.role not in {step.role for step in controlled}
    assert all("audit" in nx.descendants(procedure.graph, step.id) for step in controlled)


@pytest.mark.parametrize("file", FILES)
def test_as_many_decisions_as_drafts_in_every_case(file: str) -> None:
    steps = {act: [step.id for step in loaded(file).tasks if step.act == act] for act in ("draft", "decide")}
    assert sum(visits(file)[id_] for id_ in steps["decide"]) == pytest.approx(len(steps["draft"]))


@pytest.mark.parametrize("file", REDESIGNS)
def test_who_loses_an_approval_is_named(file: str) -> None:
    assert compare(as_is(file), loaded(file)).unlisted == ()
    for loss in loaded(file).loses:
        assert task(as_is(file), loss.step).role == loss.role


@pytest.mark.parametrize("file", REDESIGNS)
def test_a_redesign_saves_minutes_of_staff(file: str) -> None:
    before, after = (
        sum(visits(f)[id_] * at for id_, at in minutes(loaded(f)).items())
        for f in (f"{file.split('/')[0]}/as_is", file)
    )
    assert after < before


@pytest.mark.parametrize("file", TO_BES)
def test_a_to_be_says_what_it_needs(file: str) -> None:
    procedure = loaded(file)
    assert {"rule", "training", "system"} <= {need.kind for need in procedure.needs}
    assert {need.network for need in procedure.needs} & {"LGWAN", "α", "β", "β′"}
    assert not any("seal" in step.medium for step in procedure.tasks)


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


# 5 住民票の交付


def test_a_resident_writes_four_minutes_and_staff_work_nine() -> None:
    assert minutes(as_is("resident-record"), "applicant") == {"write": 4}
    assert sum(minutes(as_is("resident-record")).values()) == 9


def test_half_of_the_certificates_come_from_a_convenience_store() -> None:
    assert visits("resident-record/to_be")["use_kiosk"] == pytest.approx(0.5)
    assert visits("resident-record/to_be")["receive"] == pytest.approx(0.5)


def test_the_counter_gains_as_much_as_in_iwamizawa() -> None:
    after = loaded("resident-record/to_be")
    at_counter = sum(minutes(after).values()) + minutes(after, "applicant")["write"]
    before = sum(minutes(as_is("resident-record")).values()) + 4
    assert at_counter / before == pytest.approx(10 / 18, abs=0.03)


@pytest.mark.parametrize("state", ["as_is", "to_be"])
def test_nobody_gets_a_certificate_unidentified(state: str) -> None:
    procedure = loaded(f"resident-record/{state}")
    checks = {id_ for id_, citation in mandates(procedure).items() if "本人確認" in citation}
    without = nx.DiGraph(procedure.graph)
    without.remove_nodes_from(checks)
    assert not nx.has_path(without, "start", "done")


# 6 転入・転出


def test_a_move_takes_the_resident_one_to_two_and_a_half_hours() -> None:
    stay = task(as_is("moving-in"), "stay").touch
    assert stay is not None and (float(stay.quantile(0)), float(stay.quantile(1))) == (60, 150)


def test_residents_wait_while_staff_work() -> None:
    graph = as_is("moving-in").graph
    assert "register" not in nx.descendants(graph, "stay") | nx.ancestors(graph, "stay")


def test_three_in_ten_moves_are_notified_online_in_the_redesign() -> None:
    found = visits("moving-in/to_be")
    assert (found["apply_online"], found["interview"], found["register"]) == pytest.approx((0.3, 0.7, 1))


# 7 保育所の入所


def test_allocation_takes_two_hundred_hours_a_year() -> None:
    assert minutes(as_is("nursery-admission"))["allocate"] * 900 / 60 == pytest.approx(200)


def test_a_solver_cuts_allocation_but_the_whole_only_to_two_thirds_as_in_kusatsu() -> None:
    before, after = minutes(as_is("nursery-admission")), minutes(loaded("nursery-admission/to_be"))
    assert after["allocate"] < before["allocate"] / 5
    assert sum(after.values()) / sum(before.values()) == pytest.approx(2 / 3, abs=0.01)


@pytest.mark.parametrize("state", ["as_is", "to_be"])
def test_another_person_scores_again(state: str) -> None:
    procedure = loaded(f"nursery-admission/{state}")
    again = task(procedure, "score_again")
    assert again.controls == ("score",) and again.role != task(procedure, "score").role


# 8 補助金の交付


def test_a_grant_is_drafted_twice_and_decided_after_three_days_each() -> None:
    wait = days(as_is("grant-award"))
    for draft in ("award", "settle"):
        assert sum(at for id_, at in wait.items() if id_.startswith(f"{draft}-")) == 3
        assert task(as_is("grant-award"), f"{draft}-director-decide").draft == f"{draft}-draft"


def test_the_settlement_and_the_claim_are_one_in_the_redesign() -> None:
    assert "claim" in as_is("grant-award").node_of and "claim" not in loaded("grant-award/to_be").node_of
    assert "請求" in task(loaded("grant-award/to_be"), "report").recorded_as
