"""One command a benchmark; each prints a section of markdown, ready for RESULTS.md.

    python benchmarks/run.py speed --events 1e7 [--ties 0.05]   peers side by side over one CSV
    python benchmarks/run.py scale --memory 4GB                 only bprkit, 1 M to 100 M events
    python benchmarks/run.py working-time --events 1e7          what office hours cost on top of clock time
    python benchmarks/run.py fines --events 1e7                 peers on the replicated road-fines log
    python benchmarks/run.py xes                                reading the road-fines XES
    python benchmarks/run.py startup                            bprkit --version, best of 5

Generated files lie in benchmarks/.work and are removed at the end, unless --keep. Exit 1 if answers differ.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import answers
import measure
import peers
import replicate

SCALE = (1e6, 3e6, 1e7, 3e7, 1e8)
XES_COLUMNS = peers.Columns("case:concept:name", "concept:name", "time:timestamp", offsets=True)


def section(title: str, body: str) -> None:
    print(f"## {title}\n\n{measure.machine()}\n{body}", flush=True)


def generated(events: float, *, ties: float = 0.0, seed: int = 1) -> Path:
    """Return a generated log, made now unless a kept one is there."""
    path = measure.WORK / f"log-{events:.0f}-ties-{ties:g}-seed-{seed}.csv"
    return _made(path, "generate.py", "--events", str(events), "--ties", str(ties), "--seed", str(seed))


def _made(path: Path, script: str, *arguments: str) -> Path:
    if not path.exists():
        partial = path.with_suffix(".partial")
        try:
            measure.run(measure.python(script, *arguments, "-o", str(partial)))
            partial.rename(path)
        finally:
            partial.unlink(missing_ok=True)
    return path


def speed(options: argparse.Namespace) -> bool:
    log = generated(options.events, ties=options.ties, seed=options.seed)
    try:
        text, unequal = peers.compare(log, options.tools, repeat=options.repeat, memory=options.memory)
    finally:
        _tidy(log, options.keep)
    ties = f", {options.ties:.0%} ties" if options.ties else ", no ties"
    section(f"Speed: {options.events:,.0f} events{ties}", text)
    return not unequal


def fines(options: argparse.Namespace) -> bool:
    log = _made(
        measure.WORK / f"fines-{options.events:.0f}.csv", "replicate.py", "--events", str(options.events)
    )
    try:
        text, unequal = peers.compare(
            log, options.tools, columns=XES_COLUMNS, repeat=options.repeat, memory=options.memory
        )
    finally:
        _tidy(log, options.keep)
    section("Speed: the real road-fines log, replicated", text)
    return not unequal


def scale(options: argparse.Namespace) -> bool:
    memory = options.memory or "4GB"
    rows, per_million = [], None
    for events in options.sizes:
        log = generated(events, seed=options.seed)
        try:
            measure.warm(log)
            run = measure.run(measure.python("ours.py", str(log), "--memory", memory))
            size = log.stat().st_size
        finally:
            _tidy(log, options.keep)
        figures = answers.read(run.output)
        cost = run.seconds / events * 1e6
        per_million = per_million or cost
        rows.append(
            [
                f"{events / 1e6:,.3g} M",
                f"{size / 1e9:.2f}",
                f"{figures['cases']:,}",
                f"{run.seconds:.2f}",
                f"{cost:.3f}",
                f"{run.peak_gb:.2f}",
                f"{run.spilled_bytes / 1e9:.2f}",
                str(len(run.left_behind)),
            ]
        )
    header = [
        "events",
        "CSV GB",
        "cases",
        "seconds",
        "seconds a million",
        "peak GB",
        "spilled GB",
        "files left",
    ]
    note = f"bprkit with `--memory {memory}`, whole processes, one run a size.\n\n"
    section("Growth: 1 M to 100 M events", note + measure.table(header, rows))
    return all(row[-1] == "0" for row in rows)


def working_time(options: argparse.Namespace) -> bool:
    log = generated(options.events, seed=options.seed)
    memory = ("--memory", options.memory) if options.memory else ()
    seconds: dict[str, float] = {}
    try:
        measure.warm(log)
        for _ in range(options.repeat):
            for calendar in ("none", "jp"):
                run = measure.run(measure.python("ours.py", str(log), "--calendar", calendar, *memory))
                seconds[calendar] = min(run.seconds, seconds.get(calendar, run.seconds))
    finally:
        _tidy(log, options.keep)
    rows = [
        ["clock time only", f"{seconds['none']:.2f}"],
        ["clock and working time", f"{seconds['jp']:.2f}"],
        ["on top", f"{seconds['jp'] - seconds['none']:.2f}"],
    ]
    note = f"{options.events:,.0f} events, whole processes, best of {options.repeat}.\n\n"
    section("Working time on top of clock time", note + measure.table(["", "seconds"], rows))
    return True


def xes(options: argparse.Namespace) -> bool:
    log = options.log or replicate.road_fines()
    commands = {
        "bprkit: its reader alone": measure.python("ours.py", str(log), "--only-xes"),
        "bprkit: log made ready": measure.python("ours.py", str(log), "--only-read"),
    }
    if "pandas" in options.tools or "polars" in options.tools:
        commands["pm4py read_xes"] = measure.python("peer_pm4py.py", "xes", str(log))
    runs = {tool: measure.run(command) for tool, command in commands.items()}
    said = [answers.read(run.output) for run in runs.values()]
    rows = [
        [tool, f"{run.seconds:.2f}", f"{said[0]['events'] / run.seconds:,.0f}", f"{run.peak_gb:.2f}"]
        for tool, run in runs.items()
    ]
    note = (
        f"{log.name}: {said[0]['events']:,} events, {said[0]['cases']:,} cases; whole processes, one run.\n\n"
    )
    section("Reading XES", note + measure.table(["tool", "seconds", "events/s", "peak GB"], rows))
    return all(each == said[0] for each in said)


def startup(options: argparse.Namespace) -> bool:
    command = [str(Path(sys.executable).with_name("bprkit")), "--version"]
    runs = [measure.run(command) for _ in range(5)]
    best = min(run.seconds for run in runs)
    peak = max(run.peak_bytes for run in runs) / 1e6
    all_runs = ", ".join(f"{run.seconds:.2f}" for run in runs)
    section("Start-up", f"`bprkit --version`: best of 5 {best:.2f} s ({all_runs}), peak {peak:.0f} MB.\n")
    return True


def _tidy(path: Path, keep: bool) -> None:
    if not keep:
        path.unlink(missing_ok=True)


BENCHMARKS: dict[str, Callable[[argparse.Namespace], bool]] = {
    "speed": speed,
    "scale": scale,
    "working-time": working_time,
    "xes": xes,
    "startup": startup,
    "fines": fines,
}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Run one benchmark and print its section of markdown.")
    parser.add_argument("benchmark", choices=list(BENCHMARKS))
    parser.add_argument("--events", type=float, default=1e7)
    parser.add_argument("--sizes", type=float, nargs="+", default=SCALE, help="of scale")
    parser.add_argument("--ties", type=float, default=0.0, help="share of events stamped like the one before")
    parser.add_argument("--tools", nargs="+", choices=sorted(peers.TITLES), default=list(peers.TITLES))
    parser.add_argument("--repeat", type=int, default=1, help="rounds; speed takes the median")
    parser.add_argument("--memory", help="bprkit's limit, such as 4GB (scale: 4GB unless given)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--log", type=Path, help="of xes: another file")
    parser.add_argument("--keep", action="store_true", help="leave the generated logs in benchmarks/.work")
    options = parser.parse_args(arguments)
    measure.WORK.mkdir(exist_ok=True)
    sys.exit(0 if BENCHMARKS[options.benchmark](options) else 1)


if __name__ == "__main__":
    main()
