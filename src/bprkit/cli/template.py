"""`bprkit template`: workbooks to fill in, where there is no log and nobody writes YAML; and how many documents are enough."""

from __future__ import annotations

from typing import Any

import click

from bprkit.cli.console import console, say, tell_written
from bprkit.cli.options import language_option
from bprkit.cli.overwriting import force_option, refuse_existing
from bprkit.language import tell


def command() -> click.Command:
    """Return the command, its help in the language in use."""
    from bprkit.templates.kinds import KINDS

    kinds = "; ".join(f"{name}: {kind.title}" for name, kind in KINDS.items())
    listed = "／".join(f"{name}（{kind.title}）" for name, kind in KINDS.items())
    return click.Command(
        "template",
        callback=template,
        short_help=tell(
            en="Write an Excel form to fill in, or check one.",
            ja="記入用のExcelのひな形を作り、記入後に点検します。",
        ),
        help=tell(
            en=f"Write an Excel form to fill in where there is no log, or check one that was filled in. {kinds}.",
            ja=f"記録（ログ）がないところから始めるための、記入用Excelを作ります。記入後の点検もできます。種類：{listed}。",
        ),
        params=[
            click.Argument(["kind"], metavar="KIND", type=click.Choice(list(KINDS))),
            *_options(),
            language_option(),
        ],
    )


def _options() -> list[click.Parameter]:
    return [
        click.Option(
            ["-o", "--output"],
            metavar="FILE.xlsx",
            help=tell(en="The workbook to write.", ja="書き出すExcelファイル。"),
        ),
        force_option(en="Replace the file if there is one.", ja="既にあるファイルを置き換えます。"),
        click.Option(
            ["--check", "filled"],
            metavar="FILE.xlsx",
            help=tell(
                en="Check a form that was filled in: all errors, each with its sheet and cell.",
                ja="記入済みのファイルを点検します。誤りは、シートとセルを示してすべて挙げます。",
            ),
        ),
        click.Option(
            ["--procedure"],
            metavar="PROC",
            help=tell(
                en="stopwatch, self-report: the procedure whose steps can be chosen.",
                ja="stopwatch・self-report：選べるようにする工程の手続（ファイルまたは付属の手続名）。",
            ),
        ),
        click.Option(
            ["--population"],
            type=click.IntRange(1),
            metavar="N",
            help=tell(en="stamps: how many documents there are in all.", ja="stamps：簿冊にある文書の総数。"),
        ),
        click.Option(
            ["--precision"],
            type=float,
            metavar="SHARE",
            help=tell(
                en="stamps: tell how many documents are enough for ± this share, such as 0.2.",
                ja="stamps：この精度（±、0.2なら±20%）に何件あれば足りるかを示します。",
            ),
        ),
        click.Option(
            ["--spread"],
            type=float,
            metavar="RATIO",
            help=tell(
                en="stamps: standard deviation of the times ÷ their mean; 1 if not known.",
                ja="stamps：日数のばらつき（標準偏差÷平均）。不明なら1とみなします。",
            ),
        ),
        click.Option(
            ["--confidence"],
            type=float,
            default=0.95,
            show_default=True,
            metavar="SHARE",
            help=tell(en="stamps: how sure the precision is.", ja="stamps：信頼度。"),
        ),
    ]


def template(kind: str, **given: Any) -> None:
    """Write a form, check one, or tell how many documents are enough."""
    from bprkit.templates.kinds import Wish, check_template, write_template

    _refuse_unfit(kind, given)
    if given["filled"] is not None:
        click.echo(check_template(kind, given["filled"]))
        return
    if given["output"] is not None:
        refuse_existing(given["output"], force=given["force"])
    documents = _enough(given) if given["precision"] is not None else None
    if given["output"] is None:
        return
    procedure = None
    if given["procedure"] is not None:
        from bprkit.procedure.files import open_procedure

        procedure = open_procedure(given["procedure"])
    wish = Wish(procedure=procedure, population=given["population"], documents=documents)
    tell_written(write_template(kind, given["output"], wish))


def _refuse_unfit(kind: str, given: dict[str, Any]) -> None:
    """Refuse options of another kind, and a call that would do nothing."""
    from bprkit.errors import InputError

    of_kind = {
        ("stamps",): ("population", "precision", "spread"),
        ("stopwatch", "self-report"): ("procedure",),
    }
    for kinds, options in of_kind.items():
        unfit = [f"--{option}" for option in options if given[option] is not None]
        if unfit and (kind not in kinds or given["filled"] is not None):
            named = ", ".join(kinds)
            raise InputError(
                en=f"{', '.join(unfit)} goes with writing the template {named} only. Leave it out.",
                ja=f"{'、'.join(unfit)} は {named} のひな形を作るときだけ使えます。外してください。",
            )
    if given["filled"] is not None and given["output"] is not None:
        raise InputError(
            en="--check reads a form, -o writes one. Take one or the other.",
            ja="--check は読み込み、-o は書き出しです。どちらかにしてください。",
        )
    if given["force"] and given["output"] is None:
        raise InputError(
            en="--force goes with -o FILE.xlsx. Name the file to write.",
            ja="--force は -o ファイル.xlsx と一緒に使います。書き出すファイルを指定してください。",
        )
    if all(given[option] is None for option in ("filled", "output", "precision")):
        raise InputError(
            en=f"Say what to do: -o {kind}.xlsx writes the form, --check FILE checks one that was filled in.",
            ja=f"何をするかを指定してください。-o {kind}.xlsx でひな形を作り、--check ファイル で記入済みのものを点検します。",
        )


def _enough(given: dict[str, Any]) -> int:
    """Tell how many documents are enough, and return the largest number."""
    from rich.table import Table

    from bprkit.mining.sampling.sample_size import SPREAD, enough_documents

    spread = SPREAD if given["spread"] is None else given["spread"]
    found = enough_documents(
        given["precision"], given["population"], spread=spread, confidence=given["confidence"]
    )
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    table.add_column(tell(en="To know within", ja="知りたいことと精度"))
    table.add_column(tell(en="Documents enough", ja="足りる件数"), justify="right")
    within = f"±{found.precision:.0%}"
    points = tell(en=f"±{found.precision * 100:g} points", ja=f"±{found.precision * 100:g}ポイント")
    for en, ja, count in (
        (f"the mean time, {within}", f"平均日数（{within}）", found.mean),
        (f"the median time, {within}", f"中央値（半数が終わる日数、{within}）", found.median),
        (f"a share such as returns, {points}", f"差戻しなどの割合（{points}）", found.share),
    ):
        table.add_row(tell(en=en, ja=ja), f"{count:,}")
    console().print(table)
    many_en = "very many" if found.population is None else f"{found.population:,}"
    many_ja = "総数不明（とても多い）" if found.population is None else f"総数{found.population:,}件"
    assumed_en = " (assumed)" if given["spread"] is None else ""
    assumed_ja = "（仮定）" if given["spread"] is None else ""
    say(
        en=f"Of {many_en} documents, at {found.confidence:.0%} confidence, with a spread of {spread:g}{assumed_en}. "
        "Begin with about 30; bprkit mine then tells the spread that there is.",
        ja=f"{many_ja}、信頼度{found.confidence:.0%}、ばらつき（標準偏差÷平均）{spread:g}{assumed_ja}として計算しました。"
        "まず30件ほど写して bprkit mine にかけると、実際のばらつきで計算し直せます。",
    )
    return max(found.mean, found.median, found.share)
