"""Text in terminal cells: a kanji takes two, and nothing in a log may command the terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bprkit.report.cells import printable, shorten, width, wrap

TEXT = st.text(alphabet=st.sampled_from("abc 決裁課長、。「」(財政)12 3→・ー"), max_size=60)


@given(TEXT, st.integers(min_value=0, max_value=40))
def test_a_shortened_text_fits_and_keeps_its_beginning(text: str, room: int) -> None:
    short = shorten(text, room)
    assert width(short) <= room
    if short != text and short:
        assert text.startswith(short.split("…")[0].rstrip())


def test_names_that_differ_at_the_end_stay_different() -> None:
    names = [f"補助金交付申請書の形式審査(第{number}次)" for number in (1, 2)]
    assert len({shorten(name, 20) for name in names}) == 2


@given(TEXT, st.integers(min_value=2, max_value=40))
def test_wrapped_lines_fit_and_hold_every_character(text: str, room: int) -> None:
    lines = wrap(text, room)
    assert all(width(line) <= room for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(TEXT, st.integers(min_value=8, max_value=40))
def test_no_more_lines_than_asked_for(text: str, room: int) -> None:
    lines = wrap(text, room, lines=2)
    assert len(lines) <= 2
    assert all(width(line) <= room for line in lines)


def test_no_line_begins_with_a_comma_or_ends_with_an_opening_bracket() -> None:
    lines = wrap("起案、回議、合議(財政課)、決裁「市長」、施行、公印審査、編綴、完結、後閲。", 11)
    assert not any(line.startswith(("、", "。", ")", "」")) for line in lines)
    assert not any(line.endswith(("(", "「")) for line in lines)


def test_a_chain_of_activities_breaks_at_its_arrows() -> None:
    assert wrap("起案 → 係長確認 → 課長決裁", 16) == ["起案 →", "係長確認 →", "課長決裁"]


def test_a_name_cannot_colour_or_clear_the_terminal() -> None:
    assert printable("\x1b[2J決裁\x07\r\nok\x9b31m", "utf-8", plain=False) == "?[2J決裁?  ok?31m"


def test_a_name_cannot_turn_the_direction_of_writing() -> None:
    assert printable("a\u202eb\u2066c", "utf-8", plain=False) == "abc"


@given(st.text(max_size=30))
def test_whatever_is_printed_exists_in_the_encoding_of_a_japanese_windows(text: str) -> None:
    printable(text, "cp932", plain=True).encode("cp932")


def test_characters_missing_from_cp932_keep_their_width() -> None:
    text = printable("𠮷野家 ε²", "cp932", plain=True)
    assert text == "〓野家 e2"
    assert printable("髙﨑①㈱", "cp932", plain=True) == "髙﨑①㈱"
