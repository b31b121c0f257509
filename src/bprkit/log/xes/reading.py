"""Read and write XES event logs (IEEE 1849), plain or gzipped, as Arrow record batches.

An XES log repeats itself: the same attribute with the same value stands in it thousands of times.
So expat, which judges every byte, calls nothing back (`xes_text`); the text it has passed is cut at each
`<` by Arrow, each distinct tag is understood once, and the rest is arithmetic on integers (`xes_blocks`).
A callback for every tag, by expat or lxml, takes more than twice as long.
"""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import numpy as np
import pyarrow as pa

from bprkit.errors import InputError
from bprkit.log.text.containers import reading
from bprkit.log.xes.blocks import Block, Finding, SoFar
from bprkit.log.xes.markup import XmlCheck, utf8_blocks
from bprkit.log.xes.writing import XesWritten, write_xes

__all__ = ["XesLog", "XesWritten", "read_xes", "write_xes"]

CASE_ID = "case:concept:name"
BLOCK = 16 << 20  # bytes of text understood at once: some 50,000 events
LONGEST_EVENT = 64 << 20  # bytes
MOST_CELLS = 20_000_000  # in one record batch


@dataclass(frozen=True)
class XesLog:
    """An XES log as it was recorded: a row an event, in the order of the file.

    `columns` begins with "case:concept:name" (null where a trace has no name, or an event no trace); then
    come the events' attributes; then the traces' own, their keys prefixed with "case:". What is declared as
    int or float is int64 or double; all else is the text of the file, dates too
    ("2011-10-11T13:45:40.276+02:00"). The declared type is in the metadata `xes` of each field of `schema`:
    "date", "string", "int" ...

    `findings` tells what could not be taken as it is, as (check, count, examples):
    empty_trace, event_outside_trace (kept, without a case), nested_attribute and attribute_without_value (set
    aside), duplicate_attribute (the last one counts), mixed_types and unparsable_number (the column is text),
    renamed_column (an event's own "case:x" beside the trace's x is "event:case:x").
    """

    columns: tuple[str, ...]
    schema: Any
    events: int
    traces: int
    findings: tuple[Finding, ...]
    _blocks: tuple[Block, ...] = field(repr=False)
    _of_events: Mapping[str, str] = field(repr=False)
    _of_traces: Mapping[str, Any] = field(repr=False)

    def batches(self) -> Iterator[Any]:
        """Yield pyarrow RecordBatches of some 50,000 events, all of the one `schema`; can be called again."""
        step = max(1, MOST_CELLS // len(self.columns))
        for block in self._blocks:
            for first in range(0, block.rows, step):
                yield self._batch(block, first, min(first + step, block.rows))

    def _batch(self, block: Block, first: int, end: int) -> Any:
        traces = block.traces[first:end]
        trace_of = pa.array(traces, mask=traces < 0)
        arrays = [
            self._of_traces[column.name].take(trace_of)
            if column.name in self._of_traces
            else block.column(self._of_events[column.name], first, end).cast(column.type)
            for column in self.schema
        ]
        return pa.RecordBatch.from_arrays(arrays, schema=self.schema)


def read_xes(path: str | os.PathLike[str], progress: Callable[[int], None] | None = None) -> XesLog:
    """Read an XES log, plain or gzipped (told by its first bytes, whatever its name).

    `progress` is called now and then with the number of events read so far.
    Defaults that the file declares as `global` are not filled in where an event lacks the attribute.
    Raises InputError if the file is missing, cut off, no XES, without events, or declares entities.

    >>> import tempfile
    >>> text = '''<log><trace><string key="concept:name" value="R6-17"/>
    ... <event><string key="concept:name" value="起案"/><int key="pages" value="3"/></event></trace></log>'''
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "log.xes"
    ...     _ = path.write_text(text, encoding="utf-8")
    ...     log = read_xes(path)
    >>> log.columns
    ('case:concept:name', 'concept:name', 'pages')
    >>> [batch.to_pylist() for batch in log.batches()]
    [[{'case:concept:name': 'R6-17', 'concept:name': '起案', 'pages': 3}]]
    """
    file = Path(path)
    check = XmlCheck(file.name)
    with reading(file) as stream:
        try:
            log = _read(stream, file.name, check, progress)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise InputError(
                en=f"{file.name} was cut off or damaged: its gzip data end near line {check.line} of the "
                "log. Copy or download it again.",
                ja=f"{file.name} はgzipデータが途切れているか壊れています（ログの{check.line}行目付近）。"
                "もう一度コピーまたはダウンロードしてください。",
            ) from error
    if not log.events:
        raise InputError(
            en=f"{file.name} holds no events (traces: {log.traces:,}). Export the log with its events.",
            ja=f"{file.name} にはイベントがありません（トレースは{log.traces:,}件）。"
            "イベントを含めて出力し直してください。",
        )
    return _finish(log)


def _read(stream: IO[bytes], name: str, check: XmlCheck, progress: Callable[[int], None] | None) -> SoFar:
    log = SoFar(name)
    rest = b""
    for text in utf8_blocks(stream, name, BLOCK):
        check.feed(text)
        rest = log.consume(rest + text)
        if len(rest) > LONGEST_EVENT:
            raise InputError(
                en=f"{name}, line {check.line}: an event longer than {LONGEST_EVENT >> 20} MB. "
                "Export the log without attachments or long texts.",
                ja=f"{name} の{check.line}行目に{LONGEST_EVENT >> 20} MBを超えるイベントがあります。"
                "添付ファイルや長文を除いて出力し直してください。",
            )
        if progress is not None:
            progress(log.events)
    check.end()
    log.consume(rest)
    return log


def _finish(log: SoFar) -> XesLog:
    empty = np.ones(log.traces, np.bool_)
    for block in log.blocks:
        empty[block.traces[block.traces >= 0]] = False
    of_traces = {f"case:{key}": _trace_column(key, log) for key in log.of_traces}
    names = of_traces.get(CASE_ID)
    log.tell(
        "empty_trace",
        int(empty.sum()),
        ({"trace": i + 1, "case": names and names[i].as_py()} for i in np.flatnonzero(empty).tolist()),
    )
    of_events = {f"event:{key}" if key in of_traces else key: key for key in log.of_events}
    for name, key in of_events.items():
        if name != key:
            log.tell("renamed_column", 1, [{"column": key, "renamed": name}])
    if CASE_ID not in of_traces and CASE_ID not in of_events:
        of_traces[CASE_ID] = pa.nulls(log.traces, pa.string())
    attributes = {name: log.of_events[key] for name, key in of_events.items()}
    attributes |= {name: log.of_traces[name.removeprefix("case:")] for name in of_traces}
    for name, attribute in attributes.items():
        if attribute.type == pa.string() and len(attribute.kinds) > 1:
            log.tell("mixed_types", 1, [{"column": name, "types": sorted(attribute.kinds)}])
    columns = tuple(sorted(attributes, key=lambda name: name != CASE_ID))
    schema = pa.schema(
        [
            pa.field(name, attributes[name].type, metadata={"xes": ",".join(sorted(attributes[name].kinds))})
            for name in columns
        ]
    )
    findings = tuple((check, found.count, tuple(found.examples)) for check, found in log.found.items())
    return XesLog(
        columns,
        schema,
        log.events,
        log.traces,
        findings,
        tuple(log.blocks),
        of_events,
        of_traces,
    )


def _trace_column(key: str, log: SoFar) -> Any:
    """Return one attribute of every trace, null where a trace lacks it."""
    owners = np.concatenate([owner for owner, _ in log.trace_values[key]])
    values = pa.chunked_array([value for _, value in log.trace_values[key]])
    place = np.full(log.traces, -1, np.int32)
    place[owners] = np.arange(len(owners), dtype=np.int32)
    _, times = np.unique(owners, return_counts=True)
    twice = owners[:0] if len(times) == len(owners) else np.unique(owners)[times > 1]
    places = ({"trace": int(trace) + 1, "attribute": key} for trace in twice)
    log.tell("duplicate_attribute", len(owners) - len(times), places)
    column = values.take(pa.array(place, mask=place < 0)).combine_chunks()
    return column.cast(log.of_traces[key].type)
