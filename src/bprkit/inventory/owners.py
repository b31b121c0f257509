"""Whose table it is: department, section, unit and headcount, from cells with a label, titles, and names of files.

>>> section_in("05_市民課_業務量調査票(提出).xlsx")
'市民課'
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bprkit.inventory.columns import plain
from bprkit.inventory.grids import Grid, address
from bprkit.inventory.model import Place, Repair
from bprkit.inventory.numbers import Cell, read_number

_LABELS = {
    "department": ("部", "部名", "部局", "部局名", "department"),
    "section": ("課", "課名", "所属", "所属名", "課室名", "所管課", "section"),
    "unit": ("係", "係名", "担当係", "unit"),
    "regular": ("正規職員数", "職員数", "正職員数", "常勤職員数", "regularstaff"),
    "fiscal": ("会計年度任用職員数", "会計年度職員数", "非常勤職員数", "臨時職員数", "fiscal-yearstaff"),
}
_KEYS = {plain(label): key for key, labels in _LABELS.items() for label in labels}
_LABELLED = re.compile(r"^([^::]{1,16})[::](.+)$")
_SECTION = re.compile(
    r"(?:^|[\s_\-・(【.:\d])([^\s_\-・()【】.:\d]{1,15}(?:課|室|局|署|センター|支所|出張所|図書館|公民館|委員会))"
)
_TOGETHER = re.compile(  # 東部, 本部 … are places, not departments
    r"(?P<department>.+?(?:(?<![東西南北中本支])部|局)(?=.))?(?P<section>.+?(?:課|室|署|センター|支所|出張所|図書館|公民館|委員会|事務局))?"
    r"(?P<unit>.+?(?:係|班|担当|グループ|チーム))?"
)
_NOT_A_SECTION = ("各課", "全課", "当課", "他課", "○○課", "〇〇課", "◯◯課")


@dataclass
class Owner:
    """What a sheet says about whose it is: texts by key, with the place of each."""

    texts: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    numbers: dict[str, float] = field(default_factory=dict)
    repairs: list[Repair] = field(default_factory=list)

    def also(self, other: Owner) -> Owner:
        """Return this, completed by what another sheet says."""
        return Owner(
            other.texts | self.texts,
            other.places | self.places,
            other.numbers | self.numbers,
            [*self.repairs, *other.repairs],
        )


def owner_on(grid: Grid, rows: Iterable[int]) -> tuple[Owner, set[int]]:
    """Return what labelled cells in some rows say, and the rows that have such cells."""
    owner, used = Owner(), set[int]()
    for row in rows:
        for column, key, value in _labelled(grid, row):
            used.add(row)
            at = Place(grid.file, grid.sheet, address(row, column))
            if key in ("regular", "fiscal"):
                reading = read_number(value, "persons")
                owner.repairs += [
                    Repair(note, at, str(value), "" if reading.value is None else f"{reading.value:g}")
                    for note in reading.notes
                    if note != "text_number" or (grid.cell(row, column) == value and grid.sheet)
                ]
                if reading.value is not None:
                    owner.numbers.setdefault(key, reading.value)
                    owner.places.setdefault(key, at)
            elif key not in owner.texts and value is not None and str(value).strip():
                owner.texts[key] = tidy(str(value))
                owner.places[key] = at
    return owner, used


def _labelled(grid: Grid, row: int) -> Iterator[tuple[int, str, Cell]]:
    cells = grid.rows[row]
    for column, cell in enumerate(cells):
        if not isinstance(cell, str):
            continue
        inside = _LABELLED.match(unicodedata.normalize("NFKC", cell).strip())
        if inside and (key := _key(inside[1])):
            yield column, key, inside[2].strip()
        elif key := _key(cell):
            span = grid.spans.get((row, column))
            after = (span.right if span else column) + 1
            if after < len(cells) and cells[after] is not None and _key(str(cells[after])) is None:
                yield after, key, cells[after]


def _key(label: str) -> str | None:
    return _KEYS.get(re.sub(r"[(][^()]*[)]|[::]$", "", plain(label)))


def section_in(text: str) -> str:
    """Return the section that a title or the name of a file contains; "" for none."""
    found = _SECTION.findall(unicodedata.normalize("NFKC", text))
    return next((section for section in found if section not in _NOT_A_SECTION), "")


def split_owner(text: str) -> dict[str, str]:
    """Return department, section and unit of a cell that holds them together, by how they end; "" where it has none.

    >>> split_owner("総務部 総務課 庶務係"), split_owner("学務課給食係")["unit"], split_owner("東部支所")["section"]
    ({'department': '総務部', 'section': '総務課', 'unit': '庶務係'}, '給食係', '東部支所')
    """
    told = re.sub(r"[\s・/>＞、,]+", "", unicodedata.normalize("NFKC", text))
    found = _TOGETHER.fullmatch(told)
    parts = {key: (found[key] if found else None) or "" for key in ("department", "section", "unit")}
    return parts if parts["section"] or parts["unit"] else {**parts, "department": "", "section": tidy(text)}


def tidy(text: str) -> str:
    """Return a name without line breaks and the spaces between Japanese characters.

    >>> tidy(" 市　民 課 "), tidy("My  Number card")
    ('市民課', 'My Number card')
    """
    text = re.sub(r"\s+", " ", text).strip()
    return re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", text)
