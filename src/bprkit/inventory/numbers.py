"""Numbers as clerks type them: full-width, with units, about, from – to, a month, a week.

>>> read_number("約１，２００件", "cases").value
1200.0
>>> read_number("1時間30分", "minutes").value
90.0
>>> read_number("多数", "cases").notes
('unreadable_number',)
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from bprkit.inventory.columns import Kind

Cell = str | float | int | bool | dt.date | dt.time | dt.timedelta | None

HOURS_A_DAY = 7.75  # of a regular post: 38 h 45 min in five days (domain: 勤務時間条例 of most cities)
_EMPTY = {
    "-",
    "--",
    "ー",
    "―",
    "—",
    "–",
    "−",
    "なし",
    "無",
    "無し",
    "/",
    "n/a",
    "none",
    "・",
    "…",
    "該当なし",
}
_ABOUT = re.compile(
    r"^(?:約|およそ|概ね|おおむね|about|approx\.?|ca\.?)|(?:程度|くらい|ぐらい|前後|ほど|余り|強|弱)$",
    re.IGNORECASE,
)
_NUMBER = r"\d[\d,]*(?:\.\d+)?|\.\d+"
_RANGE = re.compile(rf"^({_NUMBER})([^\d~〜-]*)[~〜-]({_NUMBER})([^\d]*)$")
_TERM = re.compile(rf"({_NUMBER})([^\d.,]*)")
_MONTHLY = re.compile(r"^(?:月間?|毎月|1か月|1ヶ月)(?=\d)|(?:/月|/month|毎月)$")
_WEEKLY = re.compile(r"^(?:週間?|毎週)(?=\d)|(?:/週|/week)$")
_YEARLY = re.compile(r"^(?:年間?|毎年)(?=\d)|(?:/年|/year)$")
_TENS: Mapping[str, float] = {"万": 10_000, "千": 1_000, "百": 100}
_A_YEAR = (12.0, 52.0)
_CASES = dict.fromkeys(
    (
        "件",
        "通",
        "枚",
        "人",
        "名",
        "回",
        "部",
        "世帯",
        "戸",
        "社",
        "団体",
        "筆",
        "cases",
        "times",
        "件/年",
        "回/年",
        "件/年度",
    ),
    1.0,
) | {"件/月": 12.0, "回/月": 12.0, "件/か月": 12.0, "件/週": 52.0, "回/週": 52.0}
_MINUTES = {
    **dict.fromkeys(("分", "分間", "min", "min.", "mins", "minutes", "minute", "分/件", "分/1件"), 1.0),
    **dict.fromkeys(("時間", "h", "hr", "hrs", "hours", "hour", "時間/件", "時間/1件", "h/件"), 60.0),
    **dict.fromkeys(("秒", "sec", "seconds"), 1 / 60),
    **dict.fromkeys(("日", "人日", "days", "人・日"), HOURS_A_DAY * 60),
}
_UNITS: Mapping[str, Mapping[str, float]] = {
    "cases": _CASES,
    "minutes": _MINUTES,
    "hours": {unit: factor / 60 for unit, factor in _MINUTES.items()}
    | {"時間/年": 1.0, "時間/年度": 1.0, "h/年": 1.0, "分/年": 1 / 60, "分/年度": 1 / 60},
    "persons": dict.fromkeys(("人", "名", "課", "か所", "箇所", "回", "係", "people"), 1.0),
}


@dataclass(frozen=True)
class Reading:
    """A number, None where there is none, and the codes of what was mended to read it."""

    value: float | None
    notes: tuple[str, ...] = ()


def unit_factor(kind: Kind, unit: str) -> float | None:
    """Return what numbers under a header with this unit are multiplied by; None where the unit says nothing.

    >>> unit_factor("cases", "千件"), unit_factor("minutes", "時間"), unit_factor("hours", "注1")
    (1000.0, 60.0, None)
    """
    known = _UNITS.get(kind, {})
    if unit in known:
        return known[unit]
    if unit[:1] in _TENS and (unit[1:] in known or not unit[1:]):
        return _TENS[unit[:1]] * known.get(unit[1:], 1.0)
    return None


def read_number(cell: Cell, kind: Kind, factor: float = 1.0) -> Reading:
    """Return the number in a cell: cases a year, minutes, hours or persons, as `kind` says.

    `factor` turns numbers without a unit of their own into that unit. What cannot be read is no number, and says so.
    """
    match cell:
        case None | "":
            return Reading(None)
        case bool():
            return _UNREADABLE
        case int() | float():
            return _counted(cell * factor) if math.isfinite(cell) else _UNREADABLE
        case dt.timedelta() | dt.time() if kind in ("minutes", "hours"):
            return _of_clock(cell, kind)
        case str():
            return _of_text(cell, kind, factor)
    return _UNREADABLE


_UNREADABLE = Reading(None, ("unreadable_number",))


def _counted(value: float, *notes: str) -> Reading:
    return Reading(float(value), notes) if value >= 0 and math.isfinite(value) else _UNREADABLE


def _of_clock(cell: dt.time | dt.timedelta, kind: Kind) -> Reading:
    if isinstance(cell, dt.time):
        cell = dt.timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second)
    minutes = cell.total_seconds() / 60
    return _counted(minutes if kind == "minutes" else minutes / 60, "time_cell")


def _of_text(cell: str, kind: Kind, factor: float) -> Reading:
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", cell))
    notes = ["full_width"] if text != re.sub(r"\s+", "", cell) else []
    if text.lower() in _EMPTY or not text:
        return Reading(None, ("dash",)) if text else Reading(None)
    bare = _ABOUT.sub("", text)
    if bare != text:
        notes.append("about")
    bare, times, note = _a_year(bare)
    notes += note
    if factor in _A_YEAR:  # the header says a month or a week, unless the cell says another
        times, factor = (times if note else factor), 1.0
    value, more = _value(bare, kind, factor)
    if value is None:
        return _UNREADABLE
    return _counted(value * times, *notes, *more)


def _a_year(text: str) -> tuple[str, float, list[str]]:
    for pattern, times, notes in (
        (_MONTHLY, 12.0, ["per_month"]),
        (_WEEKLY, 52.0, ["per_week"]),
        (_YEARLY, 1.0, ["unit"]),
    ):
        bare = pattern.sub("", text)
        if bare != text:
            return bare, times, notes
    return text, 1.0, []


def _value(text: str, kind: Kind, factor: float) -> tuple[float | None, list[str]]:
    if found := _RANGE.match(text):
        unit = found[4] or found[2]
        ends = [_term(found[1], found[2] or unit, kind, factor), _term(found[3], unit, kind, factor)]
        if ends[0] is None or ends[1] is None or ends[0] > ends[1]:
            return None, []
        return (ends[0] + ends[1]) / 2, ["range", *(["unit"] if unit else [])]
    terms = _TERM.findall(text)
    if not terms or "".join(number + unit for number, unit in terms) != text:
        return None, []
    values = [_term(number, unit, kind, factor) for number, unit in terms]
    if any(value is None for value in values) or (len(values) > 1 and kind not in ("minutes", "hours")):
        return None, []
    if len(values) > 1 and not all(unit for _, unit in terms):
        return None, []
    return math.fsum(value or 0.0 for value in values), ["unit"] if terms[0][1] else ["text_number"]


def _term(number: str, unit: str, kind: Kind, factor: float) -> float | None:
    if not re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+", number):
        return None
    value = float(number.replace(",", ""))
    if not unit:
        return value * factor
    converted = unit_factor(kind, unit.lower())
    return None if converted is None else value * converted
