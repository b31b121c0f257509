"""A Spark session on this machine: quiet, closed to the network, gone without a trace when the process ends."""

from __future__ import annotations

import atexit
import logging
import os
import re
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bprkit.errors import InputError
from bprkit.log.engine import size_error

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


def local_session(master: str = "local[*]", memory: str | None = None) -> Any:
    """Return the Spark session of this process; start a local one if there is none.

    It uses all cores (or as `master` says), keeps its files in a temporary folder that goes when the process ends,
    shows no web page, listens on this machine only and counts in UTC. `memory` is what the Java process may use,
    such as "4GB".

    Raises InputError where pyspark or Java is missing, and for a memory that is no size.
    """
    with no_word_of_pandas():
        try:
            from pyspark.errors import PySparkException
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise InputError(
                en="--engine spark needs pyspark: pip install 'bprkit[spark]', or use --engine duckdb.",
                ja="--engine spark には pyspark が必要です。pip install 'bprkit[spark]' で追加するか、"
                "--engine duckdb を使ってください。",
            ) from error
        try:
            return SparkSession.active()
        except PySparkException:
            return _start(SparkSession.builder.master(master), memory)


def _start(builder: Any, memory: str | None) -> Any:
    from pyspark.errors import PySparkException

    own = {} if memory is None else {"spark.driver.memory": java_memory(memory)}
    folder = Path(tempfile.mkdtemp(prefix="bprkit-spark-"))
    for key, value in (_settings(folder) | own).items():
        builder = builder.config(key, value)
    try:
        session = builder.appName("bprkit").getOrCreate()
    except (PySparkException, OSError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise InputError(
            en="Spark does not start. It needs Java 17 or newer (JAVA_HOME); without it use --engine duckdb.",
            ja="Spark を起動できません。Java 17 以上（JAVA_HOME）が必要です。"
            "Java がなければ --engine duckdb を使ってください。",
        ) from error
    atexit.register(_end, session, folder)
    _hush()
    return session


def _end(session: Any, folder: Path) -> None:
    session.stop()
    shutil.rmtree(folder, ignore_errors=True)


def _hush() -> None:
    """Keep Spark's errors from being printed as well as raised."""
    from pyspark.logger import PySparkLogger

    for name in ("SQLQueryContextLogger", "DataFrameQueryContextLogger"):
        PySparkLogger.getLogger(name).setLevel(logging.CRITICAL)


def _settings(folder: Path) -> dict[str, str]:
    quiet = folder / "log4j2.properties"
    quiet.write_text(_QUIET, encoding="utf-8")
    return {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.local.dir": str(folder),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": str(4 * (os.cpu_count() or 2)),  # fewer where there is little
        "spark.driver.extraJavaOptions": f'"-Djava.io.tmpdir={folder.as_posix()}" '
        f"-Dlog4j2.configurationFile={quiet.as_uri()} -XX:-UsePerfData",
    }


@contextmanager
def no_word_of_pandas() -> Iterator[None]:
    """Keep pyspark from warning of pandas 3: nothing passes through pandas between Spark and here."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*pandas >= 3.*")
        yield


def java_memory(memory: str) -> str:
    """Return a size such as "4GB" as Java writes it.

    Raises InputError for what is no size.

    >>> java_memory("4GB"), java_memory("512 MiB"), java_memory("800m")
    ('4000m', '536m', '800m')
    """
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMGT])(i?)B?\s*", memory, re.IGNORECASE)
    if found is None:
        raise size_error(memory)
    power = "KMGT".index(found[2].upper()) + 1
    size = float(found[1]) * (1024 if found[3] else 1000) ** power
    return f"{max(int(size / 1_000_000), 1)}m"
