"""From a file, a frame or a table elsewhere to rows in the engine, each column under its header.

Nothing is understood here: what a column means is decided by `columns`, how dates are read by `date_columns`.
"""

from __future__ import annotations

import glob
import os
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from bprkit.errors import InputError
from bprkit.language import Language, speaking, tell
from bprkit.log.engine import ROW, DuckDB, Engine, identifier, quoted
from bprkit.log.findings import EXAMPLES, Finding, counted
from bprkit.log.text.containers import is_gzip
from bprkit.log.text.delimited import LONGEST_RECORD, Dialect, sniff_dialect
from bprkit.log.text.encodings import Encoding, as_utf8, choose_encoding
from bprkit.log.text.files import TextFile, of_original
from bprkit.log.text.headers import unique_names

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

FILE = "_bprkit_file"
SAMPLE_ROWS = 20_000
_EXCEL = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_PARQUET = (".parquet", ".pq")


@dataclass(frozen=True)
class Origin:
    """A file's share of the rows of a log.

    first: the number of its first row among all, from 0. header_rows: rows of the file above its first event.
    """

    name: str
    first: int
    header_rows: int
    text: TextFile | None = None


@dataclass(frozen=True)
class Source:
    """Rows as recorded.

    table: the rows, with `_bprkit_row` where the reader had to number them.
    header_rows: rows of the file above the first event, to name rows as a spreadsheet does; None if there is no file.
    files: the files read. text: the text files behind the table, to say what is wrong in them, and where.
    origins: which rows came from which file, where there are several.
    """

    table: ir.Table
    name: str
    files: tuple[str, ...] = ()
    header_rows: int | None = 1
    findings: tuple[Finding, ...] = ()
    text: tuple[TextFile, ...] = ()
    origins: tuple[Origin, ...] = ()

    def sample(self, rows: int = SAMPLE_ROWS) -> pd.DataFrame:
        """Return the first rows, as recorded."""
        table = self.table.drop(*[name for name in (ROW, FILE) if name in self.table.columns])
        return table.limit(rows).to_pyarrow().to_pandas()

    def places(self, rows: Sequence[int]) -> list[dict[str, Any]]:
        """Return for each of these row numbers, from 0, the `row` as a spreadsheet shows it, and of several files which."""
        if not self.origins:
            text = self.text[0] if self.text else None
            alone = Origin(self.name, 0, self.header_rows or 0, text)
            return [{"row": row} for row in _rows_shown(alone, rows)]
        firsts = [origin.first for origin in self.origins]
        found = []
        for row in rows:
            origin = self.origins[bisect_right(firsts, row) - 1]
            found.append({"file": origin.name, "row": _rows_shown(origin, [row])[0]})
        return found


def _rows_shown(origin: Origin, rows: Sequence[int]) -> list[int]:
    numbers = [row - origin.first for row in rows]
    if origin.text is None:
        return [number + origin.header_rows + 1 for number in numbers]
    places = origin.text.rows_in_file(numbers)
    return [places.get(number, number + origin.header_rows + 1) for number in numbers]


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
    return _open_text(engine, path, encoding, fill=fill)


def _open_text(engine: Engine, path: Path, asked: str | None, *, fill: bool) -> Source:
    assert isinstance(engine, DuckDB)
    encoding = choose_encoding(path, asked)
    utf8 = as_utf8(path, encoding, engine.folder)
    try:
        dialect = sniff_dialect(utf8)
        if dialect.mark_hides_quote:  # DuckDB misreads a quoted line break behind a byte order mark
            utf8 = as_utf8(path, encoding, engine.folder, copy=True)
            dialect = sniff_dialect(utf8)
    except InputError as error:
        told = of_original(error, utf8, path)
        raise told if asked is None else _as_asked(told, asked) from None
    findings = [*_about_text(path, encoding, dialect), *_renaming(path.name, dialect.header)]
    fill = fill or bool(dialect.ragged_lines)
    source = Source(
        engine.view(_read_csv(utf8, dialect, fill=fill), "text"),
        path.name,
        (str(path),),
        header_rows=dialect.skip + 1,
        text=(TextFile(path, utf8, Encoding("utf-8", "valid") if encoding.is_utf8 else encoding, dialect),),
    )
    filled = _short_rows(engine, source) if fill else []
    return replace(source, findings=(*findings, *filled))


def _as_asked(error: InputError, asked: str) -> InputError:
    """Return the error with a word about the encoding, which may be its cause where the user chose it."""
    return InputError(
        en=f"{error.en} It was read as {asked}, as asked: leave out --encoding to have it detected.",
        ja=f"{error.ja}指定どおり {asked} として読みました。--encoding を外すと自動で判定します。",
    )


def _about_text(path: Path, encoding: Encoding, dialect: Dialect) -> list[Finding]:
    found = []
    if encoding.name != "utf-8" or encoding.note:
        both = _in_both(
            lambda: tell(
                en=f"{path.name} was read as {encoding.name}. {encoding.note or ''}".rstrip(),
                ja=f"{path.name} は {encoding.name} として読みました。{encoding.note or ''}",
            )
        )
        found.append(Finding("encoding", 1, "told", en=both["en"], ja=both["ja"]))
    if dialect.preamble:
        found.append(
            Finding(
                "title_rows",
                dialect.skip,
                "told",
                en=f"{dialect.skip} rows above the header of {path.name} were passed over.",
                ja=f"{path.name} の見出しより上の{dialect.skip}行は読み飛ばしました。",
            )
        )
    return found


def _in_both(words: Callable[[], str]) -> dict[Language, str]:
    both: dict[Language, str] = {}
    for spoken in get_args(Language):
        with speaking(spoken):
            both[spoken] = words()
    return both


def _short_rows(engine: DuckDB, source: Source) -> list[Finding]:
    """Count the rows that had to be filled up: their last cell is not blank but missing."""
    text = source.text[0]
    names, _ = unique_names(text.dialect.header)
    last = identifier(names[-1])
    query = _read_csv(text.utf8, text.dialect, fill=True, blank="\ufdd0")
    asked = f"SELECT count(*), list(place ORDER BY place)[:{EXAMPLES}] FROM rows WHERE {last} IS NULL"
    try:
        count, places = engine.sql(
            f"WITH rows AS (SELECT {last}, row_number() OVER () - 1 AS place FROM ({query})) {asked}"
        ).fetchall()[0]
    except engine.errors as error:
        raise reading_error(error, source) from error
    if not count:
        return []
    return [
        Finding(
            "ragged_rows",
            count,
            "repaired",
            en=f"{source.name}: {counted(count, 'row has', 'rows have')} fewer cells than the header; "
            "the missing ones count as blank.",
            ja=f"{source.name} には見出しより列の少ない行が{count:,}行あり、足りない列は空欄とみなしました。",
            examples=tuple(source.places(places)),
        )
    ]


def _read_csv(path: Path, dialect: Dialect, *, fill: bool, blank: str = "") -> str:
    names = [_not_ours(name) for name in unique_names(dialect.header)[0]]
    options = {name: _literal(value) for name, value in dialect.engine_options().items()}
    options["columns"] = "{" + ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in names) + "}"
    options["max_line_size"] = str(LONGEST_RECORD)
    options["buffer_size"] = str(2 * LONGEST_RECORD)
    if fill:
        options |= {"null_padding": "true", "parallel": "false", "nullstr": quoted(blank)}
    if is_gzip(path):
        options["compression"] = "'gzip'"
    listed = ", ".join(f"{name} = {value}" for name, value in options.items())
    return f"SELECT * FROM read_csv({_only(path)}, {listed})"


def _only(path: Path) -> str:
    """Return a path as an SQL literal that means this one file: to DuckDB `[6]` and `*` in it are patterns."""
    return quoted(re.sub(r"([*?\[])", r"[\1]", str(path)))


def _not_ours(name: str) -> str:
    """Return the name of a column, changed where it is one that the reader uses itself."""
    return f"{name}_" if name in (ROW, FILE) else name


def _literal(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, (bool, int)) else quoted(value)


def _renaming(name: str, header: Sequence[str]) -> list[Finding]:
    """Tell which columns had to be given other names: SQL takes names for one that differ only in case."""
    _, renamed = unique_names(header)
    if not renamed:
        return []
    both = _in_both(lambda: " ".join(change.note for change in renamed[:5]))
    return [
        Finding(
            "renamed_column", len(renamed), "told", en=f"{name}: {both['en']}", ja=f"{name}：{both['ja']}"
        )
    ]


def _open_excel(engine: Engine, path: Path, sheet: str | int | None) -> Source:
    from bprkit.log.excel.workbook import read_excel

    found = read_excel(path, sheet)
    arrow = found.to_arrow(
        row_column=ROW
    )  # blank and total rows were left out, so the rows keep their numbers
    return Source(
        _kept(engine, arrow),
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
            f"SELECT * FROM read_parquet({_only(path)}, hive_partitioning = false)", "parquet"
        )
    except duckdb.Error as error:
        raise InputError(
            en=f"{path} is no readable Parquet file ({_first_line(error)}). Export it again.",
            ja=f"{path} は Parquet ファイルとして読めません（{_first_line(error)}）。もう一度出力してください。",
        ) from error
    return Source(plain(table), path.name, (str(path),), header_rows=0)


def _open_xes(engine: Engine, path: Path) -> Source:
    import pyarrow as pa

    from bprkit.log.xes.reading import read_xes

    log = read_xes(path)
    findings = tuple(_xes_finding(path, *finding) for finding in log.findings)
    reader = pa.RecordBatchReader.from_batches(log.schema, log.batches())
    return Source(_kept(engine, reader), path.name, (str(path),), header_rows=0, findings=findings)


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
    if isinstance(what, ibis.expr.types.Table):
        return _open_ibis(engine, what)
    if hasattr(what, "collect") and hasattr(what, "collect_schema"):  # a Polars LazyFrame
        what = what.collect()
    if isinstance(what, pa.Table):
        arrow = what
    elif hasattr(what, "to_arrow"):
        arrow = what.to_arrow()
    elif type(what).__module__.partition(".")[0] == "pandas":
        what = what.rename(columns=str)
        index = None if isinstance(what.index, __import__("pandas").RangeIndex) else what.index.name
        arrow = pa.Table.from_pandas(what.reset_index() if index else what, preserve_index=False)
    else:
        raise InputError(
            en=f"A log is a file, a pandas or Polars frame, an Arrow table or an Ibis table, not {type(what).__name__}.",
            ja="ログとして読めるのはファイル、pandas・Polars のデータフレーム、Arrow・Ibis の表です"
            f"（渡されたのは {type(what).__name__}）。",
        )
    return Source(_kept(engine, arrow), name, header_rows=None)


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
    return Source(_kept(engine, arrow), name, header_rows=None)


def name_of(table: ir.Table) -> str:
    """Return what messages call an Ibis table: its name, or of an expression that of its first table."""
    import ibis.expr.operations as ops

    named = table.op().find(ops.PhysicalTable)
    return named[0].name if named else "table"


def _kept(engine: Engine, arrow: Any) -> ir.Table:
    assert isinstance(engine, DuckDB)
    names, _ = unique_names(arrow.schema.names)
    return plain(engine.keep_arrow(arrow, names, "source"))


def plain(table: ir.Table) -> ir.Table:
    """Return a table with its dictionary-coded and odd columns as text, so that what follows knows few types."""
    odd = {}
    for name, kind in table.schema().items():
        plain = kind.is_string() or kind.is_numeric() or kind.is_temporal() or kind.is_boolean()
        if not plain or kind.is_decimal() or kind.is_time():
            odd[name] = table[name].cast("string")
    return table.mutate(**odd) if odd else table


def reading_error(error: Exception, source: Source) -> Exception:
    """Return what an engine's complaint about a file means to the user; as it is, what has nothing to do with it."""
    told = str(error)
    if type(error).__name__ in ("OutOfMemoryException", "InterruptException") or "No space left" in told:
        return error
    named = [text for text in source.text if str(text.utf8) in told] or list(source.text)
    for text in named:
        if (understood := text.error(told)) is not None:
            return understood
    name = named[0].original.name if len(named) == 1 else source.name
    return InputError(
        en=f"{name} cannot be read: {_first_line(error)}. Mend it or export it again.",
        ja=f"{name} を読み込めません（{_first_line(error)}）。内容を直すか、もう一度出力してください。",
    )


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0][:200].rstrip(".:") if lines else type(error).__name__
