"""Where the hours go: by section, kind, medium, post and month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import fsum

from bprkit.inventory.model import MONTHS, POSTS, Inventory, Task

UNKNOWN = "unknown"
KINDS = ("core_routine", "core_non_routine", "non_core_routine", "non_core_non_routine", UNKNOWN)


@dataclass(frozen=True)
class Group:
    """Tasks that share something: hours a year, how many tasks, and their share of all hours from 0 to 1."""

    name: str
    hours: float
    tasks: int
    share: float


@dataclass(frozen=True)
class Month:
    """A month of the year: its hours, and how they compare with the mean month; busiest: sections by their hours in it."""

    month: int
    hours: float
    of_mean: float
    busiest: tuple[tuple[str, float], ...]


def kind_of(task: Task) -> str:
    """Return the kind of a task: core or not, routine or not.

    >>> from bprkit.inventory.model import Place
    >>> kind_of(Task(Place(""), "", "", "", "a", routine="routine", core="non_core"))
    'non_core_routine'
    """
    return f"{task.core}_{task.routine}" if task.core and task.routine else UNKNOWN


def hours_by(inventory: Inventory, key: Callable[[Task], str | None]) -> tuple[Group, ...]:
    """Return hours by what `key` says of a task, most first; tasks of which it says nothing are "unknown".

    >>> hours_by(Inventory("", (), (), ()), lambda task: task.section)
    ()
    """
    grouped: dict[str, list[Task]] = defaultdict(list)
    for task in inventory.tasks:
        grouped[key(task) or UNKNOWN].append(task)
    total = inventory.hours
    groups = (
        Group(name, hours := fsum(task.hours for task in tasks), len(tasks), hours / total if total else 0.0)
        for name, tasks in grouped.items()
    )
    return tuple(sorted(groups, key=lambda group: (-group.hours, group.name)))


def hours_by_post(inventory: Inventory) -> tuple[Group, ...]:
    """Return the hours by post, of the tasks that tell them; over the whole office, never by section."""
    told = {post: [task.posts[post] for task in inventory.tasks if post in task.posts] for post in POSTS}
    total = fsum(hour for hours in told.values() for hour in hours)
    return tuple(
        Group(post, fsum(hours), len(hours), fsum(hours) / total if total else 0.0)
        for post, hours in told.items()
        if hours
    )


def hours_by_month(tasks: Iterable[Task], most: int = 3) -> tuple[Month, ...]:
    """Return the hours of each month, from April, of the tasks that tell them; () where none does."""
    sections: dict[int, dict[str, list[float]]] = {month: defaultdict(list) for month in MONTHS}
    for task in tasks:
        for month, hours in task.months.items():
            sections[month][task.section].append(hours)
    sums = {
        month: {name: fsum(hours) for name, hours in by_section.items()}
        for month, by_section in sections.items()
    }
    totals = {month: fsum(by_section.values()) for month, by_section in sums.items()}
    mean = fsum(totals.values()) / len(MONTHS)
    if not mean:
        return ()
    return tuple(
        Month(
            month,
            totals[month],
            totals[month] / mean,
            tuple(sorted(sums[month].items(), key=lambda pair: (-pair[1], pair[0]))[:most]),
        )
        for month in MONTHS
    )


def months_by_section(tasks: Iterable[Task]) -> dict[str, dict[int, float]]:
    """Return the hours of each section by month, sections with the highest peak over their own mean first."""
    found: dict[str, dict[int, list[float]]] = defaultdict(lambda: {month: [] for month in MONTHS})
    for task in tasks:
        for month, hours in task.months.items():
            found[task.section][month].append(hours)
    sums = {name: {month: fsum(each) for month, each in months.items()} for name, months in found.items()}
    return dict(sorted(sums.items(), key=lambda pair: (-peak_of(pair[1]), pair[0])))


def peak_of(months: dict[int, float]) -> float:
    """Return the hours of the busiest month over those of the mean month; 0 where there are none.

    >>> peak_of({4: 30.0, 5: 10.0, 6: 20.0})
    1.5
    """
    mean = fsum(months.values()) / len(months)
    return max(months.values()) / mean if mean else 0.0
