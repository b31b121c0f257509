"""What a log mines to, in a form that two logs can be compared by."""

from __future__ import annotations

from typing import Any

import pytest

import bprkit


def figures(log: bprkit.EventLog) -> dict[str, Any]:
    """Return the overview, the transitions, the variants and the ends of a log; not in how many rows its file had it."""
    found = bprkit.variants(log)
    return {
        "overview": {key: value for key, value in bprkit.overview(log).items() if key != "rows"},
        "transitions": rows(bprkit.transitions(log)),
        "sequences": [list(sequence) for sequence in found.activities],
        "variants": rows(found.drop(columns="activities")),
        "start_activities": rows(bprkit.start_activities(log)),
        "end_activities": rows(bprkit.end_activities(log)),
    }


def rows(frame: Any) -> list[dict[str, Any]]:
    """Return a table as rows, missing values as None."""
    return [
        {key: None if value != value else value for key, value in row.items()}
        for row in frame.to_dict("records")
    ]


def same(found: Any, expected: Any) -> bool:
    """Tell whether two results are equal, floats to twelve digits: sums depend on the order of adding."""
    if isinstance(expected, dict):
        return found.keys() == expected.keys() and all(same(found[key], expected[key]) for key in expected)
    if isinstance(expected, list):
        return len(found) == len(expected) and all(map(same, found, expected))
    if isinstance(expected, float):
        return bool(found == pytest.approx(expected, rel=1e-12, abs=1e-9))
    return bool(found == expected)
