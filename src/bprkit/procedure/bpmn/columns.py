"""The column of each step: the longest way to it from where the procedure begins, ways back left aside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence


def columns_of(nodes: Sequence[str], ways: Sequence[tuple[str, str]]) -> Mapping[str, int]:
    """Return the column of each node, from 0.

    >>> columns_of(["a", "b", "c"], [("a", "b"), ("b", "c"), ("a", "c"), ("c", "b")])
    {'a': 0, 'b': 1, 'c': 2}
    """
    following: dict[str, list[str]] = defaultdict(list)
    known = set(nodes)
    for source, target in ways:
        if source in known and target in known:
            following[source].append(target)
    reached = {target for targets in following.values() for target in targets}
    starts = [node for node in nodes if node not in reached]
    columns = dict.fromkeys(nodes, 0)
    order, back = _finished([*starts, *nodes], following)
    for node in reversed(order):
        for target in following[node]:
            if (node, target) not in back:
                columns[target] = max(columns[target], columns[node] + 1)
    return columns


def _finished(
    starts: Sequence[str], following: Mapping[str, Sequence[str]]
) -> tuple[list[str], set[tuple[str, str]]]:
    """Search depth first, without recursion; return the nodes in the order of leaving them, and the ways back."""
    order: list[str] = []
    back: set[tuple[str, str]] = set()
    open_: set[str] = set()
    seen: set[str] = set()
    for start in starts:
        if start in seen:
            continue
        seen.add(start)
        open_.add(start)
        path = [(start, iter(following[start]))]
        while path:
            node, ahead = path[-1]
            for target in ahead:
                if target in open_:
                    back.add((node, target))
                elif target not in seen:
                    seen.add(target)
                    open_.add(target)
                    path.append((target, iter(following[target])))
                    break
            else:
                path.pop()
                open_.discard(node)
                order.append(node)
    return order, back
