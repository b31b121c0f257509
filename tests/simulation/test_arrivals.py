"""When cases come: so many a year, by the months and by the hours of the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import chisquare

from bprkit import simulate
from bprkit.calendar import japanese_city_hall, load_calendar
from bprkit.language import speaking
from bprkit.procedure.distributions import LogNormal
from bprkit.procedure.model import Procedure, Volume
from bprkit.simulation.arrivals import stream_spells
from simulated_offices import DAY, FIRST, at, logged, office, prepared, stamps, task

HALL = japanese_city_hall()
MONTHLY = (11.0, 8.0, 8.0, 8.0, 7.0, 7.0, 7.0, 7.0, 7.0, 7.0, 9.0, 14.0)
MORNINGS = {8: 10, 9: 30, 10: 20, 11: 10, 13: 12, 14: 8, 15: 6, 16: 3, 17: 1}
ONLINE = {9: 40, 12: 10, 14: 20, 20: 25, 23: 5}
UNLIKELY = 1e-3


def by_hour(told: Mapping[int, float]) -> tuple[float, ...]:
    return tuple(float(told.get(hour, 0)) for hour in range(24))


def counter(volume: Volume, calendar: str = "jp") -> Procedure:
    return office(task("a", 1.0), people=9, calendar=calendar, volume=volume)


def came(procedure: Procedure, years: float = 1.0) -> np.ndarray:
    setting = prepared(procedure, years=years, warm_up_days=0)
    _, rows = logged(setting)
    return np.sort(rows[rows["node"] == at(setting, "start")]["done"])


@pytest.mark.parametrize("told", [MORNINGS, ONLINE])
def test_cases_come_by_the_hours_of_the_day(told: Mapping[int, float]) -> None:
    moments = came(counter(Volume(24_000, MONTHLY, by_hour(told))))
    hours = np.bincount((moments % DAY // 3600).astype(int), minlength=24)
    assert set(np.flatnonzero(hours)) == set(told)
    shares = np.array(list(told.values())) / sum(told.values())
    assert chisquare(hours[list(told)], shares * hours.sum()).pvalue > UNLIKELY


def test_hours_change_neither_the_year_nor_its_months() -> None:
    """A chi-square test of the months, and Poisson's spread for the year."""
    moments = came(counter(Volume(24_000, MONTHLY, by_hour(MORNINGS))))
    months = (stamps(moments).astype("datetime64[M]").astype(int) % 12 - 3) % 12
    counts = np.bincount(months, minlength=12)
    assert chisquare(counts, np.array(MONTHLY) / sum(MONTHLY) * counts.sum()).pvalue > UNLIKELY
    assert abs(counts.sum() - 24_000) < 4 * np.sqrt(24_000)


@pytest.mark.parametrize("monthly", [(), MONTHLY])
@pytest.mark.parametrize("told", [MORNINGS, ONLINE])
def test_as_many_are_expected_as_without_hours(monthly: tuple[float, ...], told: Mapping[int, float]) -> None:
    volume = Volume(24_000, monthly)
    evenly, by_hours = (
        stream_spells(counter(each), HALL, FIRST, 365)
        for each in (volume, replace(volume, hourly=by_hour(told)))
    )
    cases = [((part["closes"] - part["opens"]) * part["rate"]).sum() for part in (evenly, by_hours)]
    assert cases == pytest.approx([24_000, 24_000])
    assert all(one["closes"] <= other["opens"] for one, other in pairwise(by_hours))


def test_hours_as_heavy_as_they_are_long_change_nothing() -> None:
    """Half an hour of 8 o'clock, none of 12, a quarter of 17: what the office is open anyway."""
    as_open = by_hour({8: 2, **dict.fromkeys((9, 10, 11, 13, 14, 15, 16), 4), 17: 1})
    evenly, weighed = (came(counter(Volume(3_000, MONTHLY, hourly))) for hourly in ((), as_open))
    assert weighed == pytest.approx(evenly, abs=1e-3)


def test_within_an_hour_cases_come_while_the_office_is_open() -> None:
    moments = came(counter(Volume(9_000, hourly=by_hour(MORNINGS))))
    assert all(HALL.is_open(moment.astype("datetime64[D]").item()) for moment in stamps(moments))
    clocks = moments % DAY
    assert clocks.min() >= 8.5 * 3600
    assert clocks.max() <= 17.25 * 3600


def test_what_comes_while_the_office_is_closed_waits_and_is_told_of() -> None:
    procedure = counter(Volume(3_000, hourly=by_hour(ONLINE)))
    found = simulate(procedure, replications=2, log=True)
    told = "40.0% of the cases of office come in while the office is closed (12:00–13:00, 20:00–21:00, 23:00–24:00"
    assert any(note.startswith(told) for note in found.notes)
    with speaking("ja"):
        assert any("40.0%は、開庁日の閉庁時間帯（12時台、20時台、23時台）" in note for note in found.notes)
    assert found.log is not None
    first = found.log[found.log["activity"] == "a"]["start"].dt.hour
    assert not first.isin((12, 20, 23)).any()
    assert found.steps.set_index("step").loc["a", "closed"] > 0.3 * 10 * 3600


def test_an_open_office_and_one_without_hours_tell_nothing_of_the_hours() -> None:
    usual = simulate(counter(Volume(500)), replications=1).notes
    assert simulate(counter(Volume(500, hourly=by_hour(MORNINGS))), replications=1).notes == usual


def test_day_and_night_every_hour_is_open() -> None:
    moments = came(counter(Volume(9_000, hourly=by_hour({2: 1, 22: 3})), calendar="none"))
    night = moments % DAY // 3600 == 2
    assert set((moments % DAY // 3600).tolist()) == {2, 22}
    assert night.mean() == pytest.approx(0.25, abs=0.02)
    weekdays = {(FIRST + dt.timedelta(days=int(moment // DAY))).weekday() for moment in moments}
    assert weekdays == set(range(7))


def test_an_hour_that_is_open_on_some_days_only_brings_cases_on_those() -> None:
    thursdays = load_calendar("jp")
    late = replace(
        thursdays,
        weekly=tuple(
            (*day, (18 * 3600, 19 * 3600)) if n == 3 else day for n, day in enumerate(thursdays.weekly)
        ),
    )
    spells = stream_spells(counter(Volume(1_000, hourly=by_hour({9: 3, 18: 1}))), late, FIRST, 365)
    evening = spells[spells["opens"] % DAY == 18 * 3600]
    days = {(FIRST + dt.timedelta(days=int(moment // DAY))).weekday() for moment in evening["opens"]}
    assert days == {3}
    assert ((evening["closes"] - evening["opens"]) * evening["rate"]).sum() == pytest.approx(250)


def test_rush_hours_make_queues() -> None:
    evenly = office(task("a", LogNormal(8.0, 4.0)), calendar="jp", volume=Volume(11_000), people=1)
    assert evenly.volume is not None
    rush = replace(evenly, volume=replace(evenly.volume, hourly=by_hour(MORNINGS)))
    queues = [simulate(each, replications=4).steps["queue"].iloc[0] for each in (evenly, rush)]
    assert queues[1] > 1.5 * queues[0]
