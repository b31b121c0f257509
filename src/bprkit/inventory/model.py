"""What an inventory of work (業務量調査) is made of: tasks as sections told them, and what was repaired to read them.

>>> at = Place("市民課.xlsx", "業務量調査票", "A7")
>>> Task(at, "", "市民課", "", "住民票の交付", cases=600, minutes=10).hours
100.0
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import fsum
from typing import Literal

from bprkit.language import tell

Done = Literal["repaired", "left_out", "told"]
HoursFrom = Literal["told", "cases", "posts", "months"]

POSTS = ("manager", "chief", "staff", "fiscal", "other")
MONTHS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)


@dataclass(frozen=True)
class Place:
    """Where something stands: file, sheet ("" in a text file) and cell as Excel writes it ("" for a whole sheet)."""

    file: str
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        inside = "!".join(part for part in (self.sheet, self.cell) if part)
        return " ".join(part for part in (self.file, inside) if part)


@dataclass(frozen=True)
class Task:
    """A line of the inventory.

    cases: a year. minutes: a case. told_hours: hours a year as written. posts: hours a year by `POSTS`. months: hours by
    month of the calendar. handovers: how many people or sections a case passes. The words of lists are codes
    (`bprkit.inventory.columns`), None where nothing was written.
    """

    place: Place
    department: str
    section: str
    unit: str
    name: str
    law: str = ""
    routine: str | None = None
    core: str | None = None
    cases: float | None = None
    minutes: float | None = None
    told_hours: float | None = None
    posts: Mapping[str, float] = field(default_factory=dict)
    months: Mapping[int, float] = field(default_factory=dict)
    medium: str | None = None
    system: str = ""
    handovers: float | None = None
    approval: str | None = None
    digital: str | None = None
    web: str | None = None
    phone: str | None = None
    online: str | None = None
    issue: str = ""
    effort: str | None = None

    @property
    def hours_from(self) -> HoursFrom | None:
        """What the hours are taken from: as told, else cases times minutes, else the sum by post, else by month."""
        if self.told_hours is not None:
            return "told"
        if self.cases is not None and self.minutes is not None:
            return "cases"
        return "posts" if self.posts else "months" if self.months else None

    @property
    def hours(self) -> float:
        """Hours of work a year; 0 where nothing tells them."""
        if self.told_hours is not None:
            return self.told_hours
        if self.cases is not None and self.minutes is not None:
            return self.cases * self.minutes / 60
        return fsum(self.posts.values()) if self.posts else fsum(self.months.values())

    @property
    def where(self) -> str:
        """The section, with its unit if there is one."""
        return " ".join(part for part in (self.section, self.unit) if part)


@dataclass(frozen=True)
class Repair:
    """One thing that was mended, left out, or has to be known: `code` says what, `place` where, and from what to what."""

    code: str
    place: Place
    before: str = ""
    after: str = ""

    @property
    def done(self) -> Done:
        """Whether it was repaired, left out, or is only told."""
        from bprkit.inventory.repairs import REPAIRS

        return REPAIRS[self.code].done

    @property
    def message(self) -> str:
        """What was done, in the language in use."""
        from bprkit.inventory.repairs import REPAIRS

        said = tell(en=REPAIRS[self.code].en, ja=REPAIRS[self.code].ja)
        change = " → ".join(part for part in (self.before, self.after) if part)
        return f"{said}{tell(en=': ', ja='：')}{change}" if change else said


@dataclass(frozen=True)
class Staff:
    """How many people a section says it has: regular and fiscal-year staff, in persons."""

    section: str
    unit: str
    place: Place
    regular: float | None = None
    fiscal: float | None = None


@dataclass(frozen=True)
class Table:
    """A table that was read: its file and sheet, its tasks, and the cells that say whose it is."""

    place: Place
    tasks: tuple[Task, ...]
    staff: Staff | None = None


@dataclass(frozen=True)
class Inventory:
    """All that the sections sent back, merged; `repairs` list everything that reading changed or left out."""

    folder: str
    files: tuple[str, ...]
    tables: tuple[Table, ...]
    repairs: tuple[Repair, ...]

    @property
    def tasks(self) -> tuple[Task, ...]:
        """The tasks of all tables, in the order of files, sheets and rows."""
        return tuple(task for table in self.tables for task in table.tasks)

    @property
    def staff(self) -> tuple[Staff, ...]:
        """What sections said about their people."""
        return tuple(table.staff for table in self.tables if table.staff is not None)

    @property
    def hours(self) -> float:
        """Hours a year of all tasks."""
        return fsum(task.hours for task in self.tasks)
