"""`bprkit map`: the process map of a log as a picture."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from bprkit.cli.cases import choice_of_cases, read_cases
from bprkit.cli.console import say
from bprkit.cli.options import reading_options, source_argument
from bprkit.cli.pictures import print_option, save_picture
from bprkit.language import tell


def command() -> click.Command:
    """Return the command, its help in the language in use."""
    return click.Command(
        "map",
        callback=draw,
        short_help=tell(en="Draw the process map of a log.", ja="ログからプロセスマップを描きます。"),
        help=tell(
            en="Draw what is done in a log and what follows what: how often, and how long it takes. Names of persons do "
            "not appear.",
            ja="ログの処理と、そのつながりを図にします：それぞれの回数と時間を示します。個人の名前は表示されません。",
        ),
        params=[source_argument(), *_picture(), *choice_of_cases(), *_reading()],
    )


def _picture() -> list[click.Parameter]:
    return [
        click.Option(
            ["-o", "--output"],
            required=True,
            metavar="FILE",
            help=tell(
                en="The picture to write: .svg, .png, .pdf or .dot.",
                ja="書き出す図：.svg、.png、.pdf、.dot。",
            ),
        ),
        click.Option(
            ["--detail"],
            type=float,
            default=0.8,
            show_default=True,
            metavar="0..1",
            help=tell(
                en="How much is shown: the share of all steps, from 0 (the main path) to 1 (everything).",
                ja="どこまで示すか：全移動のうちの割合。0（主な流れだけ）から1（すべて）まで。",
            ),
        ),
        click.Option(
            ["--time", "statistic"],
            type=click.Choice(["median", "mean", "p95", "total"]),
            default="median",
            show_default=True,
            help=tell(en="Which time stands on the lines.", ja="線に示す時間：中央値、平均、95%点、合計。"),
        ),
        click.Option(
            ["--vertical"], is_flag=True, help=tell(en="Draw downwards.", ja="上から下へ描きます。")
        ),
        click.Option(
            ["--paper"],
            type=click.Choice(["a4", "a3"]),
            help=tell(en="Sheet that a PDF is set on.", ja="PDFの用紙。"),
        ),
        print_option(),
        click.Option(
            ["--font", "fonts"],
            multiple=True,
            metavar="FILE",
            type=click.Path(exists=True, dir_okay=False),
            help=tell(
                en="A font for characters that the bundled one lacks (may be repeated).",
                ja="同梱のフォントにない文字のためのフォント（繰り返し可）。",
            ),
        ),
    ]


def _reading() -> list[click.Parameter]:
    """Return how a log is read; --time is a statistic here, so the column of times is named by --time-column."""
    others = [option for option in reading_options() if option.name != "time"]
    words = tell(en="Column with the completion time.", ja="処理日時（完了）の列。")
    return [click.Option(["--time-column", "time"], metavar="COLUMN", help=words), *others]


def draw(
    files: tuple[str, ...],
    output: str,
    detail: float,
    statistic: Any,
    vertical: bool,
    paper: str | None,
    for_print: bool,
    fonts: tuple[str, ...],
    **given: Any,
) -> None:
    """Read the log, narrow it to the cases asked for, draw, and say what the picture leaves out."""
    from bprkit.drawing.painted import painter_for
    from bprkit.drawing.process_map.detail import check_detail
    from bprkit.drawing.theme import LIGHT, PRINT
    from bprkit.log.writing.logs import refuse_own_file
    from bprkit.report.maps import draw_map

    painter_for(Path(output), (".dot", ".html"))
    check_detail(detail)
    log = read_cases(files, given)
    refuse_own_file(log, Path(output))
    theme = PRINT if for_print else LIGHT
    picture = draw_map(log, detail=detail, time=statistic, vertical=vertical, theme=theme, fonts=fonts)
    log.events.engine.close()
    save_picture(replace(picture, paper=paper), output)
    for sentence in picture.left_out:
        say(en=sentence, ja=sentence)
