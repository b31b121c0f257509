"""Quantities as people write them: 3 min, 3分, 20–40 min, mostly 30, 0.5開庁日, 25,000 / year, 12 %.

Every `read_…` takes what stands in a YAML file or a cell (text or a number, full-width digits too) and raises
InputError, whose message has an example. Every `write_…` returns a text that is read as exactly the same number.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

from bprkit.errors import InputError
from bprkit.language import counted
from bprkit.procedure.distributions import AnyDistribution, Constant, LogNormal, Triangular
from bprkit.procedure.model import DayKind, Wait
from bprkit.procedure.quantities import (
    NUMBER,
    PERIOD,
    TOUCH,
    VALUES,
    WAIT,
    Quantity,
    distribution_in,
    folded,
    in_range,
    minutes_or_days,
    quantity_in,
    refused,
    with_exponent,
)

__all__ = [
    "folded",
    "read_number",
    "read_per_year",
    "read_period",
    "read_share",
    "read_touch",
    "read_values",
    "read_wait",
    "read_whole",
    "write_number",
    "write_per_year",
    "write_period",
    "write_share",
    "write_touch",
    "write_values",
    "write_wait",
]
_MULTIPLES = {"千": 1_000, "万": 10_000, "億": 100_000_000}


def read_number(value: object) -> float:
    """Return a number: 500,000, 50万円, ¥500,000 or -3.5.

    >>> read_number("５０万円"), read_number("1.5億"), read_number(12)
    (500000.0, 150000000.0, 12.0)
    """
    text = folded(value)
    bare = text.removesuffix("円").strip().removeprefix("¥").strip()
    sign = -1 if bare.startswith(("-", "−")) else 1
    digits = bare.lstrip("+-−").strip()
    factor = _MULTIPLES.get(digits[-1:], 1)
    digits = digits[:-1].strip() if factor > 1 else digits
    if isinstance(value, bool) or not (re.fullmatch(NUMBER, digits) or with_exponent(digits)):
        raise InputError(
            en=f"'{text}' is no number. Write one such as 500,000 or 50万.",
            ja=f"「{text}」は数として読めません。500,000 や 50万 のように書いてください。",
        )
    return in_range(sign * factor * Fraction(digits.replace(",", "")), text)


def read_amount(value: object) -> float:
    """Return how many things there are: a number that is not negative.

    >>> read_amount("１，２００"), read_amount(0.2)
    (1200.0, 0.2)
    """
    number = read_number(value)
    if number < 0:
        raise InputError(
            en=f"'{folded(value)}' is less than nothing. Write 0 or more.",
            ja=f"「{folded(value)}」は負の数です。0以上にしてください。",
        )
    return number


def read_whole(value: object) -> int:
    """Return a whole number that is not negative: 4, 1,200, 4人.

    >>> read_whole("１，２００"), read_whole("4人")
    (1200, 4)
    """
    text = folded(value)
    digits = re.sub(r"\s*[人名枚部通件個課回]$", "", text)
    if (
        isinstance(value, bool)
        or not re.fullmatch(NUMBER, digits)
        or Fraction(digits.replace(",", "")).denominator > 1
    ):
        raise InputError(
            en=f"'{text}' is no whole number. Write one such as 4.",
            ja=f"「{text}」は整数として読めません。4 のように書いてください。",
        )
    return int(in_range(Fraction(digits.replace(",", "")), text))


def read_share(value: object) -> float:
    """Return a share between 0 and 1: 12%, 12.5 %, 0.12, 1割.

    >>> read_share("１２％"), read_share(0.4), read_share("3割")
    (0.12, 0.4, 0.3)
    """
    text = folded(value)
    for ending, part in (("%", 100), ("パーセント", 100), ("割", 10), ("", 1)):
        digits = text.removesuffix(ending).strip()
        if (
            text.endswith(ending)
            and not isinstance(value, bool)
            and (re.fullmatch(NUMBER, digits) or with_exponent(digits))
        ):
            share = Fraction(digits.replace(",", "")) / part
            if 0 <= share <= 1:
                return float(share)
    per_cent = re.fullmatch(r"\d{1,2}(?:\.\d+)?|100", text)  # 20 is meant as 20%
    raise InputError(
        en=f"'{text}' is no share. Write {f'{text}%' if per_cent else '12% or 0.12'}: from 0% to 100%.",
        ja=f"「{text}」は割合として読めません。0%から100%の範囲で、"
        f"{f'{text}%' if per_cent else '12% か 0.12'} のように書いてください。",
    )


def read_per_year(value: object) -> float:
    """Return how many cases begin in a year: 25,000 / year, 年25,000件, 2,000 / month, 月2,000件.

    >>> read_per_year("25,000 / year"), read_per_year("年2.5万件"), read_per_year("月100件")
    (25000.0, 25000.0, 1200.0)
    """
    text = folded(value)
    bare = re.sub(r"(?:cases?|件)", "", text, flags=re.IGNORECASE)
    for factor, words in (
        (1, "a year|per year|/ ?year|/ ?yr|/ ?年|年間|年"),
        (12, "a month|per month|/ ?month|/ ?月|月間|毎月|月"),
    ):
        found = re.fullmatch(rf"(?:(?:{words})\s*(.+)|(.+?)\s*(?:{words}))", bare.strip(), re.IGNORECASE)
        if found:
            bare, times = found[1] or found[2], factor
            break
    else:
        times = 1
    try:
        number = read_number(True if isinstance(value, bool) else re.sub(r"\s*/\s*", "/", bare.strip()))
    except InputError:
        number = -1
    if number < 0:
        raise InputError(
            en=f"'{text}' is no yearly number of cases. Write 25,000 / year or 2,000 / month.",
            ja=f"「{text}」は年間件数として読めません。年25,000件 か 月2,000件 のように書いてください。",
        )
    return number * times


def read_touch(value: object) -> AnyDistribution:
    """Return minutes of work: 3 min, 1 h 30 min, 20–40 min, mostly 30, or a mapping of low, likely, high; mean, sd; values.

    >>> read_touch("20〜40分、多くは30分")
    Triangular(low=20.0, likely=30.0, high=40.0)
    >>> read_touch({"mean": "1 h", "sd": "0.5 h"})
    LogNormal(mean=60.0, sd=30.0)
    """
    distribution, unit = distribution_in(value, lambda one: minutes_or_days(one, TOUCH), TOUCH)
    if unit != "minutes":
        raise refused(value, TOUCH)
    return distribution


def read_wait(value: object) -> Wait:
    """Return a wait in working time: 0.5 working days, 0.5開庁日, 30 min, 2 working hours, or a mapping as `read_touch`.

    >>> read_wait("2 working hours")
    Wait(length=Constant(value=120.0), unit='minutes')
    """
    distribution, unit = distribution_in(value, lambda one: minutes_or_days(one, WAIT), WAIT)
    return Wait(distribution, "minutes" if unit == "minutes" else "working_days")


def read_period(value: object) -> tuple[float, DayKind]:
    """Return the length of a deadline and how its days are counted: 10 calendar days, 10日(暦日), 5開庁日, 2か月.

    >>> read_period("2週間"), read_period("10 working days")
    ((14.0, 'calendar_days'), (10.0, 'working_days'))
    """
    quantity = quantity_in(value, PERIOD)
    if quantity.unit == "minutes":
        return in_range(quantity.value / 60, folded(value)), "working_hours"
    unit = next(unit for unit in get_args(DayKind) if unit == quantity.unit)
    return in_range(quantity.value, folded(value)), unit


def read_values(value: object) -> AnyDistribution:
    """Return numbers that vary from case to case: 600,000, 10–30, mostly 20, or a mapping as `read_touch`.

    >>> read_values({"low": "10万", "likely": 200000, "high": "500,000"})
    Triangular(low=100000.0, likely=200000.0, high=500000.0)
    """
    return distribution_in(value, lambda one: Quantity(Fraction(read_number(one)), ""), VALUES)[0]


def write_number(value: float) -> str:
    """Return a number without exponent, as short as it can be to be read as the same.

    >>> write_number(3.0), write_number(0.1), write_number(1e-07)
    ('3', '0.1', '0.0000001')
    """
    text = format(Decimal(repr(float(value))), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def write_share(value: float) -> str:
    """Return a share in per cent.

    >>> write_share(0.125), write_share(0.07)
    ('12.5%', '7%')
    """
    text = format(Decimal(repr(float(value))).scaleb(2), "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


def write_per_year(value: float) -> str:
    """Return a yearly number of cases.

    >>> write_per_year(25000)
    '25,000 / year'
    """
    whole, dot, rest = write_number(value).partition(".")
    return f"{int(whole):,}{dot}{rest} / year"


def write_touch(distribution: AnyDistribution) -> str | dict[str, Any]:
    """Return minutes of work as `read_touch` reads them.

    >>> write_touch(Triangular(20, 30, 40)), write_touch(Constant(3.5))
    ('20–40 min, mostly 30', '3.5 min')
    """
    return _written(distribution, " min")


def write_wait(wait: Wait) -> str | dict[str, Any]:
    """Return a wait as `read_wait` reads it.

    >>> write_wait(Wait(Constant(0.5))), write_wait(Wait(Constant(1)))
    ('0.5 working days', '1 working day')
    """
    if wait.unit == "minutes":
        return _written(wait.length, " min")
    return _written(wait.length, " working day" if wait.length == Constant(1) else " working days")


def write_period(amount: float, unit: DayKind) -> str:
    """Return the length of a deadline as `read_period` reads it.

    >>> write_period(10, "calendar_days")
    '10 calendar days'
    """
    return counted(write_number(amount), unit.replace("_", " ").removesuffix("s"))


def write_values(distribution: AnyDistribution) -> float | str | dict[str, Any]:
    """Return numbers that vary as `read_values` reads them."""
    return _written(distribution, "")


def _written(distribution: AnyDistribution, unit: str) -> Any:
    def one(value: float) -> Any:
        if not unit:
            return int(value) if value == int(value) else float(value)
        return f"{write_number(value)}{unit}"

    if isinstance(distribution, Constant):
        return one(distribution.value)
    if isinstance(distribution, Triangular):
        if not unit:
            return {name: one(getattr(distribution, name)) for name in ("low", "likely", "high")}
        low, likely, high = (
            write_number(value) for value in (distribution.low, distribution.likely, distribution.high)
        )
        return f"{low}–{high}{unit}, mostly {likely}"
    if isinstance(distribution, LogNormal):
        return {"mean": one(distribution.mean), "sd": one(distribution.sd)}
    return {"values": [one(value) for value in distribution.values]}
