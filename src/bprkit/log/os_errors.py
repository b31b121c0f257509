"""Why the system refused a file, in both languages: Python knows its reasons in one only."""

from __future__ import annotations

import errno

_REASONS = {
    errno.ENOENT: "ファイルがありません",
    errno.EACCES: "アクセスが許可されていません",
    errno.EPERM: "操作が許可されていません",
    errno.EISDIR: "フォルダーです",
    errno.ENOTDIR: "途中の名前がフォルダーではありません",
    errno.ENAMETOOLONG: "名前が長すぎます",
    errno.ENOSPC: "空き容量がありません",
    errno.EROFS: "書き込みのできない場所です",
    errno.EBUSY: "使用中です",
    errno.EIO: "入出力エラーです",
}


def reason_ja(error: OSError) -> str:
    """Return the reason of an error of the system in Japanese; an unknown one by its number.

    >>> reason_ja(FileNotFoundError(errno.ENOENT, "No such file or directory"))
    'ファイルがありません'
    """
    return _REASONS.get(error.errno or 0, f"エラー番号 {error.errno}")
