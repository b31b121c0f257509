"""`bprkit procedures`: which procedures come along, and what one of them, or of one's own, says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from bprkit.cli.console import console, write_json
from bprkit.cli.options import language_option
from bprkit.errors import InputError
from bprkit.language import counted, tell

if TYPE_CHECKING:
    from rich.console import Console

    from bprkit.procedure.distributions import AnyDistribution
    from bprkit.procedure.model import Node, Period, Procedure, State, Wait

_DAYS_EN = {
    "calendar_days": "calendar day",
    "working_days": "wd",
    "calendar_months": "month",
    "working_hours": "working hour",
}
_GAP = 3  # cells between two columns
_LEAST = 8  # cells of a column that is broken into lines
_DAYS_JA = {
    "calendar_days": "日（暦日）",
    "working_days": "開庁日",
    "calendar_months": "か月",
    "working_hours": "時間（執務時間）",
}


def command() -> click.Command:
    """Return the command, its help in the language in use."""
    group = click.Group(
        "procedures",
        callback=list_procedures,
        invoke_without_command=True,
        help=tell(
            en="List the procedures that come along; with show, print one.",
            ja="付属の手続の一覧を表示します。show で一つを表示します。",
        ),
        params=[_json_option(), language_option()],
    )
    group.add_command(
        click.Command(
            "show",
            callback=show,
            help=tell(
                en="Print the steps of a procedure with role, touch, wait and medium: a bundled name or a file.",
                ja="手続の各工程の担当・処理時間・待ち・媒体を表示します（付属の名前かファイル）。",
            ),
            params=[click.Argument(["name"], metavar="NAME"), _json_option(), language_option()],
        )
    )
    return group


def _json_option() -> click.Option:
    return click.Option(
        ["--json", "json_file"],
        metavar="FILE|-",
        help=tell(en="Write it as JSON (- for stdout).", ja="JSONで書き出します（- は標準出力）。"),
    )


@click.pass_context
def list_procedures(context: click.Context, json_file: str | None) -> None:
    """Show every bundled procedure: its name, title, states, steps and volume."""
    if context.invoked_subcommand is not None:
        return
    from bprkit.procedure.library import procedures
    from bprkit.procedure.yaml import load_procedure

    found = [(bundled, load_procedure(bundled.path)) for bundled in procedures()]
    if json_file is not None:
        _write_json(
            [
                {
                    "name": bundled.name,
                    "title": {"ja": procedure.title.ja, "en": procedure.title.en},
                    "states": list(bundled.states),
                    "steps": len(procedure.tasks),
                    "cases_per_year": procedure.volume and procedure.volume.per_year,
                }
                for bundled, procedure in found
            ],
            json_file,
        )
        return
    _print_table(
        (
            tell(en="Name", ja="名前"),
            tell(en="Title", ja="題名"),
            tell(en="States", ja="状態"),
            tell(en="Steps", ja="工程"),
            tell(en="Cases a year", ja="年間件数"),
        ),
        [
            (
                bundled.name,
                str(procedure.title),
                tell(en=" ", ja="・").join(_state(state) for state in bundled.states),
                str(len(procedure.tasks)),
                _volume(procedure),
            )
            for bundled, procedure in found
        ],
        right=(3, 4),
        whole=(0, 2),
    )


def show(name: str, json_file: str | None) -> None:
    """Print one procedure."""
    from bprkit.procedure.files import open_procedure

    procedure = open_procedure(name)
    if json_file is not None:
        from bprkit.procedure.yaml.plain import to_plain

        _write_json(to_plain(procedure), json_file)
        return
    screen = console()
    state = _state(procedure.state)
    _print(screen, f"{procedure.title or procedure.id}  [{procedure.id}, {state}]", "bold")
    about = [procedure.owner, tell(en=", ", ja="、").join(procedure.legal_basis), procedure.note]
    _print(screen, " / ".join(part.strip() for part in about if part), "dim")
    _print_table(
        (
            tell(en="Step", ja="工程"),
            tell(en="Role", ja="担当"),
            tell(en="Touch", ja="処理時間"),
            tell(en="Wait", ja="待ち"),
            tell(en="Medium", ja="媒体"),
        ),
        [_row(procedure, node, level) for node, level in _levels(procedure.nodes)],
        right=(2, 3),
        screen=screen,
    )
    for line in _totals(procedure):
        _print(screen, line)


def _state(state: State) -> str:
    """Return a state as it is written in files in English, and as it is called in Japanese."""
    from bprkit.procedure.code_words import STATES

    return tell(en=state, ja=STATES[state][1])


def _levels(nodes: Sequence[Node], level: int = 0) -> list[tuple[Node, int]]:
    """Return what a reader wants to see of the nodes, and how deep in sub-processes it is: all but unnamed gateways."""
    from bprkit.procedure.model import Gateway, SubProcess

    found: list[tuple[Node, int]] = []
    for node in nodes:
        if isinstance(node, Gateway) and not node.title:
            continue
        found.append((node, level))
        if isinstance(node, SubProcess):
            found += _levels(node.nodes, level + 1)
    return found


def _row(procedure: Procedure, node: Node, level: int) -> tuple[str, ...]:
    from bprkit.procedure.code_words import MEDIA, word
    from bprkit.procedure.model import End, Gateway, Message, Start, Task, Timer

    marks = {Start: "○ ", End: "● ", Gateway: "◇ ", Timer: "⏱ ", Message: "✉ "}
    mark = next((mark for kind, mark in marks.items() if isinstance(node, kind)), "")
    title = f"{'  ' * level}{mark}{_name(node)}"
    role = procedure.role_of.get(node.role or "")
    role_name = str(role.title) or role.id if role is not None else node.role or ""
    if isinstance(node, Task):
        media = [word(MEDIA, medium) for medium in node.medium]
        mandatory = tell(en=" (mandatory)", ja="（必置）") if node.mandatory else ""
        return (
            title + mandatory,
            role_name,
            _touch(node.touch),
            _wait(node.wait),
            tell(en=", ", ja="・").join(media),
        )
    if isinstance(node, Message):
        return title, role_name, "", _wait(node.wait), ""
    if isinstance(node, Timer) and node.period is not None:
        return title, role_name, "", _period(node.period), ""
    return title, role_name, "", "", ""


def _name(node: Node) -> str:
    """Return what a node is called; a start or an end without a title by what it is."""
    from bprkit.procedure.model import End, Start

    if node.title:
        return str(node.title)
    if isinstance(node, Start):
        return tell(en="Start", ja="開始")
    return tell(en="End", ja="終了") if isinstance(node, End) else node.id


def _period(period: Period) -> str:
    amount, one = f"{period.amount:.10g}", period.amount == 1
    return tell(
        en=f"{amount} {_DAYS_EN[period.unit]}{'' if one or period.unit == 'working_days' else 's'}",
        ja=f"{amount}{_DAYS_JA[period.unit]}",
    )


def _touch(touch: AnyDistribution | None) -> str:
    return "" if touch is None else tell(en=f"{touch.mean:.3g} min", ja=f"{touch.mean:.3g}分")


def _wait(wait: Wait | None) -> str:
    if wait is None:
        return ""
    mean = f"{wait.length.mean:.3g}"
    return (
        tell(en=f"{mean} min", ja=f"{mean}分")
        if wait.unit == "minutes"
        else tell(en=f"{mean} wd", ja=f"{mean}開庁日")
    )


def _volume(procedure: Procedure) -> str:
    if procedure.volume is None:
        return ""
    estimate = tell(en=" (est.)", ja="（推計）") if procedure.volume.estimate else ""
    return f"{procedure.volume.per_year:,.10g}{estimate}"


def _totals(procedure: Procedure) -> list[str]:
    """Return what a case takes in all, by the graph; where that has no answer, why."""
    from bprkit.procedure.expecting import expected
    from bprkit.report.units import length_of_day

    try:
        found = expected(procedure)
    except InputError as error:
        why = str(error)
        return [tell(en=f"No totals: {why}", ja=f"合計は出せません。{why}")]
    days, minutes = f"{found.lead_time.mean_days:,.3g}", f"{found.touch_minutes:,.1f}".removesuffix(".0")
    length = length_of_day(60 * found.lead_time.day_minutes)
    lines = [
        tell(
            en=f"An average case: {minutes} min of staff work, and {counted(days, 'working day')} (of {length}) from "
            "start to end without queues.",
            ja=f"1件あたり平均：職員の処理時間 {minutes}分、開始から終了まで {days}開庁日"
            f"（1日は{length}、混雑による待ちを除く）。",
        )
    ]
    lines += found.notes
    if found.touch_hours_per_year is not None:
        lines.append(
            tell(
                en=f"{_volume(procedure)} cases a year are {found.touch_hours_per_year:,.0f} hours of staff.",
                ja=f"年間の件数 {_volume(procedure)}、職員の処理時間 {found.touch_hours_per_year:,.0f}時間。",
            )
        )
    if found.without_touch:
        count = len(found.without_touch)
        lines.append(
            tell(
                en=f"Not in it: {count} {'step' if count == 1 else 'steps'} without a touch time.",
                ja=f"処理時間が書かれていない{count}工程は含みません。",
            )
        )
    return lines


def _print(screen: Console, text: str, style: str = "") -> None:
    from rich.text import Text

    from bprkit.report.cells import wrap

    for line in wrap(_safe(text, screen), screen.width) if text else ():
        screen.print(Text(line, style), soft_wrap=True)


def _print_table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Sequence[int],
    whole: Sequence[int] = (),
    screen: Console | None = None,
) -> None:
    """Print a table; numbers stand on the `right`, columns that are `whole` are not broken into lines."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    from bprkit.report.cells import wrap

    screen = screen or console()
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="dim", show_edge=False)
    for place, head in enumerate(heads):
        table.add_column(head, justify="right" if place in right else "left", overflow="fold", no_wrap=True)
    safe = [[_safe(text, screen) for text in row] for row in rows]
    broken = [place for place in range(len(heads)) if place not in (*right, *whole)]
    widths = _widths([list(heads), *safe], broken, screen.width - _GAP * (len(heads) - 1))
    for row in safe:
        cells = list(row)
        for place in broken:
            cells[place] = "\n".join(wrap(row[place], widths[place]))
        table.add_row(*map(Text, cells))
    screen.print(table)


def _widths(rows: Sequence[Sequence[str]], broken: Sequence[int], room: int) -> list[int]:
    """Return how many cells each column gets: what it needs, the widest of those that may be broken less."""
    from bprkit.report.cells import width

    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    while sum(widths) > room and max(widths[place] for place in broken) > _LEAST:
        widths[max(broken, key=widths.__getitem__)] -= 1
    return widths


def _safe(text: str, screen: Console) -> str:
    from bprkit.report.cells import printable

    plain = screen.legacy_windows or not screen.encoding.lower().startswith("utf")
    return printable(text, screen.encoding, plain=plain)


def _write_json(data: Any, target: str) -> None:
    write_json(json.dumps(data, ensure_ascii=False, indent=2), target)
