"""Replicate a real XES log (by default the road-fines log) to any size as a CSV.

    python benchmarks/replicate.py --events 1e7 -o fines.csv

Each copy holds every event of the log with its own stamp; its case ids end in the copy's number. Copies
follow one another, traces within a copy keep the order of the log. The real log is read from
BPRKIT_REAL_DATA (default ../shared/data).
"""

from __future__ import annotations

import argparse
import gzip
import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = ("case:concept:name", "concept:name", "time:timestamp", "org:resource", "amount")


def real_data() -> Path:
    """Return the folder of real logs, which is never part of the repository."""
    return Path(os.environ.get("BPRKIT_REAL_DATA", ROOT.parent / "shared" / "data"))


def road_fines() -> Path:
    return real_data() / "road_traffic_fines" / "Road_Traffic_Fine_Management_Process.xes.gz"


def read_xes(path: Path) -> Iterator[tuple[str | None, ...]]:
    """Yield the columns of each event as the file writes them."""
    from lxml import etree

    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
        traces = etree.iterparse(stream, tag=("{*}trace",), resolve_entities=False)
        for _, trace in traces:
            case = _values(trace).get("concept:name")
            for event in trace.iterchildren("{*}event"):
                values = _values(event)
                yield (case, *(values.get(column) for column in COLUMNS[1:]))
            trace.clear()
            while trace.getprevious() is not None:
                del trace.getparent()[0]


def _values(element: Any) -> dict[str, str]:
    return {child.get("key"): child.get("value") for child in element if child.get("value") is not None}


def replicate(source: Path, target: Path, *, events: int) -> int:
    """Write at least so many events; return how many."""
    import duckdb
    import pyarrow as pa

    columns = list(zip(*read_xes(source), strict=True))
    log = pa.table(
        {name: pa.array(column, pa.string()) for name, column in zip(COLUMNS, columns, strict=True)}
    )
    copies = math.ceil(events / len(log))
    rest = ", ".join(f'"{name}"' for name in COLUMNS[1:])
    with duckdb.connect() as connection:
        connection.execute(f'CREATE TABLE log AS SELECT "{COLUMNS[0]}" AS trace, {rest} FROM log')
        scans = " UNION ALL ".join(
            f"SELECT trace || '_{copy}' AS \"{COLUMNS[0]}\", {rest} FROM log" for copy in range(1, copies + 1)
        )
        place = str(target).replace("'", "''")
        connection.execute(f"COPY ({scans}) TO '{place}' (FORMAT csv, HEADER)")
    return copies * len(log)


def main() -> None:
    parser = argparse.ArgumentParser(description="Replicate a real XES log.")
    parser.add_argument("--events", type=float, default=1e7, help="rows at least")
    parser.add_argument("--source", type=Path, default=road_fines())
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    if not options.source.exists():
        parser.error(f"{options.source} is not there: set BPRKIT_REAL_DATA or give --source")
    print(f"{replicate(options.source, options.output, events=int(options.events)):,} events")


if __name__ == "__main__":
    main()
