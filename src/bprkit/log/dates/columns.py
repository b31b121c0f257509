"""How the engine reads a column of dates: by its own cast where that is safe, else by the distinct parts."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from bprkit.log.dates.formats import (
    DATE_PART_PATTERN,
    DateFormat,
    infer_format,
    parse_date_part,
    parse_time_part,
)
from bprkit.log.engine import Engine
from bprkit.log.zones import DAY, SECOND, ZoneClock, zone_clock

if TYPE_CHECKING:
    import ibis.expr.types as ir

How = Literal["typed", "cast", "parts"]

# Stamps outside these years are mistakes of typing: no calendar reaches there.
EARLIEST = -70 * 366 * DAY
LATEST = 180 * 365 * DAY
RAW = "_bprkit_raw"
"""The text of a date that was not read; a header may be any word, so ours is none that a header would be."""
_VALUE = "_bprkit_value"
_UNSURE_SPAN = (20 * 365 * DAY, 70 * 365 * DAY)


@dataclass(frozen=True)
class DateColumn:
    """A column of dates and how to read it as microseconds since 1970.

    `aware`: the values carry offsets, so the result is an instant; otherwise it is of the wall clock.
    `naive_zone`: in an aware column, the zone of the values that carry none. `template`: the shape of the sampled
    texts as a LIKE pattern, which is quicker to check than a regular expression.
    """

    header: str
    how: How
    aware: bool
    dates_only: bool
    engine: Engine
    format: DateFormat | None = None
    template: str | None = None
    naive_zone: str | None = None

    def read(self, source: ir.Table) -> tuple[ir.Table, Any]:
        """Return the source (with what reading needs joined to it) and the expression of the microseconds.

        What cannot be read, and what lies outside the years 1900 to 2149, is missing in the result.
        """
        if self.how == "parts":
            source, value = self._from_parts(source)
        elif self.how == "cast":
            value = self._cast(source[self.header])
        else:
            value = self._typed(source[self.header])
        return source, value.between(EARLIEST, LATEST).ifelse(value, None)

    def in_zone(self, zone: str) -> DateColumn:
        """Return the column with naive values among aware ones taken to be of this zone."""
        return replace(self, naive_zone=zone)

    def readable(self, source: ir.Table) -> ir.Table:
        """Return the rows whose date was read."""
        read, value = self.read(source)
        return read.mutate(**{_VALUE: value}).filter(lambda t: t[_VALUE].notnull())

    def unreadable(self, source: ir.Table) -> ir.Table:
        """Return the rows whose text is there but not read, with the text as the column RAW."""
        read, value = self.read(source)
        text = read[self.header].cast("string")
        return read.mutate(**{RAW: text, _VALUE: value}).filter(
            lambda t: t[_VALUE].isnull() & t[RAW].nullif("").notnull()
        )

    def without_offset(self, source: ir.Table) -> ir.Table:
        """Return the rows of an aware column that were taken to be of `naive_zone`."""
        read, value = self.read(source)
        return read.mutate(**{_VALUE: value}).filter(
            lambda t: t[_VALUE].notnull() & t[f"{self._tag('time')}_second"].isnull()
        )

    def by_parts(self, *, naive_zone: str | None = None) -> DateColumn:
        """Return the column read by its parts, which knows every spelling; with a zone, of both kinds of stamps."""
        return replace(self, how="parts", aware=self.aware or naive_zone is not None, naive_zone=naive_zone)

    def _tag(self, part: str) -> str:
        return f"_{part}_{zlib.crc32(self.header.encode()):08x}"

    def _typed(self, column: Any) -> Any:
        kind = column.type()
        if kind.is_date():
            column = column.cast("timestamp")
        return self.engine.microseconds(column)

    def _cast(self, text: Any) -> Any:
        safe = text.re_search(self.engine.castable_stamps(aware=self.aware))
        if self.template is not None:
            safe = text.like(self.template) | safe
        return safe.ifelse(self.engine.microseconds(self.engine.cast_stamp(text, aware=self.aware)), None)

    def _from_parts(self, source: ir.Table) -> tuple[ir.Table, Any]:
        assert self.format is not None
        date_column, time_column = self._tag("date"), self._tag("time")
        ordered = self.engine.in_order(source)  # a join may forget the order of the file
        split = ordered.mutate(
            **{date_column: ordered[self.header].cast("string").re_extract(DATE_PART_PATTERN, 0)}
        )
        split = split.mutate(
            **{time_column: split[self.header].cast("string").substr(split[date_column].length())}
        )
        days = self._parsed(split, date_column, self._day)
        times = self._parsed(split, time_column, parse_time_part)
        joined = split.left_join(days, split[date_column] == days[f"{date_column}_text"])
        joined = joined.left_join(times, joined[time_column] == times[f"{time_column}_text"])
        day, microseconds = joined[f"{date_column}_first"], joined[f"{time_column}_first"]
        bare = joined[time_column].strip() == ""
        value = day * DAY + bare.ifelse(0, microseconds)
        offset = joined[f"{time_column}_second"]
        if not self.aware:
            value = offset.isnull().ifelse(value, None)  # not bent to the wall clock: `date_agreement` asks
        elif self.naive_zone is None:
            value = value - offset * SECOND
        else:
            naive = _unsure_clock(self.naive_zone).to_instant(value)
            value = offset.notnull().ifelse(value - offset * SECOND, naive)
        return joined, value

    def _day(self, text: str) -> tuple[int, None] | None:
        assert self.format is not None
        day = parse_date_part(text, era_default=self.format.era_default, day_first=self.format.day_first)
        return None if day is None else (day, None)

    def _parsed(self, table: ir.Table, column: str, parse: Any) -> ir.Table:
        """Parse the distinct texts of a column in Python, once each, into a small table."""
        import pyarrow as pa

        texts = table.select(text=table[column]).distinct().to_pyarrow()["text"].to_pylist()
        texts = sorted(text for text in texts if text is not None)
        parsed = [parse(text) or (None, None) for text in texts]
        arrow = pa.table(
            {
                f"{column}_text": pa.array(texts, pa.string()),
                f"{column}_first": pa.array([first for first, _ in parsed], pa.int64()),
                f"{column}_second": pa.array([second for _, second in parsed], pa.int64()),
            }
        )
        return self.engine.keep_arrow(arrow, arrow.column_names, "date_parts")


def _unsure_clock(zone: str) -> ZoneClock:
    return zone_clock(zone, *_UNSURE_SPAN)


def date_column(
    engine: Engine,
    header: str,
    kind: Any,
    sample: Sequence[Any],
    *,
    era: Any = None,
    day_first: bool | None = None,
) -> DateColumn:
    """Decide how a column is read from its type in the engine and a sample of its values.

    Raises InputError where day and month, or the era, cannot be told.
    """
    if kind.is_date():
        return DateColumn(header, "typed", False, True, engine)
    if kind.is_timestamp():
        midnight = all(
            value is None or (value.hour, value.minute, value.second) == (0, 0, 0) for value in sample
        )
        return DateColumn(header, "typed", kind.timezone is not None, midnight and bool(sample), engine)
    texts = [str(value) for value in sample if value is not None and str(value) != ""]
    found = infer_format(texts, era_default=era, day_first=day_first, column=header)
    castable = found.kind == "iso" and kind.is_string()
    return DateColumn(
        header,
        "cast" if castable else "parts",
        found.offsets != "none",
        found.date_only or found.midnight_only,
        engine,
        format=found,
        template=_template(texts) if castable and engine.name == "duckdb" else None,
    )


def _template(texts: Sequence[str]) -> str | None:
    """Return the LIKE pattern that all sampled texts share, digits left open; None if they differ."""
    shapes = {re.sub(r"\d", "_", text) for text in texts}
    shape = shapes.pop() if len(shapes) == 1 else None
    return shape if shape is not None and "%" not in shape and "\\" not in shape else None
