"""What was found in a log: counted, with example rows, and what was done about it. Nothing is dropped in silence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bprkit.language import tell

Action = Literal["set_aside", "kept", "repaired", "merged", "told", "removed"]

EXAMPLES = 5


@dataclass(frozen=True)
class Finding:
    """One kind of trouble (or of notable fact) in a log.

    check: its name, as in the result's `quality`. action: whether the rows were set aside, kept, repaired, merged into
    one case or removed,
    or the fact is only told. examples: up to 5 rows, with their numbers in the file where it has any.
    """

    check: str
    count: int
    action: Action
    en: str
    ja: str
    examples: tuple[Mapping[str, Any], ...] = ()

    @property
    def message(self) -> str:
        """What to tell the user, in the language in use."""
        return tell(en=self.en, ja=self.ja)

    @property
    def changes_the_log(self) -> bool:
        """Whether rows were set aside, repaired, merged or removed: what `--strict` refuses."""
        return self.action in ("set_aside", "repaired", "merged", "removed")

    def as_row(self) -> dict[str, Any]:
        """Return the finding as a row of the result."""
        return {
            "check": self.check,
            "count": self.count,
            "action": self.action,
            "message": self.message,
            "examples": [dict(example) for example in self.examples],
        }
