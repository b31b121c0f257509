"""Which distinct sequences of activities are there, how common, how long?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bprkit.mining.grammar import statistic_columns, summarise
from bprkit.mining.lead_times import CASE_MEASURES

if TYPE_CHECKING:
    import pandas as pd

    from bprkit.log.eventlog import EventLog
    from bprkit.log.prepared import Prepared

STATISTICS = ("mean", "median", "p95")


def variants(log: EventLog) -> pd.DataFrame:
    """Return every distinct sequence of completed activities, the most frequent first.

    A row a variant: `variant` (1, 2, …), `activities` (the sequence), `cases`, `share` of all cases,
    `cumulative_share`, and lead times as `clock_seconds_*`, `working_seconds_*` (mean, median, p95).
    Of equally frequent variants, the one seen earlier comes first.
    """
    prepared = log.prepared("activity")
    cases = prepared.cases
    spans = cases.mutate(clock=cases["last"] - cases["first"])
    numbered = prepared.variants.select("variant", "length", "low", "high")
    spans = spans.join(numbered, ["length", "low", "high"])
    frame = summarise(spans, ["variant"], STATISTICS, measures=CASE_MEASURES).rename(
        columns={"count": "cases"}
    )
    frame = frame.sort_values("variant", ignore_index=True)
    frame["activities"] = sequences_of(prepared)
    frame["share"] = frame.cases / max(frame.cases.sum(), 1)
    frame["cumulative_share"] = frame.cases.cumsum() / max(frame.cases.sum(), 1)
    first = ["variant", "activities", "cases", "share", "cumulative_share"]
    return frame[[*first, *statistic_columns(STATISTICS, CASE_MEASURES)]]


def sequences_of(prepared: Prepared) -> Any:
    """Return the sequence of each variant, in the order of the variants, as a column of lists of names.

    The lists share one Arrow buffer of codes: a million sequences cost no Python object each.
    """
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    table = prepared.sequences.order_by("variant", "position").select("variant", "activity").to_pyarrow()
    variant = table["variant"].to_numpy()
    starts = np.flatnonzero(np.diff(variant, prepend=-1)).astype("int32")
    offsets = np.append(starts, np.int32(len(variant)))
    codes = table["activity"].combine_chunks()
    names = pa.DictionaryArray.from_arrays(codes, pa.array(prepared.activities, pa.string()))
    lists = pa.ListArray.from_arrays(pa.array(offsets), names.cast(pa.string()))
    return pd.array(lists, dtype=pd.ArrowDtype(lists.type))
