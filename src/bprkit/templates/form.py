"""What a template is made of: sheets of rows or of single answers, and columns that say what may stand in them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from bprkit.procedure.model import Title
from bprkit.procedure.problems import Problem, ProcedureError

CellForm = Literal["text", "number", "whole", "date", "time", "choice"]
Value = str | int | float | dt.date | dt.datetime | dt.time
Answers = Mapping[str, Value]
Content = Mapping[str, Answers | Sequence[Answers]]
"""What is written into a form, or was read from it: by sheet, answers by key, or rows of them."""


@dataclass(frozen=True)
class Column:
    """A column of a sheet of rows, or one answer of a sheet of answers.

    head: its header, with the unit. choices: codes, and the words that can be chosen. listed: the sheet whose first
    column can be chosen from, though other words are allowed. low, high: bounds of a number. help: what belongs here.
    example: what the example shows; preset: whether bprkit fills it, so that it alone does not make a row.
    """

    key: str
    head: Title
    form: CellForm = "text"
    width: int = 14
    choices: tuple[tuple[str, Title], ...] = ()
    listed: str = ""
    required: bool = False
    low: float | None = 0
    high: float | None = None
    help: Title = field(default_factory=Title)
    example: Title | Value | None = None
    preset: bool = False

    def word(self, code: Value) -> str:
        """Return the word for a code in the language in use."""
        return str(dict(self.choices).get(str(code), Title(str(code))))


@dataclass(frozen=True)
class Sheet:
    """A sheet. columns: of rows below a header, or, with `answers`, one answer a line.

    blank: how many rows are made ready. free: whether people may add columns of their own.
    """

    key: str
    name: Title
    columns: tuple[Column, ...]
    answers: bool = False
    blank: int = 100
    free: CellForm | None = None

    def column(self, key: str) -> Column:
        """Return a column by its key."""
        return next(column for column in self.columns if column.key == key)


@dataclass(frozen=True)
class Form:
    """A template: what it is for, in a few sentences, and its sheets; `needed` are those without which it is none."""

    kind: str
    title: Title
    about: tuple[Title, ...]
    sheets: tuple[Sheet, ...]
    needed: tuple[str, ...]
    letter: tuple[Title, ...] = ()
    """Paragraphs of a letter that goes with the form; not read."""

    def sheet(self, key: str) -> Sheet:
        """Return a sheet by its key."""
        return next(sheet for sheet in self.sheets if sheet.key == key)


class FormError(ProcedureError):
    """A form cannot be used as it was filled in; `problems` are all that was found, each with file, sheet and cell."""


@dataclass(frozen=True)
class FilledRow:
    """A row as it was filled in. number: on its sheet, from 1. more: cells of columns that people added, by header."""

    number: int
    values: Answers
    more: Answers = field(default_factory=dict)


@dataclass(frozen=True)
class FilledSheet:
    """A sheet as it was filled in. places: the number of a column from 0, by key or by the header people gave it."""

    name: str
    rows: tuple[FilledRow, ...]
    places: Mapping[str, int]
    lines: Mapping[str, int] = field(default_factory=dict)
    """The row of each answer, from 1."""
    heads: Mapping[str, str] = field(default_factory=dict)
    """What stands at the head of each column."""


@dataclass
class Filled:
    """A form as it was filled in, and what could not be read in it."""

    file: str
    sheets: dict[str, FilledSheet]
    problems: list[Problem]

    def answers(self, sheet: str) -> Answers:
        """Return the answers of a sheet of answers."""
        found = self.sheets.get(sheet)
        return found.rows[0].values if found is not None and found.rows else {}

    def rows(self, sheet: str) -> tuple[FilledRow, ...]:
        """Return the rows of a sheet."""
        found = self.sheets.get(sheet)
        return found.rows if found is not None else ()

    def cell(self, sheet: str, row: int, column: str) -> str:
        """Return a place as Excel writes it: 計測!C5."""
        from bprkit.procedure.excel.workbook import letters

        found = self.sheets[sheet]
        return f"{found.name}!{letters(found.places.get(column, 0))}{row}"

    def is_told(self, sheet: str, row: int) -> bool:
        """Tell whether a problem of a row, counted from 1, is known already."""
        cell = re.compile(rf"{re.escape(self.sheets[sheet].name)}![A-Z]+{row}")
        return any(cell.fullmatch(problem.path or "") for problem in self.problems)

    def note(self, sheet: str, row: int, column: str, value: Any, *, en: str, ja: str) -> None:
        """Keep a problem of a cell."""
        self.problems.append(
            Problem(
                "bad_cell", "error", en, ja, None, self.file, None, self.cell(sheet, row, column), str(value)
            )
        )

    def refuse(self) -> None:
        """Raise FormError if anything could not be read."""
        if self.problems:
            raise FormError(self.problems)


def asked(key: str, ja: str, en: str, form: CellForm = "text", width: int = 14, **further: Any) -> Column:
    """Return a column; texts that need both languages are given as (ja, en) pairs."""
    for name in ("help", "example"):
        if isinstance(further.get(name), tuple):
            further[name] = Title(*further[name])
    if "choices" in further:
        further["choices"] = tuple((code, Title(*words)) for code, *words in further["choices"])
    return Column(key, Title(ja, en), form, width, **further)
