"""Write XES event logs (IEEE 1849) as a stream of Arrow record batches comes in.

The text of a batch is put together by Arrow, column by column, and written in one piece.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bprkit.files import write_beside
from bprkit.log.zones import SECOND, check_zone, zone_clock

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

CASE = "case:concept:name"
ACTIVITY = "concept:name"
TIME = "time:timestamp"
START = "start_timestamp"
LIFECYCLE = "lifecycle:transition"
INSTANCE = "concept:instance"
ROWS = 50_000  # put together at once

_MINUTE = 60 * SECOND
_NOT_IN_XML = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x{FFFE}\x{FFFF}]"
_REFERENCES = {"&": "&amp;", "<": "&lt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
_BEGINNING = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">
\t<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
\t<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
\t<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
\t<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
\t<classifier name="Activity" keys="concept:name"/>
"""


@dataclass(frozen=True)
class XesWritten:
    """What was written, and what had to be left out.

    `characters_removed` are characters that XML 1.0 cannot hold (control characters in free text);
    `case_values_dropped` are values of a "case:" column that differ from the one in their case's first row.
    """

    events: int
    cases: int
    characters_removed: int
    case_values_dropped: int


def write_xes(
    batches: Iterable[Any],
    path: str | os.PathLike[str],
    keys: Mapping[str, str] | None = None,
    *,
    timezone: str = "Asia/Tokyo",
) -> XesWritten:
    """Write pyarrow RecordBatches as an XES log, gzipped if the name ends in .gz.

    The rows are in order of case, then time. `keys` gives the XES key of columns (those it does not name keep
    their names): "case:concept:name" is needed; keys that begin with "case:" become attributes of the trace,
    from the first row of the case. A row with a "start_timestamp" is written as two events, of lifecycle
    start and complete, in the order of their times; without a time, as its start alone. Where an activity
    starts again in a case before it is completed, a "concept:instance" tells which of them belong together.
    The file appears when it is complete; on an error, and on Ctrl-C, nothing is left of it.

    Timestamps are written with the offset of `timezone`: those without a zone are its wall clock (of an hour
    that summer time repeats, the first); dates are midnight. Raises OutputError if the file cannot be
    written, ValueError for a case without a name or one that comes twice.

    >>> import tempfile
    >>> from datetime import datetime
    >>> event = {"文書番号": "R6-17", "処理": "起案", "日時": datetime(2024, 6, 29, 9)}
    >>> rows = pa.RecordBatch.from_pylist([event])
    >>> keys = {"文書番号": "case:concept:name", "処理": "concept:name", "日時": "time:timestamp"}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "log.xes"
    ...     written = write_xes([rows], path, keys)
    ...     lines = path.read_text(encoding="utf-8").splitlines()
    >>> written.events, lines[-4].strip()
    (1, '<date key="time:timestamp" value="2024-06-29T09:00:00+09:00"/>')
    """
    keys = keys or {}
    written = _Written(check_zone(timezone))
    with _opened(Path(path)) as out:
        out.write(_BEGINNING.encode())
        rest: Any = None
        for batch in batches:
            named = batch.rename_columns([keys.get(name, name) for name in batch.schema.names])
            for at in range(0, named.num_rows, ROWS):
                rows = pa.Table.from_batches([named.slice(at, ROWS)])
                rows = rows if rest is None else pa.concat_tables([rest, rows], promote_options="permissive")
                last = int(np.flatnonzero(_case_begins(rows))[-1])
                written.add(rows.slice(0, last), out)
                rest = rows.slice(last)
        if rest is not None:
            written.add(rest, out)
        out.write(b"</log>\n")
    return XesWritten(written.events, written.cases, written.removed, written.dropped)


@dataclass
class _Written:
    """What has been written so far; the cases are kept, for each may come only once."""

    timezone: str
    events: int = 0
    instances: int = 0
    cases: int = 0
    removed: int = 0
    dropped: int = 0
    _seen: set[str] = field(default_factory=set)

    def add(self, rows: Any, out: BinaryIO) -> None:
        """Write the events of whole cases."""
        if not rows.num_rows:
            return
        begins = _case_begins(rows)
        first = np.flatnonzero(begins)
        case_of = np.cumsum(begins) - 1
        self._see(rows[CASE].take(pa.array(first)).to_pylist())
        columns = {name: _plain(rows[name]) for name in rows.column_names}
        row, times, phase = self._events(columns, case_of)
        opens = np.diff(case_of[row], prepend=-1) > 0
        closes = np.append(opens[1:], True)
        heads = _join(pa.repeat("\t<trace>\n", len(first)), *self._of_cases(columns, first, case_of))
        bodies = _join(pa.repeat("\t\t<event>\n", len(case_of)), *self._of_rows(columns, case_of))
        parts = [
            heads.take(pa.array(case_of[row], mask=~opens)).fill_null(""),
            bodies.take(pa.array(row)),
            _element("date", TIME, times, "\t\t\t"),
        ]
        if phase is not None:
            names = pa.array(["start", "complete"]).take(pa.array(phase))
            parts.append(_element("string", LIFECYCLE, names, "\t\t\t"))
        tails = pa.array(["\t\t</event>\n", "\t\t</event>\n\t</trace>\n"]).take(
            pa.array(closes.astype(np.int8))
        )
        _write_texts(_join(*parts, tails), out)
        self.events += len(row)
        self.instances += rows.num_rows
        self.cases += len(first)

    def _see(self, names: list[str | None]) -> None:
        for name in names:
            if name is None:
                raise ValueError("a row without a case cannot be written as XES")
            if name in self._seen:
                raise ValueError(f"case {name!r} comes twice: the rows must be in order of case")
            self._seen.add(name)

    def _of_cases(self, columns: Mapping[str, Any], first: Ints, case_of: Ints) -> Iterator[Any]:
        for name, column in columns.items():
            if name.startswith("case:") and column.type != pa.null():
                told = column.take(pa.array(first))
                kind, texts = self._texts(told)
                yield _element(kind, name.removeprefix("case:"), texts, "\t\t")
                same = pc.equal(column, told.take(pa.array(case_of))).fill_null(False)
                both_missing = pc.and_(column.is_null(), told.take(pa.array(case_of)).is_null())
                self.dropped += len(column) - pc.sum(pc.or_(same, both_missing)).as_py()

    def _of_rows(self, columns: Mapping[str, Any], case_of: Ints) -> Iterator[Any]:
        apart = {TIME, START, *([LIFECYCLE] if START in columns else [])}
        for name, column in columns.items():
            if not name.startswith("case:") and name not in apart and column.type != pa.null():
                kind, texts = self._texts(column)
                yield _element(kind, name, texts, "\t\t\t")
        if START in columns and ACTIVITY in columns and INSTANCE not in columns:
            number = self.instances + np.arange(1, len(case_of) + 1)
            alone = ~_in_case_with_overlap(columns, case_of)
            yield _element("string", INSTANCE, pa.array(number, mask=alone).cast(pa.string()), "\t\t\t")

    def _events(self, columns: Mapping[str, Any], case_of: Ints) -> tuple[Ints, Any, Ints | None]:
        """Return the row of each event, its time as text, and, if starts are known, 0 (start) or 1 (end)."""
        row = np.arange(len(case_of))
        time = columns[TIME] if TIME in columns else pa.nulls(len(row), pa.timestamp("us"))
        if START not in columns:
            return row, _iso(time, self.timezone), None
        start = columns[START]
        started = start.is_valid().to_numpy(zero_copy_only=False)
        completed = time.is_valid().to_numpy(zero_copy_only=False) | ~started
        row = np.concatenate([row[started], row[completed]])
        phase = np.repeat([0, 1], [started.sum(), completed.sum()])
        moment = np.concatenate([_moments(start)[started], _moments(time)[completed]])
        order = np.lexsort((2 * row + phase, moment, case_of[row]))
        row, phase = row[order], phase[order]
        texts = pa.concat_arrays([_iso(start, self.timezone), _iso(time, self.timezone)])
        return row, texts.take(pa.array(row + phase * len(time))), phase

    def _texts(self, column: Any) -> tuple[str, Any]:
        """Return the XES type of a column, and its values as text fit to stand between quotes."""
        if pa.types.is_timestamp(column.type) or pa.types.is_date(column.type):
            return "date", _iso(column, self.timezone)
        if pa.types.is_boolean(column.type):
            return "boolean", column.cast(pa.string())
        if pa.types.is_integer(column.type):
            return "int", column.cast(pa.string())
        if pa.types.is_floating(column.type) or pa.types.is_decimal(column.type):
            return "float", column.cast(pa.string())
        coded = column.cast(pa.string()).dictionary_encode()
        fit, removed = _escape(coded.dictionary)
        if removed is not None:
            self.removed += pc.sum(removed.take(coded.indices)).as_py()
        return "string", fit.take(coded.indices)


def _plain(column: Any) -> Any:
    column = column.combine_chunks()
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def _case_begins(rows: Any) -> NDArray[np.bool_]:
    code = _plain(rows[CASE]).cast(pa.string()).dictionary_encode().indices.fill_null(-1).to_numpy()
    return np.diff(code, prepend=-2) != 0


def _in_case_with_overlap(columns: Mapping[str, Any], case_of: Ints) -> NDArray[np.bool_]:
    """Tell the rows of cases in which an activity starts again before it is completed.

    Which completion belongs to which start cannot be told there without a number for the instance.
    """
    activity = columns[ACTIVITY].cast(pa.string()).dictionary_encode().indices.fill_null(-1).to_numpy()
    start, end = _moments(columns[START]), _moments(columns[TIME])
    order = np.lexsort((start, activity, case_of))
    same = (np.diff(case_of[order]) == 0) & (np.diff(activity[order]) == 0)
    overlap = same & (start[order][1:] < end[order][:-1])
    return np.isin(case_of, case_of[order][1:][overlap])


def _moments(times: Any) -> Ints:
    """Return microseconds since 1970, missing ones last."""
    stamps = times.cast(pa.timestamp("us", getattr(times.type, "tz", None)), safe=False)
    last = np.iinfo(np.int64).max
    return cast("Ints", stamps.cast(pa.int64()).fill_null(last).to_numpy())


def _iso(times: Any, timezone: str) -> Any:
    """Return ISO 8601 texts with the zone's offset, to the microsecond where that says more."""
    valid = times.is_valid().to_numpy(zero_copy_only=False)
    if not valid.any():
        return pa.nulls(len(times), pa.string())
    moment = np.where(valid, _moments(times), 0)
    clock = zone_clock(timezone, int(moment[valid].min()), int(moment[valid].max()))
    aware = getattr(times.type, "tz", None) is not None
    offset = np.full(len(moment), clock.base)
    for step in clock.steps:
        since = step.instant if aware else step.instant + max(step.before, step.after)
        offset += np.where(moment >= since, step.after - step.before, 0)
    minutes = offset // _MINUTE
    wall = moment + minutes * _MINUTE if aware else moment
    text = pc.strftime(pa.array(wall, mask=~valid).cast(pa.timestamp("us")), format="%Y-%m-%dT%H:%M:%S")
    text = pc.replace_substring_regex(text, pattern=r"(?:\.000)?000$", replacement="")
    distinct, which = np.unique(minutes, return_inverse=True)
    signs = [f"{'-' if m < 0 else '+'}{abs(m) // 60:02}:{abs(m) % 60:02}" for m in distinct.tolist()]
    return _join(text, pa.array(signs).take(pa.array(which)))


def _escape(texts: Any) -> tuple[Any, Any | None]:
    """Return texts fit to stand between double quotes, and how many characters each lost (None: none)."""
    removed = pc.count_substring_regex(texts, pattern=_NOT_IN_XML)
    if lost := pc.sum(removed).as_py():
        texts = pc.replace_substring_regex(texts, pattern=_NOT_IN_XML, replacement="")
    for character, reference in _REFERENCES.items():
        texts = pc.replace_substring(texts, pattern=character, replacement=reference)
    return texts, removed if lost else None


def _element(kind: str, key: str, texts: Any, indent: str) -> Any:
    """Return an attribute of each event or trace as XML, nothing where it is missing."""
    safe_key = _escape(pa.array([key]))[0][0].as_py()
    return _join(f'{indent}<{kind} key="{safe_key}" value="', texts, '"/>\n').fill_null("")


def _join(*parts: Any) -> Any:
    return pc.binary_join_element_wise(*parts, "")


def _write_texts(texts: Any, out: BinaryIO) -> None:
    _, offsets, characters = texts.buffers()
    ends = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    out.write(memoryview(characters)[ends[0] : ends[-1]])


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes the place of `path` when all is written, gzipped if its name says so."""
    with write_beside(path) as unfinished, unfinished.open("wb") as raw:
        if path.suffix.lower() == ".gz":
            with gzip.GzipFile("", "wb", compresslevel=6, fileobj=raw, mtime=0) as packed:
                yield cast(BinaryIO, packed)
        else:
            yield raw
