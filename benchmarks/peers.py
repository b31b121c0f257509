"""The same CSV through each tool to transitions with performance, variants and case durations.

Every run is a process of its own; the answers are compared.

    python benchmarks/peers.py LOG.csv [--tools bprkit polars pandas] [--repeat 3] [--memory 4GB]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import answers
import measure

TITLES = {
    "bprkit": "bprkit",
    "polars": "pm4py, Polars LazyFrame (its fastest)",
    "pandas": "pm4py, pandas (its usual)",
}


@dataclass(frozen=True)
class Columns:
    """What pm4py must be told about the CSV; bprkit finds it itself."""

    case: str = "文書番号"
    activity: str = "処理内容"
    time: str = "処理日時"
    offsets: bool = False


def command(tool: str, log: Path, columns: Columns, memory: str | None) -> list[str]:
    """Return the command that runs one tool over the log."""
    if tool == "bprkit":
        return measure.python("ours.py", str(log), *(("--memory", memory) if memory else ()))
    named = ["--case", columns.case, "--activity", columns.activity, "--time", columns.time]
    return measure.python(
        "peer_pm4py.py", tool, str(log), *named, *(["--offsets"] if columns.offsets else [])
    )


def compare(
    log: Path,
    tools: Sequence[str],
    *,
    columns: Columns | None = None,
    repeat: int = 1,
    memory: str | None = None,
) -> tuple[str, list[str]]:
    """Run the tools in turn, so many rounds; return a table and how the answers differ from the first's."""
    measure.warm(log)
    runs: dict[str, list[measure.Run]] = {tool: [] for tool in tools}
    for _ in range(repeat):
        for tool in tools:
            runs[tool].append(measure.run(command(tool, log, columns or Columns(), memory)))
    said = {tool: answers.read(each[0].output) for tool, each in runs.items()}
    unequal = [
        f"{tool}: {difference}"
        for tool in tools[1:]
        for difference in answers.differences(said[tools[0]], said[tool])
    ]
    middle = {tool: measure.median_run(each) for tool, each in runs.items()}
    first = middle[tools[0]]
    rows = [
        [
            TITLES[tool],
            f"{run.seconds:.2f}",
            f"{run.seconds / first.seconds:.1f}",
            f"{run.peak_gb:.2f}",
            f"{run.peak_gb / first.peak_gb:.1f}",
        ]
        for tool, run in middle.items()
    ]
    figures = said[tools[0]]
    note = (
        f"{figures['transition_count'] + figures['cases']:,} events, {figures['cases']:,} cases, "
        f"{figures['transitions']} transitions, {figures['variants']:,} variants; "
        f"{log.stat().st_size / 1e6:,.0f} MB of CSV; median of {repeat} run(s), whole processes. "
    )
    note += (
        f"**The answers differ**: {'; '.join(unequal)}." if unequal else "All tools gave the same answers."
    )
    if len(tools) == 1:
        note = note.removesuffix(" All tools gave the same answers.")
    header = ["tool", "seconds", "× first", "peak GB", "× first"]
    return f"{note}\n\n{measure.table(header, rows)}", unequal


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare tools over one CSV.")
    parser.add_argument("log", type=Path)
    parser.add_argument("--tools", nargs="+", choices=sorted(TITLES), default=list(TITLES))
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--memory", help="bprkit's limit, such as 4GB")
    options = parser.parse_args()
    text, unequal = compare(options.log, options.tools, repeat=options.repeat, memory=options.memory)
    print(text)
    sys.exit(1 if unequal else 0)


if __name__ == "__main__":
    main()
