"""Before and after are compared place by place: same lanes, steps in line, changes told three ways."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest

from bprkit.drawing import draw_comparison, layout_pair, layout_states, measure
from bprkit.drawing.theme import LIGHT
from bprkit.procedure.distributions import Constant
from bprkit.procedure.model import Flow, Procedure, Role, Task, Title
from bprkit.procedure.yaml import load_procedure

PROCESSES = Path(__file__).parents[2] / "processes"
NAMES = sorted(path.parent.name for path in PROCESSES.glob("*/as_is.yaml"))


def state(*steps: tuple[str, str], roles: str = "担当 係長 課長", name: str = "as_is") -> Procedure:
    nodes = tuple(Task(id=step, title=Title(step), role=role, touch=Constant(10.0)) for step, role in steps)
    flows = tuple(Flow(source=one.id, target=two.id) for one, two in itertools.pairwise(nodes))
    lanes = tuple(Role(id=role, title=Title(role)) for role in roles.split())
    return Procedure(id="p", title=Title("回議"), state=name, roles=lanes, nodes=nodes, flows=flows)  # type: ignore[arg-type]


AS_IS = state(("起案", "担当"), ("印刷", "担当"), ("係長確認", "係長"), ("決裁", "課長"))
TO_BE = state(
    ("起案", "担当"), ("自動点検", "システム"), ("決裁", "課長"), roles="担当 システム 課長", name="to_be"
)


def test_a_role_that_drops_out_stays_as_a_pale_lane_and_a_new_one_is_pale_before() -> None:
    before, after = layout_pair(AS_IS, TO_BE, language="ja")
    assert [lane.id for lane in before.lanes] == [lane.id for lane in after.lanes]
    assert [(lane.id, lane.pale) for lane in before.lanes] == [
        ("担当", False),
        ("システム", True),
        ("係長", False),
        ("課長", False),
    ]
    assert {lane.id: lane.note for lane in after.lanes if lane.pale} == {"係長": ("（関与なし）",)}


def test_matching_steps_stand_in_line_and_removed_ones_leave_a_gap() -> None:
    before, after = layout_pair(AS_IS, TO_BE)
    for step in ("起案", "決裁"):
        assert before.shape(step).box.x == after.shape(step).box.x
    assert before.width == after.width


def test_changes_are_told_by_colour_line_and_word() -> None:
    before, after = layout_pair(AS_IS, TO_BE, language="ja")
    words = {shape.id: [b.lines[0] for b in shape.badges if b.kind == "change"] for shape in before.shapes}
    assert words == {"起案": [], "印刷": ["廃止"], "係長確認": ["廃止"], "決裁": []}
    assert after.shape("自動点検").change == "added"
    looks = [(look.stroke, look.dash, look.stroke_width) for look in LIGHT.changes.values()]
    assert len({look[0] for look in looks}) == len({look[1:] for look in looks}) == len(LIGHT.changes)


def test_a_changed_time_is_shown_as_what_it_was_and_becomes() -> None:
    nodes = tuple(replace(node, touch=Constant(5.0)) if node.id == "起案" else node for node in AS_IS.nodes)  # type: ignore[arg-type]
    _, after = layout_pair(AS_IS, replace(AS_IS, state="to_be", nodes=nodes), language="ja")
    assert after.shape("起案").change == "changed"
    assert ("作業 10→5分",) in [badge.lines for badge in after.shape("起案").badges]


def test_steps_done_in_another_order_do_not_break_the_columns() -> None:
    turned = state(("起案", "担当"), ("決裁", "課長"), ("係長確認", "係長"), ("印刷", "担当"), name="to_be")
    for drawing in layout_pair(AS_IS, turned):
        assert measure(drawing).faults == 0


@pytest.mark.parametrize("name", NAMES)
def test_bundled_pairs_have_no_faults(name: str) -> None:
    as_is, to_be = (load_procedure(PROCESSES / name / f"{each}.yaml") for each in ("as_is", "to_be"))
    for vertical in (False, True):
        before, after = layout_pair(as_is, to_be, vertical=vertical, language="ja")
        assert measure(before).faults == measure(after).faults == 0
        assert [lane.id for lane in before.lanes] == [lane.id for lane in after.lanes]
        ends = [
            next(shape for shape in each.shapes if shape.kind == "end").box.middle for each in (before, after)
        ]
        assert (ends[0].y == ends[1].y) if vertical else (ends[0].x == ends[1].x)


def test_staff_and_applicants_stand_on_cards_of_their_own_and_no_card_shows_yen() -> None:
    as_is, to_be = (load_procedure(PROCESSES / "grant-award" / f"{each}.yaml") for each in ("as_is", "to_be"))
    sheet = draw_comparison(as_is, to_be, language="ja").sheet
    titles = [card.title for card in sheet.cards]
    assert "職員の作業時間" in titles
    assert "申請者の作業時間" in titles
    assert not any("円" in card.value for card in sheet.cards)
    assert any(line.startswith("前提として必要なもの") for note in sheet.notes for line in note.lines)


def test_three_states_share_lanes_and_columns_and_each_is_marked_against_the_one_before() -> None:
    can_be = state(("起案", "担当"), ("係長確認", "係長"), ("決裁", "課長"), name="can_be")
    drawings = layout_states((AS_IS, can_be, TO_BE), language="ja")
    assert len({tuple(lane.id for lane in drawing.lanes) for drawing in drawings}) == 1
    assert len({drawing.shape("決裁").box.x for drawing in drawings}) == 1
    assert [drawing.shape("決裁").change for drawing in drawings] == [None, None, None]
    assert drawings[0].shape("印刷").change == "removed"
    assert drawings[0].shape("係長確認").change is None
    assert drawings[2].shape("自動点検").change == "added"
    cards = draw_comparison(AS_IS, can_be, TO_BE, language="ja").sheet.cards
    assert cards[0].value == "4 → 3 → 3工程"


def test_narrow_states_stand_side_by_side() -> None:
    first, second = draw_comparison(AS_IS, TO_BE, language="ja").sheet.panels
    assert first.at.y == second.at.y
    assert first.at.x + first.drawing.width < second.at.x
