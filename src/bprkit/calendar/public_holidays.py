"""Public holidays: those of the `holidays` package, by country, and the Cabinet Office's CSV."""

from __future__ import annotations

import csv
from datetime import date
from functools import lru_cache
from pathlib import Path

from bprkit.calendar.dates_text import read_date
from bprkit.calendar.problems import Problems, noting, refuse
from bprkit.errors import InputError


@lru_cache(maxsize=16)
def public_holidays(country: str, first_year: int, last_year: int) -> tuple[date, ...]:
    """Return the public holidays of a country or a part of it ("JP", "DE-BY") from year to year."""
    from holidays import country_holidays

    code, _, subdivision = country.partition("-")
    try:
        return tuple(country_holidays(code, subdivision or None, years=range(first_year, last_year + 1)))
    except NotImplementedError:
        raise InputError(
            en=f"No public holidays are known for '{country}'. Give an ISO 3166 code (JP, DE-BY) or none.",
            ja=f"「{country}」の祝日は分かりません。国コード（JP、NL、DE-BY など）か none と書いてください。",
        ) from None


def official_dates(text: str, path: Path) -> tuple[date, ...]:
    """Return the dates of the Cabinet Office's CSV, in order; refuses other files and years in part."""
    rows = list(csv.reader(text.splitlines()))
    if not rows or not rows[0] or not rows[0][0].startswith("国民の祝日"):
        raise InputError(
            en=f"{path} is not the Cabinet Office's holiday CSV: its first line does not begin with "
            "国民の祝日. Download syukujitsu.csv again, or give a YAML file.",
            ja=f"{path} は内閣府の祝日CSVではありません（1行目が「国民の祝日」で始まりません）。"
            "syukujitsu.csv を取得し直すか、YAMLファイルを指定してください。",
        )
    problems: Problems = []
    dates: set[date] = set()
    for line, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            with noting(problems, line):
                dates.add(_official_date(row[0]))
    if not problems:
        problems += _unfinished_years(dates)
    refuse(problems, path)
    return tuple(sorted(dates))


def _official_date(text: str) -> date:
    if (day := read_date(text.strip().replace("/", "-"))) is not None:
        return day
    raise InputError(
        en=f"'{text}' is no date such as 2026/5/3. Correct it or download the file again.",
        ja=f"「{text}」は 2026/5/3 のような日付ではありません。直すか、ファイルを取得し直してください。",
    )


def _unfinished_years(dates: set[date]) -> Problems:
    """Note years that a cut file shows in part: taken for whole, they would count holidays as office days."""
    if not dates:
        return [(None, "There are no dates. Download it again.", "日付がありません。取得し直してください。")]
    return [
        (
            None,
            f"The year {year} is not whole (1/1 or 11/23 is missing). Use the Cabinet Office's file whole.",
            f"{year}年がそろっていません（1月1日か11月23日がありません）。内閣府のファイルをそのまま使ってください。",
        )
        for year in range(min(dates).year, max(dates).year + 1)
        if not {date(year, 1, 1), date(year, 11, 23)} <= dates
    ]
