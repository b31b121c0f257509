"""The compact circulation: one 決裁 on every way, every 合議 before it, 供覧 and 後閲 after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bprkit.procedure.circulation import RouteError, expand_circulation
from bprkit.procedure.distributions import Constant
from bprkit.procedure.model import Gateway, Node, Task, Title, Wait, as_graph
from bprkit.procedure.yaml import loads_procedure

ROLES = ("担当", "係長", "課長補佐", "課長", "部長", "副市長", "財政課", "総務課")
SPEC = {
    "id": "ringi",
    "drafter": "担当",
    "draft": {"touch": "30 min", "medium": "paper"},
    "route": [
        {"role": "係長", "touch": "3 min", "wait": "0.5 working days"},
        {"role": "課長", "touch": "3 min", "wait": "1 working day", "decides": "amount < 500,000"},
        {"role": "部長", "touch": "3 min", "wait": "1.5 working days", "decides": "otherwise"},
    ],
    "concur": {
        "roles": ["財政課", "総務課"],
        "order": "parallel",
        "share": "40%",
        "after": "課長",
        "touch": "3 min",
    },
    "returns": "12%",
    "afterwards": [{"act": "供覧", "role": "課長補佐", "touch": "1 min"}],
    "issue": {"role": "担当", "touch": "8 min"},
}


def expanded(route: Any, taken: tuple[str, ...] = ()) -> Any:
    return expand_circulation(route, roles=ROLES, taken=taken)


def ways(route: Any) -> Iterator[list[Node]]:
    """Yield what one case may go through, in an order that could be: rework aside, parallel branches one after another."""
    nodes, flows, first, last = expanded(route)
    of = {node.id: node for node in nodes}

    def on_from(place: str, until: str) -> Iterator[list[str]]:
        targets = [flow.target for flow in flows if flow.source == place and not flow.rework]
        if place == until:
            yield [place]
        elif isinstance(of[place], Gateway) and of[place].logic == "parallel" and len(targets) > 1:
            met = set.intersection(*({target} | nx.descendants(acyclic, target) for target in targets))
            join = next(other for other in nx.topological_sort(acyclic) if other in met)
            done = [way for target in targets for way in next(on_from(target, join))[:-1]]
            yield from ([place, *done, *rest] for rest in on_from(join, until))
        else:
            yield from ([place, *rest] for target in targets for rest in on_from(target, until))

    acyclic = as_graph(nodes, tuple(flow for flow in flows if not flow.rework))
    yield from ([of[place] for place in way] for way in on_from(first, last))


def acts(way: list[Node]) -> list[tuple[str | None, str | None]]:
    return [(node.act, node.role) for node in way if isinstance(node, Task)]


def test_the_delegated_case_is_decided_by_the_section_chief_after_the_concurrence() -> None:
    found = [acts(way) for way in ways(SPEC)]
    after = [("issue", "担当"), ("inform", "課長補佐")]
    concur = [("concur", "財政課"), ("concur", "総務課")]
    begin = [("draft", "担当"), ("review", "係長")]
    assert found == [
        [*begin, *concur, ("decide", "課長"), *after],
        [*begin, ("decide", "課長"), *after],
        [*begin, ("review", "課長"), *concur, ("decide", "部長"), *after],
        [*begin, ("review", "課長"), ("decide", "部長"), *after],
    ]


def test_quantities_become_those_of_the_tasks() -> None:
    nodes, _, first, _ = expanded(SPEC)
    of = {node.id: node for node in nodes}
    assert of[first] == of["ringi-draft"]
    assert (of[first].touch, of[first].medium) == (Constant(30), ("paper",))
    chief = next(node for node in nodes if node.role == "課長" and isinstance(node, Task))
    assert chief.wait == Wait(Constant(1.0), "working_days")
    assert not any(node.estimate for node in nodes if isinstance(node, Task))


def test_a_return_leads_from_a_gateway_to_the_draft_before_anything_is_decided() -> None:
    _, flows, first, _ = expanded(SPEC)
    (back,) = [flow for flow in flows if flow.rework]
    assert (back.target, back.share) == (first, 0.12)
    graph = as_graph(*expanded(SPEC)[:2])
    assert not any("decide" in node for node in nx.ancestors(graph, back.source))


def test_shares_are_of_all_cases() -> None:
    route = {
        "drafter": "担当",
        "route": ["課長", {"role": "部長", "share": "35%"}, {"role": "副市長", "share": "7%"}],
    }
    _, flows, _, _ = expanded(route)
    decided = {flow.target: flow.share for flow in flows if flow.share is not None}
    assert decided["circulation-課長-decide"] == pytest.approx(0.65)
    assert 0.35 * (1 - decided["circulation-部長-decide"]) == pytest.approx(0.07)


def test_concurrence_for_information_is_a_notice_after_the_decision() -> None:
    route = {**SPEC, "concur": {**SPEC["concur"], "order": "information", "share": None}}  # type: ignore[dict-item]
    for way in ways(route):
        listed = acts(way)
        decision = next(place for place, (act, _) in enumerate(listed) if act == "decide")
        assert not [act for act, _ in listed if act == "concur"]
        assert {("inform", "財政課"), ("inform", "総務課")} <= set(listed[decision:])


def test_one_after_another_has_no_parallel_gateway() -> None:
    nodes, _, _, _ = expanded({**SPEC, "concur": {"roles": ["財政課", "総務課"], "order": "serial"}})
    assert all(node.logic == "exclusive" for node in nodes if isinstance(node, Gateway))


def test_a_line_says_the_same_as_the_mapping_with_guessed_times() -> None:
    line = "担当 → 係長 → 課長 専決(amount < 500,000) → 合議(財政課 ∥ 総務課) 40% → 部長 決裁 → 施行 → 供覧(課長補佐)"
    assert [acts(way) for way in ways(line)] == [acts(way) for way in ways(SPEC)]
    tasks = [node for node in expanded(line)[0] if isinstance(node, Task)]
    assert all(task.estimate and task.touch is not None for task in tasks)


def test_a_line_in_ascii() -> None:
    first, second = (expanded(line)[0] for line in ("担当 -> 課長 -> 部長 decides", "担当→課長→部長決裁"))
    assert first == second


def test_ids_keep_clear_of_those_taken() -> None:
    nodes, flows, first, last = expanded("担当 → 課長 決裁", taken=("circulation-draft",))
    assert first == "circulation-draft-2"
    assert [(flow.source, flow.target) for flow in flows] == [(first, last)]
    assert nodes[1].draft == first  # type: ignore[attr-defined]


def test_an_id_that_was_written_stays() -> None:
    route = {"drafter": "担当", "draft": {"id": "起案"}, "route": [{"role": "課長", "id": "ok"}]}
    assert expanded(route)[2:] == ("起案", "ok")


CIRCULATION = {"drafter": "担当", "route": ["課長"]}


@pytest.mark.parametrize(
    ("route", "key", "hint"),
    [
        ("担当 → 係長", "route", "Nobody decides"),
        ("担当", "route", "arrows"),
        ("担当 → 課長 決裁 → 合議(財政課)", "concur", "before the 決裁"),
        ("担当 → 施行 → 課長 決裁", "issue", "after the 決裁"),
        ("担当 → 課長 決裁 → 部長 決裁", "route", "after the 決裁"),
        ("担当 → 市長 決裁", "route[0].role", "There is no role '市長'"),
        ("担当 → 合議(財政課 → 課長 決裁", "route", "close brackets"),
        ({"route": ["課長"]}, "drafter", "needs its drafter"),
        ({"drafter": "担当"}, "route", "somebody who decides"),
        ({**CIRCULATION, "routes": 1}, "routes", "did you mean 'route'"),
        (
            {**CIRCULATION, "route": [{"role": "課長", "touch": "3 days"}]},
            "route[0].touch",
            "minutes or hours",
        ),
        (
            {**CIRCULATION, "route": [{"role": "課長", "decides": "amount < 5"}]},
            "route[0].decides",
            "the rest",
        ),
        (
            {**CIRCULATION, "route": [{"role": "課長", "decides": "いつも"}, "部長"]},
            "route[0].decides",
            "no condition",
        ),
        (
            {**CIRCULATION, "route": [{"role": "課長", "decides": "otherwise"}, "部長"]},
            "route[0].decides",
            "Only the last",
        ),
        ({**CIRCULATION, "route": [{"role": "課長", "share": "50%"}]}, "route[0].share", "every case"),
        (
            {
                **CIRCULATION,
                "route": ["係長", {"role": "課長", "share": "5%"}, {"role": "部長", "share": "6%"}],
            },
            "route[2].share",
            "falling",
        ),
        (
            {**CIRCULATION, "route": [{"role": "係長", "decides": "a < 1"}, {"role": "課長", "share": "5%"}]},
            "route[1].share",
            "already",
        ),
        (
            {**CIRCULATION, "concur": {"roles": ["財政課"], "after": "部長"}},
            "concur.after",
            "not on the route",
        ),
        ({**CIRCULATION, "concur": {"roles": ["財政課"], "order": "all"}}, "concur.order", "serial"),
        ({**CIRCULATION, "concur": [{"roles": []}]}, "concur[0].roles", "that concur"),
        ({**CIRCULATION, "returns": "100%"}, "returns", "below 100%"),
        ({**CIRCULATION, "returns": {"share": "5%", "to": "課長"}}, "returns.to", "goes to the draft"),
        ({**CIRCULATION, "afterwards": [{"act": "合議", "role": "係長"}]}, "afterwards[0].act", "後閲"),
        ({**CIRCULATION, "draft": {"medium": "papr"}}, "draft.medium", "paper"),
        ({**CIRCULATION, "draft": {"materials": {"sheets": "-1"}}}, "draft.materials.sheets", "0 or more"),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands(route: Any, key: str, hint: str, english: None) -> None:
    with pytest.raises(RouteError, match=re.escape(hint)) as raised:
        expanded(route)
    assert raised.value.key == key
    assert raised.value.ja != raised.value.en


@given(st.data())
def test_every_way_has_one_decision_with_all_concurrences_before_it(data: st.DataObject) -> None:
    ranks = data.draw(st.lists(st.sampled_from(ROLES[1:6]), min_size=1, max_size=4, unique=True))
    decides = st.sampled_from((None, "amount < 500,000", "30%"))
    route = [{"role": rank, "decides": data.draw(decides)} for rank in ranks[:-1]] + [{"role": ranks[-1]}]
    written: dict[str, Any] = {"drafter": "担当", "route": route}
    if data.draw(st.booleans()):
        written["concur"] = {
            "roles": data.draw(st.sampled_from((["財政課"], ["財政課", "総務課"]))),
            "order": data.draw(st.sampled_from(("parallel", "serial"))),
            "after": data.draw(st.sampled_from(("担当", *ranks))),
            "share": data.draw(st.sampled_from((None, "40%"))),
        }
    if data.draw(st.booleans()):
        written |= {"returns": "12%", "issue": {}, "afterwards": {"act": "後閲", "role": "副市長"}}
    for way in ways(written):
        listed = [act for act, _ in acts(way)]
        assert listed.count("decide") == 1
        assert listed[0] == "draft"
        before, after = listed[: listed.index("decide")], listed[listed.index("decide") + 1 :]
        assert set(before) <= {"draft", "review", "concur"}
        assert set(after) <= {"issue", "review_after"}


def test_titles_say_what_people_call_a_role_and_ids_stay() -> None:
    titles = {"chief": Title("係長", "Subsection chief"), "head": Title("課長")}
    nodes, _, _, _ = expand_circulation(
        "clerk → chief 専決(amount < 500,000) → head 決裁",
        roles=("clerk", "chief", "head"),
        taken=(),
        titles=titles,
    )
    named = {node.id.removeprefix("circulation-"): node.title for node in nodes}
    assert named["chief-decide"] == Title("決裁（係長）", "Decision (Subsection chief)")
    assert named["chief-who"] == Title("係長の専決？", "Decided by Subsection chief?")
    assert named["head-decide"] == Title("決裁（課長）", "Decision (課長)")


def test_a_file_gives_its_circulation_the_titles_of_its_roles() -> None:
    procedure = loads_procedure(
        "roles: [{id: clerk, title: 担当者}, {id: head, title: {ja: 課長, en: Head}}]\n"
        'steps: [{circulation: "clerk → head 決裁"}]\n'
    )
    assert procedure.tasks[-1].title == Title("決裁（課長）", "Decision (Head)")
