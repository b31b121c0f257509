"""The words that click itself puts into help pages, in the language in use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import click

from bprkit.language import current

_JAPANESE = {
    "Usage: ": "使い方： ",
    "Options": "オプション",
    "Commands": "コマンド",
    "Show this message and exit.": "この説明を表示して終わります。",
    "[default: ": "[既定値： ",
    "[required]": "[必須]",
    "[OPTIONS]": "[オプション]",
    "COMMAND [ARGS]...": "コマンド [引数]...",
}


def spoken(text: str) -> str:
    """Return a text of click's in the language in use."""
    if current() == "ja":
        for english, japanese in _JAPANESE.items():
            text = text.replace(english, japanese)
    return text


class SpeakingFormatter(click.HelpFormatter):
    """click's formatter of help pages, with words of the language in use."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that shows how the command is called."""
        super().write_usage(prog, spoken(args), spoken("Usage: ") if prefix is None else prefix)

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        """Write a section under its heading."""
        with super().section(spoken(name)):
            yield

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write options and what they do."""
        super().write_dl([(name, spoken(words)) for name, words in rows], col_max, col_spacing)


class SpeakingContext(click.Context):
    """A context whose help speaks the language in use."""

    formatter_class = SpeakingFormatter
