"""`bprkit check`: what is wrong with a procedure, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import click

from bprkit.cli.console import console, write_json
from bprkit.cli.options import language_option
from bprkit.language import tell

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from bprkit.procedure.problems import Problem


@dataclass(frozen=True)
class Checked:
    """A file with its problems; `loaded` is false where it holds no procedure that could be used."""

    file: str
    loaded: bool
    problems: tuple[Problem, ...]

    def count(self, severity: str) -> int:
        """Return how many problems are of a severity."""
        return sum(problem.severity == severity for problem in self.problems)


def command() -> click.Command:
    """Return the command, its help in the language in use."""
    return click.Command(
        "check",
        callback=check,
        short_help=tell(
            en="Check procedures for errors, and say what to do.", ja="手続の誤りを点検し、直し方を示します。"
        ),
        help=tell(
            en="Check procedures: steps that are never reached, joins that never go on, shares, decisions, and "
            "what the "
            "law demands. Ends with 1 if there is an error, with 0 if there are warnings only.",
            ja="手続を点検します：到達しない工程、進まない合流、割合、決裁、法令上の必須工程など。"
            "エラーがあれば終了コード1、警告だけなら0で終わります。",
        ),
        params=[
            click.Argument(["files"], nargs=-1, required=True, metavar="FILE..."),
            click.Option(
                ["--json", "json_file"],
                metavar="FILE|-",
                help=tell(
                    en="Write the problems as JSON (- for stdout).",
                    ja="指摘をJSONで書き出します（- は標準出力）。",
                ),
            ),
            language_option(),
        ],
    )


def check(files: tuple[str, ...], json_file: str | None) -> None:
    """Check every file, also those after one that cannot be loaded, and end with 1 if any has an error."""
    checked = [_checked(file) for file in files]
    if json_file is None:
        _print(checked)
    else:
        _write_json(checked, json_file)
    if any(each.count("error") for each in checked):
        click.get_current_context().exit(1)


def _checked(file: str) -> Checked:
    from bprkit.errors import InputError
    from bprkit.procedure.checks import check as problems_of
    from bprkit.procedure.files import open_procedure
    from bprkit.procedure.problems import Problem, ProcedureError

    try:
        return Checked(file, True, problems_of(open_procedure(file)))
    except ProcedureError as refused:
        return Checked(file, False, refused.problems)
    except InputError as refused:
        return Checked(file, False, (Problem("unreadable", "error", refused.en, refused.ja),))


def _print(checked: Sequence[Checked]) -> None:
    screen = console()
    for each in checked:
        screen.print(_heading(each), soft_wrap=True)
        for line in _lines(each, screen):
            screen.print(line, soft_wrap=True)


def _heading(checked: Checked) -> Text:
    from rich.text import Text

    errors, warnings = checked.count("error"), checked.count("warning")
    if not checked.problems:
        found = tell(en="no problems", ja="問題はありません")
    else:
        found = tell(
            en=f"{errors} {'error' if errors == 1 else 'errors'}, {warnings} "
            f"{'warning' if warnings == 1 else 'warnings'}",
            ja=f"エラー{errors}件、警告{warnings}件",
        )
    unchecked = "" if checked.loaded else tell(en=" (not a procedure yet)", ja="（手続として読み込めません）")
    return Text(f"{checked.file}{tell(en=': ', ja='：')}{found}{unchecked}", style="bold")


def _lines(checked: Checked, screen: Console) -> Iterator[Text]:
    """Yield the problems, each as a word and lines beside it that break where its language breaks them."""
    from rich.text import Text

    from bprkit.report.cells import printable, width, wrap

    words = {"error": tell(en="error", ja="エラー"), "warning": tell(en="warning", ja="警告")}
    indent = max((width(words[problem.severity]) for problem in checked.problems), default=0) + 2
    plain = screen.legacy_windows or not screen.encoding.lower().startswith("utf")
    for problem in checked.problems:
        word, style = words[problem.severity], "red" if problem.severity == "error" else "yellow"
        told = printable(_without_file(problem), screen.encoding, plain=plain)
        for place, line in enumerate(wrap(told, screen.width - indent)):
            start = word if place == 0 else ""
            yield Text.assemble((start + " " * (indent - width(start)), style), line)


def _without_file(problem: Problem) -> str:
    """Return the message with its line, as the file stands above."""
    from dataclasses import replace

    return str(replace(problem, file=None))


def _write_json(checked: Sequence[Checked], target: str) -> None:
    import json

    write_json(json.dumps(_as_json(checked), ensure_ascii=False, indent=2), target)


def _as_json(checked: Sequence[Checked]) -> dict[str, Any]:
    return {
        "errors": sum(each.count("error") for each in checked),
        "warnings": sum(each.count("warning") for each in checked),
        "files": [
            {
                "file": each.file,
                "loaded": each.loaded,
                "errors": each.count("error"),
                "warnings": each.count("warning"),
                "problems": [{**asdict(problem), "message": problem.message} for problem in each.problems],
            }
            for each in checked
        ],
    }
