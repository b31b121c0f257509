"""Headers near those of the form, taken apart: how many a year, how long a case, how long a year, whose.

>>> spelt("件数/年"), spelt("1件当たり分"), spelt("年間h"), spelt("部課係"), spelt("件数")
(('cases', ''), ('minutes', '分'), ('told_hours', 'h'), ('joint', ''), ('cases', ''))
"""

from __future__ import annotations

import re

_WORK = r"(?:処理|取扱い?|取り扱い|受付|発生|申請|交付|対応|所要|作業|業務|事務|従事|労働|執務|投入)?"
_ALL = r"(?:総|延べ?|合計|平均)?"
_CASE = r"(?:1|一)?件"
_EACH = r"(?:あたり|当たり|当り)"
_TIME = r"(?:人?時間数?|時間|hours?|hrs?|h|分間|分|minutes?|mins?|秒|人日)"
_YEAR = r"(?:年間?度?|year|yr|annum)"
_JOINT = re.compile(r"(?:担当|所管)?(?:部局?[・/]?課(?:[・/]?係)?|課[・/]?係)名?")
_CASES = re.compile(
    rf"(?:(?:年間?|年度)の?{_ALL}{_WORK}(?:件|回|通|枚)数?|{_ALL}{_WORK}(?:件|回|通|枚)数?/{_YEAR}|{_ALL}{_WORK}件数"
    rf"|(?:annual|yearly)cases|cases(?:a|per|/){_YEAR})"
)
_CASES_A_MONTH = re.compile(
    rf"(?:月間?|月平均){_WORK}(?:件|回|通|枚)数|{_ALL}{_WORK}(?:件|回|通|枚)数?/(?:月|か月)"
)
_MINUTES = re.compile(
    rf"(?:平均)?{_CASE}(?:{_EACH}の?|の){_ALL}{_WORK}(?:時間)?(?P<one>{_TIME})?"
    rf"|{_ALL}{_WORK}(?:時間)?(?P<two>{_TIME})/{_CASE}|(?P<three>{_TIME})(?:a|per|/)case"
)
_HOURS = re.compile(
    rf"年間?の?{_ALL}{_WORK}(?P<one>{_TIME})(?:/年)?|{_ALL}{_WORK}(?:時間)?(?P<two>{_TIME})/年間?度?|(?:総|延べ?){_WORK}時間数?"
    rf"|(?P<three>{_TIME})(?:a|per|/){_YEAR}|(?:annual|yearly)(?P<four>{_TIME})"
)
_AMBIGUOUS = re.compile(r"年間?分")  # minutes a year, or what belongs to the year


def spelt(bare: str) -> tuple[str, str] | None:
    """Return the column that a header means and the unit in its words ("" where it tells none); None for no near one.

    `bare` is without parentheses, spaces and capital letters. "joint" is department, section and unit in one cell.
    """
    if _JOINT.fullmatch(bare):
        return "joint", ""
    if _CASES.fullmatch(bare):
        return "cases", ""
    if _CASES_A_MONTH.fullmatch(bare):
        return "cases", "件/月"
    for key, pattern in (("minutes", _MINUTES), ("told_hours", _HOURS)):
        found = pattern.fullmatch(bare)
        if found and not _AMBIGUOUS.fullmatch(bare):
            unit = next((each for each in found.groupdict().values() if each), "")
            told = unit.removesuffix("数").removeprefix("人") if unit != "人日" else unit
            return key, "" if key == "minutes" and told == "時間" and "/" not in bare else told
    return None
