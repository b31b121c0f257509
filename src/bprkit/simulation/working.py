"""Who does a task, and when it will be done."""

from __future__ import annotations

import numpy as np

from bprkit.simulation.heap import DONE, LOGGED, TASKS, schedule
from bprkit.simulation.hours import DAY, FOREVER, after_work, open_from, work_until
from bprkit.simulation.machine import inlined, machine_code
from bprkit.simulation.program import NO_ROLE, Records
from bprkit.simulation.randomness import drawn, luck_of, uniform

_ABSENCE_KEY = np.uint64(0x41425345)


@machine_code
def is_away(roles: Records, groups: Records, seed: np.uint64, group: int, server: int, time: float) -> bool:
    """Tell whether a holder of a role is away on a day."""
    holders = groups[group]
    share = roles[holders.role].absence
    if share <= 0.0:
        return False
    luck = luck_of(seed ^ _ABSENCE_KEY, int(time // DAY))
    return bool(uniform(luck, holders.key, server - holders.first) < share)


@inlined
def group_of(roles: Records, role: int, section: int) -> int:
    """Return the group that serves a section."""
    row = roles[role]
    return int(row.first_group + (0 if row.pooled else section))


@inlined
def first_free(groups: Records, queues: Records, busy_until: Records, group: int, now: float) -> int:
    """Return a holder who is free, in turn, so that all have their share, or else the one who will be free first."""
    first, end, queue = groups[group].first, groups[group].end, queues[group]
    server = first + queue.turn
    best, earliest = server, busy_until[server]
    while earliest > now:
        server += 1
        if server == end:
            server = first
        if server == first + queue.turn:
            break
        if busy_until[server] < earliest:
            best, earliest = server, busy_until[server]
    queue.turn = best + 1 - first if best + 1 < end else 0
    return int(best)


@machine_code
def present_from(
    roles: Records,
    groups: Records,
    spells: Records,
    at_day: Records,
    seed: np.uint64,
    group: int,
    server: int,
    time: float,
) -> float:
    """Return when a holder is there: in office hours, on a day on which he or she is not away."""
    calendar = roles[groups[group].role].calendar
    at = open_from(spells, at_day, calendar, time)
    while is_away(roles, groups, seed, group, server, at):
        at = open_from(spells, at_day, calendar, (at // DAY + 1.0) * DAY)
    return at


@machine_code
def first_present(
    roles: Records,
    groups: Records,
    busy_until: Records,
    spells: Records,
    at_day: Records,
    seed: np.uint64,
    group: int,
    now: float,
) -> int:
    """Return the holder who can begin first, days away and all."""
    first, end = groups[group].first, groups[group].end
    best, earliest = first, FOREVER
    for server in range(first, end):
        free = max(now, busy_until[server])
        begun = present_from(roles, groups, spells, at_day, seed, group, server, free)
        if begun < earliest:
            best, earliest = server, begun
    return int(best)


@machine_code
def some_present(roles: Records, groups: Records, seed: np.uint64, group: int, time: float) -> bool:
    """Tell whether any holder of a role, busy or not, is there on a day."""
    for server in range(groups[group].first, groups[group].end):  # noqa: SIM110, numba knows no generators
        if not is_away(roles, groups, seed, group, server, time):
            return True
    return False


@machine_code
def after_shifts(
    roles: Records,
    groups: Records,
    spells: Records,
    at_day: Records,
    seed: np.uint64,
    group: int,
    server: int,
    time: float,
    seconds: float,
) -> float:
    """Return when a holder who is away on some days will have worked so long: it stays on the desk until he is back."""
    calendar = roles[groups[group].role].calendar
    while True:
        at = present_from(roles, groups, spells, at_day, seed, group, server, time)
        midnight = (at // DAY + 1.0) * DAY
        today = work_until(spells, at_day, calendar, midnight) - work_until(spells, at_day, calendar, at)
        if seconds <= today:
            return after_work(spells, at_day, calendar, at, seconds)
        seconds -= today
        time = midnight


@machine_code
def acting_group(
    roles: Records,
    groups: Records,
    spells: Records,
    at_day: Records,
    seed: np.uint64,
    group: int,
    section: int,
    free: float,
) -> int:
    """Return the group that acts on the day on which a task could begin: the deputy's if no holder is there (代決)."""
    role = roles[groups[group].role]
    if role.deputy >= 0:
        begun = open_from(spells, at_day, role.calendar, free)
        if not some_present(roles, groups, seed, group, begun):
            acting = group_of(roles, role.deputy, section)
            if some_present(roles, groups, seed, acting, begun):
                return acting
    return group


@inlined
def work_on(
    nodes: Records,
    roles: Records,
    groups: Records,
    values: Records,
    spells: Records,
    at_day: Records,
    heap: Records,
    slots: Records,
    visits: Records,
    busy_until: Records,
    counters: Records,
    tally_nodes: Records,
    tally_groups: Records,
    log: Records,
    seed: np.uint64,
    number: int,
    place: int,
    group: int,
    server: int,
    ready: float,
    begun: float,
    stays_with: int,
) -> None:
    """Let a holder (none of them: −1) begin a task, and say when it will be done."""
    node, slot = nodes[place], slots[number]
    seconds = 0.0
    if node.touch_kind >= 0:
        share = uniform(slot.luck, node.key, visits[number, place])
        seconds = drawn(node.touch_kind, node.touch_a, node.touch_b, node.touch_c, values, share)
    role = roles[groups[group].role]
    calendar = node.wait_calendar if groups[group].role == roles.shape[0] - 1 else role.calendar
    if server >= 0 and role.absence > 0.0:
        done = after_shifts(roles, groups, spells, at_day, seed, group, server, begun, seconds)
    else:
        done = after_work(spells, at_day, calendar, begun, seconds)
    if server >= 0:
        busy_until[server] = done
    if slot.counted:
        tally = tally_nodes[place]
        tally.count += 1.0
        tally.touch += seconds
        if begun > ready:
            open_wait = work_until(spells, at_day, calendar, begun) - work_until(
                spells, at_day, calendar, ready
            )
            tally.queue += open_wait
            tally.closed += begun - ready - open_wait
        tally_groups[group].busy += seconds
        note(log, counters, slots, number, place, stays_with, roles.shape[0] - 1, server, ready, begun, done)
    counters[TASKS] += 1
    schedule(heap, counters, done, number, place, DONE, stays_with)


@inlined
def pass_on(slots: Records, tally_roles: Records, tally_cases: Records, number: int, holder: int) -> None:
    """Count a handover where a case was completed by another role the last time; nobody's step is none, and parts two."""
    slot = slots[number]
    if slot.counted and holder != NO_ROLE and slot.held != NO_ROLE and slot.held != holder:
        tally_roles[holder].handovers += 1.0
        tally_cases[slot.procedure].handovers += 1.0
    slot.held = holder


@inlined
def note(
    log: Records,
    counters: Records,
    slots: Records,
    number: int,
    place: int,
    holder: int,
    nobody: int,
    server: int,
    ready: float,
    begun: float,
    done: float,
) -> None:
    """Write a task instance into the log, if there is one."""
    at = counters[LOGGED]
    if at < log.shape[0]:
        slot, row = slots[number], log[at]
        row.case, row.procedure, row.section = slot.case, slot.procedure, slot.section
        row.node, row.role, row.server = place, nobody if holder == NO_ROLE else holder, server
        row.ready, row.begun, row.done = ready, begun, done
        counters[LOGGED] = at + 1
