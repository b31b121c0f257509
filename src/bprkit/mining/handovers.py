"""How often does work change hands, and does it come straight back?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bprkit.mining.transitions import stepping, transitions

if TYPE_CHECKING:
    import pandas as pd

    from bprkit.log.eventlog import EventLog


def handovers(log: EventLog, by: str = "role", *, persons: bool = False) -> pd.DataFrame:
    """Return the transitions between different roles (or resources, sections …), as `transitions` describes them."""
    pairs = transitions(log, by, persons=persons)
    return pairs[pairs.source != pairs.target].reset_index(drop=True)


def handover_totals(log: EventLog, by: str = "role") -> dict[str, float]:
    """Count the steps between recorded holders, those that change hands, and the ping-pongs (A, B, A again).

    Returns `transitions`, `handovers`, `share`, `ping_pongs` and `cases` (those with at least one handover).
    """
    import ibis

    key = log.key(by)
    prepared = log.prepared(key)
    steps = stepping(prepared, key)
    earlier = steps.source.lag().over(ibis.window(group_by="case", order_by="position"))
    adjacent = (
        steps.position - steps.position.lag().over(ibis.window(group_by="case", order_by="position"))
    ) == 1
    steps = steps.mutate(changed=steps.source != steps.target, back=adjacent & (earlier == steps.target))
    found = (
        steps.aggregate(
            transitions=steps.count(),
            handovers=steps.changed.sum(),
            ping_pongs=(steps.changed & steps.back).sum(),
            cases=steps.case.nunique(where=steps.changed),
        )
        .to_pyarrow()
        .to_pylist()[0]
    )
    counts = {name: int(value or 0) for name, value in found.items()}
    return counts | {"share": counts["handovers"] / counts["transitions"] if counts["transitions"] else 0.0}
