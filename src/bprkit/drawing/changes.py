"""What a comparison says of each step, as a style and a word: 廃止, 新設, 変更, 移管, 並列化."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from bprkit.drawing.contents import Mark
from bprkit.drawing.geometry import ChangeStyle
from bprkit.language import tell
from bprkit.procedure.model import SubProcess, Task, walk

if TYPE_CHECKING:
    from bprkit.procedure.comparing.changes import Change
    from bprkit.procedure.comparing.comparison import Difference

WORDS: Mapping[ChangeStyle, tuple[str, str]] = {
    "removed": ("removed", "廃止"),
    "added": ("new", "新設"),
    "moved": ("moved", "移管"),
    "parallel": ("parallel", "並列化"),
    "changed": ("changed", "変更"),
}
"""In the order in which they are told where several hold."""
_OWN_WORDS = {
    "merged": ("merged", "統合"),
    "split": ("split", "分割"),
    "for_information": ("for info", "供覧化"),
}


def marks_of(
    difference: Difference, shown: Mapping[str, str], later: bool, folded: Mapping[str, SubProcess]
) -> dict[str, Mark]:
    """Return the marks of the steps of one state by the id of the shape that shows them.

    shown: the shape of each step, itself or the sub-process that holds it. later: of the later state.
    """
    kinds: dict[str, set[str]] = {}
    was: dict[str, Task] = {}
    for change in difference.changes:
        for step in change.after if later else change.before:
            if step.id in shown:
                kinds.setdefault(shown[step.id], set()).add(change.kind)
    if later:
        for match in difference.matches:
            if len(match.before) == len(match.after) == 1 and match.before[0].task is not None:
                was[match.after[0].id] = match.before[0].task
    found = {}
    for key, told in kinds.items():
        if key in folded:
            inner = {node.id for node in walk(folded[key].nodes)}
            told = told if _all_told(difference.changes, inner, later) else {"altered"}
        mark = _mark(told, was.get(key))
        if mark is not None:
            found[key] = mark
    return found


def _all_told(changes: Iterable[Change], inner: set[str], later: bool) -> bool:
    """Tell whether all that is in a folded part came or went."""
    gone = {
        step.id
        for change in changes
        if change.kind in ("removed", "added")
        for step in (change.after if later else change.before)
    }
    return inner <= gone


def _mark(kinds: set[str], was: Task | None) -> Mark | None:
    styles: list[ChangeStyle] = [
        style for style in WORDS if style in kinds or (style == "changed" and kinds - {"moved", "parallel"})
    ]
    if not styles:
        return None
    if styles[0] in ("removed", "added"):
        return Mark(styles[0], _said(WORDS[styles[0]]))
    own = [_said(words) for kind, words in _OWN_WORDS.items() if kind in kinds]
    told = [_said(WORDS[style]) for style in styles if style != "changed" or (len(styles) == 1 and not own)]
    return Mark(styles[0], tell(en=", ", ja="・").join([*told, *own][:2]), was)


def _said(words: tuple[str, str]) -> str:
    return tell(en=words[0], ja=words[1])
