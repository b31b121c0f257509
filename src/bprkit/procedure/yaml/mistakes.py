"""What pydantic says of a file's shape, in words a clerk can act on."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from bprkit.procedure.yaml.reading import Document, Path, at

_MOST_REPAIRS = 5

if TYPE_CHECKING:
    from pydantic import ValidationError

    from bprkit.procedure.yaml.shapes import ProcedureShape


def shaped(document: Document) -> ProcedureShape | None:
    """Return the data in shape; note all that is out of it, and return what is left without that, if anything."""
    from pydantic import ValidationError

    from bprkit.procedure.yaml.repairs import without
    from bprkit.procedure.yaml.shapes import ProcedureShape

    data = document.data
    faults: set[Path] = set()
    for _ in range(_MOST_REPAIRS):
        try:
            return ProcedureShape.model_validate(data)
        except ValidationError as error:
            found = set(_report(error, document, data, faults))
            data = without(data, found)
            faults |= found
    return None


def near(word: object, known: Iterable[str]) -> tuple[str, str]:
    """Return a known word to suggest, in English and Japanese; two empty texts if none is near.

    >>> near("roel", ["role", "title"])
    (" Did you mean 'role'?", '「role」でしょうか。')
    """
    names = sorted(set(known))
    lower = {name.lower(): name for name in names}
    found = get_close_matches(str(word).lower(), lower, n=1, cutoff=0.5)
    if not found:
        return "", ""
    return f" Did you mean '{lower[found[0]]}'?", f"「{lower[found[0]]}」でしょうか。"


def _report(error: ValidationError, document: Document, data: Any, mended: Collection[Path]) -> list[Path]:
    """Note what is wrong, unless it only follows from what was taken out; return the places."""
    faults: list[Path] = []
    for found in error.errors():
        path = _real_path(found["loc"], data)
        context: Mapping[str, Any] = found.get("ctx", {})
        kind = found["type"]
        last = str(found["loc"][-1]) if found["loc"] else ""
        code = "bad_value"
        if kind == "bprkit":
            en, ja = context["en"], context["ja"]
            path = (*path, *context["at"])
        elif kind == "extra_forbidden":
            code = "unknown_key"
            en, ja = _unknown_key(last, found["loc"])
            path = (*path, last) if path[-1:] != (last,) else path
        elif kind == "missing":
            code = "missing_key"
            en, ja = f"'{last}' is missing. Add it.", f"「{last}」がありません。書き加えてください。"
        elif kind.startswith("union_tag"):
            code = "unknown_step"
            en, ja = _unknown_step(found["input"])
        elif kind == "literal_error":
            en, ja = _not_among(found["input"], re.findall(r"'([^']*)'", context["expected"]))
        else:
            en, ja = _by_type(kind, found["input"], context, last)
        faults.append(path)
        if not any(path[: len(other)] == other[: len(path)] for other in mended):
            document.report(path, en=en, ja=ja, code=code, where=_step_id(document.data, path))
    return faults


def _real_path(loc: tuple[str | int, ...], data: Any) -> Path:
    """Return the place in the file: without the names of kinds, and without what a short form leaves out."""
    path: Path = ()
    for part in loc:
        here = at(data, path)
        if (isinstance(here, dict) and part in here) or (isinstance(here, list) and isinstance(part, int)):
            path = (*path, part)
    return path


def _step_id(data: Any, path: Path) -> str | None:
    for end in range(len(path), 0, -1):
        here = at(data, path[:end])
        if isinstance(here, dict) and isinstance(here.get("id"), str):
            return str(here["id"])
    return None


def _unknown_key(key: str, loc: tuple[str | int, ...]) -> tuple[str, str]:
    from bprkit.procedure.yaml.keys import IN_JAPANESE, OF_KIND, UNDER, keys_of
    from bprkit.procedure.yaml.shapes import ProcedureShape

    shape: Any = ProcedureShape
    for part in loc[:-1]:
        if isinstance(part, str) and part.startswith("<"):
            shape = OF_KIND[part.strip("<>")]
        elif isinstance(part, str) and part in UNDER:
            shape = UNDER[part]
    keys = keys_of(shape)
    meant = IN_JAPANESE.get(key.strip())
    en, ja = near(key if meant is None or meant not in keys else meant, keys)
    return (
        f"There is no key '{key}' here.{en} The keys are {', '.join(keys)}.",
        f"「{key}」という項目はここでは使えません。{ja}使える項目：{'、'.join(keys)}。",
    )


def _unknown_step(step: Any) -> tuple[str, str]:
    from bprkit.procedure.yaml.shapes import KINDS

    words = list(step) if isinstance(step, dict) else [step]
    hints = [
        hint for word in words if (hint := near(word, KINDS))[0] and str(word) not in ("id", "note", "next")
    ]
    en, ja = hints[0] if hints else ("", "")
    title = step if isinstance(step, str) else "起案"
    return (
        f"A step begins with what it is: {', '.join(KINDS)}, as in '- task: {title}'.{en}",
        f"工程は「- task: {title}」のように種類から書きます。種類：{'、'.join(KINDS)}。{ja}",
    )


def _not_among(value: Any, known: list[str]) -> tuple[str, str]:
    from bprkit.procedure.yaml.leaves import with_synonyms

    en, ja = near(value, known)
    several = [part for part in re.split(r"[、，・,/]", str(value)) if part.strip()]
    if len(several) > 1:
        en, ja = (
            f" Write several as [{', '.join(several)}].",
            f"複数なら [{', '.join(several)}] と書いてください。",
        )
    return (
        f"'{value}' is not possible here.{en} Write one of {', '.join(known)}.",
        f"「{value}」はここでは使えません。{ja}次から選んでください：{'、'.join(with_synonyms(known))}。",
    )


_EXAMPLES: Mapping[str, tuple[str, str]] = {
    "returns": ("{{share: {0}, to: …}} with the id of the step that it goes back to", "{{share: {0}, to: 戻り先の工程のid}}"),
    "materials": ("{{sheets: {0}}}", "{{sheets: {0}}}"),
    "batch": ("{{size: {0}}}", "{{size: {0}}}"),
    "period": (
        "{{amount: {0}, first_day_counts: false, on_closed_day: next_open, citation: …}}",
        "{{amount: {0}, first_day_counts: false, on_closed_day: 翌開庁日, citation: 根拠}}",
    ),
}  # fmt: skip
"""What stands where a mapping is needed, by key; {0} is what was written."""


def _by_type(kind: str, value: Any, context: Mapping[str, Any], key: str) -> tuple[str, str]:
    shown = "" if value is None else str(value)[:60]
    if kind in ("too_short", "too_long"):
        count = context.get("min_length", context.get("max_length"))
        return (
            f"{context.get('actual_length')} stand here where {count} are needed.",
            f"{count}個必要ですが、{context.get('actual_length')}個あります。",
        )
    if kind == "string_too_short":
        return (
            "Something has to stand here. Write it, or take the key away.",
            "空です。値を書くか、この項目を消してください。",
        )
    if kind in ("list_type",):
        return (
            f"A list is needed here{f' instead of {shown!r}' if shown else ''}: lines that begin with '- '.",
            "ここはリストです。「- 」で始まる行を並べてください。",
        )
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        en, ja = _EXAMPLES.get(key, ("", ""))
        en, ja = (en, ja) if shown and not isinstance(value, list) else ("", "")
        return (
            f"Lines of the form 'name: value' are needed here{f' instead of {shown!r}' if shown else ''}"
            + (f", such as {en.format(shown)}." if en else "."),
            f"ここには「名前: 値」の形の行が必要です{f'（「{shown}」とあります）' if shown else ''}。"
            + (f"{ja.format(shown)} のように書いてください。" if ja else ""),
        )
    return (
        f"A text is needed here{f' instead of {shown!r}' if shown else ''}. Put it in quotes if it looks like something else.",
        f"ここには文字列が必要です{f'（{shown}）' if shown else ''}。true などは引用符で囲んでください。",
    )
