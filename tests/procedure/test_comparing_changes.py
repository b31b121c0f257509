"""What changes between two states of a procedure is told as what it is, whatever the ids."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace

import pytest

from approval_states import ROLES, as_is, chain, renamed, step, to_be, way, with_amounts
from bprkit.procedure.comparing import Comparison, compare
from bprkit.procedure.comparing.changes import Change
from bprkit.procedure.comparing.summary import warnings
from bprkit.procedure.distributions import Constant
from bprkit.procedure.model import (
    Gateway,
    Mandate,
    Node,
    Period,
    Procedure,
    Role,
    SubProcess,
    Task,
    Timer,
    Title,
    Wait,
)


def of(*steps: Node, roles: tuple[Role, ...] = ROLES) -> Procedure:
    """A procedure of these steps, one after the other."""
    return Procedure(id="p", nodes=steps, flows=chain(*(node.id for node in steps)), roles=roles)


def told(change: Change) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return change.kind, tuple(map(title, change.before)), tuple(map(title, change.after))


def title(step: object) -> str:
    return step.title.ja  # type: ignore[attr-defined, no-any-return]


def changes(before: Procedure, after: Procedure) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [told(change) for change in compare(before, after).overall.changes]


DRAFT, PRINT, CHECK, DECIDE = (
    step("draft", "起案", "drafter", 30),
    step("print", "印刷", "drafter", 5),
    step("check", "内容の審査", "chief", 10),
    step("decide", "決裁", "head", 3),
)


def test_a_state_against_itself_has_changed_in_nothing() -> None:
    comparison = compare(as_is(), as_is())
    assert comparison.overall.changes == ()
    assert {match.confidence for match in comparison.overall.matches} == {1.0}


def test_the_paper_circulation_and_the_one_by_system() -> None:
    found = changes(as_is(), to_be())
    assert ("removed", ("印刷・綴じ",), ()) in found
    assert ("removed", ("課長補佐の確認",), ()) in found
    assert ("moved", ("部長の決裁",), ("決裁",)) in found
    assert ("for_information", ("総務課の合議",), ("総務課の合議",)) in found
    both = ("財政課の合議", "総務課の合議")
    assert ("parallel", both, both) in found
    assert ("reconditioned", both, both) in found
    assert not [kind for kind, *_ in found if kind in ("added", "reordered", "serial", "merged", "split")]


def test_back_to_paper_is_the_mirror_image() -> None:
    found = changes(to_be(), as_is())
    both = ("財政課の合議", "総務課の合議")
    assert ("serial", both, both) in found
    assert ("added", (), ("課長補佐の確認",)) in found
    assert not [kind for kind, *_ in found if kind in ("removed", "parallel", "for_information")]


def opaque(key: str) -> str:
    return f"Activity_{random.Random(key).getrandbits(32):08x}"


def every_id_taken_by_another(key: str) -> str:
    ids = sorted(node.id for node in (*as_is().nodes, *to_be().nodes))
    ids = list(dict.fromkeys(ids))
    return ids[(ids.index(key) + 5) % len(ids)]


@pytest.mark.parametrize("new", [opaque, every_id_taken_by_another])
def test_regenerated_ids_give_the_same_answer(new: Callable[[str], str]) -> None:
    as_drawn = changes(as_is(), to_be())
    assert changes(as_is(), renamed(to_be(), new)) == as_drawn
    assert changes(renamed(as_is(), opaque), renamed(to_be(), new)) == as_drawn


def test_ids_of_roles_may_change_with_the_tool_too() -> None:
    lanes = {role.id: f"Lane_{number}" for number, role in enumerate(ROLES)}
    drawn = to_be()
    moved = replace(
        drawn,
        roles=tuple(replace(role, id=lanes[role.id]) for role in drawn.roles),
        nodes=tuple(replace(node, role=node.role and lanes[node.role]) for node in drawn.nodes),
    )
    assert changes(as_is(), moved) == changes(as_is(), drawn)


def test_an_id_that_is_kept_tells_a_step_that_got_quite_another_name() -> None:
    new = replace(PRINT, title=Title("電子ファイルの添付"), touch=Constant(1.0))
    (match,) = (
        m
        for m in compare(of(DRAFT, PRINT, DECIDE), of(DRAFT, new, DECIDE)).overall.matches
        if m.before[0].id == "print"
    )
    assert match.by == "id"
    assert match.confidence < 1
    assert ("retitled", ("印刷",), ("電子ファイルの添付",)) in changes(
        of(DRAFT, PRINT, DECIDE), of(DRAFT, new, DECIDE)
    )


def test_one_approver_for_another_is_no_move() -> None:
    """係長's look is gone and 部長's is new: neither is the other."""
    chief = step("a", "係長の確認", "chief", 3, act="review")
    director = step("b", "部長の確認", "director", 3, act="review")
    found = changes(of(DRAFT, chief, DECIDE), of(DRAFT, director, DECIDE))
    assert found == [("removed", ("係長の確認",), ()), ("added", (), ("部長の確認",))]


def test_of_four_approvals_with_one_title_the_one_whose_role_is_gone_is_removed() -> None:
    approvals = [
        step(f"Task_{role}", "承認", role, 3, act="review")
        for role in ("chief", "deputy", "head", "director")
    ]
    later = [renamed(of(node), opaque).nodes[0] for node in approvals if node.role != "deputy"]
    comparison = compare(of(DRAFT, *approvals), of(DRAFT, *later))
    (change,) = comparison.overall.changes
    assert (change.kind, change.before[0].role) == ("removed", ROLES[2])


@pytest.mark.parametrize(
    ("parts", "whole"),
    [(("受付", "形式の確認"), "受付・形式確認"), (("係長の確認", "課長の確認"), "係長・課長確認")],
)
def test_steps_that_go_into_one_are_merged_and_the_other_way_round_split(
    parts: tuple[str, str], whole: str
) -> None:
    first, second = (step(f"p{n}", name, "drafter", 3 + n) for n, name in enumerate(parts))
    one = step("whole", whole, "drafter", 5)
    merged = compare(of(DRAFT, first, second, DECIDE), of(DRAFT, one, DECIDE)).overall.changes
    assert [told(change) for change in merged] == [("merged", parts, (whole,))]
    assert (merged[0].was, merged[0].becomes) == (7, 5)
    assert changes(of(DRAFT, one, DECIDE), of(DRAFT, first, second, DECIDE)) == [("split", (whole,), parts)]


def test_a_step_far_away_is_not_merged_though_its_title_is_part_of_another() -> None:
    far = step("far", "確認", "chief", 3)
    one = step("one", "受付", "drafter", 3)
    both = step("one", "受付・確認", "drafter", 3)
    found = changes(of(one, DRAFT, PRINT, CHECK, far), of(both, DRAFT, PRINT, CHECK))
    assert ("removed", ("確認",), ()) in found


def test_work_that_goes_to_a_system_is_moved_and_takes_other_time() -> None:
    system = Role(id="app", title=Title("電子申請システム"), kind="system")
    before = of(step("enter", "申請内容の入力", "drafter", 15), DECIDE)
    after = of(step("x", "申請内容の入力", "app", 0), DECIDE, roles=(*ROLES, system))
    (moved, retimed) = compare(before, after).overall.changes
    assert (moved.kind, moved.was, moved.becomes) == ("moved", ROLES[0], system)
    assert (retimed.kind, retimed.aspect, retimed.was, retimed.becomes) == (
        "retimed",
        "touch",
        Constant(15),
        Constant(0),
    )


def test_the_one_step_that_changes_places_is_reordered_not_those_it_passes() -> None:
    assert changes(of(DRAFT, PRINT, CHECK, DECIDE), of(PRINT, CHECK, DRAFT, DECIDE)) == [
        ("reordered", ("起案",), ("起案",))
    ]


def test_a_wait_may_come_or_go() -> None:
    waiting = replace(DECIDE, wait=Wait(Constant(2.0)))
    (change,) = compare(of(DRAFT, waiting), of(DRAFT, DECIDE)).overall.changes
    assert (change.kind, change.aspect, change.was, change.becomes) == ("retimed", "wait", waiting.wait, None)


def test_media_in_another_order_are_the_same() -> None:
    one, other = (replace(DRAFT, medium=media) for media in (("paper", "seal"), ("seal", "paper")))
    assert changes(of(one), of(other)) == []


def test_a_limit_that_rises_is_told_once_for_all_steps_behind_it() -> None:
    found = compare(with_amounts(as_is(), "500,000"), with_amounts(as_is(), "1,000,000")).overall.changes
    assert [(told(change)[1], [str(guard) for guard in change.becomes]) for change in found] == [
        (("課長専決",), ["amount < 1,000,000"]),
        (("課長の確認", "部長決裁"), ["unless amount < 1,000,000"]),
    ]


def test_a_step_after_the_join_hangs_on_no_condition() -> None:
    """The concurrence goes; the decision after it is not re-conditioned by that."""
    gone = {"need_concur", "c_finance", "c_general", "joined"}
    plain = as_is()
    flows = tuple(flow for flow in plain.flows if not {flow.source, flow.target} & gone)
    without = replace(
        plain,
        nodes=tuple(node for node in plain.nodes if node.id not in gone),
        flows=(*flows, way("r_head", "decide")),
    )
    found = changes(plain, without)
    assert sorted(found) == [("removed", ("総務課の合議",), ()), ("removed", ("財政課の合議",), ())]


def test_a_way_back_that_is_gone_is_told() -> None:
    plain = as_is()
    without = replace(plain, flows=tuple(flow for flow in plain.flows if not flow.rework))
    (change,) = compare(plain, without).overall.changes
    assert (change.kind, change.aspect, [str(g) for g in change.was], change.becomes) == (
        "reconditioned",
        "return",
        ["12%"],
        (),
    )


def test_a_way_back_that_nobody_marked_is_one_too() -> None:
    plain = as_is()
    unmarked = replace(plain, flows=tuple(replace(flow, rework=False) for flow in plain.flows))
    assert changes(plain, unmarked) == []


def test_a_mandate_that_is_lost_and_a_period_that_changes_are_told() -> None:
    audit = replace(CHECK, mandatory=Mandate("地方自治法232条の4"))
    found = compare(of(DRAFT, audit), of(DRAFT, CHECK)).overall.changes
    assert [(change.kind, change.aspect, change.was) for change in found] == [
        ("altered", "mandatory", audit.mandatory)
    ]
    ten, five = (
        Timer(
            id="t", title=Title("見積期間"), period=Period(days, "calendar_days", False, "next_open", "政令")
        )
        for days in (10, 5)
    )
    found = compare(of(DRAFT, ten, DECIDE), of(DRAFT, five, DECIDE)).overall.changes
    assert [(change.aspect, change.becomes) for change in found] == [("period", five.period)]


def test_a_box_around_the_same_steps_changes_nothing() -> None:
    boxed = SubProcess(id="box", title=Title("審査"), nodes=(PRINT, CHECK), flows=chain("print", "check"))
    assert changes(of(DRAFT, PRINT, CHECK, DECIDE), of(DRAFT, boxed, DECIDE)) == []


def test_parallel_is_told_for_ways_that_leave_a_task_without_gateway() -> None:
    fork = Procedure(
        id="p", roles=ROLES, nodes=(DRAFT, PRINT, CHECK, Gateway(id="j", logic="parallel"), DECIDE),
        flows=(*chain("draft", "print", "j"), *chain("draft", "check", "j", "decide")),
    )  # fmt: skip
    assert changes(of(DRAFT, PRINT, CHECK, DECIDE), fork) == [
        ("parallel", ("印刷", "内容の審査"), ("印刷", "内容の審査"))
    ]


def test_three_states_are_compared_with_the_one_before_and_with_the_first() -> None:
    can_be = replace(as_is(), state="can_be", nodes=tuple(
        replace(node, wait=None) if isinstance(node, Task) else node for node in as_is().nodes
    ))  # fmt: skip
    comparison = compare(as_is(), can_be, to_be())
    assert [(d.earlier, d.later) for d in comparison.differences] == [(0, 1), (1, 2), (0, 2)]
    assert {change.kind for change in comparison.between(0, 1).changes} == {"retimed"}
    assert [told(c) for c in comparison.overall.changes] == changes(as_is(), to_be())
    with pytest.raises(KeyError):
        comparison.between(2, 0)


def test_changes_do_not_change() -> None:
    change = compare(as_is(), to_be()).overall.changes[0]
    with pytest.raises(FrozenInstanceError):
        change.kind = "added"  # type: ignore[misc]


def test_titles_of_one_language_against_titles_of_both() -> None:
    translated = of(
        *(replace(node, title=Title(node.title.ja, f"Step {node.id}")) for node in (DRAFT, CHECK))
    )
    assert changes(of(DRAFT, CHECK), renamed(translated, opaque)) == []


def test_a_procedure_without_steps_compares_too() -> None:
    empty = Procedure(id="p")
    comparison: Comparison = compare(empty, of(DRAFT))
    assert [told(change) for change in comparison.overall.changes] == [("added", (), ("起案",))]


def in_two_languages(english: Callable[[str], Title]) -> tuple[Procedure, Procedure]:
    """Return the same two steps, titled in Japanese and in English."""
    japanese = Procedure(
        id="p",
        roles=(Role(id="desk", title=Title("窓口")),),
        nodes=(
            Task(id="x1", title=Title("受付"), role="desk"),
            Task(id="x2", title=Title("審査"), role="desk"),
        ),
        flows=chain("x1", "x2"),
    )
    other = replace(
        japanese,
        state="to_be",
        roles=(Role(id="desk", title=english("Counter")),),
        nodes=(
            Task(id="x1", title=english("Reception"), role="desk"),
            Task(id="x2", title=english("Review"), role="desk"),
        ),
    )
    return japanese, other


@pytest.mark.parametrize("english", [lambda text: Title(en=text), Title], ids=["en: Review", "Review"])
def test_a_file_in_english_and_one_in_japanese_are_matched_by_id(english: Callable[[str], Title]) -> None:
    comparison = compare(*in_two_languages(english))
    found = comparison.overall
    assert not found.of_kind("removed") and not found.of_kind("added") and not found.of_kind("moved")
    assert warnings(comparison) == ()


@pytest.mark.parametrize("written", [lambda text: Title(en=text), Title], ids=["en: Review", "Review"])
def test_without_ids_in_common_either_the_comparison_says_that_it_cannot_tell(
    written: Callable[[str], Title], english: None
) -> None:
    before, after = in_two_languages(written)
    comparison = compare(before, renamed(after, opaque))
    assert len(comparison.overall.of_kind("removed")) == len(comparison.overall.of_kind("added")) == 2
    (warning,) = warnings(comparison)
    assert "2 steps of as-is and 2 of to-be have titles in different languages" in warning
    assert "same id" in warning


def test_a_state_in_which_all_is_new_has_no_trouble_with_languages() -> None:
    before, _ = in_two_languages(Title)
    new = (
        Task(id="y1", title=Title("オンライン申請"), role="desk"),
        Task(id="y2", title=Title("OCR"), role="desk"),  # Latin letters alone are no other language
    )
    comparison = compare(before, replace(before, state="to_be", nodes=new, flows=chain("y1", "y2")))
    assert len(comparison.overall.of_kind("removed")) == 2
    assert warnings(comparison) == ()
