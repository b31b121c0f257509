"""Generated graphs: what is computed piece by piece is what comes out when every course is written out, or played."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bprkit.procedure.distributions import LogNormal, Triangular
from bprkit.procedure.expecting import expected
from bprkit.procedure.expecting.durations import OfficeTime, durations
from bprkit.procedure.expecting.plain import plain
from bprkit.procedure.expecting.sampling import play
from bprkit.procedure.expecting.shares import weights
from bprkit.procedure.expecting.visits import Course
from bprkit.procedure.model import Flow, Gateway, Node, Procedure, Role, Task
from token_play import by_dice, every_course, mean_and_cdf, procedure, task, ways

MOST_COURSES = 6000
TIMES = st.sampled_from(((4.0,), (2.0, 6.0), (0.0, 10.0), (1.0, 1.0, 30.0)))


@dataclass
class Blocks:
    """A graph under construction: blocks within blocks, as a clerk draws them."""

    draw: st.DrawFn
    number: Iterator[int] = field(default_factory=count)
    nodes: list[Node] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)

    def block(self, depth: int) -> tuple[str, str]:
        """Add a block and return where it begins and ends."""
        kind = self.draw(
            st.sampled_from(
                ("task", "sequence", "exclusive", "parallel", "inclusive") if depth else ("task",)
            )
        )
        if kind == "task":
            name = f"t{next(self.number)}"
            self.nodes.append(task(name, self.draw(TIMES)))
            return name, name
        if kind == "sequence":
            (first, middle), (other, last) = self.block(depth - 1), self.block(depth - 1)
            self.flows += ways(f"{middle} {other}")
            return first, last
        split, join = f"s{next(self.number)}", f"j{next(self.number)}"
        self.nodes += [Gateway(id=split, logic=kind), Gateway(id=join, logic=kind)]
        branches = [self.block(depth - 1) for _ in range(self.draw(st.integers(2, 3)))]
        share = self.draw(st.sampled_from((0.2, 0.5, 0.9)))
        for place, (first, last) in enumerate(branches):
            of = {"parallel": None, "inclusive": share}.get(
                kind, [share, (1 - share) / (len(branches) - 1)][place > 0]
            )
            self.flows += [Flow(source=split, target=first, share=of), Flow(source=last, target=join)]
        return split, join


@st.composite
def blocks(draw: st.DrawFn) -> Procedure:
    built = Blocks(draw)
    first, last = built.block(3)
    return procedure(*built.nodes, flows=(*built.flows, *ways(f"start {first}", f"{last} end")))


@st.composite
def choices(draw: st.DrawFn) -> Procedure:
    """Tasks in a row with exclusive flows forward, however they cross: no blocks."""
    size = draw(st.integers(3, 6))
    names = [f"t{place}" for place in range(size)]
    flows: list[Flow] = list(ways(f"start {names[0]}"))
    for place, name in enumerate(names):
        later = [*names[place + 1 :], "end"]
        targets = draw(st.lists(st.sampled_from(later), min_size=1, max_size=3, unique=True))
        flows += [Flow(source=name, target=target, share=1 / len(targets)) for target in targets]
    return procedure(*(task(name, draw(TIMES)) for name in names), flows=tuple(flows))


def size_of(drawn: Procedure) -> int:
    total = 1
    for node in drawn.nodes:
        out = sum(flow.source == node.id for flow in drawn.flows)
        total *= len(node.touch.values) if isinstance(node, Task) else 1  # type: ignore[union-attr]
        total *= (
            {"inclusive": 2**out, "exclusive": out}.get(node.logic, 1)
            if isinstance(node, Gateway) and out
            else 1
        )
        total *= out if isinstance(node, Task) else 1
    return total


@settings(max_examples=120)
@given(st.one_of(blocks().filter(lambda drawn: size_of(drawn) <= MOST_COURSES), choices()))
def test_every_course_written_out(drawn: Procedure) -> None:
    courses = list(every_course(drawn))
    mean, cdf = mean_and_cdf(courses)
    found = expected(drawn, step_minutes=1.0)  # every time is a whole number: the grid says it exactly
    assert found.lead_time.exact
    assert found.lead_time.mean == pytest.approx(mean, rel=1e-9, abs=1e-9)
    longest = max(time for _, time, _ in courses)
    for time in np.arange(longest + 1):
        assert found.lead_time.cdf(float(time)) == pytest.approx(cdf(float(time)), abs=1e-6)
    for node in drawn.nodes:
        by_hand = sum(share for share, _, visited in courses if node.id in visited)
        assert found.visits[node.id] == pytest.approx(by_hand, abs=1e-9)
    touch = sum(found.visits[node.id] * node.touch.mean for node in drawn.tasks if node.touch)
    assert found.touch_minutes == pytest.approx(touch)


@settings(max_examples=25)
@given(blocks(), st.integers(0, 9))
def test_playing_the_cases_says_the_same(drawn: Procedure, seed: int) -> None:
    found = expected(drawn, step_minutes=1.0)
    unfolded = plain(drawn)
    course = Course(unfolded, weights(unfolded, (), {}))
    played = play(course, durations(unfolded, OfficeTime(465, 0.66)), 1500, np.random.default_rng(seed))
    off = 5 * found.lead_time.sd / 1500**0.5 + 1e-6
    assert float(played.times.mean()) == pytest.approx(found.lead_time.mean, abs=off)
    for name, visits in found.visits.items():
        assert played.visits.get(name, 0.0) == pytest.approx(visits, abs=0.07)


def with_loops_and_branches() -> Procedure:
    """draft → [check ∥ (survey, a third again)] → decide, 20% back to the draft; then one of two ways."""
    tasks = (
        task("draft", Triangular(20, 30, 60)),
        task("check", LogNormal(40, 30)),
        task("survey", LogNormal(30, 30)),
        task("decide", 3),
        task("post", 100),
    )
    gates = (
        Gateway(id="s", logic="parallel"),
        Gateway(id="j", logic="parallel"),
        Gateway(id="m"),
        Gateway(id="how"),
    )
    flows = ways(
        "start draft s check j decide how post m end", "s survey j", "survey survey", "decide draft", "how m",
        survey_survey={"share": 1 / 3}, decide_draft={"share": 0.2, "rework": True}, how_post={"share": 0.3},
        survey_j={"share": 2 / 3}, decide_how={"share": 0.8}, how_m={"share": 0.7},
    )  # fmt: skip
    return procedure(*tasks, *gates, flows=flows)


def test_tokens_played_by_dice() -> None:
    given = with_loops_and_branches()
    found = expected(given)
    times, visits = by_dice(given, 6000, seed=3)
    assert found.lead_time.exact
    assert np.mean(times) == pytest.approx(found.lead_time.mean, abs=4 * found.lead_time.sd / 6000**0.5)
    assert np.std(times) == pytest.approx(found.lead_time.sd, rel=0.1)
    for share in (0.1, 0.5, 0.9):
        assert found.lead_time.cdf(float(np.quantile(times, share))) == pytest.approx(share, abs=0.025)
    assert {name: visits[name] for name in found.visits} == pytest.approx(dict(found.visits), abs=0.05)


def test_the_error_that_is_told_is_larger_than_the_error() -> None:
    given = with_loops_and_branches()
    fine, rough = expected(given, step_minutes=0.25), expected(given, step_minutes=4.0)
    assert 0 < rough.lead_time.error < 1
    assert abs(rough.lead_time.mean - fine.lead_time.mean) <= rough.lead_time.error
    for share in (0.1, 0.5, 0.9):
        apart = abs(rough.lead_time.quantile(share) - fine.lead_time.quantile(share))
        assert apart <= 2 * rough.lead_time.quantile_error


def crossing(*, join: str = "parallel") -> Procedure:
    """A parallel pair whose branches part again and meet crosswise: no block structure."""
    gates = [Gateway(id=name, logic="parallel") for name in ("s", "sa", "sb", "jx", "jy", "j")]
    tasks = [
        task(name, touch)
        for name, touch in (("a", (10.0, 30.0)), ("b", (20.0,)), ("x", (5.0,)), ("y", (1.0, 9.0)))
    ]
    flows = ways("start s a sa jx x j end", "s b sb jy y j", "sa jy", "sb jx")
    return procedure(*gates, *tasks, flows=flows)


def test_what_is_no_block_is_played_and_says_so() -> None:
    given = crossing()
    mean, cdf = mean_and_cdf(list(every_course(given)))
    found = expected(given)
    assert not found.lead_time.exact
    assert found.lead_time.step_minutes is None
    assert found.lead_time.mean == pytest.approx(mean, abs=2 * found.lead_time.error)
    assert found.lead_time.cdf(26) == pytest.approx(cdf(26), abs=0.02)
    assert found.exact  # visits and work are computed all the same
    assert found.touch_minutes == 20 + 20 + 5 + 5
    assert expected(given) == found


@given(choices(), st.lists(st.sampled_from(("係長", "課長", None, "電算")), min_size=6, max_size=6))
def test_handovers_along_every_course(drawn: Procedure, roles: list[str | None]) -> None:
    tasks = tuple(replace(node, role=role) for node, role in zip(drawn.tasks, roles, strict=False))
    others = tuple(node for node in drawn.nodes if not isinstance(node, Task))
    given = replace(drawn, nodes=(*tasks, *others), roles=(Role(id="電算", kind="system"),))
    by_hand = 0.0
    for share, _, visited in every_course(given):
        people = [node.role for node in tasks if node.id in visited and node.role not in (None, "電算")]
        by_hand += share * sum(one != other for one, other in pairwise(people))
    assert expected(given).handovers == pytest.approx(by_hand)
