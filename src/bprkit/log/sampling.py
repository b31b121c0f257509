"""How the cases of a log were drawn, where they are a sample."""

from __future__ import annotations

from dataclasses import dataclass

CHANCE = ("all", "random", "every_nth")
"""Ways to draw of which an interval can be stated: every document had the same chance."""


@dataclass(frozen=True)
class SampleDesign:
    """How the documents of a log were drawn: so many of `population` in all (None: very many); a case is a document.

    drawn: one of `CHANCE`, or "latest", "at_hand". A part of the log (`EventLog.filter`) keeps the design of the whole:
    which of the drawn documents are in the part is known, how many of the others would be, is not.

    >>> SampleDesign(30, "every_nth", 300).by_chance, SampleDesign(30, "latest").by_chance
    (True, False)
    """

    documents: int
    drawn: str
    population: int | None = None
    register: str = ""

    @property
    def by_chance(self) -> bool:
        """Tell whether every document had the same chance, so that intervals can be stated."""
        return self.drawn in CHANCE

    @property
    def complete(self) -> bool:
        """Tell whether nothing is left out, so that the figures are those of all documents."""
        if self.population is None:
            return self.drawn == "all"
        return self.population <= self.documents

    def alike(self, cases: int) -> int | None:
        """Return how many documents there are in all of a kind that was drawn so often: as many in each document.

        >>> SampleDesign(30, "every_nth", 300).alike(6)
        60
        """
        if self.population is None:
            return None
        return max(round(self.population * cases / self.documents), cases)
