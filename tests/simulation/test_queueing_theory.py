"""What queueing theory knows in closed form, each inside the interval of the simulation."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from math import factorial

import pytest

from bprkit.procedure.distributions import Constant, LogNormal, Triangular
from bprkit.procedure.model import Batch, Gateway, Period, Timer, Volume
from simulated_offices import HOURS_A_YEAR, lead, of_node, office, played, prepared, task, ways, within

MINUTE = 60.0


def test_one_clerk_exponential() -> None:
    setting = prepared(office(task("a", 8.0)), years=5, exponential=True)
    assert within(of_node(played(setting), setting, "a", "queue") / MINUTE, 8 * 0.8 / 0.2)


def erlang_c(people: int, load: float) -> float:
    """The share of cases that wait."""
    last = load**people / factorial(people) * people / (people - load)
    return last / (sum(load**n / factorial(n) for n in range(people)) + last)


@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize("people", [2, 5])
def test_several_clerks(people: int, order: int) -> None:
    minutes = 8.0 * people
    setting = prepared(office(task("a", minutes), people=people), years=4, exponential=True, order=order)
    truth = erlang_c(people, 0.8 * people) * minutes / (people * 0.2)
    assert within(of_node(played(setting), setting, "a", "queue") / MINUTE, truth, width=0.08)


@pytest.mark.parametrize("touch", [Constant(8.0), LogNormal(8.0, 8.0), Triangular(2.0, 4.0, 18.0)])
def test_one_clerk_any_times_as_pollaczek_and_khinchine_say(touch: Constant | LogNormal | Triangular) -> None:
    setting = prepared(office(task("a", touch)), years=5)
    rate = 0.1  # a minute
    truth = rate * (touch.variance + touch.mean**2) / (2 * (1 - rate * touch.mean))
    assert within(of_node(played(setting), setting, "a", "queue") / MINUTE, truth, width=0.08)


def test_two_desks_in_a_row_wait_as_if_alone() -> None:
    setting = prepared(
        office(task("a", 7.0, "first"), task("b", 5.0, "second"), people={"first": 1, "second": 1}),
        years=4,
        exponential=True,
    )
    outcomes = played(setting)
    assert within(of_node(outcomes, setting, "a", "queue") / MINUTE, 7 * 0.7 / 0.3)
    assert within(of_node(outcomes, setting, "b", "queue") / MINUTE, 5 * 0.5 / 0.5)


def test_cases_that_come_back_load_the_desk_as_jackson_says() -> None:
    flows = ways(
        "start a b ask", "ask end", ask_end={"share": 0.75}
    ) + ways("ask a", ask_a={"share": 0.25, "rework": True})  # fmt: skip
    procedure = office(
        task("a", 6.0, "first"), task("b", 5.0, "second"), Gateway(id="ask"), flows=flows,
        people={"first": 1, "second": 1},
    )  # fmt: skip
    setting = prepared(procedure, years=5, exponential=True)
    outcomes = played(setting)
    rate = 0.1 / 0.75
    truth = (rate * 6 / (1 - rate * 6) + rate * 5 / (1 - rate * 5)) / 0.1  # by Little's law
    assert within(lead(outcomes) / MINUTE, truth, width=0.08)
    assert within(of_node(outcomes, setting, "a", "count"), 1 / 0.75)


def test_a_fork_takes_as_long_as_flatto_and_hahn_say() -> None:
    flows = ways("start fork a join end", "fork b join")
    nodes = (
        Gateway(id="fork", logic="parallel"),
        task("a", 6.0, "first"),
        task("b", 6.0, "second"),
        Gateway(id="join", logic="parallel"),
    )
    setting = prepared(
        office(*nodes, flows=flows, people={"first": 1, "second": 1}), years=4, exponential=True
    )
    load = 0.6
    assert within(lead(played(setting)) / MINUTE, (12 - load) / 8 * 6 / (1 - load))


def test_the_first_of_a_batch_waits_for_the_last() -> None:
    setting = prepared(office(task("a", 0.0, batch=Batch(size=10)), people=1000), years=1)
    assert within(of_node(played(setting), setting, "a", "batch") / MINUTE, 10 * (10 - 1) / 2)


def test_a_batch_by_the_clock_waits_half_its_interval() -> None:
    times = tuple(dt.time(hour) for hour in range(0, 24, 4))
    setting = prepared(office(task("a", 0.0, batch=Batch(times_of_day=times)), people=1000), years=1)
    assert within(of_node(played(setting), setting, "a", "batch") / MINUTE, 120.0)


def test_urgent_cases_wait_as_cobham_says() -> None:
    due = Timer(id="due", deadline=True, period=Period(3, "calendar_days", False, "as_it_is", ""))
    volume = Volume(3.0 * HOURS_A_YEAR)
    urgent = office(due, task("a", 8.0), volume=volume)
    other = replace(office(task("b", 8.0), volume=volume), id="other")
    setting = prepared(urgent, other, years=5, exponential=True, order=2)
    outcomes = played(setting)
    left_over = 0.1 * 8**2  # of what is being worked on, in minutes
    assert within(of_node(outcomes, setting, "a", "queue") / MINUTE, left_over / (1 - 0.4))
    assert within(
        of_node(outcomes, setting, "b", "queue") / MINUTE, left_over / ((1 - 0.4) * (1 - 0.8)), width=0.08
    )
