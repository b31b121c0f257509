"""The whole result as one JSON object, the same bytes for the same result.

>>> print(to_json({"mean": 1.00049, "share": 0.1234567891, "p95": float("nan")}), end="")
{
  "mean": 1.0,
  "share": 0.1234567891,
  "p95": null
}
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from datetime import date
from os import PathLike, fspath
from typing import Any

_DURATIONS = re.compile(r"(^|_)seconds(_|$)|^mean_lead_time|^(mean|median|p90|p95|total)$")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def to_json(mined: Mapping[str, Any]) -> str:
    """Return a result as JSON text that ends in a line feed, its keys in the order of the result.

    Durations (seconds) are rounded to milliseconds, other numbers to ten decimals; what is not a number (NaN,
    infinity) is null; names stay whole and as written. Raises TypeError for a value that JSON cannot hold.
    """
    text = json.dumps(plain(mined), ensure_ascii=False, allow_nan=False, indent=2)
    return _LONE_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def plain(value: Any, key: str = "") -> Any:
    """Return a value as JSON knows it: numbers rounded (`key` tells durations), no NaN, moments as text."""
    if type(value).__module__ == "numpy" and hasattr(value, "item"):
        value = value.item()
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return round(value, 3 if _DURATIONS.search(key) else 10) + 0.0  # + 0.0 turns -0.0 into 0.0
    if isinstance(value, Mapping):
        return {str(name): plain(inner, str(name)) for name, inner in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, PathLike):
        return fspath(value)
    if isinstance(value, Iterable):
        return [plain(inner, key) for inner in value]
    raise TypeError(f"JSON cannot hold {value!r}")
