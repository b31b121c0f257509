"""Records of delimited text, with the lines they stand on, and the quote that is never closed.

>>> records, unfinished = read_records(["a,b\\n", '1,"x\\n', 'y"\\n', '2,"z\\n'], Syntax(",", '"', '"'))
>>> [(record.line, record.cells) for record in records], unfinished
([(1, ('a', 'b')), (2, ('1', 'x\\ny'))], 4)
"""

from __future__ import annotations

import contextlib
import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from bprkit.errors import InputError

LONGEST_RECORD = 16 * 1024 * 1024
"""Bytes. Nothing that people record as one event is longer; an unclosed quote is."""

_END = "\uffff\ufffe\uffff"  # no characters of any text: a line of its own unless a quote is open
_LINE_BREAK = re.compile("\r\n|\r|\n")


@dataclass(frozen=True)
class Syntax:
    """delimiter and quote are one character each; escape is the quote again where quotes are doubled."""

    delimiter: str
    quote: str
    escape: str

    def rows(self, lines: Iterable[str]) -> Iterator[tuple[list[str], int]]:
        """Yield the cells of each record and the number of lines read so far."""
        doubled = self.escape == self.quote
        reader = csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote,
            doublequote=doubled,
            escapechar=None if doubled else self.escape,
        )
        for cells in reader:
            yield cells, reader.line_num


@dataclass(frozen=True)
class Record:
    """One record: its cells, its first line (from 1), its number of lines, the line break that ends it."""

    cells: tuple[str, ...]
    line: int
    lines: int
    ending: str

    @property
    def filled(self) -> int:
        """How many cells hold more than white space."""
        return sum(bool(cell.strip()) for cell in self.cells)


def read_records(lines: list[str], syntax: Syntax) -> tuple[list[Record], int | None]:
    """Return the whole records of some lines, and the first line of one that a quote leaves open, or None."""
    records: list[Record] = []
    before = 0
    with _long_fields():
        for cells, read in syntax.rows(chain(lines, [_END])):
            if read > len(lines):
                return records, None if cells == [_END] else before + 1
            ending = _LINE_BREAK.search(lines[read - 1])
            records.append(Record(tuple(cells), before + 1, read - before, ending.group() if ending else ""))
            before = read
    return records, None


def refuse_open_quotes(
    path: Path, lines: Iterable[str], syntax: Syntax, *, first_line: int = 1, records: int | None = None
) -> None:
    """Raise InputError where a quote stays open to the end, or a record exceeds 16 MiB.

    Reads the given number of records, or all, and holds one at a time. The message names the line where the
    quote opened; first_line is the number of the first of these lines in the file.
    """
    source = _OneRecordAtATime(path, lines, syntax, first_line)
    with _long_fields():
        for number, (cells, _) in enumerate(syntax.rows(source), start=1):
            if cells and cells[-1].endswith(_END) and cells != [_END]:
                raise source.open_quote(to_the_end=True)
            source.forget()
            if number == records:
                return


class _OneRecordAtATime:
    def __init__(self, path: Path, lines: Iterable[str], syntax: Syntax, first_line: int) -> None:
        self._path, self._syntax = path, syntax
        self._lines = iter(lines)
        self._start = first_line
        self._held: list[str] = []
        self._size = 0
        self._ended = False

    def __iter__(self) -> _OneRecordAtATime:
        return self

    def __next__(self) -> str:
        line = next(self._lines, None)
        if line is None:
            if self._ended:
                raise StopIteration
            self._ended = True
            return _END
        self._held.append(line)
        self._size += len(line) if line.isascii() else len(line.encode())
        if self._size > LONGEST_RECORD:
            raise self.open_quote(to_the_end=False)
        return line

    def forget(self) -> None:
        self._start += len(self._held)
        self._held.clear()
        self._size = 0

    def open_quote(self, *, to_the_end: bool) -> InputError:
        ends_broken = bool(_LINE_BREAK.search(self._held[-1]))
        last_cell = [cells for cells, _ in self._syntax.rows(chain(self._held, [_END]))][-1][-1]
        if not last_cell.endswith(_END) or last_cell == _END:
            return too_long_line(self._path, self._start + len(self._held) - 1)
        since = len(_LINE_BREAK.findall(last_cell))
        line = self._start + len(self._held) - since - (not ends_broken)
        until_en = "before the end of the file" if to_the_end else "within 16 MiB"
        until_ja = "ファイルの終わりまで" if to_the_end else "16 MiB 読んでも"
        return InputError(
            en=f"{self._path}, line {line}: a quote {self._syntax.quote} opens here and is not closed "
            f"{until_en}. Close or remove it, or export the file again.",
            ja=f"{self._path} の {line} 行目で始まる引用符 {self._syntax.quote} が、"
            f"{until_ja}閉じられていません。引用符を直すか、もう一度出力してください。",
        )


def too_long_line(path: Path, line: int) -> InputError:
    """Return the error for a line above 16 MiB."""
    return InputError(
        en=f"{path}, line {line} is longer than 16 MiB: a quote that opens there is not closed, or the line "
        "breaks are missing. Correct it, or export the file again.",
        ja=f"{path} の {line} 行目は 16 MiB を超えています。引用符が閉じられていないか、改行がありません。"
        "その行を直すか、もう一度出力してください。",
    )


@contextlib.contextmanager
def _long_fields() -> Iterator[None]:
    before = csv.field_size_limit(2 * LONGEST_RECORD)
    try:
        yield
    finally:
        csv.field_size_limit(before)
