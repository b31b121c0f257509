"""Where the table stands on a sheet, and which column holds what: headers of one to three rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bprkit.inventory.columns import (
    BY_KEY,
    COLUMNS,
    Found,
    column_of,
    is_total_header,
    plain,
    unit_of,
)
from bprkit.inventory.grids import Grid, address, letters
from bprkit.inventory.model import Place, Repair
from bprkit.inventory.numbers import unit_factor
from bprkit.inventory.people import names_people
from bprkit.language import current, tell

_SEEN = 40
_LEAST = 3
_MOST_ROWS = 3
_PARENTHESES = re.compile(r"\([^()]*\)")
_FROM_ELSEWHERE = ("number", "department", "section", "unit")
FORM_HEADER_ROW = 3  # where `bprkit.inventory.form` writes it, from 0


@dataclass(frozen=True)
class Header:
    """The header of a table. places: column numbers by key; factors: what bare numbers are multiplied by.

    others: headers of further columns by number, which are not read: free text such as 備考 may hold names; totals,
    people: columns of totals, and of names of people;
    months_of_cases: the months hold cases.
    """

    top: int
    bottom: int
    places: Mapping[str, int]
    found: Mapping[str, Found]
    texts: Mapping[int, str]
    factors: Mapping[str, float]
    others: Mapping[int, str]
    totals: tuple[int, ...]
    people: tuple[int, ...]
    months_of_cases: bool


def find_header(grid: Grid) -> Header | None:
    """Return the header that names the most columns; None where no row names the task and two columns more."""
    best: Header | None = None
    for height in range(1, _MOST_ROWS + 1):
        for top in range(min(len(grid.rows), _SEEN)):
            below = range(top + 1, top + height)
            if top + height > len(grid.rows) or not all(_is_heading(grid, row) for row in below):
                continue
            header = _read(grid, top, top + height - 1)
            enough = "name" in header.places and len(header.places) >= _LEAST
            if enough and (best is None or len(header.places) > len(best.places)):
                best = header
    if best is not None and _holds_units(grid, best):
        return _read(grid, best.top, best.bottom + 1)
    return best


def _is_heading(grid: Grid, row: int) -> bool:
    """Tell a lower row of a header from one of data, in which words of headers may stand, too."""
    cells = [cell for cell in grid.rows[row] if cell is not None]
    if not cells or not all(isinstance(cell, str) for cell in cells):
        return False
    known = sum(
        column_of(text) is not None or is_total_header(text) or not _PARENTHESES.sub("", plain(text))
        for text in map(str, cells)
    )
    return known * 2 > len(cells)


def _holds_units(grid: Grid, header: Header) -> bool:
    """Tell whether the row below holds nothing but the units of the columns of numbers."""
    below = header.bottom + 1
    units = {
        key: cell for key, place in header.places.items() if (cell := grid.cell(below, place)) is not None
    }
    return bool(units) and all(
        unit_factor(BY_KEY[key].kind, plain(cell).strip("()")) is not None for key, cell in units.items()
    )


def _read(grid: Grid, top: int, bottom: int) -> Header:
    places: dict[str, int] = {}
    found: dict[str, Found] = {}
    texts: dict[int, str] = {}
    others: dict[int, str] = {}
    totals: list[int] = []
    people: list[int] = []
    cases = False
    width = max(len(grid.rows[row]) for row in range(top, bottom + 1))
    for place in range(width):
        levels = _levels(grid, top, bottom, place)
        if not levels:
            continue
        texts[place] = "/".join(levels)
        match = _match(levels)
        if match is not None and _unit_unknown(match):
            match = None  # 件/日 and the like: taken as a year they would be wrong by far
        if match is None:
            if is_total_header(levels[-1]):
                totals.append(place)
            elif any(map(names_people, levels)):
                people.append(place)
            else:
                others[place] = texts[place]
        elif match.column.key in places:
            others[place] = texts[place]
        else:
            places[match.column.key], found[match.column.key] = place, match
            cases = cases or (match.column.key.startswith("months.") and "件" in texts[place])
    factors = {
        key: factor
        for key, each in found.items()
        if (factor := unit_factor(each.column.kind, each.unit)) not in (None, 1.0)
        and not (cases and key.startswith("months."))
    }
    return Header(
        top,
        bottom,
        places,
        found,
        texts,
        {key: factor for key, factor in factors.items() if factor},
        others,
        tuple(totals),
        tuple(people),
        cases,
    )


def _levels(grid: Grid, top: int, bottom: int, place: int) -> list[str]:
    """Return the texts over a column, from the top; those of cells merged sideways count for each column."""
    told: list[str] = []
    for row in range(top, bottom + 1):
        span = grid.spans.get((row, place))
        cell = grid.cell(span.top, span.left) if span and span.top >= top else grid.cell(row, place)
        if isinstance(cell, str) and cell.strip() not in told:
            told.append(cell.strip())
    return told


def _match(levels: Sequence[str]) -> Found | None:
    last = column_of(levels[-1])
    if last is not None:
        above = next((unit for text in reversed(levels[:-1]) if (unit := unit_of(text))), "")
        return last if last.unit or not above else Found(last.column, above, last.as_in_form)
    if len(levels) > 1 and not is_total_header(levels[-1]):
        upper = column_of(levels[-2])
        if upper is not None and unit_factor(upper.column.kind, plain(levels[-1]).strip("()")) is not None:
            return Found(upper.column, plain(levels[-1]).strip("()"), False)
        return column_of("".join(levels))
    return None


def _unit_unknown(found: Found) -> bool:
    numeric = found.column.kind not in ("text", "choice")
    return numeric and "/" in found.unit and unit_factor(found.column.kind, found.unit) is None


def header_repairs(grid: Grid, header: Header) -> Iterator[Repair]:
    """Say how the header differs from that of the form."""

    def at(row: int, column: int) -> Place:
        return Place(grid.file, grid.sheet, address(row, column))

    language, joint = current(), tell(en=", ", ja="、")
    start = at(header.top, min(header.places.values()))
    if header.bottom > header.top:
        yield Repair("header_rows", start, f"{header.top + 1}–{header.bottom + 1}")
    if header.top != FORM_HEADER_ROW:
        yield Repair("moved_header", start, str(FORM_HEADER_ROW + 1), str(header.top + 1))
    for key, place in header.places.items():
        each = header.found[key]
        if each.joint:
            yield Repair("joint_column", at(header.bottom, place), header.texts[place])
        elif not each.as_in_form:
            yield Repair(
                "renamed_column", at(header.bottom, place), header.texts[place], each.column.header(language)
            )
        if key in header.factors:
            yield Repair(
                "header_unit", at(header.bottom, place), each.unit, unit_of(each.column.header(language))
            )
    order = [key for key, _ in sorted(header.places.items(), key=lambda pair: pair[1])]
    in_form = [column.key for column in COLUMNS if column.key in header.places]
    if order != in_form:
        moved = [key for key, usual in zip(order, in_form, strict=True) if key != usual]
        yield Repair("column_order", start, joint.join(BY_KEY[key].header(language) for key in moved))
    if missing := _missing(header):
        yield Repair("missing_column", start, joint.join(missing))
    if header.months_of_cases:
        first = next(place for key, place in header.places.items() if key.startswith("months."))
        yield Repair("months_of_cases", at(header.bottom, first), header.texts[first])
    for place, text in header.others.items():
        twice = _match(text.split("/"))
        known = twice is not None and twice.column.key in header.places
        yield Repair("twice_column" if known else "unknown_column", at(header.bottom, place), text)
    for place in header.totals:
        yield Repair("total_column", at(header.bottom, place), header.texts[place], letters(place))
    for place in header.people:
        yield Repair("person_column", at(header.bottom, place), header.texts[place], letters(place))


def _missing(header: Header) -> list[str]:
    """Return the columns that the form has and the table has not; months and posts by one name where none is there."""
    gone = [
        column for column in COLUMNS if column.key not in header.places and column.key not in _FROM_ELSEWHERE
    ]
    told = []
    for group, en, ja in (
        ("posts.", "hours by post", "職位・雇用区分別"),
        ("months.", "hours by month", "月別"),
    ):
        if not any(key.startswith(group) for key in header.places):
            gone = [column for column in gone if not column.key.startswith(group)]
            told.append(tell(en=en, ja=ja))
    return [*(column.header(current()) for column in gone), *told]
