"""What a change costs, and how it comes into force."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from bprkit.procedure.model import Title
from bprkit.savings.figures import Doubt, Ranged, Sourced, Strict, not_negative

ChangeKind = Literal["initial", "running", "training", "parallel"]


@dataclass(frozen=True, kw_only=True)
class ChangeItem(Sourced):
    """A cost of the change, in yen before tax (with it, if `tax_included`), or in hours of one's own staff, or both.

    first_year, last_year: 0 is the year of building, 1 the first of running. Without them: initial and training in year
    0, parallel run in year 1, running from year 1 to the end. procedure: none means any.
    """

    kind: ChangeKind
    likely: float = 0
    hours: float = 0
    rate: str = "regular"
    tax_included: bool = False
    first_year: int | None = None
    last_year: int | None = None
    procedure: str | None = None
    budget_line: Title = field(default_factory=Title)
    amounts: ClassVar[tuple[str, ...]] = ("hours", "first_year")

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in self.amounts:
            not_negative(name, getattr(self, name) or 0)
        first, last = self.years(self.last_year or 1_000)
        if first > last:
            raise Doubt(
                en=f"the first year {first} comes after the last {last}. Exchange them.",
                ja=f"開始年 {first} が終了年 {last} より後です。直してください。",
                name="first_year",
            )

    def years(self, horizon: int) -> tuple[int, int]:
        """Return the first and the last year in which it falls due."""
        first = self.first_year
        if first is None:
            first = 0 if self.kind in ("initial", "training") else 1
        last = self.last_year
        if last is None:
            last = horizon if self.kind == "running" else first
        return first, last


@dataclass(frozen=True)
class ChangeCosts:
    """All that the change costs."""

    items: tuple[ChangeItem, ...] = ()

    @classmethod
    def once(cls, yen: float, *, running: float = 0, tax_included: bool = True) -> ChangeCosts:
        """Return a cost in the year of building and, if any, one in each year of running, in yen.

        >>> ChangeCosts.once(5_000_000).items[0].likely
        5000000
        """
        items = [
            ChangeItem(
                kind="initial", likely=yen, tax_included=tax_included, title=Title("導入", "Introduction")
            )
        ]
        if running:
            title = Title("運用", "Running")
            items.append(ChangeItem(kind="running", likely=running, tax_included=tax_included, title=title))
        return cls(tuple(items))

    def of(self, procedure: str) -> ChangeCosts:
        """Return those for a procedure."""
        return ChangeCosts(tuple(item for item in self.items if item.procedure in (None, procedure)))


@dataclass(frozen=True)
class Ramp(Strict):
    """How the change comes into force. phase_in: share of cases on the new way in each year, the last one for ever.

    learning: how much longer changed steps take in each year, as a share; nothing after the last. uptake: how much of the
    computed effect is reached.
    """

    phase_in: tuple[float, ...] = (1.0,)
    learning: tuple[float, ...] = ()
    uptake: Ranged = field(default_factory=lambda: Ranged(likely=1.0))

    def __post_init__(self) -> None:
        if not self.phase_in or not all(0 <= share <= 1 for share in self.phase_in):
            raise Doubt(
                en="phase_in needs shares between 0% and 100%, a year each.",
                ja="移行率（phase_in）は、年ごとに0%から100%の割合で書いてください。",
            )
        if any(share < 0 for share in self.learning):
            raise Doubt(
                en="learning says how much longer work takes at first, such as [20%, 5%]: not less than 0%.",
                ja="習熟（learning）は当初の時間増の割合です（例：[20%, 5%]）。0%以上にしてください。",
            )

    def share(self, year: int) -> float:
        """Return the share of cases on the new way in a year of running, from 1."""
        return self.phase_in[min(year, len(self.phase_in)) - 1]

    def extra(self, year: int) -> float:
        """Return how much longer changed steps take in a year of running."""
        return self.learning[year - 1] if year <= len(self.learning) else 0.0
