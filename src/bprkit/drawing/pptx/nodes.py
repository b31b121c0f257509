"""Steps, gateways and events as groups of shapes: the body, what stands on it, and its caption."""

from __future__ import annotations

from bprkit.drawing.geometry import Badge, Box, Point, Shape
from bprkit.drawing.pptx.icons import icon
from bprkit.drawing.pptx.pieces import Stroke, drawn, group, label, outline, preset, rounded, shape
from bprkit.drawing.pptx.ports import Ports
from bprkit.drawing.pptx.xml import Page, Paragraph, Piece, Text, line, lines_text
from bprkit.drawing.theme import Look, Theme
from bprkit.language import tell

_RADIUS = 8.0
_CURVE = 0.5523
"""How far the handles of a quarter circle are, as a share of its radius."""


def node(page: Page, shown: Shape, ports: Ports, theme: Theme) -> tuple[Piece, int]:
    """Return a node, and the id of its body, to which connectors are glued."""
    changed = theme.changes[shown.change] if shown.change else None
    if shown.kind in ("task", "subprocess"):
        pieces = _task(page, shown, ports, theme.look(shown.lane_kind, shown.change, shown.heat), theme)
    elif shown.kind == "gateway":
        pieces = gateway(page, shown, ports, _small_look(changed, theme, 1.6))
    else:
        thick = {"start": 1.8, "end": 4.2}.get(shown.kind, 1.5)
        pieces = event(page, shown, ports, _small_look(changed, theme, thick, shown.heat), theme)
    body = pieces[0].id
    for badge in shown.badges:
        pieces += _badge(page, badge, theme)
    if shown.caption is not None:
        pieces.append(label(page, shown.caption, theme.ink, tell(en="caption", ja="見出し")))
    words = [badge.lines[0] for badge in shown.badges if badge.kind == "change" and badge.lines]
    sentence = tell(en=". ", ja="。").join([shown.title, *words, *shown.about])
    name = tell(en=f"step {shown.id}", ja=f"工程 {shown.id}")
    return group(page, name, pieces, sentence), body


def _small_look(changed: Look | None, theme: Theme, width: float, heat: int | None = None) -> Look:
    """Return how a gateway or event is painted: as the theme's, unless it changed."""
    if changed is None:
        return Look("#ffffff" if heat is None else theme.heats[heat], theme.gateway, width)
    return Look(changed.fill, changed.stroke, max(width, changed.stroke_width), changed.dash)


def _task(page: Page, shown: Shape, ports: Ports, look: Look, theme: Theme) -> list[Piece]:
    box = shown.box
    text = None
    if shown.text is not None:
        words = Paragraph(shown.lines, theme.text, theme.leading, theme.ink)
        text = Text((words,), anchor="t", inset=shown.text.y - box.y)
    geometry = (
        outline((Stroke(_rounded_path(box)),), box.width, box.height, _inside(ports, box))
        if ports.own
        else rounded(box, _RADIUS)
    )
    outlined = line(look.stroke, look.stroke_width, page, dash=look.dash)
    body = shape(
        page, box, shown.title or shown.id, geometry=geometry, fill=look.fill, outlined=outlined, text=text
    )
    if shown.kind == "task":
        return [body]
    inner = Box(box.x + 3.5, box.y + 3.5, box.width - 7, box.height - 7)
    rim = line(look.stroke, 0.8, page)
    return [body, shape(page, inner, "rim", geometry=rounded(inner, 5.5), outlined=rim)]


def gateway(page: Page, shown: Shape, ports: Ports | None, look: Look) -> list[Piece]:
    """Return the parts of a gateway: a diamond and its mark."""
    box = shown.box
    diamond = preset("diamond")
    if ports is not None and ports.own:
        right, bottom, x, y = box.width, box.height, box.width / 2, box.height / 2
        d = f"M {x} 0 L {right} {y} L {x} {bottom} L 0 {y} Z"
        diamond = outline((Stroke(d),), box.width, box.height, _inside(ports, box))
    outlined = line(look.stroke, look.stroke_width, page, dash=look.dash)
    body = shape(page, box, shown.title or shown.id, geometry=diamond, fill=look.fill, outlined=outlined)
    strokes, thick = _gateway_mark(shown.mark)
    size = box.width * 0.46
    inner = Box(box.middle.x - size / 2, box.middle.y - size / 2, size, size)
    mark = drawn(
        page, inner, shown.mark or "event", strokes, (20, 20), fill=None, colour=look.stroke, width=thick
    )
    return [body, mark]


def _gateway_mark(mark: str) -> tuple[tuple[Stroke, ...], float]:
    """Return the mark in a square of 20 units, and how thick it is."""
    if mark == "exclusive":
        return (Stroke("M 3.5 3.5 L 16.5 16.5 M 16.5 3.5 L 3.5 16.5", filled=False),), 2.8
    if mark == "parallel":
        return (Stroke("M 1.2 10 L 18.8 10 M 10 1.2 L 10 18.8", filled=False),), 2.8
    if mark == "inclusive":
        return (Stroke("O 10 10 8.5", filled=False),), 2.8
    pentagon = "M 10 3.5 L 16.2 8 L 13.8 15.3 L 6.2 15.3 L 3.8 8 Z"
    return (Stroke("O 10 10 9.6", filled=False), Stroke(pentagon, filled=False)), 1.3


def event(page: Page, shown: Shape, ports: Ports | None, look: Look, theme: Theme) -> list[Piece]:
    """Return the parts of an event: one circle or two, and its sign."""
    box = shown.box
    circle = preset("ellipse")
    if ports is not None and ports.own:
        r = box.width / 2
        circle = outline((Stroke(f"O {r} {r} {r}"),), box.width, box.height, _inside(ports, box))
    letter = None
    if shown.mark.startswith("link:"):
        link = shown.mark.partition(":")[2]
        size = 14.0 if len(link) == 1 else 10.0
        letter = lines_text((link,), size, size * 1.25, look.stroke, bold=True)
    outlined = line(look.stroke, look.stroke_width, page, dash=look.dash)
    pieces = [
        shape(
            page,
            box,
            shown.title or shown.id,
            geometry=circle,
            fill=look.fill,
            outlined=outlined,
            text=letter,
        )
    ]
    if shown.kind in ("timer", "message", "event"):
        inner = Box(box.x + 3.6, box.y + 3.6, box.width - 7.2, box.height - 7.2)
        rim = line(look.stroke, 1.2, page)
        pieces.append(shape(page, inner, "rim", geometry=preset("ellipse"), outlined=rim))
    return [*pieces, *_sign(page, shown.mark, box.middle, look.stroke, theme)]


def _sign(page: Page, mark: str, middle: Point, stroke: str, theme: Theme) -> list[Piece]:
    """Return the sign of an event, in a square of 20 pixels around its middle."""
    box = Box(middle.x - 10, middle.y - 10, 20, 20)

    def sign(strokes: tuple[Stroke, ...], fill: str | None, colour: str, width: float) -> Piece:
        return drawn(page, box, mark, strokes, (20, 20), fill=fill, colour=colour, width=width)

    envelope = Stroke("M 2 4.5 L 18 4.5 L 18 15.5 L 2 15.5 Z")
    flap = Stroke("M 2 4.5 L 10 11 L 18 4.5", filled=False)
    if mark == "receive":
        return [sign((envelope, flap), "#ffffff", stroke, 1.3)]
    if mark == "send":
        return [sign((envelope,), stroke, stroke, 1.3), sign((flap,), None, "#ffffff", 1.3)]
    if mark in ("timer", "deadline"):
        colour = theme.rework if mark == "deadline" else stroke
        hands = Stroke("M 10 4 L 10 10 L 14 12.5", filled=False)
        return [sign((Stroke("O 10 10 9.5"), hands), "#ffffff", colour, 1.5)]
    if mark == "rejected":
        return [sign((Stroke("M 5 5 L 15 15 M 15 5 L 5 15", filled=False),), None, stroke, 2.6)]
    if mark == "terminated":
        return [sign((Stroke("O 10 10 8.5"),), stroke, stroke, 0.5)]
    return []


def _badge(page: Page, badge: Badge, theme: Theme) -> list[Piece]:
    box = badge.box
    if badge.kind == "icon" and badge.icon is not None:
        pieces = [icon(page, badge.icon, box.x, box.y, theme, theme.icon)]
        if badge.lines:
            colour = theme.seal if badge.icon == "seal" else theme.soft_ink
            room = Box(box.x + theme.icon + 1, box.y, box.width - theme.icon - 1, box.height)
            text = lines_text(badge.lines, badge.size, theme.small_leading, colour, align="l", bold=True)
            pieces.append(shape(page, room, badge.lines[0], text=text))
        return pieces
    fill, ink, bold, radius = _badge_look(badge, theme)
    words = lines_text(badge.lines, badge.size, theme.small_leading, ink, bold=bold)
    if badge.icon is None:
        return [shape(page, box, badge.kind, geometry=rounded(box, radius), fill=fill, text=words)]
    beside = Box(box.x + 18, box.y, box.width - 20, box.height)
    words = lines_text(badge.lines, badge.size, theme.small_leading, ink, align="l", bold=bold)
    return [
        shape(page, box, badge.kind, geometry=rounded(box, radius), fill=fill),
        icon(page, badge.icon, box.x + 3, box.middle.y - 7, theme, 14.0),
        shape(page, beside, badge.kind, text=words),
    ]


def _badge_look(badge: Badge, theme: Theme) -> tuple[str, str, bool, float]:
    """Return fill, ink, whether it is bold, and the radius of the corners."""
    if badge.kind == "change" and badge.style is not None:
        return theme.changes[badge.style].stroke, "#ffffff", True, 3.0
    fill, ink = {
        "touch": (theme.touch_fill, theme.touch_ink),
        "wait": (theme.wait_fill, theme.wait_ink),
        "observed": (theme.ink, "#ffffff"),
        "automatic": (theme.good, "#ffffff"),
        "mandatory": (theme.mark_fill, theme.mark_ink),
        "batch": (theme.mark_fill, theme.mark_ink),
    }.get(badge.kind, ("#ffffff", theme.ink))
    return fill, ink, badge.kind in ("automatic", "observed"), min(8.0, badge.box.height / 2)


def _inside(ports: Ports, box: Box) -> tuple[Point, ...]:
    return tuple(Point(site.x - box.x, site.y - box.y) for site in ports.sites)


def _rounded_path(box: Box) -> str:
    r, w, h = min(_RADIUS, box.width / 2, box.height / 2), box.width, box.height
    k = r * (1 - _CURVE)
    return (
        f"M {r} 0 L {w - r} 0 C {w - k} 0 {w} {k} {w} {r} L {w} {h - r} C {w} {h - k} {w - k} {h} {w - r} {h} "
        f"L {r} {h} C {k} {h} 0 {h - k} 0 {h - r} L 0 {r} C 0 {k} {k} 0 {r} 0 Z"
    )
