"""Where everything in a picture stands, in pixels: pure data that every painter paints and `measure` measures.

x grows to the right, y downwards. Nothing here knows how it is painted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

ShapeKind = Literal["task", "subprocess", "start", "end", "gateway", "timer", "message", "event"]
ChangeStyle = Literal["removed", "added", "changed", "moved", "parallel"]
BadgeKind = Literal[
    "touch", "wait", "icon", "mandatory", "batch", "automatic", "systems", "change", "observed"
]
Icon = Literal["paper", "seal", "system", "phone", "counter", "lock", "stack", "fold"]
LaneKind = Literal["staff", "applicant", "system", "outside", "nobody"]


@dataclass(frozen=True, slots=True)
class Point:
    """A place."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its upper left corner and its size.

    >>> Box(0, 0, 10, 10).overlaps(Box(9, 9, 5, 5)), Box(0, 0, 10, 10).overlaps(Box(10, 0, 5, 5))
    (True, False)
    """

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of its lower side."""
        return self.y + self.height

    @property
    def middle(self) -> Point:
        """Its centre."""
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def overlaps(self, other: Box, by: float = 0.0) -> bool:
        """Tell whether the two share more than `by` in both directions."""
        across = min(self.right, other.right) - max(self.x, other.x)
        down = min(self.bottom, other.bottom) - max(self.y, other.y)
        return across > by and down > by

    def moved(self, right: float, down: float) -> Box:
        """Return the box elsewhere."""
        return Box(self.x + right, self.y + down, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of text in a box of their own, beside what they belong to; each line begins at the left or is centred."""

    box: Box
    lines: tuple[str, ...]
    size: float
    leading: float
    centred: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Badge:
    """A pill, an icon or a mark on a shape. `text` may be empty for a bare icon; `lines` is the text as it is broken."""

    kind: BadgeKind
    box: Box
    lines: tuple[str, ...] = ()
    icon: Icon | None = None
    size: float = 10.0
    style: ChangeStyle | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """A node: what it looks like, where it stands, and every text and badge on it.

    title: its whole title, told to screen readers. text: the box that its lines are centred in. mark: what a gateway
    or an event has in it. about: further sentences for who points at it or hears it read. heat: how much of the time a log
    spends there, from 0 to 4; None where no log says.
    """

    id: str
    kind: ShapeKind
    box: Box
    title: str
    lane: str
    lane_kind: LaneKind
    lines: tuple[str, ...] = ()
    text: Box | None = None
    badges: tuple[Badge, ...] = ()
    caption: Label | None = None
    mark: str = ""
    change: ChangeStyle | None = None
    about: tuple[str, ...] = ()
    heat: int | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """A flow as a line of right angles from the rim of one shape to the rim of another."""

    id: str
    source: str
    target: str
    points: tuple[Point, ...]
    back: bool = False
    rework: bool = False
    mandatory: bool = False
    label: Label | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """The strip of a role, and the part of it that holds its name. pale: the role has no part in this state."""

    id: str
    box: Box
    header: Box
    lines: tuple[str, ...]
    kind: LaneKind = "staff"
    pale: bool = False
    note: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A procedure laid out: lanes in order, shapes in the order of the procedure, routes in the order of its flows."""

    width: float
    height: float
    vertical: bool
    title: str
    lanes: tuple[Lane, ...]
    shapes: tuple[Shape, ...]
    routes: tuple[Route, ...]

    @property
    def captions(self) -> tuple[Label, ...]:
        """The labels beside shapes."""
        return tuple(shape.caption for shape in self.shapes if shape.caption is not None)

    @property
    def route_labels(self) -> tuple[Label, ...]:
        """The labels beside routes."""
        return tuple(route.label for route in self.routes if route.label is not None)

    def shape(self, id: str) -> Shape:
        """Return a shape; raise KeyError where there is none."""
        for found in self.shapes:
            if found.id == id:
                return found
        raise KeyError(id)


@dataclass(frozen=True, slots=True)
class Card:
    """A total before and after, and by how much it changed; better: None where neither is better.

    scale: of its type; 1 where the box is 76 pixels high.
    """

    box: Box
    title: str
    value: str
    change: str = ""
    better: bool | None = None
    note: str = ""
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Sample:
    """An entry of the legend: something painted in `box`, and what it means."""

    kind: str
    box: Box
    label: Label


@dataclass(frozen=True, slots=True)
class Panel:
    """A drawing on a sheet: where its upper left corner is, and its heading above."""

    name: str
    at: Point
    drawing: Drawing
    heading: Label | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole picture: title, cards, drawings, legend and notes."""

    width: float
    height: float
    title: Label
    subtitle: Label | None = None
    cards: tuple[Card, ...] = ()
    panels: tuple[Panel, ...] = ()
    legend: tuple[Sample, ...] = ()
    notes: tuple[Label, ...] = ()

    @property
    def texts(self) -> str:
        """Every text on it in a row, to be searched for characters that a font lacks."""
        return "".join(_texts(self))


def _texts(sheet: Sheet) -> Iterator[str]:
    labels = [sheet.title, *sheet.notes, *(sample.label for sample in sheet.legend)]
    labels += [label for label in (sheet.subtitle, *(panel.heading for panel in sheet.panels)) if label]
    for card in sheet.cards:
        yield from (card.title, card.value, card.change, card.note)
    for panel in sheet.panels:
        drawing = panel.drawing
        labels += [*drawing.captions, *drawing.route_labels]
        for lane in drawing.lanes:
            yield from (*lane.lines, *lane.note)
        for shape in drawing.shapes:
            yield from (*shape.lines, *(line for badge in shape.badges for line in badge.lines))
    for label in labels:
        yield from label.lines
