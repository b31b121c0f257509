"""Errors that a user can act on: one clear message, in the user's language."""

from __future__ import annotations

from bprkit.language import tell


class BprkitError(Exception):
    """A problem told in both languages; `str()` gives the one in use.

    >>> from bprkit.language import use
    >>> use("en")
    >>> raise BprkitError(en="log.csv is empty. Export it again.", ja="log.csv は空です。")
    Traceback (most recent call last):
    bprkit.errors.BprkitError: log.csv is empty. Export it again.
    >>> use(None)
    """

    def __init__(self, *, en: str, ja: str) -> None:
        super().__init__(en, ja)
        self.en = en
        self.ja = ja

    def __str__(self) -> str:
        return tell(en=self.en, ja=self.ja)


class InputError(BprkitError):
    """What the user gave cannot be used as it is: the message names the file, the place, the value, and what to do."""


class OutputError(BprkitError):
    """What was asked for cannot be written: a full disk, a folder that does not exist, a file open elsewhere."""
