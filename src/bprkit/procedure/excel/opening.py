"""A workbook from a file, or one message that says what the file is instead."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bprkit.errors import InputError
from bprkit.procedure.unreadable import unreadable

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def open_book(path: Path) -> CalamineWorkbook:
    """Return the workbook; raise InputError for a file that is missing, empty, protected, cut off or something else."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with path.open("rb") as stream:
            head = stream.read(8)
    except OSError as error:
        raise unreadable(
            path,
            error,
            en="Give the workbook of a flow sheet.",
            ja="業務フロー表のExcelブックを指定してください。",
        ) from None
    try:
        return CalamineWorkbook.from_path(path)
    except PasswordError as error:
        raise InputError(
            en=f"{path} is protected by a password. Save a copy without it.",
            ja=f"{path} はパスワードで保護されています。パスワードなしの写しを保存してください。",
        ) from error
    except (OSError, CalamineError) as error:
        raise no_workbook(path, head) from error


def no_workbook(path: Path, head: bytes = _WORKBOOKS[0]) -> InputError:
    """Return the error for a file that begins with these bytes and is no workbook that can be read."""
    if not head.strip():
        return InputError(
            en=f"{path} is empty. Save it again in Excel.",
            ja=f"{path} は空です。Excelで保存し直してください。",
        )
    if head.startswith(_WORKBOOKS):
        return InputError(
            en=f"{path} is damaged or cut off, or no workbook. Copy it again, or save it anew in Excel as .xlsx.",
            ja=f"{path} は壊れているか、途中で切れているか、Excelブックではありません。"
            "もう一度コピーするか、Excelで開いて .xlsx で保存し直してください。",
        )
    return InputError(
        en=f"{path} is no Excel workbook, whatever its name says. Open it where it was made, and save it as .xlsx.",
        ja=f"{path} は、名前と違ってExcelブックではありません。作成したソフトで開き、.xlsx で保存し直してください。",
    )
