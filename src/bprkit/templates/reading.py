"""Read a form that was filled in: by its headers in either language, without its examples, with all errors at once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from bprkit.errors import InputError
from bprkit.procedure.excel.layout import plain
from bprkit.procedure.excel.workbook import letters
from bprkit.procedure.problems import Problem
from bprkit.templates.cells import as_text, read_cell
from bprkit.templates.form import Column, Filled, FilledRow, FilledSheet, Form, Sheet, Value

_SEEN = 20
_UNIT = re.compile(r"\([^()]*\)$")
_EXAMPLE = re.compile(r"(記入)?例|example|e\.?g\.?")
Rows = Sequence[Sequence[Any]]


def read_form(form: Form, path: str | os.PathLike[str]) -> Filled:
    """Return what a form holds; its `problems` are all cells that cannot be read.

    Sheets and headers are found in either language, whatever their width; rows marked 例 or Example are passed over.
    Raises InputError where the file is no such form.
    """
    file = Path(path)
    sheets = _sheets_of(file)
    named = {sheet.key: _named(sheet, sheets) for sheet in form.sheets}
    missing = [form.sheet(key) for key in form.needed if named[key] is None]
    if missing:
        raise InputError(
            en=f"{file} has no sheet {', '.join(str(sheet.name.en) for sheet in missing)}. "
            f"Begin with the template: bprkit template {form.kind} -o {form.kind}.xlsx",
            ja=f"{file} にシート「{'」「'.join(sheet.name.ja for sheet in missing)}」がありません。"
            f"ひな形から作ってください（bprkit template {form.kind} -o {form.kind}.xlsx）。",
        )
    filled = Filled(str(file), {}, [])
    for sheet in form.sheets:
        name = named[sheet.key]
        if name is not None:
            _Reading(filled, sheet, name, sheets[name]).read()
    return filled


def is_form(form: Form, path: str | os.PathLike[str]) -> bool:
    """Tell a form of this kind, by its sheets, from other files."""
    file = Path(path)
    if file.suffix.lower() not in (".xlsx", ".xlsm", ".ods", ".xls"):
        return False
    try:
        names = {plain(name) for name in _names_of(file)}
    except InputError:
        return False
    return all(names & _names(form.sheet(key)) for key in form.needed)


def _names(sheet: Sheet) -> set[str]:
    return {plain(sheet.name.ja), plain(sheet.name.en or "")}


def _named(sheet: Sheet, found: Iterable[str]) -> str | None:
    return next((name for name in found if plain(name) in _names(sheet)), None)


def _opened(file: Path) -> Any:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return CalamineWorkbook.from_path(file)
    except FileNotFoundError:
        raise InputError(
            en=f"{file} cannot be read: there is no such file. Check the name.",
            ja=f"{file} を読めません（ファイルがありません）。ファイル名を確かめてください。",
        ) from None
    except (OSError, CalamineError) as error:
        raise InputError(
            en=f"{file} cannot be read ({error}). Give an Excel workbook without password, saved as .xlsx.",
            ja=f"{file} を読めません（{error}）。パスワードのないExcelブック（.xlsx）を指定してください。",
        ) from None


def _names_of(file: Path) -> list[str]:
    with _opened(file) as book:
        return list(book.sheet_names)


def _sheets_of(file: Path) -> dict[str, Rows]:
    with _opened(file) as book:
        return {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
        }


class _Reading:
    """One sheet while it is read."""

    def __init__(self, filled: Filled, sheet: Sheet, name: str, rows: Rows) -> None:
        self.filled, self.sheet, self.name = filled, sheet, name
        self.rows = [[_bare(cell) for cell in row] for row in rows]

    def read(self) -> None:
        if self.sheet.answers:
            self._answers()
            return
        at, places, free = self._header()
        heads = {key: as_text(self.rows[at][place]) for key, place in {**places, **free}.items()}
        found = FilledSheet(self.name, (), {**places, **free}, heads=heads)
        self.filled.sheets[self.sheet.key] = found
        if not places:
            return
        rows = tuple(self._rows(at, places, free))
        self.filled.sheets[self.sheet.key] = FilledSheet(self.name, rows, found.places, heads=heads)

    def _answers(self) -> None:
        values: dict[str, Value] = {}
        lines: dict[str, int] = {}
        answered: set[str] = set()
        self.filled.sheets[self.sheet.key] = FilledSheet(self.name, (), {})
        for number, row in enumerate(self.rows, 1):
            column = self._column(row[0]) if row else None
            if column is None:
                if number > 1 and row and row[0] is not None and len(row) > 1 and row[1] is not None:
                    self._unknown(row[0], f"{self.name}!A{number}")
                continue
            lines[column.key] = number
            answered.update({column.key} if len(row) > 1 and row[1] is not None else ())
            if len(row) > 1 and row[1] is not None:
                self._put(values, column, row[1], f"{self.name}!B{number}")
        for column in self.sheet.columns:
            if column.required and column.key not in answered:
                self._missing(column, f"{self.name}!B{lines.get(column.key, 1)}")
        said = FilledRow(1, values)
        places = dict.fromkeys(lines, 1)
        self.filled.sheets[self.sheet.key] = FilledSheet(self.name, (said,), places, lines)

    def _header(self) -> tuple[int, dict[str, int], dict[str, int]]:
        wanted = {column.key for column in self.sheet.columns if column.required}
        best: tuple[int, dict[str, int], dict[str, int]] = (0, {}, {})
        for at, row in enumerate(self.rows[:_SEEN]):
            places: dict[str, int] = {}
            free: dict[str, int] = {}
            for place, cell in enumerate(row):
                column = self._column(cell)
                if column is not None and column.key not in places:
                    places[column.key] = place
                elif cell is not None:
                    free.setdefault(as_text(cell), place)
            if len(places) > len(best[1]):
                best = (at, places, free)
        at, places, free = best
        for column in self.sheet.columns:
            if column.key in wanted and column.key not in places:
                self._note(
                    f"{self.name}!A{at + 1}",
                    "",
                    en=f"The column '{column.head.en}' is missing. Put its header back.",
                    ja=f"「{column.head.ja}」の列がありません。見出しを元に戻してください。",
                )
        if self.sheet.free is None:
            for header, place in free.items():
                self._unknown(header, f"{self.name}!{letters(place)}{at + 1}")
            free = {}
        return at, places, free

    def _rows(self, at: int, places: dict[str, int], free: dict[str, int]) -> Iterable[FilledRow]:
        own = [column for column in self.sheet.columns if column.key in places]
        for number, row in enumerate(self.rows[at + 1 :], at + 2):
            first = row[0] if row else None
            if isinstance(first, str) and _EXAMPLE.match(plain(first)):
                continue
            cells = [(column, row[places[column.key]]) for column in own if places[column.key] < len(row)]
            more = {header: row[place] for header, place in free.items() if place < len(row)}
            added = {header: cell for header, cell in more.items() if cell is not None}
            if not added and all(cell is None or column.preset for column, cell in cells):
                continue
            values: dict[str, Value] = {}
            for column, cell in cells:
                where = f"{self.name}!{letters(places[column.key])}{number}"
                if cell is not None:
                    self._put(values, column, cell, where)
                elif column.required:
                    self._missing(column, where)
            kept: dict[str, Value] = {}
            for header, cell in added.items():
                column = Column(header, _title(header), self.sheet.free or "text")
                self._put(kept, column, cell, f"{self.name}!{letters(free[header])}{number}")
            yield FilledRow(number, values, kept)

    def _put(self, values: dict[str, Value], column: Column, cell: Any, where: str) -> None:
        try:
            values[column.key] = read_cell(column, cell)
        except InputError as error:
            self._note(where, as_text(cell), en=error.en, ja=error.ja)

    def _column(self, cell: Any) -> Column | None:
        if not isinstance(cell, str):
            return None
        for cut in (False, True):
            for column in self.sheet.columns:
                heads = {plain(head) for head in (column.head.ja, column.head.en) if head}
                if cut:
                    heads = {_UNIT.sub("", head) for head in heads}
                wanted = plain(cell).removesuffix("*").removesuffix("※")
                if (_UNIT.sub("", wanted) if cut else wanted) in heads:
                    return column
        return None

    def _missing(self, column: Column, where: str) -> None:
        self._note(
            where,
            "",
            en=f"'{column.head.en}' is empty. {column.help.en or 'Fill it in.'}",
            ja=f"「{column.head.ja}」が空です。{column.help.ja or '記入してください。'}",
        )

    def _unknown(self, header: Any, where: str) -> None:
        text = as_text(header)
        known = [head for column in self.sheet.columns for head in (column.head.ja, column.head.en) if head]
        near = get_close_matches(text, known, n=1)
        self._note(
            where,
            text,
            en=f"'{text}' is not asked for here{f' (is {near[0]} meant?)' if near else ''}. "
            "Put the header back as it was, or take it away.",
            ja=f"「{text}」はひな形にない項目です{f'（「{near[0]}」のことですか）' if near else ''}。"
            "元の見出しに戻すか、消してください。",
        )

    def _note(self, where: str, value: str, *, en: str, ja: str) -> None:
        self.filled.problems.append(
            Problem("bad_cell", "error", en, ja, None, self.filled.file, None, where, value)
        )


def _bare(cell: Any) -> Any:
    if isinstance(cell, str):
        return cell.strip() or None
    return cell


def _title(header: str) -> Any:
    from bprkit.procedure.model import Title

    return Title(header, header)
