"""The bundled procedures 1–8 say what their sources say: minutes, waits, duties, and what a redesign may not lose."""

from __future__ import annotations

import networkx as nx
import pytest

from bprkit.procedure.checks import check
from bprkit.procedure.comparing import compare
from bprkit.procedure.model import End, Gateway, Message, Procedure, Start, Task, Timer, walk
from bprkit.procedure.yaml import dumps_procedure, loads_procedure
from first_processes import (
    FILES,
    REDESIGNS,
    TO_BES,
    VOLUMES,
    as_is,
    days,
    loaded,
    mandates,
    minutes,
    task,
    visits,
)

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
