"""What a change saves: hours, days, things and yen, the four classes of benefit each for itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bprkit.language import tell
from bprkit.procedure.model import RoleKind, Title
from bprkit.savings.prices import BenefitClass, Costs
from bprkit.savings.uncertain import Spread, Swing

if TYPE_CHECKING:
    from bprkit.savings.planning import Plan


@dataclass(frozen=True)
class Hours:
    """Hours a year of a role, in one section or in all (None), with everybody on the new way and all of its effect."""

    role: str
    title: Title
    kind: RoleKind
    section: str | None
    as_is: float
    to_be: float

    @property
    def saved(self) -> float:
        """Hours a year less than before; negative where it takes more."""
        return self.as_is - self.to_be


@dataclass(frozen=True)
class Quantity:
    """Something that is counted, a year: sheets, letters, seals, dealings with outside parties."""

    key: str
    title: Title
    unit: Title
    as_is: float
    to_be: float

    @property
    def saved(self) -> float:
        """How much less of it a year."""
        return self.as_is - self.to_be


@dataclass(frozen=True)
class Line:
    """Yen a year of one class in full effect. hours: that were made money of; start: when it begins, none for at once.

    cap: what limits it, in both languages. source: where its price or its cap comes from.
    """

    key: str
    benefit: BenefitClass
    title: Title
    budget_line: Title
    yen: float
    hours: float = 0.0
    start: dt.date | None = None
    cap: Title = Title()  # noqa: RUF009 (it is frozen)
    estimate: bool = False
    source: Title | None = None


@dataclass(frozen=True)
class Capacity:
    """Hours a year that become free and are not made money of. yen_equivalent: what they are paid, no source of funds."""

    hours: float
    full_time_equivalents: float
    yen_equivalent: float


@dataclass(frozen=True)
class Year:
    """A year of the plan, 0 that of building; yen by the keys of lines and costs, the classes each for itself.

    net_cash: cash_out less the costs, and less revenue that is lost; the other classes are not in it.
    """

    year: int
    fiscal_year: int
    hours_saved: float
    applicant_hours_saved: float
    cash_out: Mapping[str, float]
    revenue: Mapping[str, float]
    cost_avoidance: Mapping[str, float]
    capacity: Capacity
    costs: Mapping[str, float]
    change_hours: float
    net_cash: float


@dataclass(frozen=True)
class Cost:
    """A cost of the change: yen with tax in the years it falls due, and hours of one's own staff."""

    key: str
    kind: str
    title: Title
    budget_line: Title
    yen: float
    hours: float
    first_year: int
    last_year: int
    estimate: bool
    source: Title | None


@dataclass(frozen=True)
class Payback:
    """Years until a cost is earned back; infinity for never.

    as_usually_reported: what is paid once ÷ a year of all classes added, staff hours too, less running costs: the one
    place where classes are added (`usual_yen_a_year`). cash: of money alone. chances: that the cash is back within so
    many years.
    """

    as_usually_reported: float
    usual_yen_a_year: float
    paid_once: float
    running: float
    cash: float
    chances: Mapping[int, float]


@dataclass(frozen=True)
class BreakEven:
    """What would have to be true for the change to pay for itself in cash within the years of the plan.

    paid_once: the most that it may cost once, in yen. overtime_hours: of paid overtime that have to go each year in full
    effect, with all else as stated; None where it pays anyway. hours_available: of staff that are paid overtime, free then.
    """

    paid_once: float
    overtime_hours: float | None
    hours_available: float


@dataclass(frozen=True)
class AtVolume:
    """The result at another number of cases a year."""

    volume: float
    hours_saved: float
    cash_out: float
    net_present_value: float


@dataclass(frozen=True, eq=False)
class Savings:
    """What a change saves a year in full effect, year by year, and how sure that is.

    There is no sum over `cash_out`, `revenue`, `cost_avoidance` and `capacity`: they are different things. hours: of staff
    by role and section; applicant_hours and other_hours: of applicants, and of outside parties, apart. applicant_yen: by the
    Standard Cost Model, as far as is likely to be reached, nobody's budget. lead_time_days: working days before and after.
    payback: none where no cost of the change is known. at_equal_volume: where the states have other cases a year, what the
    redesign alone brings, at those of the as-is in both. city_share: of all hours of the city. warnings: what has to be
    looked at, in both languages.
    """

    title: Title
    states: tuple[str, str]
    costs: Costs
    start_year: int
    discount_rate: float
    volumes: tuple[float, float]
    hours: tuple[Hours, ...]
    applicant_hours: tuple[Hours, ...]
    other_hours: tuple[Hours, ...]
    applicant_yen: float
    quantities: tuple[Quantity, ...]
    lead_time_days: tuple[float, float]
    lead_time_simulated: bool
    cash_out: tuple[Line, ...]
    revenue: tuple[Line, ...]
    cost_avoidance: tuple[Line, ...]
    capacity: Capacity
    change_costs: tuple[Cost, ...]
    by_year: tuple[Year, ...]
    net_present_value: float
    payback: Payback | None
    break_even: BreakEven
    spreads: Mapping[str, Spread]
    tornado: Mapping[str, tuple[Swing, ...]]
    at_volumes: tuple[AtVolume, ...]
    at_equal_volume: AtVolume | None
    city_share: float | None
    warnings: tuple[Title, ...]
    assumptions: tuple[Title, ...]
    samples: int
    seed: int
    plan: Plan = field(repr=False)

    @property
    def hours_saved(self) -> float:
        """Hours of staff a year less in full effect, as far as is likely to be reached: what cash and years go by."""
        return self.spreads["hours"].likely

    @property
    def hours_computed(self) -> float:
        """Hours of staff a year that the two states differ by, were all of the effect reached."""
        return sum(own.saved for own in self.hours)

    @property
    def reached(self) -> float:
        """The share of a gain that is likely to be reached; losses count in full."""
        return self.plan.ramp.uptake.likely

    @property
    def day_minutes(self) -> float:
        """Minutes of a working day, in which lead times are counted."""
        return self.plan.as_is.case.lead_time.day_minutes

    @property
    def notes(self) -> tuple[str, ...]:
        """The warnings in the language in use."""
        return tuple(tell(en=note.en or note.ja, ja=note.ja) for note in self.warnings)

    def explain(self, key: str | None = None) -> str:
        """Return the chain from step to yen, of one line (such as "sheet" or "capacity") or of all.

        Raises InputError for a line that there is not.
        """
        from bprkit.savings.explaining import explained

        return explained(self, key)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data for JSON, in yen, hours and working days; never is null."""
        from bprkit.savings.as_dict import savings_as_dict

        return savings_as_dict(self)

    def write_workbook(self, path: Any) -> None:
        """Write a workbook whose formulas lead from the inputs to the results; raises OutputError."""
        from bprkit.savings.workbook import write_savings_workbook

        write_savings_workbook(self, path)
