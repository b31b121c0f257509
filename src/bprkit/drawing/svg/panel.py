"""One drawing: lanes below, routes over them, shapes on top, labels last."""

from __future__ import annotations

from bprkit.drawing.geometry import Drawing, Lane, Point, Route
from bprkit.drawing.svg.elements import element, num, safe, text_lines, xml_id
from bprkit.drawing.svg.shapes import caption, frame, shape_group
from bprkit.drawing.theme import Theme

_RADIUS = 6.0
_HEAD = 9.0


def panel_group(drawing: Drawing, name: str, at: Point, theme: Theme) -> str:
    """Return a drawing as a group with its upper left corner there."""
    lanes = [_lane(lane, number, name, theme) for number, lane in enumerate(drawing.lanes)]
    routes = sorted(drawing.routes, key=lambda route: route.back)
    halos = [
        element(
            "path",
            d=path(route.points, shorten=_HEAD),
            fill="none",
            stroke="#ffffff",
            stroke_width=5,
            stroke_opacity=0.85,
        )
        for route in routes
    ]
    lines = [halo + _route(route, name, theme) for halo, route in zip(halos, routes, strict=True)]
    labels = [
        caption(route.label, theme.rework if route.rework else theme.ink)
        for route in drawing.routes
        if route.label is not None
    ]
    return element(
        "g",
        element("title", safe(drawing.title)),
        element("g", *lanes, class_="lanes") if lanes else "",
        element("g", *lines, class_="flows") if lines else "",
        element("g", *(shape_group(shape, name, theme) for shape in drawing.shapes), class_="nodes")
        if drawing.shapes
        else "",
        element("g", *labels, class_="flow-labels") if labels else "",
        id=xml_id(name),
        class_="drawing",
        transform=f"translate({num(at.x)} {num(at.y)})",
    )


def _lane(lane: Lane, number: int, name: str, theme: Theme) -> str:
    fill = theme.lane_pale if lane.pale else theme.lane_odd if number % 2 else theme.lane_even
    head = theme.lane_pale if lane.pale else theme.lane_head
    ink = theme.pale_ink if lane.pale else theme.ink
    parts = [frame(lane.box, fill, theme.lane_line, "lane-body")]
    if lane.header.width and lane.header.height and lane.lines:
        parts.append(frame(lane.header, head, theme.lane_line, "lane-head"))
        middle = lane.header.middle
        rows, note = len(lane.lines), len(lane.note)
        total = rows * theme.leading + note * theme.small_leading
        top = middle.y - total / 2
        parts.append(
            text_lines(
                lane.lines,
                middle.x,
                top + rows * theme.leading / 2,
                theme.head,
                theme.leading,
                ink,
                bold=not lane.pale,
            )
        )
        if lane.note:
            note_middle = top + rows * theme.leading + note * theme.small_leading / 2
            parts.append(text_lines(lane.note, middle.x, note_middle, theme.small, theme.small_leading, ink))
    classes = "lane pale" if lane.pale else "lane"
    return element("g", *parts, id=xml_id(name, "lane", lane.id), class_=classes, data_id=lane.id)


def _route(route: Route, name: str, theme: Theme) -> str:
    colour = theme.rework if route.rework else theme.line
    parts = [element("title", safe(route.title))] if route.title else []
    parts.append(
        element(
            "path",
            d=path(route.points, shorten=_HEAD - 2),
            fill="none",
            stroke=colour,
            stroke_width=2.6 if route.mandatory else 1.6,
            stroke_dasharray="7 4" if route.rework else None,
        )
    )
    parts.append(element("path", d=_head(route.points), fill=colour))
    classes = ["flow", *(["rework"] if route.rework else []), *(["mandatory"] if route.mandatory else [])]
    return element(
        "g",
        *parts,
        id=xml_id(name, "flow", route.id),
        class_=" ".join(classes),
        data_source=route.source,
        data_target=route.target,
    )


def path(points: tuple[Point, ...], shorten: float = 0.0) -> str:
    """Return a path with rounded corners; its end is shortened, so that it does not show beyond the arrow's head."""
    ends = list(points)
    ends[-1] = _towards(points[-1], points[-2], min(shorten, _length(points[-2], points[-1]) * 0.8))
    parts = [f"M{num(ends[0].x)} {num(ends[0].y)}"]
    for before, corner, after in zip(ends, ends[1:], ends[2:], strict=False):
        radius = min(_RADIUS, _length(before, corner) / 2, _length(corner, after) / 2)
        start, end = _towards(corner, before, radius), _towards(corner, after, radius)
        parts.append(
            f"L{num(start.x)} {num(start.y)}Q{num(corner.x)} {num(corner.y)} {num(end.x)} {num(end.y)}"
        )
    parts.append(f"L{num(ends[-1].x)} {num(ends[-1].y)}")
    return "".join(parts)


def _head(points: tuple[Point, ...]) -> str:
    tip, back = points[-1], _towards(points[-1], points[-2], _HEAD)
    dx, dy = (tip.y - back.y) * 0.42, (back.x - tip.x) * 0.42
    return (
        f"M{num(tip.x)} {num(tip.y)}L{num(back.x + dx)} {num(back.y + dy)}"
        f"L{num(back.x - dx)} {num(back.y - dy)}Z"
    )


def _length(one: Point, other: Point) -> float:
    return abs(one.x - other.x) + abs(one.y - other.y)


def _towards(one: Point, other: Point, by: float) -> Point:
    length = _length(one, other)
    if length < 1e-9:
        return one
    return Point(one.x + (other.x - one.x) * by / length, one.y + (other.y - one.y) * by / length)
