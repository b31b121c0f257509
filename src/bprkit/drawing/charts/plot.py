"""A field with two scales: what charts are drawn on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bprkit.drawing.figures import Clock
from bprkit.drawing.geometry import Box
from bprkit.drawing.svg.elements import element, num, text_lines
from bprkit.drawing.text import shortened, width
from bprkit.drawing.theme import LIGHT, Theme

WIDTH = 860.0
"""How wide charts are, in pixels, without their margins."""
LABEL = 11.0
_BESIDE = 8.0
Tick = tuple[float, str]


@dataclass(frozen=True)
class About:
    """What every chart of a log needs to know: how its time is told, what it is of, how it shall look."""

    clock: Clock = field(default_factory=Clock)
    of: str = ""
    theme: Theme = LIGHT
    fonts: tuple[Path, ...] = ()

    @property
    def subtitle(self) -> list[str]:
        """The line below the title."""
        return [self.of] if self.of else []


@dataclass(frozen=True)
class Plot:
    """A field in pixels, and the values at its left, right, lower and upper edge."""

    box: Box
    left: float
    right: float
    bottom: float
    top: float

    def x(self, value: float) -> float:
        """Return where a value stands across."""
        return self.box.x + (value - self.left) / (self.right - self.left or 1) * self.box.width

    def y(self, value: float) -> float:
        """Return where a value stands, from above."""
        return self.box.bottom - (value - self.bottom) / (self.top - self.bottom or 1) * self.box.height


def across(plot: Plot, ticks: Sequence[Tick], theme: Theme, name: str = "") -> str:
    """Return the horizontal axis below a plot; name: what its values are, written at its right end below."""
    y = plot.box.bottom
    parts = [element("path", d=f"M{num(plot.box.x)} {num(y)}H{num(plot.box.right)}", stroke=theme.line)]
    for value, text in ticks:
        x = plot.x(value)
        parts.append(element("path", d=f"M{num(x)} {num(y)}v4", stroke=theme.line))
        parts.append(
            text_lines(text.split("\n"), x, y + 13 + 7 * text.count("\n"), LABEL, 14, theme.soft_ink)
        )
    if name:
        parts.append(text_lines((name,), plot.box.right, y + 32, LABEL, 14, theme.soft_ink, anchor="end"))
    return element("g", *parts, class_="axis across")


def upright(plot: Plot, ticks: Sequence[Tick], theme: Theme, name: str = "") -> str:
    """Return the vertical axis at the left of a plot with lines across it; name: what its values are, written above."""
    parts = []
    for value, text in ticks:
        y = plot.y(value)
        parts.append(
            element(
                "path",
                d=f"M{num(plot.box.x)} {num(y)}H{num(plot.box.right)}",
                stroke=theme.lane_line,
                stroke_width=0.6,
            )
        )
        parts.append(text_lines((text,), plot.box.x - _BESIDE, y, LABEL, 14, theme.soft_ink, anchor="end"))
    if name:
        parts.append(
            text_lines((name,), plot.box.x - 54, plot.box.y - 14, LABEL, 14, theme.soft_ink, anchor="start")
        )
    return element("g", *parts, class_="axis upright")


def polyline(places: Sequence[tuple[float, float]], colour: str, stroke: float = 2.0, dash: str = "") -> str:
    """Return a line through places."""
    if len(places) < 2:
        return ""
    path = "M" + "L".join(f"{num(x)} {num(y)}" for x, y in places)
    return element(
        "path",
        d=path,
        fill="none",
        stroke=colour,
        stroke_width=stroke,
        stroke_dasharray=dash or None,
        stroke_linejoin="round",
    )


def both_ends(text: str, limit: float, size: float) -> str:
    """Return text cut to a width, its middle left out: names in a log often share their beginning and differ at the end.

    >>> both_ends("Request for payment submitted by employee", 160, 12)
    'Request for p…by employee'
    """
    if width(text, size) <= limit:
        return text
    tail = ""
    for letter in reversed(text):
        if width(letter + tail, size) > limit * 0.45:
            break
        tail = letter + tail
    head = shortened(text, limit - width(tail.lstrip(), size), size)
    return head + tail.lstrip()


def line_key(colour: str, dash: str = "", stroke: float = 2.0) -> str:
    """Return a line for a legend."""
    return polyline([(0, 7), (26, 7)], colour, stroke, dash)


def box_key(fill: str, stroke: str = "none", dash: str = "") -> str:
    """Return a box for a legend."""
    return element(
        "rect", x=4, y=1, width=18, height=12, rx=2, fill=fill, stroke=stroke, stroke_dasharray=dash or None
    )
