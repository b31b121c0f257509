from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bprkit.errors import InputError
from bprkit.log.dates import formats
from bprkit.log.dates.formats import AmbiguousDates, Stamp, infer_format


@pytest.mark.parametrize(
    "values",
    [
        ["2024-06-29 09:05", "2024-06-30 24:00:00"],
        ["2024/6/29 9:05", "2024/06/30 10:00:00.123"],
        ["2024-06-29", "2024/07/01"],
        ["2012/10/09 14:50:17.000", "", "  "],
        ["2024-06-29T09:05:00", "2024-02-30", "未定"],  # what nobody can read harms no cast
    ],
)
def test_stamps_that_the_engine_casts_as_meant_are_iso(values: list[str]) -> None:
    found = infer_format(values)
    assert (found.kind, found.offsets) == ("iso", "none")


@pytest.mark.parametrize(
    "stray",
    [
        "6/6/29",  # DuckDB: the year 6
        "2024-06-29 9:05 PM",  # DuckDB: the morning
        "2024-06-29 09:05:00 Asia/Tokyo",
        "epoch",
        "infinity",
        "20240629",  # DuckDB: NULL
        " 2024-06-29 9:05",
        "R6.6.29",
        "0001-01-01",
    ],
)
def test_one_value_that_the_engine_would_misread_sends_the_column_through_the_parts(stray: str) -> None:
    assert infer_format(["2024-06-29 09:05"] * 99 + [stray]).kind == "parts"


def test_date_only_and_midnight_only_columns_are_told_apart() -> None:
    dates = infer_format(["R6.6.29", "R6.7.1"])
    assert (dates.date_only, dates.midnight_only) == (True, False)
    midnights = infer_format(["2024/06/29 0:00:00", "2024/07/01 0:00:00"])
    assert (midnights.date_only, midnights.midnight_only) == (False, True)
    times = infer_format(["2024/06/29 0:00:00", "2024/07/01 9:00:00"])
    assert (times.date_only, times.midnight_only) == (False, False)


def test_offsets_are_none_all_or_mixed() -> None:
    aware = "2024-06-29T09:05:00+09:00"
    assert infer_format(["2024-06-29T09:05:00"]).offsets == "none"
    found = infer_format([aware, "2024-12-29T09:05:00Z"])
    assert (found.offsets, found.kind) == ("all", "iso")
    assert infer_format([aware, "2024-06-29T09:05:00"]).offsets == "mixed"
    assert infer_format([aware, "2024-06-29"]).offsets == "mixed"
    assert infer_format([aware, "2024-06-29T09:05:00"]).kind == "parts"
    assert infer_format(["2024-06-29 09:05:00 +09:00"]).kind == "parts"


def test_the_share_counts_what_was_read_among_what_is_not_blank() -> None:
    found = infer_format(["2024-06-29", "", " ", "未定", "-", "2024-02-30"])
    assert (found.values, found.share, found.unparsed) == (4, 0.25, ("未定", "-", "2024-02-30"))
    empty = infer_format(["", " "])
    assert (empty.values, empty.share, empty.kind, empty.date_only) == (0, 0.0, "parts", False)


def test_text_is_no_date_column() -> None:
    assert infer_format(["起案", "決裁", "課長"]).share == 0
    assert infer_format(["A-001", "123456", "1719619500"]).share == 0


def test_a_day_above_12_settles_the_order_of_the_column() -> None:
    assert infer_format(["03/04/2024", "29/06/2024"]).day_first is True
    assert infer_format(["03/04/2024", "06/29/2024 9:05"]).day_first is False
    settled = infer_format(["03/04/2024", "29/06/2024"])
    assert settled.parse("03/04/2024") == Stamp(dt.date(2024, 4, 3))
    assert infer_format(["2024/06/29"]).day_first is None


def test_an_order_that_the_data_do_not_show_is_asked_for_with_both_readings() -> None:
    with pytest.raises(AmbiguousDates) as caught:
        infer_format(["05/05/2024", "03/04/2024", "11/12/2023"], column="処理日")
    for text in (caught.value.en, caught.value.ja):
        assert text.startswith("処理日: 03/04/2024")
        for word in ("2024-04-03", "2024-03-04", "2023-12-11", "2023-11-12", "--day-first", "--month-first"):
            assert word in text
    assert infer_format(["03/04/2024"], day_first=False).parse("03/04/2024") == Stamp(dt.date(2024, 3, 4))


def test_a_column_that_contradicts_itself_is_asked_about() -> None:
    with pytest.raises(InputError) as caught:
        infer_format(["13/04/2024", "04/14/2024"])
    assert "13/04/2024" in caught.value.en
    assert "04/14/2024" in caught.value.ja
    assert infer_format(["13/04/2024", "04/14/2024"], day_first=True).unparsed == ("04/14/2024",)


def test_a_few_unordered_dates_in_a_column_of_others_do_not_stop_it() -> None:
    found = infer_format(["2024/06/29"] * 5 + ["03/04/2024"])
    assert found.day_first is None
    assert found.unparsed == ("03/04/2024",)


def test_dates_without_era_are_asked_about() -> None:
    with pytest.raises(AmbiguousDates) as caught:
        infer_format(["6/6/29", "6/7/1"], column="起案日")
    for text in (caught.value.en, caught.value.ja):
        assert text.startswith("起案日: 6/6/29")
        for word in ("2024-06-29", "1994-06-29", "--era reiwa"):
            assert word in text
    found = infer_format(["6/6/29", "6/7/1"], era_default="reiwa")
    assert (found.share, found.kind) == (1.0, "parts")
    assert found.parse("6/6/29") == Stamp(dt.date(2024, 6, 29))


@given(st.lists(st.dates(dt.date(2000, 1, 1), dt.date(2030, 12, 31)), min_size=1), st.booleans())
def test_the_order_found_is_never_the_wrong_one(dates: list[dt.date], day_first: bool) -> None:
    texts = [date.strftime("%d/%m/%Y" if day_first else "%m/%d/%Y") for date in dates]
    if all(date.day <= 12 for date in dates):
        with pytest.raises(AmbiguousDates):
            infer_format(texts)
    else:
        found = infer_format(texts)
        assert found.day_first is day_first
        assert [found.parse(text) for text in texts] == [Stamp(date) for date in dates]


@given(
    st.lists(
        st.sampled_from(
            [
                "2024-06-29 09:05",
                "2024/6/29",
                "2024-06-29T24:00:00",
                "2024-02-30",
                "6/6/29",
                "R6.6.29",
                "epoch",
                "未定",
                "",
                "2024-06-29 9:05 PM",
                "20240629",
                "44-03-15 (BC)",
            ]
        ),
        min_size=1,
        max_size=4,
    )
)
def test_an_iso_column_is_cast_by_the_engine_to_what_we_read(values: list[str]) -> None:
    duckdb = pytest.importorskip("duckdb")
    try:
        found = infer_format(values)
    except AmbiguousDates:
        return
    if found.kind == "iso":
        for value in values:
            (cast,) = duckdb.execute("SELECT TRY_CAST(? AS TIMESTAMP)", [value]).fetchone()
            stamp = found.parse(value)
            midnight = stamp and dt.datetime.combine(stamp.date, dt.time())
            assert cast == (
                midnight + dt.timedelta(microseconds=stamp.microseconds or 0) if stamp and midnight else None
            )


@given(
    st.lists(st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2149, 1, 1)), min_size=1, max_size=5),
    st.sampled_from(
        [
            "%Y-%m-%d",
            "%Y-%m-%d %H:%M",
            "%Y-%m-%dT%H:%M:%S",
            "%Y-%m-%d %H:%M:%S.%f",
            "%Y-%m-%d 00:00",
            "%Y-%m-%dT%H:%M:%S+09:00",
            "%Y-%m-%d %H:%M:%S.%fZ",
        ]
    ),
)
def test_the_short_way_for_iso_columns_finds_what_the_long_way_does(
    moments: list[dt.datetime], form: str
) -> None:
    values = [moment.strftime(form) for moment in moments]
    short = formats._plain_iso(values, None, None)
    assert short is not None
    assert short == formats._any_format(values, None, None, "")
