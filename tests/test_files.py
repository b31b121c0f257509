"""Files are there whole or not at all."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bprkit import language
from bprkit.errors import InputError, OutputError
from bprkit.files import fill_beside, write_beside


@pytest.fixture(params=["en", "ja"])
def spoken(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each language in turn, in use."""
    language.use(request.param)
    yield request.param
    language.use(None)


def test_the_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    wanted = tmp_path / "結果 一覧.html"
    with write_beside(wanted) as unfinished:
        unfinished.write_text("half")
        assert unfinished.parent == wanted.parent
        assert not wanted.exists()
        unfinished.write_text("whole")
    assert [path.name for path in tmp_path.iterdir()] == ["結果 一覧.html"]
    assert wanted.read_text() == "whole"


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, ValueError, InputError])
def test_an_interruption_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, error: type[BaseException]
) -> None:
    wanted = tmp_path / "page.html"
    wanted.write_text("old")
    raised = InputError(en="x", ja="x") if error is InputError else error()
    with pytest.raises(error), write_beside(wanted) as unfinished:
        unfinished.write_text("half")
        raise raised
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    assert wanted.read_text() == "old"


def test_a_missing_folder_is_named(tmp_path: Path, spoken: str) -> None:
    with pytest.raises(OutputError) as told, write_beside(tmp_path / "なし" / "page.html"):
        pass
    assert str(tmp_path / "なし") in str(told.value)
    assert {"en": "there is no folder", "ja": "ありません"}[spoken] in str(told.value)


def test_a_folder_is_no_file(tmp_path: Path, english: None) -> None:
    with pytest.raises(OutputError, match="is a folder"), write_beside(tmp_path):
        pass


def test_a_file_held_open_elsewhere_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoken: str
) -> None:
    def refused(self: Path, target: Path) -> Path:  # what Windows answers while Excel has the file open
        raise PermissionError(13, "Permission denied", str(self), 32, str(target))

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(OutputError, match="Excel"), write_beside(tmp_path / "a.csv") as unfinished:
        unfinished.write_text("x")
    monkeypatch.undo()
    assert list(tmp_path.iterdir()) == []


FULL_DISK = """
import resource, signal, sys
from bprkit.errors import OutputError
from bprkit.language import use
from bprkit.files import write_beside
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
use("en")
try:
    with write_beside(sys.argv[1]) as unfinished:
        unfinished.write_bytes(b"x" * 1_000_000)
except OutputError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file sizes")
def test_a_disk_without_room_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FULL_DISK, str(tmp_path / "page.html")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "the disk is full" in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_device_is_written_to_and_never_replaced(english: None) -> None:
    with pytest.raises(OutputError, match="disk is full"), write_beside("/dev/full") as place:
        place.write_text("x")
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)
    with write_beside("/dev/null") as place:
        place.write_text("x")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_an_engine_that_wraps_the_error_of_a_full_disk_is_understood(tmp_path: Path, english: None) -> None:
    with pytest.raises(OutputError, match="disk is full"), write_beside(tmp_path / "log.parquet"):
        raise RuntimeError('IO Error: Could not write file "log.parquet": No space left on device')


def test_an_error_about_another_file_stays_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), write_beside(tmp_path / "page.html"):
        (tmp_path / "input.csv").read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_colleagues_may_read_what_is_written(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        with write_beside(tmp_path / "page.html") as unfinished:
            unfinished.write_text("x")
        with fill_beside(tmp_path / "tables") as folder:
            (folder / "a.csv").write_text("x")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "page.html").stat().st_mode) == 0o644
    assert stat.S_IMODE((tmp_path / "tables").stat().st_mode) == 0o755


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
def test_a_link_keeps_pointing_to_the_file_that_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real.html").write_text("old")
    (tmp_path / "link.html").symlink_to("real.html")
    with write_beside(tmp_path / "link.html") as unfinished:
        unfinished.write_text("new")
    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "real.html").read_text() == "new"


def test_an_interrupted_folder_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), fill_beside(tmp_path / "tables") as folder:
        (folder / "a.csv").write_text("x")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []
