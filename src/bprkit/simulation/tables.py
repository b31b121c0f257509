"""From what the replications added up to tables of means and intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from bprkit.procedure.model import End, Message, Task, Timer
from bprkit.simulation.compiling import Compiled
from bprkit.simulation.estimating import Estimate, estimate, quantile
from bprkit.simulation.overload import open_seconds
from bprkit.simulation.running import Outcome, Setting

if TYPE_CHECKING:
    import pandas as pd

CAUSES = ("outside", "batch", "queue", "closed", "join")
_QUANTILES = {"median": 0.5, "p90": 0.9, "p95": 0.95}
_HOUR = 3600.0


@dataclass(frozen=True)
class Gathered:
    """Replications, one a row: cases by procedure, and all that they added up."""

    setting: Setting
    outcomes: tuple[Outcome, ...]

    @property
    def compiled(self) -> Compiled:
        """What was run."""
        return self.setting.compiled

    def of(self, part: str, name: str) -> Any:
        """Return a field of a tally: a row a replication."""
        return np.stack([getattr(outcome.tally, part)[name] for outcome in self.outcomes])

    def leads(self, time: str) -> Any:
        """Return the histograms of lead times: replication, procedure, bin."""
        return np.stack([getattr(outcome.tally, f"lead_{time}") for outcome in self.outcomes])


def _divided(above: Any, below: Any) -> Any:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(below > 0, above / below, np.nan)


def _interval(name: str, found: Estimate) -> dict[str, float]:
    return {name: found.mean, "low": found.low, "high": found.high}


def mean_lead_times(gathered: Gathered, time: str = "clock") -> Any:
    """Return the mean lead time in seconds of each replication and procedure."""
    return _divided(
        gathered.of("cases", f"lead_{'work' if time == 'working' else time}"), gathered.of("cases", "cases")
    )


def lead_times(gathered: Gathered) -> pd.DataFrame:
    """Return mean and quantiles of lead time by procedure, in clock and in working time."""
    import pandas as pd

    rows = []
    for number, procedure in enumerate(gathered.compiled.procedures):
        for time in ("clock", "working"):
            mean = estimate(mean_lead_times(gathered, time)[:, number])
            rows.append(
                {"procedure": procedure.id, "time": time, "statistic": "mean", **_interval("seconds", mean)}
            )
            counts = gathered.leads("work" if time == "working" else "clock")[:, number]
            for statistic, share in _QUANTILES.items():
                found = estimate([quantile(each, share) for each in counts])
                rows.append(
                    {
                        "procedure": procedure.id,
                        "time": time,
                        "statistic": statistic,
                        **_interval("seconds", found),
                    }
                )
    return pd.DataFrame(rows)


def steps(gathered: Gathered) -> pd.DataFrame:
    """Return work and waiting of every step that takes time, and of joins; seconds an instance."""
    import pandas as pd

    compiled = gathered.compiled
    count, cases = gathered.of("nodes", "count"), gathered.of("cases", "cases")
    waits = {cause: gathered.of("nodes", cause) for cause in CAUSES}
    touch, rework = gathered.of("nodes", "touch"), gathered.of("nodes", "rework")
    total: Any = sum(waits.values())
    rows = []
    for at, node in enumerate(compiled.nodes):
        if not (
            isinstance(node, Task | Message | Timer) or waits["join"][:, at].any() or rework[:, at].any()
        ):
            continue
        number = compiled.procedure_of[at]
        wait = estimate(_divided(total[:, at], count[:, at]))
        times = {cause: estimate(_divided(waits[cause][:, at], count[:, at])).mean for cause in CAUSES}
        rows.append(
            {
                "procedure": compiled.procedures[number].id,
                "step": node.id,
                "title": str(node.title) or node.id,
                "role": node.role,
                "per_case": estimate(_divided(count[:, at], cases[:, number])).mean,
                "touch": estimate(_divided(touch[:, at], count[:, at])).mean,
                **times,
                "wait": wait.mean,
                "wait_low": wait.low,
                "wait_high": wait.high,
                "rework": estimate(_divided(rework[:, at], cases[:, number])).mean,
            }
        )
    columns = [
        "procedure",
        "step",
        "title",
        "role",
        "per_case",
        "touch",
        *CAUSES,
        "wait",
        "wait_low",
        "wait_high",
        "rework",
    ]
    return pd.DataFrame(rows, columns=columns)


def _utilisation(gathered: Gathered, groups: Sequence[int]) -> Estimate:
    setting = gathered.setting
    available = open_seconds(
        gathered.compiled, setting.hours, setting.warm_up, setting.warm_up + setting.window
    )[list(groups)].sum()
    busy = gathered.of("groups", "busy")[:, list(groups)].sum(axis=1)
    return estimate(_divided(busy, np.full(len(busy), available)))


def _groups_of(compiled: Compiled, role: int) -> list[int]:
    return [group for group, owner in enumerate(compiled.staff.role_of_group) if owner == role]


def roles(gathered: Gathered, years: float) -> pd.DataFrame:
    """Return by role the people, the work in hours a year, how much of their hours it is, and handovers to it a case."""
    import pandas as pd

    compiled = gathered.compiled
    cases = gathered.of("cases", "cases").sum(axis=1)
    busy = gathered.of("groups", "busy")
    rows = []
    for number, role in enumerate(compiled.staff.roles[:-1]):
        groups = _groups_of(compiled, number)
        unlimited = bool(compiled.program.roles[number]["unlimited"])
        work = estimate(busy[:, groups].sum(axis=1) / _HOUR / years)
        used = None if unlimited else _utilisation(gathered, groups)
        handovers = estimate(_divided(gathered.of("roles", "handovers")[:, number], cases))
        rows.append(
            {
                "role": role.id,
                "title": str(role.title) or role.id,
                "kind": role.kind,
                "people": None if unlimited else sum(compiled.staff.servers[group] for group in groups),
                "touch_hours": work.mean,
                "touch_low": work.low,
                "touch_high": work.high,
                "utilisation": None if used is None else used.mean,
                "utilisation_low": None if used is None else used.low,
                "utilisation_high": None if used is None else used.high,
                "handovers": handovers.mean,
            }
        )
    columns = ["role", "title", "kind", "people", "touch_hours", "touch_low", "touch_high"]
    columns += ["utilisation", "utilisation_low", "utilisation_high", "handovers"]
    return pd.DataFrame(rows, columns=columns)


def sections(gathered: Gathered) -> pd.DataFrame:
    """Return the utilisation of each role's holders by the section that they serve ("" for all)."""
    import pandas as pd

    compiled = gathered.compiled
    rows = []
    for group, number in enumerate(compiled.staff.role_of_group):
        if compiled.program.roles[number]["unlimited"]:
            continue
        rows.append(
            {
                "role": compiled.staff.roles[number].id,
                "section": compiled.staff.sections[group],
                "people": compiled.staff.servers[group],
                **_interval("utilisation", _utilisation(gathered, [group])),
            }
        )
    return pd.DataFrame(rows, columns=["role", "section", "people", "utilisation", "low", "high"])


def deadlines(gathered: Gathered) -> pd.DataFrame:
    """Return by deadline the cases a replication that had it, and the shares that ended and were decided after it."""
    import pandas as pd

    tally = {name: gathered.of("dues", name) for name in ("cases", "missed", "decided", "decided_late")}
    rows = []
    for number, name in enumerate(gathered.compiled.deadlines):
        of_it = {figure: values[:, number] for figure, values in tally.items()}
        late = estimate(_divided(of_it["decided_late"], of_it["decided"]))
        rows.append(
            {
                "deadline": name,
                "cases": estimate(of_it["cases"]).mean,
                **_interval("missed", estimate(_divided(of_it["missed"], of_it["cases"]))),
                "decided_late": late.mean,
                "decided_late_low": late.low,
                "decided_late_high": late.high,
            }
        )
    columns = [
        "deadline",
        "cases",
        "missed",
        "low",
        "high",
        "decided_late",
        "decided_late_low",
        "decided_late_high",
    ]
    return pd.DataFrame(rows, columns=columns)


def outcomes(gathered: Gathered) -> pd.DataFrame:
    """Return the share of cases that come to each end; a case with parallel branches can come to several."""
    import pandas as pd

    ended, cases = gathered.of("nodes", "ended"), gathered.of("cases", "cases")
    rows = []
    for at, node in enumerate(gathered.compiled.nodes):
        if isinstance(node, End):
            number = gathered.compiled.procedure_of[at]
            found = estimate(_divided(ended[:, at], cases[:, number]))
            title = str(node.title) or node.id
            procedure = gathered.compiled.procedures[number].id
            rows.append(
                {"procedure": procedure, "end": title, "outcome": node.outcome, **_interval("share", found)}
            )
    return pd.DataFrame(rows, columns=["procedure", "end", "outcome", "share", "low", "high"])


def per_case(gathered: Gathered) -> pd.DataFrame:
    """Return handovers and 差戻し a case."""
    import pandas as pd

    compiled = gathered.compiled
    cases, rework = gathered.of("cases", "cases"), gathered.of("nodes", "rework")
    owner = np.asarray(compiled.procedure_of)
    rows = []
    for number, procedure in enumerate(compiled.procedures):
        handovers = gathered.of("cases", "handovers")[:, number]
        for name, count in (("handovers", handovers), ("rework", rework[:, owner == number].sum(axis=1))):
            found = estimate(_divided(count, cases[:, number]))
            rows.append({"procedure": procedure.id, "figure": name, **_interval("mean", found)})
    return pd.DataFrame(rows)


def replicates(gathered: Gathered, years: float) -> pd.DataFrame:
    """Return the main figures of each replication."""
    import pandas as pd

    compiled = gathered.compiled
    frames = []
    cases, busy = gathered.of("cases", "cases"), gathered.of("groups", "busy")
    for number, procedure in enumerate(compiled.procedures):
        frames.append(
            pd.DataFrame(
                {
                    "replication": np.arange(len(gathered.outcomes)),
                    "procedure": procedure.id,
                    "cases": cases[:, number].astype(np.int64),
                    "lead_clock": mean_lead_times(gathered)[:, number],
                    "lead_working": mean_lead_times(gathered, "working")[:, number],
                    "handovers": _divided(gathered.of("cases", "handovers")[:, number], cases[:, number]),
                }
            )
        )
    found = pd.concat(frames, ignore_index=True)
    for number, role in enumerate(compiled.staff.roles[:-1]):  # the staff that all procedures share
        work = busy[:, _groups_of(compiled, number)].sum(axis=1) / _HOUR / years
        found[f"touch_hours:{role.id}"] = np.tile(work, len(compiled.procedures))
    return found
