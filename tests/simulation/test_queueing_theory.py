"""What queueing theory knows in closed form, each inside the interval of the simulation."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from math import factorial

import numpy as np
import pytest

from bprkit.procedure.conditions import Condition
from bprkit.procedure.distributions import Constant, Empirical, LogNormal, Triangular
from bprkit.procedure.model import Batch, Categories, Gateway, Period, Timer, Volume
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


def test_three_branches_take_longer_than_two_and_less_than_if_alone() -> None:
    """Nelson and Tantawi (1988): at least as long as of two branches, at most H3 times as long as one."""
    names = ("a", "b", "c")
    flows = ways("start fork a join end", "fork b join", "fork c join")
    nodes = (
        Gateway(id="fork", logic="parallel"),
        *(task(name, 6.0, name) for name in names),
        Gateway(id="join", logic="parallel"),
    )
    setting = prepared(office(*nodes, flows=flows, people=dict.fromkeys(names, 1)), years=2, exponential=True)
    found = lead(played(setting, 8)) / MINUTE
    load, alone = 0.6, 6 / (1 - 0.6)
    assert (12 - load) / 8 * alone < found.mean() < (1 + 1 / 2 + 1 / 3) * alone


def test_batches_queue_as_if_they_were_the_cases() -> None:
    """Batches of five come in Erlang gaps; each is served in one go, case by case: Lindley's recursion for the batches."""
    size, minutes = 5, 8.0
    setting = prepared(office(task("a", minutes, batch=Batch(size=size))), years=4, exponential=True)
    chance = np.random.default_rng(7)
    steps = chance.gamma(size, minutes, 2_000_000) - chance.gamma(size, 10.0, 2_000_000)
    walk = np.concatenate(([0.0], np.cumsum(steps)))
    waits = walk - np.minimum.accumulate(walk)
    truth = waits.mean() + (size - 1) / 2 * minutes  # behind those of one's own batch
    assert within(of_node(played(setting), setting, "a", "queue") / MINUTE, truth, width=0.08)


@pytest.mark.parametrize("words", [True, False])
def test_cases_of_high_priority_wait_as_cobham_says(words: bool) -> None:
    """The first of the words, or the highest number, goes first; both classes wait in one queue."""
    of_each = {"急": 0.5, "普通": 0.5} if words else None
    attribute = Categories(of_each) if of_each else Empirical((1.0, 2.0))
    first = "urgent = 急" if words else "urgent > 1.5"
    flows = ways(
        "start ask", "ask a end", "ask b end", ask_a={"condition": Condition.parse(first)}, ask_b={"otherwise": True}
    )  # fmt: skip
    procedure = office(
        Gateway(id="ask"), task("a", 8.0), task("b", 8.0), flows=flows, attributes={"urgent": attribute}
    )
    setting = prepared(procedure, years=5, exponential=True, order=3, priority="urgent")
    outcomes = played(setting)
    left_over = 0.1 * 8**2
    truths = {"a": left_over / (1 - 0.4), "b": left_over / ((1 - 0.4) * (1 - 0.8))}
    for step, truth in truths.items():
        assert within(of_node(outcomes, setting, step, "queue") / MINUTE, truth, width=0.1)


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
