"""Widths are the font's, and lines break as Japanese typesetting has it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bprkit.drawing.text import (
    NOT_FIRST,
    NOT_LAST,
    font_files,
    missing_glyphs,
    plain,
    shortened,
    width,
    wrap,
)

TEXTS = st.text(
    alphabet=st.sampled_from("起案回議合議決裁を受付する・（）「」、。ーっ12地方自治法ABC abc/△"),
    max_size=80,
)


@pytest.mark.parametrize("letter", ["起", "印", "、", "①", "㈱", "髙", "﨑"])
def test_a_japanese_letter_is_as_wide_as_it_is_high(letter: str) -> None:
    assert width(letter, 12) == 12


def test_widths_agree_with_the_font_that_travels_with_the_package() -> None:
    fonttools = pytest.importorskip("fontTools.ttLib")
    for bold, path in enumerate(font_files()):
        font = fonttools.TTFont(path)
        names, advance = font.getBestCmap(), font["hmtx"]
        for letter in "AWil0９～ｱ起、€é→":
            assert width(letter, 1000, bool(bold)) == advance[names[ord(letter)]][0]


def test_every_letter_of_jis_x_0208_and_the_extensions_of_cp932_is_there() -> None:
    letters = "".join(
        bytes((lead, trail)).decode("cp932", "ignore")
        for lead in (*range(0x81, 0xA0), *range(0xE0, 0xF0), *range(0xFA, 0xFD))
        for trail in range(0x40, 0xFD)
        if trail != 0x7F
    )
    assert len(letters) > 7000
    assert missing_glyphs(letters) == ()


def test_a_letter_that_the_font_lacks_is_told_once() -> None:
    assert missing_glyphs("𠮷野家の𠮷と🙂") == ("𠮷", "🙂")


@given(TEXTS, st.integers(30, 200))
def test_no_line_is_wider_than_its_room_and_nothing_is_lost(text: str, room: int) -> None:
    lines = wrap(text, room, 12)
    assert all(width(line, 12) <= room + 1e-9 for line in lines)
    assert "".join(lines).replace(" ", "") == plain(text).replace(" ", "")


@given(TEXTS)
def test_kinsoku_holds_where_a_line_has_room_for_it(text: str) -> None:
    runs = max((len(run) for run in _kinsoku_runs(plain(text))), default=0)
    lines = wrap(text, 160, 12)
    if runs < 6:
        assert all(line[0] not in NOT_FIRST for line in lines[1:])
        assert all(line[-1] not in NOT_LAST for line in lines[:-1])


def _kinsoku_runs(text: str) -> list[str]:
    runs, current = [], ""
    for letter in text:
        if letter in NOT_FIRST or letter in NOT_LAST or letter.isascii():
            current += letter
        else:
            runs.append(current)
            current = ""
    return [*runs, current]


def test_numbers_of_articles_stay_whole() -> None:
    lines = wrap("地方自治法232条の4 第2項", 90, 10)
    assert any("232" in line for line in lines)


def test_a_word_in_katakana_goes_to_the_next_line_whole() -> None:
    assert wrap("コンビニ交付システム", 96, 13, True) == ("コンビニ交付", "システム")


def test_what_does_not_fit_ends_in_dots() -> None:
    lines = wrap("起案書を作成して印刷し係長へ回す", 60, 12, most=2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert width(shortened("起案書を作成して", 40, 12), 12) <= 40


def test_controls_and_marks_of_direction_are_not_drawn() -> None:
    assert plain("起\x00案\u202e\n書") == "起案 書"
