"""Steps that a tool put before and after every case: Start and End, 開始 and 終了."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from bprkit.log.columns.headers import pseudo_key, vocabulary

_MOSTLY = 0.95  # ties and cases cut off at the edge of an export leave a few apart


def pseudo_candidates(names: Iterable[str]) -> tuple[str, ...]:
    """Return the activities whose names a tool might have given to the ends of a case.

    >>> pseudo_candidates(["Start", "Check invoice", "END", "開始", "開始届受理"])
    ('Start', 'END', '開始')
    """
    return tuple(name for name in names if pseudo_side(name) is not None)


def pseudo_side(name: str) -> Literal["start", "end"] | None:
    """Return at which end of a case an activity of this name would stand.

    >>> pseudo_side("[Start]"), pseudo_side("■"), pseudo_side("決裁")
    ('start', 'end', None)
    """
    return vocabulary().pseudo.get(pseudo_key(name))


def is_pseudo(
    name: str,
    *,
    instances: int,
    cases: int,
    at_edge: int,
    all_cases: int,
    unattended: int | None = None,
    at_neighbour: int | None = None,
) -> bool:
    """Tell whether an activity was made by a tool and is no work.

    A city hall may well record 開始 and 終了 as work. So the name alone is not enough: it must stand once in
    almost every case, at its very end, and be nobody's work or have no moment of its own.

    Parameters
    ----------
    instances: rows of this activity; cases: cases that have it; all_cases: cases of the log.
    at_edge: instances that come first in their case (for a start) or last (for an end), ties included.
    unattended: instances whose resource is missing or equals the activity's name; None if the log has no
        resources.
    at_neighbour: instances at the same moment as the next step's start (for a start) or the completion of the
        step before (for an end); None if not counted. Decides only where the log has no resources.

    Examples
    --------
    >>> is_pseudo("Start", instances=954, cases=954, at_edge=954, all_cases=954, unattended=954)
    True
    >>> is_pseudo("開始", instances=954, cases=954, at_edge=954, all_cases=954, unattended=12)
    False
    """
    if pseudo_side(name) is None or cases == 0 or instances != cases:
        return False
    if at_edge < _MOSTLY * instances or cases < _MOSTLY * all_cases:
        return False
    if unattended is not None:
        return unattended >= _MOSTLY * instances
    return at_neighbour is not None and at_neighbour >= _MOSTLY * instances
