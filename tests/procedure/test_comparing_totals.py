"""What a state asks for is counted so that nobody can be misled: staff and applicants apart, averages and sums apart."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from approval_states import ROLES, as_is, chain, renamed, step, to_be, way
from bprkit import language
from bprkit.cli.compare import command
from bprkit.cli.compare_page import comparison_page
from bprkit.errors import InputError
from bprkit.procedure.comparing import compare
from bprkit.procedure.comparing.summary import sentences, warnings
from bprkit.procedure.excel import write_flow_sheet
from bprkit.procedure.files import open_procedure
from bprkit.procedure.model import (
    End,
    Gateway,
    Loss,
    Mandate,
    Materials,
    Procedure,
    Role,
    Start,
    Task,
    Title,
    Volume,
)
from bprkit.report.cells import width
from bprkit.report.terminal import print_page
from procedures import procedures


def test_sums_over_steps_ignore_shares_and_averages_of_a_case_do_not() -> None:
    """起案 30 + 印刷 5 + 係長 3 + 補佐 2 + 課長 3 + 合議 3 + 3 (40 %) + 部長 3, done 1/0.88 times; then 施行 8 + 編綴 5."""
    (totals, _) = compare(as_is(), to_be()).totals
    assert totals.listed_minutes_staff == 30 + 5 + 3 + 2 + 3 + 3 + 3 + 3 + 8 + 5
    assert totals.case.expected is not None
    assert totals.case.expected.touch_minutes == pytest.approx((43 + 0.4 * 6 + 3) / 0.88 + 13)


def test_the_circulation_by_numbers() -> None:
    before, after = compare(as_is(), to_be()).totals
    assert (before.tasks, after.tasks) == (10, 7)
    assert (before.approvals, after.approvals) == (
        6,
        4,
    )  # 係長, 補佐, 課長, two 合議, 決裁; 供覧 approves nothing
    assert (before.seals, after.seals) == (6, 0)
    assert (before.sheets, after.sheets) == (8, 0)  # four sheets, and a copy of each
    assert (before.roles, after.roles) == (7, 5)
    drafter = before.per_role[0]
    assert (drafter.role, drafter.steps, drafter.listed_minutes) == (ROLES[0], 4, 48)


def test_hours_of_applicants_and_of_systems_are_never_added_to_those_of_staff() -> None:
    roles = (
        Role(id="a", title=Title("申請者"), kind="applicant"),
        Role(id="b", title=Title("窓口"), headcount=2),
        Role(id="c", title=Title("システム"), kind="system"),
    )
    nodes = (step("1", "記入", "a", 20), step("2", "受付", "b", 3), step("3", "印字", "c", 1))
    procedure = Procedure(id="p", roles=roles, nodes=nodes, flows=chain("1", "2", "3"), sections=3)
    (totals, _) = compare(procedure, procedure).totals
    assert (totals.listed_minutes_staff, totals.listed_minutes_applicant, totals.listed_minutes_other) == (
        3,
        20,
        1,
    )
    assert totals.people == 6  # two in each of three sections; nobody counts an applicant as staff


def test_a_handover_is_a_way_to_the_next_step_of_another_role_whatever_lies_between() -> None:
    nodes = (
        step("a", "起案", "drafter", 1),
        step("b", "印刷", "drafter", 1),
        Gateway(id="g"),
        step("c", "確認", "head", 1),
        step("d", "決裁", "director", 1),
    )
    flows = (*chain("a", "b", "g", "c", "d"), way("g", "d"), way("d", "a", rework=True))
    procedure = Procedure(id="p", roles=ROLES, nodes=nodes, flows=flows)
    assert compare(procedure, procedure).totals[0].handovers == 3  # b → c, c → d, b → d


def test_a_seal_that_no_number_says_is_one() -> None:
    nodes = (
        step("a", "係長印", "chief", 1, medium=("seal",)),
        step("b", "割印", "head", 1, medium=("seal",), materials=Materials(seals=2)),
    )
    procedure = Procedure(id="p", roles=ROLES, nodes=nodes)
    assert compare(procedure, procedure).totals[0].seals == 3


def test_a_drawing_that_is_not_finished_is_compared_without_averages() -> None:
    endless = Procedure(id="p", nodes=(Start(id="s"), Task(id="a"), Task(id="b"), End(id="e")), flows=(
        way("s", "a"), way("a", "b"), way("b", "a")))  # fmt: skip
    comparison = compare(endless, as_is())
    assert comparison.totals[0].case.expected is None
    assert comparison.totals[0].case.why_not is not None
    assert any(str(comparison.totals[0].case.why_not) in warning for warning in warnings(comparison))


def test_one_state_is_no_comparison() -> None:
    with pytest.raises(InputError):
        compare(as_is())


def test_who_loses_an_approval_without_being_named_is_told() -> None:
    """The deputy's look is in `loses`; the director's decision and the concurrence that became information are not."""
    comparison = compare(as_is(), to_be())
    assert [step.id for step in comparison.unlisted] == ["decide", "c_general"]
    by_id = replace(
        to_be(),
        loses=(Loss("deputy", "r_deputy"), Loss("director", "decide"), Loss("総務課", "総務課の合議")),
    )
    assert compare(as_is(), by_id).unlisted == ()


@pytest.mark.usefixtures("english")
def test_a_step_that_the_law_demands_does_not_go_unnoticed() -> None:
    law = Mandate("地方自治法232条の4")
    audit = Task(id="audit", title=Title("会計審査", "Audit"), mandatory=law)
    with_audit = replace(as_is(), nodes=(*as_is().nodes, audit), flows=(*as_is().flows, way("bind", "audit")))
    (warning,) = warnings(compare(with_audit, as_is()))
    assert "Audit is demanded by 地方自治法232条の4" in warning
    unmarked = replace(with_audit, nodes=(*as_is().nodes, replace(audit, mandatory=None)))
    assert len(warnings(compare(with_audit, unmarked))) == 1
    assert warnings(compare(with_audit, renamed(with_audit, lambda key: f"x{key}"))) == ()


@pytest.mark.usefixtures("english")
def test_an_order_that_the_law_demands_does_not_go_unnoticed() -> None:
    """The decision comes before the payment."""
    nodes = (step("decide", "決裁", "head", 3), Gateway(id="g"), step("pay", "支払", "drafter", 3))
    law = Mandate("地方自治法232条の4")
    before = Procedure(
        id="p", roles=ROLES, nodes=nodes, flows=(way("decide", "g", mandatory=law), way("g", "pay"))
    )
    after = replace(before, flows=chain("pay", "decide"))
    (warning,) = warnings(compare(before, after))
    assert "地方自治法232条の4 demands the order of 決裁 + 支払" in warning
    further = replace(
        before, nodes=(*nodes, step("x", "通知", "drafter", 1)), flows=chain("decide", "x", "pay")
    )
    assert warnings(compare(before, further)) == ()


def test_fewer_people_and_more_cases_are_told_beside_the_steps() -> None:
    fewer = replace(
        as_is(),
        volume=Volume(30_000),
        roles=tuple(
            replace(role, headcount=2) if role.id == "chief" else role
            for role in ROLES
            if role.id != "general"
        ),
    )
    found = compare(as_is(), fewer).overall.circumstances
    assert [(each.kind, each.role and each.role.id, each.was, each.becomes) for each in found] == [
        ("volume", None, 25_000, 30_000),
        ("headcount", "chief", 1, 2),
        ("role_removed", "general", ROLES[5], None),
    ]
    assert compare(as_is(), as_is()).overall.circumstances == ()


def test_what_is_needed_and_lost_in_the_last_state_is_part_of_the_comparison() -> None:
    comparison = compare(as_is(), to_be())
    assert (comparison.needs, comparison.loses) == (to_be().needs, to_be().loses)
    assert comparison.to_dict()["needs"][0]["title"] == "決裁規程の改正"


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=procedures(), after=procedures())
def test_any_two_procedures_compare_and_give_json(before: Procedure, after: Procedure) -> None:
    comparison = compare(before, after)
    told = json.loads(json.dumps(comparison.to_dict(), allow_nan=False))
    assert set(told) == {"states", "differences", "needs", "loses", "unlisted"}
    left = [step for match in comparison.overall.matches for step in match.before]
    assert len({step.id for step in left}) == len(left)  # no step is two others
    gone = comparison.overall.of_kind("removed")
    assert len(left) + len(gone) == comparison.totals[0].steps
    assert all(0 <= match.confidence <= 1 for match in comparison.overall.matches)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(procedure=procedures())
def test_a_procedure_with_new_ids_is_the_same_procedure(procedure: Procedure) -> None:
    ids = {key: f"Activity_{turn * 7919 % 1009:04d}" for turn, key in enumerate(procedure.node_of)}
    comparison = compare(procedure, renamed(procedure, lambda key: ids.get(key, key)))
    told = [
        (c.kind, [str(s) for s in c.before], [str(s) for s in c.after]) for c in comparison.overall.changes
    ]
    assert told == []


BUNDLED = ("approval-circulation", "moving-in", "payment-order")


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("name", BUNDLED)
def test_the_page_fits_in_100_columns_and_says_the_most_telling_first(
    name: str, lang: language.Language, capsys: pytest.CaptureFixture[str]
) -> None:
    from rich.console import Console

    with language.speaking(lang):
        comparison = compare(*(open_procedure(f"{name}/{state}") for state in ("as_is", "can_be", "to_be")))
        page = comparison_page(comparison)
        print_page(page, Console(width=100, highlight=False))
    shown = capsys.readouterr().out
    assert max(width(line.rstrip()) for line in shown.splitlines()) <= 100
    assert page.summary and page.sections[0].id == "changes-0-2"
    assert {section.id for section in page.sections} >= {
        "case",
        "listed",
        "roles",
        "changes-0-1",
        "changes-1-2",
    }
    assert ("needs" in {section.id for section in page.sections}) is bool(comparison.needs)


@pytest.mark.usefixtures("english")
def test_sentences_say_what_changed_and_by_how_much() -> None:
    told = sentences(compare(as_is(), to_be()))
    assert told[0].startswith(
        "as-is has 10 steps, to-be has 7. Changes: removed 3, other role 1, for information 1, in parallel 1"
    )
    assert any(
        sentence.startswith("Staff work of an average case: ") and "(-" in sentence for sentence in told
    )
    assert "1 step is taken from somebody; for 1 of them it is said who agreed." in told


def test_the_command_writes_json_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    as_is_file, to_be_file = tmp_path / "as_is.xlsx", tmp_path / "to_be.xlsx"
    write_flow_sheet(as_is(), as_is_file)
    write_flow_sheet(replace(to_be(), loses=(Loss("a", "b", "c", dt.date(2026, 7, 1)),)), to_be_file)
    command().main([str(as_is_file), str(to_be_file), "--json", "-"], standalone_mode=False)
    told = json.loads(capsys.readouterr().out)
    assert [state["state"] for state in told["states"]] == ["as_is", "to_be"]
    assert told["loses"][0]["agreed_on"] == "2026-07-01"
    assert {change["kind"] for change in told["differences"][0]["changes"]} >= {
        "removed",
        "moved",
        "parallel",
    }


def test_two_procedures_are_told_from_two_states_of_one() -> None:
    travel, payment = open_procedure("travel-expenses/as_is"), open_procedure("payment-order/as_is")
    told = [
        warning
        for warning in warnings(compare(travel, payment))
        if "別の手続" in warning or "two procedures" in warning
    ]
    assert len(told) == 1
    assert travel.id in told[0]
    assert payment.id in told[0]


def test_states_of_one_procedure_under_other_names_are_not() -> None:
    before, after = as_is(), replace(as_is(), id="new", title=Title("新しい決裁", "New"), state="to_be")
    assert warnings(compare(before, after)) == ()
