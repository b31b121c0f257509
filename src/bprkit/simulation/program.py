"""Procedures as plain arrays of records: what the compiled loop runs, what it changes, and what it adds up."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import numpy as np

SINGLE, BY_SHARE, BY_CONDITION, ALL, SOME = range(5)
"""How a node sends cases on: one way, one of several (by share or by condition), all ways, or some of them."""
THROUGH, WAIT_FOR_ALL, WAIT_FOR_CHOSEN = range(3)
"""What a node does with cases that come in on several ways: lets each through, or waits for the others."""
EQUAL, UNEQUAL, LESS, AT_MOST, MORE, AT_LEAST = range(6)
FIRST_COME, OLDEST_CASE, EARLIEST_DUE, BY_PRIORITY = range(4)
"""Whom a role serves next."""
NO_ROLE = 0x3FFF
"""Of a token that no one has held yet."""

Records: TypeAlias = Any
"""A NumPy array of one of the types below, or one of its records."""


def _records(**fields: str) -> np.dtype[Any]:
    """Return a record type: fields of a type by name, those of eight bytes first."""
    pairs = [(name, kind) for kind, names in fields.items() for name in names.split()]
    return np.dtype(pairs, align=True)


NODE = _records(
    u8="key",
    f8="touch_a touch_b touch_c wait_a wait_b wait_c",
    i4="touch_kind wait_kind wait_calendar role holder sending joining join needed waits_at meets timer due batch_size "
    "first_moment end_moment first_batch by_section first_flow end_flow is_work is_beside decides terminates is_logged procedure",
)
"""key: what its random numbers belong to. holder: who has the case where no one works on it, −1 if it stays with whom it was,
NO_ROLE if that is not known. touch, wait: kind (−1: none) and parameters, in seconds. batch_size: 0 if it has
none; moments at which batches are taken up; by_section: each section has a batch of its own. joining, join: number of the
join, needed: ways in; waits_at, meets: of a split, the join and the node where its ways meet again. timer, due: row of
days, −1 if none. is_beside: the case does not wait for it (後閲 and 供覧 after the 決裁). terminates: an end of the whole
case."""
FLOW = _records(f8="share", i4="target otherwise rework first_test end_test")
"""share: cumulative where one of several ways is taken."""
TEST = _records(f8="value", i4="attribute operator")
ROLE = _records(f8="absence", i4="calendar unlimited first_group pooled deputy")
"""unlimited: applicants and systems, who are never short. absence: share of days away; deputy: who acts then, or −1."""
GROUP = _records(u8="key", i4="first end role")
"""The holders of a role in a section: servers `first` to `end`."""
START = _records(
    u8="key luck",
    i8="most",
    i4="node calendar first_section end_section first_attribute end_attribute first_spell end_spell priority words",
)
"""One a procedure. most: cases that are counted. key: of its arrivals; luck: of its sections and attributes. priority: the
attribute that cases are served by, or −1; words: it is one of words, whose first comes first."""
ATTRIBUTE = _records(u8="key", f8="a b c", i4="kind")
SPELL = _records(f8="opens closes worked")
"""Of a calendar: when it is open, and the seconds open before."""
STREAM_SPELL = _records(f8="opens closes rate")
"""When cases of a procedure come, and how many a second."""


class Program(NamedTuple):
    """Nodes, flows, roles, attributes and arrivals of one procedure or several. The last role is nobody."""

    nodes: Records
    flows: Records
    tests: Records
    roles: Records
    groups: Records
    starts: Records
    sections: Records
    attributes: Records
    values: Records
    moments: Records
    timer_days: Records
    due_days: Records


EVENT = _records(f8="time", i8="order load")
SLOT = _records(
    u8="luck", f8="arrival decided", i8="case", i4="section procedure tokens beside counted ended killed held"
)
"""A case under way. tokens: where it is at once; beside: tasks that it does not wait for. decided: when (−1: not yet). held: by
which role it was at the last completion."""
JOIN = _records(f8="sum", i4="seen needed")
KEPT = _records(f8="time key", i8="load next")
"""A token put aside, in a batch or in a queue, and the one behind it."""
BATCH = _records(i4="head tail count node")
QUEUE = _records(f8="wakes asked", i8="head turn")
"""Those who wait for a group, when its office opens to them, when it was last asked to serve them, and whose turn it is to be
asked first."""
STREAM = _records(f8="upcoming clock last_counted last_end", i8="begun counted spell closed under_way")
"""The cases of a procedure: the next, how many have begun, when the last that counts came and the last of all ended."""
DAY_FLOW = _records(f8="rest", i8="change most")
"""Cases of a procedure on a day: what its arrivals, less its ends, add to the seconds that cases are under way that day; how
many more are under way after it; the most under way after an arrival."""
DAY_SEEN = _records(f8="mean most")
TO_DO = _records(i4="what slot node previous")


class State(NamedTuple):
    """What changes during a run. Capacities are fixed, and too little is told."""

    heap: Records
    free: Records
    slots: Records
    attributes: Records
    dues: Records
    joins: Records
    visits: Records
    busy_until: Records
    kept: Records
    batches: Records
    queues: Records
    streams: Records
    days: Records
    stack: Records
    counters: Records


NODE_TALLY = _records(f8="count touch outside batch closed queue join rework ended")
"""Task instances, and seconds of work and of waiting by cause; cases that ended there."""
GROUP_TALLY = _records(f8="busy")
ROLE_TALLY = _records(f8="handovers")
CASE_TALLY = _records(f8="cases lead_clock lead_work handovers")
DUE_TALLY = _records(f8="cases missed decided decided_late")


class Tally(NamedTuple):
    """What a run adds up, of the cases that count. Lead times also as histograms by `lead_bin`, one row a procedure."""

    nodes: Records
    groups: Records
    roles: Records
    cases: Records
    dues: Records
    lead_clock: Records
    lead_work: Records


LOGGED = _records(f8="ready begun done", i8="case", i4="node role server section procedure")
"""A task instance: who did it, and moments in seconds since the origin."""
