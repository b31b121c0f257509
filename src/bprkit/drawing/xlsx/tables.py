"""The tables beside a picture: totals of all states, and the steps of each with their times as numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bprkit.drawing import words
from bprkit.drawing.cards import Figure, figures
from bprkit.drawing.contents import MEDIA, kind_of
from bprkit.drawing.geometry import Drawing, Shape
from bprkit.drawing.sheets import totals_of
from bprkit.drawing.text import plain
from bprkit.language import tell
from bprkit.procedure.code_words import STATE_HEADINGS, word
from bprkit.procedure.model import Flow, Message, Node, Procedure, SubProcess, Task, Timer, Wait

if TYPE_CHECKING:
    from bprkit.procedure.comparing import Comparison

Value = str | float | None


@dataclass(frozen=True)
class Column:
    """A column: its header, and its width in characters."""

    header: str
    width: float


@dataclass(frozen=True)
class Table:
    """A sheet of rows."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


def state_name(procedure: Procedure) -> str:
    """Return what a state is called."""
    return word(STATE_HEADINGS, procedure.state)


def totals_table(states: Sequence[Procedure], comparison: Comparison, more: Sequence[Figure] = ()) -> Table:
    """Return the totals of all states; minutes as such, so that Excel can go on computing.

    more: totals that the picture was given besides.
    """
    found = [*figures(totals_of(comparison, states)), *more]
    columns = (
        Column(tell(en="Total", ja="項目"), 22),
        *(Column(state_name(procedure), 18) for procedure in states),
        Column(tell(en="Unit", ja="単位"), 14),
        Column(tell(en="Change", ja="増減"), 12),
        Column(tell(en="Change %", ja="増減率(%)"), 12),
        Column(tell(en="Note", ja="備考"), 34),
    )
    return Table(tell(en="Totals", ja="集計"), columns, tuple(map(_total, found)))


def _total(figure: Figure) -> tuple[Value, ...]:
    unit = tell(en="min", ja="分") if figure.minutes else figure.unit.strip()
    share = (figure.after - figure.before) / figure.before * 100 if figure.before else None
    values = (round(value, 4) for value in figure.values)
    change = round(figure.after - figure.before, 4)
    return (figure.title, *values, unit, change, None if share is None else round(share, 1), figure.note)


_HEADERS = (
    ("No.", "項番", 6),
    ("Step", "工程", 30),
    ("Kind", "種別", 10),
    ("Role", "担当", 14),
    ("Change", "変更区分", 12),
    ("Work (min)", "作業（分）", 11),
    ("Wait (working days)", "待ち（開庁日）", 13),
    ("Wait (min)", "待ち（分）", 11),
    ("Estimate", "推計", 8),
    ("Medium", "媒体", 16),
    ("Sheets", "紙（枚）", 9),
    ("Copies", "写し（部）", 9),
    ("Seals", "押印（回）", 9),
    ("Systems", "システム", 16),
    ("Batch", "まとめ処理", 14),
    ("Required by", "根拠", 24),
    ("Next", "次の工程", 26),
    ("Note", "備考", 26),
)


def steps_table(procedure: Procedure, drawings: Sequence[Drawing], name: str) -> Table:
    """Return the steps of a procedure in its order; of those inside a sub-process, the number tells where they belong."""
    shown = {shape.id: shape for drawing in drawings for shape in drawing.shapes}
    roles = {role.id: plain(str(role.title)) or role.id for role in procedure.roles}
    rows = tuple(_rows(procedure.nodes, procedure.flows, roles, shown, ""))
    columns = tuple(Column(tell(en=en, ja=ja), width) for en, ja, width in _HEADERS)
    return Table(name, columns, rows)


def _rows(
    nodes: Sequence[Node],
    flows: Sequence[Flow],
    roles: dict[str, str],
    shown: dict[str, Shape],
    prefix: str,
) -> Iterator[tuple[Value, ...]]:
    numbers = {node.id: f"{prefix}{turn}" for turn, node in enumerate(nodes, 1)}
    for node in nodes:
        ways = (flow for flow in flows if flow.source == node.id)
        then = tell(en="; ", ja="、").join(_way(flow, numbers) for flow in ways)
        yield _row(node, numbers[node.id], roles, shown.get(node.id), then)
        if isinstance(node, SubProcess):
            yield from _rows(node.nodes, node.flows, roles, shown, f"{numbers[node.id]}-")


def _way(flow: Flow, numbers: dict[str, str]) -> str:
    label = words.flow_label(flow)
    return numbers.get(flow.target, flow.target) + (
        tell(en=f" ({label})", ja=f"（{label}）") if label else ""
    )


def _row(node: Node, number: str, roles: dict[str, str], shown: Shape | None, then: str) -> tuple[Value, ...]:
    task = node if isinstance(node, Task) else Task(id=node.id)
    waiting = node.wait if isinstance(node, Task | Message) else None
    changed = [badge.lines[0] for badge in shown.badges if badge.kind == "change"] if shown else []
    media = [tell(en=MEDIA[each][0], ja=MEDIA[each][1]) for each in dict.fromkeys(task.medium)]
    materials = task.materials
    return (
        float(number) if number.isdecimal() else number,
        plain(str(node.title)) or (node.id if isinstance(node, Task) else ""),
        words.kind_name(kind_of(node)),
        roles.get(node.role or "", plain(node.role or "")),
        "".join(changed),
        task.touch.mean if task.touch is not None else None,
        _waited(waiting, "working_days"),
        _waited(waiting, "minutes"),
        tell(en="yes", ja="○") if task.estimate else "",
        tell(en=", ", ja="・").join(media),
        materials.sheets or None,
        materials.copies or None,
        materials.seals or None,
        tell(en=", ", ja="、").join(map(plain, task.systems)),
        words.batch(task.batch) if task.batch is not None else "",
        plain(task.mandatory.citation) if task.mandatory is not None else _period(node),
        then,
        plain(node.note or ""),
    )


def _waited(waiting: Wait | None, unit: str) -> float | None:
    return waiting.length.mean if waiting is not None and waiting.unit == unit else None


def _period(node: Node) -> str:
    if not isinstance(node, Timer) or node.period is None:
        return ""
    citation = plain(node.period.citation)
    told = words.period(node.period, node.deadline)
    return told + (tell(en=f" ({citation})", ja=f"（{citation}）") if citation else "")
