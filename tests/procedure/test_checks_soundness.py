"""Every case that begins ends, once; every join goes on, once."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from typing import Any

import pytest

from bprkit.procedure.checks.exploration import explore
from bprkit.procedure.checks.soundness import net_of as unfolded_net
from bprkit.procedure.checks.soundness import soundness
from bprkit.procedure.model import End, Flow, Gateway, Mandate, Procedure, Start, SubProcess, Task
from drawn_procedures import drawn, errors, found, places, random_blocks, spoilt, top


def verdict(*ways: str) -> str:
    return soundness(top(drawn(*ways))).verdict


def test_a_parallel_join_of_exclusive_ways_waits_for_ever() -> None:
    broken = drawn("s > x1 > a > p1 > e", "x1 > b > p1", flows=[])
    assert places(broken, "never-fires") == ["p1"]
    assert "x1" in found(broken, "never-fires")[0].en
    assert "never-fires" not in errors(drawn("s > x1 > a > x2 > e", "x1 > b > x2"))


def test_what_follows_an_exclusive_join_of_parallel_ways_is_done_twice() -> None:
    assert places(drawn("s > p1 > a > x1 > c > e", "p1 > b > x1"), "fires-twice") == ["x1"]
    assert places(drawn("s > p1 > a > x1 > e", "p1 > b > x1"), "fires-twice") == ["x1"]
    assert not found(drawn("s > p1 > a > p2 > c > e", "p1 > b > p2"), "fires-twice")


def test_a_step_entered_by_parallel_ways_is_done_twice() -> None:
    assert places(drawn("s > p1 > a > c > e", "p1 > b > c"), "fires-twice") == ["c"]


def test_steps_with_several_plain_flows_part_in_parallel_as_in_bpmn() -> None:
    assert places(drawn("s > a > b > d > e", "a > c > d"), "fires-twice") == ["d"]
    assert verdict("s > a > b > p1 > e", "a > c > p1") == "sound"


def test_a_join_inside_a_loop_that_waits_for_itself_never_fires() -> None:
    broken = drawn("s > p1 > a > x1 > e", "x1 > p1")
    assert places(broken, "never-fires") == ["p1"]
    assert verdict("s > x2 > a > x1 > e", "x1 > x2") == "sound"


def test_a_case_must_not_end_both_as_done_and_as_rejected() -> None:
    ends = [End(id="e1"), End(id="e2", outcome="rejected")]
    (problem,) = found(drawn("s > p1 > a > e1", "p1 > b > e2", nodes=ends), "ends-twice")
    assert problem.severity == "error"
    (problem,) = found(drawn("s > p1 > a > e1", "p1 > b > e2"), "ends-twice")
    assert problem.severity == "warning"
    assert not found(drawn("s > x1 > a > e1", "x1 > b > e2"), "ends-twice")


def test_an_end_that_terminates_takes_the_other_ways_with_it() -> None:
    ends = [End(id="e1"), End(id="e2", outcome="terminated")]
    withdrawn = drawn("s > p1 > a > p2 > e1", "p1 > b > x1 > p2", "x1 > e2", nodes=ends)
    assert soundness(top(withdrawn)).verdict == "sound"
    plain = drawn("s > p1 > a > p2 > e1", "p1 > b > x1 > p2", "x1 > e2")
    assert soundness(top(plain)).verdict == "unsound"


def test_an_inclusive_join_waits_for_what_was_chosen() -> None:
    assert verdict("s > o1 > a > o2 > e", "o1 > b > o2") == "sound"
    assert verdict("s > o1 > a > p1 > e", "o1 > b > p1") == "unsound"
    assert verdict("s > o1 > a > x1 > e", "o1 > b > x1") == "unsound"
    assert verdict("s > x1 > a > o2 > e", "x1 > b > o2") == "sound"
    assert verdict("s > p1 > a > o2 > e", "p1 > b > x1 > o2", "x1 > c > o2") == "sound"


def test_the_otherwise_of_an_inclusive_gateway_excludes_the_others() -> None:
    other = [Flow(source="o1", target="b", otherwise=True)]
    assert soundness(top(drawn("s > o1 > a > x1 > e", "o1 > b > x1", flows=other))).verdict == "sound"


def test_an_event_gateway_takes_one_way() -> None:
    gateway = [Gateway(id="g", logic="event")]
    assert soundness(top(drawn("s > g > a > x1 > e", "g > b > x1", nodes=gateway))).verdict == "sound"
    assert soundness(top(drawn("s > g > a > p1 > e", "g > b > p1", nodes=gateway))).verdict == "unsound"


def test_several_starts_are_several_ways_in_of_which_a_case_takes_one() -> None:
    assert verdict("s1 > x1 > a > e", "s2 > x1") == "sound"
    assert verdict("s1 > p1 > a > e", "s2 > p1") == "unsound"


def test_ways_that_cross_are_played_through() -> None:
    # a joins with the first half of the other side: no blocks, and sound all the same
    assert verdict("s > p1 > a > p2 > b > p3 > e", "p1 > p4 > c > p3", "p4 > d > p2") == "sound"
    assert verdict("s > p1 > a > p2 > b > p3 > e", "p1 > x1 > c > p3", "x1 > d > p2") == "unsound"


def test_each_sub_process_is_a_level_of_its_own() -> None:
    inside = drawn("s9 > p8 > a > x8 > c > e9", "p8 > b > x8")
    box = SubProcess(id="box", nodes=inside.nodes, flows=inside.flows)
    whole = Procedure(
        id="p",
        nodes=(Start(id="s"), box, End(id="e")),
        flows=(Flow(source="s", target="box"), Flow(source="box", target="e")),
    )
    assert places(whole, "fires-twice") == ["x8"]


def test_nothing_is_claimed_of_what_is_too_large_to_be_explored() -> None:
    twice_the_same = drawn("s > x1 > p1 > x2 > p3 > e", "x1 > p2 > x2", "p1 > x3 > p3", "p2 > x3")
    assert soundness(top(twice_the_same)).verdict == "sound"
    assert soundness(top(twice_the_same), most=2).verdict == "not_decided"


@pytest.mark.parametrize("seed", range(40))
def test_blocks_are_sound_and_woflan_agrees_on_what_is_not(seed: int) -> None:
    pytest.importorskip("pm4py")
    blocks = random_blocks(seed, 3 + seed % 6)
    broken = spoilt(blocks, seed)
    assert soundness(top(blocks)).verdict == "sound"
    assert woflan(blocks)
    assert (soundness(top(broken)).verdict == "sound") is woflan(broken)


def woflan(procedure: Procedure) -> bool:
    """Tell whether pm4py finds the workflow net of a procedure sound."""
    from pm4py.algo.analysis.woflan import algorithm
    from pm4py.objects.petri_net.obj import Marking, PetriNet
    from pm4py.objects.petri_net.utils.petri_utils import add_arc_from_to

    net = PetriNet("p")

    def place(name: str) -> PetriNet.Place:
        net.places.add(made := PetriNet.Place(name))
        return made

    def transition(name: str, before: list[PetriNet.Place], after: list[PetriNet.Place]) -> None:
        net.transitions.add(made := PetriNet.Transition(name, name))
        for each in before:
            add_arc_from_to(each, made, net)
        for each in after:
            add_arc_from_to(made, each, net)

    ways = [(flow, place(f"f{number}")) for number, flow in enumerate(procedure.flows)]
    source, sink = place("source"), place("sink")
    for node in procedure.nodes:
        ins = [made for flow, made in ways if flow.target == node.id] or [source]
        outs = [made for flow, made in ways if flow.source == node.id] or [sink]
        if isinstance(node, Gateway) and node.logic == "parallel":
            transition(node.id, ins, outs)
        elif isinstance(node, Gateway):
            inner = place(f"in-{node.id}")
            for number, each in enumerate(ins):
                transition(f"{node.id}-in{number}", [each], [inner])
            for number, each in enumerate(outs):
                transition(f"{node.id}-out{number}", [inner], [each])
        else:
            assert isinstance(node, Start | End | Task)
            transition(node.id, ins, outs)
    parameters = {
        algorithm.Parameters.RETURN_ASAP_WHEN_NOT_SOUND: True,
        algorithm.Parameters.PRINT_DIAGNOSTICS: False,
        algorithm.Parameters.RETURN_DIAGNOSTICS: False,
    }
    return bool(algorithm.apply(net, Marking({source: 1}), Marking({sink: 1}), parameters=parameters))


@pytest.mark.parametrize("logics", ["x", "p", "o", "xpo"])
@pytest.mark.parametrize("seed", range(10))
def test_blocks_fold_to_nothing(seed: int, logics: str) -> None:
    assert soundness(top(random_blocks(seed, 60, logics)), most=1).verdict == "sound"


@pytest.mark.parametrize("seed", range(60))
def test_folding_changes_no_verdict(seed: int) -> None:
    """What is played through without folding is sound exactly where the folded net is; inclusive gateways too."""
    spoilt_graph = spoilt(random_blocks(seed, 3 + seed % 5, "xpo"), seed)
    ids = set(spoilt_graph.node_of)
    net = unfolded_net(top(spoilt_graph), ids)
    plain = not net.faults and not explore(net)
    assert (soundness(top(spoilt_graph)).verdict == "sound") is plain


@pytest.mark.parametrize("seed", range(8))
def test_acts_and_mandates_on_large_graphs_are_followed_to_the_end(seed: int) -> None:
    """Loops and joins that wait for each other do not keep the checks from ending, nor do they make them contradict."""
    large = acted(random_blocks(seed, 150), seed)
    sound = {problem.code for problem in found(large) if problem.severity == "error"}
    assert "never-fires" not in sound
    assert "draft-not-decided" in sound
    broken = {problem.code for problem in found(spoilt(large, seed)) if problem.severity == "error"}
    assert "draft-not-decided" in broken or broken - sound


def acted(procedure: Procedure, seed: int) -> Procedure:
    """Return a procedure of which some steps draft, decide, concur, or are mandatory."""
    rng = random.Random(seed)
    said: list[dict[str, Any]] = [
        *({"act": "draft"}, {"act": "decide"}, {"act": "concur"}),
        {"mandatory": Mandate("地方自治法232条の4")},
    ]
    nodes = [
        replace(node, **rng.choice(said)) if isinstance(node, Task) and rng.random() < 0.2 else node
        for node in procedure.nodes
    ]
    return replace(procedure, nodes=tuple(nodes))


@pytest.mark.slow
def test_two_thousand_steps_are_checked_in_seconds() -> None:
    large = random_blocks(7, 2_000, "xpo")
    began = time.perf_counter()
    assert errors(large) == []
    assert time.perf_counter() - began < 20
    began = time.perf_counter()
    assert "draft-not-decided" in errors(acted(large, 7))
    assert time.perf_counter() - began < 40
