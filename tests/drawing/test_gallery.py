"""Every bundled procedure, before and after, is drawn in both languages: all words are there, and nothing is in the way.

The pictures are kept in the folder that BPRKIT_PICTURES names, to be looked at (a build artefact; by default they are
thrown away).
"""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from lxml import etree

from bprkit.drawing import Picture, draw_comparison, measure
from bprkit.drawing.text import plain
from bprkit.language import Language
from bprkit.procedure.files import open_procedure
from bprkit.procedure.library import procedures
from bprkit.procedure.model import SubProcess, Task

NAMES = [bundled.name for bundled in procedures()]
SVG = "{http://www.w3.org/2000/svg}"


def pair(name: str, language: Language) -> Picture:
    return draw_comparison(
        *(open_procedure(f"{name}/{state}") for state in ("as_is", "to_be")), language=language
    )


@pytest.mark.parametrize("language", ["ja", pytest.param("en", marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", NAMES)
def test_before_and_after_are_drawn(name: str, language: Language, tmp_path: Path) -> None:
    from PIL import Image

    picture = pair(name, language)
    assert picture.missing == ()
    folder = Path(os.environ.get("BPRKIT_PICTURES") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    content = picture.png(0.5)
    (folder / f"{name}-{language}.png").write_bytes(content)
    shown = Image.open(io.BytesIO(content)).convert("RGB")
    assert shown.width == pytest.approx(picture.sheet.width * 0.5, abs=1.5)
    colours = shown.getcolors(1_000_000)
    assert colours is not None
    paper = max(colours)[0] / (shown.width * shown.height)
    assert 0.2 < paper < 0.97


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_every_step_is_there_once_and_lanes_are_in_order(name: str, language: Language) -> None:
    picture = pair(name, language)
    root = etree.fromstring(picture.svg.encode())
    drawings = [group for group in root.iter(f"{SVG}g") if group.get("class") == "drawing"]
    for procedure, group, drawing in zip(picture.procedures, drawings, picture.drawings, strict=True):
        assert measure(drawing).faults == 0
        nodes = {
            g.get("data-id"): g for g in group.iter(f"{SVG}g") if "node" in (g.get("class") or "").split()
        }
        assert len(nodes) == len(drawing.shapes)
        steps = [node for node in procedure.nodes if isinstance(node, Task | SubProcess)]
        for step in steps:
            title = plain(step.title.ja if language == "ja" or not step.title.en else step.title.en)
            words = "".join(text.text or "" for text in nodes[step.id].iter(f"{SVG}text"))
            assert words.replace(" ", "").startswith(title.replace(" ", ""))
        lanes = [g.get("data-id") for g in group.iter(f"{SVG}g") if "lane" in (g.get("class") or "").split()]
        own = [role.id for role in procedure.roles]
        assert [lane for lane in lanes if lane in own] == [role for role in own if role in lanes]
    shared = [[lane.id for lane in drawing.lanes] for drawing in picture.drawings]
    assert shared[0] == shared[1]
