"""Files that are either there whole or not at all: written beside their place, then moved into it.

>>> import tempfile
>>> folder = Path(tempfile.mkdtemp())
>>> with write_beside(folder / "page.html") as unfinished:
...     _ = unfinished.write_text("<p>done</p>", encoding="utf-8")
>>> [path.name for path in folder.iterdir()]
['page.html']
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bprkit.errors import BprkitError, InputError, OutputError

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def write_beside(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a path in the same folder to write to; when all went well, move it to `path` in one step.

    On an error, and on Ctrl-C, what was written is deleted and a file that was at `path` before stays as it
    was. A pipe or a device (/dev/stdout) is written to directly. Raises OutputError where the folder does
    not exist, cannot be written to, or the disk is full, and where another program (Excel) holds the file
    open.
    """
    wanted = Path(path)
    if wanted.is_dir():
        raise OutputError(
            en=f"{wanted} is a folder. Give the name of a file to write.",
            ja=f"{wanted} はフォルダーです。書き込むファイルの名前を指定してください。",
        )
    if wanted.exists() and not wanted.is_file():
        with _told(wanted, wanted):
            yield wanted
        return
    place = Path(os.path.realpath(wanted))
    _need_folder(place.parent, wanted)
    unfinished = place.with_name(f".{secrets.token_hex(8)}.unfinished{place.suffix}")
    try:
        with _told(wanted, unfinished):
            yield unfinished
            if place.exists():
                shutil.copymode(place, unfinished)
            unfinished.replace(place)
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


@contextmanager
def fill_beside(folder: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a new folder to fill; when all went well, move its files into `folder`, which is made if missing.

    Files of other names that are in `folder` stay. On an error, and on Ctrl-C, nothing is moved. Raises
    OutputError as `write_beside` does.
    """
    wanted = Path(folder)
    if wanted.exists() and not wanted.is_dir():
        raise OutputError(
            en=f"{wanted} is a file. Give the name of a folder for the tables.",
            ja=f"{wanted} はファイルです。表を書き込むフォルダーの名前を指定してください。",
        )
    place = Path(os.path.realpath(wanted))
    _need_folder(place.parent, wanted)
    unfinished = place.parent / f".{secrets.token_hex(8)}.unfinished"
    try:
        with _told(wanted, unfinished):
            unfinished.mkdir()
            yield unfinished
            place.mkdir(exist_ok=True)
            for file in sorted(unfinished.iterdir()):
                file.replace(place / file.name)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _need_folder(folder: Path, wanted: Path) -> None:
    if not folder.is_dir():
        raise OutputError(
            en=f"{wanted} cannot be written: there is no folder {folder}. Make it first, or choose "
            "another place.",
            ja=f"{wanted} に書き込めません。フォルダー {folder} がありません。先に作るか、"
            "別の場所を指定してください。",
        )


@contextmanager
def _told(wanted: Path, unfinished: Path) -> Iterator[None]:
    """Turn what the system says of our own file into words; errors about other files pass."""
    try:
        yield
    except BprkitError:
        raise
    except OSError as error:
        if error.errno in _FULL:
            raise _full(wanted) from error
        if error.filename is None or unfinished in (Path(error.filename), *Path(error.filename).parents):
            raise _refused(wanted, error) from error
        raise
    except Exception as error:  # an engine's writer wraps what the system said in an error of its own
        if "No space left on device" in str(error):
            raise _full(wanted) from error
        raise


def _full(wanted: Path) -> OutputError:
    return OutputError(
        en=f"{wanted} was not written: the disk is full. Make room there, or choose another place.",
        ja=f"{wanted} に書き込めませんでした。空き容量がありません。空きを作るか、"
        "別の場所を指定してください。",
    )


def _refused(wanted: Path, error: OSError) -> OutputError:
    if error.errno in _REFUSED:
        return OutputError(
            en=f"{wanted} cannot be written: not permitted. If it is open in another program such as "
            "Excel, close it "
            "there; else choose a place where you may write.",
            ja=f"{wanted} に書き込めません。許可がありません。Excelなどで開いている場合は閉じてください。"
            "それ以外の場合は、書き込める場所を指定してください。",
        )
    return OutputError(
        en=f"{wanted} cannot be written: {error.strerror or error}. Choose another name or place.",
        ja=f"{wanted} に書き込めません({error.strerror or error})。別の名前か場所を指定してください。",
    )


def decoded(data: bytes, path: object) -> str:
    """Return the text of a file as Japanese offices save it, in UTF-8 or CP932; raises InputError for other bytes.

    >>> decoded("決裁".encode("cp932"), "a.yaml")
    '決裁'
    """
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(
        en=f"{path} is neither UTF-8 nor CP932 text. Save it again as UTF-8.",
        ja=f"{path} はUTF-8でもCP932（シフトJIS）でもありません。UTF-8で保存し直してください。",
    )
