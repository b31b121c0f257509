"""Run a command as a process of its own and measure all of it: wall time, peak memory, disk spilled.

Only the standard library, and no large objects: on Linux a child's peak memory begins with what its parent
held when it was started. Linux and macOS.
"""

from __future__ import annotations

import datetime
import importlib.metadata
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
WORK = HERE / ".work"
PACKAGES = ("bprkit", "duckdb", "ibis-framework", "pandas", "polars", "pm4py")
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Run:
    """What one process took."""

    seconds: float
    peak_bytes: int
    spilled_bytes: int
    """The most that lay in its temporary folder at once."""
    left_behind: tuple[str, ...]
    """What still lay there when it had ended."""
    output: str

    @property
    def peak_gb(self) -> float:
        return self.peak_bytes / 1e9


def run(command: Sequence[str]) -> Run:
    """Run the command to its end, with a temporary folder of its own; raise RuntimeError if it fails."""
    WORK.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=WORK, prefix="tmp-") as folder, tempfile.TemporaryFile() as output:
        temporary = Path(folder)
        environment = {**os.environ, "TMPDIR": folder, "PYTHONUTF8": "1"}
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environment, cwd=HERE)
        spilled, next_look = 0, start
        while True:
            pid, status, usage = os.wait4(child.pid, os.WNOHANG)
            now = time.perf_counter()
            if pid:
                break
            if now >= next_look:
                spilled, next_look = max(spilled, _size(temporary)), now + 0.25
            time.sleep(0.002)
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode("utf-8", "replace")
        if child.returncode:
            raise RuntimeError(f"{' '.join(command)} ended with {child.returncode}:\n{text[-3_000:]}")
        left = tuple(sorted(path.name for path in temporary.rglob("*") if path.is_file()))
    return Run(now - start, usage.ru_maxrss * _RSS_UNIT, spilled, left, text)


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size
        except FileNotFoundError:  # deleted between the look and the question
            continue
    return total


def python(script: str, *arguments: str) -> list[str]:
    """Return the command that runs one of these scripts with the Python in use."""
    return [sys.executable, str(HERE / script), *arguments]


def median_run(runs: Sequence[Run]) -> Run:
    """Return the run of median time (the faster of the middle two)."""
    return sorted(runs, key=lambda each: each.seconds)[(len(runs) - 1) // 2]


def warm(path: Path) -> None:
    """Read the file once, so that every tool finds it in the operating system's cache."""
    with path.open("rb") as stream:
        while stream.read(1 << 20):
            pass


def machine() -> str:
    """Describe the machine, the date and the versions in two lines of markdown."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    today = datetime.datetime.now(datetime.UTC).date()
    system = f"{platform.system()}, Python {platform.python_version()}"
    versions = ", ".join(f"{package} {_version(package)}" for package in PACKAGES)
    return f"{today}; {_cpu()}, {_cores()} cores, {memory:.0f} GiB; {system}.\n{versions}.\n"


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _cpu() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a markdown table: the first column of words, the others of figures."""
    lines = ["| " + " | ".join(header) + " |", "|---|" + "---:|" * (len(header) - 1)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines) + "\n"
