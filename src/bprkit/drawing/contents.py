"""What a node shows and how large that makes it: its lines, pills, icons and marks, before anything has a place.

Boxes here are relative to the upper left corner of the shape.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bprkit.drawing import words
from bprkit.drawing.geometry import Badge, BadgeKind, Box, ChangeStyle, Icon, ShapeKind
from bprkit.drawing.heat import Heat
from bprkit.drawing.text import pieces, plain, width, wrap
from bprkit.drawing.theme import Theme
from bprkit.language import counted, tell
from bprkit.procedure.model import (
    End,
    Event,
    Gateway,
    Message,
    Node,
    Start,
    SubProcess,
    Task,
    Timer,
)
from bprkit.procedure.translating import spoken

_KINDS: tuple[tuple[type[Node], ShapeKind], ...] = (
    (Task, "task"),
    (Gateway, "gateway"),
    (Start, "start"),
    (End, "end"),
    (Timer, "timer"),
    (Message, "message"),
    (SubProcess, "subprocess"),
    (Event, "event"),
)
MEDIA = {
    "paper": ("paper", "紙"),
    "seal": ("seal", "押印"),
    "system": ("system", "システム"),
    "phone": ("phone", "電話"),
    "counter": ("counter", "窓口"),
}


@dataclass(frozen=True)
class Mark:
    """What is told of a node from outside: how it changed, in a word or two; was: the step that it was before."""

    style: ChangeStyle
    word: str
    was: Task | None = None


@dataclass(frozen=True)
class Content:
    """A node's kind, size, lines and badges; `caption` are the lines that stand beside a small shape."""

    kind: ShapeKind
    title: str
    width: float
    height: float
    lines: tuple[str, ...] = ()
    text: Box | None = None
    badges: tuple[Badge, ...] = ()
    caption: tuple[str, ...] = ()
    mark: str = ""
    change: ChangeStyle | None = None
    about: tuple[str, ...] = field(default=())
    heat: int | None = None


def kind_of(node: Node) -> ShapeKind:
    """Return what a node is drawn as."""
    return next((kind for cls, kind in _KINDS if isinstance(node, cls)), "task")


def content(
    node: Node, theme: Theme, mark: Mark | None = None, automatic: bool = False, heat: Heat | None = None
) -> Content:
    """Return what a node shows; automatic: a system does it; heat: what a log says of the steps."""
    kind = kind_of(node)
    if kind in ("task", "subprocess"):
        return _box(node, kind, theme, mark, automatic, heat)
    return _small(node, kind, theme, mark, heat)


def _small(node: Node, kind: ShapeKind, theme: Theme, mark: Mark | None, heat: Heat | None) -> Content:
    size = theme.gateway_size if kind == "gateway" else theme.event
    title = plain(str(node.title))
    measured = heat.pills(node.id) if heat is not None else ()
    extra = [*_beside(node), *measured]
    room = _caption_room((title, *extra), 100.0 if kind == "gateway" else 92.0, theme)
    lines = list(wrap(title, room, theme.caption, most=4))
    for text in extra:
        lines += wrap(text, max(room, 104.0), theme.caption, most=2)
    badges: tuple[Badge, ...] = ()
    if mark is not None:
        wide = width(mark.word, theme.small, True) + 8
        badges = (Badge("change", Box(9 - wide, -11, wide, 16), (mark.word,), None, theme.small, mark.style),)
    told = title or words.kind_name(kind)
    return Content(
        kind,
        told,
        size,
        size,
        badges=badges,
        caption=tuple(lines),
        mark=_sign(node),
        change=mark.style if mark else None,
        about=tuple(extra),
        heat=heat.steps[node.id].level if heat is not None and measured else None,
    )


def _caption_room(texts: Sequence[str], least: float, theme: Theme) -> float:
    """Return how wide a caption may be: as wide as its longest word, within reason."""
    words_in = (word for text in texts for word in pieces(text))
    longest = max((width(word.strip(), theme.caption) for word in words_in), default=0.0)
    return max(least, longest if longest <= 130.0 else least)


def _beside(node: Node) -> list[str]:
    if isinstance(node, Timer) and node.period is not None:
        return [words.period(node.period, node.deadline)]
    if isinstance(node, Message):
        return [text for text in (words.message_direction(node), words.wait(node.wait)) if text]
    return []


def _sign(node: Node) -> str:
    match node:
        case Gateway():
            return node.logic
        case Message():
            return node.direction
        case Timer():
            return "deadline" if node.deadline else "timer"
        case Start():
            return {
                "application": "receive",
                "message": "receive",
                "deadline": "timer",
                "date": "timer",
                "month_end": "timer",
            }.get(node.trigger, "")
        case End():
            return {"rejected": "rejected", "error": "rejected", "terminated": "terminated"}.get(
                node.outcome, ""
            )
    return ""


@dataclass(frozen=True)
class _Token:
    badge: Badge
    whole_row: bool = False


def _box(
    node: Node, kind: ShapeKind, theme: Theme, mark: Mark | None, automatic: bool, heat: Heat | None
) -> Content:
    wide, pad = theme.task_width, theme.padding
    inner = wide - 2 * pad
    title = plain(str(node.title)) or node.id
    lines = wrap(title, inner - 4, theme.text, most=4)
    measured = heat.pills(node.id) if heat is not None else ()
    tokens = [_pill("observed", text, theme) for text in measured]
    tokens += _tokens(node, theme, inner, automatic, mark.was if mark else None)
    rows = _rows(tokens, inner, theme.gap)
    top = pad + (4 if mark else 0)
    text = Box(pad, top, inner, max(1, len(lines)) * theme.leading)
    y = text.bottom + (4 if rows else 0)
    badges: list[Badge] = []
    for row in rows:
        tall = max(badge.box.height for badge in row)
        x = (wide - sum(badge.box.width for badge in row) - theme.gap * (len(row) - 1)) / 2
        for badge in row:
            box = Box(x, y + (tall - badge.box.height) / 2, badge.box.width, badge.box.height)
            badges.append(Badge(badge.kind, box, badge.lines, badge.icon, badge.size, badge.style))
            x += badge.box.width + theme.gap
        y += tall + theme.gap
    height = max(theme.task_least, y + pad - (theme.gap if rows else 0))
    if not rows:  # a bare title stands in the middle
        text = Box(pad, (height - text.height) / 2 + (3 if mark else 0), inner, text.height)
    if mark is not None:
        tag = width(mark.word, theme.small, True) + 10
        badges.append(Badge("change", Box(8, -9, tag, 17), (mark.word,), None, theme.small, mark.style))
    sign = "folded" if isinstance(node, SubProcess) else node.type if isinstance(node, Task) else ""
    return Content(
        kind,
        title,
        wide,
        height,
        lines,
        text,
        tuple(badges),
        (),
        sign,
        mark.style if mark else None,
        (*measured, *_about(node)),
        heat.steps[node.id].level if heat is not None and measured else None,
    )


def _rows(tokens: list[_Token], inner: float, gap: float) -> list[list[Badge]]:
    rows: list[list[Badge]] = []
    room = 0.0
    for token in tokens:
        need = token.badge.box.width + gap
        if not rows or token.whole_row or need > room:
            rows.append([token.badge])
            room = 0.0 if token.whole_row else inner - token.badge.box.width
        else:
            rows[-1].append(token.badge)
            room -= need
    return rows


def _tokens(node: Node, theme: Theme, inner: float, automatic: bool, was: Task | None) -> Iterator[_Token]:
    small = theme.small
    if isinstance(node, SubProcess):
        steps = sum(isinstance(each, Task) for each in _all(node))
        text = tell(en=f"{counted(steps, 'step')} inside", ja=f"内訳 {steps}工程")
        box = Box(0, 0, width(text, theme.small) + 26, 16)
        yield _Token(Badge("systems", box, (text,), "fold", theme.small))
        return
    if not isinstance(node, Task):
        return
    if automatic:
        yield _pill("automatic", tell(en="automatic", ja="自動"), theme)
    if worked := words.touch(node, was):
        yield _pill("touch", worked, theme)
    if waited := words.wait(node.wait, node.estimate, was.wait if was else None):
        yield _pill("wait", waited, theme)
    for medium in dict.fromkeys(node.medium):
        times = round(node.materials.seals) if medium == "seal" else 0
        text = f"×{times}" if times > 1 else ""
        wide = theme.icon + (width(text, small) + 1 if text else 0)
        yield _Token(Badge("icon", Box(0, 0, wide, theme.icon), (text,) if text else (), medium, small))
    if node.batch is not None:
        yield _mark("batch", "stack", words.batch(node.batch), theme, inner)
    if node.mandatory is not None:
        yield _mark("mandatory", "lock", plain(node.mandatory.citation), theme, inner)


def _all(node: SubProcess) -> Iterator[Node]:
    for inner in node.nodes:
        yield inner
        if isinstance(inner, SubProcess):
            yield from _all(inner)


def _pill(kind: BadgeKind, text: str, theme: Theme) -> _Token:
    bold = kind in ("automatic", "observed")
    box = Box(0, 0, width(text, theme.small, bold) + 10, 16)
    return _Token(Badge(kind, box, (text,), None, theme.small))


def _mark(kind: BadgeKind, icon: Icon, text: str, theme: Theme, inner: float) -> _Token:
    room = inner - 20
    lines = wrap(text, room, theme.small, most=9)
    wide = max((width(line, theme.small) for line in lines), default=0) + 22
    box = Box(0, 0, min(wide, inner), max(1, len(lines)) * theme.small_leading + 4)
    return _Token(Badge(kind, box, lines, icon, theme.small), whole_row=True)


def _about(node: Node) -> Iterator[str]:
    if isinstance(node, Task):
        yield from (text for text in (words.touch(node), words.wait(node.wait, node.estimate)) if text)
        if node.medium:
            names = [tell(en=MEDIA[medium][0], ja=MEDIA[medium][1]) for medium in dict.fromkeys(node.medium)]
            yield tell(en="medium: ", ja="媒体：") + tell(en=", ", ja="、").join(names)
        if node.systems:
            yield tell(en="systems: ", ja="システム：") + tell(en=", ", ja="、").join(
                map(spoken, node.systems)
            )
        if node.batch is not None:
            yield words.batch(node.batch)
        if node.mandatory is not None:
            yield tell(en="required by ", ja="根拠：") + node.mandatory.citation
    if node.note:
        yield plain(node.note)
