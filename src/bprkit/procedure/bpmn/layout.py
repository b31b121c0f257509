"""Where everything is drawn: boxes of nodes, lanes and the pool, and the corners of flows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class Point:
    """A corner of a flow, in pixels from the left and from the top."""

    x: float
    y: float


@dataclass(frozen=True)
class Bounds:
    """A box: its left upper corner and its size, in pixels.

    >>> Bounds(100, 80, 36, 36).center
    Point(x=118.0, y=98.0)
    """

    x: float
    y: float
    width: float
    height: float

    @property
    def center(self) -> Point:
        """The point in the middle."""
        return Point(self.x + self.width / 2, self.y + self.height / 2)


@dataclass(frozen=True)
class Layout:
    """A drawing of a procedure.

    shapes: by id of the node. edges: by key of the flow (see `keyed_flows`). lanes: by id of the role. pool: around all
    of it. labels: by id of a node or key of a flow, where its name stands. What is missing is not drawn.
    """

    shapes: Mapping[str, Bounds]
    edges: Mapping[str, tuple[Point, ...]]
    lanes: Mapping[str, Bounds] = field(default_factory=lambda: MappingProxyType({}))
    pool: Bounds | None = None
    labels: Mapping[str, Bounds] = field(default_factory=lambda: MappingProxyType({}))
