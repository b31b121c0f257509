"""The compiled loop: one run of a program through time.

A case is one or several tokens that move from node to node. What takes time becomes an event in a heap; what takes none
stands on a stack of things to do now, which is worked off before the next event. First come, first served needs no queues:
whoever arrives is given at once the moment at which the first holder of the role will be free. Other orders keep lists.
"""

from __future__ import annotations

import numpy as np

from bprkit.simulation.batches import give_back, is_full, take_up
from bprkit.simulation.cases import begin_case, end_case, leave_slot, next_arrival
from bprkit.simulation.heap import (
    COUNTED,
    DONE,
    ENDLESS,
    FREE_SLOTS,
    HEAP,
    KEPT_COUNT,
    LOGGED,
    READY,
    TICK,
    WINDOWS,
    load_of,
    pop,
    schedule,
)
from bprkit.simulation.hours import DAY, FOREVER, Hours, after_work, open_from
from bprkit.simulation.machine import entry_point, inlined
from bprkit.simulation.program import (
    FIRST_COME,
    NO_ROLE,
    THROUGH,
    Program,
    Records,
    State,
    Tally,
)
from bprkit.simulation.queues import NOBODY_FREE, ask_to_serve, line_up, next_served, rank_of
from bprkit.simulation.randomness import drawn, uniform
from bprkit.simulation.ways import (
    ARRIVE,
    DISPATCH,
    ENTER,
    LEAVE,
    SERVE,
    TAKE_UP,
    is_together,
    leave,
    to_do,
)
from bprkit.simulation.working import (
    acting_group,
    first_free,
    first_present,
    group_of,
    note,
    pass_on,
    present_from,
    work_on,
)

DONE_WELL, TOO_MANY, LOG_FULL, STUCK, FOR_EVER = range(5)
"""How a run went: well; more room is needed for events or cases, or for the log; a join waits in vain; a loop never ends."""
SPARE = 8
_WAIT_KEY = np.uint64(0x57)


@inlined
def wait_outside(
    nodes: Records,
    values: Records,
    spells: Records,
    at_day: Records,
    heap: Records,
    slots: Records,
    visits: Records,
    counters: Records,
    tally_nodes: Records,
    number: int,
    place: int,
    now: float,
    previous: int,
) -> None:
    """Let working time go by before a task, for causes outside the model."""
    node, slot = nodes[place], slots[number]
    share = uniform(slot.luck, node.key ^ _WAIT_KEY, visits[number, place])
    seconds = drawn(node.wait_kind, node.wait_a, node.wait_b, node.wait_c, values, share)
    at = after_work(spells, at_day, node.wait_calendar, now, seconds)
    if slot.counted:
        tally_nodes[place].outside += seconds
        tally_nodes[place].closed += at - now - seconds
    schedule(heap, counters, at, number, place, READY, previous)


@inlined
def next_stream(streams: Records) -> int:
    """Return the procedure whose next case comes first."""
    first = 0
    for procedure in range(1, streams.shape[0]):
        if streams[procedure].upcoming < streams[first].upcoming:
            first = procedure
    return first


@entry_point
def run(
    program: Program,
    stream_spells: Records,
    hours: Hours,
    state: State,
    tally: Tally,
    log: Records,
    seed: np.uint64,
    discipline: int,
    warm_up: float,
    until: float,
) -> int:
    """Run once from the origin until every case that counts has ended; return how it went.

    Cases that begin from `warm_up` until `until` count, as far as a procedure counts so many; before and after them others
    come, so that the office is as busy for the last as for the first.
    """
    nodes, flows, tests, roles = program.nodes, program.flows, program.tests, program.roles
    groups, starts, sections = program.groups, program.starts, program.sections
    attribute_rows, values, moments = program.attributes, program.values, program.moments
    timer_days, due_days = program.timer_days, program.due_days
    spells, at_day = hours.spells, hours.at_day
    heap, free, slots, attributes, dues = state.heap, state.free, state.slots, state.attributes, state.dues
    joins, visits, busy_until, kept = state.joins, state.visits, state.busy_until, state.kept
    batches, queues, streams, days, stack, counters = (
        state.batches,
        state.queues,
        state.streams,
        state.days,
        state.stack,
        state.counters,
    )
    tally_nodes, tally_groups, tally_roles = tally.nodes, tally.groups, tally.roles
    tally_cases, tally_dues, lead_clock, lead_work = (
        tally.cases,
        tally.dues,
        tally.lead_clock,
        tally.lead_work,
    )
    nobody = roles.shape[0] - 1
    now = 0.0
    for procedure in range(starts.shape[0]):
        next_arrival(starts, stream_spells, streams, counters, seed, procedure, until)
    while counters[COUNTED] > 0 or counters[WINDOWS] > 0:
        if log.shape[0] > 0 and counters[LOGGED] + SPARE > log.shape[0]:
            return LOG_FULL
        procedure = next_stream(streams)
        depth = 0
        upcoming = streams[procedure].upcoming
        if counters[HEAP] > 0 and heap[0].time < upcoming:
            now = heap[0].time
            load = pop(heap, counters)
            number, place = load >> 32, (load >> 16) & 0xFFFF
            stage, previous = (load >> 14) & 3, load & NO_ROLE
            if stage == READY:
                depth = to_do(stack, depth, ARRIVE, number, place, previous)
            elif stage == DONE:
                slot = slots[number]
                pass_on(slots, tally_roles, tally_cases, number, previous)
                if nodes[place].decides:
                    slot.decided = now
                if discipline != FIRST_COME and previous != NO_ROLE and not roles[previous].unlimited:
                    ask_to_serve(heap, queues, counters, group_of(roles, previous, slot.section), now)
                if nodes[place].is_beside:
                    slot.beside -= 1
                    leave_slot(free, slots, counters, number)
                else:
                    depth = to_do(stack, depth, LEAVE, number, place, previous)
            elif stage == TICK:
                depth = to_do(stack, depth, TAKE_UP, number, 0, 0)
            else:
                queues[number].asked = -1.0
                depth = to_do(stack, depth, DISPATCH, number, 0, 0)
        elif upcoming < FOREVER:
            if counters[FREE_SLOTS] == 0:
                return TOO_MANY
            now = upcoming
            number = begin_case(
                starts, sections, attribute_rows, values, free, slots, attributes, dues, joins, visits,
                streams, days, counters, seed, procedure, warm_up, until,
            )  # fmt: skip
            next_arrival(starts, stream_spells, streams, counters, seed, procedure, until)
            depth = to_do(stack, depth, ENTER, number, starts[procedure].node, NO_ROLE)
        else:  # nothing comes any more: batches that will not fill are taken up as they are
            for batch in range(batches.shape[0]):
                if batches[batch].count > 0:
                    depth = to_do(stack, depth, TAKE_UP, batch, 0, 0)
            if depth == 0:
                return STUCK if counters[COUNTED] > 0 else DONE_WELL
        while depth > 0:
            if (
                counters[HEAP] + SPARE > heap.shape[0]
                or counters[KEPT_COUNT] + SPARE > kept.shape[0]
                or depth + counters[KEPT_COUNT] + flows.shape[0] + SPARE > stack.shape[0]
            ):
                return TOO_MANY
            if counters[ENDLESS] > 0:
                return FOR_EVER
            depth -= 1
            row = stack[depth]
            what, number, place, previous = row.what, row.slot, row.node, row.previous
            if what == TAKE_UP:
                depth = take_up(slots, kept, batches, stack, counters, tally_nodes, number, now, depth)
                continue
            ready, begun, group, server = now, now, number, NOBODY_FREE
            if what == DISPATCH:
                server = next_served(
                    roles, groups, spells, at_day, heap, slots, kept, queues, busy_until, counters,
                    seed, group, now,
                )  # fmt: skip
                if server == NOBODY_FREE:
                    continue
                depth = to_do(stack, depth, DISPATCH, group, 0, 0)
                if server < NOBODY_FREE:
                    depth = to_do(stack, depth, DISPATCH, NOBODY_FREE - 1 - server, 0, 0)
                    continue
                at = queues[group].head
                queues[group].head = kept[at].next
                load, ready = kept[at].load, kept[at].time
                number, place, previous = load >> 32, (load >> 16) & 0xFFFF, load & NO_ROLE
                give_back(kept, counters, at)
            slot, node = slots[number], nodes[place]
            if slot.killed:
                if node.is_beside and what != ENTER and what != LEAVE:
                    slot.beside -= 1
                else:
                    slot.tokens -= 1
                leave_slot(free, slots, counters, number)
                continue
            if what == ENTER:
                if node.joining != THROUGH and not is_together(
                    nodes, slots, joins, tally_nodes, number, place, now
                ):
                    continue
                if node.due >= 0:
                    day = min(int(now // DAY), due_days.shape[1] - 1)
                    slot.decided = -1.0  # it is the decision after it that a deadline asks about
                    dues[number, node.due] = (due_days[node.due, day] + 1) * DAY
                if node.timer >= 0:
                    day = min(int(now // DAY), timer_days.shape[1] - 1)
                    at_end = max(now, now + (timer_days[node.timer, day] - day) * DAY)
                    if slot.counted:
                        tally_nodes[place].count += 1.0
                        tally_nodes[place].outside += at_end - now
                        note(log, counters, slots, number, place, previous, nobody, -1, now, at_end, at_end)
                    schedule(heap, counters, at_end, number, place, DONE, previous)
                    continue
                if node.is_work:
                    visits[number, place] += 1
                    if node.is_beside:
                        slot.beside += 1
                        depth = to_do(stack, depth, LEAVE, number, place, previous)
                    if node.wait_kind >= 0:
                        wait_outside(
                            nodes, values, spells, at_day, heap, slots, visits, counters, tally_nodes,
                            number, place, now, previous,
                        )  # fmt: skip
                        continue
                    what = ARRIVE
                else:
                    if slot.counted:
                        tally_nodes[place].count += 1.0
                        if node.is_logged:
                            note(log, counters, slots, number, place, NO_ROLE, nobody, -1, now, now, now)
                    what = LEAVE
            if what == ARRIVE:
                if node.first_batch >= 0:
                    full = is_full(
                        nodes, slots, moments, heap, kept, batches, counters, number, place, previous, now
                    )
                    if full >= 0:
                        depth = to_do(stack, depth, TAKE_UP, full, 0, 0)
                    continue
                what = SERVE
            if what == SERVE:
                group = group_of(roles, node.role, slot.section)
                if roles[node.role].unlimited:
                    hours_of_it = node.wait_calendar if node.role == nobody else roles[node.role].calendar
                    begun = open_from(spells, at_day, hours_of_it, now)
                elif discipline != FIRST_COME:
                    rank = rank_of(starts, slots, attributes, dues, discipline, number)
                    load = load_of(number, place, READY, previous)
                    line_up(kept, queues, counters, group, load, now, rank)
                    ask_to_serve(heap, queues, counters, group, now)
                    continue
                else:
                    server = first_free(groups, queues, busy_until, group, now)
                    begun = max(now, busy_until[server])
                    if roles[node.role].absence > 0.0:
                        group = acting_group(roles, groups, spells, at_day, seed, group, slot.section, now)
                        if group == group_of(roles, node.role, slot.section):
                            group = acting_group(
                                roles, groups, spells, at_day, seed, group, slot.section, begun
                            )
                        server = first_present(roles, groups, busy_until, spells, at_day, seed, group, now)
                        begun = max(now, busy_until[server])
                        begun = present_from(roles, groups, spells, at_day, seed, group, server, begun)
                    else:
                        begun = open_from(spells, at_day, roles[node.role].calendar, begun)
            if what != LEAVE:
                stays_with = groups[group].role
                if node.role == nobody:
                    stays_with = previous if node.holder < 0 else node.holder
                work_on(
                    nodes, roles, groups, values, spells, at_day, heap, slots, visits, busy_until, counters,
                    tally_nodes, tally_groups, log,
                    seed, number, place, group, server, ready, begun, stays_with,
                )  # fmt: skip
            elif node.end_flow > node.first_flow:
                depth = leave(
                    nodes, flows, tests, attributes, slots, joins, visits, stack, counters, tally_nodes,
                    number, place, previous, depth,
                )  # fmt: skip
            else:
                if slot.counted:
                    tally_nodes[place].ended += 1.0
                slot.tokens -= 1
                if node.terminates:
                    slot.killed = 1
                    for join in range(joins.shape[1]):
                        slot.tokens -= joins[number, join].seen
                if (slot.tokens == 0 or node.terminates) and not slot.ended:
                    end_case(
                        starts, slots, dues, tally_cases, tally_dues, lead_clock, lead_work,
                        spells, at_day, streams, days, number, now,
                    )  # fmt: skip
                leave_slot(free, slots, counters, number)
    return DONE_WELL
