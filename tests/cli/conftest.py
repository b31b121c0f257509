"""What tests of the command line share: a run in this process, files to run on, and nothing left behind."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bprkit import language
from bprkit.cli.app import run
from cli_runs import Run, Told, rows, saved, table


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """English messages; a place for temporary files, in which a test must leave nothing."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    language.use("en")
    yield place
    language.use(None)
    gc.collect()
    assert not list(place.iterdir())


@pytest.fixture
def bprkit(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line in this process."""

    def run_here(*arguments: str | Path) -> Told:
        code = run([str(argument) for argument in arguments])
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return Told(code, told.out, told.err.strip())

    return run_here


@pytest.fixture
def process(temporary: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run a command line in a process of its own, with these variables of the environment."""

    def run_there(*arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[bytes]:
        plain = {
            key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "BPRKIT"))
        }
        return subprocess.run(
            [sys.executable, "-m", "bprkit", *map(str, arguments)],
            capture_output=True,
            env=plain | {"TMPDIR": str(temporary)} | variables,
            check=False,
        )

    return run_there


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log without fault: 5 cases of two events."""
    return saved(tmp_path / "台帳 令和6年.csv", table(*rows()))
