"""`bprkit mine`: from a log to where its cases wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bprkit.cli.cases import choice_of_cases, read_cases
from bprkit.cli.console import console, print_json, say, tell_written
from bprkit.cli.options import json_option, reading_options, source_argument
from bprkit.errors import InputError
from bprkit.language import tell

if TYPE_CHECKING:
    from bprkit.log.eventlog import EventLog
    from bprkit.mining.mined import Mined
    from bprkit.templates.stamps import Stamps


def command() -> click.Command:
    """Return the command, its help in the language in use."""
    return click.Command(
        "mine",
        callback=mine,
        help=tell(
            en="Show where the cases of a log wait: from CSV, Excel, Parquet or XES, one file or several.",
            ja="ログ（CSV・Excel・Parquet・XES、複数可）から、案件がどこで待っているかを示します。",
        ),
        params=[source_argument(), *choice_of_cases(), *_outputs(), *reading_options()],
    )


def _outputs() -> list[click.Parameter]:
    return [
        json_option(),
        click.Option(
            ["--csv", "csv_folder"],
            metavar="DIR",
            help=tell(en="Write a CSV per table.", ja="表ごとにCSVを書き出します。"),
        ),
        click.Option(
            ["--html", "html_file"],
            metavar="FILE",
            help=tell(en="Write one self-contained page.", ja="1つのHTMLページに書き出します。"),
        ),
        click.Option(
            ["--top"],
            type=click.IntRange(1),
            default=10,
            show_default=True,
            metavar="N",
            help=tell(en="Rows of each table in the terminal.", ja="画面に出す各表の行数。"),
        ),
        click.Option(
            ["--persons"],
            is_flag=True,
            help=tell(en="Show names of persons.", ja="個人の名前を表示します。"),
        ),
    ]


def mine(files: tuple[str, ...], **given: Any) -> None:
    """Read the log, narrow it to the cases asked for, ask every question, and show the answers."""
    from bprkit.mining.mined import mine as ask_everything
    from bprkit.templates.stamps_log import stamps_log

    for file in files:
        _refuse_procedure(file)
    with _progress() as report:
        report("reading")
        stamps = _stamps(files, given)
        log = read_cases(files, given, read=None if stamps is None else partial(stamps_log, stamps))
        _refuse_overwriting(log, given)
        mined = ask_everything(log, persons=given["persons"], progress=report)
    _write(mined, log, given)
    log.events.engine.close()


def _refuse_procedure(file: str) -> None:
    """Refuse the drawing of a procedure, which holds no events, and name what there is for it."""
    from bprkit.procedure.files import is_procedure

    if is_procedure(file):
        raise InputError(
            en=f"{file} is a procedure, not a log. To see it: bprkit procedures show {file}; to check it: "
            f"bprkit check {file}; to compare two: bprkit compare AS_IS TO_BE.",
            ja=f"{file} は処理履歴（ログ）ではなく手続です。内容を見るには bprkit procedures show {file}、点検するには "
            f"bprkit check {file}、2つを比べるには bprkit compare 現状 改善後 を使ってください。",
        )


def _refuse_overwriting(log: EventLog, given: dict[str, Any]) -> None:
    from bprkit.log.writing.logs import refuse_own_file

    for target in (given["json_file"], given["html_file"]):
        if target is not None and target != "-":
            refuse_own_file(log, Path(target))


def _stamps(files: tuple[str, ...], given: dict[str, Any]) -> Stamps | None:
    """Return what a form of stamp dates holds; None for other files, and where a sheet is chosen."""
    from bprkit.templates.stamps import is_stamps, read_stamps

    if len(files) != 1 or given["sheet"] is not None or not is_stamps(files[0]):
        return None
    return read_stamps(files[0])


def _write(mined: Mined, log: EventLog, given: dict[str, Any]) -> None:
    from bprkit.files import write_beside
    from bprkit.report.answers import to_json
    from bprkit.report.page import page

    answers = mined.answers
    if given["csv_folder"] is not None:
        from bprkit.report.tables import write_csv_tables

        tables = write_csv_tables(answers, given["csv_folder"])
        folder = given["csv_folder"]
        say(
            en=f"Written: {len(tables)} tables in {folder}",
            ja=f"書き出しました：{folder}（{len(tables)}個の表）",
        )
    if given["html_file"] is not None:
        from bprkit.report.html import write_html
        from bprkit.report.pictures import illustrated

        shown = illustrated(page(answers, top=given["top"]), mined, log)
        tell_written(write_html(shown, given["html_file"]))
    if given["json_file"] == "-":
        print_json(to_json(answers))
        return
    if given["json_file"] is not None:
        with write_beside(given["json_file"]) as path:
            path.write_text(to_json(answers) + "\n", encoding="utf-8")
        tell_written(given["json_file"])
    if all(given[target] is None for target in ("csv_folder", "html_file", "json_file")):
        from bprkit.report.terminal import print_page

        print_page(page(answers, top=given["top"]), console())


PARTS = {
    "reading": ("reading the log", "ログを読み込んでいます"),
    "overview": ("overview", "概要"),
    "quality": ("data quality", "データの品質"),
    "lead_time": ("lead times", "所要時間"),
    "activities": ("activities", "処理"),
    "transitions": ("transitions", "処理の間"),
    "bottlenecks": ("bottlenecks", "ボトルネック"),
    "variants": ("variants", "バリアント"),
    "rework": ("rework", "手戻り"),
    "handovers": ("handovers", "受け渡し"),
    "workload": ("workload", "業務量"),
    "backlog": ("backlog", "滞留"),
    "attributes": ("attributes", "属性"),
}


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Say on a terminal's stderr what is being worked on; say nothing in a pipe."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda part: None
        return
    with console.status("") as status:
        yield lambda part: status.update(tell(en=PARTS[part][0], ja=PARTS[part][1]) + " …")
