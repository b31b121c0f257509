"""What a log says of a procedure's steps, found by the names under which logs record them (`recorded_as`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bprkit.drawing.figures import DAY, Clock, count
from bprkit.drawing.heat import Heat, Observed
from bprkit.errors import InputError
from bprkit.language import tell
from bprkit.procedure.model import Procedure, Task, walk

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

    A step is found by `recorded_as`, else by its title or its id. Names that several steps have, and activities of the
    log that no step has, are told in the notes. Times are working time where the log has a calendar. Raises InputError
    if the log has none of the steps.
    """
    day = log.calendar.working_day_seconds or None
    ways = _ways(log, working=day is not None)
    steps_of = _steps_by_name(procedure)
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
    return Heat(observed, clock, tuple(_notes(ways, steps_of)))


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


def _steps_by_name(procedure: Procedure) -> Mapping[str, tuple[str, ...]]:
    """Return the ids of the steps that are recorded under each name."""
    found: dict[str, dict[str, None]] = {}
    for node in walk(procedure.nodes):
        if isinstance(node, Task):
            names = node.recorded_as or (node.title.ja, node.title.en, node.id)
            for name in names:
                if name:
                    found.setdefault(name, {})[node.id] = None
    return {name: tuple(steps) for name, steps in found.items()}


def _observed(ways: Iterable[_Way], total: float) -> Observed:
    found = list(ways)
    timed, seconds = sum(way.timed for way in found), sum(way.seconds for way in found)
    return Observed(
        sum(way.done for way in found),
        seconds / timed if timed else None,
        seconds / total if total else 0.0,
        any(way.whole for way in found if way.timed),
    )


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
    more = len(ways) - len(named)
    if more > 0:
        named.append(tell(en=f"{more} more", ja=f"ほか{more}種"))
    return tell(en=", ", ja="、").join(named)
