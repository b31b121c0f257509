"""What a case passes for certain after a node, or has passed for certain before it, whatever ways it takes.

Marks are bits of a number. Where ways part exclusively a mark is certain if it is so on each of them; where they part in
parallel, on one. The same holds backwards, where ways come together. Loops are left some time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from bprkit.procedure.checks.ways import Ways


def certain_after(ways: Ways, marks: Mapping[str, int], every: int) -> dict[str, int]:
    """Return the marks that are passed from each node on, itself included, by every case that ends as done.

    marks: the bits of the nodes that have any. every: all bits. Ends of other outcomes do not matter.
    """
    certain = dict.fromkeys(ways.links, every)
    for id_, outcome in ways.outcomes.items():
        if outcome == "done":
            certain[id_] = marks.get(id_, 0)
    waiting = deque(ways.links)
    queued = set(waiting)
    while waiting:
        id_ = waiting.pop()
        queued.discard(id_)
        if not ways.links[id_]:
            continue
        onward = [certain[link.target] for link in ways.links[id_]]
        found = marks.get(id_, 0) | _together(onward, ways.splits[id_] == "parallel")
        if found != certain[id_]:
            certain[id_] = found
            for link in ways.back[id_]:
                if link.target not in queued:
                    queued.add(link.target)
                    waiting.append(link.target)
    return certain


def certain_before(ways: Ways, marks: Mapping[str, int], every: int) -> dict[str, int]:
    """Return the marks that every case has passed as it enters each node, the node itself not included."""
    entering = dict.fromkeys(ways.links, every)
    starts = set(ways.starts)
    waiting = deque(ways.links)
    queued = set(waiting)
    while waiting:
        id_ = waiting.popleft()
        queued.discard(id_)
        coming = [entering[link.target] | marks.get(link.target, 0) for link in ways.back[id_]]
        found = 0 if id_ in starts else _together(coming, id_ in ways.joins_all) if coming else every
        if found != entering[id_]:
            entering[id_] = found
            for link in ways.links[id_]:
                if link.target not in queued:
                    queued.add(link.target)
                    waiting.append(link.target)
    return entering


def _together(values: list[int], parallel: bool) -> int:
    found = values[0]
    for value in values[1:]:
        found = found | value if parallel else found & value
    return found
