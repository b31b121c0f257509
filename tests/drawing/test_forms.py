"""One picture, every form by the ending of the name; the same picture gives the same bytes; nothing is half written."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from bprkit.drawing import Picture, draw, draw_comparison
from bprkit.drawing.bpmn_di import LeftOut
from bprkit.drawing.forms import FORMS, OF_ONE_STATE
from bprkit.drawing.glyphs import MissingGlyphs
from bprkit.errors import InputError, OutputError
from bprkit.language import Language
from bprkit.procedure.bpmn import read_bpmn
from bprkit.procedure.files import open_procedure
from bprkit.procedure.model import Procedure, SubProcess, Task, Title

BEGINNINGS = {
    ".svg": b"<svg ",
    ".png": b"\x89PNG",
    ".pdf": b"%PDF-",
    ".pptx": b"PK",
    ".xlsx": b"PK",
    ".html": b"<!DOCTYPE html>",
    ".bpmn": b"<?xml",
    ".mmd": b"flowchart ",
    ".dot": b"digraph",
}
SEVERAL = [form for form in FORMS if form not in OF_ONE_STATE]


@pytest.fixture(scope="module")
def as_is() -> Procedure:
    return open_procedure("environment-notification/as_is")


@pytest.fixture(scope="module")
def single(as_is: Procedure) -> Picture:
    return draw(as_is, language="ja")


@pytest.fixture(scope="module")
def both(as_is: Procedure) -> Picture:
    return draw_comparison(as_is, open_procedure("environment-notification/to_be"), language="ja")


@pytest.mark.parametrize("form", FORMS)
def test_the_ending_tells_the_form_and_the_same_picture_gives_the_same_bytes(
    form: str, single: Picture, as_is: Procedure, tmp_path: Path
) -> None:
    first = single.save(tmp_path / f"x{form.upper()}").read_bytes()
    assert first.startswith(BEGINNINGS[form])
    assert draw(as_is, language="ja").save(tmp_path / f"y{form}").read_bytes() == first


@pytest.mark.parametrize("form", SEVERAL)
def test_before_and_after_are_written_in_every_form_that_can_hold_both(
    form: str, both: Picture, tmp_path: Path
) -> None:
    assert both.save(tmp_path / f"x{form}").read_bytes().startswith(BEGINNINGS[form])


@pytest.mark.parametrize("form", OF_ONE_STATE)
def test_a_form_of_one_state_refuses_two(form: str, both: Picture, tmp_path: Path, english: None) -> None:
    with pytest.raises(InputError, match=r"x\.\w+: a \.\w+ file holds one state.*bprkit draw"):
        both.save(tmp_path / f"x{form}")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["x.jpg", "x", "x.ppt"])
def test_another_ending_is_refused_and_those_that_are_known_are_named(
    name: str, single: Picture, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as refused:
        single.save(tmp_path / name)
    assert name in str(refused.value)
    assert all(form in refused.value.en and form in refused.value.ja for form in FORMS)
    assert not list(tmp_path.iterdir())


def test_a_file_that_was_there_stays_if_painting_fails(tmp_path: Path, single: Picture) -> None:
    target = tmp_path / "x.pdf"
    target.write_text("old")
    with pytest.raises(InputError):
        replace(single, paper="b5").save(target)
    assert [path.name for path in tmp_path.iterdir()] == ["x.pdf"]
    assert target.read_text() == "old"


@pytest.mark.parametrize("form", FORMS)
def test_a_folder_that_is_not_there_is_told(form: str, single: Picture, tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        single.save(tmp_path / "gone" / f"x{form}")


def pdf_text(path: Path) -> tuple[str, str]:
    """Return the text that can be selected in a PDF, and what is said of its pages."""
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext")
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    return text, subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout


def test_text_in_a_pdf_can_be_selected_and_is_all_there(
    single: Picture, as_is: Procedure, tmp_path: Path
) -> None:
    text, about = pdf_text(single.save(tmp_path / "x.pdf"))
    shown = "".join(text.split())
    for node in as_is.nodes:
        if isinstance(node, Task):
            assert "".join(str(node.title.ja).split()) in shown
    assert "Pages:           1" in about


@pytest.mark.filterwarnings("ignore::bprkit.drawing.paging.SmallType")
@pytest.mark.parametrize(("paper", "size"), [("a4", ("841.89", "595.276")), ("a3", ("1190.55", "841.89"))])
def test_a_pdf_is_fitted_on_paper(both: Picture, tmp_path: Path, paper: str, size: tuple[str, str]) -> None:
    _, about = pdf_text(replace(both, paper=paper).save(tmp_path / "x.pdf"))
    assert "Pages:           1" in about
    assert set(size) <= set(about.partition("Page size:")[2].split())


def test_paper_breaks_a_long_flow_into_rows_and_is_refused_if_unknown(tmp_path: Path) -> None:
    long = open_procedure("tendering/as_is")
    assert len(draw(long).drawings) == 1
    assert len(draw(long, paper="a4").drawings) > 1
    with pytest.raises(InputError, match="b5"):
        draw(long, paper="b5")
    with pytest.raises(InputError, match="b5"):
        draw_comparison(long, open_procedure("tendering/to_be"), paper="b5")


def test_a_bpmn_file_of_a_picture_is_the_procedure_again(single: Picture, tmp_path: Path) -> None:
    read = read_bpmn(single.save(tmp_path / "x.bpmn")).procedures[0]
    assert replace(read, foreign=None) == single.procedures[0]


def test_what_bpmn_tools_do_not_show_is_told(tmp_path: Path, english: None) -> None:
    part = SubProcess(id="sub", title=Title("決裁の回議"), nodes=(Task(id="inner"),))
    with pytest.warns(LeftOut, match="決裁の回議: drawn folded"):
        draw(Procedure(id="p", nodes=(part,))).save(tmp_path / "x.bpmn")


@pytest.mark.parametrize("form", [".png", ".pdf", ".xlsx"])
def test_a_character_that_the_font_lacks_is_told(form: str, tmp_path: Path) -> None:
    picture = draw(Procedure(id="p", nodes=(Task(id="a", title=Title("𠮷田の起案")),)), language="en")
    assert picture.missing == ("𠮷",)
    with pytest.warns(MissingGlyphs, match=r"𠮷 \(U\+20BB7\)"):
        picture.save(tmp_path / f"x{form}")


@pytest.mark.parametrize("form", [".svg", ".html", ".pptx"])
@pytest.mark.parametrize(
    ("language", "said"), [("ja", "開く端末のフォント"), ("en", "the viewer's font stands in")]
)
def test_where_the_viewers_font_stands_in_for_a_character_that_is_told_whatever_fonts_are_given(
    form: str, language: Language, said: str, tmp_path: Path
) -> None:
    procedure = Procedure(id="p", nodes=(Task(id="a", title=Title("𠮷田の起案")),))
    for fonts in ((), (tmp_path / "given.ttf",)):
        picture = draw(procedure, language=language, fonts=fonts)
        with pytest.warns(MissingGlyphs, match=rf"𠮷 \(U\+20BB7\).*{said}") as told:
            picture.save(tmp_path / f"x{form}")
        assert len(told) == 1


def test_a_slide_of_one_state_tells_of_what_only_it_shows(tmp_path: Path) -> None:
    before = Procedure(id="p", owner="𠮷野町", nodes=(Task(id="a"),))
    picture = draw_comparison(before, replace(before, state="to_be"))
    assert picture.missing == ()
    with pytest.warns(MissingGlyphs, match="𠮷"):
        picture.save(tmp_path / "x.pptx")


@pytest.mark.parametrize("form", FORMS)
def test_characters_that_the_font_has_and_forms_without_type_are_not_told_of(
    form: str, tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    title = "𠮷田の起案" if form in OF_ONE_STATE else "髙﨑①㈱の起案"
    draw(Procedure(id="p", nodes=(Task(id="a", title=Title(title)),))).save(tmp_path / f"x{form}")
    assert not [warning for warning in recwarn if issubclass(warning.category, MissingGlyphs)]


def test_slides_and_workbooks_tell_no_time_at_which_they_were_made(both: Picture, tmp_path: Path) -> None:
    for form in (".pptx", ".xlsx"):
        with zipfile.ZipFile(both.save(tmp_path / f"x{form}")) as opened:
            assert {entry.date_time[0] for entry in opened.infolist()} == {1980}


def test_notebooks_show_the_picture(single: Picture) -> None:
    assert single._repr_svg_() == single.svg


@pytest.mark.filterwarnings("ignore::bprkit.drawing.glyphs.MissingGlyphs")
@pytest.mark.parametrize("form", [form for form in SEVERAL if form != ".pptx"])
def test_hostile_titles_are_written_in_every_form(form: str, tmp_path: Path) -> None:
    titles = (
        "<script>alert(1)</script>",
        "#eval(1) $x$ @ref \\n",
        "=1+1",
        "🙂 مرحبا \u202eevil",
        "一\n二\x00\ue000",
        "長" * 300,
    )
    nodes = tuple(
        Task(id=f"t{number}", title=Title(title), note=title) for number, title in enumerate(titles)
    )
    picture = draw(Procedure(id="p", title=Title("".join(titles)), nodes=nodes), language="ja")
    assert picture.save(tmp_path / f"x{form}").read_bytes().startswith(BEGINNINGS[form])
