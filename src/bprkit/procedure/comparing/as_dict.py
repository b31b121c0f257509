"""A comparison as plain values for JSON: codes and numbers as they are, texts in the language in use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from bprkit.procedure.code_words import said
from bprkit.procedure.comparing.changes import Change
from bprkit.procedure.comparing.course import Guard, Step, name_of
from bprkit.procedure.comparing.expectations import Average
from bprkit.procedure.comparing.matching import Match
from bprkit.procedure.comparing.totals import RoleTotals
from bprkit.procedure.comparing.words import KINDS, change_text
from bprkit.procedure.model import Role, Title

if TYPE_CHECKING:
    from bprkit.procedure.comparing.comparison import Comparison, Difference


def comparison_as_dict(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as nested dicts and lists of plain values."""
    states = zip(comparison.procedures, comparison.totals, strict=True)
    return {
        "states": [
            {
                "id": procedure.id,
                "title": plain(procedure.title),
                "state": procedure.state,
                "totals": plain(totals),
            }
            for procedure, totals in states
        ],
        "differences": [_difference(difference) for difference in comparison.differences],
        "needs": [plain(need) for need in comparison.needs],
        "loses": [plain(loss) for loss in comparison.loses],
        "unlisted": [plain(step) for step in comparison.unlisted],
    }


def _difference(difference: Difference) -> dict[str, Any]:
    return {
        "earlier": difference.earlier,
        "later": difference.later,
        "matches": [_match(match) for match in difference.matches],
        "changes": [_change(change) for change in difference.changes],
        "circumstances": [plain(each) for each in difference.circumstances],
    }


def _match(match: Match) -> dict[str, Any]:
    return {
        "before": [step.id for step in match.before],
        "after": [step.id for step in match.after],
        "confidence": match.confidence,
        "by": match.by,
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "kind_text": said(KINDS[change.kind]),
        "before": [plain(step) for step in change.before],
        "after": [plain(step) for step in change.after],
        "aspect": change.aspect,
        "was": plain(change.was),
        "becomes": plain(change.becomes),
        "text": change_text(change),
        "confidence": change.confidence,
    }


def plain(value: Any) -> Any:
    """Return a value of the model as plain values; steps and roles as their id and title."""
    match value:
        case Step():
            return {"id": value.id, "title": plain(value.title), "role": plain(value.role)}
        case Role():
            return {"id": value.id, "title": plain(value.title) if value.title else name_of(value)}
        case Title():
            return value.ja if value.en is None else {"ja": value.ja, "en": value.en}
        case Average():
            why_not = None if value.why_not is None else str(value.why_not)
            expected = None if value.expected is None else plain(value.expected.to_dict())
            return {"expected": expected, "why_not": why_not}
        case Guard():
            return {"kind": value.kind, "value": value.value}
        case RoleTotals():
            own = {field.name: plain(getattr(value, field.name)) for field in fields(value)}
            return own | {"role": plain(value.role)}
        case dt.date() | dt.time():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(each) for key, each in value.items()}
        case tuple() | list():
            return [plain(each) for each in value]
        case frozenset() | set():
            return sorted(map(plain, value), key=str)
    if is_dataclass(value) and not isinstance(value, type):
        named = {"distribution": type(value).__name__} if hasattr(value, "quantile") else {}
        return named | {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return value
