"""Which shapes of a picture are one another: the same step in another state, or the two ends of a way that was cut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from bprkit.drawing.geometry import Drawing
from bprkit.drawing.lanegrid.pairs import difference_between
from bprkit.procedure.model import Procedure, SubProcess, walk

if TYPE_CHECKING:
    from bprkit.drawing.picture import Picture
    from bprkit.procedure.comparing.comparison import Difference

Place = tuple[int, str]
"""The number of a panel, and the id of a shape in it."""


def twins_of(picture: Picture) -> Mapping[Place, tuple[Place, ...]]:
    """Return the twins of each shape that has any, in the panels before and after its own."""
    drawings, states = picture.drawings, picture.procedures
    pairs: list[tuple[Place, Place]] = []
    if picture.comparison is not None and len(states) == len(drawings):
        for number, (one, other) in enumerate(pairwise(states)):
            difference = difference_between(picture.comparison, one, other)
            shown = [
                _shown(state, drawing)
                for state, drawing in zip((one, other), drawings[number : number + 2], strict=True)
            ]
            both = [*_matched(difference, shown), *_alike(drawings[number : number + 2])]
            pairs += [((number, left), (number + 1, right)) for left, right in dict.fromkeys(both)]
    else:
        pairs += _cut_ways(drawings)
    found: dict[Place, dict[Place, None]] = {}
    for left_place, right_place in pairs:
        found.setdefault(left_place, {})[right_place] = None
        found.setdefault(right_place, {})[left_place] = None
    return {place: tuple(others) for place, others in found.items()}


def _shown(procedure: Procedure, drawing: Drawing) -> Mapping[str, str]:
    """Return the shape that shows each node: itself, or the folded sub-process that holds it."""
    there = {shape.id for shape in drawing.shapes}
    found = {key: key for key in there}
    for node in walk(procedure.nodes):
        if isinstance(node, SubProcess) and node.id in there:
            found |= {inner.id: node.id for inner in walk(node.nodes) if inner.id not in there}
    return found


def _matched(difference: Difference, shown: Sequence[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    for match in difference.matches:
        for before in match.before:
            for after in match.after:
                if before.id in shown[0] and after.id in shown[1]:
                    yield shown[0][before.id], shown[1][after.id]


def _alike(drawings: Sequence[Drawing]) -> Iterator[tuple[str, str]]:
    """Yield gateways, starts and ends that have the same id in both."""
    kinds = {shape.id: shape.kind for shape in drawings[1].shapes}
    for shape in drawings[0].shapes:
        if shape.kind in ("gateway", "start", "end") and kinds.get(shape.id) == shape.kind:
            yield shape.id, shape.id


def _cut_ways(drawings: Sequence[Drawing]) -> Iterator[tuple[Place, Place]]:
    """Yield the ends of ways that go on in another row: they have the same mark."""
    ends: dict[str, list[Place]] = {}
    for number, drawing in enumerate(drawings):
        for shape in drawing.shapes:
            if shape.mark.startswith("link:"):
                ends.setdefault(shape.mark, []).append((number, shape.id))
    for places in ends.values():
        yield from pairwise(places)
