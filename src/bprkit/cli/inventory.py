"""`bprkit inventory`: the forms that sections sent back, merged, checked, and what they say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bprkit.cli.console import console, tell_written, write_json
from bprkit.cli.options import language_option
from bprkit.errors import InputError
from bprkit.language import tell

if TYPE_CHECKING:
    from bprkit.inventory.model import Inventory
    from bprkit.inventory.settings import Settings


def command() -> click.Command:
    """Return the command, its help in the language in use."""
    return click.Command(
        "inventory",
        callback=inventory,
        short_help=tell(
            en="Merge the inventory forms of all sections, and see where the hours go.",
            ja="各課の業務量調査票をまとめ、どこに時間がかかっているかを示します。",
        ),
        help=tell(
            en="Merge the inventory forms that the sections sent back: every repair is listed with file and cell. Shows "
            "where the hours go, what to review first, peaks, what is digital already, and what residents cannot find.",
            ja="各課から回収した業務量調査票をまとめます。直した箇所はファイルとセルを示してすべて一覧にします。時間の内訳、"
            "見直しの順番、月ごとの山、DXの芽、住民が見つけられない手続を示します。",
        ),
        params=[
            click.Argument(["folder"], metavar="FOLDER"),
            *_targets(),
            *_skeleton_options(),
            *_reading_options(),
            language_option(),
        ],
    )


def _targets() -> list[click.Parameter]:
    return [
        _text(
            "--html",
            "FILE",
            "html_file",
            en="Write one self-contained page.",
            ja="1枚のHTMLページに書き出します。",
        ),
        _text("--xlsx", "FILE", "xlsx_file", en="Write a workbook.", ja="Excelブックに書き出します。"),
        _text("--csv", "DIR", "csv_folder", en="Write the tables as CSV.", ja="表をCSVで書き出します。"),
        _text(
            "--json",
            "FILE|-",
            "json_file",
            en="Write everything as JSON (- for stdout).",
            ja="すべてをJSONで書き出します（- は標準出力）。",
        ),
    ]


def _skeleton_options() -> list[click.Parameter]:
    return [
        _text(
            "--skeleton",
            "TASK",
            "task",
            en="Make a task the first YAML file of a procedure.",
            ja="業務を手続（YAML）のひな形にします。",
        ),
        _text(
            "--section",
            "NAME",
            "section",
            en="The section of the task, if several have it.",
            ja="同じ業務が複数の課にあるときの課名。",
        ),
        click.Option(
            ["-o", "--output"],
            metavar="FILE",
            help=tell(
                en="The file of the skeleton; TASK.yaml if not given.",
                ja="ひな形のファイル。既定は 業務名.yaml。",
            ),
        ),
        click.Option(
            ["--force"],
            is_flag=True,
            help=tell(
                en="Replace the skeleton's file if there is one.", ja="ひな形のファイルを置き換えます。"
            ),
        ),
    ]


def _reading_options() -> list[click.Parameter]:
    return [
        click.Option(
            ["--weight", "weights"],
            multiple=True,
            metavar="PART=N",
            help=tell(
                en="Weight of a part of the score: hours, repetition, paper or handovers, from 0 to 5.",
                ja="点数の要素の重み（hours、repetition、paper、handovers）。0から5まで。",
            ),
        ),
        click.Option(
            ["--hours-per-post"],
            type=click.FloatRange(min=1, max=8784),
            metavar="HOURS",
            help=tell(
                en="Hours a year of one regular post; 1860 if not given.",
                ja="正規職員1人の年間時間。既定は1860。",
            ),
        ),
        click.Option(
            ["--pairs"],
            multiple=True,
            metavar="FILE",
            help=tell(
                en="A workbook (--xlsx) in which similar tasks were answered yes or no. Several may be given.",
                ja="似た業務に「はい・いいえ」を答えたブック（--xlsx で書き出したもの）。複数指定できます。",
            ),
        ),
        click.Option(
            ["--alike"],
            type=click.FloatRange(min=0.1, max=1),
            metavar="N",
            help=tell(
                en="How alike names must be to be shown as a pair, from 0.1 to 1.",
                ja="似た業務として示す、名前の似ている度合い（0.1から1まで）。",
            ),
        ),
        click.Option(
            ["--top"],
            type=click.IntRange(min=1),
            default=10,
            show_default=True,
            metavar="N",
            help=tell(en="How many rows a table shows.", ja="表に示す行数。"),
        ),
    ]


def _text(name: str, metavar: str, variable: str, *, en: str, ja: str) -> click.Option:
    return click.Option([name, variable], metavar=metavar, help=tell(en=en, ja=ja))


def inventory(folder: str, **given: Any) -> None:
    """Read the folder, and write or show what was asked for."""
    from bprkit.inventory import read_inventory
    from bprkit.inventory.outputs import refuse_lost_answers, refuse_own_inputs

    settings = _settings(given)
    if given["task"] is None and (given["section"] or given["output"] or given["force"]):
        raise InputError(
            en="--section, -o and --force go with --skeleton TASK. Name the task.",
            ja="--section・-o・--force は --skeleton 業務名 と一緒に使います。業務名を指定してください。",
        )
    targets = _targets_of(given)
    refuse_lost_answers(targets, given["pairs"])
    found = read_inventory(folder)
    refuse_own_inputs(found, targets)
    if given["task"] is not None:
        _write_skeleton(found, given)
        return
    _write_answers(found, settings, given)


def _targets_of(given: dict[str, Any]) -> list[str | Path]:
    from bprkit.inventory.outputs import tables_in

    files = [given[name] for name in ("html_file", "xlsx_file", "json_file", "output") if given[name]]
    return [*files, *(tables_in(given["csv_folder"]) if given["csv_folder"] else ())]


def _write_answers(found: Inventory, settings: Settings, given: dict[str, Any]) -> None:
    import json

    from bprkit.inventory.answers import answer_inventory
    from bprkit.inventory.confirming import read_judgements

    answers = answer_inventory(found, settings, read_judgements(given["pairs"]))
    if given["html_file"]:
        from bprkit.inventory.html import write_inventory_html

        tell_written(write_inventory_html(answers, given["html_file"], top=given["top"]))
    if given["xlsx_file"]:
        from bprkit.inventory.workbook import write_inventory_workbook

        tell_written(write_inventory_workbook(answers, given["xlsx_file"]))
    if given["csv_folder"]:
        from bprkit.inventory.workbook import write_inventory_tables

        write_inventory_tables(answers, given["csv_folder"])
        tell_written(given["csv_folder"])
    if given["json_file"]:
        write_json(json.dumps(answers.to_dict(), ensure_ascii=False, indent=2), given["json_file"])
    if given["json_file"] != "-":
        from bprkit.inventory.page import page
        from bprkit.report.terminal import print_page

        print_page(page(answers, top=given["top"]), console())


def _write_skeleton(found: Inventory, given: dict[str, Any]) -> None:
    from bprkit.inventory.skeleton import file_name, find_task, skeleton
    from bprkit.procedure.scaffold import write_scaffold

    task = find_task(found, given["task"], given["section"])
    path = Path(given["output"] or file_name(task))
    write_scaffold(skeleton(task), path, force=given["force"])
    tell_written(path)


def _settings(given: dict[str, Any]) -> Settings:
    from dataclasses import replace

    from bprkit.inventory.settings import default_settings

    settings = default_settings().weighing(dict(map(_weight, given["weights"])))
    if given["hours_per_post"] is not None:
        settings = replace(
            settings, hours_per_post={**settings.hours_per_post, "regular": given["hours_per_post"]}
        )
    if given["alike"] is not None:
        settings = replace(settings, similar={**settings.similar, "least": given["alike"]})
    return settings


def _weight(text: str) -> tuple[str, float]:
    part, _, number = text.partition("=")
    try:
        return part.strip(), float(number)
    except ValueError as error:
        raise InputError(
            en=f"--weight {text}: write a part and its weight, such as --weight paper=2.",
            ja=f"--weight {text}：要素と重みを --weight paper=2 のように書いてください。",
        ) from error
