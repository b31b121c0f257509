"""Shapes and groups of a slide, and outlines of our own where PowerPoint has no shape."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bprkit.drawing.geometry import Box, Label, Point
from bprkit.drawing.pptx.xml import Frame, Page, Piece, Text, label_text, line, solid, tag, text_body

_FINE = 1000
_FULL_TURN = 21_600_000
_NO_LINE = tag("a:ln", tag("a:noFill"))


@dataclass(frozen=True)
class Stroke:
    """A part of an outline; `d`: M, L and C as in SVG, Z, and `O x y r` for a circle, all parted by blanks."""

    d: str
    filled: bool = True
    stroked: bool = True


def preset(kind: str, **adjustments: int) -> str:
    """Return one of PowerPoint's own shapes; adjustments in 1/100,000."""
    guides = (tag("a:gd", name=name, fmla=f"val {value}") for name, value in adjustments.items())
    return tag("a:prstGeom", tag("a:avLst", *guides), prst=kind)


_RECTANGLE = preset("rect")


def rounded(box: Box, radius: float) -> str:
    """Return a rectangle with corners of that radius in pixels."""
    return preset("roundRect", adj=min(50_000, round(radius / min(box.width, box.height) * 100_000)))


def outline(strokes: Sequence[Stroke], width: float, height: float, sites: Sequence[Point] = ()) -> str:
    """Return an outline of our own, in a box of that size; sites: where connectors may be glued, in the same unit."""
    guides = "".join(
        tag(
            "a:gd",
            name=f"site{axis}{number}",
            fmla=f"*/ {length} {round(value * _FINE)} {round(whole * _FINE)}",
        )
        for number, site in enumerate(sites)
        for axis, value, whole, length in (("X", site.x, width, "w"), ("Y", site.y, height, "h"))
    )
    glue = "".join(
        tag("a:cxn", tag("a:pos", x=f"siteX{number}", y=f"siteY{number}"), ang=0)
        for number in range(len(sites))
    )
    paths = (
        tag(
            "a:path",
            *_commands(stroke.d),
            w=round(width * _FINE),
            h=round(height * _FINE),
            fill=None if stroke.filled else "none",
            stroke=None if stroke.stroked else 0,
        )
        for stroke in strokes
    )
    return tag(
        "a:custGeom",
        tag("a:avLst"),
        tag("a:gdLst", guides),
        tag("a:ahLst"),
        tag("a:cxnLst", glue),
        tag("a:rect", l="0", t="0", r="r", b="b"),
        tag("a:pathLst", *paths),
    )


def _commands(d: str) -> Iterator[str]:
    words = iter(d.split())

    def point() -> str:
        return tag("a:pt", x=round(float(next(words)) * _FINE), y=round(float(next(words)) * _FINE))

    for command in words:
        if command == "M":
            yield tag("a:moveTo", point())
        elif command == "L":
            yield tag("a:lnTo", point())
        elif command == "C":
            yield tag("a:cubicBezTo", point(), point(), point())
        elif command == "O":
            x, y, r = (round(float(next(words)) * _FINE) for _ in range(3))
            yield tag("a:moveTo", tag("a:pt", x=x + r, y=y))
            yield tag("a:arcTo", wR=r, hR=r, stAng=0, swAng=_FULL_TURN)
            yield tag("a:close")
        else:
            yield tag("a:close")


def shape(
    page: Page,
    box: Box,
    name: str,
    *,
    geometry: str = _RECTANGLE,
    fill: str | None = None,
    outlined: str = _NO_LINE,
    text: Text | None = None,
    told: str = "",
    placeholder: str = "",
) -> Piece:
    """Return a shape; told: its alternative text. A placeholder is one of the slide's layout, such as the title."""
    id, frame = next(page.ids), page.frame(box)
    written = text is not None and fill is None and outlined == _NO_LINE and not placeholder
    xml = tag(
        "p:sp",
        tag(
            "p:nvSpPr",
            tag("p:cNvPr", id=id, name=name, descr=told or None),
            tag("p:cNvSpPr", txBox=1 if written else None),
            tag("p:nvPr", *([tag("p:ph", type=placeholder)] if placeholder else [])),
        ),
        tag("p:spPr", tag("a:xfrm", *_place(frame)), geometry, solid(fill), outlined),
        text_body(text, page),
    )
    return Piece(xml, id, frame)


def label(page: Page, shown: Label, colour: str, name: str, placeholder: str = "") -> Piece:
    """Return a text box."""
    return shape(page, shown.box, name, text=label_text(shown, colour), placeholder=placeholder)


def group(page: Page, name: str, pieces: Sequence[Piece], told: str = "") -> Piece:
    """Return shapes that are moved together; a shape alone stays what it is."""
    if len(pieces) == 1:
        return pieces[0]
    id = next(page.ids)
    left, top = min(each.frame.x for each in pieces), min(each.frame.y for each in pieces)
    frame = Frame(
        left,
        top,
        max(each.frame.right for each in pieces) - left,
        max(each.frame.bottom for each in pieces) - top,
    )
    inner = (
        tag("a:chOff", x=frame.x, y=frame.y),
        tag("a:chExt", cx=frame.width, cy=frame.height),
    )
    xml = tag(
        "p:grpSp",
        tag(
            "p:nvGrpSpPr",
            tag("p:cNvPr", id=id, name=name, descr=told or None),
            tag("p:cNvGrpSpPr"),
            tag("p:nvPr"),
        ),
        tag("p:grpSpPr", tag("a:xfrm", *_place(frame), *inner)),
        *(each.xml for each in pieces),
    )
    return Piece(xml, id, frame)


def _place(frame: Frame) -> tuple[str, str]:
    return tag("a:off", x=frame.x, y=frame.y), tag("a:ext", cx=frame.width, cy=frame.height)


def drawn(
    page: Page,
    box: Box,
    name: str,
    strokes: Sequence[Stroke],
    size: tuple[float, float],
    *,
    fill: str | None,
    colour: str,
    width: float,
    text: Text | None = None,
) -> Piece:
    """Return an outline of our own in a box; size: of the unit that the strokes are in."""
    return shape(
        page,
        box,
        name,
        geometry=outline(strokes, *size),
        fill=fill,
        outlined=line(colour, width, page),
        text=text,
    )
