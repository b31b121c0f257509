"""What a column's values say: dates, numbers, categories, identifiers, free text, life cycles.

Looks at a sample only. Reading the values for good (which date format, which zone) is done elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from bprkit.log.columns.headers import vocabulary
from bprkit.log.dates.formats import parse_stamp
from bprkit.log.dates.stamps import lacks_era

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["category", "number", "date", "identifier", "text"]

_GLANCE = 40  # a column without a date among so many values is none
_ENOUGH = 300  # different values of a column that are looked at as dates
_NO_DATE = frozenset(
    {"", "-", "--", "―", "—", "–", "ー", "/", "nan", "nat", "null", "none", "n/a", "na", "未", "未定"}
)

_CLOCK_ALONE = re.compile(r"\d{1,2}[:時]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?)?[分秒]?")
_NUMBER = re.compile(
    r"(?P<sign>[+\-−△▲]?)\s?[¥$€£]?\s?(?P<minus>-?)(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?(?:[eE][+-]?\d+)?"
    r"\s?(?:円|%|yen)?"
)
_UUID = re.compile(r"[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}")


def looks_like_date(text: str, *, bare_eras: bool = False) -> bool:
    """Tell whether a text is written like a date or a stamp, even if an option must say how to read it.

    `6/6/29` counts; `6.6.29` and `6-6-29`, which codes look like, only with bare_eras.

    >>> [looks_like_date(t) for t in ("2024/6/29 9:05", "R060629", "令和元年5月1日", "03/04/2024")]
    [True, True, True, True]
    >>> [looks_like_date(t) for t in ("総務第123号", "1,234,000", "20241399", "Variant 3", "1-2-34")]
    [False, False, False, False, False]
    """
    if not any(letter.isdigit() for letter in text) or len(text) > 60:
        return False
    if parse_stamp(text, day_first=True) or parse_stamp(text, day_first=False):
        return True
    return lacks_era(text) and (bare_eras or "/" in unicodedata.normalize("NFKC", text))


def is_compact_date(text: str) -> bool:
    """Tell whether a date is of digits alone, as 20240629: a number might look the same."""
    return text.strip().isdecimal()


def moment(text: str) -> int | None:
    """Return the microseconds of a stamp since year 1, offset taken off; None for what reads in two ways."""
    stamp = parse_stamp(text)
    if stamp is None:
        return None
    seconds = stamp.date.toordinal() * 86_400 - (stamp.offset or 0)
    return seconds * 1_000_000 + (stamp.microseconds or 0)


def as_number(text: str) -> float | None:
    """Return the number that a text spells, or None; reads 1,234, ¥5, full-width digits, △ for minus.

    >>> as_number("1,234,000"), as_number("￥1,234"), as_number("１２３円"), as_number("△5")
    (1234000.0, 1234.0, 123.0, -5.0)
    >>> as_number("第3号") is None
    True
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return None
    digits = re.sub(r"[^\d.eE+\-]", "", plain.replace("−", "-").replace("yen", ""))
    number = float(digits.lstrip("+-"))
    return -number if found["sign"] in {"-", "−", "△", "▲"} or found["minus"] else number


def attribute_kind(values: Iterable[object]) -> Kind:
    """Return what an attribute's values are: category, number, date, identifier or text.

    Few numbers that come again and again without unit or decimals are codes, and so categories; numbers with
    leading zeros are codes too. Identifiers are nearly unique and built alike; text is long or nearly unique.

    >>> attribute_kind(["1,234,000", "¥1,234", "１２３"])
    'number'
    >>> attribute_kind(["紙", "電子", None, "紙"])
    'category'
    >>> attribute_kind(["R060629", "令和6年7月1日"])
    'date'
    >>> attribute_kind(f"総務第{n}号" for n in range(40))
    'identifier'
    """
    listed = list(values)
    typed = [value for value in listed if isinstance(value, date)]
    texts = [text for text in map(text_of, listed) if text is not None]
    if typed and len(typed) >= 0.9 * len(texts):
        return "date"
    return kind_of_texts(texts)


def kind_of_texts(texts: Sequence[str]) -> Kind:
    """Return the kind of texts without gaps; see `attribute_kind`."""
    if not texts:
        return "category"
    counts = Counter(texts)
    different = list(counts)
    if share_of_dates(different) >= 0.9:
        return "date"
    nearly_unique = len(texts) >= 10 and len(counts) >= 0.8 * len(texts)
    plain = [unicodedata.normalize("NFKC", text).strip() for text in different[:1000]]
    numeric = sum(_NUMBER.fullmatch(text) is not None for text in plain)
    if numeric >= 0.9 * len(plain):
        return _kind_of_numbers(plain, len(texts), nearly_unique)
    often_new = len(texts) >= 20 and len(counts) >= 0.5 * len(texts)
    if (nearly_unique or often_new) and _built_alike(plain):
        return "identifier"
    if nearly_unique:
        return "text"
    sentences = sum((len(text) >= 30 and not text.isascii()) or text.count(" ") >= 4 for text in plain)
    some_new = len(counts) >= 0.3 * len(texts) and len(counts) > 3
    return "text" if some_new and sentences >= 0.5 * len(plain) else "category"


def _kind_of_numbers(plain: Sequence[str], rows: int, nearly_unique: bool) -> Kind:
    codes = [text for text in plain if text.isdecimal()]
    if any(len(code) > 1 and code.startswith("0") for code in codes):
        return "identifier" if nearly_unique else "category"
    if len(codes) < len(plain):
        return "number"  # decimals, grouping or a unit: measured, not named
    if len(plain) <= 6 and rows >= 5 * len(plain):
        return "category"
    same_length = len({len(code) for code in codes}) == 1 and len(codes[0]) >= 5
    numbers = sorted(map(int, codes))
    counted_up = len(numbers) >= 10 and numbers[-1] - numbers[0] < 1.2 * len(numbers)
    return "identifier" if nearly_unique and (same_length or counted_up) else "number"


def _built_alike(plain: Sequence[str]) -> bool:
    shapes = {re.sub(r"\d+", "0", text) for text in plain}
    if len(shapes) <= max(3, 0.2 * len(plain)):
        return any("0" in shape for shape in shapes)
    coded = sum(
        _UUID.fullmatch(text) is not None or re.fullmatch(r"[!-~]*\d[!-~]*", text) is not None
        for text in plain
    )
    return coded >= 0.9 * len(plain)


def is_lifecycle(values: Iterable[object]) -> bool:
    """Tell whether values are life-cycle transitions of XES, in any case of letters: start, complete …

    Statuses are none, nor is anything without completions.

    >>> is_lifecycle(["SCHEDULE", "START", "COMPLETE"]), is_lifecycle(["In Progress", "Assigned", "Closed"])
    (True, False)
    """
    standard = vocabulary().lifecycle
    found = [text.casefold() for text in map(text_of, values) if text is not None]
    return "complete" in found and sum(text in standard for text in found) > 0.5 * len(found)


def share_of_dates(different: Iterable[str], *, bare_eras: bool = False) -> float:
    """Return the share of different values that are written like dates; dashes and the like count as gaps."""
    looked_at = [text for text in different if text.casefold() not in _NO_DATE][:_ENOUGH]
    if not looked_at:
        return 0.0
    found = sum(looks_like_date(text, bare_eras=bare_eras) for text in looked_at[:_GLANCE])
    if found:
        found += sum(looks_like_date(text, bare_eras=bare_eras) for text in looked_at[_GLANCE:])
        return found / len(looked_at)
    return 0.0


def text_of(value: object) -> str | None:
    """Return a value as text, None for a gap; 3.0 reads "3", as a spreadsheet means it."""
    if value is None or isinstance(value, str):
        return value.strip() or None if value else None
    if isinstance(value, float):
        if value != value:
            return None
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
    text = str(value)
    return None if text in {"NaT", "<NA>", "nan"} else text


@dataclass(frozen=True, eq=False)
class Column:
    """One column of the sample.

    name: its header, made unique; header: as the source wrote it; texts: its values, None for gaps;
    typed_dates: whether the values came as dates and not as texts.
    """

    name: str
    header: str
    texts: tuple[str | None, ...]
    typed_dates: bool = False

    @classmethod
    def of(cls, name: str, header: str, series: pd.Series) -> Column:
        """Read one column of a data frame."""
        values = series.astype(object).tolist()
        texts = tuple(map(text_of, values))
        filled = [value for value, text in zip(values, texts, strict=True) if text is not None]
        typed = bool(filled) and all(isinstance(value, (date, datetime)) for value in filled)
        return cls(name, header, texts, typed)

    @cached_property
    def filled(self) -> tuple[str, ...]:
        """Return the values without the gaps."""
        return tuple(text for text in self.texts if text is not None)

    @cached_property
    def counts(self) -> Counter[str]:
        """Return how often each value occurs, in order of appearance."""
        return Counter(self.filled)

    @property
    def distinct(self) -> int:
        """Return the number of different values."""
        return len(self.counts)

    @property
    def example(self) -> str:
        """Return the first value, shortened."""
        first = self.filled[0] if self.filled else ""
        return first if len(first) <= 40 else first[:39] + "…"

    @cached_property
    def dates(self) -> float:
        """Return the share of the different values that are dates."""
        return 1.0 if self.typed_dates else share_of_dates(self.counts)

    @cached_property
    def dates_if_hinted(self) -> float:
        """Return the share of the different values that are dates, given that the header says so."""
        return 1.0 if self.typed_dates else share_of_dates(self.counts, bare_eras=True)

    @cached_property
    def compact(self) -> bool:
        """Tell whether its dates are bare digits, which numbers might be as well."""
        return not self.typed_dates and all(is_compact_date(text) for text in list(self.counts)[:20])

    @cached_property
    def clock_alone(self) -> bool:
        """Tell whether it holds times of day without a date."""
        first = [unicodedata.normalize("NFKC", text) for text in list(self.counts)[:50]]
        return bool(first) and all(_CLOCK_ALONE.fullmatch(text) for text in first)

    @cached_property
    def kind(self) -> Kind:
        """Return what the values are, row by row."""
        return "date" if self.dates >= 0.9 else kind_of_texts(self.filled)


def constant_within(column: Column, case: Column) -> bool | None:
    """Tell whether a column says one thing a case; None if no case has two rows that say something."""
    first: dict[str, str] = {}
    several: set[str] = set()
    varying: set[str] = set()
    for key, text in zip(case.texts, column.texts, strict=True):
        if key is None or text is None:
            continue
        if key in first:
            several.add(key)
            if first[key] != text:
                varying.add(key)
        else:
            first[key] = text
    return len(varying) <= 0.02 * len(several) if several else None


def once_per_case(column: Column, case: Column) -> tuple[str, ...]:
    """Return the first value of each case."""
    first: dict[str, str] = {}
    for key, text in zip(case.texts, column.texts, strict=True):
        if key is not None and text is not None:
            first.setdefault(key, text)
    return tuple(first.values())


def same_texts(one: Column, other: Column) -> bool:
    """Tell whether two columns are equal in every row."""
    return one.texts == other.texts


def same_groups(one: Column, other: Column) -> bool:
    """Tell whether two columns divide the rows in the same way, as a code and its name do."""
    pairs = {(a, b) for a, b in zip(one.texts, other.texts, strict=True) if a is not None or b is not None}
    return len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})


def never_after(one: Column, other: Column) -> bool:
    """Tell whether stamps of one column never follow the other's and sometimes precede them."""
    before = 0
    for a, b in zip(one.texts, other.texts, strict=True):
        if a is None or b is None:
            continue
        first, second = moment(a), moment(b)
        if first is None or second is None or first > second:
            return False
        before += first < second
    return before > 0
