"""What people wrote into a file beside the procedure stays when it is saved anew: comments, blank lines, order, wording.

A comment belongs to the step, role or key that it stands at or above, wherever that stands in the new file. One whose
place is gone moves to what that was a part of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bprkit.procedure.model import Procedure
from bprkit.procedure.yaml.loading import read_procedure
from bprkit.procedure.yaml.plain import Folded, Inline, InlineList, to_plain
from bprkit.procedure.yaml.reading import Document, Path, at, compose
from bprkit.procedure.yaml.writing import dump

Origins = Mapping[str, Path]
Before = tuple[str, Procedure, Origins, Document]
"""A file as it was: its text, and what was read of it."""


def kept(before: Before, procedure: Procedure) -> str:
    """Return the text of the procedure with all that the file held besides."""
    text, old, origins, document = before
    plain = to_plain(procedure)
    wording = _Wording(document, to_plain(old), {id_: path for path, id_ in _ids(origins).items()})
    comments = _comments(text, document, origins)
    for data in (wording.whole(plain), plain):
        found = _put_back(comments, dump(data, apart=False))
        if found is not None and read_procedure(found, "")[0] == procedure:
            return found
    return dump(plain)


def _ids(origins: Origins) -> dict[Path, str]:
    """Return which step each place is; where it became several, the first of them."""
    places: dict[Path, str] = {}
    for id_, path in origins.items():
        places.setdefault(path, id_)
    return places


_IN_BODY = ("id", "title", "role", "note")
_EXPANDED = ("returns", "next", "<<")


@dataclass(frozen=True)
class _Wording:
    """The values of a file as they were worded, for those that mean the same still."""

    document: Document
    old: Mapping[str, Any]
    places: Mapping[str, Path]

    def whole(self, new: Mapping[str, Any]) -> dict[str, Any]:
        """Return the new data in the order and the words of the file."""
        roles = {role["id"] if isinstance(role, dict) else role: role for role in self.old.get("roles", ())}
        role_places = {
            _id_of(role): ("roles", place) for place, role in enumerate(self.document.data.get("roles") or ())
        }
        result = self._mapping(new, self.old, (), leave=("roles", "steps"))
        if "roles" in new:
            result["roles"] = [
                self._item(role, roles.get(_id_of(role)), role_places.get(_id_of(role)))
                for role in new["roles"]
            ]
        result["steps"] = self._steps(
            new["steps"], {step["id"]: step for step in _all_steps(self.old["steps"])}
        )
        return result

    def _steps(self, steps: Iterable[dict[str, Any]], old: Mapping[str, dict[str, Any]]) -> list[Any]:
        written = []
        for step in steps:
            path = self.places.get(step["id"])
            kind = next(iter(step))
            place = at(self.document.data, path) if path is not None else None
            if path is None or not isinstance(place, dict) or kind not in place or step["id"] not in old:
                found = dict(step)
            elif kind in ("start", "end") and isinstance(place[kind], dict):
                found = self._with_body(kind, step, old[step["id"]], path)
            else:
                found = self._mapping(step, old[step["id"]], path, leave=("steps",))
            if "steps" in step:
                found["steps"] = self._steps(step["steps"], old)
            written.append(found)
        return written

    def _with_body(
        self, kind: str, new: Mapping[str, Any], old: Mapping[str, Any], path: Path
    ) -> dict[str, Any]:
        """Return a start or an end whose particulars stand in braces behind it, as they did."""
        word, usual = ("trigger", "none") if kind == "start" else ("outcome", "done")
        written = at(self.document.data, (*path, kind))

        def body(step: Mapping[str, Any]) -> dict[str, Any]:
            said = {} if step[kind] == usual and word not in written else {word: step[kind]}
            return {**{key: step[key] for key in _IN_BODY if key in step}, **said}

        def rest(step: Mapping[str, Any]) -> dict[str, Any]:
            return {key: value for key, value in step.items() if key not in _IN_BODY}

        inner = self._mapping(body(new), body(old), (*path, kind))
        return self._mapping({**rest(new), kind: inner}, rest(old), path, leave=(kind, *_IN_BODY))

    def _item(self, new: Any, old: Any, path: Path | None) -> Any:
        if path is None or not isinstance(new, dict) or not isinstance(at(self.document.data, path), dict):
            return new
        return self._mapping(new, old or {}, path)

    def _mapping(
        self, new: Mapping[str, Any], old: Mapping[str, Any], path: Path, leave: Collection[str] = ()
    ) -> dict[str, Any]:
        """Return a mapping in the order of the file; what did not change, in its words; not those keys to `leave`."""
        written = at(self.document.data, path)
        usual = {
            key for key in written if key not in (*new, *old, *_EXPANDED, *leave)
        }  # said, though it is the default
        order = [key for key in written if key in new or key in usual]
        for before, key in zip([None, *new], new, strict=False):
            if key not in order:
                order.insert(order.index(before) + 1 if before in order else 0, key)
        found = {
            key: self._as_written((*path, key))
            if key in usual or (key not in leave and self._unchanged(key, new, old, written))
            else new[key]
            for key in order
        }
        return Inline(found) if path in self.document.inline and "steps" not in found else found

    @staticmethod
    def _unchanged(
        key: str, new: Mapping[str, Any], old: Mapping[str, Any], written: Mapping[str, Any]
    ) -> bool:
        return key in written and written[key] is not None and key in old and old[key] == new[key]

    def _as_written(self, path: Path) -> Any:
        value = at(self.document.data, path)
        inline = path in self.document.inline
        if isinstance(value, dict):
            mapping = {key: self._as_written((*path, key)) for key in value}
            return Inline(mapping) if inline else mapping
        if isinstance(value, list):
            items = [self._as_written((*path, place)) for place in range(len(value))]
            return InlineList(items) if inline else items
        if path in self.document.numbers:
            return _number(value)
        return Folded(value, self.document.folds[path]) if path in self.document.folds else value


def _number(written: str) -> Any:
    """Return a number that is dumped as it was written, 0.10 as 0.10; a text where there is none."""
    from ruamel.yaml import YAML

    number = YAML().load(written)
    return number if dump([number]).strip() == f"- {written}" else written


def _id_of(role: Any) -> str:
    return str(role.get("id")) if isinstance(role, dict) else str(role)


def _all_steps(steps: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    for step in steps:
        yield step
        yield from _all_steps(step.get("steps", ()))


@dataclass
class _Comments:
    """Comments and blank lines by what they belong to."""

    top: list[str] = field(default_factory=list)
    above: dict[Path, list[str]] = field(default_factory=dict)
    beside: dict[Path, str] = field(default_factory=dict)
    bottom: list[str] = field(default_factory=list)


def _comments(text: str, document: Document, origins: Origins) -> _Comments:
    """Collect the comments of a text."""
    found = _Comments()
    begins = _beginnings(document, origins)
    spans = _scalar_spans(compose(text), text)
    waiting: list[str] = []
    offset = 0
    last: Path | None = None
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        start = _comment_start(line, offset, spans)
        blank = not line.strip() and not any(one <= offset < end for one, end in spans)
        if blank or (start is not None and not line[:start].strip()):
            waiting.append(line.strip())
        else:
            if number in begins:
                if last is None:
                    found.top = waiting
                elif waiting:
                    found.above[begins[number]] = waiting
                last = begins[number]
                waiting = []
            if start is not None and last is not None:
                found.beside[last] = "  ".join(
                    (*filter(None, [found.beside.get(last)]), line[start:].strip())
                )
        offset += len(line)
    found.bottom = waiting
    return found


def _scalar_spans(node: Any, text: str) -> list[tuple[int, int]]:
    """Return where scalars stand: a # in them is no comment."""
    spans: dict[tuple[int, int], None] = {}
    todo, seen = [node], set()
    while todo:
        one = todo.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if one.id == "scalar":
            start = one.start_mark.index
            if one.style in ("|", ">"):  # a comment may stand beside the mark
                start = text.find("\n", start) + 1 or len(text)
            spans[start, one.end_mark.index] = None
        elif one.id == "sequence":
            todo += one.value
        else:
            todo += [part for entry in one.value for part in entry]
    return sorted(spans)


def _comment_start(line: str, offset: int, spans: list[tuple[int, int]]) -> int | None:
    for place, letter in enumerate(line):
        if letter == "#" and (place == 0 or line[place - 1].isspace()):
            index = offset + place
            if not any(start <= index < end for start, end in spans):
                return place
    return None


def _beginnings(document: Document, origins: Origins) -> dict[int, Path]:
    """Return what begins on each line, the outermost, named so that it is found in another file."""
    ids = _ids(origins)
    begins: dict[int, Path] = {}
    for path, line in document.lines.items():
        if path and (line not in begins or len(path) < len(begins[line])):
            begins[line] = path
    return {line: _named(path, ids, document) for line, path in begins.items()}


def _named(path: Path, ids: Mapping[Path, str], document: Document) -> Path:
    for end in range(len(path), 0, -1):
        if path[:end] in ids:
            return ("#step", ids[path[:end]], *_named_ways(path, end, document))
    if path[:1] == ("roles",) and len(path) > 1:
        return ("#role", _id_of(at(document.data, path[:2])), *path[2:])
    return path


def _named_ways(path: Path, start: int, document: Document) -> Path:
    rest = path[start:]
    if rest[:1] == ("next",) and len(rest) > 1:
        way = at(document.data, path[: start + 2])
        return ("next", str(way.get("to")) if isinstance(way, dict) else str(way), *rest[2:])
    return rest


def _put_back(comments: _Comments, text: str) -> str | None:
    """Return a text with the comments at their places."""
    _, origins, document = read_procedure(text, "")
    lines = text.splitlines()
    line_of = {path: line for line, path in _beginnings(document, origins).items()}
    above: dict[int, list[str]] = {}
    beside: dict[int, str] = {}
    for path, block in comments.above.items():
        above.setdefault(_line(path, line_of), []).extend(block)
    for path, words in comments.beside.items():
        line = _line(path, line_of)
        if line in beside or line == 0:
            above.setdefault(line, []).append(words)
        else:
            beside[line] = words
    result = [*comments.top, *above.pop(0, [])]
    for number, line_text in enumerate(lines, start=1):
        indent = line_text[: len(line_text) - len(line_text.lstrip())]
        result += [f"{indent}{words}" if words else "" for words in above.get(number, ())]
        result.append(f"{line_text}  {beside[number]}" if number in beside else line_text)
    return "\n".join([*result, *comments.bottom]) + "\n"


def _line(path: Path, line_of: Mapping[Path, int]) -> int:
    """Return the line of a place, or of what it is a part of; 0 for the top of the file."""
    shorter = (path[:end] for end in range(len(path), 0, -1))
    return next((line_of[place] for place in shorter if place in line_of), 0)
