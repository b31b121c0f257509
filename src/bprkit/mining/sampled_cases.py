"""What was done when, in cases chosen evenly: for pictures that show single cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from bprkit.log.eventlog import EventLog

MOST_CASES = 400


def sampled_cases(log: EventLog, most: int = MOST_CASES) -> pd.DataFrame:
    """Return everything done in at most so many cases, the same ones each time.

    A row an activity instance: `case` (its place in the order of starts, from 0; never its number), `activity`, `when`
    (its completion, in the log's zone). The cases are those with the smallest hash of their number, so that neither time
    nor length decides which; each is whole.
    """
    prepared = log.prepared()
    engine, cases, instances = log.events.engine, prepared.cases, prepared.instances
    hashed = cases.select("first", sampled="case", lot=engine.hash_number(cases.case))
    chosen = engine.keep(hashed.order_by("lot", "sampled").limit(most), "sampled_cases")
    done = instances.join(chosen, instances.case == chosen.sampled)
    frame = done.select("first", "lot", "case", "position", "activity", "end").to_pyarrow().to_pandas()
    engine.forget(chosen)
    frame = frame.sort_values(["first", "lot", "case", "position"], ignore_index=True)
    frame["case"] = (frame.case != frame.case.shift()).cumsum() - 1
    frame["activity"] = prepared.activities[frame.activity.to_numpy().astype("int64")]
    frame["when"] = log.local_times(frame.end).dt.tz_localize(None)
    return frame[["case", "activity", "when"]]
