"""The options that several commands share: how a log is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from bprkit.language import tell

PARTS = ("case", "activity", "time", "start", "resource", "role", "section", "lifecycle")


def reading_options() -> list[click.Parameter]:
    """Return the options of `bprkit.read_log`."""
    part_words = {
        "case": ("the case number", "案件番号"),
        "activity": ("the activity", "処理名"),
        "time": ("the completion time", "処理日時（完了）"),
        "start": ("the start time", "開始日時"),
        "resource": ("the person", "処理者"),
        "role": ("the role", "役職"),
        "section": ("the section", "所属"),
        "lifecycle": ("the lifecycle transition", "開始・完了の別"),
    }
    columns: list[click.Parameter] = [
        click.Option(
            [f"--{part}"],
            metavar="COLUMN",
            help=tell(en=f"Column with {words[0]}.", ja=f"{words[1]}の列。"),
        )
        for part, words in part_words.items()
    ]
    return [
        *columns,
        click.Option(
            ["--shape"],
            type=click.Choice(["long", "wide"]),
            help=tell(en="A row an event, or a row a case.", ja="1行1処理か、1行1案件か。"),
        ),
        click.Option(
            ["--calendar"],
            default="jp",
            show_default=True,
            metavar="FILE|jp|none",
            help=tell(
                en="Office hours: a YAML file, a holiday CSV, jp, or none for clock time.",
                ja="開庁時間：YAMLファイル、祝日CSV、jp、または none（実時間）。",
            ),
        ),
        click.Option(
            ["--timezone"],
            metavar="ZONE",
            help=tell(
                en="The zone of the log; by default the calendar's.",
                ja="ログの時刻の地域。既定はカレンダーのもの。",
            ),
        ),
        click.Option(["--encoding"], help=tell(en="Encoding of a text file.", ja="文字コード。")),
        click.Option(["--sheet"], help=tell(en="Sheet of a workbook.", ja="Excelのシート名または番号。")),
        click.Option(
            ["--era"],
            type=click.Choice(["reiwa", "heisei", "showa"]),
            help=tell(en="Era of dates like 6/6/29.", ja="6/6/29 のような日付の元号。"),
        ),
        click.Option(
            ["--day-first/--month-first", "day_first"],
            default=None,
            help=tell(en="How to read 03/04/2024.", ja="03/04/2024 を日が先と読むか、月が先と読むか。"),
        ),
        click.Option(
            ["--naive"],
            type=click.Choice(["refuse", "zone"]),
            default="refuse",
            show_default=True,
            help=tell(
                en="Times without offset among times with one: refuse, or take them as of the zone.",
                ja="時差の表記がある日時とない日時が混ざるとき：断るか、ない方を地域の時刻とみなすか。",
            ),
        ),
        click.Option(
            ["--keep-pseudo-events"],
            is_flag=True,
            help=tell(
                en="Keep Start and End events of tools.", ja="ツールが加えた Start・End の行も数えます。"
            ),
        ),
        click.Option(
            ["--strict"],
            is_flag=True,
            help=tell(en="Refuse a log that needs repairs.", ja="修正や除外が必要なログは読み込みません。"),
        ),
        click.Option(
            ["--engine"],
            type=click.Choice(["duckdb", "spark"]),
            default="duckdb",
            show_default=True,
            help=tell(en="Where to compute.", ja="計算に使うエンジン。"),
        ),
        click.Option(
            ["--memory"],
            metavar="SIZE",
            help=tell(
                en="What may be used of memory, such as 4GB; the rest goes to disk.",
                ja="使ってよいメモリ（例：4GB）。超える分はディスクを使います。",
            ),
        ),
        language_option(),
    ]


def json_option() -> click.Option:
    """Return the option by which a command writes all that it found."""
    return click.Option(
        ["--json", "json_file"],
        metavar="FILE|-",
        help=tell(
            en="Write everything as JSON (- for stdout).",
            ja="すべてをJSONで書き出します（- は標準出力）。",
        ),
    )


def language_option() -> click.Option:
    """Return `--lang`; it was obeyed before parsing, so here it is only checked."""
    return click.Option(
        ["--lang"],
        type=click.Choice(["ja", "en"]),
        expose_value=False,
        help=tell(en="Language of messages and results.", ja="表示する言語。"),
    )


READING = (
    *PARTS,
    *("shape", "calendar", "timezone", "encoding", "sheet", "era", "day_first", "naive"),
    *("keep_pseudo_events", "strict", "engine", "memory"),
)


def reading_arguments(given: Mapping[str, Any]) -> dict[str, Any]:
    """Pick the arguments of `bprkit.read_log` from those of a command."""
    return {name: given[name] for name in READING}


def source_argument() -> click.Argument:
    """Return the argument for one log in one or several files, or a quoted glob."""
    return click.Argument(["files"], nargs=-1, required=True, metavar="FILE...")
