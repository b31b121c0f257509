"""Cards given from outside stand on a row of their own, in every form; without them a picture tells no yen."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import combinations
from typing import Any

import pptx
import pytest
from openpyxl import load_workbook

from bprkit.drawing import Figure, Picture, draw_comparison
from bprkit.drawing.html import html_text
from bprkit.drawing.pptx import pptx_bytes
from bprkit.drawing.text import width
from bprkit.drawing.xlsx import xlsx_bytes
from bprkit.errors import InputError
from bprkit.language import Language
from bprkit.procedure.comparing import compare
from bprkit.procedure.files import open_procedure
from bprkit.procedure.model import Procedure

PAY = Figure(
    "人件費換算（予算は減りません）", (10_797.4, 6_287.0), "円", "1件平均", source="単価：4,100円/時間。"
)
FEES = Figure("手数料の収入", (300.0, 450.0), "円", less_is_better=False)


@pytest.fixture(scope="module")
def states() -> tuple[Procedure, ...]:
    return tuple(open_procedure(f"grant-award/{state}") for state in ("as_is", "to_be"))


@pytest.fixture(scope="module")
def picture(states: tuple[Procedure, ...]) -> Picture:
    return draw_comparison(*states, cards=[PAY, FEES], language="ja")


def test_given_cards_stand_below_all_others_and_touch_none(picture: Picture) -> None:
    *own, pay, fees = picture.sheet.cards
    assert (pay.title, pay.value, pay.change) == (PAY.title, "10,797 → 6,287円", "−42%")
    assert pay.box.y == fees.box.y > max(card.box.bottom for card in own)
    assert pay.box.bottom < min(panel.at.y for panel in picture.sheet.panels)
    for one, other in combinations([card.box for card in picture.sheet.cards], 2):
        assert one.right < other.x or other.right < one.x or one.bottom < other.y or other.bottom < one.y


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("vertical", [False, True])
def test_what_is_written_on_a_card_stays_on_it(
    states: tuple[Procedure, ...], language: Language, vertical: bool
) -> None:
    drawn = draw_comparison(*states, cards=[PAY, FEES], language=language, vertical=vertical)
    for card in drawn.sheet.cards:
        room = card.box.width / card.scale
        assert width(card.title, 12.0) + width(card.change, 12.5, True) + 22 < room
        assert width(card.value, 18.0, True) + 22 < room
        assert width(card.note, 10.0) + 12 < room


def test_more_money_coming_in_is_good_and_more_work_is_not(picture: Picture) -> None:
    better = {card.title: card.better for card in picture.sheet.cards}
    assert better[FEES.title] is True
    assert better[PAY.title] is True
    dearer = replace(PAY, values=(1.0, 2.0))
    drawn = draw_comparison(*picture.procedures, cards=[dearer], language="ja")
    assert drawn.sheet.cards[-1].better is False


@pytest.mark.parametrize(("language", "word"), [("ja", "円"), ("en", "yen")])
def test_hours_are_never_turned_into_yen_by_the_picture_itself(
    states: tuple[Procedure, ...], language: Language, word: str
) -> None:
    cards = draw_comparison(*states, language=language).sheet.cards
    assert cards and not any(word in card.title + card.value + card.note for card in cards)


def test_where_a_figure_comes_from_is_told_once_below(picture: Picture) -> None:
    notes = ["".join(note.lines) for note in picture.sheet.notes]
    assert notes.count(PAY.source) == 1


def test_svg_and_html_show_it(picture: Picture) -> None:
    for text in (picture.svg, html_text(picture)):
        assert text.count(f">{PAY.title}</text>") == 1
        assert ">10,797 → 6,287円</text>" in text


def test_slides_show_it_and_the_notes_of_each_state_tell_its_own(picture: Picture) -> None:
    both, before, after = pptx.Presentation(io.BytesIO(pptx_bytes(picture))).slides
    shown = "\n".join(_texts(both.shapes))
    assert PAY.title in shown and "10,797 → 6,287円" in shown
    told = [slide.notes_slide.notes_text_frame.text for slide in (both, before, after)]
    assert f"{PAY.title}：10,797 → 6,287円（−42%）" in told[0]
    assert f"{PAY.title}：10,797円（1件平均）" in told[1]
    assert f"{PAY.title}：6,287円（1件平均）" in told[2]


def _texts(shapes: Any) -> list[str]:
    found = []
    for shape in shapes:
        found += _texts(shape.shapes) if hasattr(shape, "shapes") else []
        found += [shape.text_frame.text] if shape.has_text_frame else []
    return found


def test_the_workbook_has_it_as_numbers(picture: Picture) -> None:
    sheet = load_workbook(io.BytesIO(xlsx_bytes(picture)))["集計"]
    rows = {row[0].value: [cell.value for cell in row] for row in sheet.iter_rows(min_row=2)}
    assert rows[PAY.title][1:4] == [10_797.4, 6_287.0, "円"]
    assert rows[PAY.title][5] == pytest.approx(-41.8, abs=0.05)


def test_the_workbook_names_the_states_in_the_order_of_the_picture(states: tuple[Procedure, ...]) -> None:
    before, after = states
    other_way_round = compare(after, before)
    sheet = load_workbook(
        io.BytesIO(xlsx_bytes(draw_comparison(before, after, comparison=other_way_round, language="ja")))
    )["集計"]
    assert [cell.value for cell in sheet[1]][1:3] == ["現状（As-Is）", "改善後（To-Be）"]
    steps = next(row for row in sheet.iter_rows(min_row=2, values_only=True) if row[0] == "工程数")
    assert steps[1:3] == (len(before.tasks), len(after.tasks))


def test_a_card_needs_a_value_for_each_state(states: tuple[Procedure, ...]) -> None:
    with pytest.raises(InputError) as refused:
        draw_comparison(*states, cards=[replace(PAY, values=(1.0,))])
    assert "1 values for 2 states" in refused.value.en
    assert PAY.title in refused.value.ja
