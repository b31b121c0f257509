"""How the steps of a procedure follow one another: what comes before what, side by side, and on which condition.

Sub-processes are opened; gateways and events of start and end are passed through; ways back (差戻し) are kept apart.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from bprkit.language import tell
from bprkit.procedure.comparing.related import Related, ones
from bprkit.procedure.comparing.ways import Ways, ways_of
from bprkit.procedure.model import (
    Event,
    Flow,
    Gateway,
    Message,
    Node,
    Procedure,
    Role,
    SubProcess,
    Task,
    Timer,
    Title,
)


@dataclass(frozen=True)
class Step:
    """Something that is done or waited for, and who does it."""

    node: Node
    role: Role | None

    @property
    def id(self) -> str:
        """The id of the node."""
        return self.node.id

    @property
    def title(self) -> Title:
        """The title of the node."""
        return self.node.title

    @property
    def task(self) -> Task | None:
        """The node, if it is work."""
        return self.node if isinstance(self.node, Task) else None

    @property
    def kind(self) -> Literal["task", "message", "timer", "event", "subprocess"]:
        """What sort of step it is."""
        for found, kind in _KINDS:
            if isinstance(self.node, found):
                return kind
        raise TypeError(type(self.node))

    @property
    def who(self) -> str:
        """The role as a reader knows it, in the language in use; "" for none."""
        return name_of(self.role)

    def __str__(self) -> str:
        return str(self.title) or self.id


_KINDS: tuple[tuple[type[Node], Literal["task", "message", "timer", "event", "subprocess"]], ...] = (
    (Task, "task"),
    (Message, "message"),
    (Timer, "timer"),
    (Event, "event"),
    (SubProcess, "subprocess"),
)


def name_of(role: Role | None) -> str:
    """Return the title of a role, else its id, else nothing."""
    return "" if role is None else str(role.title) or role.id


@dataclass(frozen=True)
class Guard:
    """On what a way is taken: a share, a condition, unless other conditions hold, or only a name."""

    kind: Literal["share", "when", "unless", "named"]
    value: float | str

    def __str__(self) -> str:
        if self.kind == "share":
            return f"{float(self.value) * 100:.4g}%"
        if self.kind == "unless":
            return tell(en=f"unless {self.value}", ja=f"{self.value} でないとき")
        return str(self.value)


@dataclass(frozen=True)
class Return:
    """A way back: after which steps, to which, and on what."""

    source: frozenset[str]
    target: frozenset[str]
    guards: frozenset[Guard]


@dataclass(frozen=True)
class Demand:
    """An order that a law or a contract demands: which steps come before which others."""

    source: frozenset[str]
    target: frozenset[str]
    citation: str


@dataclass(frozen=True)
class Course:
    """The steps in the order of the flow, and how they stand to one another; all by id.

    place: from 0 at the beginning to 1 at the end. earlier: all steps that come before a step. beside: all steps that
    run side by side with it. ahead, behind: the nearest steps after and before. guards: on what it is reached.
    """

    steps: tuple[Step, ...]
    place: Mapping[str, float]
    earlier: Related
    beside: Related
    ahead: Mapping[str, frozenset[str]]
    behind: Mapping[str, frozenset[str]]
    guards: Mapping[str, frozenset[Guard]]
    returns: tuple[Return, ...]
    demands: tuple[Demand, ...]

    @cached_property
    def step_of(self) -> Mapping[str, Step]:
        """Every step by its id."""
        return {step.id: step for step in self.steps}

    @cached_property
    def turn(self) -> Mapping[str, int]:
        """The number of each step in the order of the flow."""
        return {step.id: number for number, step in enumerate(self.steps)}


def course_of(procedure: Procedure) -> Course:
    """Return the course of a procedure; flows to nodes that are not there count for nothing.

    >>> steps = tuple(Task(id=name, title=Title(name)) for name in ("起案", "決裁"))
    >>> course = course_of(Procedure(id="p", nodes=steps, flows=(Flow(source="起案", target="決裁"),)))
    >>> [step.id for step in course.steps], sorted(course.earlier["決裁"]), course.place["決裁"]
    (['起案', '決裁'], ['起案'], 1.0)
    """
    ways = ways_of(procedure)
    steps = {key: Step(node, _role(procedure, node)) for key, node in ways.nodes.items() if _is_step(node)}
    depths = _depths(ways, steps)
    deepest = max((depths[key] for key in steps), default=1)
    turn = {key: number for number, key in enumerate(ways.nodes)}
    ordered = sorted(steps, key=lambda key: (depths[key], turn[key]))
    ahead = {key: frozenset(_nearest(key, ways.after, steps)) for key in steps}
    behind: dict[str, list[str]] = {key: [] for key in steps}
    for key in steps:
        for other in ahead[key]:
            behind[other].append(key)
    bits = {key: 1 << number for number, key in enumerate(ways.order)}
    own = sum(bits[key] for key in steps)
    came = _gathered(ways.order, ways.before, bits)
    return Course(
        steps=tuple(steps[key] for key in ordered),
        place={key: (depths[key] - 1) / max(deepest - 1, 1) for key in steps},
        earlier=Related(ways.order, {key: came[key] & own for key in steps}),
        beside=_beside(ways, steps, bits, own),
        ahead=ahead,
        behind={key: frozenset(others) for key, others in behind.items()},
        guards=_guards(ways, steps),
        returns=tuple(_returns(ways, steps)),
        demands=tuple(_demands(ways, steps)),
    )


def _is_step(node: Node) -> bool:
    if isinstance(node, SubProcess):
        return not node.nodes
    return isinstance(node, Task | Message | Timer | Event)


def _role(procedure: Procedure, node: Node) -> Role | None:
    return None if node.role is None else procedure.role_of.get(node.role) or Role(id=node.role)


def _depths(ways: Ways, steps: Container[str]) -> dict[str, int]:
    """Return how many steps the longest way to a place takes, the place itself included."""
    depths: dict[str, int] = {}
    for key in ways.order:
        depths[key] = max((depths[other] for other in ways.before[key]), default=0) + (key in steps)
    return depths


def _gathered(
    order: Iterable[str], ways: Mapping[str, tuple[str, ...]], bits: Mapping[str, int]
) -> dict[str, int]:
    """Return, for each place, all those that its ways lead to, nearer and farther ones, as bits."""
    found: dict[str, int] = {}
    for key in order:
        there = 0
        for other in ways[key]:
            there |= found[other] | bits[other]
        found[key] = there
    return found


def _nearest(key: str, ways: Mapping[str, tuple[str, ...]], steps: Container[str]) -> Iterator[str]:
    seen, waiting = {key}, list(ways.get(key, ()))
    while waiting:
        place = waiting.pop()
        if place in seen:
            continue
        seen.add(place)
        if place in steps:
            yield place
        else:
            waiting.extend(ways.get(place, ()))


# Side by side


def _beside(ways: Ways, steps: Iterable[str], bits: Mapping[str, int], own: int) -> Related:
    reached = _gathered(reversed(ways.order), ways.after, bits)
    found: dict[str, int] = dict.fromkeys(steps, 0)
    for key in ways.order:
        flows = ways.leaving[key]
        if len(flows) < 2 or not _runs_all(ways.nodes.get(key), [flow for _, flow in flows]):
            continue
        join = ways.meets.get(key)
        past = reached[join] | bits[join] if join is not None and join in reached else 0
        branches = [(reached[target] | bits[target]) & own & ~past for target, _ in flows]
        for number, one in enumerate(branches):
            for other in branches[number + 1 :]:
                left, right = one & ~other, other & ~one
                for place in ones(left if right else 0):
                    found[ways.order[place]] |= right
                for place in ones(right if left else 0):
                    found[ways.order[place]] |= left
    return Related(ways.order, found)


def _runs_all(node: Node | None, flows: list[Flow]) -> bool:
    if isinstance(node, Gateway):
        return node.logic in ("parallel", "inclusive")
    return not any(flow.condition or flow.otherwise or flow.share is not None for flow in flows)


# On what


def _guards(ways: Ways, steps: Iterable[str]) -> dict[str, frozenset[Guard]]:
    """Return what each step hangs on: the branches it stands in, but not those that meet again before it."""
    direct: dict[str, dict[str, frozenset[Guard]]] = {key: {} for key in ways.order}
    for key in ways.order:
        flows = ways.leaving[key]
        if len(flows) < 2:
            continue
        siblings = ways.all_leaving[key]
        for target, flow in flows:
            guards = guards_of(flow, siblings)
            place: str | None = target
            while place is not None and place != ways.meets.get(key):
                direct[place][key] = direct[place].get(key, frozenset()) | guards
                place = ways.meets.get(place)
    whole: dict[str, frozenset[Guard]] = {}
    for key in ways.order:
        above = (whole[place] | guards for place, guards in direct[key].items())
        whole[key] = frozenset[Guard]().union(
            *above
        )  # the branches of a parallel gateway have no guard of their own
    return {key: whole[key] for key in steps}


def guards_of(flow: Flow, siblings: Iterable[Flow]) -> frozenset[Guard]:
    """Return on what a flow is taken, seen beside the others that leave the same place."""
    others = [other for other in siblings if other is not flow]
    if flow.condition is not None:
        return frozenset({Guard("when", str(flow.condition))})
    if flow.share is not None:
        return frozenset({Guard("share", round(flow.share, 9))})
    conditions = [str(other.condition) for other in others if other.condition is not None]
    if conditions:
        return frozenset(Guard("unless", condition) for condition in conditions)
    shares = [other.share for other in others if other.share is not None]
    if shares and len(shares) == len(others):
        return frozenset({Guard("share", round(max(1 - sum(shares), 0.0), 9))})
    return frozenset({Guard("named", str(flow.title))} if flow.title else ())


def _returns(ways: Ways, steps: Mapping[str, Step]) -> Iterator[Return]:
    for source, target, flow in ways.back:
        yield Return(*_ends(source, target, ways, steps), guards_of(flow, ways.all_leaving[source]))


def _demands(ways: Ways, steps: Mapping[str, Step]) -> Iterator[Demand]:
    for source in ways.order:
        for target, flow in ways.leaving[source]:
            if flow.mandatory is not None:
                yield Demand(*_ends(source, target, ways, steps), flow.mandatory.citation)


def _ends(
    source: str, target: str, ways: Ways, steps: Mapping[str, Step]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the nearest steps on both sides of a way."""
    before = {source} if source in steps else _nearest(source, ways.before, steps)
    after = {target} if target in steps else _nearest(target, ways.after, steps)
    return frozenset(before), frozenset(after)
