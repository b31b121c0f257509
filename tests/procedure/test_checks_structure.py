"""Every step can be reached, every case can end, and nothing hangs in the air."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bprkit.procedure.checks import check
from bprkit.procedure.model import End, Event, Foreign, Procedure, Role, SubProcess, Title
from drawn_procedures import drawn, errors, flow, found, places, task

SOUND = drawn("s > a > b > e")


def test_a_plain_sequence_has_no_problem() -> None:
    assert check(SOUND) == ()


def test_a_step_that_no_flow_leads_to_is_named_with_what_follows() -> None:
    broken = drawn("s > a > e", "lost > more > e")
    (problem,) = found(broken, "unreachable")
    assert problem.where == "lost"
    assert "'more'" in problem.en
    assert "「more」" in problem.ja
    assert not found(drawn("s > a > lost > more > e"), "unreachable")


def test_a_loop_that_no_flow_leads_to_is_told_once() -> None:
    assert places(drawn("s > a > e", "b > c > b", "c > e"), "unreachable") == ["b"]


def test_a_step_that_leads_nowhere_is_a_dead_end() -> None:
    assert places(drawn("s > x1 > a > e", "x1 > b"), "dead-end") == ["b"]
    assert not found(drawn("s > x1 > a > e", "x1 > b > e"), "dead-end")


def test_a_loop_without_a_way_out_is_told_once() -> None:
    assert places(drawn("s > x1 > a > e", "x1 > b > c > b"), "loop-without-exit") == ["b"]
    assert not found(drawn("s > x1 > a > e", "x1 > x3 > x2 > x3", "x2 > e"), "loop-without-exit")


@pytest.mark.parametrize(("ways", "code"), [("a > b > e", "no-start"), ("s > a > b", "no-end")])
def test_without_start_or_end_nothing_begins_or_ends(ways: str, code: str) -> None:
    assert errors(drawn(ways)) == [code]


def test_a_procedure_in_which_nothing_is_done_is_told_of() -> None:
    assert codes_of(drawn("s > e")) == codes_of(drawn("s > x1 > e", "x1 > e2")) == ["no-steps"]
    assert codes_of(drawn("s > a > e")) == []


def codes_of(procedure: Procedure) -> list[str]:
    return [problem.code for problem in found(procedure) if problem.code == "no-steps"]


def test_a_sub_process_needs_a_start_of_its_own() -> None:
    def whole(inside: Procedure) -> Procedure:
        box = SubProcess(id="box", title=Title("決裁"), nodes=inside.nodes, flows=inside.flows)
        return drawn("s > box > e", nodes=[box])

    (problem,) = found(whole(drawn("a > e9")), "no-start")
    assert problem.where == "box"
    assert "決裁" in problem.ja
    assert not errors(whole(drawn("s9 > a > e9")))
    assert places(whole(drawn()), "subprocess-empty") == ["box"]


def test_flows_do_not_cross_the_border_of_a_sub_process() -> None:
    inside = drawn("s9 > a > e9")
    box = SubProcess(id="box", nodes=inside.nodes, flows=(*inside.flows, flow("a", "b")))
    (problem,) = found(drawn("s > box > b > e", nodes=[box]), "flow-to-nowhere")
    assert problem.value == "b"
    assert "'box'" in problem.en


def test_ids_are_used_once_through_all_sub_processes() -> None:
    inside = drawn("s > a > e9")
    box = SubProcess(id="box", nodes=inside.nodes, flows=inside.flows)
    assert places(drawn("s > box > e", nodes=[box]), "id-twice") == ["s"]


def test_flows_and_roles_that_do_not_exist_are_errors() -> None:
    assert errors(replace(SOUND, flows=(*SOUND.flows, flow("a", "gone")))) == ["flow-to-nowhere"]
    assert places(drawn("s > a > e", nodes=[task("a", role="nobody")]), "role-unknown") == ["a"]
    assert places(drawn("s > a > e", roles=[Role(id="clerk"), Role(id="clerk")]), "role-twice") == ["clerk"]


def test_a_return_goes_to_the_first_step_and_not_to_the_start() -> None:
    assert places(drawn("s > a > x1 > e", "x1 > s"), "into-a-start") == ["s"]
    assert places(drawn("s > a > e > b > e2"), "out-of-an-end") == ["e"]


def test_an_event_on_the_border_of_a_step_is_another_way_out_of_it() -> None:
    def on(step: str, **more: str) -> Event:
        return Event(id="late", foreign=Foreign("boundaryEvent", {"attachedToRef": step, **more}))

    assert not errors(drawn("s > a > e", "late > b > e", nodes=[on("a")]))
    assert places(drawn("s > a > e", "late > b > e", nodes=[on("gone")]), "unreachable") == ["late"]
    assert places(drawn("s > a > p1 > e", "late > b > p1", nodes=[on("a")]), "never-fires") == ["p1"]
    beside = on("a", cancelActivity="false")
    assert places(drawn("s > a > c > e", "late > b > c", nodes=[beside]), "fires-twice") == ["c"]


def test_an_event_sub_process_begins_by_itself() -> None:
    inside = drawn("s9 > a > e9")
    foreign = Foreign("subProcess", {"triggeredByEvent": "true"})
    box = SubProcess(id="box", nodes=inside.nodes, flows=inside.flows, foreign=foreign)
    assert not errors(drawn("s > b > e", nodes=[box]))
    assert places(drawn("s > b > e", nodes=[replace(box, foreign=None)]), "unreachable") == ["box"]


def test_errors_come_first_and_each_is_told_in_both_languages() -> None:
    problems = check(drawn("s > x1 > a > e", "x1 > b", roles=[Role(id="clerk"), Role(id="idle")]))
    assert [problem.severity for problem in problems] == ["error", "warning", "warning"]
    assert all(problem.en and problem.ja and problem.en != problem.ja for problem in problems)


def test_an_end_may_have_any_outcome() -> None:
    assert not errors(drawn("s > x1 > a > e1", "x1 > e2", nodes=[End(id="e2", outcome="withdrawn")]))
