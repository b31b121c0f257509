"""Japanese and English are equals: every user-facing text exists in both.

>>> use("en")
>>> tell(en="3 rows", ja="3行")
'3 rows'
>>> use("ja")
>>> tell(en="3 rows", ja="3行")
'3行'
>>> use(None)
"""

from __future__ import annotations

import locale
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal, cast, get_args

Language = Literal["ja", "en"]

_chosen: ContextVar[Language | None] = ContextVar("bprkit_language", default=None)


def use(language: Language | None) -> None:
    """Choose the language of messages and reports; None goes back to the locale's.

    Raises ValueError for a language other than "ja" and "en".
    """
    if language is not None and language not in get_args(Language):
        raise ValueError(f"language must be 'ja' or 'en', not {language!r}")
    _chosen.set(language)


def current() -> Language:
    """Return the language in use: the chosen one, else BPRKIT_LANG, else the locale's."""
    chosen = _chosen.get()
    return chosen if chosen is not None else _from_environment()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Use a language for a while: for texts that are kept in both."""
    token = _chosen.set(language)
    try:
        yield
    finally:
        _chosen.reset(token)


def _from_environment() -> Language:
    wanted = os.environ.get("BPRKIT_LANG", "")
    if wanted in get_args(Language):
        return cast(Language, wanted)
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "ja" if value.lower().startswith("ja") else "en"
    name = locale.getlocale()[0] or ""  # Windows has no LANG: its locale reads "Japanese_Japan"
    return "ja" if name.lower().startswith("ja") else "en"


def tell(*, en: str, ja: str) -> str:
    """Return the text in the language in use."""
    return ja if current() == "ja" else en


def counted(count: int | str, one: str, several: str | None = None) -> str:
    """Return a count with its English noun; a text is a number as it is written already.

    >>> counted(1, "row"), counted(1200, "row"), counted(2, "row has", "rows have"), counted("0.5", "working day")
    ('1 row', '1,200 rows', '2 rows have', '0.5 working days')
    """
    text = count if isinstance(count, str) else f"{count:,}"
    return f"{text} {one if text == '1' else several or one + 's'}"
