"""The figures of a sampled log with their intervals, one by one, as the page shows them beside the figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bprkit.templates.intervals import CONFIDENCE, Interval, mean_interval, quantile_interval, share_interval
from bprkit.templates.sample_size import enough_documents
from bprkit.templates.stamps import Stamps
from bprkit.templates.stamps_log import about_sample

if TYPE_CHECKING:
    import pandas as pd

    from bprkit.log.eventlog import EventLog

PRECISIONS = (0.1, 0.2, 0.3)
_MICROSECONDS = 1_000_000
_QUANTILES = {"median": 0.5, "p90": 0.9, "p95": 0.95}
_TIMES = {"working_seconds": "work", "clock_seconds": "clock"}


def sampled(log: EventLog, stamps: Stamps, mined: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a sample tells of all documents: how it was drawn, intervals, and how many documents would be enough.

    `figures` are rows of section, key, figure ("working_seconds_median", "share"), n, low, high (seconds, or a share from
    0 to 1; null where the sample is too small); none where the documents were not drawn by chance, or not all of a log's
    cases are asked about. `spread` is the standard deviation of the lead times ÷ their mean.
    """
    about = dict(about_sample(stamps))
    times = _case_times(log)
    data = [value / _MICROSECONDS for value in times["work"].dropna().tolist()]
    spread = _spread(data)
    population = about["population"]
    whole = log.condition is None
    figures = (
        list(_figures(log, times, mined, population, len(stamps.documents)))
        if whole and about["by_chance"]
        else []
    )
    enough = (
        [vars(enough_documents(each, population, spread=spread)) for each in PRECISIONS] if spread else []
    )
    return {**about, "confidence": CONFIDENCE, "spread": spread, "figures": figures, "enough": enough}


def _spread(values: Sequence[float]) -> float | None:
    """Return the standard deviation in units of the mean; None where that says nothing."""
    import numpy as np

    if len(values) < 2 or not np.mean(values) or not np.std(values):
        return None
    return float(np.std(values, ddof=1) / np.mean(values))


def _case_times(log: EventLog) -> pd.DataFrame:
    from bprkit.mining.lead_times import counted_cases

    cases = counted_cases(log)
    return cases.select("clock", "work").to_pyarrow().to_pandas()


def _figures(
    log: EventLog, cases: pd.DataFrame, mined: Mapping[str, Any], population: int | None, drawn: int
) -> Iterator[dict[str, Any]]:
    def share_of(values: int) -> int | None:
        """Return how many there are in all of what was met so often in the sample: as many a document."""
        return None if population is None else max(round(population * values / drawn), values)

    for measure, column in _TIMES.items():
        values = _seconds(cases[column])
        yield from _times("lead_time", {}, measure, values, share_of(len(values)))
    for row, key in _step_times(log):
        names = ("transitions", "bottlenecks") if "source" in key else ("activities",)
        for measure, column in _TIMES.items():
            for section in names:
                yield from _times(section, key, measure, _seconds(row[column]), share_of(len(row)))
    total = mined["overview"]["cases"]
    for row in mined["activities"]:
        for place in ("first_share", "last_share"):
            count = round(row[place] * total)
            yield _row(
                "activities",
                {"activity": row["activity"]},
                place,
                share_interval(count, total, population),
                total,
            )
    for row in mined["variants"]:
        interval = share_interval(row["cases"], total, population)
        yield _row("variants", {"variant": row["variant"]}, "share", interval, total)
    again = share_interval(mined["rework"]["cases"], total, population)
    yield _row("rework", {}, "share_of_cases", again, total)


def _step_times(log: EventLog) -> Iterator[tuple[pd.DataFrame, dict[str, str]]]:
    """Yield the times before each activity, and those of each step between two, with what they are of."""
    from bprkit.mining.transitions import stepping

    prepared = log.prepared()
    names = prepared.names["activity"]
    steps = (
        stepping(prepared, "activity").select("source", "target", "clock", "work").to_pyarrow().to_pandas()
    )
    for target, rows in steps.groupby("target", sort=True):
        yield rows, {"activity": str(names[int(target)])}
    for (source, target), rows in steps.groupby(["source", "target"], sort=True):
        yield rows, {"source": str(names[int(source)]), "target": str(names[int(target)])}


def _seconds(column: Iterable[Any]) -> list[float]:
    return [float(value) / _MICROSECONDS for value in column if value == value and value is not None]


def _times(
    section: str, key: Mapping[str, Any], measure: str, values: list[float], population: int | None
) -> Iterator[dict[str, Any]]:
    yield _row(section, key, f"{measure}_mean", mean_interval(values, population), len(values))
    if section != "bottlenecks":
        for name, share in _QUANTILES.items():
            interval = quantile_interval(values, share, population)
            yield _row(section, key, f"{measure}_{name}", interval, len(values))


def _row(section: str, key: Mapping[str, Any], figure: str, found: Interval | None, n: int) -> dict[str, Any]:
    low, high = (None, None) if found is None else (found.low, found.high)
    if low is not None and "seconds" in figure:
        low = max(low, 0.0)
    return {"section": section, "key": dict(key), "figure": figure, "n": n, "low": low, "high": high}
