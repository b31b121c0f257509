"""Calendars by name and from files: the one that comes along, and those that offices write."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from bprkit.calendar.clocks import time_zone
from bprkit.calendar.dates_text import MONTH_DAY, MonthDay, date_in, date_range, month_day_in
from bprkit.calendar.hours_text import SPAN, join_spans, read_spans, read_weekly
from bprkit.calendar.office import ALL_DAY, CLOSED_ALL_WEEK, DAY, Hours, OfficeCalendar, always_open
from bprkit.calendar.problems import Problems, file_text, noting, refuse
from bprkit.calendar.public_holidays import official_dates, public_holidays
from bprkit.calendar.yaml_nodes import half_width, read_entries, read_root, scalar
from bprkit.errors import InputError

T = TypeVar("T")
KEYS = ("based_on", "name", "title", "timezone", "hours", "holidays", "closed", "open", "fiscal_year_starts")


@lru_cache(maxsize=1)
def japanese_city_hall() -> OfficeCalendar:
    """Return the calendar "jp": Monday to Friday 8:30-12:00 and 13:00-17:15, without holidays and 12/29-1/3.

    Its rules are data: data/calendars/jp.yaml.

    >>> japanese_city_hall().is_open(date(2024, 5, 6))  # 振替休日
    False
    """
    file = resources.files("bprkit").joinpath("data", "calendars", "jp.yaml")
    return _from_yaml(file.read_text(encoding="utf-8"), Path("jp.yaml"), "jp")


def load_calendar(spec: str | Path, timezone: str | None = None) -> OfficeCalendar:
    """Return the calendar of a name, a YAML file or the Cabinet Office's holiday CSV.

    Parameters
    ----------
    spec: "jp", "none", or the path of a file (UTF-8 or CP932).
    timezone: IANA zone that replaces the calendar's own.

    The keys of a YAML file; `hours` and `timezone` are needed where it is not `based_on` another calendar:

        based_on: jp                 # or none: what the file does not say is taken from there
        name: counter                # else the name of the file
        title: {en: Counter, ja: 窓口}      # or one text for both languages
        timezone: Asia/Tokyo
        hours:                       # replaces the weekdays it names: mon-fri, mon, monday, 月-金, 月, 月曜日
          mon-fri: 8:30-12:00, 13:00-17:15
          sat: 22:00-6:00            # a night shift opens after noon and ends by noon of the next day
          sun: closed
        holidays: JP                 # or none, another ISO 3166 code (NL, DE-BY), or a CSV beside the file
        closed: [12-29..01-03, 2026-05-01, 2026-08-13..2026-08-15]      # besides those of the base
        open: {2026-03-29: 9:00-12:00}      # dates with hours of their own, whatever else would close them
        fiscal_year_starts: 4        # month; if absent that of the base, else 1

    The Cabinet Office's CSV (https://www8.cao.go.jp/chosei/shukujitsu/syukujitsu.csv; 国民の祝日・休日月日,
    国民の祝日・休日名称) gives the calendar "jp" with its dates as the public holidays of all years that it
    covers; other years keep those of the `holidays` package.

    Raises InputError, with all that is wrong in the file in one message.

    >>> load_calendar("none", timezone="Europe/Amsterdam").timezone
    'Europe/Amsterdam'
    """
    if spec == "jp":
        calendar = japanese_city_hall()
    elif spec == "none":
        calendar = always_open()
    else:
        path = Path(spec)
        text = file_text(path)
        name = path.name if path.stem in ("jp", "none") else path.stem
        read = _from_official_csv if path.suffix.lower() == ".csv" else _from_yaml
        calendar = read(text, path, name)
    return calendar if timezone is None else replace(calendar, timezone=time_zone(timezone).key)


def _from_official_csv(text: str, path: Path, name: str) -> OfficeCalendar:
    dates = official_dates(text, path)
    years = f"{dates[0].year}-{dates[-1].year}"
    return replace(
        japanese_city_hall(),
        name=name,
        title_en=f"Japanese city hall, public holidays of {years} from {path.name}",
        title_ja=f"市役所の開庁時間（{years}年の祝日は {path.name} による）",
        official_holidays=dates,
    )


def _from_yaml(text: str, path: Path, name: str) -> OfficeCalendar:
    problems: Problems = []
    found = {key: (line, node) for line, key, node in read_entries(read_root(text, path), problems, KEYS)}

    def read(key: str, parse: Callable[[Any], T], otherwise: T) -> T:
        if key in found:
            line, node = found[key]
            with noting(problems, line):
                return parse(node)
        return otherwise

    base = read("based_on", _base, None)
    if "based_on" not in found:
        problems += [_missing(key) for key in ("hours", "timezone") if key not in found]
    plain = base or OfficeCalendar(name, (ALL_DAY,) * 7)
    usual = base.weekly if base else CLOSED_ALL_WEEK
    shown = read("name", _name, name)
    title_en, title_ja = read("title", lambda node: _titles(node, problems), (shown, shown))
    zone = read("timezone", lambda node: time_zone(scalar(node)).key, plain.timezone)
    weekly = read("hours", lambda node: read_weekly(_day_texts(node, problems), usual, problems), usual)
    country = read("holidays", _country, plain.country)
    official = read("holidays", lambda node: _csv_beside(path, node), plain.official_holidays)
    yearly = plain.yearly_closures
    extra_closed: tuple[date, ...] = ()
    extra_open: tuple[tuple[date, Hours], ...] = ()
    yearly, extra_closed = read(
        "closed", lambda node: _closures(node, yearly, problems), (yearly, extra_closed)
    )
    extra_open = read("open", lambda node: _openings(node, extra_closed, problems), extra_open)
    month = read("fiscal_year_starts", _month, plain.fiscal_year_start)
    refuse(problems, path)
    if any(weekly) or extra_open:
        closures = (country, official, yearly, extra_closed, extra_open)
        calendar = OfficeCalendar(shown, weekly, zone, title_en, title_ja, *closures, month)
        if extra_open or calendar.office_days(
            date(2000, 1, 1), date(2027, 12, 31)
        ):  # all weekdays of all dates
            return calendar
    raise InputError(
        en=f"{path}: the office never opens. Give hours under 'hours', and check the ranges under 'closed'.",
        ja=f"{path}：開庁日が一日もありません。「hours」に時間を書き、「closed」の期間を確かめてください。",
    )


def _missing(key: str) -> tuple[None, str, str]:
    example = "Asia/Tokyo" if key == "timezone" else "mon-fri: 8:30-17:15"
    return (
        None,
        f"'{key}' is missing. Add it (such as {example}), or base the calendar on another by 'based_on: jp'.",
        f"「{key}」がありません。追加するか（例：{example}）、「based_on: jp」と書いてください。",
    )


def _base(node: Any) -> OfficeCalendar:
    if (name := half_width(node)) in ("jp", "none"):
        return japanese_city_hall() if name == "jp" else always_open()
    raise InputError(
        en=f"A calendar cannot be based on '{name}'. Write jp or none.",
        ja=f"「{name}」を基にすることはできません。jp か none と書いてください。",
    )


def _name(node: Any) -> str:
    if (name := scalar(node)) not in ("jp", "none"):
        return name
    raise InputError(
        en=f"'{name}' is the name of a calendar that bprkit brings. Choose another name.",
        ja=f"「{name}」はbprkitに備わるカレンダーの名前です。別の名前にしてください。",
    )


def _titles(node: Any, problems: Problems) -> tuple[str, str]:
    if node.id == "scalar":
        return scalar(node), scalar(node)
    titles = {key: scalar(value) for _, key, value in read_entries(node, problems, ("en", "ja"))}
    either = next(iter(titles.values()), "")
    return titles.get("en", either), titles.get("ja", either)


def _month(node: Any) -> int:
    text = half_width(node)
    if re.fullmatch("[0-9]{1,2}", text) and 1 <= int(text) <= 12:
        return int(text)
    raise InputError(
        en=f"'{text}' is no month. Write a number from 1 to 12.",
        ja=f"「{text}」は月ではありません。1から12の数字で書いてください。",
    )


def _day_texts(node: Any, problems: Problems) -> list[tuple[int | None, str, str]]:
    texts: list[tuple[int | None, str, str]] = []
    for line, key, value in read_entries(node, problems):
        with noting(problems, line):
            texts.append((line, key, _hours_text(key, value)))
    return texts


def _hours_text(key: str, value: Any) -> str:
    if SPAN.fullmatch(key):
        raise InputError(
            en=f"'{key}' stands where a day is needed. Inside {{ }} quote the hours: '9:00-12:00, {key}'.",
            ja=f"日や曜日を書く所に「{key}」があります。{{ }} の中では '9:00-12:00, {key}' のように引用符で"
            "囲んでください。",
        )
    if value.id == "sequence":
        return ", ".join(scalar(item) for item in value.value)
    if value.id == "scalar" and value.tag.endswith(":null"):
        raise InputError(
            en=f"'{key}' has no hours. Write closed, or hours such as 8:30-12:00, 13:00-17:15.",
            ja=f"「{key}」の時間がありません。8:30-12:00, 13:00-17:15 や closed のように書いてください。",
        )
    return scalar(value)


def _closures(
    node: Any, base: tuple[tuple[MonthDay, MonthDay], ...], problems: Problems
) -> tuple[tuple[tuple[MonthDay, MonthDay], ...], tuple[date, ...]]:
    """Return the closures of every year, those of the base first, and single dates."""
    yearly = list(base)
    dates: set[date] = set()
    for item in node.value if node.id == "sequence" else [node]:
        with noting(problems, item.start_mark.line + 1):
            text = half_width(item).replace("/", "-")
            first, _, last = (end.strip() for end in text.partition(".."))
            if MONTH_DAY.fullmatch(first):
                yearly.append((month_day_in(first), month_day_in(last or first)))
            else:
                dates |= date_range(date_in(first), date_in(last or first), text)
    return tuple(yearly), tuple(sorted(dates))


def _openings(node: Any, closed: tuple[date, ...], problems: Problems) -> tuple[tuple[date, Hours], ...]:
    openings: dict[date, Hours] = {}
    for line, key, value in read_entries(node, problems):
        with noting(problems, line):
            text = _hours_text(key, value)
            day = date_in(key.replace("/", "-"))
            if day in openings or day in closed:
                raise InputError(
                    en=f"'{key}' is given a second time under 'open' or 'closed'. Keep one of them.",
                    ja=f"「{key}」は「open」か「closed」にもう一つあります。一つにしてください。",
                )
            hours = join_spans(read_spans(text))
            if not hours or hours[-1][1] > DAY:
                raise InputError(
                    en=f"'{text}' does not open within that date. Write hours up to 24:00 and the rest "
                    "under the next date; closed dates belong under 'closed'.",
                    ja=f"「{text}」はその日のうちの時間ではありません。24:00までを書き、残りは翌日の日付に、"
                    "休みの日は「closed」に書いてください。",
                )
            openings[day] = hours
    return tuple(sorted(openings.items()))


def _country(node: Any) -> str | None:
    text = half_width(node)
    if text == "none":
        return None
    if text.lower().endswith(".csv"):
        return "JP"
    if re.fullmatch("[A-Z]{2}(-[A-Z0-9]+)?", text) is None:
        raise InputError(
            en=f"'{text}' names no country. Write an ISO 3166 code in capitals (JP, DE-BY), a CSV, or none.",
            ja=f"「{text}」は国コードではありません。大文字の国コード（JP、DE-BY など）、CSVのファイル名、"
            "none のどれかを書いてください。",
        )
    public_holidays(text, 2020, 2029)
    return text


def _csv_beside(path: Path, node: Any) -> tuple[date, ...]:
    text = scalar(node)
    if not text.lower().endswith(".csv"):
        return ()
    file = path.parent / text
    return official_dates(file_text(file), file)
