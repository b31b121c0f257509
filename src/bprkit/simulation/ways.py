"""Where tokens go: ways out of a node, by share or by condition, and joins that wait for others."""

from __future__ import annotations

import numpy as np

from bprkit.simulation.heap import ENDLESS
from bprkit.simulation.machine import inlined, machine_code
from bprkit.simulation.program import (
    AT_LEAST,
    AT_MOST,
    BY_CONDITION,
    BY_SHARE,
    EQUAL,
    LESS,
    MORE,
    SINGLE,
    SOME,
    UNEQUAL,
    WAIT_FOR_ALL,
    Records,
)
from bprkit.simulation.randomness import uniform

ENTER, ARRIVE, SERVE, LEAVE, TAKE_UP, DISPATCH = range(6)
"""What there is to do now: for a token the first four; for a batch, and for a queue."""
MOST_VISITS = 20_000
"""Whoever comes back more often than that does so for ever."""
_WAY_KEY = np.uint64(0x5741)


@inlined
def to_do(stack: Records, depth: int, what: int, slot: int, node: int, previous: int) -> int:
    """Put something on the stack of things to do now; return how many there are."""
    row = stack[depth]
    row.what, row.slot, row.node, row.previous = what, slot, node, previous
    return depth + 1


@machine_code
def holds(flows: Records, tests: Records, attributes: Records, slot: int, flow: int) -> bool:
    """Tell whether a case meets all tests of a flow."""
    for place in range(flows[flow].first_test, flows[flow].end_test):
        test = tests[place]
        found, operator, wanted = attributes[slot, test.attribute], test.operator, test.value
        if not (
            (operator == EQUAL and found == wanted)
            or (operator == UNEQUAL and found != wanted)
            or (operator == LESS and found < wanted)
            or (operator == AT_MOST and found <= wanted)
            or (operator == MORE and found > wanted)
            or (operator == AT_LEAST and found >= wanted)
        ):
            return False
    return True


@inlined
def one_way(
    nodes: Records,
    flows: Records,
    tests: Records,
    attributes: Records,
    luck: np.uint64,
    slot: int,
    place: int,
    visit: int,
) -> int:
    """Return the one way that a token takes."""
    node = nodes[place]
    flow, last = node.first_flow, node.end_flow - 1
    if node.sending == BY_SHARE:
        share = uniform(luck, node.key ^ _WAY_KEY, visit)
        while flow < last and share >= flows[flow].share:
            flow += 1
        return int(flow)
    otherwise = last
    while flow <= last:
        if flows[flow].otherwise:
            otherwise = flow
        elif holds(flows, tests, attributes, slot, flow):
            return int(flow)
        flow += 1
    return int(otherwise)


@machine_code
def several_ways(
    nodes: Records,
    flows: Records,
    tests: Records,
    attributes: Records,
    slots: Records,
    joins: Records,
    stack: Records,
    slot: int,
    place: int,
    visit: int,
    previous: int,
    depth: int,
) -> int:
    """Send a token on all ways or on some; return how many things there are to do then."""
    node, luck = nodes[place], slots[slot].luck
    before, otherwise = depth, -1
    for flow in range(node.first_flow, node.end_flow):
        row = flows[flow]
        goes = True
        if node.sending == SOME:
            if row.otherwise:
                otherwise, goes = flow, False
            elif row.end_test > row.first_test:
                goes = holds(flows, tests, attributes, slot, flow)
            else:
                key = node.key ^ _WAY_KEY ^ np.uint64((flow - node.first_flow + 1) << 20)
                goes = uniform(luck, key, visit) < row.share
        if goes:
            depth = to_do(stack, depth, ENTER, slot, row.target, previous)
    if depth == before:  # of some ways none: the one for all others, or on to where they meet
        if otherwise < 0 and node.meets >= 0:
            target = node.meets
        else:
            target = flows[otherwise if otherwise >= 0 else node.end_flow - 1].target
        depth = to_do(stack, depth, ENTER, slot, target, previous)
    sent = depth - before
    if node.waits_at >= 0:
        join = joins[slot, node.waits_at]
        join.needed = max(join.needed, 1) + sent - 1
    slots[slot].tokens += sent - 1
    return depth


@inlined
def leave(
    nodes: Records,
    flows: Records,
    tests: Records,
    attributes: Records,
    slots: Records,
    joins: Records,
    visits: Records,
    stack: Records,
    counters: Records,
    tally_nodes: Records,
    slot: int,
    place: int,
    previous: int,
    depth: int,
) -> int:
    """Send a token on its way or ways; return how many things there are to do then."""
    node = nodes[place]
    flow = node.first_flow
    if node.sending != SINGLE:
        visits[slot, place] += 1
        visit = visits[slot, place]
        if visit > MOST_VISITS:
            counters[ENDLESS] = place + 1
        if node.sending > BY_CONDITION:
            return several_ways(
                nodes, flows, tests, attributes, slots, joins, stack, slot, place, visit, previous, depth
            )
        flow = one_way(nodes, flows, tests, attributes, slots[slot].luck, slot, place, visit)
    if flows[flow].rework and slots[slot].counted:
        tally_nodes[place].rework += 1.0
    return to_do(stack, depth, ENTER, slot, flows[flow].target, previous)


@inlined
def is_together(
    nodes: Records,
    slots: Records,
    joins: Records,
    tally_nodes: Records,
    slot: int,
    place: int,
    now: float,
) -> bool:
    """Tell whether all that a join waits for have come; they go on as one."""
    node = nodes[place]
    join = joins[slot, node.join]
    join.seen += 1
    join.sum += now
    needed = node.needed if node.joining == WAIT_FOR_ALL else join.needed
    if join.seen < needed:
        return False
    if slots[slot].counted:
        tally_nodes[place].join += join.seen * now - join.sum
    slots[slot].tokens -= join.seen - 1
    join.seen = 0
    join.needed = 0
    join.sum = 0.0
    return True
