"""Who is there: holders of each role by section, their hours, and those who are never short."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bprkit.errors import InputError
from bprkit.procedure.model import Procedure, Role, Task
from bprkit.simulation.shared_roles import UNLIMITED, Held, agreed

NOBODY = Role(id="", kind="outside")


@dataclass(frozen=True)
class Staff:
    """Roles and the groups that hold them; the last role is nobody.

    roles: by id, each once, whatever procedures name it; calendars by role. first_group: of each role, one group a section
    unless it is pooled. servers: holders by group; sections: whom a group serves ("" for all).
    """

    roles: tuple[Role, ...]
    calendars: tuple[str, ...]
    first_group: tuple[int, ...]
    pooled: tuple[bool, ...]
    servers: tuple[int, ...]
    sections: tuple[str, ...]
    role_of_group: tuple[int, ...]

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of the roles, without nobody's."""
        return frozenset(role.id for role in self.roles[:-1])

    def place(self, role: str) -> int:
        """Return the number of a role."""
        return next(place for place, known in enumerate(self.roles) if known.id == role)


def section_shares(procedure: Procedure) -> Mapping[str, float]:
    """Return the share of cases of each section, by name, or by number where only their count is known.

    Raises InputError where there is no section, or a share is negative.
    """
    if isinstance(procedure.sections, int):
        if procedure.sections < 1:
            raise InputError(
                en=f"{procedure.title or procedure.id} has {procedure.sections} sections. Give it at least one.",
                ja=f"{procedure.title or procedure.id} の課が{procedure.sections}個です。1個以上にしてください。",
            )
        return {str(number + 1): 1 / procedure.sections for number in range(procedure.sections)}
    total = sum(procedure.sections.values())
    if total <= 0 or min(procedure.sections.values()) < 0:
        raise InputError(
            en=f"The shares of the sections of {procedure.title or procedure.id} have to be 0 or more, and not all 0.",
            ja=f"{procedure.title or procedure.id} の課の割合は0以上で、合計が0より大きくなければなりません。",
        )
    return {name: share / total for name, share in procedure.sections.items()}


def staff_of(procedures: Sequence[Procedure], deputies: Collection[str] = ()) -> Staff:
    """Put the roles that work in the procedures together; the same id is the same people.

    Raises InputError for a role that nobody fills in a section that has cases, for a step whose role is not declared, for
    procedures that share staff and have other sections, and for a role that two of them describe differently.
    """
    shares = section_shares(procedures[0])
    for procedure in procedures[1:]:
        if list(section_shares(procedure)) != list(shares):
            raise InputError(
                en=f"{procedure.title} has other sections than {procedures[0].title}: procedures that share their staff need "
                "the same. Give them the same `sections`.",
                ja=f"{procedure.title} と {procedures[0].title} の課が異なります。"
                "職員を共有する手続は sections を揃えてください。",
            )
    busy = [name for name in shares if any(section_shares(each)[name] > 0 for each in procedures)]
    roles: dict[str, Role] = {}
    calendars: dict[str, str] = {}
    known: dict[str, Held] = {}
    for procedure in sorted(procedures, key=lambda each: (each.id, each.state)):
        needed = _working_roles(procedure) | set(deputies)
        for role in procedure.roles:
            if role.id in needed:
                usual = "none" if role.kind == "system" else procedure.calendar
                held = Held(procedure, role, role.calendar or usual)
                known[role.id] = agreed(known[role.id], held, list(shares)) if role.id in known else held
    for name, held in known.items():
        roles[name], calendars[name] = held.role, held.calendar
    roles[""], calendars[""] = NOBODY, procedures[0].calendar
    groups, pooled, owners = list[int](), list[bool](), list[int]()
    servers, sections = list[int](), list[str]()
    for number, role in enumerate(roles.values()):
        groups.append(len(servers))
        alone = role.pooled or role.section is not None or role.kind in UNLIMITED
        pooled.append(alone)
        holders = _holders(role, list(shares), busy, alone=alone)
        servers += holders.values()
        sections += holders
        owners += [number] * len(holders)
    return Staff(
        tuple(roles.values()),
        tuple(calendars[name] for name in roles),
        tuple(groups),
        tuple(pooled),
        tuple(servers),
        tuple(sections),
        tuple(owners),
    )


def _working_roles(procedure: Procedure) -> set[str]:
    found = set()
    for task in procedure.tasks:
        if task.role is not None and isinstance(task, Task):
            if task.role not in procedure.role_of:
                raise InputError(
                    en=f"'{task.title or task.id}' is done by {task.role}, which is none of the roles. Add it to `roles`.",
                    ja=f"「{task.title or task.id}」の役割 {task.role} が roles にありません。追加してください。",
                )
            found.add(task.role)
    return found


def _holders(role: Role, sections: Sequence[str], busy: Collection[str], *, alone: bool) -> Mapping[str, int]:
    """Return how many people serve each section, or all of them together under ""."""
    if role.kind in UNLIMITED:
        return {"": 1}
    headcount = role.headcount
    if alone:
        everyone = headcount if isinstance(headcount, int) else sum(headcount.values())
        _refuse_nobody(role, role.section, everyone)
        return {"": everyone}
    counts = {name: headcount if isinstance(headcount, int) else headcount.get(name, 0) for name in sections}
    for name in busy:
        _refuse_nobody(role, name if len(sections) > 1 else None, counts[name])
    return counts


def _refuse_nobody(role: Role, section: str | None, count: int) -> None:
    if count < 1:
        there = f" in {section}" if section else ""
        raise InputError(
            en=f"Nobody is {role.title or role.id}{there}: give the role a headcount there.",
            ja=f"{f'{section} に' if section else ''}「{role.title or role.id}」がいません。人数（headcount）を入れてください。",
        )
