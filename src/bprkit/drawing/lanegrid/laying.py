"""From a procedure to a drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bprkit.drawing.contents import Mark
from bprkit.drawing.geometry import Drawing
from bprkit.drawing.heat import Heat
from bprkit.drawing.lanegrid.assembling import assemble, head_room
from bprkit.drawing.lanegrid.captions import Spots, spots_of
from bprkit.drawing.lanegrid.columns import Stand, Step, columns
from bprkit.drawing.lanegrid.improving import lay_ways
from bprkit.drawing.lanegrid.plan import Plan, Strip, plan
from bprkit.drawing.lanegrid.rows import rows
from bprkit.drawing.lanegrid.spacing import Room, Rooms, rooms_of
from bprkit.drawing.lanegrid.tracks import Piece
from bprkit.drawing.text import plain
from bprkit.drawing.theme import LIGHT, Theme
from bprkit.language import Language, current, speaking
from bprkit.procedure.model import Procedure

_ROUNDS = 4


@dataclass(frozen=True)
class Skeleton:
    """A plan with columns, rows, ways and tracks, but no coordinates yet."""

    plan: Plan
    column: tuple[int, ...]
    row: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    pieces: tuple[tuple[Piece, ...], ...]
    reach: Mapping[tuple[bool, int], float]
    spots: Spots

    def rooms(self, wider: Mapping[int, int]) -> Rooms:
        """Return what everything needs."""
        return rooms_of(
            self.plan, self.column, self.row, self.pieces, self.reach, self.spots, self.spans, wider
        )


def layout(
    procedure: Procedure,
    *,
    vertical: bool = False,
    theme: Theme = LIGHT,
    lanes: Sequence[Strip] | None = None,
    marks: Mapping[str, Mark] | None = None,
    unfold: Sequence[str] | bool = False,
    compact: bool = True,
    heat: Heat | None = None,
    language: Language | None = None,
) -> Drawing:
    """Return a procedure laid out in lanes.

    vertical: lanes run downwards. lanes: which to draw, in order, else those of the roles that do something. marks: how
    nodes changed. unfold: ids of sub-processes to open, or True for all. compact: a hand-over may run straight to
    another lane, in the same column. heat: what a log says of the steps. language: of the texts, else that in use.

    >>> from bprkit.procedure.model import Flow, Procedure, Task
    >>> drawing = layout(Procedure(id="p", nodes=(Task(id="a"), Task(id="b")), flows=(Flow(source="a", target="b"),)))
    >>> drawing.shapes[0].box.right < drawing.shapes[1].box.x
    True
    """
    with speaking(language or current()):
        planned = plan(
            procedure, theme, vertical=vertical, lanes=lanes, marks=marks, unfold=unfold, heat=heat
        )
        frame = skeleton(planned, theme, compact=compact)
        return finish([frame], [plain(str(procedure.title)) or procedure.id], theme)[0]


def skeleton(
    planned: Plan, theme: Theme, *, compact: bool = True, column: Sequence[int] | None = None
) -> Skeleton:
    """Return columns (unless given), rows, ways and tracks of a plan."""
    if column is None:
        stands = [Stand({0: place.lane}, not place.small) for place in planned.places]
        steps = [Step(link.source, link.target) for link in planned.links if not link.back]
        column = columns(stands, steps, compact)
    row, spans = rows(planned, column)
    laid = lay_ways(planned, column, row, spans[-1][1] + 1, theme.track)
    return Skeleton(
        planned,
        tuple(column),
        tuple(row),
        tuple(spans),
        tuple(map(tuple, laid.pieces)),
        laid.reach,
        spots_of(planned, laid.pieces),
    )


def finish(frames: Sequence[Skeleton], titles: Sequence[str], theme: Theme) -> list[Drawing]:
    """Return the drawings of skeletons that share their room along time; labels that find no place get more room."""
    wider: list[dict[int, int]] = [{} for _ in frames]
    drawings: list[Drawing] = []
    for attempt in range(_ROUNDS):
        rooms = [frame.rooms(more) for frame, more in zip(frames, wider, strict=True)]
        along = _shared([room.along for room in rooms])
        header = max(head_room(frame, room, theme) for frame, room in zip(frames, rooms, strict=True))
        found = [
            assemble(frame, Rooms(along, room.across), header, title, theme)
            for frame, room, title in zip(frames, rooms, titles, strict=True)
        ]
        drawings = [drawing for drawing, _ in found]
        if attempt == _ROUNDS - 1 or not any(crowded for _, crowded in found):
            break
        for more, (_, crowded) in zip(wider, found, strict=True):
            for link in crowded:
                more[link] = more.get(link, 0) + 1
    return drawings


def _shared(rooms: Sequence[Room]) -> Room:
    shared = rooms[0]
    for other in rooms[1:]:
        shared = shared.merged(other)
    return shared
