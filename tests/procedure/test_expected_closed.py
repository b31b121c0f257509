"""What can be worked out on paper: sequences, loops, branches, classes of cases, materials, handovers."""

from __future__ import annotations

import json
import math

import pytest

from bprkit.procedure.conditions import Condition
from bprkit.procedure.distributions import Constant, LogNormal, Triangular
from bprkit.procedure.expecting import expected
from bprkit.procedure.model import (
    Batch,
    Categories,
    End,
    Flow,
    Gateway,
    Materials,
    Message,
    Period,
    Procedure,
    Role,
    Start,
    SubProcess,
    Task,
    Timer,
    Volume,
    Wait,
)
from token_play import procedure, task, ways

STAFF = (
    Role(id="担当"),
    Role(id="課長"),
    Role(id="申請者", kind="applicant"),
    Role(id="電算", kind="system"),
)


def when(text: str) -> dict[str, Condition]:
    return {"condition": Condition.parse(text)}


def test_a_sequence_takes_the_sum_of_its_steps() -> None:
    given = procedure(task("a", 30), task("b", 3, wait=Wait(Constant(0.5))), flows=ways("start a b end"))
    found = expected(given)
    assert found.touch_minutes == 33
    assert found.lead_time.mean == pytest.approx(33 + 0.5 * 465)
    assert found.lead_time.sd == 0
    assert found.lead_time.error == pytest.approx(0, abs=1e-9)
    assert found.lead_time.quantile(0.5) == pytest.approx(265.5, abs=found.lead_time.quantile_error)
    assert (found.lead_time.cdf(260), found.lead_time.cdf(270)) == pytest.approx((0.0, 1.0))


def test_variances_of_a_sequence_add_up() -> None:
    parts = (Triangular(20, 30, 40), LogNormal(60, 45), Triangular(0, 5, 100))
    given = procedure(
        *(task(f"t{n}", part) for n, part in enumerate(parts)), flows=ways("start t0 t1 t2 end")
    )
    assert expected(given).lead_time.sd == pytest.approx(math.sqrt(sum(part.variance for part in parts)))


def test_a_single_step_has_its_own_distribution() -> None:
    wait = LogNormal(600, 500)
    lead = expected(procedure(task("a", wait), flows=ways("start a end"))).lead_time
    for share in (0.05, 0.5, 0.9, 0.99):
        assert lead.quantile(share) == pytest.approx(float(wait.quantile(share)), abs=2 * lead.quantile_error)
    assert lead.beyond < 1e-6


@pytest.mark.parametrize("back", [0.12, 0.5, 0.9])
def test_a_rework_loop_is_gone_round_geometrically(back: float) -> None:
    flows = ways("start a b end", "b a", b_a={"share": back, "rework": True})
    found = expected(procedure(task("a", 30), task("b", 3), flows=flows))
    assert found.visits["a"] == pytest.approx(1 / (1 - back))
    assert found.lead_time.mean == pytest.approx(33 / (1 - back))
    assert found.lead_time.sd == pytest.approx(33 * math.sqrt(back) / (1 - back))
    assert found.lead_time.cdf(33 + 15) == pytest.approx(1 - back, abs=1e-9)


def test_loops_that_cross_are_solved_together() -> None:
    """a → b → c, back from b to a and from c to b: the visits by first-step analysis."""
    flows = ways("start a b c end", "b a", "c b", b_a={"share": 0.3}, c_b={"share": 0.4})
    found = expected(procedure(task("a", 1), task("b", 10), task("c", 100), flows=flows))
    b = 1 / (1 - 0.3 - 0.7 * 0.4)
    assert found.visits["b"] == pytest.approx(b)
    assert found.visits["a"] == pytest.approx(1 + 0.3 * b)
    assert found.lead_time.mean == pytest.approx(1 + 0.3 * b + 10 * b + 100 * 0.7 * b)


def test_the_parts_of_a_care_assessment_do_not_add_up() -> None:
    """domain.md §7-15: survey 10.9 d beside the doctor's opinion 18.0 d, then 16.9 d: not the sum 45.8 d."""
    survey, opinion, board = (
        Task(id=name, wait=Wait(Constant(days))) for name, days in (("a", 10.9), ("b", 18.0), ("c", 16.9))
    )
    split, join = Gateway(id="split", logic="parallel"), Gateway(id="join", logic="parallel")
    flows = ways("start split a join c end", "split b join")
    found = expected(procedure(survey, opinion, board, split, join, flows=flows))
    assert found.lead_time.mean_days == pytest.approx(34.9)
    assert found.visits["join"] == 1
    assert found.lead_time.exact


def test_inclusive_branches_are_taken_each_on_its_own() -> None:
    split, join = Gateway(id="s", logic="inclusive"), Gateway(id="j", logic="inclusive")
    flows = ways("start s a j end", "s b j", s_a={"share": 0.4}, s_b={"share": 0.5})
    found = expected(procedure(task("a", 10), task("b", 20), split, join, flows=flows))
    assert (found.visits["a"], found.visits["b"], found.visits["j"]) == (0.4, 0.5, 1.0)
    assert found.lead_time.mean == pytest.approx(0.5 * 20 + 0.5 * 0.4 * 10)
    assert found.lead_time.cdf(1) == pytest.approx(0.3)


def test_otherwise_is_taken_where_no_other_branch_is() -> None:
    split, join = Gateway(id="s", logic="inclusive"), Gateway(id="j", logic="inclusive")
    flows = ways(
        "start s a j end", "s b j", "s c j", s_a={"share": 0.4}, s_b={"share": 0.5}, s_c={"otherwise": True}
    )
    found = expected(procedure(task("a", 10), task("b", 20), task("c", 40), split, join, flows=flows))
    assert found.visits["c"] == pytest.approx(0.3)
    assert found.lead_time.mean == pytest.approx(0.5 * 20 + 0.2 * 10 + 0.3 * 40)


def amounts(*flows: Flow, **more: object) -> Procedure:
    gates = (Gateway(id="g"), Gateway(id="h"))
    tasks = (task("a", 10), task("b", 20), task("c", 100), task("d", 0), task("m"))
    attributes = {"amount": Triangular(0, 50, 100), "kind": Categories({"物品": 0.6, "委託": 0.4})}
    return procedure(*gates, *tasks, flows=flows, attributes=attributes, **more)


def test_conditions_on_one_attribute_are_not_independent() -> None:
    """Small cases skip both reviews: with independent gateways a quarter would, here half do."""
    flows = ways(
        "start g a m", "g b m h c end", "h d end",
        g_a=when("amount < 50"), g_b={"otherwise": True}, h_c=when("amount >= 50"), h_d={"otherwise": True},
    )  # fmt: skip
    found = expected(amounts(*flows))
    assert found.lead_time.cdf(15) == pytest.approx(0.5)
    assert found.lead_time.cdf(115) == pytest.approx(0.5)
    assert [one.share for one in found.classes] == pytest.approx([0.5, 0.5])
    assert {one.holds: one.lead_time_mean for one in found.classes} == {
        ("amount < 50",): pytest.approx(10),
        ("amount >= 50",): pytest.approx(120),
    }


def test_conditions_are_asked_in_order_and_attributes_are_independent() -> None:
    flows = ways(
        "start g a end", "g b end", "g c end",
        g_a=when("amount <= 50 and kind = 物品"), g_b=when("kind = 委託"), g_c={"otherwise": True},
    )  # fmt: skip
    found = expected(amounts(*flows))
    assert [found.visits[name] for name in "abc"] == pytest.approx([0.3, 0.4, 0.3])


def test_a_threshold_that_many_cases_hit_exactly() -> None:
    flows = ways("start g a end", "g b end", g_a=when("amount < 50"), g_b={"otherwise": True})
    given = procedure(
        Gateway(id="g"), task("a"), task("b"), flows=flows, attributes={"amount": Constant(50.0)}
    )
    assert expected(given).visits["b"] == 1


def test_without_the_attribute_shares_decide() -> None:
    flows = ways("start g a end", "g b end", g_a={"share": 0.2, **when("size > 3")}, g_b={"otherwise": True})
    assert expected(amounts(*flows)).visits["a"] == pytest.approx(0.2)


def test_work_is_counted_by_who_does_it() -> None:
    tasks = (
        task("w", 4, role="申請者"),
        task("a", 30, role="担当"),
        task("s", 1, role="電算"),
        task("d", 3, role="課長", act="decide"),
        Task(id="unknown", role="担当"),
    )
    flows = ways("start w a s d unknown end", "d a", d_a={"share": 0.25, "rework": True})
    found = expected(procedure(*tasks, flows=flows, roles=STAFF, volume=Volume(600)))
    assert found.touch_by_role == pytest.approx({"申請者": 4, "担当": 40, "電算": 4 / 3, "課長": 4})
    assert found.touch_by_kind == pytest.approx({"applicant": 4, "staff": 44, "system": 4 / 3})
    assert found.touch_minutes == pytest.approx(44)
    assert found.touch_hours_per_year == pytest.approx(440)
    assert found.without_touch == ("unknown",)
    assert found.approvals == pytest.approx(4 / 3)
    # 申請者 → 担当, past the system to 課長, back in a third of a case each time, and on to 担当 at the end
    assert found.handovers == pytest.approx(1 + 4 / 3 + 1 / 3 + 1)


def test_parallel_branches_hand_over_each() -> None:
    tasks = (task("a", role="担当"), task("b", role="課長"), task("c", role="担当"), task("d", role="担当"))
    gates = (Gateway(id="s", logic="parallel"), Gateway(id="j", logic="parallel"))
    given = procedure(*tasks, *gates, flows=ways("start a s b j d end", "s c j"), roles=STAFF)
    assert expected(given).handovers == 2  # 担当 → 課長 and back; the other branch stays in one hand


def test_materials_are_counted_by_visits() -> None:
    made = Materials(sheets=4, copies=2, letters=1, seals=1)
    tasks = (task("a", materials=made), task("b", medium=("paper", "seal")))
    found = expected(procedure(*tasks, flows=ways("start a b end", "b a", b_a={"share": 0.5})))
    assert (found.sheets, found.copies, found.letters) == pytest.approx((24, 16, 2))
    assert found.seals == pytest.approx(2 * 1 + 2 * 1)


def test_what_comes_after_the_decision_is_work_but_no_lead_time() -> None:
    late = {"touch": Constant(5), "wait": Wait(Constant(3)), "role": "課長"}
    tasks = (
        task("a", 30), Task(id="shown", act="inform", touch=Constant(2)), task("d", 3, act="decide"),
        Task(id="later", act="review_after", **late), Task(id="i", act="inform", **late),
    )  # fmt: skip
    found = expected(procedure(*tasks, flows=ways("start a shown d later i end")))
    assert found.touch_minutes == 45
    assert found.lead_time.mean == 35


def test_sub_processes_are_unfolded() -> None:
    inner = (
        Start(id="is"),
        task("x", 10),
        task("y", 20),
        End(id="ie"),
        End(id="rejected", outcome="rejected"),
    )
    sub = SubProcess(id="sub", nodes=inner, flows=ways("is x y ie", "x rejected", x_rejected={"share": 0.25}))
    found = expected(
        procedure(sub, task("z", 100), flows=ways("start sub z end", "z sub", z_sub={"share": 0.5}))
    )
    assert found.visits["y"] == pytest.approx(1.5)
    assert found.lead_time.mean == pytest.approx(2 * (100 + 10 + 15))
    assert found.outcomes == {"done": 1.0}


def test_parallel_branches_may_each_end_for_themselves() -> None:
    split = Gateway(id="s", logic="parallel")
    nodes = (Start(id="start"), split, task("a", 10), task("b", 25), End(id="e"), End(id="f"))
    found = expected(Procedure(id="p", nodes=nodes, flows=ways("start s a e", "s b f")))
    assert found.lead_time.mean == pytest.approx(25)


def test_a_step_with_two_plain_flows_starts_both() -> None:
    join = Gateway(id="j", logic="parallel")
    given = procedure(
        task("a", 5), task("b", 10), task("c", 25), join, flows=ways("start a b j end", "a c j")
    )
    assert expected(given).lead_time.mean == pytest.approx(30)


def test_timers_and_messages_are_waited_for() -> None:
    ten_days = Period(10, "calendar_days", False, "next_open", "入札法")
    until = Period(30, "calendar_days", False, "next_open", "介護保険法27条11項")
    nodes = (
        Timer(id="t", period=ten_days),
        Timer(id="by", period=until, deadline=True),
        Message(id="m", wait=Wait(Constant(90), "minutes")),
    )
    found = expected(procedure(*nodes, task("a", batch=Batch(size=10)), flows=ways("start t by m a end")))
    # office days of the fiscal years 2024 to 2027: 243, 242, 241, 243 of 1461
    assert found.lead_time.mean == pytest.approx(10 * 465 * (243 + 242 + 241 + 243) / 1461 + 90)
    assert len(found.notes) == 2


def test_ends_tell_how_cases_come_out() -> None:
    nodes = (Start(id="start"), Gateway(id="g"), End(id="e"), End(id="no", outcome="rejected"))
    found = expected(Procedure(id="p", nodes=nodes, flows=ways("start g e", "g no", g_no={"share": 0.1})))
    assert found.outcomes == pytest.approx({"done": 0.9, "rejected": 0.1})
    assert found.lead_time.quantile(0.99) == 0


def test_the_answer_is_json() -> None:
    flows = ways("start g a end", "g b end", g_a={"share": 0.2})
    told = json.loads(json.dumps(expected(amounts(*flows)).to_dict()))
    assert told["lead_time"]["mean"] == pytest.approx(18)
    assert told["unreached"] == ["h", "c", "d", "m"]
    assert told["lead_time"]["quantiles"]["0.5"] == pytest.approx(20, abs=told["lead_time"]["quantile_error"])


def test_an_inclusive_split_by_conditions_may_take_no_way() -> None:
    split, join = Gateway(id="s", logic="inclusive"), Gateway(id="j", logic="inclusive")
    flows = ways("start s a j c end", "s b j", s_a=when("amount < 50"), s_b=when("amount < 25"))
    attributes = {"amount": Triangular(0, 50, 100)}
    given = procedure(
        task("a", 10), task("b", 20), task("c", 1), split, join, flows=flows, attributes=attributes
    )
    found = expected(given)
    assert found.visits["c"] == pytest.approx(1)
    assert [one.lead_time_mean for one in found.classes] == pytest.approx([1, 11, 21])
    assert [one.share for one in found.classes] == pytest.approx([0.5, 0.375, 0.125])


def test_what_is_left_over_is_shared_out() -> None:
    flows = ways(
        "start g a end", "g b end", "g c end", g_a=when("amount < 50"), g_b={"share": 0.1}, g_c={"share": 0.3}
    )
    found = expected(amounts(*flows))
    assert [found.visits[name] for name in "abc"] == pytest.approx([0.5, 0.125, 0.375])


def test_a_sub_process_waits_for_all_that_goes_on_in_it() -> None:
    inner = (
        Start(id="is"),
        Gateway(id="s", logic="parallel"),
        task("x", 10),
        task("y", 20),
        End(id="e"),
        End(id="f"),
    )
    sub = SubProcess(id="sub", nodes=inner, flows=ways("is s x e", "s y f"))
    found = expected(procedure(sub, task("z", 5), flows=ways("start sub z end")))
    assert found.visits["z"] == 1
    assert found.lead_time.mean == pytest.approx(25)


def test_very_long_tails_are_cut_and_told() -> None:
    wait = LogNormal(100, 3000)
    lead = expected(procedure(task("a", wait), flows=ways("start a end"))).lead_time
    assert lead.mean == pytest.approx(100)
    assert lead.beyond < 1e-5
    assert lead.cdf(400) == pytest.approx(float(wait.cdf(400)), abs=0.05)
