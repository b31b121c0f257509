"""Formulas that know their value: what is written in a cell, and what a spreadsheet will find there.

>>> price, pages = Expr("B2", 4.0), Expr("B3", 25_000.0)
>>> total = price * pages + 10
>>> total.text, total.value
('((B2*B3)+10)', 100010.0)
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass

Scalar = float | int | str | dt.date
_MOST_PARTS = 200  # Excel sums 255 at most


@dataclass(frozen=True)
class Expr:
    """A part of a formula: its text without the equals sign, and its value."""

    text: str
    value: Scalar

    @property
    def number(self) -> float:
        """The value as a number."""
        if isinstance(self.value, str | dt.date):
            raise TypeError(f"{self.text} is no number")
        return float(self.value)

    def __add__(self, other: Expr | float) -> Expr:
        return _joined(self, "+", other, self.number + _of(other).number)

    def __sub__(self, other: Expr | float) -> Expr:
        return _joined(self, "-", other, self.number - _of(other).number)

    def __mul__(self, other: Expr | float) -> Expr:
        return _joined(self, "*", other, self.number * _of(other).number)

    def __truediv__(self, other: Expr | float) -> Expr:
        below = _of(other).number
        return _joined(self, "/", other, self.number / below if below else math.nan)

    def __pow__(self, other: Expr | float) -> Expr:
        return _joined(self, "^", other, self.number ** _of(other).number)


def _of(value: Expr | float) -> Expr:
    return value if isinstance(value, Expr) else Expr(f"{value:.17g}", float(value))


def _joined(one: Expr, sign: str, other: Expr | float, value: float) -> Expr:
    return Expr(f"({one.text}{sign}{_of(other).text})", value)


def number(value: float) -> Expr:
    """Return a number as it stands."""
    return _of(value)


def words(text: str) -> Expr:
    """Return a text."""
    return Expr('"' + text.replace('"', '""') + '"', text)


def total(parts: Iterable[Expr]) -> Expr:
    """Return a sum; nothing sums to 0."""
    found = list(parts)
    if not found:
        return number(0)
    if len(found) > _MOST_PARTS:
        return total(total(found[start : start + _MOST_PARTS]) for start in range(0, len(found), _MOST_PARTS))
    return Expr(f"SUM({','.join(part.text for part in found)})", math.fsum(part.number for part in found))


def least(one: Expr, other: Expr | float) -> Expr:
    """Return the smaller."""
    return Expr(f"MIN({one.text},{_of(other).text})", min(one.number, _of(other).number))


def most(one: Expr, other: Expr | float) -> Expr:
    """Return the larger."""
    return Expr(f"MAX({one.text},{_of(other).text})", max(one.number, _of(other).number))


def whole(one: Expr) -> Expr:
    """Return the whole number below."""
    return Expr(f"INT({one.text})", float(math.floor(one.number)))


def rounded(one: Expr, places: int) -> Expr:
    """Return a number without the dust of computing, which would show as -0.0."""
    return Expr(f"ROUND({one.text},{places})", round(one.number, places) + 0.0)


def if_(one: Expr, sign: str, other: Expr | float, then: Expr, otherwise: Expr) -> Expr:
    """Return one of two by a comparison: >, >=, <, <= or =."""
    left, right = one.number, _of(other).number
    holds = {
        ">": left > right,
        ">=": left >= right,
        "<": left < right,
        "<=": left <= right,
        "=": left == right,
    }
    chosen = then if holds[sign] else otherwise
    return Expr(f"IF({one.text}{sign}{_of(other).text},{then.text},{otherwise.text})", chosen.value)


def quotient(one: Expr, other: Expr) -> Expr:
    """Return a quotient, 0 where the divisor is not positive."""
    zero = number(0)
    return (
        if_(other, ">", 0, one / other, zero)
        if other.number > 0
        else Expr(f"IF({other.text}>0,{one.text}/{other.text},0)", 0.0)
    )


def share_in_force(start: Expr, fiscal_year: Expr) -> Expr:
    """Return the share of a fiscal year (from April) in which what starts on a day is in force, by whole months."""
    day = start.value
    assert isinstance(day, dt.date)
    year, month = Expr(f"YEAR({start.text})", day.year), Expr(f"MONTH({start.text})", day.month)
    of_month = Expr(f"DAY({start.text})", day.day)
    late = if_(of_month, ">", 1, number(1), number(0))
    gone = (year - fiscal_year) * 12 + month - 4 + late
    return least(most(number(12) - gone, 0), 12) / 12
