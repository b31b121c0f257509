"""Cases under way over time: by day in a run, by month over all replications."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from bprkit.simulation import program as code
from bprkit.simulation.estimating import Estimate, estimate
from bprkit.simulation.hours import DAY
from bprkit.simulation.program import DAY_SEEN, Records

if TYPE_CHECKING:
    import pandas as pd

    from bprkit.simulation.running import Setting
    from bprkit.simulation.tables import Gathered

_MOST_DAYS = 0.95


def days_seen(setting: Setting, state: code.State) -> tuple[Records, ...]:
    """Return of each procedure the cases under way on each day from the warm-up on: their mean, and the most at once.

    A run ends with the last case that counts. Days after that are seen only if nothing was left under way.
    """
    starts, last_end = setting.compiled.program.starts, state.streams["last_end"].max()
    begin = int(setting.warm_up // DAY)
    found = []
    for number, stream in enumerate(state.streams):
        end = setting.until if stream["counted"] < starts[number]["most"] else stream["last_counted"]
        if stream["under_way"]:
            end = min(end, last_end)
        rows = state.days[number]
        before = np.concatenate(([0], np.cumsum(rows["change"])[:-1]))
        seen = np.zeros(len(rows), dtype=DAY_SEEN)
        seen["mean"] = before + rows["rest"] / DAY
        seen["most"] = np.maximum(before, rows["most"])
        found.append(seen[begin : int(end // DAY)].copy())
    return tuple(found)


def in_progress(gathered: Gathered) -> pd.DataFrame:
    """Return the cases under way on average (Little's law: cases a second times their lead time), on all but one day in
    20, and the most at once."""
    import pandas as pd

    found = gathered.of("cases", "lead_clock") / gathered.setting.window
    rows = []
    for number, procedure in enumerate(gathered.compiled.procedures):
        days = [outcome.days[number] for outcome in gathered.outcomes]
        p95 = estimate([np.quantile(seen["mean"], _MOST_DAYS) if len(seen) else np.nan for seen in days])
        peak = estimate([seen["most"].max() if len(seen) else np.nan for seen in days])
        mean = estimate(found[:, number])
        row = {"procedure": procedure.id, "mean": mean.mean, "low": mean.low, "high": mean.high}
        rows.append(row | _interval("p95", p95) | _interval("peak", peak))
    return pd.DataFrame(rows)


def in_progress_by_month(gathered: Gathered, first: date) -> pd.DataFrame:
    """Return the cases under way by month, of runs whose first day this is: their mean over its days, and the most."""
    import pandas as pd

    begin = np.datetime64(first, "D") + int(gathered.setting.warm_up // DAY)
    rows: list[dict[str, Any]] = []
    for number, procedure in enumerate(gathered.compiled.procedures):
        months, means, most = _by_month([outcome.days[number] for outcome in gathered.outcomes], begin)
        for place, month in enumerate(months):
            mean, peak = estimate(means[:, place]), estimate(most[:, place])
            own = {"mean": mean.mean, "low": mean.low, "high": mean.high}
            rows.append({"procedure": procedure.id, "month": str(month), **own, **_interval("peak", peak)})
    columns = ["procedure", "month", "mean", "low", "high", "peak", "peak_low", "peak_high"]
    return pd.DataFrame(rows, columns=columns)


def _by_month(days: list[Records], begin: np.datetime64) -> tuple[Any, Any, Any]:
    """Return the months that some replication saw, and of each replication and month the mean and the most."""
    longest = max(len(seen) for seen in days)
    of_day = (begin + np.arange(longest)).astype("datetime64[M]")
    months, place = np.unique(of_day, return_inverse=True)
    means, most = (np.full((len(days), len(months)), np.nan) for _ in range(2))
    for replication, seen in enumerate(days):
        mine = place[: len(seen)]
        known = np.unique(mine)
        counts = np.bincount(mine, minlength=len(months))
        means[replication, known] = (np.bincount(mine, seen["mean"], len(months)) / np.maximum(counts, 1))[
            known
        ]
        highest = np.zeros(len(months))
        np.maximum.at(highest, mine, seen["most"])
        most[replication, known] = highest[known]
    return months, means, most


def _interval(name: str, found: Estimate) -> dict[str, float]:
    return {name: found.mean, f"{name}_low": found.low, f"{name}_high": found.high}
