"""bprkit from a log to transitions with performance, variants and case durations: `ours.py LOG.csv`."""

from __future__ import annotations

import argparse
import json
import sys
import time
from typing import Any

import answers


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("log")
    parser.add_argument(
        "--calendar", default="none", help="none: clock time, as the peers; jp: working time too"
    )
    parser.add_argument("--memory", help="the engine's limit, such as 4GB")
    parser.add_argument("--only-read", action="store_true")
    options = parser.parse_args()

    laps = _Laps()
    import bprkit

    laps.lap("import")
    settings: dict[str, Any] = {"calendar": options.calendar}
    if options.memory:
        settings["memory"] = options.memory
    log = bprkit.read_log(options.log, **settings)
    laps.lap("read")
    if options.only_read:
        overview = bprkit.overview(log)
        answers.tell({"events": int(overview["events"]), "cases": int(overview["cases"])})
        return
    transitions = bprkit.transitions(log)
    laps.lap("transitions")
    variants = bprkit.variants(log)
    laps.lap("variants")
    durations = bprkit.case_durations(log)
    laps.lap("case_durations")
    rows = transitions[["source", "target", "count", "clock_seconds_mean"]].itertuples(index=False)
    summary = answers.summarise(
        {(row.source, row.target): (int(row.count), float(row.clock_seconds_mean)) for row in rows},
        [int(cases) for cases in variants["cases"]],
        len(durations),
        float(durations["clock_seconds"].sum()),
    )
    answers.tell(summary)
    print(json.dumps(laps.seconds), file=sys.stderr)


class _Laps:
    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.last = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.seconds[name] = round(now - self.last, 3)
        self.last = now


if __name__ == "__main__":
    main()
