"""The intervals of a sampled log as text: `[5.1–10.0]`, in the unit of the figure that it stands beside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bprkit.language import tell
from bprkit.report import units
from bprkit.report.model import Kind
from bprkit.report.parts import Facts, Row

_ONE_UNIT = re.compile(r"[\d.,]+([^\d.,]+)")
Found = Mapping[tuple[tuple[Any, ...], str], Row]


def figures_of(facts: Facts, section: str) -> Found:
    """Return the figures of a part of a sampled log by key and name; none of a log that is no sample."""
    rows = (facts.mined.get("sample") or {}).get("figures", ())
    return {(tuple(row["key"].values()), row["figure"]): row for row in rows if row["section"] == section}


def interval(facts: Facts, section: str, figure: str, kind: Kind, *key: Any) -> str:
    """Return the interval of one figure as text; empty where it has none."""
    found = figures_of(facts, section).get((key, figure))
    return "" if found is None else between(facts, kind, found)


def between(facts: Facts, kind: Kind, figure: Row) -> str:
    """Return the interval of a figure in brackets, in its unit; or that there are too few documents to tell."""
    if figure["estimate"] is None:
        return ""
    low, high = figure["low"], figure["high"]
    if low is None:
        return f"[{tell(en='too few', ja='件数不足')}]"
    day = facts.working_day if kind == "working" else units.DAY
    if kind in ("working", "clock") and day and high >= day:
        return _in_days(facts, kind, figure, day)
    texts = [facts.cell(kind, value).text for value in (low, high, figure["estimate"])]
    named = [found[1] if (found := _ONE_UNIT.fullmatch(text)) else None for text in texts]
    if named[0] is not None and named[0] == named[1]:
        texts[0] = texts[0].removesuffix(named[0])
        if named[2] == named[1]:
            texts[1] = texts[1].removesuffix(named[0])
    return f"[{texts[0]}{', ' if kind == 'number' else '–'}{texts[1]}]"  # a number may be below zero


def _in_days(facts: Facts, kind: Kind, figure: Row, day: float) -> str:
    """Return both ends in days, as the upper one is: 0.3–1.7 reads at once, 2 h 22 min–1.7 wd does not."""
    unit = _ONE_UNIT.fullmatch(facts.cell(kind, figure["high"]).text)
    suffix = unit[1] if unit and figure["estimate"] < day else ""
    return f"[{units.days(figure['low'], figure['high'], day)}{suffix}]"
