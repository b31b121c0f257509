"""A task of the inventory as the first file of a procedure: what was told is in it, what is a guess is marked as one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from bprkit.errors import InputError
from bprkit.inventory.columns import plain
from bprkit.inventory.model import MONTHS, Inventory, Task
from bprkit.language import tell
from bprkit.procedure.scaffold import quoted

_MEDIA = {"paper": "[paper]", "mixed": "[paper, system]", "electronic": "[system]", "spoken": "[counter]"}
_ESTIMATE = "estimate: true"


def find_task(inventory: Inventory, name: str, section: str | None = None) -> Task:
    """Return the task of a name, in a section if several have it.

    Raises InputError where none has it (with names that are near), and where several have it (with their sections).
    """
    found = [
        task
        for task in inventory.tasks
        if plain(task.name) == plain(name)
        and (section is None or plain(section) in (plain(task.section), plain(task.where)))
    ]
    if len(found) == 1:
        return found[0]
    if found:
        where = list(dict.fromkeys(task.where for task in found))
        raise InputError(
            en=f"'{name}' is a task of {len(found)} lines: {', '.join(where)}. Choose one with --section.",
            ja=f"「{name}」は{len(found)}行にあります（{'、'.join(where)}）。--section で課を選んでください。",
        )
    names = list(dict.fromkeys(task.name for task in inventory.tasks))
    near = get_close_matches(name, names, 3, 0.4) or [each for each in names if name in each][:3]
    raise InputError(
        en=f"There is no task '{name}'{f' in {section}' if section else ''}. "
        + (f"Near: {', '.join(near)}." if near else "Write it as on the page."),
        ja=f"「{name}」という業務は{f'{section}に' if section else ''}ありません。"
        + (f"近いもの：{'、'.join(near)}。" if near else "ページにあるとおりに書いてください。"),
    )


def skeleton(task: Task) -> str:
    """Return the text of a YAML file for a task, that `bprkit check` passes; comments are in the language in use.

    Cases a year, minutes a case, medium, system, law and issue come from the inventory; the steps of an approval are
    guesses, marked `estimate: true`.

    >>> from bprkit import language
    >>> from bprkit.inventory.model import Place
    >>> task = Task(Place("a.xlsx", "S", "E7"), "", "市民課", "", "住民票の交付", cases=600, minutes=10, medium="paper")
    >>> with language.speaking("en"):
    ...     print(skeleton(task).splitlines()[-2])
      - {task: 住民票の交付, id: work, role: clerk, touch: 10 min, medium: [paper], estimate: true}
    """
    return "\n".join([*_head(task), *_steps(task), "  - end: done", ""])


def _head(task: Task) -> Iterator[str]:
    place = " ".join(str(task.place).split())
    yield tell(
        en=f"# Made by bprkit inventory from {place}. Split the step into what is really done, one after another;",
        ja=f"# bprkit inventory が {place} から作成。工程を、実際に行う順に分けてください。",
    )
    yield tell(
        en="# what says `estimate: true` is what the section thinks or a guess, not measured.",
        ja="# 「estimate: true」は課の見積りか仮の値です。測った値に直し、印を消してください。",
    )
    if task.issue:
        yield f"# {tell(en='Issue told: ', ja='課題：')}{' '.join(task.issue.split())}"
    yield f"id: {quoted(_id(task))}"
    yield f"title: {quoted(task.name)}"
    yield "state: as_is"
    if task.section:
        yield f"owner: {quoted(task.where)}"
    yield f"source: {quoted(tell(en='inventory of work: ', ja='業務量調査：') + place)}"
    if task.law:
        yield f"legal_basis: [{quoted(task.law)}]"
    if task.cases and len(task.months) == len(MONTHS) and sum(task.months.values()):
        months = ", ".join(f"{task.months[month]:.10g}" for month in MONTHS)
        yield "volume:"
        yield f"  per_year: {task.cases:,.10g} / year"
        yield f"  monthly: [{months}]"
    elif task.cases:
        yield f"volume: {task.cases:,.10g} / year"
    yield "roles:"
    for role in _roles(task):
        yield f"  - {quoted(role)}"
    yield "steps:"
    yield "  - start: application"


def file_name(task: Task) -> str:
    """Return the name of the file that a skeleton is written to if none is given."""
    return f"{_id(task)}.yaml"


def _id(task: Task) -> str:
    bare = re.sub(r'[/\\:*?"<>|\s\x00-\x1f]+', "-", task.name).strip("-. ")
    return bare or "task"


def _roles(task: Task) -> tuple[str, ...]:
    return (_clerk(), *_route(task))


def _clerk() -> str:
    return tell(en="clerk", ja="担当者")


def _route(task: Task) -> tuple[str, ...]:
    """Return who sees it: up to a director where the approval is not delegated."""
    posts = tell(en="unit-chief section-chief director", ja="係長 課長 部長").split()
    lengths = {"needed": 3, "delegated": 2, "informed": 2}
    return tuple(posts[: lengths.get(task.approval or "", 0)])


def _steps(task: Task) -> Iterator[str]:
    yield _work(task)
    route = _route(task)
    if task.approval == "informed":
        for place, role in enumerate(route, 1):
            shown = quoted(tell(en="Information of ", ja="供覧 ") + role)
            yield (
                f"  - {{task: {shown}, id: inform-{place}, role: {role}, touch: 1 min, "
                f"wait: 0.5 working days, act: inform, {_ESTIMATE}}}"
            )
    elif route:
        yield "  - circulation:"
        yield "      id: approval"
        yield f"      drafter: {_clerk()}"
        yield f"      draft: {{touch: 10 min, {_ESTIMATE}}}"
        yield "      route:"
        for role in route:
            decides = ", decides: otherwise" if role == route[-1] else ""
            yield f"        - {{role: {role}, touch: 3 min, wait: 1 working day, {_ESTIMATE}{decides}}}"
        yield f"      returns: {{share: 12%, {_ESTIMATE}}}"
        yield f"      issue: {{role: {_clerk()}, touch: 8 min, {_ESTIMATE}}}"


def _work(task: Task) -> str:
    minutes = task.minutes
    if minutes is None and task.cases:
        minutes = task.hours * 60 / task.cases
    parts = [f"task: {quoted(task.name)}", "id: work", f"role: {_clerk()}"]
    parts.append(f"touch: {minutes:.10g} min" if minutes else "touch: 10 min")
    if task.medium in _MEDIA:
        parts.append(f"medium: {_MEDIA[task.medium]}")
    if task.system and task.medium in ("mixed", "electronic"):
        parts.append(f"systems: [{quoted(task.system)}]")
    return f"  - {{{', '.join([*parts, _ESTIMATE])}}}"
