from __future__ import annotations

import datetime as dt
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    parse_date_part,
    parse_stamp,
    parse_time_part,
    split_stamp,
    year_last_numbers,
)

JUNE_29 = dt.date(2024, 6, 29)
AT_9_05 = (9 * 60 + 5) * 60 * 1_000_000
EPOCH = dt.date(1970, 1, 1)

DATE_ONLY = [
    "2024-06-29",
    "2024/6/29",
    "2024.6.29",
    "2024/ 6/29",
    "20240629",
    "２０２４／６／２９",
    "2024年6月29日",
    "2024年 6月29日",
    "２０２４年６月２９日",
    "2024/6/29(土)",
    "2024/6/29（土曜日）",
    "2024年6月29日㈯",
    "2024年6月29日 土曜日",
    "2024/06/29(土・祝)",
    "2024-06-29 土曜",
    "2024-06-29 (Sat)",
    "R6.6.29",
    "R06/06/29",
    "r6.6.29",
    "R.6.6.29",
    "R 6. 6.29",
    "Ｒ６．６．２９",
    "R6-6-29",
    "R060629",
    "令和6年6月29日",
    "令和 6年 6月29日",
    "令和６年６月２９日（土）",
    "令6.6.29",
    "令和6/6/29",
    "㋿6年6月29日",
    "令和060629",
    "29-Jun-2024",
    "29 June 2024",
    "29JUN2024",
    "Jun 29, 2024",
    "June 29th, 2024",
    "Sat, 29 Jun 2024",
    "Saturday, June 29, 2024",
    "2024-Jun-29",
    "  2024-06-29  ",
    "　2024-06-29",
    "2024−06−29",  # U+2212, what EUC-JP's minus decodes to
]


@pytest.mark.parametrize("text", DATE_ONLY)
def test_a_date_is_read_in_every_spelling_of_the_office(text: str) -> None:
    assert parse_stamp(text) == Stamp(JUNE_29)


AT_FIVE_PAST_NINE = [
    "2024-06-29T09:05:00",
    "2024-06-29 09:05",
    "2024-06-29 9:5",
    "2024/6/29 9:05",
    "2024/06/29 09:05:00.000",
    "2024/06/29 09:05:00,000000",
    "2024/06/29\t9:05",
    "2024/6/29　９：０５",
    "2024.6.29 9:05",
    "202406290905",
    "20240629090500",
    "20240629 0905",
    "20240629T090500",
    "20240629_090500",
    "2024年6月29日 9時05分",
    "2024年6月29日9時5分00秒",
    "2024年6月29日(土)9時05分",
    "2024年6月29日 午前9時05分",
    "2024/6/29 午前 9:05",
    "令和6年6月29日 9:05",
    "令和6年6月29日午前9時5分",
    "R6.6.29 09:05",
    "R060629 0905",
    "R0606290905",
    "2024/6/29(土) 9:05",
    "29-Jun-2024 09:05",
    "Jun 29, 2024 9:05 AM",
    "June 29, 2024, 9:05:00 a.m.",
    "2024-06-29 9:05AM",
    "2024-06-29-09.05.00.000000",
]


@pytest.mark.parametrize("text", AT_FIVE_PAST_NINE)
def test_a_time_is_read_in_every_spelling_of_the_office(text: str) -> None:
    assert parse_stamp(text) == Stamp(JUNE_29, AT_9_05)


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("2024/6/29 午後1:05", 13, 5),
        ("2024年6月29日 午後11時59分", 23, 59),
        ("2024年6月29日 午後0時5分", 12, 5),
        ("Jun 29, 2024 9:05 PM", 21, 5),
        ("2024-06-29 12:05 PM", 12, 5),
        ("2024-06-29 12:05 AM", 0, 5),
        ("2024年6月29日 9時", 9, 0),
    ],
)
def test_morning_and_afternoon_are_told_apart(text: str, hour: int, minute: int) -> None:
    assert parse_stamp(text) == Stamp(JUNE_29, (hour * 60 + minute) * 60_000_000)


@pytest.mark.parametrize(
    ("suffix", "hours"),
    [
        ("Z", 0),
        ("z", 0),
        (" UTC", 0),
        ("+00:00", 0),
        ("+09:00", 9),
        ("+0900", 9),
        ("+09", 9),
        (" +09:00", 9),
        (" JST", 9),
        ("-05:30", -5.5),
        (" GMT+0900 (日本標準時)", 9),
        ("+09:00[Asia/Tokyo]", 9),
    ],
)
def test_an_offset_is_kept_with_the_wall_clock_that_stands_before_it(suffix: str, hours: float) -> None:
    assert parse_stamp(f"2024-06-29T09:05:00{suffix}") == Stamp(JUNE_29, AT_9_05, int(hours * 3600))


def test_midnight_written_as_24_is_the_next_day() -> None:
    assert parse_stamp("2024-12-31 24:00") == Stamp(dt.date(2025, 1, 1), 0)
    assert parse_stamp("2024-12-31 24:00:00.000+09:00") == Stamp(dt.date(2025, 1, 1), 0, 32400)
    assert parse_time_part(" 24:00") == (MICROSECONDS_A_DAY, None)
    assert parse_stamp("2024-12-31 24:01") is None


@pytest.mark.parametrize("space", ["", " ", "\t", "　", "\u00a0", "\r", "\n", " 　\r\n"])
def test_space_around_a_date_is_no_time(space: str) -> None:
    for text in ("2024-06-29" + space, space + "令和6年6月29日" + space, "2024/6/29(土)" + space):
        assert split_stamp(text) == (text, "")
        assert parse_stamp(text) == Stamp(JUNE_29)


def test_fractions_are_cut_to_microseconds() -> None:
    for digits, expected in [("5", 500_000), ("123", 123_000), ("1234567", 123_456), ("999999999", 999_999)]:
        assert parse_stamp(f"2024-06-29 00:00:00.{digits}") == Stamp(JUNE_29, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("令和元年5月1日", dt.date(2019, 5, 1)),
        ("R1.5.1", dt.date(2019, 5, 1)),
        ("令和元年4月30日", None),
        ("H31.4.30", dt.date(2019, 4, 30)),
        ("平成31年6月1日", dt.date(2019, 6, 1)),  # forms printed before the change
        ("平成元年1月8日", dt.date(1989, 1, 8)),
        ("平成元年1月7日", None),
        ("S64.1.7", dt.date(1989, 1, 7)),
        ("昭和元年12月25日", dt.date(1926, 12, 25)),
        ("昭和元年12月24日", None),
        ("大正15年12月25日", dt.date(1926, 12, 25)),
        ("T1.7.30", dt.date(1912, 7, 30)),
        ("大正元年7月29日", None),
        ("㍾45年7月29日", dt.date(1912, 7, 29)),
        ("明治6年1月1日", dt.date(1873, 1, 1)),
        ("明治5年12月2日", None),  # still the lunisolar calendar
        ("㍻元年1月8日", dt.date(1989, 1, 8)),
        ("㍼50年4月1日", dt.date(1975, 4, 1)),
        ("㍽10.4.1", dt.date(1921, 4, 1)),
        ("R0.5.1", None),
    ],
)
def test_eras_begin_on_their_first_day(text: str, expected: dt.date | None) -> None:
    assert parse_stamp(text) == (Stamp(expected) if expected else None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "2024-02-30",
        "2023/2/29",
        "2024-13-01",
        "2024-00-10",
        "令和6年2月30日",
        "R060230",
        "20240230",
        "12340101",  # a number, not a year before 1868
        "2024/6-29",
        "2024-06",
        "2024",
        "6/6/29",
        "06-06-29",
        "29-Jun-24",
        "060629",
        "03/04/2024",
        "29/06/2024",
        "45472.378",
        "1719619500",
        "2024-06-29 25:00",
        "2024-06-29 09:60",
        "2024-06-29 09:05:60",
        "2024-06-29 9",
        "2024-06-29 13:05 PM",
        "2024-06-29 午前9:05 AM",
        "2024-06-29Z",
        "2024-06-29T09:05+99:00",
        "2024-06-29 09:05 Asia/Tokyo",
        "2024-06-29 09:05 頃",
        "令和六年六月二十九日",
        "29 Foo 2024",
        "epoch",
        "infinity",
        "44-03-15 (BC)",
        "12024-06-29",
        "未定",
        "A-2024-06-29",
    ],
)
def test_what_is_impossible_or_open_to_two_readings_is_no_stamp(text: str) -> None:
    assert parse_stamp(text) is None


def test_a_bare_year_is_read_only_in_the_era_that_is_given() -> None:
    assert parse_stamp("6/6/29", era_default="reiwa") == Stamp(JUNE_29)
    assert parse_stamp("060629", era_default="reiwa") == Stamp(JUNE_29)
    assert parse_stamp("元年5月1日", era_default="reiwa") == Stamp(dt.date(2019, 5, 1))
    assert parse_stamp("6.6.29 9:05", era_default="heisei") == Stamp(dt.date(1994, 6, 29), AT_9_05)
    assert parse_stamp("1/4/30", era_default="reiwa") is None
    assert parse_stamp("H6/6/29", era_default="reiwa") == Stamp(dt.date(1994, 6, 29))


def test_day_and_month_are_ordered_only_as_told() -> None:
    assert parse_stamp("03/04/2024", day_first=True) == Stamp(dt.date(2024, 4, 3))
    assert parse_stamp("03/04/2024", day_first=False) == Stamp(dt.date(2024, 3, 4))
    assert parse_stamp("3.4.2024 9:05", day_first=True) == Stamp(dt.date(2024, 4, 3), AT_9_05)
    assert parse_stamp("29/06/2024, 09:05:00", day_first=True) == Stamp(JUNE_29, AT_9_05)
    assert parse_stamp("29/06/2024", day_first=False) is None
    assert parse_stamp("2024/06/29", day_first=True) == Stamp(JUNE_29)


def test_year_last_numbers_and_missing_eras_are_recognised() -> None:
    assert year_last_numbers("29/06/2024 9:05") == (29, 6)
    assert year_last_numbers("2024/06/29") is None
    assert lacks_era("6/6/29 9:05")
    assert lacks_era("6年6月29日")
    assert not lacks_era("060629")  # as good a number as a date
    assert not lacks_era("6/29/24")
    assert not lacks_era("R6/6/29")


@pytest.mark.parametrize(
    ("serial", "expected"),
    [
        ("45472", Stamp(JUNE_29)),
        (45472.0, Stamp(JUNE_29)),
        (45472.378472222222, Stamp(JUNE_29, AT_9_05)),
        ("45472.3784722222", Stamp(JUNE_29, AT_9_05)),
        ("45472.378", Stamp(JUNE_29, 32_659_200_000)),
        (45472.999999999, Stamp(dt.date(2024, 6, 30), 0)),
        (1, Stamp(dt.date(1900, 1, 1))),
        (59, Stamp(dt.date(1900, 2, 28))),
        (60, None),
        (61, Stamp(dt.date(1900, 3, 1))),
        (2958465, Stamp(dt.date(9999, 12, 31))),
        (2958466, None),
        (0, None),
        (-1, None),
        ("6/29", None),
        ("1e5", None),
        ("", None),
        (float("nan"), None),
        (float("inf"), None),
    ],
)
def test_excel_serial_numbers_count_days_as_excel_does(serial: float | str, expected: Stamp | None) -> None:
    assert from_excel_serial(serial) == expected


def test_old_macintosh_books_count_from_1904() -> None:
    assert from_excel_serial(0, from_1904=True) == Stamp(dt.date(1904, 1, 1))
    assert from_excel_serial(45472 - 1462, from_1904=True) == Stamp(JUNE_29)


# --- round trips ---

ERA_SPELLINGS: dict[Era, tuple[str, str, str, str]] = {
    "taisho": ("大正", "大", "T", "㍽"),
    "showa": ("昭和", "昭", "S", "㍼"),
    "heisei": ("平成", "平", "H", "㍻"),
    "reiwa": ("令和", "令", "R", "㋿"),
}
ERA_BEGINS = {
    "taisho": dt.date(1912, 7, 30),
    "showa": dt.date(1926, 12, 25),
    "heisei": dt.date(1989, 1, 8),
    "reiwa": dt.date(2019, 5, 1),
}
FULL_WIDTH = {ord(character): chr(ord(character) + 0xFEE0) for character in "0123456789/.:-RHSTM"}


def era_of(date: dt.date) -> Era:
    return [era for era in ERA_SPELLINGS if ERA_BEGINS[era] <= date][-1]


@st.composite
def spelled_dates(draw: st.DrawFn) -> tuple[dt.date, str]:
    date = draw(st.dates(dt.date(1912, 7, 30), dt.date(2099, 12, 31)))
    y, m, d = date.year, date.month, date.day
    padded = draw(st.booleans())
    mm, dd = (f"{m:02}", f"{d:02}") if padded else (str(m), str(d))
    era = era_of(date)
    n = y - ERA_BEGINS[era].year + 1
    name = draw(st.sampled_from(ERA_SPELLINGS[era]))
    nn = f"{n:02}" if padded else str(n)
    sign = draw(st.sampled_from("/.-"))
    month = date.strftime("%b")
    spellings = [
        f"{y}{sign}{mm}{sign}{dd}",
        f"{y}年{mm}月{dd}日",
        f"{y}{m:02}{d:02}",
        f"{name}{nn}{sign}{mm}{sign}{dd}",
        f"{name}{nn}年{mm}月{dd}日",
        f"{name}{'元' if n == 1 else nn}年{m:>2}月{d:>2}日",
        f"{dd}-{month}-{y}",
        f"{month} {d}, {y}",
    ]
    if name.isascii():
        spellings.append(f"{name}{n:02}{m:02}{d:02}")
    text = draw(st.sampled_from(spellings))
    if not any(letter in text for letter in month) and draw(st.booleans()):
        text = text.translate(FULL_WIDTH)
    weekday = "月火水木金土日"[date.weekday()]
    return date, text + draw(st.sampled_from(["", "", f"({weekday})", f"（{weekday}）", f" {weekday}曜日"]))


@st.composite
def spelled_times(draw: st.DrawFn) -> tuple[int, str]:
    h, m, s = draw(st.integers(0, 23)), draw(st.integers(0, 59)), draw(st.integers(0, 59))
    fraction = draw(st.integers(0, 999_999))
    seconds = (h * 60 + m) * 60 + s
    half, twelve = ("午前" if h < 12 else "午後"), h % 12
    whole = [
        f" {h}:{m:02}:{s:02}",
        f"T{h:02}:{m:02}:{s:02}",
        f" {h}時{m:02}分{s:02}秒",
        f" {half}{twelve}時{m}分{s}秒",
        f" {twelve or 12}:{m:02}:{s:02} {'AM' if h < 12 else 'PM'}",
        f" {h:02}{m:02}{s:02}",
    ]
    with_fraction = [f"T{h:02}:{m:02}:{s:02}.{fraction:06}", f" {h:02}:{m:02}:{s:02},{fraction:06}"]
    if draw(st.booleans()):
        return seconds * 1_000_000 + fraction, draw(st.sampled_from(with_fraction))
    return seconds * 1_000_000, draw(st.sampled_from(whole))


@st.composite
def offsets(draw: st.DrawFn) -> tuple[int | None, str]:
    if draw(st.booleans()):
        return None, ""
    minutes = draw(st.integers(-12 * 60, 14 * 60))
    sign, size = ("-" if minutes < 0 else "+"), abs(minutes)
    colon = draw(st.sampled_from(["", ":"]))
    return minutes * 60, f"{sign}{size // 60:02}{colon}{size % 60:02}"


@given(spelled_dates())
def test_a_date_written_in_any_spelling_reads_back(case: tuple[dt.date, str]) -> None:
    date, text = case
    assert parse_stamp(text) == Stamp(date)


@given(spelled_dates(), spelled_times(), offsets())
def test_a_stamp_written_in_any_spelling_reads_back_whole_and_in_parts(
    day: tuple[dt.date, str], time: tuple[int, str], zone: tuple[int | None, str]
) -> None:
    text = day[1] + time[1] + zone[1]
    assert parse_stamp(text) == Stamp(day[0], time[0], zone[0])
    date_part, time_part = split_stamp(text)
    assert date_part + time_part == text
    assert parse_date_part(date_part) == (day[0] - EPOCH).days
    assert parse_time_part(time_part) == (time[0], zone[0])


@given(
    st.dates(dt.date(2019, 5, 1), dt.date(2099, 12, 31)),
    st.sampled_from("/.-"),
    st.sampled_from([True, False]),
)
def test_bare_dates_read_back_once_era_or_order_is_given(date: dt.date, sign: str, day_first: bool) -> None:
    bare = f"{date.year - 2018}{sign}{date.month}{sign}{date.day}"
    assert parse_stamp(bare, era_default="reiwa") == Stamp(date)
    pair = (date.day, date.month) if day_first else (date.month, date.day)
    year_last = f"{pair[0]:02}{sign}{pair[1]:02}{sign}{date.year}"
    assert parse_stamp(year_last, day_first=day_first) == Stamp(date)
    assert parse_stamp(year_last) is None


@given(st.text(alphabet="0123456789/-.:年月日時分秒令和平成元RHSTMZ午前後() +土,\u3000６", max_size=24))
def test_any_text_is_either_a_stamp_or_none_and_splits_without_loss(text: str) -> None:
    date_part, time_part = split_stamp(text)
    assert date_part + time_part == text
    stamp = parse_stamp(text)
    days, clock = parse_date_part(date_part), parse_time_part(time_part)
    if stamp is None:
        assert days is None or (clock is None and time_part.strip())
        return
    assert days is not None
    if clock is None:
        assert stamp == Stamp(EPOCH + dt.timedelta(days))
    else:
        moment = days * MICROSECONDS_A_DAY + clock[0]
        assert moment == (stamp.date - EPOCH).days * MICROSECONDS_A_DAY + (stamp.microseconds or 0)
        assert stamp.offset == clock[1]
    assert parse_stamp(unicodedata.normalize("NFKC", text)) == stamp


# --- the engine ---


def test_the_engine_splits_as_python_does() -> None:
    duckdb = pytest.importorskip("duckdb")
    texts = [
        *DATE_ONLY,
        *AT_FIVE_PAST_NINE,
        "未定",
        "2024-06-29　",
        "2024-06-29 \n",
        "6/6/29 9:05",
        "29/06/2024 9:05",
        "2024年6月29日㈯ 9:05",
    ]
    connection = duckdb.connect()
    for text in texts:
        found = connection.execute(
            "SELECT d, substr(t, length(d) + 1) "
            "FROM (SELECT t, regexp_extract(t, ?) AS d FROM (SELECT ? AS t))",
            [DATE_PART_PATTERN, text],
        ).fetchone()
        assert found == split_stamp(text)


def engine_reading(connection: Any, text: str) -> dt.datetime | None:
    """DuckDB's cast, in UTC where the text has an offset."""
    aware = text.endswith("Z") or any(sign in text[11:] for sign in "+-")
    kind = "TIMESTAMPTZ" if aware else "TIMESTAMP"
    zone = " AT TIME ZONE 'UTC'" if aware else ""
    (moment,) = connection.execute(f"SELECT (TRY_CAST(? AS {kind}){zone})", [text]).fetchone()
    return moment


def own_reading(text: str) -> dt.datetime | None:
    stamp = parse_stamp(text)
    if stamp is None:
        return None
    midnight = dt.datetime.combine(stamp.date, dt.time())
    return midnight + dt.timedelta(microseconds=stamp.microseconds or 0, seconds=-(stamp.offset or 0))


@st.composite
def iso_like(draw: st.DrawFn) -> str:
    sign = draw(st.sampled_from("-/"))
    numbers = [
        draw(st.integers(low, high)) for low, high in ((1000, 9998), (0, 13), (0, 32), (0, 25), (0, 61))
    ]
    width = draw(st.sampled_from(["02", ""]))
    date = sign.join([str(numbers[0]), format(numbers[1], width), format(numbers[2], width)])
    time = draw(st.sampled_from(["", "T", " "]))
    if not time:
        return date
    time += f"{format(numbers[3], width)}:{format(numbers[4], width)}"
    time += draw(st.sampled_from(["", ":00", ":7", ":59", ":60", ":01.5", ":01.123456789012"]))
    return date + time + draw(st.sampled_from(["", "Z", "+09:00", "-0330", "+14", "+14:59", "-00:30"]))


def test_what_is_called_castable_the_engine_reads_as_we_do() -> None:
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'Asia/Tokyo'")

    @given(iso_like())
    def check(text: str) -> None:
        if castable(text):
            assert engine_reading(connection, text) == own_reading(text)

    check()


@pytest.mark.parametrize(
    "text",
    ["6/6/29", "2024-06-29 9:05 PM", "2024-06-29 09:05:00 +09:00", "epoch", "2024 06 29", "0000-01-01"],
)
def test_what_the_engine_reads_otherwise_is_not_called_castable(text: str) -> None:
    duckdb = pytest.importorskip("duckdb")
    assert not castable(text)
    (cast,) = duckdb.connect().execute("SELECT TRY_CAST(? AS TIMESTAMP)::VARCHAR", [text]).fetchone()
    ours = own_reading(text)
    assert cast is not None
    assert cast != (ours.isoformat(" ") if ours else None)


def test_the_patterns_hold_in_the_engine_too() -> None:
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    for text in (*DATE_ONLY, *AT_FIVE_PAST_NINE, "2024-06-29T09:05Z", "2024-06-29Z", "2024-06-29 09:05+0900"):
        naive, aware = connection.execute(
            "SELECT regexp_matches(?, ?), regexp_matches(?, ?)",
            [text, ENGINE_NAIVE_PATTERN, text, ENGINE_AWARE_PATTERN],
        ).fetchone()
        assert castable(text) == (naive or aware)
