"""Scales of colour for maps and charts: from pale to dark in steps that also differ in grey, for any kind of eyes."""

from __future__ import annotations

from collections.abc import Sequence

MANY = ("#eaf2fa", "#c3dbef", "#8db9dd", "#4b8cc4", "#1d5c9e", "#123f73")
"""From few to many."""
LONG = ("#8fa3b5", "#b99a5c", "#d07a1f", "#b8450a", "#7a1f06")
"""From short to long: grey-blue, ochre, orange, vermilion, dark brown; darker step by step."""
SERIES = ("#1d5c9e", "#c4560a", "#5b6773", "#00705c")
"""Of things side by side."""
KINDS = ("#0072b2", "#e69f00", "#009e73", "#d55e00", "#56b4e9", "#cc79a7", "#332288")
"""Of kinds that only dots tell apart: Okabe and Ito (2008), their yellow and black left for an indigo that paper shows."""
OTHERS = "#b4bcc4"
"""Of what has no colour of its own."""


def between(scale: Sequence[str], part: float) -> str:
    """Return the colour at a part from 0 to 1 of a scale.

    >>> between(("#000000", "#ffffff"), 0.5)
    '#808080'
    """
    place = min(max(part, 0.0), 1.0) * (len(scale) - 1)
    low = min(int(place), len(scale) - 2)
    one, other = _rgb(scale[low]), _rgb(scale[low + 1])
    mixed = (round(a + (b - a) * (place - low)) for a, b in zip(one, other, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def ink_on(colour: str) -> str:
    """Return the ink, dark or white, that reads better on a colour.

    >>> ink_on("#ffffff"), ink_on("#123f73")
    ('#1b2733', '#ffffff')
    """
    return "#1b2733" if contrast(colour, "#1b2733") >= contrast(colour, "#ffffff") else "#ffffff"


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG counts it, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [value / 255 for value in _rgb(colour)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
