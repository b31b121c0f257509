"""The columns of the form in both languages, what can be chosen in them, and what else sections call them.

>>> found = column_of("①　処理件数（千件）")
>>> found is not None and (found.column.key, found.unit)
('cases', '千件')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bprkit.inventory.choices import (
    ALSO,
    APPROVAL,
    CORE,
    DIGITAL,
    EFFORT,
    MEDIUM,
    ONLINE,
    ROUTINE,
    YES_NO,
)
from bprkit.inventory.model import MONTHS
from bprkit.inventory.spellings import spelt
from bprkit.language import Language

Kind = Literal["text", "choice", "cases", "minutes", "hours", "persons"]


@dataclass(frozen=True)
class Column:
    """A column: its header in both languages, what it holds, the choices by code, its width, other names."""

    key: str
    ja: str
    en: str
    kind: Kind = "text"
    choices: Mapping[str, tuple[str, str]] | None = None
    width: int = 10
    others: tuple[str, ...] = ()

    def header(self, language: Language) -> str:
        """Return the header that is written."""
        return self.ja if language == "ja" else self.en

    def words(self, language: Language) -> dict[str, str]:
        """Return the choices by code, as they are written."""
        return {code: pair[0] if language == "ja" else pair[1] for code, pair in (self.choices or {}).items()}


_POST_COLUMNS = (
    Column(
        "posts.manager",
        "管理職(時間)",
        "Managers (hours)",
        "hours",
        others=("課長級以上", "課長級", "部課長", "課長・補佐", "課長", "managers"),
    ),
    Column(
        "posts.chief", "係長級(時間)", "Unit chiefs (hours)", "hours", others=("係長・主査", "係長", "主査級")
    ),
    Column(
        "posts.staff",
        "主事・主任級(時間)",
        "Clerks (hours)",
        "hours",
        others=("一般職", "主事・主任", "主事", "一般職員", "正規職員", "正職員", "clerk"),
    ),
    Column(
        "posts.fiscal",
        "会計年度任用職員(時間)",
        "Fiscal-year staff (hours)",
        "hours",
        others=("会計年度", "会計年度職員", "非常勤", "非常勤職員", "臨時職員", "非正規"),
    ),
    Column("posts.other", "派遣・その他(時間)", "Others (hours)", "hours", others=("派遣", "再任用")),
)
_MONTH_COLUMNS = tuple(
    Column(
        f"months.{month}",
        f"{month}月(時間)",
        f"{('Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec')[month - 1]} (hours)",
        "hours",
        width=7,
        others=(f"{month}月分",),
    )
    for month in MONTHS
)

COLUMNS: tuple[Column, ...] = (
    Column("number", "No.", "No.", width=6, others=("番号", "項番", "連番", "no", "#", "通番", "整理番号")),
    Column(
        "department", "部", "Department", width=12, others=("部局", "部名", "部局名", "担当部", "担当部局")
    ),
    Column(
        "section",
        "課",
        "Section",
        width=14,
        others=(
            "課名",
            "所属",
            "所管課",
            "担当課",
            "担当課名",
            "担当課室",
            "課室",
            "課室名",
            "部署",
            "部署名",
            "担当部署",
        ),
    ),
    Column(
        "unit",
        "係",
        "Unit",
        width=12,
        others=("係名", "グループ", "担当係", "担当係名", "担当グループ", "担当班", "班"),
    ),
    Column(
        "name",
        "業務名",
        "Task",
        width=28,
        others=("業務", "事務事業名", "業務の名称", "業務名称", "事務名", "事務名称", "業務内容", "work"),
    ),
    Column(
        "law", "根拠法令", "Legal basis", width=20, others=("根拠", "根拠法令等", "法令", "根拠規程", "law")
    ),
    Column(
        "routine",
        "定型/非定型",
        "Routine or not",
        "choice",
        ROUTINE,
        9,
        ("定型・非定型", "定型区分", "業務区分"),
    ),
    Column(
        "core", "コア/ノンコア", "Core or not", "choice", CORE, 9, ("コア・ノンコア", "コア区分", "コア業務")
    ),
    Column(
        "cases",
        "年間件数(件)",
        "Cases a year",
        "cases",
        width=10,
        others=("件数", "処理件数", "年間処理件数", "取扱件数", "年間件数", "cases"),
    ),
    Column(
        "minutes",
        "1件あたり時間(分)",
        "Time a case (minutes)",
        "minutes",
        width=10,
        others=(
            "1件当たり時間",
            "1件あたり",
            "1件当たり",
            "所要時間",
            "処理時間",
            "1件の時間",
            "分/件",
            "minutes a case",
        ),
    ),
    Column(
        "told_hours",
        "年間時間(時間)",
        "Time a year (hours)",
        "hours",
        width=10,
        others=(
            "年間業務量",
            "年間総時間",
            "年間所要時間",
            "総時間",
            "業務時間",
            "年間従事時間",
            "hours a year",
        ),
    ),
    *_POST_COLUMNS,
    *_MONTH_COLUMNS,
    Column(
        "medium", "媒体", "Medium", "choice", MEDIUM, 14, ("書類の媒体", "処理媒体", "紙・電子", "紙/電子")
    ),
    Column("system", "使用システム", "System", width=16, others=("システム", "システム名", "利用システム")),
    Column(
        "handovers",
        "受渡し先の数(人・課)",
        "Hand-overs (people or sections)",
        "persons",
        width=10,
        others=(
            "受渡し",
            "受渡し先の数",
            "受け渡し回数",
            "受渡し回数",
            "回付先の数",
            "関係者数",
            "handovers",
        ),
    ),
    Column("approval", "決裁の要否", "Approval", "choice", APPROVAL, 12, ("決裁", "決裁区分", "決裁要否")),
    Column(
        "digital",
        "既にデジタル化",
        "Already digital",
        "choice",
        DIGITAL,
        10,
        ("デジタル化", "電子化", "デジタル化状況"),
    ),
    Column(
        "web", "Web掲載", "On the website", "choice", YES_NO, 9, ("ホームページ掲載", "hp掲載", "サイト掲載")
    ),
    Column("phone", "スマホ対応", "Fit for phones", "choice", YES_NO, 9, ("スマートフォン対応", "スマホ")),
    Column(
        "online",
        "オンライン申請",
        "Online application",
        "choice",
        ONLINE,
        10,
        ("電子申請", "オンライン", "ネット申請"),
    ),
    Column(
        "issue",
        "課題",
        "Issue",
        width=30,
        others=("問題点", "課題・問題点", "課題等", "現状の課題", "issues"),
    ),
    Column(
        "effort",
        "見直しの手間",
        "Effort to change",
        "choice",
        EFFORT,
        9,
        ("改善の手間", "難易度", "取組の難易度", "effort"),
    ),
)
BY_KEY = {column.key: column for column in COLUMNS}
_TOTAL_HEADERS = {"計", "合計", "総計", "月計", "時間計", "total", "sum"}
_PARENTHESES = re.compile(r"\(([^()]*)\)")
_NUMBERING = re.compile(r"^(?:\d+[.):]?|[(]\d+[)]|[※*・]+)(?=\D)")
_IS_MONTH = re.compile(r"^\d{1,2}月")


@dataclass(frozen=True)
class Found:
    """A column that a header names, and the unit that the header gives, as written.

    joint: the cells hold department, section and unit together.
    """

    column: Column
    unit: str
    as_in_form: bool
    joint: bool = False


def plain(text: object) -> str:
    """Return a text for looking it up: compatible forms, no spaces, small letters.

    >>> plain("Ｗｅｂ 掲載")
    'web掲載'
    """
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(text))).lower()


def is_total_header(text: str) -> bool:
    """Tell whether a header is that of a column of totals."""
    return _PARENTHESES.sub("", plain(text)) in _TOTAL_HEADERS


def unit_of(text: str) -> str:
    """Return what a header says in parentheses."""
    return "".join(_PARENTHESES.findall(plain(text)))


def column_of(text: str) -> Found | None:
    """Return the column that a header names; None for none."""
    whole = plain(text)
    bare = _PARENTHESES.sub("", whole)
    forms = [bare, bare if _IS_MONTH.match(bare) else _NUMBERING.sub("", bare)]
    key, unit = next((_NAMES[form] for form in forms if form in _NAMES), ""), unit_of(text)
    if not key:
        key, told = next((near for form in forms if (near := spelt(form))), ("", ""))
        unit = unit or told
    if key == "joint":
        return Found(BY_KEY["section"], "", as_in_form=False, joint=True)
    if key not in BY_KEY:
        return None
    if key == "minutes" and re.search(r"/年度?$", unit):
        key = "told_hours"  # 処理時間(時間/年)
    column = BY_KEY[key]
    return Found(column, unit, whole in (plain(column.ja), plain(column.en)))


def code_of(column: Column, text: str) -> tuple[str | None, bool]:
    """Return the code of a word that was chosen or typed, and whether it is as in the list.

    >>> code_of(BY_KEY["medium"], "書面"), code_of(BY_KEY["web"], "？")
    (('paper', False), (None, False))
    """
    choices = column.choices or {}
    word = plain(text)
    for code, pair in choices.items():
        if text in pair:
            return code, True
        if word in (code, *map(plain, pair)):
            return code, False
    also = ALSO.get("yes_no" if column.key in ("web", "phone", "online") else column.key, {})
    code_found = {plain(key): code for key, code in also.items()}.get(word)
    if code_found == "partly" and "partly" not in choices:
        code_found = None
    if word in ("○", "◯", "〇") and "yes" in choices:
        code_found = "yes"
    if word in ("×", "✕", "✖", "x") and "no" in choices:
        code_found = "no"
    return code_found, False


def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for column in COLUMNS:
        for name in (column.ja, column.en, *column.others):
            found.setdefault(_PARENTHESES.sub("", plain(name)), column.key)
    return found


_NAMES = _names()
