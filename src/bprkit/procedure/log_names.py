"""Under which names logs record the nodes of a procedure: those of office systems, and those of logs that bprkit plays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from unicodedata import normalize

from bprkit.language import tell
from bprkit.procedure.model import End, Event, Message, Node, Start, Task, Timer

RECORDED = (Task, Start, Message, Timer, Event, End)
"""What can stand in a log as an activity."""
_KINDS: tuple[tuple[type[Node], str, str], ...] = (
    (Start, "Case begins", "案件の開始"),
    (Message, "Message", "連絡"),
    (Timer, "Timer", "時間待ち"),
)


def played_names(nodes: Sequence[Node]) -> tuple[str, ...]:
    """Return the names of nodes in a log that is played, in the language in use: no event has a name of a task.

    >>> from bprkit.language import speaking
    >>> from bprkit.procedure.model import Title
    >>> with speaking("ja"):
    ...     played_names((Start(id="s"), Message(id="m", title=Title("回答")), Task(id="t", title=Title("回答"))))
    ('案件の開始', '連絡：回答', '回答')
    """
    tasks = {
        name for node in nodes if isinstance(node, Task) for names in names_by_rank(node) for name in names
    }
    return tuple(_titled(node) if isinstance(node, Task) else _event(node, tasks) for node in nodes)


def names_by_rank(node: Node) -> tuple[tuple[str, ...], ...]:
    """Return the names that a log may have for a node, those that say most surely that it is meant first.

    That is `recorded_as`, the titles in both languages (a task's before an event's), what a played log calls it, the id.
    """
    titles = tuple(filter(None, (node.title.ja, node.title.en)))
    ranks: tuple[tuple[str, ...], ...]
    if isinstance(node, Task):
        ranks = (node.recorded_as, titles, (), (), (node.id,))
    else:
        ranks = ((), (), titles, tuple(_played_events(node)), (node.id,))
    return tuple(tuple(dict.fromkeys(map(same, names))) for names in ranks)


def same(name: str) -> str:
    """Return a name so that two ways to type it are equal: widths of letters and blanks apart.

    >>> same("Ａ　受付") == same("A 受付")
    True
    """
    return " ".join(normalize("NFKC", name).split())


def _titled(node: Node) -> str:
    return str(node.title) or node.id


def _event(node: Node, tasks: set[str]) -> str:
    name = str(node.title)
    if not name and isinstance(node, Start):
        name = _kind(node)
    name = name or node.id
    while same(name) in tasks:
        name = tell(en=f"{_kind(node)}: {name}", ja=f"{_kind(node)}：{name}")
    return name


def _kind(node: Node) -> str:
    return next((tell(en=en, ja=ja) for kind, en, ja in _KINDS if isinstance(node, kind)), node.id)


def _played_events(node: Node) -> Iterable[str]:
    for kind, en, ja in _KINDS:
        if isinstance(node, kind):
            if isinstance(node, Start):
                yield from (en, ja)
            for title in filter(None, (node.title.en, node.title.ja, node.id)):
                yield f"{en}: {title}"
                yield f"{ja}：{title}"
