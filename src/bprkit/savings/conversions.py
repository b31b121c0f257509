"""What would turn hours into money: overtime, whole posts and contracts that shrink, each with its cap and its date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from bprkit.procedure.model import Title
from bprkit.savings.figures import Strict, not_negative

PostKind = Literal["abolished", "not_hired"]


@dataclass(frozen=True, kw_only=True)
class OvertimeCut(Strict):
    """Overtime that is cut from the budget. worked_hours: paid a year until now, the cap; cut_hours: a year, as agreed.

    section, role, procedure: where; none means everywhere. start: from when the budget is lower.
    """

    worked_hours: float
    cut_hours: float
    start: dt.date
    section: str | None = None
    role: str | None = None
    rate: str = "overtime"
    procedure: str | None = None
    source: Title | None = None
    amounts: ClassVar[tuple[str, ...]] = ("worked_hours", "cut_hours")

    def __post_init__(self) -> None:
        for name in self.amounts:
            not_negative(name, getattr(self, name))


@dataclass(frozen=True, kw_only=True)
class PostCut(Strict):
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
    procedure: str | None = None
    source: Title | None = None
    amounts: ClassVar[tuple[str, ...]] = ("posts", "yen_per_post")

    def __post_init__(self) -> None:
        for name in self.amounts:
            not_negative(name, getattr(self, name) or 0)


@dataclass(frozen=True, kw_only=True)
class ContractCut(Strict):
    """A contract for work that shrinks at its renewal: hours of a role at the price that is paid, up to its yen a year."""

    title: Title
    role: str
    yen_per_hour: float
    yen_per_year: float
    renewal: dt.date
    budget_line: Title = field(default_factory=lambda: Title("委託料", "Contracted work"))
    procedure: str | None = None
    source: Title | None = None
    amounts: ClassVar[tuple[str, ...]] = ("yen_per_hour", "yen_per_year")

    def __post_init__(self) -> None:
        for name in self.amounts:
            not_negative(name, getattr(self, name))


@dataclass(frozen=True)
class Conversions:
    """All that turns hours into money; what none of them takes stays capacity.

    Contracts take hours first, then posts, then overtime, each in order; an hour is never taken twice.
    """

    contracts: tuple[ContractCut, ...] = ()
    posts: tuple[PostCut, ...] = ()
    overtime: tuple[OvertimeCut, ...] = ()

    def of(self, procedures: Collection[str]) -> Conversions:
        """Return those for procedures, and those that name none."""
        wanted = (None, *procedures)
        return Conversions(
            tuple(cut for cut in self.contracts if cut.procedure in wanted),
            tuple(cut for cut in self.posts if cut.procedure in wanted),
            tuple(cut for cut in self.overtime if cut.procedure in wanted),
        )

    def __bool__(self) -> bool:
        return bool(self.contracts or self.posts or self.overtime)
