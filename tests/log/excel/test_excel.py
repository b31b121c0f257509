"""A workbook as city halls keep them: titles, merged headers, totals, dates; read as typed columns or refused."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from bprkit import language
from bprkit.errors import InputError
from bprkit.log.excel.workbook import ExcelTable, read_excel

HEADER = ["文書番号", "処理内容", "処理日時", "処理者"]
NINE = datetime(2024, 6, 28, 9, 5)
EVENTS = [["R6-17", "起案", NINE, "P1"], ["R6-17", "決裁", NINE + timedelta(hours=2), "P2"]]


@pytest.fixture(autouse=True)
def english():
    language.use("en")
    yield
    language.use(None)


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "ログ その1.xlsx"


def save(
    path: Path, *rows: Sequence[object], merges: Sequence[str] = (), more: dict[str, list] | None = None
) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "履歴"
    for name, content in {"履歴": [*rows], **(more or {})}.items():
        sheet = book[name] if name in book.sheetnames else book.create_sheet(name)
        for row in content:
            sheet.append([*row])
    for cells in merges:
        book["履歴"].merge_cells(cells)
    book.save(path)
    return path


def values(table: ExcelTable) -> list[tuple]:
    return [tuple(row.values()) for row in table.to_arrow().to_pylist()]


def checks(table: ExcelTable) -> dict[str, int]:
    return {finding.check: finding.count for finding in table.findings}


# Values and their types


def test_a_plain_table_keeps_its_texts_and_moments(path):
    table = read_excel(save(path, HEADER, *EVENTS))
    assert (table.sheet, table.header, table.header_row) == ("履歴", tuple(HEADER), 1)
    assert values(table) == [tuple(row) for row in EVENTS]
    assert table.to_arrow("行").column("行").to_pylist() == table.row_numbers.to_pylist() == [2, 3]
    assert table.findings == ()


@pytest.mark.parametrize(
    ("cells", "kind", "expected"),
    [
        ([1234, 5678.0, None], pa.int64(), [1234, 5678, None]),
        ([1.5, 2, None], pa.float64(), [1.5, 2.0, None]),
        (["0012", "12", None], pa.string(), ["0012", "12", None]),
        (["税務課　係", " ２０２４ ", "a\nb"], pa.string(), ["税務課　係", " ２０２４ ", "a\nb"]),
        ([True, False, None], pa.bool_(), [True, False, None]),
        (
            [date(2024, 6, 29), None, date(2024, 2, 29)],
            pa.date32(),
            [date(2024, 6, 29), None, date(2024, 2, 29)],
        ),
        ([NINE, datetime(2024, 6, 29), None], pa.timestamp("us"), [NINE, datetime(2024, 6, 29), None]),
        ([45000, 45000.5, None], pa.float64(), [45000.0, 45000.5, None]),
        ([time(9, 5), time(17, 15), None], pa.string(), ["09:05:00", "17:15:00", None]),
        (
            [timedelta(hours=30, seconds=5), None, timedelta(minutes=5)],
            pa.string(),
            ["30:00:05", None, "0:05:00"],
        ),
        (["NA", "null", "-"], pa.string(), ["NA", "null", "-"]),
    ],
)
def test_a_column_has_the_type_of_its_cells(path, cells, kind, expected):
    table = read_excel(save(path, ["番号", "値"], *([f"a{i}", cell] for i, cell in enumerate(cells))))
    assert (table.columns[1].type, table.columns[1].to_pylist()) == (kind, expected)
    assert checks(table) == {}


def test_a_column_of_several_types_is_text_and_told(path):
    mixed = ["0012", 1234, 1234.5, NINE, date(2024, 6, 29), True, None]
    table = read_excel(save(path, ["x", "番号"], *([f"a{i}", cell] for i, cell in enumerate(mixed))))
    texts = ["0012", "1234", "1234.5", "2024-06-28T09:05:00", "2024-06-29", "TRUE", None]
    assert table.columns[1].to_pylist() == texts
    (found,) = table.findings
    assert (found.check, found.count, found.action) == ("mixed_types", 4, "kept")
    assert found.examples[0] == {"row": 2, "column": "番号", "type": "text"}


def test_numbers_that_excel_has_rounded_are_told(path):
    table = read_excel(save(path, ["番号", "x"], [1234567890123456789, "a"], [17, "b"]))
    assert checks(table) == {"rounded_numbers": 1}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.datetimes(datetime(1901, 1, 1), datetime(2100, 1, 1)), min_size=2, max_size=30))
def test_moments_come_back_to_the_millisecond_in_either_date_system(tmp_path_factory, moments):
    moments = [moment.replace(microsecond=moment.microsecond // 1000 * 1000) for moment in moments]
    for epoch in (None, CALENDAR_MAC_1904):
        moments = [max(moment, datetime(1904, 1, 2)) if epoch else moment for moment in moments]
        book = openpyxl.Workbook()
        if epoch:
            book.epoch = epoch
        book.active.append(["番号", "日時"])
        for moment in moments:
            book.active.append(["a", moment])
        file = tmp_path_factory.mktemp("excel") / "log.xlsx"
        book.save(file)
        column = read_excel(file).columns[1]
        assert column.cast(pa.timestamp("us")).to_pylist() == moments


# Where the table stands


def test_titles_above_the_header_and_blank_rows_and_columns_are_passed_over(path):
    rows = [["決裁文書一覧"], ["出力日", date(2024, 7, 1)], [], [None, *HEADER]]
    rows += [[None, *EVENTS[0]], [None, None, "　"], [None, *EVENTS[1]], []]
    table = read_excel(save(path, *rows, merges=["A1:E1"]))
    assert (table.header, table.header_row, table.row_numbers.to_pylist()) == (tuple(HEADER), 4, [5, 7])
    assert values(table) == [tuple(row) for row in EVENTS]
    assert checks(table) == {"title_rows": 2, "blank_rows": 1}


def test_a_table_that_begins_in_the_middle_of_a_sheet_keeps_its_row_numbers(path):
    book = openpyxl.Workbook()
    for at, row in enumerate([HEADER, *EVENTS]):
        for place, cell in enumerate(row):
            book.active.cell(10 + at, 4 + place, cell)
    book.active.merge_cells("D12:D12")
    book.save(path)
    table = read_excel(path)
    assert (table.header_row, table.row_numbers.to_pylist(), values(table)[0]) == (
        10,
        [11, 12],
        tuple(EVENTS[0]),
    )


def test_totals_notes_and_repeated_headers_are_set_aside_and_told(path):
    header = ["伝票番号", "起票日", "金額"]
    rows = [
        ["1", NINE, 100],
        header,
        ["2", NINE, 200],
        ["小　計", None, 300],
        ["3", NINE, 50],
        ["合計", None, 350],
    ]
    table = read_excel(save(path, header, *rows, [], ["※ 税込み"]))
    assert [row[0] for row in values(table)] == ["1", "2", "3"]
    assert table.columns[2].type == pa.int64()
    assert checks(table) == {"repeated_header": 1, "total_rows": 2, "note_rows": 1}
    totals = next(finding for finding in table.findings if finding.check == "total_rows")
    assert (totals.action, totals.examples) == ("set_aside", ({"row": 5}, {"row": 7}))


def test_an_activity_called_total_is_an_event_like_any_other(path):
    table = read_excel(
        save(path, HEADER, *EVENTS, ["R6-18", "集計", NINE, None], ["合計", "起案", NINE, None])
    )
    assert len(values(table)) == 4


def test_blank_and_repeated_names_become_unique(path):
    table = read_excel(
        save(path, ["番号", "日付", None, "日付"], ["a", NINE, "x", NINE], ["b", NINE, "y", NINE])
    )
    assert table.header == ("番号", "日付", "column_3", "日付_2")


# Headers in two rows

TWO_ROWS = [["番号", "起案", None, "決裁", None, "備考"], [None, "日付", "担当", "日付", "担当", None]]
CASES = [
    ["R6-17", date(2024, 6, 28), "P1", date(2024, 6, 30), "P2", None],
    ["R6-18", date(2024, 7, 1), "P1", None, None, "x"],
]
JOINED = ("番号", "起案/日付", "起案/担当", "決裁/日付", "決裁/担当", "備考")


@pytest.mark.parametrize("title", [0, 1])
def test_a_merged_header_in_two_rows_is_joined_and_told(path, title):
    at, below = 1 + title, 2 + title
    merges = [f"A{at}:A{below}", f"B{at}:C{at}", f"D{at}:E{at}", f"F{at}:F{below}", *(["A1:F1"] * title)]
    table = read_excel(save(path, *[["一覧"]] * title, *TWO_ROWS, *CASES, merges=merges))
    assert (table.header, table.header_row) == (JOINED, below)
    assert values(table) == [tuple(case) for case in CASES]
    found = next(finding for finding in table.findings if finding.check == "two_row_header")
    assert (found.action, found.examples) == ("repaired", ({"row": at}, {"row": below}))
    assert "起案/日付" in found.en


def test_a_header_in_two_rows_without_merged_cells_is_joined_where_the_data_show_it(path):
    table = read_excel(save(path, *TWO_ROWS, *CASES))
    assert (table.header, table.header_row, len(values(table))) == (JOINED, 2, 2)


def test_of_a_row_of_groups_above_a_full_header_nothing_is_joined(path):
    groups = ["案件", None, "処理", None]
    table = read_excel(save(path, groups, HEADER, *EVENTS, merges=["A1:B1", "C1:D1"]))
    assert (table.header, table.header_row, checks(table)) == (tuple(HEADER), 2, {"title_rows": 1})


def test_groups_are_needed_where_the_names_below_repeat(path):
    rows = [
        ["起案", None, "決裁", None],
        ["日付", "担当", "日付", "担当"],
        [date(2024, 6, 28), "P1", date(2024, 7, 1), "P2"],
    ]
    table = read_excel(save(path, *rows, rows[2], merges=["A1:B1", "C1:D1"]))
    assert table.header == ("起案/日付", "起案/担当", "決裁/日付", "決裁/担当")


def test_a_title_merged_over_part_of_the_table_is_no_header(path):
    rows = [["決裁文書一覧", None, None, "税務課"], HEADER, *EVENTS]
    table = read_excel(save(path, *rows, merges=["A1:C1"]))
    assert (table.header, table.header_row) == (tuple(HEADER), 2)


def test_a_header_in_three_rows_is_refused_with_the_rows(path):
    top = ["番号", "処理", None, None, None]
    rows = [
        top,
        [None, "起案", None, "決裁", None],
        [None, "日付", "担当", "日付", "担当"],
        CASES[0][:5],
        CASES[1][:5],
    ]
    with pytest.raises(InputError, match=r"履歴.*header takes rows 1 to 3\. Write one row"):
        read_excel(save(path, *rows, merges=["A1:A3", "B1:E1", "B2:C2", "D2:E2"]))


def test_two_rows_that_may_be_a_header_or_not_are_refused_with_the_rows(path):
    rows = [
        ["番号", None, "処理", None],
        ["R1", "税務課", None, "済"],
        ["R2", "税務課", "起案", "未"],
        ["R3", "市民課", "起案", "未"],
    ]
    with pytest.raises(InputError, match="rows 1 and 2 look like a header in two rows"):
        read_excel(save(path, *rows))


def test_cells_merged_downwards_hold_their_value_in_every_row(path):
    rows = [HEADER, ["R6-17", "起案", NINE, "P1"], [None, "決裁", NINE, "P2"], ["R6-18", "起案", NINE, "P1"]]
    table = read_excel(save(path, *rows, merges=["A2:A3"]))
    assert table.columns[0].to_pylist() == ["R6-17", "R6-17", "R6-18"]
    assert checks(table) == {"merged_cells": 1}


# Which sheet


def test_the_only_sheet_with_a_table_is_read(path):
    cover = [["決裁文書一覧"], ["税務課"]]
    table = read_excel(save(path, *cover, more={"4月": [HEADER, *EVENTS], "空": []}))
    assert table.sheet == "4月"


def test_of_several_sheets_with_a_table_one_must_be_chosen(path):
    save(path, HEADER, *EVENTS, more={"4月": [HEADER, *EVENTS, *EVENTS]})
    with pytest.raises(InputError, match=r"2 sheets with a table: 1 '履歴' \(3 rows\), 2 '4月' \(5 rows\)"):
        read_excel(path)
    for asked in ("4月", 2, "2"):
        assert read_excel(path, asked).row_numbers.to_pylist() == [2, 3, 4, 5]


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(path):
    save(path, HEADER, *EVENTS)
    for asked in ("5月", 0, 2, -1):
        with pytest.raises(InputError, match=f"no sheet {asked!r}. Its sheets: 1 履歴"):
            read_excel(path, asked)


def test_hidden_sheets_are_not_read_unless_named_and_are_told(path):
    save(path, HEADER, *EVENTS, more={"旧": [HEADER, *EVENTS, *EVENTS]})
    book = openpyxl.load_workbook(path)
    book["旧"].sheet_state = "hidden"
    book.save(path)
    table = read_excel(path)
    assert (table.sheet, checks(table)) == ("履歴", {"hidden_sheets": 1})
    assert len(values(read_excel(path, "旧"))) == 4


def test_charts_are_no_sheets_to_choose_from(path):
    book = openpyxl.Workbook()
    book.create_chartsheet("グラフ", 0)
    for row in [HEADER, *EVENTS]:
        book["Sheet"].append(row)
    book.save(path)
    assert read_excel(path, 1).sheet == read_excel(path).sheet == "Sheet"


# Other formats, and what is refused


def test_a_workbook_under_the_name_of_another_format_is_read_all_the_same(tmp_path):
    file = save(tmp_path / "log.xlsx", HEADER, *EVENTS).rename(tmp_path / "log.xls")
    assert len(values(read_excel(file))) == 2


def test_an_ods_spreadsheet_is_read(tmp_path):
    cell = '<table:table-cell office:value-type="{}" {}><text:p>{}</text:p></table:table-cell>'
    text, stamp = (lambda s: cell.format("string", "", s)), 'office:date-value="2024-06-28T09:05:00"'
    row = "<table:table-row>{}</table:table-row>"
    content = row.format(text("番号") + text("日時")) + row.format(
        text("007") + cell.format("date", stamp, "")
    )
    names = "".join(
        f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text")
    )
    sheet = f'<office:spreadsheet><table:table table:name="表">{content}</table:table></office:spreadsheet>'
    document = f"<office:document-content{names}><office:body>{sheet}</office:body></office:document-content>"
    with zipfile.ZipFile(tmp_path / "log.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", document)
    table = read_excel(tmp_path / "log.ods")
    assert (table.sheet, table.header, values(table)) == ("表", ("番号", "日時"), [("007", NINE)])


def encrypted_package() -> bytes:
    """Return the container (MS-CFB) that Office wraps a workbook in when a password protects it."""
    free, end, fat_sector = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        place = struct.pack("<HBBIII", len(text), kind, 1, free, free, child)
        return text.ljust(64, b"\0") + place + bytes(36) + struct.pack("<IQ", start, size)

    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    )
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<109I", 0, *[free] * 108)
    fat = [fat_sector, end, *range(3, 10), end]
    folder = entry("Root Entry", 5, 1, end, 0) + entry("EncryptedPackage", 2, free, 2, 4096) + bytes(256)
    return head + struct.pack("<128I", *fat, *[free] * (128 - len(fat))) + folder + bytes(4096)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        ("文書番号,処理内容\nR6-17,起案\n".encode("cp932"), r"is text, not a workbook.*rename it to .*\.csv"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "is a web page"),
        (b"PK\x03\x04" + bytes(100), "is damaged, or no workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is damaged, or no workbook"),
        (bytes(range(256)), "is no workbook that can be read"),
        (encrypted_package(), "is protected by a password"),
    ],
)
def test_what_is_no_readable_workbook_is_refused(path, content, message):
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        read_excel(path)
    assert path.name in caught.value.ja and caught.value.ja.endswith("。")


def test_a_workbook_cut_off_or_with_a_damaged_sheet_is_refused(path, tmp_path):
    whole = save(path, HEADER, *EVENTS).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match="is damaged"):
        read_excel(path)
    path.write_bytes(whole)
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name)[: -60 if "sheet1" in name else None])
    with pytest.raises(InputError, match="is damaged"):
        read_excel(broken)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "has no table on its sheets"),
        ([["番号"], ["1"], ["2"]], "has no table on its sheets"),
        ([HEADER], "has no table on its sheets"),
        ([HEADER, ["合計", None, 3, None]], "has a header .* but no rows"),
        ([["R6-1", NINE], ["R6-2", NINE], ["R6-3", NINE]], "looks like data .* Add a row with the names"),
    ],
)
def test_a_sheet_without_a_table_or_header_is_refused(path, rows, message):
    with pytest.raises(InputError, match=message):
        read_excel(save(path, *rows))


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for file in (tmp_path / "none.xlsx", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            read_excel(file)
