"""A text file as a source of rows: its encoding and delimiters found out, its rows read by the engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

from bprkit.errors import InputError
from bprkit.language import Language, counted, speaking, tell
from bprkit.log.engine import ROW, DuckDB, Engine, identifier, quoted, this_file
from bprkit.log.findings import EXAMPLES, Finding
from bprkit.log.sources import FILE, Source, reading_error
from bprkit.log.text.containers import is_gzip
from bprkit.log.text.delimited import LONGEST_RECORD, Dialect, sniff_dialect
from bprkit.log.text.encodings import Encoding, as_utf8, choose_encoding
from bprkit.log.text.files import TextFile, of_original
from bprkit.log.text.headers import unique_names


def open_text(engine: Engine, path: Path, asked: str | None, *, fill: bool) -> Source:
    """Open a text file; `asked`: its encoding, None to find out; `fill`: fill up short rows, and count them."""
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
    findings = [*_about_text(path, encoding, dialect), *renaming(path.name, dialect.header)]
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
    return f"SELECT * FROM read_csv({this_file(path)}, {listed})"


def _not_ours(name: str) -> str:
    """Return the name of a column, changed where it is one that the reader uses itself."""
    return f"{name}_" if name in (ROW, FILE) else name


def _literal(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, (bool, int)) else quoted(value)


def renaming(name: str, header: Sequence[object], *, exact: bool = False) -> list[Finding]:
    """Tell which columns had to be given other names: SQL takes names for one that differ only in case."""
    _, renamed = unique_names(header, exact=exact)
    if not renamed:
        return []
    both = _in_both(lambda: " ".join(change.note for change in renamed[:5]))
    return [
        Finding(
            "renamed_column", len(renamed), "told", en=f"{name}: {both['en']}", ja=f"{name}：{both['ja']}"
        )
    ]
