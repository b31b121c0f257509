"""A sample of stamp dates as the event log that all questions are asked of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bprkit.log.sampling import SampleDesign
from bprkit.templates.stamps import Stamps
from bprkit.templates.stamps_form import DOCUMENTS

if TYPE_CHECKING:
    from bprkit.log.eventlog import EventLog


def stamps_log(stamps: Stamps, **reading: Any) -> EventLog:
    """Return sampled documents as a log: a case a document, an activity a stamp; it keeps how they were drawn.

    `reading` are arguments of `read_log` such as calendar, end and engine.
    """
    import pandas as pd

    from bprkit.log.reading import read_log

    number = str(DOCUMENTS.column("number").head)
    columns: dict[str, list[Any]] = {number: [document.number for document in stamps.documents]}
    for column in DOCUMENTS.columns:
        values = [document.attributes.get(column.key) for document in stamps.documents]
        if any(value is not None for value in values):
            columns[str(column.head)] = [
                column.word(value) if column.choices and value is not None else value for value in values
            ]
    for name in stamps.milestones:
        moments = [document.stamps.get(name) for document in stamps.documents]
        columns[name] = [None if value is None else _written(value) for value in moments]
    reading = {**reading, "shape": "wide", "case": number}
    log = read_log(pd.DataFrame(columns), **reading)
    source = replace(log.events.source, name=Path(stamps.file).name, files=(stamps.file,), header_rows=None)
    drawn = SampleDesign(
        len(stamps.documents), stamps.sample.drawn, stamps.sample.population, stamps.sample.register
    )
    taken = tuple(
        row | ({"why": "form"} if row["column"] == number else {}) for row in log.events.recognised.taken
    )
    recognised = replace(log.events.recognised, taken=taken)
    return replace(
        log, events=replace(log.events, source=source, recognised=recognised), sample=drawn, _made={}
    )


def _written(value: Any) -> str:
    """Return a day or a moment as text that the reader takes for what it is."""
    return str(value.isoformat(sep=" ") if hasattr(value, "hour") else value.isoformat())
