"""The ways through a procedure with its sub-processes unfolded, all of them or those of one class of cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bprkit.procedure.checks.classes import CaseClass, case_classes, described_together, samples, taken
from bprkit.procedure.checks.levels import Level, interrupts, levels, splitting
from bprkit.procedure.conditions import Value
from bprkit.procedure.model import End, Flow, Gateway, Logic, Node, Procedure, Start, SubProcess

MOST_CLASSES = 4_096
MOST_WORK = 3_000_000


@dataclass(frozen=True)
class Link:
    """A step onward; `flow` is None between a sub-process and what is in it."""

    target: str
    flow: Flow | None = None


@dataclass(frozen=True)
class Ways:
    """Which node leads to which. `splits`: how the ways out of a node part; `joins_all`: nodes that wait for all ways in.

    case: which cases take these ways, None where all do, or where conditions are left out of account.
    """

    nodes: Mapping[str, Node]
    starts: tuple[str, ...]
    links: Mapping[str, Sequence[Link]]
    splits: Mapping[str, Logic]
    joins_all: frozenset[str]
    case: str | None = None

    @cached_property
    def back(self) -> Mapping[str, Sequence[Link]]:
        """The links against their direction."""
        found: dict[str, list[Link]] = {id_: [] for id_ in self.links}
        for source, links in self.links.items():
            for link in links:
                found[link.target].append(Link(source, link.flow))
        return found

    @cached_property
    def outcomes(self) -> Mapping[str, str]:
        """The ends of the top level, with how cases end there."""
        return {
            id_: node.outcome
            for id_, node in self.nodes.items()
            if isinstance(node, End) and not self.links[id_] and id_ in self.links
        }

    def after(self, sources: Sequence[str], stops: Callable[[str], bool] = lambda id_: False) -> set[str]:
        """Return what comes after, not beyond where it `stops`; the sources only if they come again."""
        return _followed(sources, self.links, stops)

    def before(self, sources: Sequence[str], stops: Callable[[str], bool] = lambda id_: False) -> set[str]:
        """Return what comes before, not beyond where it `stops`; the sources only if they come again."""
        return _followed(sources, self.back, stops)


def _followed(
    sources: Sequence[str], links: Mapping[str, Sequence[Link]], stops: Callable[[str], bool]
) -> set[str]:
    found: set[str] = set()
    waiting = list(sources)
    while waiting:
        for link in links[waiting.pop()]:
            if link.target not in found:
                found.add(link.target)
                if not stops(link.target):
                    waiting.append(link.target)
    return found


def unfolded(procedure: Procedure) -> Ways:
    """Return all ways through a procedure."""
    nodes: dict[str, Node] = {}
    links: dict[str, list[Link]] = {}
    splits: dict[str, Logic] = {}
    joins: set[str] = set()
    exits: dict[str, str] = {}
    top: Level | None = None
    for level in levels(procedure):
        top = top or level
        if level.owner is not None and level.owner.id not in exits:
            continue  # within an event sub-process, to which no way leads
        for node in level.nodes:
            nodes[node.id] = node
            events = level.on_border.get(node.id, ())
            exits[node.id] = f"{node.id}\0after" if events or _is_passable(node) else node.id
            out = level.outgoing[node.id]
            links.setdefault(exits[node.id], []).extend(Link(flow.target, flow) for flow in out)
            splits[exits[node.id]] = splitting(node, out)
            if exits[node.id] != node.id:
                links[node.id] = [Link(event.id) for event in events]
                links[node.id] += [] if _is_passable(node) else [Link(exits[node.id])]
                splits[node.id] = "exclusive" if all(map(interrupts, events)) else "inclusive"
            if isinstance(node, Gateway) and node.logic == "parallel" and len(level.incoming[node.id]) > 1:
                joins.add(node.id)
        if level.owner is not None and _is_passable(level.owner):
            links[level.owner.id] += [Link(start.id) for start in level.starts]
            for end in level.ends:
                links[end.id] = [Link(exits[level.owner.id])]
    starts = tuple(start.id for start in top.starts) if top else ()
    return Ways(nodes, starts, links, splits, frozenset(joins))


def _is_passable(node: Node) -> bool:
    return (
        isinstance(node, SubProcess)
        and any(isinstance(inner, Start) for inner in node.nodes)
        and any(isinstance(inner, End) for inner in node.nodes)
    )


@dataclass(frozen=True)
class Classes:
    """The ways of each group of classes that take the same, and all classes.

    complete: whether they were told apart; if not, there is one group, as if conditions at different places had nothing
    to do with each other.
    """

    groups: tuple[tuple[Ways, tuple[CaseClass, ...]], ...]
    every: tuple[CaseClass, ...] = ()
    complete: bool = True

    def of(self, ways: Sequence[Ways]) -> list[CaseClass]:
        """Return the classes that take any of some ways."""
        return [case for some, cases in self.groups if any(some is each for each in ways) for case in cases]


def by_class(procedure: Procedure) -> Classes:
    """Return the ways that the classes of cases can take, as far as there are not too many of them."""
    whole = unfolded(procedure)
    asking = {
        id_: [link.flow for link in links if link.flow is not None]
        for id_, links in whole.links.items()
        if any(link.flow is not None and link.flow.condition is not None for link in links)
    }
    conditions = [flow.condition for flows in asking.values() for flow in flows if flow.condition is not None]
    cases = case_classes(procedure.attributes, conditions, MOST_CLASSES)
    if cases is None or len(cases) * len(asking) > MOST_WORK:
        return Classes(((_open(whole), ()),), complete=False)
    together: dict[tuple[int, ...], list[CaseClass]] = {}
    for case in cases:
        together.setdefault(tuple(_signature(asking, whole, samples(case), procedure)), []).append(case)
    if len(together) * len(whole.links) > MOST_WORK:
        return Classes(((_open(whole), ()),), complete=False)
    groups = tuple((_of(whole, group, cases, procedure), tuple(group)) for group in together.values())
    return Classes(groups, tuple(cases))


def _signature(
    asking: Mapping[str, list[Flow]], whole: Ways, case: Mapping[str, Value], procedure: Procedure
) -> Iterator[int]:
    for id_, flows in asking.items():
        chosen = {id(flow) for flow in taken(flows, whole.splits[id_], case, procedure.attributes)}
        yield sum(1 << place for place, flow in enumerate(flows) if id(flow) in chosen)


def _open(whole: Ways) -> Ways:
    links = {
        id_: [x for x in every if x.flow is None or x.flow.share != 0] for id_, every in whole.links.items()
    }
    return _narrowed(whole, links, None)


def _of(whole: Ways, group: Sequence[CaseClass], cases: Sequence[CaseClass], procedure: Procedure) -> Ways:
    values = samples(group[0])
    links: dict[str, list[Link]] = {}
    for id_, every in whole.links.items():
        flows = [link.flow for link in every if link.flow is not None]
        if len(flows) < len(every):
            links[id_] = list(every)
            continue
        chosen = {id(flow) for flow in taken(flows, whole.splits[id_], values, procedure.attributes)}
        links[id_] = [link for link in every if id(link.flow) in chosen]
    return _narrowed(whole, links, described_together(group, cases) or None)


def _narrowed(whole: Ways, links: Mapping[str, Sequence[Link]], case: str | None) -> Ways:
    """Keep what can be reached."""
    found, waiting = set(whole.starts), list(whole.starts)
    while waiting:
        for link in links[waiting.pop()]:
            if link.target not in found:
                found.add(link.target)
                waiting.append(link.target)
    kept = {id_: links[id_] for id_ in whole.links if id_ in found}
    nodes = {id_: node for id_, node in whole.nodes.items() if id_ in found}
    return Ways(nodes, whole.starts, kept, whole.splits, whole.joins_all, case)
