"""From a file, a frame or a table elsewhere to a source of rows."""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bprkit.errors import InputError
from bprkit.log.engine import ROW, DuckDB, Engine, this_file
from bprkit.log.findings import Finding
from bprkit.log.sources import Source, first_line, kept, plain
from bprkit.log.text.headers import unique_names
from bprkit.log.text.opening import open_text, renaming

if TYPE_CHECKING:
    import ibis.expr.types as ir

_EXCEL = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_PARQUET = (".parquet", ".pq")


def open_source(
    engine: Engine,
    what: Any,
    *,
    encoding: str | None = None,
    sheet: str | int | None = None,
    fill: bool = False,
) -> Source:
    """Open a path, a quoted glob, several of them, a pandas or Polars frame, an Arrow table or an Ibis table.

    `fill`: fill up rows of text that are shorter than the header, and count them. Raises InputError for what is
    missing, empty, or none of these.
    """
    if not isinstance(engine, DuckDB):
        from bprkit.log.spark import Spark, open_in_spark

        assert isinstance(engine, Spark)
        return open_in_spark(engine, what, encoding=encoding, sheet=sheet, fill=fill)
    if isinstance(what, (str, os.PathLike)):
        what = [what]
    if isinstance(what, (list, tuple)) and what and all(isinstance(one, (str, os.PathLike)) for one in what):
        sources = [_open_file(engine, path, encoding, sheet, fill=fill) for path in _paths(what)]
        if len(sources) == 1:
            return sources[0]
        from bprkit.log.several_files import one_log

        return one_log(engine, sources)
    return _open_table(engine, what)


def _paths(given: Sequence[str | os.PathLike[str]]) -> list[Path]:
    found: list[Path] = []
    for one in given:
        path = Path(one)
        if not path.exists() and glob.has_magic(str(one)):
            matches = [Path(name) for name in sorted(glob.glob(str(one)))]  # noqa: PTH207 (patterns may be absolute)
            if not matches:
                raise InputError(
                    en=f"No file matches {one}. Check the folder and the pattern.",
                    ja=f"{one} に一致するファイルがありません。フォルダーとファイル名の指定を確認してください。",
                )
            found += matches
        else:
            found.append(path)
    for path in found:
        _refuse_undecoded(path)
        if path.is_dir():
            raise InputError(
                en=f"{path} is a folder. Give a file, or a pattern such as '{path}/*.csv'.",
                ja=f"{path} はフォルダーです。ファイルか '{path}/*.csv' のような形で指定してください。",
            )
        if not path.exists():
            raise InputError(
                en=f"{path} does not exist. Check the name and the folder.",
                ja=f"{path} が見つかりません。ファイル名とフォルダーを確認してください。",
            )
    return list(dict.fromkeys(found))


def _refuse_undecoded(path: Path) -> None:
    """Refuse a name that Python could not decode: engines cannot open it, and nothing could print it."""
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        shown = os.fsencode(path).decode("utf-8", "replace")
        raise InputError(
            en=f"The name {shown} cannot be read in this locale. Set PYTHONUTF8=1, or choose a locale with UTF-8.",
            ja=f"このロケールではファイル名 {shown} を読めません。PYTHONUTF8=1 とするか、UTF-8 のロケールにしてください。",
        ) from None


def _open_file(
    engine: Engine, path: Path, encoding: str | None, sheet: str | int | None, *, fill: bool
) -> Source:
    suffix = path.suffix.lower()
    suffixes = "".join(path.suffixes[-2:]).lower()
    if suffix in _EXCEL:
        return _open_excel(engine, path, sheet)
    if suffix in _PARQUET:
        return _open_parquet(engine, path)
    if suffix == ".xes" or suffixes == ".xes.gz":
        return _open_xes(engine, path)
    return open_text(engine, path, encoding, fill=fill)


def _open_excel(engine: Engine, path: Path, sheet: str | int | None) -> Source:
    from bprkit.log.excel.workbook import read_excel

    found = read_excel(path, sheet)
    arrow = found.to_arrow(
        row_column=ROW
    )  # blank and total rows were left out, so the rows keep their numbers
    return Source(
        kept(engine, arrow),
        path.name,
        (str(path),),
        header_rows=-1,
        findings=tuple(found.findings),
    )


def _open_parquet(engine: Engine, path: Path) -> Source:
    assert isinstance(engine, DuckDB)
    import duckdb

    if path.stat().st_size == 0:
        raise InputError(
            en=f"{path} is empty. Export it again.",
            ja=f"{path} は空のファイルです。もう一度出力してください。",
        )
    try:
        table = engine.view(
            f"SELECT * FROM read_parquet({this_file(path)}, hive_partitioning = false)", "parquet"
        )
    except duckdb.Error as error:
        raise InputError(
            en=f"{path} is no readable Parquet file ({first_line(error)}). Export it again.",
            ja=f"{path} は Parquet ファイルとして読めません。もう一度出力してください。",
        ) from error
    return Source(plain(table), path.name, (str(path),), header_rows=0)


def _open_xes(engine: Engine, path: Path) -> Source:
    import pyarrow as pa

    from bprkit.log.xes.reading import read_xes

    log = read_xes(path)
    findings = tuple(_xes_finding(path, *finding) for finding in log.findings)
    reader = pa.RecordBatchReader.from_batches(log.schema, log.batches())
    return Source(kept(engine, reader), path.name, (str(path),), header_rows=0, findings=findings)


_XES_WORDS = {
    "empty_trace": ("traces without events", "イベントのないトレース"),
    "event_outside_trace": (
        "events outside any trace: they have no case",
        "トレースに属さないイベント（案件なし）",
    ),
    "nested_attribute": ("attributes inside attributes, set aside", "属性の中の属性（使いません）"),
    "attribute_without_value": ("attributes without a value, set aside", "値のない属性（使いません）"),
    "duplicate_attribute": (
        "attributes given twice; the last one counts",
        "重複した属性（後のものを使います）",
    ),
    "mixed_types": ("attributes of mixed types, read as text", "型の混ざった属性（文字として読みました）"),
    "unparsable_number": (
        "numbers that are none, read as text",
        "数として読めない値（文字として読みました）",
    ),
    "renamed_column": ("attributes renamed to tell events from traces", "区別のため名前を変えた属性"),
}


def _xes_finding(path: Path, check: str, count: int, examples: Sequence[Any]) -> Finding:
    en, ja = _XES_WORDS.get(check, (check, check))
    rows = tuple(example if isinstance(example, dict) else {"value": str(example)} for example in examples)
    aside = check in ("empty_trace", "nested_attribute", "attribute_without_value")
    return Finding(
        check,
        count,
        "told" if aside else "kept",
        en=f"{path.name}: {count:,} {en}.",
        ja=f"{path.name}：{ja}が{count:,}件ありました。",
        examples=rows[:5],
    )


def _open_table(engine: Engine, what: Any) -> Source:
    """Open a frame, an Arrow table, or an Ibis table in whatever database it is."""
    import ibis
    import pyarrow as pa

    name = "DataFrame"
    header: list[object] | None = None
    if isinstance(what, ibis.expr.types.Table):
        return _open_ibis(engine, what)
    if hasattr(what, "collect") and hasattr(what, "collect_schema"):  # a Polars LazyFrame
        what = what.collect()
    if isinstance(what, pa.Table):
        arrow = what
    elif hasattr(what, "to_arrow"):
        arrow = what.to_arrow()
    elif type(what).__module__.partition(".")[0] == "pandas":
        header = list(what.columns)
        what = what.set_axis(list(unique_names(header, exact=True)[0]), axis="columns")
        index = None if isinstance(what.index, __import__("pandas").RangeIndex) else what.index.name
        arrow = pa.Table.from_pandas(what.reset_index() if index else what, preserve_index=False)
    else:
        raise InputError(
            en=f"A log is a file, a pandas or Polars frame, an Arrow table or an Ibis table, not {type(what).__name__}.",
            ja="ログとして読めるのはファイル、pandas・Polars のデータフレーム、Arrow・Ibis の表です"
            f"（渡されたのは {type(what).__name__}）。",
        )
    header = list(arrow.column_names) if header is None else header
    arrow = arrow.rename_columns(unique_names(arrow.column_names, exact=True)[0])
    if not arrow.column_names:
        raise InputError(
            en=f"{name} is empty: it has no columns. Give a table with a case, an activity and a time.",
            ja=f"{name} は空で、列がありません。案件・処理・日時の列がある表を渡してください。",
        )
    findings = tuple(renaming(name, header, exact=True))
    return Source(kept(engine, arrow), name, header_rows=None, findings=findings)


def _open_ibis(engine: Engine, table: ir.Table) -> Source:
    import ibis

    name = name_of(table)
    backends, _ = table._find_backends()
    if backends and backends[0] is engine.connection:
        return Source(plain(table), name, header_rows=None)
    if not backends:
        arrow = ibis.duckdb.connect().create_table("t", table).to_pyarrow()
    elif backends[0].name == "duckdb":  # Ibis 12 streams by a method that DuckDB 2 no longer has
        arrow = backends[0].con.sql(backends[0].compile(table)).to_arrow_reader(1_000_000)
    else:
        arrow = table.to_pyarrow_batches()
    return Source(kept(engine, arrow), name, header_rows=None)


def name_of(table: ir.Table) -> str:
    """Return what messages call an Ibis table: its name, or of an expression that of its first table."""
    import ibis.expr.operations as ops

    named = table.op().find(ops.PhysicalTable)
    return named[0].name if named else "table"
