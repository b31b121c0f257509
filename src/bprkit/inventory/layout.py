"""The sheets of the form, by the names in both languages, and what the sheet about the section asks."""

from __future__ import annotations

SHEETS: dict[str, tuple[str, str]] = {
    "explanation": ("記入要領", "How to fill in"),
    "about": ("基本情報", "About the section"),
    "tasks": ("業務量調査票", "Inventory"),
}
ABOUT: tuple[tuple[str, str, str], ...] = (
    ("department", "部", "Department"),
    ("section", "課", "Section"),
    ("unit", "係(係ごとに提出するとき)", "Unit (if each unit sends a form)"),
    ("regular", "正規職員数(人)", "Regular staff (people)"),
    ("fiscal", "会計年度任用職員数(人)", "Fiscal-year staff (people)"),
)
GROUPS: tuple[tuple[str, str, str], ...] = (
    ("number", "だれの、どの業務か", "Whose work, and which"),
    ("routine", "業務の性質と量", "What kind of work, and how much"),
    ("posts.manager", "年間時間の内訳：職位・雇用区分別", "Hours a year by post"),
    ("months.4", "年間時間の内訳：月別", "Hours a year by month"),
    ("medium", "やり方", "How it is done"),
    ("digital", "デジタル化と住民からの見え方", "Digital, and seen by residents"),
    ("issue", "課題と見直し", "Issues and change"),
)
TITLE = ("業務量調査票（第1版）", "Inventory of work (version 1)")
HINT = (
    "1行に1業務を書きます。灰色の「例」の行は集計されません（消しても構いません）。分からない欄は空欄のままにします。"
    "部・課・係はシート「基本情報」と同じなら空欄で構いません。",
    "One task a row. The grey row marked 'Example' is not counted (it may be deleted). Leave blank what you do not know. "
    "Department, section and unit may stay blank if they are as on the sheet 'About the section'.",
)
FORM_LINES = {*TITLE, *HINT, *(text for _, ja, en in GROUPS for text in (ja, en))}
REPAIRS_SHEET = ("直したこと、数えなかったこと", "What was repaired or left out")
OUTPUT_SHEETS = {*REPAIRS_SHEET}
OUTPUT_TABLES = (
    "hours",
    "kinds",
    "media",
    "posts",
    "review",
    "matrix",
    "months",
    "sprouts",
    "pairs",
    "shared",
    "unmet",
    "website",
    "doubts",
    "repairs",
    "repair-list",
    "tasks",
)
ALWAYS_WRITTEN = ("repair-list", "tasks")  # tables that stand wherever bprkit has written its own
