"""Whether those who check are others than those who are checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bprkit.procedure.checks.ways import Ways
from bprkit.procedure.checks.wording import en_name, en_names, error, ja_name, ja_names, warning
from bprkit.procedure.model import Event, Message, Procedure, Role, Task, Timer
from bprkit.procedure.problems import Problem

AUDIT = ("会計審査", "会計管理者審査", "支出審査")
AUDIT_LAW = "232条の4"


def duty_problems(procedure: Procedure, whole: Ways) -> Iterator[Problem]:
    """Yield controls by the very role that did what is controlled."""
    tasks = {task.id: task for task in procedure.tasks}
    for task in procedure.tasks:
        role = procedure.role_of.get(task.role or "")
        for name in task.controls:
            if name not in tasks:
                yield error(
                    "control-of-nothing",
                    task.id,
                    en=f"{en_name(task)} controls '{name}', but there is no such step. Correct the id.",
                    ja=f"{ja_name(task)}が確認する工程「{name}」がありません。IDを直してください。",
                    value=name,
                )
        if role is None or role.kind == "system":
            continue
        if task.controls:
            own = [tasks[name] for name in task.controls if name in tasks and tasks[name].role == task.role]
            if own:
                yield _controls_itself(task, own, role)
        elif task.value == "control" and fewest(role) <= 1:
            before = _just_before(task, whole, tasks)
            if before and all(other.role == task.role for other in before):
                yield _self_check(task, before, role)
        yield from _audit(task, role, whole, tasks)


def fewest(role: Role) -> int:
    """Return the number of people in the smallest section that has any."""
    if isinstance(role.headcount, Mapping):
        return min((count for count in role.headcount.values() if count > 0), default=0)
    return role.headcount


def _controls_itself(task: Task, own: list[Task], role: Role) -> Problem:
    alone = fewest(role) <= 1
    advice_en = (
        "There is one such person in a section: give the control to another role."
        if alone
        else "Make sure that it is another person, or give the control to another role."
    )
    advice_ja = (
        "課に1人しかいないため、別の担当に確認させてください。"
        if alone
        else "必ず別の人が行うようにするか、別の担当に確認させてください。"
    )
    return (error if alone else warning)(
        "controls-itself",
        task.id,
        en=f"{en_name(task)} controls {en_names(own)}, but both are done by {en_name(role)}. {advice_en}",
        ja=f"{ja_name(task)}は{ja_names(own)}を確認しますが、どちらも{ja_name(role)}が行います。{advice_ja}",
        value=role.id,
    )


def _self_check(task: Task, before: list[Task], role: Role) -> Problem:
    return warning(
        "controls-itself",
        task.id,
        en=f"{en_name(task)} is a control right after {en_names(before)}, by the same {en_name(role)}, of whom "
        "a section has one. "
        "Give it to another role, or say with `controls` what it checks.",
        ja=f"確認の工程{ja_name(task)}の直前の{ja_names(before)}も、課に1人の{ja_name(role)}が行います。"
        "別の担当にするか、何を確認するかを controls に書いてください。",
        value=role.id,
    )


def _just_before(task: Task, whole: Ways, tasks: Mapping[str, Task]) -> list[Task]:
    """Return the tasks from which only gateways lead to this one; none if something comes in from elsewhere."""
    seen, waiting, found = {task.id}, [task.id] if task.id in whole.links else [], []
    while waiting:
        for link in whole.back[waiting.pop()]:
            node = whole.nodes.get(link.target)
            if link.target in tasks:
                found.append(tasks[link.target])
            elif isinstance(node, Message | Timer | Event):
                return []
            elif link.target not in seen:
                waiting.append(link.target)
            seen.add(link.target)
    return [tasks[id_] for id_ in dict.fromkeys(other.id for other in found)]


def _audit(task: Task, role: Role, whole: Ways, tasks: Mapping[str, Task]) -> Iterator[Problem]:
    """Yield a 会計審査 by a role that orders the payment."""
    lawful = task.mandatory is not None and AUDIT_LAW in task.mandatory.citation.replace(" ", "").replace(
        "第", ""
    )
    if (
        task.id not in whole.links
        or task.act is not None
        or not (lawful or any(word in task.title.ja for word in AUDIT))
    ):
        return
    earlier = whole.before([task.id])
    ordering = [
        other
        for other in tasks.values()
        if other.role == task.role and other.act in ("draft", "decide", "act_for") and other.id in earlier
        if other.id not in task.controls  # told of as such
    ]
    if ordering:
        yield error(
            "audit-not-separate",
            task.id,
            en=f"{en_name(task)}, the accounting audit, is done by {en_name(role)}, who also does "
            f"{en_names(ordering)}. The law "
            "separates the two (地方自治法232条の4): give the audit to the accounting section.",
            ja=f"会計審査{ja_name(task)}を、{ja_names(ordering)}も行う{ja_name(role)}が行います。"
            "支出命令と審査は法により分離されています（地方自治法232条の4）。審査は会計部門の担当にしてください。",
            value=role.id,
        )
