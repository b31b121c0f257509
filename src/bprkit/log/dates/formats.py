"""A column of dates: may the engine cast it, is it date only, with offsets, day or month first?

>>> infer_format(["2024-06-29 09:05", "2024-07-01 10:00"]).kind
'iso'
>>> found = infer_format(["29/06/2024 9:05", "01/07/2024 10:00"])
>>> found.kind, found.day_first
('parts', True)
>>> found = infer_format(["R6.6.29", "R6.7.1", "未定"])
>>> found.date_only, found.share, found.unparsed
(True, 0.6666666666666666, ('未定',))

What DuckDB 2.0 casts to TIMESTAMP otherwise than meant, in silence, each a reason for `kind='parts'`: 6/6/29
(the year 6), `2024-06-29 9:05 PM` (the morning), an offset (dropped), ` +09:00` after a space (dropped;
TIMESTAMPTZ gives NULL), a zone name (dropped), `epoch`, `infinity`, `2024 06 29`. It casts to NULL:
`2024.6.29`, `20240629`, a comma before the fraction, a lower-case t or z, surrounding spaces, a weekday.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bprkit.errors import InputError
from bprkit.log.dates.stamps import (
    DATE_PART_PATTERN,
    ENGINE_AWARE_PATTERN,
    ENGINE_NAIVE_PATTERN,
    MICROSECONDS_A_DAY,
    Era,
    Stamp,
    castable,
    from_excel_serial,
    lacks_era,
    may_be_miscast,
    parse_date_part,
    parse_stamp,
    parse_time_part,
    split_stamp,
    year_last_numbers,
)

__all__ = [
    "DATE_PART_PATTERN",
    "ENGINE_AWARE_PATTERN",
    "ENGINE_NAIVE_PATTERN",
    "MICROSECONDS_A_DAY",
    "AmbiguousDates",
    "DateFormat",
    "Era",
    "Stamp",
    "from_excel_serial",
    "infer_format",
    "parse_date_part",
    "parse_stamp",
    "parse_time_part",
    "split_stamp",
]

_EXAMPLES = 5
_PLAIN_ISO = re.compile(
    r"[1-9]\d{3}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.(?:\d{3}|\d{6}))?(?P<offset>Z|[-+]\d\d:\d\d)?)?)?",
    re.ASCII,
)
_LENGTH_OF_DATE = len("2024-06-29")


class AmbiguousDates(InputError):
    """A column of dates that can be read in two ways: the user has to say which."""


@dataclass(frozen=True)
class DateFormat:
    """How to read a column of dates.

    kind: `iso`, every value seen may be cast by DuckDB (to TIMESTAMPTZ where offsets are `all`); `parts`,
    split and parse the distinct parts. date_only: no value has a time. midnight_only: values have times, and
    all are 0:00. offsets: which of the values have one. share: parsed values among those not blank, 0 to 1.
    values: how many were not blank. unparsed: up to 5 others, in file order.
    """

    kind: Literal["iso", "parts"]
    date_only: bool
    midnight_only: bool
    offsets: Literal["none", "all", "mixed"]
    day_first: bool | None
    era_default: Era | None
    share: float
    values: int
    unparsed: tuple[str, ...]

    def parse(self, text: str) -> Stamp | None:
        """Read one value of the column."""
        return parse_stamp(text, era_default=self.era_default, day_first=self.day_first)


def infer_format(
    values: Sequence[str],
    *,
    era_default: Era | None = None,
    day_first: bool | None = None,
    column: str = "",
) -> DateFormat:
    """Look at values of a column, or at its distinct date parts, and decide how to read all of it.

    Day or month first is decided by evidence only: some value has a number above 12 in one place and none has
    it in the other. Raises AmbiguousDates, an InputError, where most values need that order and do not show
    it or contradict each other, and where most are like 6/6/29 and no era is given. `column` is named in that
    message.

    >>> infer_format(["03/04/2024", "05/06/2024"], column="Date")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    bprkit.log.dates.formats.AmbiguousDates: Date: 03/04/2024 ...
    """
    given = [value for value in values if value.strip()]
    return _plain_iso(given, era_default, day_first) or _any_format(given, era_default, day_first, column)


def _plain_iso(given: Sequence[str], era_default: Era | None, day_first: bool | None) -> DateFormat | None:
    """Answer for a column of ISO stamps, all with an offset or none, by far the most frequent: twenty times sooner."""
    found = [_PLAIN_ISO.fullmatch(value) for value in given]
    with_offset = {match is not None and match["offset"] is not None for match in found}
    if None in found or len(with_offset) != 1 or not all(map(castable, given)):
        return None
    try:
        moments = [dt.datetime.fromisoformat(value) for value in given]
    except ValueError:  # the 31st of June: the long way tells of it
        return None
    timed = [moment for moment, value in zip(moments, given, strict=True) if len(value) > _LENGTH_OF_DATE]
    return DateFormat(
        kind="iso",
        date_only=not timed,
        midnight_only=bool(timed) and all(moment.time() == dt.time() for moment in timed),
        offsets="all" if with_offset == {True} else "none",
        day_first=day_first,
        era_default=era_default,
        share=1.0,
        values=len(given),
        unparsed=(),
    )


def _any_format(
    given: Sequence[str], era_default: Era | None, day_first: bool | None, column: str
) -> DateFormat:
    if era_default is None:
        _refuse_without_era(given, column)
    if day_first is None:
        day_first = _order_by_evidence(given, column)
    stamps = [parse_stamp(value, era_default=era_default, day_first=day_first) for value in given]
    parsed = [stamp for stamp in stamps if stamp]
    unparsed = [value for value, stamp in zip(given, stamps, strict=True) if not stamp]
    timed = [stamp for stamp in parsed if stamp.microseconds is not None]
    aware = sum(stamp.offset is not None for stamp in timed)
    offsets: Literal["none", "all", "mixed"] = (
        "none" if not aware else "all" if aware == len(parsed) else "mixed"
    )
    safe = all(
        castable(value) or (stamp is None and not may_be_miscast(value))
        for value, stamp in zip(given, stamps, strict=True)
    )
    return DateFormat(
        kind="iso" if safe and parsed and offsets != "mixed" else "parts",
        date_only=bool(parsed) and not timed,
        midnight_only=bool(timed) and all(stamp.microseconds == 0 for stamp in timed),
        offsets=offsets,
        day_first=day_first,
        era_default=era_default,
        share=len(parsed) / len(given) if given else 0.0,
        values=len(given),
        unparsed=tuple(unparsed[:_EXAMPLES]),
    )


def _order_by_evidence(given: Sequence[str], column: str) -> bool | None:
    numbers = {value: pair for value in given if (pair := year_last_numbers(value))}
    day_first = [value for value, (first, second) in numbers.items() if first > 12 >= second]
    month_first = [value for value, (first, second) in numbers.items() if second > 12 >= first]
    if day_first and not month_first:
        return True
    if month_first and not day_first:
        return False
    open_to_both = [value for value, pair in numbers.items() if max(pair) <= 12]
    if 2 * sum(value in numbers for value in given) < len(given):
        return None
    where = f"{column}: " if column else ""
    if day_first:
        raise AmbiguousDates(
            en=f"{where}{day_first[0]} can only be day first, {month_first[0]} only month first. "
            "Correct one, or say --day-first or --month-first; the others then count as unparsable.",
            ja=f"{where}{day_first[0]} は日が先、{month_first[0]} は月が先としか読めません。"
            "どちらかを直すか、--day-first(日が先)又は --month-first(月が先)を付けてください。"
            "合わない方は日付として読めない行に数えます。",
        )
    if not open_to_both:
        return None
    shown = sorted(open_to_both, key=lambda value: numbers[value][0] == numbers[value][1])[:2]
    raise AmbiguousDates(
        en=where + ", ".join(_both_readings(value, "or") for value in shown) + ": "
        "say --day-first or --month-first.",
        ja=where + "、".join(_both_readings(value, "又は") for value in shown) + "と読めます。"
        "--day-first(日が先)か --month-first(月が先)を付けてください。",
    )


def _both_readings(value: str, word: str) -> str:
    day, month = (parse_stamp(value, day_first=order) for order in (True, False))
    joined = f" {word} ".join(stamp.date.isoformat() for stamp in (day, month) if stamp)
    return f"{value} is {joined}" if word == "or" else f"{value} は {joined}"


def _refuse_without_era(given: Sequence[str], column: str) -> None:
    bare = [value for value in given if lacks_era(value)]
    if not bare or 2 * len(bare) < len(given):
        return
    value = bare[0]
    reiwa, heisei = (parse_stamp(value, era_default=era) for era in ("reiwa", "heisei"))
    readings_en = " or ".join(f"{stamp.date}" for stamp in (reiwa, heisei) if stamp)
    where = f"{column}: " if column else ""
    raise AmbiguousDates(
        en=f"{where}{value} has no era and no full year; it may be {readings_en}, or written in "
        "another order. Say --era reiwa if the first number is a year of Reiwa (or heisei, showa).",
        ja=f"{where}{value} には元号も西暦もなく、{readings_en.replace(' or ', ' とも ')} とも読めます。"
        "先頭が令和の年なら --era reiwa(平成は heisei、昭和は showa)を付けてください。",
    )
