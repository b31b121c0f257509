"""bprkit from a log to transitions with performance, variants and case durations: `ours.py LOG.csv`."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
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
    parser.add_argument("--only-xes", action="store_true", help="the reader of XES alone, into Arrow")
    options = parser.parse_args()

    if options.only_xes:
        answers.tell(_read_xes(options.log))
        return
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


def _read_xes(path: str) -> dict[str, int]:
    import pyarrow as pa
    import pyarrow.compute as pc

    from bprkit.log.xes.reading import read_xes

    log = read_xes(Path(path))
    table = pa.Table.from_batches(log.batches(), log.schema)
    return {"events": table.num_rows, "cases": pc.count_distinct(table["case:concept:name"]).as_py()}


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
