"""What has no answer is refused in words that name the step."""

from __future__ import annotations

import pytest

from bprkit.errors import InputError
from bprkit.procedure.conditions import Condition
from bprkit.procedure.distributions import Constant, LogNormal, Triangular
from bprkit.procedure.expecting import expected
from bprkit.procedure.model import Categories, End, Flow, Gateway, Procedure, Start, Task, Title
from token_play import procedure, task, ways


def refused(given: Procedure, hint: str) -> None:
    with pytest.raises(InputError, match=hint) as raised:
        expected(given)
    assert raised.value.ja != raised.value.en


def when(text: str) -> Condition:
    return Condition.parse(text)


@pytest.mark.usefixtures("english")
class TestUnsound:
    def test_a_loop_without_exit(self) -> None:
        nodes = (Start(id="s"), Task(id="a", title=Title("確認", "Check")), Task(id="b"), End(id="e"))
        refused(
            Procedure(id="p", nodes=nodes, flows=ways("s a b", "b a")), "From 'Check' no way leads to an end"
        )

    def test_a_join_of_uneven_choices(self) -> None:
        gates = (Gateway(id="g"), Gateway(id="j", title=Title("合流", "Both"), logic="parallel"))
        flows = ways("start g a j end", "g b j", g_a={"share": 0.4}, g_b={"share": 0.6})
        refused(
            procedure(*gates, task("a"), task("b"), flows=flows), "'Both' waits for ways .*0.4, 0.6 times"
        )

    def test_a_loop_that_is_never_left_in_one_class_of_cases(self) -> None:
        flows = (
            *ways("start a", "b end"),
            Flow(source="a", target="b", condition=when("amount < 10")),
            Flow(source="a", target="a", otherwise=True),
        )
        given = procedure(
            task("a", 1), task("b", 1), flows=flows, attributes={"amount": Triangular(0, 5, 20)}
        )
        refused(given, "no way leads to an end")

    def test_a_choice_that_ends_at_a_parallel_join(self) -> None:
        gates = (Gateway(id="g"), Gateway(id="j", title=Title("合流", "Both"), logic="parallel"))
        flows = ways("start g a j end", "g b j", g_a={"share": 0.5}, g_b={"share": 0.5})
        refused(procedure(*gates, task("a"), task("b"), flows=flows), "parallel join 'Both'")

    def test_a_loop_that_starts_more_and_more_parallel_work(self) -> None:
        split = Gateway(id="g", logic="parallel")
        flows = ways("start m a g m", "g b m", "a end", a_end={"share": 0.2}, a_g={"share": 0.8})
        refused(procedure(split, task("m"), task("a"), task("b"), flows=flows), "more and more")

    def test_no_beginning(self) -> None:
        given = Procedure(id="p", nodes=(task("a"), task("b")), flows=ways("a b a"))
        refused(given, "Nothing begins")

    def test_a_flow_to_nowhere(self) -> None:
        refused(procedure(task("a"), flows=ways("start a b end")), "no step 'b'")


@pytest.mark.usefixtures("english")
class TestShares:
    def test_that_sum_to_more_than_all(self) -> None:
        flows = ways("start g a end", "g b end", g_a={"share": 0.7}, g_b={"share": 0.5})
        gate = Gateway(id="g", title=Title("要否", "Needed?"))
        refused(procedure(gate, task("a"), task("b"), flows=flows), "shares at 'Needed\\?' sum to 120.0%")

    def test_that_sum_to_less(self) -> None:
        flows = ways("start g a end", "g b end", g_a={"share": 0.3}, g_b={"share": 0.5})
        refused(procedure(Gateway(id="g"), task("a"), task("b"), flows=flows), "sum to 80.0%")

    def test_that_were_rounded_are_taken(self) -> None:
        flows = ways(
            "start g a end",
            "g b end",
            "g c end",
            g_a={"share": 0.33},
            g_b={"share": 0.33},
            g_c={"share": 0.34},
        )
        three = procedure(Gateway(id="g"), task("a"), task("b"), task("c"), flows=flows)
        assert sum(expected(three).visits[name] for name in "abc") == pytest.approx(1)

    def test_conditions_that_leave_cases_over(self) -> None:
        flows = (
            *ways("start g", "a end", "b end"),
            Flow(source="g", target="a", condition=when("kind = 物品")),
            Flow(source="g", target="b", condition=when("kind = 工事")),
        )
        attributes = {"kind": Categories({"物品": 0.5, "工事": 0.4, "委託": 0.1})}
        given = procedure(Gateway(id="g"), task("a"), task("b"), flows=flows, attributes=attributes)
        refused(given, "none of the conditions")

    def test_a_condition_on_what_is_not_described(self) -> None:
        flows = (
            *ways("start g", "a end", "b end"),
            Flow(source="g", target="a", condition=when("amount < 5")),
            Flow(source="g", target="b", condition=when("amount >= 5")),
        )
        refused(
            procedure(Gateway(id="g"), task("a"), task("b"), flows=flows), "asks for 'amount'.*attributes"
        )

    def test_without_any_share_ways_are_taken_equally_and_it_is_told(self) -> None:
        found = expected(
            procedure(Gateway(id="g"), task("a"), task("b"), flows=ways("start g a end", "g b end"))
        )
        assert found.visits["a"] == 0.5
        assert any("equally often" in note for note in found.notes)


@pytest.mark.usefixtures("english")
class TestTimes:
    def test_below_zero(self) -> None:
        refused(procedure(task("a", Triangular(-5, 0, 5)), flows=ways("start a end")), "less than no time")

    def test_a_calendar_that_there_is_not(self) -> None:
        refused(procedure(task("a"), flows=ways("start a end"), calendar="nowhere.yaml"), "nowhere.yaml")

    def test_steps_too_small_for_the_memory(self) -> None:
        given = procedure(task("a", LogNormal(10_000, 5_000)), flows=ways("start a end"))
        with pytest.raises(InputError, match="too small"):
            expected(given, step_minutes=1e-4)

    def test_nothing_takes_any_time(self) -> None:
        lead = expected(procedure(Task(id="a"), flows=ways("start a end"))).lead_time
        assert (lead.mean, lead.sd, lead.quantile(0.95), lead.beyond) == (0, 0, 0, 0)


def test_a_case_that_is_terminated_leaves_no_join_waiting() -> None:
    """Either branch may refuse the application at once: the other is then given up, and no one waits."""
    gates = (Gateway(id="s", logic="parallel"), Gateway(id="j", logic="parallel"), Gateway(id="g"))
    refuse = End(id="no", outcome="terminated")
    flows = ways("start s a g j c end", "s b j", "g no", g_no={"share": 0.3}, g_j={"share": 0.7})
    given = procedure(*gates, task("a", 10), task("b", 50), task("c", 5), refuse, flows=flows)
    found = expected(given, seed=1)
    assert not found.exact
    assert found.visits["c"] == pytest.approx(0.7, abs=0.02)
    assert found.lead_time.mean == pytest.approx(0.3 * 10 + 0.7 * 55, abs=2 * found.lead_time.error)
    assert found.outcomes["terminated"] == pytest.approx(0.3, abs=0.02)


def test_a_constant_wait_of_zero_is_none() -> None:
    assert (
        expected(procedure(Task(id="a", touch=Constant(0.0)), flows=ways("start a end"))).lead_time.mean == 0
    )
