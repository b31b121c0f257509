"""What reading and writing BPMN found: what is kept beyond the model, what had to be left out, and why."""

from __future__ import annotations

from collections.abc import Iterable

from bprkit.procedure.problems import Problem


def kept(where: str, names: Iterable[str], line: int | None) -> Problem:
    """Tell what of an element is kept word for word."""
    listed = ", ".join(dict.fromkeys(names))
    return Problem(
        "kept",
        "warning",
        f"{where}: {listed} has no meaning in bprkit. It is kept as it is and goes back into the BPMN file.",
        f"{where}: {listed} はbprkitでは使いませんが、そのまま保存し、BPMNへ書き戻します。",
        where,
        line=line,
        value=listed,
    )


def read_as(where: str, tag: str, en: str, ja: str, line: int | None) -> Problem:
    """Tell that an element is taken for something near to it; its own kind is kept for the way back."""
    return Problem(
        "kept",
        "warning",
        f"{where}: {tag} is treated as {en} here, and stays a {tag} in the BPMN file.",
        f"{where}: {tag} はここでは{ja}として扱います。BPMNでは {tag} のままです。",
        where,
        line=line,
        value=tag,
    )


def lost(where: str | None, en: str, ja: str, line: int | None = None, value: str | None = None) -> Problem:
    """Tell what is not carried over."""
    return Problem("lost", "warning", en, ja, where, line=line, value=value)


def named(where: str, tag: str, line: int | None) -> Problem:
    """Tell that an element without an id was given one."""
    return Problem(
        "no-id",
        "warning",
        f"<{tag}> has no id, so it is called {where} here.",
        f"<{tag}> にidがないため、{where} としました。",
        where,
        line=line,
    )


def dangling(
    owner: str, attribute: str, value: str, line: int | None, left_out: str | None = None
) -> Problem:
    """Tell that something points to what is not in the file; `left_out` is what goes for that reason."""
    en, ja = f"{owner}: {attribute} points to {value!r}", f"{owner}: {attribute} の参照先 {value!r}"
    if left_out:
        en_end = f", which is not there; {left_out} was left out. Draw it anew if it is needed."
        ja_end = f" がないため、{left_out} を除きました。必要なら描き直してください。"
    else:
        en_end = ", which is not in the file. Correct the reference or delete it."
        ja_end = " がファイルにありません。参照を直すか、削除してください。"
    return Problem(
        "dangling-reference", "error", en + en_end, ja + ja_end, owner, line=line, path=attribute, value=value
    )


def duplicate(id_: str, tags: str, line: int | None) -> Problem:
    """Tell that an id is there twice."""
    return Problem(
        "duplicate-id",
        "error",
        f"The id {id_!r} is there more than once ({tags}). Give each an id of its own in the BPMN tool.",
        f"id {id_!r} が重複しています({tags})。BPMNツールで別々のidを付けてください。",
        id_,
        line=line,
        value=id_,
    )
