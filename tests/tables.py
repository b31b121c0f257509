"""Small logs written as they are thought of: a line an event."""

from __future__ import annotations

from typing import Any

import pandas as pd

from bprkit import EventLog, read_log

PARTS = ("case", "activity", "start", "time", "resource", "role", "section")


def log_of(text: str, columns: str = "case activity time", **options: Any) -> EventLog:
    """Return the log of some lines; a field a word, `-` for a missing one, `_` for a blank within one.

    >>> log_of('''
    ...     1 A 2024-04-01_09:00
    ...     1 B 2024-04-01_10:00
    ... ''').case_count()
    1
    """
    rows = [line.split() for line in text.strip().splitlines()]
    fields = [[None if word == "-" else word.replace("_", " ") for word in row] for row in rows]
    frame = pd.DataFrame(fields, columns=columns.split(), dtype="string")
    chosen = {name: name for name in frame if name in PARTS}
    return read_log(frame, **{**chosen, "calendar": "none", **options})
