"""The figures of a sampled log with their intervals, one by one, as the page shows them beside the figures.

A case has each step at most once, as on a form of stamps, so that n values are of n documents.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bprkit.mining.attributes import grouped_cases
from bprkit.mining.naming import others
from bprkit.mining.sampling.cases import MEASURES, MICROSECONDS, SampledCases
from bprkit.mining.sampling.effects import cliffs_delta_interval, spearman_interval
from bprkit.mining.sampling.intervals import (
    LEAST,
    Interval,
    mean_interval,
    quantile_interval,
    ratio_interval,
    share_interval,
)

if TYPE_CHECKING:
    import pandas as pd

    from bprkit.log.eventlog import EventLog

QUANTILES = {"median": 0.5, "p90": 0.9, "p95": 0.95}
LEAD = ("mean", "median", "p90", "p95")
STEP = ("mean", "median", "p95")
VALUE = ("mean", "median")
Row = dict[str, Any]
Key = Mapping[str, Any]


def figures(log: EventLog, drawn: SampledCases, answers: Mapping[str, Any]) -> Iterator[Row]:
    """Yield every figure of the answers that says something of all documents, with its interval."""
    yield from _how_many(drawn)
    yield from _lead_times(drawn)
    yield from _steps(drawn, answers, has_starts=log.prepared().extent.has_starts)
    yield from _bottlenecks(drawn, answers)
    yield from _variants(drawn, answers)
    yield from _shares_of_cases(drawn, answers)
    yield from _attributes(log, drawn, answers)
    yield from _workload(log, drawn, answers)


def _how_many(drawn: SampledCases) -> Iterator[Row]:
    """Yield how many documents of this kind there are in all, where only some of those drawn are in the log."""
    design, cases = drawn.design, len(drawn.cases)
    if design.population is None or cases == design.documents:
        return
    found = share_interval(cases, design.documents, design.population)
    scaled = found and Interval(found.low * design.population, found.high * design.population, found.n)
    estimate = cases * design.population / design.documents
    yield _row("overview", {}, "cases", estimate, scaled, design.documents)


def _lead_times(drawn: SampledCases) -> Iterator[Row]:
    cases = drawn.cases[drawn.cases.counted]
    yield from _times(drawn, "lead_time", {}, cases, LEAD)
    for period in ("fiscal_year", "month"):
        for when, of_it in cases.groupby(period, sort=True):
            key: Row = {period: str(when) if period == "month" else int(str(when))}
            yield from _times(drawn, f"lead_time_by_{period}", key, of_it, LEAD)


def _steps(drawn: SampledCases, answers: Mapping[str, Any], *, has_starts: bool) -> Iterator[Row]:
    """Yield the times of each step, and, where those are the times of the activity, from whatever came before it."""
    parts = [(["source", "target"], "transitions"), *([] if has_starts else [(["target"], "activities")])]
    for by, section in parts:
        for names, steps in drawn.steps.groupby(by, sort=True):
            key = dict(zip(by, names, strict=True)) if len(by) == 2 else {"activity": names[0]}
            yield from _times(drawn, section, key, steps, STEP)
            for measure, column in MEASURES.items():
                yield from _total(drawn, section, key, f"{measure}_total", steps, column)
    total = len(drawn.cases)
    for row in answers["activities"]:
        for place in ("first_share", "last_share"):
            yield _share(drawn, "activities", {"activity": row["activity"]}, place, row[place], total)


def _bottlenecks(drawn: SampledCases, answers: Mapping[str, Any]) -> Iterator[Row]:
    lead = drawn.cases.work.to_numpy(dtype=float)
    before = mean_interval(lead, drawn.population)
    steps = drawn.steps[drawn.steps.within]
    for place, row in enumerate(answers["bottlenecks"]):
        key = {end: row[end] for end in ("source", "target")}
        of_it = steps[(steps.source == row["source"]) & (steps.target == row["target"])]
        waits = drawn.per_case(of_it.set_index("case").work)
        for measure, column in MEASURES.items():
            yield from _times(drawn, "bottlenecks", key, of_it, ("mean",), only=measure)
            yield from _total(drawn, "bottlenecks", key, f"{measure}_total", of_it, column)
        share = ratio_interval(waits, lead, drawn.population)
        yield _row("bottlenecks", key, "share_of_lead_time", row["share_of_lead_time"], share, len(of_it))
        yield _row("bottlenecks", key, "mean_lead_time", row["mean_lead_time"], before, len(lead))
        halved = mean_interval(lead - waits / 2, drawn.population)
        name = "mean_lead_time_if_halved"
        yield _row("bottlenecks", key, name, row[name], halved, len(lead))
        if place == 0:
            gain = mean_interval(waits / 2, drawn.population) if len(of_it) >= LEAST else None
            saved = row["mean_lead_time"] - row[name]
            yield _row("bottlenecks", key, "mean_lead_time_saved", saved, gain, len(of_it))


def _variants(drawn: SampledCases, answers: Mapping[str, Any]) -> Iterator[Row]:
    total = len(drawn.cases)
    by_variant = dict(list(drawn.cases.groupby("variant")))
    for row in answers["variants"]:
        key = {"variant": row["variant"]}
        for name in ("share", "cumulative_share"):
            yield _share(drawn, "variants", key, name, row[name], total)
        yield from _times(drawn, "variants", key, by_variant[row["variant"]], STEP)


def _shares_of_cases(drawn: SampledCases, answers: Mapping[str, Any]) -> Iterator[Row]:
    section = "end_activity_candidates"
    for row in answers["lead_time"][section]:
        key = {"activity": row["activity"]}
        yield _share(drawn, section, key, "share", row["share"], len(drawn.cases))


def _attributes(log: EventLog, drawn: SampledCases, answers: Mapping[str, Any]) -> Iterator[Row]:
    rows = {row["attribute"]: row for row in answers["attributes"]}
    for name, cases in grouped_cases(log, list(rows)):
        cases = cases.assign(clock=cases.clock / MICROSECONDS, work=cases.work / MICROSECONDS)
        for value, of_it in cases.groupby("value", sort=True):
            key = {"attribute": name, "value": value}
            yield from _times(drawn, "attribute_values", key, of_it, VALUE)
            delta = {each["value"]: each["cliffs_delta"] for each in rows[name]["values"]}.get(value)
            found = cliffs_delta_interval(of_it.work.to_numpy(), cases.work[cases.value != value].to_numpy())
            yield _row("attribute_values", key, "cliffs_delta", delta, found, len(of_it), least=-1.0)
        if rows[name]["effect"] == "spearman":
            effect, n = rows[name]["effect_size"], rows[name]["cases"]
            correlation = spearman_interval(effect, n)
            yield _row("attributes", {"attribute": name}, "effect_size", effect, correlation, n, least=-1.0)


def _workload(log: EventLog, drawn: SampledCases, answers: Mapping[str, Any]) -> Iterator[Row]:
    """Yield the share of each section or post in all that is done: of two totals, each document bringing several."""
    import numpy as np

    for by in dict.fromkeys(row["by"] for row in answers["workload"] if row["by"] != "resource"):
        rows = {row["name"]: row for row in answers["workload"] if row["by"] == by}
        key = log.key(by)
        prepared = log.prepared(key)
        instances = prepared.instances.filter(prepared.instances[key].notnull())
        done = instances.select("case", holder=instances[key]).to_pyarrow().to_pandas().set_index("case")
        names = prepared.names[key][done.holder.to_numpy().astype("int64")]
        names = np.where(np.isin(names.astype(str), list(rows)), names, others())
        whole = drawn.per_case((done.holder >= 0).astype(float))
        for name, row in rows.items():
            part = drawn.per_case((done.holder >= 0) * (names == name).astype(float))
            share = ratio_interval(part, whole, drawn.population)
            yield _row("workload", {"by": by, "name": name}, "share", row["share"], share, row["cases"])


def _times(
    drawn: SampledCases,
    section: str,
    key: Key,
    rows: pd.DataFrame,
    statistics: Sequence[str],
    only: str | None = None,
) -> Iterator[Row]:
    """Yield statistics of the times of some cases or steps, a domain of the sample."""
    population = drawn.design.alike(len(rows))
    for measure, column in MEASURES.items():
        if only in (None, measure):
            values = rows[column].dropna().to_numpy(dtype=float)
            for name in statistics:
                yield _statistic(section, key, f"{measure}_{name}", name, values, population)


def _statistic(section: str, key: Key, figure: str, name: str, values: Any, population: int | None) -> Row:
    import numpy as np

    n = len(values)
    if name == "mean":
        estimate = float(np.mean(values)) if n else None
        return _row(section, key, figure, estimate, mean_interval(values, population), n)
    share = QUANTILES[name]
    estimate = float(np.quantile(values, share)) if n else None
    return _row(section, key, figure, estimate, quantile_interval(values, share, population), n)


def _total(
    drawn: SampledCases, section: str, key: Key, figure: str, steps: pd.DataFrame, column: str
) -> Iterator[Row]:
    """Yield the total of all documents; nothing where nobody knows how many there are.

    It is N means a document, those without the step counted as zero, and never below what the sample itself adds up to.
    """
    population = drawn.design.population
    if population is None:
        return
    values = drawn.per_document(steps.set_index("case")[column])
    found = mean_interval(values, population) if len(steps) >= LEAST else None
    if found is not None:
        low = max(found.low * population, float(values.sum()))
        found = Interval(low, found.high * population, found.n)
    yield _row(section, key, figure, float(values.mean()) * population, found, len(steps))


def _share(drawn: SampledCases, section: str, key: Key, figure: str, share: float | None, total: int) -> Row:
    found = None if share is None else share_interval(round(share * total), total, drawn.population)
    return _row(section, key, figure, share, found, total)


def _row(
    section: str,
    key: Key,
    figure: str,
    estimate: float | None,
    found: Interval | None,
    n: int,
    *,
    least: float = 0.0,
) -> Row:
    """Return a figure with its interval; without one where fewer than five values are behind it.

    least: below which the figure cannot be.
    """
    low, high = (None, None) if found is None or n < LEAST else (max(found.low, least), found.high)
    return {
        "section": section,
        "key": dict(key),
        "figure": figure,
        "n": n,
        "estimate": estimate,
        "low": low,
        "high": high,
    }
