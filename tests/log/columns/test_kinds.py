"""Lifecycles, events that tools add, and the kinds of attributes."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bprkit.errors import InputError
from bprkit.log.columns.content import as_number
from bprkit.log.columns.pseudo import is_pseudo, pseudo_candidates, pseudo_side
from bprkit.log.columns.recognition import attribute_kind, is_lifecycle, recognise
from exported_tables import history, row_of

pytestmark = pytest.mark.usefixtures("english")


def test_a_lifecycle_has_completions_and_statuses_are_none():
    assert is_lifecycle(["SCHEDULE", "START", "COMPLETE", None])
    assert not is_lifecycle(["In Progress", "Assigned", "Closed"])
    assert not is_lifecycle(["start", "start"])
    table = history().assign(**{"lifecycle:transition": ["In Progress", "Wait", "Closed"] * 20})
    found = recognise(table)
    assert found.lifecycle is None and "lifecycle:transition" in found.attributes
    assert "In Progress" in row_of(found, "lifecycle:transition")["note"]
    with pytest.raises(InputError, match="start and complete"):
        recognise(table, chosen={"lifecycle": "lifecycle:transition"})


def test_a_lifecycle_is_known_by_its_content_too():
    found = recognise(history().assign(phase_of_step=["start", "complete", "complete"] * 20))
    assert found.lifecycle == "phase_of_step"


def test_starts_come_from_one_place():
    table = history().assign(開始日時=["2020/08/19 9:00", "2020/08/20 8:00", "2020/08/21 8:00"] * 20)
    found = recognise(table.assign(lifecycle="complete"))
    assert (found.start, found.lifecycle) == ("開始日時", None)
    found = recognise(table.assign(lifecycle=["start", "complete"] * 30))
    assert (found.start, found.lifecycle) == (None, "lifecycle")


def test_pseudo_events_are_known_by_name_place_and_nobody():
    names = ["Start", "受付", "END", "開始", "▶", "開始届の受理", "決裁"]
    assert pseudo_candidates(names) == ("Start", "END", "開始", "▶")
    assert [pseudo_side(name) for name in ("Start", "END", "決裁")] == ["start", "end", None]
    made = {"instances": 100, "cases": 100, "at_edge": 100, "all_cases": 100}
    assert is_pseudo("Start", **made, unattended=100)
    assert is_pseudo("■", **made, at_neighbour=100)
    assert not is_pseudo("決裁", **made, unattended=100)
    assert not is_pseudo("開始", **made, unattended=3)
    assert not is_pseudo("開始", **made)
    assert not is_pseudo("Start", **{**made, "instances": 120}, unattended=120)
    assert not is_pseudo("Start", **{**made, "at_edge": 60}, unattended=100)
    assert not is_pseudo("End", **{**made, "instances": 40, "cases": 40, "at_edge": 40}, unattended=40)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("number", ["1,234,000", "¥1,234", "１２３", "△5円"]),
        ("number", [str(n * n) for n in range(50)]),
        ("number", [1.5, 2.25, None, 8.0]),
        ("category", ["1", "2", "3"] * 20),
        ("category", ["01", "02", "10"] * 5),
        ("category", ["紙", "電子", "紙", None]),
        ("category", [True, False, True]),
        ("category", []),
        ("date", ["R060629", "令和6年7月1日", "2024/7/2"]),
        ("date", [datetime(2024, 4, 1), None]),
        ("identifier", [f"総務第{n}号" for n in range(40)]),
        ("identifier", [f"{10_000_000 + n * 37}" for n in range(40)]),
        ("identifier", [f"{n:05d}" for n in range(40)]),
        ("identifier", [f"declaration {n * 7}" for n in range(40)]),
        ("text", [f"市道{'東西南北'[n % 4]}{n}号線の{'補修' * (n % 5)}について（伺い）" for n in range(40)]),
        (
            "text",
            [f"{'Asked' if n % 2 else 'Called'} about the {n * 'very '}late reply" for n in range(12)] * 2,
        ),
        ("category", ["The applicant asked for more time", "Called back, nobody was there"] * 6),
    ],
)
def test_the_kind_of_an_attribute(kind, values):
    assert attribute_kind(values) == kind


@given(st.integers(-(10**12), 10**12), st.sampled_from(["{:,}", "{}", "¥{:,}", "{:,}円"]), st.booleans())
def test_amounts_read_back_however_they_are_written(number, form, wide):
    text = form.format(abs(number))
    text = ("△" if number < 0 else "") + text
    if wide:
        text = text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789,"})
    assert as_number(text) == number
