"""A figure with its range and its source; what cannot be meant is told in both languages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from bprkit.procedure.model import Title


class Doubt(ValueError):
    """A value that cannot be meant, told in both languages."""

    def __init__(self, *, en: str, ja: str) -> None:
        super().__init__(en)
        self.en, self.ja = en, ja


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


def not_negative(name: str, value: float) -> None:
    """Raise Doubt for less than nothing."""
    if value < 0:
        raise Doubt(
            en=f"{name} is {value:g}, less than nothing. Write a positive number.",
            ja=f"{name} が負の数（{value:g}）です。正の数で書いてください。",
        )
