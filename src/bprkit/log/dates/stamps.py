"""One date and time stamp as offices write it, read without guessing.

`parse_stamp` reads a stamp whole. For a column of millions the engine takes each text apart with
DATE_PART_PATTERN, and only the distinct parts, a few thousand, are parsed here; `bprkit.log.dates.formats` looks at
columns.

>>> parse_stamp("令和6年6月29日(土) 午後1時05分")
Stamp(date=datetime.date(2024, 6, 29), microseconds=47100000000, offset=None)
>>> parse_stamp("R06.02.30") is None     # no such day
True
>>> parse_stamp("03/04/2024") is None    # March or April? only by day_first
True
>>> split_stamp("H31.4.30 24:00")
('H31.4.30', ' 24:00')
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Era = Literal["meiji", "taisho", "showa", "heisei", "reiwa"]

MICROSECONDS_A_DAY = 86_400_000_000
_EPOCH = dt.date(1970, 1, 1).toordinal()
_LONGEST_OFFSET = 15 * 3600
_EARLIEST_COMPACT_YEAR = 1868

_ERA_STARTS: dict[Era, dt.date] = {
    "meiji": dt.date(1873, 1, 1),  # begun in 1868, but its first five years are on the lunisolar calendar
    "taisho": dt.date(1912, 7, 30),
    "showa": dt.date(1926, 12, 25),
    "heisei": dt.date(1989, 1, 8),
    "reiwa": dt.date(2019, 5, 1),
}
_ERA_YEAR_ZERO: dict[Era, int] = {"meiji": 1867, "taisho": 1911, "showa": 1925, "heisei": 1988, "reiwa": 2018}
_ERA_WORDS: dict[str, Era] = {
    "m": "meiji", "t": "taisho", "s": "showa", "h": "heisei", "r": "reiwa",
    "明": "meiji", "大": "taisho", "昭": "showa", "平": "heisei", "令": "reiwa",
}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# --- the split: one pattern for Python, RE2 (DuckDB) and Java (Spark), hence no \d, \s, look-around ---

_D = "[0-9０-９]"
_W = "[ \t\r\n\u00a0\u3000]*"
_SEPARATOR = "[-/.‐−－／．]"
_ERA = (
    f"(?:明治|大正|昭和|平成|令和|[明大昭平令]|[㋿㍻㍼㍽㍾]|[MTSHRmtshrＭＴＳＨＲｍｔｓｈｒ]){_W}[.．]?{_W}"
)
_YEAR = f"(?:{_ERA})?(?:元|{_D}{{1,4}})"
_MONTH = (
    "(?:[Jj]an(?:uary)?|[Ff]eb(?:ruary)?|[Mm]ar(?:ch)?|[Aa]pr(?:il)?|[Mm]ay|[Jj]une?|[Jj]uly?|[Aa]ug(?:ust)?|"
    "[Ss]ept?(?:ember)?|[Oo]ct(?:ober)?|[Nn]ov(?:ember)?|[Dd]ec(?:ember)?|"
    "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[.]?"
)
_DAY_NAME = (
    "(?:[Mm]on(?:day)?|[Tt]ue(?:s(?:day)?)?|[Ww]ed(?:nesday)?|[Tt]hu(?:rs(?:day)?)?|[Ff]ri(?:day)?|"
    "[Ss]at(?:urday)?|[Ss]un(?:day)?|MON|TUE|WED|THU|FRI|SAT|SUN)"
)
_WEEKDAY = (
    f"(?:{_W}(?:[(（\\[［]{_W}(?:[月火水木金土日祝休・･]{{1,4}}|[月火水木金土日]曜日?|{_DAY_NAME}){_W}[)）\\]］]"
    f"|[月火水木金土日]曜日?|[㈪-㈰]|{_DAY_NAME}))?"
)
_DATE_SHAPES = (
    f"{_ERA}{_D}{{6}}",
    f"{_D}{{8}}",
    f"{_YEAR}{_W}{_SEPARATOR}{_W}{_D}{{1,2}}{_W}{_SEPARATOR}{_W}{_D}{{1,4}}",
    f"{_YEAR}{_W}年{_W}{_D}{{1,2}}{_W}月{_W}{_D}{{1,2}}(?:{_W}日)?",
    f"{_D}{{6}}",
    f"{_D}{{1,2}}[-/ ]?{_MONTH}[-/ ,]{{0,2}}{_D}{{4}}",
    f"{_D}{{4}}[-/ ]{_MONTH}[-/ ]{_D}{{1,2}}",
    f"{_MONTH}[ ]?{_D}{{1,2}}(?:st|nd|rd|th)?,?[ ]{_D}{{4}}",
)
DATE_PART_PATTERN = f"^{_W}(?:{_DAY_NAME},?[ ])?(?:{'|'.join(_DATE_SHAPES)}){_WEEKDAY}(?:{_W}$)?"
"""Matches the date at the start of a stamp; what follows is its time part, empty where there is none. The
whole match counts, no group.

In DuckDB: `regexp_extract(text, pattern)`, then `substr(text, length(date_part) + 1)`. Written for RE2,
Java and Python alike.
"""

_ENGINE_DATE = "^[1-9][0-9]{3}(?:-[0-9]{1,2}-[0-9]{1,2}|/[0-9]{1,2}/[0-9]{1,2})"
_ENGINE_TIME = r"[ T][0-9]{1,2}:[0-9]{1,2}(?::[0-9]{1,2}(?:\.[0-9]+)?)?"
ENGINE_NAIVE_PATTERN = f"{_ENGINE_DATE}(?:{_ENGINE_TIME})?$"
"""Texts that DuckDB casts to TIMESTAMP just as `parse_stamp` reads them (24:00 and all)."""

ENGINE_AWARE_PATTERN = f"{_ENGINE_DATE}{_ENGINE_TIME}(?:Z|[-+](?:0[0-9]|1[0-4])(?::?[0-5][0-9])?)$"
"""Texts with an offset that DuckDB casts to TIMESTAMPTZ just as `parse_stamp` reads them.

Cast to TIMESTAMP they would lose the offset without a word.
"""

_ENGINE_TRAP = re.compile(r"^\s*(?:-?[0-9]+[-/ \\][0-9]|epoch|-?inf)", re.IGNORECASE)
"""Texts that DuckDB may cast to something, right or not: 6/6/29 to the year 6, 9:05 PM to the morning."""

# --- the parts, after NFKC ---

_DASHES = str.maketrans({"‐": "-", "−": "-", "\u3000": " ", "\u00a0": " ", "\t": " ", "\r": " ", "\n": " "})
_WEEKDAY_END = re.compile(_WEEKDAY + r"\s*$")
_DAY_NAME_START = re.compile(rf"^{_DAY_NAME},? ")
_MONTH_DAY = (
    r" ?(?:年 ?(?P<kmonth>\d{1,2}) ?月 ?(?P<kday>\d{1,2}) ?日?"
    r"|(?P<between>[-/.]) ?(?P<month>\d{1,2}) ?(?P=between) ?(?P<day>\d{1,2}))"
)
_ERA_YEAR = rf"(?:(?P<year>元|\d{{1,2}}){_MONTH_DAY}|(?P<cyear>\d\d)(?P<cmonth>\d\d)(?P<cday>\d\d))"
_ERA_DATE = re.compile(
    rf"(?P<era>明治|大正|昭和|平成|令和|[明大昭平令]|[mtshr]) ?\.? ?{_ERA_YEAR}", re.IGNORECASE | re.ASCII
)
_NO_ERA = re.compile(_ERA_YEAR, re.ASCII)
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}}){_MONTH_DAY}", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2}) ?([-/.]) ?(\d{1,2}) ?\2 ?(\d{4})", re.ASCII)
_DAY_MONTH_YEAR = re.compile(
    r"(\d{1,2})[-/ ]?([a-z]{3})[a-z]*\.?[-/ ,]{0,2}(\d{4})", re.IGNORECASE | re.ASCII
)
_YEAR_MONTH_DAY = re.compile(r"(\d{4})[-/ ]([a-z]{3})[a-z]*\.?[-/ ](\d{1,2})", re.IGNORECASE | re.ASCII)
_MONTH_DAY_YEAR = re.compile(
    r"([a-z]{3})[a-z]*\.? ?(\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.IGNORECASE | re.ASCII
)
_HALF = r"(?P<half>午前|午後|[ap]\.?m\.?)"
_TIME = re.compile(
    r"[ ,]*(?:t ?|_)?"
    rf"(?:{_HALF} ?)?"
    r"(?:(?P<hour>\d{1,2})(?: ?: ?(?P<minute>\d{1,2})(?: ?: ?(?P<second>\d{1,2})(?:[.,](?P<fraction>\d+))?)?"
    r"| ?時(?: ?(?P<kminute>\d{1,2}) ?分(?: ?(?P<ksecond>\d{1,2}) ?秒)?)?)"
    r"|(?P<chour>\d\d)(?P<cminute>\d\d)(?:(?P<csecond>\d\d)(?:[.,](?P<cfraction>\d+))?)?)"
    rf"(?: ?{_HALF.replace('half', 'half_after')})?"
    r"(?: ?(?P<zone>z|utc|gmt|jst|(?:utc|gmt)?(?P<sign>[-+])(?P<zhour>\d\d)(?::?(?P<zminute>[0-5]\d))?"
    r"(?::?(?P<zsecond>[0-5]\d))?)(?: ?[(\[][^)\]]*[)\]])?)?",
    re.IGNORECASE | re.ASCII,
)
_MAINFRAME_TIME = re.compile(
    r"-(\d\d)\.(\d\d)\.(\d\d)(?:\.(\d+))?", re.ASCII
)  # DB2: 2024-06-29-09.05.00.000000


@dataclass(frozen=True)
class Stamp:
    """One date, with its time of day in microseconds or None, and its offset from UTC in seconds or None."""

    date: dt.date
    microseconds: int | None = None
    offset: int | None = None


def parse_stamp(text: str, *, era_default: Era | None = None, day_first: bool | None = None) -> Stamp | None:
    """Read one stamp, or return None where it is none, impossible, or open to two readings.

    Reads ISO 8601, Japanese and compact forms, eras in every spelling, English month names; a weekday is
    passed over. Full-width characters count as plain ones. 24:00 is 0:00 of the next day; fractions beyond
    microseconds are cut, as DuckDB does. 令和, 平成 ... before their first day are None; after their last
    (平成31年6月, on forms printed earlier) they count on. era_default reads `6/6/29` as a year of that era.
    day_first reads `03/04/2024`: True is 3 April, False is 4 March, None is refused. Two-digit Western years
    are never read.

    >>> parse_stamp("2024-06-29T09:05:00.5+09:00")
    Stamp(date=datetime.date(2024, 6, 29), microseconds=32700500000, offset=32400)
    >>> parse_stamp("6/6/29", era_default="reiwa")
    Stamp(date=datetime.date(2024, 6, 29), microseconds=None, offset=None)
    """
    date_part, time_part = split_stamp(text)
    days = parse_date_part(date_part, era_default=era_default, day_first=day_first)
    if days is None:
        return None
    if not _plain(time_part):
        return Stamp(_date(days))
    clock = parse_time_part(time_part)
    if clock is None:
        return None
    microseconds, offset = clock
    if microseconds == MICROSECONDS_A_DAY:
        days, microseconds = days + 1, 0
    return Stamp(_date(days), microseconds, offset) if days + _EPOCH <= dt.date.max.toordinal() else None


def split_stamp(text: str) -> tuple[str, str]:
    """Split a stamp into date part and time part; together they are the text. No date: ("", text).

    >>> split_stamp("2024/6/29(土) 9:05")
    ('2024/6/29(土)', ' 9:05')
    >>> split_stamp("202406290905")
    ('20240629', '0905')
    """
    found = _SPLIT.match(text)
    end = found.end() if found else 0
    return text[:end], text[end:]


def parse_date_part(
    text: str, *, era_default: Era | None = None, day_first: bool | None = None
) -> int | None:
    """Return the days from 1970-01-01 to the date that a date part names, or None.

    >>> parse_date_part("令和元年5月1日"), parse_date_part("平成元年1月7日")
    (18017, None)
    """
    plain = _DAY_NAME_START.sub("", _plain(text))
    plain = _WEEKDAY_END.sub("", plain).strip()
    if found := _YEAR_FIRST.fullmatch(plain):
        return _days(int(found["year"]), *_month_and_day(found))
    if found := _COMPACT.fullmatch(plain):
        year, month, day = (int(number) for number in found.groups())
        return _days(year, month, day) if year >= _EARLIEST_COMPACT_YEAR else None
    if found := _ERA_DATE.fullmatch(plain):
        return _era_days(_ERA_WORDS[found["era"][0].lower()], found)
    if found := _YEAR_LAST.fullmatch(plain):
        if day_first is None:
            return None
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        return _days(year, second, first) if day_first else _days(year, first, second)
    if (found := _NO_ERA.fullmatch(plain)) and era_default:
        return _era_days(era_default, found)
    return _days_with_month_name(plain)


def parse_time_part(text: str) -> tuple[int, int | None] | None:
    """Return microseconds since midnight (24:00 gives a whole day) and the offset in seconds, or None.

    An empty part is None: such a stamp has a date only. 午後 and PM are read with hours 0 to 12, and
    12 PM is noon.

    >>> parse_time_part("T09:05:00Z"), parse_time_part(" 午前0時5分"), parse_time_part(" 13:05 PM")
    ((32700000000, 0), (300000000, None), None)
    """
    plain = _plain(text, strip=False).rstrip()
    if mainframe := _MAINFRAME_TIME.fullmatch(plain):
        hour, minute, second, fraction = mainframe.groups()
        microseconds = _microseconds(int(hour), int(minute), int(second), fraction)
        return None if microseconds is None else (microseconds, None)
    found = _TIME.fullmatch(plain)
    if not found or not plain:
        return None
    part = found.groupdict()
    chosen_hour = _hour(int(part["hour"] or part["chour"]), part["half"], part["half_after"])
    if chosen_hour is None:
        return None
    microseconds = _microseconds(
        chosen_hour,
        int(part["minute"] or part["kminute"] or part["cminute"] or 0),
        int(part["second"] or part["ksecond"] or part["csecond"] or 0),
        part["fraction"] or part["cfraction"],
    )
    offset = _offset(part)
    if microseconds is None or (offset is not None and abs(offset) > _LONGEST_OFFSET):
        return None
    return microseconds, offset


def from_excel_serial(serial: float | str, *, from_1904: bool = False) -> Stamp | None:
    """Read an Excel serial number: days since 1899-12-30 (or, on old Macintosh books, since 1904-01-01).

    The time is rounded to a millisecond, which undoes the rounding of the fraction; a whole number is a date
    only. Excel's 29 February 1900, which never was, and numbers outside its range are None.

    >>> from_excel_serial("45472.3784722222")
    Stamp(date=datetime.date(2024, 6, 29), microseconds=32700000000, offset=None)
    """
    if isinstance(serial, str) and not _SERIAL.fullmatch(serial.strip()):
        return None
    if isinstance(serial, float) and not math.isfinite(serial):
        return None
    exact = Fraction(serial)
    days, milliseconds = divmod(round(exact * 86_400_000), 86_400_000)
    origin = dt.date(1904, 1, 1) if from_1904 else dt.date(1899, 12, 30 if days > 60 else 31)
    if not (0 if from_1904 else 1) <= days <= (dt.date.max - origin).days or (days == 60 and not from_1904):
        return None
    return Stamp(origin + dt.timedelta(days=days), None if exact.denominator == 1 else milliseconds * 1000)


def castable(text: str) -> bool:
    """Whether DuckDB may cast this text, with offset or without, just as `parse_stamp` reads it."""
    return bool(_NAIVE.match(text) or _AWARE.match(text))


def may_be_miscast(text: str) -> bool:
    """Whether DuckDB might cast a text that `castable` does not vouch for."""
    return bool(_ENGINE_TRAP.match(text))


def year_last_numbers(text: str) -> tuple[int, int] | None:
    """Return the two first numbers of a date such as 03/04/2024, which day_first has to order, or None."""
    found = _YEAR_LAST.fullmatch(_bare_date(text))
    return (int(found[1]), int(found[3])) if found else None


def lacks_era(text: str) -> bool:
    """Whether a text is a date like 6/6/29, which only an era can place; 060629 is taken for a number."""
    found = _NO_ERA.fullmatch(_bare_date(text))
    return bool(found and not found["cyear"] and _era_days("showa", found) is not None)


def _bare_date(text: str) -> str:
    return _WEEKDAY_END.sub("", _plain(split_stamp(text)[0])).strip()


def _plain(text: str, *, strip: bool = True) -> str:
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    plain = re.sub(" +", " ", plain.translate(_DASHES))
    return plain.strip() if strip else plain


def _date(days: int) -> dt.date:
    return dt.date.fromordinal(days + _EPOCH)


def _days(year: int, month: int, day: int) -> int | None:
    try:
        return dt.date(year, month, day).toordinal() - _EPOCH
    except ValueError:
        return None


def _month_and_day(found: re.Match[str]) -> tuple[int, int]:
    return int(found["kmonth"] or found["month"]), int(found["kday"] or found["day"])


def _era_days(era: Era, found: re.Match[str]) -> int | None:
    if found["cyear"]:
        number, month, day = int(found["cyear"]), int(found["cmonth"]), int(found["cday"])
    else:
        number = 1 if found["year"] == "元" else int(found["year"])
        month, day = _month_and_day(found)
    days = _days(_ERA_YEAR_ZERO[era] + number, month, day)
    if number == 0 or days is None or _date(days) < _ERA_STARTS[era]:
        return None
    return days


def _days_with_month_name(plain: str) -> int | None:
    if found := _DAY_MONTH_YEAR.fullmatch(plain):
        day, month, year = found.groups()
    elif found := _YEAR_MONTH_DAY.fullmatch(plain):
        year, month, day = found.groups()
    elif found := _MONTH_DAY_YEAR.fullmatch(plain):
        month, day, year = found.groups()
    else:
        return None
    if month.lower() not in _MONTHS:
        return None
    return _days(int(year), _MONTHS.index(month.lower()) + 1, int(day))


def _hour(hour: int, before: str | None, after: str | None) -> int | None:
    half = (before or after or "").lower()
    if not half:
        return hour
    if hour > 12 or (before and after):
        return None
    return hour % 12 + (12 if half[0] in "p午" and half != "午前" else 0)


def _microseconds(hour: int, minute: int, second: int, fraction: str | None) -> int | None:
    if minute > 59 or second > 59 or hour > 24:
        return None
    within = int((fraction or "0")[:6].ljust(6, "0"))
    total = ((hour * 60 + minute) * 60 + second) * 1_000_000 + within
    return total if total <= MICROSECONDS_A_DAY else None


def _offset(part: dict[str, str | None]) -> int | None:
    zone = part["zone"]
    if zone is None:
        return None
    if part["sign"] is None:
        return 9 * 3600 if zone.lower() == "jst" else 0
    seconds = int(part["zhour"] or 0) * 3600 + int(part["zminute"] or 0) * 60 + int(part["zsecond"] or 0)
    return -seconds if part["sign"] == "-" else seconds


_SERIAL = re.compile(r"\d{1,7}(?:\.\d+)?", re.ASCII)
_SPLIT = re.compile(DATE_PART_PATTERN)
_NAIVE = re.compile(ENGINE_NAIVE_PATTERN)
_AWARE = re.compile(ENGINE_AWARE_PATTERN)
