"""What is to be laid out: lanes, places and links as numbers, with their sizes, before anything has a position.

Layout thinks along one axis (`along`, the way of time) and across it (`across`, over the lanes); for vertical lanes sizes
are turned on the way in and positions on the way out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bprkit.drawing import words
from bprkit.drawing.contents import Content, Mark, content
from bprkit.drawing.geometry import LaneKind
from bprkit.drawing.heat import Heat
from bprkit.drawing.lanegrid.unfolding import unfolded
from bprkit.drawing.text import plain, width
from bprkit.drawing.theme import Theme
from bprkit.procedure.model import Flow, Node, Procedure, Role, Task


@dataclass(frozen=True, slots=True)
class Strip:
    """A lane to be: `pale` where the role has no part, and a note that says so."""

    id: str
    title: str
    kind: LaneKind
    pale: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A node to be placed. along, across: its size on the two axes; caption_*: that of the text beside it."""

    id: str
    lane: int
    content: Content
    along: float
    across: float
    caption_along: float
    caption_across: float

    @property
    def small(self) -> bool:
        """Whether it is an event or a gateway, with its text beside it."""
        return self.content.kind not in ("task", "subprocess")


@dataclass(frozen=True, slots=True)
class Link:
    """A flow between two places. back: against the way of time."""

    source: int
    target: int
    flow: Flow
    back: bool
    label: tuple[str, ...]
    label_along: float
    label_across: float


@dataclass(frozen=True, slots=True)
class Plan:
    """All that has to be laid out."""

    strips: tuple[Strip, ...]
    places: tuple[Place, ...]
    links: tuple[Link, ...]
    vertical: bool


def plan(
    procedure: Procedure,
    theme: Theme,
    *,
    vertical: bool,
    lanes: Sequence[Strip] | None = None,
    lane_of: Mapping[str, str] | None = None,
    marks: Mapping[str, Mark] | None = None,
    unfold: Sequence[str] | bool = False,
    heat: Heat | None = None,
) -> Plan:
    """Return the plan of a procedure.

    lanes: those to draw, in order, else the roles that do something. lane_of: the lane of a role, where that is not its
    own id. marks: how nodes changed. heat: what a log says of them.
    """
    nodes, flows = unfolded(procedure, unfold)
    role_of = _roles(nodes, flows)
    strips = tuple(lanes) if lanes is not None else _strips(procedure, role_of)
    strips = strips or (Strip("", "", "nobody"),)
    at = {strip.id: number for number, strip in enumerate(strips)}
    key_of = lane_of or {}
    kinds = {role.id: role.kind for role in procedure.roles}
    places = []
    for node in nodes:
        role = role_of[node.id]
        automatic = isinstance(node, Task) and (
            node.type in ("service", "script", "business_rule") or kinds.get(role) == "system"
        )
        shown = content(node, theme, (marks or {}).get(node.id), automatic, heat)
        places.append(_place(node, at.get(key_of.get(role, role), 0), shown, theme, vertical))
    index = {place.id: number for number, place in enumerate(places)}
    pairs = [(index[flow.source], index[flow.target], flow) for flow in flows]
    back = back_links(len(places), pairs)
    links = tuple(
        _link(source, target, flow, number in back, theme, vertical)
        for number, (source, target, flow) in enumerate(pairs)
    )
    return Plan(strips, tuple(places), links, vertical)


def strip_of(role: Role) -> Strip:
    """Return the lane of a role."""
    return Strip(role.id, plain(str(role.title)) or plain(role.id), role.kind)


def used_strips(procedure: Procedure, unfold: Sequence[str] | bool = False) -> tuple[Strip, ...]:
    """Return the lanes of the roles that do something, in the order of the procedure."""
    return _strips(procedure, _roles(*unfolded(procedure, unfold)))


def _strips(procedure: Procedure, role_of: Mapping[str, str]) -> tuple[Strip, ...]:
    used = set(role_of.values())
    known = [strip_of(role) for role in procedure.roles if role.id in used]
    named = {role.id for role in procedure.roles}
    return (
        *known,
        *(
            Strip(key, plain(key), "staff" if key else "nobody")
            for key in dict.fromkeys(role_of.values())
            if key not in named
        ),
    )


def _roles(nodes: Sequence[Node], flows: Sequence[Flow]) -> dict[str, str]:
    """Return the role of each node; a node without one takes that of the node before, else of the node after."""
    found = {node.id: node.role for node in nodes if node.role is not None}
    missing = [node.id for node in nodes if node.role is None]
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for flow in flows:
        after.setdefault(flow.source, []).append(flow.target)
        before.setdefault(flow.target, []).append(flow.source)
    while missing:
        left = []
        for key in missing:
            near = next(
                (other for other in (*before.get(key, ()), *after.get(key, ())) if other in found), None
            )
            if near is None:
                left.append(key)
            else:
                found[key] = found[near]
        if len(left) == len(missing):
            first = next(iter(found.values()), "")
            found |= dict.fromkeys(left, first)
            break
        missing = left
    return found


def _place(node: Node, lane: int, shown: Content, theme: Theme, vertical: bool) -> Place:
    text = max((width(line, theme.caption) for line in shown.caption), default=0.0)
    tall = len(shown.caption) * theme.caption_leading
    if vertical:
        return Place(node.id, lane, shown, shown.height, shown.width, tall, text)
    return Place(node.id, lane, shown, shown.width, shown.height, text, tall)


def _link(source: int, target: int, flow: Flow, back: bool, theme: Theme, vertical: bool) -> Link:
    lines = words.flow_lines(flow, 104, theme.caption, most=3)
    text = max((width(line, theme.caption) for line in lines), default=0.0)
    tall = len(lines) * theme.caption_leading
    sizes = (tall, text) if vertical else (text, tall)
    return Link(source, target, flow, back, lines, *sizes)


def back_links(count: int, pairs: Sequence[tuple[int, int, Flow]]) -> frozenset[int]:
    """Return the numbers of the links that lead back: those that say so, and those that close a circle."""
    plainly = {target for source, target, flow in pairs if not flow.rework and source != target}
    said = {
        number
        for number, (source, target, flow) in enumerate(pairs)
        if source == target
        or (flow.rework and target in plainly)  # what only a return leads to comes after it
    }
    leaving: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    entered = [False] * count
    for number, (source, target, _) in enumerate(pairs):
        if number not in said:
            leaving[source].append((number, target))
            entered[target] = True
    state = [0] * count
    closing: set[int] = set()
    for first in [*(node for node in range(count) if not entered[node]), *range(count)]:
        if state[first]:
            continue
        state[first] = 1
        stack = [(first, iter(leaving[first]))]
        while stack:
            node, rest = stack[-1]
            for number, target in rest:
                if state[target] == 1:
                    closing.add(number)
                elif not state[target]:
                    state[target] = 1
                    stack.append((target, iter(leaving[target])))
                    break
            else:
                state[node] = 2
                stack.pop()
    return frozenset(said | closing)
