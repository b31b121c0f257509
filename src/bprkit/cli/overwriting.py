"""What a command may write over: no file that is there already, unless --force says so."""

from __future__ import annotations

import os
from pathlib import Path

import click

from bprkit.errors import OutputError
from bprkit.language import tell


def force_option(*, en: str, ja: str) -> click.Option:
    """Return the option that lets a file be replaced."""
    return click.Option(["--force"], is_flag=True, help=tell(en=en, ja=ja))


def refuse_existing(path: str | os.PathLike[str], *, force: bool) -> None:
    """Raise OutputError where a file is there already: what somebody has typed into it would be lost."""
    if force or not Path(path).is_file():
        return
    raise OutputError(
        en=f"{path} exists already, and what was filled in would be lost. Give another name, or say --force to replace it.",
        ja=f"{path} は既にあり、上書きすると記入内容が失われます。別の名前にするか、置き換えるなら --force を付けてください。",
    )
