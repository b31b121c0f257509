"""A procedure as a Petri net: places, and transitions of which those of tasks have a label.

Nothing here needs pm4py; `bprkit.procedure.pm4py_bridge` hands the net over to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from bprkit.errors import InputError
from bprkit.procedure.model import Flow, Gateway, Node, Procedure, Start, SubProcess, Task

_MOST_WAYS = 6  # of an inclusive gateway without a join of its own: 63 ways to choose among them


@dataclass(frozen=True)
class Transition:
    """What takes a token from each of some places and gives one to each of others; silent without a label."""

    name: str
    label: str | None
    sources: tuple[str, ...]
    targets: tuple[str, ...]


@dataclass
class Net:
    """A net with one place where cases begin, and one where they end."""

    places: list[str] = field(default_factory=list)
    transitions: list[Transition] = field(default_factory=list)

    @property
    def source(self) -> str:
        """The place where a case begins."""
        return self.places[0]

    @property
    def sink(self) -> str:
        """The place where a case ends."""
        return self.places[1]

    def place(self, name: str) -> str:
        """Add a place and return its name, which no other has."""
        self.places.append(f"{name}-{len(self.places)}")
        return self.places[-1]

    def transition(
        self, name: str, sources: Sequence[str], targets: Sequence[str], label: str | None = None
    ) -> None:
        """Add a transition from places to places."""
        unique = f"{name}-{len(self.transitions)}"
        self.transitions.append(Transition(unique, label, tuple(sources), tuple(targets)))

    def level(self, nodes: tuple[Node, ...], flows: tuple[Flow, ...], source: str, sink: str) -> None:
        """Add the nodes of the procedure, or of a sub-process, between two places."""
        level = _Level(self, nodes, flows, sink)
        starts: list[Node] = [node for node in nodes if isinstance(node, Start)]
        firsts = starts or [node for node in nodes if not level.entering[node.id]] or list(nodes[:1])
        for node in firsts:
            self.transition(f"begin-{node.id}", [source], [level.inlet(node)])
        if not firsts:
            self.transition("nothing", [source], [sink])
        for node in nodes:
            level.add(node)


def net_of(procedure: Procedure) -> Net:
    """Return the net of a procedure whose flows all lead somewhere; raises InputError for what no net can say.

    >>> net = net_of(Procedure(id="p", nodes=(Task(id="a"), Task(id="b")), flows=(Flow(source="a", target="b"),)))
    >>> [transition.label for transition in net.transitions]
    [None, 'a', 'b']
    """
    net = Net()
    net.level(procedure.nodes, procedure.flows, net.place("source"), net.place("sink"))
    return net


def label_of(node: Node) -> str:
    """Return the name of a node for a log: the first that logs record it by, else its title, else its id."""
    if isinstance(node, Task) and node.recorded_as:
        return node.recorded_as[0]
    return node.title.ja or node.title.en or node.id


@dataclass
class _Level:
    """One level of the graph, with the places of its flows."""

    drawing: Net
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    sink: str
    entering: dict[str, list[int]] = field(init=False)
    leaving: dict[str, list[int]] = field(init=False)
    places: dict[int, str] = field(default_factory=dict)
    inlets: dict[str, str] = field(default_factory=dict)
    pairs: Mapping[str, _Pair] = field(init=False)

    def __post_init__(self) -> None:
        self.entering = {node.id: [] for node in self.nodes}
        self.leaving = {node.id: [] for node in self.nodes}
        for turn, flow in enumerate(self.flows):
            self.entering[flow.target].append(turn)
            self.leaving[flow.source].append(turn)
        self.pairs = _pairs(self.nodes, self.flows)

    def waits_for_all(self, node: Node) -> bool:
        """Tell whether a node joins its ways: then each of them has a place of its own."""
        if not isinstance(node, Gateway) or len(self.entering[node.id]) < 2:
            return False
        joins = {pair.join for pair in self.pairs.values()}
        return node.logic == "parallel" or (node.logic == "inclusive" and node.id in joins)

    def inlet(self, node: Node) -> str:
        """Return the place before a node that takes a token from any of its ways."""
        if node.id not in self.inlets:
            self.inlets[node.id] = self.drawing.place(f"before-{node.id}")
        return self.inlets[node.id]

    def place(self, turn: int) -> str:
        """Return the place of a flow: that before its target, unless the target waits for each."""
        target = next(node for node in self.nodes if node.id == self.flows[turn].target)
        if not self.waits_for_all(target):
            return self.inlet(target)
        if turn not in self.places:
            self.places[turn] = self.drawing.place(f"flow-{turn}")
        return self.places[turn]

    def add(self, node: Node) -> None:
        """Add what a node does with tokens."""
        drawing = self.drawing
        sources = (
            [self.place(turn) for turn in self.entering[node.id]]
            if self.waits_for_all(node)
            else [self.inlet(node)]
        )
        ways = [self.place(turn) for turn in self.leaving[node.id]] or [self.sink]
        if isinstance(node, SubProcess) and node.nodes:
            inside, done = drawing.place(f"in-{node.id}"), drawing.place(f"done-{node.id}")
            drawing.transition(f"enter-{node.id}", sources, [inside])
            drawing.level(node.nodes, node.flows, inside, done)
            self.leave(node, [done], ways)
        elif isinstance(node, Task | SubProcess):
            before_ways = [drawing.place(f"after-{node.id}")] if self.chooses(node) else ways
            names = (node.recorded_as if isinstance(node, Task) else ()) or (label_of(node),)
            for name in dict.fromkeys(names):
                drawing.transition(node.id, sources, before_ways, name)
            if before_ways is not ways:
                self.leave(node, before_ways, ways)
        else:
            self.leave(node, sources, ways)

    def chooses(self, node: Node) -> bool:
        """Tell whether a node that is no gateway takes one of its ways only."""
        flows = [self.flows[turn] for turn in self.leaving[node.id]]
        return len(flows) > 1 and any(
            flow.condition or flow.otherwise or flow.share is not None or flow.rework for flow in flows
        )

    def leave(self, node: Node, sources: Sequence[str], ways: Sequence[str]) -> None:
        """Add the silent transitions by which a node is left."""
        logic = node.logic if isinstance(node, Gateway) else "exclusive" if self.chooses(node) else "parallel"
        if len(ways) == 1 or logic == "parallel":
            self.drawing.transition(node.id, sources, ways)
        elif logic == "inclusive":
            self.leave_inclusive(node, sources, ways)
        elif len(sources) == 1:
            for way in ways:
                self.drawing.transition(node.id, sources, [way])
        else:
            chosen = self.drawing.place(f"choice-{node.id}")
            self.drawing.transition(node.id, sources, [chosen])
            self.leave(node, [chosen], ways)

    def leave_inclusive(self, node: Node, sources: Sequence[str], ways: Sequence[str]) -> None:
        """Take any of the ways: each is passed by or not, as long as the join knows; else all choices one by one."""
        pair = self.pairs.get(node.id)
        if pair is not None:
            decided = [self.drawing.place(f"way-{node.id}") for _ in ways]
            self.drawing.transition(node.id, sources, decided)
            for turn, place, way in zip(self.leaving[node.id], decided, ways, strict=True):
                self.drawing.transition(f"take-{node.id}", [place], [way])
                passed = self.place(pair.ends[turn])
                if passed is not way:
                    self.drawing.transition(f"pass-{node.id}", [place], [passed])
            return
        if len(ways) > _MOST_WAYS:
            raise InputError(
                en=f"The gateway {node.title or node.id} has {len(ways)} ways and no join at which all of them meet: "
                "that cannot be made a Petri net. Add the join.",
                ja=f"分岐「{node.title or node.id}」の{len(ways)}個の流れが集まる合流がないため、ペトリネットにできません。"
                "合流を加えてください。",
            )
        for size in range(1, len(ways) + 1):
            for taken in combinations(ways, size):
                self.drawing.transition(node.id, sources, list(taken))


@dataclass(frozen=True)
class _Pair:
    """An inclusive join, and by which of its flows (by place in the list) each flow of the split comes to it."""

    join: str
    ends: Mapping[int, int]


def _pairs(nodes: tuple[Node, ...], flows: tuple[Flow, ...]) -> dict[str, _Pair]:
    """Return the inclusive splits whose every way leads, alone, to one flow of one and the same join."""
    found = {}
    logics = {node.id: node.logic for node in nodes if isinstance(node, Gateway)}
    for node in nodes:
        ways = [turn for turn, flow in enumerate(flows) if flow.source == node.id]
        if logics.get(node.id) != "inclusive" or len(ways) < 2:
            continue
        for join in nodes:
            entering = [turn for turn, flow in enumerate(flows) if flow.target == join.id]
            if logics.get(join.id) != "inclusive" or len(entering) != len(ways) or join is node:
                continue
            ends = {way: _ends(way, node.id, join.id, flows) for way in ways}
            if all(len(each) == 1 for each in ends.values()) and len(
                frozenset().union(*ends.values())
            ) == len(ways):
                found[node.id] = _Pair(join.id, {way: next(iter(each)) for way, each in ends.items()})
    return found


def _ends(way: int, split: str, join: str, flows: tuple[Flow, ...]) -> frozenset[int]:
    """Return the flows by which a way may come to the join; none if it also leads elsewhere for good."""
    seen, waiting, ends = set(), [way], set()
    while waiting:
        turn = waiting.pop()
        if turn in seen:
            continue
        seen.add(turn)
        if flows[turn].target == join:
            ends.add(turn)
            continue
        following = [more for more, flow in enumerate(flows) if flow.source == flows[turn].target]
        if not following or flows[turn].target == split:
            return frozenset()
        waiting += following
    return frozenset(ends)
