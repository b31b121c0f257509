"""One cell of a form: from what Excel holds to a value, whatever width, unit or era a person wrote."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any

from bprkit.errors import InputError
from bprkit.procedure.excel.layout import plain
from bprkit.templates.form import Column, Value

_NUMBER = re.compile(r"([-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[-+]?\.\d+)\s*([^\d]*)")
_TIME = re.compile(r"(\d{1,2})\s*(?:[:時])\s*(\d{1,2})\s*(?:(?:[:分])\s*(\d{1,2})?\s*秒?)?")
_IN_PARENTHESES = re.compile(r"([^()]+)\(([^()]+)\)")
_MOST_DAYS = 1.0


def read_cell(column: Column, value: Any) -> Value:
    """Return the value of a cell that is not blank; raises InputError that says what was expected.

    >>> from bprkit.templates.form import asked
    >>> read_cell(asked("minutes", "時間（分）", "Time (min)", "number"), "１２．５分")
    12.5
    >>> read_cell(asked("day", "日付", "Date", "date"), "R6.6.29")
    datetime.date(2024, 6, 29)
    """
    readers = {
        "text": _text,
        "number": _number,
        "whole": _number,
        "date": _date,
        "time": _time,
        "choice": _choice,
    }
    return readers[column.form](column, value)


def as_text(value: Any) -> str:
    """Return a cell as a person reads it: 12 for 12.0, 2024-06-29 for a date."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value).strip()


def _text(_: Column, value: Any) -> Value:
    return as_text(value)


def _number(column: Column, value: Any) -> Value:
    number = (
        value if isinstance(value, int | float) and not isinstance(value, bool) else _written(column, value)
    )
    whole = column.form == "whole"
    low, high = column.low, column.high
    if (whole and number != int(number)) or (low is not None and number < low):
        raise _no_number(column, value)
    if high is not None and number > high:
        raise InputError(
            en=f"{as_text(value)} is more than {high:,g}, the most that fits here. Check the unit: {column.head.en}.",
            ja=f"{as_text(value)} は上限の {high:,g} を超えています。単位（{column.head.ja}）を確かめてください。",
        )
    return int(number) if number == int(number) else float(number)


def _written(column: Column, value: Any) -> float:
    text = unicodedata.normalize("NFKC", as_text(value)).replace("−", "-").strip()
    found = _NUMBER.fullmatch(text)
    unit = plain(found[2]) if found else ""
    if found is None or (
        unit and unit not in plain(column.head.ja) and unit not in plain(column.head.en or "")
    ):
        raise _no_number(column, value)
    return float(found[1].replace(",", ""))


def _no_number(column: Column, value: Any) -> InputError:
    whole_en, whole_ja = ("a whole number", "整数") if column.form == "whole" else ("a number", "数")
    least = f"{column.low:g}" if column.low is not None else ""
    bound_en, bound_ja = (f" of at least {least}", f"{least}以上の") if least else ("", "")
    return InputError(
        en=f"'{as_text(value)}' is not {whole_en}{bound_en}. Write one, in the unit of the header ({column.head.en}).",
        ja=f"「{as_text(value)}」は{bound_ja}{whole_ja}ではありません。見出しの単位（{column.head.ja}）で書いてください。",
    )


def _date(column: Column, value: Any) -> Value:
    from bprkit.log.dates.stamps import parse_stamp

    if isinstance(value, dt.datetime):
        return value.date() if value.time() == dt.time() else value
    if isinstance(value, dt.date):
        return value
    stamp = parse_stamp(as_text(value)) if isinstance(value, str) else None
    if stamp is None:
        raise InputError(
            en=f"'{as_text(value)}' is no date. Write one such as 2026/4/1 or R8.4.1.",
            ja=f"「{as_text(value)}」は日付として読めません。2026/4/1 や R8.4.1 のように書いてください。",
        )
    if not stamp.microseconds:
        return stamp.date
    return dt.datetime.combine(stamp.date, dt.time()) + dt.timedelta(microseconds=stamp.microseconds)


def _time(column: Column, value: Any) -> Value:
    if isinstance(value, dt.datetime):
        return value.time()
    if isinstance(value, dt.timedelta):
        value = value.total_seconds() / 86_400
    if isinstance(value, dt.time):
        return value
    if isinstance(value, int | float) and 0 <= value < _MOST_DAYS:
        return (dt.datetime.min + dt.timedelta(seconds=round(value * 86_400))).time()
    found = _TIME.fullmatch(unicodedata.normalize("NFKC", as_text(value)).strip())
    try:
        if found:
            hour, minute, second = (int(part or 0) for part in found.groups())
            return dt.time(hour, minute, second)
    except ValueError:
        pass
    raise InputError(
        en=f"'{as_text(value)}' is no time of day. Write one such as 9:05 or 14:30.",
        ja=f"「{as_text(value)}」は時刻として読めません。9:05 や 14:30 のように書いてください。",
    )


def _choice(column: Column, value: Any) -> Value:
    codes = {
        spelling: code
        for code, word in column.choices
        for each in (code, word.ja, word.en)
        for spelling in _spellings(each or "")
    }
    found = codes.get(_bare(as_text(value)))
    if found is None:
        known_en = ", ".join(str(word.en) for _, word in column.choices)
        known_ja = "、".join(word.ja for _, word in column.choices)
        raise InputError(
            en=f"'{as_text(value)}' cannot be chosen here. Choose one of: {known_en}.",
            ja=f"「{as_text(value)}」は選べません。{known_ja} から選んでください。",
        )
    return found


def _spellings(word: str) -> set[str]:
    """Return the ways to write a choice: whole, without what is in parentheses, and that alone.

    >>> sorted(_spellings("シフトJIS（CP932）"))
    ['cp932', 'シフトjis', 'シフトjis(cp932)']
    """
    whole = _bare(word)
    found = _IN_PARENTHESES.fullmatch(whole)
    apart = (found[1], found[2], *re.split("[・/]", found[2])) if found else ()
    return {each for each in (whole, *apart) if each}


def _bare(word: str) -> str:
    """Return a word without differences of width, case, spaces, hyphens and the like: Shift_JIS is Shift JIS."""
    return re.sub(r"[_‐‑–-]", "", plain(word))
