"""The sheets of the price list as a workbook: which cell says what, with its unit, and what can be chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bprkit.procedure.model import Title

CellKind = Literal["text", "names", "amount", "share", "whole", "date"]


@dataclass(frozen=True)
class Field:
    """A column, or a row of the sheet of settings: the path of its value, its header, and its form.

    words: what can be chosen, Japanese for each code; prices: whether a price can be chosen.
    """

    key: str
    header: str
    kind: CellKind = "text"
    width: float = 14
    words: tuple[tuple[str, str], ...] = ()
    prices: bool = False


@dataclass(frozen=True)
class SheetLayout:
    """A sheet of rows. key: where its rows stand in the price list. example: a row that shows how; it is not read."""

    key: str
    name: str
    title: Title
    fields: tuple[Field, ...]
    example: tuple[str | float, ...] = ()


USE = Field("use", "使う", "text", 7, (("yes", "はい"), ("no", "いいえ"), ("example", "例")))
_RANGE = (
    Field("low", "下限（円）", "amount", 12),
    Field("likely", "見込み（円）", "amount", 12),
    Field("high", "上限（円）", "amount", 12),
)
_ESTIMATE = Field("estimate", "推計か", "text", 8, (("true", "推計"), ("false", "実績")))
_SOURCE = Field("source", "出典・根拠", "text", 50)
_BUDGET = Field("budget_line", "節", "text", 36)
_PROCEDURE = Field("procedure", "手続のid（空欄は全部）", "text", 22)
_CLASSES = (("cash_out", "現金支出"), ("revenue", "歳入"), ("cost_avoidance", "将来支出の回避"))

SETTINGS = "基本"
MOST_YEARS = 5
"""For which the template asks how the change comes into force."""
SETTING_ROWS: tuple[Field, ...] = (
    Field("title", "名称"),
    Field("year", "単価の年度（西暦）", "whole"),
    Field("start_year", "新方式を始める年度（西暦）", "whole"),
    Field("hours_per_post", "職員1人の年間時間（時間）", "amount"),
    Field("by_rank", "職員の時間を職位別の単価で計算するか", words=(("true", "職位別"), ("false", "平均"))),
    Field("without_overtime", "時間外勤務手当のない職位（、で区切る）", "names"),
    Field("discount_rate", "割引率（%）", "share"),
    Field("discount_source", "割引率の根拠"),
    Field("tax", "消費税率（%）", "share"),
    Field("city.regular", "正規職員数（人）", "amount"),
    Field("city.fiscal_year", "会計年度任用職員数（人）", "amount"),
    Field("city.fiscal_year_hours", "会計年度任用職員1人の年間時間（時間）", "amount"),
    *(
        Field(f"ramp.phase_in.{place}", f"新方式の割合 {place + 1}年目（%、空欄は前年と同じ）", "share")
        for place in range(MOST_YEARS)
    ),
    *(
        Field(f"ramp.learning.{place}", f"習熟までの時間増 {place + 1}年目（%）", "share")
        for place in range(MOST_YEARS)
    ),
    Field("ramp.uptake.low", "効果の実現率 下限（%）", "share"),
    Field("ramp.uptake.likely", "効果の実現率 見込み（%）", "share"),
    Field("ramp.uptake.high", "効果の実現率 上限（%）", "share"),
    Field("uncertainty.touch.low", "推計の処理時間の下限（見込み比、%）", "share"),
    Field("uncertainty.touch.likely", "推計の処理時間の見込み（%）", "share"),
    Field("uncertainty.touch.high", "推計の処理時間の上限（見込み比、%）", "share"),
    Field("uncertainty.volume.low", "推計の件数の下限（見込み比、%）", "share"),
    Field("uncertainty.volume.likely", "推計の件数の見込み（%）", "share"),
    Field("uncertainty.volume.high", "推計の件数の上限（見込み比、%）", "share"),
)

PRICES = SheetLayout(
    "prices",
    "単価",
    Title("単価（税込）", "Prices"),
    (
        Field("key", "記号（手続の rate など）", "text", 20),
        Field("title", "名称", "text", 50),
        Field(
            "kind",
            "種類",
            "text",
            12,
            (("hour", "職員の時間"), ("material", "物品等"), ("applicant", "申請者の時間")),
        ),
        Field("unit", "単位", "text", 10),
        *_RANGE,
        Field("basis_hours", "基礎時間（時間/年）", "amount", 12),
        Field("year", "年度（西暦）", "whole", 9),
        _BUDGET,
        Field("benefit", "効果の区分", "text", 14, _CLASSES),
        _ESTIMATE,
        _SOURCE,
        Field("ranks", "職位（、で区切る）", "names", 24),
    ),
)

SHEETS: tuple[SheetLayout, ...] = (
    PRICES,
    SheetLayout(
        "overtime",
        "時間外勤務",
        Title("実際に削る時間外勤務（人事課：時間外勤務実績、財政課：予算）", "Overtime that is cut"),
        (
            USE,
            Field("section", "課（空欄は全庁）", "text", 16),
            Field("role", "担当のid（空欄は全員）", "text", 18),
            Field("worked_hours", "実績（時間/年）", "amount", 13),
            Field("cut_hours", "予算から削る時間（時間/年）", "amount", 15),
            Field("start", "削減の開始日", "date", 13),
            Field("rate", "単価の記号", "text", 14, prices=True),
            _SOURCE,
            _PROCEDURE,
        ),
        ("例", "税務課", "", 1200, 600, "2027-04-01", "overtime", "人事課 時間外勤務実績（前年度）", ""),
    ),
    SheetLayout(
        "posts",
        "定数",
        Title("減らす職（端数は切捨て）", "Posts that go"),
        (
            USE,
            Field("section", "課（空欄は全庁）", "text", 16),
            Field("role", "担当のid（空欄は全員）", "text", 18),
            Field("posts", "人数の上限（人）", "whole", 10),
            Field("start", "減らす日", "date", 13),
            Field("kind", "区分", "text", 12, (("abolished", "廃止"), ("not_hired", "採用しない"))),
            Field("rate", "単価の記号", "text", 14, prices=True),
            Field("yen_per_post", "1人の年額（円、空欄は単価から）", "amount", 16),
            _SOURCE,
            _PROCEDURE,
        ),
        (
            "例",
            "",
            "staff",
            1,
            "2028-04-01",
            "廃止",
            "fiscal_year",
            "",
            "財政課 会計年度任用職員報酬の予算",
            "",
        ),
    ),
    SheetLayout(
        "contracts",
        "委託",
        Title("更新時に減らす委託", "Contracts that shrink"),
        (
            USE,
            Field("title", "名称", "text", 24),
            Field("role", "担当のid", "text", 18),
            Field("yen_per_hour", "単価（円/時間）", "amount", 12),
            Field("yen_per_year", "契約額の上限（円/年）", "amount", 14),
            Field("renewal", "更新日", "date", 13),
            _BUDGET,
            _SOURCE,
            _PROCEDURE,
        ),
        ("例", "データ入力業務委託", "typist", 2500, 3_000_000, "2028-04-01", "委託料", "契約書", ""),
    ),
    SheetLayout(
        "benefits",
        "その他の効果",
        Title("工程によらない効果（賃借の終了、更新の不要など）", "Other benefits"),
        (
            USE,
            _PROCEDURE,
            Field("title", "名称", "text", 28),
            Field("benefit", "区分", "text", 14, _CLASSES),
            *_RANGE,
            Field("start", "開始日", "date", 13),
            _BUDGET,
            _ESTIMATE,
            _SOURCE,
        ),
        (
            "例",
            "",
            "複写機1台の賃借終了",
            "現金支出",
            "",
            240_000,
            "",
            "2027-04-01",
            "使用料及び賃借料",
            "実績",
            "契約書",
        ),
    ),
    SheetLayout(
        "charges",
        "手数料等",
        Title("工程1回ごとに払う・受け取る金額", "Paid or received at a step"),
        (
            USE,
            Field("procedure", "手続のid", "text", 22),
            Field("step", "工程のid", "text", 18),
            Field("title", "名称", "text", 28),
            Field("benefit", "区分", "text", 14, _CLASSES[:2]),
            *_RANGE,
            _BUDGET,
            _ESTIMATE,
            _SOURCE,
        ),
        (
            "例",
            "resident-record",
            "kiosk_issues",
            "コンビニ交付の委託手数料",
            "現金支出",
            "",
            117,
            "",
            "役務費（手数料）",
            "実績",
            "協定書",
        ),
    ),
    SheetLayout(
        "changes",
        "導入経費",
        Title("見直しにかかる経費（見積書による）", "What the change costs"),
        (
            USE,
            _PROCEDURE,
            Field(
                "kind",
                "区分",
                "text",
                12,
                (
                    ("initial", "初期"),
                    ("running", "運用（毎年）"),
                    ("training", "研修"),
                    ("parallel", "並行運用"),
                ),
            ),
            Field("title", "名称", "text", 34),
            *_RANGE,
            Field("tax_included", "税", "text", 8, (("true", "税込"), ("false", "税抜"))),
            Field("hours", "職員の時間（時間）", "amount", 12),
            Field("rate", "職員の単価の記号", "text", 14, prices=True),
            Field("first_year", "最初の年（0は構築の年）", "whole", 12),
            Field("last_year", "最後の年", "whole", 10),
            _BUDGET,
            _ESTIMATE,
            _SOURCE,
        ),
        (
            *(
                "例",
                "approval-circulation",
                "初期",
                "電子決裁システムの初期構築",
                4_000_000,
                8_000_000,
                15_000_000,
            ),
            *("税抜", "", "regular", "", "", "委託料", "推計", "見積書"),
        ),
    ),
)
