"""DrawingML as text: elements, lines, fills and text bodies; lengths become EMU (914,400 an inch)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from typing import Literal

from bprkit.drawing.geometry import Box, Label, Point
from bprkit.drawing.text import plain
from bprkit.drawing.theme import Look
from bprkit.language import Language

POINT = 12_700
_SMALLEST = 100  # PowerPoint has no type below one point


def tag(name: str, /, *inside: str, **attributes: object) -> str:
    """Return an element; attributes of None are left out.

    >>> tag("a:off", x=1, y=None)
    '<a:off x="1"/>'
    """
    given = "".join(f' {key}="{safe(str(value))}"' for key, value in attributes.items() if value is not None)
    return f"<{name}{given}>{''.join(inside)}</{name}>" if inside else f"<{name}{given}/>"


def safe(text: str) -> str:
    """Return text for a file: one line, controls gone, the rest escaped.

    >>> safe("a\\n<b>\\x00")
    'a &lt;b&gt;'
    """
    return escape(plain(text), quote=True)


@dataclass(frozen=True)
class Frame:
    """A rectangle in EMU."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The x of its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The y of its lower side."""
        return self.y + self.height


@dataclass(frozen=True)
class Piece:
    """A shape or a group as XML, and where it stands."""

    xml: str
    id: int
    frame: Frame


@dataclass(frozen=True)
class Page:
    """Where pixels stand on a slide; `ids` gives each shape of the slide a number of its own."""

    ids: Iterator[int]
    scale: float
    left: float = 0.0
    top: float = 0.0
    language: Language = "ja"

    def moved(self, to: Point) -> Page:
        """Return the page with its origin there."""
        return replace(self, left=self.left + to.x * self.scale, top=self.top + to.y * self.scale)

    def shrunk(self, to: Point, by: float) -> Page:
        """Return the page with its origin there and everything `by` times as large."""
        return replace(self.moved(to), scale=self.scale * by)

    def point(self, at: Point) -> tuple[int, int]:
        """Return a place in EMU."""
        return round(self.left + at.x * self.scale), round(self.top + at.y * self.scale)

    def frame(self, box: Box) -> Frame:
        """Return a box in EMU."""
        x, y = self.point(Point(box.x, box.y))
        right, bottom = self.point(Point(box.right, box.bottom))
        return Frame(x, y, max(1, right - x), max(1, bottom - y))

    def length(self, pixels: float) -> int:
        """Return a length in EMU."""
        return round(pixels * self.scale)

    def type_size(self, pixels: float) -> int:
        """Return a size of type in hundredths of a point, rounded down so that text is no wider than measured."""
        return max(_SMALLEST, int(pixels * self.scale / POINT * 100))


@dataclass(frozen=True)
class Paragraph:
    """Lines of one look."""

    lines: tuple[str, ...]
    size: float
    leading: float
    colour: str
    bold: bool = False


@dataclass(frozen=True)
class Text:
    """What stands in a shape; inset: pixels kept free at the top."""

    paragraphs: tuple[Paragraph, ...]
    align: Literal["l", "ctr", "r"] = "ctr"
    anchor: Literal["t", "ctr", "b"] = "ctr"
    inset: float = 0.0


def lines_text(
    lines: tuple[str, ...],
    size: float,
    leading: float,
    colour: str,
    *,
    align: Literal["l", "ctr", "r"] = "ctr",
    bold: bool = False,
) -> Text:
    """Return lines of one look, in the middle of their shape."""
    return Text((Paragraph(lines, size, leading, colour, bold),), align)


def label_text(label: Label, colour: str) -> Text:
    """Return the text of a label."""
    align: Literal["l", "ctr"] = "ctr" if label.centred else "l"
    return lines_text(label.lines, label.size, label.leading, colour, align=align, bold=label.bold)


def text_body(text: Text | None, page: Page) -> str:
    """Return the text body of a shape; lines break only where they were broken, whatever font stands in."""
    shown = text or Text(())
    body = tag(
        "a:bodyPr",
        tag("a:noAutofit"),
        vertOverflow="overflow",
        horzOverflow="overflow",
        wrap="none",
        lIns=0,
        tIns=page.length(shown.inset),
        rIns=0,
        bIns=0,
        anchor=shown.anchor,
        rtlCol=0,
    )
    paragraphs = [_paragraph(each, shown.align, page) for each in shown.paragraphs if each.lines]
    return tag("p:txBody", body, tag("a:lstStyle"), *(paragraphs or [tag("a:p")]))


def _paragraph(paragraph: Paragraph, align: str, page: Page) -> str:
    size = page.type_size(paragraph.size)
    leading = round(paragraph.leading * page.scale / POINT * 100)
    properties = {
        "lang": "ja-JP" if page.language == "ja" else "en-US",
        "sz": size,
        "b": int(paragraph.bold),
        "dirty": 0,
    }
    look = (
        solid(paragraph.colour),
        tag("a:latin", typeface="+mn-lt"),
        tag("a:ea", typeface="+mn-ea"),
        tag("a:cs", typeface="+mn-lt"),
    )
    spacing = tag("a:lnSpc", tag("a:spcPts", val=max(_SMALLEST, leading)))
    none = tag("a:spcPts", val=0)
    lines = [
        f"<a:r>{tag('a:rPr', *look, **properties)}<a:t>{safe(line)}</a:t></a:r>" for line in paragraph.lines
    ]
    return tag(
        "a:p",
        tag(
            "a:pPr",
            spacing,
            tag("a:spcBef", none),
            tag("a:spcAft", none),
            tag("a:buNone"),
            marL=0,
            indent=0,
            algn=align,
            rtl=0,
        ),
        tag("a:br", tag("a:rPr", *look, **properties)).join(lines),
    )


def solid(colour: str | None) -> str:
    """Return a fill; None for none."""
    return tag("a:noFill") if colour is None else tag("a:solidFill", tag("a:srgbClr", val=colour[1:].upper()))


def line(
    colour: str | None,
    width: float,
    page: Page,
    *,
    dash: str = "",
    arrow: bool = False,
    square: bool = False,
) -> str:
    """Return an outline; dash: as SVG takes it, which becomes the nearest of PowerPoint's own."""
    if colour is None:
        return tag("a:ln", tag("a:noFill"))
    return tag(
        "a:ln",
        solid(colour),
        tag("a:prstDash", val=_dash(dash)),
        tag("a:miter", lim=800_000) if square else tag("a:round"),
        *([tag("a:tailEnd", type="triangle", w="med", len="med")] if arrow else []),
        w=max(1, page.length(width)),
    )


def look_line(look: Look, page: Page) -> str:
    """Return the outline of a look."""
    return line(look.stroke, look.stroke_width, page, dash=look.dash)


def _dash(dash: str) -> str:
    """Return PowerPoint's name of a dash.

    >>> _dash(""), _dash("7 4"), _dash("12 3 2 3"), _dash("2.5 2.5")
    ('solid', 'dash', 'lgDashDot', 'sysDash')
    """
    lengths = [float(each) for each in dash.split()]
    if not lengths:
        return "solid"
    if len(lengths) > 2:
        return "lgDashDot"
    return "sysDash" if lengths[0] < 4 else "dash"
