"""What the graph of a procedure says of its cases, before any queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from bprkit.language import tell
from bprkit.procedure.model import Act, Outcome, RoleKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Values = NDArray[np.float64]

NO_BATCHES = ("Waits for a batch are not counted.", "まとめ処理を待つ時間は含みません。")
SHOWN = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)


@dataclass(frozen=True)
class LeadTime:
    """From the start of a case to its end without queues: work and waits, in working minutes.

    mean, sd: minutes. error: how far the mean can be off, in minutes: computed on a grid, what half the step changed;
    played, two standard errors. quantile_error: the same for quantiles from 5% to 95%. exact: computed, not played.
    step_minutes: of the grid; none if played. beyond: share of cases longer than the grid. day_minutes: of an office day.
    at, up_to: minutes, and the share of cases that take no longer.
    """

    mean: float
    sd: float
    error: float
    quantile_error: float
    exact: bool
    step_minutes: float | None
    beyond: float
    day_minutes: float
    at: Values = field(repr=False, compare=False)
    up_to: Values = field(repr=False, compare=False)

    @property
    def mean_days(self) -> float:
        """The mean in office days."""
        return self.mean / self.day_minutes

    def quantile(self, share: float) -> float:
        """Return the minutes that this share of cases does not exceed; infinity beyond the grid."""
        import numpy as np

        place = int(np.searchsorted(self.up_to, share - 1e-12))
        return float(self.at[place]) if place < len(self.at) else float("inf")

    def cdf(self, minutes: float) -> float:
        """Return the share of cases that take no longer than this."""
        import numpy as np

        place = int(np.searchsorted(self.at, minutes + 1e-9, "right")) - 1
        return float(self.up_to[place]) if place >= 0 else 0.0


@dataclass(frozen=True)
class CaseClass:
    """Cases for which every condition has the same answer. share: of all cases. holds: the conditions that they meet."""

    share: float
    holds: tuple[str, ...]
    lead_time_mean: float


@dataclass(frozen=True)
class Expected:
    """What one case takes on average, without queues; all per case started.

    visits: how often each step is done. touch_minutes: work of staff; touch_by_kind holds the applicant's apart, and that
    of systems and outsiders. touch_by_role, touch_by_step: minutes ("" for steps without a role). sheets: of paper, copies
    included; copies: those alone; letters, seals: pieces (a step with the medium seal that names no number sets one).
    acts: how often each act of an approval is done. approvals: 決裁, 代決, 回議 and 合議 together. handovers: how often the
    work passes to another role, systems and tasks of nobody passed through, parallel branches each on its own; a simulation
    and a log count two completions in a row by different roles, systems too, and so come to another number there. outcomes:
    share of cases that come to an end of each kind. exact: no case had to be played. without_touch: steps whose minutes are
    not known, counted as none. unreached: steps that no case comes to. assumed: what was assumed.
    """

    procedure: str
    state: str
    visits: Mapping[str, float]
    touch_minutes: float
    touch_by_kind: Mapping[RoleKind, float]
    touch_by_role: Mapping[str, float]
    touch_by_step: Mapping[str, float]
    sheets: float
    copies: float
    letters: float
    seals: float
    acts: Mapping[Act, float]
    approvals: float
    handovers: float
    outcomes: Mapping[Outcome, float]
    lead_time: LeadTime
    classes: tuple[CaseClass, ...]
    cases_per_year: float | None
    exact: bool
    without_touch: tuple[str, ...]
    unreached: tuple[str, ...]
    assumed: tuple[tuple[str, str], ...]

    @property
    def touch_hours_per_year(self) -> float | None:
        """Hours of staff a year, if the volume is known."""
        return None if self.cases_per_year is None else self.touch_minutes * self.cases_per_year / 60

    @property
    def leaves_out_batches(self) -> bool:
        """Whether there are steps done in batches, whose waits are not in the lead time."""
        return NO_BATCHES in self.assumed

    @property
    def notes(self) -> tuple[str, ...]:
        """What was assumed, in the language in use."""
        return tuple(tell(en=en, ja=ja) for en, ja in self.assumed)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data for JSON; times in working minutes, of the distribution some quantiles."""
        plain = {
            name: dict(value) if isinstance(value, Mapping) else value
            for name, value in vars(self).items()
            if name not in ("lead_time", "classes", "assumed")
        }
        lead = self.lead_time
        method: Literal["grid", "played"] = "grid" if lead.exact else "played"
        return {
            **{name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()},
            "touch_hours_per_year": self.touch_hours_per_year,
            "lead_time": {
                "unit": "working_minutes",
                "mean": lead.mean,
                "mean_days": lead.mean_days,
                "sd": lead.sd,
                "error": lead.error,
                "quantile_error": lead.quantile_error,
                "exact": lead.exact,
                "method": method,
                "step_minutes": lead.step_minutes,
                "beyond": lead.beyond,
                "day_minutes": lead.day_minutes,
                "quantiles": {f"{share:g}": _finite(lead.quantile(share)) for share in SHOWN},
            },
            "classes": [
                {"share": one.share, "holds": list(one.holds), "lead_time_mean": one.lead_time_mean}
                for one in self.classes
            ],
            "notes": list(self.notes),
        }


def _finite(value: float) -> float | None:
    return value if value < float("inf") else None
