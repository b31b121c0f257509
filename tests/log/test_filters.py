"""Conditions on cases: a case is kept or left whole, and the conditions mean what they say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import bprkit
import naive
from bprkit import EventLog, InputError
from bprkit.log.filters import as_number
from generated import Drawn, logs
from tables import log_of

pytestmark = pytest.mark.usefixtures("english")
few = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)


def kept(log: EventLog, **conditions: object) -> set[str]:
    """Return the numbers of the cases that are left; none is refused, so it is none."""
    try:
        return set(bprkit.case_durations(log.filter(**conditions)).case)  # type: ignore[arg-type]
    except InputError as error:
        assert "Loosen the conditions" in str(error)
        return set()


def those(log: naive.Log, meets: Callable[[list[naive.Event]], bool]) -> set[str]:
    return {case for case, events in log.cases().items() if meets(events)}


# Against the naive oracle


@given(logs(), st.integers(-2, 8), st.integers(0, 6))
@few
def test_a_period_is_of_days_of_the_log_s_zone(drawn: Drawn, begin: int, length: int) -> None:
    log = drawn.read()
    first = min(drawn.naive.local(event.end).date() for event in drawn.naive.events) + timedelta(days=begin)
    last = first + timedelta(days=length)

    def days(events: list[naive.Event]) -> tuple[date, date]:
        start, end = drawn.naive.span(events)
        return drawn.naive.local(start).date(), drawn.naive.local(end).date()

    started = those(drawn.naive, lambda events: first <= days(events)[0] <= last)
    contained = those(drawn.naive, lambda events: first <= days(events)[0] and days(events)[1] <= last)
    touching = those(drawn.naive, lambda events: days(events)[0] <= last and days(events)[1] >= first)
    for period, expected in (("started", started), ("contained", contained), ("touching", touching)):
        assert kept(log, started_from=str(first), started_to=str(last), period=period) == expected
    assert kept(log, started_from=first) == those(drawn.naive, lambda events: days(events)[0] >= first)


@given(logs())
@few
def test_conditions_on_values_and_steps(drawn: Drawn) -> None:
    log = drawn.read()

    def any_(part: str, meets: Callable[[str], bool]) -> set[str]:
        return those(
            drawn.naive,
            lambda events: any((value := getattr(e, part)) is not None and meets(value) for e in events),
        )

    assert kept(log, where="role=課長") == any_("role", lambda role: role == "課長")
    assert kept(log, where="role!=課長") == set(drawn.naive.cases()) - any_(
        "role", lambda role: role == "課長"
    )
    assert kept(log, where="section~務") == any_("section", lambda section: "務" in section)
    both = ["role=課長", "section~総"]
    assert kept(log, where=both) == any_("role", lambda role: role == "課長") & any_(
        "section", lambda s: "総" in s
    )
    assert kept(log, where={"role": "課長"}) == kept(log, where="role=課長")
    names = {event.activity for event in drawn.naive.events}
    if "差戻し" in names:
        returned = any_("activity", lambda activity: activity == "差戻し")
        assert kept(log, activity="差戻し") == returned
        assert kept(log, without_activity="差戻し") == set(drawn.naive.cases()) - returned
    if drawn.naive.ends_with:
        assert kept(log, complete=True) == those(
            drawn.naive, lambda events: naive.is_complete(drawn.naive, events)
        )


@given(logs())
@few
def test_composed_filters_keep_what_meets_all_of_them(drawn: Drawn) -> None:
    log = drawn.read()
    by_role, by_section = kept(log, where="role=課長"), kept(log, where="section=税務課")
    if by_role:
        assert kept(log.filter(where="role=課長"), where="section=税務課") == by_role & by_section
        part = naive.replace(
            drawn.naive, events=tuple(event for event in drawn.naive.events if event.case in by_role)
        )
        found = bprkit.transitions(log.filter(where="role=課長")).set_index(["source", "target"])
        expected = {pair: row["count"] for pair, row in naive.transitions(part).items()}
        assert found["count"].to_dict() == expected


# Facts


NUMBERS = """
    1 A 2024-04-01 500000
    2 A 2024-04-01 500,000
    3 A 2024-04-01 ５０００００円
    4 A 2024-04-01 ¥1,234,000
    5 A 2024-04-01 99999.5
    6 A 2024-04-01 NaN
    7 A 2024-04-01 未定
    8 A 2024-04-01 -
    9 A 2024-04-01 -300
"""


@pytest.mark.parametrize(
    ("condition", "cases"),
    [
        ("金額=500000", "123"),
        ("金額=５００，０００", "123"),
        ("金額 > 500000", "4"),
        ("金額<500000", "59"),
        ("金額!=500000", "456789"),
        ("金額>0", "12345"),
        ("金額=未定", "7"),
        ("金額~000", "124"),
    ],
)
def test_amounts_are_compared_as_numbers_however_they_are_written(condition: str, cases: str) -> None:
    log = log_of(NUMBERS, "case activity time 金額")
    assert kept(log, where=condition) == set(cases)


def test_of_a_case_s_values_one_has_to_meet_the_condition() -> None:
    text = """
        1 A 2024-04-01 係長
        1 B 2024-04-02 課長
        2 A 2024-04-01 係長
    """
    log = log_of(text, "case activity time role")
    assert kept(log, where="role=課長") == {"1"}
    assert kept(log, where="role!=課長") == {"2"}
    assert kept(log, where="role!=係長") == set()


def test_a_period_includes_both_its_days_to_the_last_moment() -> None:
    text = "\n".join(
        f"{case} A {moment}"
        for case, moment in enumerate(
            ("2024-03-31_23:59:59", "2024-04-01_00:00:00", "2024-04-30_23:59:59", "2024-05-01_00:00:00"),
            start=1,
        )
    )
    log = log_of(text)
    assert kept(log, started_from="2024-04-01", started_to="R6.4.30") == {"2", "3"}
    assert kept(log, started_to="2024-04-01") == {"1", "2"}


def test_a_period_is_of_the_zone_also_where_stamps_are_in_utc() -> None:
    log = log_of("1 A 2024-03-31T14:59:59Z\n2 A 2024-03-31T15:00:00Z")
    assert kept(log, started_from="2024-04-01") == {"2"}


@pytest.mark.parametrize(("period", "cases"), [("started", "34"), ("contained", "3"), ("touching", "1234")])
def test_what_a_period_is_said_of(period: str, cases: str) -> None:
    text = """
        1 A 2024-03-01
        1 B 2024-06-01
        2 A 2024-03-01
        2 B 2024-04-01
        3 A 2024-04-02
        3 B 2024-04-30
        4 A 2024-04-30
        4 B 2024-05-01
        5 A 2024-05-01
        6 A 2024-03-31
    """
    assert kept(log_of(text), started_from="2024-04-01", started_to="2024-04-30", period=period) == set(cases)


def variants_of(counts: dict[str, int]) -> EventLog:
    lines = [
        f"{sequence}{case} {activity} 2024-04-{day:02}"
        for sequence, cases in counts.items()
        for case in range(cases)
        for day, activity in enumerate(sequence, start=1)
    ]
    return log_of("\n".join(lines))


@pytest.mark.parametrize(
    ("share", "sequences"),
    [
        (0.5, {"AB"}),
        (0.51, {"AB", "AC"}),
        (0.8, {"AB", "AC"}),
        (0.9, {"AB", "AC", "AD"}),
        (1, {"AB", "AC", "AD", "AE"}),
    ],
)
def test_a_share_of_variants_is_covered_by_the_fewest_that_do(share: float, sequences: set[str]) -> None:
    part = variants_of({"AB": 5, "AC": 3, "AD": 1, "AE": 1}).filter(variant_share=share)
    assert {"".join(sequence) for sequence in bprkit.variants(part).activities} >= sequences
    assert len(bprkit.variants(part)) == len(sequences)


def test_seven_percent_of_a_hundred_cases_are_seven() -> None:
    """0.07 times 100 is a little more than 7 for a computer."""
    rest = {f"A{letter}{other}": 1 for letter in "BCDEFGHIJ" for other in "KLMNOPQRST"}
    part = variants_of({"XY": 7, **dict(list(rest.items())[:90]), "XZ": 3}).filter(variant_share=0.07)
    assert part.case_count() == 7


def test_the_variants_of_a_part_are_those_of_its_own_cases() -> None:
    log = variants_of({"AB": 5, "XC": 3, "XD": 1})
    assert log.filter(activity="X", variant_share=0.7).case_count() == 3


# Refusals


@pytest.mark.parametrize(
    ("conditions", "message"),
    [
        ({"started_from": "soon"}, "--from soon cannot be read"),
        ({"started_from": "2024-05-01", "started_to": "2024-04-01"}, "Exchange --from and --to"),
        ({"started_from": "2024-05-01", "period": "ended"}, "started, contained or touching"),
        ({"period": "2024-06-01"}, "period .* '2024-06-01' is unknown"),
        ({"where": "role<10,00x"}, "100000 or 10万"),
        ({"activity": "決済"}, "Did you mean one of: 決裁"),
        ({"variant_share": 0}, "above 0 and at most 1"),
        ({"variant_share": 80}, "above 0 and at most 1"),
        ({"complete": True}, "Which activities end a case"),
        ({"where": "section"}, "has no comparison"),
        ({"where": "role>課長"}, "is not a number"),
        ({"where": "部署=税務課"}, "no column for '部署'"),
        ({"where": "role=部長"}, "No case of .* meets: role = 部長"),
    ],
)
def test_what_cannot_be_meant_is_refused(conditions: dict[str, object], message: str) -> None:
    log = log_of("1 決裁 2024-04-01 課長", "case activity time role")
    with pytest.raises(InputError, match=message):
        log.filter(**conditions)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234", 1234.0),
        ("１２円", 12.0),
        ("¥500", 500.0),
        ("-3", -3.0),
        ("１０万", 100_000.0),
        ("1.5億円", 150_000_000.0),
        ("万", None),
        ("nan", None),
        ("inf", None),
        ("", None),
    ],
)
def test_a_text_is_a_number_only_if_it_writes_one(text: str, number: float | None) -> None:
    assert as_number(text) == number


def test_a_number_that_was_read_from_other_writing_is_told() -> None:
    log = log_of("1 決裁 2024-04-01 9,000\n2 決裁 2024-04-01 11,000", "case activity time 金額")
    for text in ("金額<10,000", "金額<１万"):
        assert log.filter(where=text).case_count() == 1
        assert log.filter(where=text).filters[0].en.endswith(" (10000)")
    assert log.filter(where="金額<10000").filters[0].en == "金額 < 10000"


def test_free_text_is_said_to_be_set_aside_and_not_to_be_missing() -> None:
    log = log_of("1 決裁 2024-04-01 机の購入伺い\n2 決裁 2024-04-02 委託", "case activity time 件名")
    with pytest.raises(InputError, match="件名 was set aside as free text") as error:
        log.filter(where="件名~伺い")
    assert "自由記述" in error.value.ja


def test_the_japanese_list_of_columns_is_in_japanese() -> None:
    log = log_of("1 決裁 2024-04-01 課長 税務課", "case activity time role section")
    with pytest.raises(InputError) as error:
        log.filter(where="部署=税務課")
    assert "処理（activity）、役職（role）、所属（section）" in error.value.ja
