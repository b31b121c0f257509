"""The one page that every painter paints: a title, warnings, plain words, figures, and tables in sections.

A page holds texts in one language and, beside each text, the value that it stands for, by which a table is
sorted.

>>> Column("cases", ("cases", "touched"), "count").title
'cases touched'
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from bprkit.drawing.painted import Painted

Kind = Literal["text", "count", "clock", "working", "share", "number", "date"]
Align = Literal["left", "right"]
Value = str | float | None
WIDEST_PICTURE = 1600
"""Pixels of a picture that a page still holds; a wider one is scrolled, not shrunk until nobody can read it."""


@dataclass(frozen=True)
class Cell:
    """What a reader sees, and the value it stands for: seconds, a share from 0 to 1, a count, an ISO date.

    `beside` is what is to be known of the figure, such as its interval; it stands below it.
    """

    text: str
    value: Value = None
    beside: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a table.

    `head` is the title in the lines that a narrow heading has. `kind` is the unit of the values: clock and
    working are durations in seconds. `lines` is how many lines a text may take in a terminal (0: as many as
    it needs), `drop` the order in which columns are left out of a terminal too narrow for all (0: never).
    """

    key: str
    head: tuple[str, ...]
    kind: Kind = "text"
    lines: int = 1
    drop: int = 0

    @property
    def title(self) -> str:
        """The title in one line; Japanese lines join without a space."""
        spaced = all(line.isascii() for line in self.head)
        return (" " if spaced else "").join(self.head)

    @property
    def align(self) -> Align:
        """Texts and dates to the left, numbers to the right."""
        return "left" if self.kind in ("text", "date") else "right"


@dataclass(frozen=True)
class Table:
    """Rows of cells, of which a summary shows the first `top`; `total` counts the rows there are in all.

    `bar` names the column, a share, that is also drawn as a bar. Tables of persons are not `sortable`:
    bprkit ranks no people.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    top: int
    bar: str | None = None
    sortable: bool = True


@dataclass(frozen=True)
class Section:
    """A titled part of the page: a note, pictures, a table; `under` is the id of the section it details.

    Pictures are for painters of pages that can show them.
    """

    id: str
    title: str
    note: str = ""
    table: Table | None = None
    under: str | None = None
    pictures: tuple[Painted, ...] = ()


@dataclass(frozen=True)
class Figure:
    """One number of the overview, with what it counts."""

    label: str
    text: str
    note: str = ""


@dataclass(frozen=True)
class Page:
    """A whole report in one language; `language` is "ja" or "en", and `sections` come worst first."""

    language: str
    title: str
    subtitle: str
    warnings: tuple[str, ...]
    summary: tuple[str, ...]
    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]
    more: str
