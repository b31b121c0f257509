"""Measured times: read from forms, turned into distributions, and put into the file of a procedure."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path
from typing import Any

import pytest

from bprkit.procedure.distributions import Constant, Empirical, LogNormal
from bprkit.procedure.files import open_procedure
from bprkit.procedure.library import find_procedure
from bprkit.templates.applying import apply_times, save_beside, step_times
from bprkit.templates.form import FormError
from bprkit.templates.stopwatch import Measurement, Times, read_times, write_times
from filled_forms import fill

PROCEDURE = "leave-request/as_is"


def measured(tmp_path: Path, rows: list[dict[str, Any]], *, reported: bool = False) -> Path:
    path = tmp_path / ("self-report.xlsx" if reported else "stopwatch.xlsx")
    write_times(path, reported=reported, procedure=open_procedure(PROCEDURE), lang="ja")
    return fill(path, "自己申告" if reported else "計測", rows)


def times(*minutes: float, cases: int = 1, step: str = "apply") -> Times:
    return Times("x.xlsx", cases > 1, tuple(Measurement(step, each, cases) for each in minutes))


def test_minutes_seconds_and_clock_times_are_read(tmp_path: Path) -> None:
    path = measured(
        tmp_path,
        [
            {"工程": "休暇簿の記入", "分": 3, "秒": 30},
            {"工程": "休暇簿の記入", "分": "２分"},
            {
                "工程": "休暇簿の記入",
                "開始（時:分）": "9:05",
                "終了（時:分）": dt.time(9, 15),
                "中断（分）": 4,
            },
            {"工程": "manager_approves", "秒": 45},
            {"工程": "休暇集計", "分": 1},
        ],
    )
    found = read_times(path, open_procedure(PROCEDURE)).measurements
    assert [(each.step, each.minutes) for each in found] == [
        ("apply", 3.5),
        ("apply", 2),
        ("apply", 6),
        ("manager_approves", 0.75),
        ("tally", 1),
    ]
    assert [each.place for each in found][:3] == ["計測!D3", "計測!D4", "計測!F5"]


def test_written_filled_read_and_written_again_says_the_same(tmp_path: Path) -> None:
    path = measured(
        tmp_path, [{"工程": "休暇簿の記入", "分": 3.5, "担当（職位）": "主事", "備考": "電話あり"}]
    )
    first = read_times(path)
    write_times(tmp_path / "again.xlsx", measurements=first.measurements, lang="ja")
    assert read_times(tmp_path / "again.xlsx").measurements == first.measurements


def test_reported_days_give_minutes_a_case(tmp_path: Path) -> None:
    path = measured(
        tmp_path,
        [
            {"工程": "休暇簿の記入", "件数（件）": 8, "合計（分）": 40},
            {"工程": "休暇簿の記入", "件数（件）": 2, "合計（分）": 20},
        ],
        reported=True,
    )
    found = read_times(path, open_procedure(PROCEDURE))
    assert found.reported
    assert [(each.minutes, each.cases) for each in found.measurements] == [(5, 8), (10, 2)]
    step = step_times([found], open_procedure(PROCEDURE))[0]
    assert (step.n, step.mean) == (10, 6)
    assert isinstance(step.touch, LogNormal)
    write_times(tmp_path / "again.xlsx", reported=True, measurements=found.measurements, lang="ja")
    assert [each.minutes for each in read_times(tmp_path / "again.xlsx").measurements] == [5, 10]


def test_all_errors_are_told_at_once_each_with_its_cell(tmp_path: Path) -> None:
    path = measured(
        tmp_path,
        [
            {"工程": "休暇簿の記人", "分": 3},
            {"工程": "休暇簿の記入", "分": "さっと"},
            {"工程": "休暇簿の記入", "開始（時:分）": "9:05"},
            {"分": 3},
            {"工程": "休暇簿の記入", "開始（時:分）": "9:05", "終了（時:分）": "9:00"},
            {"工程": "休暇簿の記入", "分": 3, "秒": 75},
        ],
    )
    with pytest.raises(FormError) as caught:
        read_times(path, open_procedure(PROCEDURE))
    found = {problem.path: problem for problem in caught.value.problems}
    assert set(found) >= {"計測!C3", "計測!D4", "計測!D5", "計測!C6", "計測!F7", "計測!E8"}
    assert "休暇簿の記入" in found["計測!C3"].ja


def test_a_blank_step_is_one_error(tmp_path: Path) -> None:
    path = measured(tmp_path, [{"工程": "休暇簿の記入", "分": 3}, {"分": 4}])
    with pytest.raises(FormError) as caught:
        read_times(path, open_procedure(PROCEDURE))
    (problem,) = caught.value.problems
    assert problem.path == "計測!C4"
    assert "空です" in problem.ja


def test_outliers_are_shown_and_kept() -> None:
    minutes = (3.0, 3.5, 4.0, 4.0, 5.0, 60.0)
    step = step_times([times(*minutes)], open_procedure(PROCEDURE))[0]
    assert [each.minutes for each in step.outliers] == [60.0]
    assert isinstance(step.touch, Empirical)
    assert step.touch.values == minutes


def test_the_shape_asked_for_keeps_mean_and_spread() -> None:
    given = times(2.0, 4.0, 9.0)
    procedure = open_procedure(PROCEDURE)
    lognormal = step_times([given], procedure, "lognormal")[0].touch
    empirical = step_times([given], procedure, "empirical")[0].touch
    assert lognormal.mean == empirical.mean == 5.0
    assert lognormal.variance == pytest.approx(13.0, abs=0.05)
    assert isinstance(step_times([times(2.0)], procedure)[0].touch, Constant)
    assert isinstance(step_times([times(*(1 + n / 200 for n in range(101)))], procedure)[0].touch, LogNormal)


def test_the_spread_of_batches_is_that_of_cases() -> None:
    """Means of 9 cases vary a third as much as cases; what is told is the spread of cases."""
    import numpy as np

    cases = np.random.default_rng(2).lognormal(1.0, 0.5, (2000, 9))
    step = step_times([times(*cases.mean(axis=1).tolist(), cases=9)], open_procedure(PROCEDURE))[0]
    truth = math.sqrt(math.exp(0.25) - 1) * math.exp(1 + 0.125)
    assert step.sd == pytest.approx(truth, rel=0.05)
    assert step.interval is None


def test_comments_order_and_other_steps_stay_in_the_file(tmp_path: Path) -> None:
    origin = find_procedure(PROCEDURE)
    before = open_procedure(origin)
    done = apply_times(before, step_times([times(2.0, 4.0, 9.0)], before), source="stopwatch.xlsx")
    target = save_beside(done, origin, tmp_path / "new.yaml")
    after = open_procedure(target)
    assert after == done
    assert after.node_of["apply"].touch == Empirical((2.0, 4.0, 9.0))
    assert not after.node_of["apply"].estimate
    assert "n=3" in (after.node_of["apply"].source or "") or "n = 3" in (after.node_of["apply"].source or "")
    assert [node for node in after.nodes if node.id != "apply"] == [
        node for node in before.nodes if node.id != "apply"
    ]
    old, new = (path.read_text(encoding="utf-8").splitlines() for path in (origin, target))
    comments = [[line.partition("#")[2] for line in lines if "#" in line] for lines in (old, new)]
    assert comments[0] == comments[1] != []
    told = [[" ".join(line.replace("'", "").split()) for line in lines] for lines in (old, new)]
    assert set(told[0]) - set(told[1]) == {"touch: 3 min"}  # nothing else of the file is said otherwise


def test_a_guessed_wait_stays_an_estimate_with_its_source() -> None:
    before = open_procedure(PROCEDURE)
    once = apply_times(before, step_times([times(1.0, 2.0, step="manager_approves")], before))
    twice = apply_times(once, step_times([times(1.0, 2.0, step="manager_approves")], once))
    task = once.node_of["manager_approves"]
    assert task.estimate
    assert "編集可能な推計" in (task.source or "")
    assert twice == once
