"""Where the results of an inventory may not be written to: over the forms that it was read from, and over answers."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from bprkit.errors import InputError
from bprkit.inventory.confirming import read_judgements
from bprkit.inventory.grids import BOOKS, TEXTS
from bprkit.inventory.layout import OUTPUT_TABLES
from bprkit.inventory.model import Inventory


def tables_in(folder: str | os.PathLike[str]) -> list[Path]:
    """Return the files that the tables may be written to in a folder."""
    return [Path(folder) / f"{name}.csv" for name in OUTPUT_TABLES]


def refuse_own_inputs(inventory: Inventory, targets: Iterable[str | os.PathLike[str]]) -> None:
    """Raise InputError where a target is a form or table that lies in the folder of the inventory.

    Results of an earlier run that lie there may be replaced.
    """
    root = Path(inventory.folder)
    own = {repair.place.file for repair in inventory.repairs if repair.code == "own_output"}
    for target in map(Path, targets):
        if not target.is_file() or target.suffix.lower() not in (*BOOKS, *TEXTS):
            continue
        name = _name_in(root, target)
        if name is not None and name not in own:
            raise InputError(
                en=f"{target} is one of the files that were read: writing would destroy what the section sent. "
                "Give another place to write to.",
                ja=f"{target} は読み込んだ調査票そのものです。書き出すと課の回答が失われます。別の場所を指定してください。",
            )


def refuse_lost_answers(
    targets: Iterable[str | os.PathLike[str]], given: Sequence[str | os.PathLike[str]]
) -> None:
    """Raise InputError where a target holds answers about similar tasks: those given back, and those forgotten."""
    for target in map(Path, targets):
        if not target.is_file():
            continue
        if any(Path(pairs).is_file() and target.samefile(pairs) for pairs in given):
            raise InputError(
                en=f"{target} holds the answers. Write to another file: the answers are carried over into it.",
                ja=f"{target} は回答の入ったファイルです。別のファイルに書き出してください（回答は引き継がれます）。",
            )
        if _is_answered(target):
            raise InputError(
                en=f"{target} holds answers about similar tasks, which would be lost. Write to another file; "
                f"--pairs {target} carries the answers over.",
                ja=f"{target} には似た業務への回答があり、書き出すと失われます。別のファイルに書き出してください"
                f"（--pairs {target} で回答を引き継げます）。",
            )


def _is_answered(path: Path) -> bool:
    if path.suffix.lower() not in (*BOOKS, *TEXTS):
        return False
    try:
        return bool(read_judgements([path]))
    except InputError:  # no table of similar tasks
        return False


def _name_in(root: Path, target: Path) -> str | None:
    """Return the name of a file as the inventory tells it; None where it does not lie in the folder."""
    if root.is_file():
        return root.name if target.samefile(root) else None
    for path in root.rglob("*"):
        if path.is_file() and path.samefile(target):
            return path.relative_to(root).as_posix()
    return None
