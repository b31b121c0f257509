"""The page in a terminal: what fits, what it looks like where colours or characters are missing."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import Any

import pytest
from rich.console import Console

from bprkit.report.cells import width
from bprkit.report.model import Cell, Column, Page, Section, Table
from bprkit.report.page import page
from bprkit.report.terminal import print_page

Result = Callable[[str], dict[str, Any]]
LONG = "特定個人情報保護評価書の作成及び公表並びに意見聴取に係る庁内合議を経た市長決裁"


def printed(mined: dict[str, Any], cells: int = 100, encoding: str = "utf-8", **settings: Any) -> str:
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    print_page(page(mined), Console(file=file, width=cells, **settings))
    file.flush()
    return raw.getvalue().decode(encoding)


def with_long_names(mined: dict[str, Any]) -> dict[str, Any]:
    for rows, keys in (
        (mined["bottlenecks"], ("source", "target")),
        (mined["transitions"], ("source", "target")),
        (mined["activities"], ("activity",)),
        (mined["rework"]["activities"], ("activity",)),
        (mined["rework"]["returns"], ("activity", "source")),
        (mined["workload"], ("name",)),
        (mined["handovers"]["pairs"], ("source", "target")),
        (mined["columns"], ("column", "note")),
        (mined["backlog"]["by_activity"], ("activity",)),
        (mined["attributes"], ("attribute",)),
    ):
        for number, row in enumerate(rows):
            row |= dict.fromkeys(keys, f"{LONG}{number}")
    for variant in mined["variants"]:
        variant["activities"] = [LONG + LONG] * 30
    mined["warnings"].append(LONG * 5 + "x" * 300)
    mined["settings"]["files"] = [f"{LONG}.csv"]
    return mined


@pytest.mark.parametrize("cells", [80, 100, 132])
def test_no_line_is_wider_than_the_terminal(result: Result, spoken: str, cells: int) -> None:
    lines = printed(result(spoken), cells).splitlines()
    assert max(map(width, lines)) <= cells


@pytest.mark.parametrize("cells", [40, 80, 100])
@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_names_of_forty_kanji_do_not_break_the_page(
    result: Result, spoken: str, cells: int, encoding: str
) -> None:
    assert width(LONG) >= 78
    mined = with_long_names(result(spoken))
    lines = printed(mined, cells, encoding).splitlines()
    assert max(map(width, lines)) <= cells


def test_at_100_columns_the_bottlenecks_lose_no_column(result: Result, spoken: str) -> None:
    text = printed(result(spoken))
    start = text.index({"en": "Bottlenecks, worst first", "ja": "ボトルネック（影響の大きい順）"}[spoken])
    end = text.index({"en": "Lead time of a case", "ja": "案件の所要期間"}[spoken], start)
    assert {"en": "no room", "ja": "幅に入らない"}[spoken] not in text[start:end]


def test_a_column_without_room_is_named_with_where_to_find_it(result: Result, english: None) -> None:
    text = printed(result("en"), 60)
    assert "no room for: " in text
    assert "see --html, --csv or --json" in text


def test_rows_left_out_are_counted(result: Result, spoken: str) -> None:
    assert {"en": "6 more rows; see --html", "ja": "ほか6行（--html"}[spoken] in printed(result(spoken))


def test_warnings_and_the_summary_come_before_any_table(result: Result, spoken: str) -> None:
    mined = result(spoken)
    text = printed(mined, 132).replace("\n", "").replace("  ", "")
    first_table = text.index("──")
    for sentence in [*mined["warnings"], *mined["summary"]]:
        assert text.index(sentence[:30]) < first_table


def test_a_pipe_gets_no_colour_codes(result: Result, spoken: str) -> None:
    assert "\x1b" not in printed(result(spoken))


def test_no_color_keeps_bold_but_no_colour(
    result: Result, english: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "\x1b[31m" in printed(result("en"), force_terminal=True, color_system="standard")
    monkeypatch.setenv("NO_COLOR", "1")
    text = printed(result("en"), force_terminal=True, color_system="standard")
    assert "\x1b[1m" in text
    assert "\x1b[31m" not in text


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "ascii", "latin-1"])
def test_a_console_without_unicode_gets_frames_and_bars_in_ascii(
    result: Result, spoken: str, encoding: str
) -> None:
    text = printed(result(spoken), encoding=encoding)
    assert "----" in text
    assert "##" in text
    assert not set("─━│→…–") & set(text)


def test_a_cp932_pipe_reads_japanese_as_it_was(result: Result, japanese: None) -> None:
    mined = result("ja")
    mined["bottlenecks"][0]["source"] = "髙﨑①㈱𠮷田"
    text = printed(mined, encoding="cp932")
    assert "髙﨑①㈱〓田" in text


def test_a_name_cannot_command_the_terminal(result: Result, english: None) -> None:
    mined = result("en")
    mined["bottlenecks"][0]["source"] = "\x1b[2J\x1b]0;title\x07[red]x[/red]"
    text = printed(mined, 140)
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "[red]" in text


def test_the_longest_bar_belongs_to_the_worst(result: Result, english: None) -> None:
    text = printed(result("en"))
    start = text.index("Bottlenecks, worst first")
    rows = text[start : text.index("more rows", start)].splitlines()
    bars = [line.count("━") for line in rows if "%" in line]
    assert len(bars) == 10
    assert bars == sorted(bars, reverse=True)
    assert bars[0] >= 2 * bars[1] > 0  # 26.7% against 11.8%


@pytest.mark.parametrize("cells", [40, 52, 60, 72, 80, 100])
def test_numbers_and_intervals_are_never_cut(result: Result, spoken: str, cells: int) -> None:
    columns = [
        Column("name", ("name",), "text", 2),
        *(Column(f"working_{place}", ("mean", "working"), "working") for place in range(4)),
    ]
    number = Cell("1,234日(開庁)", 1.0, "[7時間22分–1,234日(開庁)]")
    rows = ((Cell(LONG, LONG), *[number] * 4),)
    table = Table(tuple(columns), rows, 1, 10)
    page = Page(spoken, "", "", (), (), (), (Section("s", "s", "", table),), "")
    file = io.StringIO()
    print_page(page, Console(file=file, width=cells))
    shown = file.getvalue()
    assert shown.count("[") == shown.count("]") == shown.count("[7時間22分–1,234日(開庁)]") > 0
    assert shown.count("1,234日(開庁)") == 2 * shown.count("[")


def test_the_reasons_of_a_register_are_whole(result: Result, japanese: None) -> None:
    mined = result("ja")
    note = "日付の一つ一つを処理（イベント）として扱う"
    mined["columns"] = [
        {"column": f"第{n}段階決裁年月日", "taken_as": "time", "why": "header", "note": note}
        for n in range(8)
    ]
    shown = printed(mined)
    section = shown[shown.index("列の読み取り方") : shown.index("ボトルネック")]
    assert "…" not in section and section.count("日付の一つ一つを処理") == 1
    assert "扱う" in section


def test_a_name_of_300_000_characters_floods_nothing(result: Result, spoken: str) -> None:
    mined = result(spoken)
    huge = "A" * 300_000
    for row in (*mined["transitions"], *mined["bottlenecks"]):
        row["source"] = huge
    mined["variants"][0]["activities"] = [huge, "a b " * 100_000, "長" * 300_000]
    mined["quality"][0]["examples"] = [{"row": 2, "case": "1", "activity": huge}]
    started = time.monotonic()
    lines = printed(mined).splitlines()
    assert len(lines) < len(printed(result(spoken)).splitlines()) + 60
    assert time.monotonic() - started < 20
