"""How large slides are: sheets of the A series that office printers scale, never so small that steps cannot be read."""

from __future__ import annotations

from collections.abc import Sequence

from bprkit.drawing.geometry import Sheet
from bprkit.drawing.papers import Paper

_MILLIMETRE = 36_000
_PAPERS = ((420, 297), (594, 420), (841, 594), (1189, 841))
_PIXEL = 9_525
_READABLE = 0.64
"""At this scale the titles of steps have six points."""


def slide_size(sheets: Sequence[Sheet]) -> tuple[int, int]:
    """Return width and height in EMU: of the smallest paper, A3 or larger, on which all can be read, lying or standing.

    >>> from bprkit.drawing.geometry import Box, Label
    >>> wide = Sheet(1500, 900, Label(Box(0, 0, 10, 10), ("",), 12, 12))
    >>> [length // 36_000 for length in slide_size([wide])]
    [420, 297]
    """
    for long, short in _PAPERS:
        lying, standing = (long, short), (short, long)
        wide, tall = max((lying, standing), key=lambda paper: sum(_fit(sheet, paper) for sheet in sheets))
        if min(_fit(sheet, (wide, tall)) for sheet in sheets) >= _READABLE:
            break
    return wide * _MILLIMETRE, tall * _MILLIMETRE


def size_of(paper: Paper) -> tuple[int, int]:
    """Return width and height of a paper in EMU.

    >>> size_of(Paper(297, 210))
    (10692000, 7560000)
    """
    return round(paper.width * _MILLIMETRE), round(paper.height * _MILLIMETRE)


def _fit(sheet: Sheet, paper: tuple[int, int]) -> float:
    return scale_on(sheet, paper[0] * _MILLIMETRE, paper[1] * _MILLIMETRE) / _PIXEL


def scale_on(sheet: Sheet, width: int, height: int) -> float:
    """Return how many EMU a pixel takes where a sheet fills a slide of that size; never larger than life and a half."""
    return min(width / sheet.width, height / sheet.height, _PIXEL * 1.5)
