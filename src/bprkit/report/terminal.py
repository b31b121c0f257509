"""The page painted in a terminal, in Japanese or English, in colour, without it, or through a pipe.

Where the output is not Unicode (a pipe in CP932) or the console is an old Windows one, frames, arrows and
bars are ASCII, because a Japanese console draws ─, … and → two cells wide.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from rich.box import Box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from bprkit.language import tell
from bprkit.report.cells import printable, shorten, width, wrap
from bprkit.report.model import Align, Cell, Column, Figure, Page, Section, Table, Value

WIDEST = 140
_BAR = 10
_LEAST_BAR = 4
_NUMBER_AND_GAP = 8
_GAP = 2
_LEAST_TEXT = 10
_LEAST_NAME = 14
_MOST_NAME = 18
_LEAST_SENTENCE = 24
_LEAST_CUT = 6
_NUMBER = re.compile(r"[<>-]?[\d,.]+")
_RULE = Box("    \n    \n ── \n    \n    \n    \n    \n    \n")
_PLAIN_RULE = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)


def print_page(page: Page, console: Console) -> None:
    """Print a page to a rich console, no line wider than the console (140 cells at most).

    Names too long for their column lose their middle; columns that do not fit are left out and named.
    Characters that the console's encoding lacks are replaced, and control characters in names never reach
    the terminal.

    >>> from rich.console import Console
    >>> small = Page("en", "Where cases wait", "", (), ("Most wait at B.",), (), (), "")
    >>> print_page(small, Console(width=40))
    Where cases wait
    <BLANKLINE>
    * Most wait at B.
    """
    painter = _Painter(console, console.legacy_windows or not console.encoding.lower().startswith("utf"))
    painter.line(page.title, "bold")
    painter.paragraph(page.subtitle, style="dim", cut=" ·/")
    for warning in page.warnings:
        painter.paragraph(
            warning, mark="!", mark_style="bold red", style="bold", gap=warning is page.warnings[0]
        )
    for sentence in page.summary:
        painter.paragraph(sentence, mark="*", mark_style="bold", gap=sentence is page.summary[0])
    painter.figures(page.figures)
    for section in page.sections:
        painter.section(section)
    painter.paragraph(page.more, gap=True, style="dim")


@dataclass(frozen=True)
class _Painter:
    console: Console
    plain: bool

    @property
    def room(self) -> int:
        return max(min(self.console.width, WIDEST), 20)

    @property
    def ellipsis(self) -> str:
        return ".." if self.plain else "…"

    def safe(self, text: str) -> str:
        return printable(text, self.console.encoding, plain=self.plain)

    def line(self, text: str, style: str = "") -> None:
        self.console.print(Text(shorten(self.safe(text), self.room, self.ellipsis), style), soft_wrap=True)

    def paragraph(
        self,
        text: str,
        *,
        mark: str = "",
        mark_style: str = "",
        style: str = "",
        gap: bool = False,
        cut: str = "",
    ) -> None:
        if not text:
            return
        if gap:
            self.console.print()
        indent = width(mark) + 1 if mark else 0
        for number, line in enumerate(wrap(self.safe(text), self.room - indent)):
            start = f"{mark} " if mark and number == 0 else " " * indent
            self.console.print(Text.assemble((start, mark_style), (line.rstrip(cut), style)), soft_wrap=True)

    def figures(self, figures: tuple[Figure, ...]) -> None:
        columns = [
            [self.safe(text) for text in (figure.label, figure.text, figure.note)] for figure in figures
        ]
        widths = [max(map(width, column)) + _GAP for column in columns]
        if not figures:
            return
        most = next((n for n in range(len(columns), 1, -1) if _fits(widths, n, self.room + _GAP)), 1)
        across = math.ceil(len(columns) / max(math.ceil(len(columns) / most), 1))
        for first in range(0, len(columns), across):
            self.console.print()
            for place, style in enumerate(("dim", "bold", "dim")):
                line = Text()
                for column, cells in zip(columns[first : first + across], widths[first:], strict=False):
                    line.append(column[place], style).append(" " * (cells - width(column[place])))
                line.rstrip()
                if line:
                    self.console.print(line, soft_wrap=True)

    def section(self, section: Section) -> None:
        self.console.print()
        self.line(section.title, "bold" if section.under else "bold underline")
        if section.note:
            self.paragraph(section.note)
        if section.table is not None:
            self.table(section.table)

    def table(self, table: Table) -> None:
        rows = table.rows[: table.top]
        widths = _widths(table, rows, self.room, self.safe)
        painted = RichTable(
            box=_PLAIN_RULE if self.plain else _RULE,
            show_edge=False,
            pad_edge=False,
            padding=(0, _GAP - 1, 0, 0),
            show_header=any(any(column.head) for column in table.columns),
            header_style="dim",
        )
        shown = [place for place, across in enumerate(widths) if across is not None]
        for place in shown:
            column, across = table.columns[place], widths[place]
            head = Text("\n".join(self.clipped(line, across or 0) for line in column.head))
            align: Align = "left" if column.key == table.bar else column.align
            painted.add_column(
                head, width=across, justify=align, no_wrap=True, overflow="crop", vertical="top"
            )
        largest = _largest(table, rows)
        for row in rows:
            painted.add_row(
                *(self.cell(table, place, row[place], widths[place] or 0, largest) for place in shown)
            )
        self.console.print(painted, crop=True, no_wrap=True)
        self.left_out(
            table,
            len(rows),
            [column for column, across in zip(table.columns, widths, strict=True) if across is None],
        )

    def clipped(self, text: str, room: int) -> str:
        return shorten(self.safe(text), room, self.ellipsis)

    def cell(self, table: Table, place: int, cell: Cell, room: int, largest: float) -> Text:
        column = table.columns[place]
        text = self.safe(cell.text)
        if column.key == table.bar:
            painted = self.barred(text, cell.value, room, largest)
        elif column.kind in ("clock", "working"):
            painted = Text(shorten(text, room, self.ellipsis), "dim")
            painted.highlight_regex(_NUMBER, "not dim")
        elif column.lines == 1:
            painted = Text(shorten(text, room, self.ellipsis))
        else:
            painted = Text("\n".join(wrap(text, room, column.lines, self.ellipsis)))
        if cell.beside:
            painted.append("\n" + self.clipped(cell.beside, room), "dim")
        return painted

    def barred(self, text: str, value: Value, room: int, largest: float) -> Text:
        longest = room - _NUMBER_AND_GAP
        part = value / largest if isinstance(value, int | float) and largest else 0.0
        bar = ("#" if self.plain else "━") * (max(round(part * longest), 1) if part > 0 else 0)
        return Text(f"{text:>{_NUMBER_AND_GAP - 1}} ").append(bar, "red")

    def left_out(self, table: Table, shown: int, columns: list[Column]) -> None:
        told = []
        if table.total > shown:
            more = f"{table.total - shown:,}"
            rows = "row" if table.total - shown == 1 else "rows"
            told.append(tell(en=f"{more} more {rows}", ja=f"ほか{more}行"))
        if columns:
            names = tell(en=", ", ja="、").join(column.title for column in columns)
            told.append(tell(en=f"no room for: {names}", ja=f"幅に入らない列：{names}"))
        if told:
            where = tell(en="; see --html, --csv or --json", ja="（--html、--csv、--jsonにあります）")
            self.paragraph(tell(en="; ", ja="、").join(told) + where, style="dim")


def _fits(widths: list[int], across: int, room: int) -> bool:
    return all(sum(widths[first : first + across]) <= room for first in range(0, len(widths), across))


def _largest(table: Table, rows: tuple[tuple[Cell, ...], ...]) -> float:
    places = [place for place, column in enumerate(table.columns) if column.key == table.bar]
    values = [row[place].value for row in rows for place in places]
    return max((value for value in values if isinstance(value, int | float)), default=0.0)


def _widths(
    table: Table, rows: tuple[tuple[Cell, ...], ...], room: int, safe: Callable[[str], str]
) -> list[int | None]:
    """Return the cells that each column gets, None for a column that is left out."""

    def natural(place: int, column: Column) -> int:
        head = max(width(safe(line)) for line in column.head)
        below = max((width(safe(row[place].beside)) for row in rows), default=0)
        if column.key == table.bar:
            return max(head, below, _NUMBER_AND_GAP + _BAR)
        return max([head, below, *(width(safe(row[place].text)) for row in rows)])

    def least_of(place: int, column: Column, wanted: int) -> int:
        if column.key == table.bar:
            said = [*column.head, *(row[place].beside for row in rows)]
            return max([_NUMBER_AND_GAP + _LEAST_BAR, *(width(safe(line)) for line in said)])
        if column.kind != "text":
            return wanted
        if column.lines != 2:
            return min(wanted, _LEAST_TEXT if column.lines == 1 else _LEAST_SENTENCE)
        texts = [safe(row[place].text) for row in rows]
        whole = (
            cells
            for cells in range(_LEAST_NAME, _MOST_NAME)
            if all(len(wrap(text, cells)) <= 2 for text in texts)
        )
        return min(wanted, next(whole, _MOST_NAME))

    wanted = [natural(place, column) for place, column in enumerate(table.columns)]
    least = [least_of(place, column, wanted[place]) for place, column in enumerate(table.columns)]
    kept = set(range(len(wanted)))

    def taken(widths: list[int]) -> int:
        return sum(widths[place] for place in kept) + _GAP * (len(kept) - 1)

    while taken(least) > room:
        droppable = [place for place in kept if table.columns[place].drop]
        if not droppable:
            break
        kept.remove(max(droppable, key=lambda place: (table.columns[place].drop, place)))
    given = list(least)
    texts = {place for place in kept if table.columns[place].kind == "text"}
    while taken(given) > room and len(kept) > 1:
        wide = [place for place in texts & kept if given[place] > _LEAST_CUT]
        if wide:
            given[max(wide, key=lambda place: given[place])] -= 1
        elif numbers := kept - texts:  # a number is whole or not there
            kept.remove(max(numbers))
        else:
            break
    while taken(given) > room and any(given[place] > 4 for place in kept):
        given[max(kept, key=lambda place: given[place])] -= 1
    while taken(given) < room:
        short = [place for place in kept if given[place] < wanted[place]]
        if not short:
            break
        given[min(short, key=lambda place: (given[place], place))] += 1
    return [given[place] if place in kept else None for place in range(len(wanted))]
