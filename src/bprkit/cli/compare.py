"""`bprkit compare`: what changes from one state of a procedure to the next, and what it comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bprkit.cli.console import console, write_json
from bprkit.cli.options import json_option, language_option
from bprkit.cli.pictures import look_options, refuse_what_cannot_be_drawn, save_picture
from bprkit.language import tell

if TYPE_CHECKING:
    from bprkit.drawing import Figure
    from bprkit.procedure.comparing import Comparison


def command() -> click.Command:
    """Return the command, its help in the language in use."""
    return click.Command(
        "compare",
        callback=compare,
        short_help=tell(en="Compare states of a procedure.", ja="手続の状態（現状と改善後など）を比べます。"),
        help=tell(
            en="Compare states of a procedure: which steps go, merge, move or run side by side, and the totals of each.",
            ja="手続の状態を比べます：廃止・統合・担当変更・並行化された工程と、状態ごとの合計を示します。",
        ),
        params=[
            click.Argument(["as_is"], metavar="AS_IS"),
            click.Argument(["to_be"], metavar="TO_BE"),
            click.Argument(["more"], nargs=-1, metavar="[MORE]..."),
            click.Option(
                ["-o", "--output"],
                metavar="FILE",
                help=tell(
                    en="Draw the states into one picture: .svg, .png, .pdf, .pptx, .xlsx or .html.",
                    ja="前後比較の図を書き出します：.svg、.png、.pdf、.pptx、.xlsx、.html。",
                ),
            ),
            *look_options(),
            click.Option(
                ["--costs"],
                metavar="default|FILE",
                help=tell(
                    en="Show yen a case on the picture of -o, at the prices of this list: staff time at its pay, and cash "
                    "apart from it. default: usual prices, all estimates.",
                    ja="-o の図に、この単価表による1件あたりの金額を示します。人件費換算（予算は減りません）と現金は分け、"
                    "合算しません。default は標準単価（目安）です。",
                ),
            ),
            json_option(),
            language_option(),
        ],
    )


def compare(
    as_is: str,
    to_be: str,
    more: tuple[str, ...],
    output: str | None,
    vertical: bool,
    paper: str | None,
    for_print: bool,
    fonts: tuple[str, ...],
    costs: str | None,
    json_file: str | None,
) -> None:
    """Open the states, compare them, and draw or show what was found."""
    from bprkit.procedure.comparing import compare as compare_states
    from bprkit.procedure.files import open_procedure

    if costs is not None and output is None:
        raise click.UsageError(
            tell(
                en="--costs is shown on a picture: name its file with -o. For the effect of a whole year: bprkit savings.",
                ja="--costs は図に示すものです。-o で図のファイルを指定してください。1年分の効果は bprkit savings です。",
            )
        )
    names = (as_is, to_be, *more)
    if output is not None:
        read = names if costs is None else (*names, costs)
        refuse_what_cannot_be_drawn(output, read, fonts, several=True)
    comparison = compare_states(*map(open_procedure, names))
    if output is not None:
        from bprkit.drawing import LIGHT, PRINT, draw_comparison

        picture = draw_comparison(
            *comparison.procedures,
            comparison=comparison,
            vertical=vertical,
            theme=PRINT if for_print else LIGHT,
            paper=paper,
            cards=() if costs is None else _yen(comparison, costs),
            fonts=fonts,
        )
        save_picture(picture, output)
    if json_file is not None:
        _write_json(comparison, json_file)
    if output is None and json_file is None:
        from bprkit.cli.compare_page import comparison_page
        from bprkit.report.terminal import print_page

        print_page(comparison_page(comparison), console())


def _yen(comparison: Comparison, costs: str) -> tuple[Figure, ...]:
    from bprkit.cli.compare_yen import yen_cards
    from bprkit.savings import load_costs

    return yen_cards(comparison, load_costs(costs))


def _write_json(comparison: Comparison, target: str) -> None:
    import json

    write_json(json.dumps(comparison.to_dict(), ensure_ascii=False, indent=2), target)
