"""What a log is read from: rows in the engine, each column under its header, and where in its files a row stands.

Nothing is understood here: what a column means is decided by `columns`, how dates are read by `dates`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bprkit.errors import InputError
from bprkit.log.engine import ROW, DuckDB, Engine
from bprkit.log.findings import Finding
from bprkit.log.text.files import TextFile
from bprkit.log.text.headers import unique_names

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

FILE = "_bprkit_file"
SAMPLE_ROWS = 20_000


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


def kept(engine: Engine, arrow: Any) -> ir.Table:
    """Take Arrow rows into the engine, each column under a name of its own."""
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
        en=f"{name} cannot be read: {first_line(error)}. Mend it or export it again.",
        ja=f"{name} を読み込めません（{first_line(error)}）。内容を直すか、もう一度出力してください。",
    )


def first_line(error: Exception) -> str:
    """Return the first line of what an engine says, as part of a sentence."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0][:200].rstrip(".:") if lines else type(error).__name__
