"""Two or three states of a procedure side by side: which step became which, what changed, and what that comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bprkit.errors import InputError
from bprkit.procedure.comparing.changes import Change, changes_between
from bprkit.procedure.comparing.circumstances import Circumstance, circumstances_between
from bprkit.procedure.comparing.course import Course, Step, course_of
from bprkit.procedure.comparing.matching import Match, match_steps
from bprkit.procedure.comparing.roles import counterparts
from bprkit.procedure.comparing.totals import Totals, is_approval, totals_of
from bprkit.procedure.model import Loss, Need, Procedure


@dataclass(frozen=True)
class Difference:
    """What lies between two of the states: their places in the comparison, the matched steps, and the changes.

    circumstances: what changes around the steps, such as the number of cases and of people.
    """

    earlier: int
    later: int
    matches: tuple[Match, ...]
    changes: tuple[Change, ...]
    circumstances: tuple[Circumstance, ...]

    def of_kind(self, *kinds: str) -> tuple[Change, ...]:
        """Return the changes of these kinds."""
        return tuple(change for change in self.changes if change.kind in kinds)


@dataclass(frozen=True)
class Comparison:
    """The states in the order given, their totals, and the differences.

    differences: each state against the one before, in order; then each from the third on against the first. needs and
    loses are those of the last state. unlisted: approvals that the last state took from somebody, and that `loses` does not
    name: nobody has been asked yet.
    """

    procedures: tuple[Procedure, ...]
    totals: tuple[Totals, ...]
    differences: tuple[Difference, ...]
    needs: tuple[Need, ...]
    loses: tuple[Loss, ...]
    unlisted: tuple[Step, ...]

    def between(self, earlier: int, later: int) -> Difference:
        """Return the difference of two states by their places, from 0; raise KeyError if they were not compared."""
        for difference in self.differences:
            if (difference.earlier, difference.later) == (earlier, later):
                return difference
        raise KeyError((earlier, later))

    @property
    def overall(self) -> Difference:
        """The last state against the first."""
        return self.between(0, len(self.procedures) - 1)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as nested dicts and lists of plain values, ready for JSON; texts in the language in use."""
        from bprkit.procedure.comparing.as_dict import comparison_as_dict

        return comparison_as_dict(self)


def compare(*procedures: Procedure) -> Comparison:
    """Compare states of a procedure, the earliest first: as-is, can-be, to-be.

    Steps are matched by id where most ids are borne out by titles, else by title, role and place in the flow. Raises
    InputError for fewer than two states.

    >>> from bprkit.procedure.model import Flow, Task, Title
    >>> draft, print_, decide = (Task(id=name, title=Title(name)) for name in ("起案", "印刷", "決裁"))
    >>> flows = (Flow(source="起案", target="印刷"), Flow(source="印刷", target="決裁"))
    >>> as_is = Procedure(id="p", nodes=(draft, print_, decide), flows=flows)
    >>> to_be = Procedure(id="p", state="to_be", nodes=(draft, decide), flows=(Flow(source="起案", target="決裁"),))
    >>> [(change.kind, change.before[0].id) for change in compare(as_is, to_be).overall.changes]
    [('removed', '印刷')]
    """
    if len(procedures) < 2:
        raise InputError(
            en="A comparison takes two states or more: as-is and to-be.",
            ja="比較には2つ以上の状態（現状と改善後など）が必要です。",
        )
    courses = [course_of(procedure) for procedure in procedures]
    pairs = [(later - 1, later) for later in range(1, len(procedures))]
    pairs += [(0, later) for later in range(2, len(procedures))]
    differences = tuple(
        _difference(earlier, later, procedures[earlier], procedures[later], courses[earlier], courses[later])
        for earlier, later in pairs
    )
    last = len(procedures) - 1
    overall = next(found for found in differences if (found.earlier, found.later) == (0, last))
    return Comparison(
        procedures=tuple(procedures),
        totals=tuple(
            totals_of(procedure, course) for procedure, course in zip(procedures, courses, strict=True)
        ),
        differences=differences,
        needs=procedures[last].needs,
        loses=procedures[last].loses,
        unlisted=_unlisted(overall, procedures[last]),
    )


def _difference(
    earlier: int, later: int, before: Procedure, after: Procedure, course: Course, course_after: Course
) -> Difference:
    roles = counterparts(before, after)
    matches = match_steps(course, course_after, roles)
    changes = changes_between(course, course_after, matches, roles)
    return Difference(earlier, later, matches, changes, circumstances_between(before, after, roles))


def _unlisted(overall: Difference, last: Procedure) -> tuple[Step, ...]:
    """Return approvals that somebody loses without being named; roles and steps are named by id or by title."""
    named = {(_plain(loss.role), _plain(loss.step)) for loss in last.loses}
    lost = [
        step for change in overall.of_kind("removed", "moved", "for_information") for step in change.before
    ]

    def is_named(step: Step) -> bool:
        role = step.role
        roles = () if role is None else (role.id, role.title.ja, role.title.en or "")
        steps = (step.id, step.title.ja, step.title.en or "")
        return any((_plain(who), _plain(what)) in named for who in roles for what in steps if who and what)

    return tuple(step for step in lost if is_approval(step) and step.role is not None and not is_named(step))


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()
