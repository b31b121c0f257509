"""The key of an anonymised log, in a file of its own, and the codes made with it.

A code is a keyed hash (HMAC-SHA256, RFC 2104) of a name or a number: without the key nobody can tell whose it is,
not even by hashing all names of a staff list; with it the same name has the same code in the next month's export.
"""

from __future__ import annotations

import hmac
import os
import secrets
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from bprkit.errors import InputError, OutputError
from bprkit.log.os_errors import reason_ja

Kind = Literal["person", "case", "instance"]

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_PREFIX: dict[Kind, str] = {"person": "P-", "case": "C-", "instance": "I-"}
_LENGTH: dict[Kind, int] = {"person": 8, "case": 12, "instance": 12}
"""40 bits for some thousand people, 60 for some million cases: two that share a code are one in ten thousand logs."""
_FORMAT = "bprkit-key/1"
_TEXT = """\
# The key to the codes of a log that bprkit anonymised. Keep it to yourself: never pass it on with the log.
# bprkit が匿名化したログの符号の鍵です。外に出さず、ログと一緒に渡さないでください。
{format} {digits}
"""
_BYTES = 32


@dataclass(frozen=True)
class Key:
    """A secret of 32 bytes, and the file it is in; `new` if it was made for this log."""

    secret: bytes
    path: Path
    new: bool

    @property
    def readable_by_others(self) -> bool:
        """Whether other users of this computer may read the file (never told on Windows)."""
        return sys.platform != "win32" and bool(self.path.stat().st_mode & 0o077)


@contextmanager
def key_in(path: Path) -> Iterator[Key]:
    """Give the key in a file, made if there is none; one that was made is removed again on an error.

    Raises InputError if the file is something else, OutputError if it cannot be written.
    """
    if path.exists():
        yield Key(_read(path), path, new=False)
        return
    secret = secrets.token_bytes(_BYTES)
    _write(path, _TEXT.format(format=_FORMAT, digits=secret.hex()))
    try:
        yield Key(secret, path, new=True)
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise


def _read(path: Path) -> bytes:
    try:
        with path.open(encoding="utf-8") as file:
            lines = file.read(10_000).splitlines()
        digits = next(line.removeprefix(_FORMAT) for line in lines if line.startswith(_FORMAT + " "))
        secret = bytes.fromhex(digits)
    except (OSError, ValueError, StopIteration):
        secret = b""
    if len(secret) != _BYTES:
        raise InputError(
            en=f"{path} is there, but it is no key that bprkit wrote, and will not be overwritten. "
            "Give another name with --key-file.",
            ja=f"{path} は既にありますが、bprkit の鍵ファイルではないため上書きしません。"
            "--key-file で別の名前を指定してください。",
        )
    return secret


def _write(path: Path, text: str) -> None:
    """Make a file that only its owner may read, from its first byte on."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise OutputError(
            en=f"The key cannot be written to {path}: {error.strerror}. Choose another place with --key-file.",
            ja=f"鍵を {path} に書き込めません（{reason_ja(error)}）。--key-file で別の場所を指定してください。",
        ) from error


def codes(secret: bytes, kind: Kind, texts: Sequence[str]) -> Any:
    """Return a code for each of these different texts, as an Arrow array: P- and 8 characters for a person, …

    No two are the same: where short codes meet, these few become longer.

    >>> codes(b"secret", "person", ["山田", "鈴木"]).to_pylist()
    ['P-33JBDLEF', 'P-LMOYXVEI']
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if not texts:
        return pa.array([], pa.string())
    length = _LENGTH[kind]
    begun = hmac.new(secret, kind.encode() + b"\0", "sha256")  # a person and a case of one name differ

    def digest(text: str) -> bytes:
        continued = begun.copy()
        continued.update(text.encode("utf-8", "surrogatepass"))
        return continued.digest()

    digests = [digest(text) for text in texts]
    words = np.frombuffer(b"".join(whole[:8] for whole in digests), ">u8").astype("u8")
    alphabet = np.frombuffer(_ALPHABET, "S1")
    letters = np.stack([alphabet[(words >> (59 - 5 * place)) & 31] for place in range(length)], axis=1)
    short = pa.array(np.ascontiguousarray(letters).view(f"S{length}").ravel()).cast(pa.string())
    coded = pc.binary_join_element_wise(_PREFIX[kind], short, "")
    _, which, counts = np.unique(words >> (64 - 5 * length), return_inverse=True, return_counts=True)
    if not (counts > 1).any():
        return coded
    met = counts[which] > 1
    longer = [_PREFIX[kind] + d.hex().upper() if also else None for also, d in zip(met, digests, strict=True)]
    return pc.coalesce(pa.array(longer, pa.string()), coded)
