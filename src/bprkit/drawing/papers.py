"""Sheets of paper that pictures are fitted on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from bprkit.drawing.lanegrid import layout, layout_bands
from bprkit.drawing.theme import LIGHT, Theme
from bprkit.errors import InputError
from bprkit.language import Language, current, speaking
from bprkit.procedure.model import Procedure

PaperName = Literal["a4", "a3"]
_INCHES_96 = 96 / 25.4
_AROUND_DRAWING = 190.0
"""Pixels that title and legend take above and below a drawing, about."""


@dataclass(frozen=True)
class Paper:
    """A sheet lying on its long side; lengths in millimetres."""

    width: float
    height: float
    margin: float = 8.0

    def turned(self) -> Paper:
        """Return it standing."""
        return Paper(self.height, self.width, self.margin)

    def scale(self, width: float, height: float) -> float:
        """Return by how much a picture of that many pixels grows to fill the sheet within its margins."""
        across = (self.width - 2 * self.margin) * _INCHES_96 / max(width, 1.0)
        down = (self.height - 2 * self.margin) * _INCHES_96 / max(height, 1.0)
        return min(across, down)


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


def widest_for(
    procedure: Procedure,
    name: str,
    *,
    theme: Theme = LIGHT,
    unfold: Sequence[str] | bool = False,
    language: Language | None = None,
) -> float:
    """Return how wide the rows of a drawing may be (`widest` of `draw`) so that it is largest on that paper, in pixels.

    >>> from bprkit.procedure.model import Flow, Procedure, Task
    >>> steps = tuple(Task(id=name) for name in "abcdefghijkl")
    >>> flows = tuple(Flow(source=one.id, target=two.id) for one, two in zip(steps, steps[1:]))
    >>> widest_for(Procedure(id="p", nodes=steps, flows=flows), "a4") < 1400
    True
    """
    paper = paper_of(name)
    with speaking(language or current()):
        whole = layout(procedure, theme=theme, unfold=unfold)
        best, found = paper.scale(whole.width, whole.height + _AROUND_DRAWING), whole.width
        for rows in range(2, 7):
            wide = whole.width / rows * 1.15 + theme.lane_header
            bands = layout_bands(procedure, wide, theme=theme, unfold=unfold)
            tall = sum(band.height + 16 for band in bands) + _AROUND_DRAWING
            fits = paper.scale(max(band.width for band in bands), tall)
            if fits > best * 1.05:  # a row more has to be worth the cut
                best, found = fits, wide
    return found
