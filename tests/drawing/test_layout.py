"""No way runs through a step or on another way, texts touch nothing, and the author's lanes keep their order."""

from __future__ import annotations

import itertools
import time
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bprkit.drawing import Drawing, layout, layout_bands, measure
from bprkit.drawing.lanegrid.routing import Router
from bprkit.language import Language
from bprkit.procedure.distributions import Constant
from bprkit.procedure.model import (
    Batch,
    End,
    Flow,
    Gateway,
    Mandate,
    Materials,
    Node,
    Period,
    Procedure,
    Role,
    Start,
    SubProcess,
    Task,
    Timer,
    Title,
    Wait,
)
from bprkit.procedure.yaml import load_procedure

PROCESSES = Path(__file__).parents[2] / "processes"
BUNDLED = sorted(PROCESSES.glob("*/*.yaml"))
TITLES = (
    "起案",
    "受付・収受印を押印",
    "予算残額の確認・合議印",
    "決定通知書を作成・公印押印",
    "Review by the deputy chief",
)


class Builder:
    """A procedure that grows block by block, as structured as those of offices are."""

    def __init__(self, draw: st.DrawFn, roles: int) -> None:
        self.draw, self.roles = draw, [f"role{number}" for number in range(roles)]
        self.nodes: list[Node] = []
        self.flows: list[Flow] = []

    def role(self, before: str) -> str:
        return before if self.draw(st.booleans()) else self.draw(st.sampled_from(self.roles))

    def add(self, node: Node) -> str:
        self.nodes.append(node)
        return node.id

    def task(self, role: str) -> str:
        return self.add(
            Task(
                id=f"n{len(self.nodes)}",
                title=Title(self.draw(st.sampled_from(TITLES))),
                role=role,
                touch=Constant(20.0),
                wait=self.draw(st.sampled_from([None, Wait(Constant(1.5))])),
                medium=self.draw(st.sampled_from([(), ("paper", "seal"), ("system",)])),
                mandatory=self.draw(st.sampled_from([None, None, Mandate("地方自治法232条の4")])),
            )
        )

    def gateway(self, role: str, title: str = "", parallel: bool = False) -> str:
        logic = "parallel" if parallel else "exclusive"
        return self.add(Gateway(id=f"n{len(self.nodes)}", title=Title(title), role=role, logic=logic))

    def link(self, source: str, target: str, **what: object) -> None:
        self.flows.append(Flow(source=source, target=target, **what))  # type: ignore[arg-type]

    def grow(self, last: str, role: str, size: int, depth: int = 0) -> tuple[str, str]:
        while size > 0:
            role = self.role(role)
            kind = self.draw(st.integers(0, 9))
            if kind < 3 and size >= 4 and depth < 3:
                last, role, used = self.fork(last, role, size, depth)
                size -= used
            elif kind == 3 and size >= 2:
                step = self.task(role)
                self.link(last, step)
                asked = self.gateway(role, "差戻しか？")
                self.link(step, asked)
                steps = [node.id for node in self.nodes if isinstance(node, Task)]
                back = self.draw(st.sampled_from(steps))
                self.link(asked, back, share=0.12, rework=True, title=Title("差戻し"))
                last, size = asked, size - 2
            else:
                step = self.task(role)
                self.link(last, step)
                last, size = step, size - 1
        return last, role

    def fork(self, last: str, role: str, size: int, depth: int) -> tuple[str, str, int]:
        parallel = self.draw(st.booleans())
        split = self.gateway(role, "" if parallel else "合議が要るか？", parallel)
        self.link(last, split)
        branches = self.draw(st.integers(2, 3))
        each = max(1, (size - 2) // branches)
        ends = []
        for number in range(branches):
            first = len(self.flows)
            skip = not parallel and number == 1 and self.draw(st.booleans())
            ends.append(self.grow(split, role, 0 if skip else each, depth + 1)[0])
            if not parallel and not skip:
                self.flows[first] = replace(self.flows[first], share=0.3, title=Title("要"))
        role = self.role(role)
        join = self.gateway(role, "", parallel)
        for end in ends:
            self.link(end, join)
        return join, role, 2 + each * branches


@st.composite
def procedures(draw: st.DrawFn, most: int = 60) -> Procedure:
    builder = Builder(draw, draw(st.integers(1, 8)))
    size = draw(st.integers(1, most))
    start = builder.add(Start(id="start", title=Title("申請"), role=builder.roles[0], trigger="application"))
    last, role = builder.grow(start, builder.roles[0], size)
    end = builder.add(End(id="end", title=Title("完了"), role=role))
    builder.link(last, end)
    roles = tuple(Role(id=role, title=Title(f"担当{role[4:]}課")) for role in builder.roles)
    return Procedure(
        id="p", title=Title("生成"), roles=roles, nodes=tuple(builder.nodes), flows=tuple(builder.flows)
    )


def check(drawing: Drawing, procedure: Procedure) -> None:
    found = measure(drawing)
    assert found.faults == 0, found
    assert [shape.id for shape in drawing.shapes] == [node.id for node in procedure.nodes]
    assert len(drawing.routes) == len(procedure.flows)
    order = [role.id for role in procedure.roles]
    lanes = [order.index(lane.id) for lane in drawing.lanes]
    assert lanes == sorted(lanes)
    for shape in drawing.shapes:
        lane = next(lane for lane in drawing.lanes if lane.id == shape.lane)
        assert lane.box.x <= shape.box.x and shape.box.right <= lane.box.right
        assert lane.box.y <= shape.box.y and shape.box.bottom <= lane.box.bottom


@settings(max_examples=50)
@given(procedures(), st.booleans())
def test_generated_procedures_have_no_faults(procedure: Procedure, vertical: bool) -> None:
    check(layout(procedure, vertical=vertical, language="ja"), procedure)


@pytest.mark.slow
@settings(max_examples=300)
@given(procedures(300), st.booleans())
def test_large_generated_procedures_have_no_faults(procedure: Procedure, vertical: bool) -> None:
    check(layout(procedure, vertical=vertical, language="ja"), procedure)


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_bundled_procedures_have_no_faults(path: Path) -> None:
    procedure = load_procedure(path)
    for vertical in (False, True):
        for language in ("ja", "en"):
            drawing = layout(procedure, vertical=vertical, language=language)  # type: ignore[arg-type]
            assert measure(drawing).faults == 0
            assert vertical or not measure(drawing).borders


def chain(*steps: tuple[str, str], roles: tuple[str, ...] = ("課長", "部長")) -> Procedure:
    nodes = tuple(Task(id=name, title=Title(name), role=role) for name, role in steps)
    flows = tuple(Flow(source=one.id, target=two.id) for one, two in itertools.pairwise(nodes))
    return Procedure(id="p", roles=tuple(Role(id=role) for role in roles), nodes=nodes, flows=flows)


def test_steps_of_one_role_run_straight_from_left_to_right() -> None:
    drawing = layout(chain(("起案", "課長"), ("確認", "課長"), ("施行", "課長")))
    assert [len(route.points) for route in drawing.routes] == [2, 2]
    assert drawing.shape("起案").box.right < drawing.shape("確認").box.x < drawing.shape("施行").box.x


def test_a_handover_runs_straight_to_the_other_lane() -> None:
    drawing = layout(chain(("起案", "課長"), ("決裁", "部長")))
    assert measure(drawing).bends == 0
    assert drawing.shape("起案").box.bottom < drawing.shape("決裁").box.y


def test_vertical_lanes_stand_side_by_side_and_time_runs_down() -> None:
    drawing = layout(chain(("起案", "課長"), ("確認", "課長"), ("決裁", "部長")), vertical=True)
    assert drawing.lanes[0].box.right == drawing.lanes[1].box.x
    assert drawing.shape("起案").box.bottom < drawing.shape("確認").box.y


def test_a_return_is_marked_and_does_not_push_its_target_to_the_right() -> None:
    procedure = chain(("起案", "課長"), ("確認", "課長"))
    back = Flow(source="確認", target="起案", rework=True, share=0.12)
    drawing = layout(replace(procedure, flows=(*procedure.flows, back)), language="ja")
    assert drawing.shape("起案").box.x < drawing.shape("確認").box.x
    assert drawing.routes[1].rework
    assert drawing.routes[1].label is not None
    assert drawing.routes[1].label.lines == ("差戻し 12%",)


def test_a_step_reached_only_by_a_return_stands_after_what_returns_to_it() -> None:
    procedure = chain(("起案", "課長"), ("審査", "部長"), ("支払", "部長"))
    fix = Task(id="補正", role="課長")
    flows = (Flow(source="審査", target="補正", rework=True), Flow(source="補正", target="審査"))
    drawing = layout(replace(procedure, nodes=(*procedure.nodes, fix), flows=(*procedure.flows, *flows)))
    assert drawing.shape("補正").box.x > drawing.shape("審査").box.x


def test_a_circle_that_nobody_calls_a_return_is_laid_out() -> None:
    procedure = chain(("a", "課長"), ("b", "課長"), ("c", "部長"))
    drawing = layout(
        replace(
            procedure, flows=(*procedure.flows, Flow(source="c", target="a"), Flow(source="b", target="b"))
        )
    )
    assert measure(drawing).faults == 0
    assert sum(route.back for route in drawing.routes) == 2


def test_a_step_shows_its_times_its_media_its_law_and_its_batch() -> None:
    step = Task(
        id="a",
        title=Title("会計審査"),
        touch=Constant(3.0),
        wait=Wait(Constant(2.0)),
        medium=("paper", "seal"),
        materials=Materials(seals=2),
        mandatory=Mandate("地方自治法232条の4"),
        batch=Batch(size=10, days=(1, 4)),
    )
    shape = layout(Procedure(id="p", nodes=(step,)), language="ja").shapes[0]
    texts = [line for badge in shape.badges for line in badge.lines]
    assert texts[:2] == ["作業 3分", "待ち 2開庁日"]
    assert [badge.icon for badge in shape.badges if badge.kind == "icon"] == ["paper", "seal"]
    assert "×2" in texts
    assert "まとめ 10件ごと 火・金" in texts
    assert (
        "".join(line for badge in shape.badges if badge.kind == "mandatory" for line in badge.lines)
        == "地方自治法232条の4"
    )


def test_an_estimate_says_so() -> None:
    step = Task(id="a", touch=Constant(30.0), estimate=True)
    drawing = layout(Procedure(id="p", nodes=(step,)), language="ja")
    assert drawing.shapes[0].badges[0].lines == ("作業 約30分",)


def test_a_deadline_says_how_long() -> None:
    period = Period(30, "calendar_days", False, "as_it_is", "介護保険法27条11項")
    timer = Timer(id="t", title=Title("認定の期限"), period=period, deadline=True)
    shape = layout(Procedure(id="p", nodes=(timer,)), language="ja").shapes[0]
    assert shape.mark == "deadline"
    assert shape.caption is not None
    assert "期限 30暦日以内" in shape.caption.lines


def nested() -> Procedure:
    inner = (Start(id="s"), Task(id="x", title=Title("回議")), Task(id="y", title=Title("決裁")), End(id="e"))
    between = tuple(Flow(source=one, target=other) for one, other in (("s", "x"), ("x", "y"), ("y", "e")))
    part = SubProcess(id="approval", title=Title("決裁の回議"), role="課長", nodes=inner, flows=between)
    nodes = (Task(id="a", role="課長"), part, Task(id="b", role="課長"))
    flows = (Flow(source="a", target="approval"), Flow(source="approval", target="b"))
    return Procedure(id="p", roles=(Role(id="課長"),), nodes=nodes, flows=flows)


def test_a_part_folds_into_one_box_that_says_how_much_is_in_it() -> None:
    drawing = layout(nested(), language="ja")
    assert [shape.id for shape in drawing.shapes] == ["a", "approval", "b"]
    assert drawing.shape("approval").badges[0].lines == ("内訳 2工程",)


def test_a_part_unfolds_into_the_flow_around_it() -> None:
    drawing = layout(nested(), unfold=["approval"])
    assert [shape.id for shape in drawing.shapes] == ["a", "x", "y", "b"]
    assert [(route.source, route.target) for route in drawing.routes] == [("a", "x"), ("y", "b"), ("x", "y")]


def test_an_empty_procedure_gives_an_empty_drawing() -> None:
    drawing = layout(Procedure(id="p"))
    assert drawing.shapes == ()
    assert measure(drawing).faults == 0


def test_the_same_procedure_gives_the_same_drawing() -> None:
    procedure = load_procedure(BUNDLED[0])
    assert layout(procedure) == layout(load_procedure(BUNDLED[0]))


def test_thirty_steps_are_laid_out_at_once() -> None:
    procedure = load_procedure(PROCESSES / "tendering" / "as_is.yaml")
    layout(procedure)
    took = []
    for _ in range(5):
        start = time.perf_counter()
        layout(procedure)
        took.append(time.perf_counter() - start)
    assert len(procedure.nodes) >= 30
    assert min(took) < 0.05  # 10 ms are the aim on a quiet machine; the benchmark says what it takes there


@settings(max_examples=20)
@given(procedures(40))
def test_a_long_procedure_goes_on_in_rows_with_every_step_in_one_of_them(procedure: Procedure) -> None:
    rows = layout_bands(procedure, 1400, language="ja")
    assert all(measure(row).faults == 0 for row in rows)
    assert len({row.width for row in rows}) == 1
    shown = [shape.id for row in rows for shape in row.shapes if not shape.mark.startswith("link:")]
    assert sorted(shown) == sorted(node.id for node in procedure.nodes)
    marks = [shape.mark for row in rows for shape in row.shapes if shape.mark.startswith("link:")]
    assert all(marks.count(mark) == 2 for mark in marks)


def orders_of(procedure: Procedure, monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Return the crossings and bends for every order in which the ways can be laid."""
    found = []
    for order in permutations(range(len(procedure.flows))):
        with monkeypatch.context() as patch:
            patch.setattr(Router, "_turn", lambda self, number, order=order: order[number])
            measures = measure(layout(procedure))
            found.append((measures.crossings, measures.bends))
    return found


@pytest.mark.parametrize(
    "roles", [("a", "b", "a", "b"), ("a", "c", "b", "a"), ("c", "a", "c", "b"), ("b", "a", "b", "c")]
)
def test_no_other_order_of_laying_a_small_procedure_has_fewer_crossings_or_bends(
    roles: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    lanes = tuple(Role(id=role) for role in "abc")
    nodes = (
        Gateway(id="g", role=roles[0]),
        *(Task(id=f"t{number}", role=role) for number, role in enumerate(roles[1:])),
        Gateway(id="j", role=roles[0]),
    )
    flows = tuple(
        flow
        for number in range(3)
        for flow in (Flow(source="g", target=f"t{number}"), Flow(source=f"t{number}", target="j"))
    )
    procedure = Procedure(id="p", roles=lanes, nodes=nodes, flows=flows[:5])
    found = measure(layout(procedure))
    assert (found.crossings, found.bends) <= min(orders_of(procedure, monkeypatch))


@pytest.mark.parametrize("vertical", [False, True])
@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("住所要件・所得要件をいずれも満たし、添付書類がすべてそろっている場合", "ja"),
        ("Residence and income are as required, and every document that the form asks for is attached", "en"),
        ("Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz" * 2, "en"),
    ],
)
def test_of_a_long_label_the_words_are_cut_and_never_the_share(
    title: str, language: Language, vertical: bool
) -> None:
    nodes = (Gateway(id="q"), Task(id="a", title=Title("審査")), Task(id="b", title=Title("補正")))
    flows = (
        Flow(source="q", target="a", title=Title(title), share=0.85, estimate=True),
        Flow(source="q", target="b", title=Title("要"), share=0.15),
    )
    drawing = layout(Procedure(id="p", nodes=nodes, flows=flows), vertical=vertical, language=language)
    shown = [label.lines for label in drawing.route_labels]
    long = next(lines for lines in shown if "85%" in lines[-1])
    assert long[-1].endswith(("… 約85%", "… ~85%"))
    assert len(long) == 3
    assert ("要 15%",) in shown
    assert measure(drawing).faults == 0
