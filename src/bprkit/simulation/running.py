"""One run, or many at once: memory for the compiled loop, and more of it when it asks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np

from bprkit.errors import InputError
from bprkit.simulation import heap, kernel
from bprkit.simulation import program as code
from bprkit.simulation.cases import BINS
from bprkit.simulation.compiling import Compiled
from bprkit.simulation.hours import DAY, FOREVER, Hours
from bprkit.simulation.under_way import days_seen

_MOST_ROOM = 1 << 22
_STACK = 4096


@dataclass
class Room:
    """How many cases under way there is memory for: what sufficed for the last run, at first a guess."""

    cases: int = 1024
    events: int = 4096
    logged: int = 1 << 16


@dataclass(frozen=True)
class Setting:
    """What all replications of a simulation share; moments in seconds from the origin.

    Cases that come from `warm_up` until `until` count, or the first so many; `window` is how long that takes on average.
    """

    compiled: Compiled
    hours: Hours
    seed: int
    discipline: int
    warm_up: float
    until: float
    window: float
    room: Room = field(default_factory=Room)


@dataclass(frozen=True)
class Outcome:
    """What one run added up, its log if asked for, how many tasks were done in all, the most cases at once, and by day how
    many cases of each procedure were under way."""

    tally: code.Tally
    log: code.Records
    tasks: int
    most_in_flight: int
    days: tuple[code.Records, ...]


def seed_of(seed: int, replication: int) -> np.uint64:
    """Return the seed of a replication: the same for every procedure, so that they draw the same luck."""
    name = (
        f"{seed}/{replication}".encode()
    )  # hashed, as neighbouring seeds would give the same cases in another order
    return np.uint64(int.from_bytes(blake2b(name, digest_size=8).digest()))


def run_once(setting: Setting, replication: int, *, log: bool = False) -> Outcome:
    """Run one replication, with more room whenever it does not suffice.

    Raises InputError for a case that goes round for ever, or waits in vain at a join.
    """
    room = setting.room
    while True:
        cases, events, logged = room.cases, room.events, room.logged if log else 0
        state = _state(setting, cases, events)
        tally, written = _tally(setting.compiled), np.zeros(logged, dtype=code.LOGGED)
        went = kernel.run(
            setting.compiled.program,
            setting.compiled.stream_spells,
            setting.hours,
            state,
            tally,
            written,
            seed_of(setting.seed, replication),
            setting.discipline,
            setting.warm_up,
            setting.until,
        )
        counters = state.counters
        if went == kernel.DONE_WELL:
            return Outcome(
                tally,
                written[: counters[heap.LOGGED]],
                int(counters[heap.TASKS]),
                int(counters[heap.MOST_IN_FLIGHT]),
                days_seen(setting, state),
            )
        if went == kernel.LOG_FULL:
            room.logged = logged * 4
        elif went == kernel.TOO_MANY:
            _refuse_flood(setting, events)
            if counters[heap.FREE_SLOTS] == 0:
                room.cases = max(room.cases, cases * 4)
            room.events = max(room.events, events * 4)
        else:
            _refuse(setting, went, state)


def run_many(setting: Setting, replications: range) -> Iterator[Outcome]:
    """Run replications side by side, a thread a core: the loop needs no interpreter."""
    with ThreadPoolExecutor(max_workers=cores()) as threads:
        yield from threads.map(lambda number: run_once(setting, number), replications)


def was_compiled() -> bool:
    """Tell whether this process had to compile the loop, and kept it for the next."""
    return bool(kernel.run.stats.cache_misses)  # type: ignore[attr-defined]  # numba's


def cores() -> int:
    """Return how many threads can run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _refuse_flood(setting: Setting, events: int) -> None:
    if events >= _MOST_ROOM:
        title = setting.compiled.procedures[0].title
        raise InputError(
            en=f"{title}: ever more cases are under way at once (above {events // 4:,}). Look at its loops and its volume.",
            ja=f"{title}：進行中の案件が増え続けます（{events // 4:,}件超）。繰り返しの経路と件数を確認してください。",
        )


def _refuse(setting: Setting, went: int, state: code.State) -> None:
    nodes = setting.compiled.nodes
    if went == kernel.FOR_EVER:
        node = nodes[int(state.counters[heap.ENDLESS]) - 1]
        name = str(node.title) or node.id
        raise InputError(
            en=f"A case comes back to '{name}' for ever: the loop never ends. Give its way out a share, or a condition that "
            "can hold.",
            ja=f"「{name}」に案件が戻り続け、繰り返しが終わりません。抜ける経路の割合か条件を直してください。",
        )
    rows = setting.compiled.program.nodes
    waiting = set(np.flatnonzero(state.joins["seen"].any(axis=0)).tolist())
    names = [
        str(node.title) or node.id
        for node, row in zip(nodes, rows, strict=True)
        if int(row["join"]) in waiting
    ]
    raise InputError(
        en=f"Cases wait in vain at {', '.join(names) or 'a join'}: not every way into it is taken. Run `bprkit check`.",
        ja=f"{'、'.join(names) or '合流'} で案件が待ち続けます。合流に来ない経路があります。bprkit check で確認してください。",
    )


def _state(setting: Setting, cases: int, events: int) -> code.State:
    compiled, program = setting.compiled, setting.compiled.program
    kept = np.zeros(events, dtype=code.KEPT)
    kept["next"] = np.arange(1, events + 1)
    kept["next"][-1] = -1
    counters = np.zeros(heap.COUNTERS, dtype=np.int64)
    counters[heap.FREE_SLOTS] = cases
    counters[heap.WINDOWS] = len(program.starts)
    queues = np.zeros(len(program.groups), dtype=code.QUEUE)
    queues["head"], queues["wakes"], queues["asked"] = -1, -1.0, -1.0
    streams = np.zeros(len(program.starts), dtype=code.STREAM)
    streams["spell"] = program.starts["first_spell"]
    return code.State(
        heap=np.zeros(events, dtype=code.EVENT),
        free=np.arange(cases)[::-1].copy(),
        slots=np.zeros(cases, dtype=code.SLOT),
        attributes=np.zeros((cases, max(1, len(program.attributes)))),
        dues=np.full((cases, len(program.due_days)), FOREVER),
        joins=np.zeros((cases, compiled.join_count), dtype=code.JOIN),
        visits=np.zeros((cases, len(program.nodes)), dtype=np.int32),
        busy_until=np.zeros(int(program.groups["end"][-1])),
        kept=kept,
        batches=np.zeros(compiled.batch_count, dtype=code.BATCH),
        queues=queues,
        streams=streams,
        days=np.zeros((len(program.starts), int(setting.until // DAY) + 1), dtype=code.DAY_FLOW),
        stack=np.zeros(events + _STACK + len(program.flows), dtype=code.TO_DO),
        counters=counters,
    )


def _tally(compiled: Compiled) -> code.Tally:
    program = compiled.program
    procedures = len(program.starts)
    return code.Tally(
        nodes=np.zeros(len(program.nodes), dtype=code.NODE_TALLY),
        groups=np.zeros(len(program.groups), dtype=code.GROUP_TALLY),
        roles=np.zeros(len(program.roles), dtype=code.ROLE_TALLY),
        cases=np.zeros(procedures, dtype=code.CASE_TALLY),
        dues=np.zeros(len(program.due_days), dtype=code.DUE_TALLY),
        lead_clock=np.zeros((procedures, BINS), dtype=np.int64),
        lead_work=np.zeros((procedures, BINS), dtype=np.int64),
    )
