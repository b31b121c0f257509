"""The SVG is clean: every step once, ids that last, titles for screen readers, and no label that breaks or injects."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bprkit import language
from bprkit.drawing import PRINT, draw, draw_comparison
from bprkit.drawing.glyphs import MissingGlyphs
from bprkit.errors import InputError, OutputError
from bprkit.procedure.model import End, Flow, Gateway, Procedure, Role, Start, Task, Title
from bprkit.procedure.yaml import load_procedure

SVG = "{http://www.w3.org/2000/svg}"
PROCESSES = Path(__file__).parents[2] / "processes"
HOSTILE = [
    "<script>alert(1)</script>",
    "A & B < C > D \"quoted\" 'single'",
    "]]><svg onload=alert(1)>",
    "長" * 300,
    "a" * 300,
    "🙂🏯 絵文字",
    "مرحبا بالعالم",
    "\u202eevil\u202c",
    "一行目\n二行目\r\n三行目\t四",
    "外字\ue000と\x00\x1b",
    "",
    "　",
]


def one_step(title: str) -> Procedure:
    nodes = (
        Start(id="s", title=Title(title), role=title or "r"),
        Gateway(id="g", title=Title(title), role=title or "r"),
        Task(id=title or "t", title=Title(title), role=title or "r", note=title),
        End(id="e", title=Title(title), role=title or "r"),
    )
    keys = [node.id for node in nodes]
    flows = tuple(Flow(source=one, target=two, title=Title(title)) for one, two in itertools.pairwise(keys))
    role = Role(id=title or "r", title=Title(title))
    return Procedure(id="p", title=Title(title), roles=(role,), nodes=nodes, flows=flows, owner=title)


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_labels_neither_break_nor_inject(title: str) -> None:
    for vertical in (False, True):
        root = etree.fromstring(draw(one_step(title), vertical=vertical).svg.encode())
        names = {etree.QName(each).localname for each in root.iter()}
        assert names <= {"svg", "g", "title", "text", "rect", "path", "circle"}
        assert not any(key.startswith("on") or "href" in key for each in root.iter() for key in each.attrib)


@settings(max_examples=60)
@given(st.text(max_size=40))
def test_any_text_gives_well_formed_xml(title: str) -> None:
    etree.fromstring(draw(one_step(title)).svg.encode())


def test_every_step_is_there_once_with_a_stable_id_and_a_title() -> None:
    procedure = load_procedure(PROCESSES / "payment-order" / "as_is.yaml")
    root = etree.fromstring(draw(procedure, language="ja").svg.encode())
    groups = [each for each in root.iter(f"{SVG}g") if "node" in (each.get("class") or "").split()]
    assert [each.get("data-id") for each in groups] == [node.id for node in procedure.nodes]
    for group, node in zip(groups, procedure.nodes, strict=True):
        assert group.get("id") == f"as-is-node-{node.id}"
        title = group.findtext(f"{SVG}title") or ""
        assert title.startswith(str(node.title.ja))
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids))


def test_ids_are_unique_in_a_comparison_too() -> None:
    states = [load_procedure(PROCESSES / "payment-order" / f"{name}.yaml") for name in ("as_is", "to_be")]
    picture = draw_comparison(*states, language="ja")
    ids = [each.get("id") for each in etree.fromstring(picture.svg.encode()).iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    assert {"as-is", "to-be"} <= set(ids)


def test_the_same_procedure_gives_the_same_bytes_and_the_theme_another_look() -> None:
    procedure = load_procedure(PROCESSES / "room-booking" / "as_is.yaml")
    assert draw(procedure).svg == draw(procedure).svg
    assert draw(procedure).png(0.5) == draw(procedure).png(0.5)
    assert draw(procedure, theme=PRINT).svg != draw(procedure).svg


def test_a_picture_is_saved_by_its_extension(tmp_path: Path) -> None:
    picture = draw(one_step("起案"), language="ja")
    assert picture.save(tmp_path / "x.svg").read_text("utf-8") == picture.svg == picture._repr_svg_()
    assert picture.save(tmp_path / "x.png").read_bytes().startswith(b"\x89PNG")
    with language.speaking("en"), pytest.raises(InputError, match=r"\.bmp"):
        picture.save(tmp_path / "x.bmp")
    with pytest.raises(OutputError):
        picture.save(tmp_path / "nowhere" / "x.svg")


def test_a_character_without_a_glyph_is_told_in_both_languages() -> None:
    for tongue, words in (("ja", "フォントに次の文字がありません"), ("en", "font lacks")):
        picture = draw(one_step("𠮷野"), language=tongue)  # type: ignore[arg-type]
        assert picture.missing == ("𠮷",)
        with pytest.warns(MissingGlyphs, match=words):
            picture.png(0.5)


def test_texts_are_in_the_language_asked_for() -> None:
    procedure = load_procedure(PROCESSES / "room-booking" / "as_is.yaml")
    assert "作業" in draw(procedure, language="ja").svg
    english = draw(procedure, language="en").svg
    assert "work " in english
    assert "作業" not in english
