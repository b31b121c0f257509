"""What a flow sheet looks like: its sheets, their columns in both languages, and other names that city halls give them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Language = Literal["ja", "en"]
SheetKey = Literal["flow", "procedure", "roles", "branches", "rest"]


@dataclass(frozen=True)
class Column:
    """A column: its header in both languages, its width in characters, and what else it may be called.

    written: false for one that is only read, in sheets of others.
    """

    key: str
    ja: str
    en: str
    width: int = 12
    others: tuple[str, ...] = ()
    written: bool = True

    def header(self, language: Language) -> str:
        """Return the header that is written."""
        return self.ja if language == "ja" else self.en


@dataclass(frozen=True)
class Layout:
    """A sheet: its name in both languages, and its columns."""

    key: SheetKey
    ja: str
    en: str
    columns: tuple[Column, ...]
    others: tuple[str, ...] = ()

    def name(self, language: Language) -> str:
        """Return the name that is written."""
        return self.ja if language == "ja" else self.en

    @property
    def written(self) -> tuple[Column, ...]:
        """Return the columns that are written."""
        return tuple(column for column in self.columns if column.written)

    def column(self, key: str) -> Column:
        """Return a column by its key."""
        return next(column for column in self.columns if column.key == key)


FLOW = Layout(
    "flow",
    "業務フロー",
    "Flow",
    (
        Column("number", "項番", "No.", 6, ("番号", "no", "#", "順番", "連番", "工程番号")),
        Column(
            "title",
            "工程",
            "Step",
            28,
            (
                "工程名",
                "作業",
                "作業名",
                "作業内容",
                "業務内容",
                "手順",
                "事務内容",
                "事務",
                "task",
                "activity",
            ),
        ),
        Column("title_en", "工程(英)", "Step (English)", 22),
        Column("kind", "種別", "Kind", 11, ("区分", "type")),
        Column(
            "role",
            "担当",
            "Role",
            14,
            ("担当者", "担当課", "担当部署", "役割", "役職", "実施者", "主体", "処理者", "who", "actor"),
        ),
        Column(
            "touch",
            "処理時間(分)",
            "Touch (min)",
            14,
            ("処理時間", "作業時間", "所要時間", "touch", "minutes"),
        ),
        Column("wait", "待ち", "Wait", 14, ("待ち時間", "待ち日数", "滞留", "滞留日数", "waiting")),
        Column("per_year", "件数/年", "Cases/year", 10, ("年間件数", "件数", "処理件数", "volume", "cases")),
        Column("medium", "媒体", "Medium", 12, ("手段", "media")),
        Column("sheets", "帳票/枚数", "Sheets", 10, ("枚数", "帳票枚数", "帳票数")),
        Column(
            "forms", "帳票", "Forms", 20, ("帳票名", "様式", "様式名", "帳票・様式", "form"), written=False
        ),
        Column("copies", "部数", "Copies", 7, ("写し",)),
        Column("letters", "郵送(通)", "Letters", 8, ("郵送", "通数")),
        Column("seals", "押印数", "Seals", 8, ("押印", "印")),
        Column("systems", "システム", "Systems", 16, ("使用システム", "利用システム", "system")),
        Column("next", "次工程", "Next", 10, ("次の工程", "次", "次項番", "後工程")),
        Column("mandatory", "根拠", "Required by", 20, ("根拠法令", "法的根拠", "mandatory")),
        Column("act", "決裁上の役割", "Act", 12, ("決裁区分",)),
        Column("value", "価値区分", "Value", 11, ("付加価値",)),
        Column("recorded_as", "ログ上の名称", "Recorded as", 16),
        Column("estimate", "推計", "Estimate", 6),
        Column("source", "出典", "Source", 16),
        Column("note", "備考", "Note", 30, ("注", "摘要", "メモ", "コメント", "notes", "remarks")),
        Column("id", "ID", "ID", 16),
    ),
    ("業務フロー図", "フロー", "業務フロー表", "flow sheet"),
)
PROCEDURE = Layout(
    "procedure",
    "手続",
    "Procedure",
    (Column("item", "項目", "Item", 18), Column("value", "内容", "Content", 60)),
    ("手続き",),
)
PROCEDURE_ROWS = (
    Column("id", "ID", "ID"),
    Column("title", "手続名", "Title", others=("手続", "手続き名", "業務名", "事務名")),
    Column("title_en", "手続名(英)", "Title (English)"),
    Column("state", "状態", "State"),
    Column("owner", "所管", "Owner", others=("所管課", "担当課")),
    Column("legal_basis", "根拠法令", "Legal basis"),
    Column("calendar", "カレンダー", "Calendar"),
    Column("per_year", "件数/年", "Cases/year", others=("年間件数",)),
    Column("sections", "課の数", "Sections"),
    Column("delegation", "専決規程", "Delegation"),
    Column("source", "出典", "Source"),
    Column("note", "備考", "Note"),
)
ROLES = Layout(
    "roles",
    "担当",
    "Roles",
    (
        Column("title", "担当", "Role", 20, ("担当者", "担当名", "役割")),
        Column("title_en", "担当(英)", "Role (English)", 20),
        Column("kind", "区分", "Kind", 10, ("種別",)),
        Column("headcount", "人数", "Headcount", 8, ("人員", "員数")),
        Column("pooled", "課をまたぐ", "Pooled", 10),
        Column("section", "所属", "Section", 14, ("課", "所属課")),
        Column("rate", "単価", "Rate", 12),
        Column("rank", "職位", "Rank", 10, ("役職", "職")),
        Column("calendar", "カレンダー", "Calendar", 12),
        Column("part_of", "上位", "Part of", 12),
        Column("id", "ID", "ID", 16),
    ),
    ("担当者",),
)
BRANCHES = Layout(
    "branches",
    "分岐",
    "Branches",
    (
        Column("from", "分岐元", "From", 24, ("元", "前工程")),
        Column("to", "分岐先", "To", 24, ("先", "次工程")),
        Column("title", "ラベル", "Label", 16, ("名称", "分岐名")),
        Column("title_en", "ラベル(英)", "Label (English)", 16),
        Column("share", "割合", "Share", 9, ("比率", "率")),
        Column("condition", "条件", "Condition", 28),
        Column("otherwise", "その他の場合", "Otherwise", 12, ("それ以外",)),
        Column("rework", "差戻し", "Sent back", 10, ("手戻り", "rework")),
        Column("mandatory", "根拠", "Required by", 20),
        Column("estimate", "推計", "Estimate", 6),
        Column("id", "ID", "ID", 12),
    ),
    ("分岐条件",),
)
REST = Layout(
    "rest",
    "その他",
    "Other",
    (
        Column("of", "対象", "Of", 10),
        Column("key", "ID", "ID", 20),
        Column("field", "項目", "Field", 14),
        Column("seen", "表示値", "As shown", 24),
        Column("value", "値(JSON)", "Value (JSON)", 80),
    ),
)
SHEETS: Mapping[SheetKey, Layout] = {
    layout.key: layout for layout in (FLOW, PROCEDURE, ROLES, BRANCHES, REST)
}
_UNIT = re.compile(r"\(([^)]*)\)$")


def plain(text: object) -> str:
    """Return a header, a name or a word without differences of width, case and spaces.

    >>> plain("処理時間（分）"), plain(" Next ")
    ('処理時間(分)', 'next')
    """
    return "".join(unicodedata.normalize("NFKC", str(text)).split()).casefold()


def column_of(header: object, columns: tuple[Column, ...]) -> tuple[Column, str] | None:
    """Return the column that a header names, and the unit that it gives in parentheses; None if it names none.

    >>> found = column_of("処理時間（時間）", FLOW.columns)
    >>> found is not None and (found[0].key, found[1])
    ('touch', '時間')
    """
    asked = plain(header)
    for exact in (True, False):
        bare = asked if exact else _UNIT.sub("", asked)
        for column in columns:
            if bare and bare in {plain(name) for name in (column.ja, column.en, *column.others)}:
                unit = _UNIT.search(asked)
                return column, unit[1] if unit else ""
    return None


def sheet_of(name: str, sheet: Layout) -> bool:
    """Tell whether a sheet of a workbook has one of the names that this one may have."""
    return plain(name) in {plain(other) for other in (sheet.ja, sheet.en, *sheet.others)}
