"""Sheets of paper that pictures are fitted on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from bprkit.errors import InputError

PaperName = Literal["a4", "a3"]
_INCHES_96 = 96 / 25.4
POINTS = 0.75
"""Of 1/72 inch to a pixel of 1/96 inch."""


@dataclass(frozen=True)
class Paper:
    """A sheet lying on its long side; lengths in millimetres."""

    width: float
    height: float
    margin: float = 8.0

    def turned(self) -> Paper:
        """Return it standing."""
        return Paper(self.height, self.width, self.margin)

    @property
    def room(self) -> tuple[float, float]:
        """Width and height within its margins, in pixels."""
        return (self.width - 2 * self.margin) * _INCHES_96, (self.height - 2 * self.margin) * _INCHES_96

    def scale(self, width: float, height: float) -> float:
        """Return by how much a picture of that many pixels grows to fill the sheet within its margins."""
        across, down = self.room
        return min(across / max(width, 1.0), down / max(height, 1.0))


PAPERS: Mapping[str, Paper] = {"a4": Paper(297, 210), "a3": Paper(420, 297)}


def paper_of(name: str) -> Paper:
    """Return a paper by its name; raise InputError for one that is not known.

    >>> paper_of("A3").width
    420
    """
    found = PAPERS.get(name.lower())
    if found is None:
        known = ", ".join(get_args(PaperName))
        raise InputError(
            en=f"There is no paper {name}. Use {known}.",
            ja=f"用紙 {name} はありません。{known} のいずれかにしてください。",
        )
    return found
