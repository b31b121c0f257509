"""Large procedures: the same answers, work that grows with the steps, and cases played where the graph is too tangled."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pytest

from bprkit.procedure.distributions import Constant, LogNormal, Triangular
from bprkit.procedure.expecting import expected, lead_times, linear, times
from bprkit.procedure.expecting.times import Allowance, Grid, limited_mean, on_grid
from bprkit.procedure.files import open_procedure
from bprkit.procedure.library import procedures as bundled
from bprkit.procedure.model import End, Flow, Node, Procedure, Start, Task


def chain(length: int, back: dict[int, int]) -> Procedure:
    """A row of tasks; from some of them one case in ten goes to another one."""
    nodes: list[Node] = [Start(id="start"), *(_task(number) for number in range(length)), End(id="end")]
    flows = [Flow(source=one.id, target=other.id) for one, other in pairwise(nodes)]
    flows += [Flow(source=f"t{one}", target=f"t{other}", share=0.1) for one, other in back.items()]
    return Procedure(id="row", nodes=tuple(nodes), flows=tuple(flows))


def _task(number: int) -> Task:
    return Task(id=f"t{number}", touch=LogNormal(10.0 + number % 7, 5.0))


def tangled(length: int) -> Procedure:
    rng = random.Random(0)
    return chain(length, {one: rng.randrange(length) for one in range(0, length, 3)})


def test_visits_and_handovers_are_the_same_when_solved_by_what_is_not_zero(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for found in bundled()[::3]:
        procedure = open_procedure(found.name)
        whole = expected(procedure, step_minutes=30)
        with monkeypatch.context() as patched:
            patched.setattr(linear, "DENSE", 0)
            sparse = expected(procedure, step_minutes=30)
        assert sparse.visits == pytest.approx(whole.visits)
        assert sparse.handovers == pytest.approx(whole.handovers)


def test_a_system_without_one_answer_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    circle = {(0, 1): 1.0, (1, 0): 1.0}
    assert linear.solved(circle, np.ones(2)) is None
    monkeypatch.setattr(linear, "DENSE", 0)
    assert linear.solved(circle, np.ones(2)) is None


def test_two_thousand_steps_take_the_sum_of_their_times() -> None:
    procedure = chain(2000, {})
    found = expected(procedure)
    total = sum(task.touch.mean for task in procedure.tasks if task.touch is not None)
    assert found.lead_time.exact
    assert found.lead_time.mean == pytest.approx(total)
    assert found.lead_time.quantile(0.5) == pytest.approx(total, rel=0.01)


def test_the_work_on_a_lead_time_grows_with_the_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[Allowance] = []

    def noted() -> Allowance:
        used.append(Allowance())
        return used[-1]

    monkeypatch.setattr(lead_times, "Allowance", noted)
    for length in (200, 800):
        expected(chain(length, {one: one - 3 for one in range(5, length, 10)}))
    few, many = (Allowance().left - each.left for each in used)
    assert many < 4.5 * few


def test_a_tangled_graph_is_played_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    procedure = tangled(60)
    computed = expected(procedure)
    assert computed.lead_time.exact and not computed.notes
    monkeypatch.setattr(lead_times, "Allowance", lambda: Allowance(1e5))
    played = expected(procedure, cases=4000)
    assert not played.lead_time.exact and "4,000" in " ".join(played.notes)
    assert played.visits == computed.visits
    assert played.lead_time.mean == pytest.approx(computed.lead_time.mean, abs=1.5 * played.lead_time.error)


def test_fewer_cases_are_played_where_each_takes_many_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lead_times, "Allowance", lambda: Allowance(1e5))
    monkeypatch.setattr(lead_times, "_MOST_PLAYED", 20_000)
    procedure = tangled(60)
    found = expected(procedure)
    steps = sum(found.visits.values())
    assert 15_000 < len(found.lead_time.at) * steps < 25_000
    assert f"{len(found.lead_time.at):,}" in found.notes[0]


@pytest.mark.parametrize(
    "distribution",
    [Triangular(0, 3, 40), LogNormal(5, 20), LogNormal(5, 0), Constant(7), LogNormal(5, 1e-30)],
    ids=str,
)
def test_a_grid_holds_no_more_points_than_there_is_something_on(
    distribution: times.AnyDistribution,
) -> None:
    grid = Grid(0.5, 100_000)
    edges = np.arange(grid.points + 1) * grid.step
    below = limited_mean(distribution, edges) / grid.step
    whole = np.concatenate([[1 - below[1]], 2 * below[1:-1] - below[:-2] - below[2:]])
    mass = on_grid(distribution, grid).mass
    assert mass == pytest.approx(whole[: len(mass)], abs=1e-9)
    assert abs(whole[len(mass) :]).max() < 1e-9


def test_a_triangle_too_narrow_to_have_a_square_is_its_middle() -> None:
    assert on_grid(Triangular(0.0, 0.0, 1.5e-273), Grid(1.0, 10)).mass.tolist() == [1.0]
