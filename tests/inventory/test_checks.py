"""What does not fit in an inventory is told, and only that."""

from __future__ import annotations

from bprkit.inventory.checks import Doubt, doubts
from bprkit.inventory.model import Inventory
from bprkit.inventory.settings import default_settings
from inventories import inventory, task


def codes(found: Inventory, *, but: str = "no_headcount") -> list[str]:
    return [doubt.code for doubt in all_of(found) if doubt.code != but]


def all_of(found: Inventory) -> tuple[Doubt, ...]:
    return doubts(found, default_settings())


def test_more_hours_than_the_people_of_a_section_can_work() -> None:
    (doubt,) = all_of(inventory(task("受付", hours=10_000), 市民課=(4, 0)))
    assert doubt.code == "over_capacity"
    assert "134%" in doubt.en  # 10,000 of 4 × 1,860
    assert "7,440時間" in doubt.ja


def test_hours_that_leave_most_of_a_section_without_work() -> None:
    assert codes(inventory(task("受付", hours=2000), 市民課=(4, 0))) == ["under_capacity"]


def test_hours_that_fit_the_headcount_are_no_matter() -> None:
    assert all_of(inventory(task("受付", hours=7000), 市民課=(4, 0))) == ()


def test_a_section_of_two_people_is_not_compared() -> None:
    assert all_of(inventory(task("受付", hours=9000), 市民課=(2, 0))) == ()


def test_a_section_without_headcount_is_told() -> None:
    assert [doubt.code for doubt in all_of(inventory(task("受付", hours=10)))] == ["no_headcount"]


def test_the_same_task_with_the_same_cases_in_two_sections_is_claimed_twice() -> None:
    twice = inventory(
        task("水質検査", "環境課", 10, cases=120), task("水質検査業務", "上水道課", 30, cases=120)
    )
    (claim,) = [doubt for doubt in all_of(twice) if doubt.code == "claimed_twice"]
    assert claim.sections == ("環境課", "上水道課")


def test_the_same_law_in_just_two_sections_is_claimed_twice() -> None:
    law = "水道法20条"
    assert "claimed_twice" in codes(
        inventory(task("水質検査", "環境課", 1, law=law), task("水質検査", "上水道課", 2, law=law))
    )


def test_what_every_section_does_is_not_claimed_twice() -> None:
    shared = [
        task("旅費の精算", f"第{number}課", 10, cases=100 + number, law="旅費条例") for number in range(5)
    ]
    assert codes(inventory(*shared)) == []


def test_minutes_far_from_those_of_peers() -> None:
    peers = [task("旅費の精算", f"第{n}課", 10, cases=10 * n, minutes=600 / n) for n in (10, 11, 12, 13)]
    odd = task("旅費の精算", "会計課", 250, cases=5, minutes=3000)
    outliers = [doubt for doubt in all_of(inventory(*peers, odd)) if doubt.code == "outlier"]
    assert [doubt.sections for doubt in outliers] == [("会計課",)]


def test_three_sections_are_too_few_for_an_outlier() -> None:
    assert codes(
        inventory(*(task("精算", f"第{n}課", n, cases=n, minutes=60 / (1 + 9 * (n == 3))) for n in (1, 2, 3)))
    ) == ["parts_differ"]


def test_a_task_without_hours() -> None:
    assert codes(inventory(task("受付", hours=5), task("相談"))) == ["no_hours"]


def test_parts_that_do_not_add_up_to_the_year() -> None:
    assert codes(inventory(task("受付", hours=100, cases=100, minutes=30))) == ["parts_differ"]
    assert codes(inventory(task("受付", hours=100, posts={"staff": 40.0}))) == ["parts_differ"]
    assert codes(inventory(task("受付", hours=100, months={4: 160.0}))) == ["parts_differ"]
    assert codes(inventory(task("受付", hours=100, cases=100, minutes=61, posts={"staff": 99.5}))) == []
