"""Large procedures are compared as small ones are: what all pairs of steps would say is found without looking at all."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from scipy.optimize import linear_sum_assignment

from approval_states import ROLES, chain, renamed, step
from bprkit.procedure.comparing import assigning, compare, matching
from bprkit.procedure.comparing.course import Course, course_of
from bprkit.procedure.comparing.likeness import Sides, facts_of, likeness, score_of, sides
from bprkit.procedure.comparing.parts import _HELD, _held
from bprkit.procedure.comparing.roles import counterparts
from bprkit.procedure.comparing.settling import settled
from bprkit.procedure.comparing.titles import coverage
from bprkit.procedure.comparing.ways import ways_of
from bprkit.procedure.files import open_procedure
from bprkit.procedure.library import procedures as bundled
from bprkit.procedure.model import Procedure, Task, Title
from procedures import procedures


def states() -> Iterator[tuple[Procedure, Procedure]]:
    """Every bundled state and the next one."""
    for found in bundled():
        yield from pairwise([open_procedure(str(file)) for file in found.files.values()])


def row(*tasks: Task) -> Procedure:
    return Procedure(id="row", roles=ROLES, nodes=tasks, flows=chain(*(task.id for task in tasks)))


def all_with_all(between: Sides) -> dict[tuple[str, str], float]:
    """The plain way: every step of one state against every step of the other, three times over."""
    before, after = between.before.steps, between.after.steps
    alike = [
        [likeness(one, other, between, facts_of(one), facts_of(other)) for other in after] for one in before
    ]
    known: dict[str, str] = {}
    chosen: dict[tuple[str, str], float] = {}
    for turn in range(3):
        scores = np.array(
            [
                [
                    score_of(alike[row][column], one.id, other.id, between, known if turn else None)
                    for column, other in enumerate(after)
                ]
                for row, one in enumerate(before)
            ]
        )
        best = zip(*linear_sum_assignment(scores, maximize=True), strict=True)
        chosen = {
            (before[row].id, after[column].id): scores[row, column]
            for row, column in best
            if scores[row, column] >= 0.45
        }
        found = dict(chosen.keys())
        if turn and found == known:
            break
        known = found
    return chosen


def pairs(one: Procedure, other: Procedure) -> tuple[Sides, dict[tuple[str, str], float]]:
    roles = counterparts(one, other)
    before, after = course_of(one), course_of(other)
    found = matching._pairs(before, after, roles)
    return sides(before, after, roles), {(pair.before, pair.after): pair.score for pair in found}


def mixed_up(id_: str) -> str:
    return f"Activity_{sum(map(ord, id_)) % 97}_{id_[::-1]}"


@pytest.mark.parametrize("anew", [False, True], ids=["same ids", "ids made anew"])
def test_settling_first_gives_what_comparing_all_with_all_gives(
    anew: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "FEW", 0)
    compared = 0
    for earlier, later in states():
        between, found = pairs(earlier, renamed(later, mixed_up) if anew else later)
        assert found == pytest.approx(all_with_all(between))
        compared += len(found)
    assert compared > 100


def test_looking_only_at_likely_pairs_finds_what_all_with_all_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "FEW", 0)
    monkeypatch.setattr(assigning, "FEW", 0)
    for earlier, later in states():
        between, found = pairs(earlier, renamed(later, mixed_up))
        assert found.keys() == all_with_all(between).keys()


def test_steps_that_look_the_same_are_settled_by_what_is_beside_them() -> None:
    def checks(*ids: str, titles: str = "確認 押印 確認") -> Procedure:
        return row(*(step(id_, title, "chief", 3) for id_, title in zip(ids, titles.split(), strict=True)))

    def sure(before: Procedure, after: Procedure) -> dict[str, str]:
        return settled(sides(course_of(before), course_of(after), counterparts(before, after)))

    before = checks("a", "b", "c")
    assert sure(before, checks("x", "y", "z")) == {"a": "x", "b": "y", "c": "z"}
    assert sure(before, checks("x", "y", titles="確認 決裁")) == {}
    assert sure(before, checks("a", "b", "c", titles="確認 決裁 確認")) == {"a": "a", "c": "c"}


def long(count: int, seed: int = 0) -> Procedure:
    rng = random.Random(seed)
    words = ("受付", "確認", "審査", "照会", "入力", "印刷", "押印", "送付", "登録", "照合", "集計", "報告")
    titles = ["・".join(rng.choices(words, k=rng.randint(1, 3))) for _ in range(count)]
    return row(*(step(f"s{number}", title, "drafter", 3) for number, title in enumerate(titles)))


def without(procedure: Procedure, ids: set[str]) -> Procedure:
    return row(*(task for task in procedure.tasks if task.id not in ids))


def test_of_two_thousand_steps_with_new_ids_and_few_titles_those_taken_out_are_found() -> None:
    before = long(2000)
    gone = {task.id for task in before.tasks[50::97]}
    after = renamed(without(before, gone), mixed_up)
    changes = compare(before, after).overall.of_kind("removed")
    titles = {node.id: node.title for node in before.nodes}
    wanted = sorted(str(titles[id_]) for id_ in gone)
    assert len(changes) == len(gone)
    assert sum(str(change.before[0]) in wanted for change in changes) >= 0.9 * len(gone)


def test_five_hundred_steps_reworded_and_drawn_anew_find_their_like() -> None:
    before = long(500)
    reworded = row(*(replace(task, title=Title(f"{task.title.ja}を行う（改）")) for task in before.tasks))
    _, found = pairs(before, renamed(reworded, mixed_up))
    assert sum(mixed_up(one) == other for one, other in found) >= 0.95 * 500


@given(procedures())
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
def test_what_comes_earlier_is_what_a_way_leads_from(procedure: Procedure) -> None:
    course: Course = course_of(procedure)
    ways = ways_of(procedure)
    graph = nx.DiGraph((key, other) for key, others in ways.after.items() for other in others)
    graph.add_nodes_from(ways.order)
    ids = {each.id for each in course.steps}
    for id_ in ids:
        assert course.earlier[id_] == nx.ancestors(graph, id_) & ids
        assert course.behind[id_] == {other for other in ids if id_ in course.ahead[other]}
        assert all(id_ in course.beside[other] for other in course.beside[id_])
        assert all(course.earlier.holds(id_, other) == (other in course.earlier[id_]) for other in ids)


def test_titles_within_titles_are_found_as_by_looking_at_all() -> None:
    one, other = course_of(long(60, seed=1)), course_of(long(60, seed=2))
    held = _held(one.steps, other)
    plain = {
        whole.id: [part for part in one.steps if coverage(part.title, whole.title) >= _HELD]
        for whole in other.steps
    }
    assert held == {key: parts for key, parts in plain.items() if parts}
