"""What does not fit in an inventory: hours against headcount, work claimed twice, outliers, parts that do not add up."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from statistics import median

from bprkit.inventory.columns import plain
from bprkit.inventory.model import Inventory, Task
from bprkit.inventory.settings import Settings
from bprkit.inventory.similar import bare_name
from bprkit.language import tell


@dataclass(frozen=True)
class Doubt:
    """Something to ask a section about: `code`, the message in both languages, the sections and tasks concerned."""

    code: str
    en: str
    ja: str
    sections: tuple[str, ...]
    tasks: tuple[Task, ...] = ()

    @property
    def message(self) -> str:
        """The message in the language in use."""
        return tell(en=self.en, ja=self.ja)


_FIRST = ("over_capacity", "under_capacity", "no_headcount")


def doubts(inventory: Inventory, settings: Settings, apart: Collection[str] = ()) -> tuple[Doubt, ...]:
    """Return everything that does not fit, by kind; nothing is changed.

    apart: bare names that are different work in different sections, and so are not compared.
    """
    return (
        *sorted(_capacity(inventory, settings), key=lambda doubt: _FIRST.index(doubt.code)),
        *_claimed_twice(_alike(inventory.tasks, settings, apart)),
        *_outliers(_alike((task for task in inventory.tasks if task.minutes), settings, apart), settings),
        *_without_hours(inventory),
        *_parts(inventory, settings),
    )


def _capacity(inventory: Inventory, settings: Settings) -> Iterator[Doubt]:
    """Compare hours with headcount by section; of sections too small, only that they were not compared."""
    people: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    names: dict[str, str] = {}
    for staff in inventory.staff:
        names.setdefault(plain(staff.section), staff.section)
        people[plain(staff.section)][0] += staff.regular or 0
        people[plain(staff.section)][1] += staff.fiscal or 0
    hours: dict[str, list[float]] = defaultdict(list)
    for task in inventory.tasks:
        hours[plain(task.section)].append(task.hours)
        names.setdefault(plain(task.section), task.section)
    limits, each = settings.checks, settings.hours_per_post
    for key in sorted(hours):
        regular, fiscal = people[key]
        told = math.fsum(hours[key])
        if regular + fiscal == 0:
            yield Doubt(
                "no_headcount",
                f"{names[key]}: no headcount is told, so the hours ({told:,.0f} h) could not be compared with it.",
                f"{names[key]}：職員数の記入がなく、時間（{told:,.0f}時間）を人数と比べられません。",
                (names[key],),
            )
            continue
        if regular + fiscal < limits["fewest_people"]:
            continue
        available = regular * each["regular"] + fiscal * each["fiscal"]
        ratio = told / available
        if limits["under_capacity"] <= ratio <= limits["over_capacity"]:
            continue
        over = ratio > limits["over_capacity"]
        en_why = "minutes or cases may be too high, or overtime is large" if over else "work may be missing"
        ja_why = "件数か時間が多すぎるか、時間外が多い" if over else "書かれていない業務がある"
        yield Doubt(
            "over_capacity" if over else "under_capacity",
            f"{names[key]}: {told:,.0f} h told, {ratio:.0%} of the {available:,.0f} h of its people ({regular:g} regular, "
            f"{fiscal:g} fiscal-year): {en_why}.",
            f"{names[key]}：合計{told:,.0f}時間で、職員（正規{regular:g}人、会計年度{fiscal:g}人）の{available:,.0f}時間の"
            f"{ratio:.0%}です。{ja_why}かもしれません。",
            (names[key],),
        )


def _alike(tasks: Iterable[Task], settings: Settings, apart: Collection[str]) -> list[list[Task]]:
    """Return the tasks by name, without the names that are different work in different sections."""
    by_name: dict[str, list[Task]] = defaultdict(list)
    for task in tasks:
        by_name[bare_name(task.name, settings)].append(task)
    return [alike for name, alike in by_name.items() if name not in apart]


def _claimed_twice(groups: Iterable[list[Task]]) -> Iterator[Doubt]:
    """Find tasks of one name in two sections with the same number of cases, or under the same law in just those two."""
    for tasks in groups:
        by_cases: dict[float, list[Task]] = defaultdict(list)
        for task in tasks:
            if task.cases:
                by_cases[task.cases].append(task)
        claims = [(f"{cases:,g}", each) for cases, each in by_cases.items() if _sections(each) > 1]
        laws = {plain(task.law) for task in tasks if task.law}
        if not claims and _sections(tasks) == 2 and len(laws) == 1 and all(task.law for task in tasks):
            claims = [(tasks[0].law, tasks)]
        for what, each in claims:
            where = list(dict.fromkeys(task.section for task in each))
            yield Doubt(
                "claimed_twice",
                f"'{each[0].name}' ({what}) is told by {', '.join(where)}: the same work counted twice?",
                f"「{each[0].name}」（{what}{'件' if what[0].isdigit() else ''}）は {'、'.join(where)} の両方にあります。"
                "同じ業務を二重に数えていませんか。",
                tuple(where),
                tuple(each),
            )


def _sections(tasks: list[Task]) -> int:
    return len({plain(task.section) for task in tasks})


def _outliers(groups: Iterable[list[Task]], settings: Settings) -> Iterator[Doubt]:
    """Find minutes a case far from the median of the same task elsewhere."""
    times = settings.checks["outlier_times"]
    for tasks in groups:
        if _sections(tasks) < settings.checks["fewest_peers"]:
            continue
        middle = median(task.minutes for task in tasks if task.minutes)
        for task in tasks:
            ratio = (task.minutes or middle) / middle
            if 1 / times < ratio < times:
                continue
            yield Doubt(
                "outlier",
                f"{task.section}: '{task.name}' takes {task.minutes:,g} minutes a case; the median of {len(tasks)} "
                f"sections is {middle:,g}.",
                f"{task.section}：「{task.name}」は1件{task.minutes:,g}分。同じ業務のある{len(tasks)}課の中央値は"
                f"{middle:,g}分です。",
                (task.section,),
                (task,),
            )


def _without_hours(inventory: Inventory) -> Iterator[Doubt]:
    by_section: dict[str, list[Task]] = defaultdict(list)
    for task in inventory.tasks:
        if not task.hours:
            by_section[task.section].append(task)
    for section, tasks in by_section.items():
        names_en = ", ".join(f"'{task.name}'" for task in tasks[:3]) + (
            " and others" if len(tasks) > 3 else ""
        )
        names_ja = "、".join(f"「{task.name}」" for task in tasks[:3]) + ("ほか" if len(tasks) > 3 else "")
        yield Doubt(
            "no_hours",
            f"{section}: {len(tasks)} tasks without hours: {names_en}.",
            f"{section}：時間の分からない業務が{len(tasks)}件あります（{names_ja}）。",
            (section,),
            tuple(tasks),
        )


def _parts(inventory: Inventory, settings: Settings) -> Iterator[Doubt]:
    """Compare cases times minutes, posts and months with the hours of the year."""
    allowed = settings.checks["parts_differ"]
    for task in inventory.tasks:
        sums = {
            ("cases × minutes", "件数×分"): None
            if task.cases is None or task.minutes is None
            else task.cases * task.minutes / 60,
            ("the hours by post", "職位別の計"): math.fsum(task.posts.values()) if task.posts else None,
            ("the hours by month", "月別の計"): math.fsum(task.months.values()) if task.months else None,
        }
        for (en, ja), value in sums.items():
            if value is None or not task.hours or abs(value - task.hours) <= max(allowed * task.hours, 1.0):
                continue
            yield Doubt(
                "parts_differ",
                f"{task.section}: '{task.name}' has {task.hours:,.0f} h a year, but {en} give {value:,.0f} h.",
                f"{task.section}：「{task.name}」は年間{task.hours:,.0f}時間ですが、{ja}は{value:,.0f}時間です。",
                (task.section,),
                (task,),
            )
