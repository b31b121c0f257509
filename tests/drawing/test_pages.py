"""Pictures on paper: rows and pages that can be read when printed, and ways that go on from one to the other."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import warnings
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from bprkit.drawing import Picture, draw, draw_comparison, layout_state_bands, measure
from bprkit.drawing.paging import READABLE, SmallType
from bprkit.drawing.papers import POINTS
from bprkit.errors import InputError
from bprkit.language import Language
from bprkit.procedure.files import open_procedure
from bprkit.procedure.library import procedures
from bprkit.procedure.model import Flow, Procedure, Role, Task, Title

LONG = ("tendering", "approval-circulation")
Case = tuple[str, str, Language, bool]
CASES: list[Case] = [
    ("tendering", "a4", "ja", True),
    ("tendering", "a4", "en", False),
    ("tendering", "a3", "ja", True),
    ("approval-circulation", "a4", "en", True),
    ("approval-circulation", "a3", "ja", False),
    ("approval-circulation", "a4", "ja", False),
]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: "-".join(map(str, case)))
def picture(request: pytest.FixtureRequest) -> Picture:
    name, paper, language, compared = request.param
    return drawn(name, paper, language, compared)


@cache
def drawn(name: str, paper: str, language: Language, compared: bool) -> Picture:
    """Draw a bundled procedure on paper, alone or before and after."""
    before, after = (open_procedure(f"{name}/{state}") for state in ("as_is", "to_be"))
    if compared:
        return draw_comparison(before, after, paper=paper, language=language)
    return draw(before, paper=paper, language=language)


def test_the_titles_of_steps_can_be_read_when_printed(picture: Picture) -> None:
    assert picture.pages is not None
    assert picture.pages.scale * picture.theme.text * POINTS >= READABLE - 0.05


def test_every_page_fits_on_its_paper_and_fills_it_from_side_to_side(picture: Picture) -> None:
    assert picture.pages is not None
    across, down = picture.pages.paper.room
    for sheet in picture.printed:
        assert sheet.width * picture.pages.scale <= across + 0.1
        assert sheet.height * picture.pages.scale <= down + 0.1
        for panel in sheet.panels:
            assert panel.at.x + panel.drawing.width <= sheet.width - picture.theme.margin + 0.1
    assert max(sheet.width for sheet in picture.printed) * picture.pages.scale > 0.9 * across


def test_rows_have_no_faults_and_do_not_lie_on_each_other(picture: Picture) -> None:
    for sheet in picture.printed:
        assert [measure(panel.drawing).faults for panel in sheet.panels] == [0] * len(sheet.panels)
        ends = [panel.at.y + panel.drawing.height for panel in sheet.panels]
        for end, following in zip(ends, sheet.panels[1:], strict=False):
            top = following.heading.box.y if following.heading else following.at.y
            assert top > end
        assert all(sample.box.y > ends[-1] for sample in sheet.legend)


def test_every_step_of_every_state_stands_on_one_page(picture: Picture) -> None:
    shown = [
        (panel.name.partition("-row-")[0], shape.id)
        for sheet in picture.printed
        for panel in sheet.panels
        for shape in panel.drawing.shapes
        if not shape.mark.startswith("link:")
    ]
    wanted = [
        (procedure.state.replace("_", "-"), node.id)
        for procedure in picture.procedures
        for node in procedure.nodes
    ]
    assert sorted(shown) == sorted(wanted)


def test_a_way_that_is_cut_says_at_both_ends_in_which_row_the_other_end_is(picture: Picture) -> None:
    ends: dict[str, list[tuple[int, int]]] = {}
    for sheet in picture.printed:
        for panel in sheet.panels:
            row = int(panel.name.partition("-row-")[2] or 1)
            for shape in panel.drawing.shapes:
                if shape.mark.startswith("link:"):
                    assert shape.caption is not None
                    told = re.search(r"\d+", "".join(shape.caption.lines))
                    assert told is not None
                    ends.setdefault(shape.mark, []).append((row, int(told[0])))
    assert ends
    for one, other in ends.values():
        assert one == other[::-1]


def test_rows_tell_their_number_and_pages_theirs() -> None:
    picture = drawn("tendering", "a4", "ja", True)
    pages = len(picture.printed)
    assert pages > 1
    for number, sheet in enumerate(picture.printed, 1):
        assert f"（{number}/{pages}ページ）" in "".join(sheet.title.lines)
        for panel in sheet.panels:
            assert panel.heading is not None
            row = panel.name.partition("-row-")[2] or "1"
            assert f"{row}段目" in "".join(panel.heading.lines)
    english = drawn("tendering", "a4", "en", False)
    assert f"(page 1 of {len(english.printed)})" in " ".join(english.printed[0].title.lines)


@pytest.mark.parametrize("name", LONG)
def test_both_states_are_cut_at_the_same_place_so_that_rows_compare_place_by_place(name: str) -> None:
    before, after = (open_procedure(f"{name}/{state}") for state in ("as_is", "to_be"))
    rows = layout_state_bands((before, after), 1600, language="ja")
    assert len(rows) > 1
    common = {node.id for node in before.nodes} & {node.id for node in after.nodes}
    level = 0
    for one, other in rows:
        assert one is not None
        assert other is not None
        assert one.width == other.width
        assert [lane.lines for lane in one.lanes] == [lane.lines for lane in other.lanes]
        here = {shape.id: shape for shape in one.shapes}
        for shape in other.shapes:
            if shape.id in here and shape.id in common and shape.kind == "task":
                level += shape.box.middle.x == pytest.approx(here[shape.id].box.middle.x)
    assert level >= 0.8 * sum(isinstance(after.node_of[key], Task) for key in common)


def test_the_rows_of_a_pair_follow_each_other() -> None:
    picture = drawn("approval-circulation", "a3", "ja", True)
    names = [panel.name for sheet in picture.printed for panel in sheet.panels]
    assert names[:4] == ["as-is", "to-be", "as-is-row-2", "to-be-row-2"]
    assert names[::2] == [name.replace("to-be", "as-is") for name in names[1::2]]


def test_a_larger_paper_needs_no_more_pages() -> None:
    cases: list[tuple[str, Language, bool]] = [
        ("tendering", "ja", True),
        ("approval-circulation", "ja", False),
    ]
    for name, language, compared in cases:
        on_a4, on_a3 = (len(drawn(name, paper, language, compared).printed) for paper in ("a4", "a3"))
        assert on_a3 <= on_a4
        if compared:
            assert on_a3 < on_a4


def test_a_short_procedure_stays_in_one_row_on_one_page() -> None:
    picture = drawn("room-booking", "a4", "en", False)
    assert len(picture.printed) == len(picture.drawings) == 1
    assert picture.printed[0].panels[0].heading is None


def test_a_state_that_ends_early_is_left_out_of_the_rows_it_does_not_reach() -> None:
    steps = tuple(Task(id=f"s{number}") for number in range(24))
    flows = tuple(Flow(source=one.id, target=two.id) for one, two in pairwise(steps))
    before = Procedure(id="p", nodes=steps, flows=flows)
    after = Procedure(id="p", state="to_be", nodes=steps[:3], flows=flows[:2])
    rows = layout_state_bands((before, after), 1100, language="en")
    assert rows[0][1] is not None
    assert [row[1] for row in rows[1:]] == [None] * (len(rows) - 1)
    picture = draw_comparison(before, after, paper="a4", language="en")
    names = [panel.name for sheet in picture.printed for panel in sheet.panels]
    assert names.count("to-be") == 1
    assert not any(name.startswith("to-be-row") for name in names)


def test_a_pdf_has_a_page_for_each_and_a_presentation_a_slide(tmp_path: Path) -> None:
    picture = drawn("approval-circulation", "a4", "en", True)
    pdf = picture.save(tmp_path / "x.pdf")
    count = len(picture.printed)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes())) == count
    if shutil.which("pdfinfo") is not None:
        told = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
        assert f"Pages:           {count}\n" in told
    from pptx import Presentation

    slides = Presentation(io.BytesIO(picture.save(tmp_path / "x.pptx").read_bytes())).slides
    assert picture.pages is not None
    alone = [sheet for sheets in picture.pages.of_states for sheet in sheets]
    assert len(slides) == count + len(alone)
    assert len(picture.pages.of_states) == 2
    assert [slide.notes_slide.notes_text_frame.text.splitlines()[0] for slide in slides] == [
        "".join(sheet.title.lines) for sheet in (*picture.printed, *alone)
    ]


def test_an_image_holds_all_pages_below_one_another_and_a_workbook_each_on_a_sheet(tmp_path: Path) -> None:
    picture = drawn("tendering", "a4", "ja", False)
    tall = sum(sheet.height for sheet in picture.printed)
    box = re.search(r'viewBox="0 0 (\S+) (\S+)"', picture.save(tmp_path / "x.svg").read_text("utf-8"))
    assert box is not None
    assert float(box[2]) == pytest.approx(tall, abs=0.1)
    ids = re.findall(r'\sid="([^"]+)"', picture.svg)
    assert len(ids) == len(set(ids))
    import openpyxl

    names = openpyxl.load_workbook(picture.save(tmp_path / "x.xlsx")).sheetnames
    assert names[: len(picture.printed)] == [f"図 {number + 1}" for number in range(len(picture.printed))]


def test_what_cannot_be_read_is_told_with_what_helps(tmp_path: Path) -> None:
    roles = tuple(Role(id=f"r{number}", title=Title(f"担当{number}")) for number in range(60))
    nodes = tuple(Task(id=f"t{number}", role=role.id) for number, role in enumerate(roles))
    flows = tuple(Flow(source="t0", target=node.id) for node in nodes[1:])
    wide = Procedure(id="p", roles=roles, nodes=nodes, flows=flows)
    with pytest.warns(SmallType, match=r"a3.*--vertical"):
        draw(wide, paper="a4", language="ja").save(tmp_path / "x.pdf")
    with pytest.warns(SmallType, match=r"--vertical"):
        draw(wide, paper="a3", vertical=True, language="en").save(tmp_path / "x.svg")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        drawn("room-booking", "a4", "ja", False).save(tmp_path / "y.pdf")
        draw(wide, paper="a4", language="ja").save(tmp_path / "y.html")


def test_without_paper_nothing_is_cut_and_other_papers_are_refused() -> None:
    procedure = open_procedure("tendering/as_is")
    picture = draw(procedure)
    assert picture.pages is None
    assert picture.printed == (picture.sheet,)
    assert replace(picture, paper="a4").printed == (picture.sheet,)
    with pytest.raises(InputError, match="b5"):
        draw_comparison(procedure, open_procedure("tendering/to_be"), paper="b5")


@pytest.mark.slow
@pytest.mark.parametrize("compared", [False, True])
@pytest.mark.parametrize("paper", ["a4", "a3"])
@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", [bundled.name for bundled in procedures()])
def test_every_bundled_procedure_can_be_read_on_both_papers(
    name: str, language: Language, paper: str, compared: bool
) -> None:
    picture = drawn.__wrapped__(name, paper, language, compared)
    assert picture.pages is not None
    assert picture.pages.scale * picture.theme.text * POINTS >= READABLE - 0.05
    for sheet in picture.printed:
        assert [measure(panel.drawing).faults for panel in sheet.panels] == [0] * len(sheet.panels)
