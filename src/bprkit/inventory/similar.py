"""Tasks of different sections that may be the same work: alike by the pairs of characters in their names.

Pairs are shown to be confirmed by the sections; nothing is merged.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bprkit.inventory.columns import plain
from bprkit.inventory.model import Inventory, Task
from bprkit.inventory.settings import Settings


@dataclass(frozen=True)
class Pair:
    """Two names that may mean the same work: how alike from 0 to 1 (1: the same name), and the tasks under each."""

    likeness: float
    one: tuple[Task, ...]
    other: tuple[Task, ...]

    @property
    def hours(self) -> float:
        """Hours a year of all tasks under both names."""
        return math.fsum(task.hours for task in (*self.one, *self.other))


@dataclass(frozen=True)
class Sprout:
    """Something digital in one place, and the tasks elsewhere, not yet digital, that it may serve."""

    model: Task
    others: tuple[tuple[float, Task], ...]

    @property
    def hours(self) -> float:
        """Hours a year of the tasks that it may serve."""
        return math.fsum(task.hours for _, task in self.others)


def bare_name(name: str, settings: Settings) -> str:
    """Return a name for comparing: compatible forms, without spaces, marks and words that any name may have.

    >>> from bprkit.inventory.settings import default_settings
    >>> bare_name("占用許可に関する事務（国道）", default_settings())
    '占用許可国道'
    """
    text = plain(name)
    text = "".join(letter for letter in text if letter.isalnum() or letter == "ー") or text
    for weak in settings.similar["weak_words"]:
        text = text.replace(weak, "") or text
    return text


def likenesses(names: Sequence[str], least: float) -> list[tuple[float, int, int]]:
    """Return pairs of places of names that are alike, the most alike first.

    The cosine of their pairs of characters, each weighed by how few names have it: 審査 in every second name says little.

    >>> [(round(each, 1), one, other) for each, one, other in likenesses(["道路占用許可", "河川占用許可", "給食費"], 0.3)]
    [(0.5, 0, 1)]
    """
    from scipy.sparse import csr_matrix

    counted = [Counter(_bigrams(name)) for name in names]
    spread = Counter(bigram for counts in counted for bigram in counts)
    place_of = {bigram: place for place, bigram in enumerate(sorted(spread))}
    rows, columns, values = [], [], []
    for row, counts in enumerate(counted):
        weighed = {
            bigram: count * (1 + math.log((1 + len(names)) / (1 + spread[bigram])))
            for bigram, count in counts.items()
        }
        length = math.sqrt(math.fsum(weight * weight for weight in weighed.values())) or 1.0
        for bigram, weight in weighed.items():
            rows.append(row)
            columns.append(place_of[bigram])
            values.append(weight / length)
    table: Any = csr_matrix((values, (rows, columns)), shape=(len(names), max(len(place_of), 1)))
    product = (table @ table.T).tocoo()
    found = [
        (min(float(value), 1.0), int(row), int(column))
        for row, column, value in zip(product.row, product.col, product.data, strict=True)
        if row < column and value >= least
    ]
    return sorted(found, key=lambda each: (-each[0], each[1], each[2]))


def _bigrams(name: str) -> Iterable[str]:
    return (name[place : place + 2] for place in range(len(name) - 1)) if len(name) > 1 else [name]


def similar_pairs(inventory: Inventory, settings: Settings) -> tuple[Pair, ...]:
    """Return names that may mean the same work in different sections; a name that several have is a pair with itself."""
    by_name = _by_name(inventory.tasks, settings)
    names = list(by_name)
    same = [
        Pair(1.0, tasks[:1], tasks[1:])
        for tasks in by_name.values()
        if len({task.section for task in tasks}) > 1
    ]
    alike = [
        Pair(likeness, by_name[names[one]], by_name[names[other]])
        for likeness, one, other in likenesses(names, settings.similar["least"])
        if len({task.section for task in (*by_name[names[one]], *by_name[names[other]])}) > 1
    ]
    return (*sorted(same, key=lambda pair: -pair.hours), *alike)


def _by_name(tasks: Iterable[Task], settings: Settings) -> dict[str, tuple[Task, ...]]:
    grouped: dict[str, list[Task]] = defaultdict(list)
    for task in tasks:
        grouped[bare_name(task.name, settings)].append(task)
    return {name: tuple(grouped[name]) for name in sorted(grouped)}


def is_digital(task: Task) -> bool:
    """Tell whether a task is told to be digital already: done without paper, or applied for online to the end."""
    return task.digital == "done" or task.online == "yes"


def sprouts(
    inventory: Inventory, settings: Settings, apart: Collection[frozenset[int]] = ()
) -> tuple[Sprout, ...]:
    """Return what is digital somewhere, with the tasks of other sections that it may serve, most hours to serve first.

    apart: tasks (by identity), two by two, of which somebody said that they are different work. A task that several could
    serve is listed under each; the hours are of the tasks served, not hours saved.
    """
    by_name = _by_name(inventory.tasks, settings)
    names = list(by_name)
    place_of = {id(task): place for place, name in enumerate(names) for task in by_name[name]}
    near: dict[int, list[tuple[float, int]]] = {place: [(1.0, place)] for place in range(len(names))}
    for likeness, one, other in likenesses(names, settings.similar["least"]):
        near[one].append((likeness, other))
        near[other].append((likeness, one))
    found = []
    for task in inventory.tasks:
        if not is_digital(task):
            continue
        others = tuple(
            (likeness, each)
            for likeness, place in near[place_of[id(task)]]
            for each in by_name[names[place]]
            if each.section != task.section and each.digital != "done" and not is_digital(each)
            if frozenset((id(task), id(each))) not in apart
        )
        found.append(Sprout(task, others))
    return tuple(sorted(found, key=lambda each: (-each.hours, each.model.section, each.model.name)))
