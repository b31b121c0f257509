"""Which attributes go with slow cases: the effect sizes are those of the textbooks, and small groups stay hidden."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import bprkit
import naive
from bprkit import EventLog, InputError, read_log

pytestmark = pytest.mark.usefixtures("english")
MONDAY = datetime(2024, 4, 1, 9)
KINDS = (None, "支出", "契約", "照会")


def log_of(cases: list[tuple[float, str | None, str | None]], header: str = "文書種別") -> EventLog:
    """Return a log of a case for each lead time in hours, value of the header, and amount."""
    rows = [
        {
            "番号": f"R6-{number}",
            "処理": step,
            "日時": MONDAY + timedelta(hours=at),
            header: kind,
            "金額": amount,
        }
        for number, (hours, kind, amount) in enumerate(cases)
        for step, at in (("起案", 0.0), ("決裁", hours))
    ]
    return read_log(pd.DataFrame(rows), case="番号", activity="処理", time="日時", calendar="none")


case = st.tuples(st.integers(0, 9), st.integers(0, 3), st.one_of(st.none(), st.integers(1, 400)))


@given(st.lists(case, min_size=12, max_size=60))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_effects_are_as_the_textbooks_define_them(drawn: list[tuple[int, int, int | None]]) -> None:
    cases = [(float(hours), KINDS[kind], amount and f"{amount * 1000:,}円") for hours, kind, amount in drawn]
    found = (
        bprkit.attributes(log_of(cases), ["文書種別"])
        if any(kind for _, kind, _ in cases)
        else pd.DataFrame()
    )
    groups: dict[str, list[float]] = {}
    large = [kind for kind in KINDS[1:] if sum(case[1] == kind for case in cases) >= 5]
    for hours, kind, _ in cases:
        label = "(not recorded)" if kind is None else kind if kind in large else "(others)"
        groups.setdefault(label, []).append(hours)
    if len(large) < 2:
        assert found.empty
    else:
        assert dict(zip(found.value, found.cases, strict=True)) == {
            name: len(group) for name, group in groups.items()
        }
        assert found.effect_size.iloc[0] == pytest.approx(
            max(0, naive.epsilon_squared(list(groups.values()))), abs=1e-9
        )
        for row in found.itertuples():
            others = [hours for name, group in groups.items() if name != row.value for hours in group]
            assert row.cliffs_delta == pytest.approx(naive.cliffs_delta(groups[row.value], others))
            assert row.clock_seconds_median == naive.quantile(groups[row.value], 0.5) * 3600

    known = [(hours, amount * 1000) for hours, _, amount in drawn if amount is not None]
    found = bprkit.attributes(log_of(cases), ["金額"]) if known else pd.DataFrame()
    if not found.empty:
        rho = naive.spearman([amount for _, amount in known], [hours for hours, _ in known])
        assert found.effect_size.iloc[0] == pytest.approx(rho)
        assert found.cases.sum() == len(known) and found.cases.min() >= 5
        for row in found.itertuples():
            low, high = bounds(row.value)
            inside = [hours for hours, amount in known if low <= amount < high]
            outside = [hours for hours, amount in known if not low <= amount < high]
            assert row.cases == len(inside)
            assert row.clock_seconds_mean == pytest.approx(sum(inside) / len(inside) * 3600)
            assert row.cliffs_delta == pytest.approx(naive.cliffs_delta(inside, outside))


def bounds(label: str) -> tuple[float, float]:
    """Return the bounds that a band's label states."""
    text = label.replace(",", "")
    if text.startswith("under "):
        return -math.inf, float(text.removeprefix("under "))
    if text.endswith(" and over"):
        return float(text.removesuffix(" and over")), math.inf
    low, high = text.split(" to under ")
    return float(low), float(high)


def test_the_strongest_association_comes_first_with_its_strength_in_words() -> None:
    slow_contracts = [
        (8.0 if number % 2 else 1.0, "契約" if number % 2 else "支出", "1,000円") for number in range(40)
    ]
    weak = [
        (hours, kind, f"{1000 + 37 * (number * 7 % 40):,}円")
        for number, (hours, kind, _) in enumerate(slow_contracts)
    ]
    found = bprkit.attributes(log_of(weak))
    assert list(dict.fromkeys(found.attribute)) == ["文書種別", "金額"]
    first = found[found.attribute == "文書種別"].set_index("value")
    assert first.effect.iloc[0] == "epsilon_squared" and first.strength.iloc[0] == "large"
    assert first.effect_size.iloc[0] == pytest.approx(1)
    assert first.cliffs_delta.to_dict() == {"契約": 1.0, "支出": -1.0}


def test_a_section_of_fewer_than_three_persons_is_not_shown() -> None:
    rows = [
        (f"R6-{number}", step, MONDAY + timedelta(hours=number + at), person, section)
        for number in range(30)
        for section in [("税務課", "総務課", "秘書室")[number % 3]]
        for step, at in (("起案", 0), ("決裁", 1))
        for person in [f"{section}{(number // 3) % (1 if section == '秘書室' else 4)}"]
    ]
    frame = pd.DataFrame(rows, columns=["番号", "処理", "日時", "処理者", "所属"])
    log = read_log(frame, calendar="none")
    assert log.has("section") and log.has("resource")
    assert set(bprkit.attributes(log, ["section"]).value) == {"税務課", "総務課", "(others)"}
    with pytest.raises(InputError, match="names persons"):
        bprkit.attributes(log, ["処理者"])


def test_a_case_has_the_first_value_that_was_recorded() -> None:
    rows = [
        (f"R6-{number}", step, MONDAY + timedelta(hours=at), kind)
        for number in range(12)
        for step, at, kind in (
            ("起案", 0, None),
            ("合議", 1, "AB"[number % 2]),
            ("決裁", 2 + number % 2, "C"),
        )
    ]
    frame = pd.DataFrame(rows, columns=["番号", "処理", "日時", "種別"])
    found = bprkit.attributes(read_log(frame, calendar="none"), ["種別"])
    assert dict(zip(found.value, found.cases, strict=True)) == {"A": 6, "B": 6}
