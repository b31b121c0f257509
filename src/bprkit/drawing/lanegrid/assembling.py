"""Skeleton and room put together: lanes, shapes with all that is on them, routes, and the texts beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bprkit.drawing import words
from bprkit.drawing.geometry import Box, Drawing, Label, Lane, Point, Route, Shape
from bprkit.drawing.lanegrid.captions import BESIDE, CORNER
from bprkit.drawing.lanegrid.labels import Obstacles, beside_route, beside_shape, best
from bprkit.drawing.lanegrid.plan import Place, Strip
from bprkit.drawing.lanegrid.positions import boxes_of, point, points_of, turned
from bprkit.drawing.lanegrid.spacing import Room, Rooms, widened
from bprkit.drawing.text import width, wrap
from bprkit.drawing.theme import Theme

if TYPE_CHECKING:
    from bprkit.drawing.lanegrid.laying import Skeleton


def head_room(frame: Skeleton, rooms: Rooms, theme: Theme) -> float:
    """Return how far the names of the lanes reach."""
    edges = _lane_edges(frame, widened(rooms.across, _least(frame, theme)))
    return _headers(frame.plan.strips, edges, frame.plan.vertical, theme)[0]


def assemble(
    frame: Skeleton, rooms: Rooms, header: float, title: str, theme: Theme
) -> tuple[Drawing, list[int]]:
    """Return the drawing, and the links whose label found no place of its own; header: room for the names of lanes."""
    plan = frame.plan
    vertical = plan.vertical
    room = widened(rooms.across, _least(frame, theme))
    ys, _ = room.positions(0.0)
    edges = _lane_edges(frame, room)
    _, heads = _headers(plan.strips, edges, vertical, theme)
    xs, end = rooms.along.positions(header)
    bounds = Box(0, 0, round(end, 2), round(edges[-1], 2))
    lanes = _lanes(plan.strips, edges, heads, header, end, vertical)

    boxes = boxes_of(plan, frame.column, frame.row, xs, ys)
    paths = [
        [point(spot, vertical) for spot in points_of(plan, pieces, boxes, xs, ys)] for pieces in frame.pieces
    ]
    solid = [turned(box, vertical) for box in boxes]
    badges = [
        badge.box.moved(box.x, box.y)
        for place, box in zip(plan.places, solid, strict=True)
        for badge in place.content.badges
        if badge.kind == "change"
    ]
    whole = turned(bounds, vertical)
    inner = (
        Box(0, header, whole.width, whole.height - header)
        if vertical
        else Box(header, 0, whole.width - header, whole.height)
    )
    borders = [_line(lane.box, vertical) for lane in lanes[1:]]
    obstacles = Obstacles([*solid, *badges], paths, inner, len(plan.places) + len(plan.links))

    captions = {
        number: _caption(frame, number, place, solid[number], obstacles, borders, theme)
        for number, place in enumerate(plan.places)
        if place.content.caption
    }
    routes, crowded = _routes(frame, paths, obstacles, borders, theme)
    shapes = tuple(
        _shape(place, box, plan.strips[place.lane], captions.get(number))
        for number, (place, box) in enumerate(zip(plan.places, solid, strict=True))
    )
    return Drawing(whole.width, whole.height, vertical, title, lanes, shapes, routes), crowded


def _least(frame: Skeleton, theme: Theme) -> list[tuple[int, int, float]]:
    """Return how much room each lane needs at least for its name, less the channels at its sides."""
    needs = []
    for strip, (first, last) in zip(frame.plan.strips, frame.spans, strict=True):
        if frame.plan.vertical:
            least = 78.0 if strip.pale else 104.0
        else:
            lines = wrap(strip.title, theme.lane_header - 16, theme.head, True, 4)
            note = wrap(strip.note, theme.lane_header - 16, theme.small)
            least = len(lines) * theme.leading + len(note) * theme.small_leading + (2 if strip.pale else -4)
        needs.append((first, last, least))
    return needs


def _lane_edges(frame: Skeleton, room: Room) -> list[float]:
    """Return where lanes begin, and where the last ends: in the channel between them, after its tracks."""
    starts = {first: number for number, (first, _) in enumerate(frame.spans)}
    edges = [0.0] * (len(frame.spans) + 1)
    at = 0.0
    for line, near in enumerate(room.near):
        if line and line in starts:
            edges[starts[line]] = round(at + near + room.span[line] + room.far[line] - 13.0, 2)
        at += near + room.span[line] + room.far[line]
        if line < len(room.before):
            at += room.before[line] + room.after[line]
    edges[-1] = at
    return edges


def _headers(
    strips: Sequence[Strip], edges: Sequence[float], vertical: bool, theme: Theme
) -> tuple[float, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """Return how far the names of lanes reach, and their lines."""
    if all(not strip.title for strip in strips):
        return 0.0, [((), ()) for _ in strips]
    heads = []
    for number, strip in enumerate(strips):
        room = edges[number + 1] - edges[number] - 12 if vertical else theme.lane_header - 16
        lines = wrap(strip.title, max(room, 40.0), theme.head, True, 4)
        heads.append((lines, wrap(strip.note, max(room, 40.0), theme.small)))
    if not vertical:
        return theme.lane_header, heads
    tallest = max(len(lines) * theme.leading + len(note) * theme.small_leading for lines, note in heads)
    return max(theme.lane_header_flat, tallest + 16), heads


def _lanes(
    strips: Sequence[Strip],
    edges: Sequence[float],
    heads: Sequence[tuple[tuple[str, ...], tuple[str, ...]]],
    header: float,
    end: float,
    vertical: bool,
) -> tuple[Lane, ...]:
    lanes = []
    for number, strip in enumerate(strips):
        top, size = edges[number], edges[number + 1] - edges[number]
        lines, note = heads[number]
        lanes.append(
            Lane(
                strip.id,
                turned(Box(0, top, end, size), vertical),
                turned(Box(0, top, header, size), vertical),
                lines,
                strip.kind,
                strip.pale,
                note,
            )
        )
    return tuple(lanes)


def _line(box: Box, vertical: bool) -> Box:
    return Box(box.x - 0.5, box.y, 1, box.height) if vertical else Box(box.x, box.y - 0.5, box.width, 1)


def _caption(
    frame: Skeleton,
    number: int,
    place: Place,
    box: Box,
    obstacles: Obstacles,
    borders: Sequence[Box],
    theme: Theme,
) -> Label:
    lines = place.content.caption
    wide = round(max(width(line, theme.caption) for line in lines) + 0.5, 2)
    tall = len(lines) * theme.caption_leading
    spot = frame.spots.of[number]
    middle = box.middle
    if frame.plan.vertical:
        across = {
            "after": Box(box.right + BESIDE, middle.y - tall / 2, wide, tall),
            "before": Box(box.x - BESIDE - wide, middle.y - tall / 2, wide, tall),
        }
        wished = across.get(spot, Box(box.right + BESIDE, middle.y + CORNER, wide, tall))
    else:
        over = {
            "after": Box(middle.x - wide / 2, box.bottom + BESIDE, wide, tall),
            "before": Box(middle.x - wide / 2, box.y - BESIDE - tall, wide, tall),
        }
        wished = over.get(spot, Box(middle.x + CORNER, box.bottom + BESIDE - 2, wide, tall))

    def candidates() -> Iterator[Box]:
        yield wished
        yield from beside_shape(box, wide, tall)

    found, _ = best(candidates(), obstacles, borders)
    centred = not frame.plan.vertical and abs(found.middle.x - middle.x) < 1
    return Label(found, lines, theme.caption, theme.caption_leading, centred)


def _routes(
    frame: Skeleton,
    paths: Sequence[Sequence[Point]],
    obstacles: Obstacles,
    borders: Sequence[Box],
    theme: Theme,
) -> tuple[tuple[Route, ...], list[int]]:
    places = frame.plan.places
    found: list[Route] = []
    crowded: list[int] = []
    seen: dict[str, int] = {}
    for number, (link, path) in enumerate(zip(frame.plan.links, paths, strict=True)):
        label = None
        if link.label:
            wide = round(max(width(line, theme.caption) for line in link.label) + 0.5, 2)
            tall = len(link.label) * theme.caption_leading
            box, touches = best(beside_route(path, wide, tall), obstacles, borders)
            label = Label(box, link.label, theme.caption, theme.caption_leading)
            if touches:
                crowded.append(number)
        source, target = places[link.source].id, places[link.target].id
        name = link.flow.id or f"{source}--{target}"
        seen[name] = seen.get(name, 0) + 1
        found.append(
            Route(
                name if seen[name] == 1 else f"{name}-{seen[name]}",
                source,
                target,
                tuple(path),
                link.back,
                link.flow.rework,
                link.flow.mandatory is not None,
                label,
                words.flow_about(link.flow),
            )
        )
    return tuple(found), crowded


def _shape(place: Place, box: Box, strip: Strip, caption: Label | None) -> Shape:
    content = place.content
    return Shape(
        place.id,
        content.kind,
        box,
        content.title,
        strip.id,
        strip.kind,
        content.lines,
        content.text.moved(box.x, box.y) if content.text else None,
        tuple(replace(badge, box=badge.box.moved(box.x, box.y)) for badge in content.badges),
        caption,
        content.mark,
        content.change,
        content.about,
        content.heat,
    )
