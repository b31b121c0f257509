"""What the law demands is passed on every way, by others than those whom it checks."""

from __future__ import annotations

import pytest

from bprkit.procedure.checks import check
from bprkit.procedure.distributions import LogNormal
from bprkit.procedure.model import (
    Batch,
    End,
    Flow,
    Mandate,
    Message,
    Period,
    Procedure,
    Role,
    SubProcess,
    Task,
    Timer,
    Volume,
)
from drawn_procedures import drawn, errors, flow, found, places, task

LAW = Mandate("地方自治法232条の4")
AUDIT = task("audit", mandatory=LAW)
LARGE = {"amount": LogNormal(600_000, 900_000)}


def skipped(*ways: str, **said: object) -> list[str | None]:
    return places(drawn(*ways, nodes=[AUDIT], **said), "mandatory-skipped")


def test_a_mandatory_step_is_on_every_way_to_a_normal_end() -> None:
    assert skipped("s > a > audit > e") == []
    assert skipped("s > x1 > audit > x2 > e", "x1 > x2") == ["audit"]
    (problem,) = found(drawn("s > x1 > audit > x2 > e", "x1 > b > x2", nodes=[AUDIT]), "mandatory-skipped")
    assert "at 'x1' by the way to 'b'" in problem.en
    assert "232条の4" in problem.ja


def test_a_parallel_way_to_it_is_taken_too() -> None:
    assert skipped("s > p1 > audit > p2 > e", "p1 > b > p2") == []
    assert skipped("s > o1 > audit > o2 > e", "o1 > b > o2") == ["audit"]
    assert skipped("s > p1 > x1 > audit > x2 > p2 > e", "x1 > x2", "p1 > b > p2") == ["audit"]


def test_who_is_rejected_or_withdraws_needs_no_audit() -> None:
    rejected = drawn("s > x1 > audit > e", "x1 > e2", nodes=[AUDIT, End(id="e2", outcome="rejected")])
    assert not found(rejected, "mandatory-skipped")


def test_every_start_leads_through_it() -> None:
    assert skipped("s1 > audit > x2 > e", "s2 > x2") == ["audit"]


def test_loops_do_not_hide_a_way_around_it() -> None:
    assert skipped("s > x3 > a > x1 > audit > e", "x1 > x3") == []
    assert skipped("s > x3 > a > x1 > audit > x4 > e", "x1 > x3", "a > x4") == []  # a parts in parallel


def test_a_mandatory_step_in_a_sub_process_counts() -> None:
    inside = drawn("s9 > audit > e9", nodes=[AUDIT])
    box = SubProcess(id="box", nodes=inside.nodes, flows=inside.flows)
    assert not errors(drawn("s > box > e", nodes=[box]))
    assert places(drawn("s > x1 > box > x2 > e", "x1 > x2", nodes=[box]), "mandatory-skipped") == ["audit"]


def test_two_steps_under_one_law_stand_in_for_each_other_on_different_ways() -> None:
    other = task("sample", mandatory=LAW)
    assert not errors(drawn("s > x1 > audit > x2 > e", "x1 > sample > x2", nodes=[AUDIT, other]))
    in_sequence = drawn("s > x1 > audit > x2 > sample > e", "x1 > x2", nodes=[AUDIT, other])
    assert places(in_sequence, "mandatory-skipped") == ["audit"]


def test_what_a_condition_exempts_is_a_question_and_no_error() -> None:
    flows = [flow("x1", "audit", "amount >= 1,000,000"), flow("x1", "x2", otherwise=True)]
    exempting = drawn("s > x1", "audit > x2 > e", nodes=[AUDIT], flows=flows, attributes=LARGE)
    (problem,) = found(exempting, "mandatory-by-condition")
    assert (problem.severity, problem.value) == ("warning", "amount < 1,000,000")
    assert not found(exempting, "mandatory-skipped")


def test_a_mandatory_order_is_kept_on_every_way() -> None:
    order = [Flow(source="inspect", target="pay", mandatory=LAW)]
    assert not errors(drawn("s > inspect", "pay > e", flows=order))
    assert places(drawn("s > x1 > inspect", "x1 > pay > e", flows=order), "mandatory-order") == ["pay"]
    joined = [Flow(source="inspect", target="p2", mandatory=LAW)]
    assert not errors(drawn("s > p1 > inspect", "p1 > b > p2 > pay > e", flows=joined))
    assert places(
        drawn(
            "s > x1 > inspect",
            "x1 > b > x2 > pay > e",
            flows=[Flow(source="inspect", target="x2", mandatory=LAW)],
        ),
        "mandatory-order",
    ) == ["x2"]


def checking(role: str, headcount: int, **said: object) -> Procedure:
    roles = [Role(id="clerk", headcount=headcount), Role(id="other")]
    return drawn(
        "s > a > b > c > e", nodes=[task("b", role=role, **said), task("c", role="other")], roles=roles
    )


@pytest.mark.parametrize(
    ("role", "headcount", "severity"), [("clerk", 1, "error"), ("clerk", 2, "warning"), ("other", 1, None)]
)
def test_who_controls_is_another_than_who_did_it(role: str, headcount: int, severity: str | None) -> None:
    problems = found(checking(role, headcount, controls=("a",)), "controls-itself")
    assert [problem.severity for problem in problems] == ([severity] if severity else [])


def test_a_control_by_the_only_one_who_did_the_work_is_told() -> None:
    assert places(checking("clerk", 1, value="control"), "controls-itself") == ["b"]
    assert not found(checking("clerk", 3, value="control"), "controls-itself")
    assert not found(checking("other", 1, value="control"), "controls-itself")
    answer = [task("b", value="control"), Message(id="answer", partner="各課")]
    assert not found(drawn("s > a > answer > b > e", nodes=answer), "controls-itself")
    assert places(checking("clerk", 1, controls=("gone",)), "control-of-nothing") == ["b"]


def test_the_accounting_audit_is_apart_from_the_order_to_pay() -> None:
    def auditing(role: str) -> Procedure:
        nodes = [
            task("draft", act="draft"),
            task("decide", act="decide", role="chief"),
            task("会計審査", role=role),
        ]
        roles = [Role(id="clerk", headcount=3), Role(id="chief"), Role(id="accounts", headcount=2)]
        return drawn("s > draft > decide > 会計審査 > e", nodes=nodes, roles=roles)

    assert places(auditing("chief"), "audit-not-separate") == ["会計審査"]
    assert places(auditing("clerk"), "audit-not-separate") == ["会計審査"]
    assert not errors(auditing("accounts"))


def codes(*nodes: Task | Timer | Message, roles: tuple[Role, ...] = (), **said: object) -> list[str]:
    way = " > ".join(["s", *(node.id for node in nodes), "e"])
    return [problem.code for problem in check(drawn(way, nodes=nodes, roles=roles, **said))]


PERIOD = Period(10, "calendar_days", False, "next_open", "建設業法施行令6条")


@pytest.mark.parametrize(
    ("broken", "mended", "code"),
    [
        (Timer(id="t"), Timer(id="t", period=PERIOD), "timer-without-period"),
        (
            Timer(id="t", period=Period(10, "calendar_days", False, "next_open", " ")),
            Timer(id="t", period=PERIOD),
            "period-without-citation",
        ),
        (
            Timer(id="t", period=Period(0, "calendar_days", False, "next_open", "規則")),
            Timer(id="t", period=PERIOD),
            "period-length",
        ),
        (Message(id="m"), Message(id="m", partner="申請者"), "message-without-partner"),
        (task("a", role=None), task("a"), "task-without-role"),
        (
            task("a", estimate=True),
            task("a", estimate=True, source="domain.md §7 [E]"),
            "estimate-without-source",
        ),
        (task("a", batch=Batch(size=0)), task("a", batch=Batch(size=1)), "batch-size"),
        (task("a", batch=Batch(days=(7,))), task("a", batch=Batch(days=(1, 4))), "batch-days"),
        (task("a", batch=Batch()), task("a", batch=Batch(size=5)), "batch-empty"),
        (task("a", mandatory=Mandate("")), task("a", mandatory=LAW), "mandate-without-citation"),
    ],
)
def test_particulars_are_complete(
    broken: Task | Timer | Message, mended: Task | Timer | Message, code: str
) -> None:
    assert code in codes(broken)
    assert code not in codes(mended)


def test_roles_have_people_and_work() -> None:
    clerk = Role(id="clerk")
    assert codes(task("a"), roles=(clerk, Role(id="idle"))) == ["role-unused"]
    assert codes(task("a"), roles=(Role(id="clerk", part_of="city"), Role(id="city"))) == []
    assert codes(task("a"), roles=(Role(id="clerk", headcount=0),)) == ["role-without-people"]
    assert codes(task("a"), roles=(Role(id="clerk", headcount={"税務課": 0, "総務課": 2}),)) == []
    assert codes(task("a"), roles=(Role(id="clerk", part_of="gone"),)) == ["role-part-of-nothing"]


def test_the_volume_is_a_number_of_cases_over_twelve_months() -> None:
    a = task("a")
    assert codes(a, volume=Volume(25_000, monthly=(1,) * 12, estimate=True, source="domain.md [E]")) == []
    assert codes(a, volume=Volume(25_000, estimate=True)) == ["estimate-without-source"]
    assert codes(a, volume=Volume(25_000, estimate=True), source="domain.md") == []
    assert codes(a, volume=Volume(0)) == ["volume"]
    assert codes(a, volume=Volume(10, monthly=(1, 2))) == ["volume-monthly"]
    assert codes(a, volume=Volume(10, hourly=(*[0.0] * 9, 1.0, *[0.0] * 14))) == []
    for wrong in ((1.0, 2.0), (0.0,) * 24, (-1.0, *[1.0] * 23)):
        assert codes(a, volume=Volume(10, hourly=wrong)) == ["volume-hourly"]


def test_an_estimated_share_needs_a_source_too() -> None:
    guessed = [
        Flow(source="x1", target="e", share=0.5, estimate=True),
        Flow(source="x1", target="b", share=0.5),
    ]
    assert places(drawn("s > a > x1", "b > e", flows=guessed), "estimate-without-source") == ["x1"]
    assert not found(drawn("s > a > x1", "b > e", flows=guessed, source="x"), "estimate-without-source")


def test_one_line_tells_of_all_estimates_without_source_and_where_to_write_it() -> None:
    many = [task(name, estimate=True) for name in "abcdfgh"]
    (problem,) = found(drawn("s > a > b > c > d > f > g > h > e", nodes=many), "estimate-without-source")
    assert "at the top of the file" in problem.en
    assert "ファイルの先頭" in problem.ja
    assert "'a'" in problem.en
    assert "and 2 more" in problem.en
    assert "ほか2件" in problem.ja
