"""What an inventory answers: which work first, effect and effort, months, what is digital, what residents see."""

from __future__ import annotations

import pytest

from bprkit.errors import InputError
from bprkit.inventory.hours import hours_by, hours_by_month, months_by_section, peak_of
from bprkit.inventory.review import placements, scores
from bprkit.inventory.settings import default_settings
from bprkit.inventory.similar import similar_pairs, sprouts
from bprkit.inventory.treemap import Box, squarified
from bprkit.inventory.website import website
from inventories import inventory, task

SETTINGS = default_settings()


def test_the_score_is_the_product_of_its_parts() -> None:
    (score,) = scores(inventory(task("受付", hours=100, cases=10_000, medium="paper", handovers=3)), SETTINGS)
    assert dict(score.parts) == pytest.approx({"hours": 100, "repetition": 2, "paper": 2, "handovers": 1.6})
    assert score.score == pytest.approx(640)


def test_paper_that_repeats_comes_before_the_same_hours_without() -> None:
    electronic = task("入力", hours=100, cases=500, medium="electronic")
    paper = task("転記", hours=100, cases=500, medium="paper")
    assert [each.task.name for each in scores(inventory(electronic, paper), SETTINGS)] == ["転記", "入力"]


def test_a_weight_of_zero_leaves_a_part_out() -> None:
    paper, long = task("転記", hours=100, medium="paper"), task("点検", hours=150, medium="electronic")
    first = [each.task.name for each in scores(inventory(paper, long), SETTINGS)]
    without = [each.task.name for each in scores(inventory(paper, long), SETTINGS.weighing({"paper": 0}))]
    assert (first, without) == (["転記", "点検"], ["点検", "転記"])


@pytest.mark.parametrize("weights", [{"papr": 1.0}, {"paper": -1.0}, {"paper": 6.0}])
def test_weights_that_make_no_sense_are_refused(weights: dict[str, float]) -> None:
    with pytest.raises(InputError):
        SETTINGS.weighing(weights)


def test_effect_is_large_for_what_holds_half_the_hours() -> None:
    placed = placements(inventory(task("a", hours=50), task("b", hours=30), task("c", hours=20)), SETTINGS)
    assert [each.effect for each in placed] == ["large", "small", "small"]


def test_effort_is_what_the_section_says_and_else_estimated() -> None:
    hard = {"law": "条例", "handovers": 4, "approval": "needed"}
    said, guessed, easy = placements(
        inventory(task("a", hours=3, effort="small", **hard), task("b", hours=2, **hard), task("c", hours=1)),
        SETTINGS,
    )
    assert (said.effort, said.told) == ("small", True)
    assert (guessed.effort, guessed.told) == ("large", False)
    assert (easy.effort, easy.points, easy.why) == ("small", 1, ("no_system",))


def test_hours_by_section_add_up() -> None:
    groups = hours_by(
        inventory(task("a", "税務課", 30), task("b", hours=50), task("c", hours=20)),
        lambda each: each.section,
    )
    assert [(group.name, group.hours, group.share) for group in groups] == [
        ("市民課", 70, 0.7),
        ("税務課", 30, 0.3),
    ]


def test_the_peak_is_the_month_above_the_mean() -> None:
    even = dict.fromkeys(range(1, 13), 10.0)
    tasks = [task("a", months=even), task("b", "税務課", months=even | {3: 130.0})]
    months = hours_by_month(tasks)
    assert [month.month for month in months][:2] == [4, 5]
    march = next(month for month in months if month.month == 3)
    assert (march.hours, march.of_mean, march.busiest[0]) == (140, pytest.approx(140 / 30), ("税務課", 130))
    assert list(months_by_section(tasks)) == ["税務課", "市民課"]
    assert peak_of(months_by_section(tasks)["税務課"]) == pytest.approx(6.5)


def test_names_of_the_same_work_are_a_pair_and_of_other_work_are_not() -> None:
    found = inventory(
        task("道路占用許可申請の審査", "道路管理課", 100),
        task("道路占用の許可に関する事務", "建設課", 50),
        task("学校給食費の徴収", "教育総務課", 10),
    )
    (pair,) = similar_pairs(found, SETTINGS)
    assert {pair.one[0].section, pair.other[0].section} == {"道路管理課", "建設課"}
    assert 0.5 <= pair.likeness < 1


def test_the_same_name_in_two_sections_is_a_pair_and_nothing_is_merged() -> None:
    found = inventory(
        task("旅費の精算", "税務課", 10), task("旅費精算事務", "市民課", 20), task("旅費の精算", "環境課", 30)
    )
    same = [pair for pair in similar_pairs(found, SETTINGS) if pair.likeness == 1]
    assert [[each.section for each in (*pair.one, *pair.other)] for pair in same] == [
        ["税務課", "市民課", "環境課"]
    ]
    assert len(found.tasks) == 3


def test_two_units_of_a_section_are_no_pair() -> None:
    assert similar_pairs(inventory(task("受付", hours=1), task("受付", hours=2)), SETTINGS) == ()


def test_what_is_digital_in_one_section_may_serve_the_others() -> None:
    model = task("旅費の精算", "税務課", 5, digital="done", system="旅費システム")
    paper = task("旅費の精算", "市民課", 80, digital="not_yet")
    done = task("旅費の精算", "環境課", 5, digital="done")
    by_section = {each.model.section: each for each in sprouts(inventory(model, paper, done), SETTINGS)}
    assert set(by_section) == {"税務課", "環境課"}
    assert [other.section for _, other in by_section["税務課"].others] == ["市民課"]
    assert by_section["税務課"].hours == 80


def test_what_residents_cannot_find_or_finish() -> None:
    found = inventory(
        task("許可", cases=10, web="no", online="no"),
        task("証明", cases=500, web="yes", phone="no", online="partly"),
        task("届出", cases=1, web="yes", phone="yes", online="yes"),
        task("庶務", cases=9, web="not_applicable", phone="not_applicable", online="not_applicable"),
        task("相談", cases=5, web="yes"),
    )
    assert {seen.task.name: seen.lacks for seen in website(found)} == {
        "証明": ("not_on_phones", "partly_online"),
        "許可": ("not_listed", "not_online"),
        "相談": ("not_told",),
        "届出": (),
    }


def test_areas_of_the_treemap_are_as_the_hours() -> None:
    values = [60.0, 40, 30, 20, 10, 5, 1]
    boxes = squarified(values, Box(0, 0, 300, 200))
    for value, box in zip(values, boxes, strict=True):
        assert box.width * box.height == pytest.approx(60_000 * value / sum(values))
        assert box.x >= -1e-9 and box.x + box.width <= 300 + 1e-9
        assert box.y >= -1e-9 and box.y + box.height <= 200 + 1e-9
    for one, first in enumerate(boxes):
        for other in boxes[one + 1 :]:
            apart = (
                first.x + first.width <= other.x + 1e-9
                or other.x + other.width <= first.x + 1e-9
                or first.y + first.height <= other.y + 1e-9
                or other.y + other.height <= first.y + 1e-9
            )
            assert apart
