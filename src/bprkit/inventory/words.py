"""The words for the codes of the answers, in the language in use."""

from __future__ import annotations

from collections.abc import Mapping

from bprkit.inventory.choices import APPROVAL, DIGITAL, MEDIUM, ONLINE, YES_NO
from bprkit.language import tell

_WORDS: Mapping[str, tuple[str, str]] = {
    "core_routine": ("コア・定型", "core, routine"),
    "core_non_routine": ("コア・非定型", "core, not routine"),
    "non_core_routine": ("ノンコア・定型", "non-core, routine"),
    "non_core_non_routine": ("ノンコア・非定型", "non-core, not routine"),
    "unknown": ("記入なし", "not told"),
    "manager": ("管理職", "managers"),
    "chief": ("係長級", "unit chiefs"),
    "staff": ("主事・主任級", "clerks"),
    "fiscal": ("会計年度任用職員", "fiscal-year staff"),
    "other": ("派遣・その他", "others"),
    "small": ("小", "small"),
    "large": ("大", "large"),
    "law": ("根拠法令あり", "a law prescribes it"),
    "handovers": ("受渡しが多い", "many hand-overs"),
    "no_system": ("システムなし", "no system yet"),
    "non_routine": ("非定型", "not routine"),
    "approval": ("決裁が必要", "needs approval"),
    "not_listed": ("Webに載っていない", "not on the website"),
    "not_on_phones": ("スマホで読めない", "not fit for phones"),
    "not_online": ("オンライン申請できない", "no online application"),
    "partly_online": ("オンラインは途中まで", "online only partly"),
    "not_told": ("記入なし", "not told"),
    "over_capacity": ("人数より時間が多い", "more hours than people"),
    "under_capacity": ("人数より時間が少ない", "fewer hours than people"),
    "no_headcount": ("職員数の記入なし", "no headcount"),
    "claimed_twice": ("二つの課にある業務", "claimed by two sections"),
    "outlier": ("同じ業務の他課と違う", "unlike its peers"),
    "no_hours": ("時間の記入なし", "no hours"),
    "parts_differ": ("内訳が合わない", "parts do not add up"),
    "repaired": ("直した", "repaired"),
    "left_out": ("数えない", "left out"),
    "told": ("注意", "told"),
    "hours": ("時間", "hours"),
    "repetition": ("反復", "repetition"),
    "paper": ("紙", "paper"),
}
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def word(code: str | None) -> str:
    """Return the word for a code; "–" for none.

    >>> from bprkit.language import speaking
    >>> with speaking("en"):
    ...     word("core_routine"), word("paper_form"), word(None)
    ('core, routine', 'paper_form', '–')
    """
    if code is None:
        return "–"
    ja, en = _WORDS.get(code, (code, code))
    return tell(en=en, ja=ja)


def medium(code: str | None) -> str:
    """Return the word for a medium."""
    return _chosen(MEDIUM, code)


def answer_word(code: str | None) -> str:
    """Return the word for yes, no, partly, not applicable."""
    return _chosen({**YES_NO, **ONLINE}, code)


def digital(code: str | None) -> str:
    """Return the word for how digital a task is."""
    return _chosen(DIGITAL, code)


def approval(code: str | None) -> str:
    """Return the word for the approval that a task needs."""
    return _chosen(APPROVAL, code)


def month_name(month: int) -> str:
    """Return the name of a month of the calendar."""
    return tell(en=_MONTHS_EN[month - 1], ja=f"{month}月")


def _chosen(words: Mapping[str, tuple[str, str]], code: str | None) -> str:
    if code is None or code not in words:
        return word(code)
    ja, en = words[code]
    return tell(en=en, ja=ja)
