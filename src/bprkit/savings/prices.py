"""What things cost, and what a city knows of its budgets: its price list, as data that does not change.

Every figure has a unit, a year, a source, and a range: what it is likely to be, and how low or high it could be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bprkit.errors import InputError
from bprkit.procedure.model import Title
from bprkit.savings.changing import ChangeItem, Ramp
from bprkit.savings.conversions import ContractCut, Conversions, OvertimeCut, PostCut
from bprkit.savings.figures import Doubt, Ranged, Sourced, Strict

BenefitClass = Literal["cash_out", "revenue", "cost_avoidance", "capacity"]
"""Four kinds of benefit that are never added together: a budget line falls, money comes in, money need not be asked for,
hours become free."""
PriceKind = Literal["hour", "material", "applicant"]


@dataclass(frozen=True, kw_only=True)
class Price(Sourced):
    """A price in yen a unit. basis_hours: of an hourly price, the hours a year that pay was divided by.

    ranks: the posts (職位) whose hour it is, where the list tells pay by rank. budget_line: the 節 that falls where less of
    it is used; of hours, the one that falls where a post goes.
    """

    kind: PriceKind
    unit: Title
    basis_hours: float | None = None
    ranks: tuple[str, ...] = ()
    budget_line: Title = field(default_factory=Title)
    benefit: BenefitClass = "cash_out"


@dataclass(frozen=True, kw_only=True)
class Charge(Sourced):
    """Yen paid to somebody (`cash_out`) or received (`revenue`) each time a step of a procedure is done."""

    procedure: str
    step: str
    benefit: Literal["cash_out", "revenue"] = "cash_out"
    budget_line: Title = field(default_factory=Title)


@dataclass(frozen=True, kw_only=True)
class Benefit(Sourced):
    """Yen a year that a change brings beyond steps: a rent that ends, a renewal that is not needed. start: none, at once."""

    benefit: Literal["cash_out", "revenue", "cost_avoidance"]
    procedure: str | None = None
    budget_line: Title = field(default_factory=Title)
    start: dt.date | None = None


@dataclass(frozen=True)
class Uncertainty(Strict):
    """How far estimates may be off, as shares of themselves: minutes of a step, cases a year."""

    touch: Ranged = field(default_factory=lambda: Ranged(low=0.75, likely=1.0, high=1.25))
    volume: Ranged = field(default_factory=lambda: Ranged(low=0.9, likely=1.0, high=1.1))


@dataclass(frozen=True)
class City(Strict):
    """How many people there are, for the share of all hours that a change claims."""

    regular: float
    fiscal_year: float = 0
    fiscal_year_hours: float = 1_500

    def hours(self, hours_per_post: float) -> float:
        """Return the hours of all staff in a year."""
        return self.regular * hours_per_post + self.fiscal_year * self.fiscal_year_hours


def out_of_range(figures: Mapping[str, Any]) -> Iterator[tuple[str, Doubt]]:
    """Yield the figures of a whole price list that cannot be meant, by their keys; what is no number is left alone.

    >>> [name for name, _ in out_of_range({"discount_rate": 4, "tax": 0.1, "hours_per_post": 0})]
    ['discount_rate', 'hours_per_post']
    """
    for name, value in figures.items():
        if name in ("discount_rate", "tax") and isinstance(value, int | float) and not 0 <= value < 1:
            yield (
                name,
                Doubt(
                    en=f"'{name}' is {value:g}. Write a share such as 4%.",
                    ja=f"「{name}」が {value:g} です。4% のような割合で書いてください。",
                ),
            )
        if name == "hours_per_post" and isinstance(value, int | float) and not value > 0:
            yield (
                name,
                Doubt(
                    en=f"'{name}' has to be more than 0: 1,860 is 240 days of 7 h 45 min.",
                    ja=f"「{name}」は正の数です（240日×7時間45分 = 1,860）。",
                ),
            )


@dataclass(frozen=True, kw_only=True)
class Costs(Strict):
    """The price list of a city, and what it knows of budgets. Yen with tax, unless an item says otherwise.

    start_year: the fiscal year in which the new way begins; what is bought is paid in the year before. hours_per_post: a
    year. discount_rate, tax: shares. by_rank: whether an hour of regular staff costs what their rank is paid, where a price
    names it, and not the average. without_overtime: ranks that are paid no overtime, so that none of theirs can be cut.
    file: where it was read; places: the line and the place there of what names a procedure's parts, such as
    overtime[0].role.
    """

    title: Title
    year: int
    start_year: int
    hours_per_post: float
    discount_rate: float
    discount_source: Title
    tax: float
    prices: Mapping[str, Price]
    by_rank: bool = False
    without_overtime: tuple[str, ...] = ()
    city: City | None = None
    ramp: Ramp = field(default_factory=Ramp)
    uncertainty: Uncertainty = field(default_factory=Uncertainty)
    charges: tuple[Charge, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    contracts: tuple[ContractCut, ...] = ()
    posts: tuple[PostCut, ...] = ()
    overtime: tuple[OvertimeCut, ...] = ()
    changes: tuple[ChangeItem, ...] = ()
    source: Title | None = None
    note: str | None = None
    file: str | None = None
    places: Mapping[str, tuple[int | None, str]] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        for _, doubt in out_of_range(vars(self)):
            raise doubt

    @property
    def conversions(self) -> Conversions:
        """What turns hours into money, as the price list states it."""
        return Conversions(self.contracts, self.posts, self.overtime)

    def hour_of(self, rate: str | None, rank: str | None) -> str:
        """Return the key of the price of an hour: as the role says, else regular staff, these by rank if the list says so.

        >>> from bprkit.savings.loading import load_costs
        >>> from dataclasses import replace
        >>> usual = load_costs()
        >>> usual.hour_of(None, "課長"), replace(usual, by_rank=True).hour_of(None, "課長"), usual.hour_of("overtime", None)
        ('regular', 'manager', 'overtime')
        """
        if rate not in (None, "regular") or not self.by_rank or rank is None:
            return rate or "regular"
        return next((key for key, price in self.prices.items() if rank in price.ranks), "regular")

    def price(self, key: str, asked_by: str = "") -> Price:
        """Return a price by its key; raises InputError where the list has none. asked_by: the role whose hour it is."""
        if key in self.prices:
            return self.prices[key]
        known = ", ".join(name for name, price in self.prices.items() if price.kind == "hour" or not asked_by)
        who_en, who_ja = (
            (f"The role '{asked_by}'", f"担当「{asked_by}」") if asked_by else ("The estimate", "計算に使う")
        )
        raise InputError(
            en=f"{who_en} asks for the price '{key}', and {self.file or 'the price list'} has none. "
            f"Add it under 'prices', or use one of {known}.",
            ja=f"{who_ja}の単価「{key}」が{self.file or '単価表'}にありません。"
            f"prices に追加するか、{known} のどれかにしてください。",
        )
