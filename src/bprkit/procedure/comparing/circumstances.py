"""What changes around the steps: how many cases come, who is there to do them, which tables and calendars hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bprkit.procedure.comparing.roles import Counterparts
from bprkit.procedure.model import End, Procedure, Role, Start

CircumstanceKind = Literal[
    "volume",
    "sections",
    "attributes",
    "delegation",
    "calendar",
    "owner",
    "legal_basis",
    "triggers",
    "outcomes",
    "role_added",
    "role_removed",
    "headcount",
    "pooled",
    "section",
    "rate",
    "rank",
    "role_kind",
    "role_calendar",
]
_OF_PROCEDURE: tuple[CircumstanceKind, ...] = (
    "sections",
    "attributes",
    "delegation",
    "calendar",
    "owner",
    "legal_basis",
)
_OF_ROLES: Mapping[str, CircumstanceKind] = {
    "headcount": "headcount",
    "pooled": "pooled",
    "section": "section",
    "rate": "rate",
    "rank": "rank",
    "kind": "role_kind",
    "calendar": "role_calendar",
}


@dataclass(frozen=True)
class Circumstance:
    """Something around the steps that is not as it was; of a role, or of the procedure as a whole."""

    kind: CircumstanceKind
    role: Role | None
    was: Any
    becomes: Any


def circumstances_between(
    before: Procedure, after: Procedure, roles: Counterparts
) -> tuple[Circumstance, ...]:
    """Return what changes around the steps.

    >>> from bprkit.procedure.comparing.roles import counterparts
    >>> from bprkit.procedure.model import Volume
    >>> old, new = Procedure(id="p", volume=Volume(900)), Procedure(id="p", volume=Volume(1000))
    >>> [(each.kind, each.was, each.becomes) for each in circumstances_between(old, new, counterparts(old, new))]
    [('volume', 900, 1000)]
    """
    return (*_of_procedures(before, after), *_of_roles(before, after, roles))


def _of_procedures(before: Procedure, after: Procedure) -> Iterator[Circumstance]:
    volumes = tuple(None if each.volume is None else each.volume.per_year for each in (before, after))
    if volumes[0] != volumes[1]:
        yield Circumstance("volume", None, *volumes)
    for kind in _OF_PROCEDURE:
        was, becomes = getattr(before, kind), getattr(after, kind)
        if was != becomes:
            yield Circumstance(kind, None, was, becomes)
    triggers, outcomes = (
        [_triggers(each) for each in (before, after)],
        [_outcomes(each) for each in (before, after)],
    )
    if triggers[0] != triggers[1]:
        yield Circumstance("triggers", None, *triggers)
    if outcomes[0] != outcomes[1]:
        yield Circumstance("outcomes", None, *outcomes)


def _triggers(procedure: Procedure) -> tuple[str, ...]:
    return tuple(sorted({node.trigger for node in procedure.nodes if isinstance(node, Start)}))


def _outcomes(procedure: Procedure) -> tuple[str, ...]:
    return tuple(sorted({node.outcome for node in procedure.nodes if isinstance(node, End)}))


def _of_roles(before: Procedure, after: Procedure, roles: Counterparts) -> Iterator[Circumstance]:
    for role in before.roles:
        other = after.role_of.get(roles.of.get(role.id, ""))
        if other is None:
            yield Circumstance("role_removed", role, role, None)
            continue
        for name, kind in _OF_ROLES.items():
            was, becomes = getattr(role, name), getattr(other, name)
            if was != becomes:
                yield Circumstance(kind, other, was, becomes)
    kept = set(roles.of.values())
    for role in after.roles:
        if role.id not in kept:
            yield Circumstance("role_added", role, None, role)
