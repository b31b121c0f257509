"""PowerPoint gets native shapes within the slide, ways that are glued where they end, and texts that fit."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import qn

from bprkit.drawing import LIGHT, Picture, draw, draw_comparison
from bprkit.drawing.geometry import Point, Route
from bprkit.drawing.pptx import pptx_bytes, write_pptx
from bprkit.drawing.pptx.connectors import bends_of, connector
from bprkit.drawing.pptx.xml import Page
from bprkit.drawing.text import width
from bprkit.errors import OutputError
from bprkit.procedure.model import End, Flow, Gateway, Procedure, Role, Start, Task, Title
from bprkit.procedure.yaml import load_procedure

PROCESSES = Path(__file__).parents[2] / "processes"
HOSTILE = [
    "<script>alert(1)</script>",
    "A & B < C > D \"quoted\" 'single'",
    "]]><p:sp/>",
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


def states(name: str) -> tuple[Procedure, ...]:
    return tuple(load_procedure(PROCESSES / name / f"{state}.yaml") for state in ("as_is", "to_be"))


def opened(picture: Picture) -> Any:
    return Presentation(io.BytesIO(pptx_bytes(picture)))


def connectors(slide: Any) -> list[Any]:
    return list(slide.shapes._spTree.iter(qn("p:cxnSp")))


def bodies(slide: Any) -> dict[str, tuple[str, list[tuple[float, float]], int, int, int, int]]:
    """Return name, own sites in shares of the shape, and frame of each shape by its id."""
    found = {}
    for element in slide.shapes._spTree.iter(qn("p:sp")):
        about, properties = element.find(f".//{qn('p:cNvPr')}"), element.find(qn("p:spPr"))
        place = properties.find(qn("a:xfrm"))
        if place is None:
            continue
        off, ext = place.find(qn("a:off")), place.find(qn("a:ext"))
        preset = properties.find(qn("a:prstGeom"))
        guides = {each.get("name"): each.get("fmla").split() for each in properties.iter(qn("a:gd"))}
        own = [
            tuple(int(guides[pos.get(axis)][2]) / int(guides[pos.get(axis)][3]) for axis in "xy")
            for pos in properties.iter(qn("a:pos"))
        ]
        frame = (int(off.get("x")), int(off.get("y")), int(ext.get("cx")), int(ext.get("cy")))
        found[about.get("id")] = (preset.get("prst") if preset is not None else "own", own, *frame)
    return found


def site(body: tuple[Any, ...], index: int) -> tuple[float, float]:
    kind, own, x, y, wide, tall = body
    usual = [(0.5, 0.0), (0.0, 0.5), (0.5, 1.0), (1.0, 0.5)]
    across, down = own[index] if kind == "own" else usual[index // 2 if kind == "ellipse" else index]
    return x + wide * across, y + tall * down


def corners(connector: Any) -> list[tuple[float, float]]:
    """Return the points of a connector as PowerPoint's own definitions of the shapes have them."""
    place = connector.find(f".//{qn('a:xfrm')}")
    off, ext = place.find(qn("a:off")), place.find(qn("a:ext"))
    wide, tall = int(ext.get("cx")), int(ext.get("cy"))
    kind = connector.find(f".//{qn('a:prstGeom')}").get("prst")
    adjust = [int(each.get("fmla").split()[1]) / 100_000 for each in connector.iter(qn("a:gd"))]
    if kind == "straightConnector1":
        local = [(0.0, 0.0), (1.0, 1.0)]
    else:
        segments = int(kind[-1])
        assert len(adjust) == segments - 2
        local, at = [(0.0, 0.0)], [0.0, 0.0]
        for number, value in enumerate([*adjust, 1.0, 1.0]):
            at[number % 2] = value
            local.append((at[0], at[1]))
    points = []
    for across, down in local:
        u = (across - 0.5) * wide * (-1 if place.get("flipH") else 1)
        v = (down - 0.5) * tall * (-1 if place.get("flipV") else 1)
        if place.get("rot"):
            u, v = -v, u
        points.append((int(off.get("x")) + wide / 2 + u, int(off.get("y")) + tall / 2 + v))
    return points


@pytest.mark.parametrize("vertical", [False, True])
@pytest.mark.parametrize(
    "name", ["approval-circulation", "payment-order", "road-occupation", "leave-request"]
)
def test_every_way_is_glued_at_both_ends_where_it_ends(name: str, vertical: bool) -> None:
    picture = draw_comparison(*states(name), language="ja", vertical=vertical)
    presentation = opened(picture)
    both = presentation.slides[0]
    assert len(presentation.slides) == 3
    assert len(connectors(both)) == sum(len(drawing.routes) for drawing in picture.drawings)
    near = 1.1 * both.part.package.presentation_part.presentation.slide_width / picture.sheet.width
    for slide in presentation.slides:
        known = bodies(slide)
        for each in connectors(slide):
            start, end = (each.find(f".//{qn(tag)}") for tag in ("a:stCxn", "a:endCxn"))
            path = corners(each)
            for glue, at in ((start, path[0]), (end, path[-1])):
                x, y = site(known[glue.get("id")], int(glue.get("idx")))
                assert abs(x - at[0]) < max(near, 13_000)
                assert abs(y - at[1]) < max(near, 13_000)


@given(
    st.lists(st.integers(-400, 400), min_size=2, max_size=6).filter(lambda steps: 0 not in steps),
    st.booleans(),
)
def test_a_bent_connector_runs_through_exactly_the_corners_of_the_way(steps: list[int], down: bool) -> None:
    points = [(1_000_000, 1_000_000)]
    for number, step in enumerate(steps[:5]):
        x, y = points[-1]
        along = (number % 2 == 1) != down
        points.append((x, y + step * 20_000) if along else (x + step * 20_000, y))
    bends = bends_of(points)
    place = {
        "rot": "1" if bends.turned else "",
        "flipH": "1" * bends.flip_across,
        "flipV": "1" * bends.flip_down,
    }
    guides = "".join(f'<a:gd fmla="val {value}"/>' for value in bends.adjustments)
    flags = "".join(f' {key}="{value}"' for key, value in place.items() if value)
    frame = bends.frame
    drawn = etree.fromstring(
        f'<x xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:xfrm{flags}>'
        f'<a:off x="{frame.x}" y="{frame.y}"/><a:ext cx="{frame.width}" cy="{frame.height}"/></a:xfrm>'
        f'<a:prstGeom prst="{bends.kind}">{guides}</a:prstGeom></x>'
    )
    for (x, y), (px, py) in zip(points, corners(drawn), strict=True):
        assert abs(x - px) <= 6_400  # half a point, where a way comes back to where it began
        assert abs(y - py) <= 6_400


def test_a_way_with_more_corners_than_connectors_have_is_a_line_through_all_of_them() -> None:
    places = [(0, 0), (20, 0), (20, 40), (60, 40), (60, 10), (90, 10), (90, 80)]
    route = Route("r", "a", "b", tuple(Point(x, y) for x, y in places))
    piece = connector(Page(itertools.count(2), 9525), route, {}, {}, LIGHT, "r")
    assert piece.xml.startswith("<p:sp>")
    assert piece.xml.count("<a:lnTo>") == len(places) - 1
    assert "tailEnd" in piece.xml


def frames(slide: Any) -> Iterator[tuple[int, int, int, int]]:
    for element in slide.shapes._spTree.iter(qn("p:sp"), qn("p:cxnSp"), qn("p:grpSp")):
        place = element.find(f".//{qn('a:xfrm')}")
        off, ext = place.find(qn("a:off")), place.find(qn("a:ext"))
        if place.get("rot"):
            middle = [int(off.get(o)) + int(ext.get(e)) / 2 for o, e in (("x", "cx"), ("y", "cy"))]
            wide, tall = int(ext.get("cy")), int(ext.get("cx"))
            yield round(middle[0] - wide / 2), round(middle[1] - tall / 2), wide, tall
        else:
            yield int(off.get("x")), int(off.get("y")), int(ext.get("cx")), int(ext.get("cy"))


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", ["approval-circulation", "room-booking", "nursery-admission"])
def test_shapes_are_on_the_slide_and_texts_in_their_shapes(name: str, language: Any) -> None:
    presentation = opened(draw_comparison(*states(name), language=language))
    for slide in presentation.slides:
        for x, y, wide, tall in frames(slide):
            assert x >= 0
            assert y >= 0
            assert x + wide <= presentation.slide_width
            assert y + tall <= presentation.slide_height
        for element in slide.shapes._spTree.iter(qn("p:sp")):
            room = int(element.find(f".//{qn('a:ext')}").get("cx"))
            needed = 0.0
            for run in element.iter(qn("a:r")):
                look = run.find(qn("a:rPr"))
                size = int(look.get("sz")) * 127
                assert width(run.findtext(qn("a:t")), size, look.get("b") == "1") <= room * 1.01 + 6_000
            for paragraph in element.iter(qn("a:p")):
                leading = paragraph.find(f".//{qn('a:lnSpc')}/{qn('a:spcPts')}")
                lines = len(paragraph.findall(qn("a:r")))
                needed += 0 if leading is None else int(leading.get("val")) * 127 * lines
            assert needed <= int(element.find(f".//{qn('a:ext')}").get("cy")) * 1.2 + 25_000


def test_steps_are_groups_with_their_titles_and_slides_have_titles() -> None:
    procedure = states("payment-order")[0]
    presentation = opened(draw(procedure, language="ja"))
    (slide,) = presentation.slides
    assert slide.shapes.title.text_frame.text.startswith("支出命令")
    groups = {
        each.name: each
        for each in slide.shapes
        if each.shape_type is not None and each.name.startswith("工程 ")
    }
    assert set(groups) == {f"工程 {node.id}" for node in procedure.nodes}
    for node in procedure.nodes:
        if isinstance(node, Task):
            inner = groups[f"工程 {node.id}"].shapes[0]
            assert inner.text_frame.text.replace("\v", "").replace(" ", "") == str(node.title.ja).replace(
                " ", ""
            )
    ids = [each.get("id") for each in slide.shapes._spTree.iter(qn("p:cNvPr"))]
    assert len(ids) == len(set(ids))


def test_a_return_is_dashed_and_red() -> None:
    picture = draw(states("payment-order")[0], language="ja")
    (slide,) = opened(picture).slides
    dashed = [each for each in connectors(slide) if each.find(f".//{qn('a:prstDash')}").get("val") == "dash"]
    assert len(dashed) == sum(route.rework for route in picture.drawings[0].routes) > 0
    red = picture.theme.rework[1:].upper()
    assert all(each.find(f".//{qn('a:ln')}//{qn('a:srgbClr')}").get("val") == red for each in dashed)


def test_speaker_notes_tell_the_figures_in_the_language_of_the_picture() -> None:
    both, before, _ = opened(draw_comparison(*states("payment-order"), language="ja")).slides
    told = both.notes_slide.notes_text_frame.text
    assert "職員の作業時間" in told
    assert "廃止：" in told
    assert "支出命令の決裁" in before.notes_slide.notes_text_frame.text
    english = opened(draw_comparison(*states("payment-order"), language="en")).slides[0]
    assert "Staff work" in english.notes_slide.notes_text_frame.text


def test_fonts_are_named_for_japanese_and_latin() -> None:
    with zipfile.ZipFile(io.BytesIO(pptx_bytes(draw(states("room-booking")[0])))) as file:
        theme = file.read("ppt/theme/theme1.xml").decode()
        slide = file.read("ppt/slides/slide1.xml").decode()
        assert not any("thumbnail" in name for name in file.namelist())
    assert theme.count('<a:ea typeface="Noto Sans JP"') == 2
    assert theme.count('script="Jpan" typeface="Yu Gothic"') == 2
    assert slide.count('<a:ea typeface="+mn-ea"/>') == slide.count("<a:rPr")


def test_the_same_picture_gives_the_same_bytes() -> None:
    one, other = (pptx_bytes(draw_comparison(*states("leave-request"), language="ja")) for _ in range(2))
    assert one == other


def test_it_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    picture = draw(states("leave-request")[0])
    assert write_pptx(picture, tmp_path / "x.pptx").read_bytes() == pptx_bytes(picture)
    with pytest.raises(OutputError):
        write_pptx(picture, tmp_path / "nowhere" / "x.pptx")


@pytest.mark.filterwarnings("ignore::bprkit.drawing.glyphs.MissingGlyphs")
@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_labels_neither_break_nor_inject(title: str) -> None:
    name = Title(title)
    nodes = (
        Start(id="s", title=name, role=title or "r"),
        Gateway(id="g", title=name, role=title or "r"),
        Task(id=title or "t", title=name, role=title or "r", note=title),
        End(id="e", title=name, role=title or "r"),
    )
    keys = [node.id for node in nodes]
    flows = tuple(Flow(source=one, target=two, title=name) for one, two in itertools.pairwise(keys))
    role = Role(id=title or "r", title=name)
    procedure = Procedure(id="p", title=name, roles=(role,), nodes=nodes, flows=flows, owner=title)
    (slide,) = opened(draw(procedure, language="ja")).slides
    tree = slide.shapes._spTree
    assert len(connectors(slide)) == 3
    assert not any("hlink" in str(each.tag) or "script" in str(each.tag) for each in tree.iter())
