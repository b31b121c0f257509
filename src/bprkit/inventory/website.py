"""Which procedures residents cannot find on the website, read on a phone, or finish online."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bprkit.inventory.model import Inventory, Task

Lack = Literal["not_listed", "not_on_phones", "not_online", "partly_online", "not_told"]
LACKS: tuple[Lack, ...] = ("not_listed", "not_on_phones", "not_online", "partly_online", "not_told")


@dataclass(frozen=True)
class Seen:
    """A procedure of residents with what it lacks, worst first; () for nothing."""

    task: Task
    lacks: tuple[Lack, ...]


def website(inventory: Inventory) -> tuple[Seen, ...]:
    """Return the procedures of residents, those that lack something first, by cases a year.

    A task is one of residents if any of the three questions was answered with other than "not applicable".
    """
    found = [
        Seen(task, _lacks(task))
        for task in inventory.tasks
        if any(answer not in (None, "not_applicable") for answer in (task.web, task.phone, task.online))
    ]
    return tuple(sorted(found, key=lambda seen: (not seen.lacks, -(seen.task.cases or 0), seen.task.section)))


def _lacks(task: Task) -> tuple[Lack, ...]:
    lacks: list[Lack] = []
    if task.web == "no":
        lacks.append("not_listed")
    elif task.phone == "no":
        lacks.append("not_on_phones")
    if task.online == "no":
        lacks.append("not_online")
    elif task.online == "partly":
        lacks.append("partly_online")
    if None in (task.web, task.online):
        lacks.append("not_told")
    return tuple(lacks)
