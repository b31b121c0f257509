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
        "form": ("the form", "様式による"),
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
        "title_rows": ("rows above the header", "見出しより上の行"),
        "two_row_header": ("header in two rows", "2行の見出し"),
        "merged_cells": ("merged cells", "結合されたセル"),
        "blank_rows": ("blank rows", "空の行"),
        "repeated_header": ("header again", "見出しの繰り返し"),
        "total_rows": ("rows of totals", "合計の行"),
        "note_rows": ("notes below the table", "表の下の注記"),
        "ragged_rows": ("rows with too few cells", "セルの足りない行"),
        "hidden_sheets": ("hidden sheets", "非表示のシート"),
        "mixed_types": ("cells of mixed kinds", "種類の混ざった値"),
        "rounded_numbers": ("numbers rounded by Excel", "Excelが丸めた数"),
        "renamed_column": ("renamed columns", "名前を変えた列"),
        "columns_differ": ("columns differ by file", "ファイルごとに違う列"),
        "twin_differs": ("alike columns that differ", "似た列の食い違い"),
        "long_names": ("very long names", "長すぎる名前"),
        "spark_timestamp": ("instants of Spark", "Sparkの時刻"),
        "empty_trace": ("cases without events", "処理のない案件"),
        "event_outside_trace": ("events of no case", "案件に属さない処理"),
        "nested_attribute": ("attributes in attributes", "属性の中の属性"),
        "attribute_without_value": ("attributes without value", "値のない属性"),
        "duplicate_attribute": ("attributes given twice", "重複した属性"),
        "unparsable_number": ("unreadable numbers", "読めない数"),
        "characters_removed": ("characters removed", "取り除いた文字"),
        "formula": ("texts like formulas", "数式のような文字"),
        "reading_back": ("how to read it back", "読み戻し方"),
        "exact_times": ("exact times", "正確な日時"),
        "few_persons": ("few persons", "少人数の区分"),
        "free_text_kept": ("free text kept", "残した自由記述"),
        "key_readable": ("key open to others", "他人が読める鍵"),
        "names_left": ("names left in texts", "文字に残った氏名"),
        "rare_values": ("rare values", "まれな値"),
        "small_groups": ("small groups", "小さな区分"),
        "unique_cases": ("cases unlike any other", "一つしかない案件"),
        "unique_variants": ("ways unlike any other", "一つしかない流れ"),
    },
    "example": {
        "case": ("case", "案件"),
        "activity": ("activity", "処理"),
        "time": ("time", "日時"),
        "start": ("start", "開始日時"),
        "rows": ("rows", "行数"),
        "times": ("times", "回数"),
        "column": ("column", "列"),
        "value": ("value", "値"),
        "type": ("kind", "種類"),
        "lifecycle": ("state", "状態"),
        "file": ("file", "ファイル"),
        "sheet": ("sheet", "シート"),
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


def word(kind: str, code: str, *, otherwise: str | None = None) -> str:
    """Return the word for a code; a code that is not known reads as `otherwise`, or itself without underscores."""
    if kind == "why" and code.startswith("same_as:"):
        column = code.removeprefix("same_as:")
        return tell(en=f"same as “{column}”", ja=f"「{column}」と同じ内容")
    known = _WORDS[kind].get(code)
    if known:
        return tell(en=known[0], ja=known[1])
    return code.replace("_", " ") if otherwise is None else otherwise
