"""A delimited text behind a table: where its rows stand, and what an engine's complaint about it means."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bprkit.errors import InputError
from bprkit.log.text.containers import reading
from bprkit.log.text.delimited import Dialect, refuse_open_quote_in
from bprkit.log.text.encodings import Encoding, first_undecodable, undecodable_error
from bprkit.log.text.records import Syntax

_BLANK_LINE = re.compile(rb"\n\r?\n[^\r\n]|\r\r[^\r\n]")
_CHUNK = 1 << 24
_SEARCHED = 1 << 30
_CELLS = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)")
_LINE = re.compile(r"on Line:?\s*(\d+)")


class ShortRow(InputError):
    """A row has fewer cells than the header; read anew, such rows may be filled up with blanks."""


@dataclass(frozen=True)
class TextFile:
    """A text file as it was read.

    original: the user's file. utf8: the same, or its copy in UTF-8. encoding: of `utf8`'s original, or UTF-8 if there
    is no copy. dialect: how it is delimited.
    """

    original: Path
    utf8: Path
    encoding: Encoding
    dialect: Dialect

    def rows_in_file(self, numbers: Sequence[int]) -> dict[int, int]:
        """Return the row that a spreadsheet shows for each of these rows below the header, counted from 0.

        Engines pass over blank lines; a spreadsheet counts them.
        """
        above = self.dialect.skip + 2
        if not numbers or not self._has_blank_lines():
            return {number: number + above for number in numbers}
        wanted, found, number = set(numbers), {}, 0
        for place, cells in enumerate(self._records()):
            if cells:
                if number in wanted:
                    found[number] = place + above
                    if len(found) == len(wanted):
                        break
                number += 1
        return found

    def _records(self) -> Iterator[list[str]]:
        dialect = self.dialect
        syntax = Syntax(dialect.delimiter, dialect.quote, dialect.escape)
        with reading(self.utf8) as stream:
            text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
            for cells, _ in islice(syntax.rows(text), dialect.skip + 1, None):
                yield cells

    def _has_blank_lines(self) -> bool:
        """Tell whether a blank line stands anywhere in the first GiB but at its end (or seems to, within quotes)."""
        with reading(self.utf8) as stream:
            rest = b""
            for _ in range(_SEARCHED // _CHUNK):
                chunk = stream.read(_CHUNK)
                if not chunk:
                    break
                joined = rest + chunk
                suspected = any(blank in joined for blank in (b"\n\n", b"\n\r\n", b"\r\r"))
                if suspected and _BLANK_LINE.search(joined):
                    return True
                rest = joined[-256:]
        return False

    def error(self, told: str) -> InputError | None:
        """Return what an engine's complaint means to the user; None if it cannot be made out."""
        lower = told.lower()
        if "utf" in lower or "unicode" in lower or "encod" in lower:
            where = first_undecodable(self.utf8, self.encoding)
            if where is not None:
                return undecodable_error(self.original, self.encoding, where)
        if "quote" in lower.partition("possible")[0] or "line size" in lower or "buffer" in lower:
            try:
                refuse_open_quote_in(self.utf8, self.dialect)
            except InputError as error:
                return of_original(error, self.utf8, self.original)
        line, cells = _LINE.search(told), _CELLS.search(told)
        if line and cells:
            return self._uneven(int(line[1]), int(cells[1]), int(cells[2]))
        if line and "quote" in lower.partition("possible")[0]:
            return self._misplaced_quote(int(line[1]))
        return None

    def _uneven(self, line: int, expected: int, found: int) -> InputError:
        short = found < expected
        error = ShortRow if short else InputError
        return error(
            en=f"{self.original}, line {line} has {found if short else f'more than {expected}'} cells, the header "
            f"{expected}. A comma or a quote too many or too few? Mend that line, or export the file again.",
            ja=f"{self.original} の{line}行目は{found if short else f'{expected}を超える'}列、見出しは{expected}列です。"
            "区切り文字や引用符の過不足がないか確かめ、その行を直すか、もう一度出力してください。",
        )

    def _misplaced_quote(self, line: int) -> InputError:
        quote = self.dialect.quote
        return InputError(
            en=f"{self.original}, line {line}: a quote {quote} within a cell is not doubled, or not closed. "
            "Mend that line, or export the file again.",
            ja=f"{self.original} の{line}行目：セルの中の引用符 {quote} が二重になっていないか、閉じられていません。"
            "その行を直すか、もう一度出力してください。",
        )


def of_original(error: InputError, copy: Path, original: Path) -> InputError:
    """Return the error with the user's file in place of its copy."""
    texts = {
        language: getattr(error, language).replace(str(copy), str(original)) for language in ("en", "ja")
    }
    return InputError(**{k: v.replace(copy.name, original.name) for k, v in texts.items()})
