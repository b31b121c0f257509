"""A sheet with a table of tasks, read row by row: what each cell says, and everything that was mended or left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import fsum, isclose
from typing import Any

from bprkit.inventory.aside import numbers_aside
from bprkit.inventory.columns import BY_KEY, Column, code_of, plain
from bprkit.inventory.grids import Grid, address
from bprkit.inventory.headers import Header, header_repairs
from bprkit.inventory.layout import FORM_LINES
from bprkit.inventory.model import Place, Repair, Staff, Table, Task
from bprkit.inventory.numbers import Cell, read_number
from bprkit.inventory.owners import Owner, owner_on, section_in, split_owner, tidy
from bprkit.inventory.rows import RowKind, kind_of_row
from bprkit.language import current

_WHOSE = ("department", "section", "unit")
_DITTO = {"〃", "仝", "同上", "同じ", "々", '"', "''", "′′", "ditto"}
_LEFT_OUT: Mapping[RowKind, str] = {
    "example": "example_row",
    "note": "note_row",
    "header": "repeated_header",
    "unnamed": "unnamed_row",
    "total": "total_row",
}


@dataclass
class _Reader:
    """The state of reading one table. above: whose the last row was; before: the last cell of each column of words."""

    grid: Grid
    header: Header
    owner: Owner
    tasks: list[Task] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    above: dict[str, str] = field(default_factory=dict)
    before: dict[str, Cell] = field(default_factory=dict)
    group: int = 0
    blank: list[int] = field(default_factory=list)
    filled: dict[str, list[int]] = field(default_factory=dict)
    merged: set[tuple[int, int]] = field(default_factory=set)

    def at(self, row: int, column: int) -> Place:
        return Place(self.grid.file, self.grid.sheet, address(row, column))

    def note(self, code: str, row: int, column: int, before: Cell = None, after: object = "") -> None:
        shown = "" if before is None else tidy(str(before))
        self.repairs.append(Repair(code, self.at(row, column), shown, str(after)))


def read_table(grid: Grid, header: Header, about: Owner) -> tuple[Table, list[Repair]]:
    """Return the tasks of a sheet with its repairs; `about` is what the file's other sheets say of whose it is."""
    own, used = owner_on(grid, range(header.top))
    reader = _Reader(grid, header, own.also(about))
    _titles(reader, used)
    reader.repairs += [*header_repairs(grid, header), *own.repairs]
    for row in range(header.bottom + 1, len(grid.rows)):
        _row(reader, row)
    _tell_filled(reader)
    tasks = _with_owner(reader)
    reader.repairs += numbers_aside(grid, header, tasks)
    return Table(Place(grid.file, grid.sheet), tasks, _staff(reader, tasks)), reader.repairs


def _titles(reader: _Reader, used: set[int]) -> None:
    """Tell the lines above the table; one of them may name the section."""
    for row in range(reader.header.top):
        cells = [(column, str(cell)) for column, cell in enumerate(reader.grid.rows[row]) if cell is not None]
        if not cells or row in used or all(text in FORM_LINES for _, text in cells):
            continue
        text = " ".join(text.strip() for _, text in cells)
        reader.note("title_row", row, cells[0][0])  # its words are free text: somebody's name may stand there
        if "section" not in reader.owner.texts and (section := section_in(text)):
            reader.owner.texts["section"] = section
            reader.note("section_from", row, cells[0][0], None, section)


def _row(reader: _Reader, row: int) -> None:
    grid, header = reader.grid, reader.header
    own = {key: grid.cell(row, place) for key, place in header.places.items()}
    cells = {key: cell if cell is not None else _merged(reader, row, key) for key, cell in own.items()}
    kind = kind_of_row(cells, own, header)
    if kind == "blank":
        elsewhere = [
            (place, cell)
            for place, cell in enumerate(grid.rows[row])
            if cell is not None and place not in (*header.people, *header.places.values())
        ]
        if elsewhere:
            reader.note("note_row", row, elsewhere[0][0])
        else:
            reader.blank.append(row)
        return
    if kind == "task":
        _add_task(reader, row, cells)
        return
    if kind == "total" or kind == "unnamed":
        kind = _check_total(reader, row, own, kind)
    first = min(header.places[key] for key, cell in own.items() if cell is not None)
    shown = ", ".join(str(cell).strip() for key, cell in own.items() if cell is not None)
    reader.note(_LEFT_OUT[kind], row, first, None if kind == "note" else shown[:80])


def _merged(reader: _Reader, row: int, key: str) -> Cell:
    """Return what stands in the merged cell that covers a cell; numbers only for the first row."""
    place = reader.header.places[key]
    span = reader.grid.spans.get((row, place))
    if span is None or span.top <= reader.header.bottom or span.top == row:
        return None
    return reader.grid.cell(span.top, span.left) if span.left == place else None


def _add_task(reader: _Reader, row: int, cells: Mapping[str, Cell]) -> None:
    _tell_blank(reader)
    values: dict[str, Any] = {"posts": {}, "months": {}}
    for key, cell in cells.items():
        if key == "number":
            continue
        column = BY_KEY[key]
        if column.kind in ("text", "choice"):
            cell = _as_above(reader, row, key, cell)
        inherited = _tell_merged(reader, row, key)
        if column.kind in ("text", "choice"):
            values[key] = _text(reader, row, column, cell, inherited)
            continue
        value = None if inherited else _number(reader, row, column, cell)
        group, _, part = key.partition(".")
        if not part:
            values[key] = value
        elif value is not None:
            values[group][int(part) if group == "months" else part] = value
    if values.get("section") and reader.header.found["section"].joint:
        values |= split_owner(values["section"])
        reader.above = {} if values["section"] else reader.above
    for key in _WHOSE:
        if values.get(key):
            reader.above[key] = values[key]
        elif key in reader.above:
            values[key] = reader.above[key]
            reader.filled.setdefault(key, []).append(row)
    place = reader.at(row, reader.header.places["name"])
    whose: dict[str, Any] = {key: values.pop(key, None) or "" for key in _WHOSE}
    task = Task(place, **whose, **{key: value for key, value in values.items() if value is not None})
    reader.tasks.append(_months_by_hours(task) if reader.header.months_of_cases else task)


def _as_above(reader: _Reader, row: int, key: str, cell: Cell) -> Cell:
    """Return a cell, or where it is a ditto mark, what stood above it."""
    if isinstance(cell, str) and plain(cell) in _DITTO and key in reader.before:
        above = reader.before[key]
        reader.note("ditto", row, reader.header.places[key], cell, above)
        return above
    if cell is not None:
        reader.before[key] = cell
    return cell


def _months_by_hours(task: Task) -> Task:
    cases = fsum(task.months.values())
    hours = replace(task, months={}).hours
    spread = {month: hours * value / cases for month, value in task.months.items()} if cases else {}
    return replace(task, months=spread)


def _text(reader: _Reader, row: int, column: Column, cell: Cell, inherited: bool) -> str | None:
    if cell is None:
        return None
    text, place = str(cell), reader.header.places[column.key]
    if column.kind == "text":
        tidied = tidy(text)
        if tidied != text and column.key in (*_WHOSE, "name") and not inherited:
            reader.note("spaces", row, place, text.replace("\n", "⏎"), tidied)
        return tidied
    code, as_in_list = code_of(column, text.strip())
    if code is None:
        blank = read_number(text, "cases").notes == ("dash",)
        reader.note("dash" if blank else "unknown_choice", row, place, text)
    elif not as_in_list and not inherited:
        reader.note("choice", row, place, text, column.words(current())[code])
    return code


def _number(reader: _Reader, row: int, column: Column, cell: Cell) -> float | None:
    reading = read_number(cell, column.kind, reader.header.factors.get(column.key, 1.0))
    after = "" if reading.value is None else f"{reading.value:.10g}"
    for note in reading.notes:
        if note != "text_number" or reader.grid.sheet:  # in a text file every number is text
            reader.note(note, row, reader.header.places[column.key], cell, after)
    return reading.value


def _tell_merged(reader: _Reader, row: int, key: str) -> bool:
    """Tell merged cells once each, and return whether a cell has its content from a row above."""
    place = reader.header.places[key]
    span = reader.grid.spans.get((row, place))
    if span is None or span.top <= reader.header.bottom or span.top == span.bottom:
        return False
    if (span.top, span.left) not in reader.merged:
        reader.merged.add((span.top, span.left))
        numeric = BY_KEY[key].kind not in ("text", "choice")
        if reader.grid.cell(span.top, span.left) is not None:
            cell = reader.grid.cell(span.top, span.left)
            code = "merged_number" if numeric else "merged_cells"
            shown = f"{address(span.top, span.left)}:{address(span.bottom, span.right)}"
            place_of = Place(reader.grid.file, reader.grid.sheet, shown)
            reader.repairs.append(Repair(code, place_of, tidy(str(cell))))
    return span.top < row


def _check_total(reader: _Reader, row: int, own: Mapping[str, Cell], kind: RowKind) -> RowKind:
    """Compare a total with the rows above it; numbers without a name that are their sum are a total, too."""
    column = BY_KEY["told_hours"]
    told = read_number(own.get("told_hours"), "hours", reader.header.factors.get("told_hours", 1.0)).value
    sums = [fsum(task.hours for task in tasks) for tasks in (reader.tasks[reader.group :], reader.tasks)]
    if told is None:
        return kind
    agrees = any(isclose(told, each, rel_tol=0.002, abs_tol=0.6) for each in sums)
    if kind == "unnamed" and not (agrees and reader.tasks):
        return kind
    if not agrees:
        reader.note("total_differs", row, reader.header.places[column.key], f"{told:,.1f}", f"{sums[0]:,.1f}")
    reader.group = len(reader.tasks)
    return "total"


def _tell_blank(reader: _Reader) -> None:
    """Tell blank rows between tasks; those after the last are no matter."""
    if reader.blank and reader.tasks:
        for first, last in _runs(reader.blank):
            rows = f"{first + 1}" if first == last else f"{first + 1}–{last + 1}"
            reader.note("blank_rows", first, 0, rows)
    reader.blank.clear()


def _tell_filled(reader: _Reader) -> None:
    for key, rows in reader.filled.items():
        place = reader.header.places.get(key, 0)
        for first, last in _runs(rows):
            shown = address(first, place) + (f":{address(last, place)}" if last > first else "")
            told = next(getattr(task, key) for task in reader.tasks if _number_of_row(task) == first)
            reader.repairs.append(
                Repair("filled_down", Place(reader.grid.file, reader.grid.sheet, shown), "", told)
            )


def _number_of_row(task: Task) -> int:
    return int(task.place.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - 1


def _runs(rows: list[int]) -> Iterator[tuple[int, int]]:
    first = last = rows[0]
    for row in rows[1:]:
        if row != last + 1:
            yield first, last
            first = row
        last = row
    yield first, last


def _with_owner(reader: _Reader) -> tuple[Task, ...]:
    """Give tasks without a section that of the file: as labelled, in a title, its name, or its sheet's name."""
    texts = dict(reader.owner.texts)
    grid = reader.grid
    if reader.tasks and "section" not in texts and any(not task.section for task in reader.tasks):
        found = section_in(grid.file.rpartition("/")[2].rpartition(".")[0]) or section_in(grid.sheet)
        texts["section"] = found or grid.file.rpartition("/")[2].rpartition(".")[0]
        code = "section_from" if found else "section_unknown"
        reader.repairs.append(Repair(code, Place(grid.file, grid.sheet), grid.file, texts["section"]))
    done = []
    for task in reader.tasks:
        section = task.section or texts.get("section", "")
        own = plain(section) == plain(texts.get("section", ""))
        done.append(
            replace(
                task,
                section=section,
                department=task.department or (texts.get("department", "") if own else ""),
                unit=task.unit or (texts.get("unit", "") if own else ""),
            )
        )
    return tuple(done)


def _staff(reader: _Reader, tasks: tuple[Task, ...]) -> Staff | None:
    numbers = reader.owner.numbers
    if not numbers:
        return None
    section = reader.owner.texts.get("section") or (tasks[0].section if tasks else "")
    place = next(iter(reader.owner.places[key] for key in numbers))
    return Staff(
        section, reader.owner.texts.get("unit", ""), place, numbers.get("regular"), numbers.get("fiscal")
    )
