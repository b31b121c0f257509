"""The form for stamp dates: a row a document, a date column a stamp, and how the documents were drawn."""

from __future__ import annotations

import datetime as dt

from bprkit.procedure.model import Title
from bprkit.templates.form import Column, Form, Sheet, asked


def _stamp(key: str, ja: str, en: str, example: dt.date | None, help_: tuple[str, str]) -> Column:
    return asked(key, f"{ja}（日付）", f"{en} (date)", "date", 12, example=example, help=help_)


def _day(day: int) -> dt.date:
    return dt.date(2026, 4, day)


_AS_STAMPED = (
    "その印（処理）の日付。なければ空欄。列名は変えても、増やしても構いません。",
    "The date of that stamp; blank if there is none. Rename or add columns as you need.",
)
MILESTONES = (
    _stamp(
        "received",
        "収受",
        "Received",
        _day(6),
        ("収受印の日付。なければ空欄。", "The date received; else blank."),
    ),
    _stamp("drafted", "起案", "Drafted", _day(7), ("起案日。", "The day of the draft.")),
    _stamp("unit_chief", "係長", "Unit chief", _day(8), _AS_STAMPED),
    _stamp("deputy", "課長補佐", "Deputy manager", None, _AS_STAMPED),
    _stamp("manager", "課長", "Section manager", _day(10), _AS_STAMPED),
    _stamp("concurred", "合議", "Concurrence", _day(14), _AS_STAMPED),
    _stamp("director", "部長", "Director", _day(16), _AS_STAMPED),
    _stamp("vice_mayor", "副市長", "Vice mayor", None, _AS_STAMPED),
    _stamp("mayor", "市長", "Mayor", None, _AS_STAMPED),
    _stamp("issued", "施行", "Issued", _day(20), ("施行（発送）した日。", "The day it was issued or sent.")),
)
ATTRIBUTES = (
    asked(
        "section",
        "起案課",
        "Drafting section",
        width=14,
        example=("福祉課", "Welfare"),
        help=("起案した課", "The section that drafted it"),
    ),
    asked(
        "decider",
        "決裁区分",
        "Decided by",
        "choice",
        12,
        choices=(
            ("unit_chief", "係長専決", "Unit chief"),
            ("manager", "課長専決", "Section manager"),
            ("director", "部長専決", "Director"),
            ("vice_mayor", "副市長専決", "Vice mayor"),
            ("mayor", "市長決裁", "Mayor"),
        ),
        example="director",
        help=("誰まで上がったか（専決を含む）", "Who decided in the end"),
    ),
    asked(
        "returns",
        "差戻し（回）",
        "Sent back (times)",
        "whole",
        9,
        example=0,
        help=("差し戻された回数。分からなければ空欄", "How often it was sent back; blank if not known"),
    ),
)
DOCUMENTS = Sheet(
    "documents",
    Title("押印日", "Stamps"),
    (
        asked("no", "No.", "No.", width=9, preset=True, example=("例", "Example")),
        asked(
            "number",
            "文書番号",
            "Document number",
            width=18,
            required=True,
            example=("福第1234号", "W-1234"),
            help=("文書ごとに違う番号。件名や氏名は書かない", "One of its own for each; no titles, no names"),
        ),
        *ATTRIBUTES,
        *MILESTONES,
        asked("note", "備考", "Note", width=24, help=("個人名は書かない", "No names of people")),
    ),
    blank=200,
    free="date",
)
SAMPLING = Sheet(
    "sampling",
    Title("標本の取り方", "Sampling"),
    (
        asked(
            "register",
            "簿冊の名称",
            "File series",
            example=("令和7年度 起案文書（福祉課）", "Drafts of fiscal year 2025, Welfare"),
            help=("どの簿冊から写したか", "Which files the documents are from"),
        ),
        asked(
            "period_from",
            "対象期間の初日（日付）",
            "Period from (date)",
            "date",
            example=dt.date(2025, 4, 1),
            help=("簿冊に入っている文書の期間", "The period that the files cover"),
        ),
        asked(
            "period_to", "対象期間の末日（日付）", "Period to (date)", "date", example=dt.date(2026, 3, 31)
        ),
        asked(
            "population",
            "簿冊にある文書の総数（件）",
            "Documents in the files (number)",
            "whole",
            low=1,
            example=1200,
            help=(
                "抜き出す前の全体の件数。およそでも可。空欄なら、とても多いものとみなす",
                "How many there are in all, roughly; blank is taken as very many",
            ),
        ),
        asked(
            "drawn",
            "抜き出し方",
            "How they were drawn",
            "choice",
            required=True,
            choices=(
                ("all", "全数", "all of them"),
                ("random", "無作為（乱数・くじ）", "at random"),
                ("every_nth", "等間隔（何件ごと）", "every n-th"),
                ("latest", "新しい順", "the latest"),
                ("at_hand", "手近なもの", "those at hand"),
            ),
            example="every_nth",
            help=(
                "「無作為」か「等間隔」がおすすめ。「新しい順」「手近なもの」では信頼区間を出せません",
                "At random or every n-th is best; for the latest or those at hand no interval can be stated",
            ),
        ),
        asked(
            "by",
            "記入した課",
            "Filled in by (section)",
            example=("総務課", "General affairs"),
            help=("個人名は書かない", "No names"),
        ),
    ),
    answers=True,
)
FORM = Form(
    "stamps",
    Title("押印日の写し（簿冊の標本調査）", "Stamp dates copied from files"),
    (
        Title(
            "紙の決裁文書が、誰のところで何日止まったかを調べるための表です。電子の記録がなくても始められます。",
            "To find out where documents on paper wait, and how long, without any electronic record.",
        ),
        Title(
            "簿冊から文書を抜き出し、1件を1行に、押印の日付を左から右へ写します。まず30件ほどで十分です。",
            "Draw documents from the files and copy the dates of their stamps, a row a document. Begin with about 30.",
        ),
        Title(
            "偏りを防ぐため、「10件ごと」のように等間隔で、またはくじで抜き出してください。急ぎの文書や目立つ文書だけを選ばないこと。",
            "Take every tenth, say, or draw lots, so that the sample is not one-sided. Do not pick the striking ones.",
        ),
        Title(
            "日付は 2026/4/7 でも R8.4.7 でも構いません。時刻まで分かれば 2026/4/7 10:30 と書けます。",
            "Write dates as 2026/4/7 or R8.4.7; with the time if it is known: 2026/4/7 10:30.",
        ),
        Title(
            "件名、住民の名前、職員の名前は写さないでください。調べるのは仕事の流れで、人ではありません。",
            "Copy no titles and no names. This is about the flow of the work, not about people.",
        ),
        Title(
            "「例」と書かれた灰色の行は書き方の見本で、読み込まれません。消しても残しても構いません。",
            "The grey row marked Example shows how; it is not read and may stay.",
        ),
        Title(
            "書き終えたら： bprkit mine stamps.xlsx　（書き方の確認だけなら bprkit template stamps --check stamps.xlsx）",
            "Then: bprkit mine stamps.xlsx (or, to check it only: bprkit template stamps --check stamps.xlsx)",
        ),
    ),
    (DOCUMENTS, SAMPLING),
    ("documents", "sampling"),
)
