from __future__ import annotations

import gzip
import os
import zipfile
from pathlib import Path

import pytest

from bprkit.errors import InputError
from bprkit.log.text.containers import is_gzip, reading, refuse_other_formats
from bprkit.log.text.encodings import detect_encoding


@pytest.fixture(autouse=True)
def messages_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BPRKIT_LANG", "en")


def test_compression_is_told_by_content_not_by_name(tmp_path: Path) -> None:
    packed = tmp_path / "packed.csv"
    packed.write_bytes(gzip.compress(b"a,b\n"))
    plain = tmp_path / "plain.csv.gz"
    plain.write_bytes(b"a,b\n")
    assert (is_gzip(packed), is_gzip(plain)) == (True, False)
    for path in (packed, plain):
        with reading(path) as stream:
            assert stream.read() == b"a,b\n"


def test_a_missing_file_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not found"):
        detect_encoding(tmp_path / "起案 一覧.csv")
    with pytest.raises(InputError, match="is a folder"):
        detect_encoding(tmp_path)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(InputError, match="pipe"):
        detect_encoding(pipe)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_forbidden_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(b"a,b\n")
    path.chmod(0)
    with pytest.raises(InputError, match="may not be read"):
        detect_encoding(path)


def test_a_forbidden_file_is_told_so_on_any_account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(b"a,b\n")

    def forbidden(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    with pytest.raises(InputError) as caught:
        is_gzip(path)
    assert "権限" in caught.value.ja


def test_a_compressed_file_cut_short_or_damaged_is_refused(tmp_path: Path) -> None:
    whole = gzip.compress(os.urandom(50_000).hex().encode())
    damaged = bytearray(whole)
    damaged[len(whole) // 2] ^= 0xFF
    for content in (whole[: len(whole) // 2], bytes(damaged)):
        path = tmp_path / "log.csv.gz"
        path.write_bytes(content)
        with pytest.raises(InputError, match="damaged or cut short"), reading(path) as stream:
            stream.read()


def test_an_excel_file_named_csv_is_told_its_name(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path = tmp_path / "決裁一覧.csv"
    openpyxl.Workbook().save(path)
    with pytest.raises(InputError) as caught:
        detect_encoding(path)
    assert "is an Excel file" in caught.value.en
    assert "決裁一覧.xlsx" in caught.value.ja


def test_another_zip_is_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("log.csv", "a,b\n")
    with pytest.raises(InputError, match="Unpack"):
        detect_encoding(path)


@pytest.mark.parametrize(
    ("head", "word"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00", "PNG"),
        (b"\xff\xd8\xff\xe0\x00", "JPEG"),
        (b"PAR1\x15\x04", "parquet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", ".xlsx"),
        (b"SQLite format 3\x00", "SQLite"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><html>", "HTML"),
        (b"<html><table>", "HTML"),
        (b'<?xml version="1.0"?>\n<!-- XES -->\n<log xes.version="1.0">', ".xes"),
        (b"PK\x03\x04damaged", "ZIP"),
    ],
)
def test_other_formats_are_named_in_both_languages(tmp_path: Path, head: bytes, word: str) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(head)
    with pytest.raises(InputError) as caught:
        refuse_other_formats(path, head)
    assert word in caught.value.en
    assert word in caught.value.ja


def test_a_marked_file_of_another_format_is_refused_by_the_whole_check(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(b"\xef\xbb\xbf<html><body>login</body></html>")
    with pytest.raises(InputError, match="web page"):
        detect_encoding(path)


def test_text_is_let_through(tmp_path: Path) -> None:
    for head in (b"case,activity\n", b"<case>,b\n", "案件,処理\n".encode("cp932"), b"PK,name\n"):
        refuse_other_formats(tmp_path / "log.csv", head)
