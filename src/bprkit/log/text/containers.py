"""Opening a log as bytes: gzip told by content, and everything that is no text refused by name.

>>> import gzip, tempfile
>>> path = Path(tempfile.mkdtemp()) / "log.csv"
>>> _ = path.write_bytes(gzip.compress(b"case,activity\\n"))
>>> with reading(path) as stream:
...     stream.read()
b'case,activity\\n'
"""

from __future__ import annotations

import contextlib
import gzip
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from bprkit.errors import InputError
from bprkit.log.os_errors import reason_ja

_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_FORMATS = (
    (b"%PDF", "a PDF", "PDF", "Export the log as CSV or Excel.", "CSV か Excel で出力してください。"),
    (b"\x89PNG", "a picture (PNG)", "画像(PNG)", "Give the log itself.", "ログ本体を指定してください。"),
    (b"\xff\xd8\xff", "a picture (JPEG)", "画像(JPEG)", "Give the log.", "ログ本体を指定してください。"),
    (b"GIF8", "a picture (GIF)", "画像(GIF)", "Give the log itself.", "ログ本体を指定してください。"),
    (b"PAR1", "a Parquet file", "Parquet", "Rename it to .parquet.", "拡張子を .parquet にしてください。"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Excel or a password-protected Office file",
        "古い形式の Excel、又はパスワード付きの Office ファイル",
        "Open it and save it as .xlsx without a password, or as CSV.",
        "開いて、パスワードなしの .xlsx か CSV で保存し直してください。",
    ),
    (b"SQLite", "an SQLite database", "SQLite データベース", "Export it as CSV.", "CSV で出力してください。"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "7z 書庫", "Unpack it first.", "先に展開してください。"),
    (b"Rar!", "a RAR archive", "RAR 書庫", "Unpack it first.", "先に展開してください。"),
    (b"BZh", "compressed with bzip2", "bzip2 圧縮", "Unpack it first.", "先に展開してください。"),
    (b"\xfd7zXZ", "compressed with xz", "xz 圧縮", "Unpack it first.", "先に展開してください。"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd", "zstd 圧縮", "Unpack it first.", "先に展開してください。"),
    (b"{\\rtf", "a Rich Text document", "リッチテキスト文書", "Save it as CSV.", "CSV で保存してください。"),
)  # fmt: skip


def is_gzip(path: Path) -> bool:
    """Tell by its first two bytes whether a file is gzip-compressed.

    Raises InputError where it cannot be opened.
    """
    with _opened(path) as stream:
        return stream.read(2) == _GZIP


@contextlib.contextmanager
def reading(path: Path) -> Iterator[IO[bytes]]:
    """Open a file as a stream of bytes, decompressed if its content is gzip.

    Raises InputError for a missing or forbidden file, a folder, and a compressed file that is damaged or
    cut short (also while the stream is read).
    """
    with contextlib.ExitStack() as stack:
        raw = stack.enter_context(_opened(path))
        packed = raw.read(2) == _GZIP
        raw.seek(0)
        stream = stack.enter_context(cast(IO[bytes], gzip.GzipFile(fileobj=raw))) if packed else raw
        try:
            yield stream
        except (EOFError, gzip.BadGzipFile, zlib.error):
            raise InputError(
                en=f"{path} is compressed (gzip) but damaged or cut short. Copy or export it again.",
                ja=f"{path} は gzip 圧縮されていますが、壊れているか途中で切れています。"
                "もう一度コピー又は出力してください。",
            ) from None


def refuse_other_formats(path: Path, head: bytes) -> None:
    """Raise InputError where the first bytes are those of a known format that is no delimited text."""
    if head.startswith(_ZIP):
        raise _zip_error(path)
    for magic, kind_en, kind_ja, advice_en, advice_ja in _FORMATS:
        if head.startswith(magic):
            raise _other(path, kind_en, kind_ja, advice_en, advice_ja)
    start = head[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        raise _other(
            path,
            "a web page (HTML)",
            "ウェブページ(HTML)",
            "Perhaps the export needs a login; open it in Excel and save it as CSV.",
            "ログイン画面が保存された可能性があります。Excel で開いて CSV で保存し直してください。",
        )
    if start.startswith((b"<?xml", b"<log")) and b"<log" in head:
        raise _other(
            path,
            "an XES log",
            "XES 形式のログ",
            "Name it .xes or .xes.gz.",
            "拡張子を .xes か .xes.gz にしてください。",
        )


def _other(path: Path, kind_en: str, kind_ja: str, advice_en: str, advice_ja: str) -> InputError:
    return InputError(
        en=f"{path} is {kind_en}, not CSV text. {advice_en}",
        ja=f"{path} は CSV ではなく{kind_ja}です。{advice_ja}",
    )


def _zip_error(path: Path) -> InputError:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (OSError, zipfile.BadZipFile):
        names = []
    if any(name.startswith("xl/") for name in names):
        return InputError(
            en=f"{path} is an Excel file, not CSV text: name it {path.with_suffix('.xlsx').name}.",
            ja=f"{path} は CSV ではなく Excel ファイルです。"
            f"名前を {path.with_suffix('.xlsx').name} に変えてください。",
        )
    return _other(
        path,
        "a ZIP archive",
        "ZIP 書庫",
        "Unpack it and give the log inside.",
        "展開して、中のログを指定してください。",
    )


def _opened(path: Path) -> IO[bytes]:
    if path.is_fifo() or path.is_char_device():
        raise InputError(
            en=f"{path} is a pipe or a device, which cannot be read twice. Save it to a file first.",
            ja=f"{path} はパイプ又は装置で、読み直せません。いったんファイルに保存してください。",
        )
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise InputError(
            en=f"{path} was not found. Check the name and the folder.",
            ja=f"{path} が見つかりません。ファイル名とフォルダーを確かめてください。",
        ) from None
    except IsADirectoryError:
        raise _folder(path) from None
    except PermissionError:
        if path.is_dir():  # Windows says "permission denied" of a folder
            raise _folder(path) from None
        raise InputError(
            en=f"{path} may not be read. Close it in other programs and check its permissions.",
            ja=f"{path} を読む権限がありません。他のソフトで開いていないか、アクセス権を確かめてください。",
        ) from None
    except OSError as error:
        raise InputError(
            en=f"{path} cannot be opened: {error.strerror}.",
            ja=f"{path} を開けません（{reason_ja(error)}）。",
        ) from None


def _folder(path: Path) -> InputError:
    return InputError(
        en=f"{path} is a folder. Give a file, or several as a quoted pattern: '{path}/*.csv'.",
        ja=f"{path} はフォルダーです。ファイルを指定してください。"
        f"複数なら '{path}/*.csv' のように引用符で囲みます。",
    )
