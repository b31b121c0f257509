"""What is missing in the particulars: roles, periods, batches, partners, sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bprkit.procedure.checks.levels import levels
from bprkit.procedure.checks.wording import SHOWN, en_flow, en_name, error, ja_flow, ja_name, warning
from bprkit.procedure.model import Batch, Message, Procedure, Role, Task, Timer, Volume, walk
from bprkit.procedure.problems import Problem


def detail_problems(procedure: Procedure) -> Iterator[Problem]:
    """Yield steps without role or period, roles without people or work, and estimates of which nobody knows "
    "the source."""
    for node in walk(procedure.nodes):
        if isinstance(node, Task):
            yield from _of_task(node)
        elif isinstance(node, Timer):
            yield from _of_timer(node)
        elif isinstance(node, Message) and not (node.partner or "").strip():
            yield warning(
                "message-without-partner",
                node.id,
                en=f"{en_name(node)} has no partner. Write who sends or receives it (partner: 申請者).",
                ja=f"{ja_name(node)}の相手がありません。誰との間かを書いてください（partner: 申請者）。",
            )
    yield from _of_roles(procedure)
    if procedure.volume is not None:
        yield from _of_volume(procedure.volume)
    yield from _of_estimates(procedure)


def _of_task(task: Task) -> Iterator[Problem]:
    if task.role is None:
        yield warning(
            "task-without-role",
            task.id,
            en=f"{en_name(task)} has no role. Write who does it.",
            ja=f"{ja_name(task)}に担当がありません。誰が行うかを書いてください。",
        )
    if task.batch is not None:
        yield from _of_batch(task, task.batch)


def _of_batch(task: Task, batch: Batch) -> Iterator[Problem]:
    if batch.size is not None and batch.size < 1:
        yield error(
            "batch-size",
            task.id,
            en=f"{en_name(task)} is done in batches of {batch.size}. Write a number of at least 1.",
            ja=f"{ja_name(task)}のまとめ処理の件数が {batch.size} です。1以上にしてください。",
            value=batch.size,
        )
    if any(day not in range(7) for day in batch.days):
        yield error(
            "batch-days",
            task.id,
            en=f"{en_name(task)}: the days of its batches are {batch.days}. Weekdays go from 0 (Monday) to 6.",
            ja=f"{ja_name(task)}：まとめ処理の曜日が {batch.days} です。0（月曜）～6で書いてください。",
            value=batch.days,
        )
    if batch.size is None and not batch.days and not batch.times_of_day:
        yield warning(
            "batch-empty",
            task.id,
            en=f"{en_name(task)} is done in batches, but neither when nor of how many. Write size, days or at.",
            ja=f"{ja_name(task)}のまとめ処理に、件数も日時もありません。size、days、at のいずれかを書いてください。",
        )


def _of_timer(timer: Timer) -> Iterator[Problem]:
    period = timer.period
    if period is None:
        yield warning(
            "timer-without-period",
            timer.id,
            en=f"{en_name(timer)} has no period. Write how long (period: {{amount: 10 calendar days, …}}).",
            ja=f"{ja_name(timer)}に期間がありません。長さを書いてください（period: "
            f"{{amount: 10 calendar days, …}}）。",
        )
        return
    if not period.citation.strip():
        yield warning(
            "period-without-citation",
            timer.id,
            en=f"The period of {en_name(timer)} has no citation. Write which law or rule sets it.",
            ja=f"{ja_name(timer)}の期間に根拠がありません。どの法令・規則によるかを書いてください。",
        )
    if not period.amount > 0:
        yield error(
            "period-length",
            timer.id,
            en=f"The period of {en_name(timer)} is {period.amount:g} long. Write an amount above 0.",
            ja=f"{ja_name(timer)}の期間の長さが {period.amount:g} です。0より大きい値にしてください。",
            value=period.amount,
        )


def _of_roles(procedure: Procedure) -> Iterator[Problem]:
    used = {node.role for node in walk(procedure.nodes)} | {role.part_of for role in procedure.roles}
    for role in procedure.roles:
        if role.id not in used:
            yield warning(
                "role-unused",
                role.id,
                en=f"The role {en_name(role)} does nothing. Give it a step, or delete it.",
                ja=f"担当{ja_name(role)}が行う工程がありません。工程を割り当てるか、削除してください。",
            )
        if role.part_of is not None and role.part_of not in procedure.role_of:
            yield warning(
                "role-part-of-nothing",
                role.id,
                en=f"The role {en_name(role)} is part of '{role.part_of}', which is not among the roles. Correct it.",
                ja=f"担当{ja_name(role)}の属する「{role.part_of}」が担当の一覧にありません。直してください。",
                value=role.part_of,
            )
        if most_people(role) < 1:
            problem = error if role.id in used else warning
            yield problem(
                "role-without-people",
                role.id,
                en=f"The role {en_name(role)} has {most_people(role)} people, so its steps are never done. "
                "Write a headcount of 1 or more.",
                ja=f"担当{ja_name(role)}の人数が{most_people(role)}人で、その工程が進みません。"
                "1人以上にしてください。",
                value=most_people(role),
            )


def most_people(role: Role) -> int:
    """Return the headcount, or that of all sections together."""
    return sum(role.headcount.values()) if isinstance(role.headcount, Mapping) else role.headcount


def _of_volume(volume: Volume) -> Iterator[Problem]:
    if not volume.per_year > 0:
        yield error(
            "volume",
            None,
            en=f"The volume is {volume.per_year:g} cases a year. Write a number above 0.",
            ja=f"年間件数が {volume.per_year:g} です。0より大きい値にしてください。",
            value=volume.per_year,
        )
    if volume.monthly and (
        len(volume.monthly) != 12 or min(volume.monthly) < 0 or not sum(volume.monthly) > 0
    ):
        yield error(
            "volume-monthly",
            None,
            en=f"There are {len(volume.monthly)} monthly weights. Write 12 from April on, none negative and not "
            "all 0.",
            ja=f"月別の重みが{len(volume.monthly)}個あります。4月から12個、負でなく、"
            "全部が0でないように書いてください。",
        )
    if volume.hourly and (len(volume.hourly) != 24 or min(volume.hourly) < 0 or not sum(volume.hourly) > 0):
        yield error(
            "volume-hourly",
            None,
            en=f"There are {len(volume.hourly)} weights of hours. Write 24 from midnight on, none negative and not "
            "all 0.",
            ja=f"時間帯の重みが{len(volume.hourly)}個あります。0時台から24個、負でなく、"
            "全部が0でないように書いてください。",
        )


def _of_estimates(procedure: Procedure) -> Iterator[Problem]:
    """Yield one problem for all estimates of which nobody says whose they are: one line of the file mends them all."""
    found = [] if procedure.source else list(_without_source(procedure))
    if found:
        where = [place for place, _, _ in found]
        rest = len(found) - SHOWN
        names_en = ", ".join(en for _, en, _ in found[:SHOWN]) + (f" and {rest:,} more" if rest > 0 else "")
        names_ja = "、".join(ja for _, _, ja in found[:SHOWN]) + (f"ほか{rest:,}件" if rest > 0 else "")
        yield warning(
            "estimate-without-source",
            where[0],
            en=f"Estimates without a source: {names_en}. Write at the top of the file whose they are, such as "
            "'source: asked in the section, May 2026' (Excel: Source on the sheet Procedure). What was measured needs "
            "no 'estimate'.",
            ja=f"出典のない推計があります：{names_ja}。誰の推計かを、ファイルの先頭に"
            "「source: 担当課への聞き取り（令和8年5月）」のように書いてください（Excelではシート「手続」の「出典」）。"
            "測った値なら estimate を消してください。",
        )


def _without_source(procedure: Procedure) -> Iterator[tuple[str | None, str, str]]:
    volume = procedure.volume
    if volume is not None and volume.estimate and not volume.source:
        yield None, "the volume", "年間件数"
    for task in procedure.tasks:
        if task.estimate and not task.source:
            yield task.id, en_name(task), ja_name(task)
    for level in levels(procedure):
        for flow in level.known_flows:
            if flow.estimate:
                source = level.node_of[flow.source]
                en = f"the share of {en_flow(flow, level.node_of)} after {en_name(source)}"
                ja = f"{ja_name(source)}の後の{ja_flow(flow, level.node_of)}の割合"
                yield flow.id or flow.source, en, ja
