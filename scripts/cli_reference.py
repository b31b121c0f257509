"""Write docs/cli.md and docs/ja/cli.md from the commands themselves.

    python scripts/cli_reference.py

A test fails when the files are stale, and when a command or an option lacks words in either language.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from bprkit import language
from bprkit.cli.app import application
from bprkit.cli.options import reading_options
from bprkit.language import Language, tell

ROOT = Path(__file__).resolve().parent.parent
FILES: dict[Language, Path] = {"en": ROOT / "docs" / "cli.md", "ja": ROOT / "docs" / "ja" / "cli.md"}


def commands(spoken: Language) -> dict[str, click.Command]:
    """Return the commands by name, the whole line (`bprkit`) first, with their help in a language; those within too."""
    language.use(spoken)
    try:
        line = application()
        context = click.Context(line)
        found = {name: line.get_command(context, name) for name in line.list_commands(context)}
        return {"bprkit": line} | dict(_with_those_within(found))
    finally:
        language.use(None)


def _with_those_within(found: dict[str, click.Command | None]) -> Iterator[tuple[str, click.Command]]:
    for name, command in found.items():
        if command is None:
            continue
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", one) for inner, one in command.commands.items())


def reference(spoken: Language) -> str:
    """Return the reference of all commands in a language, as markdown."""
    found = commands(spoken)
    language.use(spoken)
    try:
        return "\n".join(_pages(found)) + "\n"
    finally:
        language.use(None)


def _pages(found: dict[str, click.Command]) -> Iterator[str]:
    yield tell(en="# The command line", ja="# コマンドの一覧")
    yield ""
    yield tell(
        en="Made by `python scripts/cli_reference.py`; `bprkit COMMAND --help` says the same.",
        ja="`python scripts/cli_reference.py` がコマンドから作成。`bprkit コマンド --help` と同じ内容です。",
    )
    reading = [_row(option) for option in reading_options() if isinstance(option, click.Option)]
    everywhere = _rows(found["bprkit"])
    reading = [row for row in reading if row not in everywhere]
    for name, command in found.items():
        whole = name if name == "bprkit" else f"bprkit {name}"
        pieces = " ".join(command.collect_usage_pieces(click.Context(command)))
        yield f"\n## {whole}\n\n{command.help}\n\n    {whole} {pieces}\n"
        rows = _rows(command)
        reads_logs = all(row in rows for row in reading)
        told_elsewhere = [*(reading if reads_logs else ()), *(everywhere if name != "bprkit" else ())]
        yield from _table([row for row in rows if row not in told_elsewhere])
        if name == "bprkit":
            yield tell(
                en="\n`--lang` goes with every command.", ja="\n`--lang` はどのコマンドにも付けられます。"
            )
        if reads_logs:
            yield tell(
                en="\nAnd the options of reading, below.", ja="\nほかに、下の「ログの読み方」のオプション。"
            )
    yield tell(
        en="\n## How a log is read: options of all commands that read one\n",
        ja="\n## ログの読み方（ログを読むコマンド共通）\n",
    )
    yield from _table(reading)


def _rows(command: click.Command) -> list[str]:
    return [_row(option) for option in command.params if isinstance(option, click.Option)]


def _table(rows: list[str]) -> Iterator[str]:
    if rows:
        yield tell(en="| option | what it does |", ja="| オプション | 内容 |")
        yield "|---|---|"
        yield from rows


def _row(option: click.Option) -> str:
    takes = "" if option.is_flag else f" {_value(option)}"
    names = ", ".join([*option.opts, *option.secondary_opts])
    told = option.help or ""
    if option.show_default:
        told += tell(en=f" Default: `{option.default}`.", ja=f"既定は `{option.default}`。")
    return f"| {_code(names + takes)} | {told.replace('|', '&#124;')} |"


def _value(option: click.Option) -> str:
    return option.make_metavar(click.Context(click.Command("bprkit")))


def _code(text: str) -> str:
    return f"<code>{text.replace('|', '&#124;')}</code>" if "|" in text else f"`{text}`"


def main() -> None:
    for spoken, file in FILES.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(reference(spoken), encoding="utf-8")
        print(file)


if __name__ == "__main__":
    main()
