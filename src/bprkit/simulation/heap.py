"""The events to come, the earliest first: a binary heap over records."""

from __future__ import annotations

from bprkit.simulation.machine import inlined, machine_code
from bprkit.simulation.program import Records

COUNTERS = 12
(
    HEAP,
    ORDER,
    FREE_SLOTS,
    NEXT_KEPT,
    KEPT_COUNT,
    TASKS,
    LOGGED,
    IN_FLIGHT,
    MOST_IN_FLIGHT,
    COUNTED,
    WINDOWS,
    ENDLESS,
) = range(COUNTERS)
"""Places of `State.counters`. COUNTED: cases under way that count; WINDOWS: procedures that still count new cases."""
READY, DONE, TICK, WAKE = range(4)
"""A wait is over; a task is done; a batch is taken up; an office opens to a queue."""


@inlined
def load_of(slot: int, node: int, stage: int, previous: int) -> int:
    """Return an event's load: 32 bits of slot, 16 of node, 2 of stage, 14 of role."""
    return (slot << 32) | (node << 16) | (stage << 14) | previous


@machine_code
def push(heap: Records, counters: Records, time: float, load: int) -> None:
    """Put an event into the heap; of two at the same moment the one put in first comes first."""
    at = counters[HEAP]
    order = counters[ORDER]
    counters[HEAP] = at + 1
    counters[ORDER] = order + 1
    while at > 0:
        parent = (at - 1) >> 1
        above = heap[parent]
        if above.time <= time:
            break
        here = heap[at]
        here.time = above.time
        here.order = above.order
        here.load = above.load
        at = parent
    here = heap[at]
    here.time = time
    here.order = order
    here.load = load


@machine_code
def pop(heap: Records, counters: Records) -> int:
    """Take the earliest event out of the heap and return its load."""
    load = int(heap[0].load)
    size = counters[HEAP] - 1
    counters[HEAP] = size
    last = heap[size]
    time, order, moved = last.time, last.order, last.load
    at = 0
    child = 1
    while child < size:
        below = heap[child]
        if child + 1 < size:
            right = heap[child + 1]
            if right.time < below.time or (right.time == below.time and right.order < below.order):
                child += 1
                below = right
        if time < below.time or (time == below.time and order < below.order):
            break
        here = heap[at]
        here.time = below.time
        here.order = below.order
        here.load = below.load
        at = child
        child = 2 * at + 1
    here = heap[at]
    here.time = time
    here.order = order
    here.load = moved
    return load


@inlined
def schedule(
    heap: Records, counters: Records, time: float, slot: int, node: int, stage: int, previous: int
) -> None:
    """Let something happen to a token at a moment."""
    push(heap, counters, time, load_of(slot, node, stage, previous))
