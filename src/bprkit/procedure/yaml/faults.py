"""Why a text is no YAML, in words a clerk can act on: the parser's own words are for programmers, and English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_WIDE_COLON = re.compile(r"^\s*(?:- ?)*[\w .]{1,20}：")
_WIDE_KEY = re.compile(r"^\s*(?:- *)?[a-z_]+：", re.MULTILINE)
_IT_BEGAN_EARLIER = re.compile("opens here|here a name")
_TABLE: tuple[tuple[str, str, str], ...] = (
    (
        r"character '\\t'",
        "there is a tab; indent with spaces",
        "タブがあります。字下げは半角の空白にしてください",
    ),
    (
        r"character '(.)' that",
        "a text cannot begin with {0}; put it in quotes",
        "{0} で始まる文は書けません。引用符で囲んでください",
    ),
    (
        r"expected ',' or '([\]}])'",
        "the bracket that opens here is not closed with {0}, or a comma is missing in it",
        "ここで始まる括弧が {0} で閉じていないか、中にコンマの抜けがあります",
    ),
    (
        "unexpected end of stream",
        "the quotation mark that opens here is not closed",
        "ここで始まる引用符が閉じていません",
    ),
    (
        "unknown escape character",
        r"between double quotation marks a \ has a meaning of its own; use single ones",
        r"二重引用符の中の ￥（\）には特別な意味があります。一重引用符 ' で囲んでください",
    ),
    (
        "could not find expected ':'",
        "here a name begins that has no colon after it",
        "ここの項目の名前の後に、コロン「: 」がありません",
    ),
    (
        "mapping values are not allowed",
        "there is a colon too many, or none in the line before; put a text with ': ' in it in quotes",
        "コロンが余分か、前の行にコロンがありません。「: 」を含む文は引用符で囲んでください",
    ),
    (
        "expected <block end>",
        "the line is not indented as the lines that it belongs to, or goes on after a quoted text",
        "字下げが同じまとまりの行とそろっていないか、引用符の後に文字が続いています",
    ),
    (
        "undefined alias",
        "a text cannot begin with *; put it in quotes",
        "* で始まる文は書けません。引用符で囲んでください",
    ),
    (
        "another document",
        "a second procedure begins here (---); give each a file of its own",
        "ここから2つ目の内容（---）が始まっています。1ファイルに1手続としてください",
    ),
    (
        "special characters",
        "it holds control characters; delete them",
        "制御文字が混じっています。削除してください",
    ),
)
WIDE_COLON = (
    'the colon is full-width (：); write it as ":" with a space after it',
    "コロンが全角（：）です。半角の「:」と空白にしてください",
)
WIDE_SPACE = (
    "the line is indented with full-width spaces; use half-width ones",
    "字下げに全角の空白があります。半角にしてください",
)


@dataclass(frozen=True)
class Fault:
    """Where a text is no YAML, from line 1, and why."""

    line: int | None
    en: str
    ja: str


def fault_of(error: Any, text: str) -> Fault:
    """Return what an error of ruamel.yaml means to somebody who wrote the text."""
    lines = text.splitlines()
    at = _line(error)
    for number in (at, None if at is None else at - 1):
        if number and number <= len(lines) and (wide := wide_mark(lines[number - 1])):
            return Fault(number, *wide)
    said = " ".join(str(part) for part in (getattr(error, "problem", None), error) if part)
    for pattern, en, ja in _TABLE:
        if found := re.search(pattern, said):
            opened = _opened_at(error) if _IT_BEGAN_EARLIER.search(en) else None
            return Fault(opened or at, en.format(*found.groups()), ja.format(*found.groups()))
    return Fault(at, "the line cannot be understood", "この行の書き方が読み取れません")


def wide_mark(line: str) -> tuple[str, str] | None:
    """Return what to say of a full-width colon or space where YAML needs a half-width one; None where there is none.

    >>> wide_mark("steps：")[0], wide_mark("title: 申請：窓口")
    ('the colon is full-width (：); write it as ":" with a space after it', None)
    """
    if _WIDE_COLON.match(line) and ": " not in line:
        return WIDE_COLON
    return WIDE_SPACE if "\u3000" in line[: len(line) - len(line.lstrip())] else None


def wide_key(text: str) -> int | None:
    """Return in which line of a plain text, from 0, somebody meant a name and a value; None if in none.

    >>> wide_key("受付\\n    role：係長"), wide_key("注意：窓口のみ")
    (1, None)
    """
    found = _WIDE_KEY.search(text)
    return None if found is None else text[: found.end()].count("\n")


def _line(error: Any) -> int | None:
    mark = getattr(error, "problem_mark", None)
    return None if mark is None else int(mark.line) + 1


def _opened_at(error: Any) -> int | None:
    mark = getattr(error, "context_mark", None)
    return None if mark is None else int(mark.line) + 1
