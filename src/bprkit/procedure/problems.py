"""What is wrong with a procedure, or with the file that it stands in, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bprkit.errors import InputError
from bprkit.language import tell

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Problem:
    """One finding: the message names the step and says what to do.

    code: a word that programs can rely on. where: the id of the node, flow or role. file, line, path: its place in a
    file, lines from 1, `path` such as `steps[3].role`. value: what stands there.
    """

    code: str
    severity: Severity
    en: str
    ja: str
    where: str | None = None
    file: str | None = None
    line: int | None = None
    path: str | None = None
    value: str | None = None

    @property
    def message(self) -> str:
        """The message in the language in use, without its place."""
        return tell(en=self.en, ja=self.ja)

    @property
    def place(self) -> str:
        """Where it is, as far as that is known: file, line and path."""
        line = None if self.line is None else tell(en=f"line {self.line}", ja=f"{self.line}行目")
        return tell(en=", ", ja="、").join(part for part in (self.file, line, self.path) if part)

    def __str__(self) -> str:
        return f"{self.place}{tell(en=': ', ja='：')}{self.message}" if self.place else self.message


class ProcedureError(InputError):
    """A file holds no procedure that could be used; `problems` are all that was found, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(en=_listed(self.problems, "en"), ja=_listed(self.problems, "ja"))


def _listed(problems: Sequence[Problem], language: Literal["en", "ja"]) -> str:
    lines = []
    for problem in problems:
        parts = (
            problem.file,
            problem.line and (f"line {problem.line}" if language == "en" else f"{problem.line}行目"),
        )
        place = ", ".join(str(part) for part in (*parts, problem.path) if part)
        text = problem.en if language == "en" else problem.ja
        lines.append(f"{place}: {text}" if place else text)
    return "\n".join(lines)
