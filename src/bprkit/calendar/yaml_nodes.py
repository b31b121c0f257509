"""A YAML file as nodes that know their lines, and what is read of a node whatever it stands for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bprkit.calendar.problems import Problems, noting, suggestion
from bprkit.errors import InputError


def read_root(text: str, path: Path) -> Any:
    """Return the mapping that a YAML file holds; refuses what is not YAML, and files without one."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except YAMLError as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        why = (error.problem if isinstance(error, MarkedYAMLError) else "") or str(error).splitlines()[0]
        where_en = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        where_ja = f"、{mark.line + 1}行目{mark.column + 1}文字目" if mark else ""
        raise InputError(
            en=f"{path}{where_en}: this is not YAML ({why}). Correct the line; tabs may not indent.",
            ja=f"{path}{where_ja}：YAMLとして読めません（{why}）。書き方を直してください。字下げにタブは使えません。",
        ) from None
    if root is None or root.id != "mapping":
        raise InputError(
            en=f"{path} holds no calendar. Write lines such as 'based_on: jp'.",
            ja=f"{path} にカレンダーの内容がありません。「based_on: jp」のような行を書いてください。",
        )
    return root


def read_entries(node: Any, problems: Problems, known: Iterable[str] = ()) -> list[tuple[int, str, Any]]:
    """Return (line, key, value) of a mapping; note keys written twice, and those not `known`, if given."""
    if node.id != "mapping":
        raise InputError(
            en="Lines of the form 'name: value' are needed here.",
            ja="ここには「名前: 値」の形の行が必要です。",
        )
    entries: dict[str, tuple[int, str, Any]] = {}
    for key_node, value in node.value:
        line = key_node.start_mark.line + 1
        with noting(problems, line):
            key = half_width(key_node)
            if known and key not in known:
                en, ja = suggestion(key, known)
                raise InputError(
                    en=f"There is no key '{key}'{en}. Keys: {', '.join(known)}.",
                    ja=f"「{key}」という項目はありません{ja}。使える項目は {'、'.join(known)} です。",
                )
            if key in entries:
                raise InputError(
                    en=f"'{key}' stands in line {entries[key][0]} already. Keep one of them.",
                    ja=f"「{key}」は{entries[key][0]}行目にもあります。一つにしてください。",
                )
            entries[key] = (line, key, value)
    return list(entries.values())


def scalar(node: Any) -> str:
    """Return the one value of a node, as it is written; refuses lists, mappings and nothing."""
    if node.id != "scalar" or not node.value.strip() or node.tag.endswith(":null"):
        raise InputError(en="One value is needed here.", ja="ここには値を一つ書いてください。")
    return str(node.value).strip()


def half_width(node: Any) -> str:
    """Return a value to be understood rather than shown: full-width digits and marks as ASCII."""
    return unicodedata.normalize("NFKC", scalar(node)).strip()
