"""`simulate` as people call it: its figures agree with the graph, with the log and with themselves."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

import bprkit
from bprkit.procedure.conditions import Condition
from bprkit.procedure.distributions import Constant, LogNormal, Triangular
from bprkit.procedure.expecting import expected
from bprkit.procedure.files import open_procedure
from bprkit.procedure.model import Categories, End, Gateway, Message, Procedure, Role, Volume, Wait
from bprkit.simulation.simulated import Simulated
from bprkit.simulation.simulating import simulate
from simulated_offices import office, played, prepared, task, ways

PAIRS = (
    "approval-circulation",
    "payment-order",
    "grant-award",
    "disclosure",
    "travel-expenses",
    "road-occupation",
)


def unlimited(procedure: Procedure) -> Procedure:
    """The same procedure with so many people that no one waits for anyone."""
    roles = tuple(replace(role, headcount=10_000, pooled=True, section=None) for role in procedure.roles)
    return replace(procedure, roles=roles)


def holds(found: Simulated, statistic: str, truth: float, slack: float = 0.0) -> None:
    row = found.lead_times.query(f"time == 'working' and statistic == '{statistic}'").iloc[0]
    width = row["high"] - row["low"]
    assert row["low"] - width - slack <= truth <= row["high"] + width + slack, (row.to_dict(), truth)


@pytest.mark.parametrize(
    "name", ["moving-in/as_is", "grant-award/as_is", "care-certification/to_be", "disclosure/to_be"]
)
def test_applicants_outsiders_and_branches_agree_with_the_graph(name: str) -> None:
    procedure = replace(unlimited(open_procedure(name)), volume=Volume(20_000))
    found, graph = simulate(procedure, replications=6, warm_up_days=0), expected(procedure)
    holds(found, "mean", graph.lead_time.mean * 60, slack=graph.lead_time.error * 60 + 1)
    kinds = {role.id: role.kind for role in procedure.roles}
    steps = found.steps[found.steps["role"].map(kinds) == "staff"]
    minutes = (steps["per_case"] * steps["touch"]).sum() / 60
    assert minutes == pytest.approx(graph.touch_minutes, rel=0.01)


@pytest.mark.parametrize("state", ["as_is", "to_be"])
def test_without_queues_it_agrees_with_what_the_graph_says(state: str) -> None:
    procedure = unlimited(open_procedure(f"approval-circulation/{state}"))
    found, graph = simulate(procedure, years=1, replications=10, warm_up_days=0), expected(procedure)
    holds(found, "mean", graph.lead_time.mean * 60, slack=graph.lead_time.error * 60)
    for statistic, share in (("median", 0.5), ("p90", 0.9)):
        seconds = graph.lead_time.quantile(share) * 60
        holds(found, statistic, seconds, slack=0.01 * seconds + graph.lead_time.quantile_error * 60)
    per_case = found.steps.set_index("step")["per_case"]
    for step, visits in graph.visits.items():
        if step in per_case.index and step in {each.id for each in procedure.tasks}:
            assert per_case[step] == pytest.approx(visits, abs=0.01)
    hours = found.roles["touch_hours"].sum()
    assert hours == pytest.approx(graph.touch_minutes / 60 * 25_000, rel=0.01)
    for end in found.outcomes.itertuples():
        assert end.share == pytest.approx(graph.outcomes[end.outcome], abs=0.01)


def test_it_agrees_with_the_graph_where_ways_are_chosen_by_attribute_share_and_loop() -> None:
    flows = ways(
        "start ask", "ask small merge", "ask large merge", "merge some", "some x join", "some y join", "join check",
        "check end", "check merge",
        ask_small={"condition": Condition.parse("amount < 500")}, ask_large={"otherwise": True},
        some_x={"share": 0.7}, some_y={"share": 0.4}, check_merge={"share": 0.2, "rework": True},
    )  # fmt: skip
    nodes = (
        Gateway(id="ask"), task("small", Triangular(5, 10, 30)), task("large", LogNormal(60.0, 40.0)),
        Gateway(id="merge"), Gateway(id="some", logic="inclusive"), task("x", 20.0), task("y", LogNormal(20.0, 9.0)),
        Gateway(id="join", logic="inclusive"), Gateway(id="check"),
    )  # fmt: skip
    procedure = office(
        *nodes, flows=flows, people=10_000, per_hour=3.0, attributes={"amount": LogNormal(600.0, 900.0)}
    )
    found, graph = simulate(procedure, replications=10), expected(procedure)
    holds(found, "mean", graph.lead_time.mean * 60, slack=graph.lead_time.error * 60)
    holds(found, "p90", graph.lead_time.quantile(0.9) * 60, slack=0.01 * graph.lead_time.quantile(0.9) * 60)
    per_case = found.steps.set_index("step")["per_case"]
    for step in ("small", "large", "x", "y"):
        assert per_case[step] == pytest.approx(graph.visits[step], rel=0.02)
    rework = found.per_case.set_index("figure")["mean"]["rework"]
    assert rework == pytest.approx(0.25, rel=0.03)  # 0.2 / 0.8


@pytest.fixture(scope="module")
def circulated() -> Simulated:
    procedure = replace(open_procedure("approval-circulation/as_is"), volume=Volume(3000))
    return simulate(procedure, replications=1, log=True)


def test_its_log_is_read_back_without_a_question(circulated: Simulated) -> None:
    log = bprkit.read_log(circulated.log)
    assert circulated.log is not None
    assert len(bprkit.case_durations(log)) == circulated.log["case"].nunique() == circulated.cases
    mined = bprkit.mine(log)
    taken = {row["taken_as"] for row in mined["columns"]}
    assert taken == {"case", "activity", "start", "time", "resource", "role", "section", "attribute"}
    assert {row["check"] for row in mined["quality"]} <= {
        "after_today"
    }  # nothing had to be repaired or left out


def test_simulated_and_mined_lead_times_agree(circulated: Simulated) -> None:
    durations = bprkit.case_durations(bprkit.read_log(circulated.log))
    clock = next(name for name in durations.columns if "clock" in name)
    working = next(name for name in durations.columns if "working" in name)
    assert len(durations) == circulated.cases
    seconds = [
        durations[name].dt.total_seconds() if durations[name].dtype.kind == "m" else durations[name]
        for name in (clock, working)
    ]
    assert seconds[0].mean() == pytest.approx(circulated.lead_time(), abs=1.0)
    assert seconds[1].mean() == pytest.approx(circulated.lead_time(time="working"), abs=1.0)
    assert seconds[0].quantile(0.9) == pytest.approx(circulated.lead_time("p90"), rel=0.01)


def test_simulated_and_mined_waiting_and_work_agree(circulated: Simulated) -> None:
    """One step after the other: what is enabled when the step before has ended waits as long in both."""
    log = bprkit.read_log(circulated.log)
    steps = circulated.steps
    mined = bprkit.mine(log)
    total = sum(row["clock_seconds"]["total"] for row in mined["transitions"] if row["measure"] == "waiting")
    assert total == pytest.approx((steps["per_case"] * steps["wait"]).sum() * circulated.cases, rel=1e-4)
    work = sum(row["working_seconds"]["total"] for row in mined["activities"])
    assert work == pytest.approx((steps["per_case"] * steps["touch"]).sum() * circulated.cases, rel=1e-3)


def test_the_same_seed_gives_the_same_bytes_and_another_one_others() -> None:
    procedure = open_procedure("approval-circulation/as_is")
    one, same, other = (
        json.dumps(simulate(procedure, years=0.1, replications=3, seed=seed).to_dict(), ensure_ascii=False)
        for seed in (1, 1, 2)
    )
    assert one == same != other
    assert "NaN" not in one


def test_differences_are_sharper_with_common_random_numbers() -> None:
    as_is = open_procedure("approval-circulation/as_is")
    faster = replace(
        as_is,
        nodes=tuple(
            replace(node, wait=Wait(Constant(0.25))) if node.id == "chief_reviews" else node
            for node in as_is.nodes
        ),
    )
    before, common, independent = (
        simulate(each, years=0.3, replications=16, seed=seed).replicates["lead_working"]
        for each, seed in ((as_is, 1), (faster, 1), (faster, 2))
    )
    assert np.var(before - common) < np.var(before - independent) / 10
    assert np.mean(before - common) == pytest.approx(0.25 * 27_900 * 1.136, rel=0.05)


def test_so_many_cases_are_counted_and_no_more() -> None:
    found = simulate(open_procedure("approval-circulation/as_is"), cases=777, replications=2)
    assert found.cases == 2 * 777
    assert found.years == pytest.approx(777 / 25_000, rel=0.5)


def test_it_stops_at_the_precision_that_was_asked_for() -> None:
    procedure = office(task("a", LogNormal(8.0, 8.0)))
    calls: list[tuple[int, int | None]] = []
    found = simulate(procedure, years=0.2, precision=0.02, progress=lambda done, of: calls.append((done, of)))
    assert found.precision <= 0.02
    assert 10 < found.replications < 1000
    assert found.replications % 10 == 0
    assert calls[-1] == (found.replications, None)
    loose = simulate(procedure, years=0.2, precision=0.2)
    assert loose.replications == 10


def test_an_empty_office_is_faster_than_a_busy_one() -> None:
    procedure = office(task("a", LogNormal(9.0, 9.0)))
    empty, busy = (
        simulate(procedure, cases=60, replications=60, warm_up_days=days).lead_time() for days in (0, 60)
    )
    assert empty < 0.8 * busy


def test_procedures_that_share_a_desk_wait_for_each_other() -> None:
    one = office(task("a", LogNormal(8.0, 4.0)), per_hour=3.0)
    other = replace(office(task("b", LogNormal(8.0, 4.0)), per_hour=3.0), id="other")
    alone, together = simulate(one, replications=5), simulate(one, other, replications=5)
    assert together.lead_time() > 1.3 * alone.lead_time()
    assert together.roles["utilisation"].iloc[0] == pytest.approx(0.8, rel=0.02)
    assert (
        alone.replicates["cases"].tolist()
        == together.replicates.query("procedure == 'office'")["cases"].tolist()
    )
    assert set(together.lead_times["procedure"]) == {"office", "other"}


def test_work_in_progress_is_what_little_says() -> None:
    found = simulate(office(task("a", 5.0), task("b", LogNormal(7.0, 7.0)), people=2), replications=10)
    assert found.in_progress["mean"].iloc[0] == pytest.approx(0.1 * found.lead_time() / 60, rel=0.01)


def test_handovers_are_counted_when_the_work_passes_to_another_role() -> None:
    people = {"one": 9, "other": 9}
    procedure = office(
        task("a", 1.0, "one"), task("b", 1.0, "one"), Message(id="m"), task("c", 1.0, "other"), task("d", 1.0, "one"),
        people=people,
    )  # fmt: skip
    found = simulate(procedure, years=0.05, replications=2)
    assert found.per_case.set_index("figure")["mean"]["handovers"] == 2.0
    assert found.roles.set_index("role")["handovers"].to_dict() == {"one": 1.0, "other": 1.0}


@pytest.mark.parametrize("at_night", [True, False])
def test_an_applicant_is_never_short_and_works_when_the_procedure_says(at_night: bool) -> None:
    applicant = Role(id="applicant", kind="applicant", calendar="none" if at_night else None)
    procedure = office(
        task("form", 300.0, "applicant"), task("a", 5.0), calendar="jp",
        roles=(applicant, Role(id="clerk", headcount=3)), volume=Volume(5000),
    )  # fmt: skip
    found = simulate(procedure, replications=2)
    steps = found.steps.set_index("step")
    assert steps.loc["form", "wait"] == 0.0
    assert (steps.loc["a", "closed"] > 0.0) == at_night  # a form finished at night waits for the morning
    hours = found.roles.set_index("role").loc["applicant"]
    assert hours["touch_hours"] == pytest.approx(25_000, rel=0.05)
    assert np.isnan(hours["utilisation"])


def test_a_part_of_a_year_is_counted_as_long_as_it_is() -> None:
    found = simulate(office(task("a", 5.0)), years=0.0001, replications=20)
    assert found.years == pytest.approx(1 / 365.25)  # no shorter than a day
    assert found.roles["touch_hours"].iloc[0] == pytest.approx(6 * 24 * 365.25 * 5 / 60, rel=0.1)


def test_an_end_that_terminates_stops_the_other_branch() -> None:
    flows = ways("start fork a end", "fork b stop")
    nodes = (
        Gateway(id="fork", logic="parallel"),
        task("a", 5.0),
        task("b", 1.0, wait=Wait(Constant(60.0), "minutes")),
    )
    for order in ("first_come", "oldest_case"):
        procedure = office(*nodes, End(id="stop", outcome="terminated"), flows=flows, people=99)
        found = simulate(procedure, years=0.05, replications=2, order=order)  # type: ignore[arg-type]
        assert found.lead_time() == pytest.approx(61 * 60, rel=1e-6)


def test_a_case_does_not_wait_for_information_after_the_decision() -> None:
    steps = (
        task("decide", 3.0, act="decide"),
        task("inform", 60.0, "reader", act="inform", wait=Wait(Constant(5.0))),
    )
    procedure = office(*steps, task("issue", 4.0), people={"clerk": 9, "reader": 9})
    found = simulate(procedure, years=0.1, replications=2, warm_up_days=30)
    assert found.lead_time() == pytest.approx(7 * 60, rel=1e-3)
    hours = found.roles.set_index("role")["touch_hours"]
    assert hours["reader"] == pytest.approx(found.cases / 2 / 0.1 * 1.0, rel=0.03)


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("state", ["as_is", "to_be"])
def test_the_bundled_procedures_run(name: str, state: str) -> None:
    found = simulate(open_procedure(f"{name}/{state}"), cases=300, replications=2)
    assert found.cases == 600
    assert found.lead_time() > 0
    assert json.dumps(found.to_dict(), allow_nan=False)


def test_words_as_attributes_go_their_ways() -> None:
    flows = ways(
        "start ask", "ask a end", "ask b end",
        ask_a={"condition": Condition.parse("kind = 物品")}, ask_b={"otherwise": True},
    )  # fmt: skip
    procedure = office(
        Gateway(id="ask"), task("a", 1.0), task("b", 1.0), flows=flows, people=9,
        attributes={"kind": Categories({"物品": 0.3, "委託": 0.7})},
    )  # fmt: skip
    found = simulate(procedure, years=0.3, replications=3, log=True)
    assert found.steps.set_index("step").loc["a", "per_case"] == pytest.approx(0.3, abs=0.01)
    assert found.log is not None
    kinds = found.log[found.log["activity"] == "a"]["kind"]
    assert set(kinds) == {"物品"}


def test_online_applications_come_at_night_and_wait_for_the_morning() -> None:
    procedure = office(task("a", 5.0), people=3, calendar="jp", volume=Volume(3000))
    by_day, by_night = (
        simulate(procedure, replications=2, arrivals=hours, log=True) for hours in (None, "none")
    )
    for found, at_night in ((by_day, False), (by_night, True)):
        assert found.log is not None
        hours = found.log[found.log["role"].isna()]["start"].dt.hour
        assert hours.isin((0, 1, 2, 3)).any() == at_night
        closed = found.steps.set_index("step").loc["a", "closed"]
        assert (closed > 3600) == at_night
    assert by_night.cases == pytest.approx(by_day.cases, rel=0.06)


def test_memory_does_not_grow_with_the_number_of_cases() -> None:
    procedure = office(task("a", LogNormal(8.0, 8.0)), calendar="jp", volume=Volume(9_000))
    short, long = prepared(procedure, years=1), prepared(procedure, years=12)
    outcomes = [played(setting, 1)[0] for setting in (short, long)]
    assert outcomes[1].tasks > 11 * outcomes[0].tasks
    assert (long.room.cases, long.room.events) == (short.room.cases, short.room.events)
    assert sum(part.nbytes for part in outcomes[1].tally) == sum(part.nbytes for part in outcomes[0].tally)
    assert len(outcomes[1].log) == 0


def test_the_notes_tell_what_was_asked_for() -> None:
    procedure = office(task("a", 5.0, "chief"), people={"chief": 1, "deputy": 1})
    usual = simulate(procedure, years=0.02, replications=1)
    asked = simulate(
        procedure, years=0.02, replications=1,
        order="oldest_case", arrivals="none", absences={"chief": 0.125}, deputies={"chief": "deputy"},
    )  # fmt: skip
    assert [en for en, _ in asked.assumed if en not in {en for en, _ in usual.assumed}] == [
        "Served first is the oldest case.",
        "Cases come in by the calendar none.",
        "chief: away on 12.5% of the days.",
        "deputy acts where no chief is there.",
    ]
    assert all(any("ぁ" <= letter <= "ん" for letter in ja) for _, ja in asked.assumed)
