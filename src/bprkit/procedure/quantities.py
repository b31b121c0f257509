"""The grammar of quantities: terms with units, ranges, and distributions in mappings."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from bprkit.errors import InputError
from bprkit.procedure.distributions import AnyDistribution, Constant, Empirical, LogNormal, Triangular

Unit = Literal["", "minutes", "working_hours", "working_days", "calendar_days", "calendar_months"]
NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_TERM = re.compile(rf"\s*({NUMBER})\s*([^\d.,]*?)\s*(?=[\d.]|$)")
_DASH = re.compile(r"\s*[–—〜~-]\s*")
_MOSTLY = re.compile(
    r"\s*[,、]?\s*(?:mostly|most often|usually|likely|多くは|主に|通常は?|最頻値?)\s*", re.IGNORECASE
)
_LARGEST = 10**15
_LONGEST = 1_200  # three of the smallest numbers that a computer tells apart
_UNITS: Mapping[str, tuple[Unit, Fraction]] = {
    **dict.fromkeys(("min", "mins", "minute", "minutes", "分", "分間", "′"), ("minutes", Fraction(1))),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "秒", "秒間"), ("minutes", Fraction(1, 60))),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "時間"), ("minutes", Fraction(60))),
    **dict.fromkeys(("working hour", "working hours", "執務時間", "勤務時間", "営業時間"), ("working_hours", Fraction(1))),
    **dict.fromkeys(("working day", "working days", "business day", "business days"), ("working_days", Fraction(1))),
    **dict.fromkeys(("営業日", "開庁日", "執務日", "日(営業日)", "日(開庁日)", "日(執務日)"), ("working_days", Fraction(1))),
    **dict.fromkeys(("calendar day", "calendar days", "暦日", "日(暦日)"), ("calendar_days", Fraction(1))),
    **dict.fromkeys(("week", "weeks", "calendar week", "calendar weeks", "週", "週間"), ("calendar_days", Fraction(7))),
    **dict.fromkeys(("month", "months", "calendar month", "calendar months"), ("calendar_months", Fraction(1))),
    **dict.fromkeys(("か月", "ヶ月", "カ月", "ヵ月", "ケ月", "箇月", "か月間"), ("calendar_months", Fraction(1))),
}  # fmt: skip
_OPEN_DAYS = {"d", "day", "days", "日", "日間"}


@dataclass(frozen=True)
class Quantity:
    """A number with the unit that it was brought to."""

    value: Fraction
    unit: Unit


def folded(value: object) -> str:
    """Return a value as text to be understood: full-width digits and marks as ASCII, no spaces around."""
    text = unicodedata.normalize("NFKC", str(value)).strip()
    if len(text) > _LONGEST:
        raise InputError(
            en=f"'{text[:20]}…' is too long for a quantity. Write one such as 30 min.",
            ja=f"「{text[:20]}…」は長すぎて読めません。30分のように書いてください。",
        )
    return text


@dataclass(frozen=True)
class Kind:
    """What a quantity is for: its name and an example, for messages."""

    en: str
    ja: str
    example_en: str
    example_ja: str


TOUCH = Kind(
    "a time of work",
    "処理時間",
    "3 min, 1 h 30 min or 20–40 min, mostly 30",
    "3分、1時間30分、20〜40分、多くは30分",
)
WAIT = Kind("a wait", "待ち時間", "0.5 working days, 30 min or 2 working hours", "0.5開庁日、30分")
PERIOD = Kind(
    "a period", "期間", "10 calendar days, 5 working days or 2 months", "10日(暦日)、5開庁日、2か月"
)
VALUES = Kind(
    "a number",
    "数",
    "600,000 or {low: 10, likely: 20, high: 40}",
    "600,000 や {low: 10, likely: 20, high: 40}",
)


def refused(value: object, kind: Kind) -> InputError:
    """Return the error that says what was expected."""
    text = folded(value)
    return InputError(
        en=f"'{text}' is not {kind.en}. Write {kind.example_en}.",
        ja=f"「{text}」は{kind.ja}として読めません。{kind.example_ja} のように書いてください。",
    )


def distribution_in(
    value: object, read: Callable[[object], Quantity], kind: Kind
) -> tuple[AnyDistribution, Unit]:
    """Return what varies as a number, a range with its usual value, a mapping or a list says, and its unit."""
    if isinstance(value, Mapping):
        return _of_mapping(value, read, kind)
    if isinstance(value, list | tuple):
        return _of_mapping({"values": value}, read, kind)
    range_, mostly, likely = _halves(folded(value))
    ends = _DASH.split(range_, maxsplit=1)
    if not mostly:
        if len(ends) == 2 and ends[0] and kind is not VALUES:
            raise InputError(
                en=f"'{range_}' does not say what is usual. Add it: {range_}, mostly …, as in 20–40 min, mostly 30.",
                ja=f"「{range_}」だけでは、ふつうどれくらいかが分かりません。「{range_}、多くは…」のように、多い値を加えてください（例：20〜40分、多くは30分）。",
            )
        quantity = read(value)
        return Constant(in_range(quantity.value, range_)), quantity.unit
    if len(ends) != 2:
        raise refused(value, kind)
    unit = re.sub(rf".*{NUMBER}", "", ends[1]).strip()
    parts = [
        part if re.search(r"[^\d.,\s]", part) else f"{part} {unit}".strip()
        for part in (ends[0], likely, ends[1])
    ]
    return _of_mapping(dict(zip(("low", "likely", "high"), parts, strict=True)), read, kind)


def _halves(text: str) -> tuple[str, str, str]:
    found = _MOSTLY.search(text)
    return (text[: found.start()], found[0], text[found.end() :].strip()) if found else (text, "", "")


def _of_mapping(
    value: Mapping[Any, Any], read: Callable[[object], Quantity], kind: Kind
) -> tuple[AnyDistribution, Unit]:
    keys = set(value)
    if keys not in ({"low", "likely", "high"}, {"mean", "sd"}, {"values"}, {"value"}):
        raise InputError(
            en=f"{', '.join(map(str, value)) or 'Nothing'}: a mapping has low, likely, high; or mean, sd; or values.",
            ja=f"{'、'.join(map(str, value)) or '空'}：low・likely・high、mean・sd、values のどれかで書いてください。",
        )
    several = value["values"] if keys == {"values"} else [value[key] for key in value]
    if not isinstance(several, list | tuple) or not several:
        raise InputError(
            en="'values' is a list of what was measured, such as [3 min, 4 min, 8 min].",
            ja="values には、測った値を [3分, 4分, 8分] のように並べてください。",
        )
    quantities = [read(one) for one in several]
    if len({quantity.unit for quantity in quantities}) > 1:
        raise InputError(
            en=f"{', '.join(map(str, several))}: write all of them in the same unit.",
            ja=f"{'、'.join(map(str, several))}：すべて同じ単位で書いてください。",
        )
    numbers = [in_range(quantity.value, str(one)) for quantity, one in zip(quantities, several, strict=True)]
    named = dict(zip(value, numbers, strict=True)) if keys not in ({"values"}, {"value"}) else {}
    try:
        if "mean" in keys:
            return LogNormal(named["mean"], named["sd"]), quantities[0].unit
        if "low" in keys:
            return Triangular(named["low"], named["likely"], named["high"]), quantities[0].unit
    except ValueError:
        raise InputError(
            en=f"{', '.join(map(str, several))}: low ≤ likely ≤ high has to hold, and mean has to be above 0, sd not below.",
            ja=f"{'、'.join(map(str, several))}：low ≤ likely ≤ high とし、mean は0より大きく、sd は0以上にしてください。",
        ) from None
    return (Constant(numbers[0]) if keys == {"value"} else Empirical(tuple(numbers))), quantities[0].unit


def minutes_or_days(value: object, kind: Kind) -> Quantity:
    """Return minutes or working days; raises InputError for any other unit."""
    quantity = quantity_in(value, kind)
    if quantity.unit == "working_hours":
        return Quantity(quantity.value * 60, "minutes")
    if quantity.unit == "calendar_days" and kind is WAIT:
        raise _days_of_no_kind(folded(value), "0.5", kind)
    if quantity.unit.endswith("_days") and kind is TOUCH:
        raise _days_of_work(folded(value))
    if quantity.unit not in ("minutes", "working_days"):
        raise refused(value, kind)
    return quantity


def quantity_in(value: object, kind: Kind) -> Quantity:
    """Return a length of time with its unit; terms such as 1 h 30 min are summed."""
    text = folded(value)
    place, total, unit = 0, Fraction(0), None
    while place < len(text):
        found = _TERM.match(text, place)
        if found is None:
            raise refused(value, kind)
        name = " ".join(found[2].casefold().split())
        if name in _OPEN_DAYS:
            raise _days_of_no_kind(text, found[1], kind)
        if not name and kind is not VALUES:
            raise _without_unit(text, kind)
        if name not in _UNITS or (unit is not None and unit != _UNITS[name][0]):
            raise refused(value, kind)
        unit, factor = _UNITS[name]
        total += Fraction(found[1].replace(",", "")) * factor
        place = found.end()
    if unit is None or isinstance(value, bool):
        raise refused(value, kind)
    return Quantity(total, unit)


def _days_of_no_kind(text: str, number: str, kind: Kind) -> InputError:
    """Return the error for days that may be of the office or of the calendar: what to write depends on what for."""
    if kind is TOUCH:
        return _days_of_work(text)
    if kind is WAIT:
        return InputError(
            en=f"'{text}': a wait is counted in working days. Write {number} working days; for a period that runs in "
            "calendar days, add a step 'timer'.",
            ja=f"「{text}」：待ちは開庁日で数えます。{number}開庁日 と書いてください。"
            "暦日で数える期間は、timer の工程にしてください。",
        )
    return InputError(
        en=f"'{text}': which days? Write {number} working days or {number} calendar days.",
        ja=f"「{text}」：開庁日か暦日か分かりません。{number}開庁日 か {number}日(暦日) と書いてください。",
    )


def _days_of_work(text: str) -> InputError:
    return InputError(
        en=f"'{text}': work on one case is told in minutes or hours. Write {TOUCH.example_en}; days of waiting go "
        "under 'wait'.",
        ja=f"「{text}」：1件の処理時間は分か時間で書きます。{TOUCH.example_ja} のように書いてください。"
        "待つ日数は wait に書きます。",
    )


def _without_unit(text: str, kind: Kind) -> InputError:
    units = {TOUCH: ("min", "h", "分", "時間"), WAIT: ("working days", "min", "開庁日", "分")}
    one, other, ichi, ni = units.get(kind, ("working days", "calendar days", "開庁日", "日(暦日)"))
    return InputError(
        en=f"'{text}' has no unit. Write {text} {one} or {text} {other}.",
        ja=f"「{text}」に単位がありません。{text}{ichi} か {text}{ni} と書いてください。",
    )


def with_exponent(text: str) -> bool:
    """Tell whether a number is written as Python writes tiny and huge ones."""
    return re.fullmatch(r"\d+(?:\.\d*)?e[+-]?\d{1,2}", text) is not None


def in_range(value: Fraction, text: str) -> float:
    """Return the number; raises InputError if it is beyond all reason."""
    if abs(value) > _LARGEST:
        raise InputError(
            en=f"'{text}' is too large. Write a number below {_LARGEST:,}.",
            ja=f"「{text}」は大きすぎます。{_LARGEST:,} より小さい数にしてください。",
        )
    number = float(value)
    return number if math.isfinite(number) else 0.0
