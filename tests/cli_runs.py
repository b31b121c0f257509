"""What tests of the command line are written with: how a run ended, and files to run on."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ACTIVITIES = ("起案", "決裁")


@dataclass(frozen=True)
class Told:
    """How a run ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON object on stdout; fails if there is anything else."""
        found: dict[str, Any] = json.loads(self.out)
        return found


Run = Callable[..., Told]


def rows(first: int = 1, last: int = 5) -> list[str]:
    """Return two rows a case: case, activity, time, person."""
    return [
        f"{case},{activity},2024-04-{case:02d} {9 + place:02d}:00,山田"
        for case in range(first, last + 1)
        for place, activity in enumerate(ACTIVITIES)
    ]


def table(*lines: str, header: str = "番号,処理内容,処理日時,処理者") -> str:
    """Return rows as the text of a CSV file."""
    return "\n".join((header, *lines)) + "\n"


def saved(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    """Write a file, its folder too, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path
