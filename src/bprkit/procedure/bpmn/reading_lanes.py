"""Lanes as roles: in the order of the drawing, nested ones as parts of others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bprkit.procedure.bpmn import findings
from bprkit.procedure.bpmn.kept import foreign_of, names_of
from bprkit.procedure.bpmn.markup import children_of, line_of, local
from bprkit.procedure.bpmn.names import mtag
from bprkit.procedure.bpmn.reading_context import NAMED, Context, own_ids, title_of, told
from bprkit.procedure.model import Role
from bprkit.procedure.problems import Problem

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


@dataclass(frozen=True)
class _Lane:
    """A lane with the id of its role, and those of the lanes around it from the outermost on."""

    element: Element
    id: str
    around: tuple[str, ...]


def read_lanes(process: Element, context: Context) -> tuple[Role, ...]:
    """Return a role for every lane of the first lane set, and note in the context whose each node is."""
    lane_set = process.find(mtag("laneSet"))
    if lane_set is None:
        return ()
    lanes = _lanes(lane_set, (), own_ids(list(lane_set.iter(mtag("lane")))))
    for lane in lanes:
        for name in dict.fromkeys(_nodes_in(lane.element)):
            if name in context.nodes and context.roles.get(name) in (None, *lane.around):
                context.roles[name] = lane.id
            elif name in context.nodes:
                context.problems.append(_in_two_lanes(name, lane.id, context))
    around = {lane.id: lane.around for lane in lanes}
    return tuple(_role(lane, around, context) for lane in lanes)


def _lanes(lane_set: Element, around: tuple[str, ...], ids: Mapping[str, str]) -> list[_Lane]:
    found = []
    for lane in lane_set.findall(mtag("lane")):
        id_ = ids[lane.get("id", "")]
        found.append(_Lane(lane, id_, around))
        for inner in lane.findall(mtag("childLaneSet"))[:1]:
            found += _lanes(inner, (*around, id_), ids)
    return found


def _in_two_lanes(node: str, lane: str, context: Context) -> Problem:
    other = context.roles[node]
    return findings.lost(
        node,
        f"{node}: it stands in lane {other} and in lane {lane}; {other} is taken. Leave it in one lane only.",
        f"{node}: レーン {other} と {lane} の両方に入っています。{other} とします。一方だけに入れてください。",
        value=lane,
    )


def _nodes_in(lane: Element) -> list[str]:
    return [(reference.text or "").strip() for reference in lane.findall(mtag("flowNodeRef"))]


def _role(lane: _Lane, around: Mapping[str, tuple[str, ...]], context: Context) -> Role:
    element, name = lane.element, lane.id
    data = told(element, Role, name, context.problems)
    data.pop("id", None)
    noted = data.pop("foreign", None)
    title = title_of(element.get("name"), data, name)
    outer = data.pop("part_of", None)
    rest = [child for child in children_of(element) if not _is_told(child, name, around, context)]
    skeletons = [_skeleton(child) if local(child) == "childLaneSet" else child for child in rest]
    foreign = foreign_of(element, NAMED, skeletons, None)
    if foreign is not None and (kept := [name for name in names_of(foreign) if name not in _UNDERSTOOD]):
        context.problems.append(findings.kept(lane.id, kept, line_of(element)))
    part_of = lane.around[-1] if lane.around else outer
    return Role(id=lane.id, title=title, part_of=part_of, foreign=foreign or noted, **data)


_UNDERSTOOD = frozenset({"<childLaneSet>", "<flowNodeRef>"})


def _is_told(child: Element, role: str, around: Mapping[str, tuple[str, ...]], context: Context) -> bool:
    """Tell whether the model carries a child of a lane: a node, or a bare set of lanes.

    Some tools mention a node in the outer lanes too: that is kept.
    """
    if local(child) == "flowNodeRef":
        name = (child.text or "").strip()
        if name not in context.nodes:
            return name not in context.known
        return role not in around[context.roles[name]]
    return local(child) == "childLaneSet" and not child.attrib and _only_lanes(child)


def _only_lanes(lane_set: Element) -> bool:
    return bool(len(lane_set)) and all(local(child) == "lane" for child in children_of(lane_set))


def _skeleton(lane_set: Element) -> Element:
    """Return a set of lanes without its lanes, which are roles."""
    from copy import deepcopy

    copy = deepcopy(lane_set)
    for lane in copy.findall(mtag("lane")):
        copy.remove(lane)
    return copy


def lane_set_left(lane_set: Element) -> Element | None:
    """Return what a process's first lane set says besides its lanes, None if nothing."""
    left = _skeleton(lane_set)
    return left if left.attrib or len(left) else None
