"""`bprkit draw`: a procedure as a picture, with what a log says of its steps if there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bprkit.cli.options import reading_arguments, reading_options
from bprkit.cli.pictures import look_options, refuse_what_cannot_be_drawn, save_picture
from bprkit.language import tell

if TYPE_CHECKING:
    from bprkit.drawing.heat import Heat
    from bprkit.procedure.model import Procedure


def command() -> click.Command:
    """Return the command, its help in the language in use."""
    return click.Command(
        "draw",
        callback=draw,
        short_help=tell(en="Draw a procedure in lanes.", ja="手続を業務フロー図に描きます。"),
        help=tell(
            en="Draw a procedure in lanes, in the form that the ending of FILE names. The options on reading are for the log "
            "of --heat.",
            ja="手続を、担当ごとのレーンに分けた業務フロー図に描きます。形式は出力先の拡張子で決まります。"
            "読み込みのオプションは --heat のログに対するものです。",
        ),
        params=[
            click.Argument(["procedure"], metavar="PROCEDURE"),
            click.Option(
                ["-o", "--output"],
                required=True,
                metavar="FILE",
                help=tell(
                    en="The file to write: .svg, .png, .pdf, .pptx, .xlsx, .html, .bpmn, .mmd or .dot.",
                    ja="書き出すファイル：.svg、.png、.pdf、.pptx、.xlsx、.html、.bpmn、.mmd、.dot。",
                ),
            ),
            *look_options(),
            click.Option(
                ["--unfold"],
                is_flag=True,
                help=tell(en="Open all sub-processes.", ja="サブプロセスを展開します。"),
            ),
            click.Option(
                ["--heat"],
                metavar="LOG",
                help=tell(
                    en="A log whose counts and times are laid on the steps, found by recorded_as, title or id.",
                    ja="回数と時間を工程に重ねて示すログ（recorded_as、名称、ID の順に対応づけます）。",
                ),
            ),
            *reading_options(),
        ],
    )


def draw(
    procedure: str,
    output: str,
    vertical: bool,
    paper: str | None,
    for_print: bool,
    fonts: tuple[str, ...],
    unfold: bool,
    heat: str | None,
    **given: Any,
) -> None:
    """Open the procedure, look into the log, draw, and write."""
    from bprkit.drawing import LIGHT, PRINT
    from bprkit.drawing import draw as drawn
    from bprkit.procedure.files import open_procedure

    refuse_what_cannot_be_drawn(output, (procedure, *([heat] if heat is not None else ())), fonts)
    opened = open_procedure(procedure)
    picture = drawn(
        opened,
        vertical=vertical,
        theme=PRINT if for_print else LIGHT,
        unfold=unfold,
        paper=paper,
        heat=None if heat is None else _heat(heat, opened, given),
        fonts=fonts,
    )
    save_picture(picture, output)


def _heat(path: str, procedure: Procedure, given: dict[str, Any]) -> Heat:
    from bprkit.log.reading import read_log
    from bprkit.report.heat import heat_of

    log = read_log([path], **reading_arguments(given))
    found = heat_of(log, procedure)
    log.events.engine.close()
    return found
