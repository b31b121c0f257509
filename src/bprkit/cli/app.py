"""`bprkit`: its commands, each imported only when it is called, and what happens when one fails."""

from __future__ import annotations

import contextlib
import errno
import importlib
import os
import signal
import sys
from collections.abc import Sequence
from typing import Any, cast, get_args

import click

from bprkit import __version__, language
from bprkit.cli.help_words import SpeakingContext
from bprkit.cli.options import language_option
from bprkit.errors import BprkitError, InputError
from bprkit.language import Language, tell

_MODULES = (
    "template",
    "mine",
    "map",
    "inventory",
    "new",
    "check",
    "compare",
    "draw",
    "apply_times",
    "simulate",
    "savings",
    "procedures",
    "convert",
    "anonymize",
)
COMMANDS = {name.replace("_", "-"): f"bprkit.cli.{name}" for name in _MODULES}

STOPPED = 130


class Commands(click.Group):
    """The commands by name; a command's module is imported when the command is looked up."""

    context_class = SpeakingContext

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command and return it."""
        if cmd_name not in COMMANDS:
            listed = ", ".join(COMMANDS)
            raise InputError(
                en=f"There is no command {cmd_name}. The commands are {listed}: as in bprkit mine log.csv.",
                ja=f"{cmd_name} というコマンドはありません。{listed} があります（例：bprkit mine log.csv）。",
            )
        command: click.Command = importlib.import_module(COMMANDS[cmd_name]).command()
        command.context_class = SpeakingContext
        return command


def application() -> click.Group:
    """Return the whole command line, its help in the language in use."""
    return Commands(
        "bprkit",
        help=tell(
            en="Business process re-engineering for administrative procedures.",
            ja="行政手続の業務改革（BPR）を支える道具です。",
        ),
        params=[
            click.Option(
                ["--version"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_print_version,
                help=tell(en="Show the version and stop.", ja="バージョンを表示して終わります。"),
            ),
            language_option(),
        ],
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )


def _print_version(ctx: click.Context, option: click.Parameter, asked: bool) -> None:
    if asked:
        click.echo(f"bprkit {__version__}")
        ctx.exit()


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process.

    With 0; with 2 for what the user can mend; after Ctrl-C with 130, and after another signal to stop (SIGTERM,
    SIGHUP) with 128 and its number. Temporary files are removed in each case.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    _choose_language(given)
    signals: list[int] = []

    def stop(number: int, frame: object) -> None:
        signals.append(number)
        raise KeyboardInterrupt

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), stop)
    code = run(given)
    sys.exit(128 + signals[0] if signals and code == STOPPED else code)


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return the exit code."""
    try:
        code = application().main(list(arguments), prog_name="bprkit", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return 2
    except click.ClickException as error:
        from bprkit.cli.usage import usage_message

        return _fail(usage_message(error))
    except BprkitError as error:
        problems = [str(problem) for problem in getattr(error, "problems", ())]
        return _fail(*(problems or [str(error)]))
    except (KeyboardInterrupt, click.Abort):
        return _stopped()
    except BrokenPipeError:  # the reader of a pipe has seen enough
        _write_no_more()
        return 0
    except OSError as error:
        _write_no_more()
        return _fail(_of_the_system(error))
    except MemoryError:
        return _fail(_no_memory())
    except Exception as error:
        if type(error).__name__ == "OutOfMemoryException":
            return _fail(_no_memory())
        if type(error).__name__ == "InterruptException" or str(error) == "Query interrupted":
            return _stopped()  # DuckDB's way to say that a signal came
        raise
    return code if isinstance(code, int) else 0


def _stopped() -> int:
    return _fail(tell(en="Stopped.", ja="中断しました。"), code=STOPPED)


def _fail(*messages: str, code: int = 2) -> int:
    """Tell what is wrong, a line each, and return the exit code."""
    stream: Any = sys.stderr
    if stream is None:
        return code
    encoding = getattr(stream, "encoding", None) or "utf-8"
    for message in messages:
        shown = "".join(letter if letter.isprintable() else "�" for letter in " ".join(message.split()))
        line = f"{tell(en='Error: ', ja='エラー：')}{shown}"
        with contextlib.suppress(OSError):  # nobody listens
            print(line.encode(encoding, errors="replace").decode(encoding), file=stream)
    return code


def _write_no_more() -> None:
    sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 (so that the flush at exit cannot fail)


def _of_the_system(error: OSError) -> str:
    if error.errno == errno.ENOSPC and error.filename is None:
        return tell(
            en="The output was cut off: the disk is full. Make room there, or choose another place.",
            ja="空き容量がないため、出力が途中で切れました。空きを作るか、別の場所を指定してください。",
        )
    what = error.filename or tell(en="The output", ja="出力先")
    return tell(
        en=f"{what}: {error.strerror or error}. Choose another place, or ask who looks after this computer.",
        ja=f"{what}：{error.strerror or error}。別の場所を指定するか、管理者に確認してください。",
    )


def _no_memory() -> str:
    return tell(
        en="The memory or the disk for temporary data does not suffice. Give more with --memory, or free disk space.",
        ja="メモリまたは一時ファイル用のディスクが足りません。--memory を増やすか、ディスクの空きを増やしてください。",
    )


def _choose_language(arguments: Sequence[str]) -> None:
    """Look for `--lang` before anything is parsed: help and errors of parsing speak that language, too."""
    for place, argument in enumerate(arguments):
        value = argument.partition("=")[2] if argument.startswith("--lang=") else None
        if argument == "--lang" and place + 1 < len(arguments):
            value = arguments[place + 1]
        if value in get_args(Language):
            language.use(cast(Language, value))
