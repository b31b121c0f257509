"""`bprkit simulate`: a procedure run through a year of office time, many times over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from bprkit.cli.console import console, tell_written, write_json
from bprkit.cli.options import json_option, language_option
from bprkit.errors import InputError
from bprkit.language import tell

if TYPE_CHECKING:
    from bprkit.simulation.simulated import Simulated

_ENDINGS = (".csv", ".csv.gz", ".tsv", ".parquet", ".pq", ".xes", ".xes.gz")


def command() -> click.Command:
    """Return the command, its help in the language in use."""
    return click.Command(
        "simulate",
        callback=simulate,
        short_help=tell(en="Run a procedure through office time.", ja="手続を開庁時間の中で動かしてみます。"),
        help=tell(
            en="Run a procedure through office time, many times over: how long cases take, where they wait and why, how busy "
            "each role is. Several procedures run over the same staff. The first run on a machine takes some seconds more "
            "to be made ready.",
            ja="手続を開庁時間の中で何度も動かし、所要時間、待つ場所と理由、担当ごとの稼働率を求めます。複数の手続は同じ職員で"
            "処理します。その端末で初めて使うときは、準備に数秒から数十秒かかります。",
        ),
        params=[
            click.Argument(["files"], nargs=-1, required=True, metavar="PROC..."),
            *_length(),
            *_circumstances(),
            click.Option(
                ["--log", "log_file"],
                metavar="FILE",
                help=tell(
                    en="Write the first replication as an event log: .csv, .parquet or .xes.",
                    ja="1回目の結果をイベントログに書き出します（.csv、.parquet、.xes）。",
                ),
            ),
            json_option(),
            language_option(),
        ],
    )


def _length() -> list[click.Parameter]:
    return [
        click.Option(
            ["--years"],
            type=float,
            metavar="N",
            help=tell(
                en="Count the cases of so many years; by default of 1.",
                ja="この年数に来た案件を数えます（既定は1年）。",
            ),
        ),
        click.Option(
            ["--cases"],
            type=int,
            metavar="N",
            help=tell(en="Count so many cases.", ja="この件数を数えます。"),
        ),
        click.Option(
            ["--replications"],
            type=int,
            metavar="N",
            help=tell(en="How often it is run; by default 30 times.", ja="反復回数（既定は30回）。"),
        ),
        click.Option(
            ["--precision"],
            metavar="2%",
            help=tell(
                en="Instead of --replications: until the mean lead time is known so well.",
                ja="--replications の代わりに：平均所要時間がこの精度になるまで反復します。",
            ),
        ),
        click.Option(
            ["--seed"],
            type=int,
            default=1,
            show_default=True,
            metavar="N",
            help=tell(
                en="Of the random numbers; the same seed gives the same result.",
                ja="乱数の種。同じ種なら同じ結果になります。",
            ),
        ),
        click.Option(
            ["--warm-up"],
            type=int,
            default=30,
            show_default=True,
            metavar="DAYS",
            help=tell(
                en="For how many days the office works before cases count; 0 begins with empty desks.",
                ja="案件を数え始める前の助走の日数。0なら仕掛りのない状態から始めます。",
            ),
        ),
    ]


def _circumstances() -> list[click.Parameter]:
    return [
        click.Option(
            ["--order"],
            type=click.Choice(["first_come", "oldest_case", "earliest_due", "priority"]),
            default="first_come",
            show_default=True,
            help=tell(
                en="Whom a role serves next: first come, the oldest case, the earliest deadline, or by --priority.",
                ja="次に処理する順：到着順、古い案件から、期限の早いものから、--priority の順。",
            ),
        ),
        click.Option(
            ["--priority"],
            metavar="ATTRIBUTE",
            help=tell(
                en="With --order priority: the attribute to go by; the highest number first, or the word listed first.",
                ja="--order priority の基準にする属性。大きい数、または先に挙げた語が先です。",
            ),
        ),
        click.Option(
            ["--arrivals"],
            metavar="FILE|jp|none",
            help=tell(
                en="In whose hours cases come in: an office calendar, or none for day and night; by default the procedure's own.",
                ja="案件が来る時間帯の暦（none は昼夜を問わず）。既定は手続の暦です。",
            ),
        ),
        click.Option(
            ["--absence"],
            multiple=True,
            metavar="ROLE=10%",
            help=tell(
                en="Share of days on which a holder of a role is away (may be repeated).",
                ja="担当が不在の日の割合（繰り返し可）。",
            ),
        ),
        click.Option(
            ["--deputy"],
            multiple=True,
            metavar="ROLE=ROLE",
            help=tell(
                en="The role that acts when nobody of a role is there (may be repeated).",
                ja="担当が全員不在のときに代決する役割（繰り返し可）。",
            ),
        ),
    ]


def simulate(files: tuple[str, ...], **given: Any) -> None:
    """Open the procedures, run them, and show what was found."""
    _refuse_together(given)
    if given["log_file"] is not None:
        _refuse_ending(given["log_file"])
    from bprkit.procedure.files import open_procedure

    procedures = [open_procedure(file) for file in files]
    with _progress() as progress:
        from bprkit.simulation.simulating import simulate as run

        found = run(
            *procedures,
            years=1.0 if given["years"] is None else given["years"],
            cases=given["cases"],
            replications=30 if given["replications"] is None else given["replications"],
            precision=None if given["precision"] is None else _share(given["precision"], "--precision"),
            seed=given["seed"],
            warm_up_days=given["warm_up"],
            arrivals=given["arrivals"],
            order=given["order"],
            priority=given["priority"],
            absences={
                role: _share(part, "--absence") for role, part in _pairs(given["absence"], "--absence")
            },
            deputies=dict(_pairs(given["deputy"], "--deputy")),
            log=given["log_file"] is not None,
            progress=progress,
        )
    _write(found, [str(procedure.title) or procedure.id for procedure in procedures], given)


def _write(found: Simulated, titles: list[str], given: dict[str, Any]) -> None:
    if given["log_file"] is not None:
        from bprkit.log.writing.logs import convert

        convert(found.log, given["log_file"])
        tell_written(given["log_file"])
    if given["json_file"] is not None:
        import json

        write_json(json.dumps(found.to_dict(), ensure_ascii=False, indent=2), given["json_file"])
        return
    from bprkit.cli.simulate_page import simulated_page
    from bprkit.report.terminal import print_page

    print_page(simulated_page(found, titles), console())


def _refuse_together(given: dict[str, Any]) -> None:
    for one, other in (("years", "cases"), ("replications", "precision")):
        if given[one] is not None and given[other] is not None:
            raise InputError(
                en=f"--{one} and --{other} say two different things. Give one of them.",
                ja=f"--{one} と --{other} は同時に指定できません。どちらか一方にしてください。",
            )


def _refuse_ending(target: str) -> None:
    if not Path(target).name.lower().endswith(_ENDINGS):
        raise InputError(
            en=f"{target} does not say in which form to write the log. Let it end in .csv, .parquet or .xes.",
            ja=f"{target} ではログの形式がわかりません。末尾を .csv、.parquet、.xes のどれかにしてください。",
        )


def _pairs(texts: tuple[str, ...], option: str) -> list[tuple[str, str]]:
    pairs = []
    for text in texts:
        name, sign, value = text.partition("=")
        if not (name.strip() and sign and value.strip()):
            raise InputError(
                en=f"{option} {text} names no role and value. Write it as ROLE=VALUE.",
                ja=f"{option} {text} を読み取れません。「役割=値」の形で指定してください。",
            )
        pairs.append((name.strip(), value.strip()))
    return pairs


def _share(text: str, option: str) -> float:
    """Return a share, said as 2%, ２％ or 0.02."""
    import unicodedata

    found = re.fullmatch(r"\s*([0-9]*\.?[0-9]+)\s*(%?)\s*", unicodedata.normalize("NFKC", text))
    if not found:
        raise InputError(
            en=f"{option} {text} is no share. Write it as 2% or 0.02.",
            ja=f"{option} {text} は割合として読み取れません。2% または 0.02 のように指定してください。",
        )
    return float(found[1]) / (100 if found[2] else 1)


@contextmanager
def _progress() -> Iterator[Callable[[int, int | None], None] | None]:
    """Say on a terminal's stderr how many replications are done; say nothing in a pipe."""
    from rich.console import Console

    terminal = Console(stderr=True)
    if not terminal.is_terminal:
        yield None
        return
    began, ready_after = monotonic(), 0.0
    ready = tell(en="making ready (longer the first time) …", ja="準備しています（初回は時間がかかります）…")
    with terminal.status(ready) as status:

        def update(done: int, of: int | None) -> None:
            nonlocal ready_after
            ready_after = ready_after or monotonic() - began
            total = f" / {of}" if of is not None else ""
            status.update(tell(en=f"replication {done}{total} …", ja=f"反復 {done}{total} 回 …"))

        yield update
    from bprkit.simulation.running import was_compiled

    if was_compiled():
        terminal.print(
            tell(
                en=f"Made ready for this machine in {ready_after:.0f} s; kept for the next time.",
                ja=f"この端末用の準備に{ready_after:.0f}秒かかりました。次回からは不要です。",
            )
        )
