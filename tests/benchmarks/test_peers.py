"""The driver believes no tool: it compares what they say, and measures whole processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import answers
import generate
import measure
import peers
import pytest

STEPS = {("A", "B"): (3, 10.0), ("B", "C"): (2, 5.5)}


def test_figures_of_a_log_worked_out_by_hand() -> None:
    figures = answers.summarise(STEPS, [2, 1], cases=3, case_seconds=41.0)
    assert figures["transition_count"] == 5
    assert figures["transition_seconds"] == 41.0
    assert figures["most_frequent"] == ["A", "B"]
    assert figures["variants"] == 2
    assert figures["largest_variant"] == 2


def test_answers_survive_whatever_else_a_tool_prints(capsys: pytest.CaptureFixture[str]) -> None:
    figures = answers.summarise({("起案", "施行"): (1, 0.1)}, [1], cases=1, case_seconds=0.1)
    print("a banner")
    answers.tell(figures)
    print("goodbye")
    assert answers.read(capsys.readouterr().out) == figures


def test_a_tool_without_answers_is_an_error() -> None:
    with pytest.raises(ValueError, match="no answers"):
        answers.read("Segmentation fault")


def test_rounding_is_no_difference_but_a_count_is() -> None:
    one = answers.summarise(STEPS, [2, 1], cases=3, case_seconds=41.0)
    rounded = {**one, "case_seconds": 41.0 * (1 + 1e-9)}
    assert answers.differences(one, rounded) == []
    assert answers.differences(one, {**one, "case_seconds": 41.1}) == ["case_seconds: 41.0 / 41.1"]
    assert answers.differences(one, {**one, "cases": 4}) == ["cases: 3 / 4"]
    assert answers.differences(one, {**one, "most_frequent": ["A", "C"]}) != []


def test_a_process_is_measured_with_its_memory_and_what_it_leaves() -> None:
    script = (
        "import os, pathlib, time; block = bytearray(200_000_000); time.sleep(0.3)\n"
        "folder = pathlib.Path(os.environ['TMPDIR'])\n"
        "(folder / 'spill').write_bytes(bytes(1_000_000)); time.sleep(0.6); print('done')"
    )
    # in a small process: the system counts what a process had before it became another
    measuring = f"import measure; print(repr(measure.run([{sys.executable!r}, '-c', {script!r}])))"
    told = subprocess.run(
        [sys.executable, "-c", measuring], cwd=measure.HERE, capture_output=True, text=True, check=True
    )
    run = eval(told.stdout, {"Run": measure.Run})
    assert run.output == "done\n"
    assert run.seconds >= 0.9
    assert 0.2 < run.peak_gb < 0.6
    assert run.spilled_bytes >= 1_000_000
    assert run.left_behind == ("spill",)


def test_a_failing_tool_stops_the_benchmark_with_its_words() -> None:
    with pytest.raises(RuntimeError, match="no such column"):
        measure.run([sys.executable, "-c", "raise SystemExit('no such column')"])


def test_the_median_of_an_even_number_of_runs_is_a_run() -> None:
    runs = [measure.Run(seconds, 0, 0, (), "") for seconds in (4.0, 1.0, 3.0, 2.0)]
    assert measure.median_run(runs).seconds == 2.0


@pytest.mark.slow
def test_both_configurations_of_pm4py_answer_alike(tmp_path: Path) -> None:
    pytest.importorskip("pm4py")
    log = tmp_path / "log.csv"
    generate.write_log(log, events=5_000, ties=0.05)
    table, unequal = peers.compare(log, ["polars", "pandas"])
    assert unequal == []
    assert "5,000 events" in table
