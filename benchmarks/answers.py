"""The line that each tool prints at the end of its run, and whether two of them say the same.

Only the standard library here: the driver that imports this must stay small, for a child's peak memory
begins with its parent's.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

MARK = "benchmark answers: "


def summarise(
    transitions: Mapping[tuple[str, str], tuple[int, float]],
    variants: Sequence[int],
    cases: int,
    case_seconds: float,
) -> dict[str, Any]:
    """Reduce results to checkable figures.

    `transitions` holds a count and mean seconds a pair, `variants` the number of cases of each.
    """
    most = max(transitions, key=lambda pair: (transitions[pair][0], pair))
    return {
        "transitions": len(transitions),
        "transition_count": sum(count for count, _ in transitions.values()),
        "transition_seconds": math.fsum(count * mean for count, mean in transitions.values()),
        "most_frequent": list(most),
        "most_frequent_count": transitions[most][0],
        "most_frequent_mean_seconds": transitions[most][1],
        "cases": cases,
        "case_seconds": case_seconds,
        "variants": len(variants),
        "cases_of_variants": sum(variants),
        "largest_variant": max(variants),
    }


def tell(answers: Mapping[str, Any]) -> None:
    """Print the answers as the one line that `read` finds."""
    print(MARK + json.dumps(answers, ensure_ascii=False), flush=True)


def read(output: str) -> dict[str, Any]:
    """Find the line among what a tool printed."""
    for line in output.splitlines():
        if line.startswith(MARK):
            answers: dict[str, Any] = json.loads(line.removeprefix(MARK))
            return answers
    raise ValueError("the tool printed no answers:\n" + output[-2_000:])


def differences(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """List the figures in which two tools differ; seconds may differ by rounding (one part in a million)."""
    unequal = []
    for key in sorted(set(one) | set(other)):
        a, b = one.get(key), other.get(key)
        seconds = key.endswith("seconds") and a is not None and b is not None
        if not (math.isclose(a, b, rel_tol=1e-6) if seconds else a == b):
            unequal.append(f"{key}: {a} / {b}")
    return unequal
