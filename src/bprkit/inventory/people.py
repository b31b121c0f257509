"""Headers and lines that name people, whom an inventory of work has no use for: they are never read.

>>> [names_people(header) for header in ("担当者氏名", "主担当", "作成者①", "担当課", "関係者数", "Name of staff")]
[True, True, True, False, False, True]
"""

from __future__ import annotations

import re

from bprkit.inventory.columns import plain

_JAPANESE = re.compile(
    r"(?:氏名|姓名|名前|署名|担当|者氏?名|職員氏?名|(?:職員|社員)(?:番号|コード|id)|連絡先|メールアドレス|内線(?:番号)?"
    r"|(?:担当|記入|作成|回答|処理|起案|責任|従事|実施|作業|入力|確認|報告|提出|管理)(?:者|職員))$"
    r"|^(?:職員|係員|記名|印)名?$"
)
_ENGLISH = re.compile(
    r"^(?:full)?names?$|nameof(?:the)?(?:staff|employee|person|officer|clerk)|(?:staff|employee|person|officer|clerk)(?:name|id)"
    r"|incharge$|^(?:author|respondent|contact|assignee|owner|e-?mail)|(?:filledin|prepared|created|written|answered)by$"
)
_PARENTHESES = re.compile(r"\([^()]*\)")
_NUMBERING = re.compile(r"^(?:\d+[.):]?|[※*・]+)(?=\D)|[\d_:*※]+$")


def names_people(header: str) -> bool:
    """Tell whether a header is that of people: their names, numbers or addresses, or who is in charge (担当).

    担当課, 担当係 and 担当部署 are sections, and columns of the form.
    """
    bare = _NUMBERING.sub("", _PARENTHESES.sub("", plain(header))).replace("_", "")
    return bool(_JAPANESE.search(bare) or _ENGLISH.search(bare))
