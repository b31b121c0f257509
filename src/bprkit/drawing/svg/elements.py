"""Elements of an SVG file as text: numbers short, text escaped, ids that XML allows."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from bprkit.drawing.text import FAMILY, plain

FONTS = f"'{FAMILY}','Noto Sans CJK JP','BIZ UDPGothic','Yu Gothic UI','Meiryo','Hiragino Sans',sans-serif"


def num(value: float) -> str:
    """Return a number with two decimals at most.

    >>> num(3.0), num(2.4999), num(-0.001)
    ('3', '2.5', '0')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def safe(text: str) -> str:
    """Return text for a file: controls gone, the rest escaped.

    >>> safe('<script>"x"')
    '&lt;script&gt;&quot;x&quot;'
    """
    return escape(plain(text), quote=True)


def xml_id(*parts: str) -> str:
    """Return an id made of parts; what XML does not allow in one becomes its code point, different for different parts.

    >>> xml_id("as-is", "起案 1"), xml_id("as-is", "pay_out")
    ('as-is-起案_x20_1', 'as-is-pay_out')
    """
    joined = "-".join(parts)
    return "".join(
        letter
        if letter.isalnum() or letter in "-." or (letter == "_" and following != "x")
        else f"_x{ord(letter):x}_"
        for letter, following in zip(joined, joined[1:] + " ", strict=True)
    )


def element(name: str, *inside: str, **attributes: object) -> str:
    """Return an element; attributes of None are left out, `_` in their names becomes `-`.

    >>> element("rect", x=1.0, rx=None, stroke_width=1.5)
    '<rect x="1" stroke-width="1.5"/>'
    """
    parts = [name]
    for key, value in attributes.items():
        if value is not None and value != "":
            text = num(value) if isinstance(value, float | int) else safe(str(value))
            parts.append(f'{key.rstrip("_").replace("_", "-")}="{text}"')
    head = " ".join(parts)
    return f"<{head}>{''.join(inside)}</{name}>" if inside else f"<{head}/>"


def text_lines(
    lines: Iterable[str],
    x: float,
    middle: float,
    size: float,
    leading: float,
    colour: str,
    *,
    anchor: str = "middle",
    bold: bool = False,
    halo: str | None = None,
) -> str:
    """Return lines of text, the block centred on the height `middle`."""
    lines = list(lines)
    first = middle - (len(lines) - 1) * leading / 2 + size * 0.36
    return "".join(
        element(
            "text",
            safe(line),
            x=x,
            y=first + number * leading,
            font_size=size,
            text_anchor=None if anchor == "start" else anchor,
            font_weight="700" if bold else None,
            fill=colour,
            paint_order="stroke" if halo else None,
            stroke=halo,
            stroke_width=3.0 if halo else None,
            stroke_linejoin="round" if halo else None,
        )
        for number, line in enumerate(lines)
    )
