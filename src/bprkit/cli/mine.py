"""`bprkit mine`: from a log to where its cases wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bprkit.cli.console import console, print_json, say, tell_written
from bprkit.cli.options import reading_arguments, reading_options, source_argument
from bprkit.language import tell

if TYPE_CHECKING:
    from bprkit.log.eventlog import EventLog
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
        params=[source_argument(), *_choice_of_cases(), *_outputs(), *reading_options()],
    )


def _choice_of_cases() -> list[click.Parameter]:
    return [
        click.Option(
            ["--end-activity"],
            multiple=True,
            metavar="NAME",
            help=tell(
                en="An activity that ends a case (may be repeated).", ja="案件を終える処理（繰り返し可）。"
            ),
        ),
        click.Option(
            ["--after-end"],
            multiple=True,
            metavar="NAME",
            help=tell(
                en="An activity after the end, such as 後閲 and 供覧 (may be repeated).",
                ja="終了後の処理（後閲・供覧など。繰り返し可）。",
            ),
        ),
        click.Option(
            ["--from", "started_from"],
            metavar="DATE",
            help=tell(
                en="Only cases that started on this day or later.", ja="この日以降に開始した案件に絞ります。"
            ),
        ),
        click.Option(
            ["--to", "started_to"],
            metavar="DATE",
            help=tell(
                en="Only cases that started on this day or earlier.",
                ja="この日までに開始した案件に絞ります。",
            ),
        ),
        click.Option(
            ["--cases", "period"],
            type=click.Choice(["started", "contained", "touching"]),
            default="started",
            show_default=True,
            help=tell(
                en="What --from and --to mean: started in the period, wholly within, or in progress.",
                ja="--from と --to の意味：期間内に開始、期間内に収まる、期間中に進行中。",
            ),
        ),
        click.Option(
            ["--where"],
            multiple=True,
            metavar="CONDITION",
            help=tell(
                en='Only cases that meet it, e.g. "section=税務課" (=, !=, <, >, ~ contains; repeated = and).',
                ja='条件を満たす案件に絞ります。例："section=税務課"（=、!=、<、>、~は「含む」。繰り返すと「かつ」）。',
            ),
        ),
        click.Option(
            ["--with-activity"],
            multiple=True,
            metavar="NAME",
            help=tell(en="Only cases with this activity.", ja="この処理を含む案件に絞ります。"),
        ),
        click.Option(
            ["--without-activity"],
            multiple=True,
            metavar="NAME",
            help=tell(en="Only cases without this activity.", ja="この処理を含まない案件に絞ります。"),
        ),
        click.Option(
            ["--variant-share"],
            type=float,
            metavar="SHARE",
            help=tell(
                en="Only the commonest variants that cover this share of cases.",
                ja="多い順に、この割合の案件を占めるバリアントに絞ります。",
            ),
        ),
        click.Option(
            ["--complete"],
            is_flag=True,
            help=tell(en="Only cases that reached an end activity.", ja="終了の処理に達した案件に絞ります。"),
        ),
    ]


def _outputs() -> list[click.Parameter]:
    return [
        click.Option(
            ["--json", "json_file"],
            metavar="FILE|-",
            help=tell(
                en="Write everything as JSON (- for stdout).",
                ja="すべてをJSONで書き出します（- は標準出力）。",
            ),
        ),
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

    with _progress() as report:
        report("reading")
        stamps = _stamps(files, given)
        log = _read(files, given, stamps)
        _refuse_overwriting(log, given)
        answers = ask_everything(log, persons=given["persons"], progress=report).answers
        if stamps is not None:
            from bprkit.templates.sampled import sampled

            answers = {**answers, "sample": sampled(log, stamps, answers)}
    _write(answers, given)
    log.events.engine.close()


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


def _read(files: tuple[str, ...], given: dict[str, Any], stamps: Stamps | None) -> EventLog:
    from bprkit.log.reading import read_log
    from bprkit.templates.stamps_log import stamps_log

    ends = {"end": given["end_activity"], "after_end": given["after_end"]}
    reading = {**reading_arguments(given), **ends}
    log = read_log(list(files), **reading) if stamps is None else stamps_log(stamps, **reading)
    return log.filter(
        started_from=given["started_from"],
        started_to=given["started_to"],
        period=given["period"],
        activity=given["with_activity"] or None,
        without_activity=given["without_activity"] or None,
        variant_share=given["variant_share"],
        complete=given["complete"],
        where=given["where"] or None,
    )


def _write(answers: Any, given: dict[str, Any]) -> None:
    from bprkit.files import write_beside
    from bprkit.report.answers import to_json
    from bprkit.report.page import page

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

        tell_written(write_html(page(answers, top=given["top"]), given["html_file"]))
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
