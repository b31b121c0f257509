"""How a picture is best put on paper: lying or standing, in how many rows, on how many pages, how large.

The titles of steps have at least `READABLE` points wherever rows can be cut so; then as few pages as possible are taken, and
on them the drawing is as large as possible.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from bprkit.drawing.geometry import Sheet
from bprkit.drawing.lanegrid.cutting import Row, Whole, first_columns, rows_from
from bprkit.drawing.pages import Around, Canvas, groups_of, sheets_of
from bprkit.drawing.papers import POINTS, Paper, paper_of
from bprkit.drawing.theme import Theme
from bprkit.language import tell

READABLE = 6.0
"""Points that the titles of steps have at least, when printed."""
_LARGEST, _LARGE_ENOUGH = 1.5, 1.0
"""A drawing is never made larger than the one; and no row is cut to make it larger than the other."""
_ROW_WORTH = 0.95
"""How much smaller a drawing may be that has a row less."""
_MOST_ROWS = 12
_STEPS = 6


class SmallType(UserWarning):
    """The titles of steps are too small to be read when printed."""


@dataclass(frozen=True)
class Pages:
    """Sheets for a printer. paper: as it lies or stands; scale: of its pixels to those of 1/96 inch.

    of_states: pages of each state alone, where there are several.
    """

    name: str
    paper: Paper
    scale: float
    sheets: tuple[Sheet, ...]
    rows: tuple[Row, ...] = ()
    of_states: tuple[tuple[Sheet, ...], ...] = ()


def best_pages(
    whole: Whole, name: str, around: Around, theme: Theme, alone: tuple[Around, ...] = ()
) -> Pages:
    """Return the pages for a paper by its name; alone: what is written around each state, for pages of its own.

    Raises InputError for a paper that is not known.
    """
    lying = paper_of(name)
    least = READABLE / (theme.text * POINTS)
    found: list[tuple[tuple[bool, int, float], Pages, Canvas]] = []
    drawn: dict[tuple[int, ...], tuple[Row, ...]] = {}
    for paper in (lying, lying.turned()):
        across, down = paper.room
        for most in _widths(whole, across / least - 2 * theme.margin):
            first = first_columns(whole, most)
            if first not in drawn:
                drawn[first] = rows_from(whole, first)
            rows = drawn[first]
            wide = max(drawing.width for row in rows for drawing in row if drawing) + 2 * theme.margin
            for scale in _scales(min(across / wide, _LARGEST), least):
                canvas = Canvas(across / scale, down / scale, round(max(1.0, 0.8 / scale), 2))
                sheets = sheets_of(groups_of(rows), around, canvas, theme)
                shown = min(scale, *(down / sheet.height for sheet in sheets))
                few = -len(sheets) if shown >= least else 0
                worth = (shown >= least - 1e-9, few, min(shown, _LARGE_ENOUGH) * _ROW_WORTH ** len(rows))
                found.append((worth, Pages(name, paper, shown, tuple(sheets), rows), canvas))
    _, best, canvas = max(found, key=lambda each: each[0])
    of_states = tuple(
        tuple(sheets_of(groups_of([(row[place],) for row in best.rows]), own, canvas, theme))
        for place, own in enumerate(alone)
    )
    return Pages(best.name, best.paper, best.scale, best.sheets, best.rows, of_states)


def _widths(whole: Whole, most: float) -> Iterator[float]:
    """Yield how wide rows may be: all that gives another number of rows."""
    yield most
    for rows in range(1, _MOST_ROWS + 1):
        wide = whole.width / rows * 1.15 + 150
        if rows == 1 and whole.width <= most:
            yield whole.width
        if wide < most:
            yield wide
        if wide < most / 2:
            return


def _scales(largest: float, least: float) -> Iterator[float]:
    yield largest
    step = (largest / least) ** (1 / _STEPS) if largest > least else 1.0
    if step > 1.0:
        yield from (least * step**number for number in range(_STEPS - 1, -1, -1))


def warn_if_small(scale: float, theme: Theme, paper: str, *, vertical: bool = False) -> None:
    """Warn where the titles of steps are smaller than can be read on that paper, and say what helps."""
    points = scale * theme.text * POINTS
    if points >= READABLE - 0.05:
        return
    name = paper.upper()
    told = tell(
        en=f"On {name} the titles of steps come to {points:.1f} points; {READABLE:g} can be read on a wall.",
        ja=f"{name}では工程名が{points:.1f}ポイントになり、読みやすい大きさ（{READABLE:g}ポイント）に足りません。",
    )
    helps = (
        []
        if name == "A3"
        else [tell(en="take a larger sheet (--paper a3)", ja="大きい用紙（--paper a3）にする")]
    )
    helps.append(
        tell(
            en="leave out --vertical: then a long flow goes on in rows and on pages",
            ja="--vertical を外す（長い流れを段とページに分けます）",
        )
        if vertical
        else tell(en="let the lanes run downwards (--vertical)", ja="レーンを縦に並べる（--vertical）")
    )
    advice = tell(en=", or ", ja="か、").join(helps)
    warnings.warn(
        tell(
            en=f"{told} {advice[:1].upper()}{advice[1:]}.", ja=f"{told}{advice}と、大きくなることがあります。"
        ),
        SmallType,
        stacklevel=3,
    )
