"""Savings as plain data for JSON: yen, hours, working days; classes each for itself; null for never."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

from bprkit.savings.answers import Savings
from bprkit.savings.inputs import Input, inputs_of

_LEFT_OUT = ("plan", "costs", "tornado", "warnings")


def savings_as_dict(savings: Savings) -> dict[str, Any]:
    """Return everything; texts in the language in use, titles in both."""
    own = {field.name: getattr(savings, field.name) for field in dataclasses.fields(savings)}
    found: dict[str, Any] = {
        "units": {"money": "yen", "hours": "hours a year", "lead_time": "working days", "payback": "years"},
        **{name: _plain(value) for name, value in own.items() if name not in _LEFT_OUT},
    }
    found["hours_saved"], found["hours_computed"] = savings.hours_saved, savings.hours_computed
    found["payback_note"] = (
        "as_usually_reported is the one figure in which the classes of benefit are added together"
    )
    found["tornado"] = {
        measure: [
            {
                "input": one.input.key,
                "title": _plain(one.input.title),
                "at_low": one.at_low,
                "at_high": one.at_high,
            }
            for one in swings
        ]
        for measure, swings in savings.tornado.items()
    }
    found["warnings"] = list(savings.notes)
    found["inputs"] = [_input(one) for one in inputs_of(savings.plan)]
    costs = savings.costs
    found["price_list"] = {
        "title": _plain(costs.title),
        "file": costs.file,
        "year": costs.year,
        "hours_per_post": costs.hours_per_post,
        "prices": {
            key: _plain(price) for key, price in costs.prices.items() if key in savings.plan.price_keys
        },
    }
    return found


def _input(one: Input) -> dict[str, Any]:
    return {
        "key": one.key,
        "title": _plain(one.title),
        "unit": _plain(one.unit),
        "low": one.low,
        "likely": one.likely,
        "high": one.high,
        "spread": "exact" if one.is_exact else one.spread,
        "estimate": one.estimate,
        "sample": one.sample,
        "source": _plain(one.source),
    }


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        found = {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {**found, "saved": value.saved} if hasattr(value, "saved") else found
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
