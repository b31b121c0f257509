"""`bprkit convert`: a log, or a procedure, from any readable form to another."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import click

from bprkit.cli.options import reading_arguments, reading_options
from bprkit.language import tell

Kind = Literal["log", "procedure"]
_DRAWN = {".yaml", ".yml", ".bpmn", ".mmd", ".dot"}


def command() -> click.Command:
    """Return the command, its help in the language in use."""
    return click.Command(
        "convert",
        callback=convert,
        short_help=tell(
            en="Convert a log or a procedure to another form.", ja="ログや手続を別の形式に変換します。"
        ),
        help=tell(
            en="Convert a log to CSV, Parquet or XES, or a procedure to YAML, BPMN, Excel, Mermaid or DOT, by the "
            "extension of TARGET.",
            ja="ログをCSV・Parquet・XESに、手続をYAML・BPMN・Excel・Mermaid・DOTに変換します（出力先の拡張子による）。",
        ),
        params=[
            click.Argument(["source"], metavar="SOURCE"),
            click.Argument(["target"], metavar="TARGET"),
            click.Option(
                ["--as", "kind"],
                type=click.Choice(["log", "procedure"]),
                help=tell(
                    en="What SOURCE holds, if its name and headers do not tell.",
                    ja="SOURCE の中身（名前や見出しから分からないとき）。",
                ),
            ),
            *reading_options(),
        ],
    )


def convert(source: str, target: str, kind: Kind | None, **given: Any) -> None:
    """Read the source and write the target."""
    if (kind or _kind(source, target)) == "procedure":
        _convert_procedure(source, target)
    else:
        _convert_log(source, target, given)


def _kind(source: str, target: str) -> Kind:
    """Tell a procedure from a log: what is written as a drawing has to be one, else by the source."""
    from bprkit.procedure.files import is_procedure

    return "procedure" if Path(target).suffix.lower() in _DRAWN or is_procedure(source) else "log"


def _convert_procedure(source: str, target: str) -> None:
    from bprkit.procedure.converting import convert_procedure

    converted = convert_procedure(source, target)
    click.echo(tell(en=f"Written: {converted.path}", ja=f"書き出しました：{converted.path}"), err=True)
    for problem in converted.problems:
        click.echo(f"* {problem}", err=True)


def _convert_log(source: str, target: str, given: dict[str, Any]) -> None:
    from bprkit.log.writing.logs import convert as write

    written = write(source, target, **reading_arguments(given))
    click.echo(tell(en=f"Written: {written}", ja=f"書き出しました：{written}"), err=True)
    for finding in written.findings:
        click.echo(f"* {finding.message}", err=True)
