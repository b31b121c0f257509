"""Tokens put aside until their batch is taken up."""

from __future__ import annotations

from bprkit.simulation.heap import KEPT_COUNT, NEXT_KEPT, READY, TICK, load_of, schedule
from bprkit.simulation.machine import inlined, machine_code
from bprkit.simulation.program import NO_ROLE, Records
from bprkit.simulation.ways import SERVE, to_do


@inlined
def keep(kept: Records, counters: Records, load: int, time: float, key: float) -> int:
    """Put a token aside and return where."""
    place = counters[NEXT_KEPT]
    row = kept[place]
    counters[KEPT_COUNT] += 1
    counters[NEXT_KEPT] = row.next
    row.next = -1
    row.load, row.time, row.key = load, time, key
    return int(place)


@inlined
def give_back(kept: Records, counters: Records, place: int) -> None:
    """Say that the place of a token put aside is free again."""
    kept[place].next = counters[NEXT_KEPT]
    counters[NEXT_KEPT] = place
    counters[KEPT_COUNT] -= 1


@machine_code
def is_full(
    nodes: Records,
    slots: Records,
    moments: Records,
    heap: Records,
    kept: Records,
    batches: Records,
    counters: Records,
    slot: int,
    place: int,
    previous: int,
    now: float,
) -> int:
    """Put a token to its batch; return the batch if it is full now, else −1; its next moment is set with the first."""
    node = nodes[place]
    number = node.first_batch + (slots[slot].section if node.by_section else 0)
    batch = batches[number]
    at = keep(kept, counters, load_of(slot, place, READY, previous), now, 0.0)
    if batch.count == 0:
        batch.head = at
        low, high = node.first_moment, node.end_moment
        while low < high:
            middle = (low + high) >> 1
            if moments[middle] < now:
                low = middle + 1
            else:
                high = middle
        if low < node.end_moment:
            schedule(heap, counters, moments[low], number, place, TICK, NO_ROLE)
    else:
        kept[batch.tail].next = at
    batch.tail = at
    batch.count += 1
    return int(number) if node.batch_size > 0 and batch.count >= node.batch_size else -1


@machine_code
def take_up(
    slots: Records,
    kept: Records,
    batches: Records,
    stack: Records,
    counters: Records,
    tally_nodes: Records,
    number: int,
    now: float,
    depth: int,
) -> int:
    """Take up a whole batch, in the order in which it came; return how many things there are to do then."""
    batch = batches[number]
    count, at = batch.count, batch.head
    batch.count = 0
    for turn in range(count):
        row = kept[at]
        slot, place = row.load >> 32, (row.load >> 16) & 0xFFFF
        if slots[slot].counted:
            tally_nodes[place].batch += now - row.time
        # what is put on the stack first is done last
        to_do(stack, depth + count - 1 - turn, SERVE, slot, place, row.load & NO_ROLE)
        following = row.next
        give_back(kept, counters, at)
        at = following
    return int(depth + count)
