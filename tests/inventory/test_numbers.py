"""Numbers as clerks type them."""

from __future__ import annotations

import datetime as dt

import pytest

from bprkit.inventory.columns import Kind
from bprkit.inventory.numbers import Cell, read_number


@pytest.mark.parametrize(
    ("cell", "kind", "value"),
    [
        (1200, "cases", 1200),
        ("１，２００", "cases", 1200),
        ("1,200件", "cases", 1200),
        ("1.2万件", "cases", 12_000),
        ("3千", "cases", 3000),
        ("約300", "cases", 300),
        ("300件程度", "cases", 300),
        ("月20件", "cases", 240),
        ("20件/月", "cases", 240),
        ("週1回", "cases", 52),
        ("年12回", "cases", 12),
        ("30分", "minutes", 30),
        ("1時間30分", "minutes", 90),
        ("1.5h", "minutes", 90),
        ("90秒", "minutes", 1.5),
        ("10～20分", "minutes", 15),
        (dt.time(0, 30), "minutes", 30),
        (dt.timedelta(minutes=45), "minutes", 45),
        ("12人日", "hours", 93),
        ("120分", "hours", 2),
        ("3課", "persons", 3),
    ],
)
def test_what_a_person_means_is_understood(cell: Cell, kind: Kind, value: float) -> None:
    assert read_number(cell, kind).value == pytest.approx(value)


@pytest.mark.parametrize("cell", [None, "", "－", "なし", "ー"])
def test_blank_is_not_zero(cell: Cell) -> None:
    assert read_number(cell, "cases").value is None
    assert "unreadable_number" not in read_number(cell, "cases").notes


@pytest.mark.parametrize(
    "cell",
    [
        "多数",
        "-5",
        -5,
        "1,2",
        "#REF!",
        "12/3",
        True,
        dt.date(2026, 1, 2),
        float("nan"),
        "20件 30件",
        "20〜10",
        "5km",
    ],
)
def test_what_may_mean_something_else_is_no_number(cell: Cell) -> None:
    reading = read_number(cell, "cases")
    assert reading.value is None
    assert reading.notes == ("unreadable_number",)


def test_a_plain_number_needs_no_repair() -> None:
    assert read_number(5.5, "minutes").notes == ()


def test_numbers_without_a_unit_have_that_of_the_header() -> None:
    assert read_number(2, "minutes", 60).value == 120
    assert read_number("30分", "minutes", 60).value == 30
