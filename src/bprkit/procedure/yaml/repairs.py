"""Take out of a file what is out of shape, so that the rest of it can be checked in the same run."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from bprkit.procedure.yaml.reading import Path, at
from bprkit.procedure.yaml.steps import UNREADABLE


def without(data: dict[str, Any], faults: Iterable[Path]) -> dict[str, Any]:
    """Return the data without what stands there; items of lists are replaced, so that the others keep their places."""
    mended = copy.deepcopy(data)
    for path in sorted(faults, key=len, reverse=True):
        _take_out(mended, path)
    return mended


def _take_out(data: dict[str, Any], path: Path) -> None:
    from bprkit.procedure.yaml.shapes import KINDS

    if not path or path == ("steps",):
        data["steps"] = []
        return
    holder, last = at(data, path[:-1]), path[-1]
    if isinstance(holder, dict):
        if last in KINDS and last in holder and path[-3:-2] == ("steps",):
            holder[str(last)] = [{"steps": []}] if last == "parallel" else None  # a step stays of its kind
        else:
            holder.pop(str(last), None)
    elif isinstance(holder, list) and isinstance(last, int) and last < len(holder):
        instead = _in_place_of(holder[last], path[-2], last)
        if instead is None:
            _take_out(data, path[:-1])
        else:
            holder[last] = instead


def _in_place_of(item: Any, kind: Any, place: int) -> dict[str, Any] | None:
    lost = f"{UNREADABLE}{place}"
    id_ = item["id"] if isinstance(item, dict) and isinstance(item.get("id"), str) and item["id"] else None
    return {
        "steps": {"task": None, **({"id": id_} if id_ else {})},
        "next": {"to": lost},
        "flows": {"from": lost, "to": lost},
        "roles": {"id": id_ or lost},
        "branches": {},
        "parallel": {"steps": []},
        "needs": {"kind": "rule", "title": None},
        "loses": {"role": lost, "step": lost},
    }.get(str(kind))
