"""The decision about a table's columns while it is being made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from bprkit.log.columns import words
from bprkit.log.columns.content import Column, same_texts
from bprkit.log.columns.headers import BY_CONTENT, BY_ENDING, Part, vocabulary

Place = Literal["milestone", "attribute", "free_text", "ignored", "person", "identifier", "twin"]

_TAKEN_AS: dict[str, str] = {
    "milestone": "time",
    "instance": "attribute",
    "attribute": "attribute",
    "identifier": "attribute",
    "free_text": "ignored",
    "person": "ignored",
    "ignored": "ignored",
    "twin": "ignored",
}


@dataclass(frozen=True, eq=False)
class Candidate:
    """A column that may play a part: the lower the order, the surer."""

    column: Column
    order: int
    place: int = 0

    @property
    def by_ending(self) -> bool:
        """Tell whether only the end of its header speaks for it."""
        return self.order == BY_ENDING

    @property
    def by_content(self) -> bool:
        """Tell whether only its values speak for it."""
        return self.order == BY_CONTENT


@dataclass(eq=False)
class Draft:
    """What has been decided so far; built and read within one call of `recognise`."""

    name: str
    columns: tuple[Column, ...]
    parts: dict[str, Column] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)
    twins: list[tuple[str, str]] = field(default_factory=list)
    case_parts: tuple[str, ...] = ()

    def free(self) -> list[Column]:
        """Return the columns that nothing has been decided about."""
        taken = {column.name for column in self.parts.values()} | set(self.places)
        return [column for column in self.columns if column.name not in taken]

    def candidates(self, part: Part) -> list[Candidate]:
        """Return the free columns with content whose headers may play a part."""
        filled = (column for column in self.free() if column.filled)
        named = ((column, vocabulary().known(part, column.header)) for column in filled)
        return [Candidate(column, known.order, known.place) for column, known in named if known]

    @staticmethod
    def by_content(columns: Iterable[Column]) -> list[Candidate]:
        """Return columns as candidates for whom only their content speaks."""
        return [Candidate(column, BY_CONTENT) for column in columns]

    def take(self, part: str, column: Column, *, why: str | None = None) -> None:
        """Give a column a part."""
        self.parts[part] = column
        known = vocabulary().known(part, column.header)
        self.why[column.name] = why or ("header" if known else "content")

    def move(self, part: str, other: str, note: str) -> None:
        """Let a column play another part."""
        column = self.parts.pop(part)
        self.parts[other] = column
        self.note(column, note)

    def drop(self, part: str, note: str) -> None:
        """Take a part from its column, which stays as an attribute."""
        column = self.parts.pop(part)
        self.put("attribute", column, why=self.why[column.name], note=note)

    def put(self, place: Place, column: Column, *, why: str, note: str | None = None) -> None:
        """Put a column among the milestones, the attributes, the free texts or those left out."""
        self.places[column.name] = place
        self.why[column.name] = why
        if note:
            self.note(column, note)

    def twin(self, taken: Column, column: Column, note: str | None = None) -> None:
        """Leave out a column whose content another one has already given."""
        for part in [part for part, held in self.parts.items() if held is column]:
            del self.parts[part]
        self.twins.append((taken.name, column.name))
        self.put("twin", column, why=f"same_as:{taken.name}", note=note or words.twin(taken))

    def note(self, column: Column, text: str) -> None:
        """Say something about a column in the result."""
        self.notes.setdefault(column.name, []).append(text)

    def names(self, place: Place) -> tuple[str, ...]:
        """Return the headers put in a place, in the order of the table."""
        return tuple(column.name for column in self.columns if self.places.get(column.name) == place)

    def rows(self) -> tuple[dict[str, Any], ...]:
        """Return a row a column: column, taken_as, why, note."""
        part_of = {column.name: part for part, column in self.parts.items()}
        rows = []
        for column in self.columns:
            role = part_of.get(column.name) or self.places[column.name]
            notes = self.notes.get(column.name)
            rows.append(
                {
                    "column": column.name,
                    "taken_as": _TAKEN_AS.get(role, role),
                    "why": self.why[column.name],
                    "note": words.joined(notes) if notes else None,
                }
            )
        return tuple(rows)


def choose(
    draft: Draft,
    part: Part,
    candidates: list[Candidate],
    *,
    fits: Callable[[Column], bool],
    same: Callable[[Column, Column], bool],
) -> Column | None:
    """Return the surest candidate that fits, or the surest if none does; None without candidates.

    Raises InputError if another one is as sure and not the same in effect.
    """
    pool = [candidate for candidate in candidates if fits(candidate.column)] or candidates
    if not pool:
        return None
    surest = min(candidate.order for candidate in pool)
    first, *others = sorted((c for c in pool if c.order == surest), key=lambda candidate: candidate.place)
    if first.by_content:  # without a header that speaks for it, a code and its name are not told apart
        same = same_texts
    rivals = [other.column for other in others if not same(first.column, other.column)]
    if rivals:
        raise words.ambiguous(draft.name, part, [first.column, *rivals])
    return first.column
