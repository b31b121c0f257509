"""The intervals in answers, found by what they are of, and told in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bprkit.language import tell


@dataclass(frozen=True)
class Intervals:
    """The figures of a sample by section, figure and key; none of answers of a log that is no sample."""

    found: Mapping[tuple[Any, ...], Mapping[str, Any]]

    @classmethod
    def of(cls, answers: Mapping[str, Any]) -> Intervals:
        """Take the figures from answers."""
        rows = (answers.get("sample") or {}).get("figures", ())
        return cls({(row["section"], row["figure"], *row["key"].values()): row for row in rows})

    def text(self, section: str, figure: str, unit: float, *key: Any) -> str:
        """Return an interval in some unit for a sentence, with a space before it; empty where there is none.

        >>> row = {"section": "lead_time", "figure": "mean", "key": {}, "low": 60.0, "high": 90.0}
        >>> Intervals.of({"sample": {"figures": [row]}}).text("lead_time", "mean", 60.0)
        ' [1.0–1.5]'
        """
        row = self.found.get((section, figure, *key))
        if row is None:
            return ""
        if row["low"] is None:
            return tell(en=" [too few to tell]", ja="［件数不足］")
        places = 0 if unit < 1 else 1
        ends = f"{row['low'] / unit:.{places}f}–{row['high'] / unit:.{places}f}"
        return tell(en=f" [{ends}]", ja=f"［{ends}］")
