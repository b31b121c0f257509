"""Run one model in Prosimos and print its figures as JSON; for the Python that has `pip install prosimos`.

python benchmarks/peer_prosimos.py MODEL.bpmn PARAMETERS.json CASES LOG.csv
"""

from __future__ import annotations

import csv
import json
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from statistics import fmean


def figures(path: Path, skipped: float) -> dict[str, object]:
    """Return the figures of a log, without the first part of its cases, which found the office empty."""
    cases: dict[int, list[dict[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            cases[int(row["case_id"])].append(row)
    kept = sorted(cases)[int(len(cases) * skipped) :]
    leads, waits = [], defaultdict(list)
    for case in kept:
        rows = cases[case]
        began = min(_moment(row["enable_time"]) for row in rows)
        leads.append((max(_moment(row["end_time"]) for row in rows) - began).total_seconds())
        for row in rows:
            waited = (_moment(row["start_time"]) - _moment(row["enable_time"])).total_seconds()
            waits[row["activity"]].append(waited)
    return {
        "cases": len(cases),
        "tasks": sum(map(len, cases.values())),
        "lead": fmean(leads),
        "waits": {name: fmean(values) for name, values in waits.items()},
        "per_case": {name: len(values) / len(kept) for name, values in waits.items()},
    }


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def main(arguments: Sequence[str]) -> None:
    from prosimos.simulation_engine import run_simulation  # type: ignore[import-not-found]

    model, parameters, cases, log = arguments
    began = time.perf_counter()
    run_simulation(
        model, parameters, int(cases), log_out_path=log, starting_at="2026-04-01T00:00:00.000000+00:00"
    )
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, **figures(Path(log), 0.1)}))


if __name__ == "__main__":
    main(sys.argv[1:])
