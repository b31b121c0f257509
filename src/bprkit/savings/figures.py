"""A figure with its range and its source; what cannot be meant is told in both languages."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeGuard

from bprkit.procedure.model import Title


class Doubt(ValueError):
    """A value that cannot be meant, told in both languages. name: the figure that it is the value of, if of one."""

    def __init__(self, *, en: str, ja: str, name: str | None = None) -> None:
        super().__init__(en)
        self.en, self.ja, self.name = en, ja, name


class Strict:
    """What a file may not say: keys that nobody knows, and numbers that are none."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid", "allow_inf_nan": False}


@dataclass(frozen=True, kw_only=True)
class Ranged(Strict):
    """A figure: its likely value, and the lowest and the highest that it could be (the likely one, if not given)."""

    likely: float
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        for doubt in range_doubts(vars(self)):
            raise doubt

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


def not_negative(name: str, value: float) -> None:
    """Raise Doubt for less than nothing."""
    if value < 0:
        raise less_than_nothing(name, value)


def less_than_nothing(name: str, value: float) -> Doubt:
    """Return what is told of a figure below 0."""
    return Doubt(
        en=f"'{name}' is {shown(value)}, less than nothing. Write a positive number.",
        ja=f"「{name}」が負の数（{shown(value)}）です。正の数で書いてください。",
        name=name,
    )


def range_doubts(figures: Mapping[str, Any]) -> Iterator[Doubt]:
    """Yield what is wrong with low, likely and high, each with the figure that it is about; what is no number is let be.

    >>> [doubt.name for doubt in range_doubts({"low": 3e6, "likely": 2e6, "high": 1e6})]
    ['low', 'high']
    >>> [doubt.name for doubt in range_doubts({"likely": -300_000})]
    ['likely']
    """
    given = {name: figures.get(name) for name in ("low", "likely", "high")}
    known = {name: float(value) for name, value in given.items() if is_number(value)}
    below = [name for name, value in known.items() if value < 0]
    for name in below:
        yield less_than_nothing(name, known[name])
    likely = known.get("likely")
    if likely is None or below:
        return
    if (low := known.get("low", likely)) > likely:
        yield Doubt(
            en=f"Low is {shown(low)}, more than the likely {shown(likely)}. Put the likely value between low and high.",
            ja=f"下限 {shown(low)} が見込み {shown(likely)} より大きい値です。見込みを下限と上限の間にしてください。",
            name="low",
        )
    if (high := known.get("high", likely)) < likely:
        yield Doubt(
            en=f"High is {shown(high)}, less than the likely {shown(likely)}. Put the likely value between low and high.",
            ja=f"上限 {shown(high)} が見込み {shown(likely)} より小さい値です。見込みを下限と上限の間にしてください。",
            name="high",
        )


def is_number(value: object) -> TypeGuard[float]:
    """Tell whether a value is a number that can be compared."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def shown(value: float) -> str:
    """Return an amount as people write it.

    >>> shown(3e6), shown(0.25), shown(-300)
    ('3,000,000', '0.25', '-300')
    """
    return f"{value:,.12g}"
