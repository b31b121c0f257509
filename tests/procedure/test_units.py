"""Quantities are read as clerks write them, in Japanese and English, and written so that nothing of them is lost."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bprkit.errors import InputError
from bprkit.procedure import units
from bprkit.procedure.distributions import AnyDistribution, Constant, Empirical, LogNormal, Triangular
from bprkit.procedure.model import DayKind, Wait
from procedure_parts import amounts, distributions


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("3 min", 3),
        ("3分", 3),
        ("３分", 3),
        ("3 minutes", 3),
        ("1 h 30 min", 90),
        ("1時間30分", 90),
        ("1.5 hours", 90),
        ("90秒", 1.5),
        ("1,200 min", 1200),
        ("0.5′", 0.5),
    ],
)
def test_a_time_of_work_is_read_as_minutes(text: str, minutes: float) -> None:
    assert units.read_touch(text) == Constant(minutes)


@pytest.mark.parametrize(
    "text",
    [
        "20–40 min, mostly 30",
        "20-40 min, mostly 30 min",
        "20〜40分、多くは30分",
        "２０～４０分、多くは３０分",
        "20 min–40 min, usually 30",
    ],
)
def test_a_range_with_its_usual_value_is_three_guesses(text: str) -> None:
    assert units.read_touch(text) == Triangular(20, 30, 40)


def test_a_range_may_change_its_unit_and_pass_a_thousand() -> None:
    assert units.read_touch("30 min–1 h 30 min, mostly 1 h") == Triangular(30, 60, 90)
    assert units.read_touch("1,000–2,000 min, mostly 1,500") == Triangular(1000, 1500, 2000)


def test_mappings_and_lists_are_distributions() -> None:
    assert units.read_touch({"low": "20 min", "likely": "30分", "high": "1 h"}) == Triangular(20, 30, 60)
    assert units.read_touch({"mean": "30 min", "sd": "10 min"}) == LogNormal(30, 10)
    assert units.read_touch({"values": ["4 min", "3 min"]}) == Empirical((3, 4))
    assert units.read_touch(["4 min", "3 min"]) == Empirical((3, 4))


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("0.5 working days", Wait(Constant(0.5))),
        ("0.5開庁日", Wait(Constant(0.5))),
        ("1 working day", Wait(Constant(1))),
        ("2営業日", Wait(Constant(2))),
        ("2執務日", Wait(Constant(2))),
        ("2 working hours", Wait(Constant(120), "minutes")),
        ("30 min", Wait(Constant(30), "minutes")),
        ("1–3 working days, mostly 2", Wait(Triangular(1, 2, 3))),
    ],
)
def test_a_wait_is_in_working_time(text: str, wait: Wait) -> None:
    assert units.read_wait(text) == wait


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("10 calendar days", (10, "calendar_days")),
        ("10日(暦日)", (10, "calendar_days")),
        ("10日（暦日）", (10, "calendar_days")),
        ("2週間", (14, "calendar_days")),
        ("5開庁日", (5, "working_days")),
        ("5営業日", (5, "working_days")),
        ("2か月", (2, "calendar_months")),
        ("2 months", (2, "calendar_months")),
        ("2 working hours", (2, "working_hours")),
        ("90 min", (1.5, "working_hours")),
    ],
)
def test_a_period_says_how_its_days_are_counted(text: str, period: tuple[float, DayKind]) -> None:
    assert units.read_period(text) == period


def test_bare_days_of_a_period_are_refused_because_they_could_be_either(english: None) -> None:
    with pytest.raises(InputError, match="10 working days or 10 calendar days"):
        units.read_period("10日")


@pytest.mark.parametrize("text", ["2 days", "2日", "2日間"])
def test_bare_days_of_a_wait_are_refused_with_what_a_wait_can_be(text: str, english: None) -> None:
    with pytest.raises(InputError, match=r"working days\. Write 2 working days;") as refused:
        units.read_wait(text)
    assert "2開庁日 と書いて" in refused.value.ja
    assert units.read_wait("2 working days") == units.read_wait("2開庁日")  # the advice can be followed
    assert "2 calendar days" not in refused.value.en


@pytest.mark.parametrize("text", ["2 calendar days", "10日(暦日)", "1 week", "1週間"])
def test_a_wait_in_calendar_days_is_a_step_of_its_own(text: str, english: None) -> None:
    with pytest.raises(InputError, match="add a step 'timer'"):
        units.read_wait(text)


@pytest.mark.parametrize("text", ["3日", "3 days", "3 working days", "3開庁日", "3営業日", "1 week"])
def test_work_is_not_told_in_days(text: str, english: None) -> None:
    with pytest.raises(InputError, match="in minutes or hours") as refused:
        units.read_touch(text)
    assert "分か時間" in refused.value.ja


@pytest.mark.parametrize(
    ("read", "advice"),
    [
        (units.read_touch, ("3 min", "3 h", "3分", "3時間")),
        (units.read_wait, ("3 working days", "3 min", "3開庁日", "3分")),
        (units.read_period, ("3 working days", "3 calendar days", "3開庁日", "3日(暦日)")),
    ],
)
def test_a_number_without_unit_is_told_which_units_there_are(read: Any, advice: tuple[str, ...]) -> None:
    with pytest.raises(InputError) as refused:
        read("3")
    assert all(one in refused.value.en + refused.value.ja for one in advice)
    for one in advice:
        read(one)  # each can be followed


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("500,000", 500_000),
        ("５００，０００円", 500_000),
        ("50万円", 500_000),
        ("¥1.5億", 150_000_000),
        (12, 12),
        (0.5, 0.5),
        ("-3", -3),
    ],
)
def test_money_and_numbers(text: object, number: float) -> None:
    assert units.read_number(text) == number


@pytest.mark.parametrize(
    ("text", "share"), [("12%", 0.12), ("１２．５％", 0.125), (0.4, 0.4), ("1", 1), ("3割", 0.3), ("0%", 0)]
)
def test_shares(text: object, share: float) -> None:
    assert units.read_share(text) == share


@pytest.mark.parametrize("text", ["120%", "-5%", 400, "a few", "", True, None])
def test_what_is_no_share_is_refused_with_an_example(text: object, english: None) -> None:
    with pytest.raises(InputError, match=r"Write 12% or 0\.12"):
        units.read_share(text)


@pytest.mark.parametrize(("text", "meant"), [(40, "40%"), ("12.5", "12.5%"), ("１００", "100%")])
def test_a_share_without_its_sign_is_answered_with_it(text: object, meant: str, english: None) -> None:
    with pytest.raises(InputError, match=f"Write {meant}") as refused:
        units.read_share(text)
    assert f"{meant} のように" in refused.value.ja
    units.read_share(meant)


@pytest.mark.parametrize(
    ("text", "cases"),
    [("25,000 / year", 25_000), ("25,000/年", 25_000), ("年25,000件", 25_000), ("年間2.5万件", 25_000), ("2,000 / month", 24_000),
     ("月2,000件", 24_000), (300, 300), ("300 cases a year", 300)],
)  # fmt: skip
def test_yearly_numbers_of_cases(text: object, cases: float) -> None:
    assert units.read_per_year(text) == cases


@pytest.mark.parametrize(
    "text", ["3 apples", "min", "", "3 min 1 working day", "1,00 min", "-3 min", True, "9" * 1300]
)
def test_what_is_no_time_of_work_is_refused_with_an_example(text: object, english: None) -> None:
    with pytest.raises(InputError, match=r"30 min"):
        units.read_touch(text)


def test_a_range_alone_does_not_say_what_is_usual(english: None) -> None:
    with pytest.raises(InputError, match="20–40 min, mostly …"):
        units.read_touch("20–40 min")


@pytest.mark.parametrize(
    "value",
    [{"low": "3 min"}, {"low": "9 min", "likely": "3 min", "high": "4 min"}, {"mean": "0 min", "sd": "1 min"}, {"values": []},
     {"low": "3 min", "likely": "1 working day", "high": "2 working days"}, {}],
)  # fmt: skip
def test_distributions_that_cannot_be_are_refused(value: dict[str, object]) -> None:
    with pytest.raises(InputError):
        units.read_wait(value)


def test_messages_are_in_japanese_too() -> None:
    with pytest.raises(InputError) as error:
        units.read_touch("すこし")
    assert "「すこし」は処理時間として読めません" in error.value.ja


@given(distributions())
def test_what_is_written_is_read_as_exactly_the_same(distribution: AnyDistribution) -> None:
    assert units.read_touch(units.write_touch(distribution)) == distribution
    assert units.read_values(units.write_values(distribution)) == distribution
    for unit in ("minutes", "working_days"):
        wait = Wait(distribution, unit)
        assert units.read_wait(units.write_wait(wait)) == wait


@given(st.floats(0, 1), amounts, st.sampled_from(get_args(DayKind)))
def test_shares_volumes_and_periods_are_written_exactly(share: float, amount: float, unit: DayKind) -> None:
    assert units.read_share(units.write_share(share)) == share
    assert units.read_per_year(units.write_per_year(amount)) == amount
    assert units.read_period(units.write_period(amount, unit)) == (amount, unit)
