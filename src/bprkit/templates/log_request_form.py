"""The form that asks for a log: a letter, what the request is about, and the columns that are wanted."""

from __future__ import annotations

import datetime as dt

from bprkit.procedure.model import Title
from bprkit.templates.form import Form, Sheet, asked

WANTED: tuple[tuple[str, tuple[str, str], tuple[str, str], str, tuple[str, str]], ...] = (
    (
        "case",
        ("案件番号（文書番号・受付番号・伝票番号）", "Case number (document, receipt, slip)"),
        ("同じ案件のすべての行に同じ番号", "The same on all rows of a case"),
        "required",
        ("R7-総-001234", "2025-GA-001234"),
    ),
    (
        "activity",
        ("処理内容（起案・回議・決裁・差戻しなど）", "What was done (draft, review, decision, return)"),
        ("1行に1処理。差戻し・引戻しも含める", "A row each; returns and withdrawals, too"),
        "required",
        ("課長決裁", "Decision"),
    ),
    (
        "time",
        ("処理日時（完了）", "Time it was done"),
        ("年月日と時:分。日付だけしかなければその旨を備考へ", "Date and h:mm; if there are dates only, say so"),
        "required",
        ("2025/04/07 10:05", "2025/04/07 10:05"),
    ),
    (
        "start",
        ("開始日時（到着・着手・開封）", "Time it arrived or was begun"),
        ("あれば。待ち時間と作業時間を分けられる", "If there is one: waiting and work can then be told apart"),
        "useful",
        ("2025/04/07 09:50", "2025/04/07 09:50"),
    ),
    (
        "role",
        ("処理者の役職", "Post of who did it"),
        ("課長・部長など", "Section manager, director"),
        "useful",
        ("課長", "Section manager"),
    ),
    (
        "section",
        ("処理者の所属", "Section of who did it"),
        ("課・係の名称", "Name of the section"),
        "useful",
        ("総務課", "General affairs"),
    ),
    (
        "resource",
        ("処理者の識別番号（氏名ではない）", "Code of who did it (no name)"),
        ("氏名・職員番号ではなく、置き換えた番号（S001など）", "Not the name or staff number, but S001 and so on"),
        "useful",
        ("S017", "S017"),
    ),
    (
        "kind",
        ("文書の種類・手続名", "Kind of document or procedure"),
        ("件名は不要（個人情報が入るため）", "No titles: they hold personal data"),
        "useful",
        ("補助金交付決定", "Grant award"),
    ),
    ("decider", ("決裁区分（専決者）", "Who decides"), ("課長専決など", "As delegated"), "useful", ("部長専決", "Director")),
    ("amount", ("金額（円）", "Amount (yen)"), ("ある場合だけ", "Where there is one"), "useful", ("1234000", "1234000")),
    (
        "state",
        ("状態（完結・処理中・廃案）", "State (closed, open, dropped)"),
        ("抽出した日の時点", "On the day of the export"),
        "useful",
        ("完結", "Closed"),
    ),
)  # fmt: skip
PARTS = ("case", "activity", "time", "start", "resource", "role", "section")

LETTER = Sheet(
    "letter",
    Title("依頼", "Request"),
    (
        asked(
            "to",
            "依頼先",
            "To",
            example=("文書管理システム保守事業者", "Vendor of the document system"),
            help=("会社名・課名", "Company or section"),
        ),
        asked(
            "sender",
            "依頼元",
            "From",
            example=("総務課 DX推進担当", "General affairs, digital office"),
            help=("課名と係名", "Section and unit"),
        ),
        asked(
            "system",
            "対象システム",
            "System",
            example=("文書管理システム", "Document management"),
            help=("どのシステムの履歴か", "Whose history is asked for"),
        ),
        asked(
            "from_day",
            "対象期間の初日（日付）",
            "Period from (date)",
            "date",
            example=dt.date(2025, 4, 1),
            help=("1年度分がおすすめ", "A whole fiscal year is best"),
        ),
        asked("to_day", "対象期間の末日（日付）", "Period to (date)", "date", example=dt.date(2026, 3, 31)),
        asked("due", "回答期限（日付）", "Wanted by (date)", "date", example=dt.date(2026, 6, 30)),
        asked(
            "purpose",
            "利用目的",
            "Purpose",
            example=(
                "決裁手続の所要日数の調査（業務改革）。人事評価には用いない",
                "To study how long approvals take; not for evaluation",
            ),
            help=("個人情報の利用目的として記録に残ります", "Kept as the purpose for which data are used"),
        ),
        asked(
            "encoding",
            "文字コード（回答）",
            "Encoding (answer)",
            "choice",
            choices=(
                ("utf-8", "UTF-8", "UTF-8"),
                ("cp932", "シフトJIS（CP932）", "Shift JIS (CP932)"),
                ("other", "その他", "other"),
            ),
            example="utf-8",
            help=("UTF-8 のCSVがおすすめ", "CSV in UTF-8 is best"),
        ),
        asked(
            "rows", "行数の見込み（件）（回答）", "Rows expected (number) (answer)", "whole", example=120_000
        ),
        asked("cost", "費用（円、無償なら0）（回答）", "Cost (yen; 0 if free) (answer)", "number", example=0),
    ),
    answers=True,
)
COLUMNS = Sheet(
    "columns",
    Title("項目一覧", "Columns"),
    (
        asked("no", "No.", "No.", width=9, preset=True, example=("例", "Example")),
        asked(
            "wanted",
            "ほしい項目",
            "Wanted",
            width=34,
            required=True,
            example=("決裁日時", "Time of decision"),
        ),
        asked("format", "形式・注意", "Form", width=38, example=("年月日と時:分", "Date and h:mm")),
        asked(
            "need",
            "必要度",
            "Need",
            "choice",
            9,
            choices=(("required", "必須", "required"), ("useful", "あれば", "if there is")),
            example="required",
        ),
        asked("sample", "値の例", "For example", width=18, example=("2025/04/07 10:05", "2025/04/07 10:05")),
        asked(
            "answer",
            "出せるか（回答）",
            "Can be given (answer)",
            "choice",
            12,
            choices=(("yes", "出せる", "yes"), ("partly", "一部だけ", "partly"), ("no", "出せない", "no")),
            example="yes",
            help=("回答する側が選びます", "Chosen by who answers"),
        ),
        asked(
            "header",
            "出力での列名（回答）",
            "Header in the export (answer)",
            width=22,
            example=("KESSAI_DT", "KESSAI_DT"),
            help=("CSVの見出しに出る名前をそのまま", "The header exactly as in the file"),
        ),
        asked(
            "note",
            "備考（回答）",
            "Note (answer)",
            width=26,
            example=("日付だけの年度あり", "Dates only in some years"),
        ),
    ),
    blank=20,
)
_LETTER = (
    Title("処理履歴（ログ）の提供について（依頼）", "Request for an event log"),
    Title(
        "決裁・申請手続にかかる日数を調べ、業務の見直しに役立てるため、「依頼」のシートのシステムについて、処理の履歴の提供をお願いします。",
        "To study how long approvals and applications take, we ask for the history of the system named on the sheet Request.",
    ),
    Title(
        "1. ほしい項目は「項目一覧」のとおりです。出せるかどうかと、出力での列名を記入してください。",
        "1. The columns are listed on the sheet Columns. Please say which can be given, and under which header.",
    ),
    Title(
        "2. 集計や加工をせず、1行に1処理で出力してください。対象期間に始まった案件の、その後の処理もすべて含めます。",
        "2. Please do not sum up: a row an event, with all later events of the cases that began in the period.",
    ),
    Title(
        "3. 差戻し、引戻し、代決、後閲、廃案、処理中の案件も除かないでください。",
        "3. Please leave no returns, withdrawals, acting decisions, dropped or open cases out.",
    ),
    Title(
        "4. 形式はCSV（見出し1行、UTF-8が望ましい）、日時は年月日と時:分で、日付だけしかない場合はその旨を備考へ。",
        "4. CSV with one header row, UTF-8 if possible; stamps with date and h:mm, or a note where there are dates only.",
    ),
    Title(
        "5. 件名、住民の情報、職員の氏名・職員番号は出力しないでください。処理者は置き換えた番号（S001など）にしてください。",
        "5. No titles of documents, no data of residents, no names or numbers of staff; persons as codes such as S001.",
    ),
    Title(
        "6. 利用目的は「依頼」のシートのとおりで、人事評価には用いません。個人情報の取扱いは本市の担当部署に確認します。",
        "6. The purpose is stated on the sheet Request; evaluation of staff is none. Our privacy officer is asked.",
    ),
    Title(
        "ご不明な点は「依頼」のシートの依頼元までお知らせください。",
        "Please ask the sender named on the sheet Request.",
    ),
)
FORM = Form(
    "log-request",
    Title("処理履歴（ログ）の提供依頼", "Request for an event log"),
    (
        Title(
            "文書管理システムなどの保守事業者や文書担当課に、処理の履歴を出してもらうための依頼書です。",
            "A request to a vendor or the document section for the history of what was done.",
        ),
        Title(
            "「依頼」の上半分を書き、このファイルを送ります。相手は（回答）の欄を埋めて返します。",
            "Fill in the upper half of Request and send this file; they fill in what says (answer).",
        ),
        Title(
            "返ってきたら： bprkit template log-request --check log-request.xlsx　で、読み込むときの指定が表示されます。",
            "When it is back: bprkit template log-request --check log-request.xlsx says how to read the export.",
        ),
    ),
    (LETTER, COLUMNS),
    ("letter", "columns"),
    _LETTER,
)
