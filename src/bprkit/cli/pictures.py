"""What the commands share that write pictures: their options, and how a picture is saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bprkit.cli.console import say, tell_written
from bprkit.errors import InputError
from bprkit.language import tell

if TYPE_CHECKING:
    from bprkit.drawing import Picture
    from bprkit.drawing.painted import Painted


def look_options() -> list[click.Parameter]:
    """Return the options of how a picture looks."""
    return [
        click.Option(
            ["--vertical"],
            is_flag=True,
            help=tell(en="Lanes run downwards.", ja="レーンを縦に並べ、上から下へ描きます。"),
        ),
        click.Option(
            ["--paper"],
            type=click.Choice(["a4", "a3"]),
            help=tell(
                en="Sheet to fit on: a long flow goes on in rows and on further pages, step titles at 6 points or more.",
                ja="用紙。長い流れは段に折り返し、次のページへ続けます。工程名は6ポイント以上です。",
            ),
        ),
        print_option(),
        click.Option(
            ["--font", "fonts"],
            multiple=True,
            metavar="FILE",
            help=tell(
                en="A font for characters that the bundled one lacks, in .png, .pdf and .xlsx (may be repeated).",
                ja="同梱のフォントにない文字のためのフォント（.png、.pdf、.xlsx 用。繰り返し可）。",
            ),
        ),
    ]


def print_option() -> click.Option:
    """Return the option for colours that do without colour."""
    return click.Option(
        ["--print", "for_print"],
        is_flag=True,
        help=tell(en="Colours for black-and-white printing.", ja="白黒印刷向けの配色にします。"),
    )


def refuse_what_cannot_be_drawn(
    output: str, sources: tuple[str, ...], fonts: tuple[str, ...], *, several: bool = False
) -> None:
    """Refuse an ending that no painter has, a file that is read itself, and fonts that are not there.

    several: the picture shows several states, which not every form can hold.
    """
    from bprkit.drawing.forms import painter_for

    target = Path(output)
    painter_for(target, several=several)
    for source in sources:
        if target.exists() and Path(source).exists() and target.samefile(source):
            raise InputError(
                en=f"{output} is what is read. Give the picture another name.",
                ja=f"{output} は読み込むファイルそのものです。出力先に別の名前を付けてください。",
            )
    for font in fonts:
        if not Path(font).is_file():
            raise InputError(
                en=f"There is no font file {font}. Give a .ttf or .otf file.",
                ja=f"フォントファイル {font} がありません。.ttf か .otf のファイルを指定してください。",
            )


def save_picture(picture: Picture | Painted, output: str) -> None:
    """Write a picture and say so; what a form leaves out, and characters without a glyph, are told on stderr."""
    import warnings

    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        written = picture.save(output)
    tell_written(written)
    _tell_pages(picture, written)
    for text in dict.fromkeys(str(warning.message) for warning in told):
        say(en=f"* {text}", ja=f"* {text}")


def _tell_pages(picture: Picture | Painted, written: Path) -> None:
    """Say how many pages a picture has, and how the file holds them."""
    from bprkit.drawing.forms import PRINTED
    from bprkit.drawing.painted import Painted

    if isinstance(picture, Painted) or picture.pages is None or written.suffix.lower() not in PRINTED:
        return
    count, paper = len(picture.printed), picture.pages.name.upper()
    if count < 2:
        return
    if written.suffix.lower() in (".svg", ".png"):
        say(
            en=f"* {count} pages of {paper}, one below the other in this file. As a .pdf each is printed on its own.",
            ja=f"* {paper}で{count}ページ分を、上から順に1つの図に収めました。1ページずつ印刷するには .pdf にしてください。",
        )
    else:
        say(en=f"* {count} pages of {paper}.", ja=f"* {paper}で{count}ページです。")
