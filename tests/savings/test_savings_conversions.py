"""Hours become money only where somebody says how, up to a cap, from a date; and no hour does so twice."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bprkit import language
from bprkit.errors import InputError
from bprkit.language import Language
from bprkit.procedure.model import Role, Title
from bprkit.savings import (
    ContractCut,
    Conversions,
    CostsError,
    OvertimeCut,
    PostCut,
    Savings,
    estimate_savings,
)
from savings.filled_costs import filled
from savings.simple_changes import costs, procedure

APRIL = dt.date(2027, 4, 1)
ROLES = (
    Role(id="staff", rate="regular"),
    Role(id="chief", rate="regular"),
    Role(id="typist", title=Title("入力業者"), kind="outside"),
)


def saving(
    minutes: float, conversions: Conversions, *, volume: float = 6_000, sections: object = 1, years: int = 3
) -> Savings:
    return estimate_savings(
        procedure(minutes, volume=volume, sections=sections),
        procedure(0, volume=volume, state="to_be", sections=sections),
        costs(),
        conversions=conversions,
        years=years,
        samples=100,
    )


def test_without_a_conversion_no_hour_is_cash_and_the_sheets_to_ask_for_are_named() -> None:
    found = saving(60, Conversions())
    assert found.cash_out == () and found.capacity.hours == pytest.approx(6_000)
    (note,) = [note for note in found.warnings if "人事課" in note.ja]
    assert "財政課" in note.ja and "zero" in (note.en or "")


@pytest.mark.parametrize(
    ("free", "posts", "gone"), [(1_859, 5, 0), (1_861, 5, 1), (9_000, 5, 4), (9_000, 2, 2)]
)
def test_only_whole_posts_go_and_no_more_than_stated(free: float, posts: int, gone: int) -> None:
    found = saving(60, Conversions(posts=(PostCut(posts=posts, start=APRIL),)), volume=free, years=1)
    (line,) = found.cash_out
    assert line.hours == pytest.approx(gone * 1_860)
    assert line.yen == pytest.approx(gone * 1_860 * 2_796)
    assert found.capacity.hours == pytest.approx(free - gone * 1_860)


def test_a_post_that_is_not_hired_is_cost_avoidance_and_not_cash() -> None:
    cut = PostCut(posts=1, start=APRIL, kind="not_hired", yen_per_post=5_000_000)
    found = saving(60, Conversions(posts=(cut,)))
    assert found.cash_out == ()
    assert [line.yen for line in found.cost_avoidance] == [5_000_000]
    assert found.by_year[1].net_cash == 0


@pytest.mark.parametrize(
    ("start", "shares"),
    [
        (dt.date(2027, 4, 1), (1, 1)),
        (dt.date(2027, 10, 1), (0.5, 1)),
        (dt.date(2027, 10, 2), (5 / 12, 1)),
        (dt.date(2028, 4, 1), (0, 1)),
        (dt.date(2029, 3, 1), (0, 1 / 12)),
    ],
)
def test_money_comes_from_the_date_on_by_whole_months(start: dt.date, shares: tuple[float, float]) -> None:
    cut = OvertimeCut(worked_hours=1_200, cut_hours=1_200, start=start)
    found = saving(60, Conversions(overtime=(cut,)), years=2)
    yen = [year.cash_out.get("overtime/0", 0.0) for year in found.by_year[1:]]
    assert yen == pytest.approx([share * 1_200 * 2_650 for share in shares])


def test_a_contract_shrinks_at_its_renewal_up_to_what_it_costs() -> None:
    before = {"staff": 1, "typist": 30}
    cut = ContractCut(
        title=Title("入力委託"),
        role="typist",
        yen_per_hour=2_500,
        yen_per_year=1_000_000,
        renewal=dt.date(2028, 4, 1),
    )
    found = estimate_savings(
        procedure(before, roles=ROLES),
        procedure({"staff": 1, "typist": 0}, roles=ROLES, state="to_be"),
        costs(),
        conversions=Conversions(contracts=(cut,)),
    )
    (line,) = found.cash_out
    assert (line.hours, line.yen) == (pytest.approx(400), pytest.approx(1_000_000))
    assert found.by_year[1].cash_out == {} and found.by_year[2].cash_out["contract/0"] == pytest.approx(
        1_000_000
    )
    assert found.hours_saved == 0 and found.capacity.hours == 0  # the hours of others are not those of staff


def test_overtime_in_one_of_forty_sections_can_only_take_the_hours_of_that_section() -> None:
    cut = OvertimeCut(worked_hours=5_000, cut_hours=5_000, start=APRIL, section="税務課")
    found = saving(60, Conversions(overtime=(cut,)), sections=40)
    assert found.cash_out[0].hours == pytest.approx(6_000 / 40)


def test_named_sections_take_their_shares_and_an_unknown_one_is_refused() -> None:
    sections = {"税務課": 0.8, "総務課": 0.2}
    cut = OvertimeCut(worked_hours=9_000, cut_hours=9_000, start=APRIL, section="総務課")
    found = saving(60, Conversions(overtime=(cut,)), sections=sections)
    assert found.cash_out[0].hours == pytest.approx(1_200)
    assert {own.section: round(own.as_is) for own in found.hours} == {"税務課": 4_800, "総務課": 1_200}
    with pytest.raises(InputError, match="福祉課"):
        saving(
            60,
            Conversions(overtime=(OvertimeCut(worked_hours=1, cut_hours=1, start=APRIL, section="福祉課"),)),
            sections=sections,
        )


def test_a_role_that_there_is_not_is_refused_by_name() -> None:
    cut = PostCut(posts=1, start=APRIL, role="clerk")
    with pytest.raises(InputError, match="clerk"):
        saving(60, Conversions(posts=(cut,)))


cuts = st.one_of(
    st.builds(
        OvertimeCut,
        worked_hours=st.floats(0, 3_000),
        cut_hours=st.floats(0, 3_000),
        start=st.dates(dt.date(2026, 4, 1), dt.date(2030, 3, 31)),
        section=st.sampled_from([None, "税務課", "総務課"]),
        role=st.sampled_from([None, "staff", "chief"]),
    ),
    st.builds(
        PostCut,
        posts=st.integers(0, 3),
        start=st.dates(dt.date(2026, 4, 1), dt.date(2030, 3, 31)),
        section=st.sampled_from([None, "税務課", "総務課"]),
        role=st.sampled_from([None, "staff", "chief"]),
        kind=st.sampled_from(["abolished", "not_hired"]),
    ),
)


def apart(rows: Iterable[OvertimeCut]) -> tuple[OvertimeCut, ...]:
    """Leave out what is about the same people as a row before it: such lists are refused."""
    found: list[OvertimeCut] = []
    for row in rows:
        if not any(
            (None in (row.section, own.section) or row.section == own.section)
            and (None in (row.role, own.role) or row.role == own.role)
            for own in found
        ):
            found.append(row)
    return tuple(found)


@settings(max_examples=40)
@given(
    st.lists(cuts, max_size=5),
    st.dictionaries(st.sampled_from(["staff", "chief"]), st.integers(-60, 60), min_size=1),
    st.sampled_from([1, 40, {"税務課": 0.7, "総務課": 0.3}]),
)
def test_no_hour_is_made_money_of_twice(made: list[object], gone: dict[str, int], sections: object) -> None:
    conversions = Conversions(
        posts=tuple(cut for cut in made if isinstance(cut, PostCut)),
        overtime=apart(cut for cut in made if isinstance(cut, OvertimeCut)),
    )
    found = estimate_savings(
        procedure({"staff": 60, "chief": 60}, volume=10_000, roles=ROLES, sections=sections),
        procedure(
            {role: 60 - gone.get(role, 0) for role in ("staff", "chief")},
            volume=10_000,
            roles=ROLES,
            sections=sections,
            state="to_be",
        ),
        costs(),
        conversions=conversions,
        samples=100,
    )
    taken = math.fsum(line.hours for line in (*found.cash_out, *found.cost_avoidance))
    free = math.fsum(max(own.saved, 0) for own in found.hours)
    assert taken <= free + 1e-6
    assert found.capacity.hours == pytest.approx(found.hours_saved - taken, abs=1e-6)
    for role in ("staff", "chief"):
        own = [cut for cut in conversions.overtime if cut.role == role and cut.section is None]
        most = sum(min(cut.worked_hours, cut.cut_hours) for cut in own)
        named = [
            line.hours
            for place, cut in enumerate(conversions.overtime)
            if cut in own
            for line in found.cash_out
            if line.key == f"overtime/{place}"
        ]
        assert sum(named) <= most + 1e-6


MANAGED = (Role(id="staff", rank="主事"), Role(id="manager", rank="課長"))


def managed(**cut: Any) -> Savings:
    hour = {"staff": 60.0, "manager": 60.0}
    overtime = OvertimeCut(worked_hours=5_000, cut_hours=5_000, start=APRIL, **cut)
    return estimate_savings(
        procedure(hour, roles=MANAGED),
        procedure(dict.fromkeys(hour, 0.0), roles=MANAGED, state="to_be"),
        costs(overtime=(overtime,)),
        samples=100,
    )


def test_managers_are_paid_no_overtime_so_none_of_theirs_can_be_cut(english: None) -> None:
    found = managed()
    (line,) = found.cash_out
    assert line.hours == pytest.approx(1_000) and found.capacity.hours == pytest.approx(1_000)
    assert found.break_even.hours_available == pytest.approx(0)
    assert any("paid no overtime" in str(one) for one in found.assumptions)


def test_overtime_of_a_manager_is_refused(english: None) -> None:
    with pytest.raises(InputError, match="課長"):
        managed(role="manager")


@pytest.mark.parametrize(("sections", "doubted"), [(40, True), (1, False)])
def test_a_post_put_together_from_forty_sections_is_doubted(sections: int, doubted: bool) -> None:
    found = saving(60, Conversions(posts=(PostCut(posts=1, start=APRIL),)), sections=sections)
    assert found.cash_out[0].hours == 1_860
    assert any("40 sections" in (note.en or "") for note in found.warnings) == doubted


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"section": "税務課", "role": "staff"}, {"section": "税務課", "role": "staff"}),
        ({"section": "税務課"}, {"role": "staff"}),
        ({}, {"section": "税務課"}),
    ],
)
def test_overtime_that_was_worked_once_cannot_be_cut_in_two_rows(
    one: dict[str, str], other: dict[str, str], english: None
) -> None:
    """300 h worked and 200 h cut, twice, would be 400 h of 300."""
    rows = tuple(OvertimeCut(worked_hours=300, cut_hours=200, start=APRIL, **named) for named in (one, other))
    with pytest.raises(CostsError, match=r"This row and row 1 are about the same overtime"):
        saving(60, Conversions(overtime=rows))


def test_overtime_of_other_people_may_be_cut_beside_it() -> None:
    rows = tuple(
        OvertimeCut(worked_hours=300, cut_hours=200, start=APRIL, section="税務課", role=role)
        for role in ("staff", "chief")
    )
    states = (
        procedure({"staff": made, "chief": made}, roles=ROLES, sections={"税務課": 1.0}, state=state)
        for made, state in ((60, "as_is"), (0, "to_be"))
    )
    found = estimate_savings(*states, costs(), conversions=Conversions(overtime=rows), samples=100)
    assert sum(line.hours for line in found.cash_out) == pytest.approx(400)


def test_one_contract_does_not_shrink_twice(english: None) -> None:
    row = ContractCut(
        title=Title("入力委託"), role="staff", yen_per_hour=2_500, yen_per_year=100_000, renewal=APRIL
    )
    with pytest.raises(CostsError, match="its yen a year would count twice"):
        saving(60, Conversions(contracts=(row, replace(row, yen_per_year=50_000))))


@pytest.mark.parametrize(
    ("lang", "both"), [("ja", ("時間外勤務!B4", "時間外勤務!B3")), ("en", ("Overtime!B4", "Overtime!B3"))]
)
def test_two_rows_of_a_workbook_about_the_same_overtime_are_both_named(
    tmp_path: Path, lang: Language, both: tuple[str, str]
) -> None:
    cells = {"A": "yes", "D": 300, "E": 200, "F": "2028-04-01", "G": "overtime"}
    path = filled(tmp_path, lang, "overtime", *((f"{c}{n}", v) for n in (3, 4) for c, v in cells.items()))
    with language.speaking(lang), pytest.raises(CostsError) as caught:
        estimate_savings(procedure(60), procedure(0), path, samples=100)
    (problem,) = caught.value.problems
    assert problem.path == both[0] and both[1] in problem.message
