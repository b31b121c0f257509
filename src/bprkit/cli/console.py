"""Where commands print to: a terminal or a pipe of 100 columns, JSON alone on stdout, and words aside on stderr."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from bprkit.errors import OutputError
from bprkit.files import write_beside
from bprkit.language import tell

if TYPE_CHECKING:
    from rich.console import Console


def print_json(text: str) -> None:
    """Print JSON as UTF-8 whatever the console speaks, and nothing else."""
    if sys.stdout is None:
        raise OutputError(
            en="There is no standard output to write to. Use --json FILE.",
            ja="標準出力がありません。--json にファイル名を指定してください。",
        )
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8") + b"\n")
    sys.stdout.buffer.flush()


def write_json(text: str, target: str) -> None:
    """Write JSON to a file, or print it where the target is "-"."""
    if target == "-":
        print_json(text)
        return
    with write_beside(target) as path:
        path.write_text(text + "\n", encoding="utf-8")
    tell_written(target)


def tell_written(path: Any) -> None:
    """Say on stderr what was written."""
    say(en=f"Written: {path}", ja=f"書き出しました：{path}")


def say(*, en: str, ja: str) -> None:
    """Say something on stderr, in the language in use."""
    click.echo(tell(en=en, ja=ja), err=True)


def console() -> Console:
    """Return the terminal, or, in a pipe, one that is 100 columns wide."""
    from rich.console import Console

    class Terminal(Console):
        def on_broken_pipe(self) -> None:  # rich would end the program with an error
            raise BrokenPipeError

    terminal = Terminal(highlight=False)
    return terminal if terminal.is_terminal else Terminal(highlight=False, width=100)
