"""Calendars by name and from YAML files, and what is told of mistakes in them."""

from __future__ import annotations

from datetime import date

import pytest

from bprkit.calendar import always_open, load_calendar
from bprkit.language import use
from office_hours import DAY, JP, at, refusal, write


def test_names_give_the_calendars_that_come_along():
    assert load_calendar("jp") == JP
    assert load_calendar("none") == always_open()
    assert load_calendar("jp", timezone="Europe/Paris").timezone == "Europe/Paris"
    assert (JP.name, JP.timezone, always_open().name) == ("jp", "Asia/Tokyo", "none")


def test_a_counter_that_also_opens_on_saturday_is_based_on_the_city_hall(tmp_path):
    path = write(
        tmp_path,
        """
based_on: jp
title: {en: Counter, ja: 窓口}
hours:
  sat: 9:00-12:00
closed: [2026-05-01, 8-13..8-15, 2026/11/02..2026/11/04]
open: {2026-03-29: 9:00-12:00, 2026-05-03: '9:00-12:00, 13:00-15:00', 2026-05-04: [9:00-10:00, 11:00-12:00]}
""",
    )
    calendar = load_calendar(path)
    assert calendar.name == "counter"
    assert calendar.timezone == "Asia/Tokyo"
    assert calendar.fiscal_year(date(2026, 3, 31)) == 2025
    assert calendar.hours_on(date(2026, 5, 7)) == JP.hours_on(date(2026, 5, 7))
    assert calendar.hours_on(date(2026, 3, 28)) == ((32_400, 43_200),)  # a Saturday
    assert calendar.hours_on(date(2026, 3, 29)) == ((32_400, 43_200),)  # a Sunday
    assert len(calendar.hours_on(date(2026, 5, 3))) == len(calendar.hours_on(date(2026, 5, 4))) == 2
    closed = [
        "2026-01-03",
        "2026-05-01",
        "2027-08-13",
        "2026-11-02",
        "2026-11-04",
        "2026-12-29",
        "2026-05-05",
    ]
    assert not any(calendar.is_open(date.fromisoformat(day)) for day in closed)
    assert calendar.is_open(date(2026, 11, 5))
    use("ja")
    try:
        assert calendar.title == "窓口"
    finally:
        use(None)


def test_a_dutch_town_stands_on_its_own(tmp_path):
    path = write(
        tmp_path,
        "timezone: Europe/Amsterdam\nname: town\nhours: {mon-fri: 9:00-17:00, sun: closed}\n"
        "holidays: NL\nclosed: 12-24\n",
    )
    calendar = load_calendar(str(path))
    assert (calendar.name, calendar.timezone, calendar.country) == ("town", "Europe/Amsterdam", "NL")
    assert calendar.is_open(date(2024, 5, 6))  # 振替休日 is no Dutch matter
    assert not calendar.is_open(date(2024, 5, 9))  # Ascension
    assert not calendar.is_open(date(2024, 12, 24))
    assert calendar.fiscal_year(date(2024, 3, 1)) == 2024
    assert calendar.working_seconds(at("2024-07-01T07:00Z"), at("2024-07-01T15:00Z")) == 8 * 3600
    assert load_calendar(path, timezone="Asia/Tokyo").timezone == "Asia/Tokyo"


def test_holidays_may_be_those_of_a_part_of_a_country_or_none(tmp_path):
    bavaria = load_calendar(write(tmp_path, "based_on: jp\nholidays: DE-BY\n"))
    assert not bavaria.is_open(date(2025, 1, 6))  # Epiphany
    assert load_calendar(write(tmp_path, "based_on: jp\nholidays: none\n")).is_open(date(2024, 5, 6))


def test_a_file_from_a_japanese_pc_is_read_in_cp932(tmp_path):
    calendar = load_calendar(
        write(tmp_path, "based_on: jp\ntitle: 髙﨑支所①\nhours:\n  土: 休\n", encoding="cp932")
    )
    assert calendar.title_en == calendar.title_ja == "髙﨑支所①"
    assert load_calendar(write(tmp_path, "based_on: jp\n", encoding="utf-8-sig")).weekly == JP.weekly


def test_a_night_shift_in_a_file_crosses_the_week(tmp_path):
    calendar = load_calendar(
        write(tmp_path, "timezone: Asia/Tokyo\nhours:\n  sun: 17:15-8:30\n  mon: 8:30-12:00\n")
    )
    assert calendar.weekly[6] == ((62_100, DAY),)
    assert calendar.weekly[0] == ((0, 43_200),)


@pytest.mark.parametrize(
    ("text", "line", "value"),
    [
        ("hour:\n  mon: 8:30-12:00", 2, "'hour' (did you mean 'hours'?)"),
        ("based_on: us", 1, "'us'"),
        ("name: none", 2, "'none'"),
        ("name: [a]", 2, "One value"),
        ("title: {fr: Guichet}", 2, "'fr'"),
        ("title:", 2, "One value"),
        ("timezone: Asia/Tokio", 2, "'Asia/Tokio' (did you mean 'Asia/Tokyo'?)"),
        ("hours: 8:30-17:15", 2, "name: value"),
        ("hours:\n  mno: 8:30-12:00", 3, "'mno' is no weekday (did you mean 'mon'?)"),
        ("hours:\n  mon-tue-wed: 8:30-12:00", 3, "'mon-tue-wed'"),
        ("hours:\n  mon: 8:30-25:00", 3, "'8:30-25:00'"),
        ("hours:\n  mon: 8:60-12:00", 3, "'8:60-12:00'"),
        ("hours:\n  mon: 24:00-24:00", 3, "'24:00-24:00'"),
        ("hours:\n  mon: 0:00-0:00", 3, "'0:00-0:00' closes before it opens"),
        ("hours:\n  mon: 12:00-8:30", 3, "'12:00-8:30' closes before it opens"),
        ("hours:\n  mon: 8:30-12:00, 17:15-13:00", 3, "'17:15-13:00' closes before it opens"),
        ("hours:\n  mon: 8:30-12:00, 11:00-13:00", 3, "8:30-12:00 and 11:00-13:00 overlap"),
        ("hours:\n  mon: 8:30-12:00\n  sun: 22:00-9:00", 3, "0:00-9:00 and 8:30-12:00 overlap"),
        ("hours:\n  sun: 22:00-9:00", 3, "0:00-9:00 and 8:30-12:00 overlap"),
        ("hours:\n  mon: morning", 3, "'morning'"),
        ("hours:\n  mon: 8:30-12:00,", 3, "''"),
        ("hours:\n  mon:", 3, "'mon' has no hours"),
        ("hours:\n  mon: {a: b}", 3, "One value"),
        ("hours: {mon: 8:30-12:00, 13:00-17:15}", 2, "'9:00-12:00, 13:00-17:15'"),
        ("hours:\n  mon-fri: 8:30-12:00\n  wed: 8:30-11:00", 4, "'wed' gives hours for wed a second time"),
        ("hours:\n  mon: closed\n  mon: closed", 4, "'mon' stands in line 3 already"),
        ("holidays: japan", 2, "'japan'"),
        ("holidays: no", 2, "'no' names no country"),  # Norway is NO
        ("holidays: XX", 2, "'XX'"),
        ("holidays: JP-XX", 2, "'JP-XX'"),
        ("holidays: missing.csv", 2, "missing.csv cannot be read"),
        ("closed:\n  - 2026-02-30", 3, "'2026-02-30'"),
        ("closed:\n  - 12-32", 3, "'12-32'"),
        ("closed: [Christmas]", 2, "'Christmas'"),
        ("closed: [12-29..2026-01-03]", 2, "'2026-01-03'"),
        ("closed: [2026-01-03..2025-12-29]", 2, "'2026-01-03..2025-12-29' is not a range"),
        ("closed: [2026-01-03..2062-01-05]", 2, "'2026-01-03..2062-01-05' is not a range"),
        ("closed: {a: b}", 2, "One value"),
        ("open: [2026-03-29]", 2, "name: value"),
        ("open:\n  03-29: 9:00-12:00", 3, "'03-29'"),
        ("open:\n  2026-03-29: closed", 3, "'closed' does not open"),
        ("open:\n  2026-03-29: 22:00-6:00", 3, "'22:00-6:00' does not open within that date"),
        ("closed: [2026-03-29]\nopen: {2026-03-29: 9:00-12:00}", 3, "'2026-03-29' is given a second time"),
        ("open:\n  2026-03-29: 9:00-12:00\n  2026/3/29: 9:00-12:00", 4, "'2026/3/29' is given a second time"),
        ("fiscal_year_starts: April", 2, "'April'"),
        ("fiscal_year_starts: 13", 2, "'13'"),
        ("holidays: JP\nholidays: JP", 3, "'holidays' stands in line 2 already"),
    ],
)
def test_each_mistake_in_a_file_is_told_with_its_line_and_value(tmp_path, text, line, value):
    path = write(tmp_path, text if text.startswith("based_on") else f"based_on: jp\n{text}\n")
    error = refusal(path)
    assert error.en.startswith(f"{path}, line {line}: ")
    assert error.ja.startswith(f"{path}、{line}行目：")
    assert value in error.en
    shown = value.split("'")[1] if value.startswith("'") else ""
    assert shown in error.ja


def test_all_mistakes_of_a_file_come_in_one_message_in_the_order_of_its_lines(tmp_path):
    text = "hours:\n  mnday: 8:30-12:00\n  tue: 8:30-25:00\nclosed: [2026-13-01, 1-1]\nholiday: JP\n"
    path = write(tmp_path, text)
    error = refusal(path)
    english = [
        f"{path} cannot be used as an office calendar (5 problems):",
        "  'timezone' is missing. Add it (such as Asia/Tokyo), or ",
        "  line 2: 'mnday' is no weekday (did you mean 'monday'?). Write mon, tue, ",
        "  line 3: '8:30-25:00' leaves the day: hours run from 0:00 to 24:00, minutes to 59. ",
        "  line 4: '2026-13-01' is no date here. Write 2026-05-01 or ",
        "  line 5: There is no key 'holiday' (did you mean 'holidays'?). Keys: based_on, name, ",
    ]
    japanese = [
        f"{path} は開庁カレンダーとして使えません（誤り5件）。",
        "  「timezone」がありません。追加するか（例：Asia/Tokyo）、",
        "  2行目：「mnday」は曜日として読めません（「monday」でしょうか）。mon、tue、",
        "  3行目：「8:30-25:00」は一日の範囲を超えています。",
        "  4行目：「2026-13-01」は日付として読めません。2026-05-01 や ",
        "  5行目：「holiday」という項目はありません（「holidays」でしょうか）。",
    ]
    for told, expected in ((error.en, english), (error.ja, japanese)):
        assert len(told.splitlines()) == len(expected)
        for line, beginning in zip(told.splitlines(), expected, strict=True):
            assert line.startswith(beginning)
    for language, message in (("en", error.en), ("ja", error.ja)):
        use(language)
        assert str(error) == message
    use(None)


def test_a_long_list_of_mistakes_is_cut_and_counted(tmp_path):
    error = refusal(
        write(tmp_path, "based_on: jp\nclosed:\n" + "".join(f"  - 2026-02-{day}\n" for day in range(30, 60)))
    )
    assert "(30 problems)" in error.en
    assert error.en.endswith("\n  and 10 more")
    assert error.ja.endswith("\n  ほか10件")


@pytest.mark.parametrize(
    ("content", "en", "ja"),
    [
        (b"", "holds no calendar", "内容がありません"),
        (b"# only a remark\n", "holds no calendar", "内容がありません"),
        (b"- 1\n", "holds no calendar", "内容がありません"),
        (b"hours: [1\n", "line 2, column 1: this is not YAML", "2行目1文字目"),
        (b"hours:\n\tmon: 1\n", "line 2, column 1: this is not YAML", "2行目1文字目"),
        (b"a: 1\n---\nb: 2\n", "this is not YAML", "YAMLとして読めません"),
        (b"a: \x00\n", "this is not YAML", "YAMLとして読めません"),
        (b"\xff\xfe\x00\x80\x81", "neither UTF-8 nor CP932", "CP932"),
        (b"#" * 1_000_001, "too large", "大きすぎ"),
        (b"timezone: Asia/Tokyo\n", "'hours' is missing", "「hours」がありません"),
        (b"hours: {mon: 9:00-12:00}\n", "'timezone' is missing", "「timezone」がありません"),
        (
            b"timezone: Asia/Tokyo\nhours: {mon: closed}\n",
            "the office never opens",
            "開庁日が一日もありません",
        ),
        (b"based_on: jp\nclosed: 01-04..12-28\n", "the office never opens", "開庁日が一日もありません"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused_in_one_message(tmp_path, content, en, ja):
    path = tmp_path / "空の 暦.yaml"
    path.write_bytes(content)
    error = refusal(path)
    assert str(path) in error.en
    assert str(path) in error.ja
    assert en in error.en
    assert ja in error.ja


def test_a_missing_file_a_folder_and_an_unknown_name_are_refused(tmp_path):
    folder, missing = ("it is a folder", "フォルダーです"), ("there is no such file", "ファイルがありません")
    for spec, (en, ja) in ((tmp_path / "missing.yaml", missing), (tmp_path, folder), ("us", missing)):
        error = refusal(spec)
        assert en in error.en
        assert ja in error.ja
        assert error.en.startswith(f"{spec} cannot be read")
        assert "jp, none, a YAML file" in error.en
        assert error.ja.startswith(f"{spec} を開庁カレンダーとして読めません")
    assert "did you mean 'Asia/Tokyo'" in refusal("jp", timezone="Asia/Tokio").en


def test_a_file_named_like_a_calendar_is_not_taken_for_it(tmp_path):
    assert (
        load_calendar(write(tmp_path, "based_on: jp\nhours: {sat: 9:00-12:00}\n", "jp.yaml")).name
        == "jp.yaml"
    )
