"""A log's one named zone: from its wall clock to instants and back, inside the engine.

A zone's offset changes at a few known instants (summer time). Over a log's span it is
a constant plus a step at each of them, which any engine can compute without a zone database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bprkit.errors import InputError

if TYPE_CHECKING:
    import ibis.expr.types as ir

SECOND = 1_000_000
DAY = 86_400 * SECOND
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Step:
    """The zone's offset changes at `instant`, from `before` to `after` (all in microseconds)."""

    instant: int
    before: int
    after: int


@dataclass(frozen=True)
class ZoneClock:
    """The offsets of one zone over the span of a log, in microseconds.

    >>> clock = zone_clock("Europe/Rome", 1_700_000_000 * SECOND, 1_720_000_000 * SECOND)
    >>> clock.base // (3600 * SECOND), len(clock.steps)
    (1, 1)
    >>> zone_clock("Asia/Tokyo", 0, 2_000_000_000 * SECOND).steps
    ()
    """

    zone: str
    base: int
    steps: tuple[Step, ...]

    def to_local(self, instant: ir.IntegerValue) -> ir.IntegerValue:
        """Return the wall clock's microseconds for an instant's."""
        local = instant + self.base
        for step in self.steps:
            local = local + (instant >= step.instant).ifelse(step.after - step.before, 0)
        return local

    def to_onward(self, instant: ir.IntegerValue) -> ir.IntegerValue:
        """Return the wall clock's microseconds, which stand still for the hour that the clock repeats: never back."""
        local = self.to_local(instant)
        for step in self.steps:
            if step.after < step.before:
                repeated = (instant >= step.instant) & (instant < step.instant + step.before - step.after)
                local = repeated.ifelse(step.instant + step.before, local)
        return local

    def to_instant(self, local: ir.IntegerValue) -> ir.IntegerValue:
        """Return the instant of a wall clock time; of two, the earlier; in a gap, by the offset before it."""
        instant = local - self.base
        for step in self.steps:
            instant = instant - (local >= step.instant + max(step.before, step.after)).ifelse(
                step.after - step.before, 0
            )
        return instant

    def local_of(self, instant: int) -> int:
        """Return the wall clock's microseconds for one instant's.

        >>> zone_clock("Asia/Tokyo", 0, 1).local_of(0) == 9 * 3600 * SECOND
        True
        """
        return instant + self.base + sum(s.after - s.before for s in self.steps if instant >= s.instant)

    def instant_of(self, local: int) -> int:
        """Return the instant of one wall clock time, as `to_instant` does."""
        return (
            local
            - self.base
            - sum(s.after - s.before for s in self.steps if local >= s.instant + max(s.before, s.after))
        )


def check_zone(zone: str) -> str:
    """Return the zone's name if the system knows it; raise InputError otherwise.

    >>> check_zone("Asia/Tokyo")
    'Asia/Tokyo'
    """
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:  # ZoneInfoNotFoundError is a KeyError
        raise InputError(
            en=f"The time zone {zone!r} is unknown. Write a name such as Asia/Tokyo, Europe/Rome or UTC.",
            ja=f"タイムゾーン {zone!r} は登録されていません。Asia/Tokyo や UTC のような名前で指定してください。",
        ) from error
    return zone


@lru_cache(maxsize=64)
def zone_clock(zone: str, first: int, last: int) -> ZoneClock:
    """Return a zone's offsets between two moments, given in microseconds since 1970 on either clock."""
    place = ZoneInfo(zone)

    def offset(instant: int) -> int:
        moment = _EPOCH + timedelta(microseconds=instant)
        found = moment.astimezone(place).utcoffset() or timedelta()
        return found // timedelta(microseconds=1)

    # A mistyped year 9999 must not cost two steps a year: outside these years the offset stays as it is.
    lowest, highest = -DAY * 36_525, DAY * 47_482  # about 1870 to 2100
    begin = min(max(first - 2 * DAY, lowest), highest) // SECOND * SECOND
    end = min(max(last + 2 * DAY, begin), highest)
    base = offset(begin)
    steps: list[Step] = []
    known, stride = base, 7 * DAY
    at = begin
    while at < end:
        following = min(at + stride, end)
        if (then := offset(following)) != known:
            low, high = at, following
            while high - low > SECOND:
                middle = (low + high) // (2 * SECOND) * SECOND
                low, high = (middle, high) if offset(middle) == known else (low, middle)
            steps.append(Step(high, known, then))
            known = then
        at = following
    return ZoneClock(zone, base, tuple(steps))
