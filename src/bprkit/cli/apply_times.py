"""`bprkit apply-times`: measured times of work into a procedure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bprkit.cli.console import console, say, tell_written
from bprkit.cli.options import language_option
from bprkit.language import tell

if TYPE_CHECKING:
    from rich.table import Table

    from bprkit.procedure.distributions import AnyDistribution
    from bprkit.procedure.problems import Problem
    from bprkit.templates.applying import StepTimes
    from bprkit.templates.stopwatch import Times


def command() -> click.Command:
    """Return the command, its help in the language in use."""
    return click.Command(
        "apply-times",
        callback=apply_times,
        short_help=tell(
            en="Put measured times of work into a procedure.", ja="計測した処理時間を手続に入れます。"
        ),
        help=tell(
            en="Show what stopwatch and self-report forms measured, step by step, outliers included; with -o, write the "
            "procedure with these times, its comments and order kept.",
            ja="計測表（stopwatch・self-report）の時間を工程ごとに示します。外れ値も除かずに示します。"
            "-o を付けると、その時間を入れた手続を、コメントと順序を保って書き出します。",
        ),
        params=[
            click.Argument(["procedure"], metavar="PROC"),
            click.Argument(["forms"], nargs=-1, required=True, metavar="FORM.xlsx..."),
            click.Option(
                ["-o", "--output"],
                metavar="FILE.yaml",
                help=tell(
                    en="Write the procedure here; it may be the file itself.",
                    ja="手続の書き出し先。元のファイルと同じでも構いません。",
                ),
            ),
            click.Option(
                ["--as", "shape"],
                type=click.Choice(["auto", "empirical", "lognormal"]),
                default="auto",
                show_default=True,
                help=tell(
                    en="Take the values as measured, or a distribution with their mean and spread.",
                    ja="実測値のまま使うか（empirical）、平均とばらつきの等しい分布にするか（lognormal）。",
                ),
            ),
            language_option(),
        ],
    )


def apply_times(procedure: str, forms: tuple[str, ...], output: str | None, shape: Any) -> None:
    """Show the measured times of each step, and write the procedure that has them."""
    from bprkit.procedure.files import open_procedure
    from bprkit.templates.applying import apply_times as applied
    from bprkit.templates.applying import save_beside, step_times
    from bprkit.templates.form import FormError
    from bprkit.templates.stopwatch import read_times

    before = open_procedure(procedure)
    times: list[Times] = []
    problems: list[Problem] = []
    for form in forms:
        try:
            times.append(read_times(form, before))
        except FormError as error:
            problems += error.problems
    if problems:
        raise FormError(problems)
    measured = step_times(times, before, shape)
    if output is not None:
        source = ", ".join(Path(form).name for form in forms)
        written = save_beside(applied(before, measured, source=source), _origin(procedure), output)
    _show(measured, len(before.tasks))
    if output is not None:
        tell_written(written)
    else:
        say(
            en="Nothing was written. Add -o NEW.yaml to write the procedure with these times.",
            ja="まだ何も書き出していません。-o 新しい手続.yaml を付けると、この時間を入れた手続を書き出します。",
        )


def _origin(name: str) -> Path | None:
    """Return the YAML file behind the name of a procedure, whose comments are kept."""
    path = Path(name)
    if path.is_file():
        return path
    if path.is_dir():
        return path / "as_is.yaml"
    from bprkit.procedure.library import find_procedure

    return find_procedure(path.as_posix())


def _show(measured: Sequence[StepTimes], steps: int) -> None:
    page = console()
    page.print(_table(measured))
    for each in measured:
        if each.outliers:
            listed = tell(en="; ", ja="、").join(
                f"{one.minutes:.3g}{tell(en=' min', ja='分')} ({one.place}{f' {one.note}' if one.note else ''})"
                for one in each.outliers
            )
            page.print(
                tell(
                    en=f"! {each.title}: far from the rest, and kept: {listed}. Look whether they are right.",
                    ja=f"! {each.title}：他と大きく違う値（除いていません）：{listed}。誤記でないか確かめてください。",
                ),
                markup=False,
                soft_wrap=True,
            )
    page.print(
        tell(
            en=f"{len(measured)} of {steps} steps were measured; the others stay as they are.",
            ja=f"{steps}工程のうち{len(measured)}工程を計測しました。ほかの工程は元のままです。",
        )
    )


def _table(measured: Sequence[StepTimes]) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(tell(en="Step", ja="工程"), overflow="fold")
    for en, ja in (
        ("n", "件数"),
        ("before", "これまで"),
        ("mean", "平均(分)"),
        ("95 % interval", "95%信頼区間"),
        ("sd", "標準偏差"),
    ):
        table.add_column(tell(en=en, ja=ja), justify="right")
    table.add_column(tell(en="taken as", ja="使う形"))
    for each in measured:
        interval = each.interval
        table.add_row(
            each.title,
            f"{each.n:,}",
            "–" if each.before is None else f"{each.before.mean:.3g}",
            f"{each.mean:.3g}",
            "–" if interval is None else f"{max(interval.low, 0):.3g}–{interval.high:.3g}",
            f"{each.sd:.3g}" if each.rows > 1 else "–",
            _form(each.touch),
        )
    return table


def _form(touch: AnyDistribution) -> str:
    from bprkit.procedure.distributions import Constant, LogNormal

    if isinstance(touch, Constant):
        return tell(en="one value", ja="1つの値")
    if isinstance(touch, LogNormal):
        return tell(en="lognormal", ja="対数正規分布")
    return tell(en="as measured", ja="実測値のまま")
