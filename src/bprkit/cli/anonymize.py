"""`bprkit anonymize`: a log that can be handed on, and what could still identify someone in it."""

from __future__ import annotations

from typing import Any

import click

from bprkit.cli.options import reading_arguments, reading_options
from bprkit.errors import InputError
from bprkit.language import tell

DONE = {
    "coded": ("replaced by codes", "符号に置き換え"),
    "kept": ("kept", "残す"),
    "coarsened": ("made coarser", "粗くする"),
    "dropped": ("left out", "除く"),
}


def command() -> click.Command:
    """Return the command, its help in the language in use."""
    return click.Command(
        "anonymize",
        callback=anonymize,
        short_help=tell(
            en="Code persons and case numbers, drop free text.",
            ja="個人と案件番号を符号に置き換えたログを作ります。",
        ),
        help=tell(
            en="Replace persons and case numbers by keyed codes, drop free text, and say what could still identify "
            "someone. The output mines to the same figures.",
            ja="個人と案件番号を鍵付きの符号に置き換え、自由記述を除き、なお個人の特定につながりうる点を示します。"
            "集計結果は元のログと同じになります。",
        ),
        params=[
            click.Argument(["source"], metavar="SOURCE"),
            click.Argument(["target"], metavar="TARGET"),
            click.Option(
                ["--key-file"],
                metavar="FILE",
                help=tell(
                    en="Where the key to the codes is kept (default: TARGET.key). Used again if it is there.",
                    ja="符号の鍵を置くファイル（既定：TARGET.key）。既にあれば再び使います。",
                ),
            ),
            click.Option(
                ["--coarsen"],
                multiple=True,
                metavar="COLUMN=RULE",
                help=tell(
                    en="Make coarser: time=hour|day, a column=day|month|bands|rare|drop (may be repeated).",
                    ja="粗くする：time=hour|day、列=day|month|bands|rare|drop（繰り返し可）。",
                ),
            ),
            click.Option(
                ["--keep"],
                multiple=True,
                metavar="COLUMN",
                help=tell(
                    en="Keep a column of free text all the same (may be repeated).",
                    ja="自由記述などの列をあえて残します（繰り返し可）。",
                ),
            ),
            *reading_options(),
        ],
    )


def anonymize(source: str, target: str, **given: Any) -> None:
    """Write the anonymised log, then print what was done and what risk is left."""
    from bprkit.log.anonymizing.logs import anonymize as write

    report = write(
        source,
        target,
        key_file=given["key_file"],
        coarsen=dict(_rule(text) for text in given["coarsen"]),
        keep=given["keep"],
        **reading_arguments(given),
    )
    click.echo(tell(en=f"Written: {report.path}", ja=f"書き出しました：{report.path}"))
    click.echo(
        tell(
            en=f"Key: {report.key_file} ({'new' if report.key_is_new else 'used again'}). Keep it apart from the log; "
            "who has both can read the names.",
            ja=f"鍵：{report.key_file}（{'新規作成' if report.key_is_new else '既存のものを使用'}）。ログとは別に保管してください。"  # noqa: E501
            "両方を持つ人は元の値に戻せます。",
        )
    )
    click.echo(
        tell(
            en=f"{report.rows:,} rows, {report.cases:,} cases, {report.persons:,} persons.",
            ja=f"{report.rows:,}行、案件{report.cases:,}件、{report.persons:,}人。",
        )
    )
    for column in report.columns:
        done_en, done_ja = DONE[column.done]
        click.echo(
            tell(
                en=f"  {column.column}: {done_en} ({column.why})",
                ja=f"  {column.column}：{done_ja}（{column.why}）",
            )
        )
    for finding in (*report.findings, *report.risks):
        click.echo(f"- {finding.message}")


def _rule(text: str) -> tuple[str, str]:
    column, sign, rule = text.rpartition("=")
    if not sign or not column or not rule:
        raise InputError(
            en=f"--coarsen {text!r} is not of the form COLUMN=RULE, such as time=day.",
            ja=f"--coarsen「{text}」は time=day のような「列=規則」の形にしてください。",
        )
    return column.strip(), rule.strip()
