"""Spark as the engine: a log that lives in a cluster stays there, and a file may be tried on this machine.

A log in Spark is an Ibis table of a Spark session; every question runs where it lies. A file, a frame or a
table of another database is read by DuckDB, as it always is, and handed over as Parquet in the temporary
folder, its rows numbered so that ties keep their order; one Parquet file is read by Spark itself.

What differs from DuckDB: a Spark table has no row order, so ties go by activity name unless a column numbers
the rows (`read_log(…, order=…)`); stamps of Spark's type TIMESTAMP are instants, and are told to be. Tables that
are kept are local checkpoints: in memory and on the disks of Spark, cut off from how they were computed, and gone with
the engine.
"""

from __future__ import annotations

import atexit
import logging
import os
import re
import shutil
import tempfile
import warnings
import weakref
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bprkit.errors import InputError
from bprkit.log.engine import ROW, DuckDB, Engine, EngineName, builtin, quoted, size_error
from bprkit.log.findings import Finding

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from bprkit.log.sources import Source

# What Spark's cast reads as `parse_stamp` does: no hour 24, no more than six decimals, no offset without seconds
_DATE = "^[1-9][0-9]{3}(?:-[0-9]{1,2}-[0-9]{1,2}|/[0-9]{1,2}/[0-9]{1,2})"
_MINUTES = "[ T](?:[01]?[0-9]|2[0-3]):[0-9]{1,2}"
_SECONDS = r":[0-9]{1,2}(?:\.[0-9]{1,6})?"
_NAIVE = f"{_DATE}(?:{_MINUTES}(?:{_SECONDS})?)?$"
_AWARE = f"{_DATE}{_MINUTES}{_SECONDS}(?:Z|[-+](?:0[0-9]|1[0-4])(?::?[0-5][0-9])?)$"

_QUIET = """
rootLogger.level = fatal
rootLogger.appenderRef.stderr.ref = stderr
logger.gateway.name = org.apache.spark.api.python.PythonGatewayServer
logger.gateway.level = fatal
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %p %c{1}: %m%n
"""


class Spark(Engine):
    """A Spark session: that of a source that lives in one, else a local one in this process."""

    name: EngineName = "spark"

    def __init__(self, session: Any) -> None:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        super().__init__(_connect(session))
        self.session = session
        self.errors = (PySparkException, Py4JError)
        self._hash_text = builtin("xxhash64", "string", "int64")
        self._hash_number = builtin("xxhash64", "int64", "int64")
        self._unix_micros = builtin("unix_micros", "timestamp", "int64")
        self._timestamp_micros = builtin("timestamp_micros", "int64", "timestamp")
        self._kept: dict[str, Any] = {}
        self.reader: DuckDB | None = None
        self._release = weakref.finalize(self, _release, session, self._kept)
        self._release.atexit = False  # the session ends with the process anyway

    @classmethod
    def of(cls, source: Any = None, memory: str | None = None) -> Spark:
        """Return an engine on the session of an Ibis table in Spark, else on a local one.

        Raises InputError where pyspark or Java is missing.
        """
        backend = _spark_backend(source)
        if backend is not None:
            return cls(backend.raw_sql("SELECT 1").sparkSession)
        return cls(local_session(memory=memory))

    def keep(self, table: ir.Table, what: str) -> ir.Table:
        frame = self.connection.raw_sql(self.connection.compile(table))
        return self._keep_frame(frame, what)

    def keep_arrow(self, arrow: Any, names: Sequence[str], what: str) -> ir.Table:
        whole = arrow.read_all() if hasattr(arrow, "read_all") else arrow
        return self._keep_frame(self.session.createDataFrame(whole.rename_columns(list(names))), what)

    def _keep_frame(self, frame: Any, what: str) -> ir.Table:
        name = self._next_name(what)
        cached = frame.localCheckpoint(eager=True)
        cached.createOrReplaceTempView(name)
        self._kept[name] = cached
        return self.connection.table(name)

    def forget(self, table: ir.Table) -> None:
        _drop(self.session, table.get_name(), self._kept.pop(table.get_name(), None))

    def adopt(self, table: ir.Table) -> tuple[ir.Table, tuple[str, ...]]:
        """Return an Ibis table of this session as one of this engine's, and its columns that hold instants."""
        from pyspark.sql.types import TimestampType

        backend = _spark_backend(table)
        assert backend is not None
        name = self._next_name("adopted")
        view = backend.create_view(name, table)
        self._kept[name] = None
        fields = self.session.table(name).schema.fields
        instants = tuple(field.name for field in fields if isinstance(field.dataType, TimestampType))
        mine = self.connection.table(view.get_name())
        return mine.mutate(**{name: mine[name].cast("timestamp('UTC')") for name in instants}), instants

    def read_parquet(self, path: Path) -> ir.Table:
        """Return the rows of a Parquet file, numbered as they stand in it."""
        name = self._next_name("parquet")
        frame = self.session.read.parquet(str(path))
        if ROW not in frame.columns:
            frame = frame.select("*", frame["_metadata.row_index"].alias(ROW))
        frame.createOrReplaceTempView(name)
        self._kept[name] = None
        return self.adopt(self.connection.table(name))[0]

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
        self._release()
        super().close()

    def _next_name(self, what: str) -> str:
        return f"{re.sub(r'[^a-z0-9_]', '_', self.folder.name)}_{what}_{next(self._numbers)}"


def _release(session: Any, kept: dict[str, Any]) -> None:
    """Drop the tables of an engine, unless the session has ended and they with it."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        for name, cached in kept.items():
            _drop(session, name, cached)
    except (PySparkException, Py4JError, OSError, AttributeError):
        pass
    kept.clear()


def _drop(session: Any, name: str, cached: Any) -> None:
    session.catalog.dropTempView(name)
    if cached is not None:
        cached.unpersist()


def _spark_backend(source: Any) -> Any:
    """Return the Ibis connection behind a table in Spark; None if the source is something else."""
    if not hasattr(source, "_find_backends"):
        return None
    backends, _ = source._find_backends()
    return next((backend for backend in backends if backend.name == "pyspark"), None)


def _connect(session: Any) -> Any:
    """Let Ibis speak to a session, with answers as Arrow: by way of pandas, 64-bit integers beside nulls lose digits."""
    import ibis
    from ibis.formats.pyarrow import PyArrowData

    with warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", message=".*pandas >= 3.*"
        )  # pandas is not used between Spark and here
        assert ibis.pyspark  # the first look registers its options
        from ibis.backends.pyspark import Backend

    class ArrowBackend(Backend):  # type: ignore[misc]
        def to_pyarrow(self, expr: Any, /, *, params: Any = None, limit: Any = None, **kwargs: Any) -> Any:
            self._run_pre_execute_hooks(expr)
            table = expr.as_table()
            arrow = self.raw_sql(self.compile(table, params=params, limit=limit, **kwargs)).toArrow()
            return expr.__pyarrow_result__(PyArrowData.convert_table(arrow, table.schema()))

    return ArrowBackend().connect(session)


# A session on this machine


def local_session(master: str = "local[*]", memory: str | None = None) -> Any:
    """Return the Spark session of this process; start a local one if there is none.

    It uses all cores (or as `master` says), keeps its files in a temporary folder that goes when the process ends,
    shows no web page, listens on this machine only and counts in UTC. `memory` is what the Java process may use.

    Raises InputError where pyspark or Java is missing.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*pandas >= 3.*")
        try:
            from pyspark.errors import PySparkException
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise InputError(
                en="--engine spark needs pyspark: pip install 'bprkit[spark]', or use --engine duckdb.",
                ja="--engine spark には pyspark が必要です。pip install 'bprkit[spark]' で追加するか、"
                "--engine duckdb を使ってください。",
            ) from error
        active = SparkSession.getActiveSession()
        if active is not None:
            return active
        folder = Path(tempfile.mkdtemp(prefix="bprkit-spark-"))
        builder = SparkSession.builder.master(master).appName("bprkit")
        for key, value in _settings(folder, memory).items():
            builder = builder.config(key, value)
        try:
            session = builder.getOrCreate()
        except (PySparkException, OSError) as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise InputError(
                en="Spark does not start. It needs Java 17 or newer (JAVA_HOME); without it use --engine duckdb.",
                ja="Spark を起動できません。Java 17 以上（JAVA_HOME）が必要です。なければ --engine duckdb を使ってください。",
            ) from error
    atexit.register(_end, session, folder)
    _hush()
    return session


def _hush() -> None:
    """Keep Spark's errors from being printed as well as raised."""
    from pyspark.logger import PySparkLogger

    for name in ("SQLQueryContextLogger", "DataFrameQueryContextLogger"):
        PySparkLogger.getLogger(name).setLevel(logging.CRITICAL)


def _end(session: Any, folder: Path) -> None:
    session.stop()
    shutil.rmtree(folder, ignore_errors=True)


def _settings(folder: Path, memory: str | None) -> dict[str, str]:
    quiet = folder / "log4j2.properties"
    quiet.write_text(_QUIET, encoding="utf-8")
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.local.dir": str(folder),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "8",
        "spark.driver.extraJavaOptions": f'"-Djava.io.tmpdir={folder.as_posix()}" '
        f"-Dlog4j2.configurationFile={quiet.as_uri()} -XX:-UsePerfData",
    }
    if memory is not None:
        settings["spark.driver.memory"] = java_memory(memory)
    return settings


def java_memory(memory: str) -> str:
    """Return a size such as "4GB" as Java writes it.

    Raises InputError for what is no size.

    >>> java_memory("4GB"), java_memory("512 MiB")
    ('4000m', '536m')
    """
    units = {"K": 1 / 1000, "M": 1, "G": 1000, "T": 1_000_000}
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMGT])(i?)B?\s*", memory, re.IGNORECASE)
    if found is None:
        raise size_error(memory)
    unit = found[2].upper()
    binary = (1.024 ** (" KMGT".index(unit))) if found[3] else 1
    return f"{int(float(found[1]) * units[unit] * binary)}m"


# What does not live in Spark is handed over


def open_in_spark(engine: Spark, what: Any, **how: Any) -> Source:
    """Open a table of the engine's own session where it is; read anything else with DuckDB and hand it over.

    `how` is what `open_source` wants to know of files.
    """
    from bprkit.log.sources import Source, name_of, open_source, plain

    if _spark_backend(what) is not None:
        table, instants = engine.adopt(what)
        name = name_of(what)
        return Source(plain(table), name, header_rows=None, findings=_about_instants(name, instants))
    if (path := _one_parquet(what)) is not None:
        try:
            return Source(plain(engine.read_parquet(path)), path.name, (str(path),), header_rows=0)
        except (*engine.errors, NotImplementedError):  # type: ignore[misc]
            pass  # DuckDB reads types that Spark does not, and says what is wrong with a file
    reader = DuckDB()
    opened = open_source(reader, what, **how)
    path = reader.folder / "source.parquet"
    _write(reader, opened, path)
    reader.connection.disconnect()
    engine.reader = reader  # its folder also holds the text in which rows are looked up for messages
    return replace(opened, table=plain(engine.read_parquet(path)))


def _one_parquet(what: Any) -> Path | None:
    path = Path(what) if isinstance(what, (str, os.PathLike)) else None
    return (
        path if path is not None and path.suffix.lower() in (".parquet", ".pq") and path.is_file() else None
    )


def _write(reader: DuckDB, source: Source, path: Path) -> None:
    from bprkit.log.sources import reading_error

    query = reader.connection.compile(reader.in_order(source.table))
    try:
        reader.sql(f"COPY ({query}) TO {quoted(str(path))} (FORMAT parquet)")
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
            ja=f"{name}：{listed} は Spark の TIMESTAMP 型（時差を含む時点）なので、ログのタイムゾーンの時刻に直しました。"
            "現地の時刻そのものとして記録した列であれば、TIMESTAMP_NTZ 型に変換してください。",
        ),
    )
