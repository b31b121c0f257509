"""Names of encodings as users write them, and the EUC-JP and CP932 that Windows really writes.

>>> python_codec("Shift_JIS")
('cp932', True)
>>> bytes.fromhex("ADA1 ADEA FCE2").decode("euc_jp", errors=error_handler("euc_jp", strict=True))
'①㈱髙'
"""

from __future__ import annotations

import codecs

from bprkit.errors import InputError

LENIENT_CP932 = "\x80\uf8f0\uf8f1\uf8f2\uf8f3"
"""What Python's cp932 makes of the bytes 80, A0, FD, FE, FF, which are no characters in any CP932 file."""

_RENAMED = {
    "cp932": "shift_jis shiftjis sjis s_jis x_sjis ms932 windows_31j windows31j windows_932 ms_kanji mskanji "
    "csshiftjis csshift_jis cp943 932 x_ms_cp932 シフトjis",
    "euc_jp": "cp51932 eucjp_ms eucjpms eucjp_win eucjp_open x_euc_jp euc",
    "utf-8": "utf8n utf_8n utf8_bom utf_8_bom utf8bom",
    "utf-16": "unicode ucs_2 ucs2",
    "iso2022_jp_ext": "jis iso_2022_jp iso2022_jp iso2022jp csiso2022jp",
}
_SAME = {
    "cp932": "cp932",
    "euc_jp": "euc_jp eucjp ujis",
    "utf-8": "utf8 utf_8 utf_8_sig utf8_sig",
    "utf-16": "utf16 utf_16",
    "utf-16-le": "utf16le utf16_le utf_16le utf_16_le",
    "utf-16-be": "utf16be utf16_be utf_16be utf_16_be",
}
_NO_FILE_ENCODINGS = {
    "idna",
    "punycode",
    "unicode-escape",
    "raw-unicode-escape",
    "undefined",
    "utf-7",
    "palmos",
}
_STRICT_HANDLER = "bprkit.cp51932.strict"
_TOLERANT_HANDLER = "bprkit.cp51932.replace"


def python_codec(asked: str) -> tuple[str, bool]:
    """Return Python's codec for a user's name of an encoding, and whether that is another than the name says.

    Raises InputError for a name that is no text encoding.
    """
    key = asked.strip().lower().replace("-", "_").replace(" ", "_")
    for table, renamed in ((_SAME, False), (_RENAMED, True)):
        for name, words in table.items():
            if key in words.split():
                return name, renamed
    try:
        info = codecs.lookup(key)
    except (LookupError, ValueError):
        info = None
    if info is None or info.name in _NO_FILE_ENCODINGS or not getattr(info, "_is_text_encoding", True):
        raise InputError(
            en=f"--encoding {asked}: no such encoding. Use utf-8, cp932 (Shift_JIS of Windows), euc_jp, "
            "utf-16 or a name that Python knows.",
            ja=f"--encoding {asked}: そのような文字コードはありません。"
            "utf-8、cp932(Windows の Shift_JIS)、euc_jp、utf-16 などを指定してください。",
        )
    return info.name, False


def error_handler(name: str, *, strict: bool) -> str:
    """Return the `errors=` argument with which to decode: strict, or with U+FFFD for what does not decode.

    Python's euc_jp lacks the NEC and IBM characters (① ㈱ 髙) that Windows' own EUC-JP, CP51932, has:
    the same cells as in CP932. They are looked up there.
    """
    if name == "euc_jp":
        return _STRICT_HANDLER if strict else _TOLERANT_HANDLER
    return "strict" if strict else "replace"


def _nec_or_ibm_character(error: UnicodeError) -> tuple[str, int] | None:
    if not isinstance(error, UnicodeDecodeError):
        return None
    pair = error.object[error.start : error.start + 2]
    if len(pair) < 2 or not (pair[0] == 0xAD or 0xF9 <= pair[0] <= 0xFC) or not 0xA1 <= pair[1] <= 0xFE:
        return None
    row, cell = pair[0] - 0x80, pair[1] - 0x80
    lead = (row - 0x21) // 2 + (0x81 if row < 0x5F else 0xC1)
    trail = cell + 0x7E if row % 2 == 0 else cell + 0x1F + (cell >= 0x60)
    try:
        return bytes([lead, trail]).decode("cp932"), error.start + 2
    except UnicodeDecodeError:
        return None


def _strict(error: UnicodeError) -> tuple[str, int]:
    found = _nec_or_ibm_character(error)
    if found is None:
        raise error
    return found


def _tolerant(error: UnicodeError) -> tuple[str | bytes, int]:
    return _nec_or_ibm_character(error) or codecs.replace_errors(error)


codecs.register_error(_STRICT_HANDLER, _strict)
codecs.register_error(_TOLERANT_HANDLER, _tolerant)
