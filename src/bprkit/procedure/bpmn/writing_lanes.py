"""Roles as lanes, parts of others inside them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bprkit.procedure.bpmn.data import add_data
from bprkit.procedure.bpmn.fields import beyond_default, hints_of
from bprkit.procedure.bpmn.kept import children_at_home, has_place
from bprkit.procedure.bpmn.markup import children_of, local
from bprkit.procedure.bpmn.names import mtag
from bprkit.procedure.bpmn.schema_order import put_in_order
from bprkit.procedure.bpmn.writing_context import Out, about, head
from bprkit.procedure.model import Procedure, Role

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DRAWN = frozenset({"id", "title", "foreign", "part_of"})
Tree = dict[str | None, list[Role]]


def write_lanes(process: Element, procedure: Procedure, out: Out) -> None:
    """Fill the process's first set of lanes, or make one, unless there are no roles."""
    if not procedure.roles:
        return
    from lxml import etree

    lane_set = process.find(mtag("laneSet"))
    if lane_set is None:
        lane_set = etree.SubElement(process, mtag("laneSet"))
    tree = lane_tree(procedure)
    nodes = defaultdict(list)
    for node in procedure.nodes:
        nodes[node.role].append(out.nodes[node.id])
    for role in tree[None]:
        lane_set.append(_lane(role, tree, nodes, procedure, out))


def lane_tree(procedure: Procedure) -> Tree:
    """Return the roles by the role that they are part of; those that are part of nothing known, or of themselves, on top."""
    tree: Tree = defaultdict(list)
    for role in procedure.roles:
        tree[parent_of(role, procedure)].append(role)
    return tree


def parent_of(role: Role, procedure: Procedure) -> str | None:
    """Return the role that this is part of, None if that does not exist or the roles turn in a circle."""
    seen, parent = {role.id}, role.part_of
    while parent is not None and parent in procedure.role_of and parent not in seen:
        seen.add(parent)
        parent = procedure.role_of[parent].part_of
    circles = parent in seen
    return None if circles or role.part_of not in procedure.role_of else role.part_of


def lane_order(tree: Tree, parent: str | None = None) -> list[str]:
    """Return the roles in the order in which their lanes stand in the file."""
    found = []
    for role in tree.get(parent, ()):
        found += [role.id, *lane_order(tree, role.id)]
    return found


def _lane(
    role: Role, tree: Tree, nodes: dict[str | None, list[str]], procedure: Procedure, out: Out
) -> Element:
    from lxml import etree

    with about(role.id):
        lane = etree.Element(mtag("lane"))
        noted = head(lane, out.roles[role.id], role.title, role.id if out.shows_ids else "")
        kept_here = role.foreign if has_place(role.foreign) else None
        if kept_here is not None:
            for key, value in kept_here.attributes.items():
                lane.set(key, value)
        elif role.foreign is not None:
            noted["foreign"] = role.foreign
        below = set(lane_order(tree, role.id))
        for child in children_at_home(kept_here, role.id, out.prefix):
            if not _is_moved(child, below, procedure, out):
                lane.append(child)
        noted |= beyond_default(role, _DRAWN)
        if role.id != out.roles[role.id]:
            noted["id"] = role.id
        if parent_of(role, procedure) != role.part_of:
            noted["part_of"] = role.part_of
        add_data(lane, noted, hints_of(Role))
        for name in nodes[role.id]:
            etree.SubElement(lane, mtag("flowNodeRef")).text = name
        if tree.get(role.id):
            inner = lane.find(mtag("childLaneSet"))
            if inner is None:
                inner = etree.SubElement(lane, mtag("childLaneSet"))
            for part in tree[role.id]:
                inner.append(_lane(part, tree, nodes, procedure, out))
        put_in_order(lane)
        return lane


def _is_moved(child: Element, below: set[str], procedure: Procedure, out: Out) -> bool:
    """Tell whether a kept mention of a node in an outer lane does not hold any more: the node is elsewhere now."""
    if local(child) != "flowNodeRef" or children_of(child):
        return False
    id_ = out.node_named.get((child.text or "").strip())
    return id_ is not None and procedure.node_of[id_].role not in below
