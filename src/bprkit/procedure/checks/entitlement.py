"""Whether those who decide may decide: the delegation table against the amounts that reach each 決裁."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import partial

from bprkit.errors import InputError
from bprkit.procedure.checks.classes import CaseClass, Piece, described
from bprkit.procedure.checks.ways import Ways
from bprkit.procedure.checks.wording import en_name, error, ja_name, warning
from bprkit.procedure.conditions import written
from bprkit.procedure.delegation import (
    Delegation,
    UnknownKind,
    UnknownRank,
    decider,
    load_delegation,
    may_decide,
)
from bprkit.procedure.distributions import Constant, Empirical, Triangular
from bprkit.procedure.model import Attribute, Categories, Procedure, Task
from bprkit.procedure.problems import Problem

Group = tuple[Ways, Sequence[CaseClass]]


def entitlement_problems(procedure: Procedure, groups: Sequence[Group]) -> Iterator[Problem]:
    """Yield decisions by a role whose rank does not suffice for an amount that comes to it."""
    deciding = [task for task in procedure.tasks if task.act == "decide" and task.delegated is not None]
    if not deciding:
        return
    if procedure.delegation is None:
        yield warning(
            "delegation-missing",
            deciding[0].id,
            en=f"{en_name(deciding[0])} falls under a delegation table, but the procedure names none, so who "
            "may decide "
            "was not checked. Write `delegation: default`, or the path of your own table.",
            ja=f"{ja_name(deciding[0])}は専決区分によりますが、手続に専決区分の指定がないため、"
            "誰が決裁できるかを確認していません。"
            "`delegation: default` か、自庁の表のパスを書いてください。",
        )
        return
    try:
        table = load_delegation(procedure.delegation)
    except InputError as problem:
        yield error("delegation-unreadable", None, en=problem.en, ja=problem.ja, value=procedure.delegation)
        return
    for task in deciding:
        yield from _of_task(task, procedure, table, groups)


def _of_task(
    task: Task, procedure: Procedure, table: Delegation, groups: Sequence[Group]
) -> Iterator[Problem]:
    role = procedure.role_of.get(task.role or "")
    if role is None or task.delegated is None:
        return  # told of as a step without a role
    if role.rank is None:
        yield warning(
            "rank-missing",
            task.id,
            en=f"{en_name(task)} decides, but {en_name(role)} has no rank, so whether it may was not checked. "
            "Write its rank.",
            ja=f"{ja_name(task)}は決裁ですが、{ja_name(role)}に職位（rank）がないため、"
            "専決できるか確認していません。職位を書いてください。",
            value=role.id,
        )
        return
    kind, stage = task.delegated
    entitled = partial(may_decide, table, role.rank, kind, stage)
    try:
        if entitled(math.inf):
            return
        name = next((name for name in table.amount if name in procedure.attributes), None)
        if name is None or isinstance(procedure.attributes[name], Categories):
            yield _amount_unknown(task, table)
            return
        reaching = [case for ways, cases in groups if task.id in ways.links for case in (cases or [()])]
        most, worst = max(
            ((_most(case, name, procedure.attributes[name]), case) for case in reaching),
            key=lambda found: found[0],
            default=(0.0, ()),
        )
        if not entitled(most):
            yield _not_entitled(task, role.rank, decider(table, kind, stage, most), most, worst)
    except (UnknownKind, UnknownRank) as problem:
        code = "rank-unknown" if isinstance(problem, UnknownRank) else "kind-unknown"
        yield error(code, task.id, en=f"{en_name(task)}: {problem.en}", ja=f"{ja_name(task)}：{problem.ja}")


def _most(case: CaseClass, name: str, attribute: Attribute) -> float:
    """Return what the amounts of a class do not exceed."""
    high = next((piece.high for piece in case if piece.attribute == name), math.inf)
    if isinstance(attribute, Constant):
        return min(high, attribute.value)
    if isinstance(attribute, Triangular):
        return min(high, attribute.high)
    if isinstance(attribute, Empirical):
        low = next((piece.low for piece in case if piece.attribute == name), -math.inf)
        return max((value for value in attribute.values if low <= value <= high), default=high)
    return high


def _amount_unknown(task: Task, table: Delegation) -> Problem:
    names = ", ".join(table.amount)
    return warning(
        "amount-unknown",
        task.id,
        en=f"Whether {en_name(task)} may be decided there depends on the amount, which no attribute of the case "
        "tells. "
        f"Describe it under `attributes` by one of these names: {names}.",
        ja=f"{ja_name(task)}を専決できるかは金額によりますが、案件の属性に金額がありません。"
        f"attributes に次のいずれかの名前で書いてください：{names}。",
    )


def _not_entitled(task: Task, rank: str, needed: str, most: float, case: Sequence[Piece]) -> Problem:
    amount_en = f"up to ¥{written(most)}" if math.isfinite(most) else "of any height"
    amount_ja = f"{written(most)}円まで" if math.isfinite(most) else "上限なし"
    which_en = f" ({described(tuple(case))})" if case else ""
    which_ja = f"（{described(tuple(case))}）" if case else ""
    return error(
        "not-entitled",
        task.id,
        en=f"{en_name(task)}: amounts {amount_en} come to be decided by a {rank}{which_en}, but that takes a "
        f"{needed}. "
        f"Lead them to a {needed} by a condition on the amount, or change the delegation.",
        ja=f"{ja_name(task)}：{rank}の決裁に金額{amount_ja}の案件が来ます{which_ja}が、専決区分では{needed}です。"
        f"金額の条件で{needed}へ進めるか、専決区分を見直してください。",
        value=rank,
    )
