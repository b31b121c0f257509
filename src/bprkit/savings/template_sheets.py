"""The sheets of rows in a workbook of prices: prices, what turns hours into cash, other benefits, and costs."""

from __future__ import annotations

import datetime as dt

from bprkit.procedure.model import Title
from bprkit.savings.template_layout import USE, Field, SheetLayout

_RANGE = (
    Field("low", Title("下限（円）", "Low (yen)"), "amount", 13),
    Field("likely", Title("見込み（円）", "Likely (yen)"), "amount", 13),
    Field("high", Title("上限（円）", "High (yen)"), "amount", 13),
)
_ESTIMATE = Field(
    "estimate",
    Title("推計か", "Estimate?"),
    "text",
    11,
    (("true", Title("推計", "estimate")), ("false", Title("実績", "actual"))),
)
_SOURCE = Field("source", Title("出典・根拠", "Source"), "text", 40)
_BUDGET = Field("budget_line", Title("節", "Budget line"), "text", 28)
_TITLE = Title("名称", "Title")
_PROCEDURE = Field(
    "procedure", Title("手続のid（空欄は全部）", "Id of the procedure (blank: all)"), "text", 22
)
_SECTION = Field("section", Title("課（空欄は全庁）", "Section (blank: all)"), "text", 16)
_ROLE = Field("role", Title("担当のid（空欄は全員）", "Id of the role (blank: all)"), "text", 18)
_RATE = Field("rate", Title("単価の記号", "Key of the price"), "text", 15, prices=True)
_CLASSES = (
    ("cash_out", Title("現金支出", "cash out")),
    ("revenue", Title("歳入", "revenue")),
    ("cost_avoidance", Title("将来支出の回避", "cost avoidance")),
)
_APRIL_2027, _APRIL_2028 = dt.date(2027, 4, 1), dt.date(2028, 4, 1)

PRICES = SheetLayout(
    "prices",
    Title("単価", "Prices"),
    Title("単価（税込）", "Prices, with tax"),
    (
        Field("key", Title("記号（手続の rate など）", "Key (the rate of a role)"), "text", 20),
        Field("title", _TITLE, "text", 42),
        Field(
            "kind",
            Title("種類", "Kind"),
            "text",
            14,
            (
                ("hour", Title("職員の時間", "staff hour")),
                ("material", Title("物品等", "material")),
                ("applicant", Title("申請者の時間", "applicant hour")),
            ),
        ),
        Field("unit", Title("単位", "Unit"), "text", 12),
        *_RANGE,
        Field("basis_hours", Title("基礎時間（時間/年）", "Based on (h/year)"), "amount", 18),
        Field("year", Title("年度（西暦）", "Fiscal year"), "whole", 11),
        _BUDGET,
        Field("benefit", Title("効果の区分", "Class of benefit"), "text", 15, _CLASSES),
        _ESTIMATE,
        _SOURCE,
        Field("ranks", Title("職位（、で区切る）", "Ranks (with commas between)"), "names", 32),
    ),
)
OVERTIME = SheetLayout(
    "overtime",
    Title("時間外勤務", "Overtime"),
    Title(
        "実際に削る時間外勤務（人事課：時間外勤務実績、財政課：予算）",
        "Overtime that is really cut from the budget (hours: personnel section; budget: finance section)",
    ),
    (
        USE,
        _SECTION,
        _ROLE,
        Field("worked_hours", Title("実績（時間/年）", "Worked until now (h/year)"), "amount", 13),
        Field(
            "cut_hours", Title("予算から削る時間（時間/年）", "Cut from the budget (h/year)"), "amount", 15
        ),
        Field("start", Title("削減の開始日", "Cut from (date)"), "date", 13),
        _RATE,
        _SOURCE,
        _PROCEDURE,
    ),
    (
        "example",
        Title("税務課", "Tax"),
        "",
        1200,
        600,
        _APRIL_2027,
        "overtime",
        Title("人事課 時間外勤務実績（前年度）", "personnel section: overtime of last year"),
        "",
    ),
)
POSTS = SheetLayout(
    "posts",
    Title("定数", "Posts"),
    Title("減らす職（端数は切捨て）", "Posts that go (whole ones only)"),
    (
        USE,
        _SECTION,
        _ROLE,
        Field("posts", Title("人数の上限（人）", "At most (people)"), "whole", 16),
        Field("start", Title("減らす日", "Gone from (date)"), "date", 13),
        Field(
            "kind",
            Title("区分", "Kind"),
            "text",
            12,
            (("abolished", Title("廃止", "abolished")), ("not_hired", Title("採用しない", "not hired"))),
        ),
        _RATE,
        Field(
            "yen_per_post",
            Title("1人の年額（円、空欄は単価から）", "A post a year (yen; blank: from the price)"),
            "amount",
            16,
        ),
        _SOURCE,
        _PROCEDURE,
    ),
    (
        *("example", "", "staff", 1, _APRIL_2028, "abolished", "fiscal_year", ""),
        Title(
            "財政課 会計年度任用職員報酬の予算", "finance section: budget for the pay of fiscal-year staff"
        ),
        "",
    ),
)
CONTRACTS = SheetLayout(
    "contracts",
    Title("委託", "Contracts"),
    Title("更新時に減らす委託", "Contracts that shrink at their renewal"),
    (
        USE,
        Field("title", _TITLE, "text", 24),
        Field("role", Title("担当のid", "Id of the role"), "text", 18),
        Field("yen_per_hour", Title("単価（円/時間）", "Price (yen/h)"), "amount", 13),
        Field("yen_per_year", Title("契約額の上限（円/年）", "Contract, at most (yen/year)"), "amount", 14),
        Field("renewal", Title("更新日", "Renewal (date)"), "date", 13),
        _BUDGET,
        _SOURCE,
        _PROCEDURE,
    ),
    (
        *("example", Title("データ入力業務委託", "Data entry"), "typist", 2500, 3_000_000, _APRIL_2028),
        *(Title("委託料", "Contracted work"), Title("契約書", "the contract"), ""),
    ),
)
BENEFITS = SheetLayout(
    "benefits",
    Title("その他の効果", "Other benefits"),
    Title(
        "工程によらない効果（賃借の終了、更新の不要など）",
        "Benefits that no step brings: a rent that ends, a renewal that is not needed",
    ),
    (
        USE,
        _PROCEDURE,
        Field("title", _TITLE, "text", 28),
        Field("benefit", Title("区分", "Class"), "text", 15, _CLASSES),
        *_RANGE,
        Field("start", Title("開始日", "From (date)"), "date", 13),
        _BUDGET,
        _ESTIMATE,
        _SOURCE,
    ),
    (
        *("example", "", Title("複写機1台の賃借終了", "Rent of a copier ends"), "cash_out"),
        *("", 240_000, "", _APRIL_2027, Title("使用料及び賃借料", "Rents and fees")),
        *("false", Title("契約書", "the contract")),
    ),
)
CHARGES = SheetLayout(
    "charges",
    Title("手数料等", "Charges"),
    Title("工程1回ごとに払う・受け取る金額", "Paid or received each time a step is done"),
    (
        USE,
        Field("procedure", Title("手続のid", "Id of the procedure"), "text", 22),
        Field("step", Title("工程のid", "Id of the step"), "text", 18),
        Field("title", _TITLE, "text", 28),
        Field("benefit", Title("区分", "Class"), "text", 14, _CLASSES[:2]),
        *_RANGE,
        _BUDGET,
        _ESTIMATE,
        _SOURCE,
    ),
    (
        *("example", "resident-record", "kiosk_issues"),
        Title("コンビニ交付の委託手数料", "Commission of the convenience store"),
        *("cash_out", "", 117, "", Title("役務費（手数料）", "Commissions")),
        *("false", Title("協定書", "the agreement")),
    ),
)
CHANGES = SheetLayout(
    "changes",
    Title("導入経費", "Costs of the change"),
    Title("見直しにかかる経費（見積書による）", "What the change costs, by quotations"),
    (
        USE,
        _PROCEDURE,
        Field(
            "kind",
            Title("区分", "Kind"),
            "text",
            14,
            (
                ("initial", Title("初期", "initial")),
                ("running", Title("運用（毎年）", "running (yearly)")),
                ("training", Title("研修", "training")),
                ("parallel", Title("並行運用", "parallel run")),
            ),
        ),
        Field("title", _TITLE, "text", 34),
        *_RANGE,
        Field(
            "tax_included",
            Title("税", "Tax"),
            "text",
            11,
            (("true", Title("税込", "with tax")), ("false", Title("税抜", "before tax"))),
        ),
        Field("hours", Title("職員の時間（時間）", "Hours of own staff (h)"), "amount", 13),
        Field("rate", Title("職員の単価の記号", "Key of the price of staff"), "text", 14, prices=True),
        Field("first_year", Title("最初の年（0は構築の年）", "First year (0: of building)"), "whole", 12),
        Field("last_year", Title("最後の年", "Last year"), "whole", 11),
        _BUDGET,
        _ESTIMATE,
        _SOURCE,
    ),
    (
        *("example", "approval-circulation", "initial"),
        Title("電子決裁システムの初期構築", "Setting up the approval system"),
        *(4_000_000, 8_000_000, 15_000_000, "false", "", "regular", "", ""),
        *(Title("委託料", "Contracted work"), "true", Title("見積書", "the quotation")),
    ),
)
SHEETS: tuple[SheetLayout, ...] = (PRICES, OVERTIME, POSTS, CONTRACTS, BENEFITS, CHARGES, CHANGES)
"""In the order in which they stand in the workbook."""
