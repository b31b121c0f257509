"""Spark as the engine: a log that lives in a cluster stays there, and a file may be tried on this machine.

A log in Spark is an Ibis table of a Spark session; every question runs where it lies. A file, a frame or a
table of another database is read by DuckDB, as it always is, and handed over with its rows numbered, so that
ties keep their order; one Parquet file is read by Spark itself.

What differs from DuckDB: a Spark table has no row order, so ties go by activity name unless a column numbers
the rows (`read_log(…, order=…)`); columns of Spark's type TIMESTAMP are instants, and told to be. Tables that
are kept are local checkpoints: in the memory and on the disks of Spark's workers, cut off from how they were
computed (plans that grow with every step are what makes Spark slow), and gone with the engine. A worker that
is lost takes its share with it; then read the log again.
"""

from __future__ import annotations

import os
import re
import threading
import weakref
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bprkit.log.engine import ROW, DuckDB, Engine, EngineName, builtin, quoted
from bprkit.log.findings import Finding
from bprkit.log.spark_session import local_session, no_word_of_pandas

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bprkit.log.sources import Source

# What Spark's cast reads as `parse_stamp` does: no hour 24, no more than six decimals, no offset without seconds
_DATE = "^[1-9][0-9]{3}(?:-[0-9]{1,2}-[0-9]{1,2}|/[0-9]{1,2}/[0-9]{1,2})"
_MINUTES = "[ T](?:[01]?[0-9]|2[0-3]):[0-9]{1,2}"
_SECONDS = r":[0-9]{1,2}(?:\.[0-9]{1,6})?"
_NAIVE = f"{_DATE}(?:{_MINUTES}(?:{_SECONDS})?)?$"
_AWARE = f"{_DATE}{_MINUTES}{_SECONDS}(?:Z|[-+](?:0[0-9]|1[0-4])(?::?[0-5][0-9])?)$"


class Spark(Engine):
    """A Spark session: that of a source that lives in one, else that of this process."""

    name: EngineName = "spark"

    def __init__(self, session: Any) -> None:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        super().__init__(_connect(session))
        self.session = session
        self.errors = (PySparkException, Py4JError)
        self.reader: DuckDB | None = None
        self._hash_text = builtin("xxhash64", "string", "int64")
        self._hash_number = builtin("xxhash64", "int64", "int64")
        self._unix_micros = builtin("unix_micros", "timestamp", "int64")
        self._timestamp_micros = builtin("timestamp_micros", "int64", "timestamp")
        self._views: set[str] = set()
        # an expression may outlive the log and the engine, and with it the connection and the views
        self._tidy_views = weakref.finalize(self.connection, _drop_aside, session, self._views)
        self._tidy_views.atexit = False  # the session ends with the process

    @classmethod
    def of(cls, source: Any = None, memory: str | None = None) -> Spark:
        """Return an engine on the session of an Ibis table in Spark, else on that of this process.

        Raises InputError where pyspark or Java is missing.
        """
        backend = _spark_backend(source)
        if backend is not None:
            return cls(backend.raw_sql("SELECT 1").sparkSession)
        return cls(local_session(memory=memory))

    @property
    def is_local(self) -> bool:
        """Whether Spark's workers see the files of this machine."""
        return str(self.session.conf.get("spark.master", "")).startswith("local")

    def keep(self, table: ir.Table, what: str) -> ir.Table:
        return self._keep_frame(self.connection.raw_sql(self.connection.compile(table)), what)

    def keep_arrow(self, arrow: Any, names: Sequence[str], what: str) -> ir.Table:
        import pyarrow.types as kinds

        whole = arrow.read_all() if hasattr(arrow, "read_all") else arrow
        whole = whole.rename_columns(list(names))
        aware = [field.name for field in whole.schema if kinds.is_timestamp(field.type) and field.type.tz]
        return _as_instants(self._keep_frame(self.session.createDataFrame(whole), what), aware)

    def _keep_frame(self, frame: Any, what: str) -> ir.Table:
        return self._named(frame.localCheckpoint(eager=True), what)

    def _named(self, frame: Any, what: str) -> ir.Table:
        name = f"{re.sub(r'[^a-z0-9_]', '_', self.folder.name)}_{self._next_name(what)}"
        frame.createOrReplaceTempView(name)
        self._views.add(name)
        return self.connection.table(name)

    def forget(self, table: ir.Table) -> None:
        name = table.get_name()
        self._views.discard(name)
        self.session.catalog.dropTempView(name)

    def adopt(self, table: ir.Table) -> tuple[ir.Table, tuple[str, ...]]:
        """Return an Ibis table of this session as one of this engine's, and its columns that hold instants."""
        passed_on = self._next_name("passed_on")
        _spark_backend(table).create_view(passed_on, table, overwrite=True)
        frame = self.session.table(passed_on)
        adopted = self._named(frame, "adopted")
        self.session.catalog.dropTempView(passed_on)
        instants = _instants(frame)
        return _as_instants(adopted, instants), instants

    def read_parquet(self, path: Path) -> ir.Table:
        """Return the rows of a Parquet file, numbered as they stand in it."""
        frame = self.session.read.parquet("file:///" + path.resolve().as_posix().lstrip("/"))
        if ROW not in frame.columns:
            frame = frame.select("*", frame["_metadata.row_index"].alias(ROW))
        return _as_instants(self._named(frame, "parquet"), _instants(frame))

    def hash_text(self, text: ir.StringValue) -> ir.IntegerValue:
        return self._hash_text(text)

    def hash_number(self, number: ir.IntegerValue) -> ir.IntegerValue:
        return self._hash_number(number)

    def castable_stamps(self, *, aware: bool) -> str:
        return _AWARE if aware else _NAIVE

    def cast_stamp(self, text: ir.StringValue, *, aware: bool) -> ir.TimestampValue:
        return super().cast_stamp(text.replace("/", "-"), aware=aware)  # without offset it is taken as UTC

    def microseconds(self, stamp: ir.TimestampValue) -> ir.IntegerValue:
        return self._unix_micros(stamp)

    def stamp(self, microseconds: ir.IntegerValue) -> ir.TimestampValue:
        return self._timestamp_micros(microseconds)

    def close(self) -> None:
        """Drop what was kept and remove the temporary folder; the session goes on for other logs."""
        self._tidy_views.detach()
        _drop(self.session, self._views)
        super().close()


def _drop_aside(session: Any, views: set[str]) -> None:
    """Drop views in a thread of its own: called amid a conversation with Java, it would break in on it."""
    threading.Thread(target=_drop, args=(session, views), daemon=True).start()


def _drop(session: Any, views: set[str]) -> None:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        while views:
            session.catalog.dropTempView(views.pop())
    except (PySparkException, Py4JError, OSError, AttributeError):
        views.clear()  # the session has ended, and they with it


def _instants(frame: Any) -> tuple[str, ...]:
    """Return the columns of type TIMESTAMP: instants, unlike TIMESTAMP_NTZ; Ibis does not tell the two apart."""
    from pyspark.sql.types import TimestampType

    return tuple(field.name for field in frame.schema.fields if isinstance(field.dataType, TimestampType))


def _as_instants(table: ir.Table, columns: Sequence[str]) -> ir.Table:
    return (
        table.mutate(**{name: table[name].cast("timestamp('UTC')") for name in columns}) if columns else table
    )


def _spark_backend(source: Any) -> Any:
    """Return the Ibis connection behind a table in Spark; None if the source is something else."""
    if not hasattr(source, "_find_backends"):
        return None
    backends, _ = source._find_backends()
    return next((backend for backend in backends if backend.name == "pyspark"), None)


def _connect(session: Any) -> Any:
    """Let Ibis speak to a session, with answers as Arrow: pandas would round 64-bit integers beside nulls."""
    import ibis
    from ibis.formats.pyarrow import PyArrowData

    with no_word_of_pandas():
        assert ibis.pyspark  # the first look registers its options
        from ibis.backends.pyspark import Backend

    class ArrowBackend(Backend):  # type: ignore[misc]
        def to_pyarrow(self, expr: Any, /, *, params: Any = None, limit: Any = None, **kwargs: Any) -> Any:
            self._run_pre_execute_hooks(expr)
            table = expr.as_table()
            arrow = self.raw_sql(self.compile(table, params=params, limit=limit, **kwargs)).toArrow()
            return expr.__pyarrow_result__(PyArrowData.convert_table(arrow, table.schema()))

    return ArrowBackend().connect(session)


# What does not live in Spark is handed over


def open_in_spark(engine: Spark, what: Any, **how: Any) -> Source:
    """Open a table of the engine's own session where it is; read anything else with DuckDB and hand it over.

    `how` is what `open_source` wants to know of files.
    """
    from bprkit.log.opening import name_of, open_source
    from bprkit.log.sources import Source, plain

    if _spark_backend(what) is not None:
        table, instants = engine.adopt(what)
        name = name_of(what)
        return Source(plain(table), name, header_rows=None, findings=_about_instants(name, instants))
    if engine.is_local and (path := _one_parquet(what)) is not None:
        try:
            return Source(plain(engine.read_parquet(path)), path.name, (str(path),), header_rows=0)
        except (*engine.errors, NotImplementedError):  # type: ignore[misc]
            pass  # DuckDB reads types that Spark does not, and says what is wrong with a file
    reader = DuckDB()
    opened = open_source(reader, what, **how)
    table = _handed_over(engine, reader, opened)
    reader.connection.disconnect()
    engine.reader = reader  # its folder also holds the text in which rows are looked up for messages
    return replace(opened, table=plain(table))


def _one_parquet(what: Any) -> Path | None:
    if not isinstance(what, (str, os.PathLike)):
        return None
    path = Path(what)
    patterned = re.search(r"[*?\[\]{}\\]", path.resolve().as_posix())  # Spark would look for what matches
    return path if path.suffix.lower() in (".parquet", ".pq") and path.is_file() and not patterned else None


def _handed_over(engine: Spark, reader: DuckDB, source: Source) -> ir.Table:
    from bprkit.log.sources import reading_error

    query = reader.connection.compile(reader.in_order(source.table))
    path = reader.folder / "source.parquet"
    try:
        if engine.is_local:
            reader.sql(f"COPY ({query}) TO {quoted(str(path))} (FORMAT parquet)")
            return engine.read_parquet(path)
        arrow = reader.sql(query).to_arrow_table()
        return engine.keep_arrow(arrow, arrow.column_names, "source")
    except reader.errors as error:
        raise reading_error(error, source) from error


def _about_instants(name: str, columns: Sequence[str]) -> tuple[Finding, ...]:
    if not columns:
        return ()
    listed = ", ".join(columns)
    return (
        Finding(
            "spark_timestamp",
            len(columns),
            "told",
            en=f"{name}: Spark keeps {listed} as instants (TIMESTAMP); they are shown in the log's zone. "
            "If they were meant as the time on the wall, cast them to TIMESTAMP_NTZ.",
            ja=f"{name}：{listed} は Spark の TIMESTAMP 型（時差を含む時点）なので、"
            "ログのタイムゾーンの時刻に直しました。"
            "現地の時刻そのものとして記録した列であれば、TIMESTAMP_NTZ 型に変換してください。",
        ),
    )
