"""The real event logs of others: where they are, and how pm4py reads them.

They may not be redistributed, so they are no part of the repository: BPRKIT_REAL_DATA names their folder (by default
../shared/data from the project's root). Where it is absent, the tests that need it are skipped.
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import pandas as pd

ROOT = Path(__file__).parents[1]
COLUMNS = (
    "case:concept:name",
    "concept:name",
    "time:timestamp",
    "start_timestamp",
    "lifecycle:transition",
    "row",
)


def folder() -> Path:
    """Return the folder of the real logs, whether or not it is there."""
    return Path(os.environ.get("BPRKIT_REAL_DATA") or ROOT.parent / "shared" / "data")


def path_of(name: str) -> Path:
    """Return the path of a file in the folder; skip the test if it is not there."""
    path = folder() / name
    if not path.exists():
        pytest.skip(f"no {path}: set BPRKIT_REAL_DATA to the folder of the real logs")
    return path


@dataclass(frozen=True)
class RealLog:
    """A log, and what pm4py has to be told of it; bprkit finds out by itself.

    counts: events as recorded, activity instances, cases, activities and variants.
    columns: the headers of case, activity, time and start in a table.
    pseudo: Start and End events were added by a tool. lifecycle: completions are marked as such.
    starts: "column" or "rows" where starts were recorded.
    """

    name: str
    counts: tuple[int, int, int, int, int]
    columns: Mapping[str, str] = field(default_factory=dict)
    pseudo: bool = False
    lifecycle: bool = True
    starts: str | None = None
    slow: bool = False

    @property
    def id(self) -> str:
        """The name in the list of tests."""
        return Path(self.name).name.split(".")[0] + ("_xes" if ".xes" in self.name else "")


def events_by_pm4py(log: RealLog, cache: Path) -> pd.DataFrame:
    """Return the rows as pm4py reads them, with its standard columns and `row`, their place in the file.

    Its XES reader takes seconds to minutes, so what it read is kept in `cache` until the file or pm4py change.
    """
    return _cached(log, cache, "events", lambda: _events(log, path_of(log.name)))


def instances_by_pm4py(log: RealLog, cache: Path) -> pd.DataFrame:
    """Return the activity instances, with `start_timestamp`, as pm4py joins rows of start and completion."""
    events = events_by_pm4py(log, cache)
    return events if log.starts == "column" else _cached(log, cache, "instances", lambda: _joined(events))


def _cached(log: RealLog, cache: Path, what: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    import pandas as pd
    import pm4py

    stat = path_of(log.name).stat()
    kept = cache / f"{log.id}-{what}-{stat.st_size}-{int(stat.st_mtime)}-{pm4py.__version__}.parquet"
    if not kept.exists():
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            made = make()
        made[[name for name in COLUMNS if name in made]].to_parquet(kept, index=False)
    return pd.read_parquet(kept)


def _events(log: RealLog, path: Path) -> pd.DataFrame:
    import pandas as pd
    import pm4py

    if ".xes" in path.suffixes:
        frame = pm4py.read_xes(str(path), variant="line_by_line")
        return frame.assign(row=range(len(frame)))
    raw = (
        pd.read_parquet(path)
        if path.suffix == ".parquet"
        else pd.read_csv(path, dtype=str, keep_default_na=False)
    )
    named = {"case": "case:concept:name", "activity": "concept:name", "time": "time:timestamp"} | {
        **log.columns
    }
    return pm4py.format_dataframe(
        raw.assign(row=range(len(raw))),
        case_id=named["case"],
        activity_key=named["activity"],
        timestamp_key=named["time"],
        start_timestamp_key=named.get("start", "start_timestamp") if log.starts else "",
    )


def _joined(events: pd.DataFrame) -> pd.DataFrame:
    import pm4py
    from pm4py.objects.log.util.interval_lifecycle import to_interval

    return pm4py.convert_to_dataframe(to_interval(pm4py.convert_to_event_log(events)))
