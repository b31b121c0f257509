"""`bprkit draw` and `bprkit compare -o` write every form, and refuse in a sentence what they cannot draw."""

from __future__ import annotations

from pathlib import Path

import pytest

from bprkit.drawing.forms import FORMS, OF_ONE_STATE
from bprkit.language import Language, use
from cli_runs import Run, saved, table

PAIR = ("environment-notification/as_is", "environment-notification/to_be")
EXAMPLE = Path(__file__).parents[2] / "examples" / "approval_circulation_cp932.csv"


@pytest.mark.parametrize("form", FORMS)
def test_a_procedure_is_drawn_in_the_form_of_the_ending(bprkit: Run, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"図 1{form}"
    told = bprkit("draw", PAIR[0], "-o", target)
    assert (told.code, told.out, told.err) == (0, "", f"Written: {target}")
    assert target.stat().st_size > 500


@pytest.mark.parametrize("form", [form for form in FORMS if form not in OF_ONE_STATE])
def test_states_are_compared_in_one_picture(bprkit: Run, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"before_after{form}"
    told = bprkit("compare", *PAIR, "-o", target)
    assert (told.code, told.out, told.err) == (0, "", f"Written: {target}")
    assert target.stat().st_size > 500


def test_three_states_make_a_strip(bprkit: Run, tmp_path: Path) -> None:
    target = tmp_path / "x.svg"
    states = [f"approval-circulation/{state}" for state in ("as_is", "can_be", "to_be")]
    assert bprkit("compare", *states, "-o", target).code == 0
    assert target.read_text(encoding="utf-8").count('class="drawing"') == 3


def test_figures_and_picture_can_be_written_at_once(bprkit: Run, tmp_path: Path) -> None:
    target = tmp_path / "x.svg"
    told = bprkit("compare", *PAIR, "-o", target, "--json", "-")
    assert told.code == 0
    assert [state["state"] for state in told.json["states"]] == ["as_is", "to_be"]
    assert target.exists()


@pytest.mark.parametrize(("language", "word"), [("ja", "レーンを縦に並べ"), ("en", "Lanes run downwards")])
def test_help_speaks_the_language(bprkit: Run, language: Language, word: str) -> None:
    use(language)
    assert word in bprkit("draw", "--help").out


@pytest.mark.parametrize(("language", "word"), [("ja", "現状（As-Is）"), ("en", "Before (as-is)")])
def test_the_picture_speaks_the_language(bprkit: Run, tmp_path: Path, language: Language, word: str) -> None:
    use(language)
    target = tmp_path / "x.svg"
    bprkit("draw", PAIR[0], "-o", target)
    assert word in target.read_text(encoding="utf-8")


def test_options_change_the_picture(bprkit: Run, tmp_path: Path) -> None:
    pictures = set()
    options: list[list[str]] = [[], ["--vertical"], ["--paper", "a4"], ["--print"]]
    for number, option in enumerate(options):
        target = tmp_path / f"{number}.svg"
        assert bprkit("draw", "tendering/as_is", "-o", target, *option).code == 0
        pictures.add(target.read_text(encoding="utf-8"))
    assert len(pictures) == len(options)


def test_a_log_is_laid_on_the_lanes(bprkit: Run, tmp_path: Path) -> None:
    use("ja")
    target = tmp_path / "x.svg"
    told = bprkit("draw", "approval-circulation/as_is", "-o", target, "--heat", EXAMPLE)
    assert told.code == 0
    text = target.read_text(encoding="utf-8")
    assert ">4,998回</text>" in text
    assert "heat-4" in text or "heat-3" in text
    assert "差戻し (705)" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("draw", PAIR[0], "-o", "{}/x.jpg"), "pictures are not written as .jpg. Use .svg"),
        (("draw", PAIR[0], "-o", "{}/x"), "a file without an ending"),
        (("draw", PAIR[0], "-o", "{}/gone/x.svg"), "gone"),
        (("draw", "no-such/as_is", "-o", "{}/x.svg"), "no-such"),
        (("draw", PAIR[0]), "-o FILE is missing"),
        (("draw", PAIR[0], "-o", "{}/x.svg", "--paper", "b5"), "b5"),
        (("draw", PAIR[0], "-o", "{}/x.svg", "--font", "none.ttf"), "no font file none.ttf"),
        (("draw", PAIR[0], "-o", "{}/x.svg", "--heat", "none.csv"), "none.csv"),
        (("compare", *PAIR, "-o", "{}/x.bpmn"), "holds one state"),
        (("compare", *PAIR, "-o", "{}/x.gif"), "not written as .gif"),
    ],
)
def test_what_cannot_be_drawn_is_told_in_a_sentence_and_leaves_nothing(
    bprkit: Run, tmp_path: Path, temporary: Path, arguments: tuple[str, ...], said: str
) -> None:
    before = set(tmp_path.iterdir())
    told = bprkit(*(argument.format(tmp_path) for argument in arguments))
    assert (told.code, told.out) == (2, "")
    assert said in told.err
    assert len(told.err.splitlines()) == 1
    assert set(tmp_path.iterdir()) == before


def test_a_picture_does_not_take_the_place_of_what_is_read(bprkit: Run, tmp_path: Path) -> None:
    source = tmp_path / "p.bpmn"
    assert bprkit("draw", PAIR[0], "-o", source).code == 0
    text = source.read_bytes()
    told = bprkit("draw", source, "-o", source)
    assert told.code == 2
    assert "is what is read" in told.err
    assert source.read_bytes() == text


def test_a_log_of_another_procedure_is_refused(bprkit: Run, tmp_path: Path) -> None:
    log = saved(tmp_path / "log.csv", table("1,溶接,2024-04-01 09:00,山田", "1,塗装,2024-04-01 10:00,山田"))
    told = bprkit("draw", "disclosure/as_is", "-o", tmp_path / "x.svg", "--heat", log)
    assert (told.code, told.out) == (2, "")
    assert "塗装 (1), 溶接 (1)" in told.err
    assert "recorded_as" in told.err
    assert not (tmp_path / "x.svg").exists()


def test_characters_without_a_glyph_are_told(bprkit: Run, tmp_path: Path) -> None:
    source = saved(
        tmp_path / "p.yaml",
        "id: p\ntitle: 住民票\nroles: [{id: 窓口}]\nsteps:\n  - {task: 𠮷田の確認, role: 窓口}\n",
    )
    told = bprkit("draw", source, "-o", tmp_path / "x.png")
    assert told.code == 0
    assert "𠮷 (U+20BB7)" in told.err
    assert "fonts" in told.err or "--font" in told.err


@pytest.mark.parametrize("form", [".svg", ".html", ".pptx"])
@pytest.mark.parametrize("command", ["draw", "compare"])
def test_where_the_viewers_font_stands_in_that_is_told_once(
    bprkit: Run, tmp_path: Path, command: str, form: str
) -> None:
    source = saved(
        tmp_path / "p.yaml", "id: p\ntitle: 𠮷野町\nroles: [窓口]\nsteps: [{task: 𠮷田の確認, role: 窓口}]\n"
    )
    sources = [source] if command == "draw" else [source, source]
    told = bprkit(command, *sources, "-o", tmp_path / f"x{form}")
    assert (told.code, told.out) == (0, "")
    written, warned = told.err.splitlines()
    assert written.startswith("Written: ")
    assert "𠮷 (U+20BB7): the viewer's font stands in" in warned
