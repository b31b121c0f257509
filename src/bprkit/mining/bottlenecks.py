"""Where is the most working time lost, and what would the mean lead time be without half of it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bprkit.mining.transitions import described_steps

if TYPE_CHECKING:
    import pandas as pd

    from bprkit.log.eventlog import EventLog


def bottlenecks(log: EventLog, by: str = "activity", *, persons: bool = False) -> pd.DataFrame:
    """Rank the transitions by the working time lost on them in the period, worst first.

    A row a transition: `rank`, `source`, `target`, `measure`, `count`, `cases`, `working_seconds_total`,
    `clock_seconds_total`, `share_of_lead_time` (of the working lead time of all cases), `mean_lead_time` (working
    seconds a case, as it is) and `mean_lead_time_if_halved`: what it would be if this wait were half as long, all
    else equal. Where steps of a case overlap, the latter is a lower bound: another branch may still be waited for.
    Steps after the end of a case (`after_end`) prolong nothing and are left out.
    """
    steps = described_steps(log, by, persons=persons, within_lead_time=bool(log.after_end))
    cases = log.case_spans()
    total, mean = cases.working_seconds, cases.working_seconds / max(cases.cases, 1)
    lost = steps.working_seconds_total.fillna(0.0)
    frame = steps[["source", "target", "measure", "count", "cases"]].assign(
        working_seconds_total=lost,
        clock_seconds_total=steps.clock_seconds_total.fillna(0.0),
        share_of_lead_time=lost / total if total else 0.0,
        mean_lead_time=mean,
        mean_lead_time_if_halved=mean - lost / 2 / max(cases.cases, 1),
    )
    frame = frame.sort_values(
        ["working_seconds_total", "clock_seconds_total", "source", "target"],
        ascending=[False, False, True, True],
        ignore_index=True,
    )
    frame.insert(0, "rank", range(1, len(frame) + 1))
    return frame
