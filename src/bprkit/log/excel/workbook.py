"""Read the table of an Excel workbook (.xlsx, .xlsm, .xlsb, .xls) or an .ods spreadsheet into Arrow."""

from __future__ import annotations

import codecs
import datetime as dt
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from bprkit.errors import InputError
from bprkit.language import tell
from bprkit.log.excel.layout import Cell, Merge, Rows, as_text, has_table, lay_out
from bprkit.log.findings import EXAMPLES, Finding
from bprkit.log.os_errors import reason_ja
from bprkit.log.text.headers import unique_names

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

EXACT_NUMBERS = 10**15  # Excel keeps 15 digits of a number and makes the others 0
_WORDS: dict[type, tuple[str, str]] = {
    str: ("text", "文字"),
    int: ("numbers", "数値"),
    float: ("numbers", "数値"),
    bool: ("TRUE or FALSE", "TRUE・FALSE"),
    dt.date: ("dates", "日付"),
    dt.datetime: ("dates", "日付"),
    dt.time: ("times of day", "時刻"),
    dt.timedelta: ("durations", "経過時間"),
}


@dataclass(frozen=True)
class ExcelTable:
    """The table on one sheet of a workbook.

    sheet: its name. header: the names of the columns, those of a header in two rows joined by "/", blank and
    repeated ones made unique as in any file. header_row: the row of the sheet the header ends on, from 1.
    columns: an Arrow array for each. row_numbers: the rows of the sheet, from 1, of the values (int64).

    Dates and times keep the type they have in Excel: date32 where no value has a time of day, timestamp[us]
    without a zone otherwise. Numbers are int64 if all are whole, else double; a date that has lost its format
    is a number. A column of several types is text: 1234 for a whole number, ISO 8601 for a date.
    """

    sheet: str
    header: tuple[str, ...]
    header_row: int
    columns: tuple[Any, ...]
    row_numbers: Any
    findings: tuple[Finding, ...]

    def to_arrow(self, row_column: str | None = None) -> Any:
        """Return a pyarrow Table; with `row_column`, the rows of the sheet as a last column of this name."""
        extra = {} if row_column is None else {row_column: self.row_numbers}
        return pa.Table.from_arrays([*self.columns, *extra.values()], names=[*self.header, *extra])


def read_excel(path: str | os.PathLike[str], sheet: str | int | None = None) -> ExcelTable:
    """Read the table on a sheet: the one named, or numbered from 1 as the tabs stand; else the only one.

    Titles above the header, blank rows and columns, totals below the data and repeated headers are left out,
    and cells merged downwards filled; each is told in `findings`. Hidden sheets are read only when named.
    Raises InputError if the file is missing, damaged, protected by a password or no workbook, if the sheet is
    not there or several could be meant, and if no header can be made out.
    """
    from python_calamine import CalamineError

    file = Path(path)
    with _open(file) as workbook:
        try:
            chosen, rows, passed_over = _choose(file, workbook, sheet)
        except CalamineError as error:
            raise _damaged(file, error) from error
        name, merges = chosen.name, _merges(chosen)
    table = lay_out(Path(f"{file} ({name})"), rows, merges)
    names, _ = unique_names(table.header)
    findings = [*_about_sheets(file, name, passed_over), *table.findings]
    columns = []
    for header, values in zip(names, table.columns, strict=True):
        columns.append(_typed(values))
        findings += _about_column(header, values, table.row_numbers)
    return ExcelTable(
        name,
        names,
        table.header_row,
        tuple(columns),
        pa.array(table.row_numbers, pa.int64()),
        tuple(findings),
    )


# The workbook and its sheets


def _open(file: Path) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with file.open("rb") as stream:
            head = stream.read(2048)
    except OSError as error:
        raise InputError(
            en=f"{file} cannot be read: {error.strerror}. Check the name, and whether it is open elsewhere.",
            ja=f"{file} を読み込めません（{reason_ja(error)}）。"
            "ファイル名と、他のソフトで開いていないかを確かめてください。",
        ) from error
    if not head:
        raise InputError(
            en=f"{file} is empty. Save it again.", ja=f"{file} は空です。もう一度保存してください。"
        )
    try:
        return CalamineWorkbook.from_path(file)
    except PasswordError as error:
        raise InputError(
            en=f"{file} is protected by a password. Save a copy without it.",
            ja=f"{file} はパスワードで保護されています。パスワードなしの写しを保存してください。",
        ) from error
    except CalamineError as error:
        try:  # the name may promise another format than the content has
            with file.open("rb") as stream:
                return CalamineWorkbook.from_filelike(stream)
        except CalamineError:
            raise _not_a_workbook(file, head, error) from error


def _not_a_workbook(file: Path, head: bytes, error: Exception) -> InputError:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table")):
        return InputError(
            en=f"{file} is a web page, not a workbook. Open it in Excel and save it as .xlsx.",
            ja=f"{file} はExcelブックではなくウェブページ（HTML）です。"
            "Excelで開き、.xlsx で保存し直してください。",
        )
    if head.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return _damaged(file, error)
    if _is_text(head):
        return InputError(
            en=f"{file} is text, not a workbook. If it is CSV, rename it to {file.with_suffix('.csv').name}.",
            ja=f"{file} はExcelブックではなくテキストです。"
            f"CSVであれば、名前を {file.with_suffix('.csv').name} に変えてください。",
        )
    return InputError(
        en=f"{file} is no workbook that can be read. Give an .xlsx, .xlsm, .xlsb, .xls or .ods file.",
        ja=f"{file} はExcelブックとして読めません。.xlsx・.xlsm・.xlsb・.xls・.ods を指定してください。",
    )


def _damaged(file: Path, error: Exception) -> InputError:
    return InputError(
        en=f"{file} is damaged, or no workbook ({error}). Copy it again, or save it anew in Excel.",
        ja=f"{file} は壊れているか、Excelブックではありません。"
        "もう一度コピーするか、Excelで開いて保存し直してください。",
    )


def _is_text(head: bytes) -> bool:
    for encoding in ("utf-8", "cp932", "euc_jp"):
        try:
            return "\0" not in codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
    return False


def _choose(
    file: Path, book: CalamineWorkbook, asked: str | int | None
) -> tuple[CalamineSheet, Rows, list[str]]:
    """Return the sheet to read, its rows, and the names of hidden sheets, which were not looked at."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    worksheets = [sheet for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
    visible = [sheet.name for sheet in worksheets if sheet.visible is SheetVisibleEnum.Visible]
    hidden = [sheet.name for sheet in worksheets if sheet.visible is not SheetVisibleEnum.Visible]
    if asked is not None:
        sheet = book.get_sheet_by_name(_asked_for(file, asked, visible, hidden))
        return sheet, _rows(sheet), []
    tables = []
    for name in visible:
        sheet = book.get_sheet_by_name(name)
        rows = _rows(sheet)
        if has_table(rows):
            tables.append((sheet, rows))
    if len(tables) == 1:
        return *tables[0], hidden
    if tables:
        found = [(visible.index(sheet.name) + 1, sheet.name, len(rows)) for sheet, rows in tables]
        in_english = ", ".join(f"{number} {name!r} ({rows:,} rows)" for number, name, rows in found)
        in_japanese = "、".join(f"{number}「{name}」（{rows:,}行）" for number, name, rows in found)
        raise InputError(
            en=f"{file} has {len(found)} sheets with a table: {in_english}. Choose one with --sheet.",
            ja=f"{file} には表のあるシートが{len(found)}枚あります：{in_japanese}。"
            "--sheet で選んでください。",
        )
    raise InputError(
        en=f"{file} has no table on its sheets ({_listed(visible, hidden, 'hidden')}). "
        "A table is a header and at least one row, of two columns or more.",
        ja=f"{file} のシート（{_listed(visible, hidden, '非表示')}）に表が見つかりません。"
        "見出しとデータの行があり、2列以上ある表が必要です。",
    )


def _asked_for(file: Path, asked: str | int, visible: Sequence[str], hidden: Sequence[str]) -> str:
    if asked in visible or asked in hidden:
        return str(asked)
    if str(asked).isdecimal() and 1 <= int(asked) <= len(visible):
        return visible[int(asked) - 1]
    raise InputError(
        en=f"{file} has no sheet {asked!r}. Its sheets: {_listed(visible, hidden, 'hidden')}.",
        ja=f"{file} にシート {asked!r} はありません。あるシート：{_listed(visible, hidden, '非表示')}",
    )


def _listed(visible: Sequence[str], hidden: Sequence[str], word: str) -> str:
    return ", ".join(
        [*(f"{i} {name}" for i, name in enumerate(visible, 1)), *(f"{name} ({word})" for name in hidden)]
    )


def _rows(sheet: CalamineSheet) -> Rows:
    return [
        [None if type(cell) is str and (not cell or cell.isspace()) else cell for cell in row]
        for row in sheet.iter_rows()
    ]


def _merges(sheet: CalamineSheet) -> list[Merge]:
    """Return the merged cells, counted from the first row of the sheet and from the first column of its cells."""
    left = sheet.start[1] if sheet.start else 0
    ranges = sheet.merged_cell_ranges or ()  # None where the format does not tell
    return [Merge(top, first - left, bottom, last - left) for (top, first), (bottom, last) in ranges]


def _about_sheets(file: Path, chosen: str, hidden: Sequence[str]) -> Iterator[Finding]:
    if hidden:
        yield Finding(
            "hidden_sheets",
            len(hidden),
            "told",
            en=f"{file.name}: the sheet {chosen!r} was read; hidden sheets were not: {', '.join(hidden)}.",
            ja=f"{file.name}：シート「{chosen}」を読みました。非表示のシートは読んでいません：{'、'.join(hidden)}",
        )


# The columns and their types


def _about_column(header: str, values: Sequence[Cell], rows: Sequence[int]) -> Iterator[Finding]:
    counts: Counter[tuple[str, str]] = Counter()
    for kind, count in Counter(map(type, values)).items():
        if kind in _WORDS:
            counts[_WORDS[kind]] += count
    if len(counts) > 1:
        usual = counts.most_common(1)[0][0]
        kinds = ((row, _WORDS.get(type(value), usual)) for row, value in zip(rows, values, strict=True))
        odd = [(row, kind) for row, kind in kinds if kind != usual]
        yield Finding(
            "mixed_types",
            len(odd),
            "kept",
            en=f"Column {header} holds mostly {usual[0]}; cells of other kinds: {len(odd):,}. "
            "It was read as text.",
            ja=f"「{header}」列は主に{usual[1]}ですが、違う種類のセルが{len(odd):,}件あるため、文字として読みました。",
            examples=tuple(
                {"row": row, "column": header, "type": tell(en=kind[0], ja=kind[1])}
                for row, kind in odd[:EXAMPLES]
            ),
        )
    if float in map(type, values):
        rounded = [row for row, value in zip(rows, values, strict=True) if _is_rounded(value)]
        if rounded:
            yield Finding(
                "rounded_numbers",
                len(rounded),
                "told",
                en=f"Column {header}: numbers of more than 15 digits, which Excel itself has rounded: "
                f"{len(rounded):,}. Store such numbers as text.",
                ja=f"「{header}」列に16桁以上の数が{len(rounded):,}件あります。"
                "Excelの中で末尾の桁が失われているため、番号は文字として保存してください。",
                examples=tuple({"row": row, "column": header} for row in rounded[:EXAMPLES]),
            )


def _is_rounded(value: Cell) -> bool:
    return type(value) is float and abs(value) >= EXACT_NUMBERS and value.is_integer()


def _typed(values: Sequence[Cell]) -> Any:
    kinds = set(map(type, values)) - {type(None)}
    if kinds and kinds <= {int, float}:
        numbers = pa.array(values, pa.float64())
        whole = pc.and_(pc.equal(pc.floor(numbers), numbers), pc.less(pc.abs(numbers), 2.0**63))
        return numbers.cast(pa.int64()) if pc.all(whole).as_py() else numbers
    if kinds == {bool}:
        return pa.array(values, pa.bool_())
    if kinds == {dt.date}:
        return pa.array(values, pa.date32())
    if kinds and kinds <= {dt.date, dt.datetime}:  # midnight comes as a date
        midnight = dt.time()
        moments = [dt.datetime.combine(v, midnight) if type(v) is dt.date else v for v in values]
        return pa.array(moments, pa.timestamp("us"))
    if kinds - {str}:
        values = [None if value is None else as_text(value) for value in values]
    return pa.array(values, pa.string())
