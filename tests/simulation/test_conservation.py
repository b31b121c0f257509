"""Nothing is lost, nothing is done twice, and no one does two things at once: over procedures of every form."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bprkit.calendar import load_calendar
from bprkit.procedure.distributions import AnyDistribution, scaled
from bprkit.procedure.model import Flow, Node, Procedure, SubProcess, Task, Timer, Volume, Wait
from bprkit.simulation.running import Setting
from procedures import procedures
from simulated_offices import DAY, logged, prepared, stamps

RUSH = tuple({8: 3.0, 9: 6.0, 13: 2.0, 22: 1.0}.get(hour, 0.0) for hour in range(24))
"""A rush in the morning, and some cases at night."""


def shortened(time: AnyDistribution | None, most: float) -> AnyDistribution | None:
    """Return a time of the same form that is not too long to be waited for."""
    return time if time is None or time.mean <= most else scaled(time, most / time.mean)


def runnable(node: Node) -> Node:
    """Return a node that lets cases through in good time."""
    wait = getattr(node, "wait", None)
    if wait is not None:
        node = replace(
            node, wait=Wait(shortened(wait.length, 300 if wait.unit == "minutes" else 5), wait.unit)
        )  # type: ignore[call-arg]
    if isinstance(node, Task):
        batch = node.batch and replace(node.batch, days=tuple(day for day in node.batch.days if day < 5))
        return replace(node, touch=shortened(node.touch, 60.0), batch=batch)
    if isinstance(node, Timer) and node.period is not None:
        return replace(node, period=replace(node.period, amount=min(node.period.amount, 20.0)))
    if isinstance(node, SubProcess):
        return replace(node, nodes=tuple(map(runnable, node.nodes)), flows=ended(node.flows))
    return node


def ended(flows: tuple[Flow, ...]) -> tuple[Flow, ...]:
    return tuple(replace(flow, share=min(flow.share or 0.0, 0.5)) if flow.rework else flow for flow in flows)


@st.composite
def runnable_procedures(draw: st.DrawFn) -> Procedure:
    drawn = draw(procedures(foreign=False, acts=False))
    roles = tuple(replace(role, headcount=draw(st.integers(1, 3))) for role in drawn.roles)
    sections = drawn.sections if not isinstance(drawn.sections, int) else min(drawn.sections, 3)
    return replace(
        drawn,
        roles=roles,
        sections=sections,
        volume=Volume(draw(st.sampled_from((60.0, 500.0))), hourly=draw(st.sampled_from(((), RUSH)))),
        nodes=tuple(map(runnable, drawn.nodes)),
        flows=ended(drawn.flows),
    )


def moments(rows: Any, name: str) -> dict[tuple[int, int], float]:
    found: dict[tuple[int, int], float] = {}
    for case, value in zip(rows["case"].tolist(), rows[name].tolist(), strict=True):
        found[0, case] = max(found.get((0, case), -1.0), value)
    return found


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(runnable_procedures(), st.integers(0, 3), st.sampled_from((0.0, 0.2)))
def test_every_case_ends_and_no_one_does_two_things_at_once(
    procedure: Procedure, order: int, absence: float
) -> None:
    absences = {role.id: absence for role in procedure.roles}
    setting = prepared(procedure, warm_up_days=0, order=order, absences=absences, years=0.5)
    outcome, rows = logged(setting)
    tally = outcome.tally.cases[0]
    starts = rows[rows["node"] == int(setting.compiled.program.starts["node"][0])]
    assert len(starts) == tally["cases"] == len(set(starts["case"].tolist()))
    arrived, ended_at = moments(starts, "done"), moments(rows, "done")
    assert set(arrived) == set(ended_at)
    under_way = outcome.days[0]
    assert (under_way["mean"] > -1e-9).all() and (under_way["mean"] <= under_way["most"] + 1e-9).all()
    assert max(under_way["most"], default=0) <= outcome.most_in_flight
    terminates = bool(setting.compiled.program.nodes["terminates"].any())
    leads = [ended_at[case] - arrived[case] for case in arrived]
    if not terminates:
        assert sum(leads) == pytest.approx(tally["lead_clock"], abs=1.0)
    assert (rows["ready"] <= rows["begun"]).all() and (rows["begun"] <= rows["done"]).all()
    _no_one_does_two_things(rows[rows["server"] >= 0])
    _work_is_done_in_office_hours(setting, outcome.tally, rows, absence)
    _what_comes_in_goes_out(setting, outcome.tally)


def _no_one_does_two_things(rows: Any) -> None:
    rows = rows[np.lexsort((rows["done"], rows["begun"], rows["server"]))]
    same = rows["server"][1:] == rows["server"][:-1]
    assert (rows["begun"][1:][same] >= rows["done"][:-1][same] - 1e-6).all()


def _work_is_done_in_office_hours(setting: Setting, tally: Any, rows: Any, absence: float) -> None:
    staff = setting.compiled.staff
    for number, name in enumerate(staff.calendars):
        mine = rows[
            (rows["role"] == number) & setting.compiled.program.nodes["is_work"][rows["node"]].astype(bool)
        ]
        if not len(mine):
            continue
        calendar = load_calendar(name)
        worked = calendar.working_seconds(stamps(mine["begun"]), stamps(mine["done"])).sum()
        groups = [group for group, role in enumerate(staff.role_of_group) if role == number]
        busy = tally.groups["busy"][groups].sum()
        if absence == 0:
            assert worked == pytest.approx(busy, abs=1e-3 * len(mine))
        else:
            assert worked >= busy - 1e-3 * len(
                mine
            )  # what is begun stays on the desk while its holder is away


def _what_comes_in_goes_out(setting: Setting, tally: Any) -> None:
    """At every node with one way out, whatever comes in goes on: its target is entered as often as from all its sources."""
    rows, flows = setting.compiled.program.nodes, setting.compiled.program.flows
    sources: dict[int, list[int]] = {}
    for place, row in enumerate(rows):
        for flow in range(row["first_flow"], row["end_flow"]):
            sources.setdefault(int(flows[flow]["target"]), []).append(place)
    if rows["terminates"].any():
        return
    for place, before in sources.items():
        if all(rows[source]["sending"] == 0 and rows[source]["joining"] == 0 for source in before):
            if rows[place]["joining"] == 0 and rows[place]["end_flow"] > rows[place]["first_flow"]:
                entered = sum(tally.nodes[source]["count"] for source in before)
                assert tally.nodes[place]["count"] == entered
            elif rows[place]["end_flow"] == rows[place]["first_flow"]:
                assert tally.nodes[place]["ended"] == sum(tally.nodes[source]["count"] for source in before)


def test_the_office_is_as_busy_for_the_last_case_as_for_the_first() -> None:
    from simulated_offices import office, task

    setting = prepared(office(task("a", 9.0)), years=0.1, warm_up_days=30, exponential=True)
    last: list[float] = []
    for replication in range(60):
        _, rows = logged(setting, replication)
        late = rows[(rows["node"] == 1) & (rows["ready"] > setting.until - 2 * DAY)]
        last.append(float(np.mean(late["begun"] - late["ready"])))
    assert np.mean(last) / 60 == pytest.approx(9 * 0.9 / 0.1, rel=0.25)
