"""Office hours: no one works while the office is closed, and waits and timers go by its days."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from bprkit.calendar import japanese_city_hall
from bprkit.procedure.distributions import Constant, LogNormal
from bprkit.procedure.model import Batch, Period, Timer, Volume, Wait
from simulated_offices import DAY, FIRST, at, logged, of_node, office, played, prepared, stamps, task

HALL = japanese_city_hall()


@pytest.mark.parametrize("order", [0, 1, 2])
def test_work_goes_on_in_office_hours_only(order: int) -> None:
    procedure = office(
        task("a", LogNormal(200.0, 300.0), wait=Wait(Constant(0.7))),
        people=3,
        calendar="jp",
        volume=Volume(1200),
    )
    setting = prepared(procedure, order=order)
    outcome, rows = logged(setting)
    rows = rows[rows["node"] == at(setting, "a")]
    worked = HALL.working_seconds(stamps(rows["begun"]), stamps(rows["done"]))
    assert worked.sum() == pytest.approx(outcome.tally.nodes[at(setting, "a")]["touch"])
    nearly = stamps(rows["begun"]) + np.timedelta64(1, "ms")
    assert (HALL.working_seconds(stamps(rows["begun"]), nearly) > 0).all(), (
        "someone began while it was closed"
    )
    over_night = np.floor(rows["done"] / DAY) > np.floor(rows["begun"] / DAY)
    assert over_night.any(), "no task was interrupted by closing time, so nothing was tested"


def test_waiting_is_told_by_cause_without_remainder() -> None:
    procedure = office(
        task("a", LogNormal(60.0, 60.0), wait=Wait(Constant(0.5)), batch=Batch(size=3)),
        people=2, calendar="jp", volume=Volume(6000),
    )  # fmt: skip
    setting = prepared(procedure, warm_up_days=0)
    outcome, rows = logged(setting)
    came = dict(rows[rows["node"] == at(setting, "start")][["case", "begun"]].tolist())
    begun = rows[rows["node"] == at(setting, "a")]
    waited = sum(row["begun"] - came[row["case"]] for row in begun)
    tally = outcome.tally.nodes[at(setting, "a")]
    causes = {cause: tally[cause] for cause in ("outside", "batch", "queue", "closed")}
    assert sum(causes.values()) == pytest.approx(waited)
    assert all(seconds > 0 for seconds in causes.values())


def test_a_wait_of_working_days_ends_so_many_office_days_later() -> None:
    procedure = office(
        task("a", 0.0, wait=Wait(Constant(2.0))), people=99, calendar="jp", volume=Volume(3000)
    )
    setting = prepared(procedure)
    _, rows = logged(setting)
    ready = rows[rows["node"] == at(setting, "a")]["ready"]
    came = rows[rows["node"] == at(setting, "start")]["done"]
    lengths = HALL.working_seconds(stamps(np.sort(came)), stamps(np.sort(ready)))
    assert lengths == pytest.approx(np.full(len(lengths), 2 * HALL.working_day_seconds), abs=1e-3)


def naive_end(period: Period, begins: dt.date) -> dt.date:
    """The last day of a period, day by day."""
    day, left = begins, int(period.amount)
    if period.first_day_counts and (period.unit == "calendar_days" or HALL.is_open(day)):
        left -= 1
    while left > 0:
        day += dt.timedelta(days=1)
        left -= period.unit == "calendar_days" or HALL.is_open(day)
    step = {"next_open": 1, "previous_open": -1, "as_it_is": 0}[period.on_closed_day]
    while step and not HALL.is_open(day):
        day += dt.timedelta(days=step)
    return day


@pytest.mark.parametrize("closed", ["next_open", "previous_open", "as_it_is"])
@pytest.mark.parametrize("first_counts", [True, False])
@pytest.mark.parametrize(("unit", "amount"), [("calendar_days", 10), ("working_days", 7)])
def test_timers_end_on_the_day_that_the_rule_says(
    unit: str, amount: int, first_counts: bool, closed: str
) -> None:
    period = Period(amount, unit, first_counts, closed, "")  # type: ignore[arg-type]
    setting = prepared(office(Timer(id="t", period=period), calendar="jp", volume=Volume(800)))
    _, rows = logged(setting)
    waited = rows[rows["node"] == at(setting, "t")]
    assert len(waited) > 500
    for begins, ends in zip(waited["ready"], waited["done"], strict=True):
        first, last = (FIRST + dt.timedelta(days=int(moment // DAY)) for moment in (begins, ends))
        assert last == max(first, naive_end(period, first)), first


def test_batches_by_the_clock_are_taken_up_then() -> None:
    batch = Batch(days=(1, 4), times_of_day=(dt.time(9), dt.time(15)))
    setting = prepared(office(task("a", 5.0, batch=batch), people=999, calendar="jp", volume=Volume(5000)))
    _, rows = logged(setting)
    begun = rows[rows["node"] == at(setting, "a")]["begun"]
    moments = {FIRST + dt.timedelta(days=int(moment // DAY)) for moment in begun}
    assert {moment.weekday() for moment in moments} == {1, 4}
    assert all(HALL.is_open(moment) for moment in moments)
    assert {moment % DAY / 3600 for moment in begun.tolist()} == {9.0, 15.0}


def test_a_batch_is_taken_up_when_it_is_full_or_when_its_time_has_come() -> None:
    both = Batch(size=4, times_of_day=(dt.time(9),))
    setting = prepared(office(task("a", 0.0, batch=both), people=999, calendar="jp", volume=Volume(4000)))
    _, rows = logged(setting)
    begun = rows[rows["node"] == at(setting, "a")]["begun"]
    _, sizes = np.unique(begun, return_counts=True)
    at_nine = np.unique(begun) % DAY == 9 * 3600
    assert (sizes[~at_nine] == 4).all()
    assert (sizes[at_nine] < 4).any()
    assert sizes.max() == 4


def test_each_section_fills_its_own_batch() -> None:
    procedure = office(task("a", 0.0, batch=Batch(size=5)), calendar="jp", volume=Volume(4000), sections=3)
    role = procedure.roles[0].__class__(id="clerk", headcount=50)
    from dataclasses import replace

    setting = prepared(replace(procedure, roles=(role,)), warm_up_days=0)
    _, rows = logged(setting)
    rows = rows[rows["node"] == at(setting, "a")]
    for section in range(3):
        _, sizes = np.unique(rows[rows["section"] == section]["begun"], return_counts=True)
        assert (sizes[:-1] == 5).all()


def test_deadlines_are_missed_by_cases_that_end_on_a_later_day() -> None:
    due = Timer(id="due", deadline=True, period=Period(3, "calendar_days", False, "as_it_is", ""))
    procedure = office(
        due, task("a", 0.0, wait=Wait(LogNormal(2.0, 2.0))), people=99, calendar="jp", volume=Volume(3000)
    )
    setting = prepared(procedure, warm_up_days=0)
    outcome, rows = logged(setting)
    came = dict(rows[rows["node"] == at(setting, "start")][["case", "done"]].tolist())
    ended = dict(rows[rows["node"] == at(setting, "a")][["case", "done"]].tolist())
    late = sum(ended[case] // DAY > came[case] // DAY + 3 for case in came)
    assert outcome.tally.dues[0].tolist() == (len(came), late, 0, 0)
    assert 0 < late < len(came)


def test_the_months_weigh_as_they_are_said_to() -> None:
    monthly = (3.0, 0.0, *[1.0] * 10)
    procedure = office(task("a", 1.0), people=9, calendar="jp", volume=Volume(26_000, monthly=monthly))
    setting = prepared(procedure, warm_up_days=0)
    _, rows = logged(setting)
    months = (
        stamps(rows[rows["node"] == at(setting, "start")]["done"]).astype("datetime64[M]").astype(int) % 12
    )
    counts = np.bincount(months, minlength=12)
    assert counts[4] == 0  # May
    assert counts[3] == pytest.approx(6000, rel=0.05)  # April
    assert counts.sum() == pytest.approx(26_000, rel=0.02)


def test_absent_people_are_waited_for_or_stood_in_for() -> None:
    procedure = office(
        task("a", 5.0, "chief"), people={"chief": 1, "deputy": 1}, calendar="jp", volume=Volume(3000)
    )
    alone = prepared(procedure, absences={"chief": 0.3})
    outcomes = played(alone, 4)
    assert np.mean(of_node(outcomes, alone, "a", "queue")) > 0.3 * 0.5 * HALL.working_day_seconds
    _, rows = logged(alone)
    days = np.unique(rows[rows["node"] == at(alone, "a")]["begun"] // DAY)
    open_days = HALL.office_days(FIRST + dt.timedelta(days=30), FIRST + dt.timedelta(days=394))
    assert len(days) == pytest.approx(0.7 * open_days, abs=25)
    for order in (0, 1):
        helped = prepared(procedure, absences={"chief": 0.3}, deputies={"chief": "deputy"}, order=order)
        outcome, rows = logged(helped)
        rows = rows[rows["node"] == at(helped, "a")]
        names = [role.id for role in helped.compiled.staff.roles]
        acted = rows["role"] == names.index("deputy")
        assert acted.mean() == pytest.approx(0.3, abs=0.08)
        chief_days, deputy_days = (set((rows[who]["begun"] // DAY).tolist()) for who in (~acted, acted))
        assert not chief_days & deputy_days
        assert outcome.tally.nodes[at(helped, "a")]["queue"] / len(rows) < 900


def test_a_deadline_asks_for_the_decision_and_for_the_end() -> None:
    due = Timer(id="due", deadline=True, period=Period(3, "calendar_days", False, "as_it_is", ""))
    steps = (task("decide", 0.0, act="decide"), task("issue", 0.0, wait=Wait(Constant(9.0))))
    procedure = office(due, *steps, people=99, calendar="jp", volume=Volume(2000))
    setting = prepared(procedure, warm_up_days=0)
    outcome, _ = logged(setting)
    cases = outcome.tally.cases[0]["cases"]
    assert outcome.tally.dues[0].tolist() == (cases, cases, cases, 0)
