"""How problems name what they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bprkit.procedure.model import Flow, Node, Role
from bprkit.procedure.problems import Problem, Severity

SHOWN = 5


def error(code: str, where: str | None, *, en: str, ja: str, value: object = None) -> Problem:
    """Return a problem without whose repair nothing that is computed can be trusted."""
    return _problem("error", code, where, en, ja, value)


def warning(code: str, where: str | None, *, en: str, ja: str, value: object = None) -> Problem:
    """Return a problem that somebody should look at."""
    return _problem("warning", code, where, en, ja, value)


def _problem(severity: Severity, code: str, where: str | None, en: str, ja: str, value: object) -> Problem:
    return Problem(code, severity, en, ja, where=where, value=None if value is None else str(value))


def en_name(thing: Node | Role) -> str:
    """Return a name for English messages: the title, and the id where that is another word.

    >>> from bprkit.procedure.model import Task, Title
    >>> en_name(Task(id="draft", title=Title("起案", "Drafting"))), ja_name(Task(id="draft", title=Title("起案")))
    ("'Drafting' (draft)", '「起案」（draft）')
    """
    title = thing.title.en or thing.title.ja
    return f"'{title}' ({thing.id})" if title and title != thing.id else f"'{thing.id}'"


def ja_name(thing: Node | Role) -> str:
    """Return a name for Japanese messages: the title, and the id where that is another word."""
    title = thing.title.ja or thing.title.en
    return f"「{title}」（{thing.id}）" if title and title != thing.id else f"「{thing.id}」"


def en_names(things: Iterable[Node | Role]) -> str:
    """Return the names of several for English messages, the first few of many."""
    names = [en_name(thing) for thing in things]
    rest = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + rest


def ja_names(things: Iterable[Node | Role]) -> str:
    """Return the names of several for Japanese messages, the first few of many."""
    names = [ja_name(thing) for thing in things]
    rest = f"ほか{len(names) - SHOWN:,}件" if len(names) > SHOWN else ""
    return "、".join(names[:SHOWN]) + rest


def en_flow(flow: Flow, nodes: Mapping[str, Node]) -> str:
    """Return a name of a flow for English messages: its title, and where it leads."""
    target = en_name(nodes[flow.target]) if flow.target in nodes else f"'{flow.target}'"
    title = flow.title.en or flow.title.ja
    return f"the way '{title}' to {target}" if title else f"the way to {target}"


def ja_flow(flow: Flow, nodes: Mapping[str, Node]) -> str:
    """Return a name of a flow for Japanese messages: its title, and where it leads."""
    target = ja_name(nodes[flow.target]) if flow.target in nodes else f"「{flow.target}」"
    title = flow.title.ja or flow.title.en
    return f"{target}への流れ「{title}」" if title else f"{target}への流れ"
