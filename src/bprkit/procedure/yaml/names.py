"""The ids of steps that were written without one: made from their titles, the same at every reading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bprkit.procedure.model import Title
from bprkit.procedure.yaml.reading import Document, Path

if TYPE_CHECKING:
    from bprkit.procedure.yaml.shapes import StepShape


def slug(title: Title) -> str:
    """Return the English title in ASCII, else the Japanese one itself; empty for no title.

    >>> slug(Title("起案", "First Drafting")), slug(Title("係長 決裁"))
    ('first-drafting', '係長_決裁')
    """
    ascii_ = unicodedata.normalize("NFKD", title.en or "").encode("ascii", "ignore").decode()
    if plain := re.sub(r"[^a-z0-9]+", "-", ascii_.lower()).strip("-"):
        return plain
    return re.sub(r"\s+", "_", (title.ja or title.en or "").strip())


class Names:
    """The ids in use: those that were written, taken before any is made."""

    def __init__(self, document: Document, steps: list[StepShape], path: Path) -> None:
        self.places: dict[str, Path] = {}
        for step, place in walk(steps, path):
            written = written_id(step)
            if written is None:
                continue
            if written in self.places:
                first = document.lines.get((*self.places[written],))
                document.report(
                    (*place, "id"),
                    code="duplicate_id",
                    where=written,
                    en=f"The id '{written}' is taken by the step in line {first}. Give this one another.",
                    ja=f"id「{written}」は{first}行目の工程と同じです。別のidにしてください。",
                )
            self.places.setdefault(written, place)

    def make(self, wanted: str) -> str:
        """Return the id that is wanted, numbered if it is taken."""
        name, number = wanted, 1
        while name in self.places:
            number += 1
            name = f"{wanted}-{number}"
        self.places[name] = ()
        return name


def written_id(step: StepShape) -> str | None:
    """Return the id that stands at a step, or in its full form."""
    from bprkit.procedure.yaml.shapes import CirculationShape, EndShape, StartShape

    if isinstance(step, CirculationShape):
        return None  # its steps begin with it
    body = step.start if isinstance(step, StartShape) else step.end if isinstance(step, EndShape) else None
    return step.id or (body and body.id) or None


def walk(steps: list[StepShape], path: Path) -> Iterator[tuple[StepShape, Path]]:
    """Yield every step with its place, those of branches and sub-processes too."""
    from bprkit.procedure.yaml.shapes import ChoiceShape, ParallelShape, SubProcessShape

    for number, step in enumerate(steps):
        here = (*path, number)
        yield step, here
        if isinstance(step, ChoiceShape):
            for place, branch in enumerate(step.branches):
                yield from walk([*branch.steps], (*here, "branches", place, "steps"))
        elif isinstance(step, ParallelShape):
            for place, beside in enumerate(step.parallel):
                yield from walk([*beside.steps], (*here, "parallel", place, "steps"))
        elif isinstance(step, SubProcessShape):
            yield from walk([*step.steps], (*here, "steps"))
