"""Weekdays and hours as they are written: mon-fri or 月-金, and 8:30-12:00, 13:00-17:15."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from bprkit.calendar.office import CLOSED_ALL_WEEK, DAY, Hours
from bprkit.calendar.problems import Problems, noting, refuse, suggestion
from bprkit.errors import InputError

_DAY_NAMES = (
    ("mon", "monday", "月", "月曜", "月曜日"),
    ("tue", "tuesday", "火", "火曜", "火曜日"),
    ("wed", "wednesday", "水", "水曜", "水曜日"),
    ("thu", "thursday", "木", "木曜", "木曜日"),
    ("fri", "friday", "金", "金曜", "金曜日"),
    ("sat", "saturday", "土", "土曜", "土曜日"),
    ("sun", "sunday", "日", "日曜", "日曜日"),
)
_WEEKDAYS = {name: weekday for weekday, names in enumerate(_DAY_NAMES) for name in names}
SPAN = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*[-–~〜]\s*([0-9]{1,2}):([0-9]{2})")


def weekly_hours(hours: Mapping[str, str]) -> tuple[Hours, ...]:
    """Return the hours of Monday to Sunday from text, as in a YAML file's `hours` (see `load_calendar`).

    Raises InputError for a weekday or hours that cannot be read, and for hours that overlap.

    >>> weekly_hours({"mon-thu": "9:00-17:00", "fri": "22:00-6:00"})[4:]
    (((79200, 86400),), ((0, 21600),), ())
    """
    problems: Problems = []
    weekly = read_weekly([(None, day, text) for day, text in hours.items()], CLOSED_ALL_WEEK, problems)
    refuse(problems, None)
    return weekly


def read_weekly(
    texts: Iterable[tuple[int | None, str, str]], usual: tuple[Hours, ...], problems: Problems
) -> tuple[Hours, ...]:
    """Return `usual` with the weekdays of `texts` replaced; a night shift's morning joins the next day."""
    given: dict[int, tuple[int | None, list[tuple[int, int]]]] = {}
    for line, key, text in texts:
        with noting(problems, line):
            weekdays = _weekdays(key)
            if twice := [_DAY_NAMES[weekday][0] for weekday in weekdays if weekday in given]:
                raise InputError(
                    en=f"'{key}' gives hours for {', '.join(twice)} a second time. Name each weekday once.",
                    ja=f"「{key}」のうち {'、'.join(twice)} は前にもあります。曜日は一度だけ書いてください。",
                )
            given |= dict.fromkeys(weekdays, (line, []))  # named, even if its hours cannot be read
            given |= dict.fromkeys(weekdays, (line, read_spans(text)))
    days = [[] if weekday in given else list(hours) for weekday, hours in enumerate(usual)]
    lines = [given[weekday][0] if weekday in given else None for weekday in range(7)]
    for weekday, (line, spans) in given.items():
        for open_, close in spans:
            days[weekday].append((open_, min(close, DAY)))
            if close > DAY:
                morning = (weekday + 1) % 7
                days[morning].append((0, close - DAY))
                lines[morning] = lines[morning] or line
    weekly = list(usual)
    for weekday, day in enumerate(days):
        with noting(problems, lines[weekday]):
            weekly[weekday] = join_spans(day)
    return tuple(weekly)


def _weekdays(key: str) -> list[int]:
    ends = [end.strip() for end in re.split("[-–~〜]", unicodedata.normalize("NFKC", key).casefold())]
    for end in ends:
        if end not in _WEEKDAYS or len(ends) > 2:
            en, ja = suggestion(end, _WEEKDAYS) if end not in _WEEKDAYS else ("", "")
            raise InputError(
                en=f"'{key}' is no weekday{en}. Write mon, tue, wed, thu, fri, sat, sun, or mon-fri.",
                ja=f"「{key}」は曜日として読めません{ja}。mon、tue、wed、thu、fri、sat、sun か、月、月-金、"
                "mon-fri のように書いてください。",
            )
    first, last = _WEEKDAYS[ends[0]], _WEEKDAYS[ends[-1]]
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]


def read_spans(text: str) -> list[tuple[int, int]]:
    """Read "8:30-12:00, 13:00-17:15" as seconds; a close beyond midnight counts on from the day's 86,400."""
    text = unicodedata.normalize("NFKC", text).strip()
    if text in ("closed", "閉庁", "休"):
        return []
    spans = [_span(part.strip()) for part in re.split("[,、]", text)]
    join_spans(spans)
    return spans


def _span(text: str) -> tuple[int, int]:
    match = SPAN.fullmatch(text)
    if match is None:
        raise InputError(
            en=f"'{text}' is no time of opening. Write hours such as 8:30-12:00, 13:00-17:15, or closed.",
            ja=f"「{text}」は時間として読めません。8:30-12:00, 13:00-17:15 か closed と書いてください。",
        )
    numbers = [int(number) for number in match.groups()]
    open_, close = numbers[0] * 3600 + numbers[1] * 60, numbers[2] * 3600 + numbers[3] * 60
    if max(numbers[1], numbers[3]) > 59 or close > DAY or open_ >= DAY:
        raise InputError(
            en=f"'{text}' leaves the day: hours run from 0:00 to 24:00, minutes to 59. "
            "Write a night shift as 22:00-6:00.",
            ja=f"「{text}」は一日の範囲を超えています。時刻は0:00から24:00まで、分は59までです。"
            "夜勤は 22:00-6:00 のように書いてください。",
        )
    if open_ < close:
        return open_, close
    if open_ > DAY // 2 >= close:
        return open_, close + DAY
    raise InputError(
        en=f"'{text}' closes before it opens. Swap the two times; the whole day is 0:00-24:00, "
        "and a night shift opens after noon and ends by noon.",
        ja=f"「{text}」は閉める時刻が開ける時刻より後になっていません。入れ替えてください。"
        "終日は 0:00-24:00、夜勤は正午より後に始まり翌日の正午までに終わるものとします。",
    )


def join_spans(spans: list[tuple[int, int]]) -> Hours:
    """Return the spans in order, those that touch as one; refuse those that overlap."""
    joined: list[tuple[int, int]] = []
    for open_, close in sorted(span for span in spans if span[0] < span[1]):
        if joined and open_ < joined[-1][1]:
            one, other = _clock(*joined[-1]), _clock(open_, close)
            raise InputError(
                en=f"The hours {one} and {other} overlap. Correct one of them.",
                ja=f"{one} と {other} が重なっています。どちらかを直してください。",
            )
        since = joined.pop()[0] if joined and open_ == joined[-1][1] else open_
        joined.append((since, close))
    return tuple(joined)


def _clock(open_: int, close: int) -> str:
    return "-".join(f"{seconds // 3600}:{seconds // 60 % 60:02}" for seconds in (open_, close))
