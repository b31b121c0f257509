"""The main path, and which ways lead on and which go back."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from heapq import heappop, heappush

from bprkit.drawing.process_map.detail import widest_tree
from bprkit.drawing.process_map.tables import END, START, Way


def main_path(ways: Sequence[Way]) -> tuple[int, ...]:
    """Return the places from START to END on the path that most cases can take: no step of it could be more frequent.

    Among such paths it is the likeliest. Empty where the end cannot be reached.

    >>> main_path([Way(START, 0, 9), Way(0, 1, 8), Way(0, 2, 1), Way(2, 1, 1), Way(1, END, 9)])
    (-1, 0, 1, -2)
    """
    tree = widest_tree(ways, START)
    if END not in tree:
        return ()
    counts = {way.ends: way.count for way in ways}
    narrowest, place = math.inf, END
    while place != START:
        narrowest = min(narrowest, counts[tree[place], place])
        place = tree[place]
    leaving: dict[int, int] = {}
    out: dict[int, list[Way]] = {}
    for way in ways:
        leaving[way.source] = leaving.get(way.source, 0) + way.count
        if way.count >= narrowest:
            out.setdefault(way.source, []).append(way)
    done: set[int] = set()
    heap: list[tuple[float, tuple[int, ...]]] = [(0.0, (START,))]
    while heap:
        cost, path = heappop(heap)
        if path[-1] == END:
            return path
        if path[-1] in done:
            continue
        done.add(path[-1])
        for way in out.get(path[-1], ()):
            heappush(heap, (cost - math.log(way.count / leaving[way.source]), (*path, way.target)))
    return ()


def going_back(ways: Sequence[Way], main: Sequence[int]) -> frozenset[tuple[int, int]]:
    """Return the ways that go back: a way leads on unless it closes a circle with the main path and commoner ways.

    >>> sorted(going_back([Way(0, 1, 9), Way(1, 2, 8), Way(2, 0, 3)], ()))
    [(2, 0)]
    """
    onward: dict[int, set[int]] = {}
    for one, other in itertools.pairwise(main):
        onward.setdefault(one, set()).add(other)
    back = set()
    for way in sorted(ways, key=lambda way: (-way.count, way.ends)):
        if way.source == way.target or way.target in onward.get(way.source, ()):
            continue
        if _leads(onward, way.target, way.source):
            back.add(way.ends)
        else:
            onward.setdefault(way.source, set()).add(way.target)
    return frozenset(back)


def _leads(onward: dict[int, set[int]], start: int, goal: int) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        place = waiting.pop()
        if place == goal:
            return True
        for target in onward.get(place, ()):
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return False
