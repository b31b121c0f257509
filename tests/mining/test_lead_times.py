"""How long cases take, by the fiscal year and month of their start in the log's zone."""

from __future__ import annotations

import pytest

import bprkit
from tables import log_of

LAST_NIGHT_OF_MARCH = """
    1 起案 2024-03-31T14:59:59Z
    1 決裁 2024-03-31T15:00:00Z
    2 起案 2024-03-31T15:00:00Z
    2 決裁 2024-03-31T16:00:00Z
"""


def cases_by(log: bprkit.EventLog, by: str) -> dict[object, int]:
    found = bprkit.lead_times(log, by)
    return dict(zip(found[by], found.cases, strict=True))


def test_the_fiscal_year_begins_at_midnight_of_the_zone() -> None:
    """15:00 in UTC on 31 March is 1 April in Tokyo."""
    tokyo = log_of(LAST_NIGHT_OF_MARCH, calendar="jp")
    assert cases_by(tokyo, "fiscal_year") == {2023: 1, 2024: 1}
    assert cases_by(tokyo, "month") == {"2024-03": 1, "2024-04": 1}
    rome = log_of(LAST_NIGHT_OF_MARCH, calendar="jp", timezone="Europe/Rome")
    assert cases_by(rome, "fiscal_year") == {2023: 2}
    assert cases_by(rome, "month") == {"2024-03": 2}


def test_january_to_march_belong_to_the_previous_fiscal_year() -> None:
    log = log_of("1 A 2025-01-06_09:00\n2 A 2025-03-31_09:00\n3 A 2025-04-01_09:00", calendar="jp")
    assert cases_by(log, "fiscal_year") == {2024: 2, 2025: 1}


def test_without_declared_ends_all_cases_count_and_the_status_is_unknown() -> None:
    found = bprkit.lead_times(log_of("1 A 2024-04-01\n1 B 2024-04-02\n2 A 2024-04-01"))
    assert found[["status", "cases"]].values.tolist() == [["unknown", 2]]


def test_with_declared_ends_open_cases_do_not_count() -> None:
    text = """
        1 起案 2024-04-01
        1 決裁 2024-04-03
        2 起案 2024-04-01
        2 確認 2024-04-30
        3 決裁 2024-04-01
        3 起案 2024-04-02
    """
    found = bprkit.lead_times(log_of(text, end="決裁"))
    assert found[["status", "cases"]].values.tolist() == [["complete", 1]]
    assert found.clock_seconds_mean.tolist() == [2 * 86_400]


def test_what_is_declared_to_come_after_the_end_neither_opens_nor_prolongs_a_case() -> None:
    text = """
        1 起案 2024-04-01
        1 決裁 2024-04-03
        1 後閲 2024-04-20
        2 供覧 2024-04-01
        2 後閲 2024-04-02
    """
    log = log_of(text, end="決裁", after_end=("後閲", "供覧"))
    found = bprkit.lead_times(log)
    assert (found.cases.tolist(), found.clock_seconds_mean.tolist()) == ([1], [2 * 86_400])
    durations = bprkit.case_durations(log).set_index("case")
    assert durations.clock_seconds.to_dict() == {"1": 2 * 86_400, "2": 86_400}
    assert durations.events.to_dict() == {"1": 3, "2": 2}
    assert bprkit.overview(log)["open_cases"] == 1


def test_a_case_begins_with_its_first_start_where_starts_are_recorded() -> None:
    log = log_of("1 A 2024-04-01_09:00 2024-04-01_17:00", "case activity start time")
    assert bprkit.lead_times(log).clock_seconds_mean.tolist() == [8 * 3600]


def test_quantiles_are_interpolated_between_neighbours() -> None:
    text = "\n".join(f"{day} A 2024-04-01\n{day} B 2024-04-{day + 1:02}" for day in range(1, 11))
    found = bprkit.lead_times(log_of(text)).iloc[0]
    days = [found[f"clock_seconds_{name}"] / 86_400 for name in ("mean", "median", "p90", "p95")]
    assert days == pytest.approx([5.5, 5.5, 9.1, 9.55])
