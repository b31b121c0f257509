"""How much of a map is shown: the commonest ways that carry a share of all steps, never an activity without a way in and out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from bprkit.drawing.figures import count, counted, percent
from bprkit.drawing.process_map.tables import END, START, Tables, Way
from bprkit.errors import InputError
from bprkit.language import tell

MOST_WAYS = 160
"""More than this nobody can read, and Graphviz takes long to lay out."""


@dataclass(frozen=True)
class Shown:
    """The activities (by number) and ways of a map, and what is left out of it."""

    activities: tuple[int, ...]
    ways: tuple[Way, ...]
    left_out: tuple[str, ...]


def shown(tables: Tables, detail: float) -> Shown:
    """Return what a map of this detail shows.

    detail: from 0 (what connects the commonest activity) to 1 (everything, up to `MOST_WAYS` ways): the share of all
    steps that the ways shown carry, the commonest first. Each activity shown can be reached from the start and leads to
    the end: the ways for that are added. Raises InputError for a detail outside 0 to 1 and for a log without activities.
    """
    check_detail(detail)
    if not tables.doings:
        raise InputError(en="There are no activities to draw.", ja="描く処理がありません。")
    kept = commonest(tables.ways, detail)
    kept_ends = {way.ends for way in kept}
    by_ends = {way.ends: way for way in tables.ways}
    onward = widest_tree(tables.ways, START)
    backward = widest_tree([Way(way.target, way.source, way.count) for way in tables.ways], END)
    for number in sorted({end for way in kept for end in way.ends if end >= 0} or {0}):
        if number not in _reached(kept_ends, START):
            kept_ends |= set(_trail(onward, number))
        if number not in _reached({(target, source) for source, target in kept_ends}, END):
            kept_ends |= {(target, source) for source, target in _trail(backward, number)}
    ways = tuple(sorted((by_ends[ends] for ends in kept_ends), key=lambda way: (-way.count, way.ends)))
    activities = tuple(sorted({end for way in ways for end in way.ends if end >= 0} or {0}))
    return Shown(activities, ways, tuple(_left_out(tables, activities, ways)))


def check_detail(detail: float) -> None:
    """Raise InputError for a detail that is not from 0 to 1."""
    if not 0 <= detail <= 1:
        raise InputError(
            en=f"The detail of a map is a share from 0 to 1, not {detail}.",
            ja=f"マップの詳しさは0から1までの割合で指定します（指定：{detail}）。",
        )


def commonest(ways: Sequence[Way], detail: float) -> list[Way]:
    """Return the commonest ways that carry a share of all steps; ways: the commonest first."""
    wanted, carried = detail * sum(way.count for way in ways), 0
    kept = []
    for way in ways[:MOST_WAYS]:
        if carried >= wanted - 1e-9:
            break
        kept.append(way)
        carried += way.count
    return kept


def widest_tree(ways: Iterable[Way], root: int) -> Mapping[int, int]:
    """Return for each place what comes before it on the way from the root whose rarest step is the most frequent."""
    out: dict[int, list[Way]] = {}
    for way in ways:
        out.setdefault(way.source, []).append(way)
    before: dict[int, int] = {}
    heap: list[tuple[float, int, int, int]] = [(float("-inf"), 0, root, root)]
    while heap:
        width, steps, place, came_from = heappop(heap)
        if place in before:
            continue
        before[place] = came_from
        for way in out.get(place, ()):
            if way.target not in before:
                heappush(heap, (max(width, -way.count), steps + 1, way.target, place))
    return before


def _trail(tree: Mapping[int, int], place: int) -> list[tuple[int, int]]:
    steps = []
    while place in tree and tree[place] != place:
        steps.append((tree[place], place))
        place = tree[place]
    return steps


def _reached(steps: Iterable[tuple[int, int]], root: int) -> set[int]:
    out: dict[int, list[int]] = {}
    for source, target in steps:
        out.setdefault(source, []).append(target)
    found, waiting = {root}, [root]
    while waiting:
        for target in out.get(waiting.pop(), ()):
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found


def _left_out(tables: Tables, activities: Sequence[int], ways: Sequence[Way]) -> Iterable[str]:
    events, moves = sum(doing.count for doing in tables.doings), sum(way.count for way in tables.ways)
    rare = [doing.count for number, doing in enumerate(tables.doings) if number not in set(activities)]
    lost = moves - sum(way.count for way in ways)
    gone = len(tables.ways) - len(ways)
    if rare:
        yield tell(
            en=f"{len(rare)} of {counted(len(tables.doings), 'activity', 'activities')} left out "
            f"({counted(sum(rare), 'event')}, "
            f"{percent(sum(rare) / events)} of all).",
            ja=f"全{len(tables.doings)}処理のうち{len(rare)}処理（{count(sum(rare))}回、全体の"
            f"{percent(sum(rare) / events)}）は省いています。",
        )
    if gone:
        yield tell(
            en=f"{count(gone)} of {counted(len(tables.ways), 'path')} left out ({counted(lost, 'step')}, "
            f"{percent(lost / moves)} of all).",
            ja=f"全{count(len(tables.ways))}経路のうち{count(gone)}経路（{count(lost)}回、全体の"
            f"{percent(lost / moves)}）は省いています。",
        )
    if gone and len(ways) >= MOST_WAYS:
        yield tell(
            en=f"More than the {MOST_WAYS} commonest paths, and what connects them, nobody can read.",
            ja=f"読み取れる限度として、多い順に{MOST_WAYS}経路と、それらをつなぐ経路だけを示しています。",
        )
    if not rare and not gone:
        yield tell(en="All activities and paths are shown.", ja="すべての処理と経路を示しています。")
