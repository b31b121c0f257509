"""A handover: two completions in a row, in the same case, by different roles. All who count them count the same."""

from __future__ import annotations

from pathlib import Path

import pytest

import bprkit
from bprkit.procedure.expecting import expected
from bprkit.procedure.files import open_procedure
from bprkit.simulation import simulate
from bprkit.simulation.simulated import Simulated


def played(name: str, cases: int = 120) -> Simulated:
    return simulate(open_procedure(name), cases=cases, replications=1, warm_up_days=0, log=True)


def counted(found: Simulated) -> int:
    return round(found.per_case.set_index("figure")["mean"]["handovers"] * found.cases)


@pytest.mark.parametrize(
    "name",
    [
        "approval-circulation/to_be",  # parallel reviews, and later ones that no case waits for
        "care-certification/as_is",  # messages, parallel branches
        "environment-notification/to_be",  # a system, messages
        "internal-inquiry/to_be",
        "moving-in/as_is",
        "road-occupation/to_be",
        "tendering/as_is",
    ],
)
def test_simulate_and_mine_count_the_same_handovers(name: str) -> None:
    found = played(name)
    mined = bprkit.handover_totals(bprkit.read_log(found.log), "role")
    assert counted(found) == mined["handovers"] > 0


@pytest.mark.parametrize(
    "name", ["disclosure/as_is", "grant-award/as_is", "resident-record/as_is", "leave-request/as_is"]
)
def test_where_nothing_runs_in_parallel_the_graph_says_the_same(name: str) -> None:
    found = played(name, 400)
    assert counted(found) / found.cases == pytest.approx(expected(open_procedure(name)).handovers, rel=0.05)


PARALLEL = """
volume: 500 / year
roles: [a, b]
steps:
  - {start: application}
  - {task: S, role: a, touch: 5 min}
  - parallel:
      - [{task: P, role: a, touch: FIRST min}]
      - [{task: Q, role: b, touch: 20 min}]
  - {task: T, role: a, touch: 5 min}
  - {end: done}
"""


@pytest.mark.parametrize(("minutes", "handovers"), [(30, 2), (5, 2)])
def test_of_parallel_branches_the_order_of_completion_counts(
    tmp_path: Path, minutes: int, handovers: int
) -> None:
    file = tmp_path / "p.yaml"
    file.write_text(PARALLEL.replace("FIRST", str(minutes)), encoding="utf-8")
    found = played(str(file), 50)  # S a, Q b, P a, T a; or S a, P a, Q b, T a
    assert counted(found) == handovers * found.cases


def test_a_message_is_with_the_role_in_whose_lane_it_is_and_no_handover_by_itself(tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    file.write_text(
        "volume: 500 / year\nroles: [a, b, {id: c, kind: outside}]\nsteps:\n  - {start: application}\n"
        "  - {task: S, role: a, touch: 5 min}\n  - {receive: M, role: b, partner: c, wait: 2 working days}\n"
        "  - {receive: N, partner: c}\n  - {task: T, role: b, touch: 5 min}\n  - {end: done}\n",
        encoding="utf-8",
    )
    found = played(str(file), 20)
    assert found.log is not None
    roles = found.log.drop_duplicates("activity").set_index("activity")["role"].to_dict()
    assert (roles["S"], roles["M"], roles["N"], roles["T"]) == ("a", "b", "b", "b")
    assert found.log[found.log["activity"] == "M"]["resource"].isna().all()
    assert counted(found) == found.cases == expected(open_procedure(str(file))).handovers * found.cases


def test_two_roles_of_one_title_are_two_in_the_log(tmp_path: Path) -> None:
    file = tmp_path / "p.yaml"
    file.write_text(
        "volume: 500 / year\nroles: [{id: a, title: 課長}, {id: b, title: 課長}]\nsteps:\n  - {start: application}\n"
        "  - {task: S, role: a, touch: 5 min}\n  - {task: T, role: b, touch: 5 min}\n  - {end: done}\n",
        encoding="utf-8",
    )
    found = played(str(file), 20)
    assert (
        counted(found)
        == bprkit.handover_totals(bprkit.read_log(found.log), "role")["handovers"]
        == found.cases
    )
