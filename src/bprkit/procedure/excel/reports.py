"""Errors gathered while a workbook is read, each with its cell, so that all can be mended at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bprkit.errors import InputError
from bprkit.procedure.excel.workbook import Row, Sheet
from bprkit.procedure.problems import Problem


class Report:
    """The problems found so far."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, problem: Problem) -> None:
        """Keep a problem."""
        self.problems.append(problem)

    @contextmanager
    def about(self, sheet: Sheet, row: Row, column: str, where: str | None = None) -> Iterator[None]:
        """Take an InputError of what is inside for a problem of this cell."""
        try:
            yield
        except InputError as error:
            self.add(sheet.problem("unreadable_cell", row, column, en=error.en, ja=error.ja, where=where))
