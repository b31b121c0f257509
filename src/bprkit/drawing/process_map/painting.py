"""The map as SVG: boxes darker the oftener they are done, lines thicker the oftener and darker the longer they take."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bprkit.drawing.figures import Clock, classes
from bprkit.drawing.framing import keys
from bprkit.drawing.geometry import Box, Point
from bprkit.drawing.process_map.detail import commonest
from bprkit.drawing.process_map.geometry import Line, MapLayout, Node
from bprkit.drawing.process_map.sizes import (
    LABEL,
    LABEL_LEADING,
    LOOP_LEADING,
    LOOP_SIGN,
    NAME,
    NAME_LEADING,
    UNDER,
    UNDER_LEADING,
)
from bprkit.drawing.process_map.tables import END, START, Tables, Way
from bprkit.drawing.shades import LONG, MANY, between, contrast, ink_on
from bprkit.drawing.svg.elements import element, num, safe, text_lines, xml_id
from bprkit.drawing.theme import Theme
from bprkit.language import tell

_THIN, _THICK = 1.2, 6.5
_DASHED = "6 4"
_DOT = 5.0
_COMMON = 0.95
_READABLE = 4.5
"""The least contrast of small text, by WCAG 2.2, 1.4.3."""


@dataclass(frozen=True)
class Scales:
    """What the colours and widths of a map mean: bounds of the classes of time, and the largest counts."""

    bounds: tuple[float, ...]
    most_done: int
    most_taken: int

    def colour(self, seconds: float | None, theme: Theme) -> str:
        """Return the colour of a line that takes so long."""
        if seconds is None:
            return theme.pale_ink
        place = sum(seconds >= bound for bound in self.bounds)
        return between(LONG, place / len(self.bounds)) if self.bounds else LONG[0]

    def stroke(self, count: int) -> float:
        """Return the width of a line that is taken so often: its square root, so that rare ones can be seen."""
        return _THIN + (_THICK - _THIN) * math.sqrt(count / self.most_taken)

    def fill(self, count: int) -> str:
        """Return the colour of an activity that is done so often."""
        return between(MANY, count / self.most_done)


def scales_of(tables: Tables, clock: Clock) -> Scales:
    """Return the scales of a log's maps, the same for each detail; rare ways do not decide what is slow."""
    seconds = [way.seconds for way in commonest(tables.ways, _COMMON) if way.seconds is not None]
    return Scales(
        _filled(classes(seconds, clock), seconds),
        max((doing.count for doing in tables.doings), default=1),
        max((way.count for way in tables.ways), default=1),
    )


def _filled(bounds: Sequence[float], seconds: Sequence[float]) -> tuple[float, ...]:
    """Return the bounds without those that leave a class empty."""
    kept: list[float] = []
    for bound in bounds:
        if any((kept[-1] if kept else 0) <= value < bound for value in seconds):
            kept.append(bound)
    return tuple(kept)


def painted(layout: MapLayout, tables: Tables, scales: Scales, clock: Clock, theme: Theme) -> str:
    """Return the map as a group with its upper left corner at 0, 0."""
    ways = {way.ends: way for way in tables.ways}
    by_rarity = sorted(layout.lines, key=lambda line: (not line.back, ways[line.ends].count))
    return element(
        "g",
        element(
            "g",
            *(_line(line, ways[line.ends], tables, scales, clock, theme) for line in by_rarity),
            class_="paths",
        ),
        element(
            "g", *(_node(node, tables, ways, scales, theme) for node in layout.nodes), class_="activities"
        ),
        _mark(layout.start, tell(en="Start", ja="開始"), 1.8, "start", theme),
        _mark(layout.end, tell(en="End", ja="終了"), 4.2, "end", theme),
        class_="process-map",
    )


def _name(number: int, tables: Tables) -> str:
    names = {START: tell(en="Start", ja="開始"), END: tell(en="End", ja="終了")}
    return names.get(number) or tables.doings[number].name


def _id(number: int, tables: Tables) -> str:
    return {START: "(start)", END: "(end)"}.get(number) or tables.doings[number].name


def _told(way: Way, clock: Clock) -> str:
    often = tell(en=f"{way.count:,}×", ja=f"{way.count:,}回")
    return often if way.seconds is None else often + tell(en=", ", ja="、") + clock.say(way.seconds)


def _line(line: Line, way: Way, tables: Tables, scales: Scales, clock: Clock, theme: Theme) -> str:
    colour, stroke = scales.colour(way.seconds, theme), scales.stroke(way.count)
    title = f"{_name(way.source, tables)} → {_name(way.target, tables)}: {_told(way, clock)}"
    middle = line.label.box.middle
    kind = " ".join(["path", *(["main"] if line.main else []), *(["back"] if line.back else [])])
    return element(
        "g",
        element("title", safe(title)),
        element(
            "path",
            d=_curved(line),
            fill="none",
            stroke=colour,
            stroke_width=stroke,
            stroke_dasharray=_DASHED if line.back else None,
        ),
        _head(line.curves[-1][3], line.tip, colour, stroke),
        text_lines(
            line.label.lines,
            middle.x,
            middle.y,
            LABEL,
            LABEL_LEADING,
            _ink(colour, way, theme),
            halo=theme.paper,
        ),
        id=xml_id("map", "path", _id(way.source, tables), _id(way.target, tables)),
        class_=kind,
    )


def _ink(colour: str, way: Way, theme: Theme) -> str:
    """The words of a slow way have its colour, where that is dark enough to be read."""
    return theme.ink if way.seconds is None or contrast(colour, theme.paper) < _READABLE else colour


def _curved(line: Line) -> str:
    """Return the path of a line; its two halves meet at the label, where the gap is."""
    parts: list[str] = []
    last: Point | None = None
    for one, two, three, four in line.curves:
        if last != one:
            parts.append(f"M{num(one.x)} {num(one.y)}")
        points = " ".join(f"{num(point.x)} {num(point.y)}" for point in (two, three, four))
        parts.append(f"C{points}")
        last = four
    return "".join(parts)


def _head(neck: Point, tip: Point, colour: str, stroke: float) -> str:
    """Return the head of an arrow, wider for a thicker line."""
    across, down = tip.x - neck.x, tip.y - neck.y
    length = math.hypot(across, down)
    if length == 0:
        return ""
    half = 3.2 + stroke * 0.62
    aside = Point(-down / length * half, across / length * half)
    return element(
        "path",
        d=f"M{num(tip.x)} {num(tip.y)}L{num(neck.x + aside.x)} {num(neck.y + aside.y)}"
        f"L{num(neck.x - aside.x)} {num(neck.y - aside.y)}Z",
        fill=colour,
    )


def _node(
    node: Node,
    tables: Tables,
    ways: Mapping[tuple[int, int], Way],
    scales: Scales,
    theme: Theme,
) -> str:
    doing, box = tables.doings[node.number], node.box
    fill = scales.fill(doing.count)
    ink = ink_on(fill)
    tall = len(node.lines) * NAME_LEADING
    loop = LOOP_LEADING if node.loop is not None else 0.0
    total = tall + len(node.under) * UNDER_LEADING + loop
    top = box.middle.y - total / 2
    under = top + tall + len(node.under) * UNDER_LEADING / 2
    parts = [
        element("title", safe(tell(en=", ", ja="、").join([doing.name, *node.under]))),
        element(
            "rect",
            x=box.x,
            y=box.y,
            width=box.width,
            height=box.height,
            rx=9,
            fill=fill,
            stroke=between(MANY, 1),
            stroke_width=1.2,
        ),
        text_lines(node.lines, box.middle.x, top + tall / 2, NAME, NAME_LEADING, ink, bold=True),
        text_lines(node.under, box.middle.x, under, UNDER, UNDER_LEADING, ink),
    ]
    if node.loop is not None:
        parts.append(_loop(node, ways[node.number, node.number], scales, theme))
    return element("g", *parts, id=xml_id("map", "activity", doing.name), class_="activity")


def _loop(node: Node, way: Way, scales: Scales, theme: Theme) -> str:
    """Return the pill that says how often an activity is done again at once, with a round arrow."""
    assert node.loop is not None
    box, colour = node.loop.box, scales.colour(way.seconds, theme)
    x, y = box.x + 5 + LOOP_SIGN / 2 - 2, box.middle.y
    pill = element(
        "rect",
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        rx=box.height / 2,
        fill=theme.paper,
        stroke=colour,
        stroke_width=1.4,
        stroke_dasharray="4 2.5",
    )
    turn = element(
        "path",
        d=f"M{num(x + 3.2)} {num(y - 3.2)}A4.6 4.6 0 1 0 {num(x + 4.6)} {num(y)}",
        fill="none",
        stroke=colour,
        stroke_width=1.7,
    )
    words = text_lines(
        node.loop.lines,
        box.x + LOOP_SIGN + 5,
        y,
        UNDER,
        UNDER_LEADING,
        _ink(colour, way, theme),
        anchor="start",
    )
    tip = _head(Point(x + 1.0, y - 5.0), Point(x + 5.6, y - 0.4), colour, 0.2)
    return element("g", pill, turn, tip, words, class_="loop")


def _mark(box: Box, title: str, stroke: float, kind: str, theme: Theme) -> str:
    centre, radius = box.middle, box.width / 2 - 2.5
    inside = (
        element("path", d=f"M{num(centre.x - 3.5)} {num(centre.y - 5.5)}l9.5 5.5l-9.5 5.5Z", fill=theme.line)
        if kind == "start"
        else element(
            "rect", x=centre.x - _DOT, y=centre.y - _DOT, width=2 * _DOT, height=2 * _DOT, fill=theme.line
        )
    )
    ring = element(
        "circle", cx=centre.x, cy=centre.y, r=radius, fill=theme.paper, stroke=theme.line, stroke_width=stroke
    )
    return element("g", element("title", safe(title)), ring, inside, class_=f"mark {kind}")


def legend(
    layout: MapLayout, scales: Scales, clock: Clock, at: tuple[float, float], widest: float, theme: Theme
) -> tuple[str, float]:
    """Return the legend of a map, and its height."""
    entries = [(_swatches(), tell(en="darker: done oftener", ja="色が濃い処理ほど回数が多い"))]
    bounds = scales.bounds
    if bounds:
        words = [tell(en=f"under {clock.say(bounds[0])}", ja=f"{clock.say(bounds[0])}未満")]
        words += [
            tell(en=f"{clock.say(low)} to {clock.say(high)}", ja=f"{clock.say(low)}以上{clock.say(high)}未満")
            for low, high in itertools.pairwise(bounds)
        ]
        words.append(tell(en=f"{clock.say(bounds[-1])} and over", ja=f"{clock.say(bounds[-1])}以上"))
        entries += [
            (_dash(between(LONG, place / len(bounds)), 4.0), text) for place, text in enumerate(words)
        ]
    entries.append((_widths(theme), tell(en="thicker: taken oftener", ja="線が太いほど回数が多い")))
    if any(line.back for line in layout.lines) or any(node.loop for node in layout.nodes):
        entries.append((_dash(theme.line, 1.8, _DASHED), tell(en="goes back", ja="戻り・繰り返し")))
    return keys(entries, at, widest, theme)


def _swatches() -> str:
    return "".join(
        element("rect", x=place * 9, y=1, width=9, height=12, fill=between(MANY, part))
        for place, part in enumerate((0.1, 0.5, 1.0))
    )


def _dash(colour: str, stroke: float, dash: str | None = None) -> str:
    return element("path", d="M0 7H26", stroke=colour, stroke_width=stroke, stroke_dasharray=dash)


def _widths(theme: Theme) -> str:
    return element("path", d="M0 3H26", stroke=theme.line, stroke_width=_THIN) + element(
        "path", d="M0 10H26", stroke=theme.line, stroke_width=_THICK * 0.8
    )
