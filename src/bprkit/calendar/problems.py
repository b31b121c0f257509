"""What is wrong in a file of office hours: all of it is noted first, then told at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path

from bprkit.errors import InputError
from bprkit.files import decoded

Problems = list[tuple[int | None, str, str]]
"""Line (None: the file as a whole), English text, Japanese text."""
_MOST_SHOWN = 20
_LARGEST_FILE = 1_000_000


@contextmanager
def noting(problems: Problems, line: int | None) -> Iterator[None]:
    """Note an InputError as a problem of that line, and go on after the block."""
    try:
        yield
    except InputError as error:
        problems.append((line, error.en, error.ja))


def refuse(problems: Problems, path: Path | None) -> None:
    """Raise all that was noted, if anything, as one message."""
    told = sorted(dict.fromkeys(problems), key=lambda problem: problem[0] or 0)
    if not told:
        return
    lines_en = [f"line {line}: {en}" if line else en for line, en, _ in told]
    lines_ja = [f"{line}行目：{ja}" if line else ja for line, _, ja in told]
    if len(told) == 1:
        raise InputError(
            en=f"{path}, {lines_en[0]}" if path else lines_en[0],
            ja=f"{path}、{lines_ja[0]}" if path else lines_ja[0],
        )
    if (more := len(told) - _MOST_SHOWN) > 0:
        lines_en[_MOST_SHOWN:], lines_ja[_MOST_SHOWN:] = [f"and {more} more"], [f"ほか{more}件"]
    head_en = f"{path or 'The hours'} cannot be used as an office calendar ({len(told)} problems):"
    head_ja = f"{path or '開庁時間'} は開庁カレンダーとして使えません（誤り{len(told)}件）。"
    raise InputError(en="\n  ".join([head_en, *lines_en]), ja="\n  ".join([head_ja, *lines_ja]))


def suggestion(word: str, known: Iterable[str]) -> tuple[str, str]:
    """Return a near word to suggest, in English and Japanese; two empty texts if there is none."""
    if near := get_close_matches(word, sorted(known), n=1):
        return f" (did you mean '{near[0]}'?)", f"（「{near[0]}」でしょうか）"
    return "", ""


def file_text(path: Path) -> str:
    """Return the text of a file, UTF-8 or CP932; refuses what cannot be read or is too large."""
    try:
        data = path.read_bytes() if path.stat().st_size <= _LARGEST_FILE else None
    except OSError as error:
        why_en = why_ja = str(error.strerror or error)
        if isinstance(error, FileNotFoundError):
            why_en, why_ja = "there is no such file", "ファイルがありません"
        elif path.is_dir():
            why_en, why_ja = "it is a folder", "フォルダーです"
        raise InputError(
            en=f"{path} cannot be read as an office calendar ({why_en}). "
            "Give jp, none, a YAML file or the Cabinet Office's holiday CSV.",
            ja=f"{path} を開庁カレンダーとして読めません（{why_ja}）。"
            "jp、none、YAMLファイル、内閣府の祝日CSVのどれかを指定してください。",
        ) from None
    if data is None:
        raise InputError(
            en=f"{path} is too large for an office calendar. Give a YAML file or the Cabinet Office's CSV.",
            ja=f"{path} は大きすぎて読めません。YAMLファイルか内閣府の祝日CSVを指定してください。",
        )
    return decoded(data, path)
