"""Colours, type and spacing in one object: `LIGHT` for screens and walls, `PRINT` for paper.

Colours are chosen to be told apart by colour-blind eyes (after Okabe and Ito); what a colour says, a line style and a
word say too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from bprkit.drawing.geometry import ChangeStyle, LaneKind


@dataclass(frozen=True)
class Look:
    """How something with an outline is painted; dash: lengths of line and gap, as SVG takes them."""

    fill: str
    stroke: str
    stroke_width: float = 1.4
    dash: str = ""


def _kinds() -> Mapping[LaneKind, Look]:
    return MappingProxyType(
        {
            "staff": Look("#ffffff", "#3d5a76"),
            "applicant": Look("#fff8e8", "#8a6100"),
            "system": Look("#eaf3fb", "#0b62a8"),
            "outside": Look("#f3f0f7", "#6b5b86"),
            "nobody": Look("#ffffff", "#5b6773"),
        }
    )


def _changes() -> Mapping[ChangeStyle, Look]:
    return MappingProxyType(
        {
            "removed": Look("#fdece6", "#b8320a", 2.2, "7 4"),
            "added": Look("#e4f1fb", "#0b62a8", 3.2),
            "changed": Look("#fffaeb", "#8f6000", 2.0),
            "moved": Look("#f4eafa", "#75369c", 2.2, "12 3 2 3"),
            "parallel": Look("#e3f5f0", "#00705c", 2.4, "2.5 2.5"),
        }
    )


@dataclass(frozen=True)
class Theme:
    """What all pictures share; lengths in pixels of 1/96 inch."""

    ink: str = "#1b2733"
    soft_ink: str = "#4d5b68"
    pale_ink: str = "#7b8792"
    paper: str = "#ffffff"
    line: str = "#3a4753"
    gateway: str = "#2f3b46"
    rework: str = "#b8200f"
    lane_even: str = "#f4f7fa"
    lane_odd: str = "#fbfcfd"
    lane_head: str = "#dde7f0"
    lane_pale: str = "#f1f2f3"
    lane_line: str = "#b4c0cb"
    card: str = "#eef3f8"
    touch_fill: str = "#e4ebf2"
    touch_ink: str = "#22303c"
    wait_fill: str = "#ffe3c2"
    wait_ink: str = "#7a3a00"
    mark_fill: str = "#ebe6f5"
    mark_ink: str = "#43307a"
    good: str = "#0b62a8"
    bad: str = "#b8320a"
    seal: str = "#c02418"
    heats: tuple[str, ...] = ("#ffffff", "#fdebd3", "#fbcf9c", "#f6ab62", "#ee8636")
    kinds: Mapping[LaneKind, Look] = field(default_factory=_kinds)
    changes: Mapping[ChangeStyle, Look] = field(default_factory=_changes)

    def look(self, kind: LaneKind, change: ChangeStyle | None = None, heat: int | None = None) -> Look:
        """Return how a task is painted."""
        if change is not None:
            return self.changes[change]
        look = self.kinds[kind]
        return look if heat is None else replace(look, fill=self.heats[heat])

    text: float = 12.5
    leading: float = 17.0
    small: float = 10.0
    small_leading: float = 13.0
    caption: float = 11.0
    caption_leading: float = 14.0
    head: float = 13.0
    task_width: float = 158.0
    task_least: float = 44.0
    padding: float = 8.0
    event: float = 34.0
    gateway_size: float = 44.0
    icon: float = 17.0
    gap: float = 3.0
    track: float = 11.0
    lane_header: float = 124.0
    lane_header_flat: float = 46.0
    margin: float = 24.0


LIGHT = Theme()
PRINT = replace(
    LIGHT,
    lane_even="#ffffff",
    lane_odd="#ffffff",
    lane_head="#eeeeee",
    lane_pale="#ffffff",
    lane_line="#888888",
    card="#f5f5f5",
    ink="#000000",
    soft_ink="#333333",
)
