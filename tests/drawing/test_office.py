"""LibreOffice opens what we write for PowerPoint and Excel: one page a slide, every step's words on them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from bprkit.drawing import Picture, draw, draw_comparison
from bprkit.language import Language
from bprkit.procedure.files import open_procedure
from bprkit.procedure.model import Procedure, Task

pytestmark = pytest.mark.slow


def opened(path: Path) -> tuple[str, int]:
    """Return the words of a file as LibreOffice shows them, and on how many pages."""
    office = shutil.which("soffice")
    if office is None or shutil.which("pdftotext") is None:
        pytest.skip("no LibreOffice, or no pdftotext")
    home = f"-env:UserInstallation={(path.parent / 'office').as_uri()}"
    asked = [office, home, "--headless", "--convert-to", "pdf", "--outdir", path.parent, path]
    subprocess.run(asked, capture_output=True, check=True, timeout=240)
    shown = path.with_suffix(".pdf")
    text = subprocess.run(["pdftotext", shown, "-"], capture_output=True, text=True, check=True).stdout
    about = subprocess.run(["pdfinfo", shown], capture_output=True, text=True, check=True).stdout
    return "".join(text.split()), int(about.partition("Pages:")[2].split()[0])


def states(name: str) -> tuple[Procedure, Procedure]:
    return open_procedure(f"{name}/as_is"), open_procedure(f"{name}/to_be")


def titles(*procedures: Procedure, language: Language) -> list[str]:
    return [
        "".join(str((node.title.ja if language == "ja" else node.title.en) or node.id).split())
        for procedure in procedures
        for node in procedure.nodes
        if isinstance(node, Task)
    ]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_slides_show_every_step(tmp_path: Path, language: Language) -> None:
    pair = states("environment-notification")
    picture: Picture = draw_comparison(*pair, language=language)
    text, pages = opened(picture.save(tmp_path / "x.pptx"))
    assert pages == 3
    assert [title for title in titles(*pair, language=language) if title not in text] == []


def test_a_workbook_shows_the_steps_beside_the_picture(tmp_path: Path) -> None:
    as_is, _ = states("payment-order")
    text, pages = opened(draw(as_is, language="ja").save(tmp_path / "x.xlsx"))
    assert pages >= 2
    assert [title for title in titles(as_is, language="ja") if title not in text] == []
