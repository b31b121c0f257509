"""What is wrong with a procedure, and what to do about it: its structure, its shares, its decisions, its law."""

from __future__ import annotations

from collections.abc import Iterator

from bprkit.procedure.checks.approvals import approval_problems
from bprkit.procedure.checks.conditions import condition_problems
from bprkit.procedure.checks.details import detail_problems
from bprkit.procedure.checks.duties import duty_problems
from bprkit.procedure.checks.endless import endless_problems
from bprkit.procedure.checks.entitlement import entitlement_problems
from bprkit.procedure.checks.mandates import mandate_problems
from bprkit.procedure.checks.shares import share_problems
from bprkit.procedure.checks.soundness import soundness_problems
from bprkit.procedure.checks.structure import structure_problems
from bprkit.procedure.checks.ways import by_class, unfolded
from bprkit.procedure.checks.wording import warning
from bprkit.procedure.model import Procedure
from bprkit.procedure.problems import Problem

__all__ = ["check"]


def check(procedure: Procedure) -> tuple[Problem, ...]:
    """Return what is wrong with a procedure: errors first, each with the step that it is about and what to do.

    An error means that what is computed of the procedure cannot be trusted, or that a rule is broken; a warning is for
    somebody to look at. Whether every join goes on once is proven or, where ways are interwoven too much, said to be
    not decided. Shares are between 0 and 1, amounts are yen. Raises nothing.

    >>> from bprkit.procedure.model import End, Flow, Start, Task, Title
    >>> draft = Task(id="draft", title=Title("起案", "Drafting"), role="clerk", act="draft")
    >>> flows = (Flow(source="s", target="draft"), Flow(source="draft", target="e"))
    >>> [problem.code for problem in check(Procedure(id="p", nodes=(Start(id="s"), draft, End(id="e")), flows=flows))]
    ['role-unknown', 'draft-not-decided']
    """
    found = dict.fromkeys(_problems(procedure))
    return tuple(sorted(found, key=lambda problem: problem.severity != "error"))


def _problems(procedure: Procedure) -> Iterator[Problem]:
    structure = list(structure_problems(procedure))
    yield from structure
    if any(problem.code == "id-twice" for problem in structure):
        return  # what else is said of a step would be said of several
    yield from soundness_problems(procedure)
    shares = list(share_problems(procedure))
    yield from shares
    yield from condition_problems(procedure)
    loops = [problem.where for problem in (*structure, *shares) if problem.code == "loop-without-exit"]
    yield from _on_ways(procedure, frozenset(filter(None, loops)))
    yield from detail_problems(procedure)


def _on_ways(procedure: Procedure, loops: frozenset[str]) -> Iterator[Problem]:
    whole = unfolded(procedure)
    classes = by_class(procedure)
    if not classes.complete:
        yield warning(
            "classes-not-decided",
            None,
            en="There are too many combinations of conditions to look at each. Decisions and mandatory steps "
            "were checked as "
            "if conditions at different places were independent: some of what is said of them may never happen.",
            ja="条件の組合せが多すぎるため、個別に調べていません。決裁と必須の工程は、"
            "離れた条件が互いに無関係とみなして確認しました。"
            "実際には起こらない指摘が含まれることがあります。",
        )
    ways = [some for some, _ in classes.groups]
    yield from endless_problems(procedure, ways, loops)
    yield from approval_problems(procedure, ways)
    yield from entitlement_problems(procedure, classes.groups)
    yield from duty_problems(procedure, whole)
    yield from mandate_problems(procedure, whole, classes)
