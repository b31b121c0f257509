"""From the shape of a file to a procedure: short forms become nodes and flows, and every name must lead somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bprkit.procedure.model import Flow, Loss, Need, Procedure, Role, State, SubProcess, Volume, walk
from bprkit.procedure.yaml.mistakes import near
from bprkit.procedure.yaml.names import Names
from bprkit.procedure.yaml.reading import Document, Path
from bprkit.procedure.yaml.steps import Level, foreign, put_sequence

if TYPE_CHECKING:
    from bprkit.procedure.yaml import shapes


def build(
    shape: shapes.ProcedureShape, document: Document, *, id_: str, state: State
) -> tuple[Procedure, dict[str, Path]]:
    """Return the procedure, and where in the file each of its nodes was written; notes what leads nowhere.

    id_, state: what the name of the file says, for files that do not.
    """
    roles = _roles(shape, document)
    names = Names(document, [*shape.steps], ("steps",))
    level = Level(document, names, {role.id: role.title for role in roles}, {})
    put_sequence(level, [*shape.steps], ("steps",))
    flows = level.finished([*shape.flows], ("flows",))
    procedure = Procedure(
        id=shape.id or id_,
        title=shape.title,
        state=shape.state or state,
        owner=shape.owner,
        legal_basis=tuple(shape.legal_basis),
        note=shape.note,
        source=shape.source,
        calendar=shape.calendar,
        volume=_volume(shape.volume),
        sections=shape.sections,
        attributes=shape.attributes,
        delegation=shape.delegation,
        roles=roles,
        nodes=tuple(level.nodes),
        flows=flows,
        needs=tuple(
            Need(need.kind, need.title, network=need.network, citation=need.citation, note=need.note)
            for need in shape.needs
        ),
        loses=tuple(Loss(loss.role, loss.step, loss.agreed_by, loss.agreed_on) for loss in shape.loses),
        foreign=foreign(shape.bpmn),
    )
    _check_references(procedure, document, level.origins)
    _check_flow_ids(procedure, document)
    return procedure, level.origins


def _roles(shape: shapes.ProcedureShape, document: Document) -> tuple[Role, ...]:
    seen: dict[str, int | None] = {}
    roles = []
    for place, role in enumerate(shape.roles):
        if role.id in seen:
            document.report(
                ("roles", place, "id"),
                code="duplicate_id",
                where=role.id,
                en=f"The role '{role.id}' stands in line {seen[role.id]} already. Keep one, or give it another id.",
                ja=f"担当「{role.id}」は{seen[role.id]}行目にもあります。一つにするか、別のidにしてください。",
            )
            continue
        seen[role.id] = document.lines.get(("roles", place))
        given: dict[str, Any] = {name: getattr(role, name) for name in _ROLE_FIELDS}
        roles.append(Role(**given, foreign=foreign(role.bpmn)))
    return tuple(roles)


_ROLE_FIELDS = (
    *("id", "title", "kind", "headcount", "pooled"),
    *("section", "rate", "rank", "calendar", "part_of"),
)


def _volume(shape: shapes.VolumeShape | None) -> Volume | None:
    if shape is None:
        return None
    spread = {"monthly": tuple(shape.monthly or ()), "hourly": shape.hourly or ()}
    return Volume(shape.per_year, **spread, estimate=shape.estimate, source=shape.source)


def _check_references(procedure: Procedure, document: Document, origins: dict[str, Path]) -> None:
    known = procedure.node_of
    for task in procedure.tasks:
        path = origins.get(task.id, ("steps",))
        for place, controlled in enumerate(task.controls):
            if controlled in known:
                continue
            en, ja = near(controlled, known)
            document.report(
                (*path, "controls", place),
                code="unknown_step",
                where=task.id,
                en=f"There is no step '{controlled}' for '{task.id}' to control.{en} Write the id of a step.",
                ja=f"「{task.id}」が確認する工程「{controlled}」がありません。{ja}工程のidを書いてください。",
            )


def _check_flow_ids(procedure: Procedure, document: Document) -> None:
    seen: set[str] = set()
    for flow in all_flows(procedure):
        if flow.id is None:
            continue
        if flow.id in seen:
            document.report(
                (),
                code="duplicate_id",
                where=flow.id,
                en=f"Two flows have the id '{flow.id}'. Give one of them another.",
                ja=f"id「{flow.id}」の流れが二つあります。一方を別のidにしてください。",
            )
        seen.add(flow.id)


def all_flows(procedure: Procedure) -> tuple[Flow, ...]:
    """Return the flows of the procedure and of all its sub-processes."""
    inner = (node.flows for node in walk(procedure.nodes) if isinstance(node, SubProcess))
    return (*procedure.flows, *(flow for flows in inner for flow in flows))
