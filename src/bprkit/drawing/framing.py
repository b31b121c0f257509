"""What stands around a map or a chart: title and subtitle above, notes below, on paper of the theme."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bprkit.drawing.painted import Painted
from bprkit.drawing.svg.elements import FONTS, element, num, safe, text_lines
from bprkit.drawing.text import plain, width, wrap
from bprkit.drawing.theme import Theme
from bprkit.language import current

TITLE, TITLE_LEADING = 17.0, 23.0
SUBTITLE, SUBTITLE_LEADING = 11.5, 16.0
NOTE, NOTE_LEADING = 11.0, 15.5
_LEAST = 460.0
_GAP = 12.0


def framed(
    body: str,
    size: tuple[float, float],
    *,
    kind: str,
    title: str,
    subtitle: Sequence[str] = (),
    notes: Sequence[str] = (),
    theme: Theme,
    fonts: Sequence[Path] = (),
    left_out: Sequence[str] = (),
) -> Painted:
    """Return a picture: `body` is SVG of that size whose upper left corner is at 0, 0; kind: the class of the whole."""
    margin = theme.margin
    wide = max(size[0], _LEAST)
    heading = wrap(plain(title), wide, TITLE, bold=True, most=2)
    under = [line for sentence in subtitle for line in wrap(sentence, wide, SUBTITLE, even=False)]
    below = [line for sentence in notes for line in wrap(sentence, wide, NOTE, even=False)]
    parts, y = [], margin - 4
    for lines, letter, leading, colour, bold, name in (
        (heading, TITLE, TITLE_LEADING, theme.ink, True, "title"),
        (under, SUBTITLE, SUBTITLE_LEADING, theme.soft_ink, False, "subtitle"),
    ):
        parts.append(_block(lines, margin, y, letter, leading, colour, bold, name))
        y += len(lines) * leading + (2 if lines else 0)
    y += _GAP
    parts.append(element("g", body, class_="body", transform=f"translate({num(margin)} {num(y)})"))
    y += size[1]
    if below:
        y += _GAP
        parts.append(_block(below, margin, y, NOTE, NOTE_LEADING, theme.soft_ink, False, "notes"))
        y += len(below) * NOTE_LEADING
    across, down = wide + 2 * margin, y + margin - 4
    paper = element("rect", class_="paper", width=across, height=down, fill=theme.paper)
    content = "\n".join([element("title", safe(title)), paper, *filter(None, parts)])
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{num(across)}" height="{num(down)}" '
        f'viewBox="0 0 {num(across)} {num(down)}" role="img" class="{kind}" font-family="{safe(FONTS)}">\n{content}\n</svg>\n'
    )
    return Painted(svg, across, down, plain(title), current(), tuple(left_out), tuple(fonts))


def _block(
    lines: Sequence[str],
    x: float,
    top: float,
    size: float,
    leading: float,
    colour: str,
    bold: bool,
    name: str,
) -> str:
    if not lines:
        return ""
    middle = top + len(lines) * leading / 2
    texts = text_lines(lines, x, middle, size, leading, colour, anchor="start", bold=bold)
    return element("g", texts, class_=name)


def keys(
    entries: Sequence[tuple[str, str]],
    at: tuple[float, float],
    widest: float,
    theme: Theme,
    *,
    sample: float = 26.0,
) -> tuple[str, float]:
    """Return a legend, its entries side by side in rows, and its height.

    entries: SVG of a sample, at most `sample` wide and 14 high with its upper left corner at 0, 0, and what it means.
    """
    x, y, row = at[0], at[1], 20.0
    parts = []
    for drawn, words in entries:
        across = sample + 7 + width(words, NOTE) + 20
        if x > at[0] and x + across - 20 > at[0] + widest:
            x, y = at[0], y + row
        parts.append(element("g", drawn, transform=f"translate({num(x)} {num(y)})"))
        parts.append(
            text_lines((words,), x + sample + 7, y + 7, NOTE, NOTE_LEADING, theme.soft_ink, anchor="start")
        )
        x += across
    return element("g", *parts, class_="legend"), y + row - at[1] if entries else 0.0
