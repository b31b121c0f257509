"""The form of the inventory as one section filled it in: all its errors at once, each with its file, sheet and cell."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from bprkit.errors import InputError
from bprkit.inventory.model import Inventory, Place, Repair
from bprkit.procedure.problems import Problem
from bprkit.templates.form import FormError

_ERRORS: Mapping[str, tuple[str, str]] = {
    "unreadable_number": (
        "'{before}' is no number of at least 0. Write one, in the unit of the header; leave blank what is not known.",
        "「{before}」は0以上の数として読めません。見出しの単位で数だけを書き、分からなければ空欄にしてください。",
    ),
    "unknown_choice": (
        "'{before}' cannot be chosen here. Choose one of the list.",
        "「{before}」は選べません。一覧から選んでください。",
    ),
    "unnamed_row": (
        "Numbers without the name of a task ({before}). Write which work it is, or take the row away.",
        "業務名のない行に数値があります（{before}）。業務名を書くか、この行を消してください。",
    ),
    "total_differs": (
        "The total of {before} hours is not the sum of its rows, {after}. Correct one of them.",
        "書かれた合計（{before}時間）が、行の合計（{after}時間）と合いません。どちらかを直してください。",
    ),
    "numbers_aside": (
        "The column '{before}' holds numbers, but it is not known what they are. Write its header as in the form.",
        "「{before}」の列に数値がありますが、何の数か分かりません。見出しを様式のとおりに直してください。",
    ),
    "empty_form": (
        "No task is written yet. Fill in a row for each.",
        "業務が一つも書かれていません。1業務を1行に記入してください。",
    ),
    "section_unknown": (
        "Nothing says which section this is. Write it on the sheet 'About the section'.",
        "どの課の調査票か書かれていません。シート「基本情報」の「課」に書いてください。",
    ),
}


def read_filled_inventory(path: str | os.PathLike[str]) -> Inventory:
    """Return what one form of the inventory holds.

    Raises InputError where the file is missing, damaged or no such form, FormError with every wrong cell.
    """
    from bprkit.inventory.folder import read_inventory

    file = Path(path)
    _refuse_unreadable(file)
    try:
        inventory = read_inventory(file)
    except InputError:
        raise InputError(
            en=f"{file} has no list of tasks: its header needs 'Task' and two columns more. Begin with the template: "
            "bprkit template inventory -o inventory.xlsx",
            ja=f"{file} に業務の一覧がありません（見出しに「業務名」とほかの2列以上が必要です）。"
            "ひな形から作ってください（bprkit template inventory -o inventory.xlsx）。",
        ) from None
    problems = [*_of_repairs(inventory, str(file)), *_of_sums(inventory, str(file))]
    if problems:
        raise FormError(problems)
    return inventory


def _refuse_unreadable(file: Path) -> None:
    from bprkit.inventory.grids import BOOKS, TEXTS, open_grids

    if not file.is_file():
        raise InputError(
            en=f"{file} cannot be read: there is no such file. Check the name.",
            ja=f"{file} を読めません（ファイルがありません）。ファイル名を確かめてください。",
        )
    if file.suffix.lower() not in (*BOOKS, *TEXTS):
        raise InputError(
            en=f"{file} is no form of the inventory. Give a workbook (.xlsx) or a CSV file.",
            ja=f"{file} は業務量調査票ではありません。Excelブック（.xlsx）かCSVを指定してください。",
        )
    try:
        open_grids(file, file.name)
    except InputError as error:
        raise InputError(en=f"{file}: {error.en}", ja=f"{file}：{error.ja}") from None


def _of_repairs(inventory: Inventory, file: str) -> Iterator[Problem]:
    for repair in inventory.repairs:
        if repair.code in _ERRORS:
            en, ja = (text.format(before=repair.before, after=repair.after) for text in _ERRORS[repair.code])
            yield _problem(file, repair.place, en, ja, repair)


def _of_sums(inventory: Inventory, file: str) -> Iterator[Problem]:
    """Tell hours of a year that are not what cases and minutes, posts or months give."""
    from bprkit.inventory.checks import doubts
    from bprkit.inventory.settings import default_settings

    for doubt in doubts(inventory, default_settings()):
        if doubt.code == "parts_differ":
            yield _problem(file, doubt.tasks[0].place, doubt.en, doubt.ja)


def _problem(file: str, place: Place, en: str, ja: str, repair: Repair | None = None) -> Problem:
    where = "!".join(part for part in (place.sheet, place.cell) if part)
    value = repair.before if repair is not None else None
    return Problem("bad_cell", "error", en, ja, None, file, None, where or None, value)
