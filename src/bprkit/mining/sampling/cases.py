"""The cases of a sampled log and the steps in them, one by one: what intervals are computed from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from bprkit.log.eventlog import EventLog
    from bprkit.log.sampling import SampleDesign

MICROSECONDS = 1_000_000
MEASURES = {"working_seconds": "work", "clock_seconds": "clock"}


@dataclass(frozen=True)
class SampledCases:
    """A sample: its design, and what of it is in the log that is asked about.

    cases: a row a case, `clock` and `work` in seconds, `fiscal_year`, `month`, `variant`, `counted` (its lead time counts).
    steps: a row a step, `case`, `source`, `target`, `clock`, `work`, `within` (it prolongs the case).
    """

    design: SampleDesign
    cases: pd.DataFrame
    steps: pd.DataFrame

    @property
    def population(self) -> int | None:
        """How many documents there are in all of the kind that the log is narrowed to, as far as the sample tells."""
        return self.design.alike(len(self.cases))

    def per_document(self, values: pd.Series[float]) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Return a value a document that was drawn: a total a case, zero for all documents without one."""
        import numpy as np

        found = np.zeros(self.design.documents)
        totals = values.groupby(level=0).sum().to_numpy(dtype=float)
        found[: len(totals)] = totals
        return found

    def per_case(self, values: pd.Series[float]) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Return a value a case of the log, in the order of `cases`, zero for those without one."""
        import numpy as np

        totals = values.groupby(level=0).sum()
        return np.asarray(self.cases.case.map(totals).fillna(0.0), dtype=np.float64)


def sampled_cases_of(log: EventLog, design: SampleDesign) -> SampledCases:
    """Return the cases and steps of a sampled log as tables."""
    return SampledCases(design, _cases(log), _steps(log))


def _cases(log: EventLog) -> pd.DataFrame:
    prepared = log.prepared("activity")
    cases = log.cases_with_status()
    cases = cases.mutate(
        fiscal_year=log.fiscal_year(cases["first"]),
        month=log.month(cases["first"]),
        clock=cases["last"] - cases["first"],
    )
    variants = prepared.variants.select("variant", "length", "low", "high")
    table = cases.join(variants, ["length", "low", "high"])
    shown = ("case", "fiscal_year", "month", "variant", "clock", "work", "complete")
    frame = table.select(*shown).to_pyarrow().to_pandas().sort_values("case", ignore_index=True)
    frame["counted"] = frame.pop("complete").fillna(not log.end_activities).astype(bool)
    return _in_seconds(frame)


def _steps(log: EventLog) -> pd.DataFrame:
    from bprkit.mining.transitions import stepping

    prepared = log.prepared()
    names = prepared.activities
    steps = stepping(prepared, "activity")
    ends = prepared.cases.select(of_case="case", until="last")
    steps = steps.join(ends, steps.case == ends.of_case).mutate(within=lambda table: table.end <= table.until)
    frame = steps.select("case", "source", "target", "clock", "work", "within").to_pyarrow().to_pandas()
    for end in ("source", "target"):
        frame[end] = names[frame[end].to_numpy().astype("int64")]
    return _in_seconds(frame.sort_values(["case", "source", "target"], ignore_index=True))


def _in_seconds(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(**{name: frame[name].astype(float) / MICROSECONDS for name in MEASURES.values()})
