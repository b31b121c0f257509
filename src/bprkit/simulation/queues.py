"""Queues that are not first come, first served: kept in the order of service, and worked off as people are there.

Lists are searched from the front: they are as long as a desk is full.
"""

from __future__ import annotations

import numpy as np

from bprkit.simulation.batches import give_back, keep
from bprkit.simulation.heap import WAKE, schedule
from bprkit.simulation.hours import DAY, FOREVER, open_from
from bprkit.simulation.machine import inlined, machine_code
from bprkit.simulation.program import EARLIEST_DUE, NO_ROLE, Records
from bprkit.simulation.working import acting_group, is_away

NOBODY_FREE = -1


@inlined
def rank_of(slots: Records, dues: Records, discipline: int, slot: int) -> float:
    """Return what a token is served by, the lowest first: when its case came in, or its first deadline."""
    arrival = slots[slot].arrival
    if discipline != EARLIEST_DUE:
        return float(arrival)
    first = FOREVER
    for due in range(dues.shape[1]):
        first = min(first, dues[slot, due])
    return float(first if first < FOREVER else FOREVER / 2 + arrival * 1e6)


@machine_code
def line_up(
    kept: Records, queues: Records, counters: Records, group: int, load: int, time: float, rank: float
) -> None:
    """Put a token into the queue of a group, behind all of the same rank."""
    at = keep(kept, counters, load, time, rank)
    queue = queues[group]
    before = queue.head
    if before < 0 or rank < kept[before].key:
        kept[at].next = before
        queue.head = at
        return
    while kept[before].next >= 0 and kept[kept[before].next].key <= rank:
        before = kept[before].next
    kept[at].next = kept[before].next
    kept[before].next = at


@machine_code
def next_served(
    roles: Records,
    groups: Records,
    spells: Records,
    at_day: Records,
    heap: Records,
    slots: Records,
    kept: Records,
    queues: Records,
    busy_until: Records,
    counters: Records,
    seed: np.uint64,
    group: int,
    now: float,
) -> int:
    """Return who takes up the first in a queue now, or −1; if it is closed or someone is away, the queue wakes later.

    If no holder is there today, the first moves to the deputy's queue: −2 − that group is returned.
    """
    holders, queue = groups[group], queues[group]
    if queue.head < 0:
        return NOBODY_FREE
    role = roles[holders.role]
    opening = open_from(spells, at_day, role.calendar, now)
    if opening == now:
        someone_away = False
        for server in range(holders.first, holders.end):
            if busy_until[server] <= now:
                if not is_away(roles, groups, seed, group, server, now):
                    return int(server)
                someone_away = True
        first = kept[queue.head]
        section = slots[first.load >> 32].section
        acting = acting_group(roles, groups, spells, at_day, seed, group, section, now)
        if acting != group:
            at = queue.head
            queue.head = first.next
            load, time, rank = first.load, first.time, first.key
            give_back(kept, counters, at)
            line_up(kept, queues, counters, acting, load, time, rank)
            return NOBODY_FREE - 1 - acting
        if not someone_away:
            return NOBODY_FREE
        opening = open_from(spells, at_day, role.calendar, (now // DAY + 1.0) * DAY)
    if not now < queue.wakes <= opening:
        queue.wakes = opening
        schedule(heap, counters, opening, group, 0, WAKE, NO_ROLE)
    return NOBODY_FREE
