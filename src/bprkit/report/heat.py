"""What a log says of a procedure's steps, found by the names under which logs record them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bprkit.drawing.figures import DAY, Clock, count
from bprkit.drawing.heat import Heat, Observed
from bprkit.errors import InputError
from bprkit.language import tell
from bprkit.procedure.log_names import RECORDED, names_by_rank, same
from bprkit.procedure.model import End, Node, Procedure, Start, SubProcess, Task, walk

if TYPE_CHECKING:
    from bprkit.log.eventlog import EventLog

_MOST_NAMED = 8


@dataclass(frozen=True)
class _Way:
    """How an activity is reached: how often it is done, and the seconds of all ways to it that are timed."""

    done: int
    timed: int
    seconds: float
    whole: bool


def heat_of(log: EventLog, procedure: Procedure) -> Heat:
    """Return how often each step of a procedure was done in a log, and how much time it took.

    A step is found by `recorded_as`, by its titles in both languages, or by its id, and so are events; where a name fits
    several steps, those are meant that the log has under no surer name. Names that several steps still have, activities of
    the log that no step has, and steps that the log has not are told in the notes. Times are working time where the log has
    a calendar. Raises InputError if the log has none of the steps.
    """
    day = log.calendar.working_day_seconds or None
    ways = _ways(log, working=day is not None)
    steps_of = steps_by_name(procedure, ways)
    known = {name: way for name, way in ways.items() if name in steps_of}
    if not known:
        raise InputError(
            en=f"The log records none of the steps of {procedure.id}: it has {_listed(ways)}. Write the log's names into "
            "the steps (recorded_as: [...]).",
            ja=f"{procedure.id} の工程がログに見つかりません。ログの処理名は {_listed(ways)} です。"
            "各工程の recorded_as にログの処理名を書いてください。",
        )
    total = sum(way.seconds for way in known.values())
    by_step: dict[str, list[_Way]] = {}
    for name, way in known.items():
        for step in steps_of[name]:
            by_step.setdefault(step, []).append(way)
    observed = {step: _observed(found, total) for step, found in by_step.items()}
    clock = Clock(day, working=True) if day is not None else Clock(DAY)
    observed |= {node.id: found for node in walk(procedure.nodes) if (found := _folded(node, observed))}
    return Heat(observed, clock, (*_partly(procedure, observed), *_notes(ways, steps_of)))


def _ways(log: EventLog, *, working: bool) -> Mapping[str, _Way]:
    """Return how each activity of a log is reached, the most frequent first."""
    from bprkit.mining.activities import activities
    from bprkit.mining.transitions import transitions

    column = "working_seconds_total" if working else "clock_seconds_total"
    times: dict[str, tuple[int, float, bool]] = {}
    for row in transitions(log).to_dict("records"):
        timed, seconds, whole = times.get(row["target"], (0, 0.0, False))
        more = row[column]
        if more == more:  # a number
            timed, seconds = timed + int(row["count"]), seconds + float(more)
        times[row["target"]] = timed, seconds, whole or row["measure"] == "sojourn"
    found = {}
    for row in activities(log).to_dict("records"):
        timed, seconds, whole = times.get(row["activity"], (0, 0.0, False))
        found[str(row["activity"])] = _Way(int(row["instances"]), timed, seconds, whole)
    return found


def steps_by_name(procedure: Procedure, recorded: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the ids of the steps that each name of a log means, the surest names first."""
    inner = {node.id for part in procedure.nodes if isinstance(part, SubProcess) for node in walk(part.nodes)}
    nodes = [
        node
        for node in walk(procedure.nodes)
        if isinstance(node, RECORDED) and not (node.id in inner and isinstance(node, Start | End))
    ]
    ranked = {node.id: names_by_rank(node) for node in nodes}
    left = {name: same(name) for name in recorded}
    steps_of: dict[str, tuple[str, ...]] = {}
    found: set[str] = set()
    for rank in range(len(ranked[nodes[0].id]) if nodes else 0):
        meant = {
            name: [step for step, names in ranked.items() if plain in names[rank]]
            for name, plain in left.items()
        }
        for name, steps in sorted(meant.items(), key=lambda item: len(item[1])):
            if steps:
                steps_of[name] = tuple([step for step in steps if step not in found] or steps)
                del left[name]
                if len(steps_of[name]) == 1:
                    found.update(steps_of[name])
        found.update(step for steps in steps_of.values() for step in steps)
    return steps_of


def _observed(ways: Iterable[_Way], total: float) -> Observed:
    found = list(ways)
    timed, seconds = sum(way.timed for way in found), sum(way.seconds for way in found)
    return Observed(
        sum(way.done for way in found),
        seconds / timed if timed else None,
        seconds / total if total else 0.0,
        any(way.whole for way in found if way.timed),
    )


def _folded(node: Node, observed: Mapping[str, Observed]) -> Observed | None:
    """Return what a sub-process shows while it is folded: the share of the steps in it."""
    if not isinstance(node, SubProcess):
        return None
    inside = [observed[each.id] for each in walk(node.nodes) if each.id in observed]
    return (
        Observed(max(each.count for each in inside), share=sum(each.share for each in inside))
        if inside
        else None
    )


def _partly(procedure: Procedure, observed: Mapping[str, Observed]) -> Iterable[str]:
    """Yield a sentence that tells that shares are over some of the steps, where the log has not all."""
    missing = [task for task in procedure.tasks if task.id not in observed]
    if missing:
        every = len(procedure.tasks)
        there = every - len(missing)
        yield tell(
            en=f"The log has {there} of the {every} steps, and shares are over what it has. Not in it: {_titles(missing)}.",
            ja=f"ログにあるのは{every}工程のうち{there}工程で、割合はログにあるものに占める値です。"
            f"ログにない工程：{_titles(missing)}。",
        )


def _titles(nodes: list[Task]) -> str:
    named = [str(node.title) or node.id for node in nodes[:_MOST_NAMED]]
    return tell(en=", ", ja="、").join([*named, *_more(len(nodes) - len(named))])


def _more(left_out: int) -> Iterable[str]:
    if left_out > 0:
        yield tell(en=f"{left_out} more", ja=f"ほか{left_out}種")


def _notes(ways: Mapping[str, _Way], steps_of: Mapping[str, tuple[str, ...]]) -> Iterable[str]:
    shared = [name for name in ways if len(steps_of.get(name, ())) > 1]
    if shared:
        listed = tell(en=", ", ja="、").join(shared)
        yield tell(
            en=f"Recorded under one name for several steps, each of which shows the figures of all: {listed}.",
            ja=f"複数の工程が同じ処理名で記録されているため、それぞれに全体の値を示しています：{listed}。",
        )
    unknown = {name: way for name, way in ways.items() if name not in steps_of}
    if unknown:
        yield tell(
            en=f"In the log, but no step of the drawing: {_listed(unknown)}.",
            ja=f"ログにあり、図の工程にない処理：{_listed(unknown)}。",
        )


def _listed(ways: Mapping[str, _Way]) -> str:
    named = [f"{name} ({count(way.done)})" for name, way in ways.items()][:_MOST_NAMED]
    return tell(en=", ", ja="、").join([*named, *_more(len(ways) - len(named))])
