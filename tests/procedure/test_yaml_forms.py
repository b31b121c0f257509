"""Short forms stand for the nodes and flows that a clerk would draw."""

from __future__ import annotations

from bprkit.procedure.conditions import Condition
from bprkit.procedure.distributions import Constant, LogNormal
from bprkit.procedure.model import (
    Batch,
    Categories,
    End,
    Event,
    Foreign,
    Gateway,
    Loss,
    Mandate,
    Materials,
    Message,
    Need,
    Period,
    Role,
    Start,
    SubProcess,
    Task,
    Timer,
    Title,
    Volume,
    Wait,
)
from bprkit.procedure.yaml import dumps_procedure, loads_procedure
from procedure_files import EVERY_FORM, loaded, ways


def test_a_list_is_a_sequence() -> None:
    procedure = loaded("  - start: application\n  - task: 受付\n  - task: 審査\n  - end: rejected\n")
    assert ways(procedure) == [("start", "受付"), ("受付", "審査"), ("審査", "rejected")]
    first, *_, last = procedure.nodes
    assert isinstance(first, Start) and first.trigger == "application"
    assert isinstance(last, End) and last.outcome == "rejected"


def test_next_takes_the_place_of_the_step_below() -> None:
    procedure = loaded("  - {task: a, next: c}\n  - {task: b, next: []}\n  - {task: c, next: [a, b]}\n")
    assert ways(procedure) == [("a", "c"), ("c", "a"), ("c", "b")]


def test_an_end_does_not_flow_on() -> None:
    assert ways(loaded("  - task: a\n  - end: done\n  - task: b\n")) == [("a", "end")]


def test_ids_come_from_the_title_and_do_not_depend_on_the_order_of_explicit_ones() -> None:
    procedure = loaded(
        "  - task: {ja: 起案, en: First Drafting}\n  - task: 係長 確認\n  - task: 係長 確認\n"
        "  - {task: 別, id: 係長_確認-2}\n  - end: done\n  - end: done\n"
    )
    assert [node.id for node in procedure.nodes] == [
        *("first-drafting", "係長_確認", "係長_確認-3", "係長_確認-2", "end", "end-2")
    ]


def test_a_choice_is_a_gateway_its_branches_and_their_join() -> None:
    procedure = loaded(
        "  - task: 受付\n  - choice: 合議？\n    id: q\n    role: 係長\n    branches:\n"
        "      - {share: 40%, title: あり, steps: [{task: 合議}, {task: 追記}]}\n"
        "      - {when: 'amount < 500,000', steps: [{task: 専決}]}\n      - {otherwise: true}\n  - task: 施行\n",
        "係長",
    )
    assert ways(procedure) == [
        *(("受付", "q"), ("q", "合議"), ("q", "専決"), ("q", "q-join"), ("合議", "追記")),
        *(("追記", "q-join"), ("専決", "q-join"), ("q-join", "施行")),
    ]
    flows = {(flow.source, flow.target): flow for flow in procedure.flows}
    assert (flows["q", "合議"].share, flows["q", "合議"].title) == (0.4, Title("あり"))
    assert flows["q", "専決"].condition == Condition.parse("amount < 500,000")
    assert flows["q", "q-join"].otherwise
    assert procedure.node_of["q"] == Gateway(id="q", title=Title("合議？"), role="係長")


def test_a_choice_of_which_one_branch_goes_on_has_no_join() -> None:
    procedure = loaded(
        "  - choice: 要件？\n    id: q\n    branches:\n      - {share: 5%, steps: [{end: rejected}]}\n"
        "      - {otherwise: true}\n  - task: 審査\n"
    )
    assert ways(procedure) == [("q", "rejected"), ("q", "審査")]
    assert procedure.flows[1].otherwise


def test_parallel_branches_part_and_meet() -> None:
    procedure = loaded("  - parallel:\n      - [{task: a}, {task: b}]\n      - [{task: c}]\n  - task: d\n")
    assert ways(procedure) == [
        *(("parallel", "a"), ("parallel", "c"), ("a", "b"), ("b", "parallel-join")),
        *(("c", "parallel-join"), ("parallel-join", "d")),
    ]
    assert {node.logic for node in procedure.nodes if isinstance(node, Gateway)} == {"parallel"}


def test_structures_stand_within_each_other() -> None:
    procedure = loaded(
        "  - choice: x\n    branches:\n      - steps:\n          - parallel: [[{task: a}], [{task: b}]]\n      - steps: []\n"
    )
    assert ways(procedure)[-1] == ("parallel-join", "x-join")


def test_a_return_is_a_gateway_with_a_way_back() -> None:
    procedure = loaded("  - task: 起案\n  - {task: 確認, returns: {share: 12%, to: 起案}}\n  - task: 決裁\n")
    back, on = procedure.flows[2:]
    assert ways(procedure)[1] == ("確認", "確認-returns")
    assert (back.target, back.share, back.rework) == ("起案", 0.12, True)
    assert (on.target, on.share, on.rework) == ("決裁", None, False)


def test_the_circulation_stands_between_its_neighbours() -> None:
    procedure = loaded(
        "  - task: 受付\n  - circulation: 担当 → 係長 → 課長 決裁\n  - task: 通知\n", "担当", "係長", "課長"
    )
    acts = [node.act for node in procedure.tasks]
    assert acts == [None, "draft", "review", "decide", None]
    assert (procedure.flows[0].source, procedure.flows[-1].target) == ("受付", "通知")


def test_two_circulations_keep_apart() -> None:
    line = "  - circulation: 担当 → 課長 決裁\n"
    procedure = loaded(f"{line}{line}", "担当", "課長")
    assert len({node.id for node in procedure.nodes}) == len(procedure.nodes) == 4


def test_a_subprocess_holds_steps_of_its_own() -> None:
    procedure = loaded(
        "  - subprocess: 決裁\n    id: s\n    steps: [{start: none}, {task: 中}, {end: done}]\n  - end: done\n"
    )
    inner = procedure.nodes[0]
    assert isinstance(inner, SubProcess)
    assert [(flow.source, flow.target) for flow in inner.flows] == [("start", "中"), ("中", "end")]
    assert ways(procedure) == [("s", "end-2")]


def test_numbers_in_braces_keep_their_thousands() -> None:
    procedure = loads_procedure(
        "volume: {per_year: 25,000 / year, estimate: true}\nattributes: {amount: {mean: 600,000, sd: 1,200,000}}\n"
        "steps: [{task: a, touch: 20–40 min, mostly 30, next: [{to: b, when: amount < 500,000, share: 50%}]}, {task: b}]"
    )
    assert procedure.volume == Volume(25_000, estimate=True)
    assert procedure.attributes["amount"] == LogNormal(600_000, 1_200_000)
    assert procedure.flows[0].condition == Condition.parse("amount < 500,000")
    assert procedure.tasks[0].touch is not None and procedure.tasks[0].touch.mean == 30


def test_every_field_arrives() -> None:
    procedure = loads_procedure(EVERY_FORM)
    nodes = procedure.node_of
    assert procedure.volume is not None
    assert procedure.volume.monthly == (11, 8, 8, 8, 7, 8, 8, 8, 8, 7, 8, 11)
    hours = {hour: weight for hour, weight in enumerate(procedure.volume.hourly) if weight}
    assert (len(procedure.volume.hourly), hours) == (24, {9: 0.6, 13: 0.4})
    draft = nodes["draft"]
    assert isinstance(draft, Task)
    assert (draft.medium, draft.systems, draft.recorded_as) == (
        ("paper", "seal"),
        ("文書管理",),
        ("起案", "起案登録"),
    )
    assert draft.materials == Materials(4, 2, 1, 1)
    assert draft.batch is not None and (draft.batch.size, draft.batch.days) == (10, (1, 4))
    assert [str(time) for time in draft.batch.times_of_day] == ["09:00:00", "13:00:00"]
    assert draft.mandatory == Mandate("地方自治法232条の4")
    assert (draft.act, draft.draft, draft.delegated, draft.value) == (
        "draft",
        "draft",
        ("goods", "decision"),
        "control",
    )
    assert (draft.type, draft.estimate, draft.source, draft.note) == (
        "manual",
        True,
        "domain.md",
        "二行の\nメモ\n",
    )
    assert nodes["見積期間"] == Timer(
        id="見積期間",
        title=Title("見積期間"),
        period=Period(10, "calendar_days", False, "next_open", "予決令"),
        deadline=True,
    )
    received = nodes["意見書"]
    assert isinstance(received, Message) and received.wait is not None and received.wait.unit == "minutes"
    assert nodes["信号"] == Event(
        id="信号", title=Title("信号"), throws=True, foreign=Foreign("signal", {"name": "s"}, ("<a/>",))
    )
    assert nodes["over"] == End(id="over", title=Title("完結"))
    chief = nodes["chief"]
    assert isinstance(chief, Task) and chief.act == "decide"  # 専決 is a 決裁 by a lower rank
    assert procedure.attributes["kind"] == Categories({"物品": 0.6, "委託": 0.4})
    assert procedure.sections == {"税務課": 0.2, "総務課": 0.8}
    assert procedure.roles[1].headcount == {"税務課": 5, "総務課": 3}
    assert procedure.roles[2] == Role(id="係長", title=Title("係長"))
    assert procedure.needs == (
        Need("rule", Title("決裁規程の改正"), network="LGWAN", citation="決裁規程", note="例規審査"),
    )
    assert [type(loss) for loss in procedure.loses] == [Loss]
    assert str(procedure.loses[0].agreed_on) == "2026-07-01"
    last = procedure.flows[-1]
    assert (last.id, last.source, last.mandatory, last.share) == ("f1", "who", Mandate("文書管理規程"), 0.01)
    assert Batch(size=10, days=(1, 4), times_of_day=draft.batch.times_of_day) == draft.batch


def test_japanese_words_stand_for_the_english_ones() -> None:
    procedure = loads_procedure(
        "steps: [{task: a, medium: [紙, 押印], act: 代決}, {gateway: q, logic: 並行}]\nstate: to-be"
    )
    task, gateway = procedure.nodes
    assert isinstance(task, Task) and (task.medium, task.act) == (("paper", "seal"), "act_for")
    assert isinstance(gateway, Gateway) and gateway.logic == "parallel"
    assert procedure.state == "to_be"


def test_a_rough_time_counts_and_is_marked_as_an_estimate() -> None:
    procedure = loaded(
        "  - {task: 受付, touch: 約10分}\n"
        "  - {task: 審査, touch: 30 min, wait: 2営業日くらい}\n"
        "  - circulation:\n"
        "      drafter: 担当者\n      draft: {touch: 20分}\n"
        "      route: [{role: 係長, touch: {mean: about 3 min, sd: 1 min}}, {role: 課長, touch: 3分}]\n",
        *("担当者", "係長", "課長"),
    )
    assert [(task.role, task.estimate) for task in procedure.tasks] == [
        (None, True),
        (None, True),
        ("担当者", False),
        ("係長", True),
        ("課長", False),
    ]
    assert [task.touch.mean for task in procedure.tasks if task.touch] == [10, 30, 20, 3, 3]
    assert procedure.tasks[1].wait == Wait(Constant(2), "working_days")
    again = dumps_procedure(procedure)
    assert "約" not in again and again.count("estimate: true") == 3
    assert loads_procedure(again) == procedure


def test_ids_that_look_like_numbers_and_dates_stay_texts() -> None:
    procedure = loads_procedure("roles: [01]\nsteps: [{task: 2026-07-01, id: 007, role: 01}, {task: 1_000}]")
    assert [(node.id, node.title.ja) for node in procedure.nodes] == [
        ("007", "2026-07-01"),
        ("1_000", "1_000"),
    ]
    assert procedure.roles[0].id == "01"


def test_a_file_may_repeat_what_it_named_before() -> None:
    procedure = loads_procedure(
        "steps:\n  - &usual {task: a, touch: 3 min, medium: paper}\n  - {<<: *usual, task: b}\n  - task: c\n    touch: 5 min\n"
    )
    second = procedure.tasks[1]
    assert (second.id, second.medium, second.touch) == ("b", ("paper",), procedure.tasks[0].touch)


def test_eight_thirty_is_a_time_and_a_text_and_never_510() -> None:
    """To YAML 1.1 it is a number of base 60."""
    procedure = loads_procedure(
        "title: 8:30\nsteps:\n  - {task: 8:30, touch: 3分, batch: {days: [火], at: [8:30]}}\n  - {end: done}\n"
    )
    (step,) = procedure.tasks
    assert (procedure.title.ja, step.title.ja) == ("8:30", "8:30")
    assert step.batch is not None
    assert [f"{time:%H:%M}" for time in step.batch.times_of_day] == ["08:30"]
    assert loads_procedure(dumps_procedure(procedure), name="procedure") == procedure


def test_the_graph_has_each_node_and_each_flow_with_what_it_says() -> None:
    procedure = loads_procedure(
        "steps: [{task: a, returns: {share: 12%, to: a}}, {task: b}, {end: done}]", name="procedure"
    )
    graph = procedure.to_networkx()
    assert set(graph) == {node.id for node in procedure.nodes}
    assert graph.number_of_edges() == len(procedure.flows)
    assert {data["flow"] for _, _, data in graph.edges(data=True)} == set(procedure.flows)
    graph.clear()
    assert procedure.to_networkx().number_of_nodes() == len(procedure.nodes)  # a copy: the procedure stays
