"""Delimited text (CSV, TSV ...): delimiter, quotes, title rows above the header, and the header itself.

Read over a sample with the csv module: an engine's own sniffer skips and pads rows in silence.

>>> import tempfile
>>> log = Path(tempfile.mkdtemp()) / "log.csv"
>>> _ = log.write_text("XX市 文書管理システム出力\\n\\n番号;処理;日時\\n1;起案;R6.6.29\\n", encoding="utf-8")
>>> found = sniff_dialect(log)
>>> found.delimiter, found.header, found.skip, found.preamble
(';', ('番号', '処理', '日時'), 2, ('XX市 文書管理システム出力',))
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, Literal

from bprkit.errors import InputError
from bprkit.log.text.containers import reading
from bprkit.log.text.encodings import Encoding, first_undecodable, undecodable_error
from bprkit.log.text.headers import Renamed, find_header, unique_names
from bprkit.log.text.records import (
    LONGEST_RECORD,
    Record,
    Syntax,
    read_records,
    refuse_open_quotes,
    too_long_line,
)

__all__ = ["LONGEST_RECORD", "Dialect", "Renamed", "refuse_open_quote_in", "sniff_dialect", "unique_names"]

Terminator = Literal["\n", "\r\n", "\r", "mixed"]

MOST_COLUMNS = 4000
_DELIMITERS = (",", "\t", ";", "|")
_SAMPLE = 1 << 18
_FEWEST_LINES = 20
_LARGEST_SAMPLE = 1 << 22
_EXCEL_SEPARATOR = re.compile(r'"?sep=(.)"?\r?\n?$')
_RAGGED_SHOWN = 5


@dataclass(frozen=True)
class Dialect:
    """How a delimited file is written, as seen in its first 256 KiB.

    header: the cells as in the file, with blank ones added where most rows are longer. header_line: its first
    line in the file, from 1. skip: records above it, blank lines included, as DuckDB's `skip` counts them
    (the header itself is one more). preamble: what they say, without the blank ones. escape: the quote itself
    where quotes are doubled. terminator: what ends rows (`mixed` needs DuckDB's strict_mode=false).
    newlines_in_quotes: a quoted line break was seen. ragged_lines: the first 5 lines whose number of cells is
    not the header's. mark_hides_quote: the byte order mark stands before a quoted line break, which DuckDB
    2.0 misreads; copy such a file with `as_utf8(..., copy=True)` first.
    """

    delimiter: str
    quote: str
    escape: str
    header: tuple[str, ...]
    header_line: int
    skip: int
    preamble: tuple[str, ...]
    terminator: Terminator
    newlines_in_quotes: bool
    ragged_lines: tuple[int, ...]
    mark_hides_quote: bool = False

    def engine_options(self) -> dict[str, str | int | bool]:
        """Return the options of DuckDB's read_csv for the rows below the header; `columns` is yours to add.

        The line end is given because DuckDB takes it from the first one it sees, which may stand inside
        quotes.
        """
        options: dict[str, str | int | bool] = {
            "auto_detect": False,
            "header": False,
            "skip": self.skip + 1,
            "delim": self.delimiter,
            "quote": self.quote,
            "escape": self.escape,
        }
        if self.terminator == "mixed":
            return options | {"strict_mode": False}
        return options | {"new_line": self.terminator.replace("\r", "\\r").replace("\n", "\\n")}


@dataclass(frozen=True)
class _Table:
    """What one syntax makes of the sample: from record `start` on, most rows have `width` cells."""

    syntax: Syntax
    records: list[Record]
    unfinished: int | None
    start: int
    regular: float
    width: int

    @property
    def rank(self) -> tuple[int, float, bool, int]:
        return -self.start, self.regular, self.unfinished is None, self.width


def sniff_dialect(utf8_path: Path) -> Dialect:
    """Return how a UTF-8 file (plain or gzip, with or without mark) is delimited, and its header.

    Raises InputError, naming the file and the line, for: nothing but blank lines, a single column, a header
    without rows, no header (the first full row holds dates or numbers, as the rows below do), more than 4,000
    columns, a row above 16 MiB and a quote that is never closed. Reads a sample, and on only to the end of
    its last row.
    """
    try:
        with reading(utf8_path) as stream:
            marked = stream.read(3) == codecs.BOM_UTF8
        with reading(utf8_path) as stream:
            return _sniff(utf8_path, _physical_lines(utf8_path, _as_text(stream)), marked)
    except UnicodeDecodeError:
        raise _not_utf8(utf8_path) from None


def refuse_open_quote_in(utf8_path: Path, dialect: Dialect) -> None:
    """Raise InputError, naming the line, where a quote of the file stays open or a row exceeds 16 MiB.

    For the case that an engine complains about a quote or the length of a row. Reads all of it, one row
    at a time.
    """
    syntax = Syntax(dialect.delimiter, dialect.quote, dialect.escape)
    with reading(utf8_path) as stream:
        refuse_open_quotes(utf8_path, _physical_lines(utf8_path, _as_text(stream)), syntax)


def _sniff(path: Path, lines: Iterator[str], marked: bool) -> Dialect:
    sample, more = _sample(lines)
    forced = _EXCEL_SEPARATOR.match(sample[0]) if sample else None
    delimiters = (forced[1],) if forced else _DELIMITERS
    tables = [
        table
        for delimiter in delimiters
        for syntax in _syntaxes(delimiter, sample)
        if (table := _measured(syntax, sample))
    ]
    if not tables:
        raise _no_table(path, sample, delimiters)
    best = max(tables, key=lambda table: table.rank)
    if best.unfinished:
        rest = chain(sample[best.unfinished - 1 :], lines)
        refuse_open_quotes(path, rest, best.syntax, first_line=best.unfinished, records=1)
    if best.width > MOST_COLUMNS:
        raise _too_wide(path, best)
    skip = find_header(path, best.records, best.width, more=more)
    header = best.records[skip]
    width = max(len(header.cells), best.width)
    return Dialect(
        delimiter=best.syntax.delimiter,
        quote=best.syntax.quote,
        escape=best.syntax.escape,
        header=header.cells + ("",) * (width - len(header.cells)),
        header_line=header.line,
        skip=skip,
        preamble=tuple(_joined(record) for record in best.records[:skip] if record.filled),
        terminator=_terminator(best.records),
        newlines_in_quotes=any(record.lines > 1 for record in best.records),
        ragged_lines=tuple(
            record.line for record in best.records[skip + 1 :] if record.filled and len(record.cells) != width
        )[:_RAGGED_SHOWN],
        mark_hides_quote=marked and best.records[0].lines > 1,
    )


def _as_text(stream: IO[bytes]) -> io.TextIOWrapper:
    return io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")


def _physical_lines(path: Path, text: io.TextIOWrapper) -> Iterator[str]:
    number = 0
    while line := text.readline(LONGEST_RECORD + 1):
        number += 1
        if len(line) > LONGEST_RECORD:
            raise too_long_line(path, number)
        yield line


def _sample(lines: Iterator[str]) -> tuple[list[str], bool]:
    sample: list[str] = []
    size = 0
    for line in lines:
        sample.append(line)
        size += len(line)
        if size >= _LARGEST_SAMPLE or (size >= _SAMPLE and len(sample) >= _FEWEST_LINES):
            return sample, True
    return sample, False


def _syntaxes(delimiter: str, sample: list[str]) -> Iterator[Syntax]:
    in_single_quotes = sum(line.startswith("'") or f"{delimiter}'" in line for line in sample)
    if 2 * in_single_quotes > len(sample) and not any('"' in line for line in sample):
        yield Syntax(delimiter, "'", "'")
        return
    yield Syntax(delimiter, '"', '"')
    if any('\\"' in line for line in sample):
        yield Syntax(delimiter, '"', "\\")


def _measured(syntax: Syntax, sample: list[str]) -> _Table | None:
    records, unfinished = read_records(sample, syntax)
    widths = [(place, len(record.cells)) for place, record in enumerate(records) if record.filled]
    several = sum(cells > 1 for _, cells in widths)
    tables = []
    for width in {cells for _, cells in widths if cells > 1}:
        first = next(number for number, (_, cells) in enumerate(widths) if cells == width)
        rows = sum(cells == width for _, cells in widths)
        regular = rows / (len(widths) - first)
        if regular >= 0.5 and 5 * rows >= 2 * several:
            tables.append(_Table(syntax, records, unfinished, widths[first][0], regular, width))
    return max(tables, key=lambda table: table.rank, default=None)


def _terminator(records: list[Record]) -> Terminator:
    endings = {record.ending for record in records if record.ending}
    found: Terminator
    for found in ("\n", "\r\n", "\r"):
        if endings <= {found}:
            return found
    return "mixed"


def _joined(record: Record) -> str:
    return " ".join(" ".join(cell.split()) for cell in record.cells if cell.strip())


def _not_utf8(path: Path) -> InputError:
    utf8 = Encoding("utf-8", "valid")
    where = first_undecodable(path, utf8)
    if where is None:
        raise AssertionError(f"{path} changed while it was read")
    return undecodable_error(path, utf8, where)


def _no_table(path: Path, sample: list[str], delimiters: tuple[str, ...]) -> InputError:
    first = next((line.strip() for line in sample if line.strip("\ufeff \t\r\n\u3000,;|")), "")
    if not first:
        return InputError(
            en=f"{path} has blank lines only. Export it again.",
            ja=f"{path} は空行だけです。もう一度出力してください。",
        )
    if not any(delimiter in line for line in sample for delimiter in delimiters):
        tried_en, tried_ja = "comma, tab, semicolon, |", "カンマ、タブ、セミコロン、|"
        if delimiters != _DELIMITERS:
            tried_en = tried_ja = delimiters[0]
        return InputError(
            en=f"{path} has one column only; tried as delimiters: {tried_en}. A log needs at least a case, "
            "an activity and a time.",
            ja=f"{path} には列が1つしかありません(区切り文字として試したもの: {tried_ja})。"
            "少なくとも案件、処理、日時の3列が必要です。",
        )
    return InputError(
        en=f"{path} is no table: split at comma, tab, semicolon or |, its rows differ in their number "
        f"of cells (first line: {first[:40]!r}). Export it as CSV again.",
        ja=f"{path} は表になっていません。"
        "カンマ、タブ、セミコロン、| のどれで区切っても、行ごとに列の数が違います"
        f"(最初の行: {first[:40]!r})。CSV で出力し直してください。",
    )


def _too_wide(path: Path, table: _Table) -> InputError:
    line = table.records[table.start].line
    return InputError(
        en=f"{path}, line {line} has {table.width:,} columns; at most {MOST_COLUMNS:,} are read. "
        "Export a row an event, or a row a case with a column a milestone.",
        ja=f"{path} の {line} 行目には {table.width:,} 列あります。"
        f"読めるのは {MOST_COLUMNS:,} 列までです。"
        "1行1処理、又は1行1案件(処理ごとに日付の列)の形で出力してください。",
    )
