"""`bprkit map` writes a picture in the form that the extension names, says what it leaves out, and shows no persons."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from lxml import etree

from bprkit.drawing.process_map.rendering import by_wasm, laid_out
from cli_runs import Run, rows, saved, table

SVG = "{http://www.w3.org/2000/svg}"


def texts(path: Path) -> list[str]:
    return [element.text or "" for element in etree.parse(path).getroot().iter(f"{SVG}text")]


@pytest.fixture
def detours(tmp_path: Path) -> Path:
    """Most cases go straight; one is sent back by a person with a name."""
    rare = [
        f"9,{name},2024-05-0{day} 09:00,秘密太郎" for day, name in enumerate(("起案", "差戻し", "決裁"), 1)
    ]
    return saved(tmp_path / "log.csv", table(*rows(), *rare))


@pytest.mark.parametrize(
    ("extension", "beginning"),
    [
        ("svg", b"<svg "),
        ("png", b"\x89PNG"),
        ("pdf", b"%PDF-"),
        ("dot", b"digraph "),
        ("html", b"<!DOCTYPE html>"),
    ],
)
def test_the_extension_names_the_form(
    bprkit: Run, log: Path, tmp_path: Path, extension: str, beginning: bytes
) -> None:
    target = tmp_path / f"map.{extension}"
    told = bprkit("map", log, "-o", target)
    assert (told.code, told.out) == (0, "")
    assert f"Written: {target}" in told.err
    assert target.read_bytes().startswith(beginning)


def test_the_map_shows_the_activities_and_how_often(bprkit: Run, log: Path, tmp_path: Path) -> None:
    bprkit("map", log, "-o", tmp_path / "map.svg")
    found = texts(tmp_path / "map.svg")
    assert {"起案", "決裁", "5×", "5 cases"} <= set(found)


def test_less_detail_hides_and_says_what(bprkit: Run, detours: Path, tmp_path: Path) -> None:
    target = tmp_path / "map.svg"
    told = bprkit("map", detours, "-o", target, "--detail", "0.5")
    assert "1 of 3 activities left out (1 event," in told.err
    assert "差戻し" not in texts(target)
    assert any("1 of 3 activities left out" in text for text in texts(target))
    bprkit("map", detours, "-o", target, "--detail", "1")
    assert "差戻し" in texts(target)


def test_names_of_persons_never_appear(bprkit: Run, detours: Path, tmp_path: Path) -> None:
    for extension in ("svg", "dot", "html"):
        bprkit("map", detours, "-o", tmp_path / f"map.{extension}", "--detail", "1")
        content = (tmp_path / f"map.{extension}").read_text(encoding="utf-8")
        assert "秘密" not in content and "山田" not in content


@pytest.mark.parametrize(("time", "said"), [("median", "median"), ("mean", "mean"), ("total", "total")])
def test_the_time_on_the_lines_is_named(bprkit: Run, log: Path, tmp_path: Path, time: str, said: str) -> None:
    bprkit("map", log, "-o", tmp_path / "map.svg", "--time", time)
    assert any(f"the {said} of the time from one completion" in text for text in texts(tmp_path / "map.svg"))


def test_the_column_of_times_is_named_by_an_option_of_its_own(bprkit: Run, tmp_path: Path) -> None:
    two = saved(
        tmp_path / "two.csv", table(*(f"{line},2024-06-01" for line in rows()), header="番号,処理,日1,者,日2")
    )
    assert bprkit("map", two, "-o", tmp_path / "map.svg", "--time-column", "日1", "--case", "番号").code == 0


def test_the_language_is_obeyed(
    process: Callable[..., CompletedProcess[bytes]], log: Path, tmp_path: Path
) -> None:
    done = process("map", log, "-o", tmp_path / "map.svg", "--lang", "ja", LANG="C.UTF-8")
    assert "書き出しました" in done.stderr.decode()
    assert "5回" in texts(tmp_path / "map.svg")


def test_only_the_cases_asked_for_are_drawn(bprkit: Run, detours: Path, tmp_path: Path) -> None:
    bprkit("map", detours, "-o", tmp_path / "map.svg", "--without-activity", "差戻し", "--detail", "1")
    assert "差戻し" not in texts(tmp_path / "map.svg")
    assert any("5 cases" in text and "差戻し" in text for text in texts(tmp_path / "map.svg"))


def test_the_same_log_gives_the_same_bytes(bprkit: Run, detours: Path, tmp_path: Path) -> None:
    for extension in ("svg", "png", "pdf", "dot", "html"):
        one, other = tmp_path / f"1.{extension}", tmp_path / f"2.{extension}"
        bprkit("map", detours, "-o", one)
        bprkit("map", detours, "-o", other)
        assert zlib.crc32(one.read_bytes()) == zlib.crc32(other.read_bytes()), extension


def test_the_dot_file_can_be_laid_out_by_graphviz(bprkit: Run, detours: Path, tmp_path: Path) -> None:
    bprkit("map", detours, "-o", tmp_path / "map.dot", "--detail", "1")
    answer = laid_out((tmp_path / "map.dot").read_text(encoding="utf-8"), (by_wasm,))
    assert len(answer["objects"]) == 3 + 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["-o", "map.gif"], "not written as .gif"),
        (["-o", "map"], "a file without extension"),
        (["-o", "map.svg", "--detail", "80"], "from 0 to 1, not 80"),
        (["-o", "map.svg", "--time", "mode"], "--time"),
        (["-o", "no/such/folder/map.svg"], "no folder"),
        ([], "-o FILE is missing"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line(
    bprkit: Run, log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = set(tmp_path.rglob("*"))
    told = bprkit("map", log, *arguments)
    assert told.code == 2 and told.out == ""
    assert says in told.err and told.err.count("\n") == 0
    assert set(tmp_path.rglob("*")) == before


def test_the_log_itself_is_never_overwritten(bprkit: Run, tmp_path: Path) -> None:
    log = saved(tmp_path / "log.svg", table(*rows()))
    before = log.read_bytes()
    bprkit("map", log, "-o", log)
    assert log.read_bytes() == before


def test_characters_that_the_font_lacks_are_told(bprkit: Run, tmp_path: Path) -> None:
    log = saved(tmp_path / "log.csv", table(*(line.replace("起案", "𠮷案") for line in rows())))
    told = bprkit("map", log, "-o", tmp_path / "map.png")
    assert told.code == 0
    assert "𠮷" in told.err
