from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bprkit.errors import InputError
from bprkit.log.text import delimited, records
from bprkit.log.text.containers import is_gzip
from bprkit.log.text.delimited import Dialect, refuse_open_quote_in, sniff_dialect, unique_names
from bprkit.log.text.encodings import as_utf8, detect_encoding

ENGINE = duckdb.connect()
ROWS = [
    ["文書番号", "処理日時", "処理内容", "処理者"],
    ["税第12号", "2024/6/29 9:05", "起案", "山田"],
    ["税第12号", "2024/6/29 13:10", "決裁", "佐藤"],
]


@pytest.fixture(autouse=True)
def messages_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BPRKIT_LANG", "en")


def written(folder: Path, text: str, name: str = "log.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def table(
    rows: list[list[str]], delimiter: str = ",", ending: str = "\r\n", quoting: int = csv.QUOTE_MINIMAL
) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=ending, quoting=quoting).writerows(rows)
    return out.getvalue()


def read_by_engine(path: Path, dialect: Dialect) -> list[tuple[str, ...]]:
    """The body of the file as DuckDB reads it when told the dialect."""
    names, _ = unique_names(dialect.header)
    options = dialect.engine_options() | {"columns": dict.fromkeys(names, "VARCHAR")}
    options["compression"] = "gzip" if is_gzip(path) else "none"
    settings_of_call = ", ".join(f"{name} = ?" for name in options)
    statement = f"SELECT * FROM read_csv(?, {settings_of_call})"
    return ENGINE.execute(statement, [str(path), *options.values()]).fetchall()


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_each_delimiter_and_line_end_is_recognised(
    tmp_path: Path, delimiter: str, ending: str, encoding: str
) -> None:
    path = written(tmp_path, table(ROWS, delimiter, ending), encoding=encoding)
    found = sniff_dialect(path)
    assert found == Dialect(
        delimiter=delimiter,
        quote='"',
        escape='"',
        header=tuple(ROWS[0]),
        header_line=1,
        skip=0,
        preamble=(),
        terminator=ending,  # type: ignore[arg-type]
        newlines_in_quotes=False,
        ragged_lines=(),
    )
    assert read_by_engine(path, found) == [tuple(row) for row in ROWS[1:]]


def test_a_compressed_file_is_read_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(gzip.compress(table(ROWS).encode("utf-8-sig")))
    assert sniff_dialect(path).header == tuple(ROWS[0])
    assert len(read_by_engine(path, sniff_dialect(path))) == 2


@pytest.mark.parametrize(
    ("preamble", "skip", "told"),
    [
        ("XX市 文書管理システム出力\r\n", 1, ("XX市 文書管理システム出力",)),
        ("XX市 文書管理システム出力,,,\r\n,,,\r\n", 2, ("XX市 文書管理システム出力",)),
        ("XX市\r\n\r\n出力日時：2024/6/29 9:05\r\n\r\n", 4, ("XX市", "出力日時：2024/6/29 9:05")),
        ("出力日,2024/06/29,,\r\n", 1, ("出力日 2024/06/29",)),
        ('検索条件\r\n"税務課\n市民課"\r\n', 2, ("検索条件", "税務課 市民課")),
        ("\r\n\r\n", 2, ()),
    ],
)
def test_title_rows_above_the_header_are_passed_over_and_told(
    tmp_path: Path, preamble: str, skip: int, told: tuple[str, ...]
) -> None:
    path = written(tmp_path, preamble + table(ROWS), encoding="utf-8-sig")
    found = sniff_dialect(path)
    assert (found.header, found.skip, found.preamble) == (tuple(ROWS[0]), skip, told)
    assert found.header_line == len(preamble.splitlines()) + 1
    assert read_by_engine(path, found) == [tuple(row) for row in ROWS[1:]]


def test_a_mark_before_a_quoted_line_break_is_told_for_the_engines_sake(tmp_path: Path) -> None:
    text = '"処理\n日時",件名,処理\r\n2024/6/29,x,起案\r\n'
    path = written(tmp_path, text, encoding="utf-8-sig")
    found = sniff_dialect(path)
    assert found.mark_hides_quote
    copy = as_utf8(path, detect_encoding(path), tmp_path, copy=True)
    assert copy.read_bytes() == text.encode()
    assert not sniff_dialect(copy).mark_hides_quote
    assert read_by_engine(copy, sniff_dialect(copy)) == [("2024/6/29", "x", "起案")]


def test_empty_columns_at_the_end_of_an_excel_export_do_not_hide_the_header(tmp_path: Path) -> None:
    path = written(tmp_path, "XX市,,,,,,\n番号,処理,日,,,,\n" + "1,起案,R6.6.29,,,,\n" * 5)
    found = sniff_dialect(path)
    assert (found.header, found.skip) == (("番号", "処理", "日", "", "", "", ""), 1)


def test_the_unnamed_index_that_pandas_writes_does_not_hide_the_header(tmp_path: Path) -> None:
    path = written(tmp_path, ",case,activity\n0,A-1,起案\n1,A-1,決裁\n")
    assert sniff_dialect(path).header == ("", "case", "activity")


def test_a_group_row_above_the_header_is_a_title(tmp_path: Path) -> None:
    path = written(tmp_path, "基本情報,,処理,\n" + "番号,件名,内容,日時\n" + "1,道路,起案,R6.6.29\n" * 4)
    assert sniff_dialect(path).header == ("番号", "件名", "内容", "日時")


def test_excels_separator_line_is_obeyed(tmp_path: Path) -> None:
    path = written(tmp_path, "sep=|\r\nid|a;b|c;d\r\n1|x;y|z;w\r\n")
    found = sniff_dialect(path)
    assert (found.delimiter, found.header, found.skip) == ("|", ("id", "a;b", "c;d"), 1)


def test_decimal_commas_do_not_hide_the_semicolons(tmp_path: Path) -> None:
    rows = "".join(f"{number};1,5;2,75;done\n" for number in range(50))
    found = sniff_dialect(written(tmp_path, "case;cost;hours;activity\n" + rows))
    assert (found.delimiter, len(found.header)) == (";", 4)


def test_semicolons_in_every_row_of_one_column_do_not_win(tmp_path: Path) -> None:
    rows = "".join(f"{number},起案,2024/6/{number % 28 + 1},急ぎ;紙\n" for number in range(50))
    assert sniff_dialect(written(tmp_path, "番号,処理,日,札\n" + rows)).delimiter == ","


def test_line_feeds_in_quotes_are_seen_in_header_and_rows(tmp_path: Path) -> None:
    rows = [
        ["処理\n日時", "件名", "処理"],
        ["2024/6/29", "一行目\n二行目", "起案"],
        ["2024/6/30", "x", "決裁"],
    ]
    path = written(tmp_path, table(rows))
    found = sniff_dialect(path)
    assert (found.header[0], found.newlines_in_quotes) == ("処理\n日時", True)
    assert (found.terminator, found.skip) == ("\r\n", 0)
    assert read_by_engine(path, found) == [tuple(row) for row in rows[1:]]


def test_mixed_line_ends_are_told(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b,c\r\n1,起案,x\n2,決裁,y\r\n")
    assert sniff_dialect(path).terminator == "mixed"
    assert len(read_by_engine(path, sniff_dialect(path))) == 2


def test_backslash_escapes_are_recognised_and_windows_paths_are_none(tmp_path: Path) -> None:
    escaped = "id,note,who\n" + '1,"said \\"yes, go\\" twice","a"\n' * 3
    found = sniff_dialect(written(tmp_path, escaped))
    assert found.escape == "\\"
    assert read_by_engine(tmp_path / "log.csv", found)[0] == ("1", 'said "yes, go" twice', "a")
    paths = "id,folder,who\n" + '1,"C:\\決裁\\","a"\n' * 3
    found = sniff_dialect(written(tmp_path, paths))
    assert found.escape == '"'
    assert read_by_engine(tmp_path / "log.csv", found)[0] == ("1", "C:\\決裁\\", "a")


def test_single_quotes_are_recognised(tmp_path: Path) -> None:
    text = "'id','note','who'\n" + "'1','yes, go','a'\n" * 3
    path = written(tmp_path, text)
    found = sniff_dialect(path)
    assert (found.quote, found.header) == ("'", ("id", "note", "who"))
    assert read_by_engine(path, found)[0] == ("1", "yes, go", "a")


def test_an_apostrophe_is_no_quote(tmp_path: Path) -> None:
    path = written(tmp_path, "id,note,who\n1,'tis done,a\n2,it's,b\n3,x,c\n4,y,d\n")
    assert sniff_dialect(path).quote == '"'


def test_ragged_rows_are_told_by_line(tmp_path: Path) -> None:
    rows = ["番号,処理,日"] + [f"{number},起案,R6.6.29" for number in range(20)]
    rows[4] += ",余分"
    rows[9] = "8"
    found = sniff_dialect(written(tmp_path, "\n".join(rows)))
    assert (len(found.header), found.ragged_lines) == (3, (5, 10))


def test_rows_longer_than_the_header_add_blank_headers(tmp_path: Path) -> None:
    found = sniff_dialect(written(tmp_path, "番号,処理,日\n" + "1,起案,R6.6.29,\n" * 9))
    assert found.header == ("番号", "処理", "日", "")
    assert unique_names(found.header)[0][-1] == "column_4"


def test_blank_and_repeated_headers_stay_as_in_the_file(tmp_path: Path) -> None:
    found = sniff_dialect(written(tmp_path, "Variant,,Variant,x\n1,2,a,b\n"))
    assert found.header == ("Variant", "", "Variant", "x")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("\n\n \n", "blank lines only"),
        ("案件\n1\n2\n", "one column only; tried as delimiters: comma, tab, semicolon, |"),
        ("番号,処理,日時\n", "header (line 1) but no rows"),
        ("題名\n\n番号,処理,日時\n\n", "header (line 3) but no rows"),
        ("1,起案,2024/6/29 9:05\n2,決裁,2024/6/30 9:05\n", "line 1 looks like data (1)"),
        ("A-1,起案,R6.6.29\nA-2,決裁,R6.6.30\n", "looks like data (R6.6.29)"),
        ("A-1,起案,29/06/2024\nA-2,決裁,30/06/2024\n", "looks like data (29/06/2024)"),
        ("A-1,起案,2024/6/29\n", "looks like data (2024/6/29)"),
        ("title\na,b\nc,d,e\nf,g,h,i\nj,k,l,m,n\n", "is no table"),
    ],
)
def test_what_is_no_log_is_refused_in_one_message(tmp_path: Path, text: str, word: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(InputError) as caught:
        sniff_dialect(path)
    assert word in caught.value.en
    assert str(path) in caught.value.ja


def test_numbers_in_a_header_over_text_are_a_header(tmp_path: Path) -> None:
    assert sniff_dialect(written(tmp_path, "案件,2024,処理\n1,あ,起案\n2,い,決裁\n")).header[1] == "2024"


def test_thousands_of_columns_are_refused(tmp_path: Path) -> None:
    wide = ",".join(f"c{number}" for number in range(10_000))
    path = written(tmp_path, f"{wide}\n{wide}\n")
    with pytest.raises(InputError, match="10,000 columns; at most 4,000"):
        sniff_dialect(path)
    fits = ",".join(f"c{number}" for number in range(4_000))
    assert len(sniff_dialect(written(tmp_path, f"{fits}\n{fits}\n")).header) == 4_000


def test_a_quote_that_never_closes_is_named_by_its_line(tmp_path: Path) -> None:
    rows = "".join(f"{number},起案,2024/6/29\n" for number in range(100))
    path = written(tmp_path, '番号,処理,日\n1,起案,x\n2,"決裁,y\n' + rows)
    with pytest.raises(InputError, match=r"line 3: a quote .* end of the file"):
        sniff_dialect(path)


def test_a_huge_field_is_refused_without_reading_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "LONGEST_RECORD", 1 << 20)
    monkeypatch.setattr(delimited, "LONGEST_RECORD", 1 << 20)
    path = tmp_path / "log.csv"
    with path.open("wb") as out:
        out.write('番号,処理,日\n1,起案,x\n2,"'.encode())
        for _ in range(20):
            out.write(b"x" * 99 + b"\n")
        out.write((b"y" * 99 + b"\n") * 300_000)
    with pytest.raises(InputError, match=r"line 3: a quote"):
        sniff_dialect(path)
    path.write_bytes(b"id,what,when\n" + b"1," + b"z" * (2 << 20))
    with pytest.raises(InputError, match=r"line 2 is longer than"):
        sniff_dialect(path)


def test_a_long_but_whole_field_across_the_samples_end_is_read(tmp_path: Path) -> None:
    long = "長い文\n" * 60_000
    path = written(
        tmp_path, table([["番号", "件名", "日"], ["1", long, "R6.6.29"], ["2", "短い", "R6.6.30"]])
    )
    assert sniff_dialect(path).header == ("番号", "件名", "日")


def test_an_open_quote_far_down_is_found_when_asked(tmp_path: Path) -> None:
    rows = "".join(f"{number},起案,2024/6/29\n" for number in range(60_000))
    path = written(tmp_path, "番号,処理,日\n" + rows + '9,"決裁,x\n' + rows[:50])
    found = sniff_dialect(path)
    with pytest.raises(InputError, match="line 60002: a quote"):
        refuse_open_quote_in(path, found)
    whole = written(tmp_path, "番号,処理,日\n" + rows)
    refuse_open_quote_in(whole, sniff_dialect(whole))


def test_bytes_that_are_not_utf_8_are_named(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes("番号,処理\n1,".encode() + b"\x8c\x88\n")
    with pytest.raises(InputError, match="line 2, column 3: byte 0x8C"):
        sniff_dialect(path)


@settings(deadline=None, max_examples=60)
@given(
    st.integers(3, 6),
    st.sampled_from([",", "\t", ";", "|"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.data(),
)
def test_the_body_that_the_engine_reads_is_the_body_that_was_written(
    tmp_path_factory: pytest.TempPathFactory,
    width: int,
    delimiter: str,
    ending: str,
    quoting: int,
    data: st.DataObject,
) -> None:
    free = (
        st.text(alphabet='abc決裁起案,;\n"', max_size=6)
        if quoting == csv.QUOTE_ALL
        else st.text("ab決裁", max_size=6)
    )
    body = data.draw(
        st.lists(
            st.lists(free, min_size=width - 1, max_size=width - 1).map(lambda cells: ["2024/6/29", *cells]),
            min_size=2,
            max_size=8,
        )
    )
    header = [f"見出し{number}" for number in range(width)]
    path = tmp_path_factory.mktemp("body") / "log.csv"
    path.write_bytes(table([header, *body], delimiter, ending, quoting).encode())
    found = sniff_dialect(path)
    assert (found.delimiter, found.header) == (delimiter, tuple(header))
    if not any('"' in cell for row in body for cell in row):
        read = read_by_engine(path, found)
        assert [tuple(cell or "" for cell in row) for row in read] == [tuple(row) for row in body]
