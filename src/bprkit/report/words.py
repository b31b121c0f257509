"""The words for the codes that a result holds, in the language in use.

>>> from bprkit.language import use
>>> use("en")
>>> word("measure", "sojourn"), word("check", "something_new")
('time in step', 'something new')
>>> use(None)
"""

from __future__ import annotations

from collections.abc import Mapping

from bprkit.language import tell

_WORDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "measure": {
        "waiting": ("waiting", "待ち時間"),
        "sojourn": ("time in step", "滞留時間"),
        "service": ("work on it", "処理時間"),
    },
    "drawn": {
        "all": ("all of them", "全数"),
        "random": ("at random", "無作為"),
        "every_nth": ("every n-th", "等間隔"),
        "latest": ("the latest", "新しい順"),
        "at_hand": ("those at hand", "手近なもの"),
    },
    "taken_as": {
        "case": ("case", "案件番号"),
        "activity": ("activity", "処理"),
        "time": ("time", "日時"),
        "start": ("start", "開始日時"),
        "resource": ("person", "担当者"),
        "role": ("post", "役職"),
        "section": ("section", "所属"),
        "lifecycle": ("lifecycle", "開始・完了の別"),
        "attribute": ("attribute", "属性"),
        "ignored": ("not used", "使わない列"),
    },
    "why": {
        "chosen": ("chosen by you", "指定による"),
        "header": ("its header", "見出しから判断"),
        "content": ("its content", "中身から判断"),
    },
    "check": {
        "missing_case": ("no case number", "案件番号がない"),
        "missing_activity": ("no activity", "処理名がない"),
        "missing_time": ("no time", "日時がない"),
        "unparsable_date": ("unreadable date", "読めない日付"),
        "exact_duplicate": ("same row twice", "全く同じ行の重複"),
        "negative_duration": ("ends before it starts", "開始より前の完了"),
        "repeated_case": ("same number in several rows", "複数行にある同じ番号"),
        "tie": ("same moment in a case", "同じ案件で同時刻"),
        "before_1970": ("before 1970", "1970年より前の日付"),
        "after_today": ("in the future", "未来の日付"),
        "cut_by_window": ("cut off by the period", "期間で途切れた案件"),
        "offset_converted": ("time zone converted", "時差の換算"),
        "date_only": ("date without a time", "時刻のない日付"),
        "lifecycle_set_aside": ("other lifecycle states", "開始・完了以外の記録"),
        "pseudo_event": ("start and end markers", "開始・終了の目印の行"),
        "overlap": ("overlapping activities", "重なり合う処理"),
        "encoding": ("encoding", "文字コード"),
    },
    "action": {
        "set_aside": ("set aside", "集計から除外"),
        "kept": ("kept", "そのまま使用"),
        "repaired": ("repaired", "補正して使用"),
        "told": ("told only", "お知らせのみ"),
        "merged": ("put together as one case", "1案件にまとめて使用"),
        "removed": ("removed", "取り除いた"),
    },
    "by": {
        "role": ("post", "役職"),
        "section": ("section", "所属"),
        "resource": ("person", "担当者"),
    },
    "kind": {"category": ("category", "区分"), "number": ("number", "数値")},
    "effect": {
        "epsilon_squared": ("ε² (epsilon squared)", "ε²（イプシロン二乗）"),
        "spearman": ("Spearman's ρ", "スピアマンのρ"),
    },
    "strength": {
        "negligible": ("negligible", "ほぼなし"),
        "small": ("small", "小"),
        "medium": ("medium", "中"),
        "large": ("large", "大"),
    },
}


def word(kind: str, code: str) -> str:
    """Return the word for a code; a code that is not known reads as itself, without underscores."""
    if kind == "why" and code.startswith("same_as:"):
        column = code.removeprefix("same_as:")
        return tell(en=f"same as “{column}”", ja=f"「{column}」と同じ内容")
    known = _WORDS[kind].get(code)
    return tell(en=known[0], ja=known[1]) if known else code.replace("_", " ")
