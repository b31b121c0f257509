"""What a column's header says: one name for all its spellings, and the parts it is known for.

The names themselves are data, in `data/headers.yaml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, cast

Part = Literal["case", "activity", "time", "start", "resource", "role", "section", "lifecycle", "instance"]
PARTS: tuple[Part, ...] = (
    "case",
    "activity",
    "time",
    "start",
    "resource",
    "role",
    "section",
    "lifecycle",
    "instance",
)
BY_ENDING = 90
BY_CONTENT = 99

_IGNORED = re.compile(r"[\s_\-‐‑–・.\u200b\ufeff]+")
_CASE_PREFIX = re.compile(r"^\(case\)[\s_]*", re.IGNORECASE)
_COPY = re.compile(r"(?<=.)(?:[._]\d+|\s\(\d+\))$")
_REMARK = re.compile(r"(?<=.)\([^()]*\)$")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^\W\d_a-zA-Z]+")


def header_key(header: object) -> str:
    """Return the one name that a header and its other spellings share.

    NFKC, no case, no spaces, underscores, hyphens or full stops; "(case) x" becomes "case:x".

    >>> header_key("Ｃａｓｅ＿ID"), header_key("case-id"), header_key("処理 日時")
    ('caseid', 'caseid', '処理日時')
    >>> header_key("(case)_Amount"), header_key("case:Amount")
    ('case:amount', 'case:amount')
    """
    return _key("" if header is None else str(header))


@lru_cache(maxsize=20_000)
def _key(header: str) -> str:
    text = _CASE_PREFIX.sub("case:", unicodedata.normalize("NFKC", header).strip())
    settled = ""
    while text != settled:  # what is taken out may have stood between a letter and its accent
        settled = text
        text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
        text = _IGNORED.sub("", text)
    return text


def header_words(header: object) -> tuple[str, ...]:
    """Return the words of a header, split at spaces, underscores and changes of case.

    >>> header_words("endDatePlanned"), header_words("Contract_ID"), header_words("paid")
    (('end', 'date', 'planned'), ('contract', 'id'), ('paid',))
    """
    text = unicodedata.normalize("NFKC", "" if header is None else str(header))
    return tuple(word.casefold() for word in _WORD.findall(text))


def is_unnamed(header: str) -> bool:
    """Tell whether this header was made up for a column without one."""
    return re.fullmatch(r"column_\d+(_\d+)?|Unnamed: \d+", header) is not None


@dataclass(frozen=True)
class Known:
    """Why a header may play a part: its tier, the tier's order and the place in it (lower is surer)."""

    tier: str
    order: int
    place: int


@dataclass(frozen=True)
class Endings:
    """How headers may end: Latin ones in whole words, others in characters."""

    words: tuple[tuple[str, ...], ...]
    characters: tuple[str, ...]

    def match(self, header: str) -> bool:
        """Tell whether a header ends so, a remark in brackets apart."""
        key = _REMARK.sub("", header_key(header))
        if any(key.endswith(ending) for ending in self.characters):
            return True
        words = header_words(header)
        return any(words[-len(ending) :] == ending for ending in self.words)


@dataclass(frozen=True)
class Vocabulary:
    """`data/headers.yaml`, its names as `header_key` gives them."""

    parts: Mapping[str, Mapping[str, Known]]
    endings: Mapping[str, Endings]
    groups: Mapping[str, frozenset[str]]
    plan_words: frozenset[str]
    plan_characters: tuple[str, ...]
    tool_prefixes: tuple[str, ...]
    pseudo: Mapping[str, Literal["start", "end"]]
    lifecycle: frozenset[str]

    def in_group(self, group: str, header: str) -> bool:
        """Tell whether a header belongs to a group (free_text, persons, attributes …), by name or ending."""
        named = any(key in self.groups[group] for key in lookups(header))
        return named or (group in self.endings and self.endings[group].match(without_case(header)))

    def named_in(self, group: str, header: str) -> bool:
        """Tell whether a header is one of a group's names, endings apart."""
        return any(key in self.groups[group] for key in lookups(header))

    def known(self, part: str, header: str) -> Known | None:
        """Return why a header may play a part, or None.

        >>> vocabulary().known("case", "文書番号").tier, vocabulary().known("activity", "concept:name").tier
        ('document', 'xes')
        >>> vocabulary().known("case", "許可台帳番号").tier, vocabulary().known("case", "電話番号")
        ('ending', None)
        """
        for key in lookups(header):
            if found := self.parts[part].get(key):
                return found
        if part not in self.endings or header_key(header).startswith("case:") or self._spoken_for(header):
            return None
        return Known("ending", BY_ENDING, 0) if self.endings[part].match(header) else None

    def _spoken_for(self, header: str) -> bool:
        keys = lookups(header)
        groups = ("free_text", "persons", "attributes", "never_case", "fiscal_year", "tool", "numbered")
        return any(key in names for key in keys for names in self.parts.values()) or any(
            key in self.groups[group] for key in keys for group in groups
        )

    def is_plan(self, header: str) -> bool:
        """Tell whether a date with this header is planned or allowed, and did not happen.

        >>> [vocabulary().is_plan(header) for header in ("回答期限", "endDatePlanned", "決裁日")]
        [True, True, False]
        """
        key = header_key(header)
        return any(word in self.plan_words for word in header_words(header)) or any(
            part in key for part in self.plan_characters
        )


def lookups(header: str) -> tuple[str, ...]:
    """Return the keys to look a header up by: as it stands, and without a remark in brackets.

    >>> lookups("処理日時（JST）"), lookups("Activity")
    (('処理日時(jst)', '処理日時'), ('activity',))
    """
    key = header_key(header)
    return tuple(dict.fromkeys(spelling for spelling in (key, _REMARK.sub("", key)) if spelling))


def originals(headers: Sequence[str]) -> dict[str, str]:
    """Return each header without the number that a reader gave to a repeated one.

    Readers write a second "Activity" as "Activity_2", "activity_2", "Activity.1" or "Activity (2)".

    >>> originals(["Activity", "activity_2", "Task_2"])
    {'Activity': 'Activity', 'activity_2': 'Activity', 'Task_2': 'Task_2'}
    """
    spelled = {header_key(header): header for header in reversed(headers)}
    bases = {header: header_key(_COPY.sub("", header)) for header in headers if _COPY.search(header)}
    return {header: spelled.get(bases.get(header, ""), header) for header in headers}


def without_case(header: str) -> str:
    """Return a case attribute's own name.

    >>> without_case("case:responsible"), without_case("(case)_Amount")
    ('responsible', 'Amount')
    """
    plain = _CASE_PREFIX.sub("", header)
    return plain[5:] if plain.casefold().startswith("case:") else plain


def _endings(names: Iterable[object]) -> Endings:
    keys = [str(name) for name in names]
    latin = [name for name in keys if name.isascii()]
    return Endings(
        tuple(header_words(name) for name in latin),
        tuple(header_key(name) for name in keys if not name.isascii()),
    )


def _keys(names: Iterable[object]) -> frozenset[str]:
    return frozenset(header_key(name) for name in names)


def pseudo_key(name: object) -> str:
    """Return the key by which a pseudo-event's name is looked up: brackets do not matter."""
    return re.sub(r"[<>\[\]【】]", "", header_key(name))


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Return the names that bprkit knows, read once."""
    from ruamel.yaml import YAML

    text = (files("bprkit") / "data" / "headers.yaml").read_text(encoding="utf-8")
    data = cast(dict[str, Any], YAML(typ="safe", pure=True).load(text))
    parts: dict[str, dict[str, Known]] = {}
    for part, tiers in data["parts"].items():
        names = parts.setdefault(part, {})
        for order, (tier, members) in enumerate(tiers.items()):
            for place, member in enumerate(members):
                names.setdefault(header_key(member), Known(tier, order, place))
    plans = [str(word) for word in data["plans"]]
    pseudo: dict[str, Literal["start", "end"]] = {}
    for name in data["pseudo_events"]["start"]:
        pseudo[pseudo_key(name)] = "start"
    for name in data["pseudo_events"]["end"]:
        pseudo[pseudo_key(name)] = "end"
    endings = {part: _endings(names) for part, names in data["endings"].items()}
    for group in ("free_text", "persons", "attributes"):
        endings[group] = _endings(data[group]["endings"])
    return Vocabulary(
        parts=parts,
        endings=endings,
        groups={
            "free_text": _keys(data["free_text"]["names"]),
            "persons": _keys(data["persons"]["names"]),
            "private_persons": _keys(data["private_persons"]),
            "attributes": _keys(data["attributes"]["names"]),
            "never_case": _keys(data["never_case"]),
            "fiscal_year": _keys(data["fiscal_year"]),
            "tool": _keys(data["tool_columns"]["names"]),
            "numbered": _keys(data["tool_columns"]["numbered"]),
        },
        plan_words=frozenset(word.casefold() for word in plans if word.isascii()),
        plan_characters=tuple(word for word in plans if not word.isascii()),
        tool_prefixes=tuple(data["tool_columns"]["prefixes"]),
        pseudo=pseudo,
        lifecycle=frozenset(data["lifecycle"]),
    )
