"""What a simulation found, as tables."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bprkit import __version__
from bprkit.language import tell

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Simulated:
    """Figures of a simulation: means over replications, `low` and `high` the interval that holds the true one with 95 %.

    replications: how many years (or runs of so many cases) were played; cases, tasks: how many in all, tasks with those of
    the warm-up. day_seconds: of a working day. All times are seconds; clock time runs day and night, working time while the
    office is open. lead_times: procedure, time ("clock", "working"), statistic ("mean", "median", "p90", "p95").
    steps: by step: how often a case, work, and waiting of an instance by cause: outside (a cause outside the model, working
    time), batch (until it is taken up, clock time), queue (others come first, working time), closed (the office is), join
    (for parallel branches, clock time); rework: 差戻し that leave there, a case. roles: people, work in hours a year,
    utilisation (of their hours), handovers to the role a case. sections: utilisation of a role by section. in_progress:
    cases under way on average (by Little's law, of those that count), no more than which were under way on 95 % of the days
    (p95, of the means of days), and the most at any moment (peak). in_progress_by_month: the same as seen month by month,
    with the cases that were there before. deadlines: cases that had one; shares that ended after it (missed) and whose 決裁
    came after it (decided_late: of the cases with a 決裁), as laws ask now for one and now for the other. outcomes: share of
    cases by how they end. per_case: handovers and rework. replicates: the figures of each replication, for differences
    between procedures run with the same seed. log: the first replication as an event log, if asked for. assumed: what was
    assumed.
    """

    procedures: tuple[str, ...]
    states: tuple[str, ...]
    seed: int
    order: str
    start: str
    years: float
    warm_up_days: int
    replications: int
    cases: int
    tasks: int
    day_seconds: float
    precision: float
    lead_times: pd.DataFrame
    steps: pd.DataFrame
    roles: pd.DataFrame
    sections: pd.DataFrame
    in_progress: pd.DataFrame
    in_progress_by_month: pd.DataFrame
    deadlines: pd.DataFrame
    outcomes: pd.DataFrame
    per_case: pd.DataFrame
    replicates: pd.DataFrame
    log: pd.DataFrame | None = field(default=None, repr=False)
    assumed: tuple[tuple[str, str], ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What was assumed, in the language in use."""
        return tuple(tell(en=en, ja=ja) for en, ja in self.assumed)

    def lead_time(self, statistic: str = "mean", time: str = "clock", procedure: str | None = None) -> float:
        """Return one figure of lead time in seconds; of the first procedure unless another is named."""
        rows = self.lead_times
        wanted = self.procedures[0] if procedure is None else procedure
        found = rows[
            (rows["procedure"] == wanted) & (rows["statistic"] == statistic) & (rows["time"] == time)
        ]
        return float(found["seconds"].iloc[0])

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the log as plain data for JSON (`data/simulated.schema.json`); what is not known is None."""
        plain: dict[str, Any] = {"bprkit": __version__, "format": "bprkit-simulated/1"}
        for name, value in vars(self).items():
            if name in ("log", "assumed"):
                continue
            if hasattr(value, "to_json"):
                plain[name] = json.loads(value.to_json(orient="records", double_precision=15))
            else:
                plain[name] = list(value) if isinstance(value, tuple) else value
        if plain["precision"] == float("inf"):
            plain["precision"] = None
        return {**plain, "notes": list(self.notes)}
