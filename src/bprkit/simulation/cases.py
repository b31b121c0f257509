"""How a case comes in, what it brings along, and what is noted when it ends."""

from __future__ import annotations

import math

import numpy as np

from bprkit.simulation.heap import COUNTED, FREE_SLOTS, IN_FLIGHT, MOST_IN_FLIGHT, WINDOWS
from bprkit.simulation.hours import DAY, FOREVER, work_until
from bprkit.simulation.machine import entry_point, inlined, machine_code
from bprkit.simulation.program import NO_ROLE, Records
from bprkit.simulation.randomness import drawn, luck_of, uniform

BINS = 2048
SHORTEST = 60.0
BINS_A_LOG = BINS / math.log(1e9 / SHORTEST)
_SECTION_KEY = np.uint64(0x53454354)


@inlined
def lead_bin(seconds: float) -> int:
    """Return the bin of a histogram that a lead time falls into: 2,048 bins from a minute to 32 years, each 0.8 % wide."""
    if seconds <= SHORTEST:
        return 0
    return min(int(math.log(seconds / SHORTEST) * BINS_A_LOG), BINS - 1)


@inlined
def begin_case(
    starts: Records,
    sections: Records,
    attribute_rows: Records,
    values: Records,
    free: Records,
    slots: Records,
    attributes: Records,
    dues: Records,
    joins: Records,
    visits: Records,
    streams: Records,
    days: Records,
    counters: Records,
    seed: np.uint64,
    procedure: int,
    warm_up: float,
    until: float,
) -> int:
    """Give the case that has come a slot, its section and its attributes; return the slot."""
    counters[FREE_SLOTS] -= 1
    number = free[counters[FREE_SLOTS]]
    counters[IN_FLIGHT] += 1
    counters[MOST_IN_FLIGHT] = max(counters[MOST_IN_FLIGHT], counters[IN_FLIGHT])
    start, stream, slot = starts[procedure], streams[procedure], slots[number]
    time = stream.upcoming
    counts = warm_up <= time < until and stream.counted < start.most
    if counts:
        stream.counted += 1
        stream.last_counted = time
        counters[COUNTED] += 1
    stream.under_way += 1
    day = min(int(time // DAY), days.shape[1] - 1)
    today = days[procedure, day]
    today.change += 1
    today.rest += (day + 1) * DAY - time
    today.most = max(today.most, stream.under_way)
    # a case of one procedure draws the same whatever other procedures run beside it
    slot.case = stream.begun - 1
    slot.luck = luck_of(seed ^ start.luck, slot.case)
    slot.arrival = time
    slot.decided = -1.0
    slot.procedure = procedure
    slot.counted = counts
    slot.tokens, slot.beside, slot.ended, slot.killed = 1, 0, 0, 0
    slot.held = NO_ROLE
    for join in range(joins.shape[1]):
        joins[number, join].seen = 0
        joins[number, join].needed = 0
        joins[number, join].sum = 0.0
    for node in range(visits.shape[1]):
        visits[number, node] = 0
    for due in range(dues.shape[1]):
        dues[number, due] = FOREVER
    share = uniform(slot.luck, _SECTION_KEY, 0)
    section = start.first_section
    while section < start.end_section - 1 and share >= sections[section]:
        section += 1
    slot.section = section - start.first_section
    for place in range(start.first_attribute, start.end_attribute):
        row = attribute_rows[place]
        attributes[number, place] = drawn(
            row.kind, row.a, row.b, row.c, values, uniform(slot.luck, row.key, 0)
        )
    return int(number)


@inlined
def end_case(
    starts: Records,
    slots: Records,
    dues: Records,
    tally_cases: Records,
    tally_dues: Records,
    lead_clock: Records,
    lead_work: Records,
    spells: Records,
    at_day: Records,
    streams: Records,
    days: Records,
    number: int,
    now: float,
) -> None:
    """Note the lead time of a case whose last token has come to an end, and which deadlines it missed."""
    slot = slots[number]
    slot.ended = 1
    procedure, arrival = slot.procedure, slot.arrival
    stream = streams[procedure]
    stream.under_way -= 1
    stream.last_end = now
    day = min(int(now // DAY), days.shape[1] - 1)
    today = days[procedure, day]
    today.change -= 1
    today.rest -= (day + 1) * DAY - now
    if not slot.counted:
        return
    calendar = starts[procedure].calendar
    clock = now - arrival
    work = work_until(spells, at_day, calendar, now) - work_until(spells, at_day, calendar, arrival)
    tally = tally_cases[procedure]
    tally.cases += 1.0
    tally.lead_clock += clock
    tally.lead_work += work
    lead_clock[procedure, lead_bin(clock)] += 1
    lead_work[procedure, lead_bin(work)] += 1
    for due in range(dues.shape[1]):
        if dues[number, due] < FOREVER:
            tally_dues[due].cases += 1.0
            if now > dues[number, due]:
                tally_dues[due].missed += 1.0
            if slot.decided >= 0.0:
                tally_dues[due].decided += 1.0
                if slot.decided > dues[number, due]:
                    tally_dues[due].decided_late += 1.0


@inlined
def leave_slot(free: Records, slots: Records, counters: Records, number: int) -> None:
    """Give the slot of a case back when nothing of it is left."""
    slot = slots[number]
    if slot.tokens == 0 and slot.beside == 0:
        counters[IN_FLIGHT] -= 1
        if slot.counted:
            counters[COUNTED] -= 1
        slot.case = -1
        free[counters[FREE_SLOTS]] = number
        counters[FREE_SLOTS] += 1


@machine_code
def next_arrival(
    starts: Records,
    stream_spells: Records,
    streams: Records,
    counters: Records,
    seed: np.uint64,
    procedure: int,
    until: float,
) -> None:
    """Set when the next case of a procedure comes: a Poisson stream whose rate differs by spell."""
    start, stream = starts[procedure], streams[procedure]
    needed = -math.log(uniform(luck_of(seed, stream.begun), start.key, 0))
    stream.begun += 1
    place = stream.spell
    stream.upcoming = FOREVER
    while place < start.end_spell:
        spell = stream_spells[place]
        at = max(stream.clock, spell.opens)
        room = (spell.closes - at) * spell.rate
        if needed < room:
            stream.upcoming = at + needed / spell.rate
            stream.clock = stream.upcoming
            break
        needed -= room
        place += 1
    stream.spell = place
    if not stream.closed and (stream.upcoming >= until or stream.counted >= start.most):
        stream.closed = 1
        counters[WINDOWS] -= 1


@entry_point
def attribute_values(
    attribute_rows: Records, values: Records, seed: np.uint64, place: int, cases: Records, found: Records
) -> None:
    """Fill in the attribute that each of these cases had in a run."""
    row = attribute_rows[place]
    for number in range(cases.shape[0]):
        luck = luck_of(seed, cases[number])
        found[number] = drawn(row.kind, row.a, row.b, row.c, values, uniform(luck, row.key, 0))
