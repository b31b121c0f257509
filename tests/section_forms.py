"""Forty forms as sections send them back: what was asked, plus one kind of disorder or two in each, with the truth kept.

    write_folder(path)   writes the files and returns the `Truth`: hours by task, and every repair that reading has to list

Run as a script it writes a folder to look at: python tests/section_forms.py FOLDER
"""

from __future__ import annotations

import csv
import datetime as dt
import random
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bprkit.inventory.columns import COLUMNS
from bprkit.inventory.grids import address, letters
from bprkit.inventory.layout import SHEETS
from bprkit.inventory.model import MONTHS

_NAMES = (
    "総務課 企画政策課 財政課 管財課 人事課 情報政策課 契約検査課 税務課 収納課 市民課 保険年金課 環境課 "
    "生活安全課 市民協働課 社会福祉課 障がい福祉課 高齢福祉課 介護保険課 子育て支援課 保育課 健康増進課 "
    "農林課 農村整備課 商工課 観光課 建設課 道路管理課 都市計画課 建築住宅課 公園緑地課 上水道課 下水道課 "
    "会計課 議事課 監査課 学校教育課 教育総務課 生涯学習課 文化スポーツ課 選挙管理課"
)
SECTIONS = _NAMES.split(" ")
SHARED = (
    "文書の収受・配布",
    "旅費の精算",
    "支出命令の起票",
    "会議室の予約",
    "議会答弁の調整",
    "庁内照会への回答",
)
OWN = (
    "許可申請の受付",
    "許可申請の審査",
    "補助金の交付決定",
    "補助金の実績確認",
    "証明書の交付",
    "台帳の更新",
    "窓口での相談対応",
    "現地の調査",
    "通知書の発送",
    "統計の報告",
)
HEADER, EXAMPLE, FIRST = 3, 4, 5
PLACES = {column.key: place for place, column in enumerate(COLUMNS)}
SHEET = SHEETS["tasks"][0]
Cell = Any


@dataclass
class Form:
    """A form on its way back: a grid that disorders change, and what reading it has to list."""

    file: str
    section: str
    grid: list[list[Cell]]
    sheet: str = SHEET
    about: list[list[Cell]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: dict[str, list[list[Cell]]] = field(default_factory=dict)
    expected: list[tuple[str, str]] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=lambda: dict(PLACES))

    def at(self, row: int, key: str) -> str:
        return address(row, self.places[key])

    def put(self, row: int, key: str, cell: Cell, *codes: str) -> None:
        """Write a cell, and say which repairs it calls for."""
        self.grid[row][self.places[key]] = cell
        self.expected += [(code, self.at(row, key)) for code in codes]

    def expect(self, code: str, cell: str) -> None:
        self.expected.append((code, cell))


@dataclass(frozen=True)
class Truth:
    """What the folder holds: hours by section and task, and repairs as (code, file, cell)."""

    hours: dict[tuple[str, str], float]
    repairs: frozenset[tuple[str, str, str]]
    disorders: tuple[str, ...]


def base_form(section: str, number: int, rng: random.Random) -> tuple[Form, dict[tuple[str, str], float]]:
    """Return a form as it should be, and its hours by task."""
    width = len(COLUMNS)
    grid: list[list[Cell]] = [[None] * width for _ in range(FIRST)]
    grid[HEADER] = [column.ja for column in COLUMNS]
    hours: dict[tuple[str, str], float] = {}
    names = [
        *rng.sample(SHARED, 4),
        *(f"{section.removesuffix('課')}に係る{name}" for name in rng.sample(OWN, 6)),
    ]
    for turn, name in enumerate(names):
        shared = SHARED.index(name) * 3 + 6 if name in SHARED else 0
        cases, minutes = rng.randrange(20, 4000, 20), shared or rng.choice((3, 6, 9, 12, 15, 30))
        told = cases * minutes / 60
        row: list[Cell] = [None] * width

        def put(key: str, cell: Cell, row: list[Cell] = row) -> None:
            row[PLACES[key]] = cell

        put("number", turn + 1)
        put("section", section)
        put("unit", "管理係" if turn < 5 else "業務係")
        put("name", name)
        put("law", "" if turn % 3 else "市規則")
        put("routine", "定型" if turn % 4 else "非定型")
        put("core", "コア" if turn % 3 == 0 else "ノンコア")
        put("cases", cases)
        put("minutes", minutes)
        put("told_hours", told)
        put("posts.staff", told)
        shares = [1] * 12 if turn % 2 else [4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3]
        for month, share in zip(MONTHS, shares, strict=True):
            put(f"months.{month}", told * share / sum(shares))
        put("medium", rng.choice(("紙", "紙", "紙と電子", "電子")))
        put("system", "文書管理" if turn == 0 else None)
        put("handovers", rng.randrange(0, 6))
        put("approval", rng.choice(("要", "専決", "供覧で足りる", "不要")))
        put("digital", "済" if number % 9 == 0 and turn < 2 else rng.choice(("一部", "未", "未")))
        resident = turn >= 4
        put("web", rng.choice(("○", "×")) if resident else "対象外")
        put("phone", rng.choice(("○", "×")) if resident else "対象外")
        put("online", rng.choice(("○", "途中まで", "×", "×")) if resident else "対象外")
        put("issue", "手書きの転記が多い" if turn == 4 else None)
        put("effort", rng.choice(("小", "中", "大", None)))
        grid.append(row)
        hours[section, name] = told
    people = max(round((sum(hours.values()) - 1400) / 1860), 2)
    about = [["課", section], ["正規職員数(人)", people], ["会計年度任用職員数(人)", 1]]
    grid[EXAMPLE][PLACES["number"]] = "例"
    grid[EXAMPLE][PLACES["name"]] = "住民票の写しの交付"
    grid[EXAMPLE][PLACES["told_hours"]] = 5700
    form = Form(f"{number:02d}_{section}.xlsx", section, grid, about=about)
    form.expect("example_row", address(EXAMPLE, PLACES["number"]))
    return form, hours


# Kinds of disorder: each changes a form, and says which repairs that calls for


def renamed_sheet(form: Form) -> None:
    form.sheet = "Sheet1"
    form.expect("renamed_sheet", "")


def renamed_columns(form: Form) -> None:
    for key, text in (("name", "事務事業名"), ("cases", "処理件数"), ("minutes", "所要時間（分）")):
        form.put(HEADER, key, text, "renamed_column")


def reordered_columns(form: Form) -> None:
    a, b = form.places["medium"], form.places["system"]
    for row in form.grid:
        row[a], row[b] = row[b], row[a]
    form.places["medium"], form.places["system"] = b, a
    form.expect("column_order", address(HEADER, 0))


def _without_columns(form: Form, keys: Sequence[str]) -> None:
    gone = {form.places.pop(key) for key in keys}
    form.grid[:] = [[cell for place, cell in enumerate(row) if place not in gone] for row in form.grid]
    form.places = {key: place - sum(other < place for other in gone) for key, place in form.places.items()}
    form.expect("missing_column", address(HEADER, 0))


def older_version(form: Form) -> None:
    _without_columns(form, ["web", "phone", "online", "digital", "effort"])


def further_column(form: Form) -> None:
    for row in form.grid:
        row.append(None)
    form.grid[HEADER][-1] = "備考"
    form.grid[FIRST][-1] = "来年度に移管"
    form.expect("unknown_column", address(HEADER, len(form.grid[HEADER]) - 1))


def merged_names(form: Form) -> None:
    place = form.places["unit"]
    for row in range(FIRST + 1, FIRST + 5):
        form.grid[row][place] = None
    form.merges.append((FIRST, place, FIRST + 4, place))
    form.expect("merged_cells", f"{address(FIRST, place)}:{address(FIRST + 4, place)}")


def merged_number(form: Form) -> None:
    """The hours of two tasks in one cell: the second has no cases, so its hours are in the first."""
    place = form.places["told_hours"]
    total = form.grid[FIRST][place] + form.grid[FIRST + 1][place]
    form.grid[FIRST][place] = total
    for key in ("told_hours", "cases", "minutes", "posts.staff", *(f"months.{month}" for month in MONTHS)):
        form.grid[FIRST + 1][form.places[key]] = None
    form.merges.append((FIRST, place, FIRST + 1, place))
    form.expect("merged_number", f"{address(FIRST, place)}:{address(FIRST + 1, place)}")


def full_width(form: Form) -> None:
    wide = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
    for row in (FIRST, FIRST + 1):
        text = f"{form.grid[row][form.places['cases']]:,}".translate(wide)
        form.put(row, "cases", text, "full_width", "text_number")


def units_in_cells(form: Form) -> None:
    row = form.grid[FIRST]
    form.put(FIRST, "cases", f"{row[form.places['cases']]:,}件", "unit")
    form.put(FIRST, "minutes", f"{row[form.places['minutes']]}分", "unit")
    form.put(FIRST + 1, "minutes", f"{form.grid[FIRST + 1][form.places['minutes']] / 60!r}時間", "unit")


def totals(form: Form) -> None:
    """A subtotal after five tasks, and a total at the end."""
    place = form.places["told_hours"]
    whole: list[Cell] = [None] * len(form.grid[0])
    part = list(whole)
    part[form.places["name"]], whole[form.places["section"]] = "小　計", "合計"
    part[place] = sum(row[place] for row in form.grid[FIRST : FIRST + 5])
    whole[place] = sum(row[place] for row in form.grid[FIRST:])
    form.grid.insert(FIRST + 5, part)
    form.grid.append(whole)
    form.expect("total_row", form.at(FIRST + 5, "name"))
    form.expect("total_row", form.at(len(form.grid) - 1, "section"))


def wrong_total(form: Form) -> None:
    whole: list[Cell] = [None] * len(form.grid[0])
    whole[form.places["name"]], whole[form.places["told_hours"]] = "計", 1
    form.grid.append(whole)
    form.expect("total_row", form.at(len(form.grid) - 1, "name"))
    form.expect("total_differs", form.at(len(form.grid) - 1, "told_hours"))


def blank_rows(form: Form) -> None:
    form.grid[FIRST + 3 : FIRST + 3] = [[None] * len(form.grid[0]) for _ in range(2)]
    form.expect("blank_rows", address(FIRST + 3, 0))


def notes(form: Form) -> None:
    row: list[Cell] = [None] * len(form.grid[0])
    row[0] = "※件数は令和6年度の実績"
    form.grid.append(row)
    form.expect("note_row", address(len(form.grid) - 1, 0))


def two_header_rows(form: Form) -> None:
    """Groups over posts and months, with short names below."""
    upper: list[Cell] = list(form.grid[HEADER])
    lower: list[Cell] = [None] * len(upper)
    for place, text in enumerate(upper):
        if (
            "posts.manager" in form.places
            and form.places["posts.manager"] <= place <= form.places["posts.other"]
        ):
            lower[place], upper[place] = str(text).removesuffix("(時間)"), None
        if form.places["months.4"] <= place <= form.places["months.3"]:
            lower[place], upper[place] = str(text).removesuffix("(時間)"), None
    for key, last, text in (
        ("posts.manager", "posts.other", "職位別(時間)"),
        ("months.4", "months.3", "月別(時間)"),
    ):
        upper[form.places[key]] = text
        form.merges.append((HEADER, form.places[key], HEADER, form.places[last]))
    for place in range(len(upper)):
        if lower[place] is None:
            form.merges.append((HEADER, place, HEADER + 1, place))
        else:
            form.expect("renamed_column", address(HEADER + 1, place))
    form.grid[HEADER : HEADER + 1] = [upper, lower]
    form.expected = [
        (code, cell if code != "example_row" else address(EXAMPLE + 1, 0)) for code, cell in form.expected
    ]
    form.expect("header_rows", address(HEADER, 0))


def moved_header(form: Form) -> None:
    form.grid[0:0] = [[None] * len(form.grid[0]) for _ in range(2)]
    form.grid[0][0] = "令和7年度 業務量調査"
    form.expected = [
        (code, cell if code != "example_row" else address(EXAMPLE + 2, 0)) for code, cell in form.expected
    ]
    form.expect("title_row", "A1")
    form.expect("moved_header", address(HEADER + 2, 0))


def hidden_sheet(form: Form) -> None:
    form.hidden["旧データ"] = [["業務名", "件数", "年間時間"], ["昨年の業務", 1, 1]]
    form.expect("hidden_sheet", "")


def other_unit_in_header(form: Form) -> None:
    form.put(HEADER, "cases", "年間件数（千件）", "header_unit")
    form.put(HEADER, "minutes", "1件あたり時間（時間）", "header_unit")
    form.expected += [("renamed_column", form.at(HEADER, key)) for key in ("cases", "minutes")]
    for row in form.grid[FIRST:]:
        row[form.places["cases"]] /= 1000
        row[form.places["minutes"]] /= 60


def repeated_header(form: Form) -> None:
    form.grid.insert(FIRST + 5, list(form.grid[HEADER]))
    form.expect("repeated_header", address(FIRST + 5, 0))


def about_numbers(form: Form) -> None:
    form.put(FIRST, "cases", f"約{form.grid[FIRST][form.places['cases']]}", "about", "text_number")


def ranges(form: Form) -> None:
    minutes = form.grid[FIRST][form.places["minutes"]]
    form.put(FIRST, "minutes", f"{minutes - 2}〜{minutes + 2}分", "range", "unit")


def by_month(form: Form) -> None:
    """240 cases a year told as 20 a month; the hours follow from them."""
    form.put(FIRST, "cases", f"月{form.grid[FIRST][form.places['cases']] / 12!r}件", "per_month", "unit")


def times_of_day(form: Form) -> None:
    minutes = form.grid[FIRST][form.places["minutes"]]
    form.put(FIRST, "minutes", dt.time(0, minutes), "time_cell")


def dashes(form: Form) -> None:
    form.put(FIRST, "posts.manager", "－", "dash")
    form.put(FIRST + 1, "posts.manager", "なし", "dash")


def words_for_numbers(form: Form) -> None:
    form.put(FIRST, "cases", "多数", "unreadable_number")


def other_words(form: Form) -> None:
    form.put(FIRST, "medium", "書面", "choice")
    form.put(FIRST + 1, "medium", "木簡", "unknown_choice")


def spaces_in_names(form: Form) -> None:
    name = form.grid[FIRST][form.places["name"]]
    form.put(FIRST, "name", f"{name[:3]}\n{name[3:]}　", "spaces")
    form.put(FIRST + 1, "section", "　".join(form.section), "spaces")


def first_row_only(form: Form) -> None:
    """The section and unit stand in the first row alone."""
    for row in form.grid[FIRST + 1 :]:
        row[form.places["section"]] = None
    last = len(form.grid) - 1
    form.expect("filled_down", f"{form.at(FIRST + 1, 'section')}:{form.at(last, 'section')}")


def nowhere_but_in_the_name(form: Form) -> None:
    form.about = []
    for row in form.grid[FIRST:]:
        row[form.places["section"]] = None
    form.expect("section_from", "")


def months_as_cases(form: Form) -> None:
    for month in MONTHS:
        form.put(HEADER, f"months.{month}", f"{month}月(件)")
        for row in form.grid[FIRST:]:
            row[form.places[f"months.{month}"]] = 10
    form.expect("months_of_cases", form.at(HEADER, "months.4"))
    form.expected += [("renamed_column", form.at(HEADER, f"months.{month}")) for month in MONTHS]


def people(form: Form) -> None:
    for row in form.grid:
        row.append(None)
    form.grid[HEADER][-1], form.grid[FIRST][-1] = "担当者名", "山田太郎"
    form.expect("person_column", address(HEADER, len(form.grid[HEADER]) - 1))


def total_column(form: Form) -> None:
    for row in form.grid:
        row.append(None)
    form.grid[HEADER][-1] = "合計"
    form.expect("total_column", address(HEADER, len(form.grid[HEADER]) - 1))


def unnamed_numbers(form: Form) -> None:
    row: list[Cell] = [None] * len(form.grid[0])
    row[form.places["told_hours"]] = 33333
    form.grid.append(row)
    form.expect("unnamed_row", form.at(len(form.grid) - 1, "told_hours"))


def as_xls(form: Form) -> None:
    form.file = form.file.replace(".xlsx", ".xls")
    form.expect("file_format", "")


def as_xlsm(form: Form) -> None:
    form.file = form.file.replace(".xlsx", ".xlsm")
    form.expect("file_format", "")


def as_csv(form: Form) -> None:
    """CSV in CP932: the merged cells are gone, and no sheet says whose it is."""
    form.file = form.file.replace(".xlsx", ".csv")
    form.about = []
    form.expect("file_format", "")
    form.expect("encoding", "")


DISORDERS: tuple[Callable[[Form], None], ...] = (
    renamed_sheet, renamed_columns, reordered_columns, older_version, further_column, merged_names, merged_number,
    full_width, units_in_cells, totals, wrong_total, blank_rows, notes, two_header_rows, moved_header, hidden_sheet,
    other_unit_in_header, repeated_header, about_numbers, ranges, by_month, times_of_day, dashes, words_for_numbers,
    other_words, spaces_in_names, first_row_only, nowhere_but_in_the_name, months_as_cases, people, total_column,
    unnamed_numbers, as_xls, as_xlsm, as_csv,
)  # fmt: skip


def write_folder(folder: Path, *, seed: int = 6) -> Truth:
    """Write 40 forms with 35 kinds of disorder, and beside them files that are none; return the truth."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)
    hours: dict[tuple[str, str], float] = {}
    repairs: set[tuple[str, str, str]] = set()
    for number, section in enumerate(SECTIONS, 1):
        form, told = base_form(section, number, rng)
        hours |= told
        chosen = [DISORDERS[(number - 1) % len(DISORDERS)]]
        if number > len(DISORDERS):
            chosen.append(DISORDERS[number - len(DISORDERS) + 16])
        for disorder in chosen:
            disorder(form)
        if number == 7:  # the hours of both tasks stand in the first
            names = [name for _, name in told]
            hours[section, names[0]] += hours[section, names[1]]
            hours[section, names[1]] = 0.0
        save(form, folder / form.file)
        repairs |= {(code, form.file, cell) for code, cell in form.expected}
    shutil.copy(folder / "01_総務課.xlsx", folder / "44_総務課 - コピー.xlsx")
    again, _ = base_form(SECTIONS[0], 1, random.Random(seed))
    again.file = "41_総務課(再提出).xlsx"
    save(again, folder / again.file)
    repairs |= {(code, again.file, cell) for code, cell in again.expected}
    (folder / "送付状.docx").write_bytes(b"PK")
    (folder / "~$05_人事課.xlsx").write_bytes(b"lock")
    (folder / "42_壊れた.xlsx").write_bytes(b"PK\x03\x04 broken")
    empty, _ = base_form("秘書課", 43, rng)
    del empty.grid[FIRST:]
    empty.file = "43_秘書課.xlsx"
    save(empty, folder / empty.file)
    repairs |= {
        ("same_file", "44_総務課 - コピー.xlsx", ""),
        ("same_table", "41_総務課(再提出).xlsx", ""),
        ("other_file", "送付状.docx", ""),
        ("other_file", "~$05_人事課.xlsx", ""),
        ("unreadable_file", "42_壊れた.xlsx", ""),
        ("empty_form", "43_秘書課.xlsx", ""),
    }
    return Truth(hours, frozenset(repairs), tuple(each.__name__ for each in DISORDERS))


def save(form: Form, path: Path) -> None:
    """Write a form in the format that its name says."""
    if path.suffix == ".csv":
        with path.open("w", encoding="cp932", newline="") as file:
            csv.writer(file).writerows(form.grid)
    elif path.suffix == ".xls":
        _save_xls(form, path)
    else:
        _save_xlsx(form, path)


def _save_xlsx(form: Form, path: Path) -> None:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    with Workbook(str(path), {"strings_to_formulas": False}) as book:
        if form.about:
            _fill(book.add_worksheet(SHEETS["about"][0]), form.about)
        sheet = book.add_worksheet(form.sheet)
        clock = book.add_format({"num_format": "h:mm"})
        for top, left, bottom, right in form.merges:
            sheet.merge_range(top, left, bottom, right, "")
        for row, cells in enumerate(form.grid):
            for place, cell in enumerate(cells):
                if isinstance(cell, dt.time):
                    sheet.write_number(row, place, (cell.hour * 60 + cell.minute) / 1440, clock)
                elif cell is not None and cell != "":
                    sheet.write(row, place, cell)
        for name, cells_of in form.hidden.items():
            hidden = book.add_worksheet(name)
            _fill(hidden, cells_of)
            hidden.hide()


def _fill(sheet: Any, rows: Sequence[Sequence[Cell]]) -> None:
    for row, cells in enumerate(rows):
        for place, cell in enumerate(cells):
            if cell is not None:
                sheet.write(row, place, cell)


def _save_xls(form: Form, path: Path) -> None:
    import xlwt  # type: ignore[import-not-found,import-untyped]

    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in ((SHEETS["about"][0], form.about), (form.sheet, form.grid)):
        sheet = book.add_sheet(name)
        for row, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                if cell is not None and cell != "":
                    sheet.write(row, place, cell)
    book.save(str(path))


if __name__ == "__main__":
    truth = write_folder(Path(sys.argv[1]))
    print(
        f"{len(truth.hours)} tasks, {sum(truth.hours.values()):,.1f} hours, {len(truth.repairs)} repairs; {letters(0)}"
    )
