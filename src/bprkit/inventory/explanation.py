"""What the first sheet of the form says to the clerk who fills it in, and the example that it shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bprkit.language import Language

EXAMPLE: Mapping[str, str | float | tuple[str, str]] = {
    "number": ("例", "Example"),
    "department": ("市民部", "Citizens"),
    "section": ("市民課", "Residents' section"),
    "unit": ("窓口係", "Counter"),
    "name": ("住民票の写しの交付", "Certificates of residence"),
    "law": ("住民基本台帳法12条", "Basic Resident Registration Act, art. 12"),
    "routine": "routine",
    "core": "core",
    "cases": 38000,
    "minutes": 9,
    "told_hours": 5700,
    "posts.chief": 300,
    "posts.staff": 2400,
    "posts.fiscal": 3000,
    **{f"months.{month}": hours for month, hours in zip((4, 5, 6), (720, 480, 430), strict=True)},
    **{f"months.{month}": 420 for month in (7, 8, 9, 10, 11)},
    **{f"months.{month}": hours for month, hours in zip((12, 1, 2, 3), (380, 420, 440, 730), strict=True)},
    "medium": "mixed",
    "system": ("住民記録システム", "Resident register"),
    "handovers": 2,
    "approval": "not_needed",
    "digital": "partly",
    "web": "yes",
    "phone": "yes",
    "online": "partly",
    "issue": ("申請書の書き直しが多い", "Forms are often written twice"),
    "effort": "medium",
}

_TEXTS: tuple[tuple[str, str | None, str, str | None], ...] = (
    ("業務量調査票の書き方", None, "How to fill in the inventory of work", None),
    (
        "何のための調査か",
        "どの業務に時間がかかっているか、どこから見直すかを決めるためです。個人の評価には使いません。個人名は書かないでください。",
        "What it is for",
        "To see which work takes the time, and where to begin a review. It is not used to assess anybody. "
        "Write no names of people.",
    ),
    (
        "1. シート「基本情報」",
        "部・課・職員数を書きます。職員数は、時間の合計が人数に見合うかを確かめるために使います。",
        "1. Sheet 'About the section'",
        "Write department, section and how many people work there: the hours are checked against it.",
    ),
    (
        "2. シート「業務量調査票」",
        "1行に1業務。1年に合計5時間に満たない業務は、まとめて「その他」としてかまいません。行は増やせます。列の見出しは変えないでください。",
        "2. Sheet 'Inventory'",
        "One task a row. Tasks of less than 5 hours a year may be put together as 'others'. "
        "Add rows as needed; leave the headers as they are.",
    ),
    ("列ごとの書き方", None, "Column by column", None),
    (
        "業務名",
        "「○○の交付」「○○の審査」のように、何をどうする業務かが分かる名前。",
        "Task",
        "A name that says what is done with what, such as 'Issue of permits'.",
    ),
    (
        "根拠法令",
        "法律・条例・規則・要綱の名前と条。なければ空欄。",
        "Legal basis",
        "The law, ordinance or rule with its article; blank if there is none.",
    ),
    (
        "定型/非定型、コア/ノンコア",
        "定型＝手順が決まっている。コア＝職員の判断が要る、または公権力の行使に当たる。",
        "Routine or not, core or not",
        "Routine: the steps are fixed. Core: it needs the judgement of staff, or is an exercise of public power.",
    ),
    (
        "年間件数・1件あたり時間・年間時間",
        "件数×分÷60＝年間時間。年間時間が空欄なら、この式で計算します。単位は書かず数だけ（半角でも全角でも読めます）。",
        "Cases, minutes a case, hours a year",
        "Cases × minutes ÷ 60 = hours a year; if the hours are blank, they are worked out so. Write numbers only, no units.",
    ),
    (
        "職位・雇用区分別、月別",
        "年間時間の内訳。どちらも合計が年間時間になるように。分からなければ空欄。",
        "By post, by month",
        "Parts of the hours a year; each should add up to them. Blank if not known.",
    ),
    (
        "媒体・使用システム",
        "主に何で処理しているか。システムの名前があれば書く。",
        "Medium, system",
        "What the work is mainly done on; the name of the system, if any.",
    ),
    (
        "受渡し先の数",
        "1件が終わるまでに、書類やデータを渡す人・課の数（決裁や合議を含む）。",
        "Hand-overs",
        "To how many people or sections a case is handed until it is done, approval and concurrence included.",
    ),
    (
        "決裁の要否",
        "要＝決裁が必要。専決＝課長などの専決で済む。供覧で足りる＝知らせるだけでよい。不要＝決裁はいらない。",
        "Approval",
        "Needed; delegated: a section chief or the like may decide; informing suffices; not needed.",
    ),
    (
        "既にデジタル化",
        "済＝紙なしで終わる。一部＝途中に紙や手入力が残る。未＝紙が中心。小さな工夫でも「済」「一部」と書いてください。ほかの課の参考になります。",
        "Already digital",
        "Done: ends without paper. Partly: some paper or re-typing is left. Not yet. Count small things, too: others can learn.",
    ),
    (
        "Web掲載・スマホ対応・オンライン申請",
        "住民や事業者の手続のとき。載っているか、スマートフォンで読めるか、オンラインで最後まで申請できるか。庁内だけの業務は「対象外」。",
        "Website, phones, online",
        "For procedures of residents and firms: is it on the website, fit for phones, can it be applied for online to the end? "
        "'Not applicable' for work inside the office.",
    ),
    (
        "課題・見直しの手間",
        "困っていること。見直しの手間は、規則の改正やシステム改修が要るなら「大」、課内で決められるなら「小」。",
        "Issue, effort to change",
        "What is in the way. Effort: large if rules or systems have to change, small if the section can decide.",
    ),
)


def explanation(language: Language) -> Iterator[tuple[str, str | None]]:
    """Yield the lines of the sheet: a heading with None, or what and how."""
    for ja, ja_words, en, en_words in _TEXTS:
        yield (ja, ja_words) if language == "ja" else (en, en_words)
