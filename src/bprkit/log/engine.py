"""Where the tables live: DuckDB inside this process, or Spark where one machine ends.

Everything above speaks Ibis. What the two engines spell differently (a 64-bit hash,
microseconds since 1970, keeping a table for the next questions) is here and nowhere else.
"""

from __future__ import annotations

import itertools
import re
import shutil
import tempfile
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from bprkit.errors import InputError
from bprkit.log.dates.stamps import ENGINE_AWARE_PATTERN, ENGINE_NAIVE_PATTERN

if TYPE_CHECKING:
    import ibis.expr.types as ir

ROW = "_bprkit_row"
EngineName = Literal["duckdb", "spark"]


class Engine:
    """One connection, its temporary folder, and the few words that differ between engines."""

    name: EngineName
    errors: tuple[type[Exception], ...] = ()

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self._numbers = itertools.count()
        self.folder = Path(tempfile.mkdtemp(prefix="bprkit-"))
        self._tidy = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)

    def keep(self, table: ir.Table, what: str) -> ir.Table:
        """Compute a table once and keep it for the questions to come."""
        raise NotImplementedError

    def keep_arrow(self, arrow: Any, names: Sequence[str], what: str) -> ir.Table:
        """Keep an Arrow table or a stream of batches under these column names, in its order."""
        raise NotImplementedError

    def forget(self, table: ir.Table) -> None:
        """Drop a table that `keep` made."""
        raise NotImplementedError

    def numbered(self, table: ir.Table) -> ir.Table:
        """Add `row`, the order in which the rows of a kept table came, if the engine knows one."""
        return table

    def in_order(self, table: ir.Table) -> ir.Table:
        """Add `_bprkit_row`, the place of each row of a source, where the engine knows one."""
        return table

    def hash_text(self, text: ir.StringValue) -> ir.IntegerValue:
        """Return a 64-bit code of a text."""
        raise NotImplementedError

    def hash_number(self, number: ir.IntegerValue) -> ir.IntegerValue:
        """Return a 64-bit code of an integer."""
        raise NotImplementedError

    def castable_stamps(self, *, aware: bool) -> str:
        """Return the pattern of the texts that `cast_stamp` reads just as `bprkit.log.dates.stamps.parse_stamp` does."""
        raise NotImplementedError

    def cast_stamp(self, text: ir.StringValue, *, aware: bool) -> ir.TimestampValue:
        """Return the stamps that texts write, by the engine's own cast; null where it reads none."""
        return text.try_cast("timestamp('UTC')" if aware else "timestamp")

    def microseconds(self, stamp: ir.TimestampValue) -> ir.IntegerValue:
        """Return the microseconds from 1970-01-01 00:00 to a stamp, both without a zone."""
        raise NotImplementedError

    def stamp(self, microseconds: ir.IntegerValue) -> ir.TimestampValue:
        """Return the stamp, without a zone, so many microseconds after 1970-01-01 00:00."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the connection and remove the temporary folder."""
        self._tidy()

    def _next_name(self, what: str) -> str:
        return f"bprkit_{what}_{next(self._numbers)}"


def builtin(function: str, argument: str, result: str) -> Any:
    """Let Ibis call a function that the engine has and Ibis has no word for."""
    import ibis

    def call(value): ...  # type: ignore[no-untyped-def]

    return ibis.udf.scalar.builtin(call, name=function, signature=((argument,), result))


class DuckDB(Engine):
    """DuckDB in this process; what does not fit into `memory` spills to a temporary folder."""

    name: EngineName = "duckdb"

    def __init__(self, memory: str | None = None) -> None:
        import duckdb
        import ibis

        super().__init__(ibis.duckdb.connect())
        self.errors = (duckdb.Error,)
        self._hash_text = builtin("hash", "string", "uint64")
        self._hash_number = builtin("hash", "int64", "uint64")
        self._epoch_us = builtin("epoch_us", "timestamp", "int64")
        self._make_timestamp = builtin("make_timestamp", "int64", "timestamp")
        self.sql(f"SET temp_directory = {quoted(str(self.folder / 'spill'))}")
        self.sql("SET autoinstall_known_extensions = false")  # nothing is downloaded at run time
        self.sql("SET autoload_known_extensions = false")
        self.sql("SET enable_progress_bar = false")
        self.sql("SET TimeZone = 'UTC'")
        if memory is not None:
            self._limit(memory)

    def _limit(self, memory: str) -> None:
        import duckdb

        if not memory.strip()[:1].isdigit():  # a size below zero would mean no limit
            raise size_error(memory)
        try:
            self.sql(f"SET memory_limit = {quoted(memory)}")
        except duckdb.Error as error:
            raise size_error(memory) from error

    def sql(self, statement: str) -> Any:
        """Run one statement of DuckDB's own SQL."""
        return self.connection.con.execute(statement)

    def keep(self, table: ir.Table, what: str) -> ir.Table:
        name = self._next_name(what)
        self.sql(f"CREATE TABLE {name} AS {self.connection.compile(table)}")
        return self.connection.table(name)

    def keep_arrow(self, arrow: Any, names: Sequence[str], what: str) -> ir.Table:
        table = self._next_name(what)
        self.connection.con.register("bprkit_arriving", arrow)
        listed = ", ".join(f"#{place} AS {identifier(name)}" for place, name in enumerate(names, start=1))
        try:
            self.sql(f"CREATE TABLE {table} AS SELECT {listed} FROM bprkit_arriving")
        finally:
            self.connection.con.unregister("bprkit_arriving")
        return self.connection.table(table)

    def view(self, query: str, what: str) -> ir.Table:
        """Name a query of DuckDB's own SQL; it runs anew whenever the view is read."""
        name = self._next_name(what)
        self.sql(f"CREATE VIEW {name} AS {query}")
        return self.connection.table(name)

    def forget(self, table: ir.Table) -> None:
        self.sql(f"DROP TABLE IF EXISTS {table.get_name()}")

    def numbered(self, table: ir.Table) -> ir.Table:
        return table if "row" in table.columns else table.mutate(row=table.rowid())

    def in_order(self, table: ir.Table) -> ir.Table:
        import ibis

        return table if ROW in table.columns else table.mutate(**{ROW: ibis.row_number()})

    def hash_text(self, text: ir.StringValue) -> ir.IntegerValue:
        return self._hash_text(text)

    def hash_number(self, number: ir.IntegerValue) -> ir.IntegerValue:
        return self._hash_number(number)

    def castable_stamps(self, *, aware: bool) -> str:
        return ENGINE_AWARE_PATTERN if aware else ENGINE_NAIVE_PATTERN

    def microseconds(self, stamp: ir.TimestampValue) -> ir.IntegerValue:
        return self._epoch_us(stamp)

    def stamp(self, microseconds: ir.IntegerValue) -> ir.TimestampValue:
        return self._make_timestamp(microseconds)

    def close(self) -> None:
        self.connection.disconnect()
        super().close()


def start_engine(name: str, source: Any = None, memory: str | None = None) -> Engine:
    """Return an engine of this name; Spark's own session if the source is a table in one.

    Raises InputError for an unknown name, and for Spark where it is not installed.
    """
    if name == "spark" or _is_in_spark(source):
        from bprkit.log.spark import Spark

        return Spark.of(source, memory)
    if name != "duckdb":
        raise InputError(
            en=f"--engine {name} is unknown. Use duckdb or spark.",
            ja=f"--engine {name} は指定できません。duckdb か spark にしてください。",
        )
    return DuckDB(memory)


def size_error(memory: str) -> InputError:
    """Return the error for a size of memory that cannot be read."""
    return InputError(
        en=f"--memory {memory} is not a size. Write for example 4GB or 800MB.",
        ja=f"--memory {memory} は大きさとして読めません。4GB や 800MB のように指定してください。",
    )


def _is_in_spark(source: Any) -> bool:
    if not hasattr(source, "_find_backends"):
        return False
    backends, _ = source._find_backends()
    return any(backend.name == "pyspark" for backend in backends)


def identifier(name: str) -> str:
    """Return a name as an SQL identifier.

    >>> print(identifier('a "b" c'))
    "a ""b"" c"
    """
    return '"' + name.replace('"', '""') + '"'


def quoted(text: str) -> str:
    """Return a text as an SQL literal.

    >>> quoted("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def this_file(path: Path) -> str:
    """Return a path as an SQL literal that means this one file: to DuckDB `[6]` and `*` in it are patterns.

    >>> this_file(Path("log[6].csv"))
    "'log[[]6].csv'"
    """
    return quoted(re.sub(r"([*?\[])", r"[\1]", str(path)))
