"""What cannot be run is refused in words that say what to do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bprkit.errors import InputError
from bprkit.procedure.conditions import Condition
from bprkit.procedure.distributions import Constant, Triangular
from bprkit.procedure.model import Batch, Categories, End, Gateway, Procedure, Role, Start, Volume, Wait
from bprkit.simulation.simulating import simulate
from simulated_offices import office, task, ways

PLAIN = office(task("a", 5.0))


def refused(*procedures: Procedure, **options: Any) -> str:
    with pytest.raises(InputError) as error:
        simulate(*procedures, **{"years": 0.1, "replications": 2, **options})
    assert error.value.ja != error.value.en
    return error.value.en


def test_more_work_than_people_can_do_is_told_with_the_utilisation() -> None:
    told = refused(office(task("a", 13.0)))
    assert "clerk 130%" in told
    assert simulate(office(task("a", 9.0)), years=0.1, replications=2).cases > 0


def test_overload_is_told_by_section() -> None:
    shares = {"税務課": 0.9, "総務課": 0.1}
    roles = (Role(id="clerk", headcount=1),)
    told = refused(replace(office(task("a", 13.0)), sections=shares, roles=roles))
    assert "clerk (税務課) 117%" in told
    assert "総務課" not in told


def test_absences_and_what_deputies_take_over_count_for_overload() -> None:
    busy = office(task("a", 8.0, "chief"), people={"chief": 1, "deputy": 1})
    assert "chief 1" in refused(busy, absences={"chief": 0.4})
    assert simulate(
        busy, absences={"chief": 0.4}, deputies={"chief": "deputy"}, years=0.1, replications=2
    ).cases


def test_a_role_nobody_fills() -> None:
    roles = (Role(id="clerk", headcount={"税務課": 2}),)
    lonely = replace(PLAIN, roles=roles, sections={"税務課": 0.5, "総務課": 0.5})
    assert "Nobody is clerk in 総務課" in refused(lonely)
    assert "Nobody is clerk:" in refused(replace(PLAIN, roles=(Role(id="clerk", headcount=0),)))


def test_a_batch_on_a_day_on_which_the_office_is_closed() -> None:
    """Nothing would ever pass; a batch that is also taken up when it is full does go on."""
    told = refused(office(task("a", 5.0, batch=Batch(days=(5, 6))), calendar="jp"))
    assert "'a' is done on Sat, Sun, when the office is never open" in told
    full = office(task("a", 5.0, batch=Batch(size=2, days=(6,))), calendar="jp", volume=Volume(1_000))
    assert simulate(full, years=0.1, replications=2).cases > 0


def test_a_role_without_work_needs_nobody() -> None:
    more = replace(PLAIN, roles=(*PLAIN.roles, Role(id="idle", headcount=0)))
    assert simulate(more, years=0.05, replications=2).roles["role"].tolist() == ["clerk"]


def test_a_loop_that_cannot_end() -> None:
    flows = ways(
        "start a ask", "ask a", "ask end",
        ask_a={"condition": Condition.parse("amount > 0")}, ask_end={"otherwise": True},
    )  # fmt: skip
    endless = office(task("a", 0.0), Gateway(id="ask"), flows=flows, attributes={"amount": Constant(1.0)})
    assert "comes back to 'ask' for ever" in refused(endless)


def test_a_join_that_waits_in_vain() -> None:
    flows = ways(
        "start ask", "ask a join", "ask b join", "join end", ask_a={"share": 0.5}, ask_b={"share": 0.5}
    )
    stuck = office(
        Gateway(id="ask"), task("a", 1.0), task("b", 1.0), Gateway(id="join", logic="parallel"), flows=flows
    )
    assert "wait in vain at join" in refused(stuck)


@pytest.mark.parametrize(
    ("procedure", "told"),
    [
        (office(task("a", -5.0)), "'a' takes less than no time"),
        (office(task("a", Triangular(-1.0, 2.0, 3.0))), "less than no time"),
        (office(task("a", 1.0, wait=Wait(Constant(-2.0)))), "less than no time"),
        (replace(PLAIN, volume=None), "has no volume"),
        (replace(PLAIN, volume=Volume(0)), "has no volume"),
        (replace(PLAIN, volume=Volume(10, monthly=(0.0,) * 12)), "monthly weights"),
        (replace(PLAIN, volume=Volume(10, hourly=(0.0,) * 24)), "hourly weights"),
        (replace(PLAIN, volume=Volume(10, hourly=(1.0,) * 23)), "hourly weights"),
        (replace(PLAIN, volume=Volume(10, hourly=(-1.0, *[1.0] * 23))), "hourly weights"),
        (replace(PLAIN, roles=()), "none of the roles"),
        (replace(PLAIN, sections=0), "0 sections"),
        (replace(PLAIN, sections={"x": -1.0, "y": 2.0}), "shares of the sections"),
        (replace(PLAIN, nodes=PLAIN.nodes[:-1], flows=PLAIN.flows[:-1]), "nothing follows 'a'"),
        (replace(PLAIN, nodes=(*PLAIN.nodes, Start(id="more"))), "2 start events"),
        (replace(PLAIN, attributes={"kind": Categories({"x": 0.0})}), "shares of 'kind'"),
        (
            office(Gateway(id="g"), flows=ways("start g end", "g end", g_end={"share": 0.2})),
            "add up to 40.0%",
        ),
        (
            office(Gateway(id="g"), End(id="e2"), flows=ways("start g end", "g e2", g_end={"share": 1.2})),
            "share of the ways from 'g'",
        ),
        (
            office(
                Gateway(id="g"), End(id="e2"),
                flows=ways("start g end", "g e2", g_end={"condition": Condition.parse("size > 3")}),
            ),
            "asks about size",
        ),
    ],
)  # fmt: skip
def test_procedures_that_cannot_be_run(procedure: Procedure, told: str) -> None:
    assert told in refused(procedure)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"years": 0}, "years cannot be run"),
        ({"years": 101}, "years cannot be run"),
        ({"cases": 0}, "too few"),
        ({"cases": 10**9}, "years to come in"),
        ({"replications": 0}, "too few"),
        ({"precision": 0.0}, "precision"),
        ({"precision": 2.0}, "precision"),
        ({"seed": -1}, "seed"),
        ({"warm_up_days": -1}, "warm-up"),
        ({"order": "by_name"}, "no order 'by_name'"),
        ({"absences": {"boss": 0.1}}, "no role boss"),
        ({"absences": {"clerk": 1.0}}, "below 1"),
        ({"deputies": {"clerk": "clerk"}}, "own deputy"),
    ],
)
def test_options_that_cannot_be_used(options: dict[str, Any], told: str) -> None:
    assert told in refused(PLAIN, **options)


def test_several_procedures() -> None:
    assert "at least one" in refused()
    assert "Give years" in refused(PLAIN, PLAIN, cases=10)
    assert "told apart" in refused(PLAIN, PLAIN)
    assert "other sections" in refused(PLAIN, replace(PLAIN, id="other", sections=3))
