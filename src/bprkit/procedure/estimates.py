"""Times that people give roughly: 約10分, 10分程度, about 10 min. The time counts, and it is an estimate."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_ROUGH = re.compile(
    r"(?:約|およそ|おおよそ|おおむね|概ね|だいたい|大体|ほぼ"
    r"|(?<![a-z])(?:about|approximately|approx\.?|around|roughly|circa|ca\.?))\s*(?=[\d.])"
    r"|^\s*[≈≒]\s*(?=[\d.])"
    r"|^\s*~\s*(?=[\d.,]+\s*[a-z])"  # before 分 it would mean up to
    r"|(?:程度|くらい|ぐらい|位|前後|ほど|(?<![a-z])or so|(?<![a-z])approx\.)(?=\s*(?:$|[、,]))",
    re.IGNORECASE,
)


def without_about(value: Any) -> tuple[Any, bool]:
    """Return a time as `units` reads it, without the words that make it a rough one, and whether there were any.

    >>> without_about("約10分"), without_about("2日程度"), without_about("about 10 min"), without_about("10分")
    (('10分', True), ('2日', True), ('10 min', True), ('10分', False))
    >>> without_about({"mean": "約1時間", "sd": "20分"})
    ({'mean': '1時間', 'sd': '20分'}, True)
    """
    if isinstance(value, str):
        exact, count = _ROUGH.subn("", value)
        return (exact, True) if count else (value, False)
    if isinstance(value, Mapping):
        parts = {key: without_about(part) for key, part in value.items()}
        rough = any(found for _, found in parts.values())
        return ({key: part for key, (part, _) in parts.items()}, True) if rough else (value, False)
    if isinstance(value, list | tuple):
        items = [without_about(part) for part in value]
        rough = any(found for _, found in items)
        return ([part for part, _ in items], True) if rough else (value, False)
    return value, False


def with_estimates_marked(step: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """Return the mapping of a step, marked `estimate: true` where its times are rough ones.

    >>> with_estimates_marked({"task": "審査", "touch": "約10分"})
    {'task': '審査', 'touch': '10分', 'estimate': True}
    """
    times = {key: without_about(step[key]) for key in ("touch", "wait") if key in step}
    if not any(rough for _, rough in times.values()):
        return step
    return {**step, **{key: exact for key, (exact, _) in times.items()}, "estimate": True}
