"""From a file, a frame or a table elsewhere to rows in the engine, each column under its header.

Nothing is understood here: what a column means is decided by `columns`, how dates are read by `date_columns`.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from bprkit.errors import InputError
from bprkit.language import Language, speaking
from bprkit.log.containers import is_gzip
from bprkit.log.delimited import LONGEST_RECORD, Dialect, sniff_dialect
from bprkit.log.encodings import Encoding, as_utf8, choose_encoding, first_undecodable, undecodable_error
from bprkit.log.engine import ROW, DuckDB, Engine, quoted
from bprkit.log.findings import Finding
from bprkit.log.headers import unique_names

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

FILE = "_bprkit_file"
SAMPLE_ROWS = 20_000
_EXCEL = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_PARQUET = (".parquet", ".pq")


@dataclass(frozen=True)
class Source:
    """Rows as recorded.

    table: the rows, with `_bprkit_row` or `_bprkit_file` where the reader had to number them.
    header_rows: rows of the file above the first event, to name rows as a spreadsheet does; None if there is no file.
    files: the files read. text: the text file behind the table, to say where a byte cannot be decoded.
    """

    table: ir.Table
    name: str
    files: tuple[str, ...] = ()
    header_rows: int | None = 1
    findings: tuple[Finding, ...] = ()
    text: tuple[tuple[Path, Encoding], ...] = ()

    def sample(self, rows: int = SAMPLE_ROWS) -> pd.DataFrame:
        """Return the first rows, as recorded."""
        table = self.table.drop(*[name for name in (ROW, FILE) if name in self.table.columns])
        return table.limit(rows).to_pyarrow().to_pandas()


def open_source(
    engine: Engine, what: Any, *, encoding: str | None = None, sheet: str | int | None = None
) -> Source:
    """Open a path, a quoted glob, several of them, a pandas or Polars frame, an Arrow table or an Ibis table.

    Raises InputError for what is missing, empty, or none of these.
    """
    if not isinstance(engine, DuckDB):
        from bprkit.log.spark import Spark, open_in_spark

        assert isinstance(engine, Spark)
        return open_in_spark(engine, what, encoding=encoding, sheet=sheet)
    if isinstance(what, (str, os.PathLike)):
        return _open_files(engine, _paths([what]), encoding, sheet)
    if isinstance(what, (list, tuple)) and what and all(isinstance(one, (str, os.PathLike)) for one in what):
        return _open_files(engine, _paths(what), encoding, sheet)
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


def _open_files(
    engine: Engine, paths: Sequence[Path], encoding: str | None, sheet: str | int | None
) -> Source:
    sources = [_open_file(engine, path, encoding, sheet) for path in paths]
    return sources[0] if len(sources) == 1 else _one_log(engine, sources)


def _open_file(engine: Engine, path: Path, encoding: str | None, sheet: str | int | None) -> Source:
    suffix = path.suffix.lower()
    suffixes = "".join(path.suffixes[-2:]).lower()
    if suffix in _EXCEL:
        return _open_excel(engine, path, sheet)
    if suffix in _PARQUET:
        return _open_parquet(engine, path)
    if suffix == ".xes" or suffixes == ".xes.gz":
        return _open_xes(engine, path)
    return _open_text(engine, path, encoding)


def _open_text(engine: Engine, path: Path, asked: str | None) -> Source:
    assert isinstance(engine, DuckDB)
    encoding = choose_encoding(path, asked)
    utf8 = as_utf8(path, encoding, engine.folder)
    try:
        dialect = sniff_dialect(utf8)
        if dialect.mark_hides_quote:  # DuckDB misreads a quoted line break behind a byte order mark
            utf8 = as_utf8(path, encoding, engine.folder, copy=True)
            dialect = sniff_dialect(utf8)
    except InputError as error:
        raise _about(error, utf8, path) from None
    findings = [*_about_text(path, encoding, dialect), *_renaming(path.name, dialect.header)]
    view = engine.view(_read_csv(utf8, dialect), "text")
    return Source(
        view,
        path.name,
        (str(path),),
        header_rows=dialect.skip + 1,
        findings=tuple(findings),
        text=((utf8, Encoding("utf-8", "valid") if encoding.is_utf8 else encoding),),
    )


def _about(error: InputError, copy: Path, original: Path) -> InputError:
    """Return the error with the user's file in place of the transcoded copy."""
    texts = {language: getattr(error, language).replace(str(copy), str(original)) for language in ("en", "ja")}
    return InputError(**{k: v.replace(copy.name, original.name) for k, v in texts.items()})


def _about_text(path: Path, encoding: Encoding, dialect: Dialect) -> list[Finding]:
    found = []
    if encoding.name != "utf-8" or encoding.note:
        found.append(
            Finding(
                "encoding",
                1,
                "told",
                en=f"{path.name} was read as {encoding.name}.",
                ja=f"{path.name} は {encoding.name} として読みました。",
            )
        )
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
    if dialect.ragged_lines:
        shown = ", ".join(map(str, dialect.ragged_lines))
        found.append(
            Finding(
                "ragged_rows",
                len(dialect.ragged_lines),
                "told",
                en=f"Some rows of {path.name} have fewer or more cells than the header, among them line {shown}.",
                ja=f"{path.name} には見出しと列数が合わない行があります（{shown}行目など）。",
            )
        )
    return found


def _read_csv(path: Path, dialect: Dialect) -> str:
    names, _ = unique_names(dialect.header)
    options = {name: _literal(value) for name, value in dialect.engine_options().items()}
    options["columns"] = "{" + ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in names) + "}"
    options["max_line_size"] = str(LONGEST_RECORD)
    options["buffer_size"] = str(2 * LONGEST_RECORD)
    if dialect.ragged_lines:
        options["null_padding"] = "true"
        if dialect.newlines_in_quotes:
            options["parallel"] = "false"
    if is_gzip(path):
        options["compression"] = "'gzip'"
    listed = ", ".join(f"{name} = {value}" for name, value in options.items())
    return f"SELECT * FROM read_csv({quoted(str(path))}, {listed})"


def _literal(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, (bool, int)) else quoted(value)


def _renaming(name: str, header: Sequence[str]) -> list[Finding]:
    """Tell which columns had to be given other names: SQL takes names for one that differ only in case."""
    _, renamed = unique_names(header)
    if not renamed:
        return []
    both: dict[Language, str] = {}
    for spoken in get_args(Language):
        with speaking(spoken):
            both[spoken] = " ".join(change.note for change in renamed[:5])
    return [
        Finding("renamed_column", len(renamed), "told", en=f"{name}: {both['en']}", ja=f"{name}：{both['ja']}")
    ]


def _open_excel(engine: Engine, path: Path, sheet: str | int | None) -> Source:
    from bprkit.log.excel import read_excel

    found = read_excel(path, sheet)
    arrow = found.to_arrow(row_column=ROW)  # blank and total rows were left out, so the rows keep their numbers
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
        raise InputError(en=f"{path} is empty. Export it again.", ja=f"{path} は空のファイルです。もう一度出力してください。")
    try:
        table = engine.view(f"SELECT * FROM read_parquet({quoted(str(path))})", "parquet")
    except duckdb.Error as error:
        raise InputError(
            en=f"{path} is no readable Parquet file ({_first_line(error)}). Export it again.",
            ja=f"{path} は Parquet ファイルとして読めません（{_first_line(error)}）。もう一度出力してください。",
        ) from error
    return Source(plain(table), path.name, (str(path),), header_rows=0)


def _open_xes(engine: Engine, path: Path) -> Source:
    import pyarrow as pa

    from bprkit.log.xes import read_xes

    log = read_xes(path)
    findings = tuple(_xes_finding(path, *finding) for finding in log.findings)
    reader = pa.RecordBatchReader.from_batches(log.schema, log.batches())
    return Source(_kept(engine, reader), path.name, (str(path),), header_rows=0, findings=findings)


_XES_WORDS = {
    "empty_trace": ("traces without events", "イベントのないトレース"),
    "event_outside_trace": ("events outside any trace: they have no case", "トレースに属さないイベント（案件なし）"),
    "nested_attribute": ("attributes inside attributes, set aside", "属性の中の属性（使いません）"),
    "attribute_without_value": ("attributes without a value, set aside", "値のない属性（使いません）"),
    "duplicate_attribute": ("attributes given twice; the last one counts", "重複した属性（後のものを使います）"),
    "mixed_types": ("attributes of mixed types, read as text", "型の混ざった属性（文字として読みました）"),
    "unparsable_number": ("numbers that are none, read as text", "数として読めない値（文字として読みました）"),
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

    name = table.get_name() if hasattr(table, "get_name") else "table"
    backends, _ = table._find_backends()
    if backends and backends[0] is engine.connection:
        return Source(plain(table), name, header_rows=None)
    reader = table.to_pyarrow_batches() if backends else ibis.duckdb.connect().create_table("t", table).to_pyarrow()
    return Source(_kept(engine, reader), name, header_rows=None)


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


def _one_log(engine: Engine, sources: Sequence[Source]) -> Source:
    """Put several files together as one log; a column that one lacks is missing there."""
    import ibis

    names = list(dict.fromkeys(name for s in sources for name in s.table.columns if name != ROW))
    kinds = {name: {str(s.table.schema()[name]) for s in sources if name in s.table.columns} for name in names}
    parts = []
    findings = [finding for source in sources for finding in source.findings]
    for number, source in enumerate(sources):
        columns = {}
        for name in names:
            if name not in source.table.columns:
                columns[name] = ibis.null("string" if len(kinds[name]) > 1 else next(iter(kinds[name])))
            else:
                column = source.table[name]
                columns[name] = column if len(kinds[name]) == 1 else column.cast("string")
        columns[FILE] = ibis.literal(number, type="int32")
        parts.append(source.table.select(**columns))
        lacking = [name for name in names if name not in source.table.columns]
        if lacking:
            findings.append(
                Finding(
                    "columns_differ",
                    len(lacking),
                    "told",
                    en=f"{source.name} lacks columns that other files have: {', '.join(lacking)}.",
                    ja=f"{source.name} には他のファイルにある列がありません：{', '.join(lacking)}",
                )
            )
    table, overlap = _once_across_files(engine, engine.keep(ibis.union(*parts), "files"), names)
    return Source(
        table,
        f"{sources[0].name} … {sources[-1].name} ({len(sources)})",
        tuple(file for source in sources for file in source.files),
        header_rows=None,
        findings=(*findings, *overlap),
        text=tuple(text for source in sources for text in source.text),
    )


def _once_across_files(
    engine: Engine, together: ir.Table, names: Sequence[str]
) -> tuple[ir.Table, list[Finding]]:
    """Leave out the rows that an earlier file has, too: exports that overlap by a few days.

    A row that stands twice in one file stays twice: only what another file repeats is left out.
    """
    import ibis

    numbered = engine.in_order(together)
    marked = numbered.mutate(_earliest=numbered[FILE].min().over(ibis.window(group_by=list(names))))
    marked = engine.keep(marked, "marked")
    repeated = marked.filter(marked[FILE] > marked["_earliest"])
    count = int(repeated.count().to_pyarrow().as_py())
    table = marked.filter(marked[FILE] == marked["_earliest"]).drop("_earliest", FILE)
    if not count:
        return table, []
    finding = Finding(
        "overlap",
        count,
        "removed",
        en=f"{count:,} rows stand in more than one of the files; each was taken once.",
        ja=f"複数のファイルに重複して含まれる行が{count:,}行あり、1回だけ数えました。",
        examples=tuple(
            {"row": place + 1}
            for place in repeated.order_by(ROW).limit(5)[ROW].to_pyarrow().to_pylist()
        ),
    )
    return table, [finding]


def reading_error(error: Exception, source: Source) -> InputError:
    """Return what an engine's complaint about a file means to the user."""
    told = str(error)
    for path, encoding in source.text:
        if "utf" in told.lower() or "unicode" in told.lower() or "encod" in told.lower():
            where = first_undecodable(path, encoding)
            if where is not None:
                original = next((Path(f) for f in source.files if Path(f).stem[:40] in path.stem), path)
                return undecodable_error(original, encoding, where)
    line = re.search(r"Line:?\s*(\d+)", told)
    place_en = f", line {line[1]}" if line else ""
    place_ja = f"の{line[1]}行目" if line else ""
    return InputError(
        en=f"{source.name}{place_en} cannot be read: {_first_line(error)}. Mend that line or export the file again.",
        ja=f"{source.name}{place_ja}を読み込めません（{_first_line(error)}）。その行を直すか、もう一度出力してください。",
    )


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return " ".join(lines[:2]).rstrip(".") if lines else type(error).__name__
