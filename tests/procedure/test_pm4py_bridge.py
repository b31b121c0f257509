"""pm4py finds a sound procedure sound, and replays on its net the cases that the procedure allows, and no others."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings

from approval_states import as_is, chain, step, to_be, way
from bprkit.errors import InputError
from bprkit.procedure.model import End, Flow, Gateway, Node, Procedure, Start, SubProcess, Task, Title, walk
from bprkit.procedure.petri_net import Net, net_of
from bprkit.procedure.pm4py_bridge import to_petri_net, to_pm4py_bpmn
from procedures import procedures

pm4py = pytest.importorskip("pm4py")
pytestmark = [
    pytest.mark.filterwarnings("ignore:the matrix subclass:PendingDeprecationWarning"),
    pytest.mark.filterwarnings("ignore:solution from scipy:UserWarning"),
    pytest.mark.filterwarnings("ignore:`method='revised simplex':DeprecationWarning"),
]  # all of them pm4py's own

BEFORE = ("起案", "印刷・綴じ", "係長の確認", "課長補佐の確認", "課長の確認")
CONCUR = ("財政課の合議", "総務課の合議")
AFTER = ("施行", "編綴")


def woflan(net: Any, start: Any, end: Any) -> bool:
    from pm4py.algo.analysis.woflan import algorithm

    quiet = {
        algorithm.Parameters.PRINT_DIAGNOSTICS: False,
        algorithm.Parameters.RETURN_ASAP_WHEN_NOT_SOUND: True,
    }
    return bool(algorithm.apply(net, start, end, parameters=quiet))


def is_sound(procedure: Procedure) -> bool:
    return woflan(*to_petri_net(procedure))


def fits(procedure: Procedure, *trace: str, net: Any = None) -> bool:
    """Tell whether a case replays without a missing or a left-over token."""
    frame = pd.DataFrame(
        {
            "case:concept:name": "1",
            "concept:name": trace,
            "time:timestamp": pd.date_range("2024-04-01 09:00", periods=len(trace), freq="h", tz="UTC"),
        }
    )
    (found,) = pm4py.conformance_diagnostics_alignments(frame, *(net or to_petri_net(procedure)))
    return bool(found["fitness"] == 1.0)


def of(*nodes: Node, flows: tuple[Flow, ...]) -> Procedure:
    return Procedure(id="p", nodes=nodes, flows=flows)


def test_the_circulation_is_sound_on_paper_and_by_system() -> None:
    assert is_sound(as_is())
    assert is_sound(to_be())


def test_a_parallel_split_that_joins_as_a_choice_is_not_sound() -> None:
    broken = replace(
        to_be(),
        nodes=tuple(
            replace(node, logic="exclusive") if isinstance(node, Gateway) and node.id == "both" else node
            for node in to_be().nodes
        ),
    )
    assert not is_sound(broken)


@pytest.mark.parametrize(
    ("trace", "allowed"),
    [
        ((*BEFORE, "部長の決裁", *AFTER), True),
        ((*BEFORE, *CONCUR, "部長の決裁", *AFTER), True),
        ((*BEFORE, "部長の決裁", *BEFORE, *CONCUR, "部長の決裁", *AFTER), True),  # sent back once
        ((*BEFORE, *reversed(CONCUR), "部長の決裁", *AFTER), False),  # one after the other, in order
        ((*BEFORE[:-1], "部長の決裁", *AFTER), False),  # nobody may skip the head of section
        ((*BEFORE, "部長の決裁", "施行"), False),
    ],
)
def test_cases_replay_as_the_circulation_allows(trace: tuple[str, ...], allowed: bool) -> None:
    assert fits(as_is(), *trace) is allowed


def test_concurrence_side_by_side_replays_in_either_order() -> None:
    before, after = ("起案", "係長の確認", "課長の確認"), ("決裁", "施行")
    assert fits(to_be(), *before, *CONCUR, *after)
    assert fits(to_be(), *before, *reversed(CONCUR), *after)
    assert not fits(to_be(), *before, CONCUR[0], *after)


def test_pm4pys_own_net_of_the_bpmn_replays_the_same_cases() -> None:
    net = pm4py.convert_to_petri_net(to_pm4py_bpmn(to_be()))
    assert woflan(*net)
    before, after = ("起案", "係長の確認", "課長の確認"), ("決裁", "施行")
    assert fits(to_be(), *before, *CONCUR, *after, net=net)
    assert not fits(to_be(), *before, CONCUR[0], *after, net=net)


def test_a_step_is_found_under_any_name_that_logs_give_it() -> None:
    draft = Task(id="a", title=Title("起案"), recorded_as=("起案", "起案登録"))
    procedure = of(draft, step("b", "決裁", "head", 3), flows=chain("a", "b"))
    assert fits(procedure, "起案", "決裁")
    assert fits(procedure, "起案登録", "決裁")
    assert not fits(procedure, "起案", "起案登録", "決裁")


def test_an_inclusive_gateway_takes_any_of_its_ways() -> None:
    split, join = Gateway(id="g", logic="inclusive"), Gateway(id="j", logic="inclusive")
    a, b = (Task(id=key, title=Title(key)) for key in "ab")
    flows = (
        way("s", "g"),
        way("g", "a", share=0.4),
        way("g", "b", share=0.2),
        way("a", "j"),
        way("b", "j"),
        way("j", "c"),
    )
    procedure = of(Start(id="s"), split, a, b, join, Task(id="c", title=Title("c")), flows=flows)
    assert is_sound(procedure)
    assert [fits(procedure, *trace) for trace in ("abc", "bac", "ac", "bc", "c", "ab")] == [True] * 5 + [
        False
    ]


def test_a_box_is_done_when_what_is_in_it_is_done() -> None:
    box = SubProcess(
        id="box",
        nodes=(Start(id="is"), Task(id="in", title=Title("照合")), End(id="ie")),
        flows=chain("is", "in", "ie"),
    )
    procedure = of(
        Task(id="a", title=Title("受付")),
        box,
        Task(id="b", title=Title("交付")),
        flows=chain("a", "box", "b"),
    )
    for net in (to_petri_net(procedure), pm4py.convert_to_petri_net(to_pm4py_bpmn(replace(procedure, nodes=(
        Start(id="s"), *procedure.nodes, End(id="e")), flows=(way("s", "a"), *procedure.flows, way("b", "e")))))):  # fmt: skip
        assert fits(procedure, "受付", "照合", "交付", net=net)
        assert not fits(procedure, "受付", "交付", net=net)


def test_a_flow_to_a_step_that_is_not_there_is_refused() -> None:
    broken = of(Task(id="a"), flows=(way("a", "gone"),))
    for export in (to_petri_net, to_pm4py_bpmn):
        with pytest.raises(InputError, match="gone"):
            export(broken)


@pytest.mark.usefixtures("english")
def test_without_pm4py_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pm4py", None)
    with pytest.raises(InputError, match=r"pip install 'bprkit\[pm4py\]'"):
        to_petri_net(as_is())


def ends_of(net: Net, most: int = 3000) -> tuple[set[frozenset[tuple[str, int]]], set[str]] | None:
    """Return every marking in which the net stops, and the labels on the way; None where there are too many markings."""
    start = frozenset({(net.source, 1)})
    seen, waiting = {start}, [start]
    ends, labels = set(), set()
    while waiting:
        marking = dict(waiting.pop())
        moved = False
        for transition in net.transitions:
            if all(marking.get(place, 0) for place in transition.sources):
                moved = True
                labels |= {transition.label} if transition.label else set()
                following = dict(marking)
                for place in transition.sources:
                    following[place] -= 1
                for place in transition.targets:
                    following[place] = following.get(place, 0) + 1
                new = frozenset((place, count) for place, count in following.items() if count)
                if new not in seen:
                    seen.add(new)
                    waiting.append(new)
        if not moved:
            ends.add(frozenset(marking.items()))
        if len(seen) > most:
            return None
    return ends, labels


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(procedure=procedures())
def test_a_sound_procedure_ends_with_one_token_and_can_do_every_step(procedure: Procedure) -> None:
    found = ends_of(net_of(procedure))
    if found is None:
        return
    ends, labels = found
    net = net_of(procedure)
    assert ends == {frozenset({(net.sink, 1)})}
    assert labels == {transition.label for transition in net.transitions if transition.label}
    assert len(labels) <= sum(max(len(task.recorded_as), 1) for task in procedure.tasks) + sum(
        isinstance(node, SubProcess) for node in walk(procedure.nodes)
    )
