"""Procedures over the same staff: the order in which they are given is nothing, and what they say of a role is the same."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import pandas as pd
import pytest

from bprkit.errors import InputError
from bprkit.procedure.files import open_procedure
from bprkit.procedure.model import Procedure, Role, Title, Volume
from bprkit.simulation import simulate
from simulated_offices import office, task

PAYMENT, CIRCULATION = "payment-order/as_is", "approval-circulation/as_is"
CLERK = Role(id="clerk", title=Title("担当者", "Clerk"), headcount=3, rate="regular")


def two(first: Role, other: Role, **further: Any) -> tuple[Procedure, Procedure]:
    one = office(task("a", 5.0, role="clerk"), calendar="jp")
    return replace(one, id="one", roles=(first,)), replace(one, id="two", roles=(other,), **further)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (replace(CLERK, headcount=6), ("headcounts", "3", "6")),
        (replace(CLERK, headcount={"x": 3, "y": 2}), ("headcounts", "3", "x 3, y 2")),
        (replace(CLERK, kind="outside"), ("kinds", "staff", "outside")),
        (replace(CLERK, pooled=True), ("by section", "pooled")),
        (replace(CLERK, section="x"), ("sections", "none", "x")),
        (replace(CLERK, calendar="none"), ("calendars", "jp", "none")),
        (replace(CLERK, rate="fiscal_year"), ("rates", "regular", "fiscal_year")),
        (replace(CLERK, title=Title("会計係", "Cashier")), ("titles", "担当者", "会計係")),
    ],
)
def test_a_role_that_two_procedures_describe_differently_is_refused_with_both_figures(
    other: Role, said: tuple[str, ...], english: None
) -> None:
    one, two_ = two(CLERK, other)
    shares = {"x": 0.5, "y": 0.5}
    for given in permutations((replace(one, sections=shares), replace(two_, sections=shares))):
        with pytest.raises(InputError) as refused:
            simulate(*given, replications=1, years=0.1)
        told = str(refused.value)
        assert "role clerk" in told
        assert "one/as_is" in told
        assert "two/as_is" in told
        assert all(word in told for word in said)


@pytest.mark.parametrize(
    "other",
    [
        replace(CLERK, headcount={"x": 3, "y": 3}),  # the same, written otherwise
        replace(CLERK, rate=None),
        replace(CLERK, title=Title("担当者")),
        replace(CLERK, calendar="jp"),
    ],
)
def test_what_means_the_same_is_not_refused(other: Role) -> None:
    shares = {"x": 0.5, "y": 0.5}
    one, two_ = (replace(each, sections=shares) for each in two(CLERK, other))
    people = simulate(one, two_, replications=1, years=0.1).roles.set_index("role")["people"]
    assert people["clerk"] == 6


def test_applicants_of_two_procedures_may_be_called_differently() -> None:
    resident = Role(id="clerk", title=Title("申請者", "Applicant"), kind="applicant")
    one, two_ = two(resident, replace(resident, title=Title("転入者", "Newcomer"), headcount=2))
    assert simulate(one, two_, replications=1, years=0.1).cases > 0


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    keys = [name for name in frame.columns if not pd.api.types.is_numeric_dtype(frame[name])]
    return frame.sort_values(keys, ignore_index=True)[sorted(frame.columns)]


@pytest.mark.parametrize("further", [{}, {"order": "oldest_case"}])
def test_the_order_in_which_procedures_are_given_changes_no_figure(further: dict[str, Any]) -> None:
    payment, circulation = (
        replace(open_procedure(name), volume=Volume(3000)) for name in (PAYMENT, CIRCULATION)
    )
    asked = {"replications": 2, "years": 0.1, **further}
    first, swapped = simulate(payment, circulation, **asked), simulate(circulation, payment, **asked)
    for table in ("lead_times", "steps", "roles", "sections", "outcomes", "per_case", "in_progress"):
        one, other = in_order(getattr(first, table)), in_order(getattr(swapped, table))
        pd.testing.assert_frame_equal(one, other, rtol=1e-9)
    assert (first.cases, first.tasks, first.day_seconds) == (
        swapped.cases,
        swapped.tasks,
        swapped.day_seconds,
    )


def test_the_two_procedures_of_the_documentation_are_of_one_city(english: None) -> None:
    payment, circulation = open_procedure(PAYMENT), open_procedure(CIRCULATION)
    shared = payment.role_of.keys() & circulation.role_of.keys()
    assert shared >= {"staff", "chief", "manager"}
    found = simulate(payment, circulation, replications=1, years=0.05)
    assert found.roles.set_index("role")["people"]["staff"] == 6 * 40
