"""The whole file: background, title, cards, drawings, legend, notes."""

from __future__ import annotations

from collections.abc import Sequence

from bprkit.drawing.geometry import Box, Card, Icon, Sample, Shape, ShapeKind, Sheet
from bprkit.drawing.legend import EVENTS, heat_strip
from bprkit.drawing.svg.elements import FONTS, element, num, safe, text_lines
from bprkit.drawing.svg.icons import icon
from bprkit.drawing.svg.panel import panel_group
from bprkit.drawing.svg.shapes import caption, event, gateway
from bprkit.drawing.theme import Theme


def paint(sheet: Sheet, theme: Theme) -> str:
    """Return a sheet as an SVG file."""
    title = element("title", safe(" ".join(sheet.title.lines)))
    return _file("\n".join([title, *_parts(sheet, theme)]), sheet.width, sheet.height)


def paint_pages(sheets: Sequence[Sheet], theme: Theme) -> str:
    """Return the pages of a picture as one SVG file, one below the other."""
    if len(sheets) == 1:
        return paint(sheets[0], theme)
    parts = [element("title", safe(" ".join(sheets[0].title.lines)))]
    wide, y = max(sheet.width for sheet in sheets), 0.0
    for number, sheet in enumerate(sheets, 1):
        inside = "\n".join(_parts(sheet, theme))
        if y:
            inside += element("path", class_="fold", d=f"M0 0H{num(wide)}", stroke=theme.lane_line)
        parts.append(
            element("g", inside, id=f"page-{number}", class_="page", transform=f"translate(0 {num(y)})")
        )
        y = round(y + sheet.height, 2)
    return _file("\n".join(parts), wide, y)


def _file(body: str, width: float, height: float) -> str:
    wide, tall = num(width), num(height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{tall}" viewBox="0 0 {wide} {tall}" '
        f'role="img" font-family="{safe(FONTS)}">\n{body}\n</svg>\n'
    )


def _parts(sheet: Sheet, theme: Theme) -> list[str]:
    parts = [
        element("rect", class_="paper", width=sheet.width, height=sheet.height, fill=theme.paper),
        element("g", caption(sheet.title, theme.ink, None), class_="title"),
    ]
    if sheet.subtitle is not None:
        parts.append(element("g", caption(sheet.subtitle, theme.soft_ink, None), class_="subtitle"))
    if sheet.cards:
        parts.append(element("g", *(_card(card, theme) for card in sheet.cards), class_="cards"))
    for panel in sheet.panels:
        if panel.heading is not None:
            parts.append(element("g", caption(panel.heading, theme.ink, None), class_="heading"))
        parts.append(panel_group(panel.drawing, panel.name, panel.at, theme))
    if sheet.legend:
        parts.append(element("g", *(_sample(sample, theme) for sample in sheet.legend), class_="legend"))
    if sheet.notes:
        notes = (caption(note, theme.soft_ink, None) for note in sheet.notes)
        parts.append(element("g", *notes, class_="notes"))
    return parts


def _card(card: Card, theme: Theme) -> str:
    box = card.box
    colour = theme.soft_ink if card.better is None else theme.good if card.better else theme.bad
    k = card.scale
    left = box.x + 12 * k

    def line(text: str, x: float, down: float, size: float, ink: str, anchor: str, bold: bool) -> str:
        return text_lines((text,), x, box.y + down * k, size * k, size * k, ink, anchor=anchor, bold=bold)

    parts = [
        element("rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=7 * k, fill=theme.card),
        line(card.title, left, 17, 12.0, theme.soft_ink, "start", False),
        line(card.value, left, 42, 18.0, theme.ink, "start", True),
    ]
    if card.change:
        parts.append(line(card.change, box.right - 10 * k, 17, 12.5, colour, "end", True))
    if card.note:
        parts.append(line(card.note, left, 62, 10.0, theme.soft_ink, "start", False))
    return element("g", *parts, class_="card")


def _sample(sample: Sample, theme: Theme) -> str:
    return element("g", _sample_mark(sample, theme), caption(sample.label, theme.ink, None), class_="entry")


def _sample_mark(sample: Sample, theme: Theme) -> str:
    box, kind = sample.box, sample.kind
    if kind in theme.changes:
        look = theme.changes[kind]  # type: ignore[index]
        return _rect(box, look.fill, look.stroke, look.stroke_width, look.dash)
    if kind in theme.kinds:
        look = theme.kinds[kind]  # type: ignore[index]
        return _rect(box, look.fill, look.stroke, look.stroke_width, "")
    if kind == "heat":
        return "".join(_rect(part, fill, theme.lane_line, 0.8, "") for part, fill in heat_strip(box, theme))
    if kind == "observed":
        return element(
            "rect", x=box.x, y=box.y + 1, width=box.width, height=box.height - 2, rx=7, fill=theme.ink
        )
    if kind == "rework":
        y = num(box.middle.y)
        return element(
            "path",
            d=f"M{num(box.x)} {y}H{num(box.right)}",
            stroke=theme.rework,
            stroke_width=1.6,
            stroke_dasharray="7 4",
        )
    if kind in ("touch", "wait"):
        fill = theme.touch_fill if kind == "touch" else theme.wait_fill
        return element("rect", x=box.x, y=box.y + 1, width=box.width, height=box.height - 2, rx=7, fill=fill)
    if kind.startswith("gateway:"):
        return _shrunk("gateway", kind.partition(":")[2], box, theme)
    if kind in EVENTS or kind.startswith("link:"):
        return _shrunk(EVENTS.get(kind, "event"), "" if kind in ("start", "end") else kind, box, theme)
    shown: Icon = "system" if kind == "system_icon" else kind  # type: ignore[assignment]
    return icon(shown, box.x, box.y, theme, box.height)


def _shrunk(kind: ShapeKind, mark: str, box: Box, theme: Theme) -> str:
    """Return a gateway or event as small as an entry of the legend."""
    size = theme.event
    shape = Shape(kind, kind, Box(0, 0, size, size), "", "", "nobody", mark=mark)
    inside = gateway(shape, None, theme) if kind == "gateway" else event(shape, None, theme)
    place = f"translate({num(box.x)} {num(box.y)}) scale({num(box.height / size)})"
    return element("g", *inside, transform=place)


def _rect(box: Box, fill: str, stroke: str, width: float, dash: str) -> str:
    return element(
        "rect",
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        rx=4,
        fill=fill,
        stroke=stroke,
        stroke_width=width,
        stroke_dasharray=dash or None,
    )
