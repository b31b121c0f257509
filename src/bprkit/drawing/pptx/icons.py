"""Icons as shapes of their own, in a square of 17 pixels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bprkit.drawing.geometry import Box, Icon
from bprkit.drawing.pptx.pieces import Stroke, drawn
from bprkit.drawing.pptx.xml import Page, Piece, lines_text
from bprkit.drawing.theme import Theme

_SIZE = 17.0


@dataclass(frozen=True)
class _Drawing:
    strokes: tuple[Stroke, ...]
    width: float = 1.3
    colour: str = "soft_ink"
    fill: str = "paper"
    letter: str = ""


_ICONS: Mapping[Icon, _Drawing] = {
    "paper": _Drawing(
        (
            Stroke("M 2.5 0.8 L 11 0.8 L 15 4.8 L 15 16.2 L 2.5 16.2 Z"),
            Stroke("M 11 0.8 L 11 4.8 L 15 4.8", filled=False),
        ),
        1.2,
        letter="紙",
    ),
    "seal": _Drawing((Stroke("O 8.5 8.5 7.6"),), 1.5, "seal", letter="印"),
    "system": _Drawing(
        (
            Stroke("M 1 2 L 16 2 L 16 12 L 1 12 Z"),
            Stroke("M 8.5 12 L 8.5 15 M 4.8 15.4 L 12.2 15.4 M 4 5.2 L 9 5.2 M 4 8 L 12 8", filled=False),
        ),
        1.4,
        "good",
    ),
    "phone": _Drawing(
        (
            Stroke(
                "M 4.3 1.6 L 6.9 1.9 L 7.6 5.4 L 5.7 6.9 C 6.6 8.9 8.1 10.4 10.1 11.3 L 11.6 9.4 L 15.1 10.1 "
                "L 15.4 12.7 C 15.4 14.2 14.3 15.2 12.9 15.1 C 7 14.6 2.4 10 1.9 4.1 C 1.8 2.7 2.8 1.6 4.3 1.6 Z"
            ),
        ),
    ),
    "counter": _Drawing(
        (
            Stroke("M 4 11 L 4 10.4 C 4 8.4 6 7.6 8.5 7.6 C 11 7.6 13 8.4 13 10.4 L 13 11"),
            Stroke("O 8.5 4 2.7"),
            Stroke("M 1 11.4 L 16 11.4 L 16 15.6 L 1 15.6 Z"),
        ),
    ),
    "lock": _Drawing(
        (
            Stroke("M 5.4 7.5 L 5.4 5.2 C 5.4 1.1 11.6 1.1 11.6 5.2 L 11.6 7.5", filled=False),
            Stroke("M 3.5 7.5 L 13.5 7.5 L 13.5 15.1 L 3.5 15.1 Z"),
        ),
        1.6,
        "mark_ink",
        "mark_ink",
    ),
    "stack": _Drawing(
        (
            Stroke("M 2.5 6.5 L 8.5 3.2 L 14.5 6.5 L 8.5 9.8 Z"),
            Stroke("M 2.5 9.4 L 8.5 12.7 L 14.5 9.4 M 2.5 12.2 L 8.5 15.5 L 14.5 12.2", filled=False),
        ),
        colour="mark_ink",
    ),
    "fold": _Drawing(
        (
            Stroke("M 2.5 2.5 L 14.5 2.5 L 14.5 14.5 L 2.5 14.5 Z"),
            Stroke("M 8.5 5.5 L 8.5 11.5 M 5.5 8.5 L 11.5 8.5", filled=False),
        ),
        colour="ink",
    ),
}


def icon(page: Page, kind: Icon, x: float, y: float, theme: Theme, size: float = _SIZE) -> Piece:
    """Return an icon with its upper left corner there."""
    what, by = _ICONS[kind], size / _SIZE
    colour: str = getattr(theme, what.colour)
    letter = None
    if what.letter:
        ink = theme.seal if kind == "seal" else theme.ink
        letter = lines_text((what.letter,), 9.2 * by, 10.5 * by, ink, bold=kind == "seal")
    return drawn(
        page,
        Box(x, y, size, size),
        kind,
        what.strokes,
        (_SIZE, _SIZE),
        fill=getattr(theme, what.fill),
        colour=colour,
        width=what.width * by,
        text=letter,
    )
