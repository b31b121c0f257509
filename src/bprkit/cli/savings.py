"""`bprkit savings`: what a change saves, for whom, what it costs, and when that is earned back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bprkit.cli.console import console, say, tell_written, write_json
from bprkit.cli.options import json_option, language_option
from bprkit.cli.overwriting import force_option, refuse_existing
from bprkit.language import tell

if TYPE_CHECKING:
    from bprkit.procedure.model import Procedure
    from bprkit.savings import Savings
    from bprkit.simulation.simulated import Simulated


def command() -> click.Command:
    """Return the command, its help in the language in use."""
    return click.Command(
        "savings",
        callback=savings,
        help=tell(
            en="Estimate what a change saves: hours by role, days, and yen in four classes never added together; what it "
            "costs; and when the cash is back.",
            ja="見直しの効果を見積もります：担当別の時間、所要日数、4区分の金額（合算しません）、経費、現金ベースの回収年数。",
        ),
        params=[
            click.Argument(["as_is"], metavar="[AS_IS]", required=False),
            click.Argument(["to_be"], metavar="[TO_BE]", required=False),
            click.Option(
                ["--costs"],
                default="default",
                show_default=True,
                metavar="FILE",
                help=tell(
                    en="Price list of the city: .yaml, or .xlsx from --template.",
                    ja="市の単価表：.yaml、または --template で作った .xlsx。",
                ),
            ),
            click.Option(
                ["--years"],
                type=click.IntRange(1, 50),
                default=5,
                show_default=True,
                help=tell(en="Years of running that are looked at.", ja="見積もる運用年数。"),
            ),
            click.Option(
                ["--simulate", "replications"],
                type=click.IntRange(2, 1000),
                metavar="N",
                help=tell(
                    en="Play a year of both states N times: lead times with queues. The first run on a machine takes "
                    "some seconds more.",
                    ja="両方の状態を1年分、N回シミュレーションし、混雑を含む所要日数を求めます。その端末で初めて使うときは"
                    "準備に数十秒かかります。",
                ),
            ),
            click.Option(
                ["--samples"],
                type=click.IntRange(100, 1_000_000),
                default=2000,
                show_default=True,
                help=tell(en="Draws of uncertain figures.", ja="不確かな数値の標本数。"),
            ),
            click.Option(
                ["--seed"],
                type=click.IntRange(0),
                default=1,
                show_default=True,
                help=tell(en="Seed of the draws.", ja="乱数の種。"),
            ),
            click.Option(
                ["--explain", "explain"],
                is_flag=True,
                help=tell(
                    en="Print the chain from step to yen instead.",
                    ja="工程から金額までの計算過程を表示します。",
                ),
            ),
            json_option(),
            click.Option(
                ["--xlsx", "xlsx_file"],
                metavar="FILE",
                help=tell(
                    en="Write a workbook with live formulas from inputs to totals.",
                    ja="入力から合計まで数式でつながるExcelを書き出します。",
                ),
            ),
            click.Option(
                ["--template", "template_file"],
                metavar="FILE",
                help=tell(
                    en="Write an Excel template of the price list, and stop.",
                    ja="単価表のExcelひな形を書き出して終わります。",
                ),
            ),
            force_option(
                en="Replace the template's file if there is one.", ja="ひな形のファイルを置き換えます。"
            ),
            language_option(),
        ],
    )


def savings(
    as_is: str | None,
    to_be: str | None,
    costs: str,
    years: int,
    replications: int | None,
    samples: int,
    seed: int,
    explain: bool,
    json_file: str | None,
    xlsx_file: str | None,
    template_file: str | None,
    force: bool,
) -> None:
    """Open both states and the price list, estimate, and show or write what was found."""
    from bprkit.savings import estimate_savings, write_costs_template

    if force and template_file is None:
        raise click.UsageError(
            tell(
                en="--force goes with --template FILE. Leave it out, or name the template.",
                ja="--force は --template ファイル と一緒に使います。外すか、ひな形のファイルを指定してください。",
            )
        )
    if template_file is not None:
        refuse_existing(template_file, force=force)
        write_costs_template(template_file)
        tell_written(template_file)
        if as_is is None:
            return
    if as_is is None or to_be is None:
        raise click.UsageError(
            tell(
                en="Give two states of a procedure, as in: bprkit savings payment-order/as_is payment-order/to_be",
                ja="手続の2つの状態を指定してください（例：bprkit savings payment-order/as_is payment-order/to_be）",
            )
        )
    from bprkit.procedure.files import open_procedure

    states = open_procedure(as_is), open_procedure(to_be)
    found = estimate_savings(
        *states,
        costs,
        years=years,
        simulated=None if replications is None else _simulated(states, replications, seed),
        samples=samples,
        seed=seed,
    )
    _show(found, explain, json_file, xlsx_file)


def _simulated(
    states: tuple[Procedure, Procedure], replications: int, seed: int
) -> tuple[Simulated, Simulated]:
    """Play both states with the same cases, and say that it takes its time."""
    from bprkit.simulation import simulate

    say(
        en=f"Simulating both states, {replications} years each …",
        ja=f"両方の状態を{replications}年分ずつシミュレーションしています…",
    )
    before, after = (simulate(state, replications=replications, seed=seed) for state in states)
    return before, after


def _show(found: Savings, explain: bool, json_file: str | None, xlsx_file: str | None) -> None:
    if xlsx_file is not None:
        found.write_workbook(xlsx_file)
        tell_written(xlsx_file)
    if json_file is not None:
        import json

        write_json(json.dumps(found.to_dict(), ensure_ascii=False, indent=2, allow_nan=False), json_file)
    elif explain:
        console().print(found.explain(), markup=False, highlight=False, soft_wrap=True)
    elif xlsx_file is None:
        from bprkit.cli.savings_page import savings_page
        from bprkit.report.terminal import print_page

        print_page(savings_page(found), console())
