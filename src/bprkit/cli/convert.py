"""`bprkit convert`: any readable form to CSV, Parquet or XES."""

from __future__ import annotations

from typing import Any

import click

from bprkit.cli.options import reading_arguments, reading_options
from bprkit.language import tell


def command() -> click.Command:
    """Return the command, its help in the language in use."""
    return click.Command(
        "convert",
        callback=convert,
        help=tell(
            en="Convert a log of any readable form to CSV, Parquet or XES, by the extension of TARGET.",
            ja="読み込める形式のログを、CSV・Parquet・XES（出力先の拡張子による）に変換します。",
        ),
        params=[
            click.Argument(["source"], metavar="SOURCE"),
            click.Argument(["target"], metavar="TARGET"),
            *reading_options(),
        ],
    )


def convert(source: str, target: str, **given: Any) -> None:
    """Read the source and write the target."""
    from bprkit.log.writing.logs import convert as write

    written = write(source, target, **reading_arguments(given))
    click.echo(tell(en=f"Written: {written}", ja=f"書き出しました：{written}"), err=True)
    for finding in written.findings:
        click.echo(f"* {finding.message}", err=True)
