"""What is known of a step, as terms and what they are, in the language in use."""

from __future__ import annotations

from collections.abc import Iterator

from bprkit.drawing import words
from bprkit.drawing.geometry import Shape
from bprkit.drawing.text import plain
from bprkit.language import tell
from bprkit.procedure.code_words import ACTS, ROLE_KINDS, TYPES, VALUES, word
from bprkit.procedure.model import (
    Gateway,
    Message,
    Node,
    Procedure,
    SubProcess,
    Task,
    Timer,
    walk,
)
from bprkit.procedure.translating import spoken

Fact = tuple[str, str]


def facts_of(shape: Shape, state: Procedure | None) -> Iterator[Fact]:
    """Yield the facts of a shape; what is not known is not told."""
    node = state.node_of.get(shape.id) if state is not None else None
    if node is None or state is None:
        yield from ((tell(en="About", ja="内容"), text) for text in shape.about)
        return
    for term, text in (*_of_anything(node, state), *_of_kind(node), *_last(node)):
        if shown := plain(text):
            yield term, shown


def _of_anything(node: Node, state: Procedure) -> Iterator[Fact]:
    role = state.role_of.get(node.role) if node.role is not None else None
    if role is not None:
        kind = "" if role.kind == "staff" else f"（{word(ROLE_KINDS, role.kind)}）"
        yield (
            tell(en="Role", ja="担当"),
            str(role.title or role.id) + (tell(en=" ", ja="") + kind if kind else ""),
        )
    elif node.role:
        yield tell(en="Role", ja="担当"), node.role


def _of_kind(node: Node) -> Iterator[Fact]:
    match node:
        case Task():
            yield from _of_task(node)
        case Gateway():
            yield tell(en="Ways", ja="分岐の種類"), _logic(node)
        case Timer() if node.period is not None:
            name = tell(en="Deadline", ja="期限") if node.deadline else tell(en="Waits for", ja="待つ期間")
            yield name, words.period(node.period, False)
            yield tell(en="Required by", ja="根拠"), node.period.citation
        case Message():
            yield tell(en="Message", ja="連絡"), words.message_direction(node)
            yield _wait(words.wait(node.wait))
        case SubProcess():
            steps = (str(inner.title) or inner.id for inner in walk(node.nodes) if isinstance(inner, Task))
            yield tell(en="Steps inside", ja="内訳"), tell(en="; ", ja="／").join(steps)


def _logic(node: Gateway) -> str:
    return {
        "exclusive": tell(en="one of the ways", ja="いずれか一つへ"),
        "parallel": tell(en="all ways at once", ja="すべて並行して"),
        "inclusive": tell(en="one way or more", ja="一つ以上へ"),
        "event": tell(en="what happens first", ja="先に起きたことによる"),
    }[node.logic]


def _of_task(task: Task) -> Iterator[Fact]:
    from bprkit.procedure.comparing.words import value_text

    about = tell(en="about ", ja="約") if task.estimate else ""
    if task.touch is not None:
        yield tell(en="Work", ja="作業時間"), about + value_text("touch", task.touch)
    if task.wait is not None:
        yield _wait(about + value_text("wait", task.wait))
    if task.medium:
        yield tell(en="Medium", ja="媒体"), value_text("medium", tuple(dict.fromkeys(task.medium)))
    if task.materials:
        yield tell(en="Uses up", ja="帳票等"), value_text("materials", task.materials)
    if task.systems:
        yield tell(en="Systems", ja="システム"), tell(en=", ", ja="、").join(map(spoken, task.systems))
    if task.batch is not None:
        yield tell(en="Batch", ja="まとめ処理"), value_text("batch", task.batch)
    if task.act is not None:
        yield tell(en="Part in the approval", ja="決裁上の役割"), word(ACTS, task.act)
    if task.type != "task":
        yield tell(en="Type", ja="種別"), word(TYPES, task.type)
    if task.value is not None:
        yield tell(en="Kind of work", ja="仕事の性格"), word(VALUES, task.value)
    if task.mandatory is not None:
        yield tell(en="Required by", ja="根拠"), task.mandatory.citation
    if task.recorded_as:
        yield tell(en="In logs as", ja="ログでの名称"), tell(en=", ", ja="、").join(task.recorded_as)


def _wait(text: str) -> Fact:
    name = tell(en="Wait before", ja="着手までの待ち")
    return name, text.removeprefix(tell(en="wait ", ja="待ち "))


def _last(node: Node) -> Iterator[Fact]:
    if node.note:
        yield tell(en="Note", ja="備考"), spoken(node.note)
    if isinstance(node, Task) and node.source:
        yield tell(en="Source", ja="出典"), spoken(node.source)
