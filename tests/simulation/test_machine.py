"""Compiled code is kept where there is a place for it, and only as long as its sources are the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numba.core.caching as caching
import pytest

from bprkit.simulation import machine

PROGRAM = """
from bprkit.simulation import machine
machine._sources.cache_clear()
machine._sources = lambda: {sources!r}
import kept
print(kept.twice(21), sum(kept.twice.stats.cache_hits.values()))
"""


def test_without_a_place_to_keep_it_code_runs_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caching.CompileResultCacheImpl, "_locator_classes", [])

    def twice(number: int) -> int:
        return 2 * number

    assert machine.entry_point(twice)(21) == 42


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    source = "from bprkit.simulation.machine import entry_point\n\n\n@entry_point\ndef twice(number):\n    return 2 * number\n"
    (tmp_path / "kept.py").write_text(source, encoding="utf-8")
    return tmp_path


def told(folder: Path, sources: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(sources=sources)],
        cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


def test_what_was_kept_is_used_until_any_source_changes(kept: Path) -> None:
    assert told(kept, "one") == "42 0"
    assert told(kept, "one") == "42 1"
    assert told(kept, "other") == "42 0"


def test_the_fingerprint_is_of_every_file_of_the_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "machine.py").write_text("a", encoding="utf-8")
    monkeypatch.setattr(machine, "__file__", str(tmp_path / "machine.py"))
    prints = set()
    for content in ("a", "b"):
        (tmp_path / "heap.py").write_text(content, encoding="utf-8")
        prints.add(machine._sources.__wrapped__())
    assert len(prints) == 2
