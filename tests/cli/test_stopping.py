"""A run that is stopped leaves nothing: no half-written file, no temporary database, no traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cli_runs import saved, table

CASES = 60_000
STEPS = ("起案", "係長決裁", "課長決裁", "施行")


@pytest.fixture(scope="module")
def long_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log that takes some seconds."""
    lines = [
        f"{case},{step},2024-{1 + case % 12:02}-{1 + case % 28:02} {9 + place:02}:{case % 60:02},職員{case % 90:03}"
        for case in range(CASES)
        for place, step in enumerate(STEPS)
    ]
    return saved(tmp_path_factory.mktemp("大きな台帳") / "台帳.csv", table(*lines))


def wait_until(reached: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    """Wait for a moment within a run; fail if the run ends before it."""
    until = time.monotonic() + 60
    while not reached():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.01)


def left_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals of this kind")
@pytest.mark.parametrize("delay", [0.0, 0.3, pytest.param(0.9, marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["Ctrl-C", "SIGTERM"]
)
@pytest.mark.parametrize("command", ["mine", "convert"])
def test_a_stopped_run_leaves_nothing(
    command: str, number: int, code: int, delay: float, long_log: Path, tmp_path: Path, temporary: Path
) -> None:
    target = tmp_path / "結果"
    target.mkdir()
    arguments = {
        "mine": [str(long_log), "--csv", str(target / "表"), "--html", str(target / "頁.html")],
        "convert": [str(long_log), str(target / "写し.csv")],
    }[command]
    with subprocess.Popen(
        [sys.executable, "-m", "bprkit", command, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"TMPDIR": str(temporary), "BPRKIT_LANG": "en", "LC_ALL": "C.UTF-8"},
    ) as process:
        wait_until(lambda: any(temporary.iterdir()), process)  # the database is there
        time.sleep(delay)
        if process.poll() is None:
            process.send_signal(number)
        _, told = process.communicate(timeout=60)
    if b"Written" in told:
        pytest.skip("this machine was done before the signal came")
    assert process.returncode == code, told.decode()
    assert told.decode().strip().splitlines()[-1] == "Error: Stopped."
    assert b"Traceback" not in told
    for path in left_in(target):  # put in its place the moment before the signal: then it is whole
        assert command == "convert" and path.name == "写し.csv"
        assert len(path.read_text("utf-8-sig").splitlines()) == len(long_log.read_text("utf-8").splitlines())
    assert list(temporary.iterdir()) == []
