"""The page of a map has a slider of detail, needs nothing else, and nothing else in it can run."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest

from bprkit.drawing.glyphs import MissingGlyphs
from bprkit.drawing.process_map import draw_map
from mined_tables import HOSTILE, made_up, office, tables_of


@pytest.fixture(scope="module")
def page() -> str:
    return draw_map(*made_up(2, 14), detail=0.8, language="en").forms[".html"]()


def test_each_step_of_the_slider_shows_another_map(page: str) -> None:
    maps = re.findall(r"<figure .*?</figure>", page, re.DOTALL)
    most = re.search(r'<input type="range" min="0" max="(\d+)"', page)
    assert most is not None and int(most[1]) == len(maps) - 1 >= 4
    assert len(set(maps)) == len(maps)
    counts = [found.count('class="activity"') for found in maps]
    assert counts == sorted(counts)


def test_the_map_of_the_chosen_detail_is_shown_without_any_script(page: str) -> None:
    shown = re.findall(r'<figure data-said="([^"]*)">', page)
    chosen = draw_map(*made_up(2, 14), detail=0.8, language="en")
    assert shown == [" ".join(chosen.left_out)]


def test_ids_are_there_once(page: str) -> None:
    ids = re.findall(r'\sid="([^"]*)"', page)
    assert len(ids) == len(set(ids)) > 0


def test_nothing_is_loaded_and_only_its_own_script_may_run() -> None:
    text = draw_map(*tables_of([(list(HOSTILE), 5)]), language="en").forms[".html"]()
    assert not re.findall(r"https?:|@import|url\(|<link|<img|<iframe|\bsrc=", text)
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in text
    assert not re.search(r"<[^>]*\s(style|on\w+)=", text)


def test_colours_mean_the_same_at_every_detail() -> None:
    def colours(detail: float) -> dict[str, str]:
        svg = draw_map(*office(), detail=detail, language="ja").svg
        found = re.findall(r"<title>([^<]* → [^<]*)</title><path [^>]*?stroke=\"(#\w+)\"", svg)
        return dict(found)

    few, everything = colours(0), colours(1)
    assert few and few.items() <= everything.items()


@pytest.mark.parametrize("form", [".svg", ".html"])
def test_a_character_for_which_the_viewers_font_stands_in_is_told(form: str, tmp_path: Path) -> None:
    with pytest.warns(MissingGlyphs, match="𠮷.*the viewer's font stands in") as told:
        draw_map(*tables_of([(["𠮷野", "決裁"], 9)]), language="en").save(tmp_path / f"x{form}")
    assert len(told) == 1


def test_of_a_page_every_step_of_the_slider_is_looked_at(tmp_path: Path) -> None:
    rare = tables_of([(["起案", "決裁"], 99), (["起案", "𠮷野", "決裁"], 1)])
    picture = draw_map(*rare, detail=0, language="en")
    assert picture.missing == ()
    with pytest.warns(MissingGlyphs, match="𠮷"):
        picture.save(tmp_path / "x.html")


def test_dot_is_text_without_type(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    draw_map(*tables_of([(["𠮷野", "決裁"], 9)]), language="en").save(tmp_path / "x.dot")
    assert not [warning for warning in recwarn if issubclass(warning.category, MissingGlyphs)]
