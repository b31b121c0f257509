"""Commas within numbers, as in {mean: 600,000}: YAML ends a value there, and the rest is put back."""

from __future__ import annotations

import re
from typing import Any

_THOUSANDS = re.compile(r"\d{3}(?!\d)")
_GOES_ON = re.compile(r"(?:mostly|most often|usually|likely|多くは|主に)\s*[\d.]")


def glued(node: Any) -> list[tuple[Any, Any]]:
    """Return the entries of a mapping; what a comma within a number cut off is put back."""
    entries: list[tuple[Any, Any]] = []
    for key, value in node.value:
        empty = value.id == "scalar" and value.style is None and value.value == ""
        if node.flow_style and entries and empty and key.id == "scalar" and key.style is None:
            before = entries[-1][1]
            text = str(key.value)
            if before.id == "scalar" and before.style is None and (
                (_touching(before, key) and _THOUSANDS.match(text)) or _GOES_ON.match(text)
            ):  # fmt: skip
                entries[-1] = (entries[-1][0], _joined(before, key, "," if _touching(before, key) else ", "))
                continue
        entries.append((key, value))
    return entries


def two_or_one(one: Any, other: Any) -> bool:
    """Tell whether two entries of a list may be one number: [100,200]."""
    return _touching(one, other) and _THOUSANDS.match(str(other.value)) is not None


def _touching(one: Any, other: Any) -> bool:
    """Tell whether only a comma stands between two plain scalars, the first of which ends with a digit."""
    plain = all(node.id == "scalar" and node.style is None for node in (one, other))
    return plain and str(one.value)[-1:].isdigit() and other.start_mark.index == one.end_mark.index + 1


def _joined(one: Any, other: Any, between: str) -> Any:
    from ruamel.yaml.nodes import ScalarNode
    from ruamel.yaml.tag import Tag

    text = f"{one.value}{between}{other.value}"
    return ScalarNode(Tag(suffix="tag:yaml.org,2002:str"), text, one.start_mark, other.end_mark, style=None)
