"""One process of a BPMN file as a procedure, and what is left of it as a skeleton to be filled again."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bprkit.procedure.bpmn import findings
from bprkit.procedure.bpmn.data import foreign_extensions
from bprkit.procedure.bpmn.kept import is_plain_note, note_of
from bprkit.procedure.bpmn.markup import attributes_of, line_of, local, spaces_of
from bprkit.procedure.bpmn.names import mtag
from bprkit.procedure.bpmn.reading_context import Context, own_id, title_of, told
from bprkit.procedure.bpmn.reading_lanes import lane_set_left, read_lanes
from bprkit.procedure.bpmn.reading_nodes import read_level
from bprkit.procedure.model import Procedure, Role
from bprkit.procedure.problems import Problem

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


@dataclass(frozen=True)
class ProcessRead:
    """A process: the procedure in it (without `foreign`), and the process without all that the procedure says.

    has_name: the process itself has a name, not only its pool.
    """

    procedure: Procedure
    element: Element
    skeleton: Element
    problems: tuple[Problem, ...]

    @property
    def is_own(self) -> bool:
        """Tell whether nothing is left of it that bprkit would not write by itself."""
        attributes = attributes_of(self.skeleton)
        own = set(attributes) <= {"id", "name", "isExecutable"} and attributes.get("isExecutable") == "false"
        return own and not len(self.skeleton)


def read_process(process: Element, context: Context) -> ProcessRead:
    """Read a process: its lanes first, then its nodes and flows."""
    name = own_id(process)
    data = told(process, Procedure, name, context.problems, order=tuple[str, ...])
    data.pop("id", None)
    title = title_of(process.get("name") or _pool_name(process), data)
    roles = _ordered(read_lanes(process, context), data.pop("order", ()))
    level = read_level(process, context)
    note = note_of(process)
    if note is not None:
        data["note"] = note
    _tell_defaults(context)
    skeleton, left = _skeleton(process, level.rest, note)
    return ProcessRead(
        _procedure(name, data, title=title, roles=roles, nodes=level.nodes, flows=level.flows),
        process,
        skeleton,
        tuple(_kept(name, tag, count, line_of(process)) for tag, count in left.items()),
    )


def _procedure(name: str, data: dict[str, Any], **read: Any) -> Procedure:
    return Procedure(id=name, **{**data, **read})


def _pool_name(process: Element) -> str | None:
    pool = pool_of(process)
    return None if pool is None else pool.get("name")


def pool_of(process: Element) -> Element | None:
    """Return the participant of a collaboration that a process belongs to."""
    root = process.getparent()
    pools = () if root is None else root.iterfind(f"{mtag('collaboration')}/{mtag('participant')}")
    for pool in pools:
        if (pool.get("processRef") or "").rpartition(":")[2] == process.get("id"):
            return pool
    return None


def _ordered(roles: tuple[Role, ...], order: tuple[str, ...]) -> tuple[Role, ...]:
    """Return the roles as bprkit noted their order, if they are still the same."""
    by_id = {role.id: role for role in roles}
    return tuple(by_id[name] for name in order) if sorted(by_id) == sorted(order) else roles


def _skeleton(process: Element, rest: tuple[Element, ...], note: str | None) -> tuple[Element, Counter[str]]:
    """Return the process without what the model carries, and the count of what is left by its kind."""
    from lxml import etree

    skeleton = etree.Element(process.tag, attributes_of(process), nsmap=spaces_of(process))
    left: Counter[str] = Counter()
    lanes_seen = False
    for child in rest:
        kept: Element | None = child
        if note is not None and is_plain_note(child, note):
            kept, note = None, None
        elif local(child) == "extensionElements":
            kept = foreign_extensions(child)
        elif local(child) == "laneSet" and not lanes_seen:
            kept, lanes_seen = lane_set_left(child), True
        elif local(child) != "sequenceFlow":  # told where the flows are read
            left[local(child).rpartition("}")[2]] += 1
        if kept is not None:
            skeleton.append(deepcopy(kept))
        if kept is not None and local(child) == "extensionElements":
            left["extensionElements"] += 1
    return skeleton, left


def _kept(where: str, tag: str, count: int, line: int | None) -> Problem:
    return findings.kept(where, [f"<{tag}>" + (f" × {count}" if count > 1 else "")], line)


def _tell_defaults(context: Context) -> None:
    """Tell a `default` that names a flow which does not leave the node."""
    for node, flow in context.defaults.items():
        if flow in context.known and flow not in context.leaving.get(node, ()):
            context.problems.append(
                findings.lost(
                    node,
                    f"{node}: its default flow {flow} does not leave it, so it has none here. Mark the right flow as default.",
                    f"{node}: 既定のフロー {flow} はこの要素から出ていないため、無視します。正しいフローを既定にしてください。",
                    value=flow,
                )
            )
