from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bprkit.errors import InputError
from bprkit.log.text import records
from bprkit.log.text.records import Record, Syntax, read_records, refuse_open_quotes

COMMA = Syntax(",", '"', '"')
LOG = Path("log.csv")


@pytest.fixture(autouse=True)
def messages_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BPRKIT_LANG", "en")


def test_records_know_their_lines_and_endings() -> None:
    lines = ["番号,件名\r\n", "\r\n", '1,"一行目\n', '二行目"\r\n', "2,なし"]
    assert read_records(lines, COMMA) == (
        [
            Record(("番号", "件名"), 1, 1, "\r\n"),
            Record((), 2, 1, "\r\n"),
            Record(("1", "一行目\n二行目"), 3, 2, "\r\n"),
            Record(("2", "なし"), 5, 1, ""),
        ],
        None,
    )


def test_a_quote_left_open_is_told_by_the_line_of_its_record() -> None:
    found, unfinished = read_records(["a,b\n", '1,"x\n', "y\n"], COMMA)
    assert [record.cells for record in found] == [("a", "b")]
    assert unfinished == 2


def test_backslashes_escape_quotes_where_the_syntax_says_so() -> None:
    found, unfinished = read_records(['1,"say \\"hi\\", then go"\n'], Syntax(",", '"', "\\"))
    assert (found[0].cells, unfinished) == (("1", 'say "hi", then go'), None)


def test_the_field_limit_of_the_csv_module_is_left_as_it_was() -> None:
    before = csv.field_size_limit()
    found, _ = read_records(["a," + "x" * 300_000 + "\n"], COMMA)
    assert len(found[0].cells[1]) == 300_000
    assert csv.field_size_limit() == before


@pytest.mark.parametrize("last", ["4,z\n", "4,z"])
def test_an_open_quote_is_named_by_the_line_where_it_opens(last: str) -> None:
    lines = ["a,b\n", '1,"x\n', 'y"\n', '2,"fine","x\n', "3,y\n", last]
    with pytest.raises(InputError) as caught:
        refuse_open_quotes(LOG, lines, COMMA)
    assert "log.csv, line 4: a quote" in caught.value.en
    assert "end of the file" in caught.value.en
    assert "4 行目" in caught.value.ja


def test_the_line_is_the_quotes_own_not_that_of_its_record() -> None:
    lines = ['1,"closed\n', 'here","open\n', "until the end\n"]
    with pytest.raises(InputError, match="line 12:"):
        refuse_open_quotes(LOG, lines, COMMA, first_line=11)


def test_closed_quotes_are_let_through() -> None:
    refuse_open_quotes(LOG, ["a,b\n", '1,"x\n', 'y"\n', "2,z"], COMMA)
    refuse_open_quotes(LOG, ["a,b\n", '1,"x\n'], COMMA, records=1)


def test_a_record_that_grows_too_long_is_stopped_before_the_file_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(records, "LONGEST_RECORD", 1000)
    read = 0

    def endless() -> object:
        nonlocal read
        yield "a,b\n"
        yield '1,"x\n'
        while True:
            read += 1
            yield "2,決裁\n"

    with pytest.raises(InputError, match=r"line 2: a quote .* within 16 MiB"):
        refuse_open_quotes(LOG, endless(), COMMA)  # type: ignore[arg-type]
    assert read * len("2,決裁\n".encode()) <= 1100


@given(
    st.lists(
        st.lists(st.text(alphabet='ab",\n\r;決\\', max_size=6), min_size=1, max_size=4),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_the_csv_module_writes_reads_back(rows: list[list[str]], ending: str) -> None:
    import io

    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=ending, quoting=csv.QUOTE_ALL).writerows(rows)
    out.seek(0)
    lines = list(io.StringIO(out.getvalue(), newline=""))
    found, unfinished = read_records(lines, COMMA)
    assert unfinished is None
    assert [list(record.cells) for record in found] == rows
    assert sum(record.lines for record in found) == len(lines)
    refuse_open_quotes(LOG, lines, COMMA)
