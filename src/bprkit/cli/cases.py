"""Which cases of a log a command is about: options that several commands share, and the log read by them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from bprkit.cli.options import reading_arguments
from bprkit.language import tell

if TYPE_CHECKING:
    from bprkit.log.eventlog import EventLog


def choice_of_cases() -> list[click.Parameter]:
    """Return the options that say which cases of a log are meant, and with what they end."""
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


def read_cases(
    files: tuple[str, ...], given: Mapping[str, Any], read: Callable[..., EventLog] | None = None
) -> EventLog:
    """Read a log, and return the cases of it that the options of a command ask for.

    read: what reads it with the options on reading, where that is not `read_log` with the files.
    """
    from bprkit.log.reading import read_log

    reading = {
        **reading_arguments(given),
        "end": given["end_activity"],
        "after_end": given["after_end"],
    }
    log = read_log(list(files), **reading) if read is None else read(**reading)
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
