"""Shapes of BPMN with what stands on them."""

from __future__ import annotations

from bprkit.drawing.geometry import Badge, Box, Label, Shape
from bprkit.drawing.svg.elements import element, num, safe, text_lines, xml_id
from bprkit.drawing.svg.icons import icon
from bprkit.drawing.theme import Look, Theme


def shape_group(shape: Shape, panel: str, theme: Theme) -> str:
    """Return a shape with its title for screen readers, its lines, badges and caption."""
    look = theme.look(shape.lane_kind, shape.change, shape.heat)
    changed = theme.changes[shape.change] if shape.change else None
    told = ". ".join(
        [shape.title, *(badge.lines[0] for badge in shape.badges if badge.kind == "change"), *shape.about]
    )
    parts = [element("title", safe(told))]
    if shape.kind in ("task", "subprocess"):
        parts += _task(shape, look, theme)
    elif shape.kind == "gateway":
        parts += gateway(shape, changed, theme)
    else:
        parts += event(shape, changed, theme)
    parts += [_badge(badge, theme) for badge in shape.badges]
    if shape.caption is not None:
        parts.append(caption(shape.caption, theme.ink))
    classes = ["node", shape.kind, shape.lane_kind, *([shape.change] if shape.change else [])]
    if shape.heat is not None:
        classes.append(f"heat-{shape.heat}")
    return element(
        "g",
        *parts,
        id=xml_id(panel, "node", shape.id),
        class_=" ".join(classes),
        role="img",
        data_id=shape.id,
    )


def caption(label: Label, colour: str, halo: str | None = "#ffffff") -> str:
    """Return a label's lines, in its box."""
    box = label.box
    x = box.middle.x if label.centred else box.x
    return text_lines(
        label.lines,
        x,
        box.middle.y,
        label.size,
        label.leading,
        colour,
        anchor="middle" if label.centred else "start",
        bold=label.bold,
        halo=halo,
    )


def _task(shape: Shape, shown: Look, theme: Theme) -> list[str]:
    box = shape.box
    parts = [
        element(
            "rect",
            class_="body",
            x=box.x,
            y=box.y,
            width=box.width,
            height=box.height,
            rx=8,
            fill=shown.fill,
            stroke=shown.stroke,
            stroke_width=shown.stroke_width,
            stroke_dasharray=shown.dash or None,
        )
    ]
    if shape.kind == "subprocess":
        parts.append(
            element(
                "rect",
                x=box.x + 3.5,
                y=box.y + 3.5,
                width=box.width - 7,
                height=box.height - 7,
                rx=5.5,
                fill="none",
                stroke=shown.stroke,
                stroke_width=0.8,
            )
        )
    if shape.text is not None:
        middle = shape.text.middle
        parts.append(text_lines(shape.lines, middle.x, middle.y, theme.text, theme.leading, theme.ink))
    return parts


def gateway(shape: Shape, changed: Look | None, theme: Theme) -> list[str]:
    """Return the parts of a gateway: a diamond and its mark."""
    box, middle = shape.box, shape.box.middle
    stroke = changed.stroke if changed else theme.gateway
    diamond = (
        f"M{num(middle.x)} {num(box.y)}L{num(box.right)} {num(middle.y)}"
        f"L{num(middle.x)} {num(box.bottom)}L{num(box.x)} {num(middle.y)}Z"
    )
    parts = [
        element(
            "path",
            class_="body",
            d=diamond,
            fill=changed.fill if changed else "#ffffff",
            stroke=stroke,
            stroke_width=changed.stroke_width if changed else 1.6,
            stroke_dasharray=(changed.dash or None) if changed else None,
            stroke_linejoin="round",
        )
    ]
    x, y, k = middle.x, middle.y, box.width * 0.15
    line = {"stroke": stroke, "stroke_width": 2.8, "stroke_linecap": "round", "fill": "none"}
    if shape.mark == "exclusive":
        d = f"M{num(x - k)} {num(y - k)}L{num(x + k)} {num(y + k)}M{num(x + k)} {num(y - k)}L{num(x - k)} {num(y + k)}"
        parts.append(element("path", d=d, **line))
    elif shape.mark == "parallel":
        k *= 1.35
        d = f"M{num(x - k)} {num(y)}H{num(x + k)}M{num(x)} {num(y - k)}V{num(y + k)}"
        parts.append(element("path", d=d, **line))
    elif shape.mark == "inclusive":
        parts.append(element("circle", cx=x, cy=y, r=k * 1.3, **line))
    else:
        parts.append(element("circle", cx=x, cy=y, r=k * 1.5, fill="none", stroke=stroke, stroke_width=1.3))
        points = [(0, -1), (0.95, -0.31), (0.59, 0.81), (-0.59, 0.81), (-0.95, -0.31)]
        d = "M" + "L".join(f"{num(x + k * px)} {num(y + k * py)}" for px, py in points) + "Z"
        parts.append(element("path", d=d, fill="none", stroke=stroke, stroke_width=1.3))
    return parts


def event(shape: Shape, changed: Look | None, theme: Theme) -> list[str]:
    """Return the parts of an event: one circle or two, and its sign."""
    middle, r = shape.box.middle, shape.box.width / 2 - 1
    plain = "#ffffff" if shape.heat is None else theme.heats[shape.heat]
    stroke = changed.stroke if changed else theme.gateway
    x, y = middle.x, middle.y
    thick = {"start": 1.8, "end": 4.2}.get(shape.kind, 1.5)
    parts = [
        element(
            "circle",
            class_="body",
            cx=x,
            cy=y,
            r=r - (1.4 if shape.kind == "end" else 0),
            fill=changed.fill if changed else plain,
            stroke=stroke,
            stroke_width=thick,
            stroke_dasharray=(changed.dash or None) if changed else None,
        )
    ]
    if shape.kind in ("timer", "message", "event"):
        parts.append(element("circle", cx=x, cy=y, r=r - 3, fill="none", stroke=stroke, stroke_width=1.2))
    return parts + _sign(shape, x, y, stroke, theme)


def _sign(shape: Shape, x: float, y: float, stroke: str, theme: Theme) -> list[str]:
    if shape.mark in ("send", "receive"):
        solid = shape.mark == "send"
        envelope = f"M{num(x - 8)} {num(y - 5.5)}h16v11h-16z"
        flap = f"M{num(x - 8)} {num(y - 5.5)}L{num(x)} {num(y + 1)}L{num(x + 8)} {num(y - 5.5)}"
        return [
            element("path", d=envelope, fill=stroke if solid else "#ffffff", stroke=stroke, stroke_width=1.3),
            element("path", d=flap, fill="none", stroke="#ffffff" if solid else stroke, stroke_width=1.3),
        ]
    if shape.mark in ("timer", "deadline"):
        colour = theme.rework if shape.mark == "deadline" else stroke
        return [
            element("circle", cx=x, cy=y, r=9.5, fill="#ffffff", stroke=colour, stroke_width=1.5),
            element(
                "path",
                d=f"M{num(x)} {num(y - 6)}V{num(y)}L{num(x + 4)} {num(y + 2.5)}",
                fill="none",
                stroke=colour,
                stroke_width=1.6,
                stroke_linecap="round",
            ),
        ]
    if shape.mark.startswith("link:"):
        letter = shape.mark.partition(":")[2]
        return [text_lines((letter,), x, y, 14.0 if len(letter) == 1 else 10.0, 14.0, stroke, bold=True)]
    if shape.mark == "rejected":
        d = f"M{num(x - 5)} {num(y - 5)}L{num(x + 5)} {num(y + 5)}M{num(x + 5)} {num(y - 5)}L{num(x - 5)} {num(y + 5)}"
        return [element("path", d=d, stroke=stroke, stroke_width=2.6, fill="none", stroke_linecap="round")]
    if shape.mark == "terminated":
        return [element("circle", cx=x, cy=y, r=8.5, fill=stroke)]
    return []


def _badge(badge: Badge, theme: Theme) -> str:
    box = badge.box
    if badge.kind == "icon" and badge.icon is not None:
        drawn = icon(badge.icon, box.x, box.y, theme, theme.icon)
        if not badge.lines:
            return drawn
        colour = theme.seal if badge.icon == "seal" else theme.soft_ink
        x = box.x + theme.icon + 1
        return drawn + text_lines(
            badge.lines, x, box.middle.y, badge.size, badge.size, colour, anchor="start", bold=True
        )
    if badge.kind == "change" and badge.style is not None:
        fill, ink, bold, radius = theme.changes[badge.style].stroke, "#ffffff", True, 3.0
    else:
        fill, ink = {
            "touch": (theme.touch_fill, theme.touch_ink),
            "wait": (theme.wait_fill, theme.wait_ink),
            "observed": (theme.ink, "#ffffff"),
            "automatic": (theme.good, "#ffffff"),
            "mandatory": (theme.mark_fill, theme.mark_ink),
            "batch": (theme.mark_fill, theme.mark_ink),
        }.get(badge.kind, ("#ffffff", theme.ink))
        bold, radius = badge.kind in ("automatic", "observed"), min(8.0, box.height / 2)
    parts = [element("rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=radius, fill=fill)]
    left = box.x
    if badge.icon is not None:
        parts.append(icon(badge.icon, box.x + 3, box.middle.y - 7, theme, 14.0))
        left += 17
    x = (left + box.right) / 2 if badge.icon is None else left + 1
    anchor = "middle" if badge.icon is None else "start"
    parts.append(
        text_lines(
            badge.lines, x, box.middle.y, badge.size, theme.small_leading, ink, anchor=anchor, bold=bold
        )
    )
    return element("g", *parts, class_=f"badge {badge.kind}")


def frame(box: Box, fill: str, stroke: str, cls: str) -> str:
    """Return a plain rectangle."""
    return element(
        "rect", class_=cls, x=box.x, y=box.y, width=box.width, height=box.height, fill=fill, stroke=stroke
    )
