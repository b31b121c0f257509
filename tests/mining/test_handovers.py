"""How often work changes hands, and how often it comes straight back."""

from __future__ import annotations

import pytest

import bprkit
from tables import log_of

WITH_PERSONS = "case activity time resource"
pytestmark = pytest.mark.usefixtures("english")


def case_of(holders: str) -> bprkit.EventLog:
    """Return a log of one case that one letter after the other holds; `-` is nobody known."""
    lines = (f"1 A 2024-04-{day:02} {holder}" for day, holder in enumerate(holders, start=1))
    return log_of("\n".join(lines), WITH_PERSONS)


@pytest.mark.parametrize(
    ("holders", "handovers", "ping_pongs"),
    [
        ("xx", 0, 0),
        ("xy", 1, 0),
        ("xyx", 2, 1),
        ("xyxy", 3, 2),
        ("xyyx", 2, 0),  # it came back, but not straight
        ("xyz", 2, 0),
        ("x-x", 0, 0),
        ("xy-yx", 2, 0),  # who had it in between is not known
    ],
)
def test_a_ping_pong_is_a_handover_straight_back(holders: str, handovers: int, ping_pongs: int) -> None:
    found = bprkit.handover_totals(case_of(holders), "resource")
    assert (found["handovers"], found["ping_pongs"]) == (handovers, ping_pongs)
    assert found["cases"] == (1 if handovers else 0)


def test_the_share_is_of_the_steps_between_known_holders() -> None:
    found = bprkit.handover_totals(case_of("xxy-z"), "resource")
    assert (found["transitions"], found["share"]) == (2, 0.5)


def test_the_pairs_are_the_transitions_between_different_holders() -> None:
    lines = "\n".join(
        f"{case} A 2024-04-0{case}_09:00 x\n{case} B 2024-04-0{case}_10:00 y\n{case} C 2024-04-0{case}_11:00 y"
        for case in range(1, 6)
    )
    found = bprkit.handovers(log_of(lines, WITH_PERSONS), "resource", persons=True)
    assert found[["source", "target", "count", "clock_seconds_total"]].values.tolist() == [
        ["x", "y", 5, 5 * 3600]
    ]
