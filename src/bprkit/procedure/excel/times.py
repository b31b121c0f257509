"""Times of work and waits as cells, and cells as times again."""

from __future__ import annotations

import re
from typing import Any

from bprkit.procedure import units
from bprkit.procedure.distributions import AnyDistribution, Constant, Empirical, LogNormal
from bprkit.procedure.estimates import without_about
from bprkit.procedure.excel.layout import Language
from bprkit.procedure.model import Wait
from bprkit.procedure.quantities import folded

_MEAN = re.compile(r"^(?:平均|mean)\s*(.+?)\s*[、,]\s*(?:標準偏差|sd)\s*(.+)$", re.IGNORECASE)
_MEASURED = re.compile(r"^(?:実測|measured)\s*[::]?\s*(.+)$", re.IGNORECASE)


def _spread(value: AnyDistribution, language: Language) -> str | None:
    """Return what `units` writes as a mapping in words; None for the others."""
    ja = language == "ja"
    if isinstance(value, LogNormal):
        mean, sd = units.write_number(value.mean), units.write_number(value.sd)
        return f"平均 {mean}、標準偏差 {sd}" if ja else f"mean {mean}, sd {sd}"
    if isinstance(value, Empirical):
        return ("実測 " if ja else "measured ") + " ".join(map(units.write_number, value.values))
    return None


def write_touch(value: AnyDistribution | None, language: Language) -> str | float | None:
    """Return minutes of work as a cell: a bare number, or what varies in words."""
    if value is None or isinstance(value, Constant):
        return None if value is None else value.value
    return _spread(value, language) or _japanese(units.write_touch(value), language)


def write_wait(value: Wait | None, language: Language) -> str | None:
    """Return a wait as a cell, with its unit."""
    if value is None:
        return None
    spread = _spread(value.length, language)
    if spread is None:
        return _japanese(units.write_wait(value), language)
    ja = language == "ja"
    days, minutes = ("開庁日", "分") if ja else (" working days", " min")
    return f"{spread}{days if value.unit == 'working_days' else minutes}"


def _japanese(text: Any, language: Language) -> str:
    if language == "en":
        return str(text)
    changed = re.sub(" working days?", "開庁日", str(text)).replace(" min", "分").replace("–", "〜")
    return re.sub(r", mostly (.+)$", r"、多くは\1", changed)


def read_touch(text: str, unit: str) -> AnyDistribution | None:
    """Return minutes of work; a number without unit is in the unit of the header, minutes if that has none.

    >>> read_touch("３０", ""), read_touch("0.5", "時間"), read_touch("20〜40、多くは30", "")
    (Constant(value=30.0), Constant(value=30.0), Triangular(low=20.0, likely=30.0, high=40.0))
    """
    return units.read_touch(_quantity(_exact(text), unit or "min")) if text else None


def read_wait(text: str, unit: str) -> Wait | None:
    """Return a wait; a number without unit, and 日, are working days.

    >>> read_wait("０．５日", ""), read_wait("30分", "")
    (Wait(length=Constant(value=0.5), unit='working_days'), Wait(length=Constant(value=30.0), unit='minutes'))
    """
    if not text:
        return None
    usual = (
        "working days"
        if unit in ("", "日", "開庁日", "営業日", "執務日", "d", "days", "workingdays")
        else unit
    )
    days = re.sub(r"(?<![業庁務暦])日間?(?!\()|(?<![a-z] )\b(?:days?|d)\b", "開庁日", _exact(text))
    return units.read_wait(_quantity(days, usual))


def _exact(text: str) -> str:
    return folded(without_about(text)[0])


def _quantity(text: str, unit: str) -> Any:
    even = folded(text)
    if found := _MEAN.match(even):
        sd_unit = re.sub(r"^[\d.,\s]+", "", found[2])
        mean = found[1] if not _is_bare(found[1]) else f"{found[1]} {sd_unit or unit}"
        return {"mean": mean, "sd": f"{found[2]} {unit}" if not sd_unit else found[2]}
    if found := _MEASURED.match(even):
        parts = re.split(r"[\s、,]+", found[1].strip())
        last = re.sub(r"^[\d.,\s]+", "", parts[-1]) or unit
        return {"values": [f"{part} {last}" if _is_bare(part) else part for part in _joined(parts)]}
    if _is_bare(re.sub(r"[–—〜~-]|[,、]?\s*(?:mostly|多くは|主に|最頻値?)", "", even, flags=re.IGNORECASE)):
        return re.sub(
            r"(\d)(\s*(?:[,、]?\s*(?:mostly|多くは|主に|最頻値?)|$))", rf"\1 {unit}\2", even, count=1
        )
    return even


def _joined(parts: list[str]) -> list[str]:
    """Join a unit that stands apart to its number: 3 working days."""
    found: list[str] = []
    for part in parts:
        if found and not part[:1].isdigit():
            found[-1] += f" {part}"
        else:
            found.append(part)
    return found


def _is_bare(text: str) -> bool:
    return re.fullmatch(r"[\d.,\s]+", text) is not None
