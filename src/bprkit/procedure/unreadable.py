"""Why a file cannot be opened, in both languages: the system's own words are English, and for programmers."""

from __future__ import annotations

from pathlib import Path

from bprkit.errors import InputError


def unreadable(path: Path, error: OSError, *, en: str, ja: str) -> InputError:
    """Return the error for a file that the system does not open; `en` and `ja` say what to do.

    >>> print(unreadable(Path("a.yaml"), FileNotFoundError(2, "No such file"), en="Give a file.", ja="").en)
    a.yaml cannot be read: there is no such file. Give a file.
    """
    why = error.strerror or str(error)
    why_en, why_ja = why, f"システムの応答：{why}"
    if path.is_dir():
        why_en, why_ja = "it is a folder", "フォルダーです"
    elif not path.exists():
        why_en, why_ja = "there is no such file", "ファイルがありません"
    elif isinstance(error, PermissionError):
        why_en, why_ja = (
            "not permitted; it may be open in another program",
            "許可がないか、ほかのソフトで開かれています",
        )
    return InputError(
        en=f"{path} cannot be read: {why_en}. {en}", ja=f"{path} を読み込めません（{why_ja}）。{ja}"
    )
