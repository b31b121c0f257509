"""Conditions on the attributes of a case, as people write them: `amount < 500,000 and kind = 物品`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

Operator = Literal["=", "!=", "<", "<=", ">", ">="]
Value = float | str
_SIGNS: Mapping[str, Operator] = {
    "≤": "<=",
    "≦": "<=",
    "≥": ">=",
    "≧": ">=",
    "≠": "!=",
    "＜": "<",
    "＞": ">",
    "＝": "=",
    "==": "=",
}
_TEST = re.compile(r"^\s*(?P<attribute>.+?)\s*(?P<sign><=|>=|!=|==|=|<|>|[≤≦≥≧≠＜＞＝])\s*(?P<value>.+?)\s*$")
_NUMBER = re.compile(r"^[+-]?[\d,]*\.?\d+$")
_QUOTES = {('"', '"'), ("'", "'"), ("「", "」")}
_UNITS = {"万": 10_000, "億": 100_000_000, "千": 1_000}


@dataclass(frozen=True)
class Test:
    """One comparison of an attribute with a number or a word."""

    __test__ = False  # no test of pytest's

    attribute: str
    operator: Operator
    value: Value

    def holds(self, attributes: Mapping[str, Value]) -> bool:
        """Tell whether a case meets it; a case without the attribute does not."""
        found = attributes.get(self.attribute)
        if found is None:
            return False
        if self.operator in ("=", "!="):
            return (found == self.value) is (self.operator == "=")
        if isinstance(found, str) or isinstance(self.value, str):
            return False
        return {
            "<": found < self.value,
            "<=": found <= self.value,
            ">": found > self.value,
            ">=": found >= self.value,
        }[self.operator]

    def __str__(self) -> str:
        return f"{self.attribute} {self.operator} {written(self.value)}"


@dataclass(frozen=True)
class Condition:
    """All of these comparisons hold.

    >>> condition = Condition.parse("amount >= 50万円 and kind = 物品")
    >>> str(condition)
    'amount >= 500,000 and kind = 物品'
    >>> condition.holds({"amount": 600_000, "kind": "物品"})
    True
    """

    tests: tuple[Test, ...]

    @classmethod
    def parse(cls, text: str) -> Condition:
        """Read a condition; raise ValueError with the part that is none."""
        return cls(tuple(_test(part) for part in re.split(r"\s+and\s+|\s*かつ\s*|\s*&&\s*", text.strip())))

    def holds(self, attributes: Mapping[str, Value]) -> bool:
        """Tell whether a case meets all of it."""
        return all(test.holds(attributes) for test in self.tests)

    @property
    def attributes(self) -> tuple[str, ...]:
        """The attributes that it asks about."""
        return tuple(dict.fromkeys(test.attribute for test in self.tests))

    def __str__(self) -> str:
        return " and ".join(map(str, self.tests))


def _test(text: str) -> Test:
    found = _TEST.match(text)
    if not found:
        raise ValueError(text)
    sign = found["sign"]
    operator = _SIGNS.get(sign, cast(Operator, sign))
    return Test(found["attribute"], operator, _value(found["value"]))


def _value(text: str) -> Value:
    if len(text) > 1 and (text[0], text[-1]) in _QUOTES:
        return text[1:-1]
    bare = text.strip().removesuffix("円").removeprefix("¥").removeprefix("￥")
    unit = _UNITS.get(bare[-1:], 1)
    number = bare[:-1] if unit > 1 else bare
    if _NUMBER.match(number):
        return float(number.replace(",", "")) * unit
    return text


def written(value: Value) -> str:
    """Return a value as conditions are written: numbers with thousands separated.

    >>> written(500_000.0), written("物品"), written("12")
    ('500,000', '物品', '"12"')
    """
    if isinstance(value, str):
        return value if _value(value) == value else f'"{value}"'  # a word that looks like a number
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"
