"""A sheet as the shapes of a slide: title, cards, drawings, legend and notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bprkit.drawing.geometry import Box, Card, Drawing, Icon, Lane, Point, Sample, Shape, Sheet
from bprkit.drawing.legend import EVENTS, heat_strip
from bprkit.drawing.pptx.connectors import connector
from bprkit.drawing.pptx.icons import icon
from bprkit.drawing.pptx.nodes import event, gateway, node
from bprkit.drawing.pptx.pieces import group, label, preset, rounded, shape
from bprkit.drawing.pptx.ports import ports_of
from bprkit.drawing.pptx.xml import Page, Paragraph, Piece, Text, line, lines_text, look_line
from bprkit.drawing.theme import Look, Theme
from bprkit.language import tell


def sheet_pieces(sheet: Sheet, page: Page, theme: Theme) -> Iterator[Piece]:
    """Yield everything that stands on a sheet, what is below first."""
    title = sheet.title
    room = Box(title.box.x, title.box.y, sheet.width - 2 * title.box.x, title.box.height)
    yield label(page, replace(title, box=room), theme.ink, tell(en="Title", ja="標題"), "title")
    if sheet.subtitle is not None:
        yield label(page, sheet.subtitle, theme.soft_ink, tell(en="Subtitle", ja="副題"))
    for card in sheet.cards:
        yield _card(page, card, theme)
    for panel in sheet.panels:
        if panel.heading is not None:
            yield label(page, panel.heading, theme.ink, tell(en="Heading", ja="見出し"))
        yield from _drawing(page.moved(panel.at), panel.drawing, theme)
    for sample in sheet.legend:
        name = tell(en="Legend ", ja="凡例 ") + "".join(sample.label.lines)
        words = label(page, sample.label, theme.ink, name)
        yield group(page, name, [*_mark(page, sample, theme), words])
    for note in sheet.notes:
        yield label(page, note, theme.soft_ink, tell(en="Note", ja="注"))


def _drawing(page: Page, drawing: Drawing, theme: Theme) -> Iterator[Piece]:
    """Yield lanes, then ways, then nodes, then the labels of ways."""
    for number, lane in enumerate(drawing.lanes):
        yield from _lane(page, lane, number, theme)
    ports = ports_of(drawing)
    nodes = [node(page, each, ports[each.id], theme) for each in drawing.shapes]
    ids = {each.id: body for each, (_, body) in zip(drawing.shapes, nodes, strict=True)}
    for route in sorted(drawing.routes, key=lambda route: route.back):
        name = tell(en=f"way {route.source} → {route.target}", ja=f"流れ {route.source} → {route.target}")
        yield connector(page, route, ids, ports, theme, name)
    yield from (piece for piece, _ in nodes)
    for route in drawing.routes:
        if route.label is not None:
            colour = theme.rework if route.rework else theme.ink
            yield label(page, route.label, colour, tell(en="label", ja="ラベル"))


def _lane(page: Page, lane: Lane, number: int, theme: Theme) -> Iterator[Piece]:
    fill = theme.lane_pale if lane.pale else theme.lane_odd if number % 2 else theme.lane_even
    head = theme.lane_pale if lane.pale else theme.lane_head
    ink = theme.pale_ink if lane.pale else theme.ink
    rim = line(theme.lane_line, 1.0, page, square=True)
    name = "".join(lane.lines) or lane.id
    yield shape(page, lane.box, tell(en=f"lane {name}", ja=f"レーン {name}"), fill=fill, outlined=rim)
    if lane.header.width and lane.header.height and lane.lines:
        text = Text(
            (
                Paragraph(lane.lines, theme.head, theme.leading, ink, not lane.pale),
                Paragraph(lane.note, theme.small, theme.small_leading, ink),
            )
        )
        role = tell(en=f"role {name}", ja=f"役割 {name}")
        yield shape(page, lane.header, role, fill=head, outlined=rim, text=text)


def _card(page: Page, card: Card, theme: Theme) -> Piece:
    box, k = card.box, card.scale
    colour = theme.soft_ink if card.better is None else theme.good if card.better else theme.bad

    def text(
        words: str, down: float, size: float, ink: str, bold: bool = False, right: bool = False
    ) -> Piece:
        tall = size * 1.3 * k
        room = Box(box.x + 12 * k, box.y + down * k - tall / 2, box.width - 22 * k, tall)
        shown = lines_text((words,), size * k, tall, ink, align="r" if right else "l", bold=bold)
        return shape(page, room, words, text=shown)

    pieces = [
        shape(page, box, card.title, geometry=rounded(box, 7 * k), fill=theme.card),
        text(card.title, 17, 12.0, theme.soft_ink),
        text(card.value, 42, 18.0, theme.ink, bold=True),
    ]
    if card.change:
        pieces.append(text(card.change, 17, 12.5, colour, bold=True, right=True))
    if card.note:
        pieces.append(text(card.note, 62, 10.0, theme.soft_ink))
    name = tell(en=f"card {card.title}", ja=f"カード {card.title}")
    return group(page, name, pieces, " ".join((card.title, card.value, card.change, card.note)))


def _mark(page: Page, sample: Sample, theme: Theme) -> list[Piece]:
    box, kind = sample.box, sample.kind
    look = _look(kind, theme)
    if look is not None:
        return [
            shape(page, box, kind, geometry=rounded(box, 4), fill=look.fill, outlined=look_line(look, page))
        ]
    if kind == "heat":
        rim = line(theme.lane_line, 0.8, page)
        return [
            shape(page, part, kind, geometry=rounded(part, 2), fill=fill, outlined=rim)
            for part, fill in heat_strip(box, theme)
        ]
    if kind == "rework":
        across = Box(box.x, box.middle.y, box.width, 0)
        dashed = line(theme.rework, 1.6, page, dash="7 4")
        return [shape(page, across, kind, geometry=preset("line"), outlined=dashed)]
    if kind in ("touch", "wait", "observed"):
        pill = Box(box.x, box.y + 1, box.width, box.height - 2)
        fill = {"touch": theme.touch_fill, "wait": theme.wait_fill}.get(kind, theme.ink)
        return [shape(page, pill, kind, geometry=rounded(pill, 7), fill=fill)]
    size = theme.event
    small = page.shrunk(Point(box.x, box.y), box.height / size)
    place = Box(0, 0, size, size)
    if kind.startswith("gateway:"):
        mark = kind.partition(":")[2]
        shown = Shape(kind, "gateway", place, kind, "", "nobody", mark=mark)
        return gateway(small, shown, None, Look("#ffffff", theme.gateway, 1.6))
    if kind in EVENTS or kind.startswith("link:"):
        sort = EVENTS.get(kind, "event")
        shown = Shape(kind, sort, place, kind, "", "nobody", mark="" if kind in ("start", "end") else kind)
        width = {"start": 1.8, "end": 4.2}.get(sort, 1.5)
        return event(small, shown, None, Look("#ffffff", theme.gateway, width), theme)
    drawn: Icon = "system" if kind == "system_icon" else kind  # type: ignore[assignment]
    return [icon(page, drawn, box.x, box.y, theme, box.height)]


def _look(kind: str, theme: Theme) -> Look | None:
    changes = {str(name): look for name, look in theme.changes.items()}
    kinds = {str(name): look for name, look in theme.kinds.items()}
    return changes.get(kind) or kinds.get(kind)
