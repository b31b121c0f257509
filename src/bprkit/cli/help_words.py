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

    def write_text(self, text: str) -> None:
        """Write paragraphs, their lines as wide as the page allows."""
        indent = " " * self.current_indent
        self.write("\n\n".join(_lines(part, self.width, indent) for part in text.split("\n\n")))
        self.write("\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write options and what they do, side by side; a name that is too long stands in a line of its own."""
        from bprkit.report.cells import width

        listed = list(rows)
        left = self.current_indent + min(max(width(name) for name, _ in listed), col_max) + col_spacing
        for name, words in listed:
            head = f"{'':{self.current_indent}}{name}"
            gap = left - width(head)
            if not words:
                self.write(f"{head}\n")
                continue
            self.write(head + (" " * gap if gap >= col_spacing else f"\n{'':{left}}"))
            self.write(_lines(spoken(words), self.width, " " * left).lstrip() + "\n")


def _lines(text: str, room: int, indent: str) -> str:
    """Return a text as indented lines of at most `room` cells of a terminal, of which a kanji takes two."""
    from bprkit.report.cells import wrap

    return "\n".join(indent + line for line in wrap(" ".join(text.split()), room - len(indent)))


class SpeakingContext(click.Context):
    """A context whose help speaks the language in use."""

    formatter_class = SpeakingFormatter
