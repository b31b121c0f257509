"""The Cabinet Office's CSV of public holidays."""

from __future__ import annotations

from datetime import date

import holidays
import pytest

from bprkit.calendar import load_calendar
from office_hours import JP, refusal, write

CSV_HEADER = "国民の祝日・休日月日,国民の祝日・休日名称"


def official(years=(2024,), without=(), extra=()) -> str:
    days = [day for day in sorted(holidays.country_holidays("JP", years=years)) if day not in without]
    rows = [f"{day.year}/{day.month}/{day.day},休日" for day in sorted([*days, *extra])]
    return "\r\n".join([CSV_HEADER, *rows, ""])


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig"])
def test_the_official_csv_rules_the_years_it_covers(tmp_path, encoding):
    text = official((2023, 2024), without={date(2024, 5, 6)}, extra=[date(2024, 4, 1)])
    calendar = load_calendar(write(tmp_path, text, "syukujitsu.csv", encoding))
    assert calendar.is_open(date(2024, 5, 6))
    assert not calendar.is_open(date(2024, 4, 1))
    assert not calendar.is_open(date(2024, 12, 30))
    assert not calendar.is_open(date(2022, 5, 3))  # years outside: the package
    assert not calendar.is_open(date(2025, 5, 6))
    assert calendar.name == "syukujitsu"
    assert "2023-2024" in calendar.title_en
    assert "2023-2024年" in calendar.title_ja


def test_the_official_csv_gives_the_same_office_days_as_the_package(tmp_path):
    calendar = load_calendar(write(tmp_path, official(range(1955, 2028)), "syukujitsu.csv", "cp932"))
    for year in range(1955, 2028):
        assert calendar.office_days(date(year, 1, 1), date(year, 12, 31)) == JP.office_days(
            date(year, 1, 1), date(year, 12, 31)
        )


def test_a_yaml_file_may_take_its_holidays_from_a_csv_beside_it(tmp_path):
    write(tmp_path, official(extra=[date(2024, 4, 1)]), "syukujitsu.csv", "cp932")
    calendar = load_calendar(
        write(tmp_path, "based_on: jp\nhours: {sat: 9:00-12:00}\nholidays: syukujitsu.csv\n")
    )
    assert not calendar.is_open(date(2024, 4, 1))
    assert calendar.is_open(date(2024, 4, 6))
    assert not calendar.is_open(date(2025, 5, 6))


@pytest.mark.parametrize(
    ("text", "en", "ja"),
    [
        ("", "does not begin with 国民の祝日", "内閣府の祝日CSVではありません"),
        ("Case ID,Activity\n1,a\n", "does not begin with 国民の祝日", "内閣府の祝日CSVではありません"),
        (CSV_HEADER + "\n", "There are no dates", "日付がありません"),
        (
            official().replace("2024/5/3,", "2024/5/33,"),
            ", line 9: '2024/5/33' is no date",
            "、9行目：「2024/5/33」",
        ),
        (official(without={date(2024, 1, 1)}), "The year 2024 is not whole", "2024年がそろっていません"),
        (official(without={date(2024, 11, 23)}), "The year 2024 is not whole", "2024年がそろっていません"),
    ],
)
def test_a_csv_that_is_not_the_official_one_is_refused(tmp_path, text, en, ja):
    path = write(tmp_path, text, "syukujitsu.csv", "cp932")
    error = refusal(path)
    assert str(path) in error.en
    assert en in error.en
    assert ja in error.ja
