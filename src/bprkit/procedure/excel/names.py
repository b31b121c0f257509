"""How rows and roles are called in the cells of other rows: by number, by name or by id, as long as only one is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bprkit.procedure.excel.layout import plain

_LEADING = re.compile(r"^([\d.\-]+)\s*[::]\s*")


class Names:
    """Names, each with the things that it may mean; things are places in a list."""

    def __init__(self) -> None:
        self._meant: dict[str, set[int]] = {}

    def add(self, place: int, names: Iterable[str | None]) -> None:
        """Let a thing be called by these names."""
        for name in names:
            if name and plain(name):
                self._meant.setdefault(plain(name), set()).add(place)

    def find(self, name: str) -> frozenset[int]:
        """Return what a name may mean."""
        return frozenset(self._meant.get(plain(name), ()))

    def sure(self, names: Sequence[str | None], place: int) -> str | None:
        """Return the first of these names that means this thing only."""
        return next((name for name in names if name and self.find(name) == {place}), None)


class RowNames:
    """The rows of the flow: by number first, then by name, then by id."""

    def __init__(self) -> None:
        self._ways = (Names(), Names(), Names())

    def add(self, place: int, number: str, title: Iterable[str | None], key: str | None) -> None:
        """Let a row be called by its number, the names of its step, or its id."""
        for names, given in zip(self._ways, ((number,), title, (key,)), strict=True):
            names.add(place, given)

    def find(self, text: str) -> frozenset[int]:
        """Return the rows that are meant: 3, 決裁, 3: 決裁 or an id."""
        for names in self._ways:
            if found := names.find(text):
                return found
        leading = _LEADING.match(text)
        return self._ways[0].find(leading[1]) if leading else frozenset()
