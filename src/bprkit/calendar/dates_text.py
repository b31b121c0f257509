"""Dates as they are written in a file: of one year, of every year, and ranges of them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bprkit.errors import InputError

MonthDay = tuple[int, int]
MONTH_DAY = re.compile(r"([0-9]{1,2})-([0-9]{1,2})")
_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")


def read_date(text: str) -> date | None:
    """Return the date that 2026-05-01 means, or None if it means none."""
    if (match := _DATE.fullmatch(text)) is None:
        return None
    year, month, day = (int(number) for number in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def date_in(text: str, shown: str | None = None) -> date:
    """Return the date that 2026-05-01 means; refuses anything else, which the message calls `shown`."""
    if (day := read_date(text)) is not None:
        return day
    shown = text if shown is None else shown
    raise InputError(
        en=f"'{shown}' is no date here. Write 2026-05-01 or 2026-08-13..2026-08-15; under 'closed' 12-29 or "
        "12-29..01-03 means every year.",
        ja=f"「{shown}」は日付として読めません。2026-05-01 や 2026-08-13..2026-08-15 のように、毎年の閉庁は "
        "12-29..01-03 のように書いてください。",
    )


def month_day_in(text: str) -> MonthDay:
    """Return the month and day that 12-29 means; refuses anything else."""
    day = date_in(
        f"2000-{text}" if MONTH_DAY.fullmatch(text) else "", text
    )  # 2000: 02-29 is a day of some years
    return day.month, day.day


def date_range(first: date, last: date, text: str) -> set[date]:
    """Return the dates from first to last, both included; refuses more than 366 days, and none."""
    days = (last - first).days + 1
    if 1 <= days <= 366:
        return {first + timedelta(days=step) for step in range(days)}
    raise InputError(
        en=f"'{text}' is not a range of 1 to 366 days. Write the earlier date first and check the years.",
        ja=f"「{text}」は1日から366日までの期間ではありません。早い日を先に書き、年を確かめてください。",
    )
