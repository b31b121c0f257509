"""Icons as vector shapes in a square of 17 pixels: paper, seal, system, telephone, counter, lock, stack, folded part."""

from __future__ import annotations

from collections.abc import Callable

from bprkit.drawing.geometry import Icon
from bprkit.drawing.svg.elements import element, num, text_lines
from bprkit.drawing.theme import Theme


def icon(kind: Icon, x: float, y: float, theme: Theme, size: float = 17.0) -> str:
    """Return an icon with its upper left corner there."""
    scale = size / 17.0
    place = f"translate({num(x)} {num(y)})" + (f" scale({num(scale)})" if scale != 1 else "")
    return element("g", _ICONS[kind](theme), class_=f"icon {kind}", transform=place)


def _path(d: str, theme: Theme, fill: str = "none", stroke: str | None = None, width: float = 1.2) -> str:
    return element(
        "path",
        d=d,
        fill=fill,
        stroke=stroke or theme.soft_ink,
        stroke_width=width,
        stroke_linejoin="round",
        stroke_linecap="round",
    )


def _paper(theme: Theme) -> str:
    page = _path("M2.5 0.8H11L15 4.8V16.2H2.5Z", theme, "#ffffff") + _path("M11 0.8V4.8H15", theme)
    return page + text_lines(("紙",), 8.6, 9.9, 9.0, 9.0, theme.ink)


def _seal(theme: Theme) -> str:
    ring = element("circle", cx=8.5, cy=8.5, r=7.6, fill="#ffffff", stroke=theme.seal, stroke_width=1.5)
    return ring + text_lines(("印",), 8.5, 8.3, 9.5, 9.5, theme.seal, bold=True)


def _system(theme: Theme) -> str:
    screen = element(
        "rect", x=1, y=2, width=15, height=10, rx=1.5, fill="#ffffff", stroke=theme.good, stroke_width=1.4
    )
    return screen + _path("M8.5 12V15M4.8 15.4H12.2M4 5.2H9M4 8H12", theme, stroke=theme.good)


def _phone(theme: Theme) -> str:
    d = (
        "M4.3 1.6L6.9 1.9L7.6 5.4L5.7 6.9C6.6 8.9 8.1 10.4 10.1 11.3L11.6 9.4L15.1 10.1L15.4 12.7"
        "C15.4 14.2 14.3 15.2 12.9 15.1C7 14.6 2.4 10 1.9 4.1C1.8 2.7 2.8 1.6 4.3 1.6Z"
    )
    return _path(d, theme, "#ffffff", width=1.3)


def _counter(theme: Theme) -> str:
    person = element("circle", cx=8.5, cy=4, r=2.7, fill="#ffffff", stroke=theme.soft_ink, stroke_width=1.3)
    return (
        person
        + _path("M4 11V10.4C4 8.4 6 7.6 8.5 7.6S13 8.4 13 10.4V11", theme, "#ffffff")
        + _path("M1 11.4H16V15.6H1Z", theme, "#ffffff", width=1.3)
    )


def _lock(theme: Theme) -> str:
    body = element("rect", x=3.5, y=7.5, width=10, height=7.6, rx=1.4, fill=theme.mark_ink)
    return _path("M5.4 7.5V5.2A3.1 3.1 0 0 1 11.6 5.2V7.5", theme, stroke=theme.mark_ink, width=1.7) + body


def _stack(theme: Theme) -> str:
    return _path("M2.5 6.5L8.5 3.2L14.5 6.5L8.5 9.8Z", theme, "#ffffff", theme.mark_ink, 1.3) + _path(
        "M2.5 9.4L8.5 12.7L14.5 9.4M2.5 12.2L8.5 15.5L14.5 12.2", theme, stroke=theme.mark_ink, width=1.3
    )


def _fold(theme: Theme) -> str:
    box = element(
        "rect", x=2.5, y=2.5, width=12, height=12, fill="#ffffff", stroke=theme.ink, stroke_width=1.3
    )
    return box + _path("M8.5 5.5V11.5M5.5 8.5H11.5", theme, stroke=theme.ink, width=1.5)


_ICONS: dict[Icon, Callable[[Theme], str]] = {
    "paper": _paper,
    "seal": _seal,
    "system": _system,
    "phone": _phone,
    "counter": _counter,
    "lock": _lock,
    "stack": _stack,
    "fold": _fold,
}
