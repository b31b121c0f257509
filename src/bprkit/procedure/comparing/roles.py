"""Which role of one state is which of another: by title, or by id where titles say nothing of each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bprkit.procedure.comparing.titles import similarity, speak_alike
from bprkit.procedure.model import Procedure, Role, Title

_SAME = 0.75


@dataclass(frozen=True)
class Counterparts:
    """The id of the later state for each role of the earlier one that is still there."""

    of: Mapping[str, str]

    def same(self, before: Role | None, after: Role | None) -> bool:
        """Tell whether two roles, or two blanks, are one."""
        if before is None or after is None:
            return before is after
        return self.of.get(before.id) == after.id


def counterparts(before: Procedure, after: Procedure) -> Counterparts:
    """Match the roles of two states, the surest first.

    >>> old = Procedure(id="p", roles=(Role(id="Lane_1", title=Title("課長")), Role(id="係長")))
    >>> new = Procedure(id="p", roles=(Role(id="x", title=Title("課長", "Head")), Role(id="部長")))
    >>> dict(counterparts(old, new).of)
    {'Lane_1': 'x'}
    """
    left, right = _roles(before), _roles(after)
    likely = sorted(
        (
            (-_alike(one, other), row, column)
            for row, one in enumerate(left)
            for column, other in enumerate(right)
            if _alike(one, other) >= _SAME
        ),
    )
    found: dict[str, str] = {}
    for _, row, column in likely:
        if left[row].id not in found and right[column].id not in found.values():
            found[left[row].id] = right[column].id
    return Counterparts(found)


def _roles(procedure: Procedure) -> list[Role]:
    """Return the roles, those too that only a step names."""
    from bprkit.procedure.model import walk

    named = dict.fromkeys(node.role for node in walk(procedure.nodes) if node.role is not None)
    return [*procedure.roles, *(Role(id=key) for key in named if key not in procedure.role_of)]


def _alike(one: Role, other: Role) -> float:
    same_id = 1.0 if one.id == other.id else 0.0
    if one.title and other.title and not speak_alike(one.title, other.title):
        return same_id
    if one.title and other.title:
        alike = similarity(one.title, other.title)
        return alike + (0.001 * same_id if alike >= _SAME else 0.0)  # the id decides between equal titles
    return max(same_id, similarity(one.title or Title(one.id), other.title or Title(other.id)))
