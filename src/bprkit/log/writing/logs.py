"""From a log to a file again: CSV, Parquet or XES, by the name of the file.

What is written reads back as the same log: the same rows in the same order, start and completion both, every
column that was recorded. It is the user's own data, free text and names with it; `bprkit.anonymize` is the way
to give a log to others.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from bprkit.errors import InputError
from bprkit.files import write_beside
from bprkit.log.engine import ROW, DuckDB, Engine, quoted
from bprkit.log.findings import Finding
from bprkit.log.sources import reading_error
from bprkit.log.writing.columns import (
    chosen_headers,
    formulas_in,
    harmless,
    named,
    neutralised,
    texts,
    typed,
    unreadable,
)
from bprkit.log.writing.rows import Rows, batches, recorded_rows

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bprkit.log.eventlog import EventLog

Form = Literal["csv", "tsv", "parquet", "xes"]
FORMS: Mapping[str, Form] = {
    ".csv": "csv",
    ".csv.gz": "csv",
    ".tsv": "tsv",
    ".tsv.gz": "tsv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".xes": "xes",
    ".xes.gz": "xes",
}
BOM = "\ufeff"


@dataclass(frozen=True)
class Written:
    """What was written: usable wherever a path is.

    path: the file. rows: how many were written. findings: what had to be changed or left out, and what to say when
    reading it again.
    """

    path: Path
    rows: int
    findings: tuple[Finding, ...] = ()

    def __str__(self) -> str:
        return str(self.path)

    def __fspath__(self) -> str:
        return str(self.path)


def convert(source: Any, target: str | os.PathLike[str], **reading: Any) -> Written:
    """Write a log of any readable form as CSV, TSV, Parquet or XES, as the name of `target` ends.

    `reading` are the options of `read_log`. See `write_log` for what is written and what is raised.

    >>> import tempfile
    >>> from bprkit.log.reading import read_log
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "台帳.csv").write_text(
    ...     "番号,種別,起案日,決裁日\\n1,物品,R6.6.28,R6.7.1\\n2,委託,R6.7.1,R6.7.1\\n", encoding="cp932"
    ... )
    >>> written = convert(folder / "台帳.csv", folder / "log.csv")
    >>> print(written.path.read_text(encoding="utf-8-sig"))
    番号,activity,time,種別
    1,起案,2024-06-28,物品
    1,決裁,2024-07-01,物品
    2,起案,2024-07-01,委託
    2,決裁,2024-07-01,委託
    <BLANKLINE>
    """
    from bprkit.log.reading import read_log

    form_of(Path(target))
    log = read_log(source, **reading)
    try:
        return write_log(log, target)
    finally:
        log.events.engine.close()


def write_log(log: EventLog, target: str | os.PathLike[str]) -> Written:
    """Write a log, of its cases only if it was filtered, as the name of `target` ends.

    A row an event (or an activity instance, where starts and completions are two columns), in the order of the file;
    a log of a row a case becomes a row a milestone. First come the case, the activity, the start, the completion, the
    resource, the role and the section, then all other columns. Headers stay as they were, unless the file would be
    understood otherwise with them: then these columns get the names of the XES standard. Times are ISO 8601 in the
    log's zone, with their offset if they were recorded with offsets; dates stay dates.

    CSV (.csv, .tsv, also .gz) is UTF-8 with a mark, so that Excel opens it as it is. A text that Excel would take for a
    formula gets an apostrophe in front (a number does not); `read_log` does not take it off again, so that such a value
    reads back with it, in all its rows.
    Parquet (.parquet, .pq) keeps the types. XES (.xes, .xes.gz) stands in order of case and time and leaves out rows
    without a case; a row with start and completion becomes two events.

    Raises InputError for a name with another ending and for a file that is the log itself, OutputError where the file
    cannot be written.
    """
    place = Path(target)
    form_of(place)
    refuse_own_file(log, place)
    return write_rows(recorded_rows(log), place)


def refuse_own_file(log: EventLog, place: Path) -> None:
    """Raise InputError for a file that the log is read from."""
    read = [Path(file) for file in log.events.source.files]
    if place.exists() and any(file.exists() and place.samefile(file) for file in read):
        raise InputError(
            en=f"{place} is the log itself. Give another name to write to.",
            ja=f"{place} は読み込んだログそのものです。書き込む先は別の名前にしてください。",
        )


def form_of(path: Path) -> Form:
    """Return the form that the name of a file asks for; raise InputError for an unknown one.

    >>> form_of(Path("log.xes.gz")), form_of(Path("ログ.TSV"))
    ('xes', 'tsv')
    """
    name = path.name.lower()
    for ending, form in sorted(FORMS.items(), key=lambda item: -len(item[0])):
        if name.endswith(ending):
            return form
    known = ", ".join(FORMS)
    raise InputError(
        en=f"{path}: the name says no form that can be written. End it with one of {known}.",
        ja=f"{path}：名前の末尾から書き込む形式が分かりません。末尾を {known} のいずれかにしてください。",
    )


def write_rows(rows: Rows, path: Path) -> Written:
    """Write rows to a file in the form that its name asks for."""
    form = form_of(path)
    if form == "xes":
        from bprkit.log.writing.xes import write_rows_as_xes

        count, findings = write_rows_as_xes(rows, path)
        return Written(path, count, tuple(findings))
    if form == "parquet":
        headers, findings = chosen_headers(rows, typed)
        count = _copy(rows, named(rows, typed, headers), path, "FORMAT parquet, COMPRESSION zstd")
        return Written(path, count, (*findings, *unreadable(rows)))
    return _write_text(rows, path, "\t" if form == "tsv" else ",")


def _write_text(rows: Rows, path: Path, delimiter: str) -> Written:
    formulas = formulas_in(rows)
    values = partial(texts, formulas=formulas)
    headers, findings = chosen_headers(rows, values)
    shown = {column: harmless(header) for column, header in headers.items()}
    first = next(iter(shown))
    shown[first] = BOM + shown[first]  # DuckDB writes no mark of its own
    packed = "gzip" if path.name.lower().endswith(".gz") else "none"
    options = f"FORMAT csv, HEADER true, DELIMITER {quoted(delimiter)}, COMPRESSION {packed}"
    count = _copy(rows, named(rows, values, shown), path, options)
    return Written(path, count, (*findings, *neutralised(rows, formulas)))


def _copy(rows: Rows, table: ir.Table, path: Path, options: str) -> int:
    """Let DuckDB write a table in its order, with all cores; return the number of rows."""
    import pyarrow as pa

    engine: Engine = rows.engine
    if not isinstance(engine, DuckDB):
        engine = DuckDB()
        arriving = pa.RecordBatchReader.from_batches(table.schema().to_pyarrow(), batches(rows.engine, table))
        table = engine.keep_arrow(arriving, table.columns, "rows")
    query = engine.connection.compile(table)
    if ROW in table.columns:
        query = f"SELECT * EXCLUDE ({ROW}) FROM ({query}) ORDER BY {ROW}"
    with write_beside(path) as unfinished:
        statement = f"COPY ({query}) TO {quoted(str(unfinished))} ({options}, USE_TMP_FILE false)"
        try:
            return int(engine.sql(statement).fetchone()[0])
        except engine.errors as error:
            if type(error).__name__ in ("InvalidInputException", "ConversionException"):
                raise reading_error(error, rows.source) from error
            raise
