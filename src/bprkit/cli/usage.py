"""A command line that cannot be understood, in one clear message: click's own messages are in English only."""

from __future__ import annotations

import click

from bprkit.language import tell


def usage_message(error: click.ClickException) -> str:
    """Return what is wrong with a command line, and what to do.

    >>> from bprkit import language
    >>> error = click.NoSuchOption("--jsno", possibilities=["--json"])
    >>> with language.speaking("en"):
    ...     usage_message(error)
    'There is no option --jsno. Did you mean --json?'
    """
    known = _known(error)
    if known is None:
        known = error.format_message()
    context = getattr(error, "ctx", None)
    if context is None or (isinstance(error, click.NoSuchOption) and error.possibilities):
        return known
    return known + tell(
        en=f" See {context.command_path} --help.", ja=f"使い方は {context.command_path} --help で見られます。"
    )


def _known(error: click.ClickException) -> str | None:
    if isinstance(error, click.NoSuchOption):
        return _no_such_option(error)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        name = error.param.make_metavar(error.ctx) if error.ctx else error.param.name
        if isinstance(error.param, click.Option):
            name = f"{error.param.opts[0]} {name}"
        return tell(en=f"{name} is missing.", ja=f"{name} を指定してください。")
    if isinstance(error, click.BadOptionUsage):
        name = error.option_name
        if "does not take" in error.message:
            return tell(en=f"{name} takes no value.", ja=f"{name} には値を付けられません。")
        return tell(en=f"{name} needs a value.", ja=f"{name} には値が必要です。")
    if isinstance(error, click.BadParameter) and error.param is not None:
        return _bad_value(error, error.param)
    if "unexpected extra argument" in error.message:
        extra = error.message.partition("(")[2].rstrip(")")
        return tell(en=f"{extra} is one argument too many.", ja=f"余分な引数があります：{extra}。")
    return None


def _no_such_option(error: click.NoSuchOption) -> str:
    near = list(error.possibilities or ())
    en, ja = f"There is no option {error.option_name}.", f"{error.option_name} というオプションはありません。"
    if near:
        en += f" Did you mean {' or '.join(near)}?"
        ja += f"{'、'.join(near)} ではありませんか。"
    return tell(en=en, ja=ja)


def _bad_value(error: click.BadParameter, parameter: click.Parameter) -> str:
    name = parameter.opts[-1] if isinstance(parameter, click.Option) else parameter.human_readable_name
    name = next((option for option in parameter.opts if option.startswith("--")), name)
    kind = parameter.type
    if isinstance(kind, click.Choice):
        listed = [str(choice) for choice in kind.choices]
        return tell(
            en=f"{name}: {error.message.partition(' is not one of')[0]} is not one of {', '.join(listed)}.",
            ja=f"{name} には {'、'.join(listed)} のいずれかを指定してください。",
        )
    if isinstance(kind, click.IntRange):
        return tell(
            en=f"{name} needs a whole number of at least {kind.min}.",
            ja=f"{name} には{kind.min}以上の整数を指定してください。",
        )
    if isinstance(kind, click.types.FloatParamType):
        return tell(en=f"{name} needs a number.", ja=f"{name} には数を指定してください。")
    return f"{name}: {error.message}"
