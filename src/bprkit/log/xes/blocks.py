"""From the tags of an XES log to its events and their attributes, a block of text at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bprkit.errors import InputError
from bprkit.log.xes.markup import ATTRIBUTE, EVENT, KINDS, LOG, TRACE, Tags, classify, without_asides

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]
    Marks = NDArray[np.bool_]

MOST_ATTRIBUTES = 10_000
EXAMPLES = 5

Finding = tuple[str, int, tuple[dict[str, object], ...]]

# What surrounds a tag; and where opening a tag leads, by what the tag is about.
_IN_LOG, _IN_TRACE, _IN_EVENT, _ELSEWHERE = range(4)
_LEADS_TO = np.full(6, _ELSEWHERE, np.int8)
_LEADS_TO[[LOG, TRACE, EVENT]] = _IN_LOG, _IN_TRACE, _IN_EVENT
_LIST = KINDS.index("list")


@dataclass(frozen=True)
class Block:
    """Consecutive events: the trace of each (-1: none), and their attributes sorted by key, then by row.

    `spans` says from where to where the attributes of one key stand in `row_of` and `code_of`;
    the codes point into `values`.
    """

    rows: int
    traces: Ints
    row_of: Ints
    code_of: Ints
    spans: Mapping[str, tuple[int, int]]
    values: Any

    def column(self, key: str, first: int, end: int) -> Any:
        """Return one attribute of the events from `first` to before `end`, as Arrow strings with nulls."""
        begin, stop = self.spans.get(key, (0, 0))
        low, high = begin + np.searchsorted(self.row_of[begin:stop], [first, end])
        code = np.full(end - first, -1, np.int32)
        code[self.row_of[low:high] - first] = self.code_of[low:high]
        return self.values.take(pa.array(code, mask=code < 0))


@dataclass
class Attribute:
    """What is known of one key: the types it was declared with, and whether its numbers are numbers."""

    kinds: set[str] = field(default_factory=set)
    all_numbers: bool = True

    @property
    def type(self) -> Any:
        """The Arrow type that holds every value."""
        return self.declared if self.all_numbers else pa.string()

    @property
    def declared(self) -> Any:
        """The Arrow type that holds every value if it is what it was declared to be."""
        if not self.kinds or not self.kinds <= {"int", "float"}:
            return pa.string()
        return pa.int64() if self.kinds == {"int"} else pa.float64()


@dataclass
class Found:
    """How often something was found, and the first few places."""

    count: int = 0
    examples: list[dict[str, object]] = field(default_factory=list)

    def add(self, count: int, examples: Iterable[dict[str, object]]) -> None:
        """Count more of it."""
        self.count += count
        self.examples += islice(examples, EXAMPLES - len(self.examples))


class _Place(NamedTuple):
    """Where a block of text begins: inside what, and how deep."""

    context: int
    depth: int


class _Scene(NamedTuple):
    """The tags of a block of text one by one: its code, what it is about, the depth before and after it.

    `context` is what surrounds it (or, if it opens or closes an event, a trace or the log, what that leads
    into), and `level` the depth there.
    """

    code: Ints
    what: NDArray[np.int8]
    before: Ints
    after: Ints
    context: NDArray[np.int8]
    level: Ints

    def until(self, stop: int) -> _Scene:
        return _Scene._make(part[:stop] for part in self)

    def begins(self, what: int) -> Marks:
        """Where an element of this sort begins (and perhaps ends at once)."""
        return (self.what == what) & (self.after >= self.before)


@dataclass
class SoFar:
    """What is known of a log while its text passes by."""

    name: str
    events: int = 0
    traces: int = 0
    blocks: list[Block] = field(default_factory=list)
    of_events: defaultdict[str, Attribute] = field(default_factory=lambda: defaultdict(Attribute))
    of_traces: defaultdict[str, Attribute] = field(default_factory=lambda: defaultdict(Attribute))
    trace_values: defaultdict[str, list[tuple[Ints, Any]]] = field(default_factory=lambda: defaultdict(list))
    found: defaultdict[str, Found] = field(default_factory=lambda: defaultdict(Found))
    _place: _Place = field(default_factory=lambda: _Place(_IN_LOG, 0))
    _keys: dict[str, int] = field(default_factory=dict)
    _key_names: list[str] = field(default_factory=list)

    def consume(self, text: bytes) -> bytes:
        """Understand well-formed text up to the last point between two events; return what is left."""
        text, rest = without_asides(text)
        begin, end = max(text.find(b"<"), 0), max(text.rfind(b"<"), 0)
        text, rest = text[begin:end], text[end:] + rest
        if not text:
            return rest
        tags = _split(text)
        coded = tags.dictionary_encode()
        known = classify(coded.dictionary, self._keys)
        self._key_names += islice(self._keys, len(self._key_names), None)
        scene = self._scene(coded.indices.to_numpy(), known)
        between = np.flatnonzero((scene.context != _IN_EVENT) & (scene.after == scene.level))
        if not len(between):
            return text + rest
        stop = int(between[-1]) + 1
        self._place = _Place(int(scene.context[stop - 1]), int(scene.level[stop - 1]))
        self._keep(scene.until(stop), known)
        return text[_offset(tags, stop) :] + rest

    def _scene(self, code: Ints, known: Tags) -> _Scene:
        what, delta = known.what[code], known.delta[code]
        after = self._place.depth + np.cumsum(delta, dtype=np.int32)
        turns = np.flatnonzero((what >= EVENT) & (delta != 0))
        leads_out_to = np.where((what[turns] == EVENT) & (after[turns] == 2), _IN_TRACE, _IN_LOG)
        leads_to = np.where(delta[turns] > 0, _LEADS_TO[what[turns]], leads_out_to).astype(np.int8)
        lengths = np.diff([0, *turns, len(code)])
        context = np.repeat(np.concatenate([[np.int8(self._place.context)], leads_to]), lengths)
        level = np.repeat(np.concatenate([[np.int32(self._place.depth)], after[turns]]), lengths)
        scene = _Scene(code, what, after - delta, after, context, level)
        self._check_nesting(scene)
        return scene

    def _check_nesting(self, scene: _Scene) -> None:
        """Refuse a trace outside the log, or an event that is neither in a trace nor in the log."""
        begun = np.flatnonzero((scene.what >= EVENT) & (scene.after >= scene.before))
        what, before = scene.what[begun], scene.before[begun]
        inside = np.append(scene.context, self._place.context)[
            begun - 1
        ]  # of what stands before it; -1: the last
        level = np.append(scene.level, self._place.depth)[begun - 1]
        in_log, in_trace = (inside == _IN_LOG) & (level == 1), inside == _IN_TRACE
        fits = np.select([what == EVENT, what == LOG], [in_log | in_trace, level == 0], in_log) & (
            before == level
        )
        if not fits.all():
            at = int(begun[np.flatnonzero(~fits)[0]])
            element = {EVENT: "event", TRACE: "trace", LOG: "log"}.get(int(scene.what[at]), "global")
            row = self.events + int(scene.begins(EVENT)[:at].sum())
            raise InputError(
                en=f"{self.name}: after event {row:,}, a <{element}> stands where none can be. "
                "This is no XES log; export it again.",
                ja=f"{self.name}: {row:,}件目のイベントの後に、置けない場所に <{element}> があります。"
                "XESログとして正しくないため、もう一度出力してください。",
            )

    def _keep(self, scene: _Scene, known: Tags) -> None:
        begins = scene.begins(EVENT)
        row = np.cumsum(begins, dtype=np.int32) - 1
        trace = self.traces + np.cumsum(scene.begins(TRACE), dtype=np.int32) - 1
        traces = np.where(scene.before == 2, trace, -1)[begins].astype(np.int32)
        outside = np.flatnonzero(traces < 0)
        self.tell("event_outside_trace", len(outside), ({"row": self.events + int(at) + 1} for at in outside))

        attribute = scene.begins(ATTRIBUTE) & (scene.context != _IN_LOG) & (scene.context != _ELSEWHERE)
        valued = known.values.is_valid().to_numpy(zero_copy_only=False)[scene.code]
        top = scene.before == scene.level
        is_list = known.kind[scene.code] == _LIST
        for check, aside in (
            ("nested_attribute", attribute & (~top | is_list)),
            ("attribute_without_value", attribute & top & ~is_list & ~valued),
        ):
            at = np.flatnonzero(aside)
            self.tell(check, len(at), self._places(at.tolist(), scene, row, trace, known))

        taken = attribute & top & valued & ~is_list
        of_events = np.flatnonzero(taken & (scene.context == _IN_EVENT))
        self._keep_events(traces, row[of_events], scene.code[of_events], known)
        of_traces = np.flatnonzero(taken & (scene.context == _IN_TRACE))
        owner, code, spans = self._by_key(trace[of_traces], scene.code[of_traces], known)
        for key, (low, high) in spans.items():
            self._learn(self.of_traces[key], f"case:{key}", code[low:high], known)
            self.trace_values[key].append((owner[low:high], known.values.take(pa.array(code[low:high]))))
        self.events += len(traces)
        self.traces = int(trace[-1]) + 1
        if len(self.of_events) + len(self.of_traces) > MOST_ATTRIBUTES:
            raise InputError(
                en=f"{self.name} has more than {MOST_ATTRIBUTES:,} different attributes. Export fewer.",
                ja=f"{self.name} の属性が{MOST_ATTRIBUTES:,}種類を超えています。"
                "属性を減らして出力し直してください。",
            )

    def _keep_events(self, traces: Ints, row: Ints, code: Ints, known: Tags) -> None:
        row, code, spans = self._by_key(row, code, known)
        for key, (low, high) in spans.items():
            self._learn(self.of_events[key], key, code[low:high], known)
            again = np.flatnonzero(row[low + 1 : high] == row[low : high - 1])
            rows = row[low + again]
            places = ({"row": self.events + int(at) + 1, "attribute": key} for at in rows)
            self.tell("duplicate_attribute", len(again), places)
        if len(traces):
            self.blocks.append(Block(len(traces), traces, row, code, spans, known.values))

    def _by_key(self, owner: Ints, code: Ints, known: Tags) -> tuple[Ints, Ints, dict[str, tuple[int, int]]]:
        key = known.key[code]
        order = np.argsort(key, kind="stable")
        present, starts = np.unique(key[order], return_index=True)
        names = [self._key_names[k] for k in present.tolist()]
        spans = pairwise([*starts.tolist(), len(key)])
        return owner[order], code[order], dict(zip(names, spans, strict=True))

    def _learn(self, attribute: Attribute, column: str, code: Ints, known: Tags) -> None:
        attribute.kinds.update(KINDS[kind] for kind in np.unique(known.kind[code]).tolist())
        if attribute.declared == pa.string():
            return
        distinct, counts = np.unique(code, return_counts=True)
        texts = known.values.take(pa.array(distinct))
        if _are(attribute.declared, texts):
            return
        attribute.all_numbers = False
        wrong = [not _are(attribute.declared, texts.slice(i, 1)) for i in range(len(texts))]
        examples = ({"column": column, "value": value} for value in texts.filter(pa.array(wrong)).to_pylist())
        self.tell("unparsable_number", int(counts[wrong].sum()), examples)

    def _places(
        self, tags: list[int], scene: _Scene, row: Ints, trace: Ints, known: Tags
    ) -> Iterator[dict[str, object]]:
        """Say where attributes are, given by the places of their tags."""
        for i in tags:
            in_event = scene.context[i] == _IN_EVENT
            number = self.events + int(row[i]) if in_event else int(trace[i])
            key = self._key_names[known.key[scene.code[i]]]
            yield {"row" if in_event else "trace": number + 1, "attribute": key}

    def tell(self, check: str, count: int, examples: Iterable[dict[str, object]]) -> None:
        """Count what was found."""
        if count:
            self.found[check].add(count, examples)


def _split(text: bytes) -> Any:
    """Cut at each `<` (the tags lose it); the first piece is what stands before the first of them."""
    ends = pa.py_buffer(np.array([0, len(text)], np.int32))
    return pc.split_pattern(pa.StringArray.from_buffers(1, ends, pa.py_buffer(text)), "<").values


def _offset(tags: Any, stop: int) -> int:
    """Where in the text the `<` of tag number `stop` stands."""
    ends = np.frombuffer(tags.buffers()[1], np.int32)
    return int(ends[stop]) + stop - 1


def _are(numbers: Any, texts: Any) -> bool:
    try:
        texts.cast(numbers)
    except pa.ArrowInvalid:
        return False
    return True
