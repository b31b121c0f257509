"""What a log says is written on the steps and shaded by their share of the time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bprkit.drawing import draw, layout, measure
from bprkit.drawing.figures import Clock
from bprkit.drawing.heat import Heat, Observed
from bprkit.drawing.shades import contrast
from bprkit.drawing.theme import LIGHT
from bprkit.procedure.files import open_procedure
from bprkit.procedure.model import Flow, Message, Procedure, Start, Task, Title

PROCEDURE = Procedure(
    id="p",
    nodes=tuple(Task(id=name, title=Title(name)) for name in ("起案", "回議", "施行")),
    flows=(Flow(source="起案", target="回議"), Flow(source="回議", target="施行")),
)
OFFICE = Clock(27_900.0, working=True)
HEAT = Heat({"起案": Observed(5000), "回議": Observed(5500, 41_850.0, 0.34)}, OFFICE, ("差戻しは図にない。",))


def test_a_step_shows_how_often_it_was_done_and_how_long_it_took() -> None:
    drawing = layout(PROCEDURE, heat=HEAT, language="ja")
    pills = {
        shape.id: [line for badge in shape.badges if badge.kind == "observed" for line in badge.lines]
        for shape in drawing.shapes
    }
    assert pills == {"起案": ["5,000回"], "回議": ["実測 1.5日・34%", "5,500回"], "施行": []}
    assert [shape.heat for shape in drawing.shapes] == [0, 4, None]
    assert measure(drawing).faults == 0


def test_english_pictures_say_it_in_english() -> None:
    shape = layout(PROCEDURE, heat=HEAT, language="en").shape("回議")
    assert [badge.lines for badge in shape.badges] == [("measured 1.5 wd, 34%",), ("done 5,500×",)]


@pytest.mark.parametrize(("whole", "words"), [(True, "この処理が終わるまで"), (False, "着手するまでの待ち")])
def test_the_picture_says_which_time_is_meant(whole: bool, words: str) -> None:
    steps = {key: replace(observed, whole=whole) for key, observed in HEAT.steps.items()}
    svg = draw(PROCEDURE, heat=replace(HEAT, steps=steps), language="ja").svg
    assert words in svg
    assert "1日＝7時間45分" in svg
    assert "差戻しは図にない。" in svg
    assert "時間の割合（小→大）" in svg


def test_shades_are_told_apart_in_grey_and_words_on_them_can_be_read() -> None:
    to_ink = [contrast(shade, LIGHT.ink) for shade in LIGHT.heats]
    assert to_ink == sorted(to_ink, reverse=True)
    assert min(to_ink) >= 4.5


def test_a_drawing_without_a_log_shows_no_heat() -> None:
    svg = draw(PROCEDURE, language="ja").svg
    assert "実測" not in svg
    assert "heat" not in svg


@pytest.mark.parametrize("vertical", [False, True])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_figures_on_every_step_make_no_fault(vertical: bool, language: str) -> None:
    procedure = open_procedure("approval-circulation/as_is")
    steps = {
        node.id: Observed(1_234_567, 9_876_543.0, 0.001 * number)
        for number, node in enumerate(procedure.nodes)
        if isinstance(node, Task)
    }
    drawing = layout(procedure, vertical=vertical, heat=Heat(steps, OFFICE), language=language)  # type: ignore[arg-type]
    assert measure(drawing).faults == 0


@pytest.mark.parametrize("vertical", [False, True])
def test_events_show_what_the_log_says_of_them_beside_them(vertical: bool) -> None:
    asked = Procedure(
        id="p",
        nodes=(Start(id="来る"), Message(id="返る", title=Title("回答")), Task(id="決める")),
        flows=(Flow(source="来る", target="返る"), Flow(source="返る", target="決める")),
    )
    heat = Heat({"来る": Observed(200), "返る": Observed(200, 6 * 27_900.0, 0.86)}, OFFICE)
    drawing = layout(asked, heat=heat, language="ja", vertical=vertical)
    captions = {shape.id: shape.caption.lines for shape in drawing.shapes if shape.caption is not None}
    assert captions["来る"] == ("200回",)
    assert {"実測 6日・86%", "200回"} <= set(captions["返る"])
    assert {shape.id: shape.heat for shape in drawing.shapes} == {"来る": 0, "返る": 4, "決める": None}
    assert measure(drawing).faults == 0
    assert draw(asked, heat=heat, language="ja").svg.count(LIGHT.heats[4]) >= 2  # the circle and the legend
