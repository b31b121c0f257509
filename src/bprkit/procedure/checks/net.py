"""A level as a net in which tokens are moved, and its reduction: what is sound for certain is folded away.

A `choice` hands on whatever token comes, to one way out of several (exclusive and event gateways, steps entered by
several flows). An `all` waits for a token on every way in and puts one on every way out (parallel gateways). An `any` puts
tokens on one way out or more, a `gather` waits for all tokens that can still come (inclusive gateways). Folding keeps
soundness: two choices in sequence are one choice, two `all` in sequence are one, and ways that run side by side between
the same two nodes are one way, if the first node fills them in the manner in which the second empties them. If it does
not, that is a fault, which is noted before they are folded. This is why a graph of blocks, however large, folds to a
single node in linear time; what is left over is explored (see `exploration`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["choice", "all", "any", "gather"]
FaultKind = Literal["never_fires", "twice", "ends_twice", "livelock"]


@dataclass(frozen=True)
class Way:
    """A way of the net: the nodes of the procedure where it began and where it ends, whatever was folded between."""

    begins: str
    ends: str


@dataclass(frozen=True)
class Fault:
    """What goes wrong at a node; the node where the ways parted, and the other end of a case that ends twice, "
    "if known."""

    kind: FaultKind
    at: str
    parted: str | None = None
    also: str | None = None


@dataclass
class Net:
    """Nodes with their kinds, ways out and ways in; `source`, `sink` and `kill` have kind choice and are never folded away.

    A token in `kill` takes away all others (an end that terminates the case).
    """

    kinds: dict[str, Kind] = field(default_factory=dict)
    out: dict[str, dict[str, Way]] = field(default_factory=dict)
    into: dict[str, dict[str, None]] = field(default_factory=dict)
    source: str = "\0source"
    sink: str = "\0sink"
    kill: str = "\0kill"
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        for place in (self.source, self.sink, self.kill):
            self.add(place, "choice")

    @property
    def places(self) -> tuple[str, str, str]:
        """The source, the sink and the sink that takes all other tokens away."""
        return self.source, self.sink, self.kill

    @property
    def trivial(self) -> bool:
        """Whether nothing is left but ways from the source to a sink."""
        return len(self.kinds) == len(self.places)

    def add(self, node: str, kind: Kind) -> None:
        """Add a node without ways."""
        self.kinds[node] = kind
        self.out[node] = {}
        self.into[node] = {}

    def connect(self, tail: str, head: str, way: Way) -> None:
        """Add a way; one that runs beside another is folded into it, and a loop onto itself is let go."""
        if tail == head:
            if self.kinds[tail] != "choice":
                self.faults.append(Fault("never_fires", way.ends, way.begins))
            return
        if head in self.out[tail]:
            self._beside(tail, head, way)
            return
        self.out[tail][head] = way
        self.into[head][tail] = None

    def disconnect(self, tail: str, head: str) -> Way:
        """Take a way away and return it."""
        del self.into[head][tail]
        return self.out[tail].pop(head)

    def reduce(self) -> None:
        """Fold for as long as anything can be folded."""
        waiting = dict.fromkeys(self.kinds)
        while waiting:
            node, _ = waiting.popitem()
            if node in self.kinds:
                waiting.update(dict.fromkeys(self._fold(node)))

    def _beside(self, tail: str, head: str, way: Way) -> None:
        filled, emptied = self.kinds[tail], self.kinds[head]
        if emptied == "all" and filled != "all":
            self.faults.append(Fault("never_fires", way.ends, way.begins))
        elif emptied in ("choice", "any") and filled in ("all", "any") and head != self.kill:
            if head == self.sink:
                self.faults.append(Fault("ends_twice", way.ends, way.begins, self.out[tail][head].ends))
            else:
                self.faults.append(Fault("twice", way.ends, way.begins))

    def _fold(self, node: str) -> Iterable[str]:
        """Fold a node away if that can be done; return the nodes that have to be looked at again."""
        if node in self.places:
            return ()
        into, out, kind = self.into[node], self.out[node], self.kinds[node]
        if len(into) == 1 and len(out) == 1:
            tail, head = next(iter(into)), next(iter(out))
            before, after = self.disconnect(tail, node), self.disconnect(node, head)
            self._drop(node)
            self.connect(tail, head, Way(before.begins, after.ends))
            return tail, head
        if kind not in ("choice", "all"):
            return ()
        if len(out) == 1 and self.kinds[head := next(iter(out))] == kind:
            return self._merge(node, head)
        if len(into) == 1 and self.kinds[tail := next(iter(into))] == kind:
            return self._merge(tail, node)
        return ()

    def _merge(self, tail: str, head: str) -> Iterable[str]:
        """Make two nodes of one kind into one; one of the two has no other way out, or no other way in."""
        self.disconnect(tail, head)
        kept, gone = (tail, head) if self._weight(tail) >= self._weight(head) else (head, tail)
        touched = {kept: None}
        for other in list(self.into[gone]):
            way = self.disconnect(other, gone)
            self.connect(other, kept, way)
            touched[other] = None
        for other in list(self.out[gone]):
            way = self.disconnect(gone, other)
            self.connect(kept, other, way)
            touched[other] = None
        self._drop(gone)
        return touched

    def _weight(self, node: str) -> float:
        return float("inf") if node in self.places else len(self.out[node]) + len(self.into[node])

    def _drop(self, node: str) -> None:
        del self.kinds[node], self.out[node], self.into[node]
