"""A file that is missing, cut off, or not what its name says: the reader is told so, and in their language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bprkit.errors import InputError
from bprkit.procedure.converting import convert_procedure
from bprkit.procedure.files import open_procedure

WORDS_OF_PROGRAMS = re.compile(r"expected|found|invalid|Zip|EOCD|Errno|No such|error|line|tag", re.IGNORECASE)
BPMN = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:x">'


def told(path: Path) -> tuple[str, str]:
    """The message in English, and in Japanese without the name of the file."""
    with pytest.raises(InputError) as refused:
        open_procedure(path)
    return refused.value.en, refused.value.ja.replace(str(path), "")


@pytest.mark.parametrize(
    ("name", "content", "en", "ja"),
    [
        ("p.xlsx", b"", "is empty", "空です"),
        ("p.xlsx", b"PK\x03\x04 cut off", "cut off", "途中で切れている"),
        ("p.xlsx", b"step,role\n", "no Excel workbook", "名前と違って"),
        ("p.xlsx", b"<html><table>", "no Excel workbook", "名前と違って"),
        ("p.bpmn", b"", "is empty", "空です"),
        ("p.bpmn", b"PK\x03\x04", "no complete XML", "先頭がXMLではありません"),
        ("p.bpmn", BPMN.encode(), "no complete XML", "途中で切れています"),
        ("p.bpmn", f"{BPMN}<process></definitions>".encode(), "no complete XML", "対応していません"),
        ("p.bpmn", f'{BPMN}<process id="'.encode(), "no complete XML", "途中で切れています"),
        ("p.bpmn", f"{BPMN}</definitions><b/>".encode(), "no complete XML", "余分な内容"),
        (
            "p.bpmn",
            "<?xml version='1.0' encoding='UTF-8'?><a>決裁</a>".encode("cp932"),
            "no complete XML",
            "文字コード",
        ),
        ("p.yaml", b"", "holds no procedure", "手続の内容がありません"),
        ("p.yaml", b"\xff\xfe\x00\x81\xff", "neither UTF-8 nor CP932", "UTF-8でも"),
        ("p.yaml", "steps:\n  - {task: 受付, ro".encode(), "not closed", "閉じていない"),
    ],
)
def test_a_file_that_is_not_what_its_name_says(
    name: str, content: bytes, en: str, ja: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    english, japanese = told(path)
    assert en in english
    assert ja in japanese
    assert not WORDS_OF_PROGRAMS.search(japanese)


@pytest.mark.parametrize("name", ["p.yaml", "p.bpmn", "p.xlsx"])
def test_a_file_that_is_not_there_and_a_folder(name: str, tmp_path: Path) -> None:
    english, japanese = told(tmp_path / name)
    assert "there is no such file" in english
    assert "ファイルがありません" in japanese
    (tmp_path / name).mkdir()
    english, japanese = told(tmp_path / name)
    assert "it is a folder" in english
    assert "フォルダーです" in japanese
    assert not WORDS_OF_PROGRAMS.search(japanese)


def test_a_workbook_with_a_part_missing_is_told_as_damaged(tmp_path: Path) -> None:
    whole, cut = tmp_path / "whole.xlsx", tmp_path / "cut.xlsx"
    convert_procedure("payment-order/as_is", whole)
    cut.write_bytes(whole.read_bytes()[:4000])
    assert "cut off" in told(cut)[0]


def test_an_old_workbook_that_is_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert "damaged" in told(path)[0]
