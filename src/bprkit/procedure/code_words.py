"""The words, English and Japanese, for the codes of the model: media, acts, states, needs, kinds of roles, days of the week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bprkit.language import tell

Words = tuple[str, str]
MEDIA: Mapping[str, Words] = {
    "paper": ("paper", "紙"),
    "seal": ("seal", "押印"),
    "system": ("system", "システム"),
    "phone": ("phone", "電話"),
    "counter": ("counter", "窓口"),
}
DAYS: Sequence[Words] = (
    ("Mon", "月"),
    ("Tue", "火"),
    ("Wed", "水"),
    ("Thu", "木"),
    ("Fri", "金"),
    ("Sat", "土"),
    ("Sun", "日"),
)
ACTS: Mapping[str, Words] = {
    "draft": ("drafting", "起案"),
    "review": ("review", "回議"),
    "concur": ("concurrence", "合議"),
    "decide": ("decision", "決裁"),
    "act_for": ("acting decision", "代決"),
    "review_after": ("later review", "後閲"),
    "inform": ("for information", "供覧"),
    "withdraw": ("withdrawal", "引戻し"),
    "issue": ("issue", "施行"),
}
STATES: Mapping[str, Words] = {
    "as_is": ("as-is", "現状"),
    "can_be": ("can-be", "当面の姿"),
    "to_be": ("to-be", "改善後"),
}
STATE_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "can_be": ("実現可能",),
    "to_be": ("将来像", "あるべき姿"),
}
"""Further words for states that are read in files, and never written."""
STATE_HEADINGS: Mapping[str, Words] = {
    "as_is": ("Before (as-is)", f"{STATES['as_is'][1]}（As-Is）"),
    "can_be": ("Doable now (can-be)", f"{STATES['can_be'][1]}（Can-Be）"),
    "to_be": ("After (to-be)", f"{STATES['to_be'][1]}（To-Be）"),
}
"""What stands above the picture of a state, and on its sheet of a workbook."""
NEEDS: Mapping[str, Words] = {
    "rule": ("rule", "例規改正"),
    "form": ("form", "様式変更"),
    "infrastructure": ("infrastructure", "基盤"),
    "training": ("training", "研修"),
    "system": ("system", "システム"),
}
ROLE_KINDS: Mapping[str, Words] = {
    "staff": ("staff", "職員"),
    "applicant": ("applicant", "申請者"),
    "system": ("system", "システム"),
    "outside": ("outside", "外部"),
}
VALUES: Mapping[str, Words] = {
    "value_adding": ("value-adding", "価値を生む"),
    "control": ("control", "統制"),
    "transport": ("transport", "移送"),
    "waiting": ("waiting", "待ち"),
    "re_entry": ("re-entry", "転記"),
}
TYPES: Mapping[str, Words] = {
    "task": ("task", "作業"),
    "user": ("work at a system", "システム操作"),
    "manual": ("manual work", "手作業"),
    "service": ("done by a system", "自動処理"),
    "send": ("sending", "送付"),
    "receive": ("receiving", "受領"),
    "script": ("script", "スクリプト"),
    "business_rule": ("decided by rules", "自動判定"),
    "call": ("call", "呼出し"),
    "message": ("message", "連絡"),
    "timer": ("timer", "時間待ち"),
    "event": ("event", "イベント"),
    "subprocess": ("sub-process", "まとまり"),
}


def state_words(state: str) -> tuple[str, ...]:
    """Return every word, of both languages, by which a file may name a state.

    >>> state_words("to_be")
    ('to_be', 'to-be', '改善後', '将来像', 'あるべき姿')
    """
    return (state, *STATES[state], *STATE_SYNONYMS.get(state, ()))


def said(words: Words) -> str:
    """Return the word in the language in use."""
    return tell(en=words[0], ja=words[1])


def word(words: Mapping[Any, Words], code: str) -> str:
    """Return the word for a code in the language in use; the code itself where there is none."""
    return said(words.get(code, (code, code)))
