"""YAML text as plain data that knows its lines: every scalar a text, so that `01` and `2026-07-01` stay what they are.

In braces YAML ends a value at a comma: `{mean: 600,000}` is read as it was meant, because `000` alone is no key.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bprkit.procedure.problems import Problem, ProcedureError
from bprkit.procedure.yaml.commas import glued, two_or_one

Path = tuple[str | int, ...]
LARGEST_FILE = 10_000_000
DEEPEST = 40
MOST_VALUES = 500_000


@dataclass
class Document:
    """A file as it was read. data: mappings, lists, texts, true, false and None. numbers: where YAML sees a number.

    inline: where braces or brackets are used. folds: of a text after '>', where its lines end.
    """

    file: str
    data: dict[str, Any]
    lines: dict[Path, int]
    numbers: set[Path]
    problems: dict[Problem, None] = field(default_factory=dict)
    inline: set[Path] = field(default_factory=set)
    folds: dict[Path, tuple[int, ...]] = field(default_factory=dict)

    def report(
        self,
        path: Path,
        *,
        en: str,
        ja: str,
        code: str,
        where: str | None = None,
        value: str | None = None,
        line: int | None = None,
    ) -> None:
        """Note an error at a place of the file; value and line are looked up there unless they are given."""
        found = at(self.data, path)
        shown = value if isinstance(found, dict | list) or found is None else str(found)
        nearest = (path[:end] for end in range(len(path), -1, -1))
        line = line or next((self.lines[place] for place in nearest if place in self.lines), None)
        problem = Problem(code, "error", en, ja, where, self.file, line, written_path(path) or None, shown)
        self.problems[problem] = None

    def refuse(self) -> None:
        """Raise all that was noted, in the order of the file; return if there is nothing."""
        if self.problems:
            raise ProcedureError(sorted(self.problems, key=lambda problem: problem.line or 0))


def written_path(path: Path) -> str:
    """Return a path as people read it.

    >>> written_path(("steps", 3, "role"))
    'steps[3].role'
    """
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def at(data: Any, path: Path) -> Any:
    """Return what stands at a path, or None."""
    for part in path:
        holds = (
            part in data if isinstance(data, dict) else isinstance(data, list) and part in range(len(data))
        )
        if not holds:
            return None
        data = data[part]
    return data


def typed(document: Document, path: Path = ()) -> Any:
    """Return the data, or the part at a path, with numbers as int and float where YAML sees them."""
    value = at(document.data, path)
    if isinstance(value, dict):
        return {key: typed(document, (*path, key)) for key in value}
    if isinstance(value, list):
        return [typed(document, (*path, place)) for place in range(len(value))]
    if path not in document.numbers:
        return value
    try:
        return int(value)
    except ValueError:
        return float(value) if re.fullmatch(r"[-+]?[\d.]+(?:[eE][-+]?\d+)?", value) else value


def read_document(text: str, file: str) -> Document:
    """Return what a text holds; raises ProcedureError where it is no YAML, or more than a procedure can be."""
    root = _composed(text, file)
    if root is None or root.id != "mapping":
        _refuse_wide_marks(text, file)
        _refuse(
            file,
            None,
            "no_procedure",
            en="The file holds no procedure. Write lines such as 'title: 決裁文書の回議' and 'steps:'.",
            ja="手続の内容がありません。「title: 決裁文書の回議」「steps:」のような行を書いてください。",
        )
    document = Document(file, {}, {}, set())
    reading = _Reading(document, text)
    document.data = reading.value(root, (), 0)
    if reading.wide:  # what else is wrong may only follow from it
        raise ProcedureError(reading.wide)
    return document


def compose(text: str) -> Any:
    """Return the root node of a YAML text, with its marks; raises the errors of ruamel.yaml."""
    from ruamel.yaml import YAML

    loader = YAML(typ="safe", pure=True)
    loader.max_depth = DEEPEST
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return loader.compose(text)


def _composed(text: str, file: str) -> Any:
    from ruamel.yaml.composer import MaxDepthExceededError
    from ruamel.yaml.error import YAMLError

    if len(text) > LARGEST_FILE:
        _refuse(
            file,
            None,
            "too_large",
            en=f"The file has more than {LARGEST_FILE:,} characters. Give one procedure a file.",
            ja=f"{LARGEST_FILE:,} 文字を超えています。1ファイルに1手続としてください。",
        )
    try:
        return compose(text)
    except MaxDepthExceededError as error:
        _too_deep(file, error.problem_mark.line + 1 if error.problem_mark else None)
    except RecursionError:
        _too_deep(file, None)
    except (YAMLError, ValueError) as error:
        from bprkit.procedure.yaml.faults import fault_of

        _refuse_wide_marks(text, file)
        fault = fault_of(error, text)
        raise ProcedureError([_no_yaml(file, fault.line, (fault.en, fault.ja))]) from None


def _refuse_wide_marks(text: str, file: str) -> None:
    """Refuse lines that are names with values to a person, and one long text to YAML."""
    from bprkit.procedure.yaml.faults import WIDE_COLON, wide_key

    lines = enumerate(text.splitlines(), 1)
    wide = [_no_yaml(file, number, WIDE_COLON) for number, line in lines if wide_key(line) is not None]
    if wide:
        raise ProcedureError(wide)


def _no_yaml(file: str, line: int | None, why: tuple[str, str]) -> Problem:
    en, ja = f"This is not YAML: {why[0]}.", f"YAMLとして読めません：{why[1]}。"
    return Problem("no_yaml", "error", en, ja, file=file, line=line)


def _refuse(file: str, line: int | None, code: str, *, en: str, ja: str) -> Any:
    raise ProcedureError([Problem(code, "error", en, ja, file=file, line=line)])


def _too_deep(file: str, line: int | None) -> Any:
    return _refuse(
        file,
        line,
        "too_deep",
        en=f"More than {DEEPEST} levels stand within each other. Take inner parts out into steps of their own.",
        ja=f"入れ子が {DEEPEST} 段を超えています。内側の部分を別の工程に分けてください。",
    )


class _Reading:
    """One pass over the nodes; aliases are followed, and counted as often as they are used."""

    def __init__(self, document: Document, text: str) -> None:
        self.document = document
        self.text = text
        self.count = 0
        self.wide: list[Problem] = []

    def value(self, node: Any, path: Path, depth: int) -> Any:
        """Return the data of a node and note its line."""
        self.count += 1
        line = node.start_mark.line + 1
        if depth > DEEPEST:
            _too_deep(self.document.file, line)
        if self.count > MOST_VALUES:
            _refuse(
                self.document.file,
                line,
                "too_many",
                en=f"The file says more than {MOST_VALUES:,} things, aliases (*name) counted as often as they are used.",
                ja=f"項目が {MOST_VALUES:,} を超えています（別名（*name）は使うたびに数えます）。",
            )
        self.document.lines.setdefault(path, line)
        if node.id != "scalar" and node.flow_style:
            self.document.inline.add(path)
        if node.id == "mapping":
            return self._mapping(node, path, depth)
        if node.id == "sequence":
            self._ambiguous_commas(node, path)
            return [self._item(child, (*path, place), depth) for place, child in enumerate(node.value)]
        return self._scalar(node, path)

    def _item(self, node: Any, path: Path, depth: int) -> Any:
        return self.value(node, path, depth + 1)

    def _scalar(self, node: Any, path: Path) -> Any:
        if node.style is None:
            kind = str(node.tag).rpartition(":")[2]
            if kind == "null":
                return None
            if kind == "bool":
                return node.value.lower() == "true"
            if kind in ("int", "float"):
                self.document.numbers.add(path)
            self._wide_key(node)
        elif node.style == ">":
            self._folds(node, path)
        return str(node.value)

    def _wide_key(self, node: Any) -> None:
        from bprkit.procedure.yaml.faults import WIDE_COLON, wide_key

        if "：" not in node.value:
            return
        place = wide_key(self.text[node.start_mark.index : node.end_mark.index])
        if place is not None:
            line = node.start_mark.line + 1 + place
            self.wide.append(_no_yaml(self.document.file, line, WIDE_COLON))

    def _folds(self, node: Any, path: Path) -> None:
        lines = self.text[node.start_mark.index : node.end_mark.index].split("\n")[1:]
        parts = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
        if " ".join(parts) == node.value.rstrip("\n"):
            ends = [len(" ".join(parts[:count])) for count in range(1, len(parts))]
            self.document.folds[path] = tuple(ends)

    def _mapping(self, node: Any, path: Path, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        for key_node, value_node in glued(node):
            line = key_node.start_mark.line + 1
            if key_node.id != "scalar":
                self.document.report(
                    path,
                    line=line,
                    code="no_key",
                    en="A name stands before each colon, not a list or a mapping.",
                    ja="コロンの前には項目の名前を書いてください（リストなどは書けません）。",
                )
                continue
            key = str(key_node.value)
            if key.startswith("\u3000"):
                from bprkit.procedure.yaml.faults import WIDE_SPACE

                self.wide.append(_no_yaml(self.document.file, line, WIDE_SPACE))
            if key == "<<" and key_node.style is None:
                merged |= self._merged(value_node, path, depth)
                continue
            if key in found:
                first = self.document.lines[*path, key]
                self.document.report(
                    (*path, key),
                    line=line,
                    code="duplicate_key",
                    en=f"'{key}' stands in line {first} already. Keep one of them.",
                    ja=f"「{key}」は{first}行目にもあります。一つにしてください。",
                )
                continue
            self.document.lines[*path, key] = line
            found[key] = self.value(value_node, (*path, key), depth + 1)
        return {**{key: value for key, value in merged.items() if key not in found}, **found}

    def _merged(self, node: Any, path: Path, depth: int) -> Mapping[str, Any]:
        parts = node.value if node.id == "sequence" else [node]
        result: dict[str, Any] = {}
        for part in reversed(parts):
            if part.id == "mapping":
                result |= self.value(part, path, depth + 1)
        return result

    def _ambiguous_commas(self, node: Any, path: Path) -> None:
        for one, other in zip(node.value, node.value[1:], strict=False):
            if two_or_one(one, other):
                self.document.report(
                    path,
                    code="ambiguous_comma",
                    en=f"{one.value},{other.value}: one number or two? Put one number in quotes "
                    f"('{one.value},{other.value}'), or a space after the comma between two.",
                    ja=f"{one.value},{other.value} は一つの数ですか、二つですか。一つなら引用符で囲み、"
                    "二つならコンマの後に空白を入れてください。",
                )
