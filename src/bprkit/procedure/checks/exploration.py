"""What is left of a net after folding is played through: every marking that tokens can reach, up to a limit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from bprkit.procedure.checks.net import Fault, Net, Way

Edge = tuple[str, str]
Marking = frozenset[Edge]
Move = tuple[str, Marking, Marking]

MOST_MARKINGS = 20_000
MOST_WAYS_OF_ANY = 8


class TooLarge(Exception):
    """There are more markings than are looked at."""


def explore(net: Net, most: int = MOST_MARKINGS) -> list[Fault]:
    """Return what goes wrong in a net; raise TooLarge where that was not found out.

    A way never holds two tokens in what is explored: where a second would come, that is a fault, and the play ends there.
    """
    return _Play(net, most).faults()


class _Play:
    def __init__(self, net: Net, most: int) -> None:
        self.net = net
        self.most = most
        self.found: dict[tuple[str, str], Fault] = {}
        self.fired: set[str] = set()
        self.before: dict[Marking, list[Marking]] = {}
        self.reach: dict[tuple[str, Edge], frozenset[Edge]] = {}

    def faults(self) -> list[Fault]:
        begin: Marking = frozenset()
        firsts = [frozenset([(self.net.source, head)]) for head in self.net.out[self.net.source]]
        waiting: list[Marking] = list(firsts)
        self.before = {begin: [], **{first: [begin] for first in firsts}}
        good = [begin]  # where a token in `kill` has taken away all others
        while waiting:
            marking = waiting.pop()
            if self._over(marking):
                good.append(marking)
                continue
            moves = list(self._moves(marking))
            if not moves:
                self._note_stuck(marking)
            for node, taken, put in moves:
                if not self._safe(marking, taken, put):
                    continue
                self.fired.add(node)
                after = (
                    frozenset() if any(head == self.net.kill for _, head in put) else (marking - taken) | put
                )
                if after not in self.before:
                    if len(self.before) >= self.most:
                        if self.found:
                            return list(self.found.values())
                        raise TooLarge
                    self.before[after] = []
                    waiting.append(after)
                self.before[after].append(marking)
        if not self.found:
            self._note_never_ending(good)
            self._note_never_fired()
        return list(self.found.values())

    def _over(self, marking: Marking) -> bool:
        """Tell whether the case has ended; note if more than once."""
        if any(head != self.net.sink for _, head in marking):
            return False
        ends = [self._way(edge).ends for edge in sorted(marking)]
        if len(ends) > 1:
            self._note(Fault("ends_twice", ends[0], None, ends[1]))
        return True

    def _moves(self, marking: Marking) -> Iterator[Move]:
        """Yield what can happen next: the node, the tokens it takes and those it puts."""
        for node in dict.fromkeys(head for _, head in sorted(marking)):
            if node == self.net.sink:
                continue
            kind = self.net.kinds[node]
            ins = frozenset((tail, node) for tail in self.net.into[node])
            outs = [(node, head) for head in self.net.out[node]]
            here = ins & marking
            if kind == "choice":
                for edge in sorted(here):
                    yield from ((node, frozenset([edge]), frozenset([out])) for out in outs)
            elif kind == "any":
                if len(outs) > MOST_WAYS_OF_ANY:
                    raise TooLarge
                for size in range(1, len(outs) + 1):
                    yield from ((node, here, frozenset(some)) for some in combinations(outs, size))
            elif here == ins or (kind == "gather" and not self._more_to_come(node, marking, here, ins)):
                yield node, here, frozenset(outs)

    def _more_to_come(self, node: str, marking: Marking, here: Marking, ins: Marking) -> bool:
        """Tell whether a token can still reach an empty way into the node, and none that is filled, as BPMN "
        "2.0 has it."""
        for edge in marking - ins:
            coming = self._reaching(node, edge)
            if coming & (ins - here) and not coming & here:
                return True
        return False

    def _reaching(self, node: str, edge: Edge) -> frozenset[Edge]:
        """Return the ways into the node that a token on a way can reach without passing the node."""
        known = self.reach.get((node, edge))
        if known is None:
            seen, waiting = {edge}, [edge]
            while waiting:
                _, head = waiting.pop()
                if head == node:
                    continue
                fresh = [(head, onward) for onward in self.net.out[head] if (head, onward) not in seen]
                seen.update(fresh)
                waiting += fresh
            known = self.reach[node, edge] = frozenset(found for found in seen if found[1] == node)
        return known

    def _safe(self, marking: Marking, taken: Marking, put: Marking) -> bool:
        """Tell whether a move is safe; note where it would put a second token on a way."""
        doubled = sorted(put & (marking - taken))
        for edge in doubled:
            if edge[1] == self.net.sink:
                self._note(Fault("ends_twice", self._way(edge).ends, None, self._way(edge).ends))
            else:
                self._note(Fault("twice", self._way(min(taken)).ends))
        return not doubled

    def _note_stuck(self, marking: Marking) -> None:
        for edge in sorted(marking):
            if edge[1] != self.net.sink:
                self._note(Fault("never_fires", self._way(edge).ends))

    def _note_never_ending(self, good: list[Marking]) -> None:
        ending, waiting = set(good), list(good)
        while waiting:
            fresh = [marking for marking in self.before[waiting.pop()] if marking not in ending]
            ending.update(fresh)
            waiting += fresh
        for marking in self.before:
            if marking and marking not in ending:
                self._note(Fault("livelock", self._way(min(marking)).ends))
                return

    def _note_never_fired(self) -> None:
        for node in self.net.kinds:
            if node not in self.fired and self.net.kinds[node] == "all":
                ins = [(tail, node) for tail in self.net.into[node]]
                self._note(Fault("never_fires", self._way(ins[0]).ends))

    def _way(self, edge: Edge) -> Way:
        return self.net.out[edge[0]][edge[1]]

    def _note(self, fault: Fault) -> None:
        self.found.setdefault((fault.kind, fault.at), fault)
