"""What things cost, and what would turn hours into money: the price list of a city, as data that does not change.

Every figure has a unit, a year, a source, and a range: what it is likely to be, and how low or high it could be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from bprkit.errors import InputError
from bprkit.procedure.model import Title

BenefitClass = Literal["cash_out", "revenue", "cost_avoidance", "capacity"]
"""Four kinds of benefit that are never added together: a budget line falls, money comes in, money need not be asked for,
hours become free."""
PriceKind = Literal["hour", "material", "applicant"]
ChangeKind = Literal["initial", "running", "training", "parallel"]
PostKind = Literal["abolished", "not_hired"]


class Doubt(ValueError):
    """A value that cannot be meant, told in both languages."""

    def __init__(self, *, en: str, ja: str) -> None:
        super().__init__(en)
        self.en, self.ja = en, ja


class _Strict:
    """What a file may not say: keys that nobody knows, and numbers that are none."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid", "allow_inf_nan": False}


@dataclass(frozen=True, kw_only=True)
class Ranged(_Strict):
    """A figure: its likely value, and the lowest and the highest that it could be (the likely one, if not given)."""

    likely: float
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        low, likely, high = self.range
        if not low <= likely <= high:
            raise Doubt(
                en=f"low {low:g}, likely {likely:g} and high {high:g} are not in order. Put the likely value between them.",
                ja=f"下限 {low:g}、見込み {likely:g}、上限 {high:g} の順が合いません。見込みを下限と上限の間にしてください。",
            )
        if low < 0:
            raise Doubt(
                en=f"{low:g} is less than nothing. Write amounts as positive numbers.",
                ja=f"{low:g} は負の数です。金額や数量は正の数で書いてください。",
            )

    @property
    def range(self) -> tuple[float, float, float]:
        """Low, likely and high.

        >>> Ranged(likely=4, high=6).range
        (4, 4, 6)
        """
        return (
            self.likely if self.low is None else self.low,
            self.likely,
            self.likely if self.high is None else self.high,
        )


@dataclass(frozen=True, kw_only=True)
class Sourced(Ranged):
    """A figure with its title, where it comes from, and whether it is an estimate. note: for the reader."""

    title: Title = field(default_factory=Title)
    source: Title | None = None
    year: int | None = None
    estimate: bool = False
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Price(Sourced):
    """A price in yen a unit. basis_hours: of an hourly price, the hours a year that pay was divided by.

    budget_line: the 節 that falls where less of it is used; of hours, the one that falls where a post goes.
    """

    kind: PriceKind
    unit: Title
    basis_hours: float | None = None
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


@dataclass(frozen=True, kw_only=True)
class OvertimeCut(_Strict):
    """Overtime that is cut from the budget. worked_hours: paid a year until now, the cap; cut_hours: a year, as agreed.

    section, role: where; none means everywhere. start: from when the budget is lower.
    """

    worked_hours: float
    cut_hours: float
    start: dt.date
    section: str | None = None
    role: str | None = None
    rate: str = "overtime"
    source: Title | None = None

    def __post_init__(self) -> None:
        _not_negative("worked_hours", self.worked_hours)
        _not_negative("cut_hours", self.cut_hours)


@dataclass(frozen=True, kw_only=True)
class PostCut(_Strict):
    """Whole posts that go, at most so many, as far as the hours saved there fill them.

    kind: `abolished`, a budget line falls; `not_hired`, a hire is not needed (cost avoidance). yen_per_post: none means
    the hours of a post at its rate.
    """

    posts: int
    start: dt.date
    kind: PostKind = "abolished"
    section: str | None = None
    role: str | None = None
    rate: str = "regular"
    yen_per_post: float | None = None
    source: Title | None = None

    def __post_init__(self) -> None:
        _not_negative("posts", self.posts)
        _not_negative("yen_per_post", self.yen_per_post or 0)


@dataclass(frozen=True, kw_only=True)
class ContractCut(_Strict):
    """A contract for work that shrinks at its renewal: hours of a role at the price that is paid, up to its yen a year."""

    title: Title
    role: str
    yen_per_hour: float
    yen_per_year: float
    renewal: dt.date
    budget_line: Title = field(default_factory=lambda: Title("委託料", "Contracted work"))
    source: Title | None = None

    def __post_init__(self) -> None:
        _not_negative("yen_per_hour", self.yen_per_hour)
        _not_negative("yen_per_year", self.yen_per_year)


@dataclass(frozen=True)
class Conversions:
    """All that turns hours into money; what none of them takes stays capacity.

    Contracts take hours first, then posts, then overtime, each in order; an hour is never taken twice.
    """

    contracts: tuple[ContractCut, ...] = ()
    posts: tuple[PostCut, ...] = ()
    overtime: tuple[OvertimeCut, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.contracts or self.posts or self.overtime)


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

    def __post_init__(self) -> None:
        super().__post_init__()
        _not_negative("hours", self.hours)
        _not_negative("first_year", self.first_year or 0)
        first, last = self.years(self.last_year or 1_000)
        if first > last:
            raise Doubt(
                en=f"the first year {first} comes after the last {last}. Exchange them.",
                ja=f"開始年 {first} が終了年 {last} より後です。直してください。",
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
class Ramp(_Strict):
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


@dataclass(frozen=True)
class Uncertainty(_Strict):
    """How far estimates may be off, as shares of themselves: minutes of a step, cases a year."""

    touch: Ranged = field(default_factory=lambda: Ranged(low=0.75, likely=1.0, high=1.25))
    volume: Ranged = field(default_factory=lambda: Ranged(low=0.9, likely=1.0, high=1.1))


@dataclass(frozen=True)
class City(_Strict):
    """How many people there are, for the share of all hours that a change claims."""

    regular: float
    fiscal_year: float = 0
    fiscal_year_hours: float = 1_500

    def hours(self, hours_per_post: float) -> float:
        """Return the hours of all staff in a year."""
        return self.regular * hours_per_post + self.fiscal_year * self.fiscal_year_hours


@dataclass(frozen=True, kw_only=True)
class Costs(_Strict):
    """The price list of a city, and what it knows of budgets. Yen with tax, unless an item says otherwise.

    start_year: the fiscal year in which the new way begins; what is bought is paid in the year before. hours_per_post: a
    year. discount_rate, tax: shares. file: where it was read.
    """

    title: Title
    year: int
    start_year: int
    hours_per_post: float
    discount_rate: float
    discount_source: Title
    tax: float
    prices: Mapping[str, Price]
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

    def __post_init__(self) -> None:
        for name, share in (("discount_rate", self.discount_rate), ("tax", self.tax)):
            if not 0 <= share < 1:
                raise Doubt(
                    en=f"{name} is {share:g}: write a share such as 4%.",
                    ja=f"{name} が {share:g} です。4% のような割合で書いてください。",
                )
        if self.hours_per_post <= 0:
            raise Doubt(
                en="hours_per_post has to be more than 0: 1,860 is 240 days of 7 h 45 min.",
                ja="1人あたりの年間時間（hours_per_post）は正の数です（240日×7時間45分 = 1,860）。",
            )

    @property
    def conversions(self) -> Conversions:
        """What turns hours into money, as the price list states it."""
        return Conversions(self.contracts, self.posts, self.overtime)

    def price(self, key: str, asked_by: str = "") -> Price:
        """Return a price by its key; raises InputError where the list has none."""
        if key in self.prices:
            return self.prices[key]
        known = ", ".join(self.prices)
        raise InputError(
            en=f"{asked_by or 'A step'} asks for the price '{key}', and {self.file or 'the price list'} has none. "
            f"Add it under 'prices', or use one of {known}.",
            ja=f"{asked_by or '工程'}の単価「{key}」が{self.file or '単価表'}にありません。"
            f"prices に追加するか、{known} のどれかにしてください。",
        )


def _not_negative(name: str, value: float) -> None:
    if value < 0:
        raise Doubt(
            en=f"{name} is {value:g}, less than nothing. Write a positive number.",
            ja=f"{name} が負の数（{value:g}）です。正の数で書いてください。",
        )
