"""Consoles and pipes of every kind: what is printed there never crashes, and never breaks the program before it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cli_runs import Run

Process = Callable[..., subprocess.CompletedProcess[bytes]]


def test_a_japanese_windows_console_shows_japanese(log: Path, process: Process) -> None:
    done = process("mine", log, "--lang", "ja", PYTHONIOENCODING="cp932")
    assert done.returncode == 0
    assert "案件はどこで待っているか" in done.stdout.decode("cp932")


def test_a_console_that_knows_ascii_only_shows_what_it_can(log: Path, process: Process) -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    refused = process("mine", log, **plain)  # its name is Japanese
    assert refused.returncode == 2
    assert b"PYTHONUTF8=1" in refused.stderr and b"Traceback" not in refused.stderr
    done = process("mine", log.rename(log.with_name("log.csv")), **plain)
    assert done.returncode == 0
    assert b"Bottlenecks" in done.stdout
    failed = process(
        "mine",
        log.with_name("無い.csv"),
        LANG="C",
        PYTHONUTF8="0",
        PYTHONCOERCECLOCALE="0",
        PYTHONIOENCODING="ascii",
    )
    assert failed.returncode == 2
    assert b"Traceback" not in failed.stderr


@pytest.mark.parametrize("columns", [40, 100])
def test_a_page_fits_the_terminal(
    columns: int, log: Path, bprkit: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")  # rich takes a dumb one for 80 wide
    told = bprkit("mine", log)
    assert told.code == 0
    assert max(cell_len(_plain(line)) for line in told.out.splitlines()) <= columns


def test_a_pipe_has_no_colour_and_100_columns(log: Path, bprkit: Run) -> None:
    told = bprkit("mine", log)
    assert "\x1b" not in told.out
    assert told.err == ""
    assert max(map(len, told.out.splitlines())) <= 100


def test_colour_is_off_when_asked(log: Path, bprkit: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    told = bprkit("mine", log)
    assert not any(f"\x1b[{code}m" in told.out for code in range(30, 38))


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
@pytest.mark.parametrize("options", ["", "--json -"])
def test_a_reader_that_has_seen_enough_is_no_error(options: str, log: Path, temporary: Path) -> None:
    command = f'"{sys.executable}" -m bprkit mine "{log}" {options} | head -c 20; echo " ${{PIPESTATUS[0]}}"'
    done = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        env=os.environ | {"BPRKIT_LANG": "en", "TMPDIR": str(temporary)},
        check=True,
    )
    assert done.stdout.split()[-1] == b"0"
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("options", [[], ["--json", "-"]])
def test_a_full_disk_behind_stdout_is_told(options: list[str], log: Path, temporary: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "bprkit", "mine", str(log), *options],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"BPRKIT_LANG": "en", "TMPDIR": str(temporary)},
            check=False,
        )
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "full" in done.stderr


def _plain(line: str) -> str:
    import re

    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", line)
