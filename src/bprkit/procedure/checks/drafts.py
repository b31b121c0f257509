"""What has become of each 起案 when a case comes to a step: not yet drafted, drafted, or decided.

Computed for all drafts at once: of each of the three states a number in which bit n says that it is possible for draft n.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bprkit.procedure.checks.ways import Link, Ways
from bprkit.procedure.model import Task


@dataclass(frozen=True)
class States:
    """For each draft a bit: may it be not yet drafted, drafted and not decided, decided?"""

    none: int = 0
    drafted: int = 0
    decided: int = 0

    def __or__(self, other: States) -> States:
        return States(self.none | other.none, self.drafted | other.drafted, self.decided | other.decided)

    def together(self, other: States) -> States:
        """Return what is possible where two parallel ways meet: what was done on either is done."""
        some, others = self.none | self.drafted | self.decided, other.none | other.drafted | other.decided
        return States(
            self.none & other.none,
            (self.drafted & (other.none | other.drafted)) | (other.drafted & (self.none | self.drafted)),
            (self.decided & others) | (other.decided & some),
        )

    def without_decisions(self) -> States:
        """Return what is possible after a 差戻し: what comes back is drafted anew, so another decision is due."""
        return States(self.none | self.decided, self.drafted, 0)


@dataclass(frozen=True)
class Drafts:
    """The drafts of a procedure; for each step the bits of those it belongs to, and what is possible as a "
    "case enters it."""

    drafts: tuple[Task, ...]
    belongs: Mapping[str, int]
    entering: Mapping[str, States]

    def of(self, bits: int) -> list[Task]:
        """Return the drafts of some bits."""
        return [draft for place, draft in enumerate(self.drafts) if bits >> place & 1]


def drafts_of(ways: Ways) -> Drafts:
    """Follow the drafts along the ways. A step belongs to the draft that it names, else to the last one before it."""
    drafts = tuple(n for n in ways.nodes.values() if isinstance(n, Task) and n.act == "draft")
    bit = {draft.id: 1 << place for place, draft in enumerate(drafts)}
    if not drafts:
        return Drafts((), {}, {})
    latest = _latest(ways, bit)
    belongs = {
        node.id: (_named(node.draft, drafts) if node.draft is not None else latest.get(node.id, 0))
        for node in ways.nodes.values()
        if isinstance(node, Task) and node.act not in (None, "draft")
    }
    return Drafts(drafts, belongs, _entering(ways, bit, belongs))


def _named(name: str, drafts: Sequence[Task]) -> int:
    return sum(1 << place for place, draft in enumerate(drafts) if name in (draft.id, draft.draft))


def _latest(ways: Ways, bit: Mapping[str, int]) -> dict[str, int]:
    """Return for each node the drafts that may be the last before it."""
    before = dict.fromkeys(ways.links, 0)
    waiting = deque(bit)
    while waiting:
        id_ = waiting.popleft()
        leaving = bit.get(id_, before[id_])
        for link in ways.links[id_]:
            if before[link.target] | leaving != before[link.target]:
                before[link.target] |= leaving
                if link.target not in bit:
                    waiting.append(link.target)
    return before


def _entering(ways: Ways, bit: Mapping[str, int], belongs: Mapping[str, int]) -> dict[str, States]:
    every = (1 << len(bit)) - 1
    starts = set(ways.starts)
    entering: dict[str, States] = {}
    leaving: dict[str, States] = {}
    waiting = deque(ways.starts)
    queued = set(waiting)
    while waiting:
        id_ = waiting.popleft()
        queued.discard(id_)
        parallel = id_ in ways.joins_all
        coming = States(none=every) if id_ in starts else None
        for link in ways.back[id_]:
            if link.target in leaving:
                coming = _met(coming, _along(link, leaving[link.target]), parallel)
            elif parallel:
                coming = None  # it waits; what comes is not known before all ways are
                break
        if coming is None:
            continue
        entering[id_] = coming
        gone = _leaving(ways, id_, coming, bit.get(id_, 0), belongs.get(id_, 0))
        if leaving.get(id_) != gone:
            leaving[id_] = gone
            for link in ways.links[id_]:
                if link.target not in queued:
                    queued.add(link.target)
                    waiting.append(link.target)
    return entering


def _leaving(ways: Ways, id_: str, coming: States, drafted: int, decided: int) -> States:
    if drafted:
        return States(coming.none & ~drafted, coming.drafted | drafted, coming.decided & ~drafted)
    node = ways.nodes.get(id_)
    if not decided or not isinstance(node, Task) or node.act not in ("decide", "act_for"):
        return coming
    now = coming.drafted & decided
    return States(coming.none, coming.drafted & ~now, coming.decided | now)


def _along(link: Link, states: States) -> States:
    return states.without_decisions() if link.flow is not None and link.flow.rework else states


def _met(coming: States | None, other: States, parallel: bool) -> States:
    if coming is None:
        return other
    return coming.together(other) if parallel else coming | other
