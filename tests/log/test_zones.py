"""A log has one named zone; its wall clock and its instants are those of the zone database, summer time and all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import ibis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bprkit.errors import InputError
from bprkit.log.zones import DAY, SECOND, ZoneClock, check_zone, zone_clock

HOUR = 3600 * SECOND
EPOCH = datetime(1970, 1, 1)
ZONES = (
    "Asia/Tokyo",
    "Europe/Rome",
    "America/New_York",
    "Australia/Lord_Howe",  # summer time by half an hour
    "Africa/Casablanca",  # winter time in Ramadan only
    "Asia/Kathmandu",
    "UTC",
)
instants = st.integers(-30 * 365 * DAY, 100 * 365 * DAY)
spans = st.integers(0, 20 * 365 * DAY)


def micros(moment: datetime) -> int:
    """Return a wall clock time, or an instant, as microseconds since 1970."""
    naive = moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)
    return (naive - EPOCH) // timedelta(microseconds=1)


@given(st.sampled_from(ZONES), instants, spans, st.floats(0, 1))
def test_the_wall_clock_is_that_of_the_zone_database(zone: str, first: int, span: int, share: float) -> None:
    clock = zone_clock(zone, first, first + span)
    instant = first + int(span * share)
    local = (EPOCH.replace(tzinfo=UTC) + timedelta(microseconds=instant)).astimezone(ZoneInfo(zone))
    assert clock.local_of(instant) == micros(local.replace(tzinfo=None))


@given(st.sampled_from(ZONES), instants, spans, st.floats(0, 1))
def test_the_instant_of_a_wall_clock_time_is_the_earlier_of_two(
    zone: str, first: int, span: int, share: float
) -> None:
    clock = zone_clock(zone, first, first + span)
    local = EPOCH + timedelta(microseconds=first + int(span * share))
    assert clock.instant_of(micros(local)) == micros(local.replace(tzinfo=ZoneInfo(zone), fold=0))


def rome(*moment: int) -> int:
    return micros(datetime(*moment))


@pytest.fixture
def clock() -> ZoneClock:
    """Return Rome's clock in 2024: +1 hour, +2 from 31 March 02:00 to 27 October 03:00."""
    return zone_clock("Europe/Rome", rome(2024, 1, 1), rome(2024, 12, 31))


def test_an_hour_that_comes_twice_is_its_first_coming(clock: ZoneClock) -> None:
    assert clock.instant_of(rome(2024, 10, 27, 2, 30)) == rome(2024, 10, 27, 0, 30)
    assert clock.instant_of(rome(2024, 10, 27, 3, 0)) == rome(2024, 10, 27, 2, 0)


def test_an_hour_that_never_comes_is_counted_from_before_it(clock: ZoneClock) -> None:
    assert clock.instant_of(rome(2024, 3, 31, 2, 30)) == rome(2024, 3, 31, 1, 30)
    assert clock.local_of(rome(2024, 3, 31, 1, 30)) == rome(2024, 3, 31, 3, 30)


@pytest.mark.parametrize("zone", ZONES)
def test_the_engine_computes_what_python_does(zone: str) -> None:
    clock = zone_clock(zone, rome(2023, 12, 1), rome(2025, 1, 31))
    moments = range(rome(2024, 1, 1), rome(2025, 1, 1), 20 * 60 * SECOND + 7)
    in_engine = _engine(moments, lambda t: {"local": clock.to_local(t.at), "instant": clock.to_instant(t.at)})
    assert in_engine["local"] == [clock.local_of(moment) for moment in moments]
    assert in_engine["instant"] == [clock.instant_of(moment) for moment in moments]


def test_the_onward_clock_never_goes_back_and_is_else_the_wall_clock(clock: ZoneClock) -> None:
    moments = range(rome(2024, 10, 26, 20), rome(2024, 10, 27, 6), 60 * SECOND)
    onward = _engine(moments, lambda t: {"onward": clock.to_onward(t.at)})["onward"]
    assert onward == sorted(onward)
    for moment, shown in zip(moments, onward, strict=True):
        repeated = rome(2024, 10, 27, 1) <= moment < rome(2024, 10, 27, 2)
        assert shown == (rome(2024, 10, 27, 3) if repeated else clock.local_of(moment))


def test_a_mistyped_year_costs_no_steps_beyond_the_year_2100() -> None:
    assert zone_clock("Europe/Rome", rome(2024, 1, 1), rome(9999, 1, 1)).steps[-1].instant < rome(2101, 1, 1)


@pytest.mark.parametrize("zone", ["Tokyo", "JST+9", "", "../etc/passwd"])
def test_an_unknown_zone_is_refused_with_an_example(zone: str) -> None:
    with pytest.raises(InputError, match="Asia/Tokyo"):
        check_zone(zone)


def _engine(moments: range, columns: Callable[[ibis.Table], dict[str, ibis.Value]]) -> dict[str, list[int]]:
    import pyarrow as pa

    table = ibis.memtable(pa.table({"at": pa.array(moments, pa.int64())}))
    found = table.mutate(**columns(table)).order_by("at").to_pyarrow()
    return {name: found[name].to_pylist() for name in found.column_names if name != "at"}
