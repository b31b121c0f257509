"""Which encoding a text file is in, and a UTF-8 copy of it where the engine needs one.

Engines read UTF-8; city halls write CP932, UTF-8 with and without a byte order mark, EUC-JP and UTF-16.
The mark decides first, then which encodings decode a sample of the file, then which of those readings is
plausible Japanese (`bprkit.log.text.plausibility`). What decodes nowhere is refused with its line and column,
never replaced.

>>> import tempfile
>>> folder = Path(tempfile.mkdtemp())
>>> log = folder / "log.csv"
>>> _ = log.write_bytes("番号,処理\\n①,㈱髙﨑の起案\\n".encode("cp932"))
>>> encoding = detect_encoding(log)
>>> encoding.name, encoding.why
('cp932', 'valid')
>>> print(as_utf8(log, encoding, folder).read_text(encoding="utf-8").splitlines()[1])
①,㈱髙﨑の起案
"""

from __future__ import annotations

import codecs
import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, NamedTuple

from bprkit.errors import InputError, OutputError
from bprkit.language import tell
from bprkit.log.text.codecs_jp import LENIENT_CP932, error_handler, python_codec
from bprkit.log.text.containers import is_gzip, reading, refuse_other_formats
from bprkit.log.text.plausibility import cost_in_bits, impossible

_CHUNK = 1 << 20
_HEAD = 1 << 16
_SLICE = 1 << 14
_SLICES = 16
_PRICED = 1 << 15
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN = "cp1252"
_CANDIDATES = ("utf-8", "cp932", "euc_jp")
_HANDICAP = {"utf-8": 0.0, "cp932": 3.0, "euc_jp": 6.0, _WESTERN: 12.0}
"""Bits by which a reading must win: the share of such files, as powers of two (estimates)."""


@dataclass(frozen=True)
class Encoding:
    """The encoding of one file and how it is known.

    name: Python's name of the codec. why: `bom` (the file says so), `valid` (the likeliest of those that
    decode it), `chosen` (by the user). asked: the user's word, where it was read as another codec. doubt:
    what detection would have said, where it contradicts the choice.
    """

    name: str
    why: Literal["bom", "valid", "chosen"]
    asked: str | None = None
    doubt: str | None = None

    @property
    def is_utf8(self) -> bool:
        """Whether an engine that knows UTF-8 can read the file as it is."""
        return self.name in ("utf-8", "utf-8-sig")

    @property
    def note(self) -> str | None:
        """What the user should be told about the choice, or None."""
        if self.doubt:
            return tell(
                en=f"Read as {self.name}, as asked; the content looks like {self.doubt}.",
                ja=f"指定どおり {self.name} で読みましたが、内容は {self.doubt} のように見えます。",
            )
        if self.asked:
            return tell(
                en=f"{self.asked} was read as {self.name}, the form that Windows writes.",
                ja=f"{self.asked} は、Windows が実際に出力する {self.name} として読みました。",
            )
        return None


class Undecodable(NamedTuple):
    """Where decoding stops: line and column count from 1, the column in characters; byte is its value."""

    line: int
    column: int
    byte: int


class _Stopped(Exception):
    def __init__(self, where: Undecodable) -> None:
        super().__init__(where)
        self.where = where


def detect_encoding(path: Path) -> Encoding:
    """Return the encoding of a text file, plain or gzip-compressed (told by content, not by name).

    Reads the first 64 KiB and 16 slices of 16 KiB spread over the rest (over the first 16 MiB of a compressed
    file). Plain ASCII counts as UTF-8. Raises InputError for what is no text (an Excel file named .csv, a
    picture, zero bytes), an empty, missing or forbidden file, a folder, and text that no known encoding
    decodes.
    """
    head, slices, whole = _sample(path)
    if not head:
        raise InputError(
            en=f"{path} is empty. Export it again.",
            ja=f"{path} は空のファイルです。もう一度出力してください。",
        )
    refuse_other_formats(path, head)
    marked = _marked(head)
    if marked:
        if whole and not head[len(_mark_bytes(head)) :].strip(b"\x00\r\n\t "):
            raise InputError(
                en=f"{path} is empty but for its byte order mark. Export it again.",
                ja=f"{path} は BOM だけで中身がありません。もう一度出力してください。",
            )
        return Encoding(marked, "bom")
    if b"\x00" in head:
        return Encoding(_utf16_without_mark(path, head), "valid")
    if b"\x1b$" in head and head.isascii():
        return Encoding("iso2022_jp_ext", "valid")
    return Encoding(_likeliest(path, head, slices, whole), "valid")


def choose_encoding(path: Path, asked: str | None) -> Encoding:
    """Return the encoding that the user asked for, else the detected one.

    Names are those of Python and of Windows; `shift_jis` and its kin mean cp932. Raises InputError for an
    unknown name, for a name that the file's byte order mark contradicts, and for what is no text.
    """
    if asked is None:
        return detect_encoding(path)
    name, renamed = python_codec(asked)
    head, _, _ = _sample(path)
    refuse_other_formats(path, head)
    marked = _marked(head)
    family = name.removesuffix("-sig").removesuffix("-le").removesuffix("-be")
    if marked and family != marked.removesuffix("-sig"):
        raise InputError(
            en=f"{path} begins with the mark of {marked}, so it is not {asked}. Leave out --encoding.",
            ja=f"{path} の先頭には {marked} の目印(BOM)があり、{asked} ではありません。"
            "--encoding を付けずに実行してください。",
        )
    if marked:
        return Encoding(marked, "chosen")
    if b"\x00" in head and not name.startswith(("utf-16", "utf-32")):
        raise _zero_byte(path, head)
    found = _detected_or_none(path)
    if name == "utf-16":
        name = found if found in ("utf-16-le", "utf-16-be") else "utf-16-le"
    doubt = found if found and found != name and not head.isascii() else None
    return Encoding(name, "chosen", asked=asked if renamed else None, doubt=doubt)


def as_utf8(path: Path, encoding: Encoding, into: Path, *, copy: bool = False) -> Path:
    """Return a UTF-8 file with the text of `path`: itself where it is UTF-8 already, else a copy in `into`.

    A UTF-8 file comes back unread, with its mark and its compression, unless `copy` is asked for; a copy is
    plain UTF-8, without mark.
    Decoding is strict: InputError names file, line, column and byte of the first that does not decode.
    OutputError where the folder has no room. A copy that fails leaves nothing behind.
    """
    if encoding.is_utf8 and not copy:
        return path
    with _room_in(into):
        name = Path(path.name.removesuffix(".gz"))
        handle, target_name = tempfile.mkstemp(prefix=f"{name.stem[:40]}-", suffix=name.suffix, dir=into)
        target = Path(target_name)
        try:
            with os.fdopen(handle, "wb") as out, reading(path) as stream:
                for text in _texts(stream, encoding.name):
                    out.write(text.encode("utf-8"))
        except BaseException as stop:
            target.unlink(missing_ok=True)
            if isinstance(stop, _Stopped):
                raise undecodable_error(path, encoding, stop.where) from None
            raise
    return target


def first_undecodable(path: Path, encoding: Encoding) -> Undecodable | None:
    """Return where the file stops being valid in this encoding, or None; reads all of it, a MiB at a time.

    Lines are physical lines: a line feed inside quotes counts.
    """
    with reading(path) as stream:
        try:
            for _ in _texts(stream, encoding.name):
                pass
        except _Stopped as stop:
            return stop.where
    return None


def undecodable_error(path: Path, encoding: Encoding, where: Undecodable) -> InputError:
    """Return the error that names an undecodable byte, and the likelier encoding where one was chosen."""
    byte = f"0x{where.byte:02X}"
    other = _detected_or_none(path) if encoding.why == "chosen" else None
    if other and other != encoding.name:
        advice_en = f"The file looks like {other}: leave out --encoding, or give --encoding {other}."
        advice_ja = f"内容は {other} のようです。--encoding を付けないか、--encoding {other} としてください。"
    else:
        advice_en = (
            "Give the right one with --encoding (utf-8, cp932, euc_jp, utf-16), or correct that character."
        )
        advice_ja = (
            "--encoding で正しい文字コード(utf-8, cp932, euc_jp, utf-16)を指定するか、"
            "その文字を直してください。"
        )
    return InputError(
        en=f"{path}, line {where.line}, column {where.column}: byte {byte} is not valid {encoding.name}. "
        f"{advice_en}",
        ja=f"{path} の {where.line} 行 {where.column} 文字目: "
        f"バイト {byte} は {encoding.name} として読めません。{advice_ja}",
    )


def _detected_or_none(path: Path) -> str | None:
    try:
        return detect_encoding(path).name
    except InputError:
        return None


def _sample(path: Path) -> tuple[bytes, list[bytes], bool]:
    with reading(path) as stream:
        head = stream.read(_HEAD)
        if len(head) < _HEAD:
            return head, [], True
        if is_gzip(path):
            blocks = [block[:_SLICE] for _ in range(_SLICES) if (block := stream.read(_CHUNK))]
        else:
            blocks = []
            last = path.stat().st_size - _SLICE
            for number in range(_SLICES):
                stream.seek(max(_HEAD, _HEAD + (last - _HEAD) * number // (_SLICES - 1)))
                blocks.append(stream.read(_SLICE))
    return head, [_whole_lines(block) for block in blocks], False


def _whole_lines(block: bytes) -> bytes:
    start, end = block.find(b"\n") + 1, block.rfind(b"\n") + 1
    return block[start:end] if start else b""


def _mark_bytes(head: bytes) -> bytes:
    return next((mark for mark, _ in _MARKS if head.startswith(mark)), b"")


def _marked(head: bytes) -> str | None:
    return next((name for mark, name in _MARKS if head.startswith(mark)), None)


def _utf16_without_mark(path: Path, head: bytes) -> str:
    if not head.isascii() or head.count(0) * 4 >= len(head):  # UTF-16 of ASCII is half zeros
        readings = {name: _tolerantly(head, name) for name in ("utf-16-le", "utf-16-be", *_HANDICAP)}
        best = min(readings, key=lambda name: cost_in_bits(readings[name]))
        if best.startswith("utf-16") and not impossible(readings[best]):
            return best
    raise _zero_byte(path, head)


def _zero_byte(path: Path, head: bytes) -> InputError:
    at = head.index(0)
    return InputError(
        en=f"{path} is not a text file: byte {at + 1:,} is zero. Export it as CSV, Excel, Parquet or XES.",
        ja=f"{path} はテキストではありません({at + 1:,} バイト目がゼロです)。"
        "CSV、Excel、Parquet、XES のいずれかで出力してください。",
    )


def _likeliest(path: Path, head: bytes, slices: list[bytes], whole: bool) -> str:
    blocks = [head if whole else head[: head.rfind(b"\n") + 1] or head, *slices]
    lines = [line for block in blocks for line in block.split(b"\n") if not line.isascii()]
    if not lines:
        return "utf-8"
    step = 1 + sum(map(len, lines)) // _PRICED
    weighed = b"\n".join(lines[::step])
    evidence = b"\n".join(lines)
    readings = {name: _tolerantly(weighed, name) for name in _HANDICAP}
    costs = {name: cost_in_bits(text) + _HANDICAP[name] for name, text in readings.items()}
    best = min(_CANDIDATES, key=lambda name: (not _valid(evidence, name), costs[name]))
    western = costs[_WESTERN] < costs[best]
    bad = impossible(readings[best])
    if western or bad > max(2, len(readings[best]) // 20):
        raise _no_encoding(path, western=western and not impossible(readings[_WESTERN]))
    if bad or not _valid(evidence, best):
        found = Encoding(best, "valid")
        where = first_undecodable(path, found)
        if where:
            raise undecodable_error(path, found, where)
    return best


def _valid(evidence: bytes, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)(error_handler(name, strict=True))
    try:
        text = decoder.decode(evidence)
    except UnicodeDecodeError:
        return False
    return name != "cp932" or not any(stray in text for stray in LENIENT_CP932)


def _tolerantly(evidence: bytes, name: str) -> str:
    return codecs.getincrementaldecoder(name)(error_handler(name, strict=False)).decode(evidence)


def _no_encoding(path: Path, *, western: bool) -> InputError:
    where = first_undecodable(path, Encoding("utf-8", "valid"))
    at_en = f" (line {where.line}, column {where.column}: byte 0x{where.byte:02X})" if where else ""
    at_ja = f"({where.line} 行 {where.column} 文字目、バイト 0x{where.byte:02X})" if where else ""
    if western:
        return InputError(
            en=f"{path} is neither UTF-8 nor Japanese{at_en}; it looks like a Western European encoding. "
            "Say which: --encoding cp1252 (Windows), iso8859-1 or iso8859-15.",
            ja=f"{path} は UTF-8 でも日本語の文字コードでもありません{at_ja}。西欧の文字コードのようです。"
            "--encoding cp1252 などと指定してください。",
        )
    return InputError(
        en=f"{path} cannot be read as UTF-8{at_en}, CP932 or EUC-JP. Say which encoding it is in "
        "with --encoding, or export it again as UTF-8.",
        ja=f"{path} は UTF-8{at_ja}、CP932、EUC-JP のいずれでも読めません。"
        "--encoding で文字コードを指定するか、UTF-8 で出力し直してください。",
    )


def _texts(stream: IO[bytes], name: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(name)(error_handler(name, strict=True))
    counter = _LineCounter()
    while True:
        state = decoder.getstate()
        chunk = stream.read(_CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            good = error.start - (len(error.object) - len(chunk))
            decoder.setstate(state)
            counter.pass_over(decoder.decode(chunk[: max(good, 0)]))
            raise _Stopped(counter.where(error.object[error.start])) from None
        if name == "cp932":
            _refuse_stray_bytes(text, counter)
        if counter.characters == 0 and text.startswith("\ufeff"):
            text = text[1:]
        counter.pass_over(text)
        if text:
            yield text
        if not chunk:
            return


def _refuse_stray_bytes(text: str, counter: _LineCounter) -> None:
    strays = [at for character in LENIENT_CP932 if (at := text.find(character)) >= 0]
    if strays:
        counter.pass_over(text[: min(strays)])
        raise _Stopped(counter.where(text[min(strays)].encode("cp932")[0]))


class _LineCounter:
    """Counts lines while text streams by: line feeds, or carriage returns in a file without any line feed."""

    def __init__(self) -> None:
        self.characters = 0
        self._breaks = {"\n": 0, "\r": 0}
        self._since = {"\n": 0, "\r": 0}

    def pass_over(self, text: str) -> None:
        self.characters += len(text)
        for sign in self._breaks:
            at = text.rfind(sign)
            if at < 0:
                self._since[sign] += len(text)
            else:
                self._breaks[sign] += text.count(sign)
                self._since[sign] = len(text) - at - 1

    def where(self, byte: int) -> Undecodable:
        sign = "\n" if self._breaks["\n"] else "\r"
        return Undecodable(self._breaks[sign] + 1, self._since[sign] + 1, byte)


@contextlib.contextmanager
def _room_in(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise OutputError(
            en=f"No room for a UTF-8 copy in {folder}: the disk is full. Free some space, "
            "or set TMPDIR to a larger disk.",
            ja=f"{folder} に UTF-8 の写しを作る空き容量がありません。空きを増やすか、"
            "TMPDIR で別のディスクを指定してください。",
        ) from None
